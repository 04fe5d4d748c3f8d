#!/usr/bin/python
# Copyright (c) 2026, the teammail.zimbra contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: account
short_description: Manage accounts on a Zimbra server
version_added: 0.1.0
author:
  - The teammail.zimbra contributors (@teammail)
description:
  - Creates, changes, renames and removes accounts.
  - An option that is not set leaves its property as it is.
  - Refuses an address that belongs to an alias, a list or a calendar resource, and names its holder, before anything is changed.
options:
  name:
    description:
      - Primary address of the account, or of several accounts that get the same properties.
    type: list
    elements: str
    required: true
  state:
    description:
      - V(present) creates the account where it is missing and changes what differs.
      - V(absent) deletes the account and its mailbox; see O(confirm).
    type: str
    choices: [present, absent]
    default: present
  display_name:
    description: Name shown in address lists and mail; an empty text clears it.
    type: str
  given_name:
    description: Given name; an empty text clears it.
    type: str
  surname:
    description: Surname; an empty text clears it.
    type: str
  account_password:
    description:
      - Password of the managed account; O(password) is the administrator's.
      - Without one, nobody can log in to a new account with a password, as it should be for a shared mailbox.
    type: str
  update_password:
    description:
      - V(on_create) sets O(account_password) only when the account is created.
      - V(always) sets it in every run. This always counts as a change and ends all sessions of the account.
    type: str
    choices: [on_create, always]
    default: on_create
  status:
    description:
      - Status of the account. Sharing and delegation work with V(active) only.
      - In Zimbra a change of the status also changes the mail status. The module keeps the mail status,
        except for V(closed) and V(pending), which always disable mail.
      - V(closed) also removes the account from all distribution lists.
    type: str
    choices: [active, maintenance, locked, closed, pending]
  mail_status:
    description: Whether mail is accepted for the account.
    type: str
    choices: [enabled, disabled]
  hide_from_address_list:
    description: Whether the account is left out of the global address list.
    type: bool
  cos:
    description: Name of the class of service.
    type: str
  quota:
    description:
      - Quota of the mailbox, in bytes or as V(5G), V(500M); V(unlimited), or V(default) for that of the class of service.
    type: str
  aliases:
    description:
      - Further addresses of the account, as a list (then exactly these) or a dictionary of C(add), C(remove) and C(set).
      - For a single account only, unless it is an empty list.
    type: raw
  forwarding_addresses:
    description:
      - Addresses that get a copy of all mail, as a list or a dictionary of C(add), C(remove) and C(set).
    type: raw
  forwarding_keep_copy:
    description: Whether forwarded mail is kept in the mailbox as well.
    type: bool
  attributes:
    description:
      - Further attributes of the account by Zimbra's names. A value is a text, a number, a boolean or a list of them;
        an empty text or list clears the attribute.
      - Attributes that begin with C(zimbraPref) are set as preferences. A delegated administrator needs no further right for them.
      - Names and values are checked against the server's own definitions before anything is written, also in check mode. Letter case of names
        does not matter. An attribute that the collection does not know is set with a warning; one that the server is too old
        for is refused.
      - Secrets, such as C(userPassword), are refused; use O(account_password).
    type: dict
  new_name:
    description:
      - Address to rename the account to. Mail, shares and memberships stay with it.
      - When an account of that address exists and none of O(name), the renaming counts as done.
    type: str
  confirm:
    description:
      - Address of the account once more. Needed to remove an account whose mailbox holds items.
    type: str
seealso:
  - module: teammail.zimbra.account_info
  - module: teammail.zimbra.distribution_list
extends_documentation_fragment:
  - teammail.zimbra.connection
  - teammail.zimbra.attributes
  - teammail.zimbra.attributes.actiongroup
"""

EXAMPLES = r"""
- name: Create a mailbox for support
  teammail.zimbra.account:
    name: support@example.com
    display_name: Support
    status: active
    attributes:
      zimbraPrefDelegatedSendSaveTarget: owner

- name: Create two agents
  teammail.zimbra.account:
    name:
      - meier@example.com
      - schulze@example.com
    account_password: "{{ first_password }}"

- name: Add an alias and keep all others
  teammail.zimbra.account:
    name: support@example.com
    aliases:
      add:
        - help@example.com

- name: Delete the mailbox with all its mail
  teammail.zimbra.account:
    name: support@example.com
    state: absent
    confirm: support@example.com
"""

RETURN = r"""
accounts:
  description: The accounts after the run, in the order of O(name); none for O(state=absent).
  returned: success
  type: list
  elements: dict
  sample:
    - name: support@example.com
      id: 8d4f4b1e-2f6c-4d2c-9a53-0d8a6a3d7c11
      display_name: Support
      given_name:
      surname:
      status: active
      mail_status: enabled
      hide_from_address_list: false
      cos: default
      quota:
      aliases:
        - help@example.com
      forwarding_addresses: []
      forwarding_keep_copy: true
      attributes:
        zimbraPrefDelegatedSendSaveTarget:
          - owner
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
    - object: support@example.com
      key: display_name
      before: Support
      after: Support desk
  contains:
    object:
      description: Address of the account.
      type: str
    key:
      description: Name of the property; V(state) when the account appears or vanishes.
      type: str
    before:
      description: Value before the run.
      type: raw
    after:
      description: Value after the run.
      type: raw
"""

from ansible_collections.teammail.zimbra.plugins.module_utils import engine
from ansible_collections.teammail.zimbra.plugins.module_utils.resources.account.resource import Account


def main():
    engine.run_state_module(Account)


if __name__ == "__main__":
    main()
