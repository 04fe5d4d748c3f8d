# Copyright (c) 2026, the teammail.zimbra contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""One connection: requests in, answers out. h11 keeps to the rules of HTTP/1.1, the socket is ours."""

from __future__ import annotations

import logging
import select
import socket
import ssl
import time
from collections.abc import Callable
from email.utils import formatdate

import h11

from zimbra_simulator.transport import head, pages

LOG = logging.getLogger("zimbra_simulator.http")
_PIECE = 65536
_DRAIN_SECONDS = 1.0  # how long a client may go on sending what nobody will read, or it would miss the answer


class BrokenBody(Exception):
    """The body cannot be had: why, in Jetty's words."""


class Exchange:
    """A request whose body is still to be read, and its answer."""

    def __init__(self, connection: Connection, http: h11.Connection, request: h11.Request) -> None:
        self._connection = connection
        self._http = http
        self.method = request.method.decode("ascii")
        self.target = request.target.decode("latin-1")
        self.headers: dict[str, str] = {}
        for name, value in request.headers:
            key, text = name.decode("ascii"), value.decode("latin-1")
            joined = "; " if key == "cookie" else ", "
            self.headers[key] = self.headers[key] + joined + text if key in self.headers else text
        self.lines = [f"{self.method} {self.target} HTTP/{request.http_version.decode('ascii')}"]
        self.lines += [f"{n.decode('ascii')}: {v.decode('latin-1')}" for n, v in request.headers.raw_items()]
        self.broken_off = False

    @property
    def length(self) -> int:
        """Bytes announced by Content-Length; 0 when nothing is announced."""
        return int(self.headers.get("content-length", 0))

    @property
    def rest(self) -> bytes:
        """What came after this request."""
        return bytes(self._http.trailing_data[0])

    def body(self, limit: int) -> bytes:
        """The whole body. BrokenBody when it is longer than ``limit``, no chunks, cut off or never ends."""
        parts: list[bytes] = []
        size = 0
        if self._http.they_are_waiting_for_100_continue:
            go_on = h11.InformationalResponse(status_code=100, headers=[], reason=b"Continue")
            self._connection.send(self._http.send(go_on) or b"")
        while True:
            try:
                event = self._http.next_event()
                if event is h11.NEED_DATA:
                    self._http.receive_data(self._connection.receive())
                    continue
            except (h11.RemoteProtocolError, EOFError) as exc:
                raise BrokenBody("org.eclipse.jetty.io.EofException: Early EOF") from exc
            except TimeoutError as exc:
                ms = round(self._connection.idle * 1000)
                cause = f"java.util.concurrent.TimeoutException: Idle timeout expired: {ms}/{ms} ms"
                raise BrokenBody(f"java.io.IOException: {cause}") from exc
            if isinstance(event, h11.Data):
                size += len(event.data)
                if size > limit:
                    raise BrokenBody("java.lang.RuntimeException: BufferStream overflow")
                parts.append(bytes(event.data))
            else:
                return b"".join(parts)

    def answer(self, status: int, body: bytes, headers: list[tuple[str, str]], *, cut: int | None = None) -> None:
        """Send the answer. ``cut``: only so many bytes of the body, and the connection breaks.

        The connection stays open if both sides want that and the body of the request has been read to its end.
        """
        unread = self._http.their_state not in (h11.DONE, h11.MUST_CLOSE)
        if (unread and not self._skip()) or self._connection.stopping:
            headers = [*headers, ("Connection", "close")]
        head_fields = [*headers, ("Content-Length", str(len(body)))]
        response = h11.Response(status_code=status, reason=pages.phrase(status).encode("ascii"), headers=head_fields)
        sent = self._http.send(response) or b""
        if cut is not None:
            self._connection.send(sent + body[:cut])
            self.break_off()
            return
        if self.method == "HEAD":
            body = b""
        sent += self._http.send(h11.Data(data=body)) or b""
        sent += self._http.send(h11.EndOfMessage()) or b""
        self._connection.send(sent)

    def _skip(self) -> bool:
        """Read over a body that nobody wanted, so that the connection can be used again."""
        if self._http.their_state is h11.ERROR or self._http.they_are_waiting_for_100_continue:
            return False
        try:
            self.body(1 << 20)
        except BrokenBody:
            return False
        return True

    def break_off(self) -> None:
        """Break the connection without a good-bye."""
        self.broken_off = True
        self._connection.break_off()

    @property
    def goes_on(self) -> bool:
        """Whether another request may follow on this connection."""
        return not self.broken_off and self._http.our_state is h11.DONE and self._http.their_state is h11.DONE


