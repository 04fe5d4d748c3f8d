# Copyright (c) 2026, the teammail.zimbra contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Preferences (zimbra-soap-admin.md 7)."""

from __future__ import annotations

from collections.abc import Iterator

from zimbra_simulator.access.context import Call
from zimbra_simulator.directory import changes, schema
from zimbra_simulator.directory.entry import Account
from zimbra_simulator.services.output import attributes
from zimbra_simulator.services.registry import handler
from zimbra_simulator.wire.element import Element, response_to
from zimbra_simulator.wire.faults import invalid_request, perm_denied

NS = "urn:zimbraAccount"


def check_may_modify(call: Call) -> None:
    """service.PERM_DENIED unless the caller may change options of the requested account (7, canModifyOptions)."""
    if not call.full_access(call.requested) or call.caller.get("zimbraFeatureOptionsEnabled") == "FALSE":
        raise perm_denied("can not modify options")


def pref_values(account: Account) -> Iterator[tuple[str, str]]:
    """All preferences of an account with those of its class of service."""
    for name, values in sorted(attributes(account).items()):
        if name.startswith("zimbraPref"):
            for value in values:
                yield name, value


@handler(NS, "GetPrefsRequest")
def get_prefs(request: Element, call: Call) -> Element:
    call.need_full_access()
    call.world.kept_in_unicode.add(call.requested.id)
    only = {p.attrs.get("name") for p in request.children_named("pref")}
    out = response_to(request)
    for name, value in pref_values(call.requested):
        if not only or name in only:
            out.add_pair("pref", name, value)
    return out


@handler(NS, "ModifyPrefsRequest")
def modify_prefs(request: Element, call: Call) -> Element:
    check_may_modify(call)
    account = call.requested
    asked = changes.gather(request.values("pref"))
    for name in asked:
        plain = name[1:] if name[:1] in "+-" else name
        if not plain.startswith("zimbraPref"):
            raise invalid_request("pref name must start with zimbraPref")
        if schema.lookup(plain) is None:
            raise invalid_request(f"no such attribute: {plain}")
        if plain == "zimbraPrefMailForwardingAddress" and account.get("zimbraFeatureMailForwardingEnabled") == "FALSE":
            raise perm_denied("forwarding not enabled")
    call.world.write(account, changes.for_modification(call.world, account, asked))
    return response_to(request)
