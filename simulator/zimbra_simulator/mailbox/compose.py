# Copyright (c) 2026, the teammail.zimbra contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Building the message that SendMsg describes (zimbra-soap-mail.md 6.1)."""

from __future__ import annotations

import base64
import email.header
import email.utils
import quopri
import re
import uuid
from collections.abc import Callable

from zimbra_simulator.mailbox.mime import Address
from zimbra_simulator.wire.element import Element
from zimbra_simulator.wire.faults import invalid_request

_HEADERS = {"t": "To", "c": "Cc", "b": "Bcc", "r": "Reply-To", "n": "Disposition-Notification-To"}
_ADDRESS = re.compile(r"^[^@\s<>,;]+(@[^@\s<>,;]+)?$")
Part = tuple[list[tuple[str, str]], bytes]


class Draft:
    """A message under construction: header lines in order and a body."""

    def __init__(self) -> None:
        self.from_: Address | None = None
        self.sender: Address | None = None
        self.recipients: list[Address] = []
        self.lines: list[tuple[str, str]] = []
        self.body: Part = ([], b"")

    def has(self, name: str) -> bool:
        return any(key.lower() == name.lower() for key, _ in self.lines)

    def render(self, date_ms: int, host: str, *, bcc: bool) -> bytes:
        """The message as bytes; with ``bcc`` the copy that is kept, without it the one that is sent."""
        lines = [("Date", email.utils.formatdate(date_ms / 1000, localtime=False))]
        for name, address in (("From", self.from_), ("Sender", self.sender)):
            if address is not None:
                lines.append((name, encode_address(address)))
        for kind, name in _HEADERS.items():
            listed = [encode_address(a) for a in self.recipients if a.kind == kind]
            if listed and (bcc or kind != "b"):
                lines.append((name, ",\r\n\t".join(listed)))
        if not self.has("Message-ID"):
            self.lines.insert(0, ("Message-ID", f"<{uuid.uuid4().hex}.{date_ms}.JavaMail.zimbra@{host}>"))
        lines += [*self.lines, ("MIME-Version", "1.0")]
        return assemble((lines + self.body[0], self.body[1]))


def assemble(part: Part) -> bytes:
    """Header lines and body as one block."""
    head = "".join(f"{name}: {value}\r\n" for name, value in part[0])
    return head.encode("utf-8", "surrogateescape") + b"\r\n" + part[1]


def encode_word(text: str) -> str:
    """A header value; what is not ASCII becomes encoded words."""
    text = re.sub(r"[\r\n]+", " ", text)
    return text if text.isascii() else email.header.Header(text, "utf-8").encode(linesep="\r\n")


def encode_address(address: Address) -> str:
    if not address.personal:
        return address.address
    if address.personal.isascii():
        return email.utils.formataddr((address.personal, address.address))
    return f"{encode_word(address.personal)} <{address.address}>"


def read_address(text: str, personal: str | None, kind: str) -> Address:
    """An ``<e a p t>``; also ``Name <addr>`` in a. What is no address is kept as it is: the transport refuses it."""
    name, address = email.utils.parseaddr(text)
    if not address or not _ADDRESS.match(address):
        return Address(kind, text.strip(), personal)
    return Address(kind, address, personal or name or None)


def text_part(content: str, kind: str) -> Part:
    """A text part in the plainest encoding that carries it."""
    content = re.sub(r"\r\n|\r|\n", "\r\n", content)
    longest = max((len(line) for line in content.split("\r\n")), default=0)
    if content.isascii() and longest < 990:
        return [("Content-Type", f"{kind}; charset=utf-8"), ("Content-Transfer-Encoding", "7bit")], content.encode()
    body = quopri.encodestring(content.replace("\r\n", "\n").encode("utf-8", "replace")).replace(b"\n", b"\r\n")
    return [
        ("Content-Type", f"{kind}; charset=utf-8"),
        ("Content-Transfer-Encoding", "quoted-printable"),
    ], body


def multipart(kind: str, parts: list[Part]) -> Part:
    boundary = "----=_Part_" + uuid.uuid4().hex[:20]
    blocks = [b"--" + boundary.encode() + b"\r\n" + assemble(part) + b"\r\n" for part in parts]
    return [("Content-Type", f'{kind}; boundary="{boundary}"')], b"".join(blocks) + f"--{boundary}--\r\n".encode()


def attachment(name: str, kind: str, data: bytes) -> Part:
    headers = [
        ("Content-Type", f'{kind}; name="{encode_word(name)}"'),
        ("Content-Disposition", f'attachment; filename="{encode_word(name)}"'),
        ("Content-Transfer-Encoding", "base64"),
    ]
    return headers, base64.encodebytes(data).replace(b"\n", b"\r\n")


def _body(mp: Element) -> Part:
    kind = (mp.attr("ct") or "text/plain").split(";")[0].strip().lower()
    if kind.startswith("multipart/"):
        return multipart(kind, [_body(child) for child in mp.children_named("mp")])
    content = mp.child("content")
    return text_part(content.text if content is not None else "", kind)


def build(m: Element, allowed_headers: set[str], fetch: Callable[[Element], list[Part]]) -> Draft:
    """The draft that an ``<m>`` describes. The last f and the last s win.

    ``fetch`` turns ``<attach>`` into parts. service.INVALID_REQUEST for a ``<header>`` that is not allowed.
    """
    draft = Draft()
    for e in m.children_named("e"):
        kind = e.need("t")
        address = read_address(e.need("a"), e.attr("p"), kind)
        if not address.address:
            continue
        if kind == "f":
            draft.from_ = address
        elif kind == "s":
            draft.sender = address
        elif kind in _HEADERS:
            draft.recipients.append(address)
    subject = m.attr("su")
    if subject:
        draft.lines.append(("Subject", encode_word(subject)))
    reply_to = m.attr("irt")
    if reply_to:
        draft.lines.append(("In-Reply-To", encode_word(reply_to)))
        draft.lines.append(("References", encode_word(reply_to)))
    for header in m.children_named("header"):
        name = header.need("name")
        if name.lower() not in allowed_headers:
            raise invalid_request(f"header '{name}' not allowed")
        draft.lines.append((name, encode_word(header.text)))
    priority = {"!": ("1", "high"), "?": ("5", "low")}.get((m.attr("f") or "").strip())
    if priority:
        draft.lines += [("X-Priority", priority[0]), ("Importance", priority[1])]
    mp = m.child("mp")
    body = _body(mp) if mp is not None else text_part("", "text/plain")
    attach = m.child("attach")
    parts = fetch(attach) if attach is not None else []
    draft.body = multipart("multipart/mixed", [body, *parts]) if parts else body
    return draft
