# Copyright (c) 2026, the teammail.zimbra contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Changing attributes: what ``<a n="x">`` asks for, checked and worked out (zimbra-soap-admin.md 3.3, 3.4 and 8)."""

from __future__ import annotations

import codecs
import re
from collections.abc import Callable, Iterable

from zimbra_simulator.directory import aces, schema
from zimbra_simulator.directory.addresses import canonical
from zimbra_simulator.directory.entry import Entry
from zimbra_simulator.directory.world import World
from zimbra_simulator.wire.faults import (
    Fault,
    failure,
    invalid_attr_name,
    invalid_attr_value,
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
        if not name:
            raise invalid_attr_name("empty attr name found")
        values = [v for v in values if v != ""]
        if not values:
            continue
        known = schema.lookup(name)
        _check(known, values, allowed_immutable, creating=True)
        if known is None:
            raise ldap("INVALID_ATTR_NAME", f"{_not_created('invalid attr name')} {name}: attribute type undefined")
        out[known.name] = [*out.get(known.name, []), *values]
    callbacks(world, kind, None, out)
    for name, values in out.items():
        _for_the_directory(kind, name, values, _refused_creation)
        out[name] = [schema.ATTRIBUTES[name].stored(v) for v in values] if name in schema.ATTRIBUTES else values
    return out


def for_modification(world: World, entry: Entry, asked: Asked) -> Asked:
    """What the attributes of an entry are to become; [] removes one."""
    plain = {bare(name) for name in asked if name[:1] not in "+-"}
    if plain & {bare(name) for name in asked if name[:1] in "+-"}:
        raise failure("replace and add/remove of the same attribute in one request")
    out: Asked = {}
    fresh: Asked = {}
    for name, values in asked.items():
        if not bare(name):
            raise invalid_attr_name("empty attr name found")
        given = [v for v in values if v]
        known = schema.lookup(name[1:] if name[:1] in "+-" else name)
        if entry.kind == "account" and known is not None and known.name == "zimbraMailQuota":
            _check_quota(given)
        _check(known, given if name[:1] != "-" else [], (), modifying=bool(given) or name[:1] not in "+-")
        if known is None:
            if given:
                raise refused_change("INVALID_ATTR_NAME", f"{name}: attribute type undefined")
            continue
        if known.name == "displayName" and len(given) > 1 and entry.kind != "group":
            raise invalid_request("displayName is a single-valued attribute")
        if name[:1] != "-":
            fresh.setdefault(known.name, []).extend(given)
        before = entry.attrs.get(known.name, [])
        out[known.name] = _result(name, [known.stored(v) for v in values], out.get(known.name, before), before)
    callbacks(world, entry.kind, entry, out)
    for name, given in fresh.items():
        _for_the_directory(entry.kind, name, given, _refused_modification)
    for name, result in out.items():
        holder = _REQUIRED.get(entry.kind, {}).get(name)
        if holder and not result:
            raise failure(
                f"{_not_modified('object class violation')} object class '{holder}' requires attribute '{name}'"
            )
        if len(result) > 1 and name in schema.ATTRIBUTES and not schema.ATTRIBUTES[name].multiple:
            raise refused_change("INVALID_ATTR_VALUE", f"{name}: multiple values provided")
    return out


_PERSON = {"cn": "inetOrgPerson", "sn": "inetOrgPerson"}
_RESOURCE = dict.fromkeys(("displayName", "zimbraCalResType"), "zimbraCalendarResource")
# what an entry cannot lose, and the object class that asks for it
_REQUIRED = {"account": _PERSON, "calresource": {**_PERSON, **_RESOURCE}}
_DIRECTORY = "ldap host=localhost:389:"


def _not_created(what: str) -> str:
    return f"{what} - unable to create entry: {_DIRECTORY}"


def _not_modified(what: str) -> str:
    return f"unable to modify attrs: {what} - unable to modify attributes: {_DIRECTORY}"


def _refused_creation(what: str, reason: str) -> Fault:
    words = {
        "value": ("INVALID_ATTR_VALUE", "invalid attr value"),
        "class": ("OBJECT_CLASS_VIOLATION", "object class violation"),
    }
    code, word = words.get(what, ("LDAP_ERROR", "LDAP error: "))
    return ldap(code, f"{_not_created(word)} {reason}")


def _refused_modification(what: str, reason: str) -> Fault:
    if what == "value":
        return refused_change("INVALID_ATTR_VALUE", reason)
    return failure(f"{_not_modified('object class violation' if what == 'class' else 'LDAP error: ')} {reason}")


def _for_the_directory(kind: str, name: str, values: list[str], refused: Callable[[str, str], Fault]) -> None:
    """What the directory itself refuses of new values."""
    known = schema.ATTRIBUTES.get(name)
    if known is None or not values:
        return
    if len(values) > 1 and not known.multiple:
        raise refused("value", f"{name}: multiple values provided")
    for number, value in enumerate(values):
        if not known.fits(value):
            raise refused("value", f"{name}: value #{number} invalid per syntax")
    keys = [known.key(v) for v in values]
    twice = next((n for n, key in enumerate(keys) if keys.count(key) > 1), None)
    if twice is not None:
        raise refused("other", f"{name}: value #{twice} provided more than once")
    if not known.on(kind) and known.type != "oid":
        raise refused("class", f"attribute '{name}' not allowed")


def _check_quota(given: list[str]) -> None:
    """ModifyAccount looks at the quota before all else."""
    for value in given:
        if not re.fullmatch(r"[+-]?[0-9]{1,19}", value) or abs(int(value)) >= 2**63:
            raise invalid_attr_value(f"can not modify mail quota (invalid format): {value}")


def _result(name: str, values: list[str], now: list[str], before: list[str]) -> list[str]:
    """What one name of a request makes of the values; what comes is held against those before the request."""
    given = [v for v in values if v != ""]
    if name[0] == "+":
        lowered = {v.lower() for v in before}
        return now + [v for v in dict.fromkeys(given) if v.lower() not in lowered]
    if name[0] == "-":
        gone = {v.lower() for v in given}
        return [v for v in now if v.lower() not in gone]
    return list(dict.fromkeys(given))


def _check(
    known: schema.Attribute | None,
    values: list[str],
    allowed_immutable: tuple[str, ...],
    *,
    modifying: bool = True,
    creating: bool = False,
) -> None:
    """What Zimbra itself refuses."""
    if known is None:
        return
    if known.immutable and known.name not in allowed_immutable and modifying:
        raise invalid_request(f"{known.name} is immutable")
    # what names a class of service is looked up instead
    if known.name != "zimbraCOSId" and not (known.name == "zimbraDomainDefaultCOSId" and not creating):
        for value in values:
            known.check(value)


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


def _default_cos(world: World, kind: str, entry: Entry | None, out: Asked) -> None:
    for value in out["zimbraDomainDefaultCOSId"] if entry is not None else ():
        if value not in world.entries or world.entries[value].kind != "cos":
            raise no_such("cos", value)


def _auth_mech(world: World, kind: str, entry: Entry | None, out: Asked) -> None:
    for value in out["zimbraAuthMech"]:
        if value not in ("zimbra", "ldap", "ad", "kerberos5") and not value.startswith("custom:"):
            raise invalid_request(f"invalid value: {value}")


def _charset(world: World, kind: str, entry: Entry | None, out: Asked) -> None:
    for value in out["zimbraPrefMailDefaultCharset"]:
        try:
            codecs.lookup(value)
        except LookupError as err:
            text = f"no support for charset {value} is available in this instance of the Java virtual machine"
            raise invalid_request(text) from err


def _working_hours(world: World, kind: str, entry: Entry | None, out: Asked) -> None:
    for value in out["zimbraPrefCalendarWorkingHours"]:
        if {part.partition(":")[0] for part in value.split(",")} != set("1234567"):
            raise invalid_request("Working hours spec must specify all days of a week")


def _bounded(name: str, limit: str, text: str) -> Rule:
    """A length that another attribute of the account sets."""

    def rule(world: World, kind: str, entry: Entry | None, out: Asked) -> None:
        most = int((entry.get(limit) if entry is not None else None) or schema.cos_defaults()[limit][0])
        for value in out[name]:
            if len(value) > most > 0:
                raise invalid_request(text.format(name=name, limit=limit, most=most))

    return rule


_LONG_SIGNATURE = "{name} is longer than the limited value {most}"


def _mail_host(world: World, kind: str, entry: Entry | None, out: Asked) -> None:
    for value in out["zimbraMailHost"]:
        if value not in world.servers.names and entry is not None and entry.is_account:
            raise no_such("server", value)
        if value not in world.servers.names:
            raise invalid_request(
                f"specified zimbraMailHost does not correspond to a valid server service hostname: {value}"
            )


def _grants(world: World, kind: str, entry: Entry | None, out: Asked) -> None:
    for value in out["zimbraACE"]:
        if not aces.readable(value):
            raise parse_error(f"bad ACE: {value}")


def _member_url(world: World, kind: str, entry: Entry | None, out: Asked) -> None:
    if entry is not None and entry.get("zimbraIsACLGroup", cos=False) != "FALSE":
        raise invalid_request("cannot modify memberURL when zimbraIsACLGroup is TRUE")


_RULES: dict[str, Rule] = {
    "displayName": _display_name,
    "zimbraAccountStatus": _account_status,
    "zimbraAllowFromAddress": _allow_from,
    "zimbraPrefAllowAddressForDelegatedSender": _allowed_delegated,
    "zimbraACE": _grants,
    "zimbraCOSId": _cos_id,
    "zimbraMailHost": _mail_host,
    "zimbraDomainDefaultCOSId": _default_cos,
    "zimbraAuthMech": _auth_mech,
    "zimbraPrefMailDefaultCharset": _charset,
    "zimbraPrefCalendarWorkingHours": _working_hours,
    "zimbraPrefMailSignature": _bounded("zimbraPrefMailSignature", "zimbraMailSignatureMaxLength", _LONG_SIGNATURE),
    "zimbraPrefMailSignatureHTML": _bounded(
        "zimbraPrefMailSignatureHTML", "zimbraMailSignatureMaxLength", _LONG_SIGNATURE
    ),
    "zimbraPrefMailForwardingAddress": _bounded(
        "zimbraPrefMailForwardingAddress",
        "zimbraMailForwardingAddressMaxLength",
        "value is too long, the limit({limit}) is {most}",
    ),
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
        if known is None or not known.declared_on(kind):
            raise invalid_request(f"requested attribute {name} is not on {_NOT_ON[kind]}")
    return names


def wrong_domain(world: World, address: str) -> Fault | None:
    """account.NO_SUCH_DOMAIN when the address lies in none of our domains."""
    host = address.rpartition("@")[2]
    return None if world.domain(host) else no_such("domain", host)
