# Copyright (c) 2026, the teammail.zimbra contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import socket
import ssl
import threading

import pytest

from ansible_collections.teammail.zimbra.plugins.module_utils import transport
from ansible_collections.teammail.zimbra.plugins.module_utils.errors import TransportError
from ansible_collections.teammail.zimbra.plugins.module_utils.transport import Transport


@pytest.fixture
def hanging_up():
    """The https address of a server that hangs up on everybody who calls."""
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def answer():
            listener.accept()[0].close()

        thread = threading.Thread(target=answer, daemon=True)
        thread.start()
        yield f"https://127.0.0.1:{listener.getsockname()[1]}/"
        thread.join(10)


@pytest.mark.parametrize("verify, reads", [(True, True), (False, False)])
def test_trusted_authorities_are_read_only_where_certificates_are_checked(monkeypatch, hanging_up, verify, reads):
    read = []
    for name in ("load_default_certs", "load_verify_locations"):
        monkeypatch.setattr(ssl.SSLContext, name, lambda *args, **more: read.append(args))
    transport = Transport(hanging_up, 10, verify, 1)
    with pytest.raises(TransportError):
        transport.post(b"<x/>")
    transport.close()
    assert bool(read) is reads


def test_a_server_that_takes_the_request_and_stays_silent_is_named_with_the_seconds():
    with socket.create_server(("127.0.0.1", 0)) as listener:
        transport = Transport(f"http://127.0.0.1:{listener.getsockname()[1]}/", 0.2, True, 1)
        with pytest.raises(
            TransportError, match=r"^http://127\.0\.0\.1:\d+/ did not answer within 0\.2 seconds"
        ) as caught:
            transport.post(b"<x/>")
        transport.close()
    assert caught.value.timed_out and caught.value.uncertain


def test_no_second_has_more_requests_than_the_server_takes(monkeypatch):
    clock = [100.0]
    monkeypatch.setattr(transport.time, "monotonic", lambda: clock[0])
    monkeypatch.setattr(transport.time, "sleep", lambda seconds: clock.__setitem__(0, clock[0] + seconds))
    sent = []
    service = Transport("https://mail.example.com:7071/service/admin/soap", 5, True, 4)
    monkeypatch.setattr(service, "_http_post", lambda data: sent.append(clock[0]) or (200, b""))
    for _number in range(200):
        service.post(b"")
    assert all(later - earlier >= 1 for earlier, later in zip(sent, sent[transport.RATE :]))
    # and no more waiting than that takes
    assert sent[-1] - sent[0] == pytest.approx(200 // transport.RATE)
