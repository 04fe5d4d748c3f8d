# Copyright (c) 2026, the teammail.zimbra contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A second organization, changed variables, and the way back."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import requests

from awx.controller import ENVIRONMENT, MADE, PATH, PREFIX, TYPE, USER, Api, as_controller, collections, set_up
from awx.state import INPUTS, ONE, TWO, USUAL, good, organization, snapshot


@pytest.fixture
def syncs() -> Iterator[Callable[[str], None]]:
    """Lets project updates fail or succeed, on an AWX without a dispatcher whose stand-in reads a file for that."""
    path = os.environ.get("TEAMMAIL_AWX_STATUS_FILE")
    yield lambda status: Path(path).write_text(status, encoding="utf-8") if path else None
    if path:
        Path(path).write_text("successful", encoding="utf-8")


@pytest.fixture(scope="module", autouse=True)
def people(api: Api) -> None:
    """Who may approve and launch; the set-up refuses names that AWX does not have."""
    org = organization(api, TWO)
    user = api.call("POST", "users/", {"username": USER, "password": SECRET, "last_name": MADE})
    api.call("POST", f"organizations/{org}/users/", {"id": user["id"]})
    api.call("POST", "teams/", {"name": "mail team", "organization": org})


SECRET = "a-Secret-1"
RICH: dict[str, Any] = {
    **USUAL,
    "awx_project_credential_inputs": {"username": "git", "password": "git-secret"},
    "awx_execution_environment": ENVIRONMENT,
    "awx_execution_environment_image": "registry.example.test/teammail:1",
    "awx_execution_environment_pull": "always",
    "awx_registry_credential_inputs": {
        "host": "registry.example.test",
        "username": "r",
        "password": "r-secret",
        "verify_ssl": True,
    },
    "awx_time_zone": "Europe/Zurich",
    "awx_labels": ["mail"],
    "awx_slices": 3,
    "awx_inventory_credential": True,
    "awx_inventory_path": "inventory/mailboxes.yml",
    "awx_repair_nightly": True,
    "awx_approvers": {"users": [USER]},
    "awx_launchers": {"teams": ["mail team"]},
}


def test_a_failed_first_fetch_is_told_and_not_remembered(api: Api, syncs: Callable[[str], None]) -> None:
    syncs("failed")
    lost = {**RICH, "awx_project_url": "https://127.0.0.1:9/nowhere.git"}
    run = set_up(TWO, awx_project_timeout=60, **lost)
    if run.status == 0 and not os.environ.get("TEAMMAIL_AWX_STATUS_FILE"):
        pytest.skip("this AWX fetches nothing; TEAMMAIL_AWX_STATUS_FILE would name the file that says how updates end")
    assert run.status != 0
    assert "AWX could not fetch https://127.0.0.1:9/nowhere.git, branch main" in run.output
    assert "mend awx_project_url, awx_project_branch or awx_project_credential_inputs" in " ".join(run.output.split())
    assert api.all("job_templates", organization=organization(api, TWO)) == []


def test_a_fetch_that_never_ends_is_not_waited_for(api: Api, syncs: Callable[[str], None]) -> None:
    if not os.environ.get("TEAMMAIL_AWX_STATUS_FILE"):
        pytest.skip("TEAMMAIL_AWX_STATUS_FILE would name the file that says how updates end")
    syncs("waiting")
    run = set_up(TWO, awx_project_timeout=6, **RICH)
    assert run.status != 0
    assert "It waits for capacity: see the instance groups in AWX, or raise awx_project_timeout" in " ".join(
        run.output.split()
    )


