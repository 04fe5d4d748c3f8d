# Copyright (c) 2026, the teammail.zimbra contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""AWX's configuration, entered by AWX's own modules, and its job templates run as AWX runs them."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import jinja2.sandbox
import pytest
import yaml
from playground.awx import Awx, awx
from playground.company import Company
from playground.damage import delete_persona, remove_member
from utils.environment import CACHE, ROOT, TREE, build_tree, variables
from utils.server import DOMAIN

PREFIX = "Shared mailboxes"
INPUTS = {"url": "https://mail.example.test", "username": "admin@example.test", "password": "secret"}
WEBHOOK = {
    "notification_type": "webhook",
    "notification_configuration": {"url": "https://chat.example.test/hook", "http_method": "POST", "headers": {}},
}
# The last release of the ansible package with the collection in it that runs on this Python.
PACKAGE = "ansible==12.3.0"
# What AWX says of an object without having been told.
OWN = ("id", "url", "type", "related", "status", "scm_revision", "summary_fields", "managed")


class Loader(yaml.SafeLoader):
    """Reads !unsafe as the text it marks."""


Loader.add_constructor("!unsafe", lambda loader, node: loader.construct_scalar(node))


def configuration() -> dict[str, Any]:
    return yaml.load((ROOT / "playbooks/awx/configuration.yml").read_text(encoding="utf-8"), Loader)


@pytest.fixture(scope="session")
def modules() -> Path:
    """A folder with the collection awx.awx, out of the ansible package."""
    place = CACHE / "awx"
    if not (place / "ansible_collections/awx/awx/MANIFEST.json").is_file():
        place.mkdir(parents=True, exist_ok=True)
        words = [sys.executable, "-m", "pip", "-q", "download", "--no-deps", "--dest", str(place), PACKAGE]
        done = subprocess.run(words, capture_output=True, text=True, check=False)
        if done.returncode:
            pytest.skip(f"{PACKAGE} cannot be downloaded: {done.stderr.strip()[-200:]}")
        wheel = next(place.glob("ansible-*.whl"))
        with zipfile.ZipFile(wheel) as file:
            wanted = [name for name in file.namelist() if name.startswith("ansible_collections/awx/awx/")]
            file.extractall(place, wanted)
        wheel.unlink()
    return place


def set_up(url: str, collections: str, *options: str, **extra: Any) -> subprocess.CompletedProcess[str]:
    build_tree()
    env = {
        **variables(),
        "ANSIBLE_COLLECTIONS_PATH": collections,
        "CONTROLLER_HOST": url,
        "CONTROLLER_OAUTH_TOKEN": "t",
    }
    env["CONTROLLER_VERIFY_SSL"] = "false"
    words = ["ansible-playbook", "-i", "localhost,", str(ROOT / "playbooks/awx.yml"), "-e", json.dumps(extra), *options]
    return subprocess.run(words, env=env, cwd=ROOT, capture_output=True, text=True, check=False)


@pytest.fixture(scope="module")
def configured(modules: Path) -> Iterator[tuple[str, Awx, str]]:
    """A stand-in for AWX that the playbook has been run against."""
    extra = {
        "awx_project_url": "https://git.example.test/mail.git",
        "awx_credential_inputs": INPUTS,
        "awx_notification": WEBHOOK,
    }
    with awx() as (url, store):
        done = set_up(url, f"{TREE}:{modules}", **extra)
        assert done.returncode == 0, done.stdout + done.stderr
        assert INPUTS["password"] not in done.stdout
        yield url, store, done.stdout


