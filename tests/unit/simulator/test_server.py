# Copyright (c) 2026, the teammail.zimbra contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A running simulator: tokens, batches, injected faults, persistence, many clients."""

from __future__ import annotations

import gzip
import http.client
import json
import os
import signal
import socket
import ssl
import subprocess
import sys
import urllib.error
import urllib.parse
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from lxml import etree
from playground.environment import PYTHONPATH

SOAP = "http://www.w3.org/2003/05/soap-envelope"
ADMIN = "admin@example.test"
NO_PROXY = urllib.request.build_opener(urllib.request.ProxyHandler({}))


class Running:
    """A simulator process and a client of it."""

    def __init__(self, *options: str) -> None:
        self.process = subprocess.Popen(
            [
                sys.executable, "-m", "zimbra_simulator", "--admin-port", "0", "--port", "0", "--lmtp-port", "0", "--no-tls",
                "--admin-password", "pw-12345", *options,
            ],
            stdout=subprocess.PIPE, text=True, env={**os.environ, "PYTHONPATH": PYTHONPATH},
        )  # fmt: skip
        words = self.process.stdout.readline().split()
        self.urls = dict(word.split("=", 1) for word in words[1:])
        self.token = ""

    def http(self, url: str, data: bytes | None, headers: dict | None = None, method: str | None = None):
        """(status, body) of one exchange."""
        request = urllib.request.Request(url, data, headers or {}, method=method)
        try:
            with NO_PROXY.open(request, timeout=20) as answer:
                return answer.status, answer.read()
        except urllib.error.HTTPError as refused:
            return refused.code, refused.read()

    def soap(self, body: str, token: str | None = None, on: str = "admin", context: str = "", **headers: str):
        """(status, first child of the Body)."""
        token = self.token if token is None else token
        head = f"<authToken>{token}</authToken>{context}"
        text = (
            f'<s:Envelope xmlns:s="{SOAP}"><s:Header><context xmlns="urn:zimbra">{head}</context></s:Header>'
            f"<s:Body>{body}</s:Body></s:Envelope>"
        )
        status, data = self.http(self.urls[on], text.encode(), headers)
        return status, etree.fromstring(data).find(f"{{{SOAP}}}Body")[0]

    def login(self, password: str = "pw-12345", extra: str = "") -> etree._Element:
        body = f'<AuthRequest xmlns="urn:zimbraAdmin"{extra}><name>{ADMIN}</name><password>{password}</password></AuthRequest>'
        status, answer = self.soap(body, token="")
        assert status == 200, etree.tostring(answer)
        self.token = answer.findtext("{*}authToken")
        return answer

    def control(self, what: str, body: object = None, method: str | None = None):
        data = None if body is None else json.dumps(body).encode()
        status, answer = self.http(f"{self.urls['control']}/{what}", data, method=method)
        return status, json.loads(answer)

    def end(self, number: int = signal.SIGTERM) -> int:
        self.process.send_signal(number)
        rc = self.process.wait(timeout=20)
        self.process.stdout.close()
        return rc


def code(answer: etree._Element) -> str | None:
    return answer.findtext(".//{urn:zimbra}Code")


NO_OP = '<NoOpRequest xmlns="urn:zimbraAdmin"/>'
MAIL_NO_OP = '<NoOpRequest xmlns="urn:zimbraMail"/>'


@pytest.fixture(scope="module")
def running():
    server = Running()
    yield server
    assert server.end() == 0


@pytest.fixture
def server(running):
    running.login()
    yield running
    running.control("faults", method="DELETE")


def test_a_batch_goes_on_or_stops_after_a_fault(server):
    inner = f'{NO_OP}<FooRequest xmlns="urn:zimbraAdmin" requestId="b"/>{NO_OP}'
    status, answer = server.soap(f'<BatchRequest xmlns="urn:zimbra">{inner}</BatchRequest>')
    assert (status, len(answer)) == (200, 3)
    assert answer[1].get("requestId") == "b"
    assert code(answer[1]) == "service.UNKNOWN_DOCUMENT"
    _, answer = server.soap(f'<BatchRequest xmlns="urn:zimbra" onerror="stop">{inner}</BatchRequest>')
    assert len(answer) == 2


def test_admin_requests_are_not_known_on_the_user_endpoint(server):
    status, answer = server.soap(NO_OP, on="soap")
    assert (status, code(answer)) == (500, "service.UNKNOWN_DOCUMENT")


@pytest.mark.parametrize("token", ["", "nonsense", "0_00_6964", "0_00"])
def test_without_a_token_of_ours(server, token):
    status, answer = server.soap(NO_OP, token=token)
    assert (status, code(answer)) == (500, "service.AUTH_REQUIRED")


