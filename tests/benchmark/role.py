# Copyright (c) 2026, the teammail.zimbra contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What runs of the role cost, beside what Ansible and the server cost without it.

    make bench ARGS="--mailboxes 1 20 200 --agents 10 --latency 0 20"

Each number of mailboxes has a simulator of its own, on which people answer for several of them. First run, run with nothing to do, the same with
each step run all the same, check run and drift run are measured; beside them plays of as many debug tasks as the role has results, and a script
that sends nothing but the necessary requests over kept connections.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import requests
from playground.environment import ROOT, build_tree
from playground.json_client import JsonClient
from playground.simulator_process import Simulator, simulator

PLAYBOOKS = ROOT / "playbooks"
DOMAIN = "example.test"
TEAMS_OF_A_PERSON = 3
TICKS = os.sysconf("SC_CLK_TCK")


@dataclass
class Figures:
    """One measured run.  Seconds, megabytes; results: task results per host and in all, by task."""

    wall: float
    cpu: float
    server_cpu: float
    memory: float
    posts: int
    requests: int
    results: int
    changed: int
    tasks: dict[str, int]


def server_cpu(server: Simulator) -> float:
    """CPU seconds that the simulator has used."""
    fields = Path(f"/proc/{server.process_id}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICKS


def counts(server: Simulator) -> dict[str, Any]:
    return requests.get(f"{server.control_url}/counts", timeout=30).json()


def measured(server: Simulator, words: list[str], folder: Path) -> Figures:
    """Run a command; CPU and memory are those of it and of all that it started."""
    env = {**os.environ, **server.environment, "ANSIBLE_CALLBACK_PLUGINS": str(Path(__file__).parent / "callback")}
    env.update(ANSIBLE_STDOUT_CALLBACK="result_counts", ANSIBLE_LOCALHOST_WARNING="false", ANSIBLE_NOCOLOR="1")
    output = folder / "output.txt"
    before, used, started = counts(server), server_cpu(server), time.monotonic()
    with output.open("w", encoding="utf-8") as file:
        process = subprocess.Popen(words, env=env, cwd=folder, stdin=subprocess.DEVNULL, stdout=file, stderr=file)
        _pid, status, usage = os.wait4(process.pid, 0)
    wall = time.monotonic() - started
    process.returncode = os.waitstatus_to_exitcode(status)
    text = output.read_text(encoding="utf-8")
    if process.returncode:
        raise SystemExit(f"{' '.join(words)} failed:\n{text[-4000:]}")
    told = next((json.loads(line[7:]) for line in text.splitlines() if line.startswith("COUNTS ")), {})
    after, tasks = counts(server), told.get("tasks", {})
    return Figures(
        wall,
        usage.ru_utime + usage.ru_stime,
        server_cpu(server) - used,
        usage.ru_maxrss / 1024,
        after["posts"] - before["posts"],
        sum(after["requests"].values()) - sum(before["requests"].values()),
        sum(number for name, number in tasks.items() if name != "included"),
        told.get("changed", 0),
        tasks,
    )


@dataclass
class Bench:
    """A simulator with people, and an inventory of mailboxes for them."""

    server: Simulator
    folder: Path
    inventory: Path
    hosts: dict[str, dict[str, Any]]

    def play(self, playbook: Path, forks: int, *options: str) -> Figures:
        words = ["ansible-playbook", "-i", str(self.inventory), "-f", str(forks), str(playbook), *options]
        return measured(self.server, words, self.folder)

    def debug(self, forks: int, results: int) -> Figures:
        """Ansible's own floor: as many results, of tasks that do nothing."""
        tasks = [{"ansible.builtin.debug": {"msg": "x"}}] * results
        book = self.folder / "debug.yml"
        book.write_text(
            json.dumps([{"hosts": "all", "connection": "local", "gather_facts": False, "tasks": tasks}]), "utf-8"
        )
        return self.play(book, forks)

    def bare(self) -> Figures:
        """The server's own floor: the necessary requests alone."""
        file = self.folder / "bare.json"
        file.write_text(json.dumps(list(self.hosts.values())), "utf-8")
        return measured(self.server, [sys.executable, __file__, "--bare", str(file)], self.folder)


def people_of(mailboxes: int, agents: int) -> list[str]:
    return [f"agent{n}@{DOMAIN}" for n in range(max(agents, mailboxes * agents // TEAMS_OF_A_PERSON))]


@contextmanager
def bench(mailboxes: int, agents: int, latency: int) -> Iterator[Bench]:
    people = people_of(mailboxes, agents)
    hosts = {
        f"box{n}": {
            "shared_mailbox_address": f"box{n}@{DOMAIN}",
            "shared_mailbox_agents": [{"address": people[(n * agents + k) % len(people)]} for k in range(agents)],
        }
        for n in range(mailboxes)
    }
    with tempfile.TemporaryDirectory() as place, open(os.devnull, "w", encoding="utf-8") as log:
        folder = Path(place)
        inventory = folder / "hosts.json"
        inventory.write_text(json.dumps({"all": {"children": {"shared_mailboxes": {"hosts": hosts}}}}), "utf-8")
        with simulator(log, "--no-tls", domain=DOMAIN) as server:
            admin = JsonClient(server.admin_url, server.admin_user, server.admin_password, admin=True)
            for number, address in enumerate(people):
                admin.ask(
                    "admin", "CreateAccount", name=address, a=[{"n": "displayName", "_content": f"Agent Nr{number}"}]
                )
            requests.post(f"{server.control_url}/latency", json={"ms": latency}, timeout=30).raise_for_status()
            yield Bench(server, folder, inventory, hosts)


def bare(hosts: list[dict[str, Any]]) -> None:
    """For each mailbox: who is who, the mailbox with what it shares, and what each agent has, with their own rights."""
    url, user, password = (os.environ[f"ZIMBRA_{name}"] for name in ("URL", "USERNAME", "PASSWORD"))
    http = requests.Session()

    def ask(token: str, inside: str, batch: dict[str, list[dict[str, Any]]]) -> dict[str, Any]:
        context: dict[str, Any] = {"_jsns": "urn:zimbra", "authToken": token}
        if inside:
            context["account"] = {"by": "name", "_content": inside}
        body = {"BatchRequest": {"_jsns": "urn:zimbra", **batch}}
        reply = http.post(url, json={"Header": {"context": context}, "Body": body}, timeout=60)
        return reply.json()["Body"]["BatchResponse"]

    token = JsonClient(url, user, password, admin=True)._token or ""

    def look(host: dict[str, Any]) -> None:
        mailbox = host["shared_mailbox_address"]
        agents = [agent["address"] for agent in host["shared_mailbox_agents"]]
        names = [mailbox, mailbox.replace("@", "-team@"), *agents]
        named = [{"_jsns": "urn:zimbraAdmin", "applyCos": 0, "account": {"by": "name", "_content": n}} for n in names]
        lists = [{"_jsns": "urn:zimbraAdmin", "dl": {"by": "name", "_content": n}} for n in names]
        logins = [{"_jsns": "urn:zimbraAdmin", "account": {"by": "name", "_content": n}} for n in agents]
        found = ask(
            token, "", {"GetAccountRequest": named, "GetDistributionListRequest": lists, "DelegateAuthRequest": logins}
        )
        ident = found["GetAccountResponse"][0]["account"][0]["id"]
        mail, own = {"_jsns": "urn:zimbraMail"}, {"_jsns": "urn:zimbraAccount"}
        parts = {"GetFolderRequest": [mail], "GetRightsRequest": [own], "GetOutgoingFilterRulesRequest": [mail]}
        ask(token, mailbox, parts)
        rights = [{**mail, "folder": {"l": f"{ident}:{number}"}} for number in (2, 5, *range(257, 257 + len(agents)))]
        mine = {"GetFolderRequest": [mail], "GetIdentitiesRequest": [own], "GetEffectiveFolderPermsRequest": rights}
        for login in found["DelegateAuthResponse"]:
            text = login["authToken"]
            ask(text[0]["_content"] if isinstance(text, list) else text, "", mine)

    with ThreadPoolExecutor(10) as pool:
        list(pool.map(look, hosts))


def row(name: str, figures: Figures, mailboxes: int) -> None:
    print(
        f"{name:<24}{figures.wall:>8.1f}{figures.cpu:>9.1f}{figures.server_cpu:>9.1f}{figures.memory:>8.0f}"
        f"{figures.posts / mailboxes:>8.1f}{figures.requests / mailboxes:>10.1f}{figures.results / mailboxes:>9.1f}{figures.changed:>9}",
        flush=True,
    )


def case(mailboxes: int, agents: int, latency: int, forks: int, tasks: bool) -> None:
    print(f"\n{mailboxes} mailboxes, {agents} agents each, {latency} ms latency, {forks} forks")
    print(
        f"{'':<24}{'wall s':>8}{'CPU s':>9}{'server':>9}{'MB':>8}{'POSTs':>8}{'requests':>10}{'results':>9}{'changed':>9}"
    )
    site, drift = PLAYBOOKS / "site.yml", PLAYBOOKS / "drift.yml"
    with bench(mailboxes, agents, latency) as it:
        row("first run", it.play(site, forks), mailboxes)
        runs = {
            "nothing to do": it.play(site, forks),
            "the same, each step": it.play(site, forks, "-e", "shared_mailbox_all_steps=true"),
            "check run": it.play(site, forks, "--check"),
            "drift run": it.play(drift, forks, "-e", "drift_report_dir="),
        }
        for name, figures in runs.items():
            row(name, figures, mailboxes)
        one, script = it.debug(forks, 1), it.bare()
        row("1 debug task", one, mailboxes)
        row("requests alone", script, mailboxes)
        for name in ("nothing to do", "the same, each step"):
            figures = runs[name]
            results = round(figures.results / mailboxes)
            floor = it.debug(forks, results)
            row(f"{results} debug tasks", floor, mailboxes)
            each = 1000 * (figures.wall - one.wall) / (mailboxes * max(1, results - 1))
            print(
                f"{name}: {figures.wall / floor.wall:.2f} x the debug tasks (CPU {figures.cpu / floor.cpu:.2f} x), "
                f"{figures.wall / script.wall:.1f} x the requests alone, {each:.1f} ms a result"
            )
            if tasks:
                for task, number in figures.tasks.items():
                    print(f"    {number:>6}  {task}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--mailboxes", type=int, nargs="+", default=[1, 20])
    parser.add_argument("--agents", type=int, nargs="+", default=[10])
    parser.add_argument("--latency", type=int, nargs="+", default=[0, 20], help="milliseconds before each answer")
    parser.add_argument("--forks", type=int, default=10)
    parser.add_argument("--tasks", action="store_true", help="count the results of each task, too")
    parser.add_argument("--bare", help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.bare:
        bare(json.loads(Path(given.bare).read_text(encoding="utf-8")))
        return
    build_tree()
    started = time.monotonic()
    for mailboxes in given.mailboxes:
        for agents in given.agents:
            for latency in given.latency:
                case(mailboxes, agents, latency, given.forks, given.tasks)
    print(f"\n{time.monotonic() - started:.0f} s in all, load of the machine {os.getloadavg()[0]:.1f}")


if __name__ == "__main__":
    main()
