#!/usr/bin/python
# Copyright (c) 2026, the teammail.zimbra contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: team_memory
short_description: Write down what the role has given the team of a shared mailbox
version_added: 0.1.0
author:
  - The teammail.zimbra contributors (@teammail)
description:
  - The role P(teammail.zimbra.shared_mailbox#role) remembers whom it gave what, so that it can take it back when names, lists and people have changed.
  - The memory is one of the properties that Zimbra keeps with the mailbox's account. Agents have no access to it.
  - It is written as a whole. Folders are kept by their number, so that one that was renamed is found again.
options:
  account:
    description: Address of the shared mailbox.
    type: str
    required: true
  state:
    description: V(absent) removes what is remembered.
    type: str
    choices: [present, absent]
    default: present
  list:
    description: Address or id of the list of the agents.
    type: str
  inbox_name:
    description: Name with which the shared Inbox was mounted.
    type: str
  sent_name:
    description: Name with which the shared Sent was mounted.
    type: str
  personas:
    description: Names of the personas that each agent was given, that of the mailbox's own address first.
    type: list
    elements: str
    default: []
  agents:
    description: The people who were given access.
    type: list
    elements: dict
    default: []
    suboptions: &person
      address:
        description: Address of the account.
        type: str
      id:
        description: Its id; without it, the address is looked up.
        type: str
      folder:
        description: Name of the folder below the Inbox.
        type: str
      folder_id:
        description: Its number; without it, the folder is looked up by its name.
        type: int
  former_agents:
    description: People who lost their access, but whose folder still holds mail.
    type: list
    elements: dict
    default: []
    suboptions: *person
  unfinished:
    description:
      - Addresses of people whose own mailboxes could not be worked in now. They stay remembered as they are, as do the names of personas and
        mountpoints, so that a later run does what is left.
    type: list
    elements: str
    default: []
  written_before:
    description:
      - What another task of the same run has written before, as a dictionary of these options. In check mode, which writes nothing,
        the options are compared with it.
    type: dict
notes:
  - Where an earlier version of the role had written names of folders into the administrator's notes of the account, they are taken out.
seealso:
  - module: teammail.zimbra.team_info
extends_documentation_fragment:
  - teammail.zimbra.connection
  - teammail.zimbra.attributes
  - teammail.zimbra.attributes.actiongroup
"""

EXAMPLES = r"""
- name: Remember the agent's folder and persona
  teammail.zimbra.team_memory:
    account: support@example.com
    list: support-team@example.com
    inbox_name: Support
    sent_name: Support Sent
    personas:
      - support@example.com
    agents:
      - address: meier@example.com
        folder: Meier

- name: Forget everything
  teammail.zimbra.team_memory:
    account: support@example.com
    state: absent
"""

RETURN = r"""
written:
  description: What was written to, and when, for the option O(written) of further tasks.
  returned: when something was written
  type: dict
  sample:
    "folders 8d4f4b1e-2f6c-4d2c-9a53-0d8a6a3d7c11": 1767222245.318
changes:
  description: What was changed, or would be in check mode; C(object), C(key), C(before), C(after).
  returned: success
  type: list
  elements: dict
memories:
  description: What is remembered, in addresses and names.
  returned: success
  type: list
  elements: dict
  sample:
    - account: support@example.com
      list: support-team@example.com
      inbox_name: Support
      sent_name: Support Sent
      personas:
        - support@example.com
      agents:
        - meier@example.com
      former_agents: []
      folders:
        meier@example.com: Meier
"""

from ansible_collections.teammail.zimbra.plugins.module_utils import engine
from ansible_collections.teammail.zimbra.plugins.module_utils.resources.team.memory_resource import TeamMemory


def main():
    engine.run_state_module(TeamMemory)


if __name__ == "__main__":
    main()
