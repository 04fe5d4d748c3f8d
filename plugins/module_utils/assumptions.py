# Copyright (c) 2026, the teammail.zimbra contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What check mode takes for done because an earlier task would do it, and how few words tell so."""

from __future__ import annotations

import typing as t

# Told alike by every task, which Ansible prints once for a whole run.
IN_A_ROLE = "check mode assumes of what does not exist yet that an earlier task would create it"
NAMED = 3


class Assumption(str):
    """A note that something is missing.  missing: what, as a clause; deed: what an earlier task would do about it."""

    missing: str
    deed: str


def assumed(missing: str, deed: str = "create it") -> Assumption:
    note = Assumption(f"{missing}; check mode assumes that an earlier task would {deed}")
    note.missing, note.deed = missing, deed
    return note


def to_tell(notes: t.Sequence[str], from_a_look: bool) -> t.List[str]:
    """The warnings of a task: its notes, and all that it assumes in one sentence.

    from_a_look: whether team_info has looked before; then the tasks that it belongs to show what they would create, and the sentence names nothing.
    """
    assumptions = [note for note in notes if isinstance(note, Assumption)]
    others = [note for note in notes if not isinstance(note, Assumption)]
    if not assumptions:
        return others
    if from_a_look:
        return [*others, IN_A_ROLE]
    if len(assumptions) == 1:
        return [*others, str(assumptions[0])]
    named = "; ".join(note.missing for note in assumptions[:NAMED])
    if len(assumptions) > NAMED:
        named += f"; and {len(assumptions) - NAMED} more"
    return [*others, f"check mode assumes that earlier tasks would create, or do, what is not there yet: {named}"]