def test_logoff_ends_one_token_and_hinders_even_a_login(server):
    ended = server.token
    server.soap('<EndSessionRequest xmlns="urn:zimbraAccount" logoff="1"/>')
    server.login()
    assert code(server.soap(NO_OP, token=ended)[1]) == "service.AUTH_EXPIRED"
    assert server.soap(NO_OP)[0] == 200


def test_a_token_secured_against_forgery_needs_its_companion(server):
    answer = server.login(extra=' csrfTokenSecured="1"')
    companion = answer.findtext("{*}csrfToken")
    assert code(server.soap(NO_OP)[1]) == "service.AUTH_REQUIRED"
    assert server.soap(NO_OP, **{"X-Zimbra-Csrf-Token": companion})[0] == 200
    assert server.soap(NO_OP, context=f"<csrfToken>{companion}</csrfToken>")[0] == 200


def test_a_foreign_referer_is_turned_away_before_soap(server):
    status, body = server.http(server.urls["admin"], b"<x/>", {"Referer": "http://elsewhere.test/"})
    assert (status, b"Envelope" in body) == (403, False)


def test_a_body_beyond_the_limit(server):
    status, body = server.http(server.urls["admin"], b"<" + b"x" * 15_400_000)
    assert (status, b"service.INVALID_REQUEST" in body) == (500, True)


@pytest.mark.parametrize("action", ["refuse", "drop_before", "drop_after"])
def test_a_broken_connection(server, action):
    name = f"{action.replace('_', '-')}@example.test"
    create = f'<CreateAccountRequest xmlns="urn:zimbraAdmin"><name>{name}</name></CreateAccountRequest>'
    server.control("faults", {"request": "CreateAccount", "action": action})
    with pytest.raises((OSError, urllib.error.URLError)):
        server.soap(create)
    assert code(server.soap(create)[1]) == ("account.ACCOUNT_EXISTS" if action == "drop_after" else None)


def test_an_injected_fault_strikes_the_nth_matching_request_so_many_times(server):
    rule = {
        "request": "NoOp", "action": "fault", "code": "service.TEMPORARILY_UNAVAILABLE", "text": "later",
        "receiver": True, "nth": 2, "count": 2,
    }  # fmt: skip
    assert server.control("faults", rule)[0] == 200
    server.soap('<PingRequest xmlns="urn:zimbraAdmin"/>')
    assert [server.soap(NO_OP)[0] for _ in range(4)] == [200, 500, 500, 200]


def test_an_injected_fault_after_the_work_and_for_one_account_only(server):
    name = "late@example.test"
    create = f'<CreateAccountRequest xmlns="urn:zimbraAdmin"><name>{name}</name></CreateAccountRequest>'
    server.control("counts", method="DELETE")
    server.control("faults", {"request": "CreateAccount", "action": "fault_after", "code": "service.FAILURE"})
    assert code(server.soap(create)[1]) == "service.FAILURE"
    assert code(server.soap(create)[1]) == "account.ACCOUNT_EXISTS"
    assert server.control("counts")[1]["faults"] == {"service.FAILURE": 1, "account.ACCOUNT_EXISTS": 1}

    rule = {"account": name, "action": "fault", "code": "mail.MAINTENANCE", "receiver": True}
    server.control("faults", rule)
    ask = '<GetTagRequest xmlns="urn:zimbraMail"/>'
    assert code(server.soap(ask, context=f'<account by="name">{ADMIN}</account>')[1]) is None
    assert code(server.soap(ask, context=f'<account by="name">{name}</account>')[1]) == "mail.MAINTENANCE"
    assert code(server.soap(ask, context=f'<account by="name">{name}</account>')[1]) is None


@pytest.mark.parametrize(
    "rule",
    [{}, {"action": "explode"}, {"action": "fault"}, {"action": "delay"}, {"action": "http", "count": "many"}],
)
def test_a_rule_that_makes_no_sense_is_refused(server, rule):
    assert server.control("faults", rule)[0] == 400
    assert server.control("faults")[1] == []


def test_http_status_garbled_and_truncated_answers(server):
    for action in ("http", "garble", "truncate"):
        server.control("faults", {"action": action, "status": 429})
    status, _ = server.http(server.urls["admin"], b"<x/>")
    text = f'<s:Envelope xmlns:s="{SOAP}"><s:Body>{NO_OP}</s:Body></s:Envelope>'.encode()
    assert status == 500  # what cannot be read matches no rule
    assert server.http(server.urls["admin"], text)[0] == 429
    with pytest.raises(etree.XMLSyntaxError):
        etree.fromstring(server.http(server.urls["admin"], text)[1])
    with pytest.raises(http.client.IncompleteRead):
        server.http(server.urls["admin"], text)


