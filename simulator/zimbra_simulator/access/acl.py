# Copyright (c) 2026, the teammail.zimbra contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Folder ACLs: letters, grantee types, who matches a grant (zimbra-soap-mail.md 3.1 to 3.6)."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from zimbra_simulator.wire.faults import Fault, invalid_request, perm_denied

if TYPE_CHECKING:
    from zimbra_simulator.directory.entry import Account, Entry
    from zimbra_simulator.directory.world import World

LETTERS = "rwidxapf"
FULL = LETTERS + "c"
ALL_USERS = "00000000-0000-0000-0000-000000000000"
PUBLIC = "99999999-9999-9999-9999-999999999999"
TYPES = ("usr", "grp", "cos", "dom", "all", "pub", "guest", "key")
EXTERNAL = ("guest", "key")


def parse_rights(text: str) -> str:
    """Letters in any order as letters in the server's order; ``c`` is dropped, an unknown one is a fault."""
    for letter in text:
        if letter not in FULL:
            raise invalid_request(f"unknown right: {letter}")
    return "".join(letter for letter in LETTERS if letter in text)


def shown_rights(rights: str) -> str:
    """Effective rights as ``perm`` shows them: ``c`` (create a sub-folder) follows from r and i."""
    plain = "".join(letter for letter in LETTERS if letter in rights)
    return plain + ("c" if "r" in plain and "i" in plain else "")


def parse_type(word: str) -> str:
    """A grantee type in any case; an unknown one is a fault."""
    if word.lower() not in TYPES:
        raise invalid_request(f"unknown grantee type: {word}")
    return word.lower()


def parse_expiry(text: str | None) -> int:
    """Milliseconds since the epoch; 0 or nothing is never."""
    if text is None:
        return 0
    try:
        return int(text)
    except ValueError as exc:
        raise invalid_request(f"invalid long value '{text}' for attribute: expiry") from exc


@dataclass
class Grant:
    """One line of an ACL; ``grantee`` is an id, an address (guest) or a free name (key)."""

    grantee: str
    type: str
    rights: str
    secret: str | None = None
    expiry: int = 0

    def matches(self, world: World, account: Account) -> bool:
        """Whether an account is meant; expiry is looked at elsewhere."""
        if self.type in ("all", "pub"):
            return True
        if self.type == "usr":
            return self.grantee == account.id
        if self.type == "grp":
            return self.grantee in world.groups_of(account)
        if self.type == "cos":
            return world.cos_of(account).id == self.grantee
        domain = world.domain(account.domain_name) if self.type == "dom" else None
        return domain is not None and domain.id == self.grantee


@dataclass
class Acl:
    """The grants of one folder in the order in which they were made."""

    grants: list[Grant] = field(default_factory=list)
    internal_expiry: int = 0
    guest_expiry: int = 0

    def copy(self) -> Acl:
        return Acl.from_row(self.to_row())

    def find(self, grantee: str) -> Grant | None:
        return next((g for g in self.grants if g.grantee.lower() == grantee.lower()), None)

    def expiry_of(self, grant: Grant) -> int:
        """When a grant ends: its own end, or the one for its kind on the whole ACL."""
        if grant.expiry or grant.type == "pub":
            return grant.expiry
        return self.guest_expiry if grant.type in EXTERNAL else self.internal_expiry

    def granted(self, world: World, account: Account) -> str:
        """The union of all unexpired grants that match an account."""
        now = world.now_ms()
        found = ""
        for grant in self.grants:
            end = self.expiry_of(grant)
            if (not end or end > now) and grant.matches(world, account):
                found += grant.rights
        return found

    def grant(self, new: Grant) -> Grant:
        """Add a grant, or replace rights and expiry of the same grantee's (its type stays).

        mail.GRANT_EXISTS when nothing would change (zimbra-soap-mail.md 3.3).
        """
        limit = self.guest_expiry if new.type in EXTERNAL else self.internal_expiry
        if new.expiry and limit and new.type != "pub" and new.expiry > limit:
            raise perm_denied("share expiration policy conflict")
        if new.type == "key" and new.secret is None:
            new.secret = secrets.token_hex(16)
        old = self.find(new.grantee)
        if old is None:
            self.grants.append(new)
            return new
        same_secret = new.type not in EXTERNAL or old.secret == new.secret
        if old.rights == new.rights and old.expiry == new.expiry and same_secret:
            raise Fault("mail.GRANT_EXISTS", f"grantee already exists {new.grantee}")
        old.rights, old.expiry = new.rights, new.expiry
        if new.type in EXTERNAL:
            old.secret = new.secret
        return old

    def revoke(self, grantee: str) -> bool:
        """Take a grantee's grant away; whether there was one."""
        old = self.find(grantee)
        if old is not None:
            self.grants.remove(old)
        return old is not None

    def to_row(self) -> dict[str, Any]:
        return {
            "grants": [[g.grantee, g.type, g.rights, g.secret, g.expiry] for g in self.grants],
            "internal": self.internal_expiry,
            "guest": self.guest_expiry,
        }

    @staticmethod
    def from_row(row: dict[str, Any]) -> Acl:
        return Acl([Grant(*one) for one in row["grants"]], row["internal"], row["guest"])


@dataclass(frozen=True)
class Actor:
    """Who acts in a mailbox; ``full``: the owner, an administrator over it or a holder of loginAs."""

    account: Account
    full: bool


def grantee_name(world: World, grant: Grant) -> str | None:
    """The ``d`` of a grant in a folder's ``<acl>``; None when there is nobody of that id and type.

    Observed on 10.1: dynamic groups are not found here, so a living one shows as invalid.
    """
    kinds = {"usr": ("account", "calresource"), "grp": ("list",), "cos": ("cos",), "dom": ("domain",)}[grant.type]
    entry: Entry | None = world.entries.get(grant.grantee)
    return entry.name if entry is not None and entry.kind in kinds else None
