# Copyright (c) 2026, the teammail.zimbra contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""GetFolder, CreateFolder, GetEffectiveFolderPerms (zimbra-soap-mail.md 2.3, 2.4, 3.7)."""

from __future__ import annotations

import copy

from zimbra_simulator.access.acl import Acl, Grant, parse_expiry, parse_rights, parse_type, shown_rights
from zimbra_simulator.access.context import Call
from zimbra_simulator.mailbox import faults, folders, names, sharing
from zimbra_simulator.mailbox.items import VIEWS, Folder, parse_color
from zimbra_simulator.mailbox.mailbox import USER_ROOT, Mailbox
from zimbra_simulator.services import mail_encode as encode
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
    redispatch,
    translate,
)
from zimbra_simulator.services.registry import handler
from zimbra_simulator.wire.element import E, Element, response_to
from zimbra_simulator.wire.faults import Fault


def view_of(word: str | None) -> str | None:
    """A view word; an unknown one counts as none."""
    return word if word in VIEWS else None


def own_folder(call: Call, item: ItemId) -> Folder:
    """A folder of the requested mailbox by id; mail.NO_SUCH_FOLDER."""
    box: Mailbox = call.mailbox()
    return box.folder(item.number)


# ------------------------------------------------------------------ GetFolder


@handler(MAIL, "GetFolderRequest")
def get_folder(request: Element, call: Call) -> Element:
    """A folder and what is below it, by l, path or uuid; through links where a path leads there."""
    asked = request.child("folder")
    if asked is not None and "uuid" not in asked.attrs and asked.attr("l") is not None:
        item = parse_id(asked.attr("l"), call)
        if not is_own(item, call):
            return proxied(get_folder, request, call, owner_of(item, call))
    box: Mailbox = call.mailbox()
    start = _start(asked, call)
    path = asked.attr("path") if asked is not None else None
    folder: Folder | None = None
    if path is not None:
        folder, rest = box.walk(path, start)
        if rest is not None:
            if not folder.is_link:
                raise faults.no_such_path(path)
            return _beyond(request, call, folder, rest)
    folder = folder or box.folder(start)
    return _answer(request, call, folder)


def _start(asked: Element | None, call: Call) -> int:
    if asked is None:
        return USER_ROOT
    uuid = asked.attr("uuid")
    if uuid is not None:
        box: Mailbox = call.mailbox()
        found = next((f.id for f in box.folders.values() if f.uuid == uuid), None)
        if found is None:
            raise faults.no_such_folder_uuid(uuid)
        return found
    text = asked.attr("l")
    return USER_ROOT if text is None else parse_id(text, call).number


def _ask_remote(request: Element, call: Call, target: ItemId, path: str | None, depth: int | None) -> Element:
    """A GetFolder of the same kind for a folder of another mailbox."""
    changed = copy.deepcopy(request)
    changed.children = [c for c in changed.children if c.name != "folder"]
    changed.add(E("folder", l=str(target), path=path))
    if depth is not None:
        changed.set(tr="0", depth=depth if depth >= 0 else None)
    return proxied(get_folder, changed, call, owner_of(target, call))


def _beyond(request: Element, call: Call, link: Folder, rest: str) -> Element:
    """A path that runs on behind a link: the owner answers; his ids stay."""
    return _ask_remote(request, call, mount_target(link), rest, None)


def _answer(request: Element, call: Call, folder: Folder) -> Element:
    box: Mailbox = call.mailbox()
    who = actor(call)
    if not request.boolean("visible"):
        box.readable(who, folder)
    tree = encode.visible_tree(box, who, folder)
    if tree is None:
        raise faults.not_readable()
    view = view_of(request.attr("view"))
    if view is not None:
        tree = encode.filter_view(tree, view)
    answer = response_to(request)
    if tree is None:
        return answer
    depth = request.integer("depth", -1)
    links: list[tuple[Element, Folder, int]] = []
    root = answer.add(encode.encode_tree(call, tree, who, depth, request.boolean("needGranteeName", True), links))
    # the server expands a link that was asked for itself once more than `tr` does: its children come twice then
    expand = links if request.boolean("tr") and who.full else []
    if tree.shown and folder.is_link:
        expand = [*expand, (root, folder, depth)]
    for element, link, left in expand:
        _expand(request, call, element, link, left)
    return answer


