# Copyright (c) 2026, the teammail.zimbra contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Runs playbooks against a server and tells what they reported."""

from __future__ import annotations

import base64
import json
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from playground import warm
from playground.environment import ROOT, build_tree, variables
from playground.server import Server

HERE = Path(__file__).parent
STATS = re.compile(r"^\s+RUN: (\{.*\})$", re.MULTILINE)
REPORT = re.compile(r'"msg": "REPORT (\S+) (\S+)"')
RECAP = re.compile(r"^(\S+)\s+: (ok=\d+.*)$", re.MULTILINE)


@dataclass
class PlayRun:
    """What became of a run of ansible-playbook.

    recap: host -> its counters; changes: host -> what the role says that it changed, or would change; stats: what set_stats kept
    for the whole run, which AWX takes as the job's artifacts.
    """

    status: int
    output: str
    recap: dict[str, dict[str, int]]
    changes: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    stats: dict[str, Any] = field(default_factory=dict)

    @property
    def changed(self) -> int:
        return sum(counters["changed"] for counters in self.recap.values())


def play(
    server: Server,
    playbook: Path,
    inventory: Path,
    *options: str,
    colour: bool = False,
    settings: dict[str, str] | None = None,
    **extra: Any,
) -> PlayRun:
    """Run a playbook; extra variables by keyword.  Never raises for a failed run: look at its status.

    settings: environment variables by which people configure Ansible.
    """
    build_tree()
    env = {**variables(), **server.environment}
    env.update(
        ANSIBLE_NOCOLOR="" if colour else "1",
        ANSIBLE_FORCE_COLOR="1" if colour else "",
        ANSIBLE_RETRY_FILES_ENABLED="0",
        ANSIBLE_SHOW_CUSTOM_STATS="1",
    )
    env = {name: value for name, value in {**env, **(settings or {})}.items() if value}
    words = [
        "ansible-playbook",
        "-i",
        str(inventory),
        str(playbook),
        "-e",
        json.dumps(extra),
        *options,
    ]
    status, output = warm.run(words, env, ROOT)
    plain = re.sub(r"\x1b\[[0-9;]*m", "", output)
    recap = {
        host: {name: int(number) for name, number in (pair.split("=") for pair in counters.split())}
        for host, counters in RECAP.findall(plain)
    }
    stats = STATS.search(plain)
    changes = {host: json.loads(base64.b64decode(told)) for host, told in REPORT.findall(plain)}
    return PlayRun(status, output, recap, changes, json.loads(stats[1]) if stats else {})


def converge(server: Server, inventory: Path, *options: str, **extra: Any) -> PlayRun:
    """The project's main job, playbooks/site.yml, with the changes it reports."""
    return play(server, HERE / "converge.yml", inventory, *options, **extra)
