# Copyright (c) 2026, the teammail.zimbra contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What team_info has read answers all that its further tasks would ask, says nothing else than the server, and is never written by."""

from __future__ import annotations

import base64
import time
import zlib
from typing import Any

import pytest
from near_server import NearServer, at, complete

from ansible_collections.teammail.zimbra.plugins.module_utils import reading as readings
from ansible_collections.teammail.zimbra.plugins.module_utils.engine import Reconciled, read, reconcile
from ansible_collections.teammail.zimbra.plugins.module_utils.errors import Fault, InputError
from ansible_collections.teammail.zimbra.plugins.module_utils.resources.account.resource import Account
from ansible_collections.teammail.zimbra.plugins.module_utils.resources.common import directory
from ansible_collections.teammail.zimbra.plugins.module_utils.resources.distribution_list.resource import (
    DistributionList,
)
from ansible_collections.teammail.zimbra.plugins.module_utils.resources.effective_rights import info as effective_rights
from ansible_collections.teammail.zimbra.plugins.module_utils.resources.filter_rule.resource import FilterRule
from ansible_collections.teammail.zimbra.plugins.module_utils.resources.folder.resource import Folder
from ansible_collections.teammail.zimbra.plugins.module_utils.resources.identity.resource import Identity
from ansible_collections.teammail.zimbra.plugins.module_utils.resources.mountpoint.resource import Mountpoint
from ansible_collections.teammail.zimbra.plugins.module_utils.resources.send_right.resource import SendRight
from ansible_collections.teammail.zimbra.plugins.module_utils.resources.share.resource import Share
from ansible_collections.teammail.zimbra.plugins.module_utils.resources.team import info as team_info
from ansible_collections.teammail.zimbra.plugins.module_utils.session import Session

PEOPLE = ("anna", "ben", "cleo")
BOX, TEAM = at("support"), at("support-team")
AGENTS = [at(name) for name in PEOPLE]
PATHS = [f"/Inbox/{name}" for name in PEOPLE]
BOTH = [{"owner": BOX, "path": "/Inbox"}, {"owner": BOX, "path": "/Sent"}]
SHARED = {"grantee": TEAM, "type": "group", "role": "manager"}
MARKED = [{"type": "header", "header": "from", "string_comparison": "contains", "value": "@"}]
TEAM_OPTIONS = {"address": BOX, "agents": [{"address": a} for a in AGENTS], "keep_reading": True}
# What the role's tasks ask for, in their order.
STEPS: dict[str, tuple[Any, dict[str, Any]]] = {
    "account": (Account, {"name": [BOX], "attributes": {"zimbraPrefDelegatedSendSaveTarget": "owner"}}),
    "folder": (Folder, {"account": BOX, "path": PATHS}),
    "list": (DistributionList, {"name": [TEAM], "members": {"add": AGENTS}}),
    "share": (Share, {"account": BOX, "path": ["/Inbox", "/Sent"], "grants": {"add": [SHARED]}}),
    "inherit": (Share, {"account": BOX, "path": PATHS, "inherit": True}),
    "mountpoint": (
        Mountpoint,
        {
            "account": AGENTS,
            "mounts": [{**mount, "name": name} for mount, name in zip(BOTH, ("Support", "Support Sent"))],
        },
    ),
    "right": (SendRight, {"target": [BOX], "right": "sendAs", "grantees": {"add": [TEAM]}}),
    "persona": (
        Identity,
        {"account": AGENTS, "name": BOX, "from_address": BOX, "when_sent_to": [BOX], "when_in_folders": BOTH},
    ),
    "rule": (
        FilterRule,
        {
            "account": [BOX],
            "direction": "outgoing",
            "name": "read",
            "tests": MARKED,
            "actions": [{"type": "flag", "flag_name": "read"}],
        },
    ),
}
# Options with which each of them has something to change.
OTHER_WISHES: dict[str, dict[str, Any]] = {
    "account": {"display_name": "Help"},
    "folder": {"path": [*PATHS, "/Inbox/New"]},
    "list": {"display_name": "Help"},
    "share": {"path": ["/Inbox", "/Sent", "/Drafts"]},
    "inherit": {"path": ["/Sent"]},
    "mountpoint": {"mounts": [{**BOTH[0], "name": "Help"}], "rename": True},
    "right": {"right": "sendOnBehalfOf"},
    "persona": {"from_display": "Help"},
    "rule": {"active": False},
}
RIGHTS = {"account": BOX, "path": ["/Inbox", "/Sent", *PATHS], "user": AGENTS, "required_rights": "rwidx"}


def session_of(server: NearServer, reading: str | None = None) -> Session:
    """A session as a further module of the run has it."""
    session = Session(server.client, token=server.session.token)
    earlier = readings.unpack(reading, readings.origin(server.client.url, session.token))
    session.readings = readings.Readings(earlier)
    return session


def step(server: NearServer, name: str, reading: str | None = None, check: bool = False, **other: Any) -> Reconciled:
    resource, options = STEPS[name]
    return reconcile(resource, session_of(server, reading), complete(resource.OPTIONS, {**options, **other}), check)


