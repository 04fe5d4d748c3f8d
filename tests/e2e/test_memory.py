# Copyright (c) 2026, the teammail.zimbra contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The role knows its own past: what it gave under other names, to other people and by another list is found again, and taken back."""

from __future__ import annotations

import pytest
from playground.damage import MAILBOX, MEIER, MUELLER, SCHULZE, TEAM
from playground.damage import STRANGER as WAGNER
from playground.desk import Desk
from playground.hands import Refused
from utils.server import DOMAIN

ALL = [MEIER, MUELLER, SCHULZE]


@pytest.fixture
def desk(desk: Desk) -> Desk:
    desk.begin_with(ALL)
    return desk


def test_a_changed_surname_renames_the_folder_with_its_mail(desk: Desk) -> None:
    desk.put_mail("Schulze", "claimed before the wedding")
    desk.modify(SCHULZE, displayName="Petra Lehmann")
    done = desk.good(ALL)
    (change,) = [c for c in done.changes["support"] if c["step"] == "folders"]
    assert (change["key"], change["before"], change["after"]) == ("path", "/Inbox/Schulze", "/Inbox/Lehmann")
    assert desk.subjects("Lehmann") == ["claimed before the wedding"]
    assert "Schulze" not in desk.folders()
    desk.modify(SCHULZE, displayName="Petra Schulze")
    desk.have(ALL)


def test_names_that_go_round_carry_each_ones_own_mail(desk: Desk) -> None:
    desk.put_mail("Meier", "of Meier")
    desk.put_mail("Schulze", "of Schulze")
    swapped = [{"address": MEIER, "folder": "Schulze"}, MUELLER, {"address": SCHULZE, "folder": "Meier"}]
    desk.good(swapped)
    assert "of Meier" in desk.subjects("Schulze") and "of Schulze" in desk.subjects("Meier")
    # one gives the name up, and a new colleague takes it
    desk.good([{"address": MEIER, "folder": "Meier A"}, MUELLER, SCHULZE, {"address": WAGNER, "folder": "Meier"}])
    assert "of Meier" in desk.subjects("Meier A") and "of Schulze" in desk.subjects("Schulze")
    assert desk.subjects("Meier") == []
    # the one who leaves keeps their folder until it is removed, so its name is free for the next run only
    run = desk.run(ALL)
    assert run.status != 0 and "still the folder of somebody who leaves" in " ".join(run.output.split())
    desk.good([{"address": MEIER, "folder": "Meier A"}, MUELLER, SCHULZE])
    desk.have(ALL)
    assert "of Meier" in desk.subjects("Meier")


def test_a_folder_with_mail_of_somebody_who_left_is_given_to_nobody(desk: Desk) -> None:
    desk.have([*ALL, WAGNER])
    desk.put_mail("Wagner", "of Wagner")
    desk.have(ALL)
    before = desk.shop.snapshot()
    run = desk.run([{"address": MEIER, "folder": "Meier"}, MUELLER, {"address": SCHULZE, "folder": "Wagner"}])
    said = " ".join(run.output.split())
    assert run.status != 0 and "/Inbox/Wagner" in said and "shared_mailbox_agents" in said
    assert desk.shop.snapshot() == before
    desk.have(ALL, shared_mailbox_former_agent_mail="to_inbox")


@pytest.mark.parametrize("how", ["renamed", "trashed"])
def test_a_folder_that_was_renamed_or_trashed_comes_back_with_its_mail(desk: Desk, how: str) -> None:
    subject = f"in the folder that was {how}"
    desk.put_mail("Müller", subject)
    number = desk.admin.folder("/Inbox/Müller", MAILBOX)["id"]
    if how == "renamed":
        desk.admin.act("rename", number, MAILBOX, name="Old things")
    else:
        desk.admin.act("trash", number, MAILBOX)
    done = desk.good(ALL)
    (change,) = [c for c in done.changes["support"] if c["step"] == "folders"]
    where = "/Inbox/Old things" if how == "renamed" else "/Trash/Müller"
    assert (change["key"], change["before"], change["after"]) == ("path", where, "/Inbox/Müller")
    assert subject in desk.subjects("Müller")


