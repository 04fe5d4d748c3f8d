# Copyright (c) 2026, the teammail.zimbra contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The company of the demonstration and the tests: four people, and a server that they work on."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

import requests
from given.grounds import empty

from playground.environment import CACHE, ROOT
from playground.json_client import JsonClient
from playground.plays import HERE, PlayRun, converge, play
from playground.server import DOMAIN, Server, given_server
from playground.simulator_process import simulator
from playground.snapshot import snapshot


def moved(file: Path) -> Path:
    """A file of the collection that speaks of example.test, as it reads in the domain that tests work in."""
    if DOMAIN == "example.test":
        return file
    place = CACHE / "moved" / DOMAIN / file.relative_to(ROOT)
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_text(file.read_text(encoding="utf-8").replace("example.test", DOMAIN), encoding="utf-8")
    return place


INVENTORY = moved(ROOT / "playbooks" / "inventory" / "hosts.yml")
PASSWORD = "Demo-pw-4711"
PEOPLE = [
    {"address": f"meier@{DOMAIN}", "display_name": "Anna Meier"},
    {"address": f"mueller@{DOMAIN}", "display_name": "Jürgen Müller"},
    {"address": f"schulze@{DOMAIN}", "display_name": "Petra Schulze"},
    {"address": f"wagner@{DOMAIN}", "display_name": "Otto Wagner"},
]
ADDRESSES = [person["address"] for person in PEOPLE]
MAILBOXES = [f"support@{DOMAIN}", f"sales@{DOMAIN}"]
LISTS = [f"support-team@{DOMAIN}", f"sales-team@{DOMAIN}"]


@dataclass
class Company:
    """A running server and its administrator."""

    server: Server
    admin: JsonClient
    _states: set[str] = field(default_factory=set)

    @cached_property
    def is_carbonio(self) -> bool:
        info: str = self.admin.ask("admin", "GetVersionInfo")["info"][0].get("release", "")
        return "carbonio" in info.lower()

    def user(self, address: str) -> JsonClient:
        """One of the people, with their own rights."""
        return JsonClient(self.server.soap_url, address, PASSWORD, verify=self.server.verify)

    def converge(self, *options: str, inventory: Path = INVENTORY, **extra: Any) -> PlayRun:
        return converge(self.server, inventory, *options, **extra)

    def begin_with(self, state: str, bring_about: Callable[[], None]) -> None:
        """A state that a test begins with: the first time, and on any other server each time, brought about; a simulator goes back to it."""
        control = self.server.control
        if state not in self._states:
            bring_about()
            if control:
                requests.post(f"{control}/checkpoint", json={"name": state}, timeout=30).raise_for_status()
                self._states.add(state)
        else:
            requests.post(f"{control}/back", json={"name": state}, timeout=30).raise_for_status()

    def snapshot(self) -> dict[str, Any]:
        return snapshot(self.admin, ADDRESSES + MAILBOXES, LISTS)


def administrator(server: Server) -> JsonClient:
    return JsonClient(server.admin_url, server.admin_user, server.admin_password, admin=True, verify=server.verify)


@contextlib.contextmanager
def fresh_server(log: Path, *options: str) -> Iterator[Server]:
    """A server without people: a simulator with these options, or the given server, whose domain is emptied before and after."""
    given = given_server()
    CACHE.mkdir(exist_ok=True)
    if given is None:
        with log.open("a", encoding="utf-8") as file, simulator(file, "--no-tls", *options) as server:
            yield server
        return
    empty(administrator(given), given.domain, keep=given.admin_user)
    try:
        yield given
    finally:
        # Many tests later the first administrator's token may have ended.
        empty(administrator(given), given.domain, keep=given.admin_user)


@contextlib.contextmanager
def company(log: Path, *options: str) -> Iterator[Company]:
    """A fresh server on which the four people have their accounts."""
    with fresh_server(log, *options) as server:
        run = play(server, HERE / "people.yml", INVENTORY, people=PEOPLE, people_password=PASSWORD)
        if run.status:
            raise RuntimeError(f"the accounts could not be made:\n{run.output}")
        yield Company(server, administrator(server))
