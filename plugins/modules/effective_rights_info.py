#!/usr/bin/python
# Copyright (c) 2026, the teammail.zimbra contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: effective_rights_info
short_description: Read what users may really do in folders of a mailbox
version_added: 0.1.0
author:
  - The teammail.zimbra contributors (@teammail)
description:
  - Asks the server, with each user's own rights, what they may do in folders of somebody else's mailbox.
  - Unlike the grants alone, this includes memberships, inheritance, expiry and account status.
options:
  account:
    description: Address of the mailbox that the folders are in.
    type: str
    required: true
  path:
    description: Absolute paths of the folders.
    type: list
    elements: str
    required: true
  user:
    description: Addresses of the users.
    type: list
    elements: str
    required: true
  keep_sessions:
    description:
      - Whether RV(sessions) contains the users' sessions, so that a later task can use them to read what access is left.
      - They are secrets; set C(no_log) on the task.
    type: bool
    default: false
  sessions:
    description: Sessions of users from an earlier task, as in RV(sessions). Other users get a new session.
    type: list
    elements: dict
    default: []
    suboptions:
      user:
        description: Address of the user.
        type: str
        required: true
      auth_token:
        description: The token of the session.
        type: str
        required: true
  required_rights:
    description:
      - Rights, in Zimbra's letters such as V(rwidx), that every user must have on every folder.
      - Otherwise the module fails and names them.
    type: str
seealso:
  - module: teammail.zimbra.share
extends_documentation_fragment:
  - teammail.zimbra.connection
  - teammail.zimbra.attributes.info
  - teammail.zimbra.attributes.actiongroup
"""

EXAMPLES = r"""
- name: Read whether every agent can work in the shared folders
  teammail.zimbra.effective_rights_info:
    account: support@example.com
    path:
      - /Inbox
      - /Sent
    user:
      - meier@example.com
      - schulze@example.com
    required_rights: rwidx
"""

RETURN = r"""
effective_rights:
  description: One entry for each user and folder.
  returned: success
  type: list
  elements: dict
  sample:
    - user: meier@example.com
      account: support@example.com
      path: /Inbox
      rights: rwidx
      problem:
  contains:
    user:
      description: Address of the user.
      type: str
    account:
      description: Address of the mailbox.
      type: str
    path:
      description: Path of the folder.
      type: str
    rights:
      description: The rights in effect, without the C(c) that the server computes from C(r) and C(i); empty for none.
      type: str
    problem:
      description: Why the rights could not be asked, such as a locked account or a missing folder; null where they could.
      type: str
sessions:
  description: The users' sessions, each with C(user) and C(auth_token).
  returned: with O(keep_sessions=true)
  type: list
  elements: dict
"""

from ansible_collections.teammail.zimbra.plugins.module_utils import engine
from ansible_collections.teammail.zimbra.plugins.module_utils.resources.effective_rights.info import OPTIONS, get_info


def main():
    engine.run_info_module(get_info, OPTIONS)


if __name__ == "__main__":
    main()
