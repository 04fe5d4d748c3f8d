# Copyright (c) 2026, the teammail.zimbra contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Requests of the directory side, sent to a dispatcher without HTTP: masking, owners of lists, discovery of rights."""

from __future__ import annotations

import pytest
from lxml import etree

from zimbra_simulator import mailbox, services
from zimbra_simulator.access.tokens import TokenKeeper
from zimbra_simulator.bootstrap import populate
from zimbra_simulator.directory.world import World
from zimbra_simulator.dispatch import Dispatcher, Doing, Post

SOAP = "http://www.w3.org/2003/05/soap-envelope"
NOBODY = "11111111-2222-3333-4444-555555555555"


class Client:
    """Sends requests to a dispatcher as one account or another."""

    def __init__(self) -> None:
        self.world = World()
        populate(self.world, "admin@example.test", "pw-12345")
        services.load_all()
        mailbox.install(self.world)
        self.keeper = TokenKeeper(self.world)
        self.dispatcher = Dispatcher(self.world, self.keeper)
        self.ids: dict[str, str] = {}

    def send(self, request: str, who: str = "admin", urn: str = "urn:zimbraAdmin", account: str = ""):
        """The first child of the Body; ``request`` is written without its namespace."""
        sender = self.world.find_address(f"{who}@example.test")
        token = self.keeper.make(sender, 60_000, admin=True)
        name, rest = request[1:].split(">", 1) if ">" in request else (request[1:], "")
        slash = "/" if name.endswith("/") else ""
        named = f'<account by="name">{account}</account>' if account else ""
        text = (
            f'<s:Envelope xmlns:s="{SOAP}"><s:Header><context xmlns="urn:zimbra"><authToken>{token}</authToken>{named}'
            f'</context></s:Header><s:Body><{name.rstrip("/")} xmlns="{urn}"{slash}>{rest}</s:Body></s:Envelope>'
        )
        post = Post("admin", text.encode())
        answer = self.dispatcher.answer(post, self.dispatcher.parse(post), Doing(""))
        return etree.fromstring(answer.body).find(f"{{{SOAP}}}Body")[0]

    def code(self, *args, **more) -> str | None:
        return self.send(*args, **more).findtext(".//{urn:zimbra}Code")


@pytest.fixture
def client():
    out = Client()
    out.send("<CreateDomainRequest><name>other.test</name></CreateDomainRequest>")
    for name in ("boss", "anna", "bert"):
        flag = '<a n="zimbraIsDelegatedAdminAccount">TRUE</a>' if name == "boss" else ""
        answer = out.send(f"<CreateAccountRequest><name>{name}@example.test</name>{flag}</CreateAccountRequest>")
        out.ids[name] = answer[0].get("id")
    out.send(
        '<GrantRightRequest><target type="domain" by="name">example.test</target><grantee type="usr" by="name">'
        "boss@example.test</grantee><right>domainAdminRights</right></GrantRightRequest>"
    )
    answer = out.send("<CreateDistributionListRequest><name>team@example.test</name></CreateDistributionListRequest>")
    out.ids["team"] = answer[0].get("id")
    return out


@pytest.mark.parametrize(
    ("request_", "admin", "boss"),
    [
        ('<GetAccountRequest><account by="name">x@example.test</account>', "account.NO_SUCH_ACCOUNT", "account.NO_SUCH_ACCOUNT"),
        ('<GetAccountRequest><account by="name">x@other.test</account>', "account.NO_SUCH_ACCOUNT", "service.PERM_DENIED"),
        (f'<GetAccountRequest><account by="id">{NOBODY}</account>', "account.NO_SUCH_ACCOUNT", "service.PERM_DENIED"),
        ('<GetAccountRequest><account by="name">admin@example.test</account>', None, "service.PERM_DENIED"),
        (f"<DeleteAccountRequest><id>{NOBODY}</id>", "account.NO_SUCH_ACCOUNT", "service.PERM_DENIED"),
        (f"<DeleteDistributionListRequest><id>{NOBODY}</id>", "account.NO_SUCH_DISTRIBUTION_LIST", "service.PERM_DENIED"),
        ('<GetDistributionListRequest><dl by="name">x@other.test</dl>', "account.NO_SUCH_DISTRIBUTION_LIST", "service.PERM_DENIED"),
        ('<GetDomainRequest><domain by="name">sub.example.test</domain>', "account.NO_SUCH_DOMAIN", "account.NO_SUCH_DOMAIN"),
        ('<GetDomainRequest><domain by="name">nix.test</domain>', "account.NO_SUCH_DOMAIN", "account.NO_SUCH_DOMAIN"),
        ("<CreateAccountRequest><name>x@other.test</name>", None, "service.PERM_DENIED"),
        (f"<RemoveAccountAliasRequest><id>{NOBODY}</id><alias>x@example.test</alias>", None, "service.PERM_DENIED"),
    ],
)  # fmt: skip
def test_what_a_delegated_administrator_is_not_told(client, request_, admin, boss):
    closed = f"{request_}</{request_[1:].split('>')[0]}>"
    assert client.code(closed, who="boss") == boss
    assert client.code(closed) == admin


