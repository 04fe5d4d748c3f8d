#!/usr/bin/python
# Copyright (c) 2026, the teammail.zimbra contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: account_info
short_description: Read accounts of a Zimbra server
version_added: 0.1.0
author:
  - The teammail.zimbra contributors (@teammail)
description:
  - Returns accounts in the form that the options of M(teammail.zimbra.account) take.
  - Without O(name) it searches. A delegated administrator then sees only the accounts that they may list.
options:
  name:
    description:
      - Addresses of the accounts. An alias is answered by its account, whose C(name) is the primary address.
      - An address that no account has is listed in RV(missing).
    type: list
    elements: str
  domain:
    description:
      - Search in this domain only.
      - A delegated administrator is shown no global administrator. Those that are found are left out, with a warning.
    type: str
  display_name:
    description: Search for accounts with exactly this display name.
    type: str
  status:
    description: Search for accounts of this status.
    type: str
    choices: [active, maintenance, locked, closed, pending, lockout]
  filter:
    description: Search by an LDAP filter such as V((zimbraNotes=managed*)); escape special characters in values.
    type: str
  attributes:
    description: Names of further attributes to be returned in C(attributes).
    type: list
    elements: str
seealso:
  - module: teammail.zimbra.account
extends_documentation_fragment:
  - teammail.zimbra.connection
  - teammail.zimbra.attributes.info
  - teammail.zimbra.attributes.actiongroup
"""

EXAMPLES = r"""
- name: Read two accounts
  teammail.zimbra.account_info:
    name:
      - meier@example.com
      - schulze@example.com
  register: agents

- name: Find all locked accounts of a domain
  teammail.zimbra.account_info:
    domain: example.com
    status: locked
"""

RETURN = r"""
accounts:
  description: The accounts, as the options of M(teammail.zimbra.account) describe them.
  returned: success
  type: list
  elements: dict
  sample:
    - name: meier@example.com
      id: 0c3c7b0e-75a4-4c0b-8ec3-6d1b9a3f2c55
      display_name: Anna Meier
      given_name:
      surname: meier
      status: active
      mail_status: enabled
      hide_from_address_list: false
      cos:
      quota:
      aliases: []
      forwarding_addresses: []
      forwarding_keep_copy: true
      attributes: {}
missing:
  description: Those of O(name) that no account has.
  returned: success
  type: list
  elements: str
  sample: []
"""

from ansible_collections.teammail.zimbra.plugins.module_utils import engine
from ansible_collections.teammail.zimbra.plugins.module_utils.resources.account.info import EXCLUSIVE, OPTIONS, get_info


def main():
    engine.run_info_module(get_info, OPTIONS, mutually_exclusive=EXCLUSIVE)


if __name__ == "__main__":
    main()
