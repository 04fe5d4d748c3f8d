# Copyright (c) 2026, the teammail.zimbra contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A mailbox in order runs none of the role's steps, in whatever way it is set up, and each of them finds nothing to do if it is run all the same."""

from __future__ import annotations

from typing import Any

import pytest
from playground.damage import MEIER, MUELLER, SCHULZE
from playground.mailbox_at_work import MailboxAtWork
from playground.plays import PlayRun
from playground.server import DOMAIN

ALIASES = [f"help@{DOMAIN}", f"info@{DOMAIN}"]
SETUPS: dict[str, dict[str, Any]] = {
    "plain": {},
    "aliases": {"shared_mailbox_aliases": ALIASES, "shared_mailbox_reply_as_alias": True},
    "german": {
        "shared_mailbox_language": "de",
        "shared_mailbox_display_name": "Kundendienst Süd",
        "shared_mailbox_inbox_name": "Teams/Süd",
        "shared_mailbox_sent_copies_read": False,
        "shared_mailbox_replace_whole_mounts": True,
    },
    "locked": {"shared_mailbox_status": "locked"},
}
STEP = "Ensure the account of the mailbox is present"


def runs_steps(run: PlayRun) -> bool:
    assert run.status == 0 and run.changed == 0, run.output
    return STEP in run.output


@pytest.mark.parametrize("setup", SETUPS)
def test_a_mailbox_in_order_runs_no_step(at_work: MailboxAtWork, setup: str) -> None:
    wish, agents = SETUPS[setup], [MEIER, {"address": MUELLER, "folder": "Jürgen"}, SCHULZE]
    at_work.have(agents, **wish)
    assert not runs_steps(at_work.run(agents, **wish))
    assert not runs_steps(at_work.run(agents, "--check", **wish))
    assert runs_steps(at_work.run(agents, shared_mailbox_all_steps=True, **wish))


def test_nor_does_one_whose_team_has_nobody_yet(at_work: MailboxAtWork) -> None:
    address = f"later@{DOMAIN}"
    at_work.have([], shared_mailbox_address=address)
    assert not runs_steps(at_work.run([], shared_mailbox_address=address))
    assert runs_steps(at_work.run([], shared_mailbox_address=address, shared_mailbox_all_steps=True))
