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
# After these answers the server has several addresses of the account in Unicode in its cache, and compares them with one in ASCII: what delegates
# send goes out From their own address, until the cache is flushed (zimbra-soap-admin.md 5.3, recording 727).
_SPOILING = (
    "GetAccountResponse",
    "ModifyAccountResponse",
    "CreateAccountResponse",
    "RenameAccountResponse",
    "GetInfoResponse",
)
_SEVERAL = ("zimbraPrefAllowAddressForDelegatedSender", "zimbraMailAlias")


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


def spoilt_account(request: etree._Element, answer: etree._Element) -> t.Optional[str]:
    """The id of an account in whose mail the server may mistake addresses, because it has answered with it.

    GetPrefs does the same and names nobody; nothing asks for it alone.
    """
    kind = str(answer.tag).rpartition("}")[2]
    if kind not in _SPOILING:
        return None
    if kind == "GetInfoResponse":
        told = {str(part.tag).rpartition("}")[2]: part.text or "" for part in answer}
        return told.get("id") if "xn--" in told.get("name", "").rpartition("@")[2] else None
    account = answer[0] if len(answer) else None
    if account is None or "xn--" not in (account.get("name") or "").rpartition("@")[2]:
        return None
    asked = (request.get("attrs") or ",".join(_SEVERAL)).split(",")
    known = all(name in asked for name in _SEVERAL)
    names = [element.get("n") for element in account]
    return account.get("id") if not known or any(names.count(name) > 1 for name in _SEVERAL) else None
