# Copyright (c) 2026, the teammail.zimbra contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Accounts (zimbra-soap-admin.md 3.1 to 3.6)."""

from __future__ import annotations

from typing import Any

from zimbra_simulator.access import passwords, policy
from zimbra_simulator.access.context import Call
from zimbra_simulator.directory import changes, people
from zimbra_simulator.directory.addresses import shown
from zimbra_simulator.directory.entry import Account
from zimbra_simulator.directory.people import checked_address
from zimbra_simulator.directory.stamp import timestamp
from zimbra_simulator.services.lookup import (
    account_by_id,
    account_named,
    account_right,
    need_domain_right,
    need_set_rights,
    need_set_rights_on_creation,
    only_readable,
    selector,
)
from zimbra_simulator.services.output import account_element
from zimbra_simulator.services.registry import handler
from zimbra_simulator.wire.element import E, Element, response_to
from zimbra_simulator.wire.faults import (
    failure,
    invalid_attr_value,
    invalid_request,
    ldap,
    no_access,
    no_such,
    perm_denied,
)

NS = "urn:zimbraAdmin"


def attrs_asked(request: Element) -> changes.Asked:
    """The ``<a n="x">v</a>`` of a request."""
    return changes.gather((a.need("n"), a.text) for a in request.children_named("a"))


def _whole(account: Account, tag: str = "account", **asked: Any) -> Element:
    """The account as most requests answer with it, after which the server keeps its addresses in Unicode (recording 727)."""
    account.world.kept_in_unicode.add(account.id)
    return account_element(account, tag, **asked)


@handler(NS, "GetAccountRequest")
def get_account(request: Element, call: Call) -> Element:
    if request.child("account") is None:
        raise invalid_request("missing <account>")
    account = account_named(call, request, "getAccountInfo")
    only = changes.wanted(request.attr("attrs"), "account")
    out = response_to(request)
    shown = out.add(only_readable(call, _whole(account, cos=request.boolean("applyCos", True), only=only), account))
    if request.boolean("effectiveQuota") and not any(a.attrs["n"] == "zimbraMailQuota" for a in shown.children):
        shown.add(E("a", n="zimbraMailQuota", text=account.get("zimbraMailQuota") or "0"))
    return out


@handler(NS, "GetAccountInfoRequest")
def get_account_info(request: Element, call: Call) -> Element:
    account = account_named(call, request, "getAccountInfo")
    out = response_to(request)
    out.add_text("name", shown(account.name))
    for name in ("zimbraId", "zimbraMailHost"):
        for value in account.attrs.get(name, ()):
            out.add(E("a", n=name, text=value))
    cos = call.world.cos_of(account)
    out.add(E("cos", id=cos.id, name=cos.name)).unique = True
    host = call.world.servers.home(account)
    out.add(E("soapURL", text=f"http://{host}:8080/service/soap/"))
    out.add(E("soapURL", text=f"https://{host}:8443/service/soap/"))
    out.add_text("adminSoapURL", f"https://{host}:7071/service/admin/soap/")
    out.add_text("publicMailURL", f"https://{host}/mail")
    return out


@handler(NS, "CreateAccountRequest")
def create_account(request: Element, call: Call) -> Element:
    return _create(request, call, "account", "account", "createAccount")


@handler(NS, "CreateCalendarResourceRequest")
def create_resource(request: Element, call: Call) -> Element:
    return _create(request, call, "calresource", "calresource", "createCalendarResource")


def _create(request: Element, call: Call, kind: str, tag: str, right: str) -> Element:
    world = call.world
    name = request.attr("name")
    if name is None:
        raise failure("Cannot invoke method on a missing name")
    asked = attrs_asked(request)
    password = request.attr("password")
    address = checked_address(world, name, need_domain=False)
    host = address.rpartition("@")[2]
    need_domain_right(call, right, host)
    given = [changes.bare(n) for n, values in asked.items() if any(values)]
    need_set_rights_on_creation(call, given, kind, host)
    attrs = changes.for_creation(world, kind, asked)
    _check_cos(call, attrs.get("zimbraCOSId"))
    if kind == "calresource":
        attrs["zimbraAccountCalendarUserType"] = ["RESOURCE"]
        for needed in ("displayName", "zimbraCalResType"):
            if not attrs.get(needed):
                raise ldap("OBJECT_CLASS_VIOLATION", f"object class violation - unable to create entry: needs {needed}")
    if password:
        draft = Account(world, kind, "", address)
        draft.attrs = attrs
        policy.check(draft, password)
    account = people.create_account(world, address, attrs, kind)
    if password:
        account.password = passwords.hashed(password)
        world.write(account, {"zimbraPasswordModifiedTime": [timestamp(world)]})
    out = response_to(request)
    out.add(_whole(account, tag))
    return out


def _check_cos(call: Call, ids: list[str] | None) -> None:
    for cos_id in ids or ():
        cos = call.world.entries.get(cos_id)
        if cos is None or cos.kind != "cos":
            raise no_such("cos", cos_id)
        if not call.may_admin("assignCos", cos):
            raise perm_denied(f"need right: assignCos for cos {cos.name}")


@handler(NS, "ModifyAccountRequest")
def modify_account(request: Element, call: Call) -> Element:
    return _modify(request, call, "account")


@handler(NS, "ModifyCalendarResourceRequest")
def modify_resource(request: Element, call: Call) -> Element:
    return _modify(request, call, "calresource")


