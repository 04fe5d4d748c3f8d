# Copyright (c) 2026, the teammail.zimbra contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What would give access to the wrong people, or end half-done, is refused in one sentence before anything is written, in check mode alike."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from playground.company import Company
from playground.damage import MAILBOX, MEIER, MUELLER, SCHULZE, TEAM
from playground.damage import STRANGER as WAGNER
from playground.mailbox_at_work import Inventory, MailboxAtWork
from playground.server import DOMAIN

ALL = [MEIER, MUELLER, SCHULZE]
OTHER, CREW = f"hotline@{DOMAIN}", f"crew@{DOMAIN}"


@pytest.fixture
def at_work(shop: Company, inventory: Inventory) -> MailboxAtWork:
    at_work = MailboxAtWork(shop, inventory)
    at_work.begin_with(ALL)
    return at_work


def host(address: str, *agents: str, **variables: Any) -> dict[str, Any]:
    named = [{"address": agent} for agent in agents]
    more = {f"shared_mailbox_{name}": value for name, value in variables.items()}
    return {"shared_mailbox_address": address, "shared_mailbox_agents": named, **more}


def refused(shop: Company, inventory: Path, sentence: str, *options: str) -> None:
    before = shop.snapshot()
    for mode in (["--check"], []):
        run = shop.converge(*mode, *options, inventory=inventory)
        assert run.status != 0 and run.changed == 0, run.output
        assert sentence in " ".join(run.output.split()), run.output
    assert shop.snapshot() == before


def test_a_list_that_another_mailbox_has(at_work: MailboxAtWork, inventory: Inventory) -> None:
    hosts = inventory({"hotline": host(OTHER, WAGNER, list=TEAM)})
    refused(at_work.shop, hosts, f"shared_mailbox_list is {TEAM}, which is the list of {MAILBOX}: whoever is on it")


def test_names_that_two_mailboxes_want_in_one_agents_mailbox(at_work: MailboxAtWork, inventory: Inventory) -> None:
    two = {"one": host(f"one@{DOMAIN}", MEIER, inbox_name="New"), "two": host(f"two@{DOMAIN}", MEIER, inbox_name="new")}
    refused(at_work.shop, inventory(two), f"{MEIER} would have two folders called New: shared_mailbox_inbox_name of")
    for mailbox in two.values():
        del mailbox["shared_mailbox_inbox_name"]
        mailbox["shared_mailbox_persona_name"] = "Team"
    limited = inventory(two)
    refused(at_work.shop, limited, f"{MEIER} would have one persona team for several mailboxes", "--limit", "two")


def test_a_name_that_somebody_has_given_to_something_else(at_work: MailboxAtWork, inventory: Inventory) -> None:
    wagner = at_work.shop.user(WAGNER)
    made = wagner.ask("mail", "CreateFolder", folder={"name": "Hotline", "l": "1"})["folder"][0]["id"]
    sentence = f"{WAGNER} has a folder at /Hotline, where shared_mailbox_inbox_name wants the shared folder; set it to"
    refused(at_work.shop, inventory({"hotline": host(OTHER, MEIER, WAGNER)}), sentence)
    renamed = {"support": host(MAILBOX, *ALL, WAGNER, inbox_name="Hotline")}
    refused(at_work.shop, inventory(renamed), sentence)
    wagner.ask("mail", "FolderAction", action={"op": "delete", "id": made})


@pytest.mark.thorough
def test_who_leaves_and_keeps_access_by_another_list(at_work: MailboxAtWork) -> None:
    at_work.admin.ask("admin", "CreateDistributionList", name=CREW)
    crew = at_work.admin.team_list(CREW)["id"]
    at_work.admin.ask("admin", "AddDistributionListMember", id=crew, dlm=[{"_content": SCHULZE}])
    grant = {"gt": "grp", "zid": crew, "perm": "r"}
    at_work.admin.ask("mail", "FolderAction", inside=MAILBOX, action={"op": "grant", "id": "2", "grant": grant})
    before = at_work.shop.snapshot()
    run = at_work.run([MEIER, MUELLER])
    assert run.status != 0 and f"{SCHULZE} leaves, but is a member of {CREW}, too, which has a grant on /Inbox" in (
        " ".join(run.output.split())
    )
    assert at_work.shop.snapshot() == before
    at_work.good([MEIER, MUELLER], shared_mailbox_remove_extra_access=True)
    assert at_work.rights_of(SCHULZE) == ""
    at_work.admin.ask("admin", "DeleteDistributionList", id=crew)


@pytest.mark.thorough
def test_with_a_mailbox_goes_no_list_that_is_not_its_own(at_work: MailboxAtWork, inventory: Inventory) -> None:
    at_work.have(ALL)
    at_work.admin.ask("admin", "CreateDistributionList", name=CREW)
    hosts = {
        "support": host(MAILBOX, *ALL, state="absent", list=CREW),
        "never": host(f"never@{DOMAIN}", *ALL, state="absent", list=f"never-{CREW}"),
    }
    run = at_work.shop.converge(inventory=inventory(hosts))
    assert run.status == 0, run.output
    assert f"the list {CREW} stays, since nothing tells that it is the one of {MAILBOX}" in " ".join(run.output.split())
    left = at_work.admin.ask("admin", "GetAllDistributionLists", domain={"by": "name", "_content": DOMAIN})
    names = [dl["name"] for dl in left.get("dl", [])]
    assert CREW in names and TEAM not in names
    at_work.admin.ask("admin", "DeleteDistributionList", id=at_work.admin.team_list(CREW)["id"])
    at_work.have(ALL)
