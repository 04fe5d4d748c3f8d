# Copyright (c) 2026, the teammail.zimbra contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""One mailbox: its items, its counters, look-ups by id, name and path, and who may do what in it."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from zimbra_simulator.access.acl import FULL, Actor, shown_rights
from zimbra_simulator.mailbox import faults, names
from zimbra_simulator.mailbox.items import Folder, Item, Message, Tag, order_flags
from zimbra_simulator.wire.faults import Fault, failure, perm_denied

if TYPE_CHECKING:
    from zimbra_simulator.directory.entry import Account
    from zimbra_simulator.directory.world import World

USER_ROOT, INBOX, TRASH, JUNK, SENT, DRAFTS, ROOT = 1, 2, 3, 4, 5, 6, 11
# id, name, parent, view, flags, days kept offline by the web client
SYSTEM = (
    (11, "ROOT", 11, None, "", 0),
    (1, "USER_ROOT", 11, None, "", 0),
    (2, "Inbox", 1, "message", "", 30),
    (3, "Trash", 1, None, "", 30),
    (4, "Junk", 1, "message", "", 0),
    (5, "Sent", 1, "message", "", 30),
    (6, "Drafts", 1, "message", "", 30),
    (7, "Contacts", 1, "contact", "", 0),
    (8, "Tags", 11, None, "", 0),
    (9, "Conversations", 11, None, "", 0),
    (10, "Calendar", 1, "appointment", "#", 0),
    (13, "Emailed Contacts", 1, "contact", "", 0),
    (14, "Chats", 1, "message", "", 0),
    (15, "Tasks", 1, "task", "#", 0),
    (16, "Briefcase", 1, "document", "", 0),
    (17, "Comments", 11, "comment", "", 0),
)
UNSUBSCRIBE = (19, "Unsubscribe", 1, "message", "", 0)
SHARED_FILES = (20, "Files shared with me", 1, "document", "", 0)
FIRST_ID = 256
MAX_TOMBSTONES = 2000


