# Copyright (c) 2026, the teammail.zimbra contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""HTTP/1.1 of the simulator, byte by byte: what the real server's Jetty answered to the same bytes (zimbra-soap-admin.md 1.10)."""

from __future__ import annotations

import socket
import ssl
import threading

import pytest

from zimbra_simulator.certificate import Certificate
from zimbra_simulator.transport import head, pages
from zimbra_simulator.transport.connection import BrokenBody, Exchange
from zimbra_simulator.transport.listener import Listener

IDLE = 0.4
HOST = b"Host: localhost\r\n"


class Rig:
    """A listener whose answers say what it was asked."""

    def __init__(self, tls: ssl.SSLContext | None = None, idle: float = 20) -> None:
        self.entered, self.leave = threading.Event(), threading.Event()
        self.listener = Listener(("127.0.0.1", 0), "test", self.handle, tls, idle)
        self.listener.start()

    def handle(self, exchange: Exchange) -> None:
        if exchange.target == "/unread":
            exchange.answer(404, b"not read", [])
            return
        if exchange.target == "/cut":
            exchange.answer(200, b"0123456789", [], cut=4)
            return
        try:
            body = exchange.body(1000)
        except BrokenBody as broken:
            exchange.answer(500, str(broken).encode(), [("Connection", "close")])
            return
        if exchange.target == "/slow":
            self.entered.set()
            assert self.leave.wait(20)
        exchange.answer(200, b"%s %s" % (exchange.method.encode(), body), [])

    def connect(self, trusted: str = "") -> socket.socket:
        sock = socket.create_connection(("127.0.0.1", self.listener.port), timeout=20)
        if self.listener.tls is None:
            return sock
        return ssl.create_default_context(cafile=trusted).wrap_socket(sock, server_hostname="localhost")

    def ask(self, data: bytes, *, end: bool = False) -> bytes:
        """All that comes until the server closes."""
        with self.connect() as sock:
            sock.sendall(data)
            if end:
                sock.shutdown(socket.SHUT_WR)
            return everything(sock)


def everything(sock: socket.socket) -> bytes:
    parts = []
    while got := sock.recv(65536):
        parts.append(got)
    return b"".join(parts)


def post(body: bytes = b"<x/>", *fields: bytes, target: bytes = b"/x") -> bytes:
    lines = b"".join(field + b"\r\n" for field in fields)
    return b"POST %s HTTP/1.1\r\n%s%sContent-Length: %d\r\n\r\n%s" % (target, HOST, lines, len(body), body)


@pytest.fixture(scope="module")
def rig():
    made = Rig()
    yield made
    made.listener.stop()


@pytest.mark.parametrize(
    ("lines", "status", "reason"),
    [
        (b"Content-Length: abc", 400, "Invalid Content-Length Value"),
        (b"Content-Length: -5", 400, "Invalid Content-Length Value"),
        (b"Content-Length: +5", 400, "Invalid Content-Length Value"),
        (b"Content-Length:", 400, "Invalid Content-Length Value"),
        (b"Content-Length: 3, 3", 400, "Invalid Content-Length Value"),
        (b"Content-Length: 99999999999999999999", 400, "Bad Request"),
        (b"Content-Length: 3\r\nContent-Length: 3", 400, "Multiple Content-Lengths"),
        (b"Transfer-Encoding: chunked\r\nContent-Length: 3", 400, "Transfer-Encoding and Content-Length"),
        (b"Transfer-Encoding: chunked, foo", 400, "Bad Transfer-Encoding, chunked not last"),
        (b"Expect: foo", 417, "Expectation Failed"),
        (b"nocolon", 400, "Illegal character LF=\\n"),
        (b"X y: 1", 400, "Illegal character SPACE=' '"),
        (b"X: 1\r\n two", 400, "Header Folding"),
        (b": 1", 400, "Header Folding"),
        (b"X: a\0b", 400, "Illegal character CNTL=0x0"),
    ],
)
def test_headers_that_jetty_refuses(rig, lines, status, reason):
    answer = rig.ask(b"POST /x HTTP/1.1\r\n" + HOST + lines + b"\r\n\r\n")
    page = f"<h1>Bad Message {status}</h1><pre>reason: {reason}</pre>".encode()
    assert answer.startswith(f"HTTP/1.1 {status} {reason}\r\n".encode())
    assert b"\r\nConnection: close\r\n" in answer
    assert answer.endswith(b"\r\n\r\n" + page)


