# Copyright (c) 2026, the teammail.zimbra contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""When the role may leave its steps out: what is not sure is done."""

from __future__ import annotations

import pytest

from ansible_collections.teammail.zimbra.plugins.module_utils.resources.team.in_order import (
    in_order,
    rights_of_agents,
    steps_of,
)
from ansible_collections.teammail.zimbra.tests.unit.plugins.module_utils.resources.team.test_info import judged, survey
from ansible_collections.teammail.zimbra.tests.unit.plugins.module_utils.resources.team.test_team import ANNA, BERND
from ansible_collections.teammail.zimbra.tests.unit.plugins.scripted import Script


def settled(**wish):
    plan = judged(survey(), ANNA, BERND, **wish)
    plan["list"]["renamed_from"] = None
    return plan


def test_a_team_of_nobody_has_no_steps_for_agents():
    plan = judged(survey(members=()))
    assert {name for name, _resource, _options in steps_of(plan)} == {
        "account",
        "team_list",
        "shares",
        "send_right",
        "filter",
    }
    assert rights_of_agents(Script().session(), plan) == []


def test_what_was_not_read_is_not_in_order_and_not_asked_for_either():
    script = Script()
    session = script.session()
    session.read_for_all()
    plan = settled()
    assert in_order(session, plan) is False
    assert rights_of_agents(session, plan) is None


@pytest.mark.parametrize(
    "change",
    [
        lambda plan: plan["desired"].update(state="absent"),
        lambda plan: plan["mailbox"].update(exists=False),
        lambda plan: plan["parts"].update(people_change=["access_ends"]),
        lambda plan: plan["parts"].update(seldom=["memory"]),
        lambda plan: plan["personas"].update(former=["old@example.com"]),
        lambda plan: plan["folders"].update(former_paths={"/Inbox/Meier": "/Inbox/Maier"}),
        lambda plan: plan["list"].update(renamed_from="crew@example.com"),
    ],
)
def test_where_somebody_comes_or_leaves_or_something_is_renamed_all_steps_run(change, monkeypatch):
    plan = settled()
    module = "ansible_collections.teammail.zimbra.plugins.module_utils.resources.team.in_order"
    monkeypatch.setattr(f"{module}._does_something", lambda session, step: False)
    session = Script().session()
    assert in_order(session, plan) is True
    change(plan)
    assert in_order(session, plan) is False


def test_each_step_is_asked_until_one_has_something_to_do(monkeypatch):
    plan, asked = settled(), []

    def does_something(session, step):
        asked.append(step[0])
        return step[0] == "shares"

    module = "ansible_collections.teammail.zimbra.plugins.module_utils.resources.team.in_order"
    monkeypatch.setattr(f"{module}._does_something", does_something)
    assert in_order(Script().session(), plan) is False
    assert asked == ["account", "folders", "team_list", "shares"]
