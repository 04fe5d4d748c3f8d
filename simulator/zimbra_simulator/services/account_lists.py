# Copyright (c) 2026, the teammail.zimbra contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Lists as their owners and members see them (zimbra-soap-admin.md 4.8).

These requests act for the token's account; the account of the context does not matter.
"""

from __future__ import annotations

from zimbra_simulator.access.context import Call
from zimbra_simulator.directory import aces, changes, lists, userrights
from zimbra_simulator.directory.aces import EVERYBODY, PUBLIC, Ace
from zimbra_simulator.directory.entry import Entry
from zimbra_simulator.directory.people import checked_address
from zimbra_simulator.services.admin_lists import add_members_page, owners_element
from zimbra_simulator.services.registry import handler
from zimbra_simulator.wire.element import E, Element, response_to
from zimbra_simulator.wire.faults import failure, invalid_request, no_such, parse_error, perm_denied

NS = "urn:zimbraAccount"
_EVERYBODY_SEES = ("description", "displayName", "zimbraHideInGal", "zimbraNotes")
_OWNERS_SEE = (
    "mail",
    "zimbraIsAdminGroup",
    "zimbraLocale",
    "zimbraMailAlias",
    "zimbraMailStatus",
    "zimbraPrefReplyToAddress",
    "zimbraPrefReplyToDisplay",
    "zimbraPrefReplyToEnabled",
)
_POLICIES = ("zimbraDistributionListSubscriptionPolicy", "zimbraDistributionListUnsubscriptionPolicy")
_GRANTEES = {"usr": "account", "grp": "distribution list", "dom": "domain"}


def _is_owner(call: Call, entry: Entry, admin_right: str) -> bool:
    return userrights.holds(call.world, call.caller, "ownDistList", entry) or call.may_admin(admin_right, entry)


def _named(call: Call, element: Element) -> Entry:
    by, key = element.need("by"), element.text.strip()
    if by not in ("id", "name"):
        raise invalid_request(f"unknown key: {by}")
    found = call.world.group_by(by, key)
    if found is None:
        raise no_such("distribution list", key)
    return found


@handler(NS, "GetDistributionListRequest")
def get_list(request: Element, call: Call) -> Element:
    entry = _named(call, request.need_child("dl"))
    owner = userrights.holds(call.world, call.caller, "ownDistList", entry)
    out = response_to(request)
    shown = out.add(E("dl", name=entry.name, id=entry.id, dynamic=entry.kind == "group"))
    if request.boolean("needOwners"):
        owners = owners_element(call, entry)
        if owners is not None:
            shown.add(owners)
    shown.set(isMember=entry.id in call.world.groups_of(call.caller) or None, isOwner=owner or None)
    visible = (*_EVERYBODY_SEES, *_OWNERS_SEE) if owner else _EVERYBODY_SEES
    for name in visible:
        for value in entry.attrs.get(name, ()):
            shown.add_pair("a", name, value, key_name="n")
    for name in _POLICIES:
        shown.add_pair("a", name, entry.get(name, cos=False) or "REJECT", key_name="n")
    asked = request.attr("needRights")
    if asked and owner:
        _add_rights(call, shown, entry, asked.split(","))
    return out


def _add_rights(call: Call, shown: Element, entry: Entry, names: list[str]) -> None:
    holder = shown.add(E("rights"))
    for name in names:
        if name == "ownDistList":
            raise invalid_request(f"{name} cannot be queried directly, owners are returned in the owners section")
        if name not in userrights.RIGHTS:
            raise failure(f"invalid right {name}")
        right = holder.add(E("right", right=name))
        for ace in aces.of(entry):
            if ace.right == name:
                found = call.world.entries.get(ace.grantee)
                right.add(E("grantee", type=ace.type, id=ace.grantee, name=found.name if found else None))


@handler(NS, "GetDistributionListMembersRequest")
def get_members(request: Element, call: Call) -> Element:
    name = request.need("dl").strip()
    entry = call.world.group_by("name", name)
    if entry is None:
        raise no_such("distribution list", name)
    if not (
        _is_owner(call, entry, "getDistributionList")
        or userrights.holds(call.world, call.caller, "viewDistList", entry)
    ):
        raise perm_denied(f"can not access dl members: {name}")
    out = response_to(request)
    add_members_page(request, out, out, lists.members_of(call.world, entry))
    return out


@handler(NS, "GetAccountDistributionListsRequest")
def my_lists(request: Element, call: Call) -> Element:
    want_owned, want_member = request.boolean("ownerOf"), request.attr("memberOf") or "directOnly"
    via = call.world.groups_via(call.caller)
    out = response_to(request)
    for entry in sorted(call.world.of_kind("list", "group"), key=lambda e: e.name):
        owner = userrights.holds(call.world, call.caller, "ownDistList", entry)
        member = entry.id in via and (want_member == "all" or (want_member == "directOnly" and not via[entry.id]))
        if (want_owned and owner) or member:
            shown = out.add(E("dl", name=entry.name, id=entry.id, dynamic=entry.kind == "group"))
            shown.set(isOwner=owner if want_owned else None, isMember=member, d=entry.get("displayName", cos=False))
            if member and via[entry.id]:
                shown.set(via=call.world.entries[via[entry.id]].name)
    return out


@handler(NS, "DistributionListActionRequest")
def list_action(request: Element, call: Call) -> Element:
    entry = _named(call, request.need_child("dl"))
    action = request.need_child("action")
    operation = action.need("op")
    if not _is_owner(call, entry, "modifyDistributionList"):
        raise perm_denied("you do not have sufficient rights to access this distribution list")
    function = _OPERATIONS.get(operation)
    if function is None:
        raise invalid_request(f"unknown operation: {operation}")
    function(call, entry, action)
    return response_to(request)


def _need_create_right(call: Call, verb: str, host: str) -> None:
    """Deleting and renaming ask for createDistList on the domain besides the ownership."""
    domain = call.world.domain(host)
    if domain is None:
        raise no_such("domain", host)
    if not (
        userrights.holds(call.world, call.caller, "createDistList", domain)
        or call.may_admin("createDistributionList", domain)
    ):
        raise perm_denied(f"you do not have sufficient rights to {verb} this distribution list")


def _delete(call: Call, entry: Entry, action: Element) -> None:
    _need_create_right(call, "delete", entry.domain_name)
    lists.delete_list(call.world, entry)


def _modify(call: Call, entry: Entry, action: Element) -> None:
    asked = changes.gather((a.need("n"), a.text) for a in action.children_named("a"))
    call.world.write(entry, changes.for_modification(call.world, entry, asked))


def _rename(call: Call, entry: Entry, action: Element) -> None:
    new = action.need_child("newName").text.strip()
    for host in dict.fromkeys((entry.domain_name, new.rpartition("@")[2].lower())):
        _need_create_right(call, "rename", host)
    lists.rename_list(call.world, entry, checked_address(call.world, new))


def _members(call: Call, entry: Entry, action: Element) -> None:
    given = [m.text.strip() for m in action.children_named("dlm")]
    if action.attrs["op"] == "addMembers":
        lists.add_members(call.world, entry, given)
    else:
        lists.remove_members(call.world, entry, given)


def _grantee(call: Call, element: Element) -> tuple[str, str]:
    """(id, type). Type email is an account, a list or a guest, whichever has the address."""
    kind, key = element.need("type"), element.text.strip()
    if kind in ("all", "pub"):
        return (EVERYBODY if kind == "all" else PUBLIC), kind
    if kind != "email" and kind not in _GRANTEES:
        raise parse_error(f"invalid grantee type: {kind}")
    by = element.need("by")
    if kind == "email":
        found = call.world.find_address(key)
        return (key, "gst") if found is None else (found.id, "usr" if found.is_account else "grp")
    if kind == "dom":
        found = call.world.domain(key.lower()) if by == "name" else call.world.entries.get(key)
    else:
        found = call.world.account_by(by, key) if kind == "usr" else call.world.group_by(by, key)
    if found is None:
        raise no_such(_GRANTEES[kind], key)
    return found.id, kind


def _owners(call: Call, entry: Entry, action: Element) -> None:
    operation = action.attrs["op"]
    named = [Ace(*_grantee(call, owner), "ownDistList") for owner in action.children_named("owner")]
    if any(ace.type not in ("usr", "grp", "egp", "edom") for ace in named):
        raise invalid_request("invalid grantee type for groups owner")
    _change(entry, operation.removesuffix("Owners"), named, {"ownDistList"})


def _rights(call: Call, entry: Entry, action: Element) -> None:
    operation = action.attrs["op"]
    named, names = [], set()
    for right in action.children_named("right"):
        name = right.need("right")
        if name == "ownDistList":
            raise invalid_request(
                "ownDistList cannot be granted directly, use addOwners/removeOwners/setOwners operation instead"
            )
        if name not in userrights.RIGHTS:
            raise failure(f"invalid right {name}")
        names.add(name)
        named += [Ace(*_grantee(call, grantee), name) for grantee in right.children_named("grantee")]
    verb = {"grantRights": "add", "revokeRights": "remove", "setRights": "set"}[operation]
    _change(entry, verb, named, names)


def _change(entry: Entry, verb: str, named: list[Ace], rights: set[str]) -> None:
    if verb == "set":
        for ace in aces.of(entry):
            if ace.right in rights and ace not in named:
                aces.revoke(entry, ace)
    for ace in named:
        if verb == "remove":
            aces.revoke(entry, ace)
        else:
            aces.grant(entry, ace)


def _subscription(call: Call, entry: Entry, action: Element) -> None:
    request = action.need_child("subsReq")
    address = request.text.strip()
    if action.attrs["op"] == "rejectSubsReq":
        return
    if request.need("op") == "subscribe":
        lists.add_members(call.world, entry, [address])
    elif address.lower() in lists.members_of(call.world, entry):
        lists.remove_members(call.world, entry, [address])


_OPERATIONS = {
    "delete": _delete, "modify": _modify, "rename": _rename, "addMembers": _members, "removeMembers": _members,
    "addOwners": _owners, "removeOwners": _owners, "setOwners": _owners, "grantRights": _rights,
    "revokeRights": _rights, "setRights": _rights, "acceptSubsReq": _subscription, "rejectSubsReq": _subscription,
}  # fmt: skip


@handler(NS, "SubscribeDistributionListRequest")
def subscribe(request: Element, call: Call) -> Element:
    entry = _named(call, request.need_child("dl"))
    operation = request.need("op")
    if operation not in ("subscribe", "unsubscribe"):
        raise invalid_request(f"unknown operation: {operation}")
    joining = operation == "subscribe"
    policy = entry.get(
        "zimbraDistributionListSubscriptionPolicy" if joining else "zimbraDistributionListUnsubscriptionPolicy",
        cos=False,
    )
    if (policy or "REJECT") == "REJECT":
        word = "subscription" if joining else "un-subscription"
        raise perm_denied(f"{word} policy for group {entry.name} is reject")
    out = response_to(request)
    if policy == "APPROVAL":
        return out.set(status="awaiting_approval")
    (lists.add_members if joining else lists.remove_members)(call.world, entry, [call.caller.name])
    return out.set(status="subscribed" if joining else "unsubscribed")
