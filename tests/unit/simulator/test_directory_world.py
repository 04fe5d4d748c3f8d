# Copyright (c) 2026, the teammail.zimbra contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Look-ups, membership, grants, and what deletions leave behind."""

from __future__ import annotations

import pytest

from zimbra_simulator.directory import aces, lists, people
from zimbra_simulator.directory.aces import Ace
from zimbra_simulator.directory.world import DEFAULT_COS_ID, World
from zimbra_simulator.persistence import SqliteStore
from zimbra_simulator.wire.faults import Fault


@pytest.fixture
def world():
    out = World()
    out.create("cos", "default", {}, DEFAULT_COS_ID)
    for name in ("x.test", "y.test"):
        out.create("domain", name, {})
    return out


@pytest.fixture
def anna(world):
    return people.create_account(world, "anna@x.test", {})


def test_an_address_is_found_in_any_case_and_by_alias(world, anna):
    people.add_alias(world, anna, "info@x.test")
    assert world.find_address("INFO@x.test") is anna
    assert world.account_by("name", "Anna@X.test") is anna
    people.remove_alias(world, anna, "info@x.test")
    assert world.find_address("info@x.test") is None


def test_an_alias_domain_leads_to_its_target(world, anna):
    target = world.domain("x.test")
    world.create("domain", "alias.test", {"zimbraDomainAliasTargetId": [target.id]})
    assert world.find_address("anna@alias.test") is anna


def test_removing_the_primary_as_an_alias_faults_but_does_harm(world, anna):
    team = lists.create_list(world, "team@x.test", {})
    lists.add_members(world, team, ["anna@x.test"])
    with pytest.raises(Fault, match="no such alias"):
        people.remove_alias(world, anna, "anna@x.test")
    assert team.members == []
    assert "mail" not in anna.attrs
    assert world.find_address("anna@x.test") is anna


def test_membership_through_nested_lists_and_loops(world, anna):
    inner, outer = (lists.create_list(world, f"{n}@x.test", {}) for n in ("inner", "outer"))
    lists.add_members(world, inner, ["anna@x.test", "outer@x.test"])
    lists.add_members(world, outer, ["inner@x.test"])
    assert world.groups_via(anna) == {inner.id: "", outer.id: inner.id}
    assert world.groups_via(inner) == {outer.id: ""}


def test_a_group_of_agents(world, anna):
    group = lists.create_group(world, "agents@x.test", {})
    lists.add_members(world, group, ["anna@x.test"])
    assert lists.members_of(world, group) == ["anna@x.test"]
    assert world.groups_of(anna) == [group.id]
    lists.delete_list(world, group)
    assert world.groups_of(anna) == []


def test_removal_is_all_or_nothing(world, anna):
    team = lists.create_list(world, "team@x.test", {})
    lists.add_members(world, team, ["anna@x.test", "b@ext.test"])
    with pytest.raises(Fault, match=r"c@ext\.test"):
        lists.remove_members(world, team, ["anna@x.test", "c@ext.test"])
    assert len(team.members) == 2


def test_a_rename_takes_lists_and_aliases_along(world, anna):
    team = lists.create_list(world, "team@x.test", {})
    people.add_alias(world, anna, "info@x.test")
    lists.add_members(world, team, ["anna@x.test", "info@x.test"])
    people.rename_account(world, anna, "anne@y.test")
    assert team.members == ["anne@y.test", "info@y.test"]
    assert anna.addresses == ["anne@y.test", "info@y.test"]
    assert world.find_address("anna@x.test") is None


@pytest.mark.parametrize(
    ("grants", "expected"),
    [
        ([], False),
        ([("team", "grp", "")], True),
        ([("anna", "usr", ""), ("team", "grp", "deny")], True),
        ([("anna", "usr", "deny"), ("team", "grp", "")], False),
        ([("team", "grp", ""), ("other", "grp", "deny")], False),
        ([("all", "all", "")], True),
        ([("x.test", "dom", "")], True),
    ],
)
def test_which_grant_decides(world, anna, grants, expected):
    box = people.create_account(world, "support@x.test", {})
    ids = {"anna": anna.id, "all": aces.EVERYBODY, "x.test": world.domain("x.test").id}
    for name in ("team", "other"):
        entry = lists.create_list(world, f"{name}@x.test", {})
        lists.add_members(world, entry, ["anna@x.test"])
        ids[name] = entry.id
    for name, kind, modifier in grants:
        aces.grant(box, Ace(ids[name], kind, "sendAs", modifier))
    assert world.has_right(anna, "sendAs", box) is expected
    assert world.has_right(anna, "sendOnBehalfOf", box) is False


