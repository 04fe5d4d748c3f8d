# Copyright (c) 2026, the teammail.zimbra contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What team_info has read answers all that its further tasks would ask, says nothing else than the server, and is never written by."""

from __future__ import annotations

import base64
import time
import zlib
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import pytest
from near_server import NearServer, at, complete

from ansible_collections.teammail.zimbra.plugins.module_utils import reading as readings
from ansible_collections.teammail.zimbra.plugins.module_utils.engine import (
    Reconciled,
    read,
    reconcile,
    report,
)
from ansible_collections.teammail.zimbra.plugins.module_utils.errors import Fault, InputError, ZimbraError
from ansible_collections.teammail.zimbra.plugins.module_utils.resources.account.resource import Account
from ansible_collections.teammail.zimbra.plugins.module_utils.resources.common import directory
from ansible_collections.teammail.zimbra.plugins.module_utils.resources.common.tree import folder_request
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
from ansible_collections.teammail.zimbra.plugins.module_utils.soap import ACCOUNT, ADMIN, MAIL, change_token

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


def session_of(server: NearServer, reading: str | None = None, written: Sequence[Mapping[str, float]] = ()) -> Session:
    """A session as a further module of the run has it."""
    session = Session(server.client, token=server.session.token)
    earlier = readings.unpack(reading, readings.origin(server.client.url, session.token), written)
    session.readings = readings.Readings(earlier)
    return session


def step(server: NearServer, name: str, reading: str | None = None, check: bool = False, **other: Any) -> Reconciled:
    resource, options = STEPS[name]
    return reconcile(resource, session_of(server, reading), complete(resource.OPTIONS, {**options, **other}), check)


class Run:
    """The role's tasks, one after the other: each has what was read last, and what the others have written to."""

    def __init__(self, server: NearServer) -> None:
        self.server = server
        self.reading = ""
        self.written: list[dict[str, float]] = []
        self.posts: dict[str, int] = {}

    def look(self) -> None:
        self.reading = look(self.server)

    def task(self, name: str, **other: Any) -> Reconciled:
        resource, options = STEPS[name]
        session = session_of(self.server, self.reading, self.written)
        numbers = sent(self.server)
        done = reconcile(resource, session, complete(resource.OPTIONS, {**options, **other}), False)
        self.posts[name] = len(numbers)
        self.written.append(report(done.resource, done, False, False).get("written", {}))
        return done

    def verify(self) -> dict[str, Any]:
        numbers = sent(self.server)
        rights = read(effective_rights.get_info, session_of(self.server, self.reading, self.written), RIGHTS)
        self.posts["rights"] = len(numbers)
        return rights


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


def test_a_first_run_writes_once_to_each_mailbox_and_reads_it_once() -> None:
    run = Run(NearServer(PEOPLE))
    run.look()
    for name in ("account", "folder", "list", "share", "right"):
        run.task(name)
    run.look()
    for name in ("mountpoint", "persona", "rule"):
        run.task(name)
    rights = run.verify()["effective_rights"]
    assert {entry["rights"] for entry in rights} == {"rwidx"} and len(rights) == len(AGENTS) * (2 + len(PATHS))
    assert run.posts == {
        # the account, and inside it
        "account": 2,
        "folder": 2,
        # the list, its members, and the other servers' memory of them
        "list": 3,
        "share": 2,
        # who they are, the right, its granting, and the other servers' memory
        "right": 4,
        # for all agents at once
        "mountpoint": 1,
        # the folders of all agents, and each persona
        "persona": 1 + len(AGENTS),
        "rule": 2,
        # the second look has asked it
        "rights": 0,
    }
    for name in STEPS:
        assert not any(plan.changed for plan in step(run.server, name).plans), name


def test_a_write_ends_what_it_touches_and_no_more(server: NearServer) -> None:
    run = Run(server)
    run.look()
    run.task("persona", from_display="Help")
    for name in ("account", "folder", "list", "share", "right", "rule"):
        run.task(name)
        assert run.posts[name] == 0, name
    run.verify()
    assert run.posts["rights"] == 0
    assert not any(plan.changed for plan in run.task("persona", from_display="Help").plans)
    assert run.posts["persona"] > 0


@pytest.mark.parametrize("name", ["folder", "list", "share"])
def test_who_may_do_what_is_asked_again_after_what_decides_on_it(server: NearServer, name: str) -> None:
    run = Run(server)
    run.look()
    run.task(name, **OTHER_WISHES[name])
    run.verify()
    assert run.posts["rights"] > 0


def make_list(server: NearServer) -> None:
    made = server.session.admin.call(ADMIN("CreateDistributionListRequest", ADMIN("name", TEAM)))
    add = ADMIN("AddDistributionListMemberRequest", ADMIN("id", made[0].get("id")), ADMIN("dlm", at("zoe")))
    server.session.admin.call(add)


