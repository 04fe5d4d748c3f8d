#!/usr/bin/python
# Copyright (c) 2026, the teammail.zimbra contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: filter_rule
short_description: Manage single filter rules of Zimbra mailboxes
version_added: 0.1.0
author:
  - The teammail.zimbra contributors (@teammail)
description:
  - Creates, changes, orders, renames and removes one filter rule in one or many mailboxes.
  - Zimbra knows the whole list of rules only. The module reads the list, changes the one rule,
    and writes all others back exactly as they were.
options:
  account:
    description: Address of the account, or of several accounts.
    type: list
    elements: str
    required: true
  direction:
    description: Whether the rule is for mail that comes in or for the copies of mail that goes out.
    type: str
    choices: [incoming, outgoing]
    default: incoming
  name:
    description: Name of the rule.
    type: str
    required: true
  new_name:
    description:
      - Name to rename the rule to. When a rule of that name exists and none of O(name), the renaming counts as done.
    type: str
  state:
    description: V(present) creates the rule where it is missing and changes what differs; V(absent) removes it.
    type: str
    choices: [present, absent]
    default: present
  active:
    description: Whether the rule is active. New rules are active by default.
    type: bool
  condition:
    description: Whether one test must match, V(anyof), or all of them, V(allof). New rules have V(anyof) by default.
    type: str
    choices: [anyof, allof]
  tests:
    description:
      - The tests of the rule, exactly these; needed to create a rule.
      - Each is a dictionary of C(type) and the attributes of that test. C(type) is the name of Zimbra's SOAP element without the word test; names are
        written with underscores, such as C(string_comparison) for C(stringComparison). See the examples.
      - Types are C(header), C(address), C(body), C(size), C(date), C(attachment), C(mime_header), C(address_book), C(list)
        and all others of Zimbra. The attributes C(d), C(imp) and C(s) of the protocol are C(date), C(importance) and C(size) here. Attributes that a
        test does not have are refused.
      - C(negative=true) inverts a test.
    type: list
    elements: dict
  actions:
    description:
      - What is done, exactly these actions and in this order; needed to create a rule.
      - Each is a dictionary of C(type) and the attributes of that action. C(file_into) takes C(folder_path), C(tag) takes C(tag_name),
        C(flag) takes C(flag_name), C(redirect) takes C(address); C(keep), C(discard) and C(stop) take no attributes.
      - Zimbra creates a missing folder, and follows a folder that is renamed.
    type: list
    elements: dict
  position:
    description:
      - Where the rule stands among the others. V(before) and V(after) are satisfied wherever it stands on that side of O(relative_to).
      - If not set, the rule stays where it is, and a new one comes last.
    type: str
    choices: [first, last, before, after]
  relative_to:
    description: Name of the rule that O(position) V(before) or V(after) refers to.
    type: str
notes:
  - Two programs that change the rules of a mailbox at the same moment can undo each other's change, since Zimbra checks no version.
seealso:
  - module: teammail.zimbra.filter_rule_info
extends_documentation_fragment:
  - teammail.zimbra.connection
  - teammail.zimbra.unreachable
  - teammail.zimbra.attributes
  - teammail.zimbra.attributes.actiongroup
"""

EXAMPLES = r"""
- name: Move orders into Meier's folder
  teammail.zimbra.filter_rule:
    account: support@example.com
    name: Orders
    tests:
      - type: header
        header: subject
        string_comparison: contains
        value: order
    actions:
      - type: file_into
        folder_path: /Inbox/Meier
      - type: stop
    position: first

- name: Store the copies of replies as read
  teammail.zimbra.filter_rule:
    account: support@example.com
    direction: outgoing
    name: sent copies read
    tests:
      - type: header
        header: from
        string_comparison: contains
        value: "@"
    actions:
      - type: flag
        flag_name: read

- name: Deactivate the rule
  teammail.zimbra.filter_rule:
    account: support@example.com
    name: Orders
    active: false
"""

RETURN = r"""
filter_rules:
  description: The rule in every mailbox after the run; none for O(state=absent).
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
    - object: support@example.com incoming rule Orders
      key: active
      before: true
      after: false
  contains:
    object:
      description: Address of the account, direction and name of the rule.
      type: str
    key:
      description: Name of the property; V(state) when the object appears or vanishes.
      type: str
    before:
      description: Value before the run.
      type: raw
    after:
      description: Value after the run.
      type: raw
unreachable_accounts:
  description: The mailboxes that could not be worked in now and were left out, with O(unreachable=report).
  returned: success
  type: list
  elements: dict
  contains:
    account:
      description: Address of the account.
      type: str
    reason:
      description: What the server said.
      type: str
  sample: [{account: schulze@example.com, reason: "schulze@example.com: account.ACCOUNT_INACTIVE: account is not active:schulze@example.com"}]
"""

from ansible_collections.teammail.zimbra.plugins.module_utils import engine
from ansible_collections.teammail.zimbra.plugins.module_utils.resources.filter_rule.resource import FilterRule


def main():
    engine.run_state_module(FilterRule)


if __name__ == "__main__":
    main()
