#!/usr/bin/python
# Copyright (c) 2026, the teammail.zimbra contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: send_right
short_description: Manage who may send in the name of a Zimbra account or list
version_added: 0.1.0
author:
  - The teammail.zimbra contributors (@teammail)
description:
  - Grants and revokes the right to send mail from the address of an account or of a distribution list.
  - Other rights are left alone, and so are grantees that are not named, unless O(grantees) is a plain list.
  - Agents must reload the web client to see a new right.
options:
  target:
    description:
      - Address of the account or list whose name is used, or several of them.
    type: list
    elements: str
    required: true
  right:
    description:
      - V(sendAs) shows only the target as the sender; V(sendOnBehalfOf) also names the person who sent the mail.
      - For a list the module uses Zimbra's rights C(sendAsDistList) and C(sendOnBehalfOfDistList).
    type: str
    choices: [sendAs, sendOnBehalfOf]
    default: sendAs
  grantees:
    description:
      - Addresses of the accounts and lists, static or dynamic, that have the right, as a list (then exactly these)
        or a dictionary of C(add), C(remove) and C(set).
      - An alias stands for its account.
      - V(all), V(pub) and V(dom:example.com) stand for all accounts, the public, and the accounts of a domain.
      - With O(state=absent) these grantees lose the right.
    type: raw
  clean_up:
    description: Whether to remove grants whose grantee was deleted.
    type: bool
    default: false
  state:
    description:
      - V(present) applies O(grantees) and O(clean_up); V(absent) revokes the right of the named grantees.
    type: str
    choices: [present, absent]
    default: present
notes:
  - If a right was explicitly denied to a grantee who is to have it, it becomes a grant.
seealso:
  - module: teammail.zimbra.send_right_info
  - module: teammail.zimbra.identity
extends_documentation_fragment:
  - teammail.zimbra.connection
  - teammail.zimbra.attributes
  - teammail.zimbra.attributes.actiongroup
"""

EXAMPLES = r"""
- name: Let the team send as support
  teammail.zimbra.send_right:
    target: support@example.com
    right: sendAs
    grantees:
      add:
        - support-team@example.com

- name: Set exactly these two grantees, and remove deleted ones
  teammail.zimbra.send_right:
    target: support@example.com
    right: sendOnBehalfOf
    grantees:
      - meier@example.com
      - schulze@example.com
    clean_up: true

- name: Revoke the right
  teammail.zimbra.send_right:
    target: support@example.com
    grantees: schulze@example.com
    state: absent
"""

RETURN = r"""
send_rights:
  description: The right on every target after the run.
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
  contains:
    target:
      description: Primary address of the account or list.
      type: str
    right:
      description: The right, as in O(right).
      type: str
    grantees:
      description: Who has the right.
      type: list
      elements: str
    denied:
      description: Who is explicitly refused it.
      type: list
      elements: str
    unknown:
      description: IDs of grantees that were deleted.
      type: list
      elements: str
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
    - object: support@example.com sendAs
      key: grantees
      before: []
      after:
        - support-team@example.com
  contains:
    object:
      description: Address of the target and name of the right.
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
"""

from ansible_collections.teammail.zimbra.plugins.module_utils import engine
from ansible_collections.teammail.zimbra.plugins.module_utils.resources.send_right.resource import SendRight


def main():
    engine.run_state_module(SendRight)


if __name__ == "__main__":
    main()
