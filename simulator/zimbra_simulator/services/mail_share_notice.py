# Copyright (c) 2026, the teammail.zimbra contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""SendShareNotification (zimbra-soap-mail.md 3.9)."""

from __future__ import annotations

import html
from dataclasses import dataclass

from lxml import etree

from zimbra_simulator.access.acl import Grant, parse_type
from zimbra_simulator.access.context import Call
from zimbra_simulator.directory.entry import Account, Entry
from zimbra_simulator.mailbox import compose, sending
from zimbra_simulator.mailbox.items import Folder
from zimbra_simulator.mailbox.mailbox import Mailbox
from zimbra_simulator.mailbox.mime import Address
from zimbra_simulator.services.mail_ids import (
    MAIL,
    ItemId,
    actor,
    is_own,
    mount_target,
    need_child,
    owner_of,
    parse_id,
    proxied,
    sender_for,
)
from zimbra_simulator.services.registry import handler
from zimbra_simulator.wire.element import Element, response_to
from zimbra_simulator.wire.faults import invalid_request

_SUBJECTS = {
    "en": {
        "new": "Share Created", "edit": "Share Modified", "revoke": "Share Revoked", "expire": "Share Expired",
        "by": "{subject}: {folder} shared by {owner}",
    },
    "de": {
        "new": "Freigabe wurde erstellt", "edit": "Freigabe geändert", "revoke": "Freigabe entzogen",
        "expire": "Freigabe abgelaufen", "by": "{subject}: {folder} freigegeben von {owner}",
    },
}  # fmt: skip
_SHARE = "urn:zimbraShare"


@dataclass(frozen=True)
class Notice:
    """One mail to be written: who is told about which folder."""

    owner: Account
    folder: Folder
    address: str
    grantee_id: str
    grantee_name: str
    grant: Grant | None


@handler(MAIL, "SendShareNotificationRequest")
def send_share_notification(request: Element, call: Call) -> Element:
    """Write to grantees of a folder. Each needs an effective grant unless it is told of a revocation."""
    action = request.attr("action") or "new"
    if action not in ("new", "edit", "revoke", "expire"):
        raise invalid_request(f"invalid action: {action}")
    old = request.child("share")
    item = request.child("item")
    place = parse_id(item.need("id"), call) if item is not None else _place(need_child(request, "share"), call)
    if not is_own(place, call):
        return proxied(send_share_notification, request, call, owner_of(place, call))
    box: Mailbox = call.mailbox()
    if item is not None:
        box.item(place.number)  # any kind of item would do: an unknown one is not called a folder
    folder = box.readable(actor(call), box.folder(place.number))
    if folder.is_link:
        target = mount_target(folder)
        owner = owner_of(target, call)
        there: Mailbox = call.mailbox(owner)
        folder = there.folder(target.number)
    if item is None and old is not None:
        notices = [_old_form(old, call, folder)]
    else:
        notices = [_notice(call, folder, e.need("a"), None, action) for e in request.children_named("e")]
    notes = request.attr("notes") or ""
    for notice in notices:
        _send(call, notice, action, notes)
    return response_to(request)


def _place(share: Element, call: Call) -> ItemId:
    """The folder of the old form: ``l`` or ``path``, not both."""
    number, path = share.attr("l"), share.attr("path")
    if number is not None and path is not None:
        raise invalid_request("only one of l or path can be specified")
    if number is not None:
        return parse_id(number, call)
    if path is None:
        raise invalid_request("missing l or path")
    box: Mailbox = call.mailbox()
    return parse_id(str(box.by_path(path).id), call)


def _old_form(share: Element, call: Call, folder: Folder) -> Notice:
    kind = parse_type(share.need("gt"))
    zid, name = share.attr("zid"), share.attr("d")
    if kind == "guest":
        if name is None:
            raise invalid_request("must specify grantee name for guest grantee type")
        return _notice(call, folder, name, kind, "new")
    entry = call.world.entries.get(zid) if zid is not None else call.world.find_address(name or "")
    if entry is None:
        raise invalid_request("no such grantee")
    return _notice(call, folder, entry.name, kind, "new")


def _notice(call: Call, folder: Folder, address: str, kind: str | None, action: str) -> Notice:
    entry: Entry | None = call.world.find_address(address)
    grantee = entry.id if entry is not None else address
    wanted = kind or ("guest" if entry is None else "grp" if entry.is_group else "usr")
    acl = folder.effective_acl
    grant = acl.find(grantee) if acl is not None else None
    if grant is not None and grant.type != wanted:
        grant = None
    if grant is None and action != "revoke":
        raise invalid_request("no matching grant")
    name = (entry.get("displayName") if entry is not None else None) or (entry.name if entry is not None else address)
    target = entry.name if entry is not None else address
    return Notice(folder.mailbox.account, folder, target, grantee, name, grant)


def _xml(notice: Notice, action: str, notes: str) -> str:
    """The part that clients read: ``xml/x-zimbra-share``."""
    owner = notice.owner
    name = "revoke" if action in ("revoke", "expire") else "share"
    root = etree.Element(f"{{{_SHARE}}}{name}", nsmap={None: _SHARE})  # type: ignore[dict-item]
    root.set("version", "0.2")
    if action == "expire":
        root.set("expire", "1")
    elif name == "share":
        root.set("action", action)
    etree.SubElement(root, f"{{{_SHARE}}}grantee", id=notice.grantee_id, email=notice.address, name=notice.grantee_name)
    etree.SubElement(
        root, f"{{{_SHARE}}}grantor", id=owner.id, email=owner.name, name=owner.get("displayName") or owner.name
    )
    link = etree.SubElement(root, f"{{{_SHARE}}}link", id=str(notice.folder.id), name=notice.folder.name)
    link.set("view", notice.folder.view or "unknown")
    if notice.grant is not None:
        link.set("perm", notice.grant.rights)
    etree.SubElement(root, f"{{{_SHARE}}}notes").text = notes
    return etree.tostring(root, encoding="unicode")


def _send(call: Call, notice: Notice, action: str, notes: str) -> None:
    owner, caller = notice.owner, call.caller
    locale = (caller.get("zimbraPrefLocale") or caller.get("zimbraLocale") or "en")[:2]
    words = _SUBJECTS.get(locale, _SUBJECTS["en"])
    shown_owner = owner.get("displayName") or owner.name
    subject = words["by"].format(subject=words[action], folder=notice.folder.name, owner=shown_owner)
    lines = [
        subject, "", f"Shared item: {notice.folder.name}", f"Owner: {shown_owner}",
        f"Grantee: {notice.grantee_name}", f"Allowed actions: {notice.grant.rights if notice.grant else ''}", "", notes,
    ]  # fmt: skip
    draft = compose.Draft()
    draft.from_ = sending.friendly(owner)
    draft.sender = sending.friendly(caller) if caller.id != owner.id else None
    draft.recipients = [Address("t", notice.address, None)]
    draft.lines.append(("Subject", compose.encode_word(subject)))
    text = "\n".join(lines)
    draft.body = compose.multipart(
        "multipart/alternative",
        [
            compose.text_part(text, "text/plain"),
            compose.text_part("<pre>" + html.escape(text) + "</pre>", "text/html"),
            compose.text_part(_xml(notice, action, notes), "xml/x-zimbra-share"),
        ],
    )
    sending.send(sender_for(call, call.requested), draft, identity_id=None, no_save=False)
