# Copyright (c) 2026, the teammail.zimbra contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Modules at work in mailboxes and lists that others use at the same moment."""

from __future__ import annotations

from typing import Any

import pytest
from near_server import NearServer, at
from second_hand import Trial, trials

from ansible_collections.teammail.zimbra.plugins.module_utils.resources.account.resource import Account
from ansible_collections.teammail.zimbra.plugins.module_utils.resources.distribution_list.resource import (
    DistributionList,
)
from ansible_collections.teammail.zimbra.plugins.module_utils.resources.filter_rule.resource import FilterRule
from ansible_collections.teammail.zimbra.plugins.module_utils.resources.folder.resource import Folder
from ansible_collections.teammail.zimbra.plugins.module_utils.resources.identity.resource import Identity
from ansible_collections.teammail.zimbra.plugins.module_utils.resources.mountpoint.resource import Mountpoint
from ansible_collections.teammail.zimbra.plugins.module_utils.resources.share.resource import Share
from ansible_collections.teammail.zimbra.plugins.module_utils.soap import ACCOUNT, ADMIN, MAIL

BOX = "support"


# ------------------------------------------------------------------ what the other one does


def folder(server: NearServer, path: str) -> Any:
    return next((f for f in server.box(BOX).folders.values() if f.path == path), None)


def act(server: NearServer, path: str, operation: str, **how: Any) -> None:
    """A folder action on a folder, if it is (still) there."""
    found = folder(server, path)
    if found is not None:
        action = MAIL("FolderActionRequest", MAIL("action", id=found.id, op=operation, **how))
        server.session.mailbox(at(BOX)).batch([action])


def make(server: NearServer, path: str) -> Any:
    """A folder below one that is (still) there."""
    parent, _slash, name = path.rpartition("/")
    above = folder(server, parent or "/")
    if above is not None:
        new = MAIL("CreateFolderRequest", MAIL("folder", l=1 if not parent else above.id, name=name, view="message"))
        server.session.mailbox(at(BOX)).batch([new])


def claim(server: NearServer, path: str) -> None:
    """Moves a mail of the Inbox into a folder, as an agent does."""
    target = folder(server, path)
    mail = next((m for m in server.box(BOX).messages.values() if m.subject == "to claim"), None)
    if target is not None and mail is not None:
        move = MAIL("MsgActionRequest", MAIL("action", id=mail.id, op="move", l=target.id))
        server.session.mailbox(at(BOX)).batch([move])


def move_in(server: NearServer, path: str) -> None:
    """Moves a folder with mail into another."""
    target = folder(server, path)
    if target is not None:
        act(server, "/Other", "move", l=target.id)


def mail_in(server: NearServer, path: str) -> None:
    if folder(server, path) is not None:
        server.mail(BOX, path, "late")


# ------------------------------------------------------------------ folders

DEEDS = {
    "claim": lambda s: claim(s, "/Inbox/Meier"),
    "claim below": lambda s: claim(s, "/Inbox/Meier/Alt"),
    "mail": lambda s: mail_in(s, "/Inbox/Meier"),
    "folder moved in": lambda s: move_in(s, "/Inbox/Meier"),
    "renamed": lambda s: act(s, "/Inbox/Meier", "rename", name="Maier"),
    "moved": lambda s: act(s, "/Inbox/Meier", "move", l=1),
    "trashed": lambda s: act(s, "/Inbox/Meier", "trash"),
    "trashed below": lambda s: act(s, "/Inbox/Meier/Alt", "trash"),
    "read": lambda s: act(s, "/Inbox/Meier", "read"),
    "target away": lambda s: act(s, "/Rest", "trash"),
}


def with_folders(*mails: str) -> NearServer:
    server = NearServer((BOX, "meier"))
    for path in ("/Inbox/Meier", "/Inbox/Meier/Alt", "/Other", "/Rest"):
        make(server, path)
    for path in ("/Inbox", "/Other", *mails):
        server.mail(BOX, path, "to claim" if path == "/Inbox" else f"in {path}")
    return server


@pytest.mark.parametrize("deed", DEEDS)
@pytest.mark.parametrize("messages", ["refuse", "move_to", "trash", "delete"])
def test_no_mail_is_lost_while_a_folder_is_removed(messages: str, deed: str) -> None:
    mails = () if messages == "refuse" else ("/Inbox/Meier", "/Inbox/Meier/Alt")
    params = {"account": at(BOX), "path": ["/Inbox/Meier"], "state": "absent", "recursive": True, "messages": messages}
    if messages == "move_to":
        params["messages_to"] = "/Rest"
    named = {f"in {path}" for path in mails} if messages == "delete" else set()
    for trial in trials(lambda: with_folders(*mails), Folder, params, DEEDS[deed]):
        before_reading = trial.moment < 1  # what the run reads after that, it was told to delete
        spared = {"to claim", "in /Other"} if not (before_reading and messages == "delete") else set()
        kept = {f"in {path}" for path in mails} - named
        assert trial.mails() >= spared | kept, f"lost before request {trial.moment}: {trial.outcome.error}"
        if messages != "delete":
            trial.again()
            assert trial.mails() >= spared | kept, f"lost by the next run after request {trial.moment}"


