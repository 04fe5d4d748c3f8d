# Copyright (c) 2026, the teammail.zimbra contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Mail coming in: one port that speaks LMTP to LHLO and SMTP to EHLO (zimbra-soap-mail.md 8.2)."""

from __future__ import annotations

import asyncio
import logging
import threading
from typing import Any

from aiosmtpd.smtp import SMTP, Envelope, Session, syntax

from zimbra_simulator.directory.world import World
from zimbra_simulator.mailbox import delivery

LOG = logging.getLogger("zimbra_simulator.lmtp")
SIZE_LIMIT = 10_240_000


class _Protocol(SMTP):
    """aiosmtpd's SMTP server that takes LHLO besides and then answers a message once per recipient."""

    lmtp = False

    async def smtp_EHLO(self, hostname: str) -> None:  # noqa: N802
        self.lmtp = False
        await super().smtp_EHLO(hostname)

    async def smtp_HELO(self, hostname: str) -> None:  # noqa: N802
        self.lmtp = False
        await super().smtp_HELO(hostname)

    @syntax("LHLO hostname")
    async def smtp_LHLO(self, hostname: str) -> None:  # noqa: N802
        await super().smtp_EHLO(hostname)
        self.lmtp = True
        if self.envelope is not None:
            self.envelope.lmtp = True  # type: ignore[attr-defined]

    def _create_envelope(self) -> Envelope:
        envelope = super()._create_envelope()
        envelope.lmtp = self.lmtp  # type: ignore[attr-defined]
        return envelope


class _Handler:
    """Refuses unknown, closed and disabled addresses at RCPT; delivers at DATA, committed before the answer."""

    def __init__(self, world: World) -> None:
        self._world = world

    async def handle_RCPT(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Any, address: str, options: list[str]
    ) -> str:
        with self._world.lock:
            refusal = delivery.refusal(self._world, address, relay=not envelope.lmtp)
        if refusal is not None:
            LOG.info("refused %s: %s", address, refusal.line)
            return refusal.line
        envelope.rcpt_tos.append(address)
        return "250 2.1.5 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Any) -> str:  # noqa: N802
        content = envelope.content if isinstance(envelope.content, bytes) else (envelope.content or "").encode()
        sender = envelope.mail_from or ""
        with self._world.lock:
            if envelope.lmtp:
                answers = [self._deliver(sender, [address], content) for address in envelope.rcpt_tos]
            else:
                answers = [self._deliver(sender, envelope.rcpt_tos, content)]
            self._world.commit()
        return "\r\n".join(answers)

    def _deliver(self, sender: str, addresses: list[str], content: bytes) -> str:
        try:
            delivery.distribute(self._world, sender, addresses, content)
        except Exception:
            LOG.exception("delivery to %s failed", addresses)
            return "451 4.3.0 temporary failure"
        return "250 2.1.5 Delivery OK"


class Listener:
    """The listening port in a thread of its own."""

    def __init__(self, world: World, host: str, port: int) -> None:
        self._world = world
        self._loop = asyncio.new_event_loop()
        handler = _Handler(world)
        self._server = self._loop.run_until_complete(
            self._loop.create_server(lambda: self._protocol(handler), host, port, backlog=128)
        )
        name = self._server.sockets[0].getsockname()
        self.address: tuple[str, int] = (name[0], name[1])
        self._thread = threading.Thread(target=self._loop.run_forever, name="lmtp", daemon=True)
        self._thread.start()

    def _protocol(self, handler: _Handler) -> SMTP:
        return _Protocol(
            handler, data_size_limit=SIZE_LIMIT, enable_SMTPUTF8=True, hostname=self._world.options.domain,
            ident="teammail simulator", loop=self._loop,
        )  # fmt: skip

    def stop(self) -> None:
        """Close the port and end the thread."""
        self._loop.call_soon_threadsafe(self._server.close)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(timeout=5)


def start(world: World, host: str, port: int) -> Listener:
    """Listen; port 0 is any free one, told by ``address``."""
    return Listener(world, host, port)
