# Copyright (c) 2026, the teammail.zimbra contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The role knows its own past: what it gave under other names, to other people and by another list is found again, and taken back."""

from __future__ import annotations

import pytest
from playground.damage import MAILBOX, MEIER, MUELLER, SCHULZE, TEAM
from playground.damage import STRANGER as WAGNER
from playground.json_client import Refused
from playground.mailbox_at_work import MailboxAtWork
from playground.server import DOMAIN

ALL = [MEIER, MUELLER, SCHULZE]


@pytest.fixture
def at_work(at_work: MailboxAtWork) -> MailboxAtWork:
    at_work.begin_with(ALL)
    return at_work


@pytest.mark.thorough
def test_a_changed_surname_renames_the_folder_with_its_mail(at_work: MailboxAtWork) -> None:
    at_work.put_mail("Schulze", "claimed before the wedding")
    at_work.modify(SCHULZE, displayName="Petra Lehmann")
    done = at_work.good(ALL)
    (change,) = [c for c in done.changes["support"] if c["step"] == "folders"]
    assert (change["key"], change["before"], change["after"]) == ("path", "/Inbox/Schulze", "/Inbox/Lehmann")
    assert at_work.subjects("Lehmann") == ["claimed before the wedding"]
    assert "Schulze" not in at_work.folders()
    at_work.modify(SCHULZE, displayName="Petra Schulze")
    at_work.have(ALL)


def test_names_that_go_round_carry_each_ones_own_mail(at_work: MailboxAtWork) -> None:
    at_work.put_mail("Meier", "of Meier")
    at_work.put_mail("Schulze", "of Schulze")
    swapped = [{"address": MEIER, "folder": "Schulze"}, MUELLER, {"address": SCHULZE, "folder": "Meier"}]
    at_work.good(swapped)
    assert "of Meier" in at_work.subjects("Schulze") and "of Schulze" in at_work.subjects("Meier")
    # one gives the name up, and a new colleague takes it
    at_work.good([{"address": MEIER, "folder": "Meier A"}, MUELLER, SCHULZE, {"address": WAGNER, "folder": "Meier"}])
    assert "of Meier" in at_work.subjects("Meier A") and "of Schulze" in at_work.subjects("Schulze")
    assert at_work.subjects("Meier") == []
    # the one who leaves keeps their folder until it is removed, so its name is free for the next run only
    run = at_work.run(ALL)
    assert run.status != 0 and "still the folder of somebody who leaves" in " ".join(run.output.split())
    at_work.good([{"address": MEIER, "folder": "Meier A"}, MUELLER, SCHULZE])
    at_work.have(ALL)
    assert "of Meier" in at_work.subjects("Meier")


@pytest.mark.thorough
def test_a_folder_with_mail_of_somebody_who_left_is_given_to_nobody(at_work: MailboxAtWork) -> None:
    at_work.have([*ALL, WAGNER])
    at_work.put_mail("Wagner", "of Wagner")
    at_work.have(ALL)
    before = at_work.shop.snapshot()
    run = at_work.run([{"address": MEIER, "folder": "Meier"}, MUELLER, {"address": SCHULZE, "folder": "Wagner"}])
    said = " ".join(run.output.split())
    assert run.status != 0 and "/Inbox/Wagner" in said and "shared_mailbox_agents" in said
    assert at_work.shop.snapshot() == before
    at_work.have(ALL, shared_mailbox_former_agent_mail="to_inbox")


@pytest.mark.thorough
@pytest.mark.parametrize("how", ["renamed", "trashed"])
def test_a_folder_that_was_renamed_or_trashed_comes_back_with_its_mail(at_work: MailboxAtWork, how: str) -> None:
    subject = f"in the folder that was {how}"
    at_work.put_mail("Müller", subject)
    number = at_work.admin.folder("/Inbox/Müller", MAILBOX)["id"]
    if how == "renamed":
        at_work.admin.act("rename", number, MAILBOX, name="Old things")
    else:
        at_work.admin.act("trash", number, MAILBOX)
    done = at_work.good(ALL)
    (change,) = [c for c in done.changes["support"] if c["step"] == "folders"]
    where = "/Inbox/Old things" if how == "renamed" else "/Trash/Müller"
    assert (change["key"], change["before"], change["after"]) == ("path", where, "/Inbox/Müller")
    assert subject in at_work.subjects("Müller")


