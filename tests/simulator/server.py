# Copyright (c) 2026, the teammail.zimbra contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""HTTP: the two endpoints, what stands in front of SOAP, and what tells the control endpoint about it."""

from __future__ import annotations

import logging
import socket
import ssl
import threading
import time
from http.cookies import CookieError, SimpleCookie
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import urlsplit

from simulator.certificate import Certificate
from simulator.control import Control
from simulator.dispatch import Answer, Dispatcher, Doing, Post
from simulator.wire import soap
from simulator.wire.faults import invalid_request

LOG = logging.getLogger("simulator.http")
MAX_BODY = 15_360_000  # zimbraSoapRequestMaxSize (zimbra-soap-admin.md 1.4)
_PATHS = {"admin": "/service/admin/soap", "user": "/service/soap"}
_COOKIES = {"admin": "ZM_ADMIN_AUTH_TOKEN", "user": "ZM_AUTH_TOKEN"}


class Handler(BaseHTTPRequestHandler):
    """One connection."""

    protocol_version = "HTTP/1.1"
    server_version = "Simulator"
    sys_version = ""
    disable_nagle_algorithm = True
    wbufsize = -1
    server: Server
    timeout = 300

    def setup(self) -> None:
        if self.server.tls is not None:
            # the handshake belongs to this thread, or one slow client would keep all others waiting
            self.request = self.server.tls.wrap_socket(self.request, server_side=True)
        super().setup()

    def log_message(self, format: str, *args: Any) -> None:
        LOG.debug(format, *args)

    # ------------------------------------------------------------- verbs

    def do_GET(self) -> None:  # noqa: N802
        self._control_or("GET")

    def do_DELETE(self) -> None:  # noqa: N802
        self._control_or("DELETE")

    def do_POST(self) -> None:  # noqa: N802
        path = urlsplit(self.path).path
        if self._is_control(path):
            self._control_or("POST")
        elif path == _PATHS[self.server.kind] or path.startswith(_PATHS[self.server.kind] + "/"):
            self._soap()
        else:
            self._drain()
            self._send(404, b"not found\n", "text/plain")

    def _is_control(self, path: str) -> bool:
        return self.server.kind == "user" and (path == "/control" or path.startswith("/control/"))

    def _control_or(self, method: str) -> None:
        url = urlsplit(self.path)
        body = self._body()
        if not self._is_control(url.path):
            self._send(405 if url.path == _PATHS[self.server.kind] else 404, b"not here\n", "text/plain")
            return
        status, answer = self.server.control.handle(method, url.path, url.query, body)
        self._send(status, soap.as_json_text(answer), "application/json")

    # ------------------------------------------------------------- reading

    def _length(self) -> int:
        try:
            return max(0, int(self.headers.get("Content-Length") or 0))
        except ValueError:
            return 0

    def _body(self) -> bytes:
        if "chunked" not in (self.headers.get("Transfer-Encoding") or "").lower():
            return self.rfile.read(self._length())
        parts, size = [], 0
        while length := int(self.rfile.readline(1024).split(b";")[0] or b"0", 16):
            size += length
            parts.append(self.rfile.read(length) if size <= MAX_BODY else b"x" * len(self.rfile.read(length)))
            self.rfile.readline(8)
        while self.rfile.readline(8192).strip():
            continue
        return b"".join(parts)

    def _drain(self) -> None:
        left = self._length()
        while left > 0:
            got = len(self.rfile.read(min(left, 65536)))
            if not got:
                break
            left -= got

    def _cookie(self) -> str | None:
        try:
            jar = SimpleCookie(self.headers.get("Cookie") or "")
        except CookieError:
            return None
        found = jar.get(_COOKIES[self.server.kind])
        return found.value if found else None

    def _foreign_referer(self) -> bool:
        referer = self.headers.get("Referer")
        if not referer:
            return False
        host = urlsplit("//" + (self.headers.get("Host") or "")).hostname
        return urlsplit(referer).hostname not in (host, None)

    # ------------------------------------------------------------- SOAP

    def _soap(self) -> None:
        began = time.monotonic()
        if self._length() > MAX_BODY:
            self._drain()
            answer = self._too_large()
            self._finish(answer, Doing("(too large)"), began)
            return
        data = self._body()
        if self._foreign_referer():
            self._send(403, b"forbidden\n", "text/html")
            self._note(Doing("(referer)"), 403, began)
            return
        authorization = self.headers.get("Authorization") or ""
        post = Post(
            server=self.server.kind,
            data=data,
            cookie=self._cookie(),
            csrf_header=self.headers.get("X-Zimbra-Csrf-Token"),
            bearer=authorization[7:] if authorization.startswith("Bearer ") else None,
        )
        dispatcher = self.server.dispatcher
        envelope = dispatcher.parse(post)
        if isinstance(envelope, Answer):
            self._finish(envelope, Doing("(unreadable)"), began)
            return
        doing = Doing(envelope.body.name)
        action = self.server.control.before(envelope)
        if action is not None and not action.applies:
            if action.status:
                doing.fault = f"HTTP {action.status}"
            self._play(action, None, doing, began)
            return
        answer = dispatcher.answer(post, envelope, doing)
        if action is not None:
            self._play(action, answer, doing, began)
            return
        self._finish(answer, doing, began)

    def _play(self, action: Any, answer: Answer | None, doing: Doing, began: float) -> None:
        """Do what an injected fault says instead of answering, or to the answer."""
        played = action.play(answer)
        doing.fault = action.code or doing.fault
        if played is None:
            self._note(doing, 0, began, injected=action.name)
            self.close_connection = True
            self._cut()
            return
        if played.cut is not None:
            self._send(played.answer.status, played.answer.body, played.answer.content_type, send=played.cut)
            self._note(doing, played.answer.status, began, injected=action.name)
            self.close_connection = True
            self._cut()
            return
        self._finish(played.answer, doing, began, injected=action.name)

    def _cut(self) -> None:
        """Break the connection off without a good-bye."""
        self.wfile.flush()
        try:
            self.connection.shutdown(socket.SHUT_RDWR)
        except OSError as exc:
            LOG.debug("already closed: %s", exc)

    def _too_large(self) -> Answer:
        fault = soap.fault_element(
            invalid_request(
                f"Request size {self._length()} exceeded limit of {MAX_BODY} bytes set for zimbraSoapRequestMaxSize."
            ),
            soap.SOAP12,
            "size",
        )
        return Answer(500, soap.render(soap.SOAP12, fault), soap.content_type(soap.SOAP12))

    # ------------------------------------------------------------- answering

    def _finish(self, answer: Answer, doing: Doing, began: float, injected: str = "") -> None:
        self._note(doing, answer.status, began, injected)
        headers = [
            ("Set-Cookie", f"{name}={value};Path=/;Max-Age={age}{';Secure' if self.server.tls else ''};HttpOnly")
            for name, value, age in answer.cookies
        ]
        self._send(answer.status, answer.body, answer.content_type, headers)

    def _note(self, doing: Doing, status: int, began: float, injected: str = "") -> None:
        ms = round((time.monotonic() - began) * 1000, 2)
        self.server.control.note(self.server.kind, doing, status, ms, injected)

    def _send(
        self, status: int, body: bytes, kind: str, headers: list[tuple[str, str]] | None = None, send: int | None = None
    ) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Cache-Control", "no-store, no-cache, must-revalidate, max-age=0")
        self.send_header("Pragma", "no-cache")
        for name, value in headers or ():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body if send is None else body[:send])
        self.wfile.flush()


