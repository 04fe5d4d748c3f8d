# Copyright (c) 2026, the teammail.zimbra contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""GetShareInfo of both services (zimbra-soap-mail.md 3.8)."""

from __future__ import annotations

from collections.abc import Iterator

from zimbra_simulator.access.acl import Grant, parse_type, shown_rights
from zimbra_simulator.access.context import Call
from zimbra_simulator.directory.entry import Account
from zimbra_simulator.directory.world import World
from zimbra_simulator.mailbox.items import Folder
from zimbra_simulator.mailbox.mailbox import ROOT, Mailbox, has_mailbox
from zimbra_simulator.mailbox.publishing import unpack
from zimbra_simulator.services.mail_ids import actor
from zimbra_simulator.services.registry import handler
from zimbra_simulator.wire.element import E, Element, response_to
from zimbra_simulator.wire.faults import failure, invalid_request, no_such, perm_denied

Share = dict[str, object]


def _live(box: Mailbox, *, by: Account | None = None) -> Iterator[tuple[Folder, Grant]]:
    """Effective grants of every folder, inheriting ones included; ``by``: those that mean an account."""
    for folder in box.folders.values():
        acl = folder.effective_acl if folder.id != ROOT else None
        if folder.is_link or acl is None:
            continue
        for grant in acl.grants:
            if by is None or (grant.type not in ("guest", "key") and grant.matches(box.world, by)):
                yield folder, grant


def _share(world: World, owner: Account, folder: Folder, grant: Grant) -> Share:
    grantee = world.entries.get(grant.grantee)
    return {
        "ownerId": owner.id,
        "ownerEmail": owner.name,
        "ownerName": owner.get("displayName"),
        "folderId": folder.id,
        "folderUuid": folder.uuid,
        "folderPath": folder.path,
        "view": folder.view or "unknown",
        "rights": shown_rights(grant.rights).replace("c", ""),
        "granteeType": grant.type,
        "granteeId": grant.grantee,
        "granteeName": grantee.name if grantee else grant.grantee if grant.type in ("guest", "key") else None,
        "granteeDisplayName": grantee.get("displayName") if grantee else None,
    }


def _published(world: World, account: Account, *, with_self: bool) -> Iterator[Share]:
    """Shares that the directory lists for an account: direct grants only."""
    domain = world.domain(account.domain_name)
    mine = {account.id, world.cos_of(account).id, *world.groups_of(account), domain.id if domain else ""}
    for owner in world.of_kind("account", "calresource"):
        if owner.id == account.id and not with_self:
            continue
        for value in owner.attrs.get("zimbraSharedItem", ()):
            part = unpack(value)
            kind = part.get("granteeType")
            same_domain = owner.domain_name == account.domain_name
            if kind == "all" or (kind == "pub" and same_domain) or part.get("granteeId") in mine:
                yield {
                    "ownerId": owner.id,
                    "ownerEmail": owner.name,
                    "ownerName": owner.get("displayName"),
                    "folderId": int(part["folderId"]),
                    "folderUuid": part["folderUuid"],
                    "folderPath": part["folderPath"],
                    "view": part["folderDefaultView"],
                    "rights": part["rights"],
                    "granteeType": kind,
                    "granteeId": part["granteeId"],
                    "granteeName": part["granteeName"],
                }


def _mounted(box: Mailbox) -> dict[tuple[str, int], Folder]:
    """(owner, folder) to the link that mounts it, the last one when there are several."""
    links = sorted((f for f in box.folders.values() if f.link is not None), key=lambda f: f.id)
    return {(f.link["zid"], f.link["rid"]): f for f in links if f.link is not None}


def _fill(request: Element, shares: list[Share], mounted: dict[tuple[str, int], Folder], answer: Element) -> Element:
    """The shares that the request's ``<grantee>`` asks for, sorted by path."""
    wanted = request.child("grantee")
    kind = wanted.attr("type") if wanted is not None else None
    if kind is not None:
        kind = parse_type(kind)
    grantee_id = wanted.attr("id") if wanted is not None else None
    name = wanted.attr("name") if wanted is not None else None
    for share in sorted(shares, key=lambda s: (str(s["folderPath"]).lower(), str(s["ownerEmail"]))):
        if (
            (kind and share["granteeType"] != kind)
            or (grantee_id and share["granteeId"] != grantee_id)
            or (name and share["granteeName"] != name)
        ):
            continue
        link = mounted.get((str(share["ownerId"]), int(str(share["folderId"]))))
        out = answer.add(E("share", {k: v for k, v in share.items() if v is not None}))
        disabled = link.no_activesync if link else False
        out.set(mid=link.id if link else None, activeSyncDisabled="true" if disabled else "false")
    return answer


@handler("urn:zimbraAccount", "GetShareInfoRequest")
def get_share_info(request: Element, call: Call) -> Element:
    """Shares with the requested account: of one owner as they are now, or of all owners from the directory."""
    account = call.requested
    if not call.full_access(account):
        raise perm_denied("can not access account")
    answer = response_to(request)
    named = request.child("owner")
    owner = None
    if named is not None:
        owner = call.world.account_by(named.attr("by") or "name", named.text.strip())
        if owner is None or owner.status != "active":
            return answer
    if not has_mailbox(call.world, account):
        raise failure(f"mailbox not found for account {account.id}")
    mounted = _mounted(call.mailbox(account))
    if owner is None:
        with_self = request.boolean("includeSelf", True)
        return _fill(request, list(_published(call.world, account, with_self=with_self)), mounted, answer)
    if owner.id == account.id:
        raise invalid_request("cannot discover shares on self")
    box: Mailbox = call.mailbox(owner)
    who = actor(call, owner)
    found = [
        _share(call.world, owner, folder, grant)
        for folder, grant in _live(box, by=account)
        if box.may(who, folder, "r")
    ]
    return _fill(request, found, mounted, answer)


@handler("urn:zimbraAdmin", "GetShareInfoRequest")
def admin_get_share_info(request: Element, call: Call) -> Element:
    """All shares of one owner as they are now."""
    named = request.child("owner")
    if named is None:
        raise failure("Cannot invoke a method on a missing owner")
    owner = call.world.account_by(named.attr("by") or "name", named.text.strip())
    if owner is None:
        raise no_such("account", named.text.strip())
    if not call.full_access(owner):
        raise perm_denied("need right: adminLoginAs for account " + owner.name)
    found = [_share(call.world, owner, folder, grant) for folder, grant in _live(call.mailbox(owner))]
    return _fill(request, found, {}, response_to(request))
