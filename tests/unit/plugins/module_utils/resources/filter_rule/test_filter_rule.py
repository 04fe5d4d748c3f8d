# Copyright (c) 2026, the teammail.zimbra contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import re

import pytest
from hypothesis import given as properties
from hypothesis import strategies as st
from lxml import etree

from ansible_collections.teammail.zimbra.plugins.module_utils.engine import Reconciler
from ansible_collections.teammail.zimbra.plugins.module_utils.errors import InputError
from ansible_collections.teammail.zimbra.plugins.module_utils.resources.filter_rule import form as forms
from ansible_collections.teammail.zimbra.plugins.module_utils.resources.filter_rule import resource as module
from ansible_collections.teammail.zimbra.plugins.module_utils.resources.filter_rule.resource import FilterRule
from ansible_collections.teammail.zimbra.tests.unit.plugins.scripted import Exchange, Script, batch, batched

BOX = "support@example.com"
# As another program made it: parts that this collection has no name for, and an order of its own.
FOREIGN = (
    '<filterRule active="1" name="theirs"><filterActions><actionReply index="1"><content>Grüße\n\nTeam</content></actionReply>'
    '<actionFileInto copy="1" folderPath="/A" index="0"/></filterActions><filterTests condition="allof">'
    '<somethingNewTest index="0" oddAttribute="x" URL="y"/></filterTests>'
    '<nestedRule><filterTests condition="anyof"><trueTest/></filterTests></nestedRule></filterRule>'
)
OURS = (
    '<filterRule active="1" name="ours"><filterActions><actionStop index="0"/></filterActions><filterTests condition="anyof">'
    '<headerTest header="subject" index="0" stringComparison="contains" value="x"/></filterTests></filterRule>'
)
READ = batch(
    '<GetInfoRequest xmlns="urn:zimbraAccount" sections="mbox"/>', '<GetFilterRulesRequest xmlns="urn:zimbraMail"/>'
)


def params(**given):
    return {
        **{name: spec.get("default") for name, spec in module.OPTIONS.items()},
        "account": [BOX],
        "name": "ours",
        **given,
    }


def read(*rules: str) -> Exchange:
    answer = batched(
        f'<GetInfoResponse xmlns="urn:zimbraAccount"><name>{BOX}</name><id>i</id></GetInfoResponse>',
        f'<GetFilterRulesResponse xmlns="urn:zimbraMail"><filterRules>{"".join(rules)}</filterRules></GetFilterRulesResponse>',
    )
    return Exchange(READ, answer, account=BOX)


def write(*rules: str, over: tuple[str, ...], then: tuple[str, ...] | None = None) -> Exchange:
    """The list is written; over: what it overwrote, then: what is there then, if not the same."""

    def got(some: tuple[str, ...]) -> str:
        return f'<GetFilterRulesResponse xmlns="urn:zimbraMail"><filterRules>{"".join(some)}</filterRules></GetFilterRulesResponse>'

    get = '<GetFilterRulesRequest xmlns="urn:zimbraMail"/>'
    request = f'<ModifyFilterRulesRequest xmlns="urn:zimbraMail"><filterRules>{"".join(rules)}</filterRules></ModifyFilterRulesRequest>'
    done = '<ModifyFilterRulesResponse xmlns="urn:zimbraMail"/>'
    answer = batched(got(over), done, got(rules if then is None else then))
    return Exchange(batch(get, request, get, stop=True), answer, account=BOX)


def run(script, **given):
    outcome = Reconciler(FilterRule(script.session(), params(**given), False)).run(False)
    script.finished()
    assert outcome.notes == []
    return outcome


def test_removing_one_rule_sends_the_others_back_unchanged():
    run(Script(read(FOREIGN, OURS), write(FOREIGN, over=(FOREIGN, OURS)), read(FOREIGN)), state="absent")


def test_changing_one_rule_changes_only_what_was_named():
    off = OURS.replace('active="1"', 'active="0"')
    outcome = run(
        Script(read(FOREIGN, OURS), write(FOREIGN, off, over=(FOREIGN, OURS)), read(FOREIGN, off)), active=False
    )
    assert [c.key for c in outcome.plans[0].changes()] == ["active"]


