# Copyright (c) 2026, the teammail.zimbra contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What the status of an account (zimbraAccountStatus) means for a team.  Pure: nothing is asked or changed.

Somebody whose account is locked or closed cannot log in, but an administrator can set up all that they need.  Nobody can work in an account that
is in maintenance, and no agent in a mailbox that is not active (zimbra-soap-admin.md 1.7).
"""

from __future__ import annotations

import typing as t

from ...engine import State
from ..common.directory import Holder
from .variables import DesiredTeam

ACTIVE, MAINTENANCE = "active", "maintenance"


def locked_out_notes(team: t.Sequence[State]) -> t.List[str]:
    """Agents who have all that they need, but cannot log in."""
    return [
        "%s is an agent, but the account is %s, so that they cannot log in; leave them out of shared_mailbox_agents, or set the"
        " account's status to active" % (a["address"], a["status"])
        for a in team
        if a["status"] not in (None, ACTIVE, MAINTENANCE)
    ]


def status_refusals(desired: DesiredTeam, box: t.Optional[Holder], readable: bool) -> t.List[str]:
    """What the status of an existing mailbox forbids: it is somebody's decision, and in maintenance a backup or move is going on.

    readable: whether this administrator could look into it; a delegated one cannot while it is not active.
    """
    if box is None or box.kind != "account" or box.is_alias or box.status in ("", ACTIVE):
        return []
    if box.status == MAINTENANCE:
        return [
            "%s is in maintenance, as during a backup, a move or a restore, which the role never ends; run again when it is over, or end"
            " it by hand if nothing of that is going on" % desired.address
        ]
    if not readable:
        return [
            "%s has the status %s, in which only a global administrator can work in it; have it set to active first (module account),"
            " or use a global administrator" % (desired.address, box.status)
        ]
    if desired.options["state"] != "present" or desired.options.get("status"):
        return []
    return [
        "%s has the status %s, in which no agent can work in it; set shared_mailbox_status to active to end that, or to %s if it is to"
        " stay so" % (desired.address, box.status, box.status if box.status == "closed" else "locked")
    ]
