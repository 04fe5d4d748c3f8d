# Copyright (c) 2026, the teammail.zimbra contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Reading who may send in whose name (zimbra-soap-admin.md 5.2 and 6)."""

from __future__ import annotations

import typing as t

from ...engine import State
from ...session import Session
from ...values import address
from ..common.directory import lookup
from .resource import RIGHTS, read_aces, show

OPTIONS: t.Dict[str, t.Any] = {
    "target": {"type": "list", "elements": "str", "required": True},
    "right": {"type": "list", "elements": "str", "choices": RIGHTS},
}


def get_info(session: Session, params: t.Mapping[str, t.Any]) -> t.Dict[str, t.Any]:
    """One entry per target and right; addresses that nobody has are listed apart."""
    targets = list(dict.fromkeys(address("target", name) for name in params["target"]))
    rights = [r for r in RIGHTS if params["right"] is None or r in params["right"]]
    holders = lookup(session, targets)
    known = list({h.name: h for h in holders.values() if h}.values())

    def one(holder: t.Any) -> t.List[State]:
        aces = read_aces(session, holder, rights)
        return [show(holder.name, right, aces[right]) for right in rights]

    return {
        "send_rights": [state for states in session.parallel(one, known) for state in states],
        "missing": [name for name in targets if holders[name] is None],
    }
