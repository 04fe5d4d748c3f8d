# Copyright (c) 2026, the teammail.zimbra contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

from copy import deepcopy

import pytest

from ansible_collections.teammail.zimbra.plugins.filter.verification import FilterModule, verification

BOX, MEIER, MUELLER = "help@example.com", "meier@example.com", "mueller@example.com"


def mail(message_id="<1>", folder="/Inbox", **more):
    return {"message_id": message_id, "folder": folder, "from": BOX, "from_display": "Help", "sender": None, **more}


def loop(key, *found):
    return {"results": [{"shared_mailbox_member": {key: a}, "messages": m} for a, m in zip((MEIER, MUELLER), found)]}


def evidence():
    return {
        "address": BOX,
        "display": "Help",
        "team": [{"address": MEIER, "display_name": "Anna Meier"}, {"address": MUELLER, "display_name": None}],
        "tester": MEIER,
        "trouble": "",
        "rights": {
            "effective_rights": [
                {"user": a, "path": "/Inbox", "rights": "rwidx", "problem": None} for a in (MEIER, MUELLER)
            ]
        },
        "mounted": {
            "mountpoints": [
                {"account": a, "path": p, "broken": False} for a in (MEIER, MUELLER) for p in ("/Inbox", "/Sent")
            ]
        },
        "seen_new": loop("account", [mail()], [mail()]),
        "claimed": {"messages": [mail(folder="/Inbox/Meier")]},
        "seen_claimed": loop("address", [mail()], [mail()]),
        "handed_on": [],
        "answered": {"messages": [mail("<2>", "/Sent")]},
        "copy": {"messages": [mail("<2>", "/Sent", headers={"From": ["x"], "Sender": []})]},
        "own_copy": {"messages": []},
        "seen_answer": loop("account", [mail("<2>")], [mail("<2>")]),
        "left": {"messages": [mail("<1>", "/Inbox/Meier"), mail("<2>", "/Sent"), mail("<2>")]},
        "marked": {"results": [{"messages": []}]},
        "removed": {"results": [{"messages": []}, {"skipped": True, "msg": "no items"}]},
    }


def test_everything_proved():
    result = verification(evidence())
    assert (result["passed"], result["problems"], result["notes"]) == (True, [], [])
    assert result["agents"][1] == {
        "mailbox": BOX, "agent": MUELLER, "name": MUELLER, "works": True, "sees_new": True, "sees_claimed": True,
        "sees_answer": True, "claims": None, "answers": None,
    }  # fmt: skip
    assert (result["agents"][0]["claims"], result["agents"][0]["answers"]) == (True, True)
    assert len({line.index("|") for line in result["table"]}) == 1


@pytest.mark.parametrize(
    "where, value, problem",
    [
        (("trouble",), "Send the answer: refused", "Send the answer: refused"),
        (("rights", "effective_rights", 0, "rights"), "r", "Anna Meier cannot work in /Inbox: the rights are r"),
        (("rights", "effective_rights", 0), {"user": MEIER, "path": "/Sent", "rights": "", "problem": "gone"}, "Anna Meier cannot work in /Sent: gone"),
        (("mounted", "mountpoints", 3, "broken"), True, MUELLER + " has not mounted Sent, or cannot reach it"),
        (("seen_new", "results", 0, "messages"), [], "Anna Meier does not see new mail in the mounted Inbox"),
        (
            ("seen_claimed", "results", 1),
            {"shared_mailbox_member": {"address": MUELLER}, "msg": "busy"},
            MUELLER + " does not see a mail that meier@example.com has claimed: busy",
        ),
        (("seen_answer", "results", 1, "messages"), [], MUELLER + " does not see an answer in the mounted Sent"),
        (("copy", "messages"), [], "The copy of the answer is not in the mailbox's Sent"),
        (("copy", "messages", 0, "from"), MEIER, "The answer went out From meier@example.com instead of help@example.com"),
        (("copy", "messages", 0, "headers", "Sender"), [MEIER], "The Sender header of the answer shows who wrote it: meier@example.com"),
        (("copy", "messages", 0, "sender"), MEIER, "The Sender header of the answer shows who wrote it: meier@example.com"),
        (("copy", "messages", 0, "from_display"), "Anna", "The answer has the name Anna instead of Help"),
        (("own_copy", "messages"), [mail()], "A copy of the answer is in the own Sent of meier@example.com"),
        (("removed", "results", 0), {"msg": "refused"}, "Marked mails may be left, the next verification looks for them again: refused"),
    ],
)  # fmt: skip
def test_each_lack_is_a_problem(where, value, problem):
    given = deepcopy(evidence())
    place = given
    for step in where[:-1]:
        place = place[step]
    place[where[-1]] = value
    result = verification(given)
    assert problem in result["problems"]
    assert not result["passed"]


def test_what_was_not_tried_is_neither_proved_nor_refuted():
    given = evidence()
    given.update(
        trouble="the server is away",
        answered={},
        copy={},
        own_copy={},
        seen_answer={},
        claimed={},
        seen_claimed={},
        left={},
        rights={},
    )
    result = verification(given)
    assert result["problems"] == ["the server is away"]
    first = result["agents"][0]
    assert [first[k] for k in ("works", "sees_claimed", "sees_answer", "claims", "answers")] == [None] * 5


def test_mail_that_would_be_handed_on_is_not_sent():
    given = evidence()
    skipped = {"skipped": True}
    given.update(handed_on=["a@b.c"], answered=skipped, copy=skipped, own_copy=skipped, left={"messages": []})
    given["seen_answer"] = {"results": [dict(r, skipped=True, messages=[]) for r in given["seen_answer"]["results"]]}
    result = verification(given)
    assert result["passed"] and result["agents"][0]["answers"] is None
    assert result["notes"] == ["Answering was not tried, since mail to the mailbox is handed on: a@b.c"]


def test_an_answer_that_is_still_under_way_is_noted():
    given = evidence()
    given["left"]["messages"].pop()
    assert verification(given)["notes"] == [
        "The answer has not come back to the mailbox yet; when it does, a later verification removes it"
    ]


def test_the_filter_is_registered():
    assert FilterModule().filters() == {"verification": verification}


@pytest.mark.parametrize("told", ["fail", "warn"])
def test_who_is_not_reachable_is_told_once_and_judged_in_nothing(told):
    seen = evidence()
    seen["mounted"]["mountpoints"] = seen["mounted"]["mountpoints"][:2]
    seen["mounted"]["unreachable_accounts"] = [{"account": MUELLER, "reason": "service.PROXY_ERROR: no answer"}]
    seen["rights"]["effective_rights"] = seen["rights"]["effective_rights"][:1]
    for name in ("seen_new", "seen_claimed", "seen_answer"):
        seen[name]["results"] = seen[name]["results"][:1]
    result = verification({**seen, "unreachable": told})
    said = [MUELLER + " is not reachable now (service.PROXY_ERROR: no answer)"]
    assert (result["problems"], result["notes"]) == ((said, []) if told == "fail" else ([], said))
    row = result["agents"][1]
    assert [row[key] for key in ("works", "sees_new", "sees_claimed", "sees_answer", "claims", "answers")] == [None] * 6
