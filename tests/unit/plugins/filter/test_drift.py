# Copyright (c) 2026, the teammail.zimbra contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml
from lxml import html

from ansible_collections.teammail.zimbra.plugins.filter.drift import STEP_OF, STEPS, FilterModule, drift
from ansible_collections.teammail.zimbra.plugins.filter.drift_page import FilterModule as PageModule
from ansible_collections.teammail.zimbra.plugins.filter.drift_page import drift_page
from ansible_collections.teammail.zimbra.plugins.plugin_utils.drift_text import UNSEEN, drift_text
from ansible_collections.teammail.zimbra.plugins.plugin_utils.drift_words import Words

ROOT = Path(__file__).parents[4]
TEMPLATES = ROOT / "playbooks/templates"
BOX, TEAM, MEIER, MUELLER = "help@example.com", "help-team@example.com", "meier@example.com", "mueller@example.com"
NAMES = {MEIER: "Anna Meier"}


def change(step, thing, key, before, after):
    return {"step": step, "object": thing, "key": key, "before": before, "after": after}


def grant(grantee, rights, kind="group"):
    return {"grantee": grantee, "type": kind, "rights": rights}


def agent(address, display_name=None):
    return {"address": address, "folder": "X", "kind": "account", "display_name": display_name}


def right(user, path, rights, problem=None):
    return {"user": user, "account": BOX, "path": path, "rights": rights, "problem": problem}


def finding(**more):
    base = {"host": "help", "address": BOX, "agents": [agent(MEIER, "Anna Meier")], "changes": [], "problem": ""}
    return {**base, "access": {"effective_rights": [right(MEIER, "/Inbox", "rwidx")]}, **more}


