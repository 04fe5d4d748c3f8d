# Copyright (c) 2026, the teammail.zimbra contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The mail transport inside the simulator: who gets a message, and delivery into mailboxes (zimbra-soap-mail.md 8.2)."""

from __future__ import annotations

import base64
import logging
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from zimbra_simulator.directory.entry import Account, Entry
from zimbra_simulator.directory.world import World
from zimbra_simulator.mailbox import mime
from zimbra_simulator.mailbox.delivery_rules import Outcome, deliver
from zimbra_simulator.mailbox.mailbox import INBOX, JUNK, Mailbox, open_mailbox
from zimbra_simulator.mailbox.out_of_office import answer_for

LOG = logging.getLogger("zimbra_simulator.delivery")
MAX_LOOP = 20


@dataclass(frozen=True)
class Refusal:
    """Why an address is not taken: SMTP code and text. 4xx may be tried again."""

    code: int
    text: str

    @property
    def line(self) -> str:
        return f"{self.code} {self.text}"


UNKNOWN = Refusal(550, "5.1.1 no such user")
CLOSED = Refusal(550, "5.1.1 mailbox closed")
DISABLED = Refusal(550, "5.2.1 mail is disabled for this address")
LATER = Refusal(450, "4.2.1 mailbox temporarily unavailable")
FULL = Refusal(552, "5.2.2 over quota")


@dataclass
class Envelope:
    """Where a message goes once lists are expanded."""

    accounts: dict[str, Account] = field(default_factory=dict)
    external: dict[str, None] = field(default_factory=dict)


def _refused_account(account: Account) -> Refusal | None:
    status = account.status
    if status == "closed":
        return CLOSED
    if status in ("maintenance", "pending"):
        return LATER
    if account.get("zimbraMailStatus", cos=False) == "disabled":
        return DISABLED
    quota = int(account.get("zimbraMailQuota") or 0)
    if quota:
        box = open_mailbox(account.world, account)
        if sum(m.size for m in box.messages.values()) >= quota:
            return FULL
    return None


def refusal(world: World, address: str, *, relay: bool) -> Refusal | None:
    """Whether and why an address is refused; with ``relay`` addresses of foreign domains are taken."""
    entry = world.find_address(address)
    if entry is None:
        foreign = world.domain(address.rpartition("@")[2].lower()) is None
        return None if relay and foreign and re.fullmatch(r"[^@\s]+@[^@\s]+", address) else UNKNOWN
    if isinstance(entry, Account):
        return _refused_account(entry)
    return DISABLED if entry.get("zimbraMailStatus") == "disabled" else None


def expand(world: World, addresses: Iterable[str]) -> Envelope:
    """Accounts and outside addresses behind addresses; lists are followed down, each one once."""
    envelope = Envelope()
    seen: set[str] = set()
    todo = list(addresses)
    while todo:
        address = todo.pop(0)
        entry = world.find_address(address)
        if entry is None:
            if world.domain(address.rpartition("@")[2].lower()) is None:
                envelope.external[address] = None
        elif isinstance(entry, Account):
            if _refused_account(entry) is None and entry.id not in seen:
                seen.add(entry.id)
                todo += _account(entry, envelope)
        elif entry.id not in seen and entry.get("zimbraMailStatus") != "disabled":
            seen.add(entry.id)
            todo += members_of(world, entry)
    return envelope


def members_of(world: World, entry: Entry) -> list[str]:
    """Addresses on a list, or of the accounts in a dynamic group."""
    if entry.kind == "group":
        return sorted(world.entries[i].name for i in world.group_members.get(entry.id, ()) if i in world.entries)
    return list(entry.members)


def _account(account: Account, envelope: Envelope) -> list[str]:
    """Note a local delivery and tell where the account forwards its mail to."""
    forward = (account.get("zimbraPrefMailForwardingAddress", cos=False) or "").replace(",", " ").split()
    forward += account.all("zimbraMailForwardingAddress", cos=False)
    if not forward or account.get("zimbraPrefMailLocalDeliveryDisabled") != "TRUE":
        envelope.accounts[account.id] = account
    return forward


# ------------------------------------------------------------------ into mailboxes


