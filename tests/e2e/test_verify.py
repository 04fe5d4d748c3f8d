# Copyright (c) 2026, the teammail.zimbra contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The verification proves what is so, names what is not, and leaves no mail behind."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
import requests
from playground.company import ADDRESSES, INVENTORY, MAILBOXES, Company
from playground.damage import MAILBOX, MEIER, MUELLER, SCHULZE, change_save_target, delete_mountpoint, remove_member
from playground.environment import ROOT
from playground.json_client import customer_mail
from playground.plays import PlayRun, play
from playground.server import DOMAIN, given_server

MARK = "Automatic check of the shared mailbox, please ignore"


def verify(shop: Company, *options: str, **extra: Any) -> PlayRun:
    # In the simulator everything is there at once, so what is missing need not be waited for.
    patience = {} if given_server() else {"shared_mailbox_verification_timeout": 0}
    return play(shop.server, ROOT / "playbooks/verify.yml", INVENTORY, *options, **{**patience, **extra})


def mails(shop: Company) -> dict[str, list[str]]:
    """Every mail of everybody, wherever it lies."""
    return {a: sorted(m["su"] for m in shop.admin.mails("is:anywhere", a)) for a in ADDRESSES + MAILBOXES}


def of(run: PlayRun, mailbox: str) -> dict[str, Any]:
    return next(d for d in run.stats["verify"]["details"] if d["mailbox"] == mailbox)


@pytest.fixture
def faults(shop: Company) -> Iterator[Any]:
    """Lets requests fail; all is well again afterwards."""
    url = shop.server.control_url + "/faults"

    def add(**rule: Any) -> None:
        assert requests.post(url, json=rule, timeout=30).status_code == 200

    yield add
    requests.delete(url, timeout=30)


@pytest.fixture
def mended(shop: Company) -> Iterator[Company]:
    """A company that is sound before and after the test."""

    def mend() -> None:
        run = shop.converge()
        assert run.status == 0, run.output

    shop.begin_with("sound", mend)
    yield shop
    shop.begin_with("sound", mend)


def test_a_sound_mailbox_is_proved_and_nothing_is_left(shop: Company) -> None:
    customer_mail(shop.server, MAILBOX, "A customer's question", "stays where it is")
    customer_mail(shop.server, MAILBOX, MARK, "a customer who writes the same, without a mark")
    before, lying = shop.snapshot(), mails(shop)
    run = verify(shop)
    assert run.status == 0, run.output
    assert {k: run.stats["verify"][k] for k in ("mailboxes", "passed", "failed")} == {
        "mailboxes": 2,
        "passed": 2,
        "failed": 0,
    }
    assert mails(shop) == lying and shop.snapshot() == before
    support = of(run, MAILBOX)
    assert [a["agent"] for a in support["agents"]] == [MEIER, MUELLER, SCHULZE]
    for number, agent in enumerate(support["agents"]):
        assert [agent[k] for k in ("works", "sees_new", "sees_claimed", "sees_answer")] == [True] * 4
        assert (agent["claims"], agent["answers"]) == ((True, True) if number == 0 else (None, None))
    assert support["notes"] == []
    assert "Anna Meier    | yes" in run.output


@pytest.mark.simulator("its requests and its outbox are looked at")
def test_each_mailbox_gets_one_mail_and_one_answer_and_none_leaves(shop: Company) -> None:
    for told in ("outbox", "counts"):
        requests.delete(f"{shop.server.control_url}/{told}", timeout=30)
    assert verify(shop).status == 0
    assert requests.get(shop.server.control_url + "/outbox", timeout=30).json() == []
    counts = requests.get(shop.server.control_url + "/counts", timeout=30).json()["requests"]
    assert counts["SendMsgRequest"] == 2 and counts["AddMsgRequest"] == 2


@pytest.mark.thorough
def test_the_agent_who_answers_can_be_chosen(shop: Company) -> None:
    run = verify(shop, "--limit", "support", shared_mailbox_verification_agent=SCHULZE)
    assert run.status == 0, run.output
    assert [a["agent"] for a in of(run, MAILBOX)["agents"] if a["answers"]] == [SCHULZE]


def test_an_agent_who_is_none_is_refused_and_not_replaced(shop: Company) -> None:
    lying = mails(shop)
    nobody = SCHULZE.replace("schulze", "schultze")
    run = verify(shop, "--limit", "support", shared_mailbox_verification_agent=nobody)
    assert run.status == 2 and not of(run, MAILBOX)["passed"], run.output
    problem = "; ".join(of(run, MAILBOX)["problems"])
    assert f"shared_mailbox_verification_agent is {nobody}, who is no agent of {MAILBOX}" in problem
    assert f"give one of {MEIER}, {MUELLER}, {SCHULZE}" in problem
    assert mails(shop) == lying


@pytest.mark.simulator("its requests are counted")
def test_check_mode_sends_nothing(shop: Company) -> None:
    requests.delete(shop.server.control_url + "/counts", timeout=30)
    run = verify(shop, "--check")
    assert run.status == 0, run.output
    asked = requests.get(shop.server.control_url + "/counts", timeout=30).json()["requests"]
    assert set(asked) <= {"AuthRequest", "GetVersionInfoRequest"}


FAULTS = pytest.mark.simulator("it fails when told to")


@pytest.mark.thorough
@FAULTS
@pytest.mark.parametrize("request_name", ["SendMsg", "MsgAction", "Search"])
def test_marked_mails_are_removed_after_a_failure(shop: Company, faults: Any, request_name: str) -> None:
    lying = mails(shop)
    faults(request=request_name, action="fault", code="service.FAILURE", text="system failure: out of order")
    run = verify(shop, "--limit", "support")
    assert mails(shop) == lying
    assert run.status == 2 and not of(run, MAILBOX)["passed"]
    assert "out of order" in "; ".join(of(run, MAILBOX)["problems"])


