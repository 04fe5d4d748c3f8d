# Copyright (c) 2026, the teammail.zimbra contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Ways to new names and places that never lead through a name that is taken."""

from __future__ import annotations

import itertools

import pytest
from lxml import etree

from ansible_collections.teammail.zimbra.plugins.module_utils.resources.common.relocation import (
    LONGEST_NAME,
    Relocation,
    interrupted_move,
    relocate,
    temporary_name,
)
from ansible_collections.teammail.zimbra.plugins.module_utils.resources.common.tree import Tree, tree_of
from ansible_collections.teammail.zimbra.tests.unit.plugins.scripted import whole


def steps(*moves: Relocation) -> list[tuple[str, ...]]:
    """The requests in short: id, operation, and the new name or parent."""
    found = []
    for _about, request in relocate(moves):
        action = request[0]
        found.append((action.get("id"), action.get("op"), action.get("name") or action.get("l")))
    return found


def way(ident: int, before: str, after: str, parent: int | None = None) -> Relocation:
    return Relocation("", ident, before, after, parent)


def tree(inner: str) -> Tree:
    xml = f'<GetFolderResponse xmlns="urn:zimbraMail"><folder id="1" name="USER_ROOT">{inner}</folder></GetFolderResponse>'
    return tree_of(whole(etree.fromstring(xml)), "support@example.com", "")


def test_no_request_both_renames_and_moves() -> None:
    assert steps(way(257, "/Support", "/Team/Inbox", 300)) == [
        ("257", "rename", "Inbox (257)"),
        ("257", "move", "300"),
        ("257", "rename", "Inbox"),
    ]


@pytest.mark.parametrize(
    ("move", "desired"),
    [
        (way(257, "/Support", "/Inbox/Support", 2), ("257", "move", "2")),
        (way(257, "/Support", "/SUPPORT"), ("257", "rename", "SUPPORT")),
    ],
)
def test_one_step_is_enough_for_one_change(move: Relocation, desired: tuple[str, str, str]) -> None:
    assert steps(move) == [desired]


def test_exchanged_names_are_exchanged_back() -> None:
    assert steps(way(270, "/Sent copies", "/Support"), way(271, "/Support", "/Sent copies")) == [
        ("270", "rename", "Support (270)"),
        ("271", "rename", "Sent copies"),
        ("270", "rename", "Support"),
    ]


def test_exchanged_places() -> None:
    assert steps(way(270, "/A/Post", "/B/Post", 301), way(271, "/B/Post", "/A/Post", 300)) == [
        ("270", "rename", "Post (270)"),
        ("270", "move", "301"),
        ("271", "move", "300"),
        ("270", "rename", "Post"),
    ]


def test_a_name_that_becomes_free_is_waited_for() -> None:
    one, other = way(270, "/B", "/A"), way(271, "/A", "/C")
    assert [step[0] for step in steps(one, other)] == ["271", "270"]


def test_whatever_the_wishes_no_name_is_given_while_another_holds_it() -> None:
    """All ways of four objects between four paths in two folders."""
    paths, parents = ["/A/x", "/A/y", "/B/x", "/B/y"], {"/A": 300, "/B": 301}
    for targets in itertools.permutations(paths):
        held = dict(enumerate(paths, 270))
        ways = [
            way(n, held[n], target, None if target[:2] == held[n][:2] else parents[target[:2]])
            for n, target in zip(held, targets, strict=True)
            if target != held[n]
        ]
        for ident, operation, value in steps(*ways):
            parent, _slash, name = held[int(ident)].rpartition("/")
            if operation == "move":
                parent = next(path for path, number in parents.items() if str(number) == value)
            else:
                name = value
            assert f"{parent}/{name}" not in held.values()
            held[int(ident)] = f"{parent}/{name}"
        assert tuple(held.values()) == targets


def test_a_name_on_the_way_is_no_longer_than_the_server_takes() -> None:
    name = temporary_name("/Inbox/" + "ä" * LONGEST_NAME, 12345)
    assert len(name) == LONGEST_NAME
    assert name.endswith("ä (12345)")


@pytest.mark.parametrize(
    "place",
    [
        "<folder id='257' name='Inbox (257)'/>",
        "<folder id='300' name='Team'><folder id='257' name='inbox (257)'/></folder>",
    ],
)
def test_what_was_left_on_its_way_is_known_again(place: str) -> None:
    found = interrupted_move(tree(place), "/Support", "/Team/Inbox")
    assert found is not None
    assert found.id == 257


@pytest.mark.parametrize(
    "place",
    [
        "<folder id='258' name='Inbox (257)'/>",
        "<link id='257' name='Inbox (257)' rid='2'/>",
        "<folder id='257' name='Inbox'/>",
    ],
)
def test_nothing_else_is_taken_for_it(place: str) -> None:
    assert interrupted_move(tree(place), "/Support", "/Team/Inbox") is None
