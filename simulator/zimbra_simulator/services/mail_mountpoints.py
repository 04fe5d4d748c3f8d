# Copyright (c) 2026, the teammail.zimbra contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""CreateMountpoint and EnableSharedReminder (zimbra-soap-mail.md 4.1, 4.2)."""

from __future__ import annotations

from zimbra_simulator.access.context import Call
from zimbra_simulator.mailbox import folders, names
from zimbra_simulator.mailbox.items import Folder, parse_color
from zimbra_simulator.mailbox.mailbox import Mailbox
from zimbra_simulator.services.mail_encode import encode_folder, transfer_contents
from zimbra_simulator.services.mail_folders import get_folder, view_of
from zimbra_simulator.services.mail_ids import MAIL, ItemId, actor, need_child, owner_of, parse_id, proxied, redispatch
from zimbra_simulator.services.registry import handler
from zimbra_simulator.wire.element import E, Element, response_to
from zimbra_simulator.wire.faults import Fault, invalid_request, perm_denied


@handler(MAIL, "CreateMountpointRequest")
def create_mountpoint(request: Element, call: Call) -> Element:
    """A link to another mailbox's folder, which is read with the caller's own rights first."""
    asked = need_child(request, "link")
    elsewhere = redispatch(create_mountpoint, request, call, asked, "l", translated=True)
    if elsewhere is not None:
        return elsewhere
    name = asked.need("name")
    color = parse_color(asked.attr("color"), asked.attr("rgb"))
    parent = parse_id(asked.need("l"), call)
    owner_id = _owner(asked, call)
    remote = _remote_folder(asked, call, owner_id)
    number = parse_id(str(remote.attrs["id"]), call).number
    view = asked.attr("view")
    box: Mailbox = call.mailbox()
    who = actor(call)
    folder = box.folder(parent.number)
    link = {"zid": owner_id, "rid": number, "ruuid": remote.attrs.get("uuid")}
    try:
        made = folders.create_link(
            box, who, folder, name, link,
            view=view_of(view if view is not None else remote.attrs.get("view")), flags=asked.attr("f"), color=color,
        )  # fmt: skip
    except Fault as fault:
        if fault.code != "mail.ALREADY_EXISTS" or not asked.boolean("fie"):
            raise
        made = _existing(box, folder, name, fault)
    answer = response_to(request)
    # with fie it may be a link to elsewhere: it still gets the contents of the folder asked for (observed on 10.1)
    transfer_contents(answer.add(encode_folder(call, made, who)), remote)
    return answer


def _owner(asked: Element, call: Call) -> str:
    owner_id = asked.attr("zid")
    if owner_id is not None:
        return owner_id
    owner = call.world.account_by("name", asked.need("owner"))
    if owner is None:
        raise perm_denied("you do not have sufficient permissions")
    if owner.id == call.requested.id:
        raise invalid_request("cannot mount your own folder")
    return owner.id


def _remote_folder(asked: Element, call: Call, owner_id: str) -> Element:
    rid, path = asked.integer("rid", -1), asked.attr("path")
    if rid <= 0 and path is None:
        raise invalid_request("must specify one of rid/path")
    owner = owner_of(ItemId(owner_id, 0), call)
    question = Element("GetFolderRequest", MAIL)
    question.add(E("folder", l=str(rid)) if rid > 0 else E("folder", path=path))
    remote = proxied(get_folder, question, call, owner).child("folder")
    if remote is None:
        raise invalid_request("cannot mount a search or mountpoint")
    return remote


def _existing(box: Mailbox, parent: Folder, name: str, fault: Fault) -> Folder:
    found = box.child(parent.id, names.trimmed(name))
    if found is None or not found.is_link:
        raise fault
    return found


@handler(MAIL, "EnableSharedReminderRequest")
def enable_shared_reminder(request: Element, call: Call) -> Element:
    """Accepted; nothing of it is ever shown."""
    asked = need_child(request, "link")
    item = parse_id(asked.need("id"), call)
    box: Mailbox = call.mailbox()
    box.folder(item.number)
    return response_to(request)
