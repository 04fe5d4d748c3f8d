# Copyright (c) 2026, the teammail.zimbra contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The rules of the role: names, variables, what is remembered, and which folder is whose."""

from __future__ import annotations

import pytest

from ansible_collections.teammail.zimbra.plugins.module_utils.errors import InputError
from ansible_collections.teammail.zimbra.plugins.module_utils.resources.common.directory import Holder
from ansible_collections.teammail.zimbra.plugins.module_utils.resources.common.tree import Node, Tree
from ansible_collections.teammail.zimbra.plugins.module_utils.resources.team import defaults as rules
from ansible_collections.teammail.zimbra.plugins.module_utils.resources.team.memory import (
    NOTES,
    PROPERTIES,
    START,
    Memory,
    memory_of,
    split_notes,
    text_of,
)
from ansible_collections.teammail.zimbra.plugins.module_utils.resources.team.people import (
    folders_of,
    former_agents_of,
    team_of,
)
from ansible_collections.teammail.zimbra.plugins.module_utils.resources.team.variables import (
    OPTIONS,
    check_unique,
    effective,
    parse_variables,
)

BOX = "support@example.com"
ANNA, BERND, CARLA = "anna@example.com", "bernd@example.com", "carla@example.com"
IDS = {who: f"{n:08d}-2f6c-4d2c-9a53-0d8a6a3d7c11" for n, who in enumerate([ANNA, BERND, CARLA], 1)}
NAMES = {ANNA: "Anna Meier", BERND: "Bernd Müller", CARLA: "Carla Schulze"}


def options(**given):
    values = {name: spec.get("default") for name, spec in OPTIONS.items()}
    return (
        dict(values, address=BOX, agents=[{"address": ANNA}], **given)
        if "agents" not in given
        else dict(values, address=BOX, **given)
    )


def people(*desired):
    return [{"address": w} if isinstance(w, str) else {"address": w[0], "folder": w[1]} for w in desired]


def found(**also):
    holders = {who: Holder("account", IDS[who], who, who, NAMES[who]) for who in IDS}
    holders.update({IDS[who]: holders[who] for who in IDS})
    return dict(holders, **also)


def tree(*folders, trash=()):
    """Folders as (number, path below the Inbox, items), parents first."""
    root = Node("folder", 1, "USER_ROOT", None)
    inbox, bin_ = Node("folder", 2, "Inbox", root), Node("folder", 3, "Trash", root)
    root.children = [inbox, bin_]
    made = {"": inbox}
    for number, path, items in folders:
        above, _slash, name = path.rpartition("/")
        node = Node("folder", number, name, made[above])
        node.messages = items
        made[above].children.append(node)
        made[path] = node
    for number, name, items in trash:
        node = Node("folder", number, name, bin_)
        node.messages = items
        bin_.children.append(node)
    return Tree(root, BOX, "box")


def decide(memory, there, agents, members=(), **given):
    desired = parse_variables(options(agents=people(*agents), **given))
    team = team_of(desired, found(), memory, there)
    gone = former_agents_of(desired, found(), memory, list(members), team, there)
    recipient = next((a for a in team if a["address"] == desired.recipient), None)
    return team, gone, folders_of(desired, team, gone, recipient, there)


REMEMBERED = Memory(True, agents={IDS[ANNA]: 257, IDS[BERND]: 258})


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Support", "Support"),
        ("Purchasing/Sales", "Purchasing-Sales"),
        ("Info: Customers", "Info - Customers"),
        ('The "Team"', "The - Team"),
        ("..", ""),
        ("/", ""),
    ],
)
def test_a_display_name_is_made_fit_for_a_folder(text, name):
    assert rules.fit(text) == name


def test_default_names():
    assert rules.default_list(BOX) == "support-team@example.com"
    assert rules.sent_mount_name("Teams/Support", "de") == "Teams/Support Gesendet"
    assert rules.default_folder("Anna Meier", ANNA) == "Meier"
    assert rules.default_folder('Anna "/"', ANNA) == "Anna"
    assert rules.default_folder(None, ANNA) == "anna"
    assert rules.usual_folders("Anna Meier", ANNA) == ["Meier", "anna"]