def test_everything_is_there(configured: tuple[str, Awx, str]) -> None:
    _url, store, _output = configured
    counts = {kind: len(store.all(kind)) for kind in store.objects}
    assert counts == {
        "organizations": 1,
        "credential_types": 1,
        "credentials": 1,
        "projects": 1,
        "inventories": 1,
        "inventory_sources": 1,
        "notification_templates": 1,
        "job_templates": 3,
        "workflow_job_templates": 1,
        "workflow_job_template_nodes": 4,
        "workflow_approval_templates": 1,
        "schedules": 2,
    }
    drift = store.named("job_templates", f"{PREFIX} - drift")
    assert drift["job_type"] == "check" and json.loads(drift["extra_vars"]) == {"drift_report_dir": ""}
    assert store.links[drift["url"] + "notification_templates_error"] == [store.all("notification_templates")[0]["id"]]
    for template in store.all("job_templates"):
        assert store.links[template["url"] + "credentials"] == [store.all("credentials")[0]["id"]]
        assert (ROOT / "playbooks/awx/project" / template["playbook"]).is_file()


def test_the_injectors_arrive_as_templates(configured: tuple[str, Awx, str]) -> None:
    _url, store, _output = configured
    injectors = store.all("credential_types")[0]["injectors"]
    assert injectors["env"]["ZIMBRA_PASSWORD"] == "{{ password }}"
    assert injectors == configuration()["awx_credential_type"]["injectors"]


def test_the_workflow_asks_before_it_repairs(configured: tuple[str, Awx, str]) -> None:
    _url, store, _output = configured
    nodes = {node["identifier"]: node for node in store.all("workflow_job_template_nodes")}
    ways = {}
    for name, node in nodes.items():
        for way in ("success_nodes", "failure_nodes", "always_nodes"):
            for ident in store.links.get(node["url"] + way, []):
                ways[name, way] = next(n for n, other in nodes.items() if other["id"] == ident)
    assert ways == {
        ("drift", "failure_nodes"): "approval",
        ("approval", "success_nodes"): "converge",
        ("converge", "success_nodes"): "verify",
    }
    assert nodes["approval"]["unified_job_template"] == store.all("workflow_approval_templates")[0]["id"]
    assert nodes["drift"]["extra_data"] == {"drift_fail": "true"}
    workflow = store.all("workflow_job_templates")[0]
    assert store.links[workflow["url"] + "notification_templates_approvals"]
    nightly = store.named("schedules", f"{PREFIX} - drift, nightly")
    assert nightly["enabled"] and nightly["rrule"].endswith("FREQ=DAILY;INTERVAL=1")
    assert nightly["unified_job_template"] == store.named("job_templates", f"{PREFIX} - drift")["id"]


def test_a_second_run_changes_nothing(configured: tuple[str, Awx, str], modules: Path) -> None:
    url, store, _output = configured
    before = json.dumps([store.objects, store.links, store.surveys], sort_keys=True)
    extra = {
        "awx_project_url": "https://git.example.test/mail.git",
        "awx_credential_inputs": INPUTS,
        "awx_notification": WEBHOOK,
    }
    again = set_up(url, f"{TREE}:{modules}", **extra)
    assert again.returncode == 0, again.stdout + again.stderr
    assert "changed=0" in again.stdout, again.stdout
    assert json.dumps([store.objects, store.links, store.surveys], sort_keys=True) == before


@pytest.mark.parametrize("kind", ["job_templates", "credential_types", "workflow_job_templates", "projects"])
def test_awxkit_knows_every_field(configured: tuple[str, Awx, str], kind: str) -> None:
    """awxkit drops from its payloads what AWX's interface does not have."""
    pages = pytest.importorskip("awxkit.api.pages", reason="awxkit is not installed")
    page = {
        "job_templates": "JobTemplate",
        "credential_types": "CredentialType",
        "workflow_job_templates": "WorkflowJobTemplate",
        "projects": "Project",
    }[kind]
    url, store, _output = configured
    sys.modules["awxkit.config"].config.base_url = url
    keys = {"organization", "project", "inventory", "unified_job_template"}
    for item in store.all(kind):
        sent = {k: v for k, v in item.items() if k not in (*OWN, *keys)}
        links = {k: SimpleNamespace(id=item[k]) for k in keys & set(item)}
        if kind == "projects":
            links = {"organization": links["organization"]}
        payload = getattr(pages, page)(None).payload(**{**sent, **links})
        for name, value in sent.items():
            assert name in payload, f"{page} has no field {name}"
            assert payload[name] == value or json.loads(payload[name]) == json.loads(value)


