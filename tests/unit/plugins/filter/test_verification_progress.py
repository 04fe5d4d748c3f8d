# Copyright (c) 2026, the teammail.zimbra contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What the next step of a verification needs to know, from what was read so far."""

from __future__ import annotations

import pytest

from ansible_collections.teammail.zimbra.plugins.filter.verification_progress import FilterModule, verification_progress

BOX, MEIER, MUELLER = "help@example.com", "meier@example.com", "mueller@example.com"
START, MARK = "Automatic check", "abcdefghij0123456789"
STEPS = "mounted rights forwarding rules seen_new claimed seen_claimed answered left marked removed".split()


def progress(**given):
    evidence = {
        "address": BOX,
        "team": [{"address": a, "given_address": a, "folder": a.partition("@")[0]} for a in (MEIER, MUELLER)],
        "wanted_agent": "",
        "mark": MARK,
        "subject_start": START,
        "old": "2026-01-01T11:00:00Z",
        **{step: {} for step in STEPS},
    }
    return verification_progress({**evidence, **given})


def away(*accounts):
    return {"mountpoints": [], "unreachable_accounts": [{"account": a, "reason": "maintenance"} for a in accounts]}


def mail(message_id="<1>", subject=f"{START} ({MARK})", folder="/Inbox", date="2026-01-01T12:00:00Z"):
    return {"message_id": message_id, "subject": subject, "folder": folder, "date": date}


def test_before_anything_is_read():
    assert FilterModule().filters() == {"verification_progress": verification_progress}
    begun = progress(team=[])
    assert begun["agent"] == {} and begun["refused"] == "" and begun["in_vain"] is False
    assert [begun[k] for k in ("team", "inboxes", "sents", "handed_on", "under_way", "to_delete")] == [[]] * 6


@pytest.mark.parametrize(
    ("wanted", "mounted", "agent", "refused"),
    [
        ("", {}, MEIER, ""),
        ("Mueller@Example.com", {}, MUELLER, ""),
        ("", away(MEIER), MUELLER, ""),
        ("nobody@example.com", {}, MEIER, f"nobody@example.com, who is no agent of {BOX}; give one of {MEIER}, {MUELLER}, or"),
        (MEIER, away(MEIER), MUELLER, "not reachable now; name another one"),
        ("", away(MEIER, MUELLER), None, "not reachable now; name another one"),
    ],
)  # fmt: skip
def test_who_claims_and_answers(wanted, mounted, agent, refused):
    found = progress(wanted_agent=wanted, mounted=mounted)
    assert found["agent"].get("address") == agent
    assert refused in found["refused"] and bool(refused) == bool(found["refused"])


def test_mountpoints_that_work():
    mounts = [
        {"account": a, "path": p, "broken": broken}
        for a, p, broken in [(MEIER, "/Inbox", False), (MEIER, "/Sent", None), (MUELLER, "/Inbox", True)]
    ]
    found = progress(mounted={"mountpoints": mounts})
    assert (found["inboxes"], found["sents"]) == (mounts[:1], mounts[1:2])


def test_mail_that_is_handed_on():
    account = {
        "forwarding_addresses": ["a@b.c"],
        "attributes": {"zimbraMailForwardingAddress": ["d@e.f", ""], "zimbraPrefMailForwardingAddress": "a@b.c"},
    }
    actions = [{"type": "redirect"}, {"type": "keep"}]
    rules = [
        {"active": True, "actions": actions},
        {"active": True, "actions": [{"type": "rfc_compliant_notify"}]},
        {"active": False, "actions": [{"type": "notify"}]},
    ]
    found = progress(forwarding={"accounts": [account]}, rules={"filter_rules": rules})
    assert found["handed_on"] == ["a@b.c", "d@e.f", "redirect", "rfc_compliant_notify"]


@pytest.mark.parametrize("step", ["seen_new", "seen_claimed"])
def test_waiting_in_vain_is_seen(step):
    assert not progress(**{step: {"results": [{"messages": [mail()]}]}})["in_vain"]
    assert progress(**{step: {"results": [{"messages": [mail()]}, {"msg": "busy"}]}})["in_vain"]


def test_an_answer_is_under_way_until_it_lies_elsewhere_than_in_sent():
    reply = f"Re: {START} ({MARK})"
    sent, back = mail("<2>", reply, "/Sent"), mail("<2>", reply, "/Inbox")
    assert progress(answered={"messages": [sent]})["under_way"] == ["<2>"]
    assert progress(left={"messages": [mail(), sent]})["under_way"] == ["<2>"]
    assert progress(left={"messages": [mail(), sent, back]}, answered={"messages": [sent]})["under_way"] == []


def test_only_marked_mails_are_deleted_and_those_of_other_runs_when_they_are_old():
    other = f"{START} (freshfreshfreshfresh)"
    messages = [
        mail("<1>"),
        mail("<2>", f"Re: {START} ({MARK})"),
        mail("<2>", f"Re: {START} ({MARK})"),
        mail("<3>", other),
        mail("<4>", other, date="2026-01-01T10:00:00Z"),
        mail("<5>", START, date="2026-01-01T10:00:00Z"),
        mail("<6>", f"Fwd: {START} ({MARK})"),
        mail(None),
    ]
    results = [
        {"shared_mailbox_holder": BOX, "messages": messages},
        {"shared_mailbox_holder": MEIER, "messages": messages[3:4]},
        {"shared_mailbox_holder": MUELLER, "msg": "refused"},
    ]
    assert progress(marked={"results": results})["to_delete"] == [
        {"account": BOX, "message_ids": ["<1>", "<2>", "<4>"]}
    ]
