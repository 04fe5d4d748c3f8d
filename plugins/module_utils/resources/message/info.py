# Copyright (c) 2026, the teammail.zimbra contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Searching messages, with full rights or as an agent sees them (zimbra-soap-mail.md 5.1)."""

from __future__ import annotations

import typing as t

from ...actor import Actor
from ...engine import State
from ...errors import InputError
from ...session import Session
from ...values import account_key, address, folder_path
from ..common.directory import Missing, lookup
from ..common.mailbox import acting_as, no_account
from ..common.tree import JUNK, TRASH, Node, Tree
from .reading import ANYWHERE, belongs, by_id, message_id, open_mailbox, pages, quoted, shared_tree, show

if t.TYPE_CHECKING:
    from lxml import etree

OPTIONS: t.Dict[str, t.Any] = {
    "account": {"type": "str", "required": True},
    "as_user": {"type": "str"},
    "folder": {"type": "str"},
    "recursive": {"type": "bool", "default": False},
    "message_id": {"type": "list", "elements": "str"},
    "subject": {"type": "str"},
    "from_address": {"type": "str", "aliases": ["from"]},
    "unread": {"type": "bool"},
    "query": {"type": "str"},
    "headers": {"type": "list", "elements": "str"},
    "limit": {"type": "int", "default": 100},
}


def get_info(session: Session, params: t.Mapping[str, t.Any]) -> t.Dict[str, t.Any]:
    """The messages of one mailbox, newest first."""
    if params["limit"] < 0:
        raise InputError(f"limit is {params['limit']}; give the most messages to return, or 0 for all")
    folder = folder_path("folder", params["folder"]) if params["folder"] else None
    keys = [message_id("message_id", k) for k in params["message_id"] or []]
    sender = address("from_address", params["from_address"]) if params["from_address"] else None
    account = account_key("account", params["account"])
    actor, tree, visible = open_view(session, account, params["as_user"])
    mount = mounted(tree, folder)
    where = folder_clause(tree, visible, folder, params["recursive"])
    if where is None:
        return {"messages": [], "truncated": False}
    headers = params["headers"] or []
    found: t.List[State] = []
    truncated = False
    for element in pages(actor, query(where, keys, sender, params), headers, tree.account):
        if not (lies_in(element, mount) if mount else belongs(element, tree)):
            continue
        state = show(element, tree, headers)
        if mount:
            # Numbers of its folders are those of the owner's mailbox.
            state.update(account=mount.owner or mount.owner_id, folder=mount.path)
        if fits(state, keys, sender, params):
            truncated = 0 < params["limit"] == len(found)
            if truncated:
                break
            found.append({k: v for k, v in state.items() if not k.startswith("_")})
    return {"messages": found, "truncated": truncated}


def open_view(session: Session, account: str, as_user: t.Optional[str]) -> t.Tuple[Actor, Tree, t.Optional[t.Set[int]]]:
    """Who reads, what they see, and for an agent the folders of the other mailbox that they may read."""
    if not as_user:
        tree, answers = open_mailbox(session, account, [])
        if answers is None:
            raise Missing(no_account(account))
        return session.mailbox(tree.id), tree, None
    holder = lookup(session, [account])[account]
    if holder is None or holder.kind in ("list", "group"):
        raise Missing(no_account(account))
    actor = acting_as(session, account_key("as_user", as_user))
    tree, visible = shared_tree(actor, holder.name, holder.id)
    return actor, tree, visible


def mounted(tree: Tree, folder: t.Optional[str]) -> t.Optional[Node]:
    """The mountpoint of that path, through which the owner's folder is searched with the rights of whoever reads."""
    node = tree.find(folder) if folder else None
    return node if node is not None and node.kind == "mountpoint" else None


def lies_in(element: etree._Element, mount: Node) -> bool:
    """Whether a hit lies in the mailbox that a mountpoint leads to."""
    return element.get("id", "").rpartition(":")[0] == mount.owner_id


def folder_clause(
    tree: Tree, visible: t.Optional[t.Set[int]], folder: t.Optional[str], recursive: bool
) -> t.Optional[str]:
    """The part of the query that says where; None where an agent may read nothing."""
    prefix = "" if visible is None else f"{tree.id}:"
    if folder is not None:
        node = mounted(tree, folder) or tree.folder(folder)
        if node is None:
            raise Missing(
                "folder is %s, which %s does not have%s; correct the path"
                % (folder, tree.account, "" if visible is None else ", or which as_user may not see")
            )
        return '%s:"%s%d"' % ("underid" if recursive else "inid", prefix, node.id)
    if visible is None:
        return ANYWHERE
    side = [tree.by_id(i) for i in (TRASH, JUNK)]
    chosen = sorted(i for i in visible if not any(n and (n.id == i or below(tree, i, n.id)) for n in side))
    return "(%s)" % " or ".join(f'inid:"{prefix}{i}"' for i in chosen) if chosen else None


def below(tree: Tree, folder: int, top: int) -> bool:
    node = tree.by_id(folder)
    return node is not None and node.is_below(top)


def query(where: str, keys: t.Sequence[str], sender: t.Optional[str], params: t.Mapping[str, t.Any]) -> str:
    parts = [where]
    if keys:
        parts.append(f"({' or '.join(by_id(k) for k in keys)})")
    if sender:
        parts.append(f"from:{quoted(sender)}")
    if params["subject"] and any(c.isalnum() for c in params["subject"]):
        parts.append(f"subject:{quoted(params['subject'])}")
    if params["unread"] is not None:
        parts.append("is:unread" if params["unread"] else "is:read")
    if params["query"]:
        parts.append(f"({params['query']})")
    return " ".join(parts)


def fits(state: State, keys: t.Sequence[str], sender: t.Optional[str], params: t.Mapping[str, t.Any]) -> bool:
    """The server's index knows words; what was asked for is compared whole."""
    return (
        (not keys or state["message_id"] in keys)
        and (not sender or state["from"] == sender)
        and (params["subject"] is None or state["subject"] == params["subject"])
    )
