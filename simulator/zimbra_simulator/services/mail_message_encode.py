# Copyright (c) 2026, the teammail.zimbra contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Messages and conversations as answers show them (zimbra-soap-mail.md 5.1, 8.1)."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from zimbra_simulator.access.acl import Actor
from zimbra_simulator.access.context import Call
from zimbra_simulator.directory.addresses import shown
from zimbra_simulator.mailbox import mime
from zimbra_simulator.mailbox.items import Message
from zimbra_simulator.mailbox.mime import Address, Parsed, Part
from zimbra_simulator.wire.element import E, Element

# recip of a Search: whose addresses a hit shows
SENDERS, RECIPIENTS_OF_SENT, EVERYBODY = "0", "1", "2"


def encode_address(address: Address) -> Element:
    return E("e", a=shown(address.address), d=address.display, p=address.personal, t=address.kind)


def _base(call: Call, message: Message) -> Element:
    owner = message.mailbox.account
    return E(
        "m",
        id=call.qualify(owner, message.id),
        l=call.qualify(owner, message.folder_id),
        cid=call.qualify(owner, message.conv_id),
        s=message.size,
        d=message.date,
        rev=message.rev,
    )


def flags_and_tags(out: Element, message: Message, actor: Actor, *, always: bool) -> None:
    """Flags and tags; tag numbers are for those with full access only."""
    if message.flags or always:
        out.set(f=message.flags)
    if message.tags or always:
        out.set(tn=",".join(message.tags))
        if actor.full:
            found = [message.mailbox.tag_named(name) for name in message.tags]
            out.set(t=",".join(str(tag.id) for tag in found if tag))


def encode_added(call: Call, message: Message, actor: Actor) -> Element:
    """What AddMsg answers: numbers and flags only."""
    out = _base(call, message)
    out.set(md=message.changed // 1000, ms=message.ms)
    flags_and_tags(out, message, actor, always=True)
    return out


def encode_hit(call: Call, message: Message, actor: Actor, sort: str, recip: str, parts: Iterable[str] = ()) -> Element:
    """One line of a search result; ``parts`` are those that a full-text condition matched."""
    out = _base(call, message)
    out.set(cm=True, sf=sort)
    flags_and_tags(out, message, actor, always=False)
    parsed = mime.parse(message.raw)
    kinds = "f"
    if recip == EVERYBODY:
        kinds = "ft"
    elif recip == RECIPIENTS_OF_SENT and "s" in message.flags:
        kinds = "t"
    for address in parsed.addresses(kinds):
        out.add(encode_address(address))
    out.add_text("su", message.subject)
    if message.fragment:
        out.add_text("fr", message.fragment)
    for part in parts:
        out.add(E("hp", part=part))
    return out


def encode_message(
    call: Call, message: Message, actor: Actor, *, html: bool = False, raw: bool = False, headers: tuple[str, ...] = ()
) -> Element:
    """The whole message: addresses, headers asked for and the tree of parts."""
    out = _base(call, message)
    flags_and_tags(out, message, actor, always=False)
    if raw:
        if message.raw.isascii():
            out.add_unique("content").text = message.raw.decode("ascii")
        else:  # what is not plain ASCII has to be fetched over HTTP
            out.add_unique("content", url=f"/service/content/get?id={out.attrs['id']}")
        return out
    out.set(sd=message.sent)
    parsed = mime.parse(message.raw)
    if message.fragment:
        out.add_text("fr", message.fragment)
    for address in parsed.addresses():
        out.add(encode_address(address))
    out.add_text("su", message.subject)
    if message.message_id:
        out.add_text("mid", message.message_id)
    if "d" in message.flags and parsed.header("in-reply-to"):  # told of drafts only
        out.add_text("irt", parsed.header("in-reply-to"))
    for name in headers:
        for value in parsed.headers(name):
            out.add(E("header", n=name, text=value))
    out.add(_encode_part(parsed.root, parsed, parsed.body(prefer_html=html)))
    return out


def _encode_part(part: Part, parsed: Parsed, body: Part | None) -> Element:
    out = E("mp", part=part.name, ct=part.type, s=part.size or None if part.children else part.size)
    if part.filename:
        out.set(filename=part.filename)
    if part.disposition:
        out.set(cd=part.disposition)
    content_id = part.message["content-id"]
    if content_id:
        out.set(ci=mime.decoded(content_id))
    if part is body:
        out.set(body=True)
        out.add_text("content", part.text)
    for child in part.children:
        out.add(_encode_part(child, parsed, body))
    return out


def _summary(call: Call, messages: list[Message], actor: Actor, kinds: str) -> Element:
    """``<c>`` with its counts, the flags and tags of all its messages and the addresses of the given kinds."""
    owner = messages[0].mailbox.account
    present = [m for m in messages if "x" not in m.flags]
    flags = "".join(sorted({letter for m in present for letter in m.flags}, key="sarwfdxnu!?+".find))
    out = E("c", id=call.qualify(owner, messages[0].conv_id), n=len(present), f=flags or None)
    out.set(u=sum(m.unread for m in messages))
    if len(present) != len(messages):
        out.set(total=len(messages))
    tags = list(dict.fromkeys(tag for m in present for tag in m.tags))
    if tags:
        out.set(tn=",".join(tags))
        if actor.full:
            found = [messages[0].mailbox.tag_named(name) for name in tags]
            out.set(t=",".join(str(tag.id) for tag in found if tag))
    for kind in kinds:
        seen: dict[str, Address] = {}
        for message in present:
            for address in mime.parse(message.raw).addresses(kind):
                seen.setdefault(address.address.lower(), address)
        for address in seen.values():
            out.add(encode_address(address))
    return out


def encode_conversation(
    call: Call, messages: list[Message], hits: list[Message], actor: Actor, sort: str, recip: str
) -> Element:
    """A conversation in a search result: whole counts, date and subject of the first hit, and the hits."""
    owner = messages[0].mailbox.account
    out = _summary(call, messages, actor, "ft" if recip == EVERYBODY else "f")
    out.set(d=hits[0].date, sf=sort)
    out.add_text("su", hits[0].subject)
    out.add_text("fr", messages[-1].fragment)
    for message in hits:
        one = out.add(E("m", id=call.qualify(owner, message.id), l=call.qualify(owner, message.folder_id)))
        # the size is told where the message is the whole conversation
        one.set(s=message.size if len(messages) == 1 else None, d=message.date, f=message.flags or None)
    return out


def encode_whole_conversation(
    call: Call, messages: list[Message], actor: Actor, expand: Callable[[int, Message], bool], *, html: bool
) -> Element:
    """A conversation with its messages, those that ``expand`` picks with their parts."""
    owner = messages[0].mailbox.account
    out = _summary(call, messages, actor, "ft")
    out.set(d=messages[-1].date)
    out.add_text("su", messages[0].subject)
    for index, message in enumerate(m for m in messages if "x" not in m.flags):
        if expand(index, message):
            out.add(encode_message(call, message, actor, html=html))
            continue
        one = out.add(E("m", id=call.qualify(owner, message.id), l=call.qualify(owner, message.folder_id)))
        one.set(s=message.size, d=message.date)
        flags_and_tags(one, message, actor, always=False)
        one.add_text("su", message.subject)
        one.add_text("fr", message.fragment)
        for address in mime.parse(message.raw).addresses("f"):
            one.add(encode_address(address))
    return out
