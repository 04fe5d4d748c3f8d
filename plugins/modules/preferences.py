#!/usr/bin/python
# Copyright (c) 2026, the teammail.zimbra contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: preferences
short_description: Manage preferences of Zimbra accounts
version_added: 0.1.0
author:
  - The teammail.zimbra contributors (@teammail)
description:
  - Sets preferences of one or many accounts, among them the out-of-office reply.
  - A value that is in effect already, for instance by the class of service, is not set again.
    To store a value on the account itself, use O(teammail.zimbra.account#module:attributes).
options:
  account:
    description: Address of the account, or of several accounts.
    type: list
    elements: str
    required: true
  preferences:
    description:
      - Preferences by Zimbra's names, which begin with C(zimbraPref), on Carbonio with C(carbonioPref), too.
        A value is a text, a number, a boolean or a list of them; an empty text or list clears it, so that the class of service decides.
      - Names and values are checked against the server's own definitions before anything is written, also in check mode. A preference that
        the collection does not know is set with a warning; one that the server is too old for is refused.
    type: dict
  out_of_office:
    description: The out-of-office reply. What is not set stays as it is.
    type: dict
    suboptions:
      enabled:
        description: Whether mail is answered automatically.
        type: bool
      text:
        description: Text of the reply; an empty text clears it.
        type: str
      from:
        description:
          - First day or moment, such as V(2026-12-24) or V(2026-12-24T12:00:00+01:00), in UTC if no offset is given.
            An empty text clears it.
        type: str
      until:
        description: Last day or moment, in the same form; a day counts to its end.
        type: str
      external:
        description:
          - What external senders get. V(same) is O(out_of_office.text), V(different) is O(out_of_office.external_text), V(none) is nothing.
        type: str
        choices: [different, none, same]
      external_text:
        description: Text of the reply to external senders, with O(out_of_office.external=different); an empty text clears it.
        type: str
seealso:
  - module: teammail.zimbra.preferences_info
  - module: teammail.zimbra.account
extends_documentation_fragment:
  - teammail.zimbra.connection
  - teammail.zimbra.unreachable
  - teammail.zimbra.attributes
  - teammail.zimbra.attributes.actiongroup
"""

EXAMPLES = r"""
- name: Set an out-of-office reply for the holidays
  teammail.zimbra.preferences:
    account: support@example.com
    out_of_office:
      enabled: true
      text: We are closed until 2 January.
      from: "{{ now().year }}-12-24"
      until: "{{ now().year + 1 }}-01-01"

- name: Let agents write plain text
  teammail.zimbra.preferences:
    account:
      - meier@example.com
      - schulze@example.com
    preferences:
      zimbraPrefComposeFormat: text
      zimbraPrefSaveToSent: true
"""

RETURN = r"""
preferences:
  description: The preferences of every account after the run, as far as options named them.
  returned: success
  type: list
  elements: dict
  sample:
    - account: support@example.com
      preferences:
        zimbraPrefDelegatedSendSaveTarget: owner
      out_of_office:
        enabled: true
        text: We are closed until 2 January.
        from: "2026-12-24T00:00:00Z"
        until: "2027-01-01T23:59:59Z"
        external: same
        external_text:
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
    - object: meier@example.com
      key: preferences
      before:
        zimbraPrefComposeFormat: html
      after:
        zimbraPrefComposeFormat: text
  contains:
    object:
      description: Address of the account.
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
from ansible_collections.teammail.zimbra.plugins.module_utils.resources.preferences.resource import Preferences


def main():
    engine.run_state_module(Preferences)


if __name__ == "__main__":
    main()