def test_another_address_for_the_list_renames_it(at_work: MailboxAtWork) -> None:
    ident = at_work.admin.team_list(TEAM)["id"]
    at_work.good(ALL, shared_mailbox_list=f"hotline@{DOMAIN}")
    assert at_work.admin.team_list(f"hotline@{DOMAIN}")["id"] == ident
    at_work.good([MEIER, MUELLER], shared_mailbox_list=f"hotline@{DOMAIN}")
    assert at_work.rights_of(SCHULZE) == "" and at_work.rights_of(MEIER) == "rwidx"
    at_work.have(ALL, shared_mailbox_list=TEAM)


@pytest.mark.thorough
def test_another_list_that_exists_takes_the_access_of_the_one_before(at_work: MailboxAtWork) -> None:
    made = at_work.admin.ask("admin", "CreateDistributionList", name={"_content": f"crew@{DOMAIN}"})
    assert made["dl"]
    at_work.good([MEIER, MUELLER], shared_mailbox_list=f"crew@{DOMAIN}")
    assert at_work.rights_of(SCHULZE) == "" and at_work.rights_of(MEIER) == "rwidx"
    grantees = {ace["d"] for ace in at_work.admin.ask("account", "GetRights", inside=MAILBOX)["ace"]}
    assert grantees == {f"crew@{DOMAIN}"}
    at_work.have(ALL)
    at_work.admin.ask(
        "admin", "DeleteDistributionList", id={"_content": at_work.admin.team_list(f"crew@{DOMAIN}")["id"]}
    )


@pytest.mark.thorough
def test_personas_that_are_not_desired_any_more_are_taken_back(at_work: MailboxAtWork) -> None:
    at_work.have(ALL, shared_mailbox_aliases=[f"help@{DOMAIN}"], shared_mailbox_reply_as_alias=True)
    identity = {"name": MAILBOX, "_attrs": {"zimbraPrefReplyToDisplay": "set by the agent"}}
    at_work.admin.ask("account", "ModifyIdentity", inside=MEIER, identity=identity)
    at_work.good(ALL, shared_mailbox_persona_name="Hotline", shared_mailbox_reply_as_alias=True)
    personas = at_work.admin.personas(MEIER)
    assert set(personas) == {"DEFAULT", "Hotline"}
    assert personas["Hotline"]["_attrs"]["zimbraPrefReplyToDisplay"] == "set by the agent"
    at_work.have(ALL, shared_mailbox_reply_as_alias=False)


@pytest.mark.thorough
def test_mountpoints_get_other_names_unless_the_agent_chose_one(at_work: MailboxAtWork) -> None:
    link = next(x for x in at_work.admin.tree(MEIER, expand=False)["link"] if x["name"] == "Support Sent")
    at_work.admin.act("rename", link["id"], MEIER, name="Answers")
    at_work.good(ALL, shared_mailbox_language="de", shared_mailbox_inbox_name="Team")
    names = {x["name"] for x in at_work.admin.tree(MEIER, expand=False)["link"]}
    assert {"Team", "Answers"} <= names and "Support" not in names
    assert {"Team", "Team Gesendet"} <= {x["name"] for x in at_work.admin.tree(MUELLER, expand=False)["link"]}
    at_work.have(ALL)


@pytest.mark.thorough
def test_somebody_whose_account_was_closed_first_is_known_as_a_leaver(at_work: MailboxAtWork) -> None:
    at_work.have([*ALL, WAGNER])
    at_work.put_mail("Wagner", "left by Wagner")
    at_work.status(WAGNER, "closed")
    assert WAGNER not in at_work.members()
    at_work.good(ALL, shared_mailbox_former_agent_mail={"to_agent": MEIER})
    assert "left by Wagner" in at_work.subjects("Meier") and "Wagner" not in at_work.folders()
    assert at_work.mounted(WAGNER) == [] and not at_work.has_persona(WAGNER)
    at_work.status(WAGNER, "active")