def test_granting_twice_changes_nothing_and_deny_flips(world, anna):
    box = people.create_account(world, "support@x.test", {})
    ace, denied = Ace(anna.id, "usr", "sendAs"), Ace(anna.id, "usr", "sendAs", "deny")
    assert aces.grant(box, ace)
    assert not aces.grant(box, ace)
    assert aces.grant(box, denied)
    assert box.attrs["zimbraACE"] == [f"{anna.id} usr -sendAs"]
    assert not aces.revoke(box, ace)
    assert aces.revoke(box, denied)
    assert "zimbraACE" not in box.attrs


@pytest.mark.parametrize(
    "text", ["id usr sendAs", "id grp -sendAs", "id usr +adminLoginAs", "g@x.test:pw gst viewFreeBusy"]
)
def test_grants_are_written_as_they_were_read(text):
    assert str(aces.parse(text)) == text


def test_deletion_revokes_what_accounts_and_static_lists_held_but_not_groups(world, anna):
    box = people.create_account(world, "support@x.test", {})
    team, group = lists.create_list(world, "team@x.test", {}), lists.create_group(world, "agents@x.test", {})
    for entry, kind in ((anna, "usr"), (team, "grp"), (group, "grp")):
        aces.grant(box, Ace(entry.id, kind, "sendAs"))
    people.delete_account(world, anna)
    lists.delete_list(world, team)
    lists.delete_list(world, group)
    assert box.attrs["zimbraACE"] == [f"{group.id} grp sendAs"]


@pytest.mark.parametrize(
    ("make", "code"),
    [
        (lambda w, n: people.create_account(w, n, {}), "account.ACCOUNT_EXISTS"),
        (lambda w, n: lists.create_list(w, n, {}), "account.DISTRIBUTION_LIST_EXISTS"),
        (lambda w, n: lists.create_group(w, n, {}), "ldap.INVALID_ATTR_VALUE"),
        (lambda w, n: people.create_account(w, n, {}, "calresource"), "account.ACCOUNT_EXISTS"),
    ],
)
def test_who_may_have_the_address_of_a_resource(world, make, code):
    people.create_account(world, "room@x.test", {}, "calresource")
    with pytest.raises(Fault) as caught:
        make(world, "room@x.test")
    assert caught.value.code == code


@pytest.mark.parametrize(
    ("domain", "own", "effective"),
    [
        ("active", "locked", "locked"),
        ("locked", "active", "locked"),
        ("locked", "closed", "closed"),
        ("closed", "active", "closed"),
        ("maintenance", "active", "maintenance"),
        ("suspended", "active", "maintenance"),
    ],
)
def test_the_domain_weighs_in_on_the_status(world, anna, domain, own, effective):
    world.write(world.domain("x.test"), {"zimbraDomainStatus": [domain]})
    world.write(anna, {"zimbraAccountStatus": [own]})
    assert anna.status == effective


def test_the_world_goes_back_to_a_checkpoint_as_often_as_asked(world, anna):
    world.properties[anna.id] = {("zimlet", "name"): "before"}
    world.checkpoint("sound")
    for _round in (1, 2):
        people.add_alias(world, world.account_by("name", "anna@x.test"), "info@x.test")
        people.create_account(world, "bert@x.test", {})
        world.properties[anna.id]["zimlet", "name"] = "after"
        world.go_back("sound")
        found = world.account_by("name", "anna@x.test")
        assert found.id == anna.id and found.world is world
        assert world.find_address("info@x.test") is None and world.find_address("bert@x.test") is None
        assert world.properties == {anna.id: {("zimlet", "name"): "before"}}
    with pytest.raises(KeyError):
        world.go_back("unknown")


def test_a_world_in_a_file_does_not_go_back(tmp_path):
    stored = World(SqliteStore(str(tmp_path / "state")))
    with pytest.raises(ValueError, match="--data"):
        stored.checkpoint("sound")
