# Copyright (c) 2026, the teammail.zimbra contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Reading messages: headers, addresses, parts, the fragment shown in lists."""

from __future__ import annotations

import email
import email.errors
import email.header
import email.message
import email.utils
import html
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache

FRAGMENT_LENGTH = 150
_ADDRESS_HEADERS = (("from", "f"), ("to", "t"), ("cc", "c"), ("bcc", "b"), ("reply-to", "r"), ("sender", "s"))
_HONORIFICS = {"dr", "mr", "mrs", "ms", "prof", "herr", "frau"}
_LABEL = re.compile(r"^\s*\[[^\]]*\]\s*(?=\S)")  # what mailing lists put before the subject
_REPLY = re.compile(r"^\s*(?:(?:re|fwd?|aw|wg|antw)\s*(?:\[\d+\])?\s*:\s*)+", re.IGNORECASE)


@dataclass(frozen=True)
class Address:
    """One address of a header; ``kind`` is f t c b r or s."""

    kind: str
    address: str
    personal: str | None

    @property
    def display(self) -> str:
        """The short name shown in lists: the first name, or what stands before the @."""
        if not self.personal:
            return self.address.partition("@")[0]
        name = self.personal.strip().strip("'\"")
        last, comma, rest = name.partition(",")
        words = (rest if comma and rest.strip() else last).split()
        plain = [w for w in words if w.rstrip(".").lower() not in _HONORIFICS] or words
        return plain[0] if plain else self.address.partition("@")[0]

    def header(self) -> str:
        return f'"{self.personal}" <{self.address}>' if self.personal else self.address


@dataclass
class Part:
    """A MIME part; ``name`` as the server counts them: 1, 1.2, TEXT for a multipart at the top."""

    name: str
    type: str
    size: int
    message: email.message.Message
    filename: str | None = None
    disposition: str | None = None
    children: list[Part] = field(default_factory=list)

    @property
    def text(self) -> str:
        """The decoded text with plain line ends; empty for what is no text."""
        if not self.type.startswith("text/"):
            return ""
        payload = self.message.get_payload(decode=True)
        if not isinstance(payload, bytes):
            return ""
        charset = self.message.get_content_charset() or "utf-8"
        try:
            text = payload.decode(charset, "replace")
        except LookupError:
            text = payload.decode("utf-8", "replace")
        return text.replace("\r\n", "\n")

    def leaves(self) -> Iterator[Part]:
        if not self.children:
            yield self
        for child in self.children:
            yield from child.leaves()


def unfolded(value: str) -> str:
    """A header value in one line; bytes beyond ASCII are read as UTF-8 or else as Latin-1."""
    raw = re.sub(r"\r?\n[ \t]*", " ", value).encode("utf-8", "surrogateescape")
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return raw.decode("latin-1")


def decoded(value: str) -> str:
    """A header value with its encoded words resolved and its folding removed."""
    text = unfolded(value)
    if "=?" not in text:
        return text
    try:
        return str(email.header.make_header(email.header.decode_header(text)))
    except (ValueError, LookupError, email.errors.HeaderParseError):
        return text


@dataclass
class Parsed:
    """A message taken apart."""

    message: email.message.Message
    root: Part

    def raw_headers(self, name: str) -> list[str]:
        """All values of a header as they stand in the message."""
        return [value for key, value in self.message.raw_items() if key.lower() == name.lower()]

    def header(self, name: str) -> str:
        """The first value of a header, readable; empty when there is none."""
        return next(iter(self.headers(name)), "")

    def headers(self, name: str) -> list[str]:
        """All values of a header, readable."""
        return [decoded(value).strip() for value in self.raw_headers(name)]

    @property
    def subject(self) -> str:
        return self.header("subject")

    @property
    def message_id(self) -> str:
        return self.header("message-id")

    @property
    def references(self) -> list[str]:
        """Message-IDs this one refers to."""
        return re.findall(r"<[^<>\s]+>", self.header("references") + " " + self.header("in-reply-to"))

    @property
    def sent(self) -> int | None:
        """The Date header in milliseconds."""
        try:
            moment = email.utils.parsedate_to_datetime(self.header("date"))
        except (ValueError, TypeError, IndexError):
            return None
        return int(moment.timestamp() * 1000)

    def addresses(self, kinds: str = "ftcbrs") -> list[Address]:
        """The addresses of the address headers, header by header."""
        found = []
        for header, kind in _ADDRESS_HEADERS:
            if kind in kinds:
                raw = [unfolded(value) for value in self.raw_headers(header)]
                for name, address in email.utils.getaddresses(raw):
                    if address:
                        found.append(Address(kind, address, decoded(name) or None))
        return found

    def body(self, prefer_html: bool = False) -> Part | None:
        """The part that is shown as the text of the message."""
        wanted = ("text/html", "text/plain") if prefer_html else ("text/plain", "text/html")
        texts = [p for p in self.root.leaves() if p.type.startswith("text/") and p.disposition != "attachment"]
        for kind in wanted:
            for part in texts:
                if part.type == kind:
                    return part
        return texts[0] if texts else None

    @property
    def plain(self) -> str:
        """The text of the message without markup."""
        part = self.body()
        if part is None:
            return ""
        return strip_markup(part.text) if part.type == "text/html" else part.text

    @property
    def fragment(self) -> str:
        """The first words, white space folded, cut at a word's end."""
        text = " ".join(self.plain.split())
        if len(text) <= FRAGMENT_LENGTH:
            return text
        cut = text[:FRAGMENT_LENGTH]
        at = cut.rfind(" ")
        return (cut[:at] if at > FRAGMENT_LENGTH // 2 else cut) + " ..."

    @property
    def has_attachment(self) -> bool:
        return any(p.filename or p.disposition == "attachment" for p in self.root.leaves())


def strip_markup(text: str) -> str:
    """HTML as running text."""
    text = re.sub(r"(?is)<(script|style|head)\b.*?</\1\s*>", " ", text)
    return html.unescape(re.sub(r"(?s)<[^>]*>", " ", text))


def _part(message: email.message.Message, name: str) -> Part:
    kind = message.get_content_type()
    payload = message.get_payload()
    multipart = message.is_multipart() and kind.startswith("multipart/")
    size = 0 if multipart or not isinstance(payload, str) else len(payload.encode("utf-8", "surrogateescape"))
    filename = message.get_filename()
    part = Part(name, kind, size, message, decoded(filename) if filename else None, message.get_content_disposition())
    if multipart and isinstance(payload, list):
        prefix = "" if name == "TEXT" else name + "."
        part.children = [_part(child, f"{prefix}{n}") for n, child in enumerate(payload, 1)]
    return part


@lru_cache(maxsize=256)
def parse(raw: bytes) -> Parsed:
    """Take a message apart; nothing that can be read as bytes fails."""
    message = email.message_from_bytes(raw)
    return Parsed(message, _part(message, "TEXT" if message.get_content_maintype() == "multipart" else "1"))


def normalize_subject(subject: str) -> str:
    """A subject without the marks of replies and forwards: what conversations are matched by."""
    before = None
    while before != subject:
        before = subject
        subject = _LABEL.sub("", _REPLY.sub("", subject)).strip()
    return " ".join(subject.split()).lower()


def is_reply(subject: str) -> bool:
    return _REPLY.match(subject) is not None


def crlf(text: str) -> bytes:
    """Text as a message on the wire: UTF-8, every line end CR LF."""
    return re.sub(r"\r\n|\r|\n", "\r\n", text).encode("utf-8", "surrogatepass")
