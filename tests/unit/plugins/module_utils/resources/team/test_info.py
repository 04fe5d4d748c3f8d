# Copyright (c) 2026, the teammail.zimbra contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What the role is told to do, from what was read: nothing is asked here."""

from __future__ import annotations

import pytest

from ansible_collections.teammail.zimbra.plugins.module_utils.release import Release
from ansible_collections.teammail.zimbra.plugins.module_utils.resources.common.directory import Holder
from ansible_collections.teammail.zimbra.plugins.module_utils.resources.team.info import Survey, build_result
from ansible_collections.teammail.zimbra.plugins.module_utils.resources.team.memory import Memory
from ansible_collections.teammail.zimbra.plugins.module_utils.resources.team.variables import parse_variables
from ansible_collections.teammail.zimbra.tests.unit.plugins.module_utils.resources.team.test_team import (
    ANNA,
    BERND,
    BOX,
    CARLA,
    IDS,
    found,
    options,
    people,
    tree,
)
from ansible_collections.teammail.zimbra.tests.unit.plugins.scripted import Script

TEAM = "support-team@example.com"
MAILBOX = Holder("account", "box", BOX, BOX, "Support")
LIST = Holder("list", "list-1", TEAM, TEAM)
OTHER = Holder("list", "list-2", "crew@example.com", "list-2")
KNOWN = Memory(True, "list-1", "Support", "Support Sent", (BOX,), {IDS[ANNA]: 257, IDS[BERND]: 258})


def survey(memory=KNOWN, folders=((257, "Meier", 1), (258, "Müller", 2)), members=(ANNA, BERND), **also):
    holders = {**found(), BOX: MAILBOX, TEAM: LIST, "list-1": LIST, **also}
    return Survey(holders, MAILBOX, memory, tree(*folders), list(members))


ZIMBRA = Release()


def judged(seen, *agents, release=ZIMBRA, **given):
    desired = parse_variables(options(agents=people(*agents), **given))
    seen.holders.setdefault(desired.list, None)
    session = Script().session()
    session._release = release
    return build_result(session, desired, seen)


def test_nothing_to_do():
    result = judged(survey(), ANNA, BERND)
    assert result["memory"] == {"first": None, "last": None}
    assert (
        result["members_to_remove"]
        == result["former_agent_accounts"]
        == result["joining"]
        == result["in_the_way"]
        == []
    )
    assert result["folders"]["former_paths"] == {} and result["folders"]["remove"] == []
    assert result["list"] == {
        "own": TEAM,
        "current": TEAM,
        "renamed_from": None,
        "former": None,
        "all": [TEAM],
        "grants": [{"grantee": TEAM, "type": "group"}],
    }


def test_who_leaves_with_mail_is_remembered_until_it_is_gone():
    result = judged(survey(), ANNA)
    assert (result["members_to_remove"], result["former_agent_accounts"]) == ([BERND], [BERND])
    assert result["memory"]["first"] is None
    assert [p["id"] for p in result["memory"]["last"]["former_agents"]] == [IDS[BERND]]
    left = KNOWN._replace(agents={IDS[ANNA]: 257}, left={IDS[BERND]: 258})
    again = judged(survey(left, members=[ANNA]), ANNA)
    assert again["former_agent_accounts"] == [] and again["memory"] == {"first": None, "last": None}
    emptied = judged(survey(left, folders=[(257, "Meier", 1), (258, "Müller", 0)], members=[ANNA]), ANNA)
    assert emptied["folders"]["remove"] == ["/Inbox/Müller"]
    assert emptied["memory"]["last"]["former_agents"] == []


def test_who_is_known_by_the_list_alone_is_written_down_before_they_are_taken_off_it():
    result = judged(survey(members=[ANNA, BERND, CARLA]), ANNA, BERND)
    assert [p["id"] for p in result["memory"]["first"]["agents"]] == [IDS[ANNA], IDS[BERND], IDS[CARLA]]
    assert [p["id"] for p in result["memory"]["last"]["agents"]] == [IDS[ANNA], IDS[BERND]]


def test_another_list():
    renamed = judged(survey(), ANNA, BERND, list="hotline@example.com")
    assert (renamed["list"]["current"], renamed["list"]["renamed_from"], renamed["list"]["former"]) == (
        TEAM,
        TEAM,
        None,
    )
    assert renamed["memory"]["last"] is None
    taken = judged(survey(**{"crew@example.com": OTHER}), ANNA, BERND, list="crew@example.com")
    assert (taken["list"]["current"], taken["list"]["renamed_from"], taken["list"]["former"]) == (
        OTHER.name,
        None,
        TEAM,
    )
    assert taken["memory"]["last"]["list"] == "list-2"


def test_personas_and_mountpoints_of_other_names():
    memory = KNOWN._replace(personas=(BOX, "help@example.com"))
    result = judged(survey(memory), ANNA, BERND, persona_name="Hotline", inbox_name="Team")
    assert result["personas"] == {
        "former": [BOX, "help@example.com"],
        "renamed": BOX,
        "all": ["Hotline", BOX, "help@example.com"],
    }
    assert [m["former_name"] for m in result["mounts"]] == ["Support", "Support Sent"]
    assert result["memory"]["first"]["personas"] == [BOX, "help@example.com", "Hotline"]
    assert result["memory"]["last"]["personas"] == ["Hotline"]


