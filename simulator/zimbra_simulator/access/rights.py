# Copyright (c) 2026, the teammail.zimbra contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Rights of administrators: everything for global ones, what was granted for delegated ones (zimbra-soap-admin.md 9)."""

from __future__ import annotations

from zimbra_simulator.access.adminrights import MODIFY, WORD, domain_admin_may_set, granted_by, opens
from zimbra_simulator.access.tokens import Token
from zimbra_simulator.directory import aces
from zimbra_simulator.directory.entry import Account, Entry
from zimbra_simulator.directory.world import World


def admin_may(world: World, token: Token, right: str, target: Entry | None) -> bool:
    """Whether an admin token carries an admin right on an entry; a token without admin flags carries none."""
    if token.is_admin:
        return True
    if not token.delegated_admin or target is None:
        return False
    # a search finds it nevertheless, and shows no value
    if _is_another_global_admin(token, target) and right != "listAccount":
        return False
    if target.kind == "calresource" and right == "adminLoginAs":
        right = "adminLoginCalendarResourceAs"
    domain = target if target.kind == "domain" else world.domain(target.domain_name)
    if domain is not None and domain.get("zimbraDomainStatus") in ("suspended", "shutdown"):
        return False
    return holds(world, token.account, right, target)


def _is_another_global_admin(token: Token, target: Entry) -> bool:
    """Whose account no right opens to a delegated administrator."""
    return isinstance(target, Account) and target.is_admin and target.id != token.account.id


def holds(world: World, account: Account, right: str, target: Entry) -> bool:
    """Whether grants give an account an admin right on an entry; combo rights count for their parts."""
    groups = set(world.groups_of(account))
    for entry in aces.targets_above(world, target):
        for level in (("usr",), ("grp",)):
            found = [
                ace
                for ace in aces.of(entry)
                if ace.type in level and aces.reaches(world, ace, account, groups) and granted_by(ace.right, right)
            ]
            if found:
                return not any(ace.deny for ace in found)
    return False


def may_get(world: World, token: Token, attribute: str, kind: str, target: Entry) -> bool:
    """Whether an admin token may read an attribute of an entry, or of one of a kind in the domain ``target``."""
    if token.is_admin:
        return True
    if not token.delegated_admin or _is_another_global_admin(token, target):
        return False
    groups = set(world.groups_of(token.account))
    for entry in aces.targets_above(world, target):
        found = [
            ace
            for ace in aces.of(entry)
            if aces.reaches(world, ace, token.account, groups) and opens(ace.right, attribute, kind)
        ]
        if found:
            return not any(ace.deny for ace in found)
    return False


def may_set(world: World, token: Token, attribute: str, kind: str, target: Entry, *, created: bool = False) -> bool:
    """Whether an admin token may write an attribute of an entry (``created``: of a new one in the domain ``target``)."""
    if token.is_admin:
        return True
    if not token.delegated_admin or attribute == "zimbraIsAdminAccount":
        return False
    if _is_another_global_admin(token, target) and not created:
        return False
    groups = set(world.groups_of(token.account))
    single = f"set.{WORD.get(kind, kind)}.{attribute}"
    for entry in aces.targets_above(world, target):
        for ace in aces.of(entry):
            if not aces.reaches(world, ace, token.account, groups) or ace.deny:
                continue
            if ace.right in (single, MODIFY[kind]):
                return True
            covers = granted_by(ace.right, "domainAdminRights") or ace.right == "domainAdminRights"
            if covers and kind != "group" and domain_admin_may_set(attribute):
                return True
    return False