def test_another_address_for_the_list_renames_it(desk: Desk) -> None:
    ident = desk.admin.team_list(TEAM)["id"]
    desk.good(ALL, shared_mailbox_list=f"hotline@{DOMAIN}")
    assert desk.admin.team_list(f"hotline@{DOMAIN}")["id"] == ident
    desk.good([MEIER, MUELLER], shared_mailbox_list=f"hotline@{DOMAIN}")
    assert desk.rights_of(SCHULZE) == "" and desk.rights_of(MEIER) == "rwidx"
    desk.have(ALL, shared_mailbox_list=TEAM)


def test_another_list_that_exists_takes_the_access_of_the_one_before(desk: Desk) -> None:
    made = desk.admin.ask("admin", "CreateDistributionList", name={"_content": f"crew@{DOMAIN}"})
    assert made["dl"]
    desk.good([MEIER, MUELLER], shared_mailbox_list=f"crew@{DOMAIN}")
    assert desk.rights_of(SCHULZE) == "" and desk.rights_of(MEIER) == "rwidx"
    grantees = {ace["d"] for ace in desk.admin.ask("account", "GetRights", inside=MAILBOX)["ace"]}
    assert grantees == {f"crew@{DOMAIN}"}
    desk.have(ALL)
    desk.admin.ask("admin", "DeleteDistributionList", id={"_content": desk.admin.team_list(f"crew@{DOMAIN}")["id"]})


def test_personas_that_are_wished_no_more_are_taken_back(desk: Desk) -> None:
    desk.have(ALL, shared_mailbox_aliases=[f"help@{DOMAIN}"], shared_mailbox_reply_as_alias=True)
    identity = {"name": MAILBOX, "_attrs": {"zimbraPrefReplyToDisplay": "set by the agent"}}
    desk.admin.ask("account", "ModifyIdentity", inside=MEIER, identity=identity)
    desk.good(ALL, shared_mailbox_persona_name="Hotline", shared_mailbox_reply_as_alias=True)
    personas = desk.admin.personas(MEIER)
    assert set(personas) == {"DEFAULT", "Hotline"}
    assert personas["Hotline"]["_attrs"]["zimbraPrefReplyToDisplay"] == "set by the agent"
    desk.have(ALL, shared_mailbox_reply_as_alias=False)


def test_mountpoints_get_other_names_unless_the_agent_chose_one(desk: Desk) -> None:
    link = next(x for x in desk.admin.tree(MEIER, expand=False)["link"] if x["name"] == "Support Sent")
    desk.admin.act("rename", link["id"], MEIER, name="Answers")
    desk.good(ALL, shared_mailbox_language="de", shared_mailbox_inbox_name="Team")
    names = {x["name"] for x in desk.admin.tree(MEIER, expand=False)["link"]}
    assert {"Team", "Answers"} <= names and "Support" not in names
    assert {"Team", "Support Gesendet"} <= {x["name"] for x in desk.admin.tree(MUELLER, expand=False)["link"]}
    desk.have(ALL)


def test_somebody_whose_account_was_closed_first_is_known_as_a_leaver(desk: Desk) -> None:
    desk.have([*ALL, WAGNER])
    desk.put_mail("Wagner", "left by Wagner")
    desk.status(WAGNER, "closed")
    assert WAGNER not in desk.members()
    desk.good(ALL, shared_mailbox_former_agent_mail={"to_agent": MEIER})
    assert "left by Wagner" in desk.subjects("Meier") and "Wagner" not in desk.folders()
    assert desk.mounted(WAGNER) == [] and not desk.has_persona(WAGNER)
    desk.status(WAGNER, "active")