PLACES = {
    "taken there": lambda s: make(s, "/Team/Inbox"),
    "taken here": lambda s: make(s, "/Sub/Inbox"),
    "aside taken": lambda s: make(s, "/Sub/Inbox (260)"),
    "renamed": lambda s: act(s, "/Sub/Support", "rename", name="Anders"),
    "moved": lambda s: act(s, "/Sub/Support", "move", l=1),
    "target trashed": lambda s: act(s, "/Team", "trash"),
    "target renamed": lambda s: act(s, "/Team", "rename", name="Mannschaft"),
    "mail": lambda s: mail_in(s, "/Sub/Support"),
}


def to_move() -> NearServer:
    server = NearServer((BOX,))
    for path in ("/Sub", "/Team", "/Sub/Support"):
        make(server, path)
    server.mail(BOX, "/Inbox", "inbox")
    server.mail(BOX, "/Sub/Support", "moving")
    return server


@pytest.mark.parametrize("deed", PLACES)
@pytest.mark.parametrize(
    ("before", "after"), [("/Sub/Support", "/Team/Inbox"), ("/Sub/Support", "/inbox 2"), ("/Sub/Support", "/Sub/Inbox")]
)
def test_nothing_is_hidden_while_a_folder_is_moved(before: str, after: str, deed: str) -> None:
    params = {"account": at(BOX), "path": [after], "moved_from": before}
    for trial in trials(to_move, Folder, params, PLACES[deed]):
        trial.again()
        shown(trial)
        assert trial.mails() >= {"inbox", "moving"}


def shown(trial: Trial) -> None:
    """Every folder that is stored stands in the tree, once."""
    box = trial.server.box(BOX)
    assert sorted(f.id for f in box.folder(11).subtree()[1:]) == sorted(i for i in box.folders if i != 11)


LINKS = {
    "renamed": lambda s: act(s, "/Post", "rename", name="Meine Post"),
    "moved": lambda s: act(s, "/Post", "move", l=2),
    "removed": lambda s: act(s, "/Post", "delete"),
    "taken": lambda s: make(s, "/Team/Sent"),
    "taken here": lambda s: make(s, "/Sub"),
}


def with_links() -> NearServer:
    server = NearServer((BOX, "chef"))
    make(server, "/Team")
    for name, number in (("Post", 2), ("Gesendet", 5)):
        link = MAIL("link", l=1, name=name, zid=server.id_of("chef"), rid=number)
        server.session.mailbox(at(BOX)).call(MAIL("CreateMountpointRequest", link))
    return server


@pytest.mark.parametrize("deed", LINKS)
def test_mountpoints_are_renamed_and_moved_past_others(deed: str) -> None:
    mounts = [
        {"owner": at("chef"), "path": "/Inbox", "name": "/Team/Sent"},
        {"owner": at("chef"), "path": "/Sent", "name": "/Post"},
    ]
    params = {"account": [at(BOX)], "mounts": mounts, "rename": True}
    for trial in trials(with_links, Mountpoint, params, LINKS[deed]):
        outcome = trial.again()
        shown(trial)
        if deed == "taken":
            assert not outcome.error or "is taken by a folder" in outcome.error
        else:
            assert not outcome.error
            targets = {f.path: f.link["rid"] for f in trial.server.box(BOX).folders.values() if f.link}
            assert {path: int(rid) for path, rid in targets.items()} == {"/Team/Sent": 2, "/Post": 5}


# ------------------------------------------------------------------ what is written as a whole


def rule(name: str, text: str = "x") -> Any:
    test = MAIL("headerTest", header="subject", stringComparison="contains", value=text)
    return MAIL(
        "filterRule",
        MAIL("filterTests", test, condition="anyof"),
        MAIL("filterActions", MAIL("actionStop")),
        name=name,
        active=1,
    )


def write_rules(server: NearServer, *names: str) -> None:
    request = MAIL("ModifyOutgoingFilterRulesRequest", MAIL("filterRules", *map(rule, names)))
    server.session.mailbox(at(BOX)).call(request)


def add_rule(server: NearServer) -> None:
    names = [one["name"] for one in server.box(BOX).rules["outgoing"]]
    write_rules(server, *names, "theirs")


def with_rules() -> NearServer:
    server = NearServer((BOX,))
    write_rules(server, "old", "other")
    return server


