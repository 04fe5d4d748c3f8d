# Copyright (c) 2026, the teammail.zimbra contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What Jetty refuses in the head of a request before any servlet sees it (zimbra-soap-admin.md 1.10)."""

from __future__ import annotations

import re

HEAD_LIMIT = 8192  # zimbraHttpRequestHeaderSize: request line and headers together
_LONGEST_NUMBER = 2**63 - 1
_HEAD_END = re.compile(rb"\r?\n\r?\n")
_CONTROL = re.compile(rb"[\x00-\x08\x0b-\x1f]")
_BAD_ESCAPE = re.compile(rb"%(?![0-9A-Fa-f]{2})")


class BadMessage(Exception):
    """Why a request is refused: the status and Jetty's words, which are also the reason phrase of the answer."""

    def __init__(self, status: int, reason: str) -> None:
        super().__init__(reason)
        self.status = status
        self.reason = reason

    @property
    def page(self) -> bytes:
        return f"<h1>Bad Message {self.status}</h1><pre>reason: {self.reason}</pre>".encode("latin-1")


def head_length(data: bytes | bytearray) -> int | None:
    """How many of the bytes make up the head; None when it is not complete yet. BadMessage when it is too long."""
    found = _HEAD_END.search(data, 0, HEAD_LIMIT + 4)
    if found is not None:
        return found.end()
    line, newline, _rest = bytes(data[:HEAD_LIMIT]).partition(b"\n")
    if len(data) > HEAD_LIMIT:
        raise BadMessage(431, "Request Header Fields Too Large") if newline else BadMessage(414, "URI Too Long")
    if newline:
        _check_request(line.removesuffix(b"\r"))  # what can never become a request is refused at once
    return None


def check(head: bytes) -> None:
    """BadMessage for a head that Jetty refuses; ``head`` ends with the empty line."""
    lines = [line.removesuffix(b"\r") for line in head.split(b"\n")]
    request, headers = lines[0], lines[1:-2]
    version = _check_request(request)
    lengths: list[bytes] = []
    encodings: list[bytes] = []
    host = False
    for line in headers:
        name, value = _header(line)
        if name == b"content-length":
            lengths.append(_length(value, bool(lengths)))
        elif name == b"transfer-encoding":
            encodings += [one.strip().lower() for one in value.split(b",")]
        elif name == b"host":
            host = True
        elif name == b"expect" and value.lower() != b"100-continue":
            raise BadMessage(417, "Expectation Failed")
    if lengths and encodings:
        raise BadMessage(400, "Transfer-Encoding and Content-Length")
    if encodings and encodings[-1] != b"chunked":
        raise BadMessage(400, "Bad Transfer-Encoding, chunked not last")
    if not host and version == b"HTTP/1.1":
        raise BadMessage(400, "No Host")


def _illegal(character: int) -> BadMessage:
    shown = {0x20: "SPACE=' '", 0x3A: "COLON=':'", 0x0A: "LF=\\n"}.get(character, f"CNTL=0x{character:x}")
    return BadMessage(400, f"Illegal character {shown}")


def _check_start(line: bytes) -> None:
    method = line.split(b" ", 1)[0]
    found = re.search(rb"[\x00-\x1f:]", method.removesuffix(b"\r"))
    if found is not None:
        raise _illegal(found.group()[0])


def _check_request(line: bytes) -> bytes:
    """The version, of the two that are spoken."""
    _check_start(line)
    method, _space, rest = line.partition(b" ")
    target, space, version = rest.partition(b" ")
    if not method or not target:
        raise BadMessage(400, "No URI")
    found = _CONTROL.search(target)
    if found is not None:
        raise _illegal(found.group()[0])
    if not space:
        raise BadMessage(505, "HTTP/0.9 not supported")
    if b" " in version:
        raise _illegal(0x20)
    if version == b"HTTP/2.0":
        raise BadMessage(426, "Upgrade Required")
    if version not in (b"HTTP/1.1", b"HTTP/1.0"):
        raise BadMessage(505, "Unknown Version")
    if _BAD_ESCAPE.search(target.partition(b"?")[0]):
        raise BadMessage(400, "Bad Request")
    return version


def _header(line: bytes) -> tuple[bytes, bytes]:
    """(name in lower case, value)"""
    if line[:1] in (b" ", b"\t", b":"):
        raise BadMessage(400, "Header Folding")
    name, colon, value = line.partition(b":")
    found = re.search(rb"[\x00-\x20]", name)
    if found is not None:
        raise _illegal(found.group()[0])
    if not colon:
        raise _illegal(0x0A)
    found = _CONTROL.search(value)
    if found is not None:
        raise _illegal(found.group()[0])
    return name.lower(), value.strip(b" \t")


def _length(value: bytes, second: bool) -> bytes:
    if second:
        raise BadMessage(400, "Multiple Content-Lengths")
    if not re.fullmatch(rb"[0-9]+", value):
        raise BadMessage(400, "Invalid Content-Length Value")
    if int(value) > _LONGEST_NUMBER:
        raise BadMessage(400, "Bad Request")
    return value
