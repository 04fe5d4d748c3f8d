# Copyright (c) 2026, the teammail.zimbra contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Running a query over a mailbox and over the mailboxes its links lead to (zimbra-soap-mail.md 5.1)."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from zimbra_simulator.access.acl import Actor
from zimbra_simulator.mailbox import faults, matching, mime
from zimbra_simulator.mailbox.items import Folder, Message
from zimbra_simulator.mailbox.mailbox import JUNK, TRASH, USER_ROOT, Mailbox
from zimbra_simulator.mailbox.mime import Address, normalize_subject
from zimbra_simulator.mailbox.query import FOLDER_FIELDS, And, Node, Not, Or, Term, terms
from zimbra_simulator.wire.faults import failure

ParseId = Callable[[str], tuple[str, int]]
OpenRemote = Callable[[str], "tuple[Mailbox, Actor] | None"]


@dataclass
class Place:
    """What a folder condition means: folders of one mailbox. ``path`` is still to be walked at the owner."""

    account_id: str
    folder_id: int
    path: str | None
    under: bool
    anywhere: bool = False
    resolved: set[int] | None = field(default=None, compare=False)

    def folders(self, box: Mailbox) -> set[int]:
        """Ids of the folders meant; nothing when the path or the folder is not there."""
        if self.resolved is None:
            self.resolved = self._resolve(box)
        return self.resolved

    def _resolve(self, box: Mailbox) -> set[int]:
        if self.anywhere:
            return set(box.folders)
        folder = box.folders.get(self.folder_id)
        if folder is None:
            return set()
        if self.path:
            folder, rest = box.walk(self.path, folder.id)
            if rest is not None:
                return set()
        return {one.id for one in folder.subtree()} if self.under else {folder.id}


class Search:
    """One query, resolved against the mailbox it was sent to."""

    def __init__(self, box: Mailbox, root: Node, parse_id: ParseId, open_remote: OpenRemote) -> None:
        self.box = box
        self.root = root
        self._parse_id = parse_id
        self._open_remote = open_remote
        self.places: dict[Term, list[Place]] = {}
        for term in terms(root):
            if term.field in FOLDER_FIELDS:
                self.places[term] = [self._place(term)]
            elif term.field == "is" and term.value.lower() == "remote":
                self.places[term] = self._mounted()
            elif term.field == "is" and term.value.lower() in ("local", "anywhere"):
                self.places[term] = [Place(box.account.id, USER_ROOT, None, True, anywhere=True)]
            elif term.field == "tag" and term.value.startswith("\\") and term.value.lower() not in matching.SYSTEM_TAGS:
                raise faults.invalid_name(term.value)

    @property
    def names_folders(self) -> bool:
        """Whether the query says itself which folders to look in."""
        return bool(self.places)

    def parts(self, message: Message) -> list[str]:
        """The parts of a message that its text was found in."""
        return matching.parts(message, terms(self.root))

    # ------------------------------------------------------------- folder conditions

    def _place(self, term: Term) -> Place:
        under = term.field in ("under", "underid")
        if term.field in ("in", "under"):
            folder, rest = self.box.walk(term.value)
            return self._through(folder, rest, under)
        text, _, path = term.value.partition("/")
        account_id, number = self._parse_id(text)
        if account_id != self.box.account.id:
            return Place(account_id, number, path or None, under)
        if number not in self.box.folders:
            return Place(account_id, number, None, under)
        folder, rest = self.box.walk(path, number)
        return self._through(folder, rest, under)

    def _through(self, folder: Folder, rest: str | None, under: bool) -> Place:
        """Follow a link; a path that ends in nothing is a fault only when no link was passed."""
        if folder.link is not None:
            return Place(folder.link["zid"], folder.link["rid"], rest, under)
        if rest is not None:
            raise faults.no_such_path(folder.path + "/" + rest)
        return Place(self.box.account.id, folder.id, None, under)

    def _mounted(self) -> list[Place]:
        return [
            Place(f.link["zid"], f.link["rid"], None, True) for f in self.box.folders.values() if f.link is not None
        ]

    # ------------------------------------------------------------- running

    def hits(self, actor: Actor) -> list[Message]:
        """All messages that fit, in no order; what cannot be reached elsewhere gives nothing, not a fault."""
        found = list(self._in_mailbox(self.box, actor, self.root))
        remote = {p.account_id for places in self.places.values() for p in places} - {self.box.account.id}
        for account_id in remote:
            opened = self._open_remote(account_id)
            root = self._restricted(self.root, account_id)
            if opened is not None and root is not None:
                found += self._in_mailbox(opened[0], opened[1], root)
        return found

    def _restricted(self, node: Node, account_id: str) -> Node | None:
        """The branches that name folders of an account: nothing else of a query leaves the local mailbox."""
        if isinstance(node, Term):
            return node if any(p.account_id == account_id for p in self.places.get(node, [])) else None
        if isinstance(node, And):
            return node if any(self._restricted(part, account_id) for part in node.parts) else None
        if isinstance(node, Or):
            kept = tuple(part for part in node.parts if self._restricted(part, account_id))
            return Or(kept) if kept else None
        return None

    def _in_mailbox(self, box: Mailbox, actor: Actor, root: Node) -> Iterable[Message]:
        readable = {f.id for f in box.folders.values() if box.may(actor, f, "r")}
        hidden = set() if self.names_folders else self._hidden(box)
        for message in box.messages.values():
            if message.folder_id not in readable or message.folder_id in hidden or "x" in message.flags:
                continue
            if self._fits(box, message, root):
                yield message

    @staticmethod
    def _hidden(box: Mailbox) -> set[int]:
        """Trash and Junk, unless the preferences include them."""
        out: set[int] = set()
        for folder_id, pref in ((TRASH, "zimbraPrefIncludeTrashInSearch"), (JUNK, "zimbraPrefIncludeSpamInSearch")):
            if box.account.get(pref) != "TRUE":
                out.update(f.id for f in box.folder(folder_id).subtree())
        return out

    def _fits(self, box: Mailbox, message: Message, node: Node) -> bool:
        if isinstance(node, And):
            return all(self._fits(box, message, part) for part in node.parts)
        if isinstance(node, Or):
            return any(self._fits(box, message, part) for part in node.parts)
        if isinstance(node, Not):
            return not self._fits(box, message, node.part)
        places = self.places.get(node)
        if places is None:
            return matching.matches(message, node)
        return any(p.account_id == box.account.id and message.folder_id in p.folders(box) for p in places)


