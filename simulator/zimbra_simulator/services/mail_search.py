# Copyright (c) 2026, the teammail.zimbra contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Search, SearchConv and GetConv (zimbra-soap-mail.md 5.1)."""

from __future__ import annotations

from zimbra_simulator.access.acl import Actor
from zimbra_simulator.access.context import Call
from zimbra_simulator.directory.entry import Account
from zimbra_simulator.mailbox import dates, faults, messages, query
from zimbra_simulator.mailbox.items import Message
from zimbra_simulator.mailbox.mailbox import Mailbox
from zimbra_simulator.mailbox.search import Search, sort_messages, sort_value, sort_word
from zimbra_simulator.services.mail_ids import MAIL, actor, for_account, is_own, need_child, owner_of, parse_id, proxied
from zimbra_simulator.services.mail_message_encode import (
    SENDERS,
    encode_conversation,
    encode_hit,
    encode_message,
    encode_whole_conversation,
)
from zimbra_simulator.services.registry import handler
from zimbra_simulator.wire.element import Element, response_to
from zimbra_simulator.wire.faults import Fault, failure

MAX_LIMIT, DEFAULT_LIMIT = 1000, 10
_KINDS = (
    "message", "conversation", "contact", "appointment", "task", "note", "wiki", "document", "folder", "tag", "chat", "briefcase",
)  # fmt: skip


class _Run:
    """One search request on its way."""

    def __init__(self, request: Element, call: Call) -> None:
        self.request = request
        self.call = call
        self.box: Mailbox = call.mailbox()
        self.who = actor(call)
        text = request.attr("query")
        if text is None:
            text = call.requested.get("zimbraPrefMailInitialSearch") or "in:inbox"
        parsed = query.parse(text.strip(), self._clock())
        self.search = Search(self.box, parsed.root, self._parse_id, self._open)
        self.sort = sort_word(parsed.sort or request.attr("sortBy"))
        limit = self._number("limit", DEFAULT_LIMIT)
        self.limit = min(limit, MAX_LIMIT) if limit > 0 else DEFAULT_LIMIT
        self.asked_offset = self._number("offset", 0)
        self.offset = max(self.asked_offset, 0)

    def _number(self, name: str, default: int) -> int:
        text = self.request.attr(name)
        if not text:
            return default
        try:
            return int(text)
        except ValueError as exc:
            raise failure(f"java.lang.NumberFormatException: Not a number: {text}") from exc

    def _clock(self) -> dates.Clock:
        """Time zone and language of the request, else of the machine and American English; preferences do not count."""
        zone, locale = self.request.child("tz"), self.request.child("locale")
        return dates.Clock.of(
            self.call.world.now_ms(),
            zone.attr("id") if zone is not None else None,
            locale.text.strip().replace("-", "_") if locale is not None else None,
        )

    def _parse_id(self, text: str) -> tuple[str, int]:
        item = parse_id(text, self.call)
        return item.account_id, item.number

    def _open(self, account_id: str) -> tuple[Mailbox, Actor] | None:
        """Another mailbox as a search reaches it: the caller must be allowed to name it (zimbra-soap-mail.md 1.2)."""
        account = self.call.world.entries.get(account_id)
        if not isinstance(account, Account) or not self.call.may_name(account):
            return None
        try:
            other = for_account(self.call, account)
        except Fault:
            return None
        return other.mailbox(), actor(other)

    def hits(self) -> list[Message]:
        return sort_messages(self.search.hits(self.who), self.sort)

    def actor_for(self, message: Message) -> Actor:
        return self.who if message.mailbox is self.box else actor(self.call, message.mailbox.account)


