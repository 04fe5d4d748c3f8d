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
    assert extra == {**({"drift_report_dir": ""} if template == "drift" else {}), **answers}, (
        "what nobody answered is not passed"
    )
    assert job["job_type"] == ("check" if template == "drift" else "run")
    (credential,) = job["summary_fields"]["credentials"]
    assert credential["name"] == f"{PREFIX} - Zimbra"
    done = jobs.run(template, job["job_type"], extra, job["diff_mode"])
    ends = (
        "failed"
        if answers.get("drift_fail") == "unless_drifted" or "schultze@example.test" in answers.values()
        else "successful"
    )
    assert done.status == ends, done.output


def test_the_second_look_succeeds_only_where_a_mailbox_differs(api: Api, jobs: Controller, zimbra: Company) -> None:
    """With what the workflow's nodes hand over: sound, differing, and with Zimbra out of reach."""
    workflow = api.one("workflow_job_templates", organization=organization(api, ONE))
    node = api.one("workflow_job_template_nodes", workflow_job_template=workflow["id"], identifier="drifted")
    extra = {"drift_report_dir": "", **node["extra_data"]}
    assert jobs.run("converge", "run", {}).status == "successful"
    assert jobs.run("drift", "check", extra).status == "failed"
    remove_member(zimbra.admin)
    assert jobs.run("drift", "check", extra).status == "successful"
    url = jobs.environment["ZIMBRA_URL"]
    jobs.environment["ZIMBRA_URL"] = "https://127.0.0.1:9/service/admin/soap"
    try:
        assert jobs.run("drift", "check", extra).status == "failed"
    finally:
        jobs.environment["ZIMBRA_URL"] = url
