# Copyright (c) 2026, the teammail.zimbra contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""People come and go, change their names, and are locked out; no mail is ever lost."""

from __future__ import annotations

import pytest
from playground.company import Company
from playground.damage import MAILBOX, MEIER, MUELLER, SCHULZE, TEAM
from playground.damage import STRANGER as WAGNER
from playground.desk import Desk, Inventory
from playground.hands import Refused
from utils.server import DOMAIN

ALL = [MEIER, MUELLER, SCHULZE]


@pytest.fixture
def desk(shop: Company, inventory: Inventory) -> Desk:
    desk = Desk(shop, inventory)
    desk.begin_with(ALL)
    return desk


def test_a_new_colleague_gets_everything_in_one_run(desk: Desk) -> None:
    desk.good([*ALL, WAGNER])
    assert WAGNER in desk.members()
    assert desk.mounted(WAGNER) == ["2", "5"]
    assert desk.has_persona(WAGNER)
    assert "Wagner" in desk.folders()


def test_who_leaves_loses_access_and_his_mail_stays_until_it_is_dealt_with(desk: Desk) -> None:
    desk.have([*ALL, WAGNER])
    desk.put_mail("Wagner", "left with Wagner")
    desk.good(ALL)
    assert desk.members() == ALL
    assert desk.mounted(WAGNER) == [] and not desk.has_persona(WAGNER)
    assert desk.folders()["Wagner"] == ["left with Wagner"]
    desk.empty("Wagner")
    desk.good(ALL)
    assert "Wagner" not in desk.folders()


def test_his_mail_can_go_back_to_the_inbox(desk: Desk) -> None:
    desk.have([*ALL, WAGNER])
    desk.put_mail("Wagner", "unclaimed again")
    desk.good(ALL, shared_mailbox_former_agent_mail="to_inbox")
    assert "unclaimed again" in desk.folders()[""]
    assert "Wagner" not in desk.folders()


def test_his_mail_can_go_to_a_colleague(desk: Desk) -> None:
    desk.have([*ALL, {"address": WAGNER, "folder": "Team Süd"}])
    desk.put_mail("Team Süd", "goes to Meier")
    desk.good(ALL, shared_mailbox_former_agent_mail={"to_agent": MEIER})
    assert "goes to Meier" in desk.folders()["Meier"]
    assert "Team Süd" not in desk.folders()


def test_mail_cannot_go_to_somebody_who_is_no_agent(desk: Desk) -> None:
    desk.have([*ALL, WAGNER])
    before = desk.shop.snapshot()
    run = desk.run(ALL, shared_mailbox_former_agent_mail={"to_agent": f"nobody@{DOMAIN}"})
    assert run.status != 0 and "shared_mailbox_former_agent_mail is" in run.output
    assert desk.shop.snapshot() == before
    desk.have(ALL)


@pytest.mark.parametrize("status", ["locked", "closed"])
def test_a_locked_or_closed_account_can_leave_too(desk: Desk, status: str) -> None:
    desk.good([*ALL, WAGNER])
    desk.status(WAGNER, status)
    desk.good(ALL, shared_mailbox_former_agents=[{"address": WAGNER}])
    assert WAGNER not in desk.members()
    assert desk.mounted(WAGNER) == [] and not desk.has_persona(WAGNER)
    desk.status(WAGNER, "active")


def test_somebody_whose_account_was_deleted_can_leave(desk: Desk) -> None:
    desk.admin.ask(
        "admin",
        "CreateAccount",
        name={"_content": f"brandt@{DOMAIN}"},
        a=[{"n": "displayName", "_content": "Eva Brandt"}],
    )
    desk.have([*ALL, f"brandt@{DOMAIN}"])
    desk.admin.ask("admin", "DeleteAccount", id={"_content": desk.admin.account_id(f"brandt@{DOMAIN}")})
    desk.good(ALL, shared_mailbox_former_agents=[{"address": f"brandt@{DOMAIN}", "folder": "Brandt"}])
    assert "Brandt" not in desk.folders()
    assert desk.members() == ALL


def test_a_changed_folder_name_renames_the_folder_with_its_mail(desk: Desk) -> None:
    desk.put_mail("Meier", "stays with Meier")
    for name, bring in (("Maier", desk.good), ("Team Nord", desk.good), ("Meier", desk.have)):
        bring([{"address": MEIER, "folder": name}, MUELLER, SCHULZE])
        folders = desk.folders()
        assert "stays with Meier" in folders[name]
        assert {"Meier", "Maier", "Team Nord"} & set(folders) == {name}


def test_a_renamed_account_keeps_everything(desk: Desk) -> None:
    desk.have([*ALL, {"address": WAGNER, "folder": "Team Süd"}])
    desk.put_mail("Team Süd", "stays with Wagner")
    ident = desk.admin.account_id(WAGNER)
    desk.admin.ask("admin", "RenameAccount", id={"_content": ident}, newName={"_content": f"wagner-neu@{DOMAIN}"})
    run = desk.good([*ALL, {"address": f"wagner-neu@{DOMAIN}", "folder": "Team Süd"}])
    assert run.changes["support"] == []
    assert desk.folders()["Team Süd"] == ["stays with Wagner"]
    desk.admin.ask("admin", "RenameAccount", id={"_content": ident}, newName={"_content": WAGNER})
    desk.have(ALL, shared_mailbox_former_agent_mail="to_inbox")