def make_persona(server: NearServer) -> None:
    values = ACCOUNT("a", "Anna by hand", name="zimbraPrefFromDisplay")
    request = ACCOUNT("CreateIdentityRequest", ACCOUNT("identity", values, name=BOX))
    server.session.mailbox(AGENTS[0]).call(request)


def make_folder(server: NearServer) -> None:
    server.session.mailbox(AGENTS[0]).call(MAIL("CreateFolderRequest", MAIL("folder", l=1, name="Support")))


# What is created on the strength of a reading, who was quicker, and what of theirs must stay.
QUICKER: dict[str, tuple[Callable[[NearServer], None], Callable[[NearServer], bool]]] = {
    "list": (make_list, lambda s: at("zoe") in s.world.find_address(TEAM).attrs["zimbraMailForwardingAddress"]),
    "persona": (make_persona, lambda s: "Anna by hand" in str(s.account("anna").to_row())),
    "mountpoint": (
        make_folder,
        lambda s: any(f.path == "/Support" and not f.is_link for f in s.box("anna").folders.values()),
    ),
}


@pytest.mark.parametrize("name", QUICKER)
def test_who_is_quicker_than_a_creation_keeps_what_they_made(name: str) -> None:
    deed, kept = QUICKER[name]
    resource, options = STEPS[name]
    for moment in range(20):
        server = NearServer((*PEOPLE, "support", "zoe"), None if name == "list" else {"support-team": []})
        if name == "persona":
            step(server, "mountpoint")
        packed = look(server)
        numbers: list[int] = []

        def act(number: int, server: NearServer = server, moment: int = moment, numbers: list[int] = numbers) -> None:
            numbers.append(number)
            if number == moment:
                deed(server)

        server.client.posts, server.client.meanwhile = 0, act
        try:
            reconcile(resource, session_of(server, packed), complete(resource.OPTIONS, options), False)
        except ZimbraError:
            assert name == "mountpoint"
        if moment not in numbers:
            assert moment
            return
        if moment == 0:
            # after that it is what the module has created that they meet
            assert kept(server)


def test_what_is_asked_along_with_a_write_that_failed_counts_for_nothing(server: NearServer) -> None:
    session = session_of(server)
    box = session.mailbox(BOX)
    box.batch([folder_request()])
    refused = box.batch([MAIL("CreateFolderRequest", MAIL("folder", l=999, name="x"))])
    assert isinstance(refused[0], Fault)
    assert session.readings.find("", BOX, folder_request()) is None


def test_an_answer_keeps_the_change_token_of_its_mailbox(server: NearServer) -> None:
    session = session_of(server)
    box = session.mailbox(BOX)
    asked = change_token(box.batch([folder_request()])[0])
    assert asked and change_token(box.batch([folder_request()])[0]) == asked


@pytest.mark.parametrize("written", [[{"nonsense": 9e9}], [{"folders x": "soon"}]])
def test_what_was_written_is_as_modules_tell_it(server: NearServer, written: Any) -> None:
    with pytest.raises(InputError, match="written is"):
        session_of(server, look(server), written)


@pytest.mark.parametrize(
    ("request_", "topics"),
    [
        (MAIL("FolderActionRequest", MAIL("action", id="257", op="grant")), {("folders", "box"), ("rights", "box")}),
        # by an id that names another mailbox
        (
            MAIL("CreateMountpointRequest", MAIL("link", l="abc:1")),
            {(k, p) for k in ("folders", "rights") for p in ("abc", "box")},
        ),
        (ACCOUNT("CreateIdentityRequest", ACCOUNT("identity", name="x")), {("identities", "box")}),
        # what nobody has thought of
        (MAIL("ImportRequest"), {("*", "box")}),
        (
            ADMIN("RenameAccountRequest", ADMIN("id", "abc"), ADMIN("newName", "n@x")),
            {(k, p) for k in ("*", "names") for p in ("abc", "n@x")},
        ),
        (
            ADMIN("AddDistributionListMemberRequest", ADMIN("id", "abc"), ADMIN("dlm", "a@x")),
            {("*", "abc"), ("rights", "*")},
        ),
        (ADMIN("FlushCacheRequest", ADMIN("cache", type="account")), set()),
        (MAIL("GetFolderRequest"), set()),
    ],
)
def test_each_write_ends_what_it_may_make_wrong(request_: Any, topics: set[tuple[str, str]]) -> None:
    assert set(readings.ended_by("", "box", request_)) == topics


def test_an_address_that_changes_hands_is_nobodys_until_asked_again(server: NearServer) -> None:
    session = session_of(server)
    session.admin.batch([directory.account_request(at("anna"), ""), directory.account_request(at("nobody"), "")])
    renamed = ADMIN("RenameAccountRequest", ADMIN("id", server.id_of("anna")), ADMIN("newName", at("nobody")))
    session.admin.call(renamed)
    found = session.admin.batch([directory.account_request(at(n), "") for n in ("anna", "nobody")])
    assert isinstance(found[0], Fault) and not isinstance(found[1], Fault)
