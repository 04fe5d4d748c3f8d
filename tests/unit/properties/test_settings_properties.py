# Copyright (c) 2026, the teammail.zimbra contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Preferences and filter rules: whatever somebody has set in the web client, and whatever the options ask for."""

from __future__ import annotations

from typing import Any

from hypothesis import event, given
from hypothesis import strategies as st
from judge import Key, judge, many
from near_server import NearServer, at
from strategies import some_of

from ansible_collections.teammail.zimbra.plugins.module_utils.resources.filter_rule.resource import FilterRule
from ansible_collections.teammail.zimbra.plugins.module_utils.resources.preferences.resource import (
    OUT_OF_OFFICE,
    Preferences,
)
from ansible_collections.teammail.zimbra.plugins.module_utils.soap import ACCOUNT, MAIL

PEOPLE = ["support", "sales"]
whose = st.lists(st.sampled_from(PEOPLE), min_size=1, max_size=2, unique=True).map(lambda names: [at(n) for n in names])

# ------------------------------------------------------------- preferences

# two with a value by the class of service, one with several values, one without anything
FREE: dict[str, Any] = {
    "zimbraPrefLocale": st.sampled_from(["", "de", "fr"]),
    "zimbraPrefGroupMailBy": st.sampled_from(["", "message", "conversation"]),
    "zimbraPrefMessageViewHtmlPreferred": st.sampled_from(["", True, False]),
    "zimbraPrefMailTrustedSenderList": st.lists(st.sampled_from(["a@ext.example", "b@ext.example"]), max_size=2),
}
OFFICE: dict[str, Any] = {
    "enabled": st.booleans(),
    "text": st.sampled_from(["", "Wir sind am 2. Januar zurück.\nIhr Support"]),
    "from": st.sampled_from(["", "2026-12-24", "2026-12-24T12:00:00+01:00"]),
    "until": st.sampled_from(["", "2027-01-02", "2026-12-01"]),
    "external": st.sampled_from(["same", "different", "none"]),
    "external_text": st.sampled_from(["", "Closed."]),
}
STORED: dict[str, Any] = {
    "zimbraPrefLocale": st.just(["de"]),
    "zimbraPrefGroupMailBy": st.just(["message"]),
    "zimbraPrefMailTrustedSenderList": st.just(["b@ext.example", "c@ext.example"]),
    "zimbraPrefOutOfOfficeReplyEnabled": st.sampled_from([["TRUE"], ["FALSE"]]),
    "zimbraPrefOutOfOfficeReply": st.just(["Alt"]),
    "zimbraPrefOutOfOfficeFromDate": st.just(["20261224000000Z"]),
    "zimbraPrefOutOfOfficeSuppressExternalReply": st.just(["TRUE"]),
}


@many
@given(
    start=st.fixed_dictionaries({name: some_of(STORED) for name in PEOPLE}),
    accounts=whose,
    free=some_of(FREE),
    office=some_of(OFFICE),
)
def test_preferences(start: Any, accounts: list[str], free: dict[str, Any], office: dict[str, Any]) -> None:
    server = NearServer(tuple(PEOPLE))
    for name, values in start.items():
        pairs = [ACCOUNT("pref", value, name=n) for n, some in values.items() for value in some]
        if pairs:
            server.session.mailbox(at(name)).call(ACCOUNT("ModifyPrefsRequest", *pairs))
    named = set(free) | (set(OUT_OF_OFFICE) if office else set())

    def may_touch(key: Key, before: Any, after: Any) -> bool:
        if key[0] != "account" or key[1] not in accounts:
            return False
        one, other = before["attrs"], after["attrs"]
        return {n for n in one.keys() | other.keys() if one.get(n) != other.get(n)} <= named

    options = {"account": accounts, "preferences": free, "out_of_office": office}
    event(judge(server, Preferences, options, may_touch))


# ------------------------------------------------------------- filter rules

RULES = ["Orders", "Bills", "Junk mail"]
tests = st.lists(
    st.sampled_from(
        [
            {"type": "header", "header": "subject", "string_comparison": "contains", "value": "Bestellung"},
            {"type": "header", "header": "from", "string_comparison": "is", "value": "x@ext.example", "negative": True},
            {"type": "body", "value": "Rechnung"},
            {"type": "size", "number_comparison": "over", "size": "10M"},
            {"type": "attachment"},
        ]
    ),
    min_size=1,
    max_size=2,
)
actions = st.lists(
    st.sampled_from(
        [
            {"type": "file_into", "folder_path": "/Inbox/Meier"},
            {"type": "tag", "tag_name": "Eilig"},
            {"type": "flag", "flag_name": "read"},
            {"type": "keep"},
            {"type": "stop"},
        ]
    ),
    min_size=1,
    max_size=2,
)
directions = st.sampled_from(["incoming", "outgoing"])


@st.composite
def rule_options(draw: Any) -> dict[str, Any]:
    state = draw(st.sampled_from(["present"] * 4 + ["absent"]))
    options: dict[str, Any] = {"account": draw(whose), "name": draw(st.sampled_from([*RULES, "New"])), "state": state}
    options["direction"] = draw(directions)
    if state == "absent":
        return options
    optional = {
        "tests": tests,
        "actions": actions,
        "active": st.booleans(),
        "condition": st.sampled_from(["anyof", "allof"]),
    }
    options.update(draw(some_of(optional)))
    if draw(st.booleans()):
        options["position"] = draw(st.sampled_from(["first", "last", "before", "after"]))
        if options["position"] in ("before", "after"):
            options["relative_to"] = draw(st.sampled_from([*RULES, "Nowhere"]))
    if draw(st.integers(0, 3)) == 0:
        options["new_name"] = draw(st.sampled_from([*RULES, "Renamed"]))
    return options


def simple_rule(name: str, active: bool) -> Any:
    test = MAIL("headerTest", header="subject", stringComparison="contains", value=name)
    action = MAIL("actionFlag", flagName="flagged")
    return MAIL(
        "filterRule",
        MAIL("filterTests", test, condition="anyof"),
        MAIL("filterActions", action),
        name=name,
        active=active,
    )


@many
@given(
    start=st.dictionaries(
        st.tuples(st.sampled_from(PEOPLE), directions),
        st.lists(st.tuples(st.sampled_from(RULES), st.booleans()), unique_by=lambda rule: rule[0]),
    ),
    options=rule_options(),
)
def test_filter_rules(start: dict[tuple[str, str], list[tuple[str, bool]]], options: dict[str, Any]) -> None:
    server = NearServer(tuple(PEOPLE))
    for name in PEOPLE:
        server.session.mailbox(at(name)).call(MAIL("CreateFolderRequest", MAIL("folder", l="2", name="Meier")))
    for (name, direction), rules in start.items():
        request = "ModifyOutgoingFilterRulesRequest" if direction == "outgoing" else "ModifyFilterRulesRequest"
        listed = MAIL("filterRules", *[simple_rule(*rule) for rule in rules])
        server.session.mailbox(at(name)).call(MAIL(request, listed))

    def others(rules: Any) -> Any:
        """All rules but the named ones of the named direction, in their order."""
        named = (options["name"], options.get("new_name"))
        return {
            d: [r for r in some if d != options["direction"] or r["name"] not in named] for d, some in rules.items()
        }

    def may_touch(key: Key, before: Any, after: Any) -> bool:
        return key[0] == "rules" and key[1] in options["account"] and others(before) == others(after)

    event(judge(server, FilterRule, options, may_touch))