@FAULTS
def test_a_lost_answer_to_sending_leaves_nothing_either(shop: Company, faults: Any) -> None:
    lying = mails(shop)
    faults(request="SendMsg", action="drop_after")
    run = verify(shop, "--limit", "support")
    assert run.status == 0, run.output
    assert mails(shop) == lying


@pytest.mark.thorough
@FAULTS
def test_what_could_not_be_removed_is_told(shop: Company, faults: Any) -> None:
    lying = mails(shop)
    # The first is the claim, the others remove.
    faults(
        request="MsgAction", nth=2, count=0, action="fault", code="service.FAILURE", text="system failure: read-only"
    )
    run = verify(shop, "--limit", "support")
    assert run.status == 2
    assert any(p.startswith("Marked mails may be left") and "read-only" in p for p in of(run, MAILBOX)["problems"])
    left = [
        m
        for m in shop.admin.mails("is:anywhere", MAILBOX)
        if re.fullmatch(rf"(Re: )?{MARK} \([a-z0-9]{{20}}\)", m["su"])
    ]
    assert len(left) == 3, "the mail, the copy of the answer, and the answer"
    requests.delete(shop.server.control_url + "/faults", timeout=30)
    for mail in left:
        shop.admin.ask("mail", "MsgAction", inside=MAILBOX, action={"op": "delete", "id": mail["id"]})
    assert mails(shop) == lying


@pytest.mark.thorough
def test_marks_of_earlier_runs_are_removed_once_they_are_old(shop: Company) -> None:
    """A fresh mark may belong to another verification that runs now."""
    fresh, old = f"{MARK} (freshfreshfreshfresh)", f"{MARK} (abcdefghij0123456789)"
    customer_mail(shop.server, MAILBOX, fresh, "from another run")
    lying = mails(shop)
    head = f"From: {MAILBOX}\r\nTo: {MAILBOX}\r\nMessage-ID: <old@{DOMAIN}>\r\nSubject: {old}\r\n\r\nfrom an earlier run\r\n"
    shop.admin.ask("mail", "AddMsg", inside=MAILBOX, m={"l": "2", "d": "1700000000000", "content": {"_content": head}})
    assert old in mails(shop)[MAILBOX]
    assert verify(shop, "--limit", "support").status == 0
    assert mails(shop) == lying


@pytest.mark.thorough
def test_each_lack_is_named_and_the_other_mailbox_proved(mended: Company) -> None:
    delete_mountpoint(mended.admin)
    remove_member(mended.admin)
    lying = mails(mended)
    run = verify(mended)
    assert run.status == 2
    assert mails(mended) == lying
    assert of(run, f"sales@{DOMAIN}")["passed"] and not of(run, MAILBOX)["passed"]
    problems = of(run, MAILBOX)["problems"]
    assert "Jürgen Müller has not mounted the Inbox, or cannot reach it" in problems
    assert any(p.startswith("Petra Schulze cannot work in /Inbox: ") for p in problems)
    agents = {a["agent"]: a for a in of(run, MAILBOX)["agents"]}
    assert (agents[MUELLER]["works"], agents[MUELLER]["sees_new"], agents[MUELLER]["sees_claimed"]) == (
        True,
        False,
        True,
    )
    assert [agents[SCHULZE][k] for k in ("works", "sees_new", "sees_claimed", "sees_answer")] == [False] * 4
    assert f"support@{DOMAIN}: proved" not in run.output


@pytest.mark.thorough
def test_a_copy_in_the_wrong_sent_is_found_and_removed(mended: Company) -> None:
    change_save_target(mended.admin)
    lying = mails(mended)
    run = verify(mended, "--limit", "support")
    assert run.status == 2
    assert "The copy of the answer is not in the mailbox's Sent" in of(run, MAILBOX)["problems"]
    assert f"A copy of the answer is in the own Sent of {MEIER}" in of(run, MAILBOX)["problems"]
    assert mails(mended) == lying


@pytest.mark.thorough
def test_no_answer_is_sent_where_it_would_be_handed_on(shop: Company) -> None:
    change = [{"n": "zimbraPrefMailForwardingAddress", "_content": "outsider@customer.example"}]
    ident = shop.admin.account_id(MAILBOX)
    shop.admin.ask("admin", "ModifyAccount", id=ident, a=change)
    if shop.server.control:
        requests.delete(shop.server.control_url + "/outbox", timeout=30)
    try:
        run = verify(shop, "--limit", "support")
    finally:
        shop.admin.ask("admin", "ModifyAccount", id=ident, a=[{"n": "zimbraPrefMailForwardingAddress", "_content": ""}])
    assert run.status == 0, run.output
    assert "outsider@customer.example" in of(run, MAILBOX)["notes"][0]
    assert [a["answers"] for a in of(run, MAILBOX)["agents"]] == [None] * 3
    if shop.server.control:
        assert requests.get(shop.server.control_url + "/outbox", timeout=30).json() == []


@pytest.mark.thorough
def test_an_unreachable_server_fails_with_the_reason(shop: Company) -> None:
    run = verify(shop, zimbra_url="http://127.0.0.1:9/service/admin/soap", zimbra_retries=0)
    assert run.status == 2
    assert run.stats["verify"]["failed"] == 2
    assert all("127.0.0.1" in d["problems"][0] for d in run.stats["verify"]["details"])
