# Copyright (c) 2026, the teammail.zimbra contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Names of folders, links and tags: what is allowed, how they compare and sort (zimbra-soap-mail.md 2.2)."""

from __future__ import annotations

import re
import unicodedata

from zimbra_simulator.mailbox.faults import invalid_name

_FORBIDDEN = re.compile('[/:"\x00-\x1f\ud800-\udfff\ufffe\uffff]')
MAX_UNITS = 255


def trimmed(name: str) -> str:
    """A name without trailing characters up to U+0020; leading ones stay."""
    end = len(name)
    while end and name[end - 1] <= " ":
        end -= 1
    return name[:end]


def validate(name: str) -> str:
    """The name as it is stored; mail.INVALID_NAME otherwise."""
    stored = trimmed(name)
    if not stored or _FORBIDDEN.search(stored) or stored in (".", ".."):
        raise invalid_name(name)
    if len(stored.encode("utf-16-le")) // 2 > MAX_UNITS:
        raise invalid_name(name)
    return stored


def fold(name: str) -> str:
    """What has to be unique among siblings: lower case by Unicode, no normalisation."""
    return name.lower()


def database_fold(name: str) -> str:
    """What the second layer, the database's collation, tells apart: no accents, and sharp s is s."""
    bare = "".join(c for c in unicodedata.normalize("NFD", name) if not unicodedata.combining(c))
    return bare.replace("ß", "s").replace("ẞ", "s").upper()


def sort_key(name: str) -> bytes:
    """Siblings are listed by this: letter by letter without case, in UTF-16 order."""
    return "".join(c.lower() if len(c.lower()) == 1 else c for c in name).encode("utf-16-be", "surrogatepass")


def new_path(path: str) -> list[str]:
    """The segments of an absolute path that is to be made; empty ones inside stay, and are refused as names."""
    return path.removeprefix("/").rstrip("/").split("/")


def split_path(path: str) -> list[str]:
    """The segments of a path; slashes at both ends do not count."""
    return [part for part in path.strip("/").split("/") if part]
