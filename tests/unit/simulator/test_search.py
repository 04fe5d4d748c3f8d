# Copyright (c) 2026, the teammail.zimbra contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The search language and what it finds."""

from __future__ import annotations

import datetime
import re

import pytest
from mailbox_support import account, box, mail, make_world

from zimbra_simulator.access.acl import Actor, Grant
from zimbra_simulator.mailbox import dates, folders, matching, messages, query, sharing
from zimbra_simulator.mailbox.query import And, Not, Or, Term
from zimbra_simulator.mailbox.search import Search, sort_messages, sort_word
from zimbra_simulator.wire.faults import Fault


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ("inid:5", Term("inid", "5")),
        ('in:"Support/Müller"', Term("in", "Support/Müller", True)),
        ("a b or c", Or((And((Term("content", "a"), Term("content", "b"))), Term("content", "c")))),
        ("-is:unread", Not(Term("is", "unread"))),
        ("not from:x", Not(Term("from", "x"))),
        ("subject:(a or b)", Or((Term("subject", "a"), Term("subject", "b")))),
        ('#message-id:"<a@b>"', Term("#message-id", "<a@b>", True)),
        ("larger:10kb", Term("bigger", "10kb")),
        ("subject:x-y", Term("subject", "x-y")),
    ],
)
def test_queries(text, tree):
    assert query.parse(text).root == tree


def test_a_query_may_say_its_order():
    assert query.parse("in:inbox sort:subjAsc").sort == "subjAsc"


@pytest.mark.parametrize("text", ["in:((", "(", "(a", "in:", 'subject:"x', "inid:a:b", "foo:bar", "not"])
def test_bad_queries(text):
    with pytest.raises(Fault) as caught:
        query.parse(text)
    assert caught.value.code == "mail.QUERY_PARSE_ERROR"
    assert caught.value.text == f"Couldn't parse query: {text}"


@pytest.mark.parametrize(
    ("text", "column", "token", "says"),
    [
        ("in:inbox date:foo", 15, "foo", "INVALID_DATE"),
        ("is:foo", 4, "foo", "UNKNOWN_TEXT_AFTER_IS"),
        ("size:1.5k", 6, "1.5k", "INVALID_SIZE"),
        ("priority:normal", 10, "normal", "INVALID_PRIORITY"),
        ("foo:bar", -1, "", 'Lexical error at line 1, column 4.  Encountered: ":" (58), after : ""'),
        ('"offen', -1, "", 'Lexical error at line 1, column 7.  Encountered: <EOF> after : "\\"offen"'),
        ("", 0, "", "Empty query string not allowed"),
    ],
)
def test_what_is_said_of_a_bad_query(text, column, token, says):
    with pytest.raises(Fault) as caught:
        query.parse(text)
    assert [value for _, _, value in caught.value.arguments] == [str(column), token, says]


NOON = int(datetime.datetime(2020, 3, 4, 12, tzinfo=datetime.UTC).timestamp() * 1000)  # a Wednesday


@pytest.mark.parametrize(
    ("kind", "text", "begin", "end"),
    [
        ("date", "3/4/2020", "2020-03-04", "2020-03-05"),
        ("date", "03/04/20x", "2020-03-04", "2020-03-05"),
        ("date", "today", "2020-03-04", "2020-03-05"),
        ("day", "-1", "2020-03-03", "2020-03-04"),
        ("week", "-0", "2020-03-01", "2020-03-08"),
        ("month", "-1m", "2020-02-01", "2020-03-01"),
        ("month", "1/31/2020", "2020-01-31", "2020-02-29"),
        ("year", "-0", "2020-01-01", "2021-01-01"),
        ("date", "-2h", "2020-03-04T10:00", "2020-03-04T11:00"),
        ("before", "3/4/2020", None, "2020-03-04"),
        ("after", "3/4/2020", "2020-03-05", None),
        ("date", ">=3/4/2020", "2020-03-04", None),
        ("date", "<=3/4/2020,", None, "2020-03-05"),
    ],
)
def test_dates(kind, text, begin, end):
    def ms(moment: str | None) -> int | None:
        return (
            moment
            and int(
                datetime.datetime.fromisoformat(moment + ("" if "T" in moment else "T00:00") + "+00:00").timestamp()
            )
            * 1000
        )

    assert dates.moments(kind, text, dates.Clock.of(NOON, "UTC", None)) == (ms(begin), ms(end))


@pytest.mark.parametrize(
    ("locale", "text"),
    [("de", "4.3.2020"), ("de", "3/4/2020"), ("en_GB", "4/3/2020"), ("ja", "2020/3/4"), ("zz", "2020-3-4")],
)
def test_dates_of_other_languages(locale, text):
    clock = dates.Clock.of(NOON, "Asia/Tokyo", locale)
    assert dates.moments("date", text, clock)[0] == NOON - 21 * 3_600_000


@pytest.mark.parametrize("text", ["4.3.2020", "13/1/2020", "2/30/2020", "-1yr", "3/4"])
def test_what_is_no_date(text):
    with pytest.raises(ValueError, match=re.escape(text)):
        dates.moments("date", text, dates.Clock.of(NOON, "UTC", "en_US"))


