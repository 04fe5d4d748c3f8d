# Copyright (c) 2026, the teammail.zimbra contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The rights that users grant each other (zimbra-soap-admin.md 5.1)."""

from __future__ import annotations

from dataclasses import dataclass

from zimbra_simulator.directory import aces
from zimbra_simulator.directory.addresses import canonical
from zimbra_simulator.directory.entry import Account, Entry
from zimbra_simulator.directory.world import World


@dataclass(frozen=True)
class UserRight:
    """``targets`` are the target types it can be granted on by an administrator; ``default`` holds without a grant."""

    name: str
    targets: tuple[str, ...]
    default: bool = False


_ACCOUNT = ("account", "calresource")
RIGHTS = {
    right.name: right
    for right in (
        UserRight("sendAs", ("account",)),
        UserRight("sendOnBehalfOf", ("account",)),
        UserRight("loginAs", ("account",)),
        UserRight("invite", _ACCOUNT, True),
        UserRight("viewFreeBusy", _ACCOUNT, True),
        UserRight("sendAsDistList", ("dl",)),
        UserRight("sendOnBehalfOfDistList", ("dl",)),
        UserRight("ownDistList", ("dl",)),
        UserRight("sendToDistList", ("dl",), True),
        UserRight("viewDistList", ("dl",), True),
        UserRight("createDistList", ("domain",)),
    )
}
# on which target types a right granted on a wider entry works: grants are inherited from domains and the whole server
_WIDER = ("domain", "config", "global")


def grantable_on(right: UserRight, target_type: str) -> bool:
    """Whether an administrator may grant a user right on a target type.

    A right for accounts may be granted on a list, too: it then holds for the list's members.
    """
    if target_type in right.targets or (target_type == "group" and "dl" in right.targets):
        return True
    return target_type in _WIDER or (target_type in ("dl", "group") and "account" in right.targets)


def holds(world: World, caller: Account, name: str, target: Entry) -> bool:
    """Whether a user right holds, with its default."""
    return aces.allows(world, caller, name, target, RIGHTS[name].default)


def may_send_as(world: World, caller: Account, name: str, address: str) -> bool:
    """sendAs and its kin for one address: delegates may use the allowed addresses of the target only (5.3)."""
    target = world.find_address(address)
    if target is None or not holds(world, caller, name, target):
        return False
    if target.id == caller.id:
        return True
    allowed = [canonical(a) for a in target.attrs.get("zimbraPrefAllowAddressForDelegatedSender", ())] or [target.name]
    return canonical(address) in allowed
