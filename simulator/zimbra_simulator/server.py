# Copyright (c) 2026, the teammail.zimbra contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""HTTP: the two endpoints, what stands in front of SOAP, and what tells the control endpoint about it."""

from __future__ import annotations

import posixpath
import time
import zlib
from http.cookies import CookieError, SimpleCookie
from typing import Any
from urllib.parse import unquote, urlsplit

from zimbra_simulator.certificate import Certificate
from zimbra_simulator.control import Control
from zimbra_simulator.directory.servers import FIRST
from zimbra_simulator.dispatch import Answer, Dispatcher, Doing, Post
from zimbra_simulator.transport import pages
from zimbra_simulator.transport.connection import BrokenBody, Exchange, date
from zimbra_simulator.transport.listener import Listener
from zimbra_simulator.wire import soap
from zimbra_simulator.wire.faults import Fault, failure, invalid_request

MAX_BODY = 15_360_000  # zimbraSoapRequestMaxSize (zimbra-soap-admin.md 1.4)
_GZIP_FROM = 2048  # bytes; production compresses answers from this size on (zimbra-soap-admin.md 1.10)
# zimbraHttpConnectorMaxIdleTimeMillis; production never closes the admin port's connections, but a thread waits for each here
_IDLE = {"admin": 300.0, "user": 60.0}
_PATHS = {"admin": "/service/admin/soap", "user": "/service/soap"}
_COOKIES = {"admin": "ZM_ADMIN_AUTH_TOKEN", "user": "ZM_AUTH_TOKEN"}
_ALLOWED = {"soap": "POST, TRACE, OPTIONS", "other": "GET, HEAD, TRACE, OPTIONS"}
_WITH_PAGE = ("GET", "POST", "HEAD")  # Jetty writes no page for other methods
_Headers = list[tuple[str, str]]


