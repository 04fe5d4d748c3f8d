# Copyright (c) 2026, the teammail.zimbra contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Distribution lists and dynamic groups (zimbra-soap-admin.md 3.9 and 4)."""

from __future__ import annotations

from zimbra_simulator.access.context import Call
from zimbra_simulator.directory import aces, changes, lists, people
from zimbra_simulator.directory.entry import Account, Entry
from zimbra_simulator.directory.people import checked_address
from zimbra_simulator.services import member_notice
from zimbra_simulator.services.admin_accounts import attrs_asked
from zimbra_simulator.services.lookup import (
    account_named,
    list_by_id,
    list_named,
    list_to_read,
    may_read,
    need_domain_right,
    need_set_rights,
    need_set_rights_on_creation,
    no_right,
    only_readable,
)
from zimbra_simulator.services.output import KIND_WORD, list_element
from zimbra_simulator.services.registry import handler
from zimbra_simulator.wire.element import E, Element, response_to
from zimbra_simulator.wire.faults import failure, invalid_request, no_such

NS = "urn:zimbraAdmin"
_MEMBERS = {"list": "zimbraMailForwardingAddress", "group": "member"}
_CREATE = {"list": "createDistributionList", "group": "createGroup"}


@handler(NS, "CreateDistributionListRequest")
def create_list(request: Element, call: Call) -> Element:
    name = request.attr("name")
    if not name:
        raise invalid_request("missing name")
    kind = "group" if request.boolean("dynamic") else "list"
    address = checked_address(call.world, name, need_domain=False)
    host = address.rpartition("@")[2]
    need_domain_right(call, _CREATE[kind], host)
    asked = attrs_asked(request)
    need_set_rights_on_creation(call, [changes.bare(n) for n, v in asked.items() if any(v)], kind, host)
    attrs = changes.for_creation(call.world, kind, asked, ("zimbraIsACLGroup",))
    make = lists.create_group if kind == "group" else lists.create_list
    entry = make(call.world, address, attrs)
    out = response_to(request)
    # the answer shows what was sent to the directory, which adds the group's own cn and identity afterwards
    out.add(list_element(entry, without=("cn", "dgIdentity") if kind == "group" else ()))
    return out


def owners_element(call: Call, entry: Entry) -> Element | None:
    """``<owners>``: who was granted ownDistList."""
    owners = [ace for ace in aces.of(entry) if ace.right == "ownDistList" and not ace.deny]
    if not owners:
        return None
    out = E("owners")
    for ace in owners:
        found = call.world.entries.get(ace.grantee)
        out.add(E("owner", type=ace.type, id=ace.grantee, name=found.name if found else None))
    return out


def add_members_page(request: Element, out: Element, shown: Element, members: list[str]) -> None:
    """``dlm`` children of one page, ``more`` and ``total``."""
    try:
        limit, offset = int(request.attr("limit") or 0), int(request.attr("offset") or 0)
    except ValueError as exc:
        raise failure(f"NumberFormatException: {exc}") from exc
    if limit < 0:
        raise invalid_request("limit" + str(limit) + " is negative")
    if offset < 0:
        raise invalid_request("offset" + str(offset) + " is negative")
    if offset > 0 and offset >= len(members):
        raise invalid_request(f"offset {offset} greater than size {len(members)}")
    members = sorted(members, reverse=not request.boolean("sortAscending", True))
    end = offset + limit if limit else len(members)
    for member in members[offset:end]:
        shown.add(E("dlm", text=member))
    out.set(more=end < len(members), total=len(members))


@handler(NS, "GetDistributionListRequest")
def get_list(request: Element, call: Call) -> Element:
    entry = list_to_read(call, request)
    only = changes.wanted(request.attr("attrs"), "list")
    out = response_to(request)
    shown = out.add(only_readable(call, list_element(entry, only=only), entry))
    owners = owners_element(call, entry)
    if owners is not None:
        shown.add(owners).unique = True
    if may_read(call, _MEMBERS[entry.kind], entry.kind, entry):
        add_members_page(request, out, shown, lists.members_of(call.world, entry))
    return out


@handler(NS, "GetAllDistributionListsRequest")
def get_all_lists(request: Element, call: Call) -> Element:
    host = None
    element = request.child("domain")
    if element is not None:
        by, key = element.need("by"), element.text.strip()
        found = call.world.domain(key) if by == "name" else call.world.entries.get(key)
        if found is None or found.kind != "domain":
            raise no_such("domain", key) if call.auth and call.auth.is_admin else no_right("domain", key)
        host = found.name
    out = response_to(request)
    shown = None
    for entry in sorted(call.world.of_kind("list", "group"), key=lambda e: e.name):
        if host is not None and entry.domain_name != host:
            continue
        # of dynamic ones no right is asked for
        if entry.kind == "group" or call.may_admin("listDistributionList", entry):
            shown = out.add(only_readable(call, list_element(entry), entry))
        if call.world.version >= (10,) and may_read(call, _MEMBERS[entry.kind], entry.kind, entry):
            members = lists.members_of(call.world, entry)
            # as on the real server: those of a list that is not shown stand with the one before, and the last count stays
            if shown is not None:
                for member in members:
                    shown.add(E("dlm", text=member))
            out.set(total=len(members))
    return out


