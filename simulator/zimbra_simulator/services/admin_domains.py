# Copyright (c) 2026, the teammail.zimbra contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Classes of service, domains and the server's own configuration (zimbra-soap-admin.md 3.7)."""

from __future__ import annotations

from zimbra_simulator.access.context import Call
from zimbra_simulator.bootstrap import create_domain as make_domain
from zimbra_simulator.directory import changes, schema
from zimbra_simulator.directory.addresses import canonical, is_domain, shown
from zimbra_simulator.directory.entry import Entry
from zimbra_simulator.directory.stamp import timestamp
from zimbra_simulator.directory.world import DEFAULT_COS_ID
from zimbra_simulator.services.admin_accounts import attrs_asked
from zimbra_simulator.services.lookup import need_set_rights, no_right, only_readable
from zimbra_simulator.services.output import add_attributes
from zimbra_simulator.services.registry import handler
from zimbra_simulator.wire.element import E, Element, response_to
from zimbra_simulator.wire.faults import Fault, invalid_request, no_such, perm_denied

NS = "urn:zimbraAdmin"
_DOMAIN_KEYS = ("id", "name", "virtualHostname", "krb5Realm", "foreignName")


def cos_element(cos: Entry, only: list[str] | None = None) -> Element:
    """``<cos id name isDefaultCos><a n c>``: c marks what accounts do not inherit."""
    out = E("cos", id=cos.id, name=cos.name, isDefaultCos=True if cos.id == DEFAULT_COS_ID else None)
    for name, values in cos.attrs.items():
        if only is None or name in only:
            for value in values:
                out.add(E("a", n=name, c=None if schema.inherits(name) else True, text=value))
    return out


def _cos(call: Call, element: Element) -> Entry:
    by, key = element.need("by"), element.text.strip()
    if by not in ("id", "name"):
        raise invalid_request(f"unknown key: {by}")
    all_cos = call.world.of_kind("cos")
    found = next((c for c in all_cos if (c.id if by == "id" else c.name) == key), None)
    if found is None:
        raise no_such("cos", key)
    return found


@handler(NS, "GetCosRequest")
def get_cos(request: Element, call: Call) -> Element:
    element = request.need_child("cos")
    only = changes.wanted(request.attr("attrs"), "cos")
    out = response_to(request)
    cos = _cos(call, element)
    out.add(only_readable(call, cos_element(cos, only), cos))
    return out


@handler(NS, "GetAllCosRequest")
def get_all_cos(request: Element, call: Call) -> Element:
    out = response_to(request)
    for cos in sorted(call.world.of_kind("cos"), key=lambda c: c.name):
        if call.may_admin("listCos", cos):
            out.add(only_readable(call, cos_element(cos), cos))
    return out


@handler(NS, "CreateCosRequest")
def create_cos(request: Element, call: Call) -> Element:
    if call.auth is None or not call.auth.is_admin:
        raise perm_denied("need right: createCos for global globalgrant")
    name = request.need("name").strip()
    if any(c.name == name for c in call.world.of_kind("cos")):
        raise Fault("account.COS_EXISTS", f"cos already exists: {name}")
    attrs = changes.for_creation(call.world, "cos", attrs_asked(request))
    # a class of service without a value would leave accounts without one: it starts as a copy of the defaults
    full = {**schema.cos_defaults(), "cn": [name], "zimbraCreateTimestamp": [timestamp(call.world)], **attrs}
    cos = call.world.create("cos", name, full)
    call.world.write(cos, {"zimbraId": [cos.id]})
    out = response_to(request)
    out.add(cos_element(cos))
    return out


@handler(NS, "ModifyCosRequest")
def modify_cos(request: Element, call: Call) -> Element:
    key = request.need("id").strip()
    cos = call.world.entries.get(key)
    if cos is None or cos.kind != "cos":
        raise no_such("cos", key) if call.auth and call.auth.is_admin else no_right("cos", key)
    asked = attrs_asked(request)
    need_set_rights(call, [changes.bare(n) for n in asked], cos, key)
    call.world.write(cos, changes.for_modification(call.world, cos, asked))
    out = response_to(request)
    out.add(cos_element(cos))
    return out


