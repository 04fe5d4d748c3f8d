# Copyright (c) 2026, the teammail.zimbra contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""GrantRights, RevokeRights, GetRights, CheckRights and DiscoverRights (zimbra-soap-admin.md 5)."""

from __future__ import annotations

from zimbra_simulator.access.context import Call
from zimbra_simulator.directory import aces, userrights
from zimbra_simulator.directory.aces import EVERYBODY, PUBLIC, Ace
from zimbra_simulator.directory.entry import Account, Entry
from zimbra_simulator.directory.userrights import RIGHTS
from zimbra_simulator.services.registry import handler
from zimbra_simulator.wire.element import E, Element, response_to
from zimbra_simulator.wire.faults import failure, invalid_request, missing, no_such, parse_error

NS = "urn:zimbraAccount"
_SENDING = ("sendAs", "sendOnBehalfOf", "sendAsDistList", "sendOnBehalfOfDistList")
_UNCHECKED = ("cos", "config", "global", "server", "zimlet", "ucservice", "xmppcomponent", "alwaysoncluster")
_TYPES = ("usr", "grp", "dom", "all", "pub", "gst", "key", "egp", "edom", "email")


def ace_element(call: Call, ace: Ace) -> Element:
    """``<ace zid gt right d deny>``; a grantee that is gone has no d."""
    out = E("ace", gt=ace.type, right=ace.right)
    if ace.type in ("gst", "key"):
        out.set(d=ace.grantee)
        out.set({"pw" if ace.type == "gst" else "key": ace.secret or None})
    else:
        found = call.world.entries.get(ace.grantee)
        out.set(zid=ace.grantee, d=found.name if found is not None else None)
    return out.set(deny=True if ace.deny else None)


def _with_domain(call: Call, name: str) -> str:
    return name if "@" in name else f"{name}@{call.caller.domain_name}"


def _grantee_account(call: Call, element: Element, granting: bool) -> tuple[str, str]:
    zid, name = element.attr("zid"), element.attr("d")
    if zid is not None:
        found: Entry | None = call.world.entries.get(zid)
        if isinstance(found, Account) or not granting:
            return zid, "usr"
        if found is None or not found.is_group:
            raise no_such("account", zid)
    else:
        if name is None:
            raise missing("d")
        name = _with_domain(call, name)
        found = call.world.find_address(name)
    if isinstance(found, Account):
        return found.id, "usr"
    if found is None:
        raise no_such("account", name or zid or "")
    if element.boolean("chkgt"):
        raise invalid_request(f"{name or zid} is not a valid grantee for grantee type 'usr'.")
    return found.id, "grp"


def _grantee_group(call: Call, element: Element, granting: bool) -> str:
    """Static lists only, by name and by id (confirmed on 10.1)."""
    zid, name = element.attr("zid"), element.attr("d")
    if zid is not None:
        found: Entry | None = call.world.entries.get(zid)
        if granting and (found is None or found.kind != "list"):
            raise no_such("distribution list", zid)
        return zid
    if name is None:
        raise missing("d")
    name = _with_domain(call, name)
    found = call.world.find_address(name)
    if found is None or found.kind != "list":
        raise no_such("distribution list", name)
    return found.id


def _grantee_domain(call: Call, element: Element, granting: bool) -> str:
    zid, name = element.attr("zid"), element.attr("d")
    if zid is not None:
        found = call.world.entries.get(zid)
        if granting and (found is None or found.kind != "domain"):
            raise no_such("domain", zid)
        return zid
    if name is None:
        raise missing("d")
    found = call.world.domain(name.lower())
    if found is None:
        raise no_such("domain", name)
    return found.id


def read_ace(call: Call, element: Element, granting: bool) -> Ace:
    """The grant that an ``<ace>`` means."""
    right, kind = element.need("right"), element.need("gt")
    if kind not in _TYPES:
        raise parse_error(f"invalid grantee type: {kind}")
    if right not in RIGHTS:
        raise failure(f"invalid right: {right}")
    secret = ""
    if kind == "usr":
        grantee, kind = _grantee_account(call, element, granting)
    elif kind == "grp":
        grantee = _grantee_group(call, element, granting)
    elif kind == "dom":
        grantee = _grantee_domain(call, element, granting)
    elif kind in ("all", "pub"):
        grantee = EVERYBODY if kind == "all" else PUBLIC
    elif kind in ("gst", "key"):
        grantee = element.attr("zid") or element.need("d")
        secret = element.attr("pw" if kind == "gst" else "key") or ""
        if kind == "key" and not secret:
            secret = call.world.new_id().replace("-", "")
    else:
        raise failure(f"grantee type {kind} cannot be looked up")
    return Ace(grantee, kind, right, "deny" if element.boolean("deny") else "", secret)


