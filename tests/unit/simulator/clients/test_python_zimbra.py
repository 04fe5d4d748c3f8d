# Copyright (c) 2026, the teammail.zimbra contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The client library python-zimbra, with requests in XML and in JSON: administration, sharing, batches, faults."""

from __future__ import annotations

from typing import Any

import pytest
from playground.simulator_process import Simulator
from pythonzimbra.communication import Communication
from pythonzimbra.exceptions.auth import AuthenticationFailed
from pythonzimbra.tools import auth

ADMIN, MAIL = "urn:zimbraAdmin", "urn:zimbraMail"
PASSWORD = "Regenbogen-7"  # noqa: S105  of accounts that exist for seconds


class Session:
    """The library as a program would use it: one token, one call for each request."""

    def __init__(self, server: Simulator, form: str) -> None:
        self.server, self.form = server, form
        self.at = Communication(server.admin_url)
        # the library reads tokens out of XML answers, its default here, whatever form the requests have later
        self.token = auth.authenticate(server.admin_url, server.admin_user, server.admin_password, admin_auth=True)

    def login(self, name: str, password: str = PASSWORD) -> str:
        token: str = auth.authenticate(self.server.soap_url, name, password, use_password=True, raise_on_error=True)
        return token

    def request(self, name: str, content: dict[str, Any], ns: str, *, token: str | None = None) -> Any:
        """The whole response object of the library."""
        at = self.at if token is None else Communication(self.server.soap_url)
        asked = at.gen_request(request_type=self.form, token=token or self.token)
        asked.add_request(name, content, ns)
        return at.send_request(asked)

    def call(self, name: str, content: dict[str, Any], ns: str, *, token: str | None = None) -> dict[str, Any]:
        """The answer's content; a fault fails the test."""
        answer = self.request(name, content, ns, token=token)
        assert not answer.is_fault(), answer.get_fault_message()
        return answer.get_response()[name.replace("Request", "Response")]


@pytest.fixture(params=["xml", "json"])
def session(request: pytest.FixtureRequest, server: Simulator) -> Session:
    return Session(server, request.param)


def first(value: Any) -> Any:
    """JSON has lists where an element may be repeated."""
    return value[0] if isinstance(value, list) else value


def account(session: Session, name: str) -> tuple[str, str]:
    """A new account: (address, id)."""
    address = f"{name}-{session.form}@{session.server.domain}"
    made = session.call("CreateAccountRequest", {"name": address, "password": PASSWORD}, ADMIN)
    return address, first(made["account"])["id"]


def test_a_wrong_password_is_told_as_the_library_expects_it(session):
    address, _id = account(session, "tor")
    assert session.login(address)
    with pytest.raises(AuthenticationFailed, match=r"account\.AUTH_FAILED"):
        session.login(address, "falsch")


def test_a_fault_reaches_the_library_with_its_code(session):
    answer = session.request("GetAccountRequest", {"account": {"by": "name", "_content": "nix@example.test"}}, ADMIN)
    assert answer.is_fault()
    assert answer.get_fault_code() == "account.NO_SUCH_ACCOUNT"
    assert answer.get_fault_message() == "no such account: nix@example.test"


def test_a_folder_is_made_shared_and_read_by_the_other(session):
    owner, owner_id = account(session, "support")
    agent, agent_id = account(session, "meier")
    owner_token, agent_token = session.login(owner), session.login(agent)

    made = session.call(
        "CreateFolderRequest", {"folder": {"name": "Fälle", "l": "2", "view": "message"}}, MAIL, token=owner_token
    )
    folder = first(made["folder"])
    assert (folder["name"], folder["absFolderPath"], str(folder["l"])) == ("Fälle", "/Inbox/Fälle", "2")

    grant = {"op": "grant", "id": folder["id"], "grant": {"gt": "usr", "d": agent, "perm": "rwidx"}}
    done = session.call("FolderActionRequest", {"action": grant}, MAIL, token=owner_token)
    assert first(done["action"])["zid"] == agent_id

    link = {"name": "Support", "l": "1", "zid": owner_id, "rid": folder["id"], "view": "message"}
    mounted = first(session.call("CreateMountpointRequest", {"link": link}, MAIL, token=agent_token)["link"])
    assert (mounted["owner"], mounted["oname"], mounted["perm"]) == (owner, "Fälle", "rwidxc")

    # the agent's own tree has the link; the owner's folder names the grantee
    tree = first(session.call("GetFolderRequest", {}, MAIL, token=agent_token)["folder"])
    assert first(tree["link"])["name"] == "Support"
    seen = first(session.call("GetFolderRequest", {"folder": {"l": folder["id"]}}, MAIL, token=owner_token)["folder"])
    granted = first(first(seen["acl"])["grant"])
    assert (granted["d"], granted["perm"], granted["gt"]) == (agent, "rwidx", "usr")


def test_a_stranger_is_refused(session):
    owner, owner_id = account(session, "allein")
    stranger, _id = account(session, "fremd")
    asked = {"folder": {"l": f"{owner_id}:2"}}
    answer = session.request("GetFolderRequest", asked, MAIL, token=session.login(stranger))
    assert answer.is_fault() and answer.get_fault_code() == "service.PERM_DENIED"
    assert owner not in answer.get_fault_message()


def batch(session: Session, *names_and_contents: tuple[str, dict[str, Any]], onerror: str = "continue") -> Any:
    """The answer to a batch of admin requests."""
    asked = session.at.gen_request(
        request_type=session.form, token=session.token, set_batch=True, batch_onerror=onerror
    )
    for name, content in names_and_contents:
        asked.add_request(name, content, ADMIN)
    return session.at.send_request(asked)


def selector(tag: str, name: str) -> dict[str, Any]:
    return {tag: {"by": "name", "_content": name}}


def test_a_batch_answers_each_request_under_its_id(session):
    address, account_id = account(session, "stapel")
    answer = batch(
        session,
        ("GetAccountInfoRequest", selector("account", address)),
        ("GetDomainRequest", selector("domain", session.server.domain)),
    )
    overview = answer.get_batch()
    names = {int(key): name for key, name in overview["idToName"].items()}
    assert (names, overview["hasFault"]) == ({1: "GetAccountInfoResponse", 2: "GetDomainResponse"}, False)
    assert account_id in str(answer.get_response(1))
    domain = first(answer.get_response(2)["GetDomainResponse"]["domain"])
    assert domain["name"] == session.server.domain


@pytest.mark.parametrize(("onerror", "answered"), [("continue", True), ("stop", False)])
def test_a_batch_goes_on_after_a_fault_or_stops_as_asked(session, onerror, answered):
    answer = batch(
        session,
        ("GetDomainRequest", selector("domain", "nix.test")),
        ("GetAllDomainsRequest", {}),
        onerror=onerror,
    )
    overview = answer.get_batch()
    assert overview["hasFault"]
    assert ("GetAllDomainsResponse" in overview["nameToId"]) is answered
