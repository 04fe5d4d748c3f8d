# Copyright (c) 2026, the teammail.zimbra contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""AddMsg, GetMsg, MsgAction and ConvAction (zimbra-soap-mail.md 5.2, 8.1)."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from zimbra_simulator.access.acl import Actor
from zimbra_simulator.access.context import Call
from zimbra_simulator.mailbox import delivery_rules, faults, messages, mime
from zimbra_simulator.mailbox.items import Folder, Message
from zimbra_simulator.mailbox.mailbox import INBOX, JUNK, SENT, TRASH, Mailbox
from zimbra_simulator.services.mail_actions import Action, read_action, run
from zimbra_simulator.services.mail_ids import (
    MAIL,
    ItemId,
    actor,
    for_account,
    is_own,
    mount_target,
    need_child,
    owner_of,
    parse_id,
    proxied,
    redispatch,
    unchanged,
)
from zimbra_simulator.services.mail_message_encode import encode_added, encode_message
from zimbra_simulator.services.registry import handler
from zimbra_simulator.wire.element import Element, response_to
from zimbra_simulator.wire.faults import Fault, invalid_request, no_access


def tag_names(node: Element, box: Mailbox) -> list[str] | None:
    """Tags of a request by name (tn) or number (t); None when it says nothing of tags."""
    names = node.attr("tn")
    if names is not None:
        return [name for name in names.split(",") if name]
    numbers = node.attr("t")
    if numbers is None:
        return None
    found = []
    for number in numbers.split(","):
        if number.strip():
            tag = box.tags.get(int(number)) if number.strip().isdigit() else None
            if tag is None:
                if not number.strip().isdigit():
                    raise invalid_request(f"invalid tag ID string: {number}")
                raise faults.no_such_tag(int(number))
            found.append(tag.name)
    return found


# ------------------------------------------------------------------ AddMsg, GetMsg


def _from_root(path: str) -> str:
    return path if not path or path.startswith("/") else "/" + path


@handler(MAIL, "AddMsgRequest")
def add_msg(request: Element, call: Call) -> Element:
    """Store a message as it is given; without ``f`` it counts as read."""
    asked = need_child(request, "m")
    place = asked.need("l")
    asked.strict_boolean("noICal")
    if ":" in place or place.strip().lstrip("-").isdigit():
        elsewhere = redispatch(add_msg, request, call, asked, "l")
        if elsewhere is not None:
            return elsewhere
    box: Mailbox = call.mailbox()
    who = actor(call)
    try:
        number = parse_id(place, call).number
    except Fault:
        number = -1
    folder = box.readable(who, box.folder(number) if number > 0 else box.by_path(_from_root(place)))
    if asked.attr("aid") is not None:
        raise faults.no_such_upload(asked.need("aid"))
    content = need_child(asked, "content").text
    # whether there is an attachment, and how urgent it is, the message says itself
    flags, tags = re.sub("[a!?]", "", asked.attr("f") or ""), tag_names(asked, box) or []
    date = asked.integer("d", call.world.now_ms())
    raw = mime.crlf(content) or b"\r\n"
    messages.check_quota(box, len(raw))
    answer = response_to(request)
    if request.boolean("filterSent") and folder.id == SENT and "s" in flags:
        made = delivery_rules.save_sent(box, who, folder, raw, flags=flags, date=date)
        stored = made[0] if made else None
    else:
        stored = messages.add(box, who, folder, raw, flags=flags, tags=tags, date=date)
    if stored is not None:
        answer.add(encode_added(call, stored, who))
    return answer


@handler(MAIL, "GetMsgRequest")
def get_msg(request: Element, call: Call) -> Element:
    """A message with its parts; read=1 marks it read where the caller may write."""
    asked = need_child(request, "m")
    item = parse_id(asked.need("id"), call)
    if not is_own(item, call):
        return proxied(get_msg, request, call, owner_of(item, call))
    box: Mailbox = call.mailbox()
    who = actor(call)
    message = box.message(item.number)
    box.readable(who, message.folder)
    if asked.boolean("read") and message.unread and box.may(who, message.folder, "w"):
        messages.set_flag(box, who, message, "u", False)
    answer = response_to(request)
    headers = tuple(h.attr("n") or "" for h in asked.children_named("header"))
    answer.add(
        encode_message(call, message, who, html=asked.boolean("html"), raw=asked.boolean("raw"), headers=headers)
    )
    return answer


# ------------------------------------------------------------------ where a move goes


