#!/usr/bin/python
# Copyright (c) 2026, the teammail.zimbra contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: distribution_list_info
short_description: Read distribution lists of a Zimbra server
version_added: 0.1.0
author:
  - The teammail.zimbra contributors (@teammail)
description:
  - Returns static and dynamic lists in the form that the options of M(teammail.zimbra.distribution_list) take, with all their members.
  - Without O(name) it searches. A delegated administrator then sees only the lists that they may list.
options:
  name:
    description:
      - Addresses of the lists. An alias is answered by its list, whose C(name) is the primary address.
      - An address that no list has is listed in RV(missing).
    type: list
    elements: str
  domain:
    description: Search in this domain only.
    type: str
  member:
    description: Search for static lists in which this address is written as a member.
    type: str
  filter:
    description: Search by an LDAP filter such as V((zimbraMailStatus=disabled)); escape special characters in values.
    type: str
seealso:
  - module: teammail.zimbra.distribution_list
extends_documentation_fragment:
  - teammail.zimbra.connection
  - teammail.zimbra.attributes.info
  - teammail.zimbra.attributes.actiongroup
"""

EXAMPLES = r"""
- name: Read the members of the team
  teammail.zimbra.distribution_list_info:
    name:
      - support-team@example.com
  register: team

- name: Find the lists that Meier is a member of
  teammail.zimbra.distribution_list_info:
    member: meier@example.com
"""

RETURN = r"""
distribution_lists:
  description: The lists, as the options of M(teammail.zimbra.distribution_list) describe them.
  returned: success
  type: list
  elements: dict
  sample:
    - name: support-team@example.com
      id: 5a2c0a52-8f6b-4f31-9d0c-4a3f1f9c7a10
      display_name: Support team
      receives_mail: false
      hide_from_address_list: true
      dynamic: false
      members:
        - meier@example.com
      aliases: []
      owners: []
      allowed_senders: []
missing:
  description: Those of O(name) that no list has.
  returned: success
  type: list
  elements: str
  sample: []
"""

from ansible_collections.teammail.zimbra.plugins.module_utils import engine
from ansible_collections.teammail.zimbra.plugins.module_utils.resources.distribution_list.info import (
    EXCLUSIVE,
    OPTIONS,
    get_info,
)


def main():
    engine.run_info_module(get_info, OPTIONS, mutually_exclusive=EXCLUSIVE)


if __name__ == "__main__":
    main()
