# Copyright (c) 2026, the teammail.zimbra contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Identities, also called personas (zimbra-soap-admin.md 7, zimbra-soap-mail.md 6.6)."""

from __future__ import annotations

from zimbra_simulator.access.context import Call
from zimbra_simulator.directory import changes, schema
from zimbra_simulator.directory.entry import Account
from zimbra_simulator.directory.stamp import timestamp
from zimbra_simulator.services.account_prefs import check_may_modify
from zimbra_simulator.services.registry import handler
from zimbra_simulator.wire.element import E, Element, response_to
from zimbra_simulator.wire.faults import Fault, failure, invalid_request, ldap, no_such, refused_change

NS = "urn:zimbraAccount"
DEFAULT = "DEFAULT"
Attrs = dict[str, list[str]]


def default_identity(account: Account) -> Attrs:
    """The identity that every account has, made of the account's own attributes."""
    out = {}
    for attribute in schema.ATTRIBUTES.values():
        if attribute.on("identity") and attribute.name.startswith("zimbraPref"):
            values = account.all(attribute.name)
            if values:
                out[attribute.name] = list(values)
    out.setdefault("zimbraPrefFromAddress", [account.name])
    if "zimbraPrefFromDisplay" not in out and account.get("displayName"):
        out["zimbraPrefFromDisplay"] = [account.get("displayName") or ""]
    out["zimbraPrefIdentityName"] = [DEFAULT]
    out["zimbraPrefIdentityId"] = [account.id]
    return out


def _element(identity_id: str, attrs: Attrs) -> Element:
    out = E("identity", name=attrs["zimbraPrefIdentityName"][0], id=identity_id)
    for name, values in attrs.items():
        for value in values:
            out.add_pair("a", name, value)
    return out


def identity_elements(account: Account) -> list[Element]:
    """All identities of an account, DEFAULT last."""
    own = [_element(i, attrs) for i, attrs in account.identities.items()]
    return [*own, _element(account.id, default_identity(account))]


def _asked(element: Element) -> changes.Asked:
    """The ``<a name="x">``; children that carry n instead of name count as nothing."""
    return changes.gather(element.values("a"))


def _named(account: Account, name: str) -> str | None:
    for identity_id, attrs in account.identities.items():
        if attrs["zimbraPrefIdentityName"][0].lower() == name.lower():
            return identity_id
    return None


def _find(account: Account, element: Element) -> str:
    """The id of the identity that a request names; account.id stands for DEFAULT. A given id wins."""
    identity_id, name = element.attr("id"), element.attr("name")
    if identity_id is not None:
        if identity_id in account.identities or identity_id == account.id:
            return identity_id
        raise no_such("identity", identity_id)
    if name is None:
        raise invalid_request("must specify either id or name")
    found = account.id if name.upper() == DEFAULT else _named(account, name)
    if found is None:
        raise no_such("identity", name)
    return found


@handler(NS, "GetIdentitiesRequest")
def get_identities(request: Element, call: Call) -> Element:
    call.need_full_access()
    out = response_to(request)
    for element in identity_elements(call.requested):
        out.add(element)
    return out


def _checked(asked: changes.Asked) -> Attrs:
    """Types and numbers of values, for attributes that identities have."""
    out: Attrs = {}
    for name, values in asked.items():
        known = schema.lookup(name)
        if known is None or not known.on("identity") or not known.name.startswith("zimbraPref"):
            raise invalid_request(f"unable to modify attr: {name}")
        given = [v for v in values if v]
        for value in given:
            known.check(value)
        if len(given) > 1 and not known.multiple:
            raise refused_change("INVALID_ATTR_VALUE", f"{known.name}: multiple values provided")
        out[known.name] = list(dict.fromkeys(given))
    return out


@handler(NS, "CreateIdentityRequest")
def create_identity(request: Element, call: Call) -> Element:
    check_may_modify(call)
    account = call.requested
    element = request.need_child("identity")
    name = element.need("name")
    attrs = {n: v for n, v in _checked(_asked(element)).items() if v}
    if len(account.identities) + 1 >= int(account.get("zimbraIdentityMaxNumEntries") or 20):
        raise Fault("account.TOO_MANY_IDENTITIES", "too many identities. can't create any more")
    if name.upper() == DEFAULT or (name and _named(account, name)):
        raise Fault("account.IDENTITY_EXISTS", f"identity already exists: {name}")
    if not name.strip() or attrs.get("zimbraPrefIdentityName", [name]) != [name]:
        raise ldap("LDAP_ERROR", f"LDAP error: unable to create identity {name}: naming attribute does not fit")
    identity_id = attrs.pop("zimbraPrefIdentityId", [call.world.new_id()])[0]
    account.identities[identity_id] = {
        "objectClass": ["zimbraIdentity"],
        "zimbraCreateTimestamp": [timestamp(call.world)],
        **attrs,
        "zimbraPrefIdentityName": [name],
        "zimbraPrefIdentityId": [identity_id],
    }
    call.world.touch(account)
    out = response_to(request)
    out.add(_element(identity_id, account.identities[identity_id]))
    return out


@handler(NS, "ModifyIdentityRequest")
def modify_identity(request: Element, call: Call) -> Element:
    check_may_modify(call)
    account = call.requested
    element = request.need_child("identity")
    identity_id = _find(account, element)
    asked = {n: v for n, v in _asked(element).items() if n.lower().startswith("zimbrapref")}
    attrs = _checked(asked)
    attrs.pop("zimbraPrefIdentityId", None)
    new_name = attrs.pop("zimbraPrefIdentityName", None)
    if identity_id == account.id:
        call.world.write(
            account, changes.for_modification(call.world, account, {n: v or [""] for n, v in attrs.items()})
        )
        return response_to(request)
    own = account.identities[identity_id]
    if new_name:
        holder = account.id if new_name[0].upper() == DEFAULT else _named(account, new_name[0])
        if holder not in (None, identity_id):
            raise failure(f"unable to rename identity: {new_name[0]}: entry already exists")
        own["zimbraPrefIdentityName"] = new_name
    for name, values in attrs.items():
        if values:
            own[name] = values
        else:
            own.pop(name, None)
    call.world.touch(account)
    return response_to(request)


@handler(NS, "DeleteIdentityRequest")
def delete_identity(request: Element, call: Call) -> Element:
    check_may_modify(call)
    account = call.requested
    identity_id = _find(account, request.need_child("identity"))
    if identity_id == account.id:
        raise invalid_request("can't delete default identity")
    del account.identities[identity_id]
    call.world.touch(account)
    return response_to(request)
