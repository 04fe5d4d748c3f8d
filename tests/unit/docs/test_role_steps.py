# Copyright (c) 2026, the teammail.zimbra contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A mailbox in order is left alone since its steps would do nothing: they are asked with the options that the role's files have."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from ansible.parsing.dataloader import DataLoader
from ansible.template import Templar

try:
    from ansible.template import trust_as_template

    OMIT = {}
except ImportError:  # ansible-core before 2.19 evaluates every text, and leaves the place holder of an omitted value in
    OMIT = {"omit": "place holder of omit"}

    def trust_as_template(value):
        return value


from ansible_collections.teammail.zimbra.plugins.module_utils.resources.team import parts
from ansible_collections.teammail.zimbra.plugins.module_utils.resources.team.in_order import rights_asked, steps_of
from ansible_collections.teammail.zimbra.tests.unit.plugins.module_utils.resources.team.test_in_order import settled

ROLE = Path(__file__).parents[3] / "roles/shared_mailbox"
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
        (module,) = [key for key in task if key.startswith("teammail.zimbra.")]
        yield task["register"].removeprefix("shared_mailbox_"), module, task


def templated(plan, task, module):
    """The options of each time that a task runs."""
    given = {**yaml.safe_load((ROLE / "vars/main.yml").read_text(encoding="utf-8")), "shared_mailbox_plan": plan}
    given.update(OMIT, shared_mailbox_clashes={}, ansible_check_mode=False)
    loop = [None]
    if "loop" in task:
        loop = Templar(DataLoader(), trusted(given)).template(trusted(task["loop"]))
    for item in loop:
        also = {task["loop_control"]["loop_var"]: item} if "loop" in task else {}
        yield Templar(DataLoader(), {**trusted(given), **also}).template(trusted(task[module]))


def options(some):
    return {name: value for name, value in some.items() if value is not None and value != OMIT.get("omit")}


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