def _modify(request: Element, call: Call, tag: str) -> Element:
    if tag == "calresource":
        key = request.need("id").strip()
        known = call.world.entries.get(key)
        if (known is None or known.kind != tag) and call.auth is not None and call.auth.is_admin:
            raise no_such("calendar resource", key)
    account = account_by_id(call, request, "")
    asked = attrs_asked(request)
    for name in ("zimbraCOSId", "zimbraMailQuota", "zimbraMailHost"):
        if len(asked.get(name, ())) > 1:
            raise perm_denied(f"can not modify {name}(single valued attribute)")
    need_set_rights(call, [changes.bare(name) for name in asked], account, account.id)
    _check_quota(call, asked.get("zimbraMailQuota"))
    _check_cos(call, [v for v in asked.get("zimbraCOSId", ()) if v])
    was = account.get("zimbraAccountStatus", cos=False)
    new = changes.for_modification(call.world, account, asked)
    for child in new.get("zimbraChildAccount", ()):
        if child not in call.world.entries:
            raise no_such("account", child)
    call.world.write(account, new)
    if account.get("zimbraAccountStatus", cos=False) == "closed" != was:
        people.remove_from_lists(call.world, account.addresses)
    out = response_to(request)
    out.add(_whole(account, tag))
    return out


def _check_quota(call: Call, values: list[str] | None) -> None:
    """The bound that zimbraDomainAdminMaxMailQuota sets a delegated administrator."""
    if not values or not values[0]:
        return
    if not values[0].lstrip("-").isdigit():
        raise invalid_attr_value(f"can not modify mail quota (invalid format): {values[0]}")
    if call.auth is not None and not call.auth.is_admin:
        bound = call.caller.get("zimbraDomainAdminMaxMailQuota")
        quota = int(values[0])
        if bound is None or (int(bound) != 0 and not 1 <= quota <= int(bound)):
            raise perm_denied(
                "can not modify mail quota, domain admin can only modify quota if zimbraDomainAdminMaxMailQuota is set"
                " to 0 or set to a certain value and quota is less than that value."
            )


@handler(NS, "DeleteAccountRequest")
@handler(NS, "DeleteCalendarResourceRequest")
def delete_account(request: Element, call: Call) -> Element:
    people.delete_account(call.world, account_by_id(call, request, "delete"))
    return response_to(request)


@handler(NS, "RenameAccountRequest")
@handler(NS, "RenameCalendarResourceRequest")
def rename_account(request: Element, call: Call) -> Element:
    account = account_by_id(call, request, "rename")
    new = checked_address(call.world, request.need("newName"), need_domain=False)
    need_domain_right(call, account_right("create", account), new.rpartition("@")[2])
    people.rename_account(call.world, account, new)
    out = response_to(request)
    out.add(_whole(account, "calresource" if "Calendar" in request.name else "account"))
    return out


@handler(NS, "SetPasswordRequest")
def set_password(request: Element, call: Call) -> Element:
    account = account_by_id(call, request, "")
    password = request.need("newPassword")
    enforce = not call.may_admin(account_right("set", account) + "Password", account)
    if enforce and not call.may_admin(account_right("change", account) + "Password", account):
        raise no_access(account.id)
    out = response_to(request)
    violation = policy.violation(account, password)
    if violation is not None:
        if enforce:
            raise violation
        text = f"Password violation: account={account.name}, violation={violation.text}.  Password is set successfully."
        out.add_text("message", text)
    change_password(account, password)
    return out


def change_password(account: Account, password: str) -> None:
    """Store a password and end all tokens of the account."""
    account.password = passwords.hashed(password)
    account.generation += 1
    account.ended = {}
    account.world.write(
        account, {"zimbraPasswordModifiedTime": [timestamp(account.world)], "zimbraPasswordMustChange": []}
    )


@handler(NS, "AddAccountAliasRequest")
@handler(NS, "AddCalendarResourceAliasRequest")
def add_alias(request: Element, call: Call) -> Element:
    account = account_by_id(call, request, "")
    alias = checked_address(call.world, request.need("alias"), need_domain=False)
    if not call.may_admin(account_right("add", account) + "Alias", account):
        raise no_access(account.id)
    need_domain_right(call, "createAlias", alias.rpartition("@")[2])
    people.add_alias(call.world, account, alias)
    return response_to(request)


@handler(NS, "RemoveAccountAliasRequest")
@handler(NS, "RemoveCalendarResourceAliasRequest")
def remove_alias(request: Element, call: Call) -> Element:
    key = (request.attr("id") or "").strip()
    alias = checked_address(call.world, request.need("alias"), need_domain=False)
    account = call.world.account_by("id", key)
    if account is None and call.auth is not None and not call.auth.is_admin:
        raise no_access(key)
    if account is not None and not call.may_admin(account_right("remove", account) + "Alias", account):
        raise no_access(key)
    need_domain_right(call, "deleteAlias", alias.rpartition("@")[2])
    people.remove_alias(call.world, account, alias)
    return response_to(request)


@handler(NS, "GetCalendarResourceRequest")
def get_resource(request: Element, call: Call) -> Element:
    by, key = selector(request, "calresource")
    if by not in ("id", "name"):
        raise invalid_request(f"unknown key: {by}")
    found = call.world.account_by(by, key)
    if found is None or found.kind != "calresource":
        raise no_such("calendar resource", key) if call.auth and call.auth.is_admin else no_access(key)
    if not call.may_admin("getCalendarResource", found):
        raise no_access(key)
    only = changes.wanted(request.attr("attrs"), "calresource")
    out = response_to(request)
    out.add(account_element(found, "calresource", cos=request.boolean("applyCos", True), only=only))
    return out
