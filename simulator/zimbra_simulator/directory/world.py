# Copyright (c) 2026, the teammail.zimbra contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Everything the simulator knows: entries by id and by address, mailboxes, what has changed since the last commit."""

from __future__ import annotations

import copy
import threading
import time
import uuid
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from zimbra_simulator.directory.addresses import canonical
from zimbra_simulator.directory.entry import ADDRESSED, Account, Entry
from zimbra_simulator.directory.servers import Servers
from zimbra_simulator.persistence import Entity, Key, NullStore, key_of
from zimbra_simulator.wire.faults import failure

DEFAULT_COS_ID = "e00428a1-0c00-11d9-836a-000d93afea2a"
GLOBAL_GRANT_ID = "globalgrant"
# the state that World.checkpoint() keeps
_STATE = (
    "entries", "addresses", "domains", "listed", "group_members", "grants_to", "mailboxes", "properties", "outbox", "servers",
)  # fmt: skip
# what memberships and answers to rights are made of
_REMEMBERED = {"zimbraMailForwardingAddress", "zimbraMemberOf", "zimbraACE", "memberURL", "zimbraMailAlias"}


@dataclass
class Options:
    """What the command line says about behaviour."""

    version: str = "10.1"
    domain: str = "example.test"
    collation: str = "plain"
    host: str = "127.0.0.1"
    second: str = ""  # the second mailbox server's name


