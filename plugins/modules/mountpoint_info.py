#!/usr/bin/python
# Copyright (c) 2026, the teammail.zimbra contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: mountpoint_info
short_description: Read mountpoints of shared folders in the mailboxes of a Zimbra server
version_added: 0.1.0
author:
  - The teammail.zimbra contributors (@teammail)
description:
  - Returns mountpoints in the form that the elements of O(teammail.zimbra.mountpoint#module:mounts) take, with further facts.
options:
  account:
    description: Address of the account whose mailbox is read, or of several.
    type: list
    elements: str
    required: true
  owner:
    description: Addresses or ids of owners; only mountpoints of their folders are listed.
    type: list
    elements: str
  check_broken:
    description:
      - Whether to follow each mountpoint with the account's own rights, and return whether it is broken and what the account may do there.
      - This makes the server read every owner's mailbox.
    type: bool
    default: false
seealso:
  - module: teammail.zimbra.mountpoint
extends_documentation_fragment:
  - teammail.zimbra.connection
  - teammail.zimbra.unreachable
  - teammail.zimbra.attributes.info
  - teammail.zimbra.attributes.actiongroup
"""

EXAMPLES = r"""
- name: Read the agents' mountpoints of the support mailbox, and whether they work
  teammail.zimbra.mountpoint_info:
    account:
      - meier@example.com
      - schulze@example.com
    owner: support@example.com
    check_broken: true
  register: mounted

- name: Show broken mountpoints
  ansible.builtin.debug:
    msg: "{{ mounted.mountpoints | selectattr('broken') }}"
"""

RETURN = r"""
mountpoints:
  description: The mountpoints of all accounts, in the order of O(account).
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
      description: Path of the folder in the owner's mailbox, if it exists and may be looked up.
      type: str
    folder_id:
      description: Number of the folder in the owner's mailbox.
      type: int
    name:
      description: Path of the mountpoint in the account's mailbox.
      type: str
    id:
      description: Number of the mountpoint.
      type: int
    view:
      description: What the folder is shown as.
      type: str
    color:
      description: Number of the colour or V(#rrggbb).
      type: raw
    broken:
      description:
        - Whether the account cannot reach the folder; none without O(check_broken=true).
        - None, too, where the owner cannot be reached now, see RV(unreachable_owners); the server calls such a mountpoint broken.
      type: bool
    rights:
      description: The account's own rights on the folder; only with O(check_broken=true).
      type: str
unreachable_owners:
  description:
    - Owners whose mailboxes cannot be worked in for the time being, since their mailbox server is away or they are in maintenance.
    - Their mountpoints are neither broken nor sound as far as is known.
  returned: success
  type: list
  elements: dict
  sample: []
  contains:
    account:
      description: Address of the owner.
      type: str
    reason:
      description: What the server said.
      type: str
unreachable_accounts:
  description: Accounts whose own mailboxes could not be read now and were left out, with O(unreachable=report).
  returned: success
  type: list
  elements: dict
  sample: []
missing:
  description: Accounts that do not exist.
  returned: success
  type: list
  elements: str
  sample: []
"""

from ansible_collections.teammail.zimbra.plugins.module_utils import engine
from ansible_collections.teammail.zimbra.plugins.module_utils.resources.mountpoint.info import OPTIONS, get_info


def main():
    engine.run_info_module(get_info, OPTIONS)


if __name__ == "__main__":
    main()