def _expand(request: Element, call: Call, element: Element, link: Folder, depth: int) -> None:
    """Show the contents of a mounted folder on its link, or that it is broken."""
    target = mount_target(link)
    try:
        answer = _ask_remote(request, call, target, None, depth)
    except Fault:
        element.set(broken=True)
        return
    remote = answer.child("folder")
    if remote is not None:
        translate(remote, call, ItemId(link.mailbox.account.id, link.id), target)
        encode.transfer_contents(element, remote)


# ------------------------------------------------------------------ CreateFolder


def read_acl(node: Element | None) -> Acl | None:
    """An ``<acl>`` of a request: grants by zid only. None when there is no such element."""
    if node is None:
        return None
    acl = Acl(
        internal_expiry=parse_expiry(node.attr("internalGrantExpiry")),
        guest_expiry=parse_expiry(node.attr("guestGrantExpiry")),
    )
    for one in node.children_named("grant"):
        grantee = one.need("zid")
        kind = parse_type(one.need("gt"))
        rights = parse_rights(one.need("perm"))
        secret = one.attr("key") if kind == "key" else one.attr("args") or one.attr("pw")
        keeps = kind in ("guest", "key")
        acl.grant(Grant(grantee, kind, rights, secret if keeps else None, parse_expiry(one.attr("expiry"))))
    return acl


@handler(MAIL, "CreateFolderRequest")
def create_folder(request: Element, call: Call) -> Element:
    """A new folder below ``l``, or by an absolute path when there is no ``l``."""
    asked = need_child(request, "folder")
    elsewhere = redispatch(create_folder, request, call, asked, "l", translated=True)
    if elsewhere is not None:
        return elsewhere
    name = asked.need("name")
    color = parse_color(asked.attr("color"), asked.attr("rgb"))
    parent = asked.attr("l")
    below = parse_id(parent, call) if parent is not None else None
    acl = read_acl(asked.child("acl"))
    box: Mailbox = call.mailbox()
    who = actor(call)
    view, flags = view_of(asked.attr("view")), asked.attr("f")
    try:
        if below is not None:
            folder = folders.create(box, who, own_folder(call, below), name, view=view, flags=flags, color=color)
        else:
            folder = folders.create_path(box, who, name, view=view, flags=flags, color=color)
    except Fault as fault:
        if fault.code != "mail.ALREADY_EXISTS" or not asked.boolean("fie"):
            raise
        folder = _existing(box, below, name, fault)
        box.readable(who, folder)
        acl = None
    if acl is not None:
        try:
            sharing.set_acl(box, who, folder, acl)
        except Fault:
            folders.delete(box, box.owner, folder)
            raise
    answer = response_to(request)
    answer.add(encode.encode_folder(call, folder, who))
    return answer


def _existing(box: Mailbox, below: ItemId | None, name: str, fault: Fault) -> Folder:
    found = box.by_path(name) if below is None else box.child(below.number, names.trimmed(name))
    if found is None:  # only the database knows of a clash: by its collation, or since the tree has lost the folder
        lost = below is not None and box.stored(below.number, names.trimmed(name)) is not None
        raise faults.no_such_path(name) if lost else fault
    return found


# ------------------------------------------------------------------ rights


@handler(MAIL, "GetEffectiveFolderPermsRequest")
def get_effective_folder_perms(request: Element, call: Call) -> Element:
    """The caller's rights on a folder, by ``zid:id``; no right is needed to ask, and links are not followed."""
    asked = need_child(request, "folder")
    item = parse_id(asked.need("l"), call)
    if not is_own(item, call):
        home = call.world.servers.home(owner_of(item, call))
        if home != call.world.servers.here:
            raise Fault("service.WRONG_HOST", f"operation sent to wrong host (you want '{home}')")
        return proxied(get_effective_folder_perms, request, call, owner_of(item, call))
    box: Mailbox = call.mailbox()
    answer = response_to(request)
    answer.add(E("folder", perm=shown_rights(box.rights(actor(call), box.folder(item.number)))))
    return answer
