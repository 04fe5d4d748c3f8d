# Copyright (c) 2026, the teammail.zimbra contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import pytest
from ansible.errors import AnsibleFilterError

from ansible_collections.teammail.zimbra.plugins.filter.agents import FilterModule, agents
from ansible_collections.teammail.zimbra.plugins.filter.changes import FilterModule as ChangesModule


def account(address, name=None, display_name=None):
    return {"address": address, "kind": "account", "name": name or address, "id": "1", "display_name": display_name}


def folders(*pairs, found=()):
    wanted = [{"address": a, "folder": f} if f else {"address": a} for a, f in pairs]
    return [agent["folder"] for agent in agents(wanted, found)]


def test_a_folder_is_named_by_the_last_word_of_the_display_name():
    found = [account("m@example.com", display_name="Eva  Meier "), account("s@example.com")]
    assert folders(("m@example.com", ""), ("s@example.com", ""), found=found) == ["Meier", "s"]


def test_a_chosen_folder_wins_and_an_agent_who_is_not_there_yet_counts():
    assert folders(("m@example.com", "Post"), ("new@example.com", "")) == ["Post", "new"]


def test_an_alias_becomes_the_primary_address():
    result = agents([{"address": "Chef@Example.com"}], [account("chef@example.com", "meier@example.com", "Eva Meier")])
    wanted = {
        "address": "meier@example.com",
        "asked": "chef@example.com",
        "folder": "Meier",
        "kind": "account",
        "display_name": "Eva Meier",
    }
    assert [{key: agent[key] for key in wanted} for agent in result] == [wanted]


def test_a_list_is_kept_as_what_it_is():
    entry = dict(account("team@example.com"), kind="list", name="other@example.com")
    assert agents([{"address": "team@example.com"}], [entry])[0]["kind"] == "list"


@pytest.mark.parametrize(
    "one, other", [("Müller", "Muller"), ("Müller", "müller"), ("Weiß", "Weis"), ("Meier", "Meier ")]
)
def test_folders_that_the_server_cannot_tell_apart_are_refused_with_both_named(one, other):
    with pytest.raises(
        AnsibleFilterError, match=r"a@example\.com.*b@example\.com.*takes for the same; give one of them another folder"
    ):
        folders(("a@example.com", one), ("b@example.com", other))


def test_two_agents_of_the_same_surname_clash():
    found = [account("a@example.com", display_name="Eva Meier"), account("b@example.com", display_name="Jan MEIER")]
    with pytest.raises(AnsibleFilterError, match="would have names that Zimbra takes for the same"):
        folders(("a@example.com", ""), ("b@example.com", ""), found=found)


def test_an_account_named_twice_is_refused_even_under_an_alias():
    found = [account("a@example.com"), account("chef@example.com", "a@example.com")]
    with pytest.raises(
        AnsibleFilterError,
        match=r"names the account a@example\.com twice, as a@example\.com and chef@example\.com; name it once",
    ):
        folders(("a@example.com", "A"), ("chef@example.com", "B"), found=found)


@pytest.mark.parametrize("agent", [{}, {"address": "meier"}, {"address": "m@example.com", "folder": "a/b"}])
def test_bad_values_are_told_with_the_variable(agent):
    with pytest.raises(AnsibleFilterError, match=r"^shared_mailbox_agents "):
        agents([agent], [])


def test_changes_of_several_steps_become_one_list():
    change = {"object": "a", "key": "k", "before": 1, "after": 2}
    results = {
        "account": {"changes": [change]},
        "skipped": {"skipped": True},
        "folders": {"changes": [dict(change, object="b")]},
    }
    assert ChangesModule().filters()["changes"](results) == [
        dict(change, step="account"),
        dict(change, object="b", step="folders"),
    ]


def test_the_filters_are_registered():
    assert FilterModule().filters() == {"agents": agents}
