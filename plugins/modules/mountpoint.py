#!/usr/bin/python
# Copyright (c) 2026, the teammail.zimbra contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: mountpoint
short_description: Manage mountpoints of shared folders in the mailboxes of a Zimbra server
version_added: 0.1.0
author:
  - The teammail.zimbra contributors (@teammail)
description:
  - Makes folders of one mailbox appear in the mailboxes of others, changes and removes such mountpoints.
  - A mountpoint is recognised by its target, not by its name. Agents may rename and move it. A mountpoint in the trash counts as deleted.
  - All mountpoints of an agent are read by a single request.
options:
  account:
    description: Address of the account that gets the mountpoints, or of several.
    type: list
    elements: str
    required: true
  mounts:
    description: The folders to mount, each with a name of its own. With O(rename) or O(duplicates=remove) each folder may be given only once.
    type: list
    elements: dict
    required: true
    suboptions:
      owner:
        description:
          - Address of the account that owns the folder.
          - Use the account's id to remove mountpoints of a deleted owner.
        type: str
        required: true
      path:
        description: Path of the folder in the owner's mailbox, V(/) for the whole mailbox.
        type: str
      folder_id:
        description:
          - Number of the folder in the owner's mailbox; takes precedence over O(mounts[].path).
          - With O(state=absent) and neither of them, all mountpoints of that owner are removed.
        type: int
      name:
        description:
          - Path of the mountpoint in the agent's mailbox, such as V(Support) or V(/Team/Support). Missing folders above it are created.
          - Needed with O(state=present).
        type: str
      former_name:
        description:
          - Former path of the mountpoint. A mountpoint that still has it is renamed to O(mounts[].name). One that the agent has renamed or moved is
            left as it is.
        type: str
      color:
        description: Colour, as one of Zimbra's numbers from V(0) (none) to V(127), or as V(#rrggbb).
        type: str
      view:
        description: What the folder is shown as, such as V(message). A new mountpoint without it has the view of the owner's folder.
        type: str
  state:
    description:
      - V(present) creates the mountpoint where it is missing. A mountpoint of that name for another folder of the same owner is replaced;
        if anything else has the name, the module fails.
      - V(absent) removes all mountpoints of that folder, also in the trash, and leaves the folder itself alone.
        It works for locked accounts, too.
    type: str
    choices: [present, absent]
    default: present
  rename:
    description: Whether a mountpoint that the agent has renamed or moved gets its O(mounts[].name) back.
    type: bool
    default: false
  duplicates:
    description: Whether further mountpoints of the same folder are only reported in a warning, or removed.
    type: str
    choices: [report, remove]
    default: report
  remove_broken:
    description:
      - Whether mountpoints of the named owners are removed whose folder, or whose owner, does not exist any more.
      - A mountpoint of a deleted owner that has one of the given names is replaced.
    type: bool
    default: false
  verify_rights:
    description:
      - Whether to check the agent's own rights on the folder. If O(required_rights) are missing, the module fails before it changes anything.
      - In check mode a missing right is a warning, as an earlier task might grant it.
    type: bool
    default: false
  required_rights:
    description: The rights that O(verify_rights) asks for, in Zimbra's letters.
    type: str
    default: r
seealso:
  - module: teammail.zimbra.mountpoint_info
  - module: teammail.zimbra.share
extends_documentation_fragment:
  - teammail.zimbra.connection
  - teammail.zimbra.unreachable
  - teammail.zimbra.attributes
  - teammail.zimbra.attributes.actiongroup
"""

EXAMPLES = r"""
- name: Mount Inbox and Sent of the support mailbox for two agents
  teammail.zimbra.mountpoint:
    account:
      - meier@example.com
      - schulze@example.com
    mounts:
      - owner: support@example.com
        path: /Inbox
        name: Support
        color: 5
      - owner: support@example.com
        path: /Sent
        name: Support Sent
    verify_rights: true
    required_rights: rwidx

- name: Remove all mountpoints of the support mailbox from a former agent's mailbox
  teammail.zimbra.mountpoint:
    account: schulze@example.com
    mounts:
      - owner: support@example.com
    state: absent

- name: Remove all mountpoints of a deleted mailbox
  teammail.zimbra.mountpoint:
    account: meier@example.com
    mounts:
      - owner: 8d4f4b1e-2f6c-4d2c-9a53-0d8a6a3d7c11
    state: absent
"""

RETURN = r"""
mountpoints:
  description: The mountpoints after the run, for each account in the order of O(mounts); none for O(state=absent).
  returned: success
  type: list
  elements: dict
  sample:
    - account: meier@example.com
      owner: support@example.com
      owner_id: 8d4f4b1e-2f6c-4d2c-9a53-0d8a6a3d7c11
      path: /Inbox
      folder_id: 2
      name: /Support
      id: 270
      view: message
      color: 5
      broken: false
      rights: rwidxc
      duplicates: []
      broken_links: []
  contains:
    account:
      description: Primary address of the account that has the mountpoint.
      type: str
    owner:
      description: Address of the owner, or its id if it was deleted.
      type: str
    owner_id:
      description: Id of the owner.
      type: str
    path:
      description: Path of the folder in the owner's mailbox; none if it was not looked up.
      type: str
    folder_id:
      description: Number of the folder in the owner's mailbox.
      type: int
    name:
      description: Path of the mountpoint in the account's mailbox.
      type: str
    id:
      description: Number of the mountpoint; none for one that check mode would create.
      type: int
    view:
      description: What the folder is shown as.
      type: str
    color:
      description: Number of the colour or V(#rrggbb).
      type: raw
    broken:
      description: Whether the folder is gone; none if that was not looked into.
      type: bool
    rights:
      description: The account's own rights on the folder; only with O(verify_rights=true).
      type: str
    duplicates:
      description: Paths of further mountpoints of the same folder.
      type: list
      elements: str
    broken_links:
      description: Paths of broken mountpoints of the same owner; only with O(remove_broken=true), and told once for each owner.
      type: list
      elements: str
written:
  description: What was written to, and when, for the option O(written) of further tasks.
  returned: when something was written
  type: dict
  sample:
    "folders 8d4f4b1e-2f6c-4d2c-9a53-0d8a6a3d7c11": 1767222245.318
changes:
  description: Every property that was changed, or would be in check mode.
  returned: always
  type: list
  elements: dict
  sample:
    - object: meier@example.com:/Support
      key: state
      before: absent
      after: present
  contains:
    object:
      description: Address of the account and path of the mountpoint.
      type: str
    key:
      description: Name of the property; V(state) when the mountpoint appears or vanishes.
      type: str
    before:
      description: Value before the run.
      type: raw
    after:
      description: Value after the run.
      type: raw
unreachable_accounts:
  description: The mailboxes that could not be worked in now and were left out, with O(unreachable=report).
  returned: success
  type: list
  elements: dict
  contains:
    account:
      description: Address of the account.
      type: str
    reason:
      description: What the server said.
      type: str
  sample: [{account: schulze@example.com, reason: "schulze@example.com: account.ACCOUNT_INACTIVE: account is not active:schulze@example.com"}]
"""

from ansible_collections.teammail.zimbra.plugins.module_utils import engine
from ansible_collections.teammail.zimbra.plugins.module_utils.resources.mountpoint.resource import Mountpoint


def main():
    engine.run_state_module(Mountpoint)


if __name__ == "__main__":
    main()
