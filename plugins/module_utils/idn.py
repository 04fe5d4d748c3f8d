# Copyright (c) 2026, the teammail.zimbra contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Addresses in domains with umlauts, in one form: the host in ASCII, as the directory keeps it.

The server answers names of accounts and lists, aliases and some attributes in Unicode, members, grantees and owners in ASCII, and
what was written into preferences as it was written (zimbra-soap-admin.md 4.3, recording 721).  All of it is brought into ASCII where answers
come in, so that nobody behind has to know.
"""

from __future__ import annotations

import re
import typing as t

if t.TYPE_CHECKING:
    from lxml import etree

# Answers with nothing of the kind, nearly all of them, are not walked through.
_SUSPECT = re.compile(rb"""@[^\s<>"'@]*[\x80-\xff]""")
_ATTRIBUTES = ("owner", "email", "ownerEmail", "ownerName", "granteeName", "d", "a")
# Elements whose name is an address; a folder's or a persona's is what somebody called it.
_NAMED = ("account", "dl", "calresource", "group", "target", "grantee", "alias", "grant")
_VALUES = ("a", "pref", "attr")
_ADDRESSES = re.compile(r"^mail$|(address|addresses|alias|addressfordelegatedsender)$", re.I)
_TEXTS = ("name", "dlm", "member")


def ascii_host(host: str) -> str:
    """A host as DNS knows it.  Raises UnicodeError for what can be none."""
    return host if host.isascii() else host.encode("idna").decode("ascii")


def ascii_address(text: str) -> str:
    """An address with its host in ASCII; any other text as it is."""
    local, at, host = text.rpartition("@")
    if not at or not local or host.isascii() or re.search(r"[\s<>\"]", text):
        return text
    try:
        return f"{local}@{ascii_host(host).lower()}"
    except UnicodeError:
        return text


def normalise(content: bytes, root: etree._Element) -> None:
    """Bring every address in an answer into the one form; content: the answer as it came."""
    if not _SUSPECT.search(content):
        return
    for element in root.iter():
        tag = str(element.tag).rpartition("}")[2]
        for name in _ATTRIBUTES if tag != "e" else ("a",):
            _set(element, name)
        if tag in _NAMED:
            _set(element, "name")
        if element.text and (
            tag in _TEXTS or (tag in _VALUES and _ADDRESSES.search(element.get("n") or element.get("name") or ""))
        ):
            element.text = ascii_address(element.text)


def _set(element: etree._Element, name: str) -> None:
    value = element.get(name)
    if value and not value.isascii():
        element.set(name, ascii_address(value))
