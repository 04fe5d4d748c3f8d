# Copyright (c) 2026, the teammail.zimbra contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import pytest

from ansible_collections.teammail.zimbra.plugins.module_utils.errors import AuthenticationError, Fault, InputError
from ansible_collections.teammail.zimbra.plugins.module_utils.session import Session, open_session
from ansible_collections.teammail.zimbra.plugins.module_utils.soap import ADMIN, MAIL
from ansible_collections.teammail.zimbra.tests.unit.plugins.scripted import Exchange, Script, batch, batched, fault

NOOP = '<NoOpRequest xmlns="urn:zimbraAdmin"/>'
GET = '<GetFolderRequest xmlns="urn:zimbraMail"/>'
GOT = '<GetFolderResponse xmlns="urn:zimbraMail"/>'
LOGIN = '<AuthRequest xmlns="urn:zimbraAdmin"><name>admin@example.com</name><password>pw</password></AuthRequest>'
LOGGED_IN = (
    '<AuthResponse xmlns="urn:zimbraAdmin"><authToken>fresh</authToken><lifetime>43200000</lifetime></AuthResponse>'
)
EXPIRED = fault("service.AUTH_EXPIRED", "auth credentials have expired")
ME = {"username": "admin@example.com", "password": "pw"}


def options(**given):
    return dict({"url": "https://h", "timeout": 30, "retries": 0, "validate_certs": True}, **given)


def delegate(account, by="name"):
    return f'<DelegateAuthRequest xmlns="urn:zimbraAdmin" duration="3600"><account by="{by}">{account}</account></DelegateAuthRequest>'


def test_mailboxes_side_by_side_share_one_renewal():
    """Each finds its token expired; only the first may log in, and the others use what it got."""

    class Server(Script):
        def __init__(self):
            super().__init__()
            self.logins = 0

        def batch(self, requests_, caller, stop=False):
            return [
                Fault("service.AUTH_EXPIRED", "x") if caller.token != "fresh" else MAIL("GetFolderResponse")
                for _request in requests_
            ]

        def call(self, request, *_more):
            self.logins += 1
            answer = ADMIN("AuthResponse", ADMIN("authToken", "fresh"), ADMIN("lifetime", "1000"))
            return answer

    server = Server()
    # side by side for once, which a script's own session is not
    session = Session(server, token="stale", **ME)
    answers = session.parallel(
        lambda name: session.mailbox(name).call(MAIL("GetFolderRequest")).tag,
        ["a@x.com", "b@x.com", "c@x.com", "d@x.com"],
    )
    assert answers == ["{urn:zimbraMail}GetFolderResponse"] * 4
    assert server.logins == 1


def test_a_renewed_token_that_is_refused_again_ends_it():
    script = Script(
        Exchange(GET, EXPIRED, token="stale"),
        Exchange(LOGIN, LOGGED_IN, token=""),
        Exchange(GET, EXPIRED, token="fresh"),
    )
    with pytest.raises(Fault, match="AUTH_EXPIRED"):
        script.session(token="stale", **ME).admin.call(MAIL("GetFolderRequest"))
    script.finished()


def test_without_a_password_an_expired_token_is_told_with_its_remedy():
    script = Script(Exchange(GET, EXPIRED))
    with pytest.raises(Fault) as refused:
        script.session().admin.call(MAIL("GetFolderRequest"))
    assert "log in again (module login) and hand the new token to auth_token" in str(refused.value)


@pytest.mark.parametrize(
    "code, text, words",
    [
        (
            "account.AUTH_FAILED",
            "authentication failed for [a]",
            "check username and password, ten failures lock this address out",
        ),
        ("service.PERM_DENIED", "permission denied: Error in Authentication", "check username and password"),
        ("service.PERM_DENIED", "permission denied: not an admin account", "is not an administrator"),
        ("account.CHANGE_PASSWORD", "must change password", "must be changed before it can be used"),
        ("service.FAILURE", "system failure: x", "login of 'admin@example.com' failed: service.FAILURE"),
    ],
)
def test_a_refused_login_is_sent_once_and_explained(code, text, words):
    script = Script(Exchange(LOGIN, fault(code, text), token=""), retries=3)
    with pytest.raises(AuthenticationError, match=words.replace("(", r"\(")):
        script.session(token="", **ME).login()
    script.finished()


def test_a_login_that_asks_for_a_second_factor_is_an_error():
    answer = LOGGED_IN.replace("<lifetime>", "<twoFactorAuthRequired>true</twoFactorAuthRequired><lifetime>")
    with pytest.raises(AuthenticationError, match="two-factor"):
        Script(Exchange(LOGIN, answer, token="")).session(token="", **ME).login()


def test_a_given_token_is_proved_and_a_fresh_one_is_not():
    script = Script(
        Exchange(NOOP, fault("service.AUTH_REQUIRED", "no valid authtoken present")),
        Exchange(LOGIN, LOGGED_IN, token=""),
    )
    with pytest.raises(AuthenticationError, match="refuses the token in auth_token"):
        script.session().check()
    session = script.session(token="", **ME)
    session.login()
    session.check()
    assert session.lifetime == 43200
    script.finished()


def test_users_speak_with_their_own_tokens_and_a_refused_one_is_named():
    granted = '<DelegateAuthResponse xmlns="urn:zimbraAdmin"><authToken>hers</authToken></DelegateAuthResponse>'
    script = Script(
        Exchange(
            batch(delegate("eva@example.com"), delegate("gone@example.com")),
            batched(granted, fault("account.NO_SUCH_ACCOUNT", "no such account: gone@example.com")),
        ),
        Exchange(GET, GOT, token="hers"),
    )
    eva, gone = script.session().users(["eva@example.com", "gone@example.com"])
    eva.call(MAIL("GetFolderRequest"))
    assert isinstance(gone, Fault) and gone.about == "gone@example.com"
    script.finished()


@pytest.mark.parametrize(
    "given, sentence",
    [
        ({}, "no way to log in"),
        ({"username": "a"}, "no way to log in"),
        ({"auth_token": "t", "timeout": 0}, "^timeout is 0"),
        ({"auth_token": "t", "retries": -1}, "^retries is -1"),
        ({"auth_token": "t", "url": "mail"}, "^url is 'mail'"),
    ],
)
def test_options_that_cannot_connect_are_told_before_anything_is_sent(given, sentence):
    with pytest.raises(InputError, match=sentence):
        open_session(options(**given))


@pytest.mark.parametrize(
    "given, verify",
    [({}, True), ({"ca_path": "/ca.pem"}, "/ca.pem"), ({"validate_certs": False, "ca_path": "/ca.pem"}, False)],
)
def test_certificates_are_checked_unless_switched_off(given, verify):
    assert open_session(options(auth_token="t", **given)).client.transport.verify == verify


def test_a_user_whose_token_ends_in_mid_run_gets_another():
    def granted(token):
        return f'<DelegateAuthResponse xmlns="urn:zimbraAdmin"><authToken>{token}</authToken></DelegateAuthResponse>'

    script = Script(
        Exchange(delegate("eva@example.com"), granted("first")),
        Exchange(GET, fault("service.AUTH_EXPIRED", "auth credentials have expired"), token="first"),
        Exchange(delegate("eva@example.com"), granted("second")),
        Exchange(GET, GOT, token="second"),
        Exchange(GET, GOT, token="second"),
    )
    (eva,) = script.session().users(["eva@example.com"])
    eva.call(MAIL("GetFolderRequest"))
    eva.call(MAIL("GetFolderRequest"))
    script.finished()