def test_a_persona_called_as_an_aliass_was_becomes_it():
    memory = KNOWN._replace(personas=(BOX, "help@example.com"))
    result = judged(survey(memory), ANNA, BERND, persona_name="help@example.com")
    assert result["personas"] == {"former": [BOX], "renamed": None, "all": ["help@example.com", BOX]}
    assert result["parts"]["seldom"] == ["more_personas", "memory"]


def test_with_a_mailbox_goes_the_list_that_was_its_own_and_no_other():
    other = {"crew@example.com": OTHER._replace(asked="crew@example.com")}
    assert judged(survey(**other), state="absent", list="crew@example.com")["list"]["own"] == TEAM
    unknown = judged(survey(Memory(), **other), state="absent", list="crew@example.com")
    assert unknown["list"]["own"] is None
    assert unknown["notes"] == [
        f"the list crew@example.com stays, since nothing tells that it is the one of {BOX}; if it is, remove it with the module distribution_list"
    ]


def test_a_list_of_another_mailbox_is_refused():
    seen = survey(Memory(), members=())._replace(served=["sales@example.com"])
    (told,) = judged(seen, ANNA)["in_the_way"]
    assert told.startswith(f"shared_mailbox_list is {TEAM}, which is the list of sales@example.com: whoever is on it")


def test_of_a_list_on_the_list_every_member_counts():
    crew = {"crew@example.com": OTHER._replace(asked="crew@example.com")}
    seen = survey(members=[ANNA, "crew@example.com"], **crew)._replace(inside={"list-2": ["a", "b", "c"]})
    (told,) = judged(seen, ANNA, BERND)["in_the_way"]
    assert told.startswith(
        f"3 people would lose access to {BOX}, more than shared_mailbox_max_removals (2): crew@example.com (a list of 3);"
        " name the members of that list in shared_mailbox_agents, or raise the limit"
    )
    assert judged(seen, ANNA, BERND, max_removals=3)["in_the_way"] == []


def test_named_former_agents_who_are_nobody_or_the_mailbox():
    result = judged(survey(**{"x@example.com": None}), ANNA, BERND, former_agents=[{"address": "x@example.com"}])
    assert result["notes"] == [
        "shared_mailbox_former_agents names x@example.com, which is nobody on this server; correct it, or leave it out"
    ]
    assert judged(survey(), ANNA, BERND, former_agents=[{"address": TEAM}])["notes"] == [
        f"shared_mailbox_former_agents names {TEAM}, which is a list and no account; correct it, or leave it out"
    ]
    (told,) = judged(survey(), ANNA, BERND, former_agents=[{"address": BOX}])["in_the_way"]
    assert told == f"shared_mailbox_former_agents names the mailbox itself, {BOX}; leave it out"


def test_a_new_mailbox():
    seen = Survey(dict(found(), **{BOX: None, TEAM: None}), None, Memory(), None, [])
    result = judged(seen, ANNA)
    assert not result["mailbox"]["exists"] and result["memory"]["first"] is None
    assert result["memory"]["last"]["agents"] == [
        {"address": ANNA, "id": IDS[ANNA], "folder": "Meier", "folder_id": None}
    ]


@pytest.mark.parametrize(
    ("given", "also", "members", "sentence"),
    [
        ({}, {BOX: Holder("list", "x", BOX, BOX)}, (), "shared_mailbox_address is support@example.com, but"),
        ({}, {TEAM: MAILBOX}, (), "shared_mailbox_list is support-team@example.com, but"),
        (
            {"aliases": ["a@example.com"]},
            {"a@example.com": LIST},
            (),
            "shared_mailbox_aliases has support-team@example.com",
        ),
        ({"max_removals": 0}, {}, (ANNA, BERND), "1 people would lose access to support@example.com"),
        ({"former_agents": [{"address": ANNA}]}, {}, (), "shared_mailbox_former_agents names anna@example.com"),
        (
            {"former_agent_mail": {"to_agent": CARLA}},
            {},
            (),
            "shared_mailbox_former_agent_mail is to_agent carla@example.com",
        ),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_is_in_the_way(given, also, members, sentence):
    seen = survey(members=members, **also)
    seen = seen._replace(box=seen.holders[BOX])
    told = judged(seen, ANNA, **given)["in_the_way"]
    assert any(sentence in text for text in told), told


def test_an_account_that_is_missing_and_an_empty_team():
    seen = survey(**{"nobody@example.com": None})
    assert "shared_mailbox_agents names nobody@example.com" in judged(seen, "nobody@example.com", ANNA)["in_the_way"][0]
    assert judged(seen, ANNA, BERND, "nobody@example.com", create_agents=True)["new_agents"] == ["nobody@example.com"]
    assert "shared_mailbox_agents is empty" in judged(survey())["in_the_way"][0]
    assert judged(survey(), state="absent")["in_the_way"] == []


def test_an_alias_on_the_list_is_the_agent():
    alias = {"am@example.com": Holder("account", IDS[ANNA], ANNA, "am@example.com", "Anna Meier")}
    result = judged(survey(members=["am@example.com", BERND], **alias), ANNA, BERND)
    assert result["members_to_remove"] == []
    recipient = judged(survey(**alias), ANNA, former_agent_mail={"to_agent": "am@example.com"})
    assert recipient["in_the_way"] == [] and recipient["folders"]["messages_to"] == "/Inbox/Meier"