@pytest.mark.parametrize(
    "args, said",
    [
        (("agents", MEIER, "state", "absent", "present"), "Anna Meier is an agent, but has no account."),
        (("account", BOX, "state", "absent", "present"), "The mailbox does not exist."),
        (("account", BOX, "state", "present", "absent"), "The mailbox is still there, though it should not be."),
        (
            ("account", BOX, "status", "locked", "active"),
            "The mailbox is locked instead of active, so that nobody can work with it.",
        ),
        (("account", BOX, "display_name", "A", "Help"), "The name of help@example.com is A, but should be Help."),
        (
            (
                "account",
                BOX,
                "attributes",
                {"zimbraPrefDelegatedSendSaveTarget": ["both"]},
                {"zimbraPrefDelegatedSendSaveTarget": ["owner"]},
            ),
            "Copies of the replies are kept in both Sent folders instead of the mailbox's own Sent folder.",
        ),
        (
            ("account", BOX, "attributes", {"a": ["1"]}, {"a": ["2"]}),
            "The attributes of help@example.com is a: 1, but should be a: 2.",
        ),
        (("folders", BOX + ":/Inbox/Meier", "state", "absent", "present"), "The folder Inbox/Meier is missing."),
        (
            ("former_folders", BOX + ":/Inbox/Alt", "state", "present", "absent"),
            "The folder Inbox/Alt is still there, though nobody works in it any more.",
        ),
        (
            ("folders", BOX + ":/Inbox/Neu", "path", "/Inbox/Alt", "/Inbox/Neu"),
            "The folder Inbox/Alt should be called Inbox/Neu.",
        ),
        (
            ("folders", BOX + ":/Inbox/Neu", "path", "/Trash/Neu", "/Inbox/Neu"),
            "The folder Inbox/Neu lies in the trash with its mail, as Trash/Neu.",
        ),
        (("team_list", TEAM, "state", "absent", "present"), "The list help-team@example.com does not exist."),
        (("team_list", TEAM, "members", [], [MEIER]), "Anna Meier is missing from the list help-team@example.com."),
        (
            ("team_list", TEAM, "members", [], [MEIER, MUELLER]),
            "Anna Meier and mueller@example.com are missing from the list help-team@example.com.",
        ),
        (
            ("offboarding", TEAM, "members", [MUELLER], []),
            "mueller@example.com is on the list help-team@example.com without being an agent.",
        ),
        (
            ("team_list", TEAM, "receives_mail", True, False),
            "The list help-team@example.com accepts mail, which it should not.",
        ),
        (
            ("team_list", TEAM, "receives_mail", False, True),
            "The list help-team@example.com does not accept mail, which it should.",
        ),
        (
            ("shares", BOX + ":/Sent", "grants", [], [grant(TEAM, "rwidx")]),
            "The folder Sent is not shared with the list help-team@example.com.",
        ),
        (
            ("shares", BOX + ":/Inbox", "grants", [grant(TEAM, "r")], [grant(TEAM, "rwidx")]),
            "In the folder Inbox, the list help-team@example.com may only read, but should be able to work.",
        ),
        (
            ("inheritance", BOX + ":/Inbox/Meier", "grants", [grant(MEIER, "rwidxa", "user")], []),
            "The folder Inbox/Meier has shares that it should not have: Anna Meier may do everything.",
        ),
        (("shares", BOX + ":/Sent", "inherits", True, False), "The folder Sent has no shares of its own."),
        (
            ("inheritance", BOX + ":/Inbox/Meier", "inherits", False, True),
            "The folder Inbox/Meier does not follow the shares of the folder above it any more.",
        ),
        (
            ("mountpoints", MEIER + ":/Help", "state", "absent", "present"),
            "Anna Meier does not have the shared folder Help among the own folders.",
        ),
        (
            ("former_mountpoints", MUELLER + ":/Help", "state", "present", "absent"),
            "mueller@example.com still has the shared folder Help among the own folders.",
        ),
        (("mountpoints", MEIER + ":/Help", "color", 1, 5), "The colour of /Help of Anna Meier is 1, but should be 5."),
        (
            ("send_right", BOX + " sendAs", "grantees", [], [TEAM]),
            "help-team@example.com may not send as help@example.com.",
        ),
        (
            ("send_right", BOX + " sendAs", "grantees", [MEIER], []),
            "Anna Meier may send as help@example.com, but should not.",
        ),
        (
            ("personas", MEIER + " persona " + BOX, "state", "absent", "present"),
            "Anna Meier has no persona with which to reply as help@example.com.",
        ),
        (
            ("personas", MEIER + " persona " + BOX, "from_address", MEIER, BOX),
            "Replies of Anna Meier go out from meier@example.com instead of help@example.com.",
        ),
        (
            ("personas", MEIER + " persona " + BOX, "from_display", None, "Help"),
            "Replies of Anna Meier bear the name nothing instead of Help.",
        ),
        (
            ("sent_copies", BOX + " rule", "state", "absent", "present"),
            "The filter rule that marks the copies of replies as read is not as it should be.",
        ),
        (
            ("a_new_step", BOX + " thing", "some_key", False, True),
            "The some key of thing of help@example.com is no, but should be yes.",
        ),
        (("a_new_step", BOX + " thing", "state", "absent", "present"), "thing of help@example.com is missing."),
    ],
    ids=lambda value: "-".join(map(str, value[:3])) if isinstance(value, tuple) else "",
)
def test_every_deviation_has_its_sentence(args, said):
    assert drift_text(change(*args), BOX, NAMES) == said


def test_rights_and_values_are_told_in_words():
    words = Words()
    assert [words.rights(r) for r in ("", "r", "rw", "rwidx", "rwidxa")] == [
        "do nothing",
        "only read",
        "read, mark",
        "work",
        "do everything",
    ]
    assert words.value([{"owner": BOX, "path": "/Inbox"}, "257"]) == "help@example.com:/Inbox, 257"
    assert words.value({"/Inbox": ""}) == "/Inbox: nothing"