def look(server: NearServer) -> str:
    packed: str = team_info.get_info(session_of(server), complete(team_info.OPTIONS, TEAM_OPTIONS))["reading"]
    return packed


def sent(server: NearServer) -> list[int]:
    """Counts what is sent from now on."""
    server.client.posts = 0
    numbers: list[int] = []
    server.client.meanwhile = numbers.append
    return numbers


@pytest.fixture
def server() -> NearServer:
    """A mailbox that is all set up."""
    made = NearServer(("support", *PEOPLE), {"support-team": []})
    for name in STEPS:
        step(made, name)
    return made


def test_a_run_with_nothing_to_do_asks_each_mailbox_once(server: NearServer) -> None:
    numbers = sent(server)
    packed = look(server)
    # the directory, the mailbox, and each agent
    assert len(numbers) == 2 + len(AGENTS)
    for name in STEPS:
        outcome = step(server, name, packed)
        assert outcome.error is None and not any(plan.changed for plan in outcome.plans), name
        assert len(numbers) == 2 + len(AGENTS), f"{name} asked the server"
    read(effective_rights.get_info, session_of(server, packed), RIGHTS)
    assert len(numbers) == 2 + len(AGENTS)


def test_a_reading_says_what_the_server_says(server: NearServer) -> None:
    packed = look(server)
    for name in STEPS:
        known, asked = step(server, name, packed, check=True), step(server, name, check=True)
        assert known.after == asked.after, name
        assert known.notes == asked.notes
    assert read(effective_rights.get_info, session_of(server, packed), RIGHTS) == effective_rights.get_info(
        session_of(server), RIGHTS
    )


@pytest.mark.parametrize("name", STEPS)
def test_what_is_to_be_changed_is_looked_at_anew(server: NearServer, name: str) -> None:
    packed = look(server)
    other = OTHER_WISHES[name]
    before = server.state()
    predicted = step(server, name, packed, check=True, **other)
    assert server.state() == before
    numbers = sent(server)
    done = step(server, name, packed, **other)
    assert done.error is None and numbers
    assert [p.changes() for p in predicted.plans] == [p.changes() for p in done.plans]
    # by the old reading it would be done again; the server knows better
    assert not any(plan.changed for plan in step(server, name, packed, **other).plans)


def test_a_run_that_fails_by_a_reading_looks_for_itself(server: NearServer) -> None:
    packed = look(server)
    step(server, "folder", path=["/Inbox/late"])
    rights = {**RIGHTS, "path": ["/Inbox/late"]}
    assert (
        read(effective_rights.get_info, session_of(server, packed), rights)["effective_rights"][0]["rights"] == "rwidx"
    )


def test_an_error_is_kept_neither_as_an_answer_nor_as_an_absence(server: NearServer) -> None:
    session = session_of(server)
    session.read_for_all()
    requests = [directory.account_request(at(n), "") for n in ("support", "nobody", "anna")]
    refused = Fault("service.PERM_DENIED", "permission denied: can not access account x")
    got = session.admin.ask(requests)
    session.readings.keep("", "", requests, [refused, got[1], Fault("service.PROXY_ERROR", "error while proxying")])
    known = [session.readings.find("", "", request) for request in requests]
    assert known[0] is None and known[2] is None
    assert isinstance(known[1], Fault) and known[1].code == "account.NO_SUCH_ACCOUNT"


def test_a_part_is_never_taken_for_the_whole(server: NearServer) -> None:
    session = session_of(server)
    session.read_for_all()
    session.admin.batch([directory.account_request(BOX), directory.list_request(TEAM)])
    assert session.readings.find("", "", directory.account_request(BOX, "")) is None
    # it has three members, of which one was asked for
    assert session.readings.find("", "", directory.list_request(TEAM, 1000)) is None


def test_tokens_are_not_kept(server: NearServer) -> None:
    packed = look(server)
    inside = zlib.decompress(base64.b64decode(packed)).decode()
    assert "DelegateAuth" not in inside and "authToken" not in inside
    assert server.session.token not in inside


@pytest.mark.parametrize("seconds, used", [(0, True), (readings.MAX_AGE + 1, False), (-3600, False)])
def test_an_old_reading_is_left_aside(server: NearServer, seconds: int, used: bool, monkeypatch: Any) -> None:
    packed = look(server)
    now = time.time()
    monkeypatch.setattr(readings.time, "time", lambda: now + seconds)
    assert (session_of(server, packed).readings.earlier is not None) == used


def test_a_reading_of_another_caller_or_server_is_left_aside(server: NearServer) -> None:
    packed = look(server)
    assert readings.unpack(packed, readings.origin(server.client.url, "another")) is None
    assert (
        readings.unpack(packed, readings.origin("https://other:7071/service/admin/soap", server.session.token)) is None
    )
    with pytest.raises(InputError, match="reading is no reading"):
        readings.unpack("nonsense", "x")
