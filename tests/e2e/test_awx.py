# Copyright (c) 2026, the teammail.zimbra contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What the role awx describes, and its job templates run as AWX runs them. The set-up itself is tested by make test-awx."""

from __future__ import annotations

import json
import os
import re
import subprocess
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
import yaml
from playground.awx import Controller, configuration, injected, unseal
from playground.company import Company
from playground.damage import MEIER, delete_persona, remove_member
from playground.environment import ROOT, build_tree, variables
from playground.server import DOMAIN

INPUTS = {"url": "https://mail.example.test", "username": "admin@example.test", "password": "secret"}


def set_up(*options: str | Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run the playbook by its full name, far from any AWX."""
    build_tree()
    words = ["ansible-playbook", "teammail.zimbra.awx", *map(str, options)]
    env = {**variables(), "CONTROLLER_HOST": "http://127.0.0.1:9", "CONTROLLER_OAUTH_TOKEN": "t", **environment}
    return subprocess.run(words, env=env, cwd=ROOT, capture_output=True, text=True, check=False)


def test_an_inventory_overrides_what_is_set_up(tmp_path: Path) -> None:
    """Its variables are heard before anything is asked of AWX; -e is not needed for them."""
    inventory = tmp_path / "hosts.yml"
    settings = {"awx_project_url": "https://git.example.test/m.git", "awx_approval_timeout": 90000}
    inventory.write_text(yaml.safe_dump({"all": {"hosts": {"localhost": None}, "vars": settings}}), encoding="utf-8")
    done = set_up("-i", inventory)
    assert done.returncode != 0
    assert "awx_approval_timeout is 90000 seconds" in done.stdout, done.stdout + done.stderr


@pytest.mark.parametrize(
    ("extra", "sentence"),
    [
        ({}, "awx_project_url is not set"),
        ({"awx_project_url": "x", "awx_approval_timeout": 0}, "awx_approval_timeout is 0 seconds"),
        (
            {"awx_project_url": "x", "awx_repair_nightly": True, "awx_schedule": "RRULE:FREQ=HOURLY;INTERVAL=6"},
            (
                "awx_approval_timeout is 72000 seconds; an approval that is still open when the next run is due keeps it waiting, "
                "so give at least 1 and less than 21600."
            ),
        ),
        ({"awx_project_url": "x", "awx_additions": "keep"}, "value of awx_additions must be one of"),
        ({"awx_project_url": "x"}, "Neither of the collections ansible.controller and awx.awx is installed"),
    ],
)
def test_what_cannot_be_is_told_before_anything_is_done(extra: dict[str, Any], sentence: str) -> None:
    done = set_up("-e", json.dumps(extra))
    assert done.returncode != 0
    assert sentence in " ".join(done.stdout.split()), done.stdout + done.stderr


def test_the_guide_has_every_variable_with_its_default() -> None:
    guide = (ROOT / "docs/docsite/rst/guide_awx.rst").read_text(encoding="utf-8")
    rows = set(re.findall(r"^   \* - ``(awx_\w+)``", guide, re.MULTILINE))
    spec = yaml.safe_load((ROOT / "roles/awx/meta/argument_specs.yml").read_text(encoding="utf-8"))
    options = spec["argument_specs"]["main"]["options"]
    assert rows == set(options) == {*configuration(), "awx_former_prefix"}
    for name, value in configuration().items():
        assert "default" not in options[name] or options[name]["default"] == value, name


def test_surveys_ask_for_what_the_role_has() -> None:
    """Every variable exists, and a question without an answer leaves the word to the inventory."""
    spec = yaml.safe_load((ROOT / "roles/shared_mailbox/meta/argument_specs.yml").read_text(encoding="utf-8"))
    options = spec["argument_specs"]["main"]["options"]
    for template in configuration()["awx_job_templates"]:
        playbook = (ROOT / "playbooks/awx_files/project" / template["playbook"]).read_text(encoding="utf-8")
        called = playbook.rsplit("teammail.zimbra.", 1)[1].strip()
        for question in template.get("survey", []):
            name = question["variable"]
            source = (ROOT / f"playbooks/{called}.yml").read_text(encoding="utf-8")
            assert name in options or name in source, name
            assert question["type"] in (
                "text",
                "textarea",
                "password",
                "integer",
                "float",
                "multiplechoice",
                "multiselect",
            )
            assert not question["required"] and "default" not in question, (
                "an answer that nobody gave beats the inventory"
            )


def test_certificates_are_checked_unless_somebody_says_no(tmp_path: Path) -> None:
    assert injected(INPUTS, tmp_path)["ZIMBRA_VALIDATE_CERTS"] == "true"
    assert injected(INPUTS, tmp_path)["ZIMBRA_CA_PATH"] == ""
    assert injected({**INPUTS, "insecure": True}, tmp_path)["ZIMBRA_VALIDATE_CERTS"] == "false"
    path = Path(injected({**INPUTS, "ca_certificate": "PEM"}, tmp_path)["ZIMBRA_CA_PATH"])
    assert path.read_text(encoding="utf-8") == "PEM"


@pytest.fixture(scope="module")
def controller(empty_company: Company, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Controller]:
    build_tree()
    made = Controller(empty_company, tmp_path_factory.mktemp("controller"))
    before = sorted(str(p) for p in made.project.rglob("*"))
    yield made
    assert sorted(str(p) for p in made.project.rglob("*")) == before, "something was written into the project"
    unseal(made.folder)


@pytest.mark.thorough
def test_job_templates_run(controller: Controller, empty_company: Company) -> None:
    """Set-up, drift found, repaired, and nothing left: by job templates alone."""
    first = controller.launch("converge")
    assert first.status == "successful", first.output
    assert controller.launch("converge").changed == {}
    sound = controller.launch("drift")
    assert sound.status == "successful", sound.output
    assert set(sound.artifact) == {"drift"}, "outside AWX nothing is left for a merge"
    assert {k: sound.artifact["drift"][k] for k in ("mailboxes", "in_order", "drifted", "unknown", "drifts")} == {
        "mailboxes": 1,
        "in_order": 1,
        "drifted": 0,
        "unknown": 0,
        "drifts": [],
    }
    remove_member(empty_company.admin)
    delete_persona(empty_company.admin)
    found = controller.launch("drift", drift_fail="true")
    assert found.status == "failed", found.output
    assert found.artifact["drift"]["drifted"] == 1
    assert len(found.artifact["drift"]["drifts"]) >= 2
    assert os.environ.get("ZIMBRA_PASSWORD") is None
    assert controller.launch("converge").status == "successful"
    assert controller.launch("drift", drift_fail="true").status == "successful"


@pytest.mark.thorough
def test_only_drift_lets_the_second_look_succeed(controller: Controller, empty_company: Company) -> None:
    assert controller.launch("converge").status == "successful"
    assert controller.launch("drift", drift_fail="unless_drifted").status == "failed"
    remove_member(empty_company.admin)
    assert controller.launch("drift", drift_fail="unless_drifted").status == "successful"
    url = controller.environment["ZIMBRA_URL"]
    controller.environment["ZIMBRA_URL"] = "https://127.0.0.1:9/service/admin/soap"
    try:
        assert controller.launch("drift", drift_fail="unless_drifted").status == "failed", "not known is no drift"
    finally:
        controller.environment["ZIMBRA_URL"] = url
    assert controller.launch("converge").status == "successful"


@pytest.mark.thorough
def test_three_slices_side_by_side_make_one_report(
    controller: Controller, empty_company: Company, tmp_path: Path
) -> None:
    """As in the workflow: each slice sees its own mailboxes, and the last job is given what the others left."""
    assert controller.launch("converge").status == "successful"
    remove_member(empty_company.admin)
    described = yaml.safe_load((controller.project / "inventory/mailboxes.yml").read_text(encoding="utf-8"))
    hosts = described["all"]["children"]["shared_mailboxes"]["hosts"]
    for name, address in (("sales", f"sales@{DOMAIN}"), ("broken", "no address"), ("info", f"info@{DOMAIN}")):
        hosts[name] = {"shared_mailbox_address": address, "shared_mailbox_agents": [{"address": MEIER}]}

    def inventory(*names: str) -> Path:
        path = tmp_path / f"{'-'.join(names)}.yml"
        part = {"shared_mailboxes": {"hosts": {name: hosts[name] for name in names}}}
        path.write_text(yaml.safe_dump({"all": {"children": part}}), encoding="utf-8")
        return path

    def look(number: int, *names: str) -> SimpleNamespace:
        extra = {**described_for("drift"), "drift_report_dir": str(tmp_path / str(number)), "awx_job_id": number}
        if number == 3:
            extra["drift_part"] = "three"
        return controller.run("drift", "check", extra, inventory=inventory(*names))

    def merge(folder: str, *parts: SimpleNamespace, **extra: Any) -> SimpleNamespace:
        left: dict[str, Any] = {}
        for part in parts:
            left.update(part.artifact)
        extra = {**described_for("report"), "drift_report_dir": str(tmp_path / folder), "awx_job_id": 9, **extra}
        return controller.run("drift", "check", extra, artifacts=left, inventory=inventory(*hosts))

    with ThreadPoolExecutor(4) as pool:
        jobs = [tuple(hosts), ("support", "info"), ("sales",), ("broken",)]
        whole, *parts = [job.result() for job in [pool.submit(look, i, *names) for i, names in enumerate(jobs)]]
        merges = [
            pool.submit(merge, "merged", *parts),
            pool.submit(merge, "lost", parts[2], drift_fail="true"),
            pool.submit(merge, "none"),
        ]
        merged, lost, none = [job.result() for job in merges]
    assert merged.status == "successful", merged.output

    def report(folder: str) -> dict[str, Any]:
        return {**json.loads((tmp_path / folder / "drift.json").read_text(encoding="utf-8")), "generated": ""}

    states = {"support": "drift", "sales": "drift", "info": "drift", "broken": "unknown"}
    assert {d["host"]: d["state"] for d in report("0")["details"]} == states
    assert report("merged") == report("0"), "one report of three slices is that of one job"
    assert merged.artifact == {"drift": whole.artifact["drift"]}
    page = (tmp_path / "merged/drift.html").read_text(encoding="utf-8")
    assert page.count("sales@") == (tmp_path / "0/drift.html").read_text(encoding="utf-8").count("sales@") > 0
    left = json.loads((tmp_path / "3/drift_part_three.json").read_text(encoding="utf-8"))
    assert left == {"drift_part_three": parts[2].artifact["drift_part_three"]}
    assert not (tmp_path / "3/drift.json").exists(), "slices in one folder would overwrite each other's"

    assert lost.status == "failed"
    assert {u["host"] for u in report("lost")["unknowns"]} == set(hosts)
    assert "the job that had to check it did not end" in lost.output
    assert none.status == "failed" and "there is no variable drift_part_NAME" in " ".join(none.output.split())


def described_for(identifier: str) -> dict[str, Any]:
    """The extra variables that a node of the workflow hands to its job."""
    node = next(n for n in configuration()["awx_workflow"]["nodes"] if n["identifier"] == identifier)
    template = next(t for t in configuration()["awx_job_templates"] if t["name"] == node["job_template"])
    return {**template["extra_vars"], **node["extra_data"]}


@pytest.mark.thorough
def test_verify_runs(controller: Controller) -> None:
    assert controller.launch("converge").status == "successful"
    done = controller.launch("verify")
    assert done.status == "successful", done.output
    assert done.artifact["verify"]["passed"] == 1 and done.artifact["verify"]["failed"] == 0