def test_surveys_ask_for_what_the_role_has() -> None:
    """Every variable exists, and a default is among the choices."""
    spec = yaml.safe_load((ROOT / "roles/shared_mailbox/meta/argument_specs.yml").read_text(encoding="utf-8"))
    options = spec["argument_specs"]["main"]["options"]
    for template in configuration()["awx_job_templates"]:
        playbook = (ROOT / "playbooks/awx/project" / template["playbook"]).read_text(encoding="utf-8")
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
            if "choices" in question:
                assert question["default"] in question["choices"]
            if question["type"] == "integer":
                assert question["min"] <= question["default"] <= question["max"]


def test_without_the_collection_it_says_so(tmp_path: Path) -> None:
    done = set_up("http://127.0.0.1:9", str(TREE), awx_project_url="x")
    assert done.returncode != 0
    assert "The collection awx.awx is not installed" in done.stdout, done.stdout + done.stderr


def injected(inputs: dict[str, Any], folder: Path) -> dict[str, str]:
    """The environment that AWX makes of a credential: files first, then variables, by sandboxed templates."""
    injectors = configuration()["awx_credential_type"]["injectors"]
    sandbox = jinja2.sandbox.ImmutableSandboxedEnvironment()
    boxes = [f["id"] for f in configuration()["awx_credential_type"]["inputs"]["fields"] if f["type"] == "boolean"]
    names = {**dict.fromkeys(boxes, False), **inputs}
    files = {}
    for name, template in injectors["file"].items():
        path = folder / name
        path.write_text(sandbox.from_string(template).render(names), encoding="utf-8")
        files[name.partition(".")[2]] = str(path)
    names["tower"] = SimpleNamespace(filename=SimpleNamespace(**files))
    return {name: sandbox.from_string(template).render(names) for name, template in injectors["env"].items()}


def test_certificates_are_checked_unless_somebody_says_no(tmp_path: Path) -> None:
    assert injected(INPUTS, tmp_path)["ZIMBRA_VALIDATE_CERTS"] == "true"
    assert injected(INPUTS, tmp_path)["ZIMBRA_CA_PATH"] == ""
    assert injected({**INPUTS, "insecure": True}, tmp_path)["ZIMBRA_VALIDATE_CERTS"] == "false"
    path = Path(injected({**INPUTS, "ca_certificate": "PEM"}, tmp_path)["ZIMBRA_CA_PATH"])
    assert path.read_text(encoding="utf-8") == "PEM"


