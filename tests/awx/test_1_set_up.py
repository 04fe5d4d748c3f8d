# Copyright (c) 2026, the teammail.zimbra contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The first set-up in an organization of a real AWX. The cases follow one another, and so do the modules."""

from __future__ import annotations

import json

import pytest

from awx.controller import PATH, PREFIX, Api, as_controller, collections, set_up
from awx.state import ONE, USUAL, good, organization, snapshot


def test_a_check_of_an_empty_awx_foretells_the_run(api: Api) -> None:
    foretold = good(set_up(ONE, "--check", **USUAL))
    assert snapshot(api, ONE) == {}, "a check writes nothing"
    made = good(set_up(ONE, **USUAL))
    assert made.changes == foretold.changes and made.changed == foretold.changed > 8
    assert "first-secret" not in made.output + foretold.output and "hook-secret" not in made.output
    assert snapshot(api, ONE)["credentials: Shared mailboxes - Zimbra"]["inputs"]["password"] == "$encrypted$"


def test_a_second_run_changes_nothing(api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    """Checked with ansible.controller, of which the automation platform has the same modules, and run with awx.awx."""
    before = snapshot(api, ONE)
    with monkeypatch.context() as patch:
        patch.setenv("CONTROLLER_OPTIONAL_API_URLPATTERN_PREFIX", PATH)
        foretold = good(set_up(ONE, "--check", collection_path=as_controller(collections()), **USUAL))
    assert (foretold.changes, foretold.changed) == ([], 0)
    again = good(set_up(ONE, **USUAL))
    assert (again.changes, again.changed) == ([], 0)
    assert snapshot(api, ONE) == before


def test_every_template_tells_of_its_failure(api: Api) -> None:
    (hook,) = [o["id"] for o in api.all("notification_templates", organization=organization(api, ONE))]
    there = snapshot(api, ONE)
    told = {key: ids for key, ids in there.items() if key.endswith("notification_templates_error")}
    assert len(told) == 5 and all(ids == [hook] for ids in told.values())
    assert there[f"workflow_job_templates: {PREFIX} - drift and repair: notification_templates_approvals"] == [hook]


def test_only_a_success_that_needs_drift_leads_to_the_approval(api: Api) -> None:
    there = snapshot(api, ONE)
    nodes = {key.removeprefix("node: "): node for key, node in there.items() if key.startswith("node: ")}
    names = {node["id"]: name for name, node in nodes.items()}
    ways = {
        (name, way, names[to])
        for name, node in nodes.items()
        for way in ("success_nodes", "failure_nodes", "always_nodes")
        for to in node[way]
    }
    assert ways == {
        ("drift", "failure_nodes", "report"),
        ("report", "success_nodes", "approval"),
        ("approval", "success_nodes", "converge"),
        ("converge", "success_nodes", "verify"),
    }
    assert nodes["report"]["extra_data"] == {"drift_fail": "unless_drifted"}
    report = there[f"job_templates: {PREFIX} - drift report"]
    assert report["id"] == nodes["report"]["unified_job_template"] and report["job_slice_count"] == 1
    assert json.loads(report["extra_vars"]) == {"drift_report_dir": "", "drift_merge": True}
    approval = api.call("GET", f"workflow_approval_templates/{nodes['approval']['unified_job_template']}/")
    assert 0 < approval["timeout"] < 86400, "an approval that is open keeps the next night waiting"


def test_the_nights_begin_at_three_local_time(api: Api) -> None:
    timers = {
        key.removeprefix("schedule: "): item for key, item in snapshot(api, ONE).items() if key.startswith("schedule: ")
    }
    assert {name: t["enabled"] for name, t in timers.items()} == {
        f"{PREFIX} - drift, nightly": True,
        f"{PREFIX} - drift and repair, nightly": False,
    }
    shown = api.call(
        "POST",
        "schedules/preview/",
        {"rrule": timers[f"{PREFIX} - drift, nightly"]["rrule"].replace("20260101", "20270327")},
    )
    assert [t[11:16] for t in shown["local"][:3]] == ["03:00"] * 3, "also across the change to summer time"
    assert [t[11:16] for t in shown["utc"][:3]] == ["02:00", "01:00", "01:00"]
