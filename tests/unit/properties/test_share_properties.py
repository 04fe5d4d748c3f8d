# Copyright (c) 2026, the teammail.zimbra contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Grants: whatever ACLs there are on whatever folders, and whatever the options ask for."""

from __future__ import annotations

from typing import Any

from hypothesis import event, given
from hypothesis import strategies as st
from judge import Key, judge, many
from near_server import DOMAIN, NearServer, at, without_shares

from ansible_collections.teammail.zimbra.plugins.module_utils.errors import Fault
from ansible_collections.teammail.zimbra.plugins.module_utils.resources.share.resource import Share
from ansible_collections.teammail.zimbra.plugins.module_utils.soap import MAIL
from ansible_collections.teammail.zimbra.plugins.module_utils.values import fold

OWNER = "support"
FOLDERS = {"/": "1", "/Inbox": "2", "/Inbox/Meier": "257", "/Inbox/Meier/Alt": "258", "/Sent": "5"}
ANY_ACL = {"acl": None, "inherits": None}
FAR = 4_000_000_000_000
# who may stand in an ACL: the attributes of a <grant>, without rights; the account "gone" is deleted afterwards
STORED = {
    "meier": {"gt": "usr", "d": at("meier")},
    "mueller": {"gt": "usr", "d": at("mueller")},
    "team": {"gt": "grp", "d": at("team")},
    "crew": {"gt": "grp", "d": at("crew")},
    "gone": {"gt": "usr", "d": at("gone")},
    "domain": {"gt": "dom", "d": DOMAIN},
    "all": {"gt": "all"},
    "public": {"gt": "pub"},
    "guest": {"gt": "guest", "d": "guest@ext.example"},
}
acls = st.lists(
    st.tuples(
        st.sampled_from(sorted(STORED)), st.sampled_from(["r", "rwidx", "rwidxa", ""]), st.sampled_from([0, 0, FAR])
    ),
    unique_by=lambda grant: grant[0],
    max_size=4,
)
starts = st.fixed_dictionaries({}, optional=dict.fromkeys(FOLDERS, acls))

NAMED = [
    {"grantee": at("meier")},
    {"grantee": at("mueller"), "type": "user"},
    {"grantee": at("team")},
    {"grantee": at("team"), "type": "group"},
    {"grantee": at("crew")},
    {"grantee": DOMAIN, "type": "domain"},
    {"type": "all"},
    {"type": "public"},
    {"grantee": "guest@ext.example", "type": "guest"},
]
# these cannot be granted to: the owner, nobody, a list called a user, somebody inside called a guest
ODD = [
    {"grantee": at(OWNER)},
    {"grantee": at("nobody")},
    {"grantee": at("gone")},
    {"grantee": at("team"), "type": "user"},
    {"grantee": at("meier"), "type": "guest"},
]
rights = st.sampled_from(
    [{"role": "manager"}, {"role": "viewer"}, {"role": "none"}, {"rights": "rwi"}, {"rights": "rwidxa"}]
)
expiries = st.sampled_from([{}, {}, {"expires": "2090-01-31"}, {"expires": "30d"}, {"expires": "never"}])


@st.composite
def granted(draw: Any) -> dict[str, Any]:
    who = draw(st.sampled_from(ODD) if draw(st.integers(0, 9)) == 0 else st.sampled_from(NAMED))
    return {**who, **draw(rights), **draw(expiries)}


grants = st.lists(granted(), max_size=3)
removed = st.lists(st.sampled_from([*NAMED, *ODD]), max_size=3)


@st.composite
def some_options(draw: Any) -> dict[str, Any]:
    paths = draw(st.lists(st.sampled_from([*FOLDERS, "/INBOX/meier"]), min_size=1, max_size=3, unique=True))
    options: dict[str, Any] = {"account": at(OWNER), "path": paths}
    form = draw(st.sampled_from(["set", "set", "add and remove", "inherit", "nothing"]))
    if form == "set":
        options["grants"] = draw(grants)
    elif form == "add and remove":
        options["grants"] = {"add": draw(grants), "remove": draw(removed)}
    elif form == "inherit":
        options["inherit"] = True
    options["clean_up"] = draw(st.booleans())
    return options


def server_with(start: dict[str, list[tuple[str, str, int]]]) -> NearServer:
    server = NearServer((OWNER, "meier", "mueller", "gone"), {"team": ["meier"]}, {"crew": ["mueller"]})
    server.world.create("account", "guest@ext.example", {"zimbraIsExternalVirtualAccount": ["TRUE"]})
    actor = server.session.mailbox(at(OWNER))
    for path in ("/Inbox/Meier", "/Inbox/Meier/Alt"):
        parent, _slash, name = path.rpartition("/")
        new = MAIL("folder", l=FOLDERS[parent], name=name)
        made = actor.call(MAIL("CreateFolderRequest", new))[0].get("id", "")
        assert made.endswith(f":{FOLDERS[path]}")
    for path, acl in start.items():
        batch = [
            MAIL(
                "FolderActionRequest",
                MAIL("action", MAIL("grant", perm=perm, expiry=until or None, **STORED[who]), op="grant", id=FOLDERS[path]),
            )
            for who, perm, until in acl
        ]  # fmt: skip
        refused = [answer for answer in actor.batch(batch) if isinstance(answer, Fault)]
        # a grant that the folder has from its parent already, and rights that only users and groups can have
        assert {fault.code for fault in refused} <= {"mail.GRANT_EXISTS", "mail.CANNOT_GRANT"}
    server.world.delete(server.account("gone"))
    server.world.commit()
    return server


def only_acls(options: dict[str, Any]) -> Any:
    paths = {fold(path) for path in options["path"]}

    def may_touch(key: Key, before: Any, after: Any) -> bool:
        if key == ("account", at(OWNER)):
            return without_shares(before) == without_shares(after)
        named = key[:2] == ("folder", at(OWNER)) and fold(key[2]) in paths
        return named and {**before, **ANY_ACL} == {**after, **ANY_ACL}

    return may_touch


@many
@given(start=starts, options=some_options())
def test_shares(start: dict[str, list[tuple[str, str, int]]], options: dict[str, Any]) -> None:
    event(judge(server_with(start), Share, options, only_acls(options)))