def test_what_was_not_given_follows_from_what_was():
    desired = parse_variables(options(aliases=["HELP@example.com"], display_name=" "))
    values = effective(desired, "Kundendienst")
    assert (values["list"], values["list_display_name"]) == ("support-team@example.com", "Kundendienst Team")
    assert (values["inbox_name"], values["sent_name"]) == ("Kundendienst", "Kundendienst Sent")
    assert values["personas"] == [{"name": BOX, "from_address": BOX, "when_sent_to": [BOX, "help@example.com"]}]
    assert effective(parse_variables(options(inbox_name="KD")), None)["sent_name"] == "KD Sent"
    below = effective(parse_variables(options(inbox_name="/Teams/Support/")), None)
    assert (below["inbox_name"], below["sent_name"]) == ("Teams/Support", "Teams/Support Sent")
    as_text = parse_variables(options(former_agent_mail='{"to_agent": "anna@example.com"}'))
    assert (as_text.mail, as_text.recipient) == ("to_agent", ANNA)
    as_alias = effective(parse_variables(options(aliases=["help@example.com"], reply_as_alias=True)), None)
    assert [p["name"] for p in as_alias["personas"]] == [BOX, "help@example.com"]
    assert as_alias["display_name"] == "Support"


def test_options_of_the_connection_are_none_of_the_variables():
    assert parse_variables(options(password="Ge\u200bheim", auth_token="\ufeff")).address == BOX


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        (
            {"aliases": [""]},
            "shared_mailbox_aliases has an empty text; leave the variable out, or write [] for nothing",
        ),
        (
            {"address": "ü@example.com"},
            "shared_mailbox_address is 'ü@example.com', which has characters that Zimbra takes in no address",
        ),
        ({"address": " "}, "shared_mailbox_address is empty; give the address of the mailbox"),
        ({"aliases": [BOX]}, f"shared_mailbox_aliases has {BOX}, which is the mailbox's own address; leave it out"),
        (
            {"aliases": ["support-team@example.com"]},
            "shared_mailbox_aliases has support-team@example.com, which is the address of the list of the agents; leave it out",
        ),
        (
            {"display_name": "///"},
            "the mailbox is called '///', which leaves no name for its folder in the agents' mailboxes; set shared_mailbox_inbox_name",
        ),
        (
            {"display_name": "Sup\x07port"},
            "shared_mailbox_display_name is 'Sup\\x07port', which has the invisible character U+0007; remove that",
        ),
        (
            {"agents": [{"address": ANNA, "folder": "Meier\u200b"}]},
            "shared_mailbox_agents is 'Meier\\u200b', which has the invisible character U+200B; remove that",
        ),
        (
            {"persona_name": "x" * 300},
            "shared_mailbox_persona_name is 'xxx",
        ),
        ({"from_display": "x" * 400}, "shared_mailbox_from_display is 'xxx"),
        (
            {"inbox_name": "Support", "sent_name": "support/Sent"},
            "shared_mailbox_sent_name is support/Sent, a place below shared_mailbox_inbox_name (Support), which is a folder of another",
        ),
        (
            {"inbox_name": "Support/In", "sent_name": "Support"},
            "shared_mailbox_inbox_name is Support/In, a place below shared_mailbox_sent_name (Support), which is a folder of another",
        ),
        ({"list": BOX}, "shared_mailbox_list is support@example.com, the address of the mailbox itself"),
        ({"max_removals": -1}, "shared_mailbox_max_removals is -1; give 0 or more"),
        ({"former_agent_mail": "away"}, "shared_mailbox_former_agent_mail is away; give keep, to_inbox, or to_agent"),
        ({"former_agent_mail": {"to_agent": ""}}, "shared_mailbox_former_agent_mail is {'to_agent': ''}; give keep"),
        ({"persona_name": "Default"}, "shared_mailbox_persona_name is Default, the persona that everybody's own mail"),
        ({"inbox_name": "Inbox"}, "shared_mailbox_inbox_name is Inbox, the name of a folder that every mailbox has"),
        ({"inbox_name": "a:b"}, "shared_mailbox_inbox_name is 'a:b', which holds ':'"),
        ({"inbox_name": "X", "sent_name": "x"}, "shared_mailbox_inbox_name and shared_mailbox_sent_name are both X"),
        ({"agents": [{"address": ANNA, "folder": "a/b"}]}, "shared_mailbox_agents folder of anna@example.com is 'a/b'"),
        ({"agents": [{"address": "anna"}]}, "shared_mailbox_agents address is 'anna', which is no e-mail address"),
        (
            {"state": "absent", "confirm_removal": "x@example.com"},
            "shared_mailbox_confirm_removal is x@example.com, but the mailbox is",
        ),
        (
            {"aliases": ["help@example.com"], "reply_as_alias": True, "persona_name": "Help@example.com"},
            "shared_mailbox_persona_name is Help@example.com, as is the persona of that alias",
        ),
    ],
)
def test_bad_values_are_told_with_the_variable(given, sentence):
    with pytest.raises(InputError) as caught:
        effective(parse_variables(options(**given) if "address" not in given else dict(options(), **given)), None)
    assert sentence in str(caught.value)


