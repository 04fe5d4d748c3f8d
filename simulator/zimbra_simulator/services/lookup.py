# Copyright (c) 2026, the teammail.zimbra contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Finding what an admin request names, with the defence against address harvesting (zimbra-soap-admin.md 9)."""

from __future__ import annotations

from zimbra_simulator.access import rights
from zimbra_simulator.access.context import Call
from zimbra_simulator.directory.addresses import canonical
from zimbra_simulator.directory.entry import Account, Entry
from zimbra_simulator.services.output import KIND_WORD
from zimbra_simulator.wire.element import Element
from zimbra_simulator.wire.faults import Fault, failure, invalid_request, no_access, no_such, perm_denied

ACCOUNT_KEYS = ("id", "name", "adminName", "foreignPrincipal", "krb5Principal", "appAdminName")
LIST_RIGHT = {"list": "DistributionList", "group": "Group"}
ACCOUNT_RIGHT = {"account": "Account", "calresource": "CalendarResource"}


def no_right(kind: str, key: str) -> Fault:
    """The refusal that hides whether an entry exists."""
    return perm_denied(f"can not access {KIND_WORD[kind]} {key}")


def absent(call: Call, kind: str, by: str, key: str, right: str) -> Fault:
    """What an unknown key gives: masked for delegated administrators unless it is a name in a domain of theirs."""
    known = no_such(KIND_WORD[kind], key)
    if call.auth is not None and call.auth.is_admin:
        return known
    domain = call.world.domain(canonical(key).rpartition("@")[2]) if by == "name" and "@" in key else None
    if domain is not None and call.may_admin(right, domain):
        return known
    return no_right(kind, key)


def selector(request: Element, tag: str) -> tuple[str, str]:
    """(by, key) of a ``<tag by="...">key</tag>``.

    Requests that the real server reads into an object of its own first stumble over a missing one: service.FAILURE.
    """
    element = request.child(tag)
    by = element.attr("by") if element is not None else None
    if element is None or by is None:
        raise failure(f"Cannot invoke a method on a missing {tag if element is None else 'by'}")
    return by, element.text.strip()


def account_right(name: str, account: Entry) -> str:
    """A right's name for an account or resource: get -> getAccount or getCalendarResource."""
    return name + ACCOUNT_RIGHT[account.kind] if name.islower() else name


def account_named(call: Call, request: Element, right: str) -> Account:
    """The account of ``<account by="...">`` on which the caller has a right."""
    by, key = selector(request, "account")
    if by not in ACCOUNT_KEYS:
        raise invalid_request(f"unknown key: {by}")
    if by == "foreignPrincipal":
        found = [a for a in call.world.of_kind("account") if key in a.attrs.get("zimbraForeignPrincipal", ())]
        if len(found) > 1:
            names = ",".join(a.name for a in found)
            raise Fault("account.MULTIPLE_ACCOUNTS_MATCHED", f"lookup returned multiple accounts: {names}")
    account = call.world.account_by(by, key)
    if account is None:
        raise absent(call, "account", by, key, right)
    if not call.may_admin(right, account):
        raise no_access(key)
    return account


def account_by_id(call: Call, request: Element, right: str) -> Account:
    """The account of ``<id>``; unknown ones are masked for delegated administrators.

    ModifyAccount and DeleteAccount ask for the id, other requests look none up.
    """
    asks = request.name.startswith(("Modify", "Delete"))
    key = request.need("id").strip() if asks else (request.attr("id") or "null").strip()
    account = call.world.account_by("id", key)
    if account is None:
        raise absent(call, "account", "id", key, "")
    if right and not call.may_admin(account_right(right, account), account):
        raise no_access(key)
    return account


def list_named(call: Call, request: Element, right: str) -> Entry:
    """The static list of ``<dl by="...">``; dynamic ones are not found this way."""
    by, key = selector(request, "dl")
    if by not in ("id", "name"):
        raise invalid_request(f"unknown key: {by}")
    found = call.world.group_by(by, key)
    if found is None or found.kind != "list":
        raise absent(call, "list", by, key, right)
    if not call.may_admin(right, found):
        raise no_right("list", key)
    return found


