# Copyright (c) 2026, the teammail.zimbra contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Sending: whose name a message bears, where its copies go (zimbra-soap-mail.md 6.2 to 6.4)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from zimbra_simulator.access.acl import Actor
from zimbra_simulator.directory.addresses import shown
from zimbra_simulator.directory.entry import Account, Entry
from zimbra_simulator.directory.world import World
from zimbra_simulator.mailbox import delivery, messages
from zimbra_simulator.mailbox.compose import Draft
from zimbra_simulator.mailbox.delivery_rules import save_sent
from zimbra_simulator.mailbox.items import Folder, Message
from zimbra_simulator.mailbox.mailbox import SENT, Mailbox, open_mailbox
from zimbra_simulator.mailbox.mime import Address
from zimbra_simulator.wire.faults import Fault

MAX_SIZE = 10_240_000


@dataclass
class Sender:
    """The token's account (``auth``) and the account whose mailbox acts.

    With an administrator's token ``governs`` tells over which entries it has power; None for a plain token.
    """

    world: World
    auth: Account
    acct: Account
    governs: Callable[[Entry], bool] | None = None

    @property
    def delegated(self) -> bool:
        return self.auth.id != self.acct.id


def friendly(account: Account) -> Address:
    """An account's own From: its display name, unless that is just the login name."""
    personal = account.get("displayName") or account.get("cn") or ""
    local = account.name.partition("@")[0]
    address = account.get("zimbraMailCanonicalAddress") or account.name
    return Address("f", address, personal if personal.strip() and personal != local else None)


def owns_address(account: Account, address: str) -> bool:
    """Primary address, alias, either by an alias domain, or in zimbraAllowFromAddress."""
    found = account.world.find_address(address)
    if found is not None and found.id == account.id:
        return True
    return address.lower() in (a.lower() for a in account.all("zimbraAllowFromAddress"))


def _target_of(sender: Sender, address: str) -> Entry | None:
    """The entry that an address right is looked up on."""
    entry = sender.world.find_address(address)
    if entry is not None:
        return entry
    if sender.world.domain(address.rpartition("@")[2].lower()) is not None:
        return None
    allowed = (a.lower() for a in sender.acct.all("zimbraAllowFromAddress"))
    return sender.acct if address.lower() in allowed else None


def _allowed_addresses(entry: Entry) -> set[str]:
    listed = entry.all("zimbraPrefAllowAddressForDelegatedSender")
    if len(listed) > 1 and entry.id in entry.world.kept_in_unicode:
        # compared with an address in ASCII, so that none of another host fits (recording 727)
        listed = [shown(address) for address in listed]
    return {a.lower() for a in listed} or {entry.name.lower()}


def may_send(sender: Sender, right: str, address: str) -> bool:
    """sendAs or sendOnBehalfOf (for lists their DistList forms) for an address."""
    entry = _target_of(sender, address)
    if entry is None:
        return False
    if not isinstance(entry, Account):
        right += "DistList"
    granted = sender.world.has_right(sender.auth, right, entry)
    if sender.governs is not None:
        return granted or sender.governs(entry)
    return granted and address.lower() in _allowed_addresses(entry)


def sender_headers(sender: Sender, from_: Address | None, given: Address | None) -> tuple[Address, Address | None]:
    """The From and Sender a message may bear; what is not allowed becomes the token's account, silently."""
    auth = sender.auth
    if from_ is not None and auth.get("zimbraAllowAnyFromAddress") == "TRUE":
        return from_, given
    if from_ is None and given is None:
        return friendly(auth), None
    if from_ is None or (given is not None and given.address.lower() == from_.address.lower()):
        from_, given = from_ or given, None
    assert from_ is not None
    address = from_.address
    if given is None and (owns_address(auth, address) or may_send(sender, "sendAs", address)):
        return from_, None
    behalf = friendly(auth)
    if given is not None:
        found = sender.world.find_address(given.address)
        if found is not None and found.id == auth.id:
            behalf = given
    if may_send(sender, "sendOnBehalfOf", address):
        return from_, behalf
    return behalf, None


# ------------------------------------------------------------------ copies


def _identity(account: Account, identity_id: str | None) -> dict[str, list[str]]:
    return account.identities.get(identity_id or "", {})