class Controller:
    """Runs job templates as AWX does: ansible-runner, the credential's injectors, a project and a home that cannot be written."""

    def __init__(self, company: Company, folder: Path) -> None:
        self.folder = folder
        self.project = folder / "project"
        shutil.copytree(ROOT / "playbooks/awx/project", self.project)
        self.home = unwritable(folder)
        mailboxes = self.project / "inventory/mailboxes.yml"
        mailboxes.write_text(mailboxes.read_text(encoding="utf-8").replace("example.test", DOMAIN), encoding="utf-8")
        server = company.server
        inputs = {
            "url": server.admin_url,
            "username": server.admin_user,
            "password": server.admin_password,
            "insecure": not server.validate_certs,
        }
        if server.ca_path:
            inputs["ca_certificate"] = Path(server.ca_path).read_text(encoding="utf-8")
        files = folder / "files"
        files.mkdir()
        self.environment = injected(inputs, files)

    def launch(self, name: str, **survey: Any) -> SimpleNamespace:
        """status and set_stats of a job of a template."""
        pytest.importorskip("ansible_runner", reason="ansible-runner is not installed")
        template = next(t for t in configuration()["awx_job_templates"] if t["playbook"] == f"{name}.yml")
        answers = {q["variable"]: q["default"] for q in template.get("survey", []) if "default" in q}
        private = self.folder / f"job-{len(list(self.folder.iterdir()))}"
        private.mkdir()
        (private / "project").symlink_to(self.project)
        (private / "env").mkdir()
        options = [*["--check"] * (template["job_type"] == "check"), *["--diff"] * template.get("diff_mode", False)]
        (private / "env/cmdline").write_text(" ".join(options), encoding="utf-8")
        extra = {**template.get("extra_vars", {}), **answers, **survey}
        (private / "env/extravars").write_text(json.dumps(extra), encoding="utf-8")
        kept = {name: value for name, value in variables().items() if name in ("LC_ALL", "VIRTUAL_ENV", "PYTHONPATH")}
        path = os.pathsep.join([str(Path(sys.executable).parent), variables()["PATH"]])
        env = {**kept, **self.environment, "PATH": path, "HOME": str(self.home), "ANSIBLE_COLLECTIONS_PATH": str(TREE)}
        env.update(ANSIBLE_LOCAL_TEMP=tempfile.gettempdir(), ANSIBLE_REMOTE_TMP=tempfile.gettempdir())
        seal(self.project)
        words = [sys.executable, "-m", "ansible_runner", "run", str(private), "-q", "--ident", "job"]
        words += ["--playbook", f"{name}.yml", "--inventory", str(self.project / "inventory")]
        done = subprocess.run(
            words, env=env, cwd=private, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False
        )
        artifacts = private / "artifacts/job"
        assert (artifacts / "status").is_file(), done.stdout + done.stderr
        events = [json.loads(f.read_text(encoding="utf-8")) for f in (artifacts / "job_events").glob("*.json")]
        (ended,) = [e["event_data"] for e in events if e["event"] == "playbook_on_stats"]
        return SimpleNamespace(
            status=(artifacts / "status").read_text(encoding="utf-8").strip(),
            artifact=ended.get("artifact_data", {}),
            output=(artifacts / "stdout").read_text(encoding="utf-8"),
            changed=ended["changed"],
        )


def unwritable(folder: Path) -> Path:
    """A home folder that cannot be written, not even by root, whom permissions do not stop."""
    home = folder / "home"
    home.mkdir(mode=0o555)
    if os.geteuid() == 0:
        home = Path("/sys/home-of-nobody")
        with pytest.raises(OSError):
            home.mkdir()
    return home


def seal(*folders: Path) -> None:
    """Nobody may write there; root may nevertheless, so what is in them is compared as well."""
    for folder in folders:
        for path in [*folder.rglob("*"), folder]:
            path.chmod(0o555 if path.is_dir() else 0o444)


def unseal(folder: Path) -> None:
    for path in [folder, *folder.rglob("*")]:
        if not path.is_symlink():
            path.chmod(0o755 if path.is_dir() else 0o644)


@pytest.fixture(scope="module")
def controller(empty_company: Company, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Controller]:
    build_tree()
    made = Controller(empty_company, tmp_path_factory.mktemp("controller"))
    before = sorted(str(p) for p in made.project.rglob("*"))
    yield made
    assert sorted(str(p) for p in made.project.rglob("*")) == before, "something was written into the project"
    unseal(made.folder)


def test_job_templates_run(controller: Controller, empty_company: Company) -> None:
    """Set-up, drift found, repaired, and nothing left: by job templates alone."""
    first = controller.launch("converge")
    assert first.status == "successful", first.output
    assert controller.launch("converge").changed == {}
    sound = controller.launch("drift")
    assert sound.status == "successful", sound.output
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


def test_verify_runs(controller: Controller) -> None:
    assert controller.launch("converge").status == "successful"
    done = controller.launch("verify")
    assert done.status == "successful", done.output
    assert done.artifact["verify"]["passed"] == 1 and done.artifact["verify"]["failed"] == 0
