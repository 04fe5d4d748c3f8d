#!/usr/bin/python
# Copyright (c) 2026, the teammail.zimbra contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: folder_info
short_description: Read folders of a mailbox on a Zimbra server
version_added: 0.1.0
author:
  - The teammail.zimbra contributors (@teammail)
description:
  - Reads folders with their counts; mountpoints and search folders are listed too, and marked.
options:
  account:
    description: Address of the account whose mailbox is read.
    type: str
    required: true
  path:
    description: Absolute paths of the folders to read; all of the mailbox if the option is not set.
    type: list
    elements: str
  recursive:
    description: Whether everything below O(path) is listed too.
    type: bool
    default: false
seealso:
  - module: teammail.zimbra.folder
extends_documentation_fragment:
  - teammail.zimbra.connection
  - teammail.zimbra.attributes.info
  - teammail.zimbra.attributes.actiongroup
"""

EXAMPLES = r"""
- name: Read the Inbox and what is below it
  teammail.zimbra.folder_info:
    account: support@example.com
    path: /Inbox
    recursive: true
  register: inbox

- name: Show it
  ansible.builtin.debug:
    msg: "{{ item.path }}: {{ item.unread }} of {{ item.messages }} unread"
  loop: "{{ inbox.folders }}"
"""

RETURN = r"""
folders:
  description: The folders that exist, parents before what is below them.
  returned: success
  type: list
  elements: dict
  sample:
    - account: support@example.com
      path: /Inbox
      id: 2
      type: folder
      view: message
      color: 0
      messages: 17
      unread: 3
      size: 48211
      inherits: false
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
      description: Number of the folder in its mailbox.
      type: int
    type:
      description: V(folder), V(mountpoint) or V(search).
      type: str
    view:
      description: What the folder holds.
      type: str
    color:
      description: Number of the colour or V(#rrggbb).
      type: raw
    messages:
      description: Items in the folder itself, without sub-folders; V(0) for mountpoints, which are not followed.
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
missing:
  description: Paths that do not exist.
  returned: success
  type: list
  elements: str
  sample: []
"""

from ansible_collections.teammail.zimbra.plugins.module_utils import engine
from ansible_collections.teammail.zimbra.plugins.module_utils.resources.folder.info import OPTIONS, get_info


def main():
    engine.run_info_module(get_info, OPTIONS)


if __name__ == "__main__":
    main()
