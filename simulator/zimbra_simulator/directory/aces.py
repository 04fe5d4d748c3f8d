# Copyright (c) 2026, the teammail.zimbra contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""zimbraACE: who was granted which right on an entry (zimbra-soap-admin.md 5 and 6)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from zimbra_simulator.directory.entry import Account, Entry

if TYPE_CHECKING:
    from zimbra_simulator.directory.world import World

EVERYBODY = "00000000-0000-0000-0000-000000000000"
PUBLIC = "99999999-9999-9999-9999-999999999999"
MODIFIERS = {"-": "deny", "+": "canDelegate", "*": "disinheritSubGroups", "^": "subDomain"}
_TYPES = ("usr", "grp", "egp", "dom", "edom", "all", "pub", "gst", "key", "email")
_SIGN = {word: sign for sign, word in MODIFIERS.items()}


@dataclass(frozen=True)
class Ace:
    """One grant. ``secret`` is the password of a guest or the key of a key grantee, with the name in ``grantee``."""

    grantee: str
    type: str
    right: str
    modifier: str = ""  # a value of MODIFIERS or empty
    secret: str = ""

    @property
    def deny(self) -> bool:
        return self.modifier == "deny"

    def same_grant(self, other: Ace) -> bool:
        """Same grantee and right, whatever the modifier."""
        return (self.grantee, self.type, self.right) == (other.grantee, other.type, other.right)

    def __str__(self) -> str:
        who = f"{self.grantee}:{self.secret}" if self.type in ("gst", "key") else self.grantee
        return f"{who} {self.type} {_SIGN.get(self.modifier, '')}{self.right}"


def parse(value: str) -> Ace:
    """An ace from its attribute value."""
    who, kind, right = value.rsplit(" ", 2)
    modifier = MODIFIERS.get(right[0], "")
    secret = ""
    if kind in ("gst", "key"):
        who, _, secret = who.partition(":")
    return Ace(who, kind, right[1:] if modifier else right, modifier, secret)


def readable(value: str) -> bool:
    """Whether a value of zimbraACE has the three parts of a grant."""
    parts = value.rsplit(" ", 2)
    return len(parts) == 3 and all(parts) and parts[1] in _TYPES


def of(entry: Entry) -> list[Ace]:
    """All grants on an entry."""
    return [parse(value) for value in entry.attrs.get("zimbraACE", ())]


def grant(entry: Entry, new: Ace) -> bool:
    """Add a grant or change its modifier; whether anything changed."""
    old = of(entry)
    if new in old:
        return False
    kept = [ace for ace in old if not ace.same_grant(new)]
    entry.world.write(entry, {"zimbraACE": [str(ace) for ace in [*kept, new]]})
    return True


def revoke(entry: Entry, gone: Ace) -> bool:
    """Remove a grant that matches in grantee, right and modifier; whether there was one."""
    old = of(entry)
    kept = [ace for ace in old if not (ace.same_grant(gone) and ace.modifier == gone.modifier)]
    if len(kept) == len(old):
        return False
    entry.world.write(entry, {"zimbraACE": [str(ace) for ace in kept]})
    return True


def revoke_all_of(world: World, grantee_id: str) -> None:
    """Remove every grant to a grantee (an account or static list that is about to vanish)."""
    for entry_id in list(world.grants_to.get(grantee_id, ())):
        entry = world.entries[entry_id]
        kept = [str(ace) for ace in of(entry) if ace.grantee != grantee_id]
        world.write(entry, {"zimbraACE": kept})


def reaches(world: World, ace: Ace, account: Account, groups: set[str] | None = None) -> bool:
    """Whether an account is meant by the grantee of a grant."""
    if ace.type == "usr":
        return ace.grantee == account.id
    if ace.type == "grp":
        return ace.grantee in (set(world.groups_of(account)) if groups is None else groups)
    if ace.type == "dom":
        domain = world.domain(account.domain_name)
        return domain is not None and ace.grantee == domain.id
    return ace.type in ("all", "pub")


def decide(world: World, account: Account, right: str, target: Entry) -> bool | None:
    """True or False by the nearest grant, None when no grant speaks of the account.

    A grant to the account itself goes before one to a group, that before the domain's, all and pub; on the same level
    a denial wins.  After the target's own grants come those of the lists that it belongs to, its domain and the
    global grant.
    """
    groups = set(world.groups_of(account))
    for entry in targets_above(world, target):
        grants = [a for a in of(entry) if a.right == right and reaches(world, a, account, groups)]
        for level in (("usr",), ("grp",), ("dom",), ("all",), ("pub",)):
            found = [a for a in grants if a.type in level]
            if found:
                return not any(a.deny for a in found)
    return None


def targets_above(world: World, target: Entry) -> list[Entry]:
    """The entry itself and those whose grants it inherits, nearest first."""
    out = [target]
    if target.is_account or target.is_group:
        out += [world.entries[i] for i in world.groups_of(target)]
        domain = world.domain(target.domain_name)
        if domain is not None:
            out.append(domain)
    return out + list(world.of_kind("config"))


def allows(world: World, account: Account, right: str, target: Entry, default: bool = False) -> bool:
    """Whether a user right holds. Default-allow rights are closed by any grant of that right on the target."""
    if account.id == target.id:
        return True
    decided = decide(world, account, right, target)
    if decided is not None:
        return decided
    if default:
        return not any(a.right == right and not a.deny for e in targets_above(world, target) for a in of(e))
    return False