def test_a_foreign_rule_can_be_moved_and_stays_as_it_is():
    run(
        Script(read(FOREIGN, OURS), write(OURS, FOREIGN, over=(FOREIGN, OURS)), read(OURS, FOREIGN)),
        name="theirs",
        position="after",
        relative_to="ours",
    )


def test_a_rule_that_somebody_added_meanwhile_is_written_again():
    added = OURS.replace('"ours"', '"added"')
    off = OURS.replace('active="1"', 'active="0"')
    run(
        Script(
            read(FOREIGN, OURS),
            write(FOREIGN, off, over=(FOREIGN, OURS, added)),
            write(FOREIGN, off, added, over=(FOREIGN, off)),
            read(FOREIGN, off, added),
        ),
        active=False,
    )


def test_a_rule_that_somebody_removed_meanwhile_stays_removed():
    off = OURS.replace('active="1"', 'active="0"')
    run(
        Script(
            read(FOREIGN, OURS),
            write(FOREIGN, off, over=(OURS,)),
            write(off, over=(FOREIGN, off)),
            read(off),
        ),
        active=False,
    )


def test_rules_that_never_rest_are_an_error():
    off = OURS.replace('active="1"', 'active="0"')
    others = [OURS.replace('"ours"', f'"other {n}"') for n in range(module.TURNS)]
    steps, mine = [], (FOREIGN, off)
    for other in others:
        steps.append(write(*mine, over=(FOREIGN, OURS, other)))
        mine = (FOREIGN, off, other)
    outcome = Reconciler(
        FilterRule(Script(read(FOREIGN, OURS), *steps, read(*mine)).session(), params(active=False), False)
    ).run(False)
    assert "somebody else changes the rules again and again" in str(outcome.error)


@pytest.mark.parametrize(("position", "relative_to"), [("last", None), ("after", "theirs"), (None, None)])
def test_a_place_that_fits_is_kept(position, relative_to):
    tests = [{"type": "header", "header": "subject", "string_comparison": "contains", "value": "x", "negative": False}]
    outcome = run(
        Script(read(FOREIGN, OURS)), position=position, relative_to=relative_to, tests=tests, actions=[{"type": "stop"}]
    )
    assert not outcome.plans[0].changed


def test_what_is_shown_of_a_foreign_rule():
    state = module.shown(BOX, "incoming", etree.fromstring(FOREIGN), 1)
    assert state["tests"] == [{"type": "something_new", "odd_attribute": "x", "URL": "y"}]
    assert state["actions"] == [
        {"type": "file_into", "copy": "1", "folder_path": "/A"},
        {"type": "reply", "content": "Grüße\n\nTeam"},
    ]


@properties(st.from_regex(r"[a-zA-Z]{1,12}", fullmatch=True))
def test_names_come_back(name):
    assert forms.camel(forms.snake(name)) == name


@properties(
    st.sampled_from([forms.TESTS, forms.ACTIONS]),
    st.from_regex(r"[a-z]{1,8}(_[a-z]{1,8})?", fullmatch=True),
    st.dictionaries(st.from_regex(r"[a-z]{2,6}(_[a-z]{1,6})?", fullmatch=True), st.text("abcÄ<&\"' ", min_size=1)),
)
def test_a_dictionary_survives_the_way_to_the_server_and_back(kind, type_, values):
    values = {k: v for k, v in values.items() if k not in ("type", "index", "content")}
    form = {"type": type_, **values}
    assert forms.show(kind, forms.build(kind, form)) == form


@pytest.mark.parametrize(
    "value", ["x", {}, {"type": 3}, {"type": "a-b"}, {"type": "header", "header": ["x"]}, {"type": "tag"}]
)
def test_bad_parts(value):
    with pytest.raises(InputError, match="actions"):
        forms.clean("actions[0]", forms.ACTIONS, value)


@pytest.mark.parametrize(
    ("kind", "type_", "near"),
    [(forms.TESTS, "headers", "header"), (forms.ACTIONS, "fileinto", "file_into"), (forms.ACTIONS, "FLAG", None)],
)
def test_what_zimbra_does_not_have_is_refused_with_what_it_has(kind, type_, near):
    with pytest.raises(
        InputError, match=rf"x\.type is {type_}, which Zimbra does not have;.* the types are "
    ) as caught:
        forms.clean("x", kind, {"type": type_, "folder_path": "/A"})
    assert (f"perhaps {near} is meant" in str(caught.value)) == (near is not None)


