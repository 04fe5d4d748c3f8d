# Copyright (c) 2026, the teammail.zimbra contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

from ansible_collections.teammail.zimbra.plugins.module_utils.assumptions import IN_A_ROLE, assumed, to_tell

FOLDER = "a@example.test:/Inbox/Meier does not exist yet"


def test_one_assumption_names_what_is_missing() -> None:
    assert to_tell([assumed(FOLDER)], False) == [f"{FOLDER}; check mode assumes that an earlier task would create it"]


def test_several_are_one_sentence_behind_the_other_notes() -> None:
    told = to_tell([assumed("no a"), "mind the gap", assumed("no b", "deliver it")], False)
    assert told == [
        "mind the gap",
        "check mode assumes that earlier tasks would create, or do, what is not there yet: no a; no b",
    ]


def test_hundreds_are_counted() -> None:
    told = to_tell([assumed(f"no {number}") for number in range(300)], False)
    assert told == [
        "check mode assumes that earlier tasks would create, or do, what is not there yet: no 0; no 1; no 2; and 297 more"
    ]


def test_after_a_look_every_task_says_the_same() -> None:
    assert to_tell([assumed("no a"), "mind the gap"], True) == ["mind the gap", IN_A_ROLE]
    assert to_tell([assumed("no b")], True) == [IN_A_ROLE]


def test_without_assumptions_nothing_is_added() -> None:
    assert to_tell(["mind the gap"], True) == ["mind the gap"]
