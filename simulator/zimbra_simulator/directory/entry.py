# Copyright (c) 2026, the teammail.zimbra contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""One entry of the directory: its kind, id, name and multi-valued attributes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from zimbra_simulator.directory import schema

if TYPE_CHECKING:
    from zimbra_simulator.directory.world import World

# kinds that have an e-mail address
ADDRESSED = ("account", "calresource", "list", "group")


class Entry:
    """kind is account, calresource, list, group, domain, cos or config.

    Attributes are read with get() and all(); they are written through World.write() only, which keeps the indexes.
    """

    row_kind = "entry"
    row_owner = ""

    def __init__(self, world: World, kind: str, entry_id: str, name: str) -> None:
        self.world = world
        self.kind = kind
        self.id = entry_id
        self.name = name
        self.attrs: dict[str, list[str]] = {}

    def __repr__(self) -> str:
        return f"<{self.kind} {self.name}>"

    @property
    def row_key(self) -> str:
        return self.id

    @property
    def domain_name(self) -> str:
        """What stands behind the @ (a domain: its own name)."""
        return self.name.rpartition("@")[2]

    @property
    def is_account(self) -> bool:
        return self.kind in ("account", "calresource")

    @property
    def is_group(self) -> bool:
        """A static list or a dynamic group."""
        return self.kind in ("list", "group")

    @property
    def aliases(self) -> list[str]:
        """Further addresses, without the primary one (which a list's zimbraMailAlias holds, too)."""
        return [a for a in self.attrs.get("zimbraMailAlias", ()) if a != self.name]

    @property
    def addresses(self) -> list[str]:
        """The primary address and all aliases."""
        return [self.name, *self.aliases]

    @property
    def members(self) -> list[str]:
        """The addresses on a static list, as they were put there."""
        return self.attrs.get("zimbraMailForwardingAddress", []) if self.kind == "list" else []

    def all(self, name: str, cos: bool = True) -> list[str]:
        """All values of an attribute; with cos those of the class of service when the entry has none."""
        own = self.attrs.get(name)
        if own is not None or not cos or not self.is_account:
            return own or []
        return self.inherited(name)

    def inherited(self, name: str) -> list[str]:
        """The values that the class of service gives an account."""
        if not self.is_account or not schema.inherits(name):
            return []
        return self.world.cos_of(self).attrs.get(name, [])

    def get(self, name: str, cos: bool = True) -> str | None:
        """The first value of an attribute or None."""
        values = self.all(name, cos)
        return values[0] if values else None

    def true(self, name: str) -> bool:
        """Whether a boolean attribute is TRUE."""
        return self.get(name) == "TRUE"

    def snapshot(self) -> Entry:
        """A copy that no later change reaches, and no index knows of."""
        copied = type(self)(self.world, self.kind, self.id, self.name)
        copied.attrs = {name: list(values) for name, values in self.attrs.items()}
        return copied

    def to_row(self) -> dict[str, Any]:
        return {"kind": self.kind, "name": self.name, "attrs": self.attrs}

    def from_row(self, row: dict[str, Any]) -> None:
        self.attrs = row["attrs"]


class Account(Entry):
    """An account or calendar resource: an entry with a password, identities and tokens."""

    def __init__(self, world: World, kind: str, entry_id: str, name: str) -> None:
        super().__init__(world, kind, entry_id, name)
        self.password = ""  # salt:hash, empty when no password was ever set
        self.generation = 0  # counts password changes: tokens of an older one have ended
        self.ended: dict[str, int] = {}  # tokens ended by EndSession: token id -> expiry in ms
        self.identities: dict[str, dict[str, list[str]]] = {}  # identity id -> attributes
        self.signatures: dict[str, dict[str, str]] = {}  # signature id -> name and contents by type
        self.data_sources: dict[str, dict[str, str]] = {}  # id -> kind and attributes of an external account

    @property
    def status(self) -> str:
        """The effective status: the domain's status weighs in (zimbra-soap-admin.md 3.4)."""
        own = self.get("zimbraAccountStatus", cos=False) or "active"
        domain = self.world.domain(self.domain_name)
        of_domain = (domain.get("zimbraDomainStatus") if domain else None) or "active"
        if of_domain == "active":
            return own
        if of_domain == "locked":
            return own if own in ("closed", "maintenance", "pending") else "locked"
        if of_domain in ("maintenance", "suspended", "shutdown"):
            return "closed" if own == "closed" else "maintenance"
        return "closed" if of_domain == "closed" else own

    @property
    def is_admin(self) -> bool:
        """A global administrator."""
        return self.get("zimbraIsAdminAccount", cos=False) == "TRUE"

    @property
    def is_delegated_admin(self) -> bool:
        return not self.is_admin and self.get("zimbraIsDelegatedAdminAccount", cos=False) == "TRUE"

    def to_row(self) -> dict[str, Any]:
        row = super().to_row()
        row.update(password=self.password, generation=self.generation, ended=self.ended, identities=self.identities)
        row["signatures"] = self.signatures
        row["data_sources"] = self.data_sources
        return row

    def from_row(self, row: dict[str, Any]) -> None:
        super().from_row(row)
        self.password = row["password"]
        self.generation = row["generation"]
        self.ended = row["ended"]
        self.identities = row["identities"]
        self.signatures = row.get("signatures", {})
        self.data_sources = row.get("data_sources", {})
