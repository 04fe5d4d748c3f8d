# Copyright (c) 2026, the teammail.zimbra contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What somebody changes by hand in AWX is foretold by a check, and put back by a run."""

from __future__ import annotations

from typing import Any

import pytest

from awx.controller import PREFIX, Api, set_up
from awx.state import ONE, USUAL, good, organization, snapshot

NODE, TEMPLATE, WORKFLOW = (
    "node: ",
    f"job_templates: {PREFIX} - ",
    f"workflow_job_templates: {PREFIX} - drift and repair",
)
NIGHTLY = f"schedule: {PREFIX} - drift, nightly"


class Damages:
    """What somebody may do by hand, by name; each tells what in the snapshot it changes."""

    def __init__(self, api: Api) -> None:
        self.api = api
        self.org = organization(api, ONE)
        self.workflow = self.named("workflow_job_templates", f"{PREFIX} - drift and repair")
        nodes = api.all("workflow_job_template_nodes", workflow_job_template=self.workflow["id"])
        self.nodes = {node["identifier"]: node for node in nodes}
        self.templates = {n: self.named("job_templates", f"{PREFIX} - {n}") for n in ("converge", "drift", "verify")}
        self.inventory = self.named("inventories", PREFIX)
        self.project = self.named("projects", PREFIX)

    def named(self, kind: str, name: str) -> dict[str, Any]:
        return self.api.one(kind, organization=self.org, name=name)

    def a_way_past_the_approval(self) -> list[str]:
        self.api.call("POST", self.nodes["drift"]["related"]["success_nodes"], {"id": self.nodes["converge"]["id"]})
        return [NODE + "drift"]

    def a_foreign_root_node(self) -> list[str]:
        body = {"identifier": "by-hand", "unified_job_template": self.templates["converge"]["id"]}
        self.api.call("POST", self.workflow["related"]["workflow_nodes"], body)
        return [NODE + "by-hand"]

    def a_limit_on_the_node_converge(self) -> list[str]:
        self.api.patch(self.nodes["converge"], limit="support", job_type="check")
        return [NODE + "converge"]

    def a_slice_count(self) -> list[str]:
        self.api.patch(self.templates["drift"], job_slice_count=3)
        return [TEMPLATE + "drift"]

    def other_data_for_the_report(self) -> list[str]:
        self.api.patch(self.nodes["report"], extra_data={"drift_fail": "false"})
        return [NODE + "report"]

    def a_longer_approval(self) -> list[str]:
        self.api.call("PATCH", self.nodes["approval"]["related"]["unified_job_template"], {"timeout": 999999})
        return ["approval"]

    def another_survey(self) -> list[str]:
        spec = self.api.call("GET", self.templates["converge"]["related"]["survey_spec"])
        spec["spec"][0]["default"] = 50
        self.api.call("POST", self.templates["converge"]["related"]["survey_spec"], spec)
        return [f"survey: {PREFIX} - converge"]

    def another_survey_of_the_workflow(self) -> list[str]:
        spec = self.api.call("GET", self.workflow["related"]["survey_spec"])
        spec["spec"][0].update(required=True, default="true")
        self.api.call("POST", self.workflow["related"]["survey_spec"], spec)
        return [f"survey: {PREFIX} - drift and repair"]

    def a_callback_key_and_any_variables(self) -> list[str]:
        self.api.patch(self.templates["converge"], host_config_key="anybody", ask_variables_on_launch=True)
        return [TEMPLATE + "converge"]

    def another_environment(self) -> list[str]:
        environment = self.api.all("execution_environments")[0]["id"]
        self.api.patch(self.templates["verify"], execution_environment=environment)
        self.api.patch(self.project, default_environment=environment)
        return [TEMPLATE + "verify", f"projects: {PREFIX}"]

    def no_notification(self) -> list[str]:
        body = {"id": self.named("notification_templates", PREFIX)["id"], "disassociate": True}
        self.api.call("POST", self.templates["drift"]["related"]["notification_templates_error"], body)
        return [TEMPLATE + "drift: notification_templates_error"]

    def a_schedule_of_converge(self) -> list[str]:
        rule = "DTSTART;TZID=Europe/Berlin:20260101T030000 RRULE:FREQ=DAILY;INTERVAL=1"
        self.api.call("POST", self.templates["converge"]["related"]["schedules"], {"name": "by hand", "rrule": rule})
        return ["schedule: by hand"]

    def a_limit_on_the_schedule(self) -> list[str]:
        timer = self.api.one("schedules", unified_job_template=self.templates["drift"]["id"])
        self.api.patch(timer, limit="support", enabled=False)
        return [NIGHTLY]

    def a_host_of_its_own(self) -> list[str]:
        self.api.call("POST", "hosts/", {"name": "by-hand", "inventory": self.inventory["id"]})
        return ["hosts: by-hand"]

    def no_update_on_launch(self) -> list[str]:
        self.api.patch(self.project, scm_update_on_launch=False)
        source = self.api.one("inventory_sources", inventory=self.inventory["id"], name=PREFIX)
        self.api.patch(source, update_on_launch=False, source_vars="a: 1")
        return [f"projects: {PREFIX}", f"inventory_sources: {PREFIX}"]

    def another_url_in_the_credential(self) -> list[str]:
        credential = self.named("credentials", f"{PREFIX} - Zimbra")
        self.api.patch(credential, inputs={**credential["inputs"], "url": "https://elsewhere.example.test"})
        return [f"credentials: {PREFIX} - Zimbra"]

    def simultaneous_workflows(self) -> list[str]:
        self.api.patch(self.workflow, allow_simultaneous=True, limit="support", webhook_service="github")
        return [WORKFLOW]


DAMAGES = [
    name for name, value in vars(Damages).items() if not name.startswith("_") and name != "named" and callable(value)
]
HEALED: dict[str, Any] = {}


def test_damages_by_hand_are_foretold_and_healed(api: Api) -> None:
    damages = Damages(api)

    def state() -> dict[str, Any]:
        approval = api.call("GET", damages.nodes["approval"]["related"]["unified_job_template"])
        return {**snapshot(api, ONE), "approval": [approval["name"], approval["description"], approval["timeout"]]}

    HEALED["before"] = state()
    HEALED["parts"] = {name: getattr(damages, name)() for name in DAMAGES}
    HEALED["damaged"] = state()
    foretold = good(set_up(ONE, "--check", **USUAL))
    healed = good(set_up(ONE, **USUAL))
    HEALED["after"] = state()
    assert foretold.changes == healed.changes
    assert foretold.changed == healed.changed


@pytest.mark.parametrize("name", DAMAGES)
def test_damage(name: str) -> None:
    for key in HEALED["parts"][name]:
        assert HEALED["damaged"].get(key) != HEALED["before"].get(key), f"{name} changes nothing in {key}"
        assert HEALED["after"].get(key) == HEALED["before"].get(key), key


def test_nothing_else_was_touched() -> None:
    assert HEALED["after"] == HEALED["before"]
