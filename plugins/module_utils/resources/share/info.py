# Copyright (c) 2026, the teammail.zimbra contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Reading the grants of a mailbox's folders (zimbra-soap-mail.md 3)."""

from __future__ import annotations

import typing as t

from ...session import Session
from ...values import account_key, folder_path
from ..common.tree import load_existing
from .grant import Names, show

OPTIONS: t.Dict[str, t.Any] = {
    "account": {"type": "str", "required": True},
    "path": {"type": "list", "elements": "str"},
}


def get_info(session: Session, params: t.Mapping[str, t.Any]) -> t.Dict[str, t.Any]:
    """The grants of the named folders; without a path those of every folder that has its own."""
    account = account_key("account", params["account"])
    paths = None if params["path"] is None else [folder_path("path", p) for p in params["path"]]
    tree = load_existing(session, account)
    missing = []
    if paths is None:
        nodes = [n for n in tree.root.walk() if n.grants is not None]
    else:
        nodes = []
        for path in paths:
            node = tree.folder(path)
            missing.append(path) if node is None else nodes.append(node)
    names = Names()
    names.look_up(session, [g for n in nodes for g in n.grants or []])
    shares = [
        {"account": tree.account, "path": n.path, "inherits": n.grants is None, "grants": show(n.grants or [], names)}
        for n in nodes
    ]
    return {"shares": shares, "missing": missing}
