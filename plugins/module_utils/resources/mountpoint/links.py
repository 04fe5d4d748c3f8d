# Copyright (c) 2026, the teammail.zimbra contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Which mountpoints in an agent's mailbox are the desired ones, and which of them may take a name (zimbra-soap-mail.md 4)."""

from __future__ import annotations

import typing as t

from ...values import SYSTEM_PATHS, fold, same_name
from ..common.tree import TRASH, Node, Tree, describe
from .desired import DesiredMount, Mount


def links(tree: Tree) -> t.List[Node]:
    return [n for n in tree.nodes() if n.kind == "mountpoint"]


def links_to(tree: Tree, mount: Mount, trash: bool = False) -> t.List[Node]:
    """The mountpoints of a desired target, oldest first; one in the trash counts as deleted by its agent."""
    if not mount.owner_id or (mount.folder_id is None and not mount.any_folder):
        return []
    found = [
        n for n in links(tree) if n.owner_id == mount.owner_id and (mount.any_folder or n.remote_id == mount.folder_id)
    ]
    in_trash = {n.id: n.is_below(TRASH) for n in found}
    return sorted((n for n in found if trash or not in_trash[n.id]), key=lambda n: (in_trash[n.id], n.id))


def own_links(tree: Tree, desired: DesiredMount, mount: Mount) -> t.List[Node]:
    """The mountpoints of a desired target without those that bear another desired name of the same folder."""
    twins = {
        fold(m.name)
        for m in desired.mounts
        if m is not mount and m.name and (m.owner_id, m.folder_id) == (mount.owner_id, mount.folder_id)
    }
    return [n for n in links_to(tree, mount) if fold(n.path) not in twins]


def blocks_other_mount(tree: Tree, desired: DesiredMount, node: Node) -> bool:
    """Whether a mountpoint bears the name of another desired one that does not exist yet."""
    others = [m for m in desired.mounts if m is not desired.mount and m.name and same_name(m.name, node.path)]
    return any(not own_links(tree, desired, m) for m in others)


def will_move_away(tree: Tree, desired: DesiredMount, node: Node) -> bool:
    """Whether the mountpoint that bears this name is another desired one and will be renamed."""
    for mount in desired.mounts:
        if mount is not desired.mount and mount.name and not same_name(mount.name, node.path):
            live = own_links(tree, desired, mount)
            if live and live[0] is node and not any(same_name(n.path, mount.name) for n in live):
                return True
    return False


def name_taken_message(tree: Tree, name: str, node: Node) -> str:
    return "%s: the name %s is taken by %s%s; rename or remove that one, or choose another name" % (
        tree.account,
        name,
        describe(node),
        f" (folder {SYSTEM_PATHS.get(node.remote_id) or node.remote_id})" if node.kind == "mountpoint" else "",
    )
