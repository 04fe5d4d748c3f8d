# Copyright (c) 2026, the teammail.zimbra contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Reading a mailbox's folders (zimbra-soap-mail.md 2.3)."""

from __future__ import annotations

import typing as t

from ...session import Session
from ...values import account_key, folder_path
from ..common.tree import Node, load_existing
from .resource import show

OPTIONS: t.Dict[str, t.Any] = {
    "account": {"type": "str", "required": True},
    "path": {"type": "list", "elements": "str"},
    "recursive": {"type": "bool", "default": False},
}


def get_info(session: Session, params: t.Mapping[str, t.Any]) -> t.Dict[str, t.Any]:
    """The folders of the named paths, with all below them if recursive; all of the mailbox without a path."""
    account = account_key("account", params["account"])
    paths = None if params["path"] is None else [folder_path("path", p) for p in params["path"]]
    tree = load_existing(session, account)
    nodes: t.List[Node] = []
    missing = []
    if paths is None:
        nodes = tree.nodes()
    for path in paths or []:
        node = tree.find(path)
        if node is None:
            missing.append(path)
        else:
            nodes += list(node.walk()) if params["recursive"] else [node]
    unique = {node.id: node for node in nodes}
    return {"folders": [show(tree, node) for node in unique.values()], "missing": missing}
