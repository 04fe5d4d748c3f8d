# Copyright (c) 2026, the teammail.zimbra contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""When the role may leave its steps out: what these would be told is the same here and in the role's files, and what is not sure is done."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from ansible.template import Templar, trust_as_template

from ansible_collections.teammail.zimbra.plugins.module_utils.resources.team import parts
from ansible_collections.teammail.zimbra.plugins.module_utils.resources.team.in_order import (
    in_order,
    rights_asked,
    rights_of_agents,
    steps_of,
)
from ansible_collections.teammail.zimbra.tests.unit.plugins.module_utils.resources.team.test_info import judged, survey
from ansible_collections.teammail.zimbra.tests.unit.plugins.module_utils.resources.team.test_team import ANNA, BERND
from ansible_collections.teammail.zimbra.tests.unit.plugins.scripted import Script

ROLE = Path(parts.__file__).parents[4] / "roles/shared_mailbox"
# Files whose tasks run in a mailbox where nobody comes or leaves.
FILES = [*parts.ALWAYS, "more_personas", "whole_mounts"]
# Only what is called otherwise now, or not at all any more, is removed by it.
NOT_SETTLED = {"other_personas"}
WISHES = [
    {},
    {"aliases": ["help@example.com", "info@example.com"], "reply_as_alias": True},
    {"aliases": ["help@example.com"], "reply_as_alias": False, "sent_copies_read": False, "status": "active"},
    {
        "language": "de",
        "display_name": "Kundendienst Süd",
        "list": "crew@example.com",
        "list_display_name": "Crew",
        "list_receives_mail": True,
        "list_hidden": False,
        "inbox_name": "Teams/Süd",
        "sent_name": "Teams/Süd gesendet",
        "from_display": "Ihr Kundendienst",
        "persona_name": "Süd",
        "replace_whole_mounts": True,
    },
]


def trusted(value):
    """As Ansible takes it from the role's files."""
    if isinstance(value, dict):
        return {key: trusted(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [trusted(inner) for inner in value]
    return trust_as_template(value) if isinstance(value, str) else value


def tasks_of(file):
    """(registered result, module, task) of each module task in a file of the role."""
    for task in yaml.safe_load((ROLE / f"tasks/{file}.yml").read_text(encoding="utf-8")):
        module = next(key for key in task if key.startswith("teammail.zimbra."))
        yield task["register"].removeprefix("shared_mailbox_"), module, task


def templated(plan, task, module):
    """The options of each time that a task runs."""
    given = {**yaml.safe_load((ROLE / "vars/main.yml").read_text(encoding="utf-8")), "shared_mailbox_plan": plan}
    given.update(shared_mailbox_clashes={}, ansible_check_mode=False)
    loop = [None]
    if "loop" in task:
        loop = Templar(variables=trusted(given)).template(trusted(task["loop"]))
    for item in loop:
        also = {task["loop_control"]["loop_var"]: item} if "loop" in task else {}
        yield Templar(variables={**trusted(given), **also}).template(trusted(task[module]))


def options(some):
    return {name: value for name, value in some.items() if value is not None}


def settled(**wish):
    plan = judged(survey(), ANNA, BERND, **wish)
    plan["list"]["renamed_from"] = None
    return plan


@pytest.mark.parametrize("wish", WISHES, ids=["plain", "aliases", "other_values", "german"])
def test_the_steps_are_those_of_the_roles_files(wish):
    plan = settled(**wish)
    plan["memory"]["last"] = plan["personas"]["renamed"] = None
    # who is in the team already
    plan["joining"] = []
    in_role = [
        (name, module.rpartition(".")[2], options(one))
        for file in FILES
        if file in parts.ALWAYS or file in parts.parts_of(plan)["seldom"]
        for name, module, task in tasks_of(file)
        if name not in NOT_SETTLED
        for one in templated(plan, task, module)
    ]
    here = [(name, resource.__module__.split(".")[-2], options(wanted)) for name, resource, wanted in steps_of(plan)]
    assert len(here) >= 8
    assert sorted(here, key=str) == sorted(in_role, key=str)


def test_the_rights_are_those_that_the_role_verifies():
    plan = settled()
    ((_name, module, task),) = tasks_of("incoming")
    assert list(templated(plan, task, module)) == [rights_asked(plan)]


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
