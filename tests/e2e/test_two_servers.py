# Copyright (c) 2026, the teammail.zimbra contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Two mailbox servers on one directory: mailboxes and agents on both, asked through either, and one of them away."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import requests
from playground.company import MAILBOXES, PASSWORD, PEOPLE, Company, administrator, fresh_server
from playground.damage import MAILBOX, MEIER, MUELLER, SCHULZE
from playground.damage import STRANGER as WAGNER
from playground.environment import CACHE, ROOT
from playground.json_client import JsonClient, Refused
from playground.plays import play
from playground.server import DOMAIN, given_server

SALES = MAILBOXES[1]
THERE = [MAILBOX, MUELLER, WAGNER]  # on the second server; the others are on the first
ALL = [MEIER, MUELLER, SCHULZE]


@pytest.fixture(scope="module")
def pair() -> Iterator[Company]:
    """The people and both mailboxes, one on each server; nothing is shared yet."""
    given = given_server()
    if given is not None and not given.second_name:
        pytest.skip("needs a second mailbox server: ZIMBRA_SECOND_URL, ZIMBRA_SECOND_SOAP_URL, ZIMBRA_SECOND_NAME")
    with fresh_server(CACHE / "e2e-two-servers.log", "--second", "second.simulator.test") as server:
        admin = administrator(server)
        for person in [
            *PEOPLE,
            {"address": MAILBOX, "display_name": "Support"},
            {"address": SALES, "display_name": "Sales"},
        ]:
            values = [{"n": "displayName", "_content": person["display_name"]}]
            if person["address"] in THERE:
                values.append({"n": "zimbraMailHost", "_content": server.second_name})
            admin.ask("admin", "CreateAccount", name=person["address"], password=PASSWORD, a=values)
        yield Company(server, admin)


@pytest.fixture(scope="module")
def shared(pair: Company, tmp_path_factory: pytest.TempPathFactory) -> Company:
    """The same, with both mailboxes shared with their agents."""
    run = pair.converge(inventory=inventory(tmp_path_factory.mktemp("shared"), *ALL))
    assert run.status == 0, run.output
    return pair


@pytest.fixture
def away(pair: Company) -> Iterator[Any]:
    """Takes the second server away for the rest of the test."""

    def go(*names: str) -> None:
        answer = requests.post(pair.server.control_url + "/servers", json={"away": names}, timeout=30)
        assert answer.status_code == 200, answer.text

    yield lambda: go(pair.server.second_name)
    go()


def sessions(pair: Company, agent: str) -> list[JsonClient]:
    """An agent who is logged in at both servers."""
    return [JsonClient(s.soap_url, agent, PASSWORD, verify=s.verify) for s in (pair.server, pair.server.second)]


def rights(session: JsonClient, mailbox: str) -> str:
    """What somebody may do in the Inbox of a mailbox; "" where nothing is shared with them."""
    try:
        answer = session.ask("mail", "GetEffectiveFolderPerms", inside=mailbox, folder={"l": "2"})
    except Refused as refused:
        if refused.code != "service.PERM_DENIED":
            raise
        return ""
    folder = answer["folder"]
    return str((folder[0] if isinstance(folder, list) else folder)["perm"])


def sent_from(session: JsonClient, mailbox: str, subject: str) -> str:
    """The sender that a mail bears which somebody tried to send as the mailbox."""
    mail = {
        "e": [{"t": "f", "a": mailbox}, {"t": "t", "a": session.address}],
        "su": {"_content": subject},
        "mp": [{"ct": "text/plain", "content": {"_content": "text"}}],
    }
    session.ask("mail", "SendMsg", m=mail)
    copy = next(m for m in session.mails("in:sent") if m["su"] == subject)
    found = session.ask("mail", "GetMsg", m={"id": copy["id"]})["m"][0]
    return next(str(e["a"]) for e in found["e"] if e["t"] == "f")


def inventory(folder: Path, *agents: str, **variables: Any) -> Path:
    wanted = [{"address": a} for a in agents]
    hosts = {
        name: {"shared_mailbox_address": f"{name}@{DOMAIN}", "shared_mailbox_agents": wanted, **variables}
        for name in ("support", "sales")
    }
    path = folder / "hosts.json"
    path.write_text(json.dumps({"all": {"children": {"shared_mailboxes": {"hosts": hosts}}}}), encoding="utf-8")
    return path


@pytest.mark.thorough
def test_answers_bear_the_mailbox_at_once_in_sessions_from_before(pair: Company, tmp_path: Path) -> None:
    open_ = {agent: sessions(pair, agent) for agent in (MEIER, MUELLER)}
    for agent, both in open_.items():
        assert [sent_from(s, m, f"too early {m} {n}") for m in MAILBOXES for n, s in enumerate(both)] == [agent] * 4
    run = pair.converge(inventory=inventory(tmp_path, *ALL))
    assert run.status == 0, run.output
    assert "[WARNING]" not in run.output
    for both in open_.values():
        assert [sent_from(s, m, f"in time {m} {n}") for m in MAILBOXES for n, s in enumerate(both)] == [
            m for m in MAILBOXES for _session in both
        ]


