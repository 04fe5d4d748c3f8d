# Copyright (c) 2026, the teammail.zimbra contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""AWX's job templates run as AWX runs them: ansible-runner, the credential's injectors, and nothing that can be written."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import jinja2.sandbox
import yaml

from playground.company import Company
from playground.environment import ROOT, TREE, variables
from playground.server import DOMAIN


class Loader(yaml.SafeLoader):
    """Reads !unsafe as the text it marks."""


def _text(loader: yaml.SafeLoader, node: yaml.Node) -> Any:
    assert isinstance(node, yaml.ScalarNode)
    return loader.construct_scalar(node)


Loader.add_constructor("!unsafe", _text)


class Unsafe(yaml.SafeDumper):
    """Marks every text with !unsafe, as AWX does with what is no part of a template's own description."""

    def represent_data(self, data: Any) -> yaml.Node:
        return self.represent_scalar("!unsafe", data) if isinstance(data, str) else super().represent_data(data)


def configuration() -> dict[str, Any]:
    """The defaults of the role awx: what people set, and what is set up."""
    folder = ROOT / "roles/awx/defaults/main"
    return {
        k: v for p in sorted(folder.glob("*.yml")) for k, v in yaml.load(p.read_text(encoding="utf-8"), Loader).items()
    }


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


class Controller:
    """Runs job templates as AWX does: ansible-runner, the credential's injectors, a project and a home that cannot be written."""

    def __init__(self, company: Company, folder: Path) -> None:
        self.folder = folder
        self.project = folder / "project"
        shutil.copytree(ROOT / "playbooks/awx_files/project", self.project)
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
        """A job of a template as it is described, with answers to its survey: see ``run``."""
        template = next(t for t in configuration()["awx_job_templates"] if t["playbook"] == f"{name}.yml")
        extra = {**template.get("extra_vars", {}), **survey}
        return self.run(name, template["job_type"], extra, template.get("diff_mode", False))

    def run(
        self,
        name: str,
        job_type: str,
        extra: dict[str, Any],
        diff: bool = False,
        *,
        artifacts: dict[str, Any] | None = None,
        inventory: Path | None = None,
    ) -> SimpleNamespace:
        """status, output, changed and set_stats of a job with the extra variables that AWX gave it.

        artifacts are those of the jobs before it in a workflow, whose texts AWX keeps from being taken for templates; inventory is that of
        the project unless given, as for a slice, which sees its own hosts only.
        """
        private = Path(tempfile.mkdtemp(prefix="job-", dir=self.folder))
        (private / "project").symlink_to(self.project)
        (private / "env").mkdir()
        options = [*["--check"] * (job_type == "check"), *["--diff"] * diff]
        (private / "env/cmdline").write_text(" ".join(options), encoding="utf-8")
        told = yaml.dump(extra) + (yaml.dump(artifacts, Dumper=Unsafe) if artifacts else "")
        (private / "env/extravars").write_text(told, encoding="utf-8")
        kept = {name: value for name, value in variables().items() if name in ("LC_ALL", "VIRTUAL_ENV", "PYTHONPATH")}
        path = os.pathsep.join([str(Path(sys.executable).parent), variables()["PATH"]])
        env = {**kept, **self.environment, "PATH": path, "HOME": str(self.home), "ANSIBLE_COLLECTIONS_PATH": str(TREE)}
        env.update(ANSIBLE_LOCAL_TEMP=tempfile.gettempdir(), ANSIBLE_REMOTE_TMP=tempfile.gettempdir())
        seal(self.project)
        words = [sys.executable, "-m", "ansible_runner", "run", str(private), "-q", "--ident", "job"]
        words += ["--playbook", f"{name}.yml", "--inventory", str(inventory or self.project / "inventory")]
        done = subprocess.run(
            words, env=env, cwd=private, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False
        )
        left = private / "artifacts/job"
        assert (left / "status").is_file(), done.stdout + done.stderr
        events = [json.loads(f.read_text(encoding="utf-8")) for f in (left / "job_events").glob("*.json")]
        (ended,) = [e["event_data"] for e in events if e["event"] == "playbook_on_stats"]
        return SimpleNamespace(
            status=(left / "status").read_text(encoding="utf-8").strip(),
            artifact=ended.get("artifact_data", {}),
            output=(left / "stdout").read_text(encoding="utf-8"),
            changed=ended["changed"],
        )


def unwritable(folder: Path) -> Path:
    """A home folder that cannot be written, not even by root, whom permissions do not stop."""
    home = folder / "home"
    home.mkdir(mode=0o555)
    if os.geteuid() == 0:
        home = Path("/sys/home-of-nobody")
        with contextlib.suppress(OSError):
            home.mkdir()
        assert not home.exists(), "a folder below /sys can be made here"
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