@pytest.mark.parametrize(
    ("text", "wanted", "found"),
    [
        ("Frage zum Vertrag", "vertrag", True),
        ("Frage zum Vertrag", "zum vertrag", True),
        ("Frage zum Vertrag", "frage vertrag", False),
        ("Frage zum Vertrag", "vert", False),
        ("Frage zum Vertrag", "vert*", True),
        ("ÜBER", "über", True),
        ("x", "", False),
    ],
)
def test_words(text, wanted, found):
    assert matching.has_words(text, wanted) is found


@pytest.fixture
def world():
    made = make_world("support", "meier", "mueller")
    mailbox = box(made, "support")
    below = folders.create(mailbox, mailbox.owner, mailbox.folder(2), "Meier")
    places = [(mailbox.folder(2), "eins", "u"), (mailbox.folder(2), "zwei", "f"), (below, "drei", "u"),
              (mailbox.folder(3), "weg", ""), (mailbox.folder(4), "spam", "u")]  # fmt: skip
    for number, (folder, subject, flags) in enumerate(places):
        text = f"Inhalt {subject}"
        messages.add(mailbox, mailbox.owner, folder, mail(subject, number, text), flags=flags, date=1000 + number)
    sharing.grant(mailbox, mailbox.owner, mailbox.folder(2), Grant(account(made, "meier").id, "usr", "r"))
    link = folders.create_link(
        box(made, "meier"), box(made, "meier").owner, box(made, "meier").folder(1), "Support",
        {"zid": mailbox.account.id, "rid": 2, "ruuid": ""}, view="message", flags=None, color=(0, None),
    )  # fmt: skip
    assert link.path == "/Support"
    return made


def find(world, who, text, allowed=True):
    mailbox = box(world, who)

    def parse_id(value):
        owner, _, number = value.rpartition(":")
        return owner or mailbox.account.id, int(number)

    def open_remote(account_id):
        other = world.entries[account_id]
        return (box(world, other.name.partition("@")[0]), Actor(mailbox.account, False)) if allowed else None

    search = Search(mailbox, query.parse(text).root, parse_id, open_remote)
    return sorted(m.subject for m in search.hits(mailbox.owner))


@pytest.mark.parametrize(
    ("text", "subjects"),
    [
        ("in:inbox", ["eins", "zwei"]),
        ("under:inbox", ["drei", "eins", "zwei"]),
        ("inid:2 is:unread", ["eins"]),
        ("is:unread", ["drei", "eins"]),
        ("is:anywhere is:unread", ["drei", "eins", "spam"]),
        ("in:trash", ["weg"]),
        ("inhalt", ["drei", "eins", "zwei"]),
        ("subject:(eins or drei)", ["drei", "eins"]),
        ("in:inbox not is:flagged", ["eins"]),
        ("in:inbox or in:trash", ["eins", "weg", "zwei"]),
        ("msgid:m1@ext.example", ["zwei"]),
        ('#message-id:"<m0@ext.example>"', ["eins"]),
        ("from:kunde subject:eins", ["eins"]),
        ("inid:99999", []),
        ("tag:nichts", []),
    ],
)
def test_in_the_own_mailbox(world, text, subjects):
    assert find(world, "support", text) == subjects


@pytest.mark.parametrize(
    ("text", "subjects"),
    [
        ("in:Support", ["eins", "zwei"]),
        ("under:Support", ["drei", "eins", "zwei"]),
        ('in:"support/meier"', ["drei"]),
        ('in:"Support/Nix"', []),
        ("is:remote", ["drei", "eins", "zwei"]),
        ("in:Support or eins", ["eins", "zwei"]),
        ("inhalt", []),
    ],
)
def test_through_a_link(world, text, subjects):
    assert find(world, "meier", text) == subjects


def test_what_cannot_be_reached_is_empty_not_a_fault(world):
    assert find(world, "meier", "in:Support", allowed=False) == []
    owner = account(world, "support").id
    assert find(world, "mueller", f'inid:"{owner}:2"') == []


def test_an_unknown_local_path_is_a_fault(world):
    with pytest.raises(Fault) as caught:
        find(world, "meier", "in:Nix")
    assert caught.value.text == "no such folder path: //Nix"


def test_order():
    mailbox = box(make_world("support"), "support")
    for number, subject in enumerate(["b", "Re: a", "C"]):
        raw = mail(subject, number)
        messages.add(mailbox, mailbox.owner, mailbox.folder(2), raw, date=100 - number)
    found = list(mailbox.messages.values())
    assert [m.subject for m in sort_messages(found, "subjAsc")] == ["Re: a", "b", "C"]
    assert [m.subject for m in sort_messages(found, "dateDesc")] == ["b", "Re: a", "C"]
    assert (sort_word("SUBJasc"), sort_word("nonsense"), sort_word(None)) == ("subjAsc", "dateDesc", "dateDesc")
