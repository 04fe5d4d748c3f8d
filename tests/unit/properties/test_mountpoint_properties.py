# Copyright (c) 2026, the teammail.zimbra contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Mountpoints: whatever links agents have, under whatever names, to folders that may be gone, and whatever the options ask for."""

from __future__ import annotations

from typing import Any

from hypothesis import event, given
from hypothesis import strategies as st
from judge import Key, judge, many
from near_server import NearServer, at, without_shares

from ansible_collections.teammail.zimbra.plugins.module_utils.errors import Fault
from ansible_collections.teammail.zimbra.plugins.module_utils.resources.mountpoint.resource import Mountpoint
from ansible_collections.teammail.zimbra.plugins.module_utils.soap import MAIL
from ansible_collections.teammail.zimbra.plugins.module_utils.values import fold

AGENTS = ["meier", "mueller"]
# "left" is deleted, and /Inbox/Old of every owner, after the links were made
OWNERS = ["support", "sales", "left"]
REMOTE = {"/Inbox": "2", "/Sent": "5", "/Inbox/Meier": "257", "/Inbox/Old": "258"}
NAMES = ["/Support", "/Support Sent", "/Sales", "/Team/Support", "/Inbox/Support"]

links = st.lists(
    st.tuples(
        st.sampled_from(AGENTS),
        st.sampled_from([*NAMES, "/Trash/Support"]),
        st.sampled_from(["folder", *["link"] * 4]),
        st.sampled_from(OWNERS),
        st.sampled_from(sorted(REMOTE)),
        st.sampled_from([0, 5]),
    ),
    max_size=6,
    unique_by=lambda link: (link[0], link[1]),
)
shares = st.sampled_from([None, "r", "rwidx"])


@st.composite
def mounts(draw: Any, present: bool) -> dict[str, Any]:
    mount: dict[str, Any] = {"owner": at(draw(st.sampled_from([*OWNERS, "support", "sales"])))}
    if present or draw(st.booleans()):
        mount["path"] = draw(st.sampled_from([*REMOTE, "/Inbox", "/Sent"]))
    if present:
        mount["name"] = draw(st.sampled_from([*NAMES, "/SUPPORT", "Sales"]))
        if draw(st.booleans()):
            mount["color"] = draw(st.sampled_from(["0", "5"]))
        if draw(st.integers(0, 4)) == 0:
            mount["view"] = draw(st.sampled_from(["message", "contact"]))
    return mount


@st.composite
def some_options(draw: Any) -> dict[str, Any]:
    state = draw(st.sampled_from(["present", "present", "present", "absent"]))
    known = st.sampled_from([at(agent) for agent in AGENTS])
    options: dict[str, Any] = {
        "account": draw(st.lists(known, min_size=1, max_size=2, unique=True)),
        "mounts": draw(st.lists(mounts(state == "present"), min_size=1, max_size=2)),
        "state": state,
    }
    for option in ("rename", "remove_broken", "verify_rights"):
        options[option] = draw(st.booleans())
    if options["verify_rights"]:
        options["required_rights"] = draw(st.sampled_from(["r", "rwidx"]))
    options["duplicates"] = draw(st.sampled_from(["report", "remove"]))
    return options


def server_with(start: list[tuple[Any, ...]], share: str | None) -> NearServer:
    server = NearServer((*AGENTS, *OWNERS, "other"))
    for owner in OWNERS:
        actor = server.session.mailbox(at(owner))
        batch = [MAIL("CreateFolderRequest", MAIL("folder", l="2", name=name)) for name in ("Meier", "Old")]
        if share:
            for number in REMOTE.values():
                grant = MAIL("grant", gt="all", perm=share)
                batch.append(MAIL("FolderActionRequest", MAIL("action", grant, op="grant", id=number)))
        for answer in actor.batch(batch):
            # the sub-folders have the grant from their parent already
            assert not isinstance(answer, Fault) or answer.code == "mail.GRANT_EXISTS"
    for agent in AGENTS:
        box = server.session.mailbox(at(agent))
        box.call(MAIL("CreateFolderRequest", MAIL("folder", l="1", name="Team")))
        team = next(f.id for f in server.box(agent).folders.values() if f.path == "/Team")
        parents = {"/": 1, "/Inbox": 2, "/Trash": 3, "/Team": team}
        for whose, path, kind, owner, remote, color in start:
            parent, _slash, name = path.rpartition("/")
            place = {"l": parents[parent or "/"], "name": name, "color": color}
            if whose == agent and kind == "folder":
                box.call(MAIL("CreateFolderRequest", MAIL("folder", **place)))
            elif whose == agent:
                link = MAIL("link", zid=server.id_of(owner), rid=REMOTE[remote], **place)
                box.call(MAIL("CreateMountpointRequest", link))
    for owner in OWNERS:
        old = MAIL("action", op="delete", id=REMOTE["/Inbox/Old"])
        server.session.mailbox(at(owner)).call(MAIL("FolderActionRequest", old))
    server.world.delete(server.account("left"))
    server.world.commit()
    return server


def only_links(server: NearServer, options: dict[str, Any]) -> Any:
    """Links to what the options name and, where asked for, broken ones of its owners; below desired names also a parent folder."""
    ids = {server.id_of(owner): at(owner) for owner in ("support", "sales")}
    owners = {mount["owner"] for mount in options["mounts"]}
    names = [fold("/" + mount["name"].lstrip("/")) for mount in options["mounts"] if "name" in mount]
    targets = {(mount["owner"], REMOTE.get(mount.get("path", ""), "any")) for mount in options["mounts"]}

    def is_named(path: str, link: dict[str, Any]) -> bool:
        owner, number = ids.get(link["zid"], at("left")), str(link["rid"])
        if (owner, number) in targets or (owner, "any") in targets:
            return True
        if options["remove_broken"] and (number == REMOTE["/Inbox/Old"] or owner == at("left")):
            return owner in owners or fold(path) in names
        # a link of the same owner that leads elsewhere, where a desired one is to be
        return owner in owners and fold(path) in names

    def may_touch(key: Key, before: Any, after: Any) -> bool:
        kind, owner, *rest = key
        if owner not in options["account"]:
            return kind == "account" and without_shares(before) == without_shares(after)
        if kind == "mount":
            return all(is_named(rest[0], there["link"]) for there in (before, after) if there)
        return kind == "folder" and before is None and any(name.startswith(fold(rest[0]) + "/") for name in names)

    return may_touch


@many
@given(start=links, share=shares, options=some_options())
def test_mountpoints(start: list[tuple[Any, ...]], share: str | None, options: dict[str, Any]) -> None:
    server = server_with(start, share)
    event(judge(server, Mountpoint, options, only_links(server, options)))
