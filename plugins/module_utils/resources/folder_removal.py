# Copyright (c) 2026, the teammail.zimbra contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Taking a folder away without losing mail: deleting is for ever, also for what arrived a moment ago (zimbra-soap-mail.md 2.5)."""

from __future__ import annotations

import typing as t

from ..session import Actor
from ..soap import MAIL, ZimbraError, child, children
from .tree import Tree, node_of

# SearchRequest allows no more in one answer (5.1)
PAGE = 1000


def remove(
    actor: Actor, name: str, ident: int, messages: str, target: t.Optional[int], folders: t.Sequence[int]
) -> None:
    """Remove a folder with all below it, its mail treated as ``messages`` says (refuse, move_to, trash or delete).

    Raises ZimbraError where a folder that was seen empty is so no more.
    """
    if messages == "move_to" and target is not None:
        for folder in folders:
            move_all(actor, name, folder, target)
    if messages in ("refuse", "move_to"):
        left = count(actor, name, ident)
        if left:
            raise ZimbraError("%s got %d items while it was being removed, so it was kept; run again" % (name, left))
    operation = "trash" if messages == "trash" else "delete"
    actor.call(MAIL("FolderActionRequest", MAIL("action", op=operation, id=ident)), name)


def count(actor: Actor, name: str, ident: int) -> int:
    """The items in a folder and all below it, at this moment."""
    answer = actor.call(MAIL("GetFolderRequest", MAIL("folder", l=ident), needGranteeName=0), name)
    folder = child(answer, "folder")
    if folder is None:
        raise ZimbraError("%s: the server answers GetFolder without a folder" % name)
    return sum(node.messages for node in Tree(node_of(folder, None), "", "").root.walk())


def move_all(actor: Actor, name: str, folder: int, target: int) -> None:
    """Move every message of one folder; a page at a time, since what was moved is found no more."""
    moved: t.Set[str] = set()
    while True:
        query = MAIL(
            "SearchRequest", MAIL("query", "inid:%d" % folder), types="message", limit=PAGE, offset=0, sortBy="dateAsc"
        )
        found = [m.get("id", "") for m in children(actor.call(query, name), "m")]
        if not found:
            return
        if moved.issuperset(found):
            raise ZimbraError(
                "%s: the server moved its messages but still finds them there; nothing was removed" % name
            )
        actor.call(MAIL("MsgActionRequest", MAIL("action", op="move", id=",".join(found), l=target)), name)
        moved.update(found)
