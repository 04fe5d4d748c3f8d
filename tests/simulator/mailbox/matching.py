# Copyright (c) 2026, the teammail.zimbra contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Whether a message fits a condition of a query."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable

from simulator.mailbox import mime
from simulator.mailbox.items import Message
from simulator.mailbox.query import Term

_WORDS = re.compile(r"[\w@.\-]+|[^\w\s]", re.UNICODE)
_PIECES = re.compile(r"\w+", re.UNICODE)
TEXT = {"content", "subject", "from", "to", "cc", "tofrom", "tocc", "fromcc", "tofromcc", "filename", "has", "msgid",
        "attachment", "contact"}  # fmt: skip
_ADDRESS_KINDS = {"from": "f", "to": "t", "cc": "c", "tofrom": "tf", "tocc": "tc", "fromcc": "fc", "tofromcc": "tfc"}


def is_text(term: Term) -> bool:
    """Whether the full-text index answers a condition (then the matching parts are told)."""
    return term.field in TEXT or term.field.startswith("#")


def _pieces(text: str) -> list[str]:
    return [piece.casefold() for piece in _PIECES.findall(text)]


def has_words(text: str, wanted: str) -> bool:
    """Whether the words stand in the text in that order side by side; a final * matches any ending."""
    prefix = wanted.endswith("*")
    needle, hay = _pieces(wanted), _pieces(text)
    if not needle:
        return False
    for start in range(len(hay) - len(needle) + 1):
        window = hay[start : start + len(needle)]
        if window[:-1] == needle[:-1] and (window[-1] == needle[-1] or (prefix and window[-1].startswith(needle[-1]))):
            return True
    return False


def _bare_id(text: str) -> str:
    return text.strip().strip("<>").lower()


def _addresses(message: Message, kinds: str) -> str:
    parsed = mime.parse(message.raw)
    return " ".join(f"{a.personal or ''} {a.address}" for a in parsed.addresses(kinds))


def _text_matches(message: Message, term: Term) -> bool:
    parsed = mime.parse(message.raw)
    field, value = term.field, term.value
    if field in _ADDRESS_KINDS:
        return has_words(_addresses(message, _ADDRESS_KINDS[field]), value)
    if field == "subject":
        return has_words(message.subject, value)
    if field == "msgid":
        return _bare_id(message.message_id) == _bare_id(value)
    if field.startswith("#"):
        values = parsed.headers(field[1:])
        if field.lower() in ("#message-id", "#in-reply-to", "#references"):
            return any(_bare_id(value) in [_bare_id(one) for one in v.split()] for v in values)
        return any(has_words(v, value) or v.lower() == value.lower() for v in values)
    if field == "filename":
        return any(p.filename and has_words(p.filename, value) for p in parsed.root.leaves())
    if field in ("has", "attachment"):
        return _has(message, value)
    if field == "contact":
        return False
    text = [message.subject, _addresses(message, "ftcbrs")]
    text += [p.text if p.type != "text/html" else mime.strip_markup(p.text) for p in parsed.root.leaves()]
    return has_words("\n".join(text), value)


def _has(message: Message, what: str) -> bool:
    types = [p.type for p in mime.parse(message.raw).root.leaves() if p.filename or p.disposition == "attachment"]
    if what.lower() in ("attachment", "any"):
        return bool(types)
    if what.lower() == "none":
        return not types
    return any(kind == what.lower() or kind.startswith(what.lower() + "/") for kind in types)


def _flag(letter: str, wanted: bool) -> Callable[[Message], bool]:
    return lambda message: (letter in message.flags) == wanted


def _own(kinds: str) -> Callable[[Message], bool]:
    def check(message: Message) -> bool:
        mine = {a.lower() for a in message.mailbox.account.addresses}
        return any(a.address.lower() in mine for a in mime.parse(message.raw).addresses(kinds))

    return check