def test_every_part_of_the_role_belongs_to_a_step():
    variables = yaml.safe_load((ROOT / "roles/shared_mailbox/vars/main.yml").read_text(encoding="utf-8"))
    parts = {part for step in variables["shared_mailbox_results"].values() for part in step}
    assert len(parts) > 10
    assert parts <= {*STEP_OF, *UNSEEN}
    assert len(STEPS) == 7


def test_a_part_that_belongs_to_no_step_is_no_fault_of_the_mailbox():
    with pytest.raises(ValueError, match="changes of 'colour', which belong to none"):
        drift([finding(changes=[change("colour", BOX, "color", 1, 2)])], "2026-11-23T12:00:00Z")


def test_a_mailbox_in_order():
    report = drift([finding()], "2026-11-23T12:00:00Z")
    assert {
        k: report[k] for k in ("generated", "mailboxes", "in_order", "drifted", "unknown", "drifts", "unknowns")
    } == {
        "generated": "2026-11-23T12:00:00Z",
        "mailboxes": 1,
        "in_order": 1,
        "drifted": 0,
        "unknown": 0,
        "drifts": [],
        "unknowns": [],
    }
    assert report["details"][0]["access"] == {
        "folders": ["/Inbox"],
        "people": [
            {
                "user": MEIER,
                "name": "Anna Meier",
                "agent": True,
                "cells": [{"rights": "rwidx", "state": "ok", "text": "works here", "problem": ""}],
            }
        ],
    }


def test_drifts_are_in_the_order_of_the_steps_and_keep_their_values():
    changes = [
        change("personas", MEIER + " persona " + BOX, "from_address", "a", "b"),
        change("offboarding", TEAM, "members", [MUELLER], []),
    ]
    report = drift([finding(changes=changes)])
    assert [(d["step"], d["is"], d["should"]) for d in report["drifts"]] == [(3, [MUELLER], []), (7, "a", "b")]
    assert [s["state"] for s in report["details"][0]["steps"]] == ["ok", "ok", "drift", "ok", "ok", "ok", "drift"]
    assert (report["drifted"], report["in_order"]) == (1, 0)


def test_what_an_agent_may_not_do_is_one_drift_of_step_six():
    rights = [right(MEIER, "/Inbox", "r"), right(MEIER, "/Sent", ""), right(MUELLER, "/Inbox", "r")]
    report = drift([finding(access={"effective_rights": rights})])
    assert [(d["step"], d["is"], d["should"]) for d in report["drifts"]] == [
        (6, {"/Inbox": "r", "/Sent": ""}, {"/Inbox": "rwidx", "/Sent": "rwidx"})
    ]
    assert report["drifts"][0]["text"] == (
        "Anna Meier cannot work in the folders of the mailbox as needed: Inbox (may only read), Sent (may do nothing)."
    )
    people = report["details"][0]["access"]["people"]
    assert [(p["agent"], [c["state"] for c in p["cells"]]) for p in people] == [
        (True, ["drift", "drift"]),
        (False, ["drift"]),
    ]


def test_a_missing_folder_is_no_second_drift():
    report = drift(
        [finding(access={"effective_rights": [right(MEIER, "/Inbox/X", "", BOX + " has no folder /Inbox/X")]})]
    )
    assert report["drifts"] == [] and report["in_order"] == 1
    assert report["details"][0]["access"]["people"][0]["cells"][0]["text"] == "no such folder"


@pytest.mark.parametrize(
    "more, reason",
    [
        ({"problem": "no answer", "changes": [change("team_list", TEAM, "members", [], [MEIER])]}, "no answer"),
        ({"access": {"msg": "busy"}}, "What the agents may do could not be asked: busy"),
        (
            {"access": {"effective_rights": [right(MEIER, "/Inbox", "", "account.NO_SUCH_ACCOUNT: gone")]}},
            "What the agents may do could not be asked: meier@example.com: account.NO_SUCH_ACCOUNT: gone",
        ),
    ],
)
def test_what_could_not_be_read_is_unknown_and_never_drift(more, reason):
    report = drift([finding(**more)])
    assert (report["unknown"], report["drifted"], report["drifts"]) == (1, 0, [])
    assert report["unknowns"] == [{"host": "help", "mailbox": BOX, "reason": reason}]


