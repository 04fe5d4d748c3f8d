# Copyright (c) 2026, the teammail.zimbra contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import pytest

from ansible_collections.teammail.zimbra.plugins.module_utils.errors import (
    AuthenticationError,
    Fault,
    InputError,
    TransportError,
)
from ansible_collections.teammail.zimbra.plugins.module_utils.session import open_session, service_url
from ansible_collections.teammail.zimbra.plugins.module_utils.soap import ADMIN, MAIL, Client, parse_answer
from ansible_collections.teammail.zimbra.plugins.module_utils.transport import Transport
from ansible_collections.teammail.zimbra.tests.unit.plugins.scripted import (
    Exchange,
    Script,
    batch,
    batched,
    fault,
    lost,
)

NOOP = '<NoOpRequest xmlns="urn:zimbraAdmin"/>'
NOOP_DONE = '<NoOpResponse xmlns="urn:zimbraAdmin"/>'
GET = '<GetFolderRequest xmlns="urn:zimbraMail"/>'
GOT = '<GetFolderResponse xmlns="urn:zimbraMail"/>'
WRITE = '<CreateFolderRequest xmlns="urn:zimbraMail"/>'
WRITTEN = '<CreateFolderResponse xmlns="urn:zimbraMail"/>'
URL = "https://mail.example.com:7071/service/admin/soap"


@pytest.mark.parametrize(
    "given, full",
    [
        ("https://mail.example.com", URL),
        ("https://mail.example.com/", URL),
        ("https://mail.example.com:9071", "https://mail.example.com:9071/service/admin/soap"),
        ("https://[::1]", "https://[::1]:7071/service/admin/soap"),
        (" https://h/own/path ", "https://h/own/path"),
        ("http://127.0.0.2:8071", "http://127.0.0.2:8071/service/admin/soap"),
        ("http://[::1]", "http://[::1]:7071/service/admin/soap"),
        ("http://localhost", "http://localhost:7071/service/admin/soap"),
    ],
)
def test_a_bare_host_is_completed(given, full):
    assert service_url(given) == full


@pytest.mark.parametrize(
    "given",
    ["mail.example.com", "ftp://mail.example.com", "https://", "https://u:p@mail.example.com", "https://h:port"],
)
def test_an_unusable_url_is_named_with_its_remedy(given):
    with pytest.raises(InputError, match=r"^url "):
        service_url(given)


@pytest.mark.parametrize(
    "given", ["http://mail.example.com", "http://localhost.example.com/service/admin/soap", "http://192.0.2.1:7071"]
)
def test_plain_http_to_another_machine_is_refused_unless_it_is_allowed(given):
    with pytest.raises(InputError, match=r"^url is .*set allow_plain_http to true$"):
        service_url(given)
    assert service_url(given, allow_plain_http=True).startswith(given)


def test_a_fault_carries_code_text_object_and_remedy():
    script = Script(Exchange(GET, fault("account.ACCOUNT_INACTIVE", "account is not active: x", receiver=True)))
    with pytest.raises(Fault) as caught:
        script.session().admin.call(MAIL("GetFolderRequest"), "support@example.com")
    assert caught.value.receiver
    assert str(caught.value).startswith(
        "support@example.com: account.ACCOUNT_INACTIVE: account is not active: x (in maintenance, as during"
    )
    script.finished()


def test_a_batch_goes_out_as_one_request_and_keeps_its_order():
    script = Script(
        Exchange(batch(NOOP, GET), batched(NOOP_DONE, fault("mail.NO_SUCH_FOLDER", "no such folder id: 9")))
    )
    first, second = script.session().admin.batch([ADMIN("NoOpRequest"), MAIL("GetFolderRequest")])
    assert first.tag.endswith("NoOpResponse")
    assert second.code == "mail.NO_SUCH_FOLDER"
    script.finished()