def test_the_request_log_counts_posts_and_sub_requests(server):
    server.control("counts", method="DELETE")
    server.control("log", method="DELETE")
    server.soap(f'<BatchRequest xmlns="urn:zimbra">{NO_OP}{NO_OP}<FooRequest xmlns="urn:zimbraMail"/></BatchRequest>')
    counts = server.control("counts")[1]
    assert counts["posts"] == 1
    assert counts["requests"] == {"BatchRequest": 1, "NoOpRequest": 2, "FooRequest": 1}
    assert counts["faults"] == {"service.UNKNOWN_DOCUMENT": 1}
    (entry,) = server.control("log")[1]
    assert entry["request"] == "BatchRequest"
    assert [part["request"] for part in entry["parts"]] == ["NoOpRequest", "NoOpRequest", "FooRequest"]


def test_fifty_clients_at_once(server):
    def work(number: int) -> list[int]:
        name = f"client{number}@example.test"
        first = f'<CreateAccountRequest xmlns="urn:zimbraAdmin"><name>{name}</name></CreateAccountRequest>'
        folder = '<CreateFolderRequest xmlns="urn:zimbraMail"><folder l="2" name="A"/></CreateFolderRequest>'
        named = f'<account by="name">{name}</account>'
        return [server.soap(first)[0], server.soap(folder, context=named)[0], server.soap(MAIL_NO_OP)[0]]

    with ThreadPoolExecutor(50) as pool:
        assert {status for statuses in pool.map(work, range(50)) for status in statuses} == {200}


def test_a_kill_loses_nothing_that_was_answered(tmp_path):
    options = ("--data", str(tmp_path / "data.sqlite"))
    server = Running(*options)
    server.login()
    token, named = server.token, '<account by="name">kept@example.test</account>'
    server.soap('<CreateAccountRequest xmlns="urn:zimbraAdmin"><name>kept@example.test</name></CreateAccountRequest>')
    server.soap(
        '<CreateIdentityRequest xmlns="urn:zimbraAccount"><identity name="P"/></CreateIdentityRequest>', context=named
    )
    _, made = server.soap(
        '<CreateFolderRequest xmlns="urn:zimbraMail"><folder l="2" name="Mü"/></CreateFolderRequest>', context=named
    )
    assert server.end(signal.SIGKILL) == -signal.SIGKILL

    server = Running(*options)
    server.token = token  # tokens outlive the restart, too
    _, folder = server.soap(
        '<GetFolderRequest xmlns="urn:zimbraMail" depth="0"><folder path="/Inbox/Mü"/></GetFolderRequest>',
        context=named,
    )
    assert folder[0].get("id") == made[0].get("id")
    assert folder[0].get("uuid") == made[0].get("uuid")
    _, identities = server.soap('<GetIdentitiesRequest xmlns="urn:zimbraAccount"/>', context=named)
    assert [i.get("name") for i in identities] == ["P", "DEFAULT"]
    assert server.end() == 0


@pytest.mark.parametrize(("version", "expected"), [("10.1", "service.PERM_DENIED"), ("8.8.15", "account.AUTH_FAILED")])
def test_the_release_decides_on_the_fault_for_an_unknown_administrator(version, expected):
    server = Running("--version", version)
    body = '<AuthRequest xmlns="urn:zimbraAdmin"><name>nobody@example.test</name><password>x</password></AuthRequest>'
    assert code(server.soap(body, token="")[1]) == expected
    assert server.end(signal.SIGINT) == 0


def test_tls_with_the_certificate_that_it_names():
    server = Running("--tls")
    context = ssl.create_default_context(cafile=server.urls["ca"])
    assert raw(server.urls["admin"], posted("/service/admin/soap", b"<x/>"), context)[0] == 500
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}), urllib.request.HTTPSHandler(context=context))
    with pytest.raises(urllib.error.HTTPError) as caught:
        opener.open(server.urls["admin"], b"<x/>", timeout=20)
    assert caught.value.code == 500
    assert server.end() == 0
    assert not Path(server.urls["ca"]).exists()


def raw(url: str, data: bytes, context: ssl.SSLContext | None = None) -> tuple[int, http.client.HTTPMessage, bytes]:
    """One exchange without the help of urllib: (status, headers, body); the connection must be closed by the server."""
    parts = urllib.parse.urlsplit(url)
    with socket.create_connection((parts.hostname, parts.port), timeout=20) as plain:
        sock = context.wrap_socket(plain, server_hostname="localhost") if context else plain
        sock.sendall(data)
        answer = http.client.HTTPResponse(sock)
        answer.begin()
        body = answer.read()
        assert sock.recv(1) == b""
        sock.close()
    return answer.status, answer.headers, body