AWAY = [{"account": MUELLER, "reason": "account.ACCOUNT_INACTIVE: account is not active"}]


def test_somebody_who_is_not_reachable_is_a_state_of_its_own():
    agents = [agent(MEIER, "Anna Meier"), agent(MUELLER)]
    report = drift([finding(agents=agents, unreachable=AWAY)])
    assert [report[k] for k in ("in_order", "drifted", "unreachable", "unknown")] == [0, 0, 1, 0]
    (told,) = report["unreachables"]
    assert told["text"] == MUELLER + " is not reachable now (account.ACCOUNT_INACTIVE: account is not active)."
    (details,) = report["details"]
    assert [s["state"] for s in details["steps"]] == ["ok"] * 4 + ["unreachable"] * 3 and not details["tolerated"]
    assert drift([finding(unreachable=AWAY, tolerated=True)])["details"][0]["tolerated"]
    shown = html.fromstring(page(finding(agents=agents, unreachable=AWAY)))
    assert told["text"] in shown.text_content() and "somebody could not be reached" in shown.text_content()


def test_beside_somebody_who_is_not_reachable_the_others_are_judged():
    lacking = {"effective_rights": [right(MEIER, "/Inbox", "r")]}
    report = drift([finding(access=lacking, unreachable=AWAY, tolerated=True), finding(access={}, unreachable=AWAY)])
    assert [report[k] for k in ("drifted", "unreachable", "unknown")] == [1, 0, 1]
    assert not any(d["tolerated"] for d in report["details"]) and len(report["unreachables"]) == 2


def test_a_mailbox_that_is_locked_as_is_wished_needs_no_access():
    assert drift([finding(access={}, inactive=True)])["in_order"] == 1


def test_a_mailbox_that_shall_be_gone_needs_no_access():
    assert drift([finding(access={}, expected=False)])["in_order"] == 1
    assert drift([finding(access={}, agents=[])])["in_order"] == 1


def test_people_of_the_same_name_are_told_apart():
    agents = [agent(MEIER, "Anna Meier"), agent(MUELLER, "Anna Meier")]
    report = drift([finding(agents=agents, changes=[change("team_list", TEAM, "members", [], [MEIER])])])
    assert report["drifts"][0]["text"].startswith("meier@example.com is missing")


def page(*findings):
    texts = [(TEMPLATES / name).read_text(encoding="utf-8") for name in ("drift.html.j2", "drift.css", "drift.js")]
    return drift_page(drift(findings, "2026-11-23T12:00:00Z"), *texts)


HOSTILE = "</script><script>alert(1)</script>\"'&{{ 7 * 7 }}"


def test_everything_in_the_page_is_escaped():
    access = {
        "effective_rights": [
            right(MEIER, "/Inbox/" + HOSTILE, HOSTILE, None),
            right(HOSTILE, "/Inbox/" + HOSTILE, "", HOSTILE),
        ]
    }
    changes = [
        change("folders", BOX + ":/Inbox/" + HOSTILE, "state", "absent", "present"),
        change("account", HOSTILE, HOSTILE, HOSTILE, [HOSTILE]),
    ]
    text = page(
        finding(address=HOSTILE, agents=[agent(MEIER, HOSTILE)], changes=changes, access=access),
        finding(host=HOSTILE, problem=HOSTILE),
    )
    assert "<script>alert" not in text
    shown = html.fromstring(text)
    assert len(shown.xpath("//script")) == 1
    assert shown.text_content().count(HOSTILE) > 8