def test_too_many_removals_stop_the_run_before_it_changes_anything(desk: Desk) -> None:
    desk.have([*ALL, WAGNER])
    before = desk.shop.snapshot()
    run = desk.run([MEIER], shared_mailbox_display_name="Something else")
    assert run.status != 0
    said = " ".join(run.output.split())
    assert "3 people would lose access" in said and "shared_mailbox_max_removals" in said
    assert all(person in said for person in (MUELLER, SCHULZE, WAGNER))
    assert desk.shop.snapshot() == before
    desk.good([MEIER], shared_mailbox_max_removals=3)
    assert desk.members() == [MEIER]


def test_agents_whose_folders_clash_are_refused_with_both_named(desk: Desk) -> None:
    before = desk.shop.snapshot()
    run = desk.run([*ALL, {"address": WAGNER, "folder": "Muller"}])
    assert run.status != 0 and WAGNER in run.output and MUELLER in run.output
    assert desk.shop.snapshot() == before


def test_missing_agents_are_all_named_and_nothing_is_changed(desk: Desk) -> None:
    before = desk.shop.snapshot()
    run = desk.run([*ALL, f"anna@{DOMAIN}", f"otto@{DOMAIN}"])
    said = " ".join(run.output.split())
    assert run.status != 0 and f"anna@{DOMAIN}, otto@{DOMAIN}" in said
    assert desk.shop.snapshot() == before
    desk.good([*ALL, f"anna@{DOMAIN}"], shared_mailbox_create_agents=True)
    assert desk.mounted(f"anna@{DOMAIN}") == ["2", "5"]
    desk.have(ALL)


def test_aliases_are_answered_from_if_wished(desk: Desk) -> None:
    variables = {"shared_mailbox_aliases": [f"help@{DOMAIN}"], "shared_mailbox_reply_as_alias": True}
    desk.good(ALL, **variables)
    personas = desk.admin.personas(MEIER)
    assert personas[f"help@{DOMAIN}"]["_attrs"]["zimbraPrefFromAddress"] == f"help@{DOMAIN}"
    assert personas[MAILBOX]["_attrs"]["zimbraPrefWhenSentToAddresses"] == MAILBOX
    meier = desk.shop.user(MEIER)
    mail = {
        "idnt": personas[f"help@{DOMAIN}"]["id"],
        "e": [{"t": "f", "a": f"help@{DOMAIN}"}, {"t": "t", "a": "karla@customer.example"}],
        "su": {"_content": "from the alias"},
        "mp": [{"ct": "text/plain", "content": {"_content": "hello"}}],
    }
    meier.ask("mail", "SendMsg", m=mail)
    copy = next(m for m in desk.admin.mails("inid:5", MAILBOX) if m["su"] == "from the alias")
    assert copy["e"][0]["a"] == f"help@{DOMAIN}"
    assert "u" not in copy.get("f", ""), "the copy of a reply is shown as unread"


def test_without_the_rule_copies_of_replies_are_unread_and_other_rules_stay(desk: Desk) -> None:
    own = {
        "name": "own",
        "active": True,
        "filterTests": [
            {"condition": "anyof", "headerTest": [{"header": "subject", "stringComparison": "contains", "value": "x"}]}
        ],
        "filterActions": [{"actionFlag": [{"flagName": "flagged"}]}],
    }
    rules = desk.sent_rules()
    desk.admin.ask("mail", "ModifyOutgoingFilterRules", inside=MAILBOX, filterRules=[{"filterRule": [own, *rules]}])
    desk.good(ALL, shared_mailbox_sent_copies_read=False)
    assert [rule["name"] for rule in desk.sent_rules()] == ["own"]
    desk.good(ALL)


def test_taking_the_mailbox_down_leaves_its_mail(desk: Desk) -> None:
    desk.put_mail("Meier", "survives")
    before = desk.folders()
    desk.good(ALL, shared_mailbox_state="absent")
    assert desk.folders() == before
    assert all(desk.mounted(agent) == [] and not desk.has_persona(agent) for agent in ALL)
    with pytest.raises(Refused, match="NO_SUCH_DISTRIBUTION_LIST"):
        desk.admin.team_list(TEAM)
    assert desk.admin.ask("account", "GetRights", inside=MAILBOX).get("ace", []) == []
    desk.good(ALL)
    assert desk.folders() == before


def test_the_account_goes_only_when_its_address_is_repeated(desk: Desk) -> None:
    before = desk.shop.snapshot()
    run = desk.run(ALL, shared_mailbox_state="absent", shared_mailbox_confirm_removal=f"other@{DOMAIN}")
    assert run.status != 0 and f"shared_mailbox_confirm_removal is other@{DOMAIN}" in " ".join(run.output.split())
    assert desk.shop.snapshot() == before
    desk.good(ALL, shared_mailbox_state="absent", shared_mailbox_confirm_removal=MAILBOX)
    with pytest.raises(Refused, match="NO_SUCH_ACCOUNT"):
        desk.admin.account_id(MAILBOX)
