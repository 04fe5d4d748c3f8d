# Copyright (c) 2026, the teammail.zimbra contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Many pieces of work in one run of ansible-playbook: a piece that fails is written down and stops no other."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from playground.plays import PlayRun, play
from playground.server import Server

Tasks = Sequence[dict[str, Any]]


def plain_play(name: str, tasks: Tasks) -> dict[str, Any]:
    return {"name": name, "hosts": "localhost", "connection": "local", "gather_facts": False, "tasks": list(tasks)}


def chapter(name: str, tasks: Tasks, failures: Path, before: Tasks = ()) -> dict[str, Any]:
    """A play of some tasks whose first failure goes into the file ``failures/name``; what fails before them ends the run."""
    failed = "{{ ansible_failed_task.name }}: {{ ansible_failed_result | to_json }}"
    remember = {"content": failed, "dest": str(failures / name), "mode": "0600"}
    rescue = [{"name": "Remember what failed", "ansible.builtin.copy": remember}]
    return plain_play(name, [*before, {"name": f"Run {name}", "block": list(tasks), "rescue": rescue}])


def run(server: Server, folder: Path, plays: Iterable[dict[str, Any]], **extra: Any) -> PlayRun:
    """Run plays that a test has put together."""
    book, hosts = folder / "playbook.json", folder / "hosts.json"
    book.write_text(json.dumps(list(plays)), encoding="utf-8")
    hosts.write_text(json.dumps({"all": {"hosts": {}}}), encoding="utf-8")
    return play(server, book, hosts, **extra)


def told(failures: Path) -> dict[str, str]:
    """Name of the chapter -> the task that failed in it, and why."""
    return {file.name: file.read_text(encoding="utf-8") for file in failures.iterdir()}
