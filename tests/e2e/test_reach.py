# Copyright (c) 2026, the teammail.zimbra contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Somebody whose mailbox cannot be worked in now stops nobody else, and the status of a mailbox is somebody's decision."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from playground.damage import MAILBOX, MEIER, MUELLER, SCHULZE
from playground.damage import STRANGER as WAGNER
from playground.environment import ROOT
from playground.mailbox_at_work import Inventory, MailboxAtWork
from playground.plays import play

WISH = {"shared_mailbox_persona_name": "Hotline", "shared_mailbox_inbox_name": "Team"}
AGENTS = [MEIER, MUELLER, SCHULZE]


def hosts(inventory: Inventory, **variables: Any) -> Path:
    wanted = [{"address": address} for address in AGENTS]
    return inventory({"support": {"shared_mailbox_address": MAILBOX, "shared_mailbox_agents": wanted, **variables}})


def status_of(at_work: MailboxAtWork) -> str:
    asked = {"by": "name", "_content": MAILBOX}
    found = at_work.admin.ask("admin", "GetAccount", account=asked, attrs="zimbraAccountStatus")
    return str(found["account"][0]["a"][0]["_content"])


def test_one_in_maintenance_is_reported_and_all_else_is_done(
    at_work: MailboxAtWork, inventory: Inventory, tmp_path: Path
) -> None:
    at_work.have([MEIER, MUELLER, WAGNER])
    for away in (MUELLER, WAGNER):
        at_work.status(away, "maintenance")
    predicted = at_work.run(AGENTS, "--check", **WISH, shared_mailbox_unreachable_agents="warn")
    done = at_work.run(AGENTS, **WISH)
    said = " ".join(done.output.split())
    for away in (MUELLER, WAGNER):
        assert f"{away}, who is not reachable now (account.ACCOUNT_INACTIVE: account is not active:{away})" in said
    assert done.status != 0 and predicted.status == 0, predicted.output
    again = at_work.run(AGENTS, **WISH, shared_mailbox_unreachable_agents="warn")
    assert again.status == 0 and again.changed == 0 and "not reachable now" in again.output, again.output
    assert at_work.members() == sorted(AGENTS)
    assert at_work.rights_of(SCHULZE) == "rwidx" and at_work.mounted(SCHULZE) == ["2", "5"]
    assert set(at_work.admin.personas(MEIER)) == {"DEFAULT", "Hotline"}
    for away in (MUELLER, WAGNER):
        assert not [c for c in predicted.changes["support"] if c["object"].startswith(away)]

    drift = play(
        at_work.shop.server, ROOT / "playbooks/drift.yml", hosts(inventory, **WISH), drift_report_dir=str(tmp_path)
    )
    assert drift.status == 0, drift.output
    found = drift.stats["drift"]
    assert (found["in_order"], found["drifted"], found["unreachable"], found["unknown"]) == (0, 0, 1, 0), drift.output
    assert {one["account"] for one in found["unreachables"]} == {MUELLER, WAGNER}

    verify = {"shared_mailbox_verification_timeout": 5, **WISH}
    proof = play(at_work.shop.server, ROOT / "playbooks/verify.yml", hosts(inventory, **verify))
    assert proof.status != 0
    (told,) = proof.stats["verify"]["details"]
    assert len(told["problems"]) == 1 and "not reachable now (account.ACCOUNT_INACTIVE" in told["problems"][0]
    assert [(a["works"], a["sees_new"]) for a in told["agents"]] == [(True, True), (None, None), (True, True)]

    for away in (MUELLER, WAGNER):
        at_work.status(away, "active")
    assert at_work.rights_of(WAGNER) == ""
    assert at_work.mounted(WAGNER) == ["2", "5"], "nothing was done in that mailbox"
    at_work.good(AGENTS, **WISH)
    assert at_work.mounted(WAGNER) == [] and set(at_work.admin.personas(WAGNER)) == {"DEFAULT"}
    assert set(at_work.admin.personas(MUELLER)) == {"DEFAULT", "Hotline"}
    assert {"Team", "Team Sent"} <= {x["name"] for x in at_work.admin.tree(MUELLER, expand=False)["link"]}


def test_an_agent_who_cannot_log_in_is_named(at_work: MailboxAtWork) -> None:
    at_work.have(AGENTS, **WISH)
    at_work.status(SCHULZE, "closed")
    run = at_work.run(AGENTS, **WISH)
    assert run.status == 0 and f"{SCHULZE} is an agent, but the account is closed" in run.output, run.output
    at_work.status(SCHULZE, "active")


def test_a_mailbox_keeps_the_status_that_somebody_gave_it(at_work: MailboxAtWork) -> None:
    at_work.have(AGENTS, **WISH)

    def refused(*options: str, **given: str) -> str:
        run = at_work.run(AGENTS, *options, **WISH, **given)
        assert run.status != 0 and run.changed == 0
        return " ".join(run.output.split())

    at_work.status(MAILBOX, "maintenance")
    assert f"{MAILBOX} is in maintenance" in refused(shared_mailbox_status="active")
    assert status_of(at_work) == "maintenance"
    at_work.status(MAILBOX, "closed")
    assert f"{MAILBOX} has the status closed" in refused("--check")
    at_work.status(MAILBOX, "locked")
    assert f"{MAILBOX} has the status locked" in refused()
    kept = at_work.run(AGENTS, **WISH, shared_mailbox_status="locked")
    assert kept.status == 0 and kept.changed == 0 and status_of(at_work) == "locked", kept.output
    at_work.have(AGENTS, **WISH, shared_mailbox_status="active")
    assert status_of(at_work) == "active"
