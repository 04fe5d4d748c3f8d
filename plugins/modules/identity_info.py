#!/usr/bin/python
# Copyright (c) 2026, the teammail.zimbra contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: identity_info
short_description: Read personas (identities) of Zimbra accounts
version_added: 0.1.0
author:
  - The teammail.zimbra contributors (@teammail)
description:
  - Returns the personas of one or many accounts in the form that M(teammail.zimbra.identity) takes.
options:
  account:
    description: Address of the account, or of several accounts.
    type: list
    elements: str
    required: true
  name:
    description: Names of the personas to return, in any letter case; all if not set, C(DEFAULT) among them.
    type: list
    elements: str
  attributes:
    description: Further preferences to return, by Zimbra's names.
    type: list
    elements: str
seealso:
  - module: teammail.zimbra.identity
extends_documentation_fragment:
  - teammail.zimbra.connection
  - teammail.zimbra.attributes.info
  - teammail.zimbra.attributes.actiongroup
"""

EXAMPLES = r"""
- name: Read the personas of the agents
  teammail.zimbra.identity_info:
    account:
      - meier@example.com
      - schulze@example.com
  register: personas

- name: Create the same personas for a new agent
  teammail.zimbra.identity:
    account: mueller@example.com
    name: "{{ item.name }}"
    from_address: "{{ item.from_address }}"
    from_display: "{{ item.from_display }}"
    when_in_folders: "{{ item.when_in_folders }}"
  loop: "{{ personas.identities | selectattr('name', 'ne', 'DEFAULT') }}"
"""

RETURN = r"""
identities:
  description: The personas, by account and then by name.
  returned: success
  type: list
  elements: dict
  sample:
    - account: meier@example.com
      name: support@example.com
      id: 6f1c1f0e-92b6-4d53-8a4b-2a3c95a1f0d7
      from_address: support@example.com
      from_display: Support
      from_type: sendAs
      reply_to_enabled: false
      reply_to_address:
      reply_to_display:
      when_sent_to:
        - support@example.com
      when_sent_to_enabled: true
      when_in_folders:
        - owner: support@example.com
          path: /Inbox
      when_in_folders_enabled: true
      save_to_sent:
      sent_folder:
      default_signature:
      reply_signature:
      attributes: {}
missing:
  description: The addresses in O(account) that no account has.
  returned: success
  type: list
  elements: str
  sample: []
"""

from ansible_collections.teammail.zimbra.plugins.module_utils import engine
from ansible_collections.teammail.zimbra.plugins.module_utils.resources.identity.info import OPTIONS, get_info


def main():
    engine.run_info_module(get_info, OPTIONS)


if __name__ == "__main__":
    main()
