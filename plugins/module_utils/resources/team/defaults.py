# Copyright (c) 2026, the teammail.zimbra contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""How the role shared_mailbox names things when nobody says otherwise.  Pure; said here and nowhere else."""

from __future__ import annotations

import re
import typing as t

SENT_WORDS = {"en": "Sent", "de": "Gesendet"}
# The rights of Zimbra's role "manager": read, mark, add, remove, act on invitations (zimbra-soap-mail.md 3.1).
MANAGER = "rwidx"
MAX_REMOVALS = 2
SENT_RULE = "teammail.zimbra sent copies read"
# A folder's name can have none of these, nor what MariaDB cannot store (zimbra-soap-mail.md 2.2).
UNFIT = re.compile('[/:"\\x00-\\x1f\ud800-\udfff\ufffe\uffff\U00010000-\U0010ffff]+')


def local_part(address: str) -> str:
    return address.partition("@")[0]


def default_display_name(address: str) -> str:
    """What a mailbox without a display name is called."""
    return local_part(address).capitalize()


def default_list(address: str) -> str:
    """The list of the agents of a mailbox."""
    local, _at, host = address.partition("@")
    return f"{local}-team@{host}"


def list_display_name(display_name: str) -> str:
    return f"{display_name} Team"


def sent_mount_name(inbox_name: str, language: str) -> str:
    """What the shared Sent is called in an agent's mailbox, beside the shared Inbox of that name."""
    return f"{inbox_name} {SENT_WORDS[language]}"


def fit(text: str) -> str:
    """A text as the name of a folder: "Info: Customers" becomes "Info - Customers", "Purchasing/Sales" becomes "Purchasing-Sales"."""

    def dash(found: t.Match[str]) -> str:
        return " - " if found.group() != found.group().strip() else "-"

    name = re.sub(r"\s*%s\s*" % UNFIT.pattern, dash, text).strip(" -")
    return "" if name in (".", "..") else name


def last_word(display_name: t.Optional[str]) -> str:
    words = fit(display_name or "").split()
    return words[-1] if words else ""


def default_folder(display_name: t.Optional[str], address: str) -> str:
    """The folder of an agent for whom none is named: what colleagues call them, the last word of the display name, else the local part."""
    return last_word(display_name) or local_part(address)


def usual_folders(display_name: t.Optional[str], address: str) -> t.List[str]:
    """The folder names that follow from a display name and an address, the likeliest first."""
    return list(dict.fromkeys([default_folder(display_name, address), local_part(address)]))
