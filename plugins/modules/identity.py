#!/usr/bin/python
# Copyright (c) 2026, the teammail.zimbra contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: identity
short_description: Manage personas (identities) of Zimbra accounts
version_added: 0.1.0
author:
  - The teammail.zimbra contributors (@teammail)
description:
  - Creates, changes, renames and removes a persona in one or many accounts.
  - A persona gives replies another From address. The web client selects it by the recipient or the folder of the mail that is answered.
  - An option that is not set leaves its property as it is, and other personas are never touched.
  - Zimbra does not check whether the account may send from O(from_address); grant that with M(teammail.zimbra.send_right).
options:
  account:
    description:
      - Address of the account that has the persona, or of several accounts.
      - Locked accounts work, too.
    type: list
    elements: str
    required: true
  name:
    description:
      - Name of the persona; Zimbra ignores its letter case.
      - V(DEFAULT) is the account's own identity. It can be changed, but neither created, renamed nor removed.
        A property that is cleared in it gets the value of the class of service.
    type: str
    required: true
  state:
    description:
      - V(present) creates the persona where it is missing and changes what differs.
      - V(absent) removes it; an account that does not exist has none.
    type: str
    choices: [present, absent]
    default: present
  new_name:
    description:
      - Name to rename the persona to.
      - When a persona of that name exists and none of O(name), the renaming counts as done.
    type: str
  from_address:
    description: Address that mail is sent from; an empty text clears it.
    type: str
  from_display:
    description: Name shown with the address that mail is sent from; an empty text clears it.
    type: str
  from_type:
    description:
      - V(sendAs) shows O(from_address) alone as the sender.
      - V(sendOnBehalfOf) names the account itself as the one who sent it, too.
    type: str
    choices: [sendAs, sendOnBehalfOf]
  reply_to_enabled:
    description: Whether mail asks for answers to O(reply_to_address).
    type: bool
  reply_to_address:
    description: Address that answers shall go to; an empty text clears it.
    type: str
  reply_to_display:
    description: Name shown with O(reply_to_address); an empty text clears it.
    type: str
  when_sent_to:
    description:
      - The persona is selected when the answered mail was sent to one of these addresses.
      - A list (then exactly these) or a dictionary of C(add), C(remove) and C(set).
    type: raw
  when_sent_to_enabled:
    description:
      - Whether O(when_sent_to) is in effect.
      - If it is not set, giving O(when_sent_to) turns it on, or off where no address is left.
    type: bool
  when_in_folders:
    description:
      - The persona is selected when the answered mail is in one of these folders or below.
      - A list (then exactly these) or a dictionary of C(add), C(remove) and C(set).
      - A folder is the absolute path of a folder in the account's own mailbox, such as V(/Inbox),
        or a dictionary of C(owner) with C(path) or C(folder_id), which means the account's mountpoint of that folder of another mailbox,
        whatever its name is.
      - Zimbra stores the number of the folder or mountpoint. If it no longer exists, the number is returned.
    type: raw
  when_in_folders_enabled:
    description:
      - Whether O(when_in_folders) is in effect.
      - If it is not set, giving O(when_in_folders) turns it on, or off where no folder is left.
    type: bool
  save_to_sent:
    description: Whether a copy of what is sent is kept.
    type: bool
  sent_folder:
    description:
      - Path of the folder, in the account's own mailbox, for the copy of what is sent; an empty text clears it.
      - Zimbra cannot send at all when this is a mountpoint.
    type: str
  default_signature:
    description: Name or ID of the signature for new mail; an empty text clears it.
    type: str
  reply_signature:
    description: Name or ID of the signature for replies; an empty text clears it.
    type: str
  attributes:
    description:
      - Further preferences of the persona, by Zimbra's names that begin with C(zimbraPref).
        A value is a text, a number, a boolean or a list of them; an empty text or list clears it.
      - Names and values are checked against the server's own definitions before anything is written, also in check mode.
    type: dict
notes:
  - An account has 20 personas at most, V(DEFAULT) included, unless C(zimbraIdentityMaxNumEntries) says otherwise.
    The limit is checked before anything is changed.
seealso:
  - module: teammail.zimbra.identity_info
  - module: teammail.zimbra.send_right
  - module: teammail.zimbra.mountpoint
extends_documentation_fragment:
  - teammail.zimbra.connection
  - teammail.zimbra.unreachable
  - teammail.zimbra.attributes
  - teammail.zimbra.attributes.actiongroup
"""

EXAMPLES = r"""
- name: Let agents answer as support, by recipient and by folder
  teammail.zimbra.identity:
    account:
      - meier@example.com
      - schulze@example.com
    name: support@example.com
    from_address: support@example.com
    from_display: Support
    from_type: sendAs
    when_sent_to:
      - support@example.com
    when_in_folders:
      - owner: support@example.com
        path: /Inbox
      - owner: support@example.com
        path: /Sent

- name: Add an address to the persona
  teammail.zimbra.identity:
    account: meier@example.com
    name: support@example.com
    when_sent_to:
      add:
        - help@example.com

- name: Remove the persona of an agent who leaves
  teammail.zimbra.identity:
    account: schulze@example.com
    name: support@example.com
    state: absent
"""

RETURN = r"""
identities:
  description: The persona in every account after the run; none for O(state=absent).
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
    - object: meier@example.com persona support@example.com
      key: from_address
      before: meier@example.com
      after: support@example.com
  contains:
    object:
      description: Account and name of the persona.
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
from ansible_collections.teammail.zimbra.plugins.module_utils.resources.identity.resource import Identity


def main():
    engine.run_state_module(Identity)


if __name__ == "__main__":
    main()