class _Target:
    """The folder of a move or copy: in this mailbox, or in another one behind an id or a link."""

    def __init__(self, action: Action, text: str) -> None:
        call = action.call
        self.box: Mailbox = call.mailbox()
        item = parse_id(text, call)
        self.silent = False
        if is_own(item, call):
            folder = self.box.folder(item.number)
            if folder.is_link:
                item = mount_target(folder)
        if is_own(item, call):
            self.other, self.who, self.folder = self.box, actor(call), self.box.folder(item.number)
        else:
            self._elsewhere(call, item)

    def _elsewhere(self, call: Call, item: ItemId, hops: int = 0) -> None:
        """A link there leads on. When it leads back here, the answer does not list the ids (observed on 10.1)."""
        owner = owner_of(item, call)
        if not call.may_name(owner):
            raise no_access(owner.id)
        other = for_account(call, owner)
        box: Mailbox = other.mailbox()
        found = box.item(item.number)
        folder = box.readable(actor(other), box.folder(found.id))
        if folder.is_link:
            target = mount_target(folder)
            self.silent = True
            if target.account_id == self.box.account.id:
                self.other, self.who, self.folder = self.box, actor(call), self.box.folder(target.number)
                return
            if hops >= 5:
                raise Fault("service.TOO_MANY_HOPS", "mountpoint or proxy loop detected")
            self._elsewhere(call, target, hops + 1)
            return
        self.other, self.who, self.folder = box, actor(other), folder

    @property
    def local(self) -> bool:
        return self.other is self.box

    def take(self, who: Actor, message: Message) -> None:
        """Move one message there."""
        if self.local:
            messages.move(self.box, who, message, self.folder)
        else:
            messages.transfer(self.box, who, message, self.other, self.who, self.folder)

    def copy(self, who: Actor, message: Message) -> None:
        """Copy one message there."""
        if self.local:
            messages.copy(self.box, who, message, self.folder)
        else:
            self.box.readable(who, message.folder)
            messages.add(self.other, self.who, self.folder, message.raw, flags=message.flags, date=message.date)


# ------------------------------------------------------------------ one message

Step = Callable[[Message], None]


def _flag_step(action: Action, letter: str, on: bool) -> Step:
    box, who = action.call.mailbox(), actor(action.call)
    return lambda message: messages.set_flag(box, who, message, letter, on)


def _tag_step(action: Action) -> Step:
    box, who = action.call.mailbox(), actor(action.call)
    name = action.node.attr("tn")
    if name is None:
        number = action.node.attr("t")
        if number is None:
            raise invalid_request("missing required attribute: tn")
        name = (tag_names(action.node, box) or [""])[0]
    return lambda message: messages.set_tag(box, who, message, name, action.on)


def _update_step(action: Action) -> Step:
    node, call = action.node, action.call
    box, who = call.mailbox(), actor(call)
    where = node.attr("l")
    folder: Folder | None = None
    if where is not None:
        item = parse_id(where, call)
        if not is_own(item, call):
            raise invalid_request("cannot move item between mailboxes")
        folder = box.folder(item.number)
    flags, tags = node.attr("f"), tag_names(node, box)

    def step(message: Message) -> None:
        if flags is not None or tags is not None:
            messages.replace_flags(box, who, message, flags, tags)
        if folder is not None:
            messages.move(box, who, message, folder)

    return step


def _step(action: Action) -> tuple[Step, bool]:
    """What to do with each message, and whether the answer lists their ids."""
    box, who = action.call.mailbox(), actor(action.call)
    name = action.name
    if name == "read":
        return _flag_step(action, "u", not action.on), True
    if name in ("flag", "priority"):
        return _flag_step(action, "f" if name == "flag" else "+", action.on), True
    if name == "tag":
        return _tag_step(action), True
    if name == "update":
        return _update_step(action), True
    if name == "delete":
        return (lambda m: messages.delete(box, who, m)), True
    if name == "trash":
        return (lambda m: messages.move(box, who, m, box.folder(TRASH))), True
    if name in ("move", "copy", "spam"):
        default = str(JUNK if action.on else INBOX) if name == "spam" else None
        target = _Target(action, action.node.attr("l", default) or action.node.need("l"))
        return (lambda m: target.copy(who, m) if name == "copy" else target.take(who, m)), not target.silent
    raise invalid_request(f"unknown operation: {name}")


@handler(MAIL, "MsgActionRequest")
def msg_action(request: Element, call: Call) -> Element:
    """One operation on messages; the first refusal stops it."""
    return run(request, read_action(request, call), msg_action, _run_messages)


def _run_messages(action: Action, numbers: list[int]) -> list[str]:
    box: Mailbox = action.call.mailbox()
    step, listed = _step(action)
    if action.name == "delete":
        there = [n for n in numbers if n in box.messages or n in box.folders or n in box.tags]
        found = [box.message(n) for n in there]
    elif action.name == "trash":
        for number in numbers:
            box.item(number)
        found = [box.message(n) for n in numbers]
        for message in found:
            box.readable(actor(action.call), message.folder)
    else:
        found = [box.message(n) for n in numbers]
    constraint = action.node.attr("tcon")
    for message in found:
        if messages.matches_constraint(message, constraint) and unchanged(action.call, message):
            step(message)
    return action.shown(numbers) if listed else []


@handler(MAIL, "ConvActionRequest")
def conv_action(request: Element, call: Call) -> Element:
    """One operation on conversations: what the caller may do is done, PERM_DENIED only when that is nothing."""
    return run(request, read_action(request, call), conv_action, _run_conversations)


def _run_conversations(action: Action, numbers: list[int]) -> list[str]:
    box: Mailbox = action.call.mailbox()
    step, listed = _step(action)
    constraint = action.node.attr("tcon")
    for number in numbers:
        whole = messages.conversation(box, number)
        if not whole and action.name != "delete":
            raise faults.no_such_conv(number) if number > 0 else faults.no_such_msg(-number)
        fitting = [m for m in whole if messages.matches_constraint(m, constraint)]
        _each(step, [m for m in fitting if unchanged(action.call, m)])
    return action.shown(numbers) if listed else []


def _each(step: Step, found: Iterable[Message]) -> None:
    done, refused = 0, None
    for message in found:
        try:
            step(message)
            done += 1
        except Fault as fault:
            if fault.code != "service.PERM_DENIED":
                raise
            refused = fault
    if refused is not None and not done:
        raise refused
