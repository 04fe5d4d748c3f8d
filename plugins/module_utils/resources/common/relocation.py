# Copyright (c) 2026, the teammail.zimbra contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""New names and places for folders and mountpoints, never by way of a name that is taken.

A rename that also moves would take a sibling of the new name out of the old parent's tree (zimbra-soap-mail.md 2.6).  So each
request here either renames in place or moves, and each fails where the name is taken.
"""

from __future__ import annotations

import typing as t

from ...soap import MAIL
from ...values import fold
from .tree import Node, Tree, split

if t.TYPE_CHECKING:
    from lxml import etree

# the server takes no longer names (zimbra-soap-mail.md 2.2)
LONGEST_NAME = 128


class Relocation(t.NamedTuple):
    """One object's way from a path to another; parent: the id of the folder it comes to, None where it stays."""

    about: str
    ident: int
    before: str
    after: str
    parent: t.Optional[int]


def temporary_name(path: str, ident: int) -> str:
    """The name that a folder has on its way to a path: its new name and its own number."""
    mark = f" ({ident})"
    return split(path)[1][: LONGEST_NAME - len(mark)].rstrip() + mark


def interrupted_move(tree: Tree, before: str, after: str) -> t.Optional[Node]:
    """A folder that an interrupted run has left on its way between two paths."""
    for parent in (tree.find(split(before)[0]), tree.find(split(after)[0])):
        for node in parent.children if parent is not None else []:
            if node.kind == "folder" and not node.is_system and fold(node.name) == fold(temporary_name(after, node.id)):
                return node
    return None


def relocate(moves: t.Sequence[Relocation]) -> t.List[t.Tuple[str, etree._Element]]:
    """The requests for all of them and what each is about, so ordered that a name is free when it is given.

    What gets another name and another parent goes by a name of its own; so does one of several that wait for each other's names.
    """
    done: t.List[t.Tuple[str, etree._Element]] = []
    held = {move.ident: fold(move.before) for move in moves}

    def use_temporary_name(move: Relocation) -> Relocation:
        done.append((move.about, action(move.ident, "rename", name=temporary_name(move.after, move.ident))))
        if move.parent is not None:
            done.append((move.about, action(move.ident, "move", l=move.parent)))
        held[move.ident] = ""
        return move._replace(before="", parent=None)

    left = [
        use_temporary_name(m) if m.parent is not None and split(m.before)[1] != split(m.after)[1] else m for m in moves
    ]
    while left:
        taken = {held[m.ident]: m.ident for m in left}
        free = [m for m in left if taken.get(fold(m.after), m.ident) == m.ident]
        if not free:
            left = [use_temporary_name(left[0]), *left[1:]]
        for move in free:
            if move.parent is None:
                done.append((move.about, action(move.ident, "rename", name=split(move.after)[1])))
            else:
                done.append((move.about, action(move.ident, "move", l=move.parent)))
        left = [m for m in left if m not in free]
    return done


def action(ident: t.Optional[int], operation: str, **attributes: t.Any) -> etree._Element:
    """A FolderAction on a folder or mountpoint."""
    return MAIL("FolderActionRequest", MAIL("action", op=operation, id=ident, **attributes))
