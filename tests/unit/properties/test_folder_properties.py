# Copyright (c) 2026, the teammail.zimbra contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Folders: whatever tree there is, and whatever the options ask for."""

from __future__ import annotations

from typing import Any

from hypothesis import event, given
from hypothesis import strategies as st
from judge import Key, judge, many
from near_server import NearServer, at, without_shares

from ansible_collections.teammail.zimbra.plugins.module_utils.resources.folder.resource import VIEWS, Folder
from ansible_collections.teammail.zimbra.plugins.module_utils.soap import MAIL
from ansible_collections.teammail.zimbra.plugins.module_utils.values import fold

OWNER = "support"
PATHS = [
    "/Inbox/Meier",
    "/Inbox/Meier/Alt",
    "/Inbox/Meier/Alt/2024",
    "/Inbox/Müller",
    "/Inbox/Muller",
    "/Projekte",
    "/Projekte/Alt",
    "/Sent/Meier",
    "/Trash/Meier",
]
SYSTEM = ["/Inbox", "/Sent", "/Trash"]
colors = st.sampled_from(["0", "5", "#ff8800"])
views = st.sampled_from(VIEWS[:4])
retention = st.fixed_dictionaries(
    {}, optional={part: st.lists(st.sampled_from(["30d", "365d"]), unique=True) for part in ("keep", "purge")}
)


def parent(path: str) -> str:
    return path.rpartition("/")[0] or "/"


def is_below(path: str, above: str) -> bool:
    """At or below."""
    return fold(path) == fold(above) or fold(path).startswith(fold(above) + "/")


@st.composite
def trees(draw: Any) -> dict[str, dict[str, Any]]:
    """path -> what lies there; a folder's parents come before it."""
    chosen: dict[str, dict[str, Any]] = {}
    for path in draw(st.lists(st.sampled_from(PATHS), unique=True)):
        for missing in [p for p in PATHS if is_below(path, p)]:
            chosen.setdefault(missing, draw(places))
    return {path: chosen[path] for path in sorted(chosen, key=lambda p: p.count("/"))}


places = st.fixed_dictionaries(
    {
        "color": st.sampled_from([0, 5]),
        "view": views,
        "mails": st.sampled_from([0, 0, 1, 2]),
        "shared": st.booleans(),
        "keep": st.sampled_from([None, None, "30d"]),
        "mount": st.sampled_from([False, False, False, True]),
    }
)


@st.composite
def some_options(draw: Any) -> dict[str, Any]:
    state = draw(st.sampled_from(["present", "present", "absent"]))
    moves = state == "present" and draw(st.booleans())
    canonical_names = st.sampled_from([*PATHS, "/INBOX/meier", "/Junk/Meier"] + (SYSTEM if state == "present" else []))
    paths = draw(st.lists(canonical_names, min_size=1, max_size=1 if moves else 3))
    options: dict[str, Any] = {"account": at(OWNER), "path": paths, "state": state}
    if state == "absent":
        options["recursive"] = draw(st.booleans())
        options["messages"] = draw(st.sampled_from(["refuse", "move_to", "trash", "delete"]))
        if options["messages"] == "move_to":
            options["messages_to"] = draw(st.sampled_from([*PATHS, *SYSTEM]))
        return options
    if moves:
        options["moved_from"] = draw(st.sampled_from(PATHS))
    if draw(st.booleans()):
        options["color"] = draw(colors)
    if draw(st.booleans()):
        options["view"] = draw(views)
    if draw(st.booleans()):
        options["retention"] = draw(retention)
    return options


def server_with(tree: dict[str, dict[str, Any]]) -> NearServer:
    server = NearServer((OWNER, "meier", "chef"))
    server.mail(OWNER, "/Inbox", "new")
    actor, ids = server.session.mailbox(at(OWNER)), {"/": "1", "/Inbox": "2", "/Sent": "5", "/Trash": "3"}
    for path, place in tree.items():
        if parent(path) not in ids:
            continue  # below a mountpoint nothing is one's own
        name = path.rpartition("/")[2]
        if place["mount"]:
            zid = server.id_of("chef")
            actor.call(MAIL("CreateMountpointRequest", MAIL("link", l=ids[parent(path)], name=name, zid=zid, rid=2)))
            continue
        new = MAIL("folder", l=ids[parent(path)], name=name, view=place["view"], color=place["color"])
        ids[path] = actor.call(MAIL("CreateFolderRequest", new))[0].get("id", "")
        if place["keep"]:
            policy = MAIL("retentionPolicy", MAIL("keep", MAIL("policy", type="user", lifetime=place["keep"])))
            actor.call(MAIL("FolderActionRequest", MAIL("action", policy, op="retentionpolicy", id=ids[path])))
        if place["shared"]:
            grant = MAIL("grant", gt="usr", zid=server.id_of("meier"), perm="rwidxa"[: path.count("/")])
            actor.call(MAIL("FolderActionRequest", MAIL("action", grant, op="grant", id=ids[path])))
        for number in range(place["mails"] if place["view"] in ("message", "conversation") else 0):
            server.mail(OWNER, path, f"{path} {number}")
    return server


def named_by(options: dict[str, Any]) -> Any:
    """What the options may touch: the paths they name and the parents they need; what lies below only where it moves or goes with them."""
    paths, source = options["path"], options.get("moved_from")

    def mail_may_move(before: str, after: str | None) -> bool:
        if source:
            return after is not None and is_below(before, source) and is_below(after, paths[0])
        if options["state"] == "present" or not any(is_below(before, path) for path in paths):
            return False
        if options["messages"] == "delete":
            return after is None
        return after is not None and is_below(after, options.get("messages_to", "/Trash"))

    def may_touch(key: Key, before: Any, after: Any) -> bool:
        kind, owner, *rest = key
        if kind == "account":
            return without_shares(before) == without_shares(after)
        if owner != at(OWNER) or kind == "rules":
            return False
        if kind == "mail":
            return mail_may_move(before, after)
        if kind == "marks":
            # what comes to the trash is read; the subject begins with the folder
            trashed = paths if options["state"] == "absent" else []
            if source and is_below(paths[0], "/Trash"):
                trashed = [source]
            return any(is_below(rest[0].rpartition(" ")[0], path) for path in trashed)
        path = rest[0]
        if options["state"] == "absent":
            gone = any(is_below(path, p) if options["recursive"] else fold(path) == fold(p) for p in paths)
            return (gone and after is None) or (
                options["messages"] == "trash" and before is None and is_below(path, "/Trash")
            )
        if source and (is_below(path, source) or is_below(path, paths[0])):
            return True
        if before is None:
            return any(is_below(p, path) for p in paths)
        return any(fold(path) == fold(p) for p in paths)

    return may_touch


@many
@given(tree=trees(), options=some_options())
def test_folders(tree: dict[str, dict[str, Any]], options: dict[str, Any]) -> None:
    event(judge(server_with(tree), Folder, options, named_by(options)))
