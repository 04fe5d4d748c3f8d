# Copyright (c) 2026, the teammail.zimbra contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The steps that plans for folders and for mountpoints have in common, and the requests for them.  ident: the object's id."""

from __future__ import annotations

import typing as t

from ...values import color_attributes, fold
from .relocation import Relocation, action, relocate
from .tree import split

if t.TYPE_CHECKING:
    from lxml import etree


class Create(t.NamedTuple):
    """attributes: for CreateFolder or CreateMountpoint; known: folded path -> id of the folders above that exist."""

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


# Steps with what each is about.
Named = t.Sequence[t.Tuple[str, t.Any]]


def known_ids(steps: Named) -> t.Dict[str, int]:
    """Folded path -> id of all the folders that were found above what is created or renamed."""
    ids: t.Dict[str, int] = {}
    for _name, step in steps:
        if isinstance(step, (Create, Rename)):
            ids.update(step.known)
    return ids


def relocations(steps: Named, ids: t.Mapping[str, int]) -> t.List[t.Tuple[str, etree._Element]]:
    """The requests of all Rename steps; ids: folded path -> id of the folders that they lead to."""
    renamed = [(name, step) for name, step in steps if isinstance(step, Rename)]
    return relocate(
        [
            Relocation(
                name, step.ident, step.before, step.after, ids[fold(split(step.after)[0])] if step.moves else None
            )
            for name, step in renamed
        ]
    )


def property_request(step: t.Union[SetColor, SetView]) -> etree._Element:
    if isinstance(step, SetColor):
        return action(step.ident, "color", **color_attributes(step.color))
    return action(step.ident, "update", view=step.view)