@pytest.mark.parametrize(
    ("stored", "left_out"),
    [
        ("", r"tests\[0\] \(header\)"),
        ('<headerTest header="subject" index="0" value="x"/>', r"tests\[0\]\.string_comparison"),
        ('<bulkTest index="0"/>', r"tests\[0\] \(header\)"),
    ],
)
def test_a_rule_of_which_the_server_leaves_something_out_is_taken_back(stored, left_out):
    inner = '<headerTest header="subject" stringComparison="contains" value="x"/>'
    sent = (
        f'<filterRule name="ours" active="1"><filterTests condition="anyof">{inner}</filterTests>'
        "<filterActions><actionDiscard/></filterActions></filterRule>"
    )
    there = (
        f'<filterRule name="ours" active="1"><filterActions><actionDiscard index="0"/></filterActions>'
        f"<filterTests>{stored}</filterTests></filterRule>"
    )
    back = f'<ModifyFilterRulesRequest xmlns="urn:zimbraMail"><filterRules>{FOREIGN}</filterRules></ModifyFilterRulesRequest>'
    script = Script(
        read(FOREIGN),
        write(FOREIGN, sent, over=(FOREIGN,), then=(FOREIGN, there)),
        Exchange(back, '<ModifyFilterRulesResponse xmlns="urn:zimbraMail"/>', account=BOX),
        read(FOREIGN),
    )
    tests = [{"type": "header", "header": "subject", "string_comparison": "contains", "value": "x"}]
    outcome = run(script, tests=tests, actions=[{"type": "discard"}])
    assert outcome.error is not None and re.search(f"did not store {left_out} as it was sent", str(outcome.error))


@pytest.mark.parametrize(
    ("test", "sentence"),
    [
        (
            {"type": "size", "s": "1M"},
            "x of type size has s, which Zimbra does not know; it has size, number_comparison",
        ),
        ({"type": "bulk", "header": "to"}, "x of type bulk has header, which Zimbra does not know; leave it out"),
        ({"type": "size", "number_comparison": "over"}, "x of type size has no size; give it one"),
    ],
)
def test_what_a_test_does_not_have_is_refused(test, sentence):
    with pytest.raises(InputError) as caught:
        forms.clean("x", forms.TESTS, test)
    assert str(caught.value) == sentence


@pytest.mark.parametrize(
    "test", [{"type": "bulk", "negative": True}, {"type": "conversation"}, {"type": "size", "size": "1M"}]
)
def test_what_may_be_left_out_is_not_asked_for(test):
    assert forms.clean("x", forms.TESTS, test)["type"] == test["type"]


@pytest.mark.parametrize(
    ("kind", "element", "form"),
    [
        ("tests", '<sizeTest s="1M" numberComparison="over"/>', {"type": "size", "size": "1M", "number_comparison": "over"}),
        ("tests", '<dateTest d="1" dateComparison="after"/>', {"type": "date", "date": "1", "date_comparison": "after"}),
        ("tests", '<importanceTest imp="high"/>', {"type": "importance", "importance": "high"}),
        ("actions", '<actionRedirect a="x@example.com" copy="1"/>', {"type": "redirect", "address": "x@example.com", "copy": "1"}),
        ("actions", '<actionNotify a="x@example.com" su="S"/>', {"type": "notify", "address": "x@example.com", "subject": "S"}),
        ("actions", '<actionRFCCompliantNotify from="x"/>', {"type": "rfc_compliant_notify", "from": "x"}),
        ("actions", '<actionFileInto folderPath="A"/>', {"type": "file_into", "folder_path": "A"}),
    ],
)  # fmt: skip
def test_letters_of_the_protocol_are_words_in_both_directions(kind, element, form):
    given = etree.fromstring(element)
    assert forms.show(kind, given) == form
    built = forms.build(kind, form)
    assert (etree.QName(built).localname, dict(built.attrib)) == (given.tag, dict(given.attrib))
