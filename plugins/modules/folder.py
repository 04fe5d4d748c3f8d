#!/usr/bin/python
# Copyright (c) 2026, the teammail.zimbra contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: folder
short_description: Manage folders of a mailbox on a Zimbra server
version_added: 0.1.0
author:
  - The teammail.zimbra contributors (@teammail)
description:
  - Creates, changes, renames, moves and removes folders of a mailbox.
  - An option that is not set leaves its property as it is.
  - System folders are named in English, such as V(/Inbox) and V(/Sent), whatever the user's language. They can be neither moved nor removed.
  - Zimbra ignores the case of folder names.
options:
  account:
    description: Address of the account whose mailbox holds the folders.
    type: str
    required: true
  path:
    description:
      - Absolute path of the folder, or of several folders that get the same properties.
      - A name may have no C(/), C(:), C(") or control characters.
    type: list
    elements: str
    required: true
  state:
    description:
      - V(present) creates the folder and missing parents, and changes what differs. A new folder has the rights of its parent.
      - V(absent) removes the folder; see O(messages) and O(recursive).
    type: str
    choices: [present, absent]
    default: present
  view:
    description:
      - What the folder holds. A new folder without this option holds messages.
      - System folders have a fixed view.
    type: str
    choices: [message, conversation, contact, appointment, task, document, wiki, chat, note]
  color:
    description: Colour of the folder, as one of Zimbra's numbers from V(0) (none) to V(127), or as V(#rrggbb).
    type: str
  moved_from:
    description:
      - Path the folder had before. If that folder exists and O(path) does not, it is renamed or moved with all mail, sub-folders and grants.
      - If O(path) exists and the former folder does not, that counts as done; if both exist, the module fails.
      - If neither exists, the folder is created.
      - The module changes name and parent one after the other. A folder that an interrupted run left under the name C(NEW NAME (NUMBER\))
        counts as the former folder.
      - A folder that inherits its rights gets those of its new parent.
    type: str
  former_paths:
    description:
      - The same for several folders, as a dictionary of path and former path. All keys must be named in O(path).
      - Folders may exchange their names.
    type: dict
  retention:
    description:
      - How long messages are kept at least and at most. An empty list removes the policies of that part.
      - A policy is a lifetime such as V(30d) (units V(s), V(m), V(h), V(d)), of which Zimbra takes one a part, or V(system:ID) for one that the server offers.
    type: dict
    suboptions:
      keep:
        description: Policies that keep messages from being deleted.
        type: list
        elements: str
      purge:
        description: Policies that delete messages after a time.
        type: list
        elements: str
  messages:
    description:
      - What to do with the items in a removed folder and its sub-folders.
      - V(refuse) fails when there are any.
      - V(move_to) moves all messages to O(messages_to) first.
      - V(trash) moves the folder to the trash with everything in it.
      - V(delete) permanently deletes everything that was there when the run read the mailbox.
      - The folder is removed only if it is empty then. If new items arrived meanwhile, they and the folder stay, and the module fails.
    type: str
    choices: [refuse, move_to, trash, delete]
    default: refuse
  messages_to:
    description: Path of the folder in the same mailbox that takes the messages with O(messages=move_to).
    type: str
  recursive:
    description: Whether a folder is removed together with sub-folders that O(path) does not name.
    type: bool
    default: false
seealso:
  - module: teammail.zimbra.folder_info
  - module: teammail.zimbra.share
extends_documentation_fragment:
  - teammail.zimbra.connection
  - teammail.zimbra.attributes
  - teammail.zimbra.attributes.actiongroup
"""

EXAMPLES = r"""
- name: Create a folder for each agent below the Inbox
  teammail.zimbra.folder:
    account: support@example.com
    path:
      - /Inbox/Meier
      - /Inbox/Schulze
    color: 5

- name: Rename the folder of an agent whose name has changed; the mail stays in it
  teammail.zimbra.folder:
    account: support@example.com
    path: /Inbox/Lehmann
    moved_from: /Inbox/Meier

- name: Delete junk mail that is older than a year
  teammail.zimbra.folder:
    account: support@example.com
    path: /Junk
    retention:
      purge: 365d

- name: Remove the folder of an agent who leaves, and move the mail into the Inbox
  teammail.zimbra.folder:
    account: support@example.com
    path: /Inbox/Schulze
    state: absent
    messages: move_to
    messages_to: /Inbox
"""

RETURN = r"""
folders:
  description: The folders after the run, in the order of O(path); none for O(state=absent).
  returned: success
  type: list
  elements: dict
  sample:
    - account: support@example.com
      path: /Inbox/Meier
      id: 257
      type: folder
      view: message
      color: 5
      messages: 12
      unread: 3
      size: 48211
      inherits: true
      retention:
        keep: []
        purge: []
  contains:
    account:
      description: Primary address of the mailbox.
      type: str
    path:
      description: Absolute path as the server spells it.
      type: str
    id:
      description: Number of the folder in its mailbox; none for a folder that check mode would create.
      type: int
    type:
      description: Always V(folder).
      type: str
    view:
      description: What the folder holds.
      type: str
    color:
      description: Number of the colour or V(#rrggbb).
      type: raw
    messages:
      description: Items in the folder itself, without sub-folders.
      type: int
    unread:
      description: Unread messages among them.
      type: int
    size:
      description: Their size in bytes.
      type: int
    inherits:
      description: Whether the rights are those of the parent, or the folder has grants of its own.
      type: bool
    retention:
      description: Policies in C(keep) and C(purge).
      type: dict
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
    - object: support@example.com:/Inbox/Meier
      key: color
      before: 0
      after: 5
  contains:
    object:
      description: Address and path of the folder.
      type: str
    key:
      description: Name of the property; V(state) when the folder appears or vanishes.
      type: str
    before:
      description: Value before the run.
      type: raw
    after:
      description: Value after the run.
      type: raw
"""

from ansible_collections.teammail.zimbra.plugins.module_utils import engine
from ansible_collections.teammail.zimbra.plugins.module_utils.resources.folder.resource import Folder


def main():
    engine.run_state_module(Folder)


if __name__ == "__main__":
    main()
