# Copyright (c) 2026, the teammail.zimbra contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Everything about mailboxes, lists, rights and personas that a run could touch, in a form that two moments can be compared in."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from playground.json_client import JsonClient, Refused, walk

ACCOUNT_ATTRIBUTES = (
    "displayName,zimbraAccountStatus,zimbraMailStatus,zimbraPrefDelegatedSendSaveTarget,zimbraPrefFromAddress"
)

# What the server writes to somebody who is put on a list that folders are shared with (zimbra-soap-admin.md 4.3).
NOTICE = "Share Created"


def snapshot(admin: JsonClient, accounts: Iterable[str], lists: Iterable[str]) -> dict[str, Any]:
    """address -> what there is; None where the address has no account or list.

    Ids of things that are made anew when they are mended (folders, mountpoints) are told by what they lead to.
    """
    seen: dict[str, Any] = {}
    for address in accounts:
        seen[address] = _account(admin, address)
    for address in lists:
        seen[address] = _list(admin, address)
    return seen


def _account(admin: JsonClient, address: str) -> dict[str, Any] | None:
    request: dict[str, Any] = {
        "account": {"by": "name", "_content": address},
        "applyCos": 0,
        "attrs": ACCOUNT_ATTRIBUTES,
    }
    try:
        found = admin.ask("admin", "GetAccount", **request)["account"][0]
    except Refused as refused:
        if refused.code == "account.NO_SUCH_ACCOUNT":
            return None
        raise
    tree = admin.tree(address, expand=False)
    folders: dict[str, Any] = {}
    targets: dict[str, str] = {}
    for path, entry in walk(tree):
        target = f"{entry.get('owner', entry['zid'])}:{entry['rid']}" if "rid" in entry else None
        if target:
            targets[entry["id"].rpartition(":")[2]] = target
        grants = sorted((g.get("d", ""), g["gt"], g["perm"]) for g in entry.get("acl", {}).get("grant", []))
        own = "acl" in entry or "i" in entry.get("f", "")
        folders[path] = {
            "target": target,
            "own_acl": own,
            "grants": grants,
            "view": entry.get("view"),
            "color": entry.get("color"),
        }
        mails = (
            admin.mails(f"inid:{entry['id'].rpartition(':')[2]}", address) if target is None and entry.get("n") else []
        )
        folders[path]["mails"] = sorted(mail["su"] for mail in mails if mail["su"] != NOTICE)
    personas = {}
    for name, persona in admin.personas(address).items():
        values = {
            k: v
            for k, v in persona.get("_attrs", {}).items()
            if k not in ("zimbraPrefIdentityId", "zimbraCreateTimestamp")
        }
        ids = values.get("zimbraPrefWhenInFolderIds", [])
        values["zimbraPrefWhenInFolderIds"] = sorted(
            targets.get(i, i) for i in ([ids] if isinstance(ids, str) else ids)
        )
        personas[name] = values
    rights = admin.ask("account", "GetRights", inside=address).get("ace", [])
    return {
        "attributes": {a["n"]: a["_content"] for a in found.get("a", [])},
        "folders": folders,
        "personas": personas,
        "rights": sorted((r["right"], r["gt"], r.get("d", "")) for r in rights),
    }


def _list(admin: JsonClient, address: str) -> dict[str, Any] | None:
    try:
        found = admin.team_list(address)
    except Refused as refused:
        if refused.code == "account.NO_SUCH_DISTRIBUTION_LIST":
            return None
        raise
    values = {
        a["n"]: a["_content"] for a in found["a"] if a["n"] in ("displayName", "zimbraMailStatus", "zimbraHideInGal")
    }
    return {"members": sorted(m["_content"] for m in found.get("dlm", [])), "attributes": values}
