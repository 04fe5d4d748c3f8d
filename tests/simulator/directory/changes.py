# Copyright (c) 2026, the teammail.zimbra contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Changing attributes: what ``<a n="x">`` asks for, checked and worked out (zimbra-soap-admin.md 3.3, 3.4 and 8)."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from simulator.directory import aces, schema
from simulator.directory.addresses import canonical
from simulator.directory.entry import Entry
from simulator.directory.world import World
from simulator.wire.faults import (
    Fault,
    failure,
    invalid_attr_name,
    invalid_request,
    ldap,
    no_such,
    parse_error,
    refused_change,
)

Asked = dict[str, list[str]]  # name, perhaps with + or - in front, to values
Rule = Callable[[World, str, "Entry | None", Asked], None]
_NOT_ON = {
    "account": "account",
    "calresource": "calendarResource",
    "list": "distributionList",
    "cos": "cos",
    "domain": "domain",
}


def gather(pairs: Iterable[tuple[str, str]]) -> Asked:
    """(name, value) pairs as they came, grouped by name."""
    asked: Asked = {}
    for name, value in pairs:
        asked.setdefault(name, []).append(value)
    return asked


def bare(name: str) -> str:
    """A name without its + or -, as the schema spells it."""
    plain = name[1:] if name[:1] in "+-" else name
    known = schema.lookup(plain)
    return known.name if known else plain


def for_creation(world: World, kind: str, asked: Asked, allowed_immutable: tuple[str, ...] = ()) -> Asked:
    """Checked attributes of a new entry; empty values are left out."""
    out: Asked = {}
    for name, values in asked.items():
        values = [v for v in values if v != ""]
        if not values:
            continue
        known = _check(name, values, allowed_immutable)
        if known is None:
            raise ldap("INVALID_ATTR_NAME", f"invalid attr name - unable to create entry: {name}: unknown attribute")
        if not known.on(kind):
            raise ldap("OBJECT_CLASS_VIOLATION", f"object class violation - unable to create entry: {name} not allowed")
        if len(values) > 1 and not known.multiple:
            raise ldap("INVALID_ATTR_VALUE", f"invalid attr value - unable to create entry: {name}: multiple values")
        out[known.name] = list(dict.fromkeys(values))
    callbacks(world, kind, None, out)
    return out


def for_modification(world: World, entry: Entry, asked: Asked) -> Asked:
    """What the attributes of an entry are to become; [] removes one."""
    plain = {bare(name) for name in asked if name[:1] not in "+-"}
    if plain & {bare(name) for name in asked if name[:1] in "+-"}:
        raise failure("replace and add/remove of the same attribute in one request")
    out: Asked = {}
    for name, values in asked.items():
        if not bare(name):
            raise invalid_attr_name("empty attr name found")
        known = _check(name, [v for v in values if v], ())
        if known is None:
            raise refused_change("INVALID_ATTR_NAME", f"{name}: unknown attribute")
        if not known.on(entry.kind):
            raise failure(f"object class violation - unable to modify attributes: {name} not allowed")
        result = _result(name, values, out.get(known.name, entry.attrs.get(known.name, [])))
        if not result and entry.is_account and known.name in ("cn", "sn"):
            raise failure(f"object class violation - unable to modify attributes: {name} is required")
        if len(result) > 1 and not known.multiple:
            raise refused_change("INVALID_ATTR_VALUE", f"{name}: multiple values")
        out[known.name] = result
    callbacks(world, entry.kind, entry, out)
    return out


def _result(name: str, values: list[str], now: list[str]) -> list[str]:
    given = [v for v in values if v != ""]
    if name[0] == "+":
        lowered = {v.lower() for v in now}
        return now + [v for v in dict.fromkeys(given) if v.lower() not in lowered]
    if name[0] == "-":
        gone = {v.lower() for v in given}
        return [v for v in now if v.lower() not in gone]
    return list(dict.fromkeys(given))


def _check(name: str, values: list[str], allowed_immutable: tuple[str, ...]) -> schema.Attribute | None:
    known = schema.lookup(name[1:] if name[:1] in "+-" else name)
    if known is None:
        return None
    if known.immutable and known.name not in allowed_immutable:
        raise invalid_request(f"{known.name} is immutable")
    if name[:1] != "-" and known.name != "zimbraCOSId":
        for value in values:
            known.check(value)
    return known


# ------------------------------------------------------------- rules of single attributes


