# Copyright (c) 2026, the teammail.zimbra contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What addresses belong to, for the module address_info (zimbra-soap-admin.md 4.7)."""

from __future__ import annotations

import typing as t

from ...session import Session
from ...values import account_key
from ..common.directory import EVERYTHING, lookup

OPTIONS = {"address": {"type": "list", "elements": "str", "required": True}}


def get_info(session: Session, params: t.Mapping[str, t.Any]) -> t.Dict[str, t.Any]:
    """What each of the addresses belongs to."""
    asked = [account_key("address", a) for a in params["address"]]
    holders = lookup(session, asked, further=EVERYTHING)
    entries = []
    for key in asked:
        holder = holders[key]
        if holder is None:
            entry = {
                "address": key,
                "kind": "none",
                "name": None,
                "id": None,
                "display_name": None,
                "alias": False,
                "notes": None,
            }
            entry["description"] = f"{key} belongs to nobody"
        else:
            entry = {
                "address": key,
                "kind": holder.kind,
                "name": holder.name,
                "id": holder.id,
                "display_name": holder.display_name or None,
            }
            entry.update(alias=holder.is_alias, notes=holder.notes or None, description=holder.describe())
        entries.append(entry)
    return {"addresses": entries}
