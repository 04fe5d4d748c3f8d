# Copyright (c) 2026, the teammail.zimbra contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Identities: whatever personas agents have, and whatever the options ask for."""

from __future__ import annotations

from typing import Any

from hypothesis import event, given
from hypothesis import strategies as st
from judge import Key, judge, many
from near_server import NearServer, at
from strategies import lists_of

from ansible_collections.teammail.zimbra.plugins.module_utils.resources.identity.resource import Identity
from ansible_collections.teammail.zimbra.plugins.module_utils.soap import ACCOUNT, MAIL

AGENTS = ["meier", "mueller"]
NAMES = ["Support", "Sales", "Übersee"]
# folders by the number they get in both agents' mailboxes; 258 and 259 are mountpoints, 900 is none
PLACES = {"/Inbox": "2", "/Team": "257", "/Support": "258", "/Support Sent": "259"}
STORED: dict[str, Any] = {
    "zimbraPrefFromAddress": st.sampled_from([[at("support")], [at("sales")]]),
    "zimbraPrefFromDisplay": st.sampled_from([["Support"], ["Alt"]]),
    "zimbraPrefFromAddressType": st.sampled_from([["sendAs"], ["sendOnBehalfOf"]]),
    "zimbraPrefReplyToEnabled": st.sampled_from([["TRUE"], ["FALSE"]]),
    "zimbraPrefWhenSentToEnabled": st.sampled_from([["TRUE"], ["FALSE"]]),
    "zimbraPrefWhenSentToAddresses": st.lists(st.sampled_from([at("support"), at("help")]), min_size=1, unique=True),
    "zimbraPrefWhenInFolderIds": st.lists(st.sampled_from([*PLACES.values(), "900"]), min_size=1, unique=True),
    "zimbraPrefSaveToSent": st.sampled_from([["TRUE"], ["FALSE"]]),
}
personas = st.dictionaries(
    st.tuples(st.sampled_from(AGENTS), st.sampled_from(NAMES)), st.fixed_dictionaries({}, optional=STORED), max_size=4
)
addresses = st.sampled_from([at("support"), at("help"), "Somebody@ext.example"])
folders = st.sampled_from(
    [
        "/Inbox",
        "/team",
        "/Support",
        {"owner": at("support"), "path": "/Inbox"},
        {"owner": at("support"), "path": "/Sent"},
        {"owner": at("support"), "folder_id": 2},
        "257",
    ]
)
nowhere = st.sampled_from(
    ["/Nowhere", {"owner": at("support"), "path": "/Drafts"}, {"owner": at("nobody"), "path": "/Inbox"}]
)
TEXTS: dict[str, Any] = {
    "from_address": addresses,
    "from_display": st.sampled_from(["Support", "", "Team Süd"]),
    "from_type": st.sampled_from(["sendAs", "sendOnBehalfOf"]),
    "reply_to_enabled": st.booleans(),
    "reply_to_address": st.sampled_from([at("support"), ""]),
    "reply_to_display": st.sampled_from(["Support", ""]),
    "when_sent_to_enabled": st.booleans(),
    "when_in_folders_enabled": st.booleans(),
    "save_to_sent": st.booleans(),
    "sent_folder": st.sampled_from(["sent", ""]),
    "default_signature": st.sampled_from(["Gruß", "GRUSS", ""]),
    "attributes": st.sampled_from([{"zimbraPrefForwardReplyFormat": "text"}, {"zimbraPrefForwardReplyFormat": ""}]),
}


@st.composite
def some_options(draw: Any) -> dict[str, Any]:
    accounts = draw(st.lists(st.sampled_from(AGENTS), min_size=1, max_size=2, unique=True))
    options: dict[str, Any] = {"account": [at(agent) for agent in accounts]}
    options["state"] = draw(st.sampled_from(["present"] * 4 + ["absent"]))
    options["name"] = draw(
        st.sampled_from([*NAMES, "support"] + (["DEFAULT"] if options["state"] == "present" else []))
    )
    if options["state"] == "absent":
        return options
    for option in draw(st.lists(st.sampled_from(sorted(TEXTS)), unique=True, max_size=4)):
        options[option] = draw(TEXTS[option])
    if draw(st.booleans()):
        options["when_sent_to"] = draw(lists_of(addresses))
    if draw(st.booleans()):
        options["when_in_folders"] = draw(lists_of(folders, nowhere))
    if options["name"] != "DEFAULT" and draw(st.integers(0, 3)) == 0:
        options["new_name"] = draw(st.sampled_from(NAMES))
    return options


def server_with(start: dict[tuple[str, str], dict[str, list[str]]], room: int) -> NearServer:
    server = NearServer((*AGENTS, "support"))
    for agent in AGENTS:
        box = server.session.mailbox(at(agent))
        box.call(MAIL("CreateFolderRequest", MAIL("folder", l="1", name="Team")))
        for number, name in (("2", "Support"), ("5", "Support Sent")):
            link = MAIL("link", l="1", name=name, zid=server.id_of("support"), rid=number)
            box.call(MAIL("CreateMountpointRequest", link))
        made = {folder.path: str(folder.id) for folder in server.box(agent).folders.values()}
        assert {path: made[path] for path in PLACES} == PLACES
        content = ACCOUNT("content", "Mit freundlichem Gruß", type="text/plain")
        box.call(ACCOUNT("CreateSignatureRequest", ACCOUNT("signature", content, name="Gruß")))
        limit = {"zimbraIdentityMaxNumEntries": [str(1 + room + sum(whose == agent for whose, _name in start))]}
        server.world.write(server.account(agent), limit)
    for (agent, name), values in start.items():
        pairs = [ACCOUNT("a", value, name=n) for n, some in values.items() for value in some]
        made_one = ACCOUNT("CreateIdentityRequest", ACCOUNT("identity", *pairs, name=name))
        server.session.mailbox(at(agent)).call(made_one)
    server.world.commit()
    return server


def only_this_persona(options: dict[str, Any]) -> Any:
    names = {name.lower() for name in (options["name"], options.get("new_name")) if name}

    def may_touch(key: Key, before: Any, after: Any) -> bool:
        if key[0] == "account" and options["name"] == "DEFAULT" and key[1] in options["account"]:
            # the default persona is kept in the account's own preferences
            one, other = before["attrs"], after["attrs"]
            return all(n.startswith("zimbraPref") for n in one.keys() | other.keys() if one.get(n) != other.get(n))
        return key[0] == "persona" and key[1] in options["account"] and key[2].lower() in names

    return may_touch


@many
@given(start=personas, room=st.sampled_from([0, 5]), options=some_options())
def test_identities(start: dict[tuple[str, str], dict[str, list[str]]], room: int, options: dict[str, Any]) -> None:
    event(judge(server_with(start, room), Identity, options, only_this_persona(options)))