@pytest.mark.parametrize("asked", ["first", pytest.param("second", marks=pytest.mark.thorough)])
def test_all_is_in_order_and_proved_whichever_server_is_asked(shared: Company, asked: str, tmp_path: Path) -> None:
    server = shared.server if asked == "first" else shared.server.second
    desks = inventory(tmp_path, *ALL)
    run = Company(server, shared.admin).converge(inventory=desks)
    assert run.status == 0 and run.changed == 0, run.output
    drift = play(server, ROOT / "playbooks/drift.yml", desks, drift_report_dir=str(tmp_path), drift_fail=True)
    assert drift.status == 0, drift.output
    assert (drift.stats["drift"]["mailboxes"], drift.stats["drift"]["drifted"]) == (2, 0)
    proof = play(server, ROOT / "playbooks/verify.yml", desks)
    assert proof.status == 0, proof.output
    assert (proof.stats["verify"]["passed"], proof.stats["verify"]["failed"]) == (2, 0)


@pytest.mark.parametrize("asked", ["first", pytest.param("second", marks=pytest.mark.thorough)])
def test_who_leaves_is_refused_at_once_in_sessions_from_before(shared: Company, asked: str, tmp_path: Path) -> None:
    server = shared.server if asked == "first" else shared.server.second
    company = Company(server, shared.admin)
    run = company.converge(inventory=inventory(tmp_path, *ALL, WAGNER))
    assert run.status == 0, run.output
    open_ = sessions(shared, WAGNER)
    assert [rights(s, m) for s in open_ for m in MAILBOXES] == ["rwidxc"] * 4
    run = company.converge(inventory=inventory(tmp_path, *ALL))
    assert run.status == 0, run.output
    assert [rights(s, m) for s in open_ for m in MAILBOXES] == [""] * 4
    assert [sent_from(s, m, f"left {asked} {m} {n}") for m in MAILBOXES for n, s in enumerate(open_)] == [WAGNER] * 4


@pytest.mark.thorough
@pytest.mark.simulator("takes a server away")
def test_nothing_is_taken_for_absent_while_a_server_is_away(shared: Company, away: Any, tmp_path: Path) -> None:
    desks = inventory(tmp_path, *ALL)
    before = shared.snapshot()
    away()
    run = shared.converge(inventory=desks)
    assert run.status != 0
    assert "service.PROXY_ERROR" in run.output and "account.NO_SUCH" not in run.output, run.output
    assert all(c["key"] != "state" for changes in run.changes.values() for c in changes), run.changes
    requests.post(shared.server.control_url + "/servers", json={"away": []}, timeout=30)
    assert shared.snapshot() == before
    run = shared.converge(inventory=desks)
    assert run.status == 0 and run.changed == 0, run.output


@pytest.mark.thorough
@pytest.mark.simulator("takes a server away")
def test_an_agent_on_a_server_that_is_away_stops_nobody_else(shared: Company, away: Any, tmp_path: Path) -> None:
    patience = {"shared_mailbox_verification_timeout": 5}
    run = shared.converge("--limit", "sales", inventory=inventory(tmp_path, MEIER, MUELLER, WAGNER))
    assert run.status == 0, run.output
    session = JsonClient(shared.server.soap_url, MEIER, PASSWORD, verify=shared.server.verify)
    away()
    desks = inventory(tmp_path, MUELLER, SCHULZE, **patience)
    run = shared.converge("--limit", "sales", inventory=desks)
    said = " ".join(run.output.split())
    assert run.status != 0 and f"{MUELLER}, who is not reachable now (service.PROXY_ERROR" in said, said
    assert f"{WAGNER}, who is not reachable now (service.PROXY_ERROR" in said and "Run again when they are" in said
    assert rights(session, SALES) == ""
    team = {m["_content"] for m in shared.admin.team_list(f"sales-team@{DOMAIN}")["dlm"]}
    assert team == {MUELLER, SCHULZE}
    drift = play(shared.server, ROOT / "playbooks/drift.yml", desks, drift_report_dir=str(tmp_path))
    found = drift.stats["drift"]
    assert (found["in_order"], found["drifted"], found["unreachable"], found["unknown"]) == (0, 0, 1, 1), drift.output
    assert {(one["host"], one["account"]) for one in found["unreachables"]} == {("sales", MUELLER), ("sales", WAGNER)}
    desks = inventory(tmp_path, MUELLER, SCHULZE, **patience, shared_mailbox_unreachable_agents="warn")
    proof = play(shared.server, ROOT / "playbooks/verify.yml", desks, "--limit", "sales")
    assert proof.status == 0, proof.output
    (told,) = proof.stats["verify"]["details"]
    assert told["problems"] == [] and "not reachable now (service.PROXY_ERROR" in told["notes"][0]
    assert [(a["works"], a["claims"]) for a in told["agents"]] == [(None, None), (True, True)]
    requests.post(shared.server.control_url + "/servers", json={"away": []}, timeout=30)
    run = shared.converge("--limit", "sales", inventory=desks)
    assert run.status == 0, run.output
    assert not [link for link in shared.admin.tree(WAGNER, expand=False).get("link", []) if "Sales" in link["name"]]
    assert SALES not in shared.admin.personas(WAGNER)
    run = shared.converge(inventory=inventory(tmp_path, *ALL))
    assert run.status == 0, run.output