@pytest.mark.parametrize(("one", "other"), [("Meier", "meier"), ("Müller", "Muller"), ("Groß", "Gros")])
def test_folders_that_the_server_cannot_tell_apart_are_told_with_both_named(one, other):
    (sentence,) = check_unique(decide(Memory(), None, [(ANNA, one), (BERND, other)])[0])
    assert ANNA in sentence and BERND in sentence


def test_what_is_remembered_is_read_as_it_was_written():
    memory = Memory(True, "list", "Support", "Support Sent", (BOX,), {IDS[ANNA]: 257}, {IDS[BERND]: 258})
    assert memory_of({PROPERTIES: ["other:x:y", START + text_of(memory)]}) == memory
    assert memory_of({PROPERTIES: [START]}) == memory_of({PROPERTIES: [START + "{"]}) == Memory()


@pytest.mark.parametrize(
    ("notes", "text", "old"),
    [
        ("", "", {}),
        ("call Otto first", "call Otto first", {}),
        ('call Otto [teammail.zimbra {"8d4f4b1e":"Team Süd"}]', "call Otto", {"8d4f4b1e": "Team Süd"}),
        ('[teammail.zimbra {"8d4f', '[teammail.zimbra {"8d4f', {}),
    ],
)
def test_notes_of_earlier_versions(notes, text, old):
    assert split_notes(notes) == (text, old)
    assert memory_of({NOTES: [notes]}).old == old


def test_a_folder_is_found_by_its_number_whatever_it_is_called():
    team, _gone, plan = decide(REMEMBERED, tree((257, "Old name", 3), (258, "Müller", 0)), [ANNA, BERND])
    assert [(a["folder"], a["current_path"]) for a in team] == [
        ("Meier", "/Inbox/Old name"),
        ("Müller", "/Inbox/Müller"),
    ]
    assert plan.moved_from == {"/Inbox/Meier": "/Inbox/Old name"}


def test_names_that_go_round():
    there = tree((257, "Meier", 3), (258, "Müller", 4))
    _team, _gone, plan = decide(REMEMBERED, there, [(ANNA, "Müller"), (BERND, "Meier")])
    assert plan.moved_from == {"/Inbox/Müller": "/Inbox/Meier", "/Inbox/Meier": "/Inbox/Müller"}
    assert plan.refused == []


def test_one_gives_a_name_up_and_somebody_new_takes_it():
    there = tree((257, "Meier", 3), (258, "Müller", 4))
    team, _gone, plan = decide(REMEMBERED, there, [(ANNA, "Meier A"), BERND, (CARLA, "Meier")])
    assert plan.moved_from == {"/Inbox/Meier A": "/Inbox/Meier"}
    assert team[2]["current_path"] is None and "/Inbox/Meier" in plan.paths


def test_a_trashed_folder_comes_back_unless_there_is_another_of_the_name():
    trashed = [(257, "Meier", 3)]
    _team, _gone, plan = decide(REMEMBERED, tree((258, "Müller", 0), trash=trashed), [ANNA, BERND])
    assert plan.moved_from == {"/Inbox/Meier": "/Trash/Meier"}
    team, _gone, plan = decide(REMEMBERED, tree((258, "Müller", 0), (300, "Meier", 1), trash=trashed), [ANNA, BERND])
    assert plan.moved_from == {} and team[0]["folder_id"] == 300
    assert plan.notes == [
        "anna@example.com has the folder /Inbox/Meier; another one that was theirs lies at /Trash/Meier, with 3 items in it"
    ]