@handler(NS, "GrantRightsRequest")
def grant_rights(request: Element, call: Call) -> Element:
    call.need_full_access()
    wanted = [read_ace(call, element, True) for element in request.children_named("ace")]
    out = response_to(request)
    for ace in wanted:
        if aces.grant(call.requested, ace):
            out.add(ace_element(call, ace))
    return out


@handler(NS, "RevokeRightsRequest")
def revoke_rights(request: Element, call: Call) -> Element:
    call.need_full_access()
    wanted = [read_ace(call, element, False) for element in request.children_named("ace")]
    out = response_to(request)
    for ace in wanted:
        if aces.revoke(call.requested, ace):
            out.add(ace_element(call, ace))
    return out


@handler(NS, "GetRightsRequest")
def get_rights(request: Element, call: Call) -> Element:
    call.need_full_access()
    only = {element.need("right") for element in request.children_named("ace")}
    for right in only - set(RIGHTS):
        raise failure(f"invalid right: {right}")
    out = response_to(request)
    for ace in aces.of(call.requested):
        if not only or ace.right in only:
            out.add(ace_element(call, ace))
    return out


@handler(NS, "CheckRightsRequest")
def check_rights(request: Element, call: Call) -> Element:
    out = response_to(request)
    for target in request.children_named("target"):
        out.add(_checked(call, target))
    return out


def _checked(call: Call, target: Element) -> Element:
    kind, by, key = target.need("type"), target.need("by"), target.need("key")
    if by not in ("id", "name"):
        raise invalid_request(f"unknown key: {by}")
    names = [r.text.strip() for r in target.children_named("right")]
    if not names:
        raise invalid_request(f"missing right for target: {key}")
    for name in names:
        if name not in RIGHTS:
            raise failure(f"invalid right {name}")
    if kind in _UNCHECKED:
        raise invalid_request(f"unsupported target type: {kind}")
    entry = target_entry(call, kind, by, key)
    if entry is None and by == "id":
        raise invalid_request(f"no such entry: {key}")
    out = E("target", type=kind, by=by, key=key)
    every = True
    for name in names:
        if entry is None:
            allow = RIGHTS[name].default
        elif name in _SENDING and by == "name":
            allow = userrights.may_send_as(call.world, call.caller, name, key)
        else:
            allow = userrights.holds(call.world, call.caller, name, entry)
        every = every and allow
        out.add(E("right", allow=allow, text=name))
    return out.set(allow=every)


def target_entry(call: Call, kind: str, by: str, key: str) -> Entry | None:
    """An entry of a target type; service.INVALID_REQUEST for an unknown type."""
    world = call.world
    if kind in ("account", "calresource"):
        return world.account_by(by, key)
    if kind in ("dl", "group"):
        return world.group_by(by, key)
    if kind == "domain":
        return world.domain(key.lower()) if by == "name" else world.entries.get(key)
    if kind == "cos":
        return next((c for c in world.of_kind("cos") if key == (c.name if by == "name" else c.id)), None)
    if kind == "server":
        return next((s for s in world.of_kind("server") if key == (s.name if by == "name" else s.id)), None)
    if kind in ("global", "config"):
        return next(world.of_kind("config"))
    raise invalid_request(f"unknown target type: {kind}")


@handler(NS, "DiscoverRightsRequest")
def discover_rights(request: Element, call: Call) -> Element:
    names = [r.text.strip() for r in request.children_named("right")]
    if not names:
        raise invalid_request("no right is specified")
    call.need_full_access()
    caller = call.requested
    groups = set(call.world.groups_of(caller))
    out = response_to(request)
    for name in names:
        if name not in RIGHTS:
            raise failure(f"invalid right {name}")
        shown = E("targets", right=name)
        candidates = {i for g in (caller.id, *groups) for i in call.world.grants_to.get(g, ())}
        for entry_id in sorted(candidates):
            entry = call.world.entries[entry_id]
            granted = any(a.right == name and aces.reaches(call.world, a, caller, groups) for a in aces.of(entry))
            if granted and entry_id != caller.id and userrights.holds(call.world, caller, name, entry):
                shown.add(_discovered(name, entry))
        if shown.children:
            out.add(shown)
    return out


def _discovered(name: str, entry: Entry) -> Element:
    kind = {"list": "dl", "group": "group"}.get(entry.kind, entry.kind)
    target = E("target", type=kind, d=entry.get("displayName", cos=False))
    if name not in _SENDING:
        return target.set(id=entry.id, name=entry.name)
    # where mail is sent for somebody, the addresses that may be used are what counts
    for address in entry.attrs.get("zimbraPrefAllowAddressForDelegatedSender") or [entry.name]:
        target.add(E("email", addr=address))
    return target
