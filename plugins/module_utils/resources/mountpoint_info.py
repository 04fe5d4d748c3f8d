# Copyright (c) 2026, the teammail.zimbra contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Reading the mountpoints of accounts (zimbra-soap-mail.md 4.3)."""

from __future__ import annotations

import typing as t

from ..session import Actor, Session
from ..soap import Fault, ZimbraError
from ..values import SYSTEM_PATHS, account_key
from .directory import lookup
from .mountpoint_links import links
from .tree import Tree, load

OPTIONS: t.Dict[str, t.Any] = {
    "account": {"type": "list", "elements": "str", "required": True},
    "owner": {"type": "list", "elements": "str"},
    "check_broken": {"type": "bool", "default": False},
}


def inform(session: Session, params: t.Mapping[str, t.Any]) -> t.Dict[str, t.Any]:
    """The mountpoints in the accounts' mailboxes; with check_broken as the accounts themselves find them."""
    accounts = list(dict.fromkeys(account_key("account", a) for a in params["account"]))
    owners = None if params["owner"] is None else {account_key("owner", o) for o in params["owner"]}
    if owners:
        holders = lookup(session, owners)
        owners |= {h.id for h in holders.values() if h is not None}
    users = dict(zip(accounts, session.users(accounts))) if params["check_broken"] else {}

    def one(account: str) -> t.Optional[Tree]:
        return load(session, account, _willing(users.get(account)))

    trees = dict(zip(accounts, session.parallel(one, accounts)))
    found = [(tree, n) for tree in trees.values() if tree is not None for n in links(tree)]
    found = [(tree, n) for tree, n in found if owners is None or n.owner_id in owners or n.owner in owners]
    unknown = sorted({n.owner_id for _tree, n in found if n.owner and (n.broken or n.remote_id not in SYSTEM_PATHS)})
    remote = dict(zip(unknown, session.parallel(lambda owner: _tree_of_owner(session, owner), unknown)))
    shown = []
    away: t.Dict[str, str] = {}
    for tree, node in found:
        owner_tree = remote.get(node.owner_id)
        target = owner_tree.by_id(node.remote_id) if isinstance(owner_tree, Tree) else None
        broken = node.broken if params["check_broken"] else None
        if isinstance(owner_tree, ZimbraError):
            # The server calls every link broken whose owner cannot be asked now (zimbra-soap-admin.md 1.11).
            away[node.owner or node.owner_id] = str(owner_tree)
            broken = None if broken else broken
        shown.append(
            {
                "account": tree.account,
                "owner": node.owner or node.owner_id,
                "owner_id": node.owner_id,
                "path": target.path if target else SYSTEM_PATHS.get(node.remote_id),
                "folder_id": node.remote_id,
                "name": node.path,
                "id": node.id,
                "view": node.view,
                "color": node.color,
                "broken": broken,
                "rights": node.rights,
            }
        )
    return {
        "mountpoints": shown,
        "missing": [account for account, tree in trees.items() if tree is None],
        "unreachable_owners": [{"account": name, "reason": reason} for name, reason in away.items()],
    }


def _willing(actor: t.Union[Actor, Fault, None]) -> t.Optional[Actor]:
    """Raises what the server said against acting as an account, but that there is none."""
    if isinstance(actor, Fault):
        if actor.code != "account.NO_SUCH_ACCOUNT":
            raise actor
        return None
    return actor


def _tree_of_owner(session: Session, owner: str) -> t.Union[Tree, ZimbraError, None]:
    """An owner's folders; None for one that the administrator may not look at, the error for one that cannot be reached now."""
    try:
        return load(session, owner)
    except ZimbraError as err:
        if session.is_unreachable(err):
            return err
        if not isinstance(err, Fault) or err.code != "service.PERM_DENIED":
            raise
        return None
