# Copyright (c) 2026, the teammail.zimbra contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The steps that a plan for a message is made of.  tree: the mailbox, ident: the message's id."""

from __future__ import annotations

import typing as t

from ...plan import State
from ..common.tree import Tree


class Persona(t.NamedTuple):
    """The sender's persona by which it goes out."""

    id: str
    address: t.Optional[str]
    display: t.Optional[str]


class Deliver(t.NamedTuple):
    """folder: its id; flags: Zimbra's letters."""

    tree: Tree
    folder: int
    content: t.Optional[str]
    flags: str


class Move(t.NamedTuple):
    tree: Tree
    ident: str
    folder: int


class SetUnread(t.NamedTuple):
    tree: Tree
    ident: str
    value: bool


class SetFlagged(t.NamedTuple):
    tree: Tree
    ident: str
    value: bool


class Remove(t.NamedTuple):
    """removal: trash or delete."""

    tree: Tree
    ident: str
    removal: str


class Send(t.NamedTuple):
    """after: the message to be; original: id of the message that is answered, owner: id of the mailbox."""

    after: State
    original: t.Optional[str]
    owner: str
    persona: t.Optional[Persona]


Step = t.Union[Deliver, Move, SetUnread, SetFlagged, Remove]
