#!/usr/bin/python
# Copyright (c) 2026, the teammail.zimbra contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: send_right_info
short_description: Read who may send in the name of a Zimbra account or list
version_added: 0.1.0
author:
  - The teammail.zimbra contributors (@teammail)
description:
  - Returns who may send from the address of accounts and lists, in the form that M(teammail.zimbra.send_right) takes.
options:
  target:
    description: Address of the account or list, or of several of them.
    type: list
    elements: str
    required: true
  right:
    description: The rights to return; both if not set.
    type: list
    elements: str
    choices: [sendAs, sendOnBehalfOf]
seealso:
  - module: teammail.zimbra.send_right
extends_documentation_fragment:
  - teammail.zimbra.connection
  - teammail.zimbra.attributes.info
  - teammail.zimbra.attributes.actiongroup
"""

EXAMPLES = r"""
- name: Read who may send as support
  teammail.zimbra.send_right_info:
    target: support@example.com
"""

RETURN = r"""
send_rights:
  description: One entry for each target and right.
  returned: success
  type: list
  elements: dict
  sample:
    - target: support@example.com
      right: sendAs
      grantees:
        - support-team@example.com
      denied: []
      unknown: []
missing:
  description: The addresses in O(target) that no account and no list has.
  returned: success
  type: list
  elements: str
  sample: []
"""

from ansible_collections.teammail.zimbra.plugins.module_utils import engine
from ansible_collections.teammail.zimbra.plugins.module_utils.resources.send_right.info import OPTIONS, get_info


def main():
    engine.run_info_module(get_info, OPTIONS)


if __name__ == "__main__":
    main()