def posted(path: str, body: bytes, *fields: str, method: str = "POST") -> bytes:
    lines = [
        f"{method} {path} HTTP/1.1",
        "Host: localhost",
        "Connection: close",
        *fields,
        f"Content-Length: {len(body)}",
    ]
    return "\r\n".join([*lines, "", ""]).encode() + body


@pytest.mark.parametrize(
    ("method", "path", "status", "says"),
    [
        ("POST", "/", 404, b"<title>Error 404 Not Found</title>"),
        ("GET", "/zimbraAdmin/", 404, b"<tr><th>URI:</th><td>/zimbraAdmin/</td></tr>"),
        ("POST", "/SERVICE/soap", 404, b"Not Found"),
        ("POST", "/service/foo", 405, b"HTTP method POST is not supported by this URL"),
        ("GET", "/service/foo", 404, b"Not Found"),
        ("GET", "/service/soap", 405, b"HTTP method GET is not supported by this URL"),
        ("PUT", "/service/soap", 405, b""),
        ("FOO", "/service/soap", 501, b""),
        ("FOO", "/foo", 404, b""),
        ("GET", "/service", 302, b""),
        ("POST", "/service/x/../soap/NoOpRequest?a=b", 500, b"service.PARSE_ERROR"),
        ("POST", "/service/%73oap", 500, b"service.PARSE_ERROR"),
        ("POST", "/service/admin/soap", 500, b"system failure: Request not allowed on port "),
    ],
)
def test_paths_and_methods_as_the_real_server_has_them(server, method, path, status, says):
    got, headers, body = raw(server.urls["soap"], posted(path, b"", method=method))
    assert (got, says in body) == (status, True)
    assert headers["Connection"] == "close"
    assert body == b"" or says
    assert headers["Location"] == ("http://localhost/service/" if status == 302 else None)


def test_options_and_trace(server):
    assert (
        raw(server.urls["soap"], posted("/service/soap", b"", method="OPTIONS"))[1]["Allow"] == "POST, TRACE, OPTIONS"
    )
    _, headers, body = raw(server.urls["soap"], posted("/service/soap", b"", method="TRACE"))
    assert headers["Content-Type"] == "message/http"
    assert body.startswith(b"TRACE /service/soap HTTP/1.1\r\nHost: localhost\r\n")


def test_large_answers_are_compressed_for_who_takes_that(server):
    ask = f'<GetAccountRequest xmlns="urn:zimbraAdmin"><account by="name">{ADMIN}</account></GetAccountRequest>'
    text = (
        f'<s:Envelope xmlns:s="{SOAP}"><s:Header><context xmlns="urn:zimbra"><authToken>{server.token}</authToken>'
        f"</context></s:Header><s:Body>{ask}</s:Body></s:Envelope>"
    ).encode()
    path = "/service/admin/soap"
    _, plain, expected = raw(server.urls["admin"], posted(path, text))
    assert plain["Content-Encoding"] is None
    assert len(expected) > 2048
    for accept, packed in (("gzip, deflate", True), ("gzip;q=0", False), ("deflate", False), ("GZIP;q=0.5", True)):
        _, headers, body = raw(server.urls["admin"], posted(path, text, f"Accept-Encoding: {accept}"))
        assert headers["Content-Encoding"] == ("gzip" if packed else None)
        assert (gzip.decompress(body) if packed else body) == expected
    _, headers, _ = raw(server.urls["admin"], posted(path, b"x" * 4000, "Accept-Encoding: gzip"))
    assert headers["Content-Encoding"] is None  # a fault is not


def test_a_stop_lets_the_request_in_hand_finish():
    server = Running()
    server.login()
    server.control("faults", {"request": "NoOp", "action": "delay", "ms": 700})
    with ThreadPoolExecutor(1) as pool:
        slow = pool.submit(server.soap, NO_OP)
        while not server.control("faults")[1][0]["done"]:
            continue
        assert server.end() == 0
        assert slow.result()[0] == 200


@pytest.mark.parametrize("option", ["--port", "--admin-port", "--lmtp-port"])
def test_a_port_that_is_taken_is_one_sentence(option):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        ports = {"--port": 0, "--admin-port": 0, "--lmtp-port": 0, option: port}
        words = [word for pair in ports.items() for word in map(str, pair)]
        command = [sys.executable, "-m", "zimbra_simulator", "--no-tls", *words]
        ended = subprocess.run(
            command, capture_output=True, text=True, timeout=60, env={**os.environ, "PYTHONPATH": PYTHONPATH}
        )
    assert ended.returncode == 1
    assert ended.stderr == (
        f"zimbra-simulator: {option} is {port}, but 127.0.0.1:{port} cannot be listened on (Address already in use);"
        " choose another port, or 0 for any free one\n"
    )
