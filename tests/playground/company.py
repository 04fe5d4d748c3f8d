# Copyright (c) 2026, the teammail.zimbra contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The company of the demonstration and the tests: four people, and a server that they work on."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from utils.environment import ROOT
from utils.simulator_process import Simulator, simulator

from playground.hands import Hand
from playground.plays import HERE, PlayRun, converge, play
from playground.snapshot import snapshot

INVENTORY = ROOT / "playbooks" / "inventory" / "hosts.yml"
PASSWORD = "Demo-pw-4711"
PEOPLE = [
    {"address": "meier@example.test", "display_name": "Anna Meier"},
    {"address": "mueller@example.test", "display_name": "Jürgen Müller"},
    {"address": "schulze@example.test", "display_name": "Petra Schulze"},
    {"address": "wagner@example.test", "display_name": "Otto Wagner"},
]
ADDRESSES = [person["address"] for person in PEOPLE]
MAILBOXES = ["support@example.test", "sales@example.test"]
LISTS = ["support-team@example.test", "sales-team@example.test"]


@dataclass
class Company:
    """A running server and its administrator."""

    server: Simulator
    admin: Hand

    def user(self, address: str) -> Hand:
        """One of the people, with his own rights."""
        return Hand(self.server.soap_url, address, PASSWORD)

    def converge(self, *options: str, inventory: Path = INVENTORY, **extra: Any) -> PlayRun:
        return converge(self.server, inventory, *options, **extra)

    def snapshot(self) -> dict[str, Any]:
        return snapshot(self.admin, ADDRESSES + MAILBOXES, LISTS)


@contextlib.contextmanager
def company(log: Path, *options: str) -> Iterator[Company]:
    """Start a server and give the four people their accounts."""
    with log.open("w", encoding="utf-8") as file, simulator(file, "--no-tls", *options) as server:
        run = play(server, HERE / "people.yml", INVENTORY, people=PEOPLE, people_password=PASSWORD)
        if run.status:
            raise RuntimeError(f"the accounts could not be made:\n{run.output}")
        yield Company(server, Hand(server.admin_url, server.admin_user, server.admin_password, admin=True))
