# Copyright (c) 2026, the teammail.zimbra contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Accounts and lists: whatever the directory holds, and whatever the options ask fors entries."""

from __future__ import annotations

from typing import Any

from hypothesis import event, given
from hypothesis import strategies as st
from judge import Key, judge, many
from near_server import NearServer, at
from strategies import lists_of, some_of

from ansible_collections.teammail.zimbra.plugins.module_utils.resources.account.resource import Account
from ansible_collections.teammail.zimbra.plugins.module_utils.resources.distribution_list.resource import (
    DistributionList,
)
from ansible_collections.teammail.zimbra.plugins.module_utils.soap import ADMIN

texts = st.sampled_from(["", "Eva", "Zentrale Süd"])
flags = st.booleans()
addresses = st.sampled_from(
    [*[at(n) for n in ("help", "info", "m.meier", "sales", "support", "team")], "x@ext.example", "Meier@Example.TEST"]
)
# what the server notes down by itself wherever an entry is created, renamed or deleted
FOLLOWS = {"zimbraACE", "zimbraMemberOf", "zimbraMailForwardingAddress", "zimbraSharedItem"}


@st.composite
def with_addresses(draw: Any, options: dict[str, Any], new_names: list[str]) -> dict[str, Any]:
    """The options, at times with other addresses: those are for one entry alone."""
    if len(options["name"]) == 1:
        if draw(st.booleans()):
            options["aliases"] = draw(lists_of(addresses))
        if draw(st.integers(0, 4)) == 0:
            options["new_name"] = draw(st.sampled_from(new_names))
    return options


def server_with(accounts: dict[str, dict[str, str]], lists: dict[str, tuple[bool, list[str]]]) -> NearServer:
    """accounts: name -> attributes; lists: name -> whether it is dynamic, addresses of the members."""
    server = NearServer(())
    people = {"meier": {}, **accounts}
    for name, attributes in people.items():
        values = [ADMIN("a", value, n=attribute) for attribute, value in attributes.items()]
        server.session.admin.call(ADMIN("CreateAccountRequest", *values, name=at(name)))
        server.box(name)
    server.session.admin.call(ADMIN("AddAccountAliasRequest", id=server.id_of("meier"), alias=at("m.meier")))
    for name, (dynamic, members) in lists.items():
        server.session.admin.call(ADMIN("CreateDistributionListRequest", name=at(name), dynamic=dynamic or None))
        if members:
            added = [ADMIN("dlm", member) for member in members]
            server.session.admin.call(ADMIN("AddDistributionListMemberRequest", *added, id=server.id_of(name)))
    return server


def only_these(options: dict[str, Any]) -> Any:
    """Entries and mailboxes of the named addresses; of others what the server itself notes down of a renamed or deleted one."""
    names = {name.lower() for name in [*options["name"], options.get("new_name")] if name}

    def may_touch(key: Key, before: Any, after: Any) -> bool:
        if key[1].lower() in names:
            return True
        if key[0] not in ("account", "list", "group") or before is None or after is None:
            return False
        differing = {
            n for n in before["attrs"].keys() | after["attrs"].keys() if before["attrs"].get(n) != after["attrs"].get(n)
        }
        # a closed account is taken off all lists (zimbra-soap-admin.md 3.4)
        leaves = options["state"] == "absent" or "new_name" in options or options.get("status") == "closed"
        return differing <= (FOLLOWS if leaves else {"zimbraMemberOf"})

    return may_touch


# ------------------------------------------------------------- accounts