class World:
    """Every request runs while ``lock`` is held."""

    def __init__(self, store: NullStore | None = None, options: Options | None = None) -> None:
        self.lock = threading.RLock()
        self.store = store or NullStore()
        self.options = options or Options()
        self.servers = Servers(self.options.second)
        self.entries: dict[str, Entry] = {}
        self.addresses: dict[str, str] = {}  # address (primary or alias) -> id of account, list or group
        self.domains: dict[str, str] = {}  # domain name -> id
        self.listed: dict[str, set[str]] = defaultdict(set)  # address -> ids of static lists that name it
        self.group_members: dict[str, set[str]] = defaultdict(set)  # dynamic group id -> account ids
        self.grants_to: dict[str, set[str]] = defaultdict(set)  # grantee id -> ids of entries with an ace for it
        # ids of accounts that an answer has shown whole since the last flush (recording 727)
        self.kept_in_unicode: set[str] = set()
        self.mailboxes: dict[str, Any] = {}  # account id -> Mailbox, as far as opened
        self.properties: dict[
            str, dict[tuple[str, str], str]
        ] = {}  # account id -> (zimlet, name) -> text, as far as used
        self.open_mailbox: Callable[[World, Account], Any] | None = None
        self.on_delete: list[Callable[[Entry], None]] = []  # called before an entry vanishes
        self.outbox: list[dict[str, Any]] = []  # mail that left the system
        self.lmtp_address: tuple[str, int] | None = None
        self._dirty: dict[Key, Entity] = {}
        self._gone: set[Key] = set()
        self._gone_owners: set[str] = set()
        self._checkpoints: dict[str, dict[str, Any]] = {}

    # ------------------------------------------------------------- going back

    def checkpoint(self, name: str) -> None:
        """Remember the present state under a name.  ValueError where it is kept in a file, which would not go back with it."""
        if type(self.store) is not NullStore:
            raise ValueError("a simulator with --data keeps its state in a file and cannot go back")
        self._checkpoints[name] = self._copied({part: getattr(self, part) for part in _STATE})

    def go_back(self, name: str) -> None:
        """Be as at a checkpoint.  KeyError where there is none of that name."""
        for part, value in self._copied(self._checkpoints[name]).items():
            setattr(self, part, value)

    def _copied(self, state: dict[str, Any]) -> dict[str, Any]:
        """A copy of its own; what belongs to the world as such stays the same thing."""
        shared = (self, self.lock, self.store, self.options)
        return copy.deepcopy(state, {id(one): one for one in shared})

    # ------------------------------------------------------------- small things

    def now_ms(self) -> int:
        """The time in milliseconds."""
        return time.time_ns() // 1_000_000

    def new_id(self) -> str:
        """A fresh zimbraId."""
        return str(uuid.uuid4())

    @property
    def version(self) -> tuple[int, ...]:
        """The release that is played: (10, 1), (9, 0) or (8, 8, 15)."""
        return tuple(int(part) for part in self.options.version.split("."))

    # ------------------------------------------------------------- change tracking

    def touch(self, entity: Entity) -> None:
        """Remember that an entity is to be written at the end of the request."""
        key = key_of(entity)
        self._gone.discard(key)
        self._dirty[key] = entity

    def drop(self, entity: Entity) -> None:
        """Remember that an entity is to be removed at the end of the request."""
        key = key_of(entity)
        self._dirty.pop(key, None)
        self._gone.add(key)

    def drop_owner(self, owner: str) -> None:
        """Remember that everything kept for an owner (a mailbox) is to be removed."""
        self._gone_owners.add(owner)
        for key in [k for k in self._dirty if k[1] == owner]:
            del self._dirty[key]

    def commit(self) -> None:
        """Write what has changed since the last time, in one transaction."""
        if self._dirty or self._gone or self._gone_owners:
            self.store.commit(self._dirty, self._gone, self._gone_owners)
            self._dirty, self._gone, self._gone_owners = {}, set(), set()

    # ------------------------------------------------------------- entries

    def load(self) -> None:
        """Read all entries of the directory from the store."""
        for entry_id, row in self.store.load("entry", ""):
            entry = self._make(row["kind"], entry_id, row["name"])
            entry.from_row(row)
            self.entries[entry_id] = entry
            self._index(entry, entry.attrs, add=True)
            self._index_name(entry)

    def _make(self, kind: str, entry_id: str, name: str) -> Entry:
        return (Account if kind in ("account", "calresource") else Entry)(self, kind, entry_id, name)

    def create(self, kind: str, name: str, attrs: dict[str, list[str]], entry_id: str | None = None) -> Entry:
        """A new entry; nothing is checked here."""
        entry = self._make(kind, entry_id or self.new_id(), name)
        self.entries[entry.id] = entry
        self._index_name(entry)
        self.write(entry, attrs)
        return entry

    def write(self, entry: Entry, changes: dict[str, list[str]]) -> None:
        """Replace the values of attributes; an empty list removes one. Keeps the indexes.

        service.FAILURE for an entry that is not in the directory any more.
        """
        if entry.id not in self.entries:
            raise failure(f"unable to modify attrs: no such entry: {entry.name}")
        old = {name: entry.attrs[name] for name in changes if name in entry.attrs}
        self._index(entry, old, add=False)
        for name, values in changes.items():
            if values:
                entry.attrs[name] = list(values)
            else:
                entry.attrs.pop(name, None)
        self._index(entry, {name: values for name, values in changes.items() if values}, add=True)
        if _REMEMBERED & set(changes):
            self.servers.changed_here()
        self.touch(entry)

    def rename(self, entry: Entry, name: str) -> None:
        """Give an entry another name; attributes stay."""
        index = self.domains if entry.kind == "domain" else self.addresses
        if index.get(entry.name) == entry.id:
            del index[entry.name]
        entry.name = name
        self._index_name(entry)
        self.touch(entry)

    def delete(self, entry: Entry) -> None:
        """Remove an entry and what the indexes know of it."""
        for hook in self.on_delete:
            hook(entry)
        self._index(entry, entry.attrs, add=False)
        for index in (self.addresses, self.domains):
            if index.get(entry.name) == entry.id:
                del index[entry.name]
        del self.entries[entry.id]
        self.servers.changed_here()
        self.drop(entry)

    def _index_name(self, entry: Entry) -> None:
        if entry.kind == "domain":
            self.domains[entry.name] = entry.id
        elif entry.kind in ADDRESSED:
            self.addresses[entry.name] = entry.id

    def _index(self, entry: Entry, attrs: dict[str, list[str]], add: bool) -> None:
        for alias in attrs.get("zimbraMailAlias", ()):
            if add:
                self.addresses.setdefault(alias, entry.id)
            elif self.addresses.get(alias) == entry.id and alias != entry.name:
                del self.addresses[alias]
        if entry.kind == "list":
            self._mark(self.listed, attrs.get("zimbraMailForwardingAddress", ()), entry.id, add)
        elif entry.is_account:
            self._mark(self.group_members, attrs.get("zimbraMemberOf", ()), entry.id, add)
        self._mark(self.grants_to, (ace.split(" ", 1)[0] for ace in attrs.get("zimbraACE", ())), entry.id, add)

    @staticmethod
    def _mark(index: dict[str, set[str]], keys: Iterable[str], entry_id: str, add: bool) -> None:
        for key in list(keys):
            if add:
                index[key].add(entry_id)
            else:
                index[key].discard(entry_id)

    def of_kind(self, *kinds: str) -> Iterator[Entry]:
        """All entries of the given kinds."""
        return (e for e in list(self.entries.values()) if e.kind in kinds)

    # ------------------------------------------------------------- look-ups

    def domain(self, name: str) -> Entry | None:
        """A domain by name."""
        return self.entries.get(self.domains.get(name, ""))

    def find_address(self, address: str) -> Entry | None:
        """The account, resource, list or group that has an address (primary, alias, or through an alias domain)."""
        address = canonical(address)
        found = self.entries.get(self.addresses.get(address, ""))
        if found is not None or "@" not in address:
            return found
        local, _, host = address.rpartition("@")
        domain = self.domain(host)
        target = self.entries.get(domain.get("zimbraDomainAliasTargetId") or "") if domain else None
        return self.entries.get(self.addresses.get(f"{local}@{target.name}", "")) if target else None

    def account_by(self, by: str, key: str) -> Account | None:
        """An account or resource by ``id`` or ``name`` (any of its addresses); other words find nothing."""
        if by in ("name", "adminName"):
            found = self.find_address(key if "@" in key else f"{key}@{self.options.domain}")
        elif by == "id":
            found = self.entries.get(key)
        else:
            wanted = {"foreignPrincipal": "zimbraForeignPrincipal", "krb5Principal": "zimbraForeignPrincipal"}.get(by)
            value = f"kerberos5:{key}" if by == "krb5Principal" else key
            found = next(
                (e for e in self.of_kind("account", "calresource") if wanted and value in e.attrs.get(wanted, ())), None
            )
        return found if isinstance(found, Account) else None

    def group_by(self, by: str, key: str) -> Entry | None:
        """A static list or dynamic group by ``id`` or ``name``."""
        found = self.find_address(key) if by == "name" else self.entries.get(key)
        return found if found is not None and found.is_group else None

    def cos_of(self, account: Account | Entry) -> Entry:
        """The class of service of an account."""
        own = self.entries.get((account.attrs.get("zimbraCOSId") or [""])[0])
        if own is None:
            domain = self.domain(account.domain_name)
            own = self.entries.get((domain.get("zimbraDomainDefaultCOSId") if domain else None) or DEFAULT_COS_ID)
        return own or self.entries[DEFAULT_COS_ID]

    def lists_naming(self, entry: Entry) -> set[str]:
        """Ids of the static lists that name one of the entry's addresses directly."""
        return {i for address in entry.addresses for i in self.listed.get(address, ())}

    def groups_of(self, entry: Entry) -> list[str]:
        """Ids of all lists and dynamic groups an entry belongs to, nested lists included, nearest first."""
        return list(self.servers.remembered("account", entry.id, lambda: list(self.groups_via(entry))))

    def groups_via(self, entry: Entry) -> dict[str, str]:
        """Like groups_of(), with the id of the list that leads there ("" when the entry itself is named)."""
        found = dict.fromkeys(sorted(self.lists_naming(entry)), "")
        todo = list(found)
        while todo:
            via = todo.pop(0)
            for parent in sorted(self.lists_naming(self.entries[via])):
                if parent not in found and parent != entry.id:
                    found[parent] = via
                    todo.append(parent)
        for group in entry.attrs.get("zimbraMemberOf", ()):
            if group in self.entries:
                found.setdefault(group, "")
        return found

    def has_right(self, account: Account, right: str, target: Entry) -> bool:
        """Whether a user right (sendAs, loginAs ...) was granted to an account on an entry."""
        from zimbra_simulator.directory import aces

        key = (account.id, right, target.id)
        return bool(self.servers.remembered("acl", key, lambda: aces.allows(self, account, right, target)))
