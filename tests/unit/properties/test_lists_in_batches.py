# Copyright (c) 2026, the teammail.zimbra contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Addresses that nobody has beside lists that are there: within a batch the server mixes them up (zimbra-soap-admin.md 1.9)."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from judge import many
from near_server import NearServer, at, complete

from ansible_collections.teammail.zimbra.plugins.module_utils.engine import Reconciler, Resource
from ansible_collections.teammail.zimbra.plugins.module_utils.errors import Fault, ZimbraError
from ansible_collections.teammail.zimbra.plugins.module_utils.resources.account.resource import Account
from ansible_collections.teammail.zimbra.plugins.module_utils.resources.address import info as address_info
from ansible_collections.teammail.zimbra.plugins.module_utils.resources.common.directory import list_request
from ansible_collections.teammail.zimbra.plugins.module_utils.resources.distribution_list import (
    info as distribution_list_info,
)
from ansible_collections.teammail.zimbra.plugins.module_utils.resources.distribution_list.resource import (
    DistributionList,
)
from ansible_collections.teammail.zimbra.plugins.module_utils.resources.send_right.resource import SendRight
from ansible_collections.teammail.zimbra.plugins.module_utils.resources.share.resource import Share
from ansible_collections.teammail.zimbra.plugins.module_utils.soap import ADMIN

EXTERNAL, UNKNOWN = "x@ext.example", at("nobody")


def furnished() -> NearServer:
    """The list team with the list crew and meier on it; crew has the alias mannschaft, meier m.meier; there is an alias domain."""
    near = NearServer(("meier", "schmidt", "support"), {"crew": ["schmidt"], "team": ["crew", "meier"]}, {"group": []})
    admin = near.session.admin
    admin.call(ADMIN("AddDistributionListAliasRequest", id=near.id_of("crew"), alias=at("mannschaft")))
    admin.call(ADMIN("AddAccountAliasRequest", id=near.id_of("meier"), alias=at("m.meier")))
    domain = near.world.domain("example.test")
    assert domain is not None
    values = {"zimbraDomainType": "alias", "zimbraDomainAliasTargetId": domain.id}
    admin.call(ADMIN("CreateDomainRequest", *[ADMIN("a", v, n=n) for n, v in values.items()], name="alias.test"))
    return near


@pytest.fixture
def server() -> NearServer:
    return furnished()


def run(server: NearServer, kind: type[Resource], **options: Any) -> Any:
    """The states after; what was planned came about, and a second run finds nothing to do."""
    params = complete(kind.OPTIONS, options)
    outcome = Reconciler(kind(server.session, params, False)).run(False)
    assert outcome.error is None, str(outcome.error)
    assert [plan.changes_to(end) for plan, end in zip(outcome.plans, outcome.after, strict=True)] == [
        plan.changes() for plan in outcome.plans
    ]
    if "new_name" not in options:
        assert not any(plan.changed for plan in Reconciler(kind(server.session, params, True)).run(True).plans)
    return outcome.after


def members(server: NearServer, name: str) -> list[str]:
    found = server.world.find_address(at(name))
    assert found is not None
    return sorted(found.members)


@pytest.mark.parametrize("alias", ["mannschaft@example.test", "crew@alias.test", "m.meier@example.test"])
def test_every_member_is_stored_whatever_stands_before_it(server: NearServer, alias: str) -> None:
    desired = [alias, EXTERNAL, at("schmidt"), UNKNOWN]
    run(server, DistributionList, name=[at("team")], members=desired)
    primary = at("meier") if "meier" in alias else at("crew")
    assert members(server, "team") == sorted([primary, EXTERNAL, at("schmidt"), UNKNOWN])


def test_a_nested_list_loses_its_place_also_beside_an_outsider(server: NearServer) -> None:
    run(server, DistributionList, name=[at("team")], members=[at("crew"), EXTERNAL, UNKNOWN, at("meier")])
    run(server, DistributionList, name=[at("team")], members=[at("meier")])
    assert members(server, "team") == [at("meier")]