# ------------------------------------------------------------------ order

_KEYS: dict[str, Callable[[Message], Any]] = {
    "date": lambda m: m.date,
    "subj": lambda m: normalize_subject(m.subject).upper(),
    "name": lambda m: _sender(m).upper(),
    "rcpt": lambda m: _recipients(m).upper(),
    "size": lambda m: m.size,
    "id": lambda m: m.id,
    "flag": lambda m: int("f" in m.flags),
    "attach": lambda m: int("a" in m.flags),
    "read": lambda m: int(m.unread),
    "priority": lambda m: 1 + ("!" in m.flags) - ("?" in m.flags),
}
DEFAULT_SORT = "dateDesc"
_TASK_SORTS = {f"task{key}{way}" for key in ("due", "status", "perccompleted") for way in ("asc", "desc")}


def _shown(address: Address) -> str:
    return address.personal or address.address


def _sender(message: Message) -> str:
    return next((_shown(a) for a in mime.parse(message.raw).addresses("f")), "")


def _recipients(message: Message) -> str:
    return ", ".join(_shown(a) for a in mime.parse(message.raw).addresses("t"))


def sort_word(word: str | None) -> str:
    """A sort order as the server writes it; an unknown one is dateDesc."""
    for key in _KEYS:
        for direction in ("Asc", "Desc"):
            if word and word.lower() == (key + direction).lower():
                return key + direction
    if word and word.lower().startswith("task") and word.lower() in _TASK_SORTS:
        raise failure("Invalid hit type, can only task-sort Tasks")
    return "none" if word and word.lower() == "none" else DEFAULT_SORT


def sort_messages(messages: list[Message], order: str) -> list[Message]:
    """Messages in the order of a sort word, ties by id in the same direction (of read: the newest first)."""
    if order == "none":
        return messages
    descending = order.endswith("Desc")
    key = order.removesuffix("Desc").removesuffix("Asc")
    value = _KEYS[key]
    if key == "rcpt":  # who wrote to nobody is left out
        messages = [m for m in messages if value(m)]
    if key == "read":
        return sorted(messages, key=lambda m: (-value(m) if descending else value(m), -m.date, -m.id))
    return sorted(messages, key=lambda m: (value(m), m.id), reverse=descending)


def sort_value(message: Message, order: str) -> str:
    """The value a message is sorted by, as ``sf`` shows it."""
    key = order.removesuffix("Desc").removesuffix("Asc")
    if key in ("none", "date") or order == "readDesc":
        return str(message.date)
    value = str(_KEYS[key](message))
    return value if key in ("size", "id", "read") else f"{value}{message.id:010d}"
