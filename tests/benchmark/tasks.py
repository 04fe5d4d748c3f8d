# Copyright (c) 2026, the teammail.zimbra contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What a task that has nothing to do costs, packaged and in-process, in milliseconds and HTTP requests.

    PYTHONPATH=tests .venv/bin/python -m playground.environment .venv/bin/python tests/benchmark/tasks.py [--tasks 20]

Starts a simulator of its own. The tasks of a run stand one after the other in one play; the time of a task is what
Ansible's own clock (start and end of each result) shows, the least disturbed figure being the median.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from playground.simulator_process import Simulator, simulator

OWNER, AGENT, TEAM = "bench-owner@example.test", "bench-agent@example.test", "bench-team@example.test"
GRANT = {"add": [{"grantee": TEAM, "role": "manager"}]}
MOUNT = {"owner": OWNER, "path": "/Inbox", "name": "Bench"}
TEST = {"type": "header", "header": "subject", "string_comparison": "contains", "value": "bench"}
# In this order they bring the state about; after that none of them has anything to do.
TASKS = (
    ("account", {"name": [OWNER, AGENT]}),
    ("distribution_list", {"name": TEAM, "members": [AGENT]}),
    ("folder", {"account": OWNER, "path": ["/Inbox/Eva", "/Inbox/Jan"]}),
    ("share", {"account": OWNER, "path": "/Inbox", "grants": GRANT}),
    ("mountpoint", {"account": [AGENT], "mounts": [MOUNT]}),
    ("send_right", {"target": OWNER, "right": "sendAs", "grantees": {"add": [TEAM]}}),
    ("identity", {"account": AGENT, "name": "Bench", "from_address": OWNER}),
    ("filter_rule", {"account": OWNER, "name": "Bench", "tests": [TEST], "actions": [{"type": "stop"}]}),
    ("preferences", {"account": OWNER, "preferences": {"zimbraPrefLocale": "de"}}),
    (
        "message",
        {
            "account": OWNER,
            "message_id": "<bench@example.test>",
            "from_address": AGENT,
            "subject": "Bench",
            "body": "x",
        },
    ),
    ("login", {}),
    ("account_info", {"name": [OWNER]}),
    ("address_info", {"address": [OWNER, TEAM]}),
    ("distribution_list_info", {"name": [TEAM]}),
    ("effective_rights_info", {"account": OWNER, "path": ["/Inbox"], "user": [AGENT]}),
    ("filter_rule_info", {"account": [OWNER]}),
    ("folder_info", {"account": OWNER}),
    ("identity_info", {"account": [AGENT]}),
    ("message_info", {"account": OWNER, "folder": "/Inbox"}),
    ("mountpoint_info", {"account": [AGENT]}),
    ("preferences_info", {"account": [OWNER]}),
    ("send_right_info", {"target": [OWNER]}),
    ("share_info", {"account": OWNER}),
    ("shared_mailbox_info", {"address": [OWNER]}),
)
LOGIN = [{"teammail.zimbra.login": {}, "register": "zimbra"}]


def play(server: Simulator, tasks: list[dict], with_token: bool, in_process: bool) -> list[dict]:
    """A play on localhost; with a token nobody logs in anew."""
    connection = {"url": server.admin_url, "validate_certs": False}
    mine = {"username": server.admin_user, "password": server.admin_password}
    group = "group/teammail.zimbra.all"
    one = {"hosts": "localhost", "gather_facts": False, "vars": {"teammail_zimbra_in_process": in_process}}
    if not with_token:
        return [{**one, "module_defaults": {group: {**connection, **mine}}, "tasks": tasks}]
    token = {"module_defaults": {group: {**connection, "auth_token": "{{ zimbra.auth_token }}"}}, "block": tasks}
    return [{**one, "module_defaults": {group: {**connection, **mine}}, "tasks": [*LOGIN, token]}]


def run(content: list[dict]) -> list[tuple[str, float]]:
    """(module, seconds) of each task; the run must succeed."""
    with tempfile.TemporaryDirectory() as folder:
        book = Path(folder, "play.yml")
        book.write_text(json.dumps(content), encoding="utf-8")
        # The clock is in a callback of our own, so that nothing but ansible-core is needed.
        env = {**os.environ, "ANSIBLE_LOCALHOST_WARNING": "false"}
        env.update(
            ANSIBLE_CALLBACK_PLUGINS=str(Path(__file__).parent / "callback"), ANSIBLE_STDOUT_CALLBACK="task_times"
        )
        done = subprocess.run(["ansible-playbook", str(book)], env=env, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(f"the play failed:\n{done.stdout}{done.stderr}")
    lines = [line.split("\t") for line in done.stdout.splitlines() if line.startswith("TIME\t")]
    return [(name, float(seconds)) for _time, name, seconds in lines]


def posts(server: Simulator) -> int:
    with urllib.request.urlopen(f"{server.control_url}/counts") as answer:  # noqa: S310
        return json.load(answer)["posts"]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--tasks", type=int, default=20, help="tasks of each kind in a run")
    count = parser.parse_args().tasks
    started = time.monotonic()
    with open(os.devnull, "w", encoding="utf-8") as log, simulator(log) as server:
        run(play(server, [{f"teammail.zimbra.{name}": args} for name, args in TASKS], True, True))
        print(f"{'module':<24}{'packaged':>14}{'in-process':>14}{'POSTs':>8}   (median ms of {count}, nothing to do)")
        kinds = [(name, {f"teammail.zimbra.{name}": args}) for name, args in TASKS]
        for name, task in [("debug", {"ansible.builtin.debug": {"msg": "x"}}), *kinds]:
            medians, sent = [], 0
            for in_process in (False, True):
                before = posts(server)
                times = run(play(server, [task] * count, True, in_process))[1:]
                sent = posts(server) - before - 1  # the login
                medians.append(1000 * statistics.median(seconds for _name, seconds in times))
            print(f"{name:<24}{medians[0]:>14.0f}{medians[1]:>14.0f}{sent / count:>8.1f}", flush=True)
    print(f"{time.monotonic() - started:.0f} s in all")


if __name__ == "__main__":
    main()