def test_mailboxes_that_differ_come_first_in_the_page_and_those_in_order_last():
    drifted = finding(address="d@x.test", changes=[change("team_list", TEAM, "members", [], [MEIER])])
    unreachable = finding(address="c@x.test", unreachable=[{"account": MEIER, "reason": "maintenance"}])
    text = page(finding(address="a@x.test"), unreachable, finding(address="b@x.test", problem="away"), drifted)
    rows = html.fromstring(text).xpath("//section[@id='overview']//tbody/tr")
    assert [row.text_content().split()[0] for row in rows] == ["d@x.test", "b@x.test", "c@x.test", "a@x.test"]


def test_the_page_says_how_many_are_how():
    def verdict(*findings):
        return " ".join(html.fromstring(page(*findings)).xpath("//p[@class='verdict']")[0].text_content().split())

    drifted = finding(changes=[change("team_list", TEAM, "members", [], [MEIER])])
    assert verdict() == "No mailbox was checked."
    assert verdict(finding()) == "Yes: the one mailbox is in order."
    assert verdict(finding(), finding()) == "Yes: all 2 mailboxes are in order."
    assert verdict(finding(), drifted) == "No: 1 mailbox differs from what is written down for it."
    assert verdict(drifted, drifted, finding(problem="x")) == (
        "No: 2 mailboxes differ from what is written down for them, and 1 mailbox could not be checked."
    )


def luminance(colour):
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.03928 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("scheme", [0, 1, 2], ids=["light", "dark", "print"])
def test_text_has_enough_contrast(scheme):
    """WCAG 2 AA asks for 4.5 : 1."""
    style = (TEMPLATES / "drift.css").read_text(encoding="utf-8")
    schemes = re.findall(r":root \{(.*?)\}", style, re.DOTALL)
    colours = dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6})", schemes[0]))
    colours.update(re.findall(r"--([\w-]+): (#[0-9a-f]{6})", schemes[scheme]))
    pairs = [(text, back) for text in ("ink", "soft", "link") for back in ("paper", "head")]
    pairs += [(state, state + "-back") for state in ("ok", "drift", "unknown")] + [("ink", "unknown-back")]
    for text, back in pairs:
        light, dark = sorted((luminance(colours[text]), luminance(colours[back])), reverse=True)
        assert (light + 0.05) / (dark + 0.05) >= 4.5, (text, back)


def test_the_filters_are_registered():
    assert FilterModule().filters() == {"drift": drift}
    assert PageModule().filters() == {"drift_page": drift_page}


def test_access_that_the_role_has_not_given_is_told_and_is_no_drift():
    extra = {
        "kind": "folder",
        "where": "/",
        "who": "x@example.test",
        "text": "x@example.test has a grant of their own on /",
    }
    report = drift([{"host": "a", "address": "a@example.test", "extra_access": [extra], "expected": False}])
    assert (
        report["extra_access"]
        == [dict(extra, host="a", mailbox="a@example.test")]
        == report["details"][0]["extra_access"]
    )
    assert (report["drifted"], report["in_order"]) == (0, 1)
    assert drift([{"host": "a", "extra_access": [extra], "problem": "away"}])["extra_access"] == []


def test_shared_mailboxes_that_no_host_describes_are_named_once():
    found = ["b@example.test", "a@example.test", "other@xn--bcher-kva.test", "lost@example.test"]
    findings = [
        {"host": "a", "address": "a@example.test", "shared_in_domain": found, "described": ["b@example.test"]},
        {"host": "o", "address": "Other@bücher.test", "shared_in_domain": ["lost@example.test"]},
        {"host": "x", "address": "x", "problem": "it has no address"},
    ]
    assert drift(findings)["undescribed"] == ["lost@example.test"]
    assert drift(findings[1:2])["undescribed"] == ["lost@example.test"]
    assert drift([{"host": "a", "address": "a@example.test", "shared_in_domain": None}])["undescribed"] == []
