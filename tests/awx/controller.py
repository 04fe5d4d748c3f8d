# Copyright (c) 2026, the teammail.zimbra contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""AWX's REST API and the playbook that sets it up, for tests against a real AWX."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import requests
from playground.environment import CACHE, ROOT, TREE, build_tree, variables

# The last release of the ansible package for this Python that has the collection awx.awx in it.
PACKAGE = "ansible==12.3.0" if sys.version_info < (3, 12) else "ansible==13.8.0"
PREFIX = "Shared mailboxes"
ORGANIZATIONS = ("teammail test one", "teammail test two")
MADE = "Made by make test-awx, which removes it"
TYPE = "teammail test - Zimbra administration"
ENVIRONMENT = "teammail test - environment"
USER = "teammail-test"
PATH = os.environ.get("CONTROLLER_OPTIONAL_API_URLPATTERN_PREFIX", "/api/")


class Api:
    """What is read and damaged in AWX, with the login that the environment gives."""

    def __init__(self) -> None:
        self.root = os.environ["CONTROLLER_HOST"].rstrip("/")
        self.base = f"{self.root}{PATH}v2/"
        self.session = requests.Session()
        self.session.verify = os.environ.get("CONTROLLER_VERIFY_SSL", "true").lower() not in ("false", "no", "0")
        token = os.environ.get("CONTROLLER_OAUTH_TOKEN")
        if token:
            self.session.headers["Authorization"] = f"Bearer {token}"
        else:
            self.session.auth = (os.environ["CONTROLLER_USERNAME"], os.environ["CONTROLLER_PASSWORD"])

    def call(self, method: str, path: str, body: Any = None) -> Any:
        """The JSON of an answer; a refusal of AWX is an error with its text."""
        url = path if path.startswith("http") else self.root + path if path.startswith("/") else self.base + path
        answer = self.session.request(method, url, json=body, timeout=120)
        assert answer.ok, f"{method} {url}: {answer.status_code} {answer.text[:400]}"
        return answer.json() if answer.content else None

    def all(self, kind: str, **query: Any) -> list[dict[str, Any]]:
        words = "&".join(f"{name}={requests.utils.quote(str(value))}" for name, value in query.items())
        return self.call("GET", f"{kind}/?page_size=200&{words}")["results"]

    def one(self, kind: str, **query: Any) -> dict[str, Any]:
        (found,) = self.all(kind, **query)
        return found

    def patch(self, item: dict[str, Any], **fields: Any) -> None:
        self.call("PATCH", item["url"], fields)


def collections() -> Path:
    """A folder with awx.awx out of the ansible package, and one with the same modules as ansible.controller.

    Red Hat builds ansible.controller of the same source with another name, which is what is done here.
    """
    place = CACHE / "awx"
    if not (place / "ansible_collections/awx/awx/MANIFEST.json").is_file():
        place.mkdir(parents=True, exist_ok=True)
        words = [sys.executable, "-m", "pip", "-q", "download", "--no-deps", "--dest", str(place), PACKAGE]
        subprocess.run(words, check=True)
        wheel = next(place.glob("ansible-*.whl"))
        with zipfile.ZipFile(wheel) as file:
            file.extractall(place, [n for n in file.namelist() if n.startswith("ansible_collections/awx/awx/")])
        wheel.unlink()
    return place


def as_controller(source: Path) -> Path:
    place = source / "controller"
    made = place / "ansible_collections/ansible/controller"
    for path in (source / "ansible_collections/awx/awx").rglob("*"):
        if path.is_file() and path.suffix in (".py", ".yml", ".json"):
            text = path.read_text(encoding="utf-8").replace(
                "ansible_collections.awx.awx", "ansible_collections.ansible.controller"
            )
            text = text.replace("awx.awx.", "ansible.controller.").replace(
                '_COLLECTION_TYPE = "awx"', '_COLLECTION_TYPE = "controller"'
            )
            if path.name == "MANIFEST.json":
                text = text.replace('"namespace": "awx"', '"namespace": "ansible"').replace(
                    '"name": "awx"', '"name": "controller"'
                )
            copy = made / path.relative_to(source / "ansible_collections/awx/awx")
            copy.parent.mkdir(parents=True, exist_ok=True)
            copy.write_text(text, encoding="utf-8")
    return place


@dataclass
class Run:
    """One run of the playbook: what it changed, as task and item, and how often Ansible counted a change."""

    status: int
    output: str
    changes: list[tuple[str, str]]
    changed: int


TASK = re.compile(r"^TASK \[(?:[\w.]+ : )?(.*?)\] \*+$")
CHANGE = re.compile(r"^changed: \[localhost\](?: => \(item=(.*?)\))?(?: => \{)?$")


def changes_in(output: str) -> list[tuple[str, str]]:
    """Task and item of each change; a task that foretells in check mode counts as the one it foretells."""
    found, task = [], ""
    for line in output.splitlines():
        if match := TASK.match(line):
            task = match[1].split(", once ")[0]
        elif match := CHANGE.match(line):
            found.append((task, match[1] or ""))
    return found


def set_up(organization: str, *options: str, collection_path: Path | None = None, **extra: Any) -> Run:
    """Run teammail.zimbra.awx, by its full name, for one of the tests' organizations."""
    build_tree()
    CACHE.mkdir(exist_ok=True)
    kind = CACHE / "awx-type.yml"
    text = (ROOT / "roles/awx/defaults/main/objects.yml").read_text(encoding="utf-8")
    (block,) = re.findall(r"^awx_credential_type:\n(?:  .*\n)+", text, re.MULTILINE)
    kind.write_text(block.replace("name: Zimbra administration", f"name: {TYPE}"), encoding="utf-8")
    env = {
        **variables(),
        "ANSIBLE_COLLECTIONS_PATH": f"{TREE}:{collection_path or collections()}",
        "ANSIBLE_NOCOLOR": "1",
        "ANSIBLE_PIPELINING": "1",
        "CONTROLLER_REQUEST_TIMEOUT": "120",
    }
    given = {
        "awx_organization": organization,
        "awx_project_url": os.environ.get("TEAMMAIL_AWX_PROJECT_URL", "https://git.example.test/mailboxes.git"),
        **extra,
    }
    words = ["ansible-playbook", "-i", "localhost,", "teammail.zimbra.awx", "-e", f"@{kind}", "-e", json.dumps(given)]
    done = subprocess.run([*words, *options], env=env, cwd=CACHE, capture_output=True, text=True, check=False)
    output = done.stdout + done.stderr
    recap = re.search(r"changed=(\d+)", output)
    return Run(done.returncode, output, changes_in(output), int(recap[1]) if recap else -1)