class Connection:
    """A connection until it is closed.

    :param idle: how many seconds it may be silent
    :param stop: becomes readable when the server stops; who waits for a request then ends, who answers one ends after it
    """

    def __init__(self, sock: socket.socket, idle: float, stop: socket.socket) -> None:
        self.socket = sock
        self.idle = idle
        self.stopping = False
        sock.settimeout(idle)
        self._poll = select.poll()
        self._poll.register(sock, select.POLLIN)
        self._poll.register(stop, select.POLLIN)
        self._stop = stop.fileno()

    def _asked(self) -> bool:
        """Wait for the next request; False when there will be none."""
        if isinstance(self.socket, ssl.SSLSocket) and self.socket.pending():
            return True
        ready = [fd for fd, _event in self._poll.poll(self.idle * 1000)]
        return bool(ready) and self._stop not in ready

    def receive(self) -> bytes:
        """Some bytes; EOFError at the end, TimeoutError when nothing came for ``idle`` seconds."""
        data = self.socket.recv(_PIECE)
        if not data:
            raise EOFError
        return data

    def send(self, data: bytes) -> None:
        self.socket.sendall(data)

    def serve(self, handle: Callable[[Exchange], None]) -> None:
        """Answer requests until one side has enough."""
        rest = b""
        while rest or self._asked():
            http = h11.Connection(h11.SERVER)
            try:
                request = self._request(http, rest)
            except head.BadMessage as refused:
                self._refuse(http, refused)
                return
            if request is None:
                self._end(drain=False)
                return
            exchange = Exchange(self, http, request)
            handle(exchange)
            if not exchange.goes_on:
                if not exchange.broken_off:
                    self._end()
                return
            rest = exchange.rest
        self._end(drain=False)

    def _request(self, http: h11.Connection, rest: bytes) -> h11.Request | None:
        """The next request; None when there is none. BadMessage for what is no request."""
        data = bytearray(rest)
        while (length := self._head(data)) is None:
            try:
                data += self.receive()
            except TimeoutError:
                return None
            except EOFError:
                if data:
                    raise head.BadMessage(400, "Bad Request") from None
                return None
        head.check(bytes(data[:length]))
        http.receive_data(bytes(data))
        try:
            event = http.next_event()
        except h11.RemoteProtocolError as exc:
            LOG.info("refused: %s", exc)
            raise head.BadMessage(400, "Bad Request") from exc
        return event if isinstance(event, h11.Request) else None

    @staticmethod
    def _head(data: bytearray) -> int | None:
        while data[:2] == b"\r\n" or data[:1] == b"\n":
            del data[: 1 + (data[:1] == b"\r")]
        return head.head_length(data)

    def _refuse(self, http: h11.Connection, refused: head.BadMessage) -> None:
        fields = [("Content-Type", "text/html;charset=iso-8859-1"), ("Content-Length", str(len(refused.page)))]
        out = h11.Connection(h11.SERVER) if http.our_state is h11.ERROR else http
        response = h11.Response(
            status_code=refused.status,
            reason=refused.reason.encode("latin-1"),
            headers=[*fields, ("Connection", "close")],
        )
        sent = out.send(response) or b""
        self.send(sent + refused.page)
        self._end()

    def _end(self, *, drain: bool = True) -> None:
        """Say good-bye: TLS's own, then TCP's; then let the client finish sending, or it would never read the answer."""
        if isinstance(self.socket, ssl.SSLSocket):
            self.socket.settimeout(0)
            try:
                self.socket.unwrap()
            except (OSError, ValueError) as exc:
                LOG.debug("TLS ended: %s", exc)  # the client's own good-bye is not waited for
        try:
            self.socket.shutdown(socket.SHUT_WR)
            until = time.monotonic() + _DRAIN_SECONDS
            while drain and (left := until - time.monotonic()) > 0:
                self.socket.settimeout(left)
                if not self.socket.recv(_PIECE):
                    return
        except OSError as exc:
            LOG.debug("ended: %s", exc)

    def break_off(self) -> None:
        try:
            self.socket.shutdown(socket.SHUT_RDWR)
        except OSError as exc:
            LOG.debug("already closed: %s", exc)


def date() -> tuple[str, str]:
    """The Date header."""
    return "Date", formatdate(usegmt=True)