@pytest.mark.parametrize(
    ("bound", "quota", "allowed"),
    [
        ("", "100", False),
        ("0", "100", True),
        ("0", "0", True),
        ("200", "200", True),
        ("200", "201", False),
        ("200", "0", False),
    ],
)
def test_the_quota_that_a_delegated_administrator_may_give(client, bound, quota, allowed):
    if bound:
        client.send(
            f'<ModifyAccountRequest><id>{client.ids["boss"]}</id><a n="zimbraDomainAdminMaxMailQuota">{bound}</a>'
            "</ModifyAccountRequest>"
        )
    request = (
        f'<ModifyAccountRequest><id>{client.ids["anna"]}</id><a n="zimbraMailQuota">{quota}</a></ModifyAccountRequest>'
    )
    assert client.code(request, who="boss") == (None if allowed else "service.PERM_DENIED")


def test_what_may_not_be_read_is_shown_without_its_value(client):
    ask = "<GetDomainRequest><attrs>zimbraDomainName</attrs>{}</GetDomainRequest>"
    own = client.send(ask.format('<domain by="name">example.test</domain>'), who="boss")[0]
    assert [(a.text, a.get("pd")) for a in own] == [("example.test", None)]
    other = client.send(ask.format('<domain by="name">other.test</domain>'), who="boss")[0]
    assert [(a.get("n"), a.text, a.get("pd")) for a in other] == [("zimbraDomainName", None, "1")]
    cos = client.send('<GetCosRequest><cos by="name">default</cos></GetCosRequest>', who="boss")[0]
    assert {a.get("pd") for a in cos} == {"1"}


def act(client, who, op, inner=""):
    return client.code(
        f'<DistributionListActionRequest><dl by="name">team@example.test</dl><action op="{op}">{inner}</action>'
        "</DistributionListActionRequest>",
        who=who,
        urn="urn:zimbraAccount",
    )


def test_an_owner_runs_a_list_and_nobody_else(client):
    member = "<dlm>bert@example.test</dlm>"
    assert act(client, "anna", "addMembers", member) == "service.PERM_DENIED"
    assert act(client, "admin", "addOwners", '<owner type="usr" by="name">anna@example.test</owner>') is None
    assert act(client, "anna", "addMembers", member) is None
    grantee = '<grantee type="email" by="name">bert@example.test</grantee>'
    assert (
        act(client, "anna", "grantRights", f'<right right="ownDistList">{grantee}</right>') == "service.INVALID_REQUEST"
    )
    assert act(client, "anna", "grantRights", f'<right right="sendAsDistList">{grantee}</right>') is None
    answer = client.send(
        '<GetDistributionListRequest><dl by="name">team@example.test</dl></GetDistributionListRequest>'
    )
    assert [o.get("name") for o in answer.iter("{*}owner")] == ["anna@example.test"]
    assert [m.text for m in answer.iter("{*}dlm")] == ["bert@example.test"]

    found = client.send(
        "<DiscoverRightsRequest><right>sendAs</right><right>sendAsDistList</right></DiscoverRightsRequest>",
        who="bert", urn="urn:zimbraAccount",
    )  # fmt: skip
    assert [t.get("right") for t in found] == ["sendAsDistList"]
    assert [e.get("addr") for e in found.iter("{*}email")] == ["team@example.test"]
    assert act(client, "anna", "delete") == "service.PERM_DENIED"  # besides owning it takes createDistList
    client.send(
        '<GrantRightRequest><target type="domain" by="name">example.test</target>'
        '<grantee type="usr" by="name">anna@example.test</grantee><right>createDistList</right></GrantRightRequest>'
    )
    assert act(client, "anna", "delete") is None
    assert client.world.find_address("team@example.test") is None


def test_sending_as_somebody_is_bound_to_the_addresses_he_allows(client):
    client.send(
        f"<AddAccountAliasRequest><id>{client.ids['anna']}</id><alias>info@example.test</alias></AddAccountAliasRequest>"
    )
    grant = '<GrantRightsRequest><ace gt="usr" d="bert@example.test" right="sendAs"/></GrantRightsRequest>'
    client.send(grant, urn="urn:zimbraAccount", account="anna@example.test")

    def may(address: str) -> str:
        request = (
            f'<CheckRightsRequest><target type="account" by="name" key="{address}"><right>sendAs</right></target>'
            "</CheckRightsRequest>"
        )
        return client.send(request, who="bert", urn="urn:zimbraAccount")[0].get("allow")

    assert (may("anna@example.test"), may("info@example.test"), may("boss@example.test")) == ("1", "0", "0")
    client.send(
        '<ModifyPrefsRequest><pref name="zimbraPrefAllowAddressForDelegatedSender">info@example.test</pref></ModifyPrefsRequest>',
        urn="urn:zimbraAccount", account="anna@example.test",
    )  # fmt: skip
    assert (may("anna@example.test"), may("info@example.test")) == ("0", "1")


def test_offset_without_limit_finds_nothing(client):
    request = "<SearchDirectoryRequest><offset>1</offset><domain>example.test</domain></SearchDirectoryRequest>"
    answer = client.send(request)
    assert (len(answer), answer.get("searchTotal"), answer.get("more")) == (0, "1", "0")


@pytest.mark.parametrize(
    ("attrs", "code"),
    [
        ("zimbraId,displayName", None),
        ("objectClass", "service.INVALID_REQUEST"),
        ("DisplayName", "service.INVALID_REQUEST"),
    ],
)
def test_only_attributes_of_the_class_can_be_asked_for(client, attrs, code):
    request = f'<GetAccountRequest attrs="{attrs}"><account by="name">anna@example.test</account></GetAccountRequest>'
    assert client.code(request) == code
