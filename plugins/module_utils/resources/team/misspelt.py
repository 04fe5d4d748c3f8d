# Copyright (c) 2026, the teammail.zimbra contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Mistakes in the inventory: variables whose names are nearly those of the role, since Ansible takes any and what is misspelt has no
effect, and names that another mailbox has.
"""

from __future__ import annotations

import difflib
import typing as t

from .variables import OPTIONS, VARIABLE, DesiredTeam

# What the role takes besides the options of team_info.
FURTHER = ("auth_token", "verification_agent", "verification_patience", "verification_timeout")
# What the role makes itself and is nearly called like a variable of a user.
OWN = (
    "filter",
    "memory",
    "mounts",
    "persona",
    "personas",
    "personas_gone",
    "replies",
    "shares",
    "team",
    "verification",
)
ALIKE = 0.8


def misspelt_variables(names: t.Iterable[str]) -> t.List[str]:
    """A sentence on each variable whose name is none of the role's, but nearly one."""
    known = sorted([*OPTIONS, *FURTHER])
    problems = []
    for name in sorted(set(names)):
        if not name.lower().startswith(VARIABLE):
            continue
        rest = name[len(VARIABLE) :]
        if name == VARIABLE + rest and (rest in known or rest in OWN):
            continue
        near = difflib.get_close_matches(rest.lower(), known, 1, ALIKE)
        if near:
            problems.append(
                f"the variable {name} is set, which the role does not know; call it {VARIABLE}{near[0]}, or remove it"
            )
    return problems


def other_mailboxes_conflicts(desired: DesiredTeam, params: t.Mapping[str, t.Any]) -> t.List[str]:
    """Sentences on other hosts, and on mailboxes that this host had to do with before, which want the same for another mailbox."""
    before = params["lists_before"].get(desired.list)
    if before in (None, desired.address):
        return list(params["contradictions"])
    return [
        *params["contradictions"],
        "shared_mailbox_list is %s for %s, as it was for %s before; each of them would take away the other's agents: give each mailbox a list of its own"
        % (desired.list, desired.address, before),
    ]
