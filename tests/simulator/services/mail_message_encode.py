# Copyright (c) 2026, the teammail.zimbra contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Messages and conversations as answers show them (zimbra-soap-mail.md 5.1, 8.1)."""

from __future__ import annotations

from simulator.access.acl import Actor
from simulator.access.context import Call
from simulator.mailbox import mime
from simulator.mailbox.items import Message
from simulator.mailbox.mime import Address, Parsed, Part
from simulator.wire.element import E, Element

# recip of a Search: whose addresses a hit shows
SENDERS, RECIPIENTS_OF_SENT, EVERYBODY = "0", "1", "2"


def encode_address(address: Address) -> Element:
    return E("e", a=address.address, d=address.display, p=address.personal, t=address.kind)


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


def encode_hit(call: Call, message: Message, actor: Actor, sort: str, recip: str, parts: bool) -> Element:
    """One line of a search result; with ``parts`` the text parts that a full-text condition matched."""
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
    out.add_text("fr", message.fragment)
    if parts:
        for part in parsed.root.leaves():
            if part.type.startswith("text/"):
                out.add(E("hp", part=part.name))
    return out


def encode_message(
    call: Call, message: Message, actor: Actor, *, html: bool = False, raw: bool = False, headers: tuple[str, ...] = ()
) -> Element:
    """The whole message: addresses, headers asked for and the tree of parts."""
    out = _base(call, message)
    out.set(sd=message.sent)
    flags_and_tags(out, message, actor, always=False)
    parsed = mime.parse(message.raw)
    if raw:
        out.add_text("content", message.raw.decode("utf-8", "replace"))
        return out
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


def encode_conversation(call: Call, messages: list[Message], hits: list[Message], sort: str) -> Element:
    """A conversation in a search result: whole counts, and the messages that fitted."""
    newest = messages[-1]
    owner = newest.mailbox.account
    flags = "".join(sorted({letter for m in messages for letter in m.flags}, key="sarwfdxnu!?+".find))
    out = E(
        "c",
        id=call.qualify(owner, newest.conv_id),
        n=len(messages),
        u=sum(m.unread for m in messages) or None,
        f=flags or None,
        d=newest.date,
        sf=sort,
    )
    tags = list(dict.fromkeys(tag for m in messages for tag in m.tags))
    out.set(tn=",".join(tags) or None)
    seen = set()
    for message in messages:
        for address in mime.parse(message.raw).addresses("f"):
            if address.address.lower() not in seen:
                seen.add(address.address.lower())
                out.add(encode_address(address))
    out.add_text("su", mime.parse(newest.raw).subject)
    out.add_text("fr", newest.fragment)
    for message in sorted(hits, key=lambda m: (m.date, m.id), reverse=True):
        one = out.add(E("m", id=call.qualify(owner, message.id), l=call.qualify(owner, message.folder_id)))
        one.set(s=message.size, d=message.date, f=message.flags or None)
    return out
