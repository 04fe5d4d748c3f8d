# Copyright (c) 2026, the teammail.zimbra contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Each template is launched in AWX, and what AWX hands to the job is run against the simulator."""

from __future__ import annotations

import json
from typing import Any

import pytest
from playground.awx import Controller
from playground.company import Company
from playground.damage import SCHULZE, remove_member

from awx.controller import PREFIX, Api
from awx.state import ONE, organization


@pytest.mark.parametrize(
    ("template", "answers"),
    [
        ("converge", {}),
        ("converge", {"shared_mailbox_max_removals": 5, "shared_mailbox_former_agent_mail": "to_inbox"}),
        ("drift", {}),
        ("drift", {"drift_fail": "true"}),
        ("drift", {"drift_fail": "unless_drifted"}),
        ("drift report", {}),
        ("verify", {}),
        ("verify", {"shared_mailbox_verification_agent": SCHULZE}),
        ("verify", {"shared_mailbox_verification_agent": "schultze@example.test"}),
    ],
)
def test_what_a_launch_hands_over_does_what_the_survey_promises(
    api: Api, jobs: Controller, template: str, answers: dict[str, Any]
) -> None:
    found = api.one("job_templates", organization=organization(api, ONE), name__endswith=f" - {template}")
    launched = api.call("POST", found["related"]["launch"], {"extra_vars": answers} if answers else {})
    job = api.call("GET", launched["url"])
    if api.call("GET", job["related"]["cancel"])["can_cancel"]:
        api.call("POST", job["related"]["cancel"])
    extra = json.loads(job["extra_vars"])
    described = {"drift": {"drift_report_dir": ""}, "drift report": {"drift_report_dir": "", "drift_merge": True}}
    assert extra == {**described.get(template, {}), **answers}, "what nobody answered is not passed"
    assert job["job_type"] == ("check" if template in described else "run")
    (credential,) = job["summary_fields"]["credentials"]
    assert credential["name"] == f"{PREFIX} - Zimbra"
    done = jobs.run(found["playbook"].removesuffix(".yml"), job["job_type"], extra, job["diff_mode"])
    ends = (
        "failed"
        if answers.get("drift_fail") == "unless_drifted"
        or "schultze@example.test" in answers.values()
        or template == "drift report"
        else "successful"
    )
    assert done.status == ends, done.output


def test_only_drift_leads_to_the_question(api: Api, jobs: Controller, zimbra: Company) -> None:
    """With what the workflow's nodes hand over: sound, differing, told not to ask, and with Zimbra out of reach."""
    workflow = api.one("workflow_job_templates", organization=organization(api, ONE))
    nodes = {n["identifier"]: n for n in api.all("workflow_job_template_nodes", workflow_job_template=workflow["id"])}

    def night(**answers: str) -> list[str]:
        """How the jobs before the approval end, up to the first that succeeds."""
        ends, artifacts = [], {}
        for number, name in enumerate(("drift", "report"), 1):
            template = api.call("GET", nodes[name]["related"]["unified_job_template"])
            extra = {**json.loads(template["extra_vars"]), **nodes[name]["extra_data"], **answers, "awx_job_id": number}
            done = jobs.run("drift", "check", extra, artifacts=artifacts)
            artifacts.update(done.artifact)
            ends.append(done.status)
            if done.status == "successful":
                break
        return ends

    assert jobs.run("converge", "run", {}).status == "successful"
    assert night() == ["successful"]
    remove_member(zimbra.admin)
    assert night() == ["failed", "successful"], "this asks"
    (question,) = api.call("GET", workflow["related"]["survey_spec"])["spec"]
    assert (question["variable"], question["choices"], question["required"]) == ("drift_fail", ["true"], False)
    assert night(drift_fail="true") == ["failed", "failed"], "a workflow's answer beats what its nodes say"
    url = jobs.environment["ZIMBRA_URL"]
    jobs.environment["ZIMBRA_URL"] = "https://127.0.0.1:9/service/admin/soap"
    try:
        assert night() == ["failed", "failed"]
    finally:
        jobs.environment["ZIMBRA_URL"] = url


def test_the_workflow_can_be_told_not_to_ask(api: Api) -> None:
    """By its survey, since AWX passes nothing else; the schedule of a set-up with slices does so."""
    workflow = api.one("workflow_job_templates", organization=organization(api, ONE))
    launched = api.call("POST", workflow["related"]["launch"], {"extra_vars": {"drift_fail": "true"}})
    job = api.call("GET", launched["url"])
    if api.call("GET", job["related"]["cancel"])["can_cancel"]:
        api.call("POST", job["related"]["cancel"])
    assert json.loads(job["extra_vars"]) == {"drift_fail": "true"}
