# Copyright (c) 2026, the teammail.zimbra contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Whatever request a run dies at, the next run ends where an undisturbed one would have ended, and no mail is lost.

Each number k is a run of its own on a server of its own whose k-th request is carried out while its answer is lost, with nothing
tried again.  TEAMMAIL_EVERY=1 tries every k (some minutes), the default only a spread of them.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import requests
from playground.company import Company, company
from playground.damage import MAILBOX, MEIER, MUELLER, SCHULZE
from playground.environment import CACHE
from playground.json_client import customer_mail
from playground.plays import PlayRun

Inventory = Callable[[dict[str, dict[str, Any]]], Path]
EVERY = int(os.environ.get("TEAMMAIL_EVERY", "26"))
ACTIONS = ("drop_after", "drop_before")


def run(shop: Company, inventory: Inventory, agents: list[str], **variables: Any) -> PlayRun:
    wanted = [{"address": address} for address in agents]
    hosts = {"support": {"shared_mailbox_address": MAILBOX, "shared_mailbox_agents": wanted, **variables}}
    return shop.converge("-f", "1", inventory=inventory(hosts))


def posts(shop: Company) -> int:
    return requests.get(f"{shop.server.control_url}/counts", timeout=10).json()["posts"]


def mails(shop: Company) -> list[str]:
    """Subjects of all mail in the mailbox, wherever it lies."""
    return sorted(mail["su"] for mail in shop.admin.mails("is:anywhere", MAILBOX))


def set_up(shop: Company, inventory: Inventory) -> PlayRun:
    return run(shop, inventory, [MEIER, MUELLER, SCHULZE])


def leave(shop: Company, inventory: Inventory) -> PlayRun:
    return run(shop, inventory, [MEIER, MUELLER], shared_mailbox_former_agent_mail={"to_agent": MEIER})


def with_mail(shop: Company, inventory: Inventory) -> None:
    """A mailbox at work: Schulze has claimed three mails, one waits in the Inbox."""
    done = set_up(shop, inventory)
    assert done.status == 0, done.output
    for number in range(4):
        customer_mail(shop.server, MAILBOX, f"mail {number}", "text")
    folder = shop.admin.folder("/Inbox/Schulze", MAILBOX)["id"]
    claimed = ",".join(mail["id"] for mail in shop.admin.mails("inid:2", MAILBOX) if mail["su"] != "mail 0")
    shop.admin.ask("mail", "MsgAction", inside=MAILBOX, action={"op": "move", "id": claimed, "l": folder})


pytestmark = pytest.mark.simulator("it fails when told to")
STORIES = {"set-up": (lambda shop, inventory: None, set_up), "leaving": (with_mail, leave)}


@pytest.mark.parametrize("story", ["set-up", pytest.param("leaving", marks=pytest.mark.thorough)])
def test_the_next_run_ends_where_an_undisturbed_one_would(
    story: str, inventory: Inventory, monkeypatch: pytest.MonkeyPatch, record_property: Callable[[str, object], None]
) -> None:
    before, work = STORIES[story]
    monkeypatch.setenv("ZIMBRA_RETRIES", "0")
    CACHE.mkdir(exist_ok=True)
    log = CACHE / "e2e-interruption.log"
    tried = died = 0
    with company(log) as shop:

        def begin() -> None:
            shop.begin_with("before", lambda: before(shop, inventory))

        begin()
        first = posts(shop)
        undisturbed = work(shop, inventory)
        assert undisturbed.status == 0, undisturbed.output
        needed = posts(shop) - first
        goal, kept = shop.snapshot(), mails(shop)
        for k in range(1, needed + 1, EVERY):
            begin()
            rule = {"action": ACTIONS[k % 2], "nth": k, "count": 1}
            requests.post(f"{shop.server.control_url}/faults", json=rule, timeout=10).raise_for_status()
            broken = work(shop, inventory)
            requests.delete(f"{shop.server.control_url}/faults", timeout=10).raise_for_status()
            tried += 1
            died += broken.status != 0
            mended = work(shop, inventory)
            assert mended.status == 0, f"k={k}: {mended.output}"
            assert shop.snapshot() == goal, f"k={k}"
            assert mails(shop) == kept, f"k={k}"
    record_property(
        "interruptions",
        f"{story}: {tried} of {needed} requests tried, {died} runs died, {tried} converged, 0 messages lost",
    )
    assert tried and died