@pytest.mark.parametrize(
    ("line", "status", "reason"),
    [
        (b"\x16\x03\x01\x02", 400, "Illegal character CNTL=0x16"),
        (b"hello", 400, "No URI"),
        (b"GET /", 505, "HTTP/0.9 not supported"),
        (b"GET /a b HTTP/1.1", 400, "Illegal character SPACE=' '"),
        (b"GET /service/%zz HTTP/1.1", 400, "Bad Request"),
        (b"GET / HTTP/2.0", 426, "Upgrade Required"),
        (b"GET / HTTP/1.2", 505, "Unknown Version"),
        (b"GET / HTTX/1.1", 505, "Unknown Version"),
    ],
)
def test_request_lines_that_jetty_refuses_without_waiting_for_more(rig, line, status, reason):
    assert rig.ask(line + b"\r\n").startswith(f"HTTP/1.1 {status} {reason}\r\n".encode())


def test_a_host_must_be_named_by_http_1_1_alone(rig):
    assert rig.ask(b"POST /x HTTP/1.1\r\n\r\n").startswith(b"HTTP/1.1 400 No Host\r\n")
    assert rig.ask(b"POST /x HTTP/1.0\r\n\r\n").startswith(b"HTTP/1.1 200 OK\r\n")


def test_a_head_that_never_ends(rig):
    line = b"X: aaaaaaaaaaaaaaaaaaaaaaaaaa\r\n"
    assert b" 431 " in rig.ask(b"POST /x HTTP/1.1\r\n" + line * 300)[:20]
    assert b" 414 " in rig.ask(b"POST /" + b"a" * 9000)[:20]
    filled = b"X: %s" % (b"a" * (head.HEAD_LIMIT - 120))
    assert b" 200 " in rig.ask(post(b"", filled, b"Connection: close"))[:20]


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"Content-Length: 500\r\n\r\nshort", b"Early EOF"),
        (b"Transfer-Encoding: chunked\r\n\r\nzz\r\nxx", b"Early EOF"),
        (b"Transfer-Encoding: chunked\r\n\r\n2\r\nxxZZ", b"Early EOF"),
        (b"Transfer-Encoding: chunked\r\n\r\n2\r\nxx\r\n", b"Early EOF"),
        (b"Transfer-Encoding: chunked\r\n\r\n3e9\r\n" + b"x" * 1001, b"BufferStream overflow"),
    ],
)
def test_a_body_that_cannot_be_read_to_its_end(rig, data, reason):
    answer = rig.ask(b"POST /x HTTP/1.1\r\n" + HOST + data, end=True)
    assert answer.startswith(b"HTTP/1.1 500 Server Error\r\n")
    assert answer.endswith(reason)


def test_who_is_silent_is_not_waited_for():
    rig = Rig(idle=IDLE)
    assert rig.ask(b"") == b""
    assert rig.ask(b"POST /x HT") == b""
    assert rig.ask(post() + b"POST /x").count(b"HTTP/1.1 200") == 1
    stalled = rig.ask(b"POST /x HTTP/1.1\r\n" + HOST + b"Content-Length: 9\r\n\r\nx")
    assert b" 500 " in stalled[:20]
    assert stalled.endswith(b"Idle timeout expired: 400/400 ms")
    rig.listener.stop()


def test_requests_on_one_connection_one_after_the_other_and_side_by_side(rig):
    with rig.connect() as sock:
        sock.sendall(post(b"one"))
        assert sock.recv(65536).endswith(b"POST one")
        chunked = (
            b"POST /x HTTP/1.1\r\n" + HOST + b"Transfer-Encoding: chunked\r\n\r\n3;a=b\r\ntwo\r\n0\r\nT: x\r\n\r\n"
        )
        sock.sendall(
            chunked + b"\r\n" + post(b"three") + post(b"unread", target=b"/unread") + post(b"4", b"Connection: close")
        )
        text = everything(sock)
    assert [part.partition(b"\r\n\r\n")[2] for part in text.split(b"HTTP/1.1 ")[1:]] == [
        b"POST two", b"POST three", b"not read", b"POST 4",
    ]  # fmt: skip


