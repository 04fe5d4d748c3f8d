# Copyright (c) 2026, the teammail.zimbra contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What the status of accounts means, and what is remembered of people whose mailboxes could not be worked in."""

from __future__ import annotations

import pytest

from ansible_collections.teammail.zimbra.plugins.module_utils.resources.common.directory import Holder
from ansible_collections.teammail.zimbra.plugins.module_utils.resources.team.memory import Memory
from ansible_collections.teammail.zimbra.plugins.module_utils.resources.team.memory_resource import (
    OPTIONS,
    CurrentMemory,
    TeamMemory,
)
from ansible_collections.teammail.zimbra.tests.unit.plugins.module_utils.resources.team.test_info import (
    MAILBOX,
    judged,
    survey,
)
from ansible_collections.teammail.zimbra.tests.unit.plugins.module_utils.resources.team.test_team import (
    ANNA,
    BERND,
    BOX,
    CARLA,
    IDS,
    found,
)
from ansible_collections.teammail.zimbra.tests.unit.plugins.scripted import Script


def looked(status):
    box = MAILBOX._replace(status=status)
    return survey(**{BOX: box})._replace(box=box)


@pytest.mark.parametrize(
    ("status", "given", "refused", "desired", "verify"),
    [
        ("active", {}, None, None, True),
        ("", {}, None, None, True),  # a delegated administrator may not see it
        ("locked", {}, "has the status locked", None, False),
        ("closed", {}, "or to closed if it is to stay so", None, False),
        ("lockout", {}, "or to locked if it is to stay so", None, False),
        ("locked", {"status": "active"}, None, "active", True),
        ("locked", {"status": "locked"}, None, "locked", False),
        ("active", {"status": "closed"}, None, "closed", False),
        ("maintenance", {"status": "active"}, "which the role never ends", "active", True),
        ("locked", {"state": "absent"}, None, None, False),
    ],
)
def test_an_existing_mailbox_keeps_its_status(status, given, refused, desired, verify):
    result = judged(looked(status), ANNA, BERND, **given)
    told = result["in_the_way"]
    assert (refused in told[0] and len(told) == 1) if refused else told == []
    assert (result["desired"]["status"], result["desired"]["verify"]) == (desired, verify)
    assert result["mailbox"]["status"] == (status or "active")


def test_what_a_delegated_administrator_cannot_look_into_is_refused():
    seen = looked("locked")._replace(tree=None)
    (told,) = judged(seen, ANNA, BERND, status="active")["in_the_way"]
    assert "has the status locked, in which only a global administrator can work in it" in told


def test_an_agent_who_cannot_log_in_is_named():
    shut = Holder("account", IDS[BERND], BERND, BERND, "Bernd Müller", status="locked")
    result = judged(survey(**{BERND: shut, IDS[BERND]: shut}), ANNA, BERND)
    assert (
        result["notes"][0].startswith("bernd@example.com is an agent, but the account is locked")
        and not result["in_the_way"]
    )


LIST = "0d8a6a3d-2f6c-4d2c-9a53-0d8a6a3d7c11"
BEFORE = Memory(True, LIST, "Old", "Old Sent", ("Old",), {IDS[ANNA]: 257, IDS[BERND]: 258})


def written(unfinished, team, left=(), memory=BEFORE):
    def person(who, number):
        return {"address": who, "id": IDS[who], "folder": None, "folder_id": number}

    params = {name: spec.get("default") for name, spec in OPTIONS.items()}
    params.update(account=BOX, list=LIST, inbox_name="New", sent_name="New Sent", personas=["New"])
    params.update(agents=[person(*p) for p in team], former_agents=[person(*p) for p in left], unfinished=unfinished)
    plan = TeamMemory(Script().session(), params, False).plan(CurrentMemory(BOX, memory, found(), None), BOX)
    return plan.steps[0].memory if plan.steps else None


def test_when_all_is_finished_what_was_is_forgotten():
    assert written([], [(ANNA, 257)]) == Memory(True, LIST, "New", "New Sent", ("New",), {IDS[ANNA]: 257})


def test_one_who_leaves_and_was_not_reachable_still_leaves_in_the_next_run():
    kept = written([BERND], [(ANNA, 257)], left=[(BERND, 258)])
    assert kept is not None and (kept.agents, kept.left) == ({IDS[ANNA]: 257, IDS[BERND]: 258}, {})
    assert (kept.personas, kept.inbox_name, kept.sent_name) == (("Old", "New"), "Old", "Old Sent")
    assert written([BERND], [(ANNA, 257)], left=[(BERND, 258)], memory=kept) is None


def test_one_who_joins_and_was_not_reachable_still_joins_in_the_next_run():
    kept = written([CARLA], [(ANNA, 257), (BERND, 258), (CARLA, 259)])
    assert kept is not None and kept.agents == {IDS[ANNA]: 257, IDS[BERND]: 258}