class Seen:
    """Message-IDs already delivered to a mailbox and out-of-office answers given; a row of its own."""

    row_kind = "seen"
    row_key = ""

    def __init__(self, world: World, account: Account) -> None:
        self._account = account
        row = dict(world.store.load(self.row_kind, account.id)).get("", {})
        self.ids: dict[str, None] = dict.fromkeys(row.get("ids", []))
        self.answered: dict[str, int] = row.get("answered", {})

    @property
    def row_owner(self) -> str:
        return self._account.id

    def to_row(self) -> dict[str, Any]:
        return {"ids": list(self.ids), "answered": self.answered}

    def note(self, world: World, message_id: str) -> bool:
        """Remember a Message-ID; False when it was there already."""
        if not message_id:
            return True
        known = message_id in self.ids
        self.ids.pop(message_id, None)
        self.ids[message_id] = None
        size = int(self._account.get("zimbraMessageIdDedupeCacheSize") or 3000)
        while len(self.ids) > size:
            del self.ids[next(iter(self.ids))]
        world.touch(self)
        return not known


def _seen(box: Mailbox) -> Seen:
    if box.seen is None:
        box.seen = Seen(box.world, box.account)
    return box.seen


def to_account(world: World, account: Account, sender: str, raw: bytes, hops: int = 0) -> None:
    """Deliver one message: de-duplicate, sort out spam, apply the rules, answer when out of office."""
    box = open_mailbox(world, account)
    parsed = mime.parse(raw)
    if account.get("zimbraPrefMessageIdDedupingEnabled") != "FALSE" and not _seen(box).note(world, parsed.message_id):
        LOG.info("%s: %s delivered before", account.name, parsed.message_id)
        return
    spam = parsed.header("x-spam-flag").upper() == "YES"
    head = f"Return-Path: <{sender}>\r\nDelivered-To: {account.name}\r\n".encode()
    filtered = not spam or account.get("zimbraSpamApplyUserFilters") == "TRUE"
    stored, outcome = deliver(box, box.folder(JUNK if spam else INBOX), head + raw, filtered=filtered)
    LOG.info("%s: stored %s", account.name, ",".join(str(m.id) for m in stored))
    if hops < MAX_LOOP:
        _send_on(world, account, sender, raw, outcome, hops)
        reply = None if spam else answer_for(world, account, sender, parsed, _seen(box).answered)
        if reply is not None:
            world.touch(_seen(box))
            transmit(world, "", [sender], reply, hops + 1)


def _send_on(world: World, account: Account, sender: str, raw: bytes, outcome: Outcome, hops: int) -> None:
    for address in outcome.redirects:
        transmit(world, sender, [address], raw, hops + 1)
    for text in outcome.replies:
        if sender:
            transmit(world, account.name, [sender], _reply(account, sender, mime.parse(raw), text), hops + 1)


def _reply(account: Account, sender: str, parsed: mime.Parsed, text: str) -> bytes:
    head = (
        f"From: {account.name}\r\nTo: {sender}\r\nSubject: Re: {parsed.subject}\r\n"
        f"In-Reply-To: {parsed.message_id}\r\nAuto-Submitted: auto-replied (zimbra; filter)\r\n"
        "MIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n"
    )
    return mime.crlf(head + text)


def transmit(world: World, sender: str, addresses: Iterable[str], raw: bytes, hops: int = 0) -> None:
    """Hand a message over as the mail transport does: it ends in a line end and one empty line more."""
    if hops > MAX_LOOP:
        LOG.warning("mail loop: message from %s dropped", sender)
        return
    arriving = raw + (b"" if raw.endswith(b"\r\n") else b"\r\n") + b"\r\n"
    distribute(world, sender, addresses, arriving, hops)


def distribute(world: World, sender: str, addresses: Iterable[str], raw: bytes, hops: int = 0) -> None:
    """Deliver a message as it arrived to all whom the addresses lead to; foreign ones go to the outbox."""
    envelope = expand(world, addresses)
    for account in envelope.accounts.values():
        to_account(world, account, sender, raw, hops)
    if envelope.external:
        parsed = mime.parse(raw)
        world.outbox.append(
            {
                "time": world.now_ms(),
                "from": sender,
                "to": list(envelope.external),
                "subject": parsed.subject,
                "message_id": parsed.message_id,
                "raw": base64.b64encode(raw).decode(),
            }
        )