def test_sub_folders_of_one_who_leaves_go_where_the_mail_goes(desk: Desk) -> None:
    desk.have([*ALL, WAGNER])
    desk.put_mail("Wagner", "on top")
    desk.make_folder("/Inbox/Wagner/Project")
    desk.put_mail("Wagner/Project", "below")
    desk.good(ALL, shared_mailbox_former_agent_mail={"to_agent": MEIER})
    folders = desk.folders()
    assert "on top" in folders["Meier"] and folders["Meier/Project"] == ["below"]
    assert not any(name.startswith("Wagner") for name in folders)
    assert desk.rights_of(WAGNER) == ""


def test_a_mailbox_that_was_deleted_is_made_anew(desk: Desk) -> None:
    desk.admin.ask("admin", "DeleteAccount", id={"_content": desk.admin.account_id(MAILBOX)})
    runs = [desk.run(ALL, "--check"), desk.run(ALL), desk.run(ALL)]
    assert [run.status for run in runs] == [0, 0, 0], runs[1].output
    # ids of an account that is yet to be made are known to nobody, so the same properties are told, not all their values
    predicted, done = (
        [(c["object"], c["key"]) for c in run.changes["support"] if c["key"] != "owner_id"] for run in runs[:2]
    )
    assert predicted == done and runs[2].changed == 0
    assert all(desk.mounted(agent) == ["2", "5"] for agent in ALL)


def test_an_agent_who_is_on_the_list_by_an_alias_stays(desk: Desk) -> None:
    ident = {"_content": desk.admin.account_id(MEIER)}
    desk.admin.ask("admin", "AddAccountAlias", id=ident, alias={"_content": f"am@{DOMAIN}"})
    team = {"_content": desk.admin.team_list(TEAM)["id"]}
    desk.admin.ask("admin", "RemoveDistributionListMember", id=team, dlm={"_content": MEIER})
    desk.admin.ask("admin", "AddDistributionListMember", id=team, dlm={"_content": f"am@{DOMAIN}"})
    done = desk.good(ALL)
    assert done.changes["support"] == []
    assert desk.rights_of(MEIER) == "rwidx"
    run = desk.run([MEIER, MUELLER], "--check", shared_mailbox_former_agent_mail={"to_agent": f"am@{DOMAIN}"})
    assert run.status == 0, run.output
    desk.admin.ask("admin", "RemoveAccountAlias", id=ident, alias={"_content": f"am@{DOMAIN}"})
    desk.have(ALL)


def test_what_an_earlier_version_kept_in_the_notes_is_taken_over(desk: Desk) -> None:
    desk.have([*ALL, {"address": WAGNER, "folder": "Team Nord"}])
    desk.put_mail("Team Nord", "of the north")
    digits = desk.admin.account_id(WAGNER)[:8]
    desk.admin.ask(
        "account", "ModifyProperties", inside=MAILBOX, prop=[{"zimlet": "teammail.zimbra", "name": "shared_mailbox"}]
    )
    desk.modify(MAILBOX, zimbraNotes=f'Ask the boss. [teammail.zimbra {{"{digits}":"Team Nord"}}]')
    desk.good(ALL)
    assert desk.subjects("Team Nord") == ["of the north"]
    found = desk.admin.ask("admin", "GetAccount", account={"by": "name", "_content": MAILBOX}, attrs="zimbraNotes")
    assert [a["_content"] for a in found["account"][0]["a"]] == ["Ask the boss."]
    desk.good(ALL, shared_mailbox_former_agent_mail="to_inbox")
    assert "Team Nord" not in desk.folders()


def test_taking_it_down_forgets_everything(desk: Desk) -> None:
    desk.good(ALL, shared_mailbox_state="absent")
    with pytest.raises(Refused, match="NO_SUCH_DISTRIBUTION_LIST"):
        desk.admin.team_list(TEAM)
    desk.good(ALL)