class Server(ThreadingHTTPServer):
    """One endpoint: ``kind`` is admin or user."""

    daemon_threads = True
    block_on_close = False
    request_queue_size = 128
    allow_reuse_address = True

    def __init__(
        self,
        address: tuple[str, int],
        kind: str,
        dispatcher: Dispatcher,
        control: Control,
        certificate: Certificate | None,
    ) -> None:
        if ":" in address[0]:
            self.address_family = socket.AF_INET6
        super().__init__(address, Handler)
        self.kind = kind
        self.dispatcher = dispatcher
        self.control = control
        self.tls: ssl.SSLContext | None = certificate.context() if certificate else None
        self._thread = threading.Thread(target=self.serve_forever, kwargs={"poll_interval": 0.1}, name=f"accept-{kind}")

    @property
    def url(self) -> str:
        host, port = str(self.server_address[0]), self.server_address[1]
        shown = f"[{host}]" if ":" in host else host
        return f"{'https' if self.tls else 'http'}://{shown}:{port}"

    def start(self) -> None:
        """Begin to answer."""
        self._thread.start()

    def stop(self) -> None:
        """Accept nothing more and close the port."""
        self.shutdown()
        self._thread.join()
        self.server_close()

    def handle_error(self, request: Any, client_address: Any) -> None:
        LOG.info("connection from %s ended early", client_address, exc_info=True)
