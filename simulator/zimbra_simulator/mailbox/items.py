# Copyright (c) 2026, the teammail.zimbra contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The things kept in a mailbox: folders, links, messages, tags. State only; rules live elsewhere."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from zimbra_simulator.access.acl import Acl
from zimbra_simulator.wire.faults import failure, invalid_request

if TYPE_CHECKING:
    from zimbra_simulator.mailbox.mailbox import Mailbox

# The server's order of flag letters decides how `f` reads (observed on 10.1: "ui", "#i", "su", "ru", "fu").
MESSAGE_FLAGS = "sarwfdxnu!?+"
LAST_COLOR = 9
FOLDER_FLAGS = "*b#iy~og"
VIEWS = {
    "message", "appointment", "contact", "task", "document", "wiki", "search", "folder", "mountpoint",
    "conversation", "tag", "note", "chat", "link", "comment", "remote folder", "remote wiki",
}  # fmt: skip


def order_flags(text: str | None, known: str) -> str:
    """The known letters of a flag string, each once, in the server's order; unknown ones are ignored."""
    return "".join(letter for letter in known if text and letter in text)


def parse_color(color: str | None, rgb: str | None) -> tuple[int, str | None]:
    """(number, custom colour) from the attributes ``color`` and ``rgb``; rgb is kept in upper case.

    rgb has three or six digits, with or without ``#``; another length counts as nothing, another letter breaks the
    request. A number is taken as a signed byte; those that no colour has mean the last one.
    """
    if rgb is not None:
        digits = rgb[1:] if len(rgb) in (4, 7) else rgb
        if len(digits) == 3:
            digits = "".join(2 * c for c in digits)
        if len(digits) != 6:
            return 0, None
        if not re.fullmatch("[0-9A-Fa-f]{6}", digits):
            raise failure(f"For input string: {digits}")
        return 0, "#" + digits.upper()
    if color is None:
        return 0, None
    number = color_byte(color)
    return (number if 0 <= number <= LAST_COLOR else LAST_COLOR), None


def color_byte(text: str) -> int:
    """A colour's number cut to a signed byte; service.INVALID_REQUEST for what is no number."""
    if not re.fullmatch("[+-]?[0-9]{1,19}", text.strip()):
        raise invalid_request(f"invalid long value '{text}' for attribute: color")
    return (int(text) + 128) % 256 - 128


class Item:
    """Something with an id in a mailbox. ``rev`` is the change that made it, ``ms`` the last one that touched it."""

    row_kind = "item"

    def __init__(self, mailbox: Mailbox, item_id: int) -> None:
        self.mailbox = mailbox
        self.id = item_id
        self.rev = self.ms = mailbox.change
        self.changed = mailbox.world.now_ms()

    @property
    def row_owner(self) -> str:
        return self.mailbox.account.id

    @property
    def row_key(self) -> str:
        return str(self.id)

    _FIELDS: tuple[str, ...] = ("rev", "ms", "changed")

    def to_row(self) -> dict[str, Any]:
        return {name: getattr(self, name) for name in self._FIELDS}

    def from_row(self, row: dict[str, Any]) -> None:
        for name in self._FIELDS:
            setattr(self, name, row[name])

    def modified(self) -> None:
        """Count a change of this item and have it written."""
        self.ms = self.mailbox.next_change()
        self.changed = self.mailbox.world.now_ms()
        self.mailbox.world.touch(self)


class Folder(Item):
    """A folder; with ``link`` set ({zid, rid, ruuid}) a mountpoint."""

    row_kind = "folder"
    _FIELDS = (
        *Item._FIELDS, "name", "uuid", "parent_id", "view", "flags", "color", "rgb", "link", "offline_days",
        "no_activesync", "url", "retention", "uid_next",
    )  # fmt: skip

    def __init__(self, mailbox: Mailbox, item_id: int, name: str = "", parent_id: int = 1) -> None:
        super().__init__(mailbox, item_id)
        self.name = name
        self.uuid = mailbox.world.new_id()
        self.parent_id = parent_id
        self.view: str | None = None
        self.flags = ""
        self.color = 0
        self.rgb: str | None = None
        self.acl: Acl | None = None
        self.link: dict[str, Any] | None = None
        self.offline_days = 0
        self.no_activesync = False
        self.url = ""
        self.retention: dict[str, list[dict[str, str]]] | None = None
        self.uid_next = item_id + 1

    def to_row(self) -> dict[str, Any]:
        return {**super().to_row(), "acl": self.acl.to_row() if self.acl else None}

    def from_row(self, row: dict[str, Any]) -> None:
        super().from_row(row)
        self.acl = Acl.from_row(row["acl"]) if row["acl"] else None

    @property
    def parent(self) -> Folder:
        return self.mailbox.folders[self.parent_id]

    @property
    def mutable(self) -> bool:
        return self.id >= 256

    @property
    def is_link(self) -> bool:
        return self.link is not None

    @property
    def children(self) -> list[Folder]:
        """Direct sub-folders and links in the server's order."""
        return self.mailbox.children(self.id)

    def subtree(self) -> list[Folder]:
        """This folder and everything below it, parents first."""
        found = [self]
        for child in self.children:
            found.extend(child.subtree())
        return found

    @property
    def path(self) -> str:
        """Names joined by slashes; the root is ``/``."""
        if self.id in (1, 11):
            return "/"
        above = self.parent.path
        return (above if above != "/" else "") + "/" + self.name

    def within(self, folder_id: int) -> bool:
        """Whether this is that folder or lies somewhere below it."""
        here = self
        while here.id != folder_id:
            if here.id == 11:
                return False
            here = here.parent
        return True

    @property
    def effective_acl(self) -> Acl | None:
        """The ACL that a first own grant would start from (copy-on-write)."""
        here = self
        while here.id != 11 and "i" not in here.flags:
            here = here.parent
        return here.acl

    def set_flag(self, letter: str, on: bool) -> None:
        without = self.flags.replace(letter, "")
        self.flags = order_flags(without + (letter if on else ""), FOLDER_FLAGS)


class Tag(Item):
    """A tag; messages hold its name."""

    row_kind = "tag"
    _FIELDS = (*Item._FIELDS, "name", "color", "rgb")

    def __init__(self, mailbox: Mailbox, item_id: int, name: str = "") -> None:
        super().__init__(mailbox, item_id)
        self.name = name
        self.color = 0
        self.rgb: str | None = None


class Message(Item):
    """A message: place, flags and what is shown in lists. The raw text is read from the store when asked for."""

    row_kind = "message"
    _FIELDS = (
        *Item._FIELDS, "folder_id", "flags", "tags", "date", "size", "conv_id", "subject", "from_", "message_id",
        "references", "fragment", "sent",
    )  # fmt: skip

    def __init__(self, mailbox: Mailbox, item_id: int, raw: bytes | None = None) -> None:
        super().__init__(mailbox, item_id)
        self.folder_id = 2
        self.flags = ""
        self.tags: list[str] = []
        self.date = 0
        self.size = len(raw or b"")
        self.conv_id = -item_id
        self.subject = ""
        self.from_ = ""
        self.message_id = ""
        self.references: list[str] = []
        self.fragment = ""
        self.sent: int | None = None
        self._raw = raw

    @property
    def raw(self) -> bytes:
        if self._raw is None:
            return self.mailbox.world.store.blob(self.row_kind, self.row_owner, self.row_key) or b""
        return self._raw

    def row_blob(self) -> bytes | None:
        return self._raw

    @property
    def folder(self) -> Folder:
        return self.mailbox.folders[self.folder_id]

    @property
    def unread(self) -> bool:
        return "u" in self.flags
