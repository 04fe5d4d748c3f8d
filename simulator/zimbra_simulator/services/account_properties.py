# Copyright (c) 2026, the teammail.zimbra contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What programs keep with an account: ModifyProperties (zimbra-soap-admin.md 8.1)."""

from __future__ import annotations

from zimbra_simulator.access.context import Call
from zimbra_simulator.directory import changes
from zimbra_simulator.services.account_prefs import NS, check_may_modify
from zimbra_simulator.services.registry import handler
from zimbra_simulator.wire.element import Element, response_to
from zimbra_simulator.wire.faults import Fault

ATTRIBUTE = "zimbraZimletUserProperties"


def _parsed(values: list[str]) -> dict[tuple[str, str], str]:
    parts = (value.split(":", 2) for value in values)
    return {(part[0], part[1]): part[2] for part in parts if len(part) == 3}


@handler(NS, "ModifyPropertiesRequest")
def modify_properties(request: Element, call: Call) -> Element:
    """The server keeps what it has read or written in memory, and writes that with what is asked for, whatever the directory has by then."""
    check_may_modify(call)
    account = call.requested
    known = call.world.properties.setdefault(account.id, _parsed(account.all(ATTRIBUTE, cos=False)))
    try:
        for prop in request.children_named("prop"):
            known[prop.need("zimlet"), prop.need("name")] = prop.text
        values = [f"{zimlet}:{name}:{text}" for (zimlet, name), text in known.items()]
        call.world.write(account, changes.for_modification(call.world, account, {ATTRIBUTE: values}))
    except Fault as fault:
        if fault.code.startswith("account."):
            call.world.properties.pop(account.id, None)
        raise
    return response_to(request)