def test_a_list_is_renamed(server: NearServer) -> None:
    ident = server.id_of("crew")
    run(server, DistributionList, name=[at("crew")], new_name=at("neu"))
    assert server.id_of("neu") == ident
    assert members(server, "team") == [at("meier"), at("neu")]


def test_an_account_is_renamed_to_a_free_address(server: NearServer) -> None:
    run(server, Account, name=[at("support")], new_name=at("hilfe"))
    assert server.account("hilfe").name == at("hilfe")


def test_new_lists_are_made_beside_one_that_is_there(server: NearServer) -> None:
    names = [at("crew"), at("eins"), at("zwei")]
    after = run(server, DistributionList, name=names, display_name="Dienst")
    assert [state["name"] for state in after] == names
    assert members(server, "crew") == [at("schmidt")]


def test_of_lists_to_be_removed_only_those_named_go(server: NearServer) -> None:
    run(server, DistributionList, name=[at("team"), at("nichts")], state="absent")
    assert server.world.find_address(at("team")) is None
    assert members(server, "crew") == [at("schmidt")]


@pytest.mark.parametrize("first", ["team", "group"])
def test_a_free_address_belongs_to_nobody_beside_a_list(server: NearServer, first: str) -> None:
    asked = [at(first), UNKNOWN, "team@elsewhere.test", at("meier"), at("m.meier"), "crew@alias.test", at("free")]
    found = address_info.get_info(server.session, {"address": asked})["addresses"]
    kind = "list" if first == "team" else "group"
    assert [(e["kind"], e["name"]) for e in found] == [
        (kind, at(first)),
        ("none", None),
        ("none", None),
        ("account", at("meier")),
        ("account", at("meier")),
        ("list", at("crew")),
        ("none", None),
    ]


def test_an_absent_list_is_named_as_missing_beside_others(server: NearServer) -> None:
    asked = [at("team"), UNKNOWN, at("mannschaft"), at("free")]
    found = distribution_list_info.get_info(server.session, {"name": asked})
    assert [state["name"] for state in found["distribution_lists"]] == [at("team"), at("crew")]
    assert found["missing"] == [UNKNOWN, at("free")]


def test_a_share_with_a_list_and_a_typo_names_the_typo(server: NearServer) -> None:
    grants = [{"grantee": name, "role": "viewer"} for name in (at("team"), UNKNOWN)]
    with pytest.raises(ZimbraError, match=UNKNOWN):
        run(server, Share, account=at("support"), path=["/Inbox"], grants={"add": grants})


def test_a_right_for_a_list_and_a_typo_names_the_typo(server: NearServer) -> None:
    with pytest.raises(ZimbraError, match=UNKNOWN):
        run(server, SendRight, target=[at("team")], grantees={"add": [at("crew"), UNKNOWN]})


KEYS = ["team", "crew", "mannschaft", "group", "meier", "nobody", "free"]
keys = st.one_of(
    st.sampled_from([at(k) for k in KEYS] + ["crew@alias.test", "free@alias.test", "team@elsewhere.test"]),
    st.sampled_from(["#team", "#group", "11111111-2222-3333-4444-555555555555"]),
)


@many
@given(asked=st.lists(keys, max_size=8))
def test_together_every_list_is_answered_as_alone(asked: list[str]) -> None:
    near = furnished()
    desired = [near.id_of(key[1:]) if key.startswith("#") else key for key in asked]
    batch = near.session.admin.batch([list_request(key) for key in desired])
    alone = [near.session.admin.batch([list_request(key)])[0] for key in desired]

    def seen(answer: Any) -> Any:
        return answer.code if isinstance(answer, Fault) else answer[0].get("id")

    assert [seen(a) for a in batch] == [seen(a) for a in alone]
