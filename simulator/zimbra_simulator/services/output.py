# Copyright (c) 2026, the teammail.zimbra contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Entries as answers show them."""

from __future__ import annotations

from zimbra_simulator.directory import schema
from zimbra_simulator.directory.addresses import shown
from zimbra_simulator.directory.entry import Account, Entry
from zimbra_simulator.wire.element import E, Element

KIND_WORD = {
    "account": "account", "calresource": "account", "list": "distribution list", "group": "distribution list",
    "domain": "domain", "cos": "cos",
}  # fmt: skip
_BLOCKED = "VALUE-BLOCKED"
_MEMBERS = ("zimbraMailForwardingAddress", "member")


# Attributes of the server's type email; mail is none (recording 721).
_IN_UNICODE = {
    "zimbraMailAlias", "zimbraMailDeliveryAddress", "zimbraMailCatchAllAddress", "zimbraMailCatchAllForwardingAddress",
    "zimbraMailCanonicalAddress", "zimbraMailCatchAllCanonicalAddress", "zimbraPrefAllowAddressForDelegatedSender",
}  # fmt: skip


def attributes(entry: Entry, cos: bool = True) -> dict[str, list[str]]:
    """All attributes to show, with those of the class of service when cos is set."""
    out = dict(entry.attrs)
    if isinstance(entry, Account):
        if entry.password:
            out["userPassword"] = [_BLOCKED]
        if cos:
            for name, values in entry.world.cos_of(entry).attrs.items():
                if name not in out and schema.inherits(name):
                    out[name] = values
    if entry.is_group:
        for name in _MEMBERS:
            out.pop(name, None)
    return out


def add_attributes(
    parent: Element, entry: Entry, *, cos: bool = True, only: list[str] | None = None, without: tuple[str, ...] = ()
) -> None:
    """``<a n="x">v</a>`` children."""
    for name, values in attributes(entry, cos).items():
        if (only is None or name in only) and name not in without:
            for value in values:
                parent.add(E("a", n=name, text=shown(value) if name in _IN_UNICODE else value))


def account_element(entry: Entry, tag: str = "account", *, cos: bool = True, only: list[str] | None = None) -> Element:
    """``<account name id><a>...`` (or calresource)."""
    out = E(tag, name=shown(entry.name), id=entry.id)
    add_attributes(out, entry, cos=cos, only=only)
    return out


def list_element(entry: Entry, *, only: list[str] | None = None, without: tuple[str, ...] = ()) -> Element:
    """``<dl name id dynamic><a>...``; the members are never among the attributes."""
    out = E("dl", name=shown(entry.name), id=entry.id, dynamic=entry.kind == "group")
    add_attributes(out, entry, cos=False, only=only, without=without)
    return out