@handler(MAIL, "SearchRequest")
def search(request: Element, call: Call) -> Element:
    """Messages or conversations (the default) that fit a query, page by page."""
    kinds = [kind.strip() for kind in (request.attr("types") or "conversation").lower().split(",")]
    for kind in kinds:
        if kind not in _KINDS:
            raise Fault("mail.INVALID_TYPE", f"invalid item type: {kind}", args=(("type", "NUM", kind),))
    one_by_one = "conversation" not in kinds
    run = _Run(request, call)
    answer = response_to(request)
    hits = run.hits() if {"message", "conversation"} & set(kinds) else []
    lines = [[message] for message in hits] if one_by_one else _by_conversation(hits)
    page = lines[run.offset : run.offset + run.limit]
    answer.set(sortBy=run.sort, offset=run.asked_offset, more=len(lines) > run.offset + run.limit)
    fetch = (request.attr("fetch") or "none").lower()
    for index, line in enumerate(page):
        if one_by_one:
            answer.add(_line(run, line[0], index, fetch))
        else:
            whole = messages.conversation(line[0].mailbox, line[0].conv_id)
            who, sort = run.actor_for(line[0]), sort_value(line[0], run.sort)
            visible = [m for m in whole if m.mailbox.may(who, m.folder, "r")]
            answer.add(encode_conversation(call, visible, line, who, sort, request.attr("recip") or SENDERS))
    return answer


def _line(run: _Run, message: Message, index: int, fetch: str) -> Element:
    who = run.actor_for(message)
    sort = sort_value(message, run.sort)
    expand = (
        fetch == "all"
        or (fetch in ("1", "first") and index == 0)
        or (fetch in ("u", "unread") and message.unread)
        or fetch == run.call.qualify(message.mailbox.account, message.id)
    )
    if expand:
        headers = tuple(h.attr("n") or "" for h in run.request.children_named("header"))
        html = run.request.boolean("html")
        return encode_message(run.call, message, who, html=html, headers=headers).set(cm=True, sf=sort)
    # observed on 10.1: the parts are told for hits of the mailbox itself only
    parts = run.search.parts(message) if message.mailbox is run.box else ()
    return encode_hit(run.call, message, who, sort, run.request.attr("recip") or SENDERS, parts)


def _by_conversation(hits: list[Message]) -> list[list[Message]]:
    """Hits of one conversation that stand side by side; what comes later of it is left out."""
    found: dict[tuple[str, int], list[Message]] = {}
    last: tuple[str, int] | None = None
    for message in hits:
        key = (message.mailbox.account.id, message.conv_id)
        if key == last or key not in found:
            found.setdefault(key, []).append(message)
        last = key
    return list(found.values())


@handler(MAIL, "SearchConvRequest")
def search_conv(request: Element, call: Call) -> Element:
    """The messages of one conversation; those that do not fit the query are without ``sf``."""
    item = parse_id(request.need("cid"), call)
    if not is_own(item, call):
        return proxied(search_conv, request, call, owner_of(item, call))
    run = _Run(request, call)
    whole = messages.conversation(run.box, item.number)
    if not whole:
        raise faults.no_such_conv(item.number)
    fitting = {m.id for m in run.search.hits(run.who)}
    ordered = sort_messages(whole, run.sort)
    answer = response_to(request)
    page = ordered[run.offset : run.offset + run.limit]
    answer.set(sortBy=run.sort, offset=run.asked_offset, more=len(ordered) > run.offset + run.limit)
    for message in page:
        line = encode_hit(call, message, run.who, sort_value(message, run.sort), SENDERS)
        answer.add(line if message.id in fitting else line.set(cm=None, sf=None))
    return answer


@handler(MAIL, "GetConvRequest")
def get_conv(request: Element, call: Call) -> Element:
    """A conversation with its messages, as far as the caller may read them."""
    asked = need_child(request, "c")
    item = parse_id(asked.need("id"), call)
    if not is_own(item, call):
        return proxied(get_conv, request, call, owner_of(item, call))
    box: Mailbox = call.mailbox()
    who = actor(call)
    whole = messages.conversation(box, item.number)
    if not whole:
        raise faults.no_such_conv(item.number)
    readable = [m for m in whole if box.may(who, m.folder, "r")]
    if not readable:
        raise faults.not_readable()
    fetch = (asked.attr("fetch") or "none").lower()
    answer = response_to(request)

    def expand(index: int, message: Message) -> bool:
        if fetch in ("u", "unread"):
            return message.unread
        return fetch == "all" or (fetch in ("1", "first") and index == 0) or fetch == str(message.id)

    answer.add(encode_whole_conversation(call, readable, who, expand, html=asked.boolean("html")))
    return answer