def test_a_second_organization_has_all_of_its_own(
    api: Api, syncs: Callable[[str], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Set up with ansible.controller, and kept with awx.awx afterwards."""
    syncs("successful")
    org = organization(api, TWO)
    group = api.all("instance_groups")[0]["name"]
    RICH["awx_instance_groups"] = [group]
    first = snapshot(api, ONE)
    # The credentials are there since the failed fetch, with the same secrets.
    with monkeypatch.context() as patch:
        # Where the platform's API lies is not where this AWX has its own.
        patch.setenv("CONTROLLER_OPTIONAL_API_URLPATTERN_PREFIX", PATH)
        run = good(set_up(TWO, collection_path=as_controller(collections()), awx_credential_update=True, **RICH))
    assert [item for task, item in run.changes if task == "Ensure the credential is present"] == [""] * 3, (
        "stored once more on request"
    )
    assert snapshot(api, ONE) == first
    there = snapshot(api, TWO)
    templates = {
        key.rpartition(" ")[2]: item
        for key, item in there.items()
        if key.startswith("job_templates") and key.count(":") == 1
    }
    slices = {"converge": 3, "drift": 3, "report": 1, "verify": 1}
    assert {name: t["job_slice_count"] for name, t in templates.items()} == slices
    assert all(
        len(ids) == 1 for key, ids in there.items() if key.endswith((": labels", ": instance_groups", ": credentials"))
    )
    environment = api.one("execution_environments", name=ENVIRONMENT)
    project = there[f"projects: {PREFIX}"]
    assert (
        environment["image"] == "registry.example.test/teammail:1"
        and project["default_environment"] == environment["id"]
    )
    assert (environment["pull"], environment["organization"]) == ("always", org)
    assert environment["credential"] == there[f"credentials: {PREFIX} - registry"]["id"]
    assert project["credential"] == there[f"credentials: {PREFIX} - Git"]["id"]
    source = there[f"inventory_sources: {PREFIX}"]
    assert source["credential"] == there[f"credentials: {PREFIX} - Zimbra"]["id"] and source["update_on_launch"]
    assert source["source_path"] == "inventory/mailboxes.yml"
    timers = [item for key, item in there.items() if key.startswith("schedule: ")]
    workflow = api.one("workflow_job_templates", organization=org)
    assert all(t["timezone"] == "Europe/Zurich" and t["unified_job_template"] == workflow["id"] for t in timers)
    assert {t["name"].partition(" - ")[2]: (t["enabled"], t["extra_data"]) for t in timers} == {
        "drift, nightly": (False, {"drift_fail": "true"}),
        "drift and repair, nightly": (True, {}),
    }, "with slices the workflow makes the one report, and it looks once a night"
    roles = workflow["summary_fields"]["object_roles"]
    assert [u["username"] for u in api.all(f"roles/{roles['approval_role']['id']}/users")] == [USER]
    for item in (workflow, *api.all("job_templates", organization=org)):
        role = item["summary_fields"]["object_roles"]["execute_role"]["id"]
        assert [t["name"] for t in api.all(f"roles/{role}/teams")] == ["mail team"], item["name"]


def test_the_second_organization_is_quiet_too_and_approvers_are_exact(
    api: Api, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With the login of somebody who administers this organization only, since what a superuser has to make is there."""
    workflow = api.one("workflow_job_templates", organization=organization(api, TWO))
    role = workflow["summary_fields"]["object_roles"]["approval_role"]["id"]
    user = api.one("users", username=USER)
    team = api.one("teams", name="mail team", organization=organization(api, TWO))
    api.call("POST", f"roles/{role}/users/", {"id": user["id"], "disassociate": True})
    api.call("POST", f"roles/{role}/teams/", {"id": team["id"]})
    api.call("POST", f"organizations/{organization(api, TWO)}/admins/", {"id": user["id"]})
    group = api.one("instance_groups", name=RICH["awx_instance_groups"][0])
    use = group["summary_fields"]["object_roles"]["use_role"]["id"]
    api.call("POST", f"roles/{use}/users/", {"id": user["id"]})
    words = {"auth": (USER, SECRET), "json": {"scope": "write"}, "verify": api.session.verify, "timeout": 120}
    monkeypatch.setenv("CONTROLLER_OAUTH_TOKEN", requests.post(api.base + "tokens/", **words).json()["token"])
    again = good(set_up(TWO, **RICH))
    assert [task for task, _item in again.changes] == ["Revoke roles that are not described", "Grant roles"]
    assert [u["username"] for u in api.all(f"roles/{role}/users")] == [USER]
    assert api.all(f"roles/{role}/teams") == []


def test_a_changed_password_is_stored_and_told(api: Api) -> None:
    """In the first organization, which the second one does not disturb."""
    before = api.one("credentials", organization=organization(api, ONE))
    changed = {**USUAL, "awx_credential_inputs": {**INPUTS, "password": "second-secret"}}
    run = good(set_up(ONE, **changed))
    assert [task for task, _item in run.changes] == ["Ensure the credential is present"], run.changes
    assert "AWX has got the new ones" in " ".join(run.output.split()) and "second-secret" not in run.output
    after = api.one("credentials", organization=organization(api, ONE))
    assert after["modified"] > before["modified"] and after["description"] != before["description"]
    assert after["inputs"] == before["inputs"]


def test_a_changed_prefix_is_asked_about(api: Api) -> None:
    run = set_up(ONE, awx_prefix="Teams", **USUAL)
    assert run.status != 0
    assert 'set awx_former_prefix to "Shared mailboxes" to take its objects along' in " ".join(run.output.split())


def test_an_organization_that_is_not_there_is_told(api: Api) -> None:
    assert api.all("organizations", name="teammail test three") == []
    run = set_up("teammail test three", **USUAL)
    assert run.status != 0
    assert "AWX has no organization of this name" in " ".join(run.output.split())


@pytest.mark.parametrize(
    ("extra", "sentence"),
    [
        (
            {"awx_instance_groups": ["nowhere"]},
            "awx_instance_groups names nowhere, but AWX has no such instance groups",
        ),
        ({"awx_approvers": {"teams": ["nobody"]}}, "names nobody, but AWX has no such teams, or shows them not to"),
    ],
)
def test_a_name_that_is_not_there_is_told_before_anything_is_done(
    api: Api, extra: dict[str, Any], sentence: str
) -> None:
    before = snapshot(api, ONE)
    run = set_up(ONE, **{**USUAL, "awx_credential_inputs": {**INPUTS, "url": "https://other.example.test"}, **extra})
    assert run.status != 0 and sentence in " ".join(run.output.split()), run.output
    assert snapshot(api, ONE) == before


RENAMED: dict[str, Any] = {
    "awx_additions": "report",
    "awx_prefix": "Teams",
    "awx_former_prefix": PREFIX,
    "awx_credential_inputs": {**INPUTS, "password": "second-secret"},
}


def test_a_changed_prefix_takes_everything_along_and_a_dropped_notification_goes(api: Api) -> None:
    """Somebody's own schedule stays where the variables say so, and is named."""
    template = api.one("job_templates", organization=organization(api, ONE), name__endswith=" - converge")
    rule = "DTSTART;TZID=Europe/Berlin:20260101T030000 RRULE:FREQ=DAILY;INTERVAL=1"
    api.call("POST", template["related"]["schedules"], {"name": "by hand", "rrule": rule})
    before = snapshot(api, ONE)
    run = good(set_up(ONE, **RENAMED))
    told = "schedules by hand was added by hand, and stays, since awx_additions is report."
    assert told in " ".join(run.output.split())
    after = snapshot(api, ONE)
    assert not [key for key in after if PREFIX in key] and not api.all(
        "notification_templates", organization=organization(api, ONE)
    )
    renamed = {
        key.replace(PREFIX, "Teams"): item["id"]
        for key, item in before.items()
        if "id" in item and "notification" not in key
    }
    assert {key: item["id"] for key, item in after.items() if "id" in item} == renamed, (
        "the objects are the same, with their history"
    )
    again = good(set_up(ONE, **RENAMED))
    assert (again.changes, again.changed) == ([], 0)


@pytest.mark.parametrize(("name", "extra"), [(ONE, RENAMED), (TWO, RICH)])
def test_everything_can_be_taken_away(api: Api, name: str, extra: dict[str, Any]) -> None:
    foretold = good(set_up(name, "--check", awx_state="absent", **extra))
    gone = good(set_up(name, awx_state="absent", **extra))
    assert foretold.changes == gone.changes and gone.changes
    assert snapshot(api, name) == {}
    kept = [ONE] if name == TWO else [TWO]
    assert [t["name"] for t in api.all("credential_types", name=TYPE)] == ([TYPE] if name == ONE else []), kept
    assert bool(api.all("execution_environments", name=ENVIRONMENT)) == (name == ONE)


def test_a_refused_login_is_told(monkeypatch: pytest.MonkeyPatch, api: Api) -> None:
    monkeypatch.setenv("CONTROLLER_OAUTH_TOKEN", "not-a-token")
    run = set_up(ONE, **USUAL)
    assert run.status != 0 and "could not be read" in run.output and "401" in run.output
    assert requests.get(api.base + "ping/", timeout=30, verify=api.session.verify).ok