def test_a_batch_that_stops_leaves_the_rest_undone():
    script = Script(Exchange(batch(WRITE, WRITE, stop=True), batched(fault("mail.ALREADY_EXISTS", "x"))))
    answers = script.session().admin.batch([MAIL("CreateFolderRequest"), MAIL("CreateFolderRequest")], stop=True)
    assert answers[0].code == "mail.ALREADY_EXISTS" and answers[1] is None
    script.finished()


def test_a_batch_with_an_answer_missing_is_an_error():
    script = Script(Exchange(batch(GET, GET), batched(GOT)))
    with pytest.raises(TransportError, match="1 of 2 requests of a batch unanswered"):
        script.session().admin.batch([MAIL("GetFolderRequest"), MAIL("GetFolderRequest")])


def test_a_read_is_repeated_after_a_lost_answer():
    script = Script(Exchange(GET, lost()), Exchange(GET, lost()), Exchange(GET, GOT), retries=3)
    assert script.session().admin.call(MAIL("GetFolderRequest")) is not None
    script.finished()


def test_a_write_is_not_repeated_after_a_lost_answer():
    script = Script(Exchange(WRITE, lost()), retries=3)
    with pytest.raises(TransportError):
        script.session().admin.call(MAIL("CreateFolderRequest"))
    script.finished()


def test_a_write_that_never_left_is_repeated():
    script = Script(Exchange(WRITE, lost(uncertain=False)), Exchange(WRITE, WRITTEN), retries=1)
    assert script.session().admin.call(MAIL("CreateFolderRequest")) is not None
    script.finished()


def test_what_the_server_refused_for_the_moment_is_repeated_alone():
    busy = fault("service.TEMPORARILY_UNAVAILABLE", "service temporarily unavailable", receiver=True)
    script = Script(Exchange(batch(WRITE, GET), batched(busy, GOT)), Exchange(WRITE, WRITTEN), retries=1)
    answers = script.session().admin.batch([MAIL("CreateFolderRequest"), MAIL("GetFolderRequest")])
    assert not any(isinstance(a, Fault) for a in answers)
    script.finished()


LATE = TransportError("https://h did not answer within 30 seconds (timeout)", uncertain=True, timed_out=True)
PROXY = "error while proxying request to target server: Connect to b:7071 failed: "


def test_who_did_not_answer_in_time_is_not_asked_again_and_the_mailbox_is_named():
    script = Script(Exchange(GET, LATE, account="eva@example.com"), retries=3)
    words = (
        r"30 seconds \(timeout\) \(asked for the mailbox eva@example.com; .* that mailbox's own server that is away\)$"
    )
    with pytest.raises(TransportError, match=words) as caught:
        script.session().mailbox("eva@example.com").call(MAIL("GetFolderRequest"))
    assert caught.value.timed_out and caught.value.uncertain
    script.finished()


def test_accounts_about_which_no_answer_came_in_time_are_named():
    one = '<GetAccountRequest xmlns="urn:zimbraAdmin"><account by="name">{}@example.com</account></GetAccountRequest>'
    names = ["eva", "jan", "eva"]
    script = Script(Exchange(batch(*(one.format(n) for n in names)), LATE), retries=3)
    requests = [ADMIN("GetAccountRequest", ADMIN("account", f"{n}@example.com", by="name")) for n in names]
    with pytest.raises(TransportError, match=r"\(asked about eva@example.com, jan@example.com; where"):
        script.session().admin.batch(requests)
    script.finished()


@pytest.mark.parametrize("text, again", [("Connection refused", True), ("Read timed out", False)])
def test_a_read_is_repeated_where_another_server_refuses_but_not_where_it_was_waited_for(text, again):
    away = Exchange(GET, fault("service.PROXY_ERROR", PROXY + text, receiver=True))
    script = Script(away, *([Exchange(GET, GOT)] if again else []), retries=1)
    (answer,) = script.session().admin.batch([MAIL("GetFolderRequest")])
    assert isinstance(answer, Fault) is not again
    script.finished()


