# Copyright (c) 2026, the teammail.zimbra contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The listening port: a thread for each connection, TLS, and an end that lets requests finish."""

from __future__ import annotations

import logging
import socket
import socketserver
import ssl
import threading
import time
from collections.abc import Callable
from typing import Any

from zimbra_simulator.transport.connection import Connection, Exchange

LOG = logging.getLogger("zimbra_simulator.http")
_STOPS_WITHIN = 5.0  # seconds that requests in progress have when the server stops


class Listener(socketserver.ThreadingTCPServer):
    """Hands each request on a port to ``handle``. ``idle``: seconds that a connection may be silent."""

    daemon_threads = True
    block_on_close = False
    request_queue_size = 128
    allow_reuse_address = True

    def __init__(
        self,
        address: tuple[str, int],
        name: str,
        handle: Callable[[Exchange], None],
        tls: ssl.SSLContext | None,
        idle: float,
    ) -> None:
        if ":" in address[0]:
            self.address_family = socket.AF_INET6
        super().__init__(address, socketserver.BaseRequestHandler)
        self.tls = tls
        self._handle = handle
        self._idle = idle
        self._open: set[Connection] = set()
        self._stop_reader, self._stop_writer = socket.socketpair()
        self._changed = threading.Condition()
        self._thread = threading.Thread(target=self.serve_forever, kwargs={"poll_interval": 0.1}, name=f"accept-{name}")

    @property
    def port(self) -> int:
        return int(self.server_address[1])

    @property
    def url(self) -> str:
        host = str(self.server_address[0])
        shown = f"[{host}]" if ":" in host else host
        return f"{'https' if self.tls else 'http'}://{shown}:{self.port}"

    def finish_request(self, request: Any, client_address: Any) -> None:
        """Runs in the connection's own thread, the TLS handshake too: a slow client keeps nobody else waiting."""
        request.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        request.settimeout(self._idle)
        if self.tls is not None:
            request = self.tls.wrap_socket(request, server_side=True)
        connection = Connection(request, self._idle, self._stop_reader)
        with self._changed:
            self._open.add(connection)
        try:
            connection.serve(self._handle)
        finally:
            request.close()
            with self._changed:
                self._open.discard(connection)
                self._changed.notify_all()

    def handle_error(self, request: Any, client_address: Any) -> None:
        LOG.info("connection from %s ended early", client_address, exc_info=True)

    def start(self) -> None:
        """Begin to answer."""
        self._thread.start()

    def stop(self) -> None:
        """Close the port, let requests in progress be answered, and end every connection."""
        self.shutdown()
        self._thread.join()
        self.server_close()
        until = time.monotonic() + _STOPS_WITHIN
        with self._changed:
            for connection in self._open:
                connection.stopping = True
            self._stop_writer.close()
            self._changed.wait_for(lambda: not self._open, until - time.monotonic())
            if self._open:
                LOG.warning("%d requests were not answered in time", len(self._open))
                return  # their threads still look at the reader
        self._stop_reader.close()