def callbacks(world: World, kind: str, entry: Entry | None, out: Asked) -> None:
    """Refusals and side effects of single attributes; adds to ``out`` what follows from it."""
    for name in list(out):
        rule = _RULES.get(name)
        if rule is not None:
            rule(world, kind, entry, out)


def _display_name(world: World, kind: str, entry: Entry | None, out: Asked) -> None:
    if out["displayName"] and kind in ("account", "calresource", "list"):
        out.setdefault("cn", out["displayName"])


def _account_status(world: World, kind: str, entry: Entry | None, out: Asked) -> None:
    if not out["zimbraAccountStatus"]:
        raise invalid_request("zimbraAccountStatus is a required attribute")
    status = out["zimbraAccountStatus"][0]
    if status in ("closed", "pending"):
        out["zimbraMailStatus"] = ["disabled"]
    elif not out.get("zimbraMailStatus"):
        out["zimbraMailStatus"] = ["enabled"]
    if status == "active" and entry is not None:
        out.setdefault("zimbraPasswordLockoutLockedTime", [])
        out.setdefault("zimbraPasswordLockoutFailureTime", [])


def _allow_from(world: World, kind: str, entry: Entry | None, out: Asked) -> None:
    for value in out["zimbraAllowFromAddress"]:
        found = world.find_address(value)
        if found is not None:
            what = "account" if found.is_account else "distribution list"
            raise invalid_request(f"zimbraAllowFromAddress may not contain an internal {what}: {value}")


def _allowed_delegated(world: World, kind: str, entry: Entry | None, out: Asked) -> None:
    own = set(entry.addresses) if entry is not None else set()
    for value in out["zimbraPrefAllowAddressForDelegatedSender"]:
        if canonical(value) not in own:
            raise invalid_request(f"value is not one of the addresses of the entry: {value}")


def _cos_id(world: World, kind: str, entry: Entry | None, out: Asked) -> None:
    for value in out["zimbraCOSId"]:
        found = world.entries.get(value)
        if found is None or found.kind != "cos":
            raise no_such("cos", value)


def _mail_host(world: World, kind: str, entry: Entry | None, out: Asked) -> None:
    known = {e.get("zimbraMailHost", cos=False) for e in world.of_kind("account")}
    for value in out["zimbraMailHost"]:
        if value not in known:
            raise no_such("server", value)


def _grants(world: World, kind: str, entry: Entry | None, out: Asked) -> None:
    for value in out["zimbraACE"]:
        if not aces.readable(value):
            raise parse_error(f"bad ACE: {value}")


def _token_lifetime(name: str) -> Rule:
    def rule(world: World, kind: str, entry: Entry | None, out: Asked) -> None:
        if out[name] and schema.duration_ms(out[name][0], 1) <= 0:
            raise invalid_request(f"{name} must not be zero or negative")

    return rule


def _member_url(world: World, kind: str, entry: Entry | None, out: Asked) -> None:
    if entry is not None and entry.get("zimbraIsACLGroup", cos=False) == "TRUE":
        raise invalid_request("cannot modify memberURL when zimbraIsACLGroup is TRUE")


_RULES: dict[str, Rule] = {
    "displayName": _display_name,
    "zimbraAccountStatus": _account_status,
    "zimbraAllowFromAddress": _allow_from,
    "zimbraPrefAllowAddressForDelegatedSender": _allowed_delegated,
    "zimbraACE": _grants,
    "zimbraCOSId": _cos_id,
    "zimbraMailHost": _mail_host,
    "zimbraAuthTokenLifetime": _token_lifetime("zimbraAuthTokenLifetime"),
    "zimbraAdminAuthTokenLifetime": _token_lifetime("zimbraAdminAuthTokenLifetime"),
    "memberURL": _member_url,
}


def wanted(attrs: str | None, kind: str) -> list[str] | None:
    """The ``attrs`` filter of a look-up; service.INVALID_REQUEST for a name that the class does not have."""
    if not attrs:
        return None
    names = attrs.split(",")
    for name in names:
        # LDAP's own objectClass is in every answer, but is no attribute that Zimbra's classes list
        known = None if name == "objectClass" else schema.ATTRIBUTES.get(name)
        if known is None or not (known.on(kind) or (kind == "calresource" and known.on("account"))):
            raise invalid_request(f"requested attribute {name} is not on {_NOT_ON[kind]}")
    return names


def wrong_domain(world: World, address: str) -> Fault | None:
    """account.NO_SUCH_DOMAIN when the address lies in none of our domains."""
    host = address.rpartition("@")[2]
    return None if world.domain(host) else no_such("domain", host)