def test_retries_end():
    script = Script(Exchange(GET, lost()), Exchange(GET, lost()), retries=1)
    with pytest.raises(TransportError):
        script.session().admin.call(MAIL("GetFolderRequest"))
    script.finished()


def login(token, refused=None):
    request = (
        '<AuthRequest xmlns="urn:zimbraAdmin"><name>admin@example.com</name><password>secret</password></AuthRequest>'
    )
    answer = f'<AuthResponse xmlns="urn:zimbraAdmin"><authToken>{token}</authToken><lifetime>43199999</lifetime></AuthResponse>'
    return Exchange(request, refused or answer, token="")


def test_an_expired_token_is_renewed_once_and_the_request_sent_again():
    expired = fault("service.AUTH_EXPIRED", "auth credentials have expired")
    script = Script(Exchange(NOOP, expired, token="old"), login("new"), Exchange(NOOP, NOOP_DONE, token="new"))
    session = script.session(token="old", username="admin@example.com", password="secret")
    session.admin.call(ADMIN("NoOpRequest"))
    assert session.token == "new"
    script.finished()


def test_an_expired_token_without_a_password_says_what_to_do():
    script = Script(Exchange(NOOP, fault("service.AUTH_EXPIRED", "auth credentials have expired")))
    with pytest.raises(AuthenticationError, match="log in again"):
        script.session().check()
    script.finished()


@pytest.mark.parametrize(
    "code, text, words",
    [
        ("account.AUTH_FAILED", "authentication failed for [admin@example.com]", "check username and password"),
        ("service.PERM_DENIED", "permission denied: Error in Authentication", "check username and password"),
        ("service.PERM_DENIED", "permission denied: not an admin account", "is not an administrator"),
        ("account.CHANGE_PASSWORD", "must change password", "must be changed"),
    ],
)
def test_a_refused_login_is_told_and_never_repeated(code, text, words):
    script = Script(login("", fault(code, text)), retries=3)
    with pytest.raises(AuthenticationError, match=words):
        script.session(token="", username="admin@example.com", password="secret").login()
    script.finished()


@pytest.mark.parametrize(
    "content",
    [
        b"<html><body>hello</body></html>",
        b"not xml",
        b"",
        b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY e "x">]><a>&e;</a>',
        b'<e:Envelope xmlns:e="http://www.w3.org/2003/05/soap-envelope"><e:Body/></e:Envelope>',
    ],
)
def test_what_is_no_soap_is_never_taken_for_an_answer(content):
    with pytest.raises(TransportError):
        parse_answer(content, 200, URL)


@pytest.mark.parametrize("page", [b"<html>\n<head/>\n<p>Problem accessing /nothing.</p>\n</html>", b"not found", b""])
def test_a_page_that_is_no_service_is_told_with_the_remedy(page):
    """Jetty's page for an unknown path can be read as XML."""
    with pytest.raises(TransportError, match=r"answers HTTP 404 without SOAP .*url must be the admin service"):
        parse_answer(page, 404, URL)


def test_a_control_character_cannot_be_sent():
    with pytest.raises(InputError, match="control character"):
        ADMIN("name", "a\x01b")


def test_nobody_listens():
    client = Client(Transport("http://127.0.0.1:9/service/admin/soap", 2, True, 1), retries=0)
    with pytest.raises(TransportError, match=r"no answer from http://127\.0\.0\.1:9.*[Cc]onnection refused") as caught:
        client.call(ADMIN("NoOpRequest"))
    assert not caught.value.uncertain


PARAMS = {
    "url": URL,
    "username": None,
    "password": None,
    "auth_token": "t",
    "validate_certs": True,
    "ca_path": None,
    "timeout": 30.0,
    "retries": 3,
}


@pytest.mark.parametrize(
    "change, words",
    [({"auth_token": None}, "no way to log in"), ({"timeout": 0.0}, "timeout is"), ({"retries": -1}, "retries is")],
)
def test_connection_options_are_checked(change, words):
    with pytest.raises(InputError, match=words):
        open_session(dict(PARAMS, **change))
