# Copyright (c) 2026, the teammail.zimbra contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Logging in and looking around as an administrator (zimbra-soap-admin.md 2)."""

from __future__ import annotations

from zimbra_simulator.access.context import Call
from zimbra_simulator.access.login import lifetime, locked_out, note_failure, signed_in_by_token
from zimbra_simulator.access.passwords import matches
from zimbra_simulator.directory.entry import Account
from zimbra_simulator.mailbox.mailbox import open_mailbox
from zimbra_simulator.services.lookup import account_right, selector
from zimbra_simulator.services.registry import handler
from zimbra_simulator.services.version import info
from zimbra_simulator.wire.element import E, Element, response_to
from zimbra_simulator.wire.faults import (
    Fault,
    auth_failed,
    auth_required,
    invalid_request,
    maintenance_mode,
    no_access,
    no_such,
    perm_denied,
)

NS = "urn:zimbraAdmin"
_CACHES = "acl all account config cos domain galgroup globalgrant group license locale mime server skin zimlet uistrings".split()


@handler(NS, "AuthRequest", auth="none")
def auth(request: Element, call: Call) -> Element:
    password = request.attr("password")
    name, by_element = request.attr("name"), request.child("account")
    if password is None:
        text = request.attr("authToken")
        if text is None and call.auth is None:
            raise call.auth_fault or auth_required()
        known = signed_in_by_token(call, text)
        if not (known.is_admin or known.is_delegated_admin):
            raise perm_denied("not an admin account")
        return _signed_in(request, call, known)
    if (name is None) == (by_element is None):
        raise invalid_request("invalid request parameter")
    by = "name" if by_element is None else by_element.attr("by") or "name"
    key = (name if by_element is None else by_element.text) or ""
    if by == "name" and "@" not in key and (host := request.attr("virtualHost")) in call.world.domains:
        key = f"{key}@{host}"
    account = call.world.account_by(by, key)
    _refuse_or_pass(call, account, key, password)
    if account is None:
        raise auth_failed(key)
    return _signed_in(request, call, account)


def _refuse_or_pass(call: Call, account: Account | None, key: str, password: str) -> None:
    """The order of the checks depends on the release (section 13)."""
    recent = call.world.version >= (10,)
    if account is None:
        raise perm_denied("Error in Authentication") if recent else auth_failed(key)
    status = "lockout" if locked_out(account) else account.status
    admin = account.is_admin or account.is_delegated_admin
    if recent:
        if status != "active":
            raise perm_denied("Error in Authentication")
        if not admin:
            raise perm_denied("not an admin account")
    elif status != "active":
        raise maintenance_mode() if status == "maintenance" else auth_failed(key)
    if not matches(account.password, password):
        note_failure(account)
        raise auth_failed(key)
    if account.get("zimbraPasswordMustChange", cos=False) == "TRUE":
        raise Fault("account.CHANGE_PASSWORD", "must change password")
    if not admin:
        raise perm_denied("not an admin account")


def _signed_in(request: Element, call: Call, account: Account) -> Element:
    ms = lifetime(account, admin=True)
    csrf = request.boolean("csrfTokenSecured")
    text = call.keeper.make(account, ms, admin=True, csrf=csrf)
    out = response_to(request)
    out.add_text("lifetime", ms - 1)
    out.add(Element("authToken", text=text))
    if csrf:
        out.add_text("csrfToken", call.keeper.csrf_of(call.keeper.id_of(text)))
    call.new_cookies.append(("ZM_ADMIN_AUTH_TOKEN", text, ms // 1000))
    return out


@handler(NS, "FlushCacheRequest")
def flush_cache(request: Element, call: Call) -> Element:
    """What another server refuses is told to nobody, so the right is looked for on this one alone (zimbra-soap-admin.md 1.11)."""
    cache = request.need_child("cache")
    here = next(e for e in call.world.of_kind("server") if e.name == call.world.servers.here)
    if not call.may_admin("flushCache", here):
        raise perm_denied(f"need right: flushCache for server {here.name}")
    kinds = cache.need("type").split(",")
    if unknown := [kind for kind in kinds if kind not in _CACHES]:
        raise invalid_request(f"unknown cache type: {unknown[0]}")
    entries = [call.world.account_by(entry.need("by"), entry.text.strip()) for entry in cache.children_named("entry")]
    for kind in kinds:
        only = {entry.id for entry in entries if entry is not None} if entries and kind == "account" else None
        call.world.servers.forget(kind, only, everywhere=cache.boolean("allServers"))
        if kind in ("account", "all"):
            call.world.kept_in_unicode -= call.world.kept_in_unicode if only is None else only
    return response_to(request)


@handler(NS, "NoOpRequest")
def nothing(request: Element, call: Call) -> Element:
    return response_to(request)


@handler(NS, "RecalculateMailboxCountsRequest")
def recalculate(request: Element, call: Call) -> Element:
    """Counts are never wrong here; what is left is that the server reads the mailbox anew (zimbra-soap-mail.md 2.6)."""
    key = request.need_child("mbox").need("id")
    account = call.world.account_by("id", key)
    if account is None:
        raise no_such("account", key)
    if not call.may_admin(account_right("adminLoginAs", account), account):
        raise no_access(account.name)
    box = open_mailbox(call.world, account)
    box.remember_tree()
    out = response_to(request)
    out.add(E("mbox", id=account.id, used=sum(m.size for m in box.messages.values())))
    return out


@handler(NS, "PingRequest", auth="user")
def ping(request: Element, call: Call) -> Element:
    return response_to(request)


@handler(NS, "GetVersionInfoRequest")
def version_info(request: Element, call: Call) -> Element:
    out = response_to(request)
    out.add(info(call.world))
    return out


def _to_act_as(call: Call, request: Element) -> Account:
    """The account of a DelegateAuth; other than elsewhere it is told what there is and which right is missing."""
    by, key = selector(request, "account")
    account = call.world.account_by(by, key)
    if account is None:
        raise no_such("account", key)
    if account.is_admin and call.auth is not None and not call.auth.is_admin:
        raise perm_denied("delegated admin is not allowed to access a global admin's account")
    if not call.may_admin("adminLoginAs", account):
        raise perm_denied(f"need right: adminLoginAs for account {account.name}")
    return account


@handler(NS, "DelegateAuthRequest")
def delegate_auth(request: Element, call: Call) -> Element:
    element = request.need_child("account")
    if element.attr("by") not in ("name", "id"):
        raise invalid_request(f"unknown value for by: {element.attr('by')}")
    seconds = request.integer("duration", 3600)
    account = _to_act_as(call, request)
    real = min(seconds * 1000, lifetime(account))
    out = response_to(request)
    out.add(Element("authToken", text=call.keeper.make(account, real, issued_for=call.caller)))
    out.add_text("lifetime", seconds * 1000)
    return out
