# Copyright (c) 2026, the teammail.zimbra contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What people do to a shared mailbox by hand, each with the ordinary means of a client or an administrator."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from playground.json_client import JsonClient
from playground.server import DOMAIN

MAILBOX, TEAM = f"support@{DOMAIN}", f"support-team@{DOMAIN}"
MEIER, MUELLER, SCHULZE, STRANGER = (f"{name}@{DOMAIN}" for name in ("meier", "mueller", "schulze", "wagner"))


@dataclass(frozen=True)
class Damage:
    """One act of damage.

    do: carries it out as an administrator; words: what it is; seen_in: whether a reported change is about it;
    is_drift: False for what agents may do, which a run must leave alone.
    """

    name: str
    words: str
    do: Callable[[JsonClient], None]
    seen_in: Callable[[Mapping[str, Any]], bool]
    is_drift: bool = True


def about(thing: str, key: str, step: str = "") -> Callable[[Mapping[str, Any]], bool]:
    return lambda change: change["object"] == thing and change["key"] == key and (not step or change["step"] == step)


def local(item_id: str) -> str:
    """An item id without the mailbox before it."""
    return item_id.rpartition(":")[2]


def delete_folder(admin: JsonClient) -> None:
    admin.act("delete", admin.folder("/Inbox/Schulze", MAILBOX)["id"], MAILBOX)


def lower_grant(admin: JsonClient) -> None:
    team = admin.team_list(TEAM)["id"]
    admin.act("grant", "2", MAILBOX, grant={"zid": team, "gt": "grp", "perm": "r"})


def unshare_sent(admin: JsonClient) -> None:
    admin.act("!grant", "5", MAILBOX, zid=admin.team_list(TEAM)["id"])


def cut_inheritance(admin: JsonClient) -> None:
    folder = admin.folder("/Inbox/Meier", MAILBOX)
    admin.act("grant", folder["id"], MAILBOX, grant={"gt": "usr", "d": STRANGER, "perm": "r"})


def remove_member(admin: JsonClient) -> None:
    admin.ask(
        "admin", "RemoveDistributionListMember", id={"_content": admin.team_list(TEAM)["id"]}, dlm={"_content": SCHULZE}
    )


def add_stranger(admin: JsonClient) -> None:
    admin.ask(
        "admin", "AddDistributionListMember", id={"_content": admin.team_list(TEAM)["id"]}, dlm={"_content": STRANGER}
    )


def enable_list_mail(admin: JsonClient) -> None:
    values = [{"n": "zimbraMailStatus", "_content": "enabled"}]
    admin.ask("admin", "ModifyDistributionList", id={"_content": admin.team_list(TEAM)["id"]}, a=values)


def mount_of(admin: JsonClient, agent: str, folder_id: str) -> dict[str, Any]:
    owner = admin.account_id(MAILBOX)
    return next(
        link
        for link in admin.tree(agent, expand=False)["link"]
        if link["zid"] == owner and str(link["rid"]) == folder_id
    )


def delete_mountpoint(admin: JsonClient) -> None:
    admin.act("delete", mount_of(admin, MUELLER, "2")["id"], MUELLER)


def rename_mountpoint(admin: JsonClient) -> None:
    admin.act("rename", mount_of(admin, MEIER, "5")["id"], MEIER, name="Antworten")


def change_persona(admin: JsonClient) -> None:
    identity = {"name": MAILBOX, "_attrs": {"zimbraPrefFromAddress": MEIER}}
    admin.ask("account", "ModifyIdentity", inside=MEIER, identity=identity)


def delete_persona(admin: JsonClient) -> None:
    admin.ask("account", "DeleteIdentity", inside=SCHULZE, identity={"name": MAILBOX})


def revoke_send_as(admin: JsonClient) -> None:
    ace = [{"zid": admin.team_list(TEAM)["id"], "gt": "grp", "right": "sendAs"}]
    admin.ask("account", "RevokeRights", inside=MAILBOX, ace=ace)


def change_save_target(admin: JsonClient) -> None:
    admin.ask("account", "ModifyPrefs", inside=MAILBOX, _attrs={"zimbraPrefDelegatedSendSaveTarget": "sender"})


FOLDER = MAILBOX + ":/Inbox/"
DAMAGES = [
    Damage("folder", "the folder Schulze is deleted", delete_folder, about(FOLDER + "Schulze", "state")),
    Damage(
        "grant",
        "the team's right on the Inbox is lowered to reading",
        lower_grant,
        about(MAILBOX + ":/Inbox", "grants"),
    ),
    Damage("sent", "Sent is not shared any more", unshare_sent, about(MAILBOX + ":/Sent", "grants")),
    Damage(
        "inheritance",
        "the folder Meier gets a grant of its own and follows the Inbox no longer",
        cut_inheritance,
        about(FOLDER + "Meier", "inherits"),
    ),
    Damage("member", "Schulze is taken off the list", remove_member, about(TEAM, "members", "team_list")),
    Damage("stranger", "a stranger is put on the list", add_stranger, about(TEAM, "members", "offboarding")),
    Damage("list_mail", "the list accepts mail", enable_list_mail, about(TEAM, "receives_mail")),
    Damage(
        "mountpoint",
        "Müller deletes their mounted Inbox",
        delete_mountpoint,
        lambda c: c["step"] == "mountpoints" and MUELLER in c["object"],
    ),
    Damage(
        "renamed",
        "Meier renames their mounted Sent to Antworten, as they may",
        rename_mountpoint,
        lambda c: c["step"] == "mountpoints" and MEIER in c["object"],
        is_drift=False,
    ),
    Damage(
        "persona",
        "Meier's persona sends from their own address",
        change_persona,
        lambda c: MEIER in c["object"] and c["key"] == "from_address",
    ),
    Damage(
        "no_persona",
        "Schulze deletes their persona",
        delete_persona,
        lambda c: SCHULZE in c["object"] and c["key"] == "state",
    ),
    Damage(
        "send_as", "the right to send as the mailbox is revoked", revoke_send_as, lambda c: c["step"] == "send_right"
    ),
    Damage(
        "save_target", "replies are saved in the agent's own Sent", change_save_target, about(MAILBOX, "attributes")
    ),
]
