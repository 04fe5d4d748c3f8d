# Copyright (c) 2026, the teammail.zimbra contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Item ids of requests and re-dispatch to the mailbox that owns an item (zimbra-soap-mail.md 1.3)."""

from __future__ import annotations

import copy
import re
from collections.abc import Callable
from dataclasses import dataclass

from zimbra_simulator.access.acl import Actor
from zimbra_simulator.access.context import Call
from zimbra_simulator.directory.entry import Account, Entry
from zimbra_simulator.mailbox.items import Folder, Item
from zimbra_simulator.mailbox.mailbox import Mailbox
from zimbra_simulator.mailbox.sending import Sender
from zimbra_simulator.wire.element import Element
from zimbra_simulator.wire.faults import Fault, invalid_request, modify_conflict, no_such

MAIL = "urn:zimbraMail"
Function = Callable[[Element, Call], Element]


@dataclass(frozen=True)
class ItemId:
    """An id of a request: whose mailbox, and the number in it."""

    account_id: str
    number: int

    def __str__(self) -> str:
        return f"{self.account_id}:{self.number}"


def parse_id(text: str | None, call: Call) -> ItemId:
    """``id`` or ``zid:id``; service.INVALID_REQUEST for anything else."""
    if text is None or not text.strip():
        raise invalid_request("empty/missing item ID")
    owner, colon, number = text.strip().rpartition(":")
    if not re.fullmatch(r"-?[0-9]{1,10}", number) or (colon and not owner):
        raise invalid_request(f"malformed item ID: {text}")
    return ItemId(owner if colon else call.requested.id, int(number))


def parse_ids(text: str, call: Call) -> list[ItemId]:
    """A list of ids, parted by commas."""
    return [parse_id(one, call) for one in text.split(",") if one.strip()] or [parse_id(text, call)]


def need_child(node: Element, name: str) -> Element:
    """A child of a mail request; service.INVALID_REQUEST when it is not there."""
    return node.need_child(name)


def owner_of(item: ItemId, call: Call) -> Account:
    """The account whose mailbox an id names; account.NO_SUCH_ACCOUNT."""
    account = call.world.entries.get(item.account_id)
    if not isinstance(account, Account):
        raise no_such("account", item.account_id)
    return account


def is_own(item: ItemId, call: Call) -> bool:
    """Whether an id lies in the requested mailbox."""
    return item.account_id.lower() == call.requested.id.lower()


def actor(call: Call, account: Account | None = None) -> Actor:
    """Who acts in a mailbox (default: the requested one), with his powers over it."""
    owner = account or call.requested
    caller = call.caller
    full = call.full_access(owner) or call.world.has_right(caller, "loginAs", owner)
    return Actor(caller, full)


def sender_for(call: Call, acct: Account) -> Sender:
    """Who sends in an account's mailbox: administrators may use the address of whatever they govern."""
    token = call.auth
    if token is None or not token.any_admin:
        return Sender(call.world, call.caller, acct)

    def governs(entry: Entry) -> bool:
        return call.full_access(entry) if isinstance(entry, Account) else token.is_admin

    return Sender(call.world, call.caller, acct, governs)


def for_account(call: Call, account: Account) -> Call:
    """The same call with another requested account; its status is looked at, its shares are not.

    service.PROXY_ERROR where the server that has its mailbox is away.
    """
    with call.at(account):
        pass
    other = copy.copy(call)
    other.target = account
    other.named = account.name
    if other.delegated:
        other.check_active(account)
    return other


def since(call: Call) -> tuple[int, str] | None:
    """(token, type) of the context's ``<change>``, by which a request leaves alone what is newer (zimbra-soap-mail.md 10)."""
    change = call.context.child("change")
    if change is None or change.attr("token") is None:
        return None
    return change.integer("token"), "new" if (change.attr("type") or "mod") == "new" else "mod"


def unchanged(call: Call, item: Item | None) -> bool:
    """Optimistic locking: mail.MODIFY_CONFLICT when the item was touched after the token.

    With type ``new`` a message made after it is left alone instead: False. Folders are not asked for that.
    """
    limit = since(call)
    if limit is None or item is None:
        return True
    if limit[1] == "new":
        return isinstance(item, Folder) or item.rev <= limit[0]
    if item.ms > limit[0]:
        raise modify_conflict()
    return True


def _qualified(fault: Fault, account: Account) -> Fault:
    """A fault that comes back from another mailbox names items with their owner's id."""
    arguments = tuple(
        (name, kind, f"{account.id}:{value}" if kind == "IID" and ":" not in value else value)
        for name, kind, value in fault.arguments
    )
    return Fault(fault.code, fault.text, receiver=fault.receiver, args=arguments)


def proxied(function: Function, request: Element, call: Call, account: Account) -> Element:
    """Run a handler in another account's mailbox with the same token."""
    other = for_account(call, account)
    try:
        with other.at(account):
            return function(request, other)
    except Fault as fault:
        if account.id == call.requested.id:
            raise
        raise _qualified(fault, account) from fault


def mount_target(folder: Folder) -> ItemId:
    """Where a link points."""
    assert folder.link is not None
    return ItemId(folder.link["zid"], folder.link["rid"])


def through_link(text: str | None, call: Call) -> ItemId | None:
    """The target when an id names a local link; mail.NO_SUCH_ITEM when it names nothing (zimbra-soap-mail.md 1.3)."""
    if text is None:
        return None
    item = parse_id(text, call)
    if not is_own(item, call):
        return None
    box: Mailbox = call.mailbox()
    if item.number < 0:
        return None
    found = box.item(item.number)
    if isinstance(found, Folder):
        box.readable(actor(call), found)
        return mount_target(found) if found.is_link else None
    return None


def redispatch(
    function: Function, request: Element, call: Call, holder: Element, name: str, *, translated: bool = False
) -> Element | None:
    """Answer a request at the owner when the id in ``holder``'s attribute lies there or is a local link.

    None when the id is local. With ``translated`` an ``l`` of the answer equal to the mounted folder becomes the
    link's own id again when a link was resolved (folder requests do that, AddMsg does not: observed on 10.1).
    """
    text = holder.attr(name)
    if text is None:
        return None
    item = parse_id(text, call)
    target = item if not is_own(item, call) else through_link(text, call)
    if target is None:
        return None
    owner = owner_of(target, call)
    changed = copy.deepcopy(request)
    twin = next(c for c in changed.children if c.name == holder.name)
    twin.attrs[name] = str(target)
    answer = proxied(function, changed, call, owner)
    if translated and target is not item:
        translate(answer, call, item, target)
    return answer


def translate(answer: Element, call: Call, link: ItemId, target: ItemId) -> None:
    """Show the link's id where a direct child of the answer lies in the mounted folder."""
    there = call.qualify(owner_of(target, call), target.number)
    for child in answer.children:
        if child.attrs.get("l") == there:
            child.attrs["l"] = call.qualify(owner_of(link, call), link.number)
