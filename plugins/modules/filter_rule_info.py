#!/usr/bin/python
# Copyright (c) 2026, the teammail.zimbra contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: filter_rule_info
short_description: Read filter rules of Zimbra mailboxes
version_added: 0.1.0
author:
  - The teammail.zimbra contributors (@teammail)
description:
  - Returns the filter rules of mailboxes in the form that M(teammail.zimbra.filter_rule) takes.
options:
  account:
    description: Address of the account, or of several accounts.
    type: list
    elements: str
    required: true
  direction:
    description: The rules to return; both incoming and outgoing ones if not set.
    type: str
    choices: [incoming, outgoing]
  name:
    description: Names of the rules to return; all if not set.
    type: list
    elements: str
seealso:
  - module: teammail.zimbra.filter_rule
extends_documentation_fragment:
  - teammail.zimbra.connection
  - teammail.zimbra.attributes.info
  - teammail.zimbra.attributes.actiongroup
"""

EXAMPLES = r"""
- name: Read the rules for incoming mail
  teammail.zimbra.filter_rule_info:
    account: support@example.com
    direction: incoming
"""

RETURN = r"""
filter_rules:
  description: The rules by account and direction, in their order.
  returned: success
  type: list
  elements: dict
  sample:
    - account: support@example.com
      direction: incoming
      name: Orders
      active: true
      condition: anyof
      tests:
        - type: header
          header: subject
          string_comparison: contains
          value: order
      actions:
        - type: file_into
          folder_path: /Inbox/Meier
        - type: stop
      order: 1
  contains:
    account:
      description: Primary address of the account.
      type: str
    direction:
      description: Whether the rule is for incoming or outgoing mail.
      type: str
    name:
      description: Name of the rule.
      type: str
    active:
      description: Whether it is in effect.
      type: bool
    condition:
      description: Whether one test is enough or all must fit.
      type: str
    tests:
      description: What a message is tested for.
      type: list
      elements: dict
    actions:
      description: What is done.
      type: list
      elements: dict
    order:
      description: The rule's place among those of its direction, counted from 1.
      type: int
missing:
  description: The addresses in O(account) that no account has.
  returned: success
  type: list
  elements: str
  sample: []
"""

from ansible_collections.teammail.zimbra.plugins.module_utils import engine
from ansible_collections.teammail.zimbra.plugins.module_utils.resources.filter_rule.info import OPTIONS, get_info


def main():
    engine.run_info_module(get_info, OPTIONS)


if __name__ == "__main__":
    main()
