#!/usr/bin/python
# Copyright (c) 2026, the teammail.zimbra contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: shared_mailbox_info
short_description: Find shared mailboxes on a Zimbra server and describe them in the variables of the role
version_added: 0.1.0
author:
  - The teammail.zimbra contributors (@teammail)
description:
  - Reads mailboxes that a team works in, whether they were set up by hand or by the role P(teammail.zimbra.shared_mailbox#role).
  - Returns the variables of the role that describe each mailbox, as far as they differ from the defaults. A run of the role with these
    variables changes nothing that is in order already.
  - Lists what is not set up as the role would do it, and what a run of the role would do about that.
  - Without O(address) the module searches the directory for accounts whose Inbox is shared with a list, and opens no other mailbox.
    The server publishes a new share in the directory within some minutes.
  - Agents are the members of the list that the Inbox is shared with; without such a list, the people it is shared with.
    The folders below the Inbox are matched to them by name.
options:
  address:
    description: Addresses of the mailboxes. Without them the module searches for shared mailboxes.
    type: list
    elements: str
  domain:
    description: Search this domain only.
    type: str
  filter:
    description: An LDAP filter that accounts must match in addition.
    type: str
seealso:
  - plugin: teammail.zimbra.shared_mailboxes
    plugin_type: inventory
extends_documentation_fragment:
  - teammail.zimbra.connection
  - teammail.zimbra.attributes.info
  - teammail.zimbra.attributes.actiongroup
"""

EXAMPLES = r"""
- name: Read a mailbox that was set up by hand
  teammail.zimbra.shared_mailbox_info:
    address:
      - support@example.com
  register: found

- name: Show the findings
  ansible.builtin.debug:
    msg: "{{ item.found }}: the role {{ item.role }}."
  loop: "{{ found.shared_mailboxes[0].findings }}"

- name: Find all shared mailboxes of a domain
  teammail.zimbra.shared_mailbox_info:
    domain: example.com
"""

RETURN = r"""
shared_mailboxes:
  description: The mailboxes, sorted by address.
  returned: success
  type: list
  elements: dict
  sample:
    - address: support@example.com
      host: support
      id: 8d4f4b1e-2f6c-4d2c-9a53-0d8a6a3d7c11
      display_name: Support
      list: helpdesk@example.com
      variables:
        shared_mailbox_address: support@example.com
        shared_mailbox_agents:
          - address: meier@example.com
          - address: schulze@example.com
            folder: Petra
        shared_mailbox_list: helpdesk@example.com
      findings:
        - kind: not_shared
          object: support@example.com:/Sent
          found: /Sent is not shared with helpdesk@example.com
          role: shares it with the list, rights rwidx
  contains:
    address:
      description: Primary address of the account.
      type: str
    host:
      description: A host name for an inventory; the local part of the address where that is unique among the mailboxes found.
      type: str
    id:
      description: Id of the account.
      type: str
    display_name:
      description: Its display name, if it has one.
      type: str
    list:
      description: Address of the list of the agents, if there is one.
      type: str
    variables:
      description: Variables of the role P(teammail.zimbra.shared_mailbox#role) that describe the mailbox.
      type: dict
    findings:
      description: What is not as the role would have it.
      type: list
      elements: dict
      contains:
        kind:
          description: A word for this kind of thing, to filter by.
          type: str
        object:
          description: The account, list or folder that it is about.
          type: str
        found:
          description: What is there.
          type: str
        role:
          description: What a run of the role does about it; read it with "the role" before.
          type: str
unreadable:
  description: Addresses of O(address) that are no shared mailboxes, and mailboxes that could not be read.
  returned: success
  type: list
  elements: dict
  sample:
    - address: help@example.com
      reason: help@example.com is an alias of the account support@example.com; a shared mailbox needs an account of its own
  contains:
    address:
      description: The address.
      type: str
    reason:
      description: Why it was not read.
      type: str
"""

from ansible_collections.teammail.zimbra.plugins.module_utils import engine
from ansible_collections.teammail.zimbra.plugins.module_utils.discovery.info import EXCLUSIVE, OPTIONS, get_info


def main():
    engine.run_info_module(get_info, OPTIONS, mutually_exclusive=EXCLUSIVE)


if __name__ == "__main__":
    main()