@handler(NS, "DeleteCosRequest")
def delete_cos(request: Element, call: Call) -> Element:
    key = request.need("id").strip()
    cos = call.world.entries.get(key)
    if cos is None or cos.kind != "cos":
        raise no_such("cos", key) if call.auth and call.auth.is_admin else no_right("cos", key)
    if not call.may_admin("deleteCos", cos):
        raise no_right("cos", key)
    if cos.id == DEFAULT_COS_ID:
        raise invalid_request("unable to delete default cos")
    call.world.delete(cos)
    return response_to(request)


def domain_element(domain: Entry, only: list[str] | None = None) -> Element:
    """``<domain name id><a>``."""
    out = E("domain", name=shown(domain.name), id=domain.id)
    add_attributes(out, domain, cos=False, only=only)
    return out


def domain_by(call: Call, by: str, key: str) -> Entry | None:
    """A domain by one of its keys."""
    if by == "id":
        found = call.world.entries.get(key)
        return found if found is not None and found.kind == "domain" else None
    if by == "name":
        return call.world.domain(canonical(key))
    if by == "virtualHostname":
        return next((d for d in call.world.of_kind("domain") if key in d.attrs.get("zimbraVirtualHostname", ())), None)
    return None


@handler(NS, "GetDomainRequest")
def get_domain(request: Element, call: Call) -> Element:
    element = request.need_child("domain")
    by, key = element.need("by"), element.text.strip()
    if by not in _DOMAIN_KEYS:
        raise invalid_request(f"unknown key: {by}")
    only = changes.wanted(request.attr("attrs"), "domain")
    found = domain_by(call, by, key)
    if found is None:
        raise no_such("domain", key)
    out = response_to(request)
    out.add(only_readable(call, domain_element(found, only), found))
    return out


@handler(NS, "GetAllDomainsRequest")
def get_all_domains(request: Element, call: Call) -> Element:
    out = response_to(request)
    for domain in sorted(call.world.of_kind("domain"), key=lambda d: d.name):
        if call.may_admin("listDomain", domain):
            out.add(only_readable(call, domain_element(domain), domain))
    return out


@handler(NS, "CreateDomainRequest")
def create_domain(request: Element, call: Call) -> Element:
    name = canonical(request.need("name"))
    if not is_domain(name):
        raise invalid_request(f"invalid domain name {name}")
    parent = call.world.domain(name.partition(".")[2])
    allowed = call.auth is not None and (call.auth.is_admin or (parent and call.may_admin("createSubDomain", parent)))
    if not allowed:
        raise perm_denied("need right: createTopDomain for global globalgrant")
    attrs = changes.for_creation(call.world, "domain", attrs_asked(request), ("zimbraDomainType",))
    if name in call.world.domains:
        raise Fault("account.DOMAIN_EXISTS", f"domain already exists: {name}")
    out = response_to(request)
    out.add(domain_element(make_domain(call.world, name, attrs)))
    return out


@handler(NS, "ModifyDomainRequest")
def modify_domain(request: Element, call: Call) -> Element:
    domain = _domain_of_id(call, request, "")
    asked = attrs_asked(request)
    need_set_rights(call, [changes.bare(n) for n in asked], domain, domain.id)
    call.world.write(domain, changes.for_modification(call.world, domain, asked))
    out = response_to(request)
    out.add(domain_element(domain))
    return out


@handler(NS, "DeleteDomainRequest")
def delete_domain(request: Element, call: Call) -> Element:
    domain = _domain_of_id(call, request, "deleteDomain")
    if any(e.domain_name == domain.name for e in call.world.of_kind("account", "calresource", "list", "group")):
        raise Fault("account.DOMAIN_NOT_EMPTY", f"domain not empty: {domain.name}")
    call.world.delete(domain)
    return response_to(request)


def _domain_of_id(call: Call, request: Element, right: str) -> Entry:
    key = request.need("id").strip()
    found = call.world.entries.get(key)
    if found is None or found.kind != "domain":
        raise no_such("domain", key) if call.auth and call.auth.is_admin else no_right("domain", key)
    if right and not call.may_admin(right, found):
        raise no_right("domain", key)
    return found
