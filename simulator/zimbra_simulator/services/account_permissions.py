# Copyright (c) 2026, the teammail.zimbra contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""GrantPermission and its kin: the older form of GrantRights (zimbra-soap-admin.md 5.2)."""

from __future__ import annotations

from zimbra_simulator.access.context import Call
from zimbra_simulator.directory import userrights
from zimbra_simulator.services.account_rights import get_rights, grant_rights, revoke_rights
from zimbra_simulator.services.registry import handler
from zimbra_simulator.wire.element import Element, response_to
from zimbra_simulator.wire.faults import failure, no_access

NS = "urn:zimbraMail"

handler(NS, "GrantPermissionRequest")(grant_rights)
handler(NS, "GetPermissionRequest")(get_rights)
handler(NS, "RevokePermissionRequest")(revoke_rights)


@handler(NS, "CheckPermissionRequest")
def check_permission(request: Element, call: Call) -> Element:
    """Whether the caller holds user rights on a target; a target that is not there allows only the defaults."""
    target = request.need_child("target")
    key, by = target.text.strip(), target.attr("by") or "name"
    found = call.world.account_by(by, key) or call.world.group_by(by, key)
    if found is None and by == "id":
        raise no_access(key)
    every = True
    out = response_to(request)
    for element in request.children_named("right"):
        name = element.text.strip()
        if name not in userrights.RIGHTS:
            raise failure(f"invalid right: {name}")
        default = userrights.RIGHTS[name].default
        allow = default if found is None else userrights.holds(call.world, call.caller, name, found)
        every = every and allow
        out.add(Element("right", text=name)).set(allow=allow)
    return out.set(allow=every)
