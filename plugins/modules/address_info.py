#!/usr/bin/python
# Copyright (c) 2026, the teammail.zimbra contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: address_info
short_description: Find out what e-mail addresses belong to on a Zimbra server
version_added: 0.1.0
author:
  - The teammail.zimbra contributors (@teammail)
description:
  - Accounts, their aliases, static and dynamic lists and calendar resources share one address space.
    This module returns which of them an address belongs to, in one request for all addresses.
options:
  address:
    description: The addresses to be looked up; an id of an account or list works, too.
    type: list
    elements: str
    required: true
extends_documentation_fragment:
  - teammail.zimbra.connection
  - teammail.zimbra.attributes.info
  - teammail.zimbra.attributes.actiongroup
"""

EXAMPLES = r"""
- name: Look up whether support@ is free
  teammail.zimbra.address_info:
    address:
      - support@example.com
  register: found

- name: Show the result
  ansible.builtin.debug:
    msg: "{{ found.addresses[0].description }}"
"""

RETURN = r"""
addresses:
  description: One entry for each of O(address), in their order.
  returned: success
  type: list
  elements: dict
  sample:
    - address: support@example.com
      kind: account
      name: chef@example.com
      id: 8d4f4b1e-2f6c-4d2c-9a53-0d8a6a3d7c11
      display_name: Petra Chef
      alias: true
      notes:
      description: support@example.com is an alias of the account chef@example.com
  contains:
    address:
      description: The address as it was given, in lower case.
      type: str
    kind:
      description: V(account), V(resource) (calendar), V(list) (static), V(group) (dynamic list) or V(none).
      type: str
    name:
      description: Primary address of the holder, if there is one.
      type: str
    id:
      description: Id of the holder, if there is one.
      type: str
    display_name:
      description: Display name of the holder, if there is one.
      type: str
    alias:
      description: Whether the address is one of the holder's further addresses.
      type: bool
    notes:
      description: The administrator's notes on an account, if there are any.
      type: str
    description:
      description: All of it in a sentence.
      type: str
"""

from ansible_collections.teammail.zimbra.plugins.module_utils import engine
from ansible_collections.teammail.zimbra.plugins.module_utils.resources.address.info import OPTIONS, get_info


def main():
    engine.run_info_module(get_info, OPTIONS)


if __name__ == "__main__":
    main()