def test_a_name_that_another_folder_has_is_refused():
    there = tree((257, "Meier", 3), (258, "Müller", 0), (300, "Maier", 2))
    _team, _gone, plan = decide(REMEMBERED, there, [(ANNA, "Maier"), BERND])
    assert "the folder of anna@example.com is /Inbox/Meier and is to be called /Inbox/Maier" in plan.refused[0]


def test_leavers_are_known_by_list_memory_and_name():
    memory = REMEMBERED._replace(left={"gone-id": 300})
    there = tree((257, "Meier", 3), (258, "Müller", 0), (300, "Left", 1))
    _team, gone, plan = decide(memory, there, [ANNA], members=[CARLA])
    assert [(p["address"], p["listed"], p["access"], p["current_path"]) for p in gone] == [
        (CARLA, [CARLA], True, None),
        (BERND, [], True, "/Inbox/Müller"),
        (None, [], False, "/Inbox/Left"),
    ]
    assert plan.remove == ["/Inbox/Müller"] and [p["key"] for p in plan.kept] == ["gone-id"]


def test_nobody_whom_the_role_has_given_nothing_loses_a_folder_by_its_name():
    there = tree((257, "Meier", 3), (258, "Müller", 0), (300, NAMES[CARLA].split()[-1], 2))
    for memory, path in ((REMEMBERED, None), (Memory(), there.by_id(300).path)):
        _team, gone, _plan = decide(memory, there, [ANNA, BERND], members=[CARLA], former_agent_mail="to_inbox")
        assert [(p["address"], p["current_path"]) for p in gone] == [(CARLA, path)]


def test_folders_of_others_within_that_of_a_leaver_go_their_own_ways():
    mail = {"former_agent_mail": "to_inbox"}
    within = tree((258, "Müller", 2), (257, "Müller/Meier", 3), (259, "Müller/Project", 1))
    _team, _gone, plan = decide(REMEMBERED, within, [ANNA], **mail)
    assert plan.moved_from == {"/Inbox/Meier": "/Inbox/Müller/Meier"}
    assert plan.below == {"/Inbox/Project": "/Inbox/Müller/Project"} and plan.remove == ["/Inbox/Müller"]
    _team, _gone, plan = decide(REMEMBERED, within, [CARLA], **mail)
    assert plan.below == {"/Inbox/Project": "/Inbox/Müller/Project"}
    assert plan.remove == ["/Inbox/Müller/Meier", "/Inbox/Müller"]
    holding = tree((258, "Müller", 2), (257, "Müller/Meier", 3))
    link = Node("mountpoint", 400, "Calendar", holding.by_id(257))
    holding.by_id(257).children.append(link)
    _team, _gone, plan = decide(REMEMBERED, holding, [CARLA], **mail)
    assert plan.remove == [] and [p["address"] for p in plan.kept] == [ANNA, BERND]
    empty = tree((258, "Müller", 0), (257, "Müller/Meier", 3))
    _team, _gone, plan = decide(REMEMBERED, empty, [CARLA])
    assert plan.remove == [] and [p["address"] for p in plan.kept] == [ANNA, BERND]


def test_an_empty_folder_of_one_who_left_passes_on_and_one_with_mail_does_not():
    for items in (0, 2):
        _team, _gone, plan = decide(
            REMEMBERED, tree((257, "Meier", 3), (258, "Müller", items)), [ANNA, (CARLA, "Müller")]
        )
        assert bool(plan.refused) == bool(items)
        assert plan.remove == []


def test_mail_of_a_leaver_goes_with_its_structure():
    there = tree((257, "Meier", 0), (257 + 3, "Meier/Project", 1), (258, "Müller", 2), (259, "Müller/Project", 1))
    recipient = {"former_agent_mail": {"to_agent": ANNA}}
    _team, _gone, plan = decide(REMEMBERED, there, [ANNA], **recipient)
    assert plan.below == {"/Inbox/Meier/Project (Müller)": "/Inbox/Müller/Project"}
    assert plan.remove == ["/Inbox/Müller"]
    _team, _gone, plan = decide(REMEMBERED, there, [ANNA], former_agent_mail="to_inbox")
    assert plan.below == {"/Inbox/Project": "/Inbox/Müller/Project"}
    _team, _gone, plan = decide(REMEMBERED, there, [ANNA])
    assert plan.below == {} and plan.remove == [] and len(plan.kept) == 1
