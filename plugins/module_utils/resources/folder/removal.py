# Copyright (c) 2026, the teammail.zimbra contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Taking a folder away without losing mail: deleting is for ever, so the request says what the server may delete (zimbra-soap-mail.md 2.7)."""

from __future__ import annotations

import typing as t

from ...actor import Actor
from ...errors import Fault, ZimbraError
from ...soap import MAIL, answer_or_raise, child, children
from ..common.relocation import action
from ..common.tree import Tree, node_of

# SearchRequest allows no more in one answer (5.1)
PAGE = 1000
# A change token that is older than any message.  What is newer is spared, so a folder goes only if nothing is in it.
BEFORE_ANY_MAIL = 1


def remove(
    actor: Actor,
    name: str,
    ident: int,
    messages: str,
    target: t.Optional[int],
    folders: t.Sequence[int],
    seen: int,
) -> None:
    """Remove a folder with all below it, its mail treated as ``messages`` says (refuse, move_to, trash or delete).

    folders: those that hold mail, seen: the change token when that was read.  What came later is never deleted.
    Raises ZimbraError where something is left in the folder, which is kept then.
    """
    if messages == "trash":
        actor.call(action(ident, "trash"), name)
        return
    if messages == "move_to" and target is not None:
        for folder in folders:
            move_all(actor, name, folder, target)
    if messages == "delete":
        actor.unless_changed(seen).each([action(f, "empty", recursive=0) for f in folders], [name] * len(folders))
    remove_empty(actor, name, ident)


def remove_empty(actor: Actor, name: str, ident: int) -> None:
    """Delete a folder in which nothing is; the server itself judges that."""
    get_folder = MAIL("GetFolderRequest", MAIL("folder", l=ident), needGranteeName=0)
    deleted, left = actor.unless_changed(BEFORE_ANY_MAIL, "new").batch([action(ident, "delete"), get_folder])
    if isinstance(left, Fault) and left.code == "mail.NO_SUCH_FOLDER":
        return
    folder = child(answer_or_raise(left, name), "folder")
    if folder is None:
        raise ZimbraError(f"{name}: the server answers GetFolder without a folder")
    count = sum(node.messages + node.hidden for node in Tree(node_of(folder, None), "", "").root.walk())
    if not count:
        answer_or_raise(deleted, name)
        raise ZimbraError(f"{name}: the server does not delete it, though it shows nothing in it; look into it")
    raise ZimbraError(f"{name} got {count} items while it was being removed, so it was kept; run again")


def move_all(actor: Actor, name: str, folder: int, target: int) -> None:
    """Move every message of one folder; a page at a time, since moved messages leave the search result."""
    moved: t.Set[str] = set()
    while True:
        query = MAIL(
            "SearchRequest", MAIL("query", f"inid:{folder}"), types="message", limit=PAGE, offset=0, sortBy="dateAsc"
        )
        found = [m.get("id", "") for m in children(actor.call(query, name), "m")]
        if not found:
            return
        if moved.issuperset(found):
            raise ZimbraError(f"{name}: the server moved its messages but still finds them there; nothing was removed")
        actor.call(MAIL("MsgActionRequest", MAIL("action", op="move", id=",".join(found), l=target)), name)
        moved.update(found)
