# Copyright (c) 2026, the teammail.zimbra contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""From a posted body to an answer: token, context, handler, batch, commit (zimbra-soap-admin.md 1)."""

from __future__ import annotations

import logging
import secrets
import threading
from contextlib import AbstractContextManager
from dataclasses import dataclass, field

from zimbra_simulator.access.context import Call
from zimbra_simulator.access.tokens import TokenKeeper
from zimbra_simulator.directory.servers import FIRST
from zimbra_simulator.directory.world import World
from zimbra_simulator.services.registry import find
from zimbra_simulator.wire import soap
from zimbra_simulator.wire.element import E, Element, response_to
from zimbra_simulator.wire.faults import Fault, auth_required, failure, perm_denied, unknown_document

LOG = logging.getLogger("zimbra_simulator.dispatch")
_NAMESPACES = {
    "admin": {"urn:zimbraAdmin", "urn:zimbraAccount", "urn:zimbraMail"},
    "user": {"urn:zimbraAccount", "urn:zimbraMail"},
}
_MAX_HOPS = 5


@dataclass
class Post:
    """A posted body and what of its HTTP headers counts."""

    server: str  # "admin" or "user"
    data: bytes
    home: str = FIRST  # the mailbox server that is asked
    cookie: str | None = None
    csrf_header: str | None = None
    bearer: str | None = None


@dataclass
class Answer:
    """What goes back over HTTP; cookies are (name, value, lifetime in seconds)."""

    status: int
    body: bytes
    content_type: str
    cookies: list[tuple[str, str, int]] = field(default_factory=list)


@dataclass
class Doing:
    """One request or sub-request: what the log says about it."""

    name: str
    account: str = ""
    fault: str = ""
    parts: list[Doing] = field(default_factory=list)


class Dispatcher:
    """Answers posted bodies. One request at a time: the world's lock is held meanwhile."""

    def __init__(self, world: World, keeper: TokenKeeper) -> None:
        self.world = world
        self.keeper = keeper

    def parse(self, post: Post) -> soap.Envelope | Answer:
        """The envelope, or the answer that says why there is none."""
        try:
            return soap.parse(post.data)
        except Fault as fault:
            protocol = soap.sniff(post.data)
            return self._answer(protocol, soap.fault_element(fault, protocol, self._trace()), None)

    def answer(self, post: Post, envelope: soap.Envelope, doing: Doing) -> Answer:
        """Carry out one posted request."""
        protocol = envelope.protocol  # what is wrong with the context is said in the request's own protocol
        call = None
        request_id = None
        with self.world.lock, self.world.servers.asked(post.home):
            try:
                call = Call(
                    self.world, self.keeper, envelope.context, post.server, post.bearer or post.cookie, post.csrf_header
                )
                doing.account = call.named or (call.auth.account.name if call.auth else "")
                if envelope.context.integer("hops") > _MAX_HOPS:
                    raise Fault("service.TOO_MANY_HOPS", "mountpoint or proxy loop detected")
                self._check_csrf(call, envelope.body)
                protocol = self._answer_protocol(envelope)
                request_id = envelope.body.attrs.get("requestId")
                if envelope.body.name == "BatchRequest" and envelope.body.ns == "urn:zimbra":
                    body = self._batch(envelope.body, call, protocol, doing)
                else:
                    body = self._one(envelope.body, call).set(requestId=request_id)
            except Fault as fault:
                doing.fault = fault.code
                body = soap.fault_element(fault, protocol, self._trace(), request_id)
            # whatever a request that failed has done is done: the real server does not roll back either
            self.world.commit()
            return self._answer(protocol, body, call)

    def _answer_protocol(self, envelope: soap.Envelope) -> str:
        wanted = envelope.context.child("format")
        kind = wanted.attr("type") if wanted is not None else None
        if kind == "js":
            return soap.JSON
        if kind == "xml" and envelope.protocol == soap.JSON:
            return soap.SOAP12
        return envelope.protocol

    def _one(self, request: Element, call: Call) -> Element:
        """One request or sub-request; anything unforeseen becomes service.FAILURE."""
        known = find(request.ns, request.name)
        if known is None or request.ns not in _NAMESPACES[call.server]:
            raise unknown_document(request.name)
        if known.auth != "none":
            self._check_auth(known.auth, call)
        with self._handed_on(request, call, known.auth):
            if known.auth != "none" and request.ns != "urn:zimbraAdmin":
                self._check_target(call)
            elif known.auth == "none" and call.named and call.auth_fault is None:
                call.check_named()
            try:
                return known.function(request, call)
            except Fault:
                raise
            except Exception as exc:
                LOG.exception("%s failed", request.name)
                raise failure(f"{type(exc).__name__}: {exc}") from exc

    def _handed_on(self, request: Element, call: Call, auth: str) -> AbstractContextManager[None]:
        """The server that carries out a request: that of the mailbox it is about; what is no mail the server asked does where that one is away."""
        servers = self.world.servers
        account = call.target
        if account is None or auth == "none" or request.ns == "urn:zimbraAdmin":
            return servers.at(servers.here)
        if servers.home(account) in servers.away and request.ns != "urn:zimbraMail":
            return servers.at(servers.here)
        return call.at(account)

    @staticmethod
    def _check_auth(kind: str, call: Call) -> None:
        if call.auth is None:
            raise call.auth_fault or auth_required()
        if kind == "admin" and not call.auth.any_admin:
            raise perm_denied("need adequate admin token")
        if call.auth_fault is not None:
            raise call.auth_fault

    @staticmethod
    def _check_target(call: Call) -> None:
        call.check_named()
        target = call.requested
        if call.delegated:
            call.check_active(target)

    @staticmethod
    def _check_csrf(call: Call, body: Element) -> None:
        if call.auth is None or not call.auth.csrf or body.name == "AuthRequest":
            return
        if (call.csrf_header or call.context.attr("csrfToken")) != call.auth.csrf:
            raise auth_required()

    def _batch(self, batch: Element, call: Call, protocol: str, doing: Doing) -> Element:
        call.check_named()
        out = response_to(batch)
        go_on = (batch.attr("onerror") or "continue") == "continue"
        for request in batch.children:
            part = Doing(request.name, doing.account)
            doing.parts.append(part)
            request_id = request.attrs.get("requestId")
            try:
                answer = self._one(request, call)
                out.add(answer.set(requestId=request_id))
            except Fault as fault:
                part.fault = fault.code
                out.add(soap.fault_element(fault, protocol, self._trace(), request_id))
                if not go_on:
                    break
            finally:
                self.world.commit()
                call.freeze_kept_list()
        return out

    def _answer(self, protocol: str, body: Element, call: Call | None) -> Answer:
        context = Element("context", "urn:zimbra")
        if call is not None and call.target is not None:
            box = self.world.mailboxes.get(call.target.id)
            token = getattr(box, "change_token", None)
            if token is not None:
                change = E("change", token=token, acct=call.target.id if call.delegated else None)
                change.unique = True
                context.add(change)
        fault = body.name == "Fault" and body.ns == "soap"
        cookies = call.new_cookies if call is not None and not fault else []
        data = soap.render(protocol, body, context)
        return Answer(500 if fault else 200, data, soap.content_type(protocol), cookies)

    def _trace(self) -> str:
        return f"{threading.current_thread().name}:{self.world.now_ms()}:{secrets.token_hex(4)}"
