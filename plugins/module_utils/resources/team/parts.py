# Copyright (c) 2026, the teammail.zimbra contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Which task files of the role shared_mailbox a mailbox needs: most runs do without many of them."""

from __future__ import annotations

import typing as t

from ...engine import State

# The files that every mailbox runs, and the only one of a mailbox that is to be absent.
ALWAYS = ("account", "folders", "team_list", "shares", "mountpoints", "replies")
ABSENT = "absent"


def parts_of(plan: t.Mapping[str, t.Any]) -> State:
    """The files behind the account (people_change) and behind the replies (seldom), in their order; all of them in that of the report.

    plan: the other results of the module team_info.
    """
    desired, folders = plan["desired"], plan["folders"]
    access_ends = bool(plan["members_to_remove"]) or plan["list"]["former"] is not None
    leaving = bool(plan["former_agent_accounts"] or folders["remove"] or folders["subfolders"])
    people_change = _needed(
        new_agents=plan["new_agents"],
        access_ends=access_ends or plan["memory"]["first"] is not None,
        extra_access=plan["extra_access_to_remove"]["any"],
    )
    seldom = _needed(
        inheritance=folders["own_grants"],
        whole_mounts=desired["replace_whole_mounts"] and plan["team"],
        more_personas=len(desired["personas"]) > 1 or plan["personas"]["former"],
        offboarding=leaving,
        memory=plan["memory"]["last"] is not None,
    )
    every = [ABSENT] if desired["state"] == ABSENT else [ALWAYS[0], *people_change, *ALWAYS[1:], *seldom]
    return {"people_change": people_change, "seldom": seldom, "all": every, "access_ends": access_ends}


def _needed(**parts: t.Any) -> t.List[str]:
    return [name for name, wanted in parts.items() if wanted]
