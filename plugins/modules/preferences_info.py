#!/usr/bin/python
# Copyright (c) 2026, the teammail.zimbra contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: preferences_info
short_description: Read preferences of Zimbra accounts
version_added: 0.1.0
author:
  - The teammail.zimbra contributors (@teammail)
description:
  - Returns the preferences in effect, those of the class of service among them, in the form that M(teammail.zimbra.preferences) takes.
options:
  account:
    description: Address of the account, or of several accounts.
    type: list
    elements: str
    required: true
  name:
    description: Names of the preferences to return; all if not set.
    type: list
    elements: str
seealso:
  - module: teammail.zimbra.preferences
extends_documentation_fragment:
  - teammail.zimbra.connection
  - teammail.zimbra.attributes.info
  - teammail.zimbra.attributes.actiongroup
"""

EXAMPLES = r"""
- name: Read where copies of replies are stored, and the out-of-office reply
  teammail.zimbra.preferences_info:
    account: support@example.com
    name:
      - zimbraPrefDelegatedSendSaveTarget
"""

RETURN = r"""
preferences:
  description: The preferences of every account.
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
missing:
  description: The addresses in O(account) that no account has.
  returned: success
  type: list
  elements: str
  sample: []
"""

from ansible_collections.teammail.zimbra.plugins.module_utils import engine
from ansible_collections.teammail.zimbra.plugins.module_utils.resources.preferences.info import OPTIONS, get_info


def main():
    engine.run_info_module(get_info, OPTIONS)


if __name__ == "__main__":
    main()