@pytest.mark.thorough
@pytest.mark.simulator("lets a request to flush caches fail")
def test_a_session_that_is_let_in_after_its_user_left_fails_the_run(shared: Company, tmp_path: Path) -> None:
    run = shared.converge("--limit", "support", inventory=inventory(tmp_path, *ALL, WAGNER))
    assert run.status == 0, run.output
    open_ = sessions(shared, MEIER)
    assert [rights(s, MAILBOX) for s in open_] == ["rwidxc"] * 2
    rule = {"request": "FlushCache", "action": "fault", "code": "service.PERM_DENIED", "count": 0}
    requests.post(shared.server.control_url + "/faults", json=rule, timeout=30)
    try:
        run = shared.converge("--limit", "support", inventory=inventory(tmp_path, MUELLER, SCHULZE, WAGNER))
    finally:
        requests.delete(shared.server.control_url + "/faults", timeout=30)
    said = " ".join(run.output.split())
    assert run.status != 0 and f"{MEIER} has left, but may still rwidx in /Inbox of {MAILBOX} in a session" in said, (
        said
    )
    assert "authToken" not in run.output
    shared.admin.ask("admin", "FlushCache", cache={"type": "account,acl", "allServers": True})
    assert [rights(s, MAILBOX) for s in open_] == [""] * 2
    run = shared.converge(inventory=inventory(tmp_path, *ALL))
    assert run.status == 0, run.output


@pytest.mark.thorough
@pytest.mark.simulator("takes a server away")
def test_an_account_is_not_deleted_while_its_mailbox_is_out_of_reach(
    shared: Company, away: Any, tmp_path: Path
) -> None:
    tasks = [{"teammail.zimbra.account": {"name": WAGNER, "state": "absent", "confirm": WAGNER}}]
    plays = tmp_path / "delete.json"
    plays.write_text(json.dumps([{"hosts": "localhost", "gather_facts": False, "tasks": tasks}]), encoding="utf-8")
    away()
    run = play(shared.server, plays, inventory(tmp_path))
    assert run.status != 0
    assert "cannot be deleted while its mailbox server is away" in " ".join(run.output.split())
    assert shared.admin.account_id(WAGNER)


@pytest.mark.thorough
@pytest.mark.simulator("takes a server away")
def test_links_to_a_server_that_is_away_are_not_called_broken(shared: Company, away: Any, tmp_path: Path) -> None:
    broken = "{{ found.mountpoints | map(attribute='broken') | map('to_json') | sort | join(' ') }}"
    owners = "{{ found.unreachable_owners | map(attribute='account') | join }}"
    tasks: list[dict[str, Any]] = [
        {"teammail.zimbra.mountpoint_info": {"account": [MEIER], "check_broken": True}, "register": "found"},
        {"ansible.builtin.debug": {"msg": f"FOUND {broken} {owners}"}},
    ]
    plays = tmp_path / "broken.json"
    plays.write_text(json.dumps([{"hosts": "localhost", "gather_facts": False, "tasks": tasks}]), encoding="utf-8")
    assert "FOUND false false false false" in play(shared.server, plays, inventory(tmp_path)).output
    away()
    run = play(shared.server, plays, inventory(tmp_path))
    assert f"FOUND false false null null {MAILBOX}" in run.output, run.output


@pytest.mark.thorough
@pytest.mark.simulator("makes a server hang")
def test_a_server_that_hangs_is_waited_for_once_and_the_mailbox_is_named(shared: Company, tmp_path: Path) -> None:
    rule = {"request": "GetFolder", "action": "delay", "ms": 2500, "count": 0}
    requests.post(shared.server.control_url + "/faults", json=rule, timeout=30)
    try:
        began = time.monotonic()
        run = shared.converge(
            "--limit", "support", "--check", inventory=inventory(tmp_path, *ALL), zimbra_timeout=0.5, zimbra_retries=3
        )
        took = time.monotonic() - began
        log = requests.get(shared.server.control_url + "/log", timeout=30).json()
    finally:
        requests.delete(shared.server.control_url + "/faults", timeout=30)
    said = " ".join(run.output.split())
    assert run.status != 0 and "did not answer within 0.5 seconds (timeout) (asked for the mailbox" in said, (
        took,
        log[-5:],
    )