@pytest.mark.thorough
def test_sub_folders_of_one_who_leaves_go_where_the_mail_goes(at_work: MailboxAtWork) -> None:
    at_work.have([*ALL, WAGNER])
    at_work.put_mail("Wagner", "on top")
    at_work.make_folder("/Inbox/Wagner/Project")
    at_work.put_mail("Wagner/Project", "below")
    at_work.good(ALL, shared_mailbox_former_agent_mail={"to_agent": MEIER})
    folders = at_work.folders()
    assert "on top" in folders["Meier"] and folders["Meier/Project"] == ["below"]
    assert not any(name.startswith("Wagner") for name in folders)
    assert at_work.rights_of(WAGNER) == ""


@pytest.mark.thorough
def test_a_mailbox_that_was_deleted_is_made_anew(at_work: MailboxAtWork) -> None:
    at_work.admin.ask("admin", "DeleteAccount", id={"_content": at_work.admin.account_id(MAILBOX)})
    runs = [at_work.run(ALL, "--check"), at_work.run(ALL), at_work.run(ALL)]
    assert [run.status for run in runs] == [0, 0, 0], runs[1].output
    # ids of an account that is yet to be made are known to nobody, so the same properties are told, not all their values
    predicted, done = (
        [(c["object"], c["key"]) for c in run.changes["support"] if c["key"] != "owner_id"] for run in runs[:2]
    )
    assert predicted == done and runs[2].changed == 0
    assert all(at_work.mounted(agent) == ["2", "5"] for agent in ALL)


@pytest.mark.thorough
def test_an_agent_who_is_on_the_list_by_an_alias_stays(at_work: MailboxAtWork) -> None:
    ident = {"_content": at_work.admin.account_id(MEIER)}
    at_work.admin.ask("admin", "AddAccountAlias", id=ident, alias={"_content": f"am@{DOMAIN}"})
    team = {"_content": at_work.admin.team_list(TEAM)["id"]}
    at_work.admin.ask("admin", "RemoveDistributionListMember", id=team, dlm={"_content": MEIER})
    at_work.admin.ask("admin", "AddDistributionListMember", id=team, dlm={"_content": f"am@{DOMAIN}"})
    done = at_work.good(ALL)
    assert done.changes["support"] == []
    assert at_work.rights_of(MEIER) == "rwidx"
    run = at_work.run([MEIER, MUELLER], "--check", shared_mailbox_former_agent_mail={"to_agent": f"am@{DOMAIN}"})
    assert run.status == 0, run.output
    at_work.admin.ask("admin", "RemoveAccountAlias", id=ident, alias={"_content": f"am@{DOMAIN}"})
    at_work.have(ALL)


@pytest.mark.thorough
def test_what_an_earlier_version_kept_in_the_notes_is_taken_over(at_work: MailboxAtWork) -> None:
    at_work.have([*ALL, {"address": WAGNER, "folder": "Team Nord"}])
    at_work.put_mail("Team Nord", "of the north")
    digits = at_work.admin.account_id(WAGNER)[:8]
    at_work.admin.ask(
        "account", "ModifyProperties", inside=MAILBOX, prop=[{"zimlet": "teammail.zimbra", "name": "shared_mailbox"}]
    )
    at_work.modify(MAILBOX, zimbraNotes=f'Ask the boss. [teammail.zimbra {{"{digits}":"Team Nord"}}]')
    at_work.good(ALL)
    assert at_work.subjects("Team Nord") == ["of the north"]
    found = at_work.admin.ask("admin", "GetAccount", account={"by": "name", "_content": MAILBOX}, attrs="zimbraNotes")
    assert [a["_content"] for a in found["account"][0]["a"]] == ["Ask the boss."]
    at_work.good(ALL, shared_mailbox_former_agent_mail="to_inbox")
    assert "Team Nord" not in at_work.folders()


@pytest.mark.thorough
def test_taking_it_down_forgets_everything(at_work: MailboxAtWork) -> None:
    at_work.good(ALL, shared_mailbox_state="absent")
    with pytest.raises(Refused, match="NO_SUCH_DISTRIBUTION_LIST"):
        at_work.admin.team_list(TEAM)
    at_work.good(ALL)
