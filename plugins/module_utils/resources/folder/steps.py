# Copyright (c) 2026, the teammail.zimbra contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The steps that a plan for a folder is made of.  ident: the folder's id, None for the one that the plan creates."""

from __future__ import annotations

import typing as t

from ..common.tree_steps import Create, Rename, SetColor, SetView


class SetRetention(t.NamedTuple):
    ident: t.Optional[int]
    retention: t.Dict[str, t.List[str]]


class Remove(t.NamedTuple):
    """messages, target, folders, seen: as removal.remove takes them."""

    ident: int
    messages: str
    target: t.Optional[int]
    folders: t.List[int]
    seen: int


class RemovedWithParent(t.NamedTuple):
    """Nothing to send: the folder goes with one above it."""


Step = t.Union[Create, Rename, SetColor, SetView, SetRetention, Remove, RemovedWithParent]
