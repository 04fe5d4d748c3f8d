# Copyright (c) 2026, the teammail.zimbra contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Whether a message fits a condition of a query."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from zimbra_simulator.mailbox import mime
from zimbra_simulator.mailbox.items import Message
from zimbra_simulator.mailbox.query import Term, parse_size

_WORDS = re.compile(r"[\w@.\-]+|[^\w\s]", re.UNICODE)
_PIECES = re.compile(r"\w+", re.UNICODE)
TEXT = {"content", "subject", "from", "to", "cc", "tofrom", "tocc", "fromcc", "tofromcc", "filename", "has", "msgid",
        "attachment", "contact", "type"}  # fmt: skip
_TYPE_WORDS = {
    "word": "application/msword", "excel": "application/vnd.ms-excel", "xls": "application/vnd.ms-excel",
    "powerpoint": "application/vnd.ms-powerpoint", "ppt": "application/vnd.ms-powerpoint", "pdf": "application/pdf",
}  # fmt: skip
_WITHOUT_SENDER = {
    "tome": "tome", "ccme": "ccme", "toccme": "toccme", "tofromme": "tome", "fromccme": "ccme", "tofromccme": "toccme",
}  # fmt: skip
_ADDRESS_KINDS = {"from": "f", "to": "t", "cc": "c", "tofrom": "tf", "tocc": "tc", "fromcc": "fc", "tofromcc": "tfc"}


def is_text(term: Term) -> bool:
    """Whether the full-text index answers a condition (then the matching parts are told)."""
    return (
        term.field in TEXT
        or term.field.startswith("#")
        or (term.field == "is" and term.value.lower() in _WITHOUT_SENDER)
    )


def parts(message: Message, conditions: Iterable[Term]) -> list[str]:
    """The names of the parts that full-text conditions found; words of the subject and of attachments as such are in none."""
    leaves = list(mime.parse(message.raw).root.leaves())
    found: set[str] = set()
    for term in conditions:
        if not is_text(term) or term.field in ("has", "attachment"):
            continue
        if term.field == "content":
            hits = [p for p in leaves if p.type.startswith("text/") and has_words(_text(p), term.value)]
        elif term.field == "type":
            hits = [p for p in leaves if _any_type([p.type], term.value)]
        elif term.field == "filename":
            hits = [p for p in leaves if p.filename and has_words(p.filename, term.value)]
        elif term.field == "is" and not IS[_WITHOUT_SENDER[term.value.lower()]](message):
            continue  # the sender alone is found by a flag
        else:
            hits = [p for p in leaves if p.type.startswith("text/")]
        found |= {p.name for p in hits}
    return [p.name for p in leaves if p.name in found]


def _text(part: mime.Part) -> str:
    return part.text if part.type != "text/html" else mime.strip_markup(part.text)


def _pieces(text: str) -> list[str]:
    return [piece.casefold() for piece in _PIECES.findall(text)]


def has_words(text: str, wanted: str) -> bool:
    """Whether the words stand in the text in that order side by side; a final * matches any ending."""
    prefix = wanted.endswith("*")
    needle, hay = _pieces(wanted), _pieces(text)
    if not needle:
        return prefix and bool(hay)
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
    if field == "has":
        # anything else looks for objects found in the text, such as addresses, which a 10.1 server does not index
        return value.lower() == "attachment" and _attached(message, "any")
    if field == "attachment":
        return _attached(message, value)
    if field == "type":
        return _any_type([p.type for p in mime.parse(message.raw).root.leaves()], value)
    if field == "contact":
        return False
    text = [message.subject, _addresses(message, "ftcbrs")]
    text += [_text(p) for p in parsed.root.leaves()]
    return has_words("\n".join(text), value)


def _attached(message: Message, what: str) -> bool:
    types = [p.type for p in mime.parse(message.raw).root.leaves() if p.filename or p.disposition == "attachment"]
    if what.lower() == "any":
        return bool(types)
    return not types if what.lower() == "none" else _any_type(types, what)


def _any_type(types: list[str], what: str) -> bool:
    """Whether one of the content types is meant: by its whole name, either half of it, or a word for it."""
    wanted = _TYPE_WORDS.get(what.lower(), what.lower())
    if wanted.endswith("*"):
        return any(kind.startswith(wanted[:-1]) for kind in types)
    return any(wanted in (kind, *kind.split("/")) for kind in types)


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


# flags by the name of a tag: letter, and whether it must be there
SYSTEM_TAGS = {
    "\\flagged": ("f", True), "\\unread": ("u", True), "\\answered": ("r", True), "\\forwarded": ("w", True),
    "\\draft": ("d", True), "\\deleted": ("x", True), "\\sent": ("s", True), "\\attached": ("a", True),
    "\\urgent": ("!", True), "\\bulk": ("?", True), "\\priority": ("+", True), "\\notified": ("n", True),
}  # fmt: skip


def matches(message: Message, term: Term) -> bool:
    """A condition that is not about folders."""
    field, value = term.field, term.value
    if is_text(term) and field != "is":
        return _text_matches(message, term)
    if field == "is":
        check = IS.get(value.lower())
        return check(message) if check else True
    if field == "tag":
        if value.startswith("\\"):
            letter, present = SYSTEM_TAGS[value.lower()]
            return (letter in message.flags) == present
        return value.lower() in (t.lower() for t in message.tags)
    if field in ("size", "bigger", "smaller"):
        sign, size = parse_size(value)
        sign = sign or {"bigger": ">", "smaller": "<"}.get(field, "")
        return message.size > size if sign == ">" else message.size < size if sign == "<" else message.size == size
    if field in ("date", "mdate", "day", "week", "month", "year", "after", "before"):
        low, high = term.span or (None, None)
        moment = message.changed if field == "mdate" else message.date
        return (low is None or moment >= low) and (high is None or moment < high)
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
