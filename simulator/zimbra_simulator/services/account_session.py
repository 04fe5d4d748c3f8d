# Copyright (c) 2026, the teammail.zimbra contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Users logging in and out, and what they are told about themselves (zimbra-soap-admin.md 2.1, 2.2)."""

from __future__ import annotations

import hmac

from zimbra_simulator.access import passwords, policy
from zimbra_simulator.access.context import Call
from zimbra_simulator.access.login import lifetime, locked_out, note_failure, signed_in_by_token
from zimbra_simulator.directory.addresses import shown
from zimbra_simulator.directory.entry import Account
from zimbra_simulator.services import version
from zimbra_simulator.services.account_identities import identity_elements
from zimbra_simulator.services.account_prefs import pref_values
from zimbra_simulator.services.account_signatures import signature_elements
from zimbra_simulator.services.admin_accounts import change_password
from zimbra_simulator.services.output import attributes
from zimbra_simulator.services.registry import handler
from zimbra_simulator.wire.element import E, Element, response_to
from zimbra_simulator.wire.faults import Fault, auth_failed, failure, invalid_request, maintenance_mode, perm_denied

NS = "urn:zimbraAccount"
_PREAUTH_WINDOW = 5 * 60_000  # milliseconds
_SECTIONS = ("mbox", "prefs", "attrs", "zimlets", "props", "idents", "sigs", "dsrcs", "children")


@handler(NS, "AuthRequest", auth="none")
def auth(request: Element, call: Call) -> Element:
    element, password = request.child("account"), request.attr("password")
    text = request.attr("authToken")
    if text is not None and element is None:
        return _signed_in(request, call, signed_in_by_token(call, text))
    preauth = request.child("preauth")
    if element is None:
        raise invalid_request("missing required element: account") if preauth is None else auth_failed("")
    key, by = element.text.strip(), element.attr("by") or "name"
    account = call.world.account_by(by, key)
    if password is None and preauth is not None:
        return _signed_in(request, call, *_preauthenticated(call, preauth, account, key, by))
    _refuse_or_pass(account, key, password or "")
    if account is None:
        raise auth_failed(key)
    return _signed_in(request, call, account)


def _preauthenticated(call: Call, preauth: Element, account: Account | None, key: str, by: str) -> tuple[Account, int]:
    """Who signs in by a message that the domain's key signs, and how many milliseconds for, 0 for as long as ever.

    The message is account, kind of name, end and time, joined by bars; five minutes off are too many.
    """
    timestamp, expires = preauth.need("timestamp"), preauth.integer("expires")
    moment = preauth.integer("timestamp")
    domain = call.world.domain((account.name if account else key).rpartition("@")[2].lower())
    if domain is None:
        raise failure(
            'java.lang.NullPointerException: Cannot invoke "com.zimbra.cs.account.Domain.getAttr" because "domain" is null'
        )
    if account is not None and account.status == "maintenance":
        raise maintenance_mode()
    if account is not None and account.status != "active":
        raise auth_failed(key)
    secret = domain.get("zimbraPreAuthKey")
    if secret is None:
        raise invalid_request("domain is not configured for preauth")
    given = preauth.text.strip()
    if not given:
        raise invalid_request("preAuth must not be empty")
    signed = "|".join((key, by, str(expires), timestamp.strip()))
    computed = hmac.new(secret.encode(), signed.encode(), "sha1").hexdigest()
    now = call.world.now_ms()
    fresh = abs(now - moment) <= _PREAUTH_WINDOW and (expires == 0 or expires > now)
    if account is None or not fresh or not hmac.compare_digest(computed, given.lower()):
        raise auth_failed(key)
    return account, max(0, expires - now)


def _refuse_or_pass(account: Account | None, key: str, password: str) -> None:
    if account is None:
        raise auth_failed(key)
    if account.status == "maintenance":
        raise maintenance_mode()
    if account.status != "active" or locked_out(account):
        raise auth_failed(key)
    if not passwords.matches(account.password, password):
        note_failure(account)
        raise auth_failed(key)
    if account.get("zimbraPasswordMustChange", cos=False) == "TRUE":
        raise Fault("account.CHANGE_PASSWORD", "must change password")


