# Copyright (c) 2026, the teammail.zimbra contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What the documentation shows works as it stands: the examples of every module, and those of README.md."""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from playground.chapters import chapter, plain_play, run, told
from playground.company import fresh_server
from playground.environment import CACHE, ROOT
from playground.plays import PlayRun, play
from playground.server import DOMAIN, Server

MODULES = sorted(path.stem for path in (ROOT / "plugins/modules").glob("*.py"))
SERVER = re.compile(r"https://mail\.example\.(com|test)(:7071/service/admin/soap)?")
# What an example names that is none of its own.
PASSWORDS = {"first_password": "Example-pw-4711"}
AGENTS = [{"address": f"{name}@{DOMAIN}", "folder": name.capitalize()} for name in ("meier", "mueller", "schulze")]
OTHERS = [f"{name}@{DOMAIN}" for name in ("wagner", "boss", "trainee", "customer")]


def examples(module: str) -> list[dict[str, Any]]:
    """The tasks in a module's EXAMPLES."""
    tree = ast.parse((ROOT / f"plugins/modules/{module}.py").read_text(encoding="utf-8"))
    texts = [
        ast.literal_eval(node.value)
        for node in tree.body
        if isinstance(node, ast.Assign) and [getattr(t, "id", "") for t in node.targets] == ["EXAMPLES"]
    ]
    assert len(texts) == 1
    tasks: list[dict[str, Any]] = yaml.safe_load(texts[0])
    return tasks


def readme(mark: str) -> Any:
    """The YAML block of README.md that holds a text, moved into the domain of this server."""
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    blocks = [block for block in re.findall(r"```yaml\n(.*?)```", text, re.DOTALL) if mark in block]
    assert len(blocks) == 1, f"README.md has {len(blocks)} blocks with {mark}"
    return yaml.safe_load(blocks[0].replace("@example.test", f"@{DOMAIN}"))


def here(data: Any, server: Server) -> Any:
    """The same with the address of the running server, and its domain, in place of those that everybody reads.

    The customer is one of the domain, too: no mail leaves the server.
    """
    text = SERVER.sub(server.admin_url, json.dumps(data)).replace("example.com", DOMAIN)
    return json.loads(text.replace("customer@example.org", f"customer@{DOMAIN}"))


def world(*mailboxes: str) -> list[dict[str, Any]]:
    """Tasks that bring the people and mailboxes into order that the examples speak of."""
    mailbox = {"name": "A shared mailbox", "ansible.builtin.include_role": {"name": "teammail.zimbra.shared_mailbox"}}
    return [
        {"name": "People", "teammail.zimbra.account": {"name": [a["address"] for a in AGENTS] + OTHERS}},
        *(
            mailbox | {"vars": {"shared_mailbox_address": f"{name}@{DOMAIN}", "shared_mailbox_agents": AGENTS}}
            for name in mailboxes
        ),
    ]


LOG = CACHE / "e2e-test_examples.log"


@pytest.fixture
def server() -> Iterator[Server]:
    with fresh_server(LOG) as ready:
        yield ready


def run_here(server: Server, folder: Path, plays: list[dict[str, Any]]) -> PlayRun:
    """Run plays with what the examples name."""
    return run(server, folder, here(plays, server), vault_zimbra_password=server.admin_password, **PASSWORDS)


def chapter_of(module: str, failures: Path) -> dict[str, Any]:
    """The examples of a module; those that change something find the world in order."""
    return chapter(module, examples(module), failures, before=() if module.endswith("_info") else world("support"))


@pytest.fixture(scope="module")
def failures(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Module -> the example that failed, and why."""
    folder = tmp_path_factory.mktemp("examples")
    failed = folder / "failures"
    failed.mkdir()
    # What only reads comes first; what deletes the mailbox leaves broken mountpoints behind.
    ordered = sorted(MODULES, key=lambda name: (name == "account", not name.endswith("_info"), name))
    start = plain_play("The world", world("support", "sales"))
    with fresh_server(LOG) as server:
        done = run_here(server, folder, [start, *(chapter_of(name, failed) for name in ordered)])
    assert done.status == 0, done.output
    return told(failed)


@pytest.mark.thorough
@pytest.mark.parametrize("module", MODULES)
def test_examples_of_a_module(failures: dict[str, str], module: str) -> None:
    assert examples(module), "a module without examples"
    assert module not in failures, failures[module]


def test_a_failing_example_would_be_seen(server: Server, tmp_path: Path) -> None:
    broken = [{"name": "Broken", "teammail.zimbra.folder": {"account": f"support@{DOMAIN}", "path": "Inbox"}}]
    assert run_here(server, tmp_path, [chapter("folder", broken, tmp_path)]).status == 0
    assert told(tmp_path)["folder"].startswith("Broken: ")


def test_the_shortest_inventory_of_the_readme(server: Server, tmp_path: Path) -> None:
    assert run_here(server, tmp_path, [plain_play("People", world())]).status == 0
    inventory = tmp_path / "inventory.json"
    inventory.write_text(json.dumps(readme("shared_mailbox_agents")), encoding="utf-8")
    site = Path("teammail.zimbra.site")
    first, second = play(server, site, inventory), play(server, site, inventory)
    assert first.status == 0, first.output
    assert second.status == 0 and second.changed == 0, second.output


def test_the_playbook_of_the_readme(server: Server, tmp_path: Path) -> None:
    done = run_here(server, tmp_path, [plain_play("The world", world("support")), *readme("teammail.zimbra.folder")])
    assert done.status == 0, done.output
