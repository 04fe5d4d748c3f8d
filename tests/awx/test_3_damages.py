# Copyright (c) 2026, the teammail.zimbra contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What somebody changes by hand in AWX is foretold by a check, and put back by a run."""

from __future__ import annotations

from typing import Any

import pytest

from awx.controller import Api, set_up
from awx.state import ONE, USUAL, good, organization, snapshot


class Damages:
    """What somebody may do by hand, by name."""

    def __init__(self, api: Api) -> None:
        self.api = api
        self.org = organization(api, ONE)
        self.workflow = api.one("workflow_job_templates", organization=self.org)
        self.nodes = {
            n["identifier"]: n
            for n in api.all("workflow_job_template_nodes", workflow_job_template=self.workflow["id"])
        }
        self.templates = {t["name"].rpartition(" ")[2]: t for t in api.all("job_templates", organization=self.org)}
        self.inventory = api.one("inventories", organization=self.org)

    def a_way_past_the_approval(self) -> None:
        self.api.call("POST", self.nodes["drift"]["related"]["success_nodes"], {"id": self.nodes["converge"]["id"]})

    def a_foreign_root_node(self) -> None:
        body = {"identifier": "by-hand", "unified_job_template": self.templates["converge"]["id"]}
        self.api.call("POST", self.workflow["related"]["workflow_nodes"], body)

    def a_limit_on_the_node_converge(self) -> None:
        self.api.patch(self.nodes["converge"], limit="support", job_type="check")

    def a_slice_count(self) -> None:
        self.api.patch(self.templates["drift"], job_slice_count=3)

    def other_data_for_the_first_node(self) -> None:
        self.api.patch(self.nodes["drift"], extra_data={"drift_fail": "false"})

    def a_longer_approval(self) -> None:
        self.api.call("PATCH", self.nodes["approval"]["related"]["unified_job_template"], {"timeout": 999999})

    def another_survey(self) -> None:
        spec = self.api.call("GET", self.templates["converge"]["related"]["survey_spec"])
        spec["spec"][0]["default"] = 50
        self.api.call("POST", self.templates["converge"]["related"]["survey_spec"], spec)

    def a_callback_key(self) -> None:
        self.api.patch(
            self.templates["converge"], host_config_key="anybody", allow_simultaneous=True, ask_variables_on_launch=True
        )

    def another_environment(self) -> None:
        environment = self.api.all("execution_environments")[0]["id"]
        self.api.patch(self.templates["converge"], execution_environment=environment)
        self.api.patch(self.api.one("projects", organization=self.org), default_environment=environment)

    def no_notification(self) -> None:
        hook = self.api.one("notification_templates", organization=self.org)["id"]
        self.api.call(
            "POST",
            self.templates["drift"]["related"]["notification_templates_error"],
            {"id": hook, "disassociate": True},
        )

    def a_schedule_of_converge(self) -> None:
        rule = "DTSTART;TZID=Europe/Berlin:20260101T030000 RRULE:FREQ=DAILY;INTERVAL=1"
        self.api.call("POST", self.templates["converge"]["related"]["schedules"], {"name": "by hand", "rrule": rule})

    def a_limit_on_the_schedule(self) -> None:
        self.api.patch(
            self.api.one("schedules", unified_job_template=self.templates["drift"]["id"]),
            limit="support",
            enabled=False,
        )

    def a_host_of_its_own(self) -> None:
        self.api.call("POST", "hosts/", {"name": "by-hand", "inventory": self.inventory["id"]})

    def another_branch(self) -> None:
        self.api.patch(
            self.api.one("projects", organization=self.org), scm_branch="elsewhere", scm_update_on_launch=False
        )

    def no_source_update(self) -> None:
        self.api.patch(
            self.api.one("inventory_sources", inventory=self.inventory["id"]),
            update_on_launch=False,
            source_vars="a: 1",
        )

    def another_url_in_the_credential(self) -> None:
        credential = self.api.one("credentials", organization=self.org)
        self.api.patch(credential, inputs={**credential["inputs"], "url": "https://elsewhere.example.test"})

    def simultaneous_workflows(self) -> None:
        self.api.patch(self.workflow, allow_simultaneous=True, limit="support", webhook_service="github")


DAMAGES = [name for name in vars(Damages) if not name.startswith("_")]
HEALED: dict[str, Any] = {}


def test_damages_by_hand_are_foretold_and_healed(api: Api) -> None:
    before = snapshot(api, ONE)
    damages = Damages(api)
    parts: dict[str, list[str]] = {}
    now = before
    for name in DAMAGES:
        last = now
        getattr(damages, name)()
        now = snapshot(api, ONE)
        parts[name] = [key for key in {*last, *now} if last.get(key) != now.get(key)]
    # The approval's own template is none of the organization's objects.
    approval = damages.nodes["approval"]["related"]["unified_job_template"]
    foretold = good(set_up(ONE, "--check", **USUAL))
    assert snapshot(api, ONE) == now, "a check writes nothing"
    healed = good(set_up(ONE, **USUAL))
    HEALED.update(before=before, after=snapshot(api, ONE), parts=parts, timeout=api.call("GET", approval)["timeout"])
    assert (foretold.changes, foretold.changed) == (healed.changes, healed.changed)


@pytest.mark.parametrize("name", DAMAGES)
def test_damage(name: str) -> None:
    keys = HEALED["parts"][name]
    assert keys or name == "a_longer_approval", "the damage did nothing"
    assert HEALED["timeout"] == 72000
    for key in keys:
        assert HEALED["after"].get(key) == HEALED["before"].get(key), key


def test_nothing_else_was_touched() -> None:
    assert HEALED["after"] == HEALED["before"]