def test_a_body_is_asked_for_only_if_it_is_wanted(rig):
    expecting = b"%s HTTP/1.1\r\n" + HOST + b"Content-Length: 3\r\nExpect: 100-continue\r\n\r\n"
    with rig.connect() as sock:
        sock.sendall(expecting % b"POST /x")
        assert sock.recv(65536) == b"HTTP/1.1 100 Continue\r\n\r\n"
        sock.sendall(b"abc")
        assert sock.recv(65536).endswith(b"POST abc")
    answer = rig.ask(expecting % b"POST /unread")
    assert answer.startswith(b"HTTP/1.1 404 Not Found\r\n")
    assert b"Connection: close" in answer


def test_an_answer_that_is_cut_off(rig):
    assert rig.ask(post(target=b"/cut")).endswith(b"Content-Length: 10\r\n\r\n0123")


@pytest.fixture
def secure():
    certificate = Certificate.make("127.0.0.1")
    rig = Rig(certificate.context())
    yield rig, certificate.path
    rig.listener.stop()
    certificate.remove()


@pytest.mark.parametrize("field", [b"Connection: close", b"Connection: foo, Close"])
def test_close_is_announced_and_done_over_tls(secure, field):
    rig, trusted = secure
    with rig.connect(trusted) as sock:
        sock.sendall(post(b"last", field))
        text = everything(sock)  # a missing good-bye of TLS would raise here
    assert b"\r\nConnection: close\r\n" in text
    assert text.endswith(b"POST last")


def test_a_client_that_never_begins_tls_keeps_nobody_waiting(secure):
    rig, trusted = secure
    with socket.create_connection(("127.0.0.1", rig.listener.port)), rig.connect(trusted) as sock:
        sock.sendall(post(b"quick"))
        assert sock.recv(65536).endswith(b"POST quick")


def test_a_stop_lets_a_request_finish_and_ends_idle_connections(secure):
    rig, trusted = secure
    with rig.connect(trusted) as idle, rig.connect(trusted) as busy:
        idle.sendall(post(b"once"))
        assert idle.recv(65536).endswith(b"POST once")
        busy.sendall(post(b"slow", target=b"/slow"))
        assert rig.entered.wait(20)
        stopping = threading.Thread(target=rig.listener.stop)
        stopping.start()
        assert idle.recv(1) == b""
        with pytest.raises(OSError):
            rig.connect(trusted)
        rig.leave.set()
        answer = everything(busy)
        assert b"\r\nConnection: close\r\n" in answer
        assert answer.endswith(b"POST slow")
        stopping.join(20)
        assert not stopping.is_alive()


def test_answers_are_not_held_back(rig):
    """Nagle's algorithm and delayed acknowledgements together would cost 40 ms each."""
    with rig.connect() as sock:
        for number in range(20):
            sock.sendall(post(b"%d" % number))
            got = b""
            pieces = 0
            while not got.endswith(b"POST %d" % number):
                got += sock.recv(65536)
                pieces += 1
            assert pieces == 1
        # The client's own socket says nothing about it; the server's is what counts.
        (connection,) = rig.listener._open
        assert connection.socket.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)


@pytest.mark.parametrize(
    ("accept", "kind", "says"),
    [
        ("", "text/html;charset=iso-8859-1", b"<tr><th>URI:</th><td>/a&lt;b</td></tr>"),
        ("*/*", "text/html;charset=iso-8859-1", b"<title>Error 404 Not Found</title>"),
        ("application/json", "application/json", b'{\n"message":"Not Found",\n"url":"/a<b",\n"status":"404"\n}'),
        ("text/plain", "text/plain;charset=iso-8859-1", b"HTTP ERROR 404 Not Found\nURI: /a<b\n"),
        ("application/soap+xml", "", b""),
    ],
)
def test_error_pages_take_the_form_that_the_client_accepts(accept, kind, says):
    body, content_type = pages.error_page(404, "Not Found", "/a<b", None, accept)
    assert content_type == kind
    assert says in body