@pytest.mark.parametrize("state", ["present", "absent"])
@pytest.mark.parametrize("name", ["ours", "old"])
def test_a_rule_that_somebody_adds_meanwhile_stays(state: str, name: str) -> None:
    params: dict[str, Any] = {"account": [at(BOX)], "direction": "outgoing", "name": name, "state": state}
    if state == "present":
        params |= {
            "tests": [{"type": "header", "header": "subject", "string_comparison": "contains", "value": "y"}],
            "actions": [{"type": "stop"}],
        }
    for trial in trials(with_rules, FilterRule, params, add_rule):
        names = [one["name"] for one in trial.server.box(BOX).rules["outgoing"]]
        assert {"theirs", "other"} <= set(names), f"lost before request {trial.moment}"
        assert not trial.outcome.error
        assert (name in names) == (state == "present")


def notes(server: NearServer) -> list[str]:
    return server.account(BOX).attrs.get("zimbraNotes", [])


def set_attribute(server: NearServer, name: str, value: str) -> None:
    request = ADMIN("ModifyAccountRequest", ADMIN("id", server.id_of(BOX)), ADMIN("a", value, n=name))
    server.session.admin.call(request)


@pytest.mark.parametrize("first", ["", "old"])
def test_an_attribute_that_somebody_changes_meanwhile_is_not_overwritten_in_silence(first: str) -> None:
    def start() -> NearServer:
        server = NearServer((BOX,))
        set_attribute(server, "zimbraNotes", first)
        return server

    params = {"name": [at(BOX)], "attributes": {"zimbraNotes": "ours"}}
    for trial in trials(start, Account, params, lambda s: set_attribute(s, "zimbraNotes", "theirs")):
        told = "changed by somebody else" in trial.outcome.error
        seen = (
            any(c["before"] == ["theirs"] or "theirs" in str(c["before"]) for c in trial.outcome.changes)
            if not told
            else True
        )
        assert told or seen or notes(trial.server) == ["theirs"], f"overwritten before request {trial.moment}"
        assert not trial.again().error


def add_member(server: NearServer) -> None:
    request = ADMIN("AddDistributionListMemberRequest", ADMIN("id", server.id_of("team")), ADMIN("dlm", at("chef")))
    server.session.admin.call(request)


def test_a_member_that_somebody_adds_meanwhile_stays() -> None:
    params = {"name": [at("team")], "members": {"add": [at("meier")], "remove": [at(BOX)]}}
    for trial in trials(
        lambda: NearServer((BOX, "meier", "chef"), {"team": [BOX]}), DistributionList, params, add_member
    ):
        members = trial.server.world.find_address(at("team")).attrs["zimbraMailForwardingAddress"]
        assert not trial.outcome.error
        assert sorted(members) == [at("chef"), at("meier")]


def grant(server: NearServer) -> None:
    given = MAIL("grant", gt="usr", zid=server.id_of("chef"), perm="r")
    server.session.mailbox(at(BOX)).call(MAIL("FolderActionRequest", MAIL("action", given, op="grant", id=2)))


def test_a_grant_that_somebody_gives_meanwhile_stays() -> None:
    params = {"account": at(BOX), "path": ["/Inbox"], "grants": {"add": [{"grantee": at("meier"), "rights": "rwidx"}]}}
    for trial in trials(lambda: NearServer((BOX, "meier", "chef")), Share, params, grant):
        acl = trial.server.box(BOX).folders[2].acl
        assert not trial.outcome.error
        assert {g.grantee for g in acl.grants} == {trial.server.id_of("meier"), trial.server.id_of("chef")}


def persona(server: NearServer) -> dict[str, list[str]]:
    return next(p for p in server.account(BOX).identities.values() if p["zimbraPrefIdentityName"] == ["P"])


def with_persona() -> NearServer:
    server = NearServer((BOX,))
    make(server, "/Other")
    pairs = [ACCOUNT("a", "2", name="zimbraPrefWhenInFolderIds")]
    server.session.mailbox(at(BOX)).call(ACCOUNT("CreateIdentityRequest", ACCOUNT("identity", *pairs, name="P")))
    return server


def bind_to_sent(server: NearServer) -> None:
    """The owner adds a folder to the persona, in the web client, which knows the list as it is."""
    known = persona(server).get("zimbraPrefWhenInFolderIds", [])
    pairs = [ACCOUNT("a", ident, name="zimbraPrefWhenInFolderIds") for ident in dict.fromkeys([*known, "5"])]
    ident = persona(server)["zimbraPrefIdentityId"][0]
    server.session.mailbox(at(BOX)).call(ACCOUNT("ModifyIdentityRequest", ACCOUNT("identity", *pairs, id=ident)))


def test_a_folder_that_somebody_binds_to_a_persona_meanwhile_stays() -> None:
    params = {"account": [at(BOX)], "name": "P", "when_in_folders": {"add": ["/Drafts"], "remove": ["/Inbox"]}}
    for trial in trials(with_persona, Identity, params, bind_to_sent):
        assert not trial.outcome.error
        assert sorted(persona(trial.server)["zimbraPrefWhenInFolderIds"]) == ["5", "6"], (
            f"lost before request {trial.moment}"
        )
