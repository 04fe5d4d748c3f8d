# Copyright (c) 2026, the teammail.zimbra contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""External accounts that fetch mail into a mailbox, by IMAP or POP3 (zimbra-soap-mail.md 8.6).  They are kept and shown; nothing is fetched."""

from __future__ import annotations

from zimbra_simulator.access.context import Call
from zimbra_simulator.services.registry import handler
from zimbra_simulator.wire.element import E, Element, response_to
from zimbra_simulator.wire.faults import Fault, invalid_request, no_such

NS = "urn:zimbraMail"
_KINDS = ("imap", "pop3")
# What an answer shows that nobody has given.
_PRESET = {"smtpPort": "-1", "importOnly": "0", "useAddressForForwardReply": "0"}
_NEEDED = ("name", "isEnabled", "host", "port", "connectionType", "l")
_SHOWN = (*_NEEDED, "username", *_PRESET)


def _given(request: Element) -> tuple[str, Element]:
    for kind in _KINDS:
        element = request.child(kind)
        if element is not None:
            return kind, element
    raise invalid_request("must specify a data source")


@handler(NS, "GetDataSourcesRequest")
def get_data_sources(request: Element, call: Call) -> Element:
    """All of the requested account, without their passwords."""
    call.need_full_access()
    out = response_to(request)
    for ident, held in call.requested.data_sources.items():
        shown = {name: held[name] for name in _SHOWN if name in held}
        out.add(E(held["kind"], id=ident, **shown))
    return out


@handler(NS, "CreateDataSourceRequest")
def create_data_source(request: Element, call: Call) -> Element:
    """A new one; two may neither bear one name nor fetch into one folder."""
    call.need_full_access()
    account = call.requested
    kind, element = _given(request)
    held = {"kind": kind, **_PRESET, **{name: element.need(name) for name in _NEEDED}}
    held.update({name: value for name in (*_PRESET, "username") if (value := element.attr(name)) is not None})
    for other in account.data_sources.values():
        if other["name"].lower() == held["name"].lower():
            raise Fault("account.DATA_SOURCE_EXISTS", f"data source already exists: {held['name']}")
        if other["l"] == held["l"]:
            raise invalid_request(f"Folder location conflict: {call.mailbox(account).folder(int(held['l'])).path}")
    ident = call.world.new_id()
    account.data_sources[ident] = held
    call.world.touch(account)
    out = response_to(request)
    out.add(E(kind, id=ident))
    return out


@handler(NS, "DeleteDataSourceRequest")
def delete_data_source(request: Element, call: Call) -> Element:
    """By id."""
    call.need_full_access()
    _kind, element = _given(request)
    ident = element.need("id")
    if ident not in call.requested.data_sources:
        raise no_such("data source", ident)
    del call.requested.data_sources[ident]
    call.world.touch(call.requested)
    return response_to(request)
