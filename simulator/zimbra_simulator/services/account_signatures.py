# Copyright (c) 2026, the teammail.zimbra contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Signatures, to which personas point by zimbraPrefDefaultSignatureId (zimbra-soap-admin.md 8)."""

from __future__ import annotations

from zimbra_simulator.access.context import Call
from zimbra_simulator.directory.entry import Account
from zimbra_simulator.services.account_prefs import check_may_modify
from zimbra_simulator.services.registry import handler
from zimbra_simulator.wire.element import E, Element, response_to
from zimbra_simulator.wire.faults import Fault, invalid_attr_value, invalid_request, no_such

NS = "urn:zimbraAccount"
_TYPES = ("text/plain", "text/html")
_DEFAULT = "zimbraPrefDefaultSignatureId"


def signature_elements(account: Account) -> list[Element]:
    """``<signature name id><content type>`` for each."""
    out = []
    for signature_id, held in account.signatures.items():
        node = E("signature", name=held["name"], id=signature_id)
        for kind in _TYPES:
            if held.get(kind):
                node.add(E("content", type=kind, text=held[kind]))
        if held.get("contact"):
            node.add_text("cid", held["contact"])
        out.append(node)
    return out


def _contents(account: Account, element: Element) -> dict[str, str]:
    found: dict[str, str] = {}
    limit = int(account.get("zimbraMailSignatureMaxLength") or 0)
    for content in element.children_named("content"):
        kind = content.need("type")
        if kind not in _TYPES:
            raise invalid_request(f"invalid type {kind}")
        if kind in found:
            raise invalid_request(f"only one {kind} content is allowed")
        if limit and len(content.text) > limit:
            raise invalid_attr_value(f"signature is longer than the limited value {limit}")
        found[kind] = content.text
    contact = element.child("cid")
    if contact is not None:
        found["contact"] = contact.text
    return found


def _named(account: Account, name: str) -> str | None:
    return next((i for i, held in account.signatures.items() if held["name"].lower() == name.lower()), None)


def _exists(key: str) -> Fault:
    return Fault("account.SIGNATURE_EXISTS", f"signature already exists: {key}")


@handler(NS, "GetSignaturesRequest")
def get_signatures(request: Element, call: Call) -> Element:
    """All signatures of the requested account."""
    call.need_full_access()
    out = response_to(request)
    out.children.extend(signature_elements(call.requested))
    return out


@handler(NS, "CreateSignatureRequest")
def create_signature(request: Element, call: Call) -> Element:
    """A new signature; the first one becomes the account's default."""
    check_may_modify(call)
    account = call.requested
    element = request.need_child("signature")
    name, signature_id = element.need("name"), element.attr("id")
    held = _contents(account, element)
    if _named(account, name):
        raise _exists(name)
    if signature_id is not None and signature_id in account.signatures:
        raise _exists(signature_id)
    if len(account.signatures) >= int(account.get("zimbraSignatureMaxNumEntries") or 20):
        raise Fault("account.TOO_MANY_SIGNATURES", "too many signatures. can't create any more")
    first = not account.signatures
    signature_id = signature_id or call.world.new_id()
    account.signatures[signature_id] = {"name": name, **held}
    if first:
        call.world.write(account, {_DEFAULT: [signature_id]})
    call.world.touch(account)
    out = response_to(request)
    out.add(E("signature", id=signature_id, name=name))
    return out


@handler(NS, "ModifySignatureRequest")
def modify_signature(request: Element, call: Call) -> Element:
    """Other contents (an empty one is removed) or another name, by id only."""
    check_may_modify(call)
    account = call.requested
    element = request.need_child("signature")
    signature_id = element.need("id")
    if signature_id not in account.signatures:
        raise no_such("signature", signature_id)
    held = _contents(account, element)
    name = element.attr("name")
    if name is not None:
        name = name.strip()
        if not name:
            raise invalid_request("empty signature name is not allowed")
        if _named(account, name) not in (None, signature_id):
            raise _exists(name)
        held["name"] = name
    account.signatures[signature_id].update(held)
    call.world.touch(account)
    return response_to(request)


@handler(NS, "DeleteSignatureRequest")
def delete_signature(request: Element, call: Call) -> Element:
    """By id or by name; the default one is then no longer anybody's default."""
    check_may_modify(call)
    account = call.requested
    element = request.need_child("signature")
    given = element.attr("id")
    found = given if given is not None else _named(account, element.need("name"))
    if found not in account.signatures:
        raise no_such("signature", given if given is not None else element.need("name"))
    del account.signatures[found]
    if account.get(_DEFAULT, cos=False) == found:
        call.world.write(account, {_DEFAULT: []})
    call.world.touch(account)
    return response_to(request)
