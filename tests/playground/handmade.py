# Copyright (c) 2026, the teammail.zimbra contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A shared mailbox as an administrator sets it up in the web clients, by hand and with names of their own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from playground.json_client import JsonClient


def attributes(values: Mapping[str, str]) -> list[dict[str, str]]:
    return [{"n": name, "_content": value} for name, value in values.items()]


@dataclass
class Handmade:
    """What to set up: the names that a person chose.  folders: agent's address -> name of their folder below the Inbox."""

    address: str
    display_name: str
    team: str
    team_name: str
    folders: Mapping[str, str]
    inbox_name: str
    sent_name: str
    persona: str
    from_display: str
    hidden: bool = True
    mounts: dict[str, list[str]] = field(default_factory=dict)

    def create(self, admin: JsonClient) -> None:
        """The seven steps, complete and right."""
        make_account(admin, self.address, self.display_name, zimbraPrefDelegatedSendSaveTarget="owner")
        team = make_list(admin, self.team, self.team_name, self.folders, hidden=self.hidden)
        for name in self.folders.values():
            admin.ask("mail", "CreateFolder", inside=self.address, folder={"name": name, "l": "2", "view": "message"})
        for folder in ("2", "5"):
            grant(admin, self.address, folder, team, "grp", "rwidx")
        admin.ask("account", "GrantRights", inside=self.address, ace=[{"gt": "grp", "zid": team, "right": "sendAs"}])
        for agent in self.folders:
            self.mounts[agent] = [
                mount(admin, agent, self.address, "2", self.inbox_name),
                mount(admin, agent, self.address, "5", self.sent_name),
            ]
            make_persona(admin, agent, self.persona, **self.persona_values(agent))

    def persona_values(self, agent: str) -> dict[str, Any]:
        return {
            "zimbraPrefFromAddress": self.address,
            "zimbraPrefFromDisplay": self.from_display,
            "zimbraPrefFromAddressType": "sendAs",
            "zimbraPrefWhenSentToEnabled": "TRUE",
            "zimbraPrefWhenSentToAddresses": self.address,
            "zimbraPrefWhenInFoldersEnabled": "TRUE",
            "zimbraPrefWhenInFolderIds": self.mounts[agent],
        }


def make_account(admin: JsonClient, address: str, display_name: str = "", **values: str) -> str:
    given = {**({"displayName": display_name} if display_name else {}), **values}
    answer = admin.ask("admin", "CreateAccount", name={"_content": address}, a=attributes(given))
    return answer["account"][0]["id"]


def make_list(
    admin: JsonClient, address: str, name: str, members: Any = (), *, hidden: bool = True, mail: bool = False
) -> str:
    values = {"zimbraMailStatus": "enabled" if mail else "disabled", "zimbraHideInGal": "TRUE" if hidden else "FALSE"}
    if name:
        values["displayName"] = name
    answer = admin.ask("admin", "CreateDistributionList", name={"_content": address}, a=attributes(values))
    ident = answer["dl"][0]["id"]
    if members:
        dlm = [{"_content": member} for member in members]
        admin.ask("admin", "AddDistributionListMember", id={"_content": ident}, dlm=dlm)
    return ident


def grant(admin: JsonClient, mailbox: str, folder: str, grantee: str, kind: str, rights: str) -> None:
    admin.act("grant", folder, mailbox, grant={"zid": grantee, "gt": kind, "perm": rights})


def mount(admin: JsonClient, agent: str, owner: str, folder: str, name: str) -> str:
    link = {"l": "1", "name": name, "zid": admin.account_id(owner), "rid": folder, "view": "message"}
    made = admin.ask("mail", "CreateMountpoint", inside=agent, link=link)["link"][0]
    return made["id"].rpartition(":")[2]


def make_persona(admin: JsonClient, agent: str, name: str, **values: Any) -> None:
    admin.ask("account", "CreateIdentity", inside=agent, identity={"name": name, "_attrs": values})