IS: dict[str, Callable[[Message], bool]] = {
    "unread": _flag("u", True), "read": _flag("u", False),
    "flagged": _flag("f", True), "unflagged": _flag("f", False),
    "replied": _flag("r", True), "unreplied": _flag("r", False),
    "forwarded": _flag("w", True), "unforwarded": _flag("w", False),
    "sent": _flag("s", True), "received": _flag("s", False),
    "draft": _flag("d", True), "solo": lambda m: m.conv_id == -m.id, "invite": lambda m: False,
    "tome": _own("t"), "fromme": _own("f"), "ccme": _own("c"), "tofromme": _own("tf"), "fromccme": _own("fc"),
    "toccme": _own("tc"), "tofromccme": _own("tfc"),
}  # fmt: skip


def parse_size(text: str) -> int:
    """A size like 10, 10kb, 1MB."""
    match = re.fullmatch(r"[<>]?(\d+)\s*(b|kb?|mb?|gb?)?", text.strip().lower())
    if not match:
        return 0
    unit = {"k": 1024, "m": 1024**2, "g": 1024**3}.get((match.group(2) or "")[:1], 1)
    return int(match.group(1)) * unit


def parse_day(text: str, now_ms: int) -> datetime.date | None:
    """A date as M/D/Y, Y/M/D, YYYYMMDD, milliseconds, today, yesterday, or relative like -3day."""
    today = datetime.datetime.fromtimestamp(now_ms / 1000).date()
    text = text.strip().lower()
    if text in ("today", "yesterday"):
        return today - datetime.timedelta(days=text == "yesterday")
    relative = re.fullmatch(r"([+-])(\d+)(day|week|month|year|d|w|m|y)?s?", text)
    if relative:
        unit = {"w": 7, "m": 30, "y": 365}.get((relative.group(3) or "d")[:1], 1)
        days = int(relative.group(2)) * unit
        return today + datetime.timedelta(days=days if relative.group(1) == "+" else -days)
    if re.fullmatch(r"\d{10,}", text):
        return datetime.datetime.fromtimestamp(int(text) / 1000).date()
    for pattern in ("%m/%d/%Y", "%Y/%m/%d", "%Y%m%d", "%m/%d/%y", "%Y-%m-%d"):
        try:
            return datetime.datetime.strptime(text, pattern).date()
        except ValueError:
            continue
    return None


def _date_matches(message: Message, term: Term) -> bool:
    value, sign = term.value, term.value[:1]
    if sign in "<>" and sign:
        value = value[1:].lstrip("=")
    day = parse_day(value, message.mailbox.world.now_ms())
    if day is None:
        return False
    moment = message.changed if term.field == "mdate" else message.date
    actual = datetime.datetime.fromtimestamp(moment / 1000).date()
    if term.field == "after" or sign == ">":
        return actual > day
    if term.field == "before" or sign == "<":
        return actual < day
    if term.field == "week":
        return actual.isocalendar()[:2] == day.isocalendar()[:2]
    if term.field == "month":
        return (actual.year, actual.month) == (day.year, day.month)
    return actual.year == day.year if term.field == "year" else actual == day


def matches(message: Message, term: Term) -> bool:
    """A condition that is not about folders."""
    field, value = term.field, term.value
    if is_text(term):
        return _text_matches(message, term)
    if field == "is":
        check = IS.get(value.lower())
        return check(message) if check else True
    if field == "tag":
        return value.lower() in (t.lower() for t in message.tags)
    if field in ("size", "bigger", "smaller"):
        size = parse_size(value)
        if field == "bigger" or value.startswith(">"):
            return message.size > size
        return message.size < size if field == "smaller" or value.startswith("<") else message.size == size
    if field in ("date", "mdate", "day", "week", "month", "year", "after", "before"):
        return _date_matches(message, term)
    if field == "conv":
        return value.rpartition(":")[2] == str(message.conv_id)
    if field == "item":
        ids = re.findall(r"\d+", value)
        return value.lower() == "all" or str(message.id) in ids
    if field == "priority":
        return {"high": "!", "low": "?"}.get(value.lower(), " ") in message.flags
    if field == "modseq":
        number = int(re.sub(r"\D", "", value) or 0)
        return message.ms > number if value.startswith(">") else message.ms == number
    return False
