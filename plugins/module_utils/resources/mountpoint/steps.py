# Copyright (c) 2026, the teammail.zimbra contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The steps that a plan for a mountpoint is made of.  ident: the mountpoint's id."""

from __future__ import annotations

import typing as t


class Delete(t.NamedTuple):
    ident: int


class Create(t.NamedTuple):
    """attributes: for CreateMountpoint; known: folded path -> id of the folders above that exist."""

    path: str
    attributes: t.Dict[str, t.Any]
    known: t.Dict[str, int]


class Rename(t.NamedTuple):
    """moves: whether it gets another parent; known: folded path -> id of the folders above the new path that exist."""

    ident: int
    before: str
    after: str
    moves: bool
    known: t.Dict[str, int]


class SetColor(t.NamedTuple):
    ident: int
    color: t.Union[int, str]


class SetView(t.NamedTuple):
    ident: int
    view: str


Step = t.Union[Delete, Create, Rename, SetColor, SetView]
