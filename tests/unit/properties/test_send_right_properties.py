# Copyright (c) 2026, the teammail.zimbra contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Sending rights: whatever grants and denials there are on accounts and lists, and whatever the options ask for."""

from __future__ import annotations

from typing import Any

from hypothesis import event, given
from hypothesis import strategies as st
from judge import Key, judge, many
from near_server import DOMAIN, NearServer, at

from ansible_collections.teammail.zimbra.plugins.module_utils.resources.send_right.resource import (
    LIST_RIGHTS,
    RIGHTS,
    SendRight,
)

TARGETS = ["support", "sales", "team", "crew"]
LISTS = ["team", "crew"]
# who may stand in an ACE: its type there; the account and the list "gone" are deleted afterwards
STORED = {"meier": "usr", "mueller": "usr", "chef": "grp", "band": "grp", "gone": "usr", "gone-list": "grp"}
aces = st.lists(
    st.tuples(st.sampled_from(TARGETS), st.sampled_from(RIGHTS), st.sampled_from(sorted(STORED)), st.booleans()),
    unique_by=lambda ace: ace[:3],
    max_size=8,
)
members = st.sampled_from([*[at(n) for n in ("meier", "mueller", "chef", "band", "m.meier")], "all", f"dom:{DOMAIN}"])
odd = st.sampled_from([at("nobody"), at("gone"), "gst:x@ext.example", "pub"])


@st.composite
def grantees(draw: Any) -> list[str]:
    extra = [draw(odd)] if draw(st.integers(0, 9)) == 0 else []
    return draw(st.lists(members, unique=True, max_size=3)) + extra


@st.composite
def some_options(draw: Any) -> dict[str, Any]:
    form = draw(st.sampled_from(["set", "set", "add and remove", "add and remove", "clean up", "absent"]))
    options: dict[str, Any] = {
        "target": [at(name) for name in draw(st.lists(st.sampled_from(TARGETS), min_size=1, max_size=3))],
        "right": draw(st.sampled_from(RIGHTS)),
        "state": "absent" if form == "absent" else "present",
        "clean_up": form == "clean up" or draw(st.booleans()),
    }
    if form == "add and remove":
        add = draw(grantees())
        options["grantees"] = {"add": add, "remove": [who for who in draw(grantees()) if who not in add]}
    elif form != "clean up":
        options["grantees"] = draw(grantees())
    return options


def server_with(start: list[tuple[str, str, str, bool]]) -> NearServer:
    lists = {"team": ["meier"], "chef": ["mueller"], "gone-list": ["meier"]}
    server = NearServer(
        ("support", "sales", "meier", "mueller", "gone"), lists, {"crew": ["meier"], "band": ["mueller"]}
    )
    server.world.write(server.account("meier"), {"zimbraMailAlias": [at("m.meier")]})
    stored: dict[str, list[str]] = {}
    for target, right, who, deny in start:
        word = ("-" if deny else "") + (LIST_RIGHTS[right] if target in LISTS else right)
        stored.setdefault(target, []).append(f"{server.id_of(who)} {STORED[who]} {word}")
    for target, values in stored.items():
        found = server.world.find_address(at(target))
        assert found is not None
        server.world.write(found, {"zimbraACE": values})
    for name in ("gone", "gone-list"):
        found = server.world.find_address(at(name))
        assert found is not None
        server.world.delete(found)
    server.world.commit()
    return server


def only_this_right(options: dict[str, Any]) -> Any:
    """Of the named targets nothing but the grants of the named right."""
    right = options["right"]

    def others(row: dict[str, Any]) -> tuple[Any, ...]:
        kept = {name: values for name, values in row["attrs"].items() if name != "zimbraACE"}
        words = (right, LIST_RIGHTS[right])
        return kept, sorted(a for a in row["attrs"].get("zimbraACE", []) if a.split(" ")[2].lstrip("-") not in words)

    def may_touch(key: Key, before: Any, after: Any) -> bool:
        return (
            key[0] in ("account", "list", "group") and key[1] in options["target"] and others(before) == others(after)
        )

    return may_touch


@many
@given(start=aces, options=some_options())
def test_send_rights(start: list[tuple[str, str, str, bool]], options: dict[str, Any]) -> None:
    event(judge(server_with(start), SendRight, options, only_this_right(options)))
