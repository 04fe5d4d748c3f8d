# Copyright (c) 2026, the teammail.zimbra contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Where folders come from: the options moved_from and former_paths, and which folder each of them means."""

from __future__ import annotations

import typing as t

from ...errors import InputError
from ...values import fold, folder_path, system_id
from ..common.relocation import interrupted_move
from ..common.tree import Node, Tree


def former_paths(given: t.Mapping[str, t.Any], paths: t.Sequence[str]) -> t.Dict[str, str]:
    """Path -> path before.  Raises InputError for what cannot be moved."""
    if given["moved_from"] and len(paths) != 1:
        raise InputError(f"moved_from is for one folder, but path has {len(paths)}; use former_paths")
    former = {paths[0]: folder_path("moved_from", given["moved_from"])} if given["moved_from"] else {}
    own = {fold(path): path for path in paths}
    for path, before in (given["former_paths"] or {}).items():
        key = fold(folder_path("former_paths", path))
        if key not in own:
            raise InputError(f"former_paths names {path}, which path does not; name it there, too")
        former[own[key]] = folder_path("former_paths", before)
    if len({fold(before) for before in former.values()}) < len(former):
        raise InputError("former_paths names one former path for two folders; name it once")
    option = "moved_from" if given["moved_from"] else "former_paths"
    for path, before in former.items():
        _check(option, path, before, given["state"] == "absent")
    return former


def _check(option: str, path_now: str, before: str, absent: bool) -> None:
    if absent:
        raise InputError(f"{option} is given with state absent; it is for a folder that is to be present")
    for name, path in ((option, before), ("path", path_now)):
        if system_id(path):
            raise InputError(
                f"{name} is {path}, a system folder, which can be neither renamed nor replaced; choose another"
            )
    if fold(path_now).startswith(fold(before) + "/"):
        raise InputError(f"path is {path_now}, which lies in {option} {before}; a folder cannot be moved into itself")


class Sources:
    """Which folder comes to which path, found once: when all have been moved, another may bear the former name of one."""

    def __init__(self) -> None:
        self._ids: t.Optional[t.Dict[str, int]] = None

    def find(self, tree: t.Optional[Tree], former: t.Iterable[t.Tuple[str, t.Optional[str]]]) -> None:
        """former: path and former path of each desired folder.  Raises ZimbraError where a former path is no folder's."""
        if self._ids is not None or tree is None:
            return
        self._ids = {}
        for path, before in former:
            node = tree.folder(before) or interrupted_move(tree, before, path) if before else None
            if node is not None:
                self._ids[fold(path)] = node.id

    def of(self, tree: Tree, path: str) -> t.Optional[Node]:
        """The folder that comes to a path."""
        number = (self._ids or {}).get(fold(path))
        return tree.by_id(number) if number is not None else None

    def moves_away(self, node: Node, path: str) -> bool:
        """Whether the folder at a path moves elsewhere, to the path of another desired folder."""
        return any(number == node.id and key != fold(path) for key, number in (self._ids or {}).items())