ACCOUNT_OPTIONS: dict[str, Any] = {
    "display_name": texts,
    "given_name": texts,
    "surname": st.sampled_from(["Meier", "Süd"]),
    "account_password": st.just("correct-horse-battery"),
    "status": st.sampled_from(["active", "maintenance", "locked", "closed", "pending"]),
    "mail_status": st.sampled_from(["enabled", "disabled"]),
    "hide_from_address_list": flags,
    "cos": st.sampled_from(["default", "Default", ""]),
    "quota": st.sampled_from(["", "1G", "unlimited", "7"]),
    "forwarding_addresses": lists_of(addresses),
    "forwarding_keep_copy": flags,
    "attributes": st.fixed_dictionaries(
        {},
        optional={
            "zimbraNotes": texts,
            "zimbraPrefLocale": st.sampled_from(["", "de"]),
            "zimbraAllowFromAddress": st.lists(st.sampled_from(["x@ext.example", "y@ext.example"]), max_size=2),
            "zimbraFeatureMailEnabled": st.sampled_from(["", True, "FALSE"]),
        },
    ),
}
accounts = st.dictionaries(
    st.sampled_from(["support", "sales"]),
    st.fixed_dictionaries(
        {},
        optional={
            "displayName": st.just("Alt"),
            "zimbraAccountStatus": st.sampled_from(["locked", "closed"]),
            "zimbraMailQuota": st.sampled_from(["0", "7"]),
            "zimbraPrefMailForwardingAddress": st.sampled_from(["x@ext.example", f"{at('info')}, x@ext.example"]),
            "zimbraNotes": st.just("x"),
            "zimbraPrefLocale": st.just("de"),
        },
    ),
)


@st.composite
def account_options(draw: Any) -> dict[str, Any]:
    state = draw(st.sampled_from(["present"] * 4 + ["absent"]))
    names = st.lists(st.sampled_from([at("support"), at("sales"), "Support@Example.test"]), min_size=1, max_size=2)
    options: dict[str, Any] = {"name": draw(names), "state": state}
    if state == "absent":
        return {**options, "confirm": draw(st.sampled_from([options["name"][0], at("nobody")]))}
    options.update(draw(some_of(ACCOUNT_OPTIONS)))
    return draw(with_addresses(options, [at("sales"), at("fresh"), at("m.meier")]))


@many
@given(start=accounts, mails=st.integers(0, 2), options=account_options())
def test_accounts(start: dict[str, dict[str, str]], mails: int, options: dict[str, Any]) -> None:
    server = server_with(start, {"team": (False, [at(name) for name in start])})
    for name in start:
        for number in range(mails):
            server.mail(name, "/Inbox", f"{name} {number}")
    event(judge(server, Account, options, only_these(options)))


# ------------------------------------------------------------- lists

LIST_OPTIONS: dict[str, Any] = {
    "display_name": texts,
    "receives_mail": flags,
    "hide_from_address_list": flags,
    "members": lists_of(addresses),
    "owners": lists_of(st.sampled_from([at("meier"), at("support"), at("m.meier"), at("team")])),
    # a list may be an allowed sender of its own: only members may write to it
    "allowed_senders": lists_of(
        st.sampled_from([at(n) for n in ("meier", "sales", "crew", "team", "fresh", "renamed", "info")])
    ),
}
lists = st.dictionaries(
    st.sampled_from(["team", "crew"]),
    st.tuples(flags, st.lists(addresses.filter(lambda a: "team" not in a), unique=True)),
)


@st.composite
def list_options(draw: Any) -> dict[str, Any]:
    state = draw(st.sampled_from(["present"] * 4 + ["absent"]))
    names = draw(st.lists(st.sampled_from([at("team"), at("crew"), at("fresh")]), min_size=1, max_size=2, unique=True))
    options: dict[str, Any] = {"name": names, "state": state}
    if state == "absent":
        return options
    options.update(draw(some_of(LIST_OPTIONS)))
    return draw(with_addresses(options, [at("crew"), at("renamed"), at("sales")]))


@many
@given(start=lists, options=list_options())
def test_lists(start: dict[str, tuple[bool, list[str]]], options: dict[str, Any]) -> None:
    server = server_with({"support": {}, "sales": {}}, start)
    event(judge(server, DistributionList, options, only_these(options)))