class Mailbox:
    """Items are changed through folders.py and messages.py; this class keeps them findable and written."""

    row_kind = "mailbox"
    row_key = ""

    def __init__(self, world: World, account: Account) -> None:
        self.world = world
        self.account = account
        self.change = 1
        self.last_id = FIRST_ID
        self.rules: dict[str, list[dict[str, Any]]] = {"incoming": [], "outgoing": []}
        self.folders: dict[int, Folder] = {}
        self.messages: dict[int, Message] = {}
        self.tags: dict[int, Tag] = {}
        self.in_folder: dict[int, set[int]] = defaultdict(set)
        self.sends: dict[str, str | None] = {}  # suid -> id of the saved copy, of the last few sends
        self.forgotten = 0  # tombstones up to this change are no longer known
        self.tombstones: list[tuple[int, int, str]] = []  # (change, id, kind)
        self.seen: Any = None  # what was delivered before, read when mail comes (delivery.py)
        # What the server remembers of the tree, which can differ from the folders as they are stored (zimbra-soap-mail.md
        # 2.6); None = a name without a folder.
        self._children: dict[int, dict[str, Folder | None]] = defaultdict(dict)
        self._astray = False
        rows = dict(world.store.load("mailbox", account.id))
        if rows:
            self._load(rows[""])
        else:
            self._make()

    # ------------------------------------------------------------- keeping

    @property
    def row_owner(self) -> str:
        return self.account.id

    def to_row(self) -> dict[str, Any]:
        return {
            "change": self.change, "last_id": self.last_id, "rules": self.rules, "sends": self.sends,
            "tombstones": self.tombstones, "forgotten": self.forgotten,
        }  # fmt: skip

    def _load(self, row: dict[str, Any]) -> None:
        self.change, self.last_id = row["change"], row["last_id"]
        self.rules, self.sends = row["rules"], row["sends"]
        self.forgotten = row["forgotten"]
        self.tombstones = [(change, item_id, kind) for change, item_id, kind in row["tombstones"]]
        for kind, make in (("folder", Folder), ("message", Message), ("tag", Tag)):
            for key, state in self.world.store.load(kind, self.account.id):
                item = make(self, int(key))
                item.from_row(state)
                self._place(item)

    def _make(self) -> None:
        system = list(SYSTEM)
        if self.world.version >= (10,):
            system.append(SHARED_FILES)
            if self.account.get("zimbraFeatureSafeUnsubscribeFolderEnabled") == "TRUE":
                system.append(UNSUBSCRIBE)
        for item_id, name, parent, view, flags, days in system:
            folder = Folder(self, item_id, name, parent)
            folder.view, folder.flags, folder.offline_days = view, flags, days
            self.add(folder)
        self.world.touch(self)

    def _place(self, item: Item) -> None:
        if isinstance(item, Folder):
            self.folders[item.id] = item
            if item.id != ROOT:
                self._children[item.parent_id][names.fold(item.name)] = item
        elif isinstance(item, Message):
            self.messages[item.id] = item
            self.in_folder[item.folder_id].add(item.id)
        elif isinstance(item, Tag):
            self.tags[item.id] = item

    def add(self, item: Item) -> None:
        """Take in a new item."""
        self._place(item)
        self.world.touch(item)

    def discard(self, item: Item) -> None:
        """Let go of an item for good."""
        if isinstance(item, Folder):
            self._forget_child(item, item.name)
            del self.folders[item.id]
        elif isinstance(item, Message):
            del self.messages[item.id]
            self.in_folder[item.folder_id].discard(item.id)
        elif isinstance(item, Tag):
            del self.tags[item.id]
        self.tombstones.append((self.next_change(), item.id, item.row_kind))
        if len(self.tombstones) > MAX_TOMBSTONES:
            self.forgotten = self.tombstones[MAX_TOMBSTONES // 2][0]
            self.tombstones = self.tombstones[MAX_TOMBSTONES // 2 + 1 :]
        self.world.drop(item)

    def relocate(self, folder: Folder, name: str, parent_id: int) -> None:
        """Give a folder another name or parent; checks are the caller's.

        With both at once the old parent is asked for the child of the *new* name (zimbra-soap-mail.md 2.6).
        """
        if parent_id == folder.parent_id:
            known = self._children[parent_id]
            known[names.fold(name)] = known.pop(names.fold(folder.name), None)
        else:
            self._forget_child(folder, name)
            self._children[parent_id][names.fold(name)] = folder
        folder.name, folder.parent_id = name, parent_id
        folder.modified()

    def _forget_child(self, folder: Folder, name: str) -> None:
        """Whoever bears the name in the folder's parent goes out of the tree; mail.IS_NOT_CHILD."""
        known = self._children[folder.parent_id]
        gone = known.pop(names.fold(name), None)
        if gone is not None:
            self._astray = self._astray or gone is not folder
            return
        stale = next((key for key, child in known.items() if child is folder), None)
        if stale is None:
            self.remember_tree()
            raise Fault("mail.IS_NOT_CHILD", "tried to remove object from non-parent")
        del known[stale]

    def remember_tree(self) -> None:
        """Read the tree anew from what is stored, as the server does after a failed change, a recalculation or a restart."""
        self._children.clear()
        self._astray = False
        for folder in self.folders.values():
            self._place(folder)

    def stored(self, parent_id: int, name: str) -> Folder | None:
        """A sub-folder or link by name, whether or not the tree knows of it."""
        known = self.child(parent_id, name)
        if known is not None or not self._astray:
            return known
        found = (f for f in self.folders.values() if f.parent_id == parent_id and f.id != ROOT)
        return next((f for f in found if names.fold(f.name) == names.fold(name)), None)

    def refile(self, message: Message, folder_id: int) -> None:
        """Put a message into another folder; checks are the caller's."""
        self.in_folder[message.folder_id].discard(message.id)
        message.folder_id = folder_id
        self.in_folder[folder_id].add(message.id)
        message.modified()

    @property
    def change_token(self) -> int:
        """What the context of every answer shows."""
        return self.change

    def next_change(self) -> int:
        """Count one change."""
        self.change += 1
        self.world.touch(self)
        return self.change

    def next_id(self) -> int:
        """An id never used before; all kinds of items share the counter."""
        self.last_id += 1
        self.world.touch(self)
        return self.last_id

    # ------------------------------------------------------------- finding

    def children(self, parent_id: int) -> list[Folder]:
        """Sub-folders and links of a folder, sorted as the server does."""
        found = [folder for folder in self._children[parent_id].values() if folder is not None]
        if len(found) < len(self._children[parent_id]):
            raise failure('java.lang.NullPointerException: Cannot invoke "Folder.getName()" because it is null')
        return sorted(found, key=lambda folder: names.sort_key(folder.name))

    def child(self, parent_id: int, name: str) -> Folder | None:
        """A sub-folder or link by name, in any case."""
        return self._children[parent_id].get(names.fold(name))

    def folder(self, folder_id: int) -> Folder:
        """A folder or link by id; mail.NO_SUCH_FOLDER."""
        found = self.folders.get(folder_id)
        if found is None:
            raise faults.no_such_folder(folder_id)
        return found

    def item(self, item_id: int) -> Item:
        """Whatever has an id; mail.NO_SUCH_ITEM."""
        found = self.folders.get(item_id) or self.messages.get(item_id) or self.tags.get(item_id)
        if found is None:
            raise faults.no_such_item(item_id)
        return found

    def message(self, item_id: int) -> Message:
        """A message by id; mail.NO_SUCH_MSG."""
        found = self.messages.get(item_id)
        if found is None:
            raise faults.no_such_msg(item_id)
        return found

    def walk(self, path: str, start: int = USER_ROOT) -> tuple[Folder, str | None]:
        """The folder a path leads to, as far as it leads, and the unmatched rest (None when all matched)."""
        here = self.folder(start)
        parts = names.split_path(path)
        for index, part in enumerate(parts):
            child = self.child(here.id, part)
            if child is None:
                return here, "/".join(parts[index:])
            here = child
        return here, None

    def by_path(self, path: str) -> Folder:
        """A folder by path; mail.NO_SUCH_FOLDER names the path as given."""
        folder, rest = self.walk(path)
        if rest is not None:
            raise faults.no_such_path(path)
        return folder

    def messages_in(self, folder_id: int) -> list[Message]:
        """Messages of one folder, oldest id first."""
        return [self.messages[i] for i in sorted(self.in_folder[folder_id])]

    def tag_named(self, name: str) -> Tag | None:
        return next((t for t in self.tags.values() if names.fold(t.name) == names.fold(name)), None)

    # ------------------------------------------------------------- rights

    @property
    def owner(self) -> Actor:
        """The owner himself."""
        return Actor(self.account, True)

    def rights(self, actor: Actor, folder: Folder) -> str:
        """Effective letters on a folder, without the computed ``c`` (zimbra-soap-mail.md 3.5).

        The nearest folder upward with grants of its own decides alone; one with flag i and no grants: nobody.
        """
        if actor.full or actor.account.id == self.account.id:
            return FULL
        here = folder
        while here.id != ROOT:
            if here.acl and here.acl.grants:
                return here.acl.granted(self.world, actor.account)
            if "i" in here.flags:
                return ""
            here = here.parent
        return ""

    def may(self, actor: Actor, folder: Folder, letters: str) -> bool:
        """Whether the actor has all of the letters (``c`` is r and i)."""
        have = shown_rights(self.rights(actor, folder))
        return all(letter in have for letter in letters)

    def readable(self, actor: Actor, folder: Folder) -> Folder:
        """The folder, or service.PERM_DENIED without the right to read it."""
        if not self.may(actor, folder, "r"):
            raise faults.not_readable()
        return folder

    def need(self, actor: Actor, folder: Folder, letters: str, text: str) -> None:
        """service.PERM_DENIED in the given words unless the actor has the rights."""
        if not self.may(actor, folder, letters):
            raise perm_denied(text)

    def default_flags(self) -> str:
        """Flags that every new folder gets."""
        return order_flags(self.account.get("zimbraDefaultFolderFlags"), "*b#iy~og")


def open_mailbox(world: World, account: Account) -> Mailbox:
    """The mailbox of an account, made or loaded on first use."""
    found = world.mailboxes.get(account.id)
    if found is None:
        found = world.mailboxes[account.id] = Mailbox(world, account)
    return found


def has_mailbox(world: World, account: Account) -> bool:
    """Whether an account has ever used its mailbox."""
    return account.id in world.mailboxes or world.store.has_owner(account.id)