@handler(NS, "AddDistributionListMemberRequest")
def add_members(request: Element, call: Call) -> Element:
    members = [m.text.strip() for m in request.children_named("dlm")]
    entry = list_by_id(call, request, "add{}Member")
    if not members:
        raise invalid_request("members to add not specified")
    lists.add_members(call.world, entry, members)
    member_notice.tell(call, entry, members)
    return response_to(request)


@handler(NS, "RemoveDistributionListMemberRequest")
def remove_members(request: Element, call: Call) -> Element:
    entry = list_by_id(call, request, "remove{}Member")
    members = [m.text.strip() for m in request.children_named("dlm")]
    for element in request.children_named("account"):
        key = element.text.strip()
        account = call.world.account_by("name" if "@" in key else "id", key)
        listed = set(lists.members_of(call.world, entry))
        if account is not None:
            members += [a for a in account.addresses if a in listed]
    if not members and entry.kind == "list":
        raise invalid_request("empty remove set")
    lists.remove_members(call.world, entry, members)
    return response_to(request)


@handler(NS, "ModifyDistributionListRequest")
def modify_list(request: Element, call: Call) -> Element:
    entry = list_by_id(call, request, "")
    asked = attrs_asked(request)
    need_set_rights(call, [changes.bare(name) for name in asked], entry, entry.id)
    call.world.write(entry, changes.for_modification(call.world, entry, asked))
    out = response_to(request)
    out.add(list_element(entry))
    return out


@handler(NS, "RenameDistributionListRequest")
def rename_list(request: Element, call: Call) -> Element:
    entry = list_by_id(call, request, "rename{}", keeps=False)
    new = checked_address(call.world, request.need("newName"), need_domain=False)
    # of a dynamic one the server asks for the right on static lists, too
    need_domain_right(call, _CREATE["list"], new.rpartition("@")[2])
    lists.rename_list(call.world, entry, new)
    out = response_to(request)
    out.add(list_element(entry))
    return out


@handler(NS, "DeleteDistributionListRequest")
def delete_list(request: Element, call: Call) -> Element:
    entry = list_by_id(call, request, "delete{}")
    if entry.id not in call.world.entries:
        raise no_such(KIND_WORD["list"], entry.id)
    lists.delete_list(call.world, entry)
    return response_to(request)


@handler(NS, "AddDistributionListAliasRequest")
def add_alias(request: Element, call: Call) -> Element:
    entry = list_by_id(call, request, "add{}Alias")
    alias = checked_address(call.world, request.need("alias"), need_domain=False)
    need_domain_right(call, "createAlias", alias.rpartition("@")[2])
    people.add_alias(call.world, entry, alias)
    return response_to(request)


@handler(NS, "RemoveDistributionListAliasRequest")
def remove_alias(request: Element, call: Call) -> Element:
    entry = list_by_id(call, request, "remove{}Alias")
    alias = checked_address(call.world, request.need("alias"), need_domain=False)
    need_domain_right(call, "deleteAlias", alias.rpartition("@")[2])
    people.remove_alias(call.world, entry, alias)
    return response_to(request)


@handler(NS, "GetAccountMembershipRequest")
def account_membership(request: Element, call: Call) -> Element:
    account = account_named(call, request, "getAccountMembership")
    out = response_to(request)
    add_memberships(call, out, account)
    return out


@handler(NS, "GetDistributionListMembershipRequest")
def list_membership(request: Element, call: Call) -> Element:
    entry = list_named(call, request, "getDistributionListMembership")
    out = response_to(request)
    add_memberships(call, out, entry)
    return out


def add_memberships(call: Call, out: Element, entry: Entry) -> None:
    """``<dl name id dynamic via>`` for each list that an entry belongs to."""
    for list_id, via in call.world.groups_via(entry).items():
        found = call.world.entries[list_id]
        leads = call.world.entries[via].name if via else None
        # of a list's memberships it is not told whether they are dynamic: those cannot be
        dynamic = found.kind == "group" if isinstance(entry, Account) else None
        out.add(E("dl", id=found.id, name=found.name, dynamic=dynamic, via=leads))
