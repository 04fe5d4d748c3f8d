# Copyright (c) 2026, the teammail.zimbra contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Reading the mountpoints of accounts (zimbra-soap-mail.md 4.3)."""

from __future__ import annotations

import typing as t

from ...actor import Actor
from ...engine import UNREACHABLE
from ...errors import Fault, ZimbraError, why_unreachable
from ...session import Session
from ...soap import AUTH_CODES
from ...values import SYSTEM_PATHS, account_key
from ..common.directory import lookup
from ..common.tree import Tree, load
from .links import links

OPTIONS: t.Dict[str, t.Any] = {
    "account": {"type": "list", "elements": "str", "required": True},
    "owner": {"type": "list", "elements": "str"},
    "check_broken": {"type": "bool", "default": False},
    **UNREACHABLE,
}


def get_info(session: Session, params: t.Mapping[str, t.Any]) -> t.Dict[str, t.Any]:
    """The mountpoints in the accounts' mailboxes; with check_broken as the accounts themselves find them."""
    accounts = list(dict.fromkeys(account_key("account", a) for a in params["account"]))
    owners = None if params["owner"] is None else {account_key("owner", o) for o in params["owner"]}
    if owners:
        holders = lookup(session, owners)
        owners |= {h.id for h in holders.values() if h is not None}
    users = dict(zip(accounts, session.users(accounts))) if params["check_broken"] else {}

    left_out: t.Dict[str, str] = {}

    def one(account: str) -> t.Optional[Tree]:
        try:
            return load(session, account, _willing(users.get(account)))
        except ZimbraError as err:
            reason = _away(session, account, err) if params["unreachable"] == "report" else None
            if reason is None:
                raise
            left_out[account] = reason
            return None

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
            away[node.owner or node.owner_id] = why_unreachable(owner_tree)
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
        "missing": [account for account, tree in trees.items() if tree is None and account not in left_out],
        "unreachable_owners": [{"account": name, "reason": reason} for name, reason in away.items()],
        "unreachable_accounts": [{"account": a, "reason": left_out[a]} for a in accounts if a in left_out],
    }


def _away(session: Session, account: str, error: ZimbraError) -> t.Optional[str]:
    """Why a mailbox cannot be worked in now; None where the error says something else.

    A token of an account in maintenance is refused like one that has ended (zimbra-soap-admin.md 2.3), so it is read as the administrator, too.
    """
    if session.is_unreachable(error):
        return why_unreachable(error)
    if not isinstance(error, Fault) or error.code not in AUTH_CODES:
        return None
    try:
        load(session, account)
    except ZimbraError as err:
        return why_unreachable(err) if session.is_unreachable(err) else None
    return None


def _willing(actor: t.Union[Actor, Fault, None]) -> t.Optional[Actor]:
    """Raises what the server said against acting as an account, but that there is none."""
    if isinstance(actor, Fault):
        if actor.code != "account.NO_SUCH_ACCOUNT":
            raise actor
        return None
    return actor


def _tree_of_owner(session: Session, owner: str) -> t.Union[Tree, ZimbraError, None]:
    """An owner's folders; None for one that the administrator may not read, the error for one that cannot be reached now."""
    try:
        return load(session, owner)
    except ZimbraError as err:
        if session.is_unreachable(err):
            return err
        if not isinstance(err, Fault) or err.code != "service.PERM_DENIED":
            raise
        return None