def sent_folder(box: Mailbox, identity: dict[str, list[str]]) -> Folder:
    """Where copies lie: zimbraPrefSentMailFolder of the identity or account, else Sent."""
    path = (identity.get("zimbraPrefSentMailFolder") or [box.account.get("zimbraPrefSentMailFolder") or ""])[0]
    folder, rest = box.walk(path) if path.strip("/") else (box.folder(SENT), None)
    return folder if rest is None else box.folder(SENT)


def _true(account: Account, name: str, default: bool) -> bool:
    value = account.get(name)
    return default if value is None else value == "TRUE"


def send(sender: Sender, draft: Draft, *, identity_id: str | None, no_save: bool) -> Message | None:
    """Check, keep copies, hand over. The message whose id is answered, or None when no copy is the sender's own."""
    world, auth, acct = sender.world, sender.auth, sender.acct
    draft.from_, draft.sender = sender_headers(sender, draft.from_, draft.sender)
    reply_to = acct.get("zimbraPrefReplyToAddress")
    if draft.sender is None and reply_to and not any(a.kind == "r" for a in draft.recipients):
        draft.recipients.append(Address("r", reply_to, acct.get("zimbraPrefReplyToDisplay")))
    now = world.now_ms()
    raw = draft.render(now, acct.domain_name, bcc=True)
    limit = int(acct.get("zimbraMtaMaxMessageSize") or MAX_SIZE)
    if limit and len(raw) > limit:
        raise Fault(
            "mail.MESSAGE_TOO_BIG", f"Message of size {len(raw)} exceeded allowed size",
            args=(("maxSize", "NUM", str(limit)), ("size", "NUM", str(len(raw)))),
        )  # fmt: skip
    addresses = [a.address for a in draft.recipients if a.kind in "tcb"]
    if not addresses:
        raise Fault("mail.SEND_FAILURE", "SMTP server reported: No recipient addresses")
    copies: list[Message] = []
    answered: Message | None = None
    target = acct.get("zimbraPrefDelegatedSendSaveTarget") or "owner"
    own_copy = not sender.delegated or target in ("sender", "both")
    if own_copy and not no_save and _true(auth, "zimbraPrefSaveToSent", True):
        box = open_mailbox(world, auth)
        messages.check_quota(box, len(raw))
        place = sent_folder(box, _identity(auth, identity_id))
        copies += save_sent(box, box.owner, place, raw, flags="s", date=now)
        answered = copies[0] if copies else None
    if not no_save and sender.delegated and target in ("owner", "both"):
        box = open_mailbox(world, acct)
        copies += save_sent(box, box.owner, sent_folder(box, {}), raw, flags="su", date=now)
    try:
        _hand_over(world, acct, addresses, draft.render(now, acct.domain_name, bcc=False))
    except Fault:
        for copy in copies:
            copy.mailbox.discard(copy)
        raise
    return answered


def _hand_over(world: World, acct: Account, addresses: list[str], raw: bytes) -> None:
    """Give the message to the transport; all or nothing unless zimbraSmtpSendPartial."""
    refused = {a: r for a in addresses if (r := delivery.refusal(world, a, relay=True)) is not None}
    good = [a for a in addresses if a not in refused]
    if refused:
        arguments = tuple(("invalid", "STR", a) for a in refused)
        text = "; ".join(f"{address}: {why.line}" for address, why in refused.items())
        if not good or acct.get("zimbraSmtpSendPartial") != "TRUE":
            unsent = tuple(("unsent", "STR", a) for a in good)
            raise Fault("mail.SEND_ABORTED_ADDRESS_FAILURE", f"Invalid address: {text}", args=arguments + unsent)
        delivery.transmit(world, acct.name, good, raw)
        raise Fault("mail.SEND_PARTIAL_ADDRESS_FAILURE", f"Invalid address: {text}", args=arguments)
    delivery.transmit(world, acct.name, good, raw)


def mark_original(box: Mailbox, who: Actor, number: int, reply_type: str) -> None:
    """Set Answered or Forwarded on the original where the sender may write; otherwise nothing happens."""
    message = box.messages.get(number)
    if message is not None and box.may(who, message.folder, "w"):
        messages.set_flag(box, who, message, "w" if reply_type == "w" else "r", True)
