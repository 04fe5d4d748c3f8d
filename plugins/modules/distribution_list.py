#!/usr/bin/python
# Copyright (c) 2026, the teammail.zimbra contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: distribution_list
short_description: Manage distribution lists on a Zimbra server
version_added: 0.1.0
author:
  - The teammail.zimbra contributors (@teammail)
description:
  - Creates, changes, renames and removes static and dynamic distribution lists, their members, owners and allowed senders.
  - An option that is not set leaves its property as it is.
  - A list that receives no mail can still have rights and shares. It then serves to manage a team.
options:
  name:
    description:
      - Primary address of the list, or of several lists that get the same properties.
    type: list
    elements: str
    required: true
  state:
    description:
      - V(present) creates the list where it is missing and changes what differs.
      - V(absent) deletes it; its members stay, shares that name it lose their grantee.
    type: str
    choices: [present, absent]
    default: present
  display_name:
    description: Name shown in address lists; an empty text clears it.
    type: str
  receives_mail:
    description: Whether mail to the list's address is accepted. A new list accepts mail unless this is V(false).
    type: bool
  hide_from_address_list:
    description: Whether the list is left out of the global address list.
    type: bool
  dynamic:
    description:
      - Whether a new list is a dynamic one, whose membership is kept on the accounts. It cannot be changed later.
    type: bool
  members:
    description:
      - Addresses of the members, as a list (then exactly these) or a dictionary of C(add), C(remove) and C(set).
      - An alias counts as its account, and is added by the account's primary address.
      - External addresses are allowed in static lists.
    type: raw
  aliases:
    description:
      - Further addresses of the list, as a list (then exactly these) or a dictionary of C(add), C(remove) and C(set).
      - For a single list only, unless it is an empty list.
    type: raw
  owners:
    description:
      - Addresses of the users and lists that may manage the list, as a list or a dictionary of C(add), C(remove) and C(set).
    type: raw
  allowed_senders:
    description:
      - Addresses of the only users and lists that may send to the list, as a list or a dictionary of C(add), C(remove) and C(set).
      - If there is none, everybody may. If the list itself is named here, only its members may.
    type: raw
  new_name:
    description:
      - Address to rename the list to. Members, rights and shares stay with it.
      - When a list of that address exists and none of O(name), the renaming counts as done.
    type: str
seealso:
  - module: teammail.zimbra.distribution_list_info
  - module: teammail.zimbra.share
extends_documentation_fragment:
  - teammail.zimbra.connection
  - teammail.zimbra.attributes
  - teammail.zimbra.attributes.actiongroup
"""

EXAMPLES = r"""
- name: Create a list that takes no mail
  teammail.zimbra.distribution_list:
    name: support-team@example.com
    display_name: Support team
    receives_mail: false
    hide_from_address_list: true
    members:
      - meier@example.com
      - mueller@example.com
      - schulze@example.com

- name: Add a member and keep all others
  teammail.zimbra.distribution_list:
    name: support-team@example.com
    members:
      add:
        - wagner@example.com

- name: Create a list that only the team may write to
  teammail.zimbra.distribution_list:
    name: alarm@example.com
    allowed_senders:
      - support-team@example.com
    owners:
      - meier@example.com
"""

RETURN = r"""
distribution_lists:
  description: The lists after the run, in the order of O(name); none for O(state=absent).
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
        - mueller@example.com
        - schulze@example.com
      aliases: []
      owners: []
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
    - object: support-team@example.com
      key: receives_mail
      before: true
      after: false
  contains:
    object:
      description: Address of the list.
      type: str
    key:
      description: Name of the property; V(state) when the list appears or vanishes.
      type: str
    before:
      description: Value before the run.
      type: raw
    after:
      description: Value after the run.
      type: raw
"""

from ansible_collections.teammail.zimbra.plugins.module_utils import engine
from ansible_collections.teammail.zimbra.plugins.module_utils.resources.distribution_list.resource import (
    DistributionList,
)


def main():
    engine.run_state_module(DistributionList)


if __name__ == "__main__":
    main()