def _signed_in(request: Element, call: Call, account: Account, ms: int = 0) -> Element:
    ms = ms or lifetime(account)
    csrf = request.boolean("csrfTokenSecured")
    text = call.keeper.make(account, ms, csrf=csrf)
    out = response_to(request)
    out.add(Element("authToken", text=text))
    out.add_text("lifetime", ms - 1)
    if csrf:
        out.add_text("csrfToken", call.keeper.csrf_of(call.keeper.id_of(text)))
    out.add_text("skin", account.get("zimbraPrefSkin") or "harmony")
    call.new_cookies.append(("ZM_AUTH_TOKEN", text, ms // 1000))
    return out


@handler("urn:zimbraMail", "NoOpRequest")
def no_op(request: Element, call: Call) -> Element:
    """Answers at once: without a session there is nothing to wait for (zimbra-soap-mail.md 10)."""
    return response_to(request)


@handler(NS, "EndSessionRequest")
def end_session(request: Element, call: Call) -> Element:
    if request.attr("sessionId") is not None:  # sessions are not kept here
        raise failure("java.lang.ArrayIndexOutOfBoundsException: no such session")
    if request.boolean("logoff") and call.auth is not None:
        call.keeper.end(call.auth)
    return response_to(request)


@handler(NS, "ChangePasswordRequest", auth="none")
def change_own_password(request: Element, call: Call) -> Element:
    element = request.need_child("account")
    key = element.text.strip()
    old, new = request.need("oldPassword"), request.need("password")
    account = call.world.account_by(element.attr("by") or "name", key)
    if account is None or account.status != "active" or not passwords.matches(account.password, old):
        raise auth_failed(key)
    if account.true("zimbraPasswordLocked"):
        raise Fault("account.PASSWORD_LOCKED", "password is locked and can't be changed")
    policy.check(account, new)
    change_password(account, new)
    ms = lifetime(account)
    out = response_to(request)
    out.add(Element("authToken", text=call.keeper.make(account, ms)))
    out.add_text("lifetime", ms - 1)
    return out


@handler(NS, "GetVersionInfoRequest", auth="none")
def version_info(request: Element, call: Call) -> Element:
    config = next(call.world.of_kind("config"))
    if config.get("zimbraSoapExposeVersion") != "TRUE":
        raise perm_denied("Version info is not available.")
    out = response_to(request)
    out.add(version.info(call.world)).unique = True
    return out


@handler(NS, "GetInfoRequest")
def get_info(request: Element, call: Call) -> Element:
    account = call.requested
    call.need_full_access()
    call.world.kept_in_unicode.add(account.id)
    asked = request.attr("sections")
    sections = [s.strip() for s in asked.split(",")] if asked else list(_SECTIONS)
    for section in sections:
        if section not in _SECTIONS:
            raise invalid_request(f"unknown GetInfo section: {section}")
    out = response_to(request)
    out.add_text("version", version.release(call.world))
    out.add_text("id", account.id)
    out.add_text("name", shown(account.name))
    out.add_text("crumb", call.keeper.csrf_of(account.id)[2:34])
    out.add_text("lifetime", max(0, (call.auth.expires if call.auth else 0) - call.world.now_ms()))
    out.add_text("adminDelegated", bool(call.auth and call.auth.issued_for))
    if "mbox" in sections:
        box = call.mailbox(account)
        out.add_text("rest", f"http://mail.simulator.test/home/{account.name}")
        out.add_text("used", getattr(box, "size", 0))
    cos = call.world.cos_of(account)
    out.add_unique("cos", id=cos.id, name=cos.name)
    _add_sections(out, account, sections)
    return out


def _add_sections(out: Element, account: Account, sections: list[str]) -> None:
    if "prefs" in sections:
        prefs = out.add_unique("prefs")
        for name, value in pref_values(account):
            prefs.add_pair("pref", name, value)
    if "attrs" in sections:
        shown = out.add_unique("attrs")
        for name, values in attributes(account).items():
            if not name.startswith(("zimbraPref", "userPassword", "zimbraACE")):
                for value in values:
                    shown.add_pair("attr", name, value)
    if "idents" in sections:
        holder = out.add_unique("identities")
        for element in identity_elements(account):
            holder.add(element)
    for section, tag in (("zimlets", "zimlets"), ("props", "props"), ("dsrcs", "dataSources")):
        if section in sections:
            out.add_unique(tag)
    if "sigs" in sections:
        out.add_unique("signatures").children.extend(signature_elements(account))
    if "children" in sections:
        out.add(E("childAccounts")).unique = True
