# Copyright (c) 2026, the teammail.zimbra contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Storing a message by the filter rules of its mailbox (zimbra-soap-mail.md 6.1, 8.3)."""

from __future__ import annotations

import logging
from dataclasses import dataclass, field
from typing import Any

from zimbra_simulator.access.acl import Actor
from zimbra_simulator.directory.entry import Account
from zimbra_simulator.mailbox import folders, messages, mime, rule_tests
from zimbra_simulator.mailbox.items import Folder, Message
from zimbra_simulator.mailbox.mailbox import Mailbox
from zimbra_simulator.mailbox.rules import INCOMING, OUTGOING
from zimbra_simulator.wire.faults import Fault

LOG = logging.getLogger("zimbra_simulator.rules")


@dataclass
class Outcome:
    """What the rules want done: ``keep`` the default folder, ``paths`` others, and mail to be sent on."""

    keep: bool = True
    paths: list[str] = field(default_factory=list)
    flags: dict[str, bool] = field(default_factory=dict)
    tags: list[str] = field(default_factory=list)
    redirects: list[str] = field(default_factory=list)
    replies: list[str] = field(default_factory=list)

    def flagged(self, flags: str) -> str:
        """Flags after the rules."""
        for letter, on in self.flags.items():
            flags = flags.replace(letter, "") + (letter if on else "")
        return flags


_FLAGS = {
    "flagged": ("f", True), "unflagged": ("f", False), "read": ("u", False), "unread": ("u", True),
    "priority": ("+", True),
}  # fmt: skip


def evaluate(box: Mailbox, direction: str, raw: bytes) -> Outcome:
    """Run the active rules in order."""
    parsed, outcome = mime.parse(raw), Outcome()
    explicit_keep = False
    for rule in box.rules[direction]:
        if not rule["active"]:
            continue
        body: dict[str, Any] | None = rule
        while body is not None and rule_tests.fits(box, parsed, body["condition"], body["tests"]):
            for action in body["actions"]:
                if action["type"] == "actionStop":
                    outcome.keep = outcome.keep or explicit_keep
                    return outcome
                explicit_keep = explicit_keep or action["type"] == "actionKeep"
                _act(outcome, action)
            body = body["nested"]
    outcome.keep = outcome.keep or explicit_keep
    return outcome


def _act(outcome: Outcome, action: dict[str, Any]) -> None:
    kind, attrs = action["type"], action["attrs"]
    if kind == "actionFileInto":
        outcome.paths.append(attrs["folderPath"])
        outcome.keep = outcome.keep and attrs.get("copy") == "1"
    elif kind == "actionDiscard":
        outcome.keep = False
    elif kind == "actionFlag":
        letter, on = _FLAGS[attrs["flagName"]]
        outcome.flags[letter] = on
    elif kind == "actionTag":
        outcome.tags.append(attrs["tagName"])
    elif kind == "actionRedirect":
        outcome.redirects.append(attrs["a"])
        outcome.keep = outcome.keep and attrs.get("copy") == "1"
    elif kind == "actionReply":
        outcome.replies.append(action["content"] or "")


def _place(box: Mailbox, path: str) -> tuple[Mailbox, Actor, Folder]:
    """The folder of a path. A missing local one is made; behind a link it must be there."""
    folder, rest = box.walk(path)
    if folder.link is None:
        if rest is not None:
            folder = folders.create_path(box, box.owner, path, view="message")
        return box, box.owner, folder
    owner = box.world.entries.get(folder.link["zid"])
    if not isinstance(owner, Account) or owner.status != "active":
        raise LookupError(path)
    other = box.world.mailboxes.get(owner.id) or box.world.mailboxes.setdefault(owner.id, Mailbox(box.world, owner))
    target, missing = other.walk(rest or "", folder.link["rid"])
    if missing is not None:
        raise LookupError(path)
    return other, Actor(box.account, owner.id == box.account.id), target


def _store(box: Mailbox, outcome: Outcome, default: Folder, raw: bytes, flags: str, date: int | None) -> list[Message]:
    stored: list[Message] = []
    seen: set[tuple[str, int]] = set()
    keep = outcome.keep
    flags = outcome.flagged(flags)
    for path in outcome.paths:
        try:
            other, who, folder = _place(box, path)
            if (other.account.id, folder.id) in seen:
                continue
            tags = outcome.tags if other is box else []
            stored.append(messages.add(other, who, folder, raw, flags=flags, tags=tags, date=date))
            seen.add((other.account.id, folder.id))
        except (Fault, LookupError) as exc:
            LOG.warning("%s: cannot file into %s (%s); kept in the default folder", box.account.name, path, exc)
            keep = True
    if keep and (box.account.id, default.id) not in seen:
        stored.append(messages.add(box, box.owner, default, raw, flags=flags, tags=outcome.tags, date=date))
    return stored


def deliver(box: Mailbox, folder: Folder, raw: bytes, *, filtered: bool) -> tuple[list[Message], Outcome]:
    """Incoming mail: what was stored, and what the rules want sent on."""
    outcome = evaluate(box, INCOMING, raw) if filtered else Outcome()
    return _store(box, outcome, folder, raw, "u", None), outcome


def save_sent(
    box: Mailbox, who: Actor, folder: Folder, raw: bytes, *, flags: str, date: int | None = None
) -> list[Message]:
    """A copy of sent mail, by the outgoing rules."""
    outcome = evaluate(box, OUTGOING, raw)
    if outcome.keep and not outcome.paths:
        flags = outcome.flagged(flags)
        return [messages.add(box, who, folder, raw, flags=flags, tags=outcome.tags, date=date)]
    return _store(box, outcome, folder, raw, flags, date)
