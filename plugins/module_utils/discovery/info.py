# Copyright (c) 2026, the teammail.zimbra contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Existing shared mailboxes with findings about them, for the module shared_mailbox_info and the inventory plugin."""

from __future__ import annotations

import typing as t

from ..engine import NOTES
from ..missing_rights import nothing_found
from ..session import Session
from .discover import discover
from .findings import findings_of
from .team import team_of
from .variables import host_names, variables_of

OPTIONS: t.Dict[str, t.Any] = {
    "address": {"type": "list", "elements": "str"},
    "domain": {"type": "str"},
    "filter": {"type": "str"},
}
EXCLUSIVE = [("address", "domain"), ("address", "filter")]


def get_info(session: Session, params: t.Mapping[str, t.Any]) -> t.Dict[str, t.Any]:
    """The mailboxes of ``address``, else all whose Inbox is shared with a list; what could not be read is listed apart."""
    discovery = discover(session, params["address"], params["domain"], params["filter"])
    hosts = host_names([box.holder.name for box in discovery.mailboxes])
    shown = []
    for box in sorted(discovery.mailboxes, key=lambda box: box.holder.name):
        team = team_of(box)
        variables = variables_of(box, team)
        shown.append(
            {
                "address": box.holder.name,
                "host": hosts[box.holder.name],
                "id": box.holder.id,
                "display_name": box.holder.display_name or None,
                "list": None if team.team_list is None else team.team_list["name"],
                "variables": variables,
                "findings": [dict(finding._asdict()) for finding in findings_of(box, team, variables)],
            }
        )
    unreadable = [{"address": a, "reason": discovery.unreadable[a]} for a in sorted(discovery.unreadable)]
    result: t.Dict[str, t.Any] = {"shared_mailboxes": shown, "unreadable": unreadable}
    if params["address"] is None and not shown and not unreadable:
        result[NOTES] = [nothing_found("listAccount", params["domain"])]
    return result
