# Copyright (c) 2026, the teammail.zimbra contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What the role remembers about folders in the administrator's notes of a mailbox's account (zimbra-soap-admin.md 8).

The form is plugin_utils/roster.py's, which writes it: ``[teammail.zimbra {"8d4f4b1e": "Team Süd"}]``, by the first digits of an agent's id.
"""

from __future__ import annotations

import json
import re
import typing as t

MARK = re.compile(r"\[teammail\.zimbra (?=\{)")
KEY_DIGITS = 8


def remembered(notes: str) -> t.Dict[str, str]:
    """First digits of an agent's id -> his folder below the Inbox; empty where nothing readable is there."""
    mark = MARK.search(notes)
    try:
        found = json.JSONDecoder().raw_decode(notes, mark.end())[0] if mark else {}
    except ValueError:
        return {}
    return {str(key): str(value) for key, value in found.items()}


def key_of(ident: str) -> str:
    """Under which somebody is remembered."""
    return ident[:KEY_DIGITS]