def list_by_id(call: Call, request: Element, right: str, *, keeps: bool = True) -> Entry:
    """The list or group of ``<id>``; ``right`` holds {} where the kind goes: add{}Member.

    ``keeps``: an unknown id means the list that the batch found last.  If that was deleted since, nothing can be written to it.
    """
    key = request.need("id").strip()
    found = call.world.group_by("id", key)
    if keeps:
        if found is None and call.kept_list is not None:
            found = call.world.entries.get(call.kept_list.id) or call.kept_list
        call.kept_list = found
    if found is None:
        raise absent(call, "list", "id", key, "")
    if right and not call.may_admin(right.format(LIST_RIGHT[found.kind]), found):
        raise no_right("list", key)
    return found


def may_read(call: Call, attribute: str, kind: str, target: Entry) -> bool:
    """Whether the caller may read an attribute of an entry, or of one of a kind in a domain."""
    return call.auth is not None and rights.may_get(call.world, call.auth, attribute, kind, target)


def only_readable(call: Call, element: Element, entry: Entry) -> Element:
    """An element as the caller sees it: of what he may not read, the name is there and the value is not."""
    known: dict[str, bool] = {}
    for one in element.children:
        if one.name != "a" or (call.auth is not None and call.auth.is_admin):
            continue
        name = str(one.attrs["n"])
        if not known.setdefault(name, may_read(call, name, entry.kind, entry)):
            one.text = ""
            one.set(pd=True)
    return element


def _list_may_be_seen(call: Call, kind: str, target: Entry | None) -> bool:
    return target is not None and any(may_read(call, name, kind, target) for name in ("zimbraId", "zimbraMailAlias"))


def list_to_read(call: Call, request: Element) -> Entry:
    """The list or group of ``<dl by="...">``, or else the one that the batch found last.

    It is seen by whoever may read its id or its addresses.
    """
    request.need_child("dl").need("by")
    by, key = selector(request, "dl")
    if by not in ("id", "name"):
        raise invalid_request(f"unknown key: {by}")
    found = call.kept_list = call.world.group_by(by, key) or call.kept_list
    if found is not None:
        if not _list_may_be_seen(call, found.kind, found):
            raise no_right("list", key)
        return found
    domain = call.world.domain(canonical(key).rpartition("@")[2]) if by == "name" and "@" in key else None
    if (call.auth is not None and call.auth.is_admin) or _list_may_be_seen(call, "list", domain):
        raise no_such("distribution list", key)
    raise no_right("list", key)


def need_domain_right(call: Call, right: str, host: str) -> None:
    """service.PERM_DENIED "need right" unless the caller has a right on a domain; account.NO_SUCH_DOMAIN."""
    domain = call.world.domain(host)
    if domain is None:
        raise no_such("domain", host) if call.auth and call.auth.is_admin else no_right("domain", host)
    if not call.may_admin(right, domain):
        raise perm_denied(f"need right: {right} for domain {host}")


def need_set_rights(call: Call, names: list[str], entry: Entry, key: str) -> None:
    """service.PERM_DENIED when the caller may not write one of the attributes of an entry."""
    for name in names:
        if call.auth is None or not rights.may_set(call.world, call.auth, name, entry.kind, entry):
            raise no_right(entry.kind, key)


def need_set_rights_on_creation(call: Call, names: list[str], kind: str, host: str) -> None:
    """service.PERM_DENIED when the caller may not give one of the attributes to a new entry of a domain."""
    domain = call.world.domain(host)
    for name in names:
        if domain is None or call.auth is None:
            raise no_such("domain", host)
        if not rights.may_set(call.world, call.auth, name, kind, domain, created=True):
            word = "account" if kind in ACCOUNT_RIGHT else "dl" if kind == "list" else "group"
            raise perm_denied(f"cannot access attribute {name} on {word} target pseudo@{host}")