class Server:
    """One endpoint: ``kind`` is admin or user, ``home`` the name of the mailbox server."""

    def __init__(
        self,
        address: tuple[str, int],
        kind: str,
        dispatcher: Dispatcher,
        control: Control,
        certificate: Certificate | None,
        home: str = FIRST,
    ) -> None:
        self.kind = kind
        self.home = home
        self.dispatcher = dispatcher
        self.control = control
        tls = certificate.context() if certificate else None
        self._listener = Listener(address, kind, self.handle, tls, _IDLE[kind])
        self._secure = certificate is not None
        self.url = self._listener.url
        self.port = self._listener.port
        self.start = self._listener.start
        self.stop = self._listener.stop

    # ------------------------------------------------------------- paths

    def handle(self, exchange: Exchange) -> None:
        """Answer one request."""
        path = self._path(exchange)
        if self.kind == "user" and (path == "/control" or path.startswith("/control/")):
            self._control(exchange, path)
            return
        found = next((kind for kind, p in _PATHS.items() if path == p or path.startswith(p + "/")), None)
        if exchange.method == "CONNECT":
            self._page(exchange, 404, "Not Found", path)
        elif exchange.method == "POST" and found is not None:
            if found == self.kind:
                self._soap(exchange)
            else:
                self._wrong_port(exchange)
        elif path == "/service":
            host = exchange.headers.get("host", "")
            location = f"{'https' if self._secure else 'http'}://{host}/service/"
            exchange.answer(302, b"", [date(), ("Location", location)])
        elif path.startswith("/service/"):
            self._no_soap(exchange, path, "soap" if found else "other")
        else:
            status = 400 if path == "*" else 404
            self._page(exchange, status, pages.phrase(status), path)

    @staticmethod
    def _path(exchange: Exchange) -> str:
        path = unquote(urlsplit(exchange.target).path, "latin-1")
        if "/." not in path:
            return path
        return posixpath.normpath(path) + ("/" if path.endswith("/") else "")

    def _no_soap(self, exchange: Exchange, path: str, kind: str) -> None:
        """What the servlets answer to a method that they do not have."""
        method = exchange.method
        if method == "OPTIONS":
            exchange.answer(200, b"", [date(), ("Allow", _ALLOWED[kind])])
        elif method == "TRACE":
            lines = "\r\n".join((*exchange.lines, "")).encode("latin-1")
            exchange.answer(200, lines, [date(), ("Content-Type", "message/http")])
        elif method in ("GET", "HEAD") and kind == "other":
            self._page(exchange, 404, "Not Found", path, kind)
        elif method in ("GET", "HEAD", "POST", "PUT", "DELETE"):
            self._page(exchange, 405, f"HTTP method {method} is not supported by this URL", path, kind)
        else:
            self._page(exchange, 501, "Not Implemented", path, kind)

    @staticmethod
    def _page(exchange: Exchange, status: int, message: str, path: str, kind: str = "", close: bool = False) -> None:
        headers: _Headers = [("Connection", "close")] if close else []
        body = b""
        if exchange.method in _WITH_PAGE:
            servlet = {"soap": "com.zimbra.soap.SoapServlet", "other": "Default404Servlet"}.get(kind)
            body, content_type = pages.error_page(status, message, path, servlet, exchange.headers.get("accept", ""))
            headers += [pages.NO_CACHE, *([("Content-Type", content_type)] if body else [])]
        exchange.answer(status, body, headers)

    def _control(self, exchange: Exchange, path: str) -> None:
        query = urlsplit(exchange.target).query
        try:
            status, answer = self.control.handle(exchange.method, path, query, exchange.body(MAX_BODY))
        except BrokenBody as broken:
            status, answer = 400, {"error": str(broken)}
        exchange.answer(status, soap.as_json_text(answer), [date(), ("Content-Type", "application/json")])

    # ------------------------------------------------------------- what counts of the headers

    def _cookie(self, exchange: Exchange) -> str | None:
        try:
            jar = SimpleCookie(exchange.headers.get("cookie", ""))
        except CookieError:
            return None
        found = jar.get(_COOKIES[self.kind])
        return found.value if found else None

    @staticmethod
    def _foreign_referer(exchange: Exchange) -> bool:
        referer = exchange.headers.get("referer")
        if not referer:
            return False
        host = urlsplit("//" + exchange.headers.get("host", "")).hostname
        return urlsplit(referer).hostname not in (host, None)

    # ------------------------------------------------------------- SOAP

    def _soap(self, exchange: Exchange) -> None:
        began = time.monotonic()
        if self.home in self.dispatcher.world.servers.away:
            exchange.break_off()
            return
        if exchange.length > MAX_BODY:
            self._note(Doing("(too large)"), 500, began)
            size = (
                f"Request size {exchange.length} exceeded limit of {MAX_BODY} bytes set for zimbraSoapRequestMaxSize."
            )
            self._fault(exchange, invalid_request(size), [("Connection", "close")])
            return
        if self._foreign_referer(exchange):
            self._note(Doing("(referer)"), 403, began)
            self._page(exchange, 403, "Forbidden", self._path(exchange), "soap")
            return
        try:
            data = exchange.body(MAX_BODY)
        except BrokenBody as broken:
            self._note(Doing("(broken off)"), 500, began)
            self._page(exchange, 500, str(broken), self._path(exchange), "soap", close=True)
            return
        authorization = exchange.headers.get("authorization", "")
        post = Post(
            server=self.kind,
            data=data,
            home=self.home,
            cookie=self._cookie(exchange),
            csrf_header=exchange.headers.get("x-zimbra-csrf-token"),
            bearer=authorization[7:] if authorization.startswith("Bearer ") else None,
        )
        envelope = self.dispatcher.parse(post)
        if isinstance(envelope, Answer):
            self._finish(exchange, envelope, Doing("(unreadable)"), began)
            return
        doing = Doing(envelope.body.name)
        action = self.control.before(envelope)
        if action is not None and not action.applies:
            if action.status:
                doing.fault = f"HTTP {action.status}"
            self._play(exchange, action, None, doing, began)
            return
        answer = self.dispatcher.answer(post, envelope, doing)
        if action is not None:
            self._play(exchange, action, answer, doing, began)
            return
        self._finish(exchange, answer, doing, began)

    def _play(self, exchange: Exchange, action: Any, answer: Answer | None, doing: Doing, began: float) -> None:
        """Do what an injected fault says instead of answering, or to the answer."""
        played = action.play(answer)
        doing.fault = action.code or doing.fault
        if played is None:
            self._note(doing, 0, began, injected=action.name)
            exchange.break_off()
            return
        if played.cut is not None:
            self._note(doing, played.answer.status, began, injected=action.name)
            headers = self._headers(played.answer.content_type)
            exchange.answer(played.answer.status, played.answer.body, headers, cut=played.cut)
            return
        self._finish(exchange, played.answer, doing, began, injected=action.name)

    def _wrong_port(self, exchange: Exchange) -> None:
        port = self.port
        self._fault(exchange, failure(f"Request not allowed on port {port}"), [])

    def _fault(self, exchange: Exchange, fault: Fault, headers: _Headers) -> None:
        """A fault said before anything of the body is read."""
        body = soap.render(soap.SOAP12, soap.fault_element(fault, soap.SOAP12, "http"))
        exchange.answer(500, body, [*self._headers(soap.content_type(soap.SOAP12)), *headers])

    # ------------------------------------------------------------- answering

    @staticmethod
    def _headers(content_type: str) -> _Headers:
        return [date(), ("Content-Type", content_type), ("Cache-Control", "no-store, no-cache")]

    def _finish(self, exchange: Exchange, answer: Answer, doing: Doing, began: float, injected: str = "") -> None:
        # noted first: who has the answer finds it in the log
        self._note(doing, answer.status, began, injected)
        headers = self._headers(answer.content_type)
        headers += [
            ("Set-Cookie", f"{name}={value};Path=/;Max-Age={age}{';Secure' if self._secure else ''};HttpOnly")
            for name, value, age in answer.cookies
        ]
        body = answer.body
        if answer.status == 200 and len(body) >= _GZIP_FROM and _takes_gzip(exchange):
            body = zlib.compress(body, wbits=31)
            headers += [("Content-Encoding", "gzip"), ("Vary", "Accept-Encoding")]
        exchange.answer(answer.status, body, headers)

    def _note(self, doing: Doing, status: int, began: float, injected: str = "") -> None:
        ms = round((time.monotonic() - began) * 1000, 2)
        self.control.note(self.kind, doing, status, ms, injected)


def _takes_gzip(exchange: Exchange) -> bool:
    for one in exchange.headers.get("accept-encoding", "").split(","):
        name, _, quality = one.replace(" ", "").partition(";q=")
        if name.lower() == "gzip":
            return not quality or quality.strip("0.") != ""
    return False
