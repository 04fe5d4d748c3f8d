# Copyright (c) 2026, the teammail.zimbra contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""FolderAction with every op except the grants (zimbra-soap-mail.md 2.5)."""

from __future__ import annotations

import re
from collections.abc import Callable

from zimbra_simulator.access.context import Call
from zimbra_simulator.mailbox import folders, sharing
from zimbra_simulator.mailbox.items import Folder, color_byte, parse_color
from zimbra_simulator.mailbox.mailbox import Mailbox
from zimbra_simulator.services import mail_grants
from zimbra_simulator.services.mail_actions import Action, read_action, result, run
from zimbra_simulator.services.mail_folders import read_acl, view_of
from zimbra_simulator.services.mail_ids import (
    MAIL,
    actor,
    is_own,
    mount_target,
    need_child,
    owner_of,
    parse_id,
    proxied,
    redispatch,
    since,
    unchanged,
)
from zimbra_simulator.services.registry import handler
from zimbra_simulator.wire.element import Element
from zimbra_simulator.wire.faults import Fault, failure, invalid_request, modify_conflict


@handler(MAIL, "FolderActionRequest")
def folder_action(request: Element, call: Call) -> Element:
    """One operation on one folder or, for the common ones, on several."""
    action = read_action(request, call)
    if action.name in ("tag", "flag"):
        raise invalid_request("cannot tag/flag a folder")
    if action.name.endswith(("copy", "spam")):
        raise invalid_request(f"invalid operation on folder: {action.word}")
    if action.word in mail_grants.OPS:
        return _grant_op(request, action)
    single = _SINGLE.get(action.word)
    if single is None:
        return run(request, action, folder_action, _common)
    item = parse_id(action.node.need("id"), call)
    if not is_own(item, call):
        return proxied(folder_action, request, call, owner_of(item, call))
    if action.word != "empty":
        unchanged(call, _box(action).folders.get(item.number))
    single(action, item.number)
    return result(request, action, call.qualify(call.requested, item.number))


def _grant_op(request: Element, action: Action) -> Element:
    """Grants go on to the target of a link."""
    call = action.call
    action.node.need("id")
    elsewhere = redispatch(folder_action, request, call, action.node, "id")
    if elsewhere is not None:
        return elsewhere
    number = parse_id(action.node.need("id"), call).number
    unchanged(call, _box(action).folders.get(number))
    answer = result(request, action, call.qualify(call.requested, number))
    mail_grants.OPS[action.word](action, number, need_child(answer, "action"))
    return answer


def _box(action: Action) -> Mailbox:
    box: Mailbox = action.call.mailbox()
    return box


# ------------------------------------------------------------------ several folders at once


def _common(action: Action, numbers: list[int]) -> list[str]:
    operation = _COMMON.get(action.name)
    if operation is None:
        raise invalid_request(f"unknown operation: {action.name}")
    for number in numbers:
        if unchanged(action.call, _box(action).folders.get(number)):
            operation(action, number)
    if action.name == "inherit":  # observed on 10.1: never qualified
        return [str(n) for n in numbers]
    return action.shown(numbers)


def _rename(action: Action, number: int) -> None:
    name = action.node.need("name")
    where = action.node.attr("l")
    if not name:
        raise invalid_request("cannot set name to empty string")
    box, who = _box(action), actor(action.call)
    folder = box.folder(number)
    if name.startswith("/"):
        folders.rename_path(box, who, folder, name)
        return
    folders.rename(box, who, folder, name, _target(action, where) if where is not None else None)


def _target(action: Action, text: str) -> Folder:
    """The folder a move goes to; links are resolved, and another mailbox cannot take folders."""
    box = _box(action)
    item = parse_id(text, action.call)
    if is_own(item, action.call):
        folder = box.folder(item.number)
        if not folder.is_link:
            return folder
        item = mount_target(folder)
        if item.account_id == box.account.id:
            return box.folder(item.number)
    number = parse_id(action.node.need("id").split(",")[0], action.call).number
    raise Fault("mail.CANNOT_COPY", f"cannot copy object: {number}", args=(("itemId", "IID", str(number)),))


def _move(action: Action, number: int) -> None:
    where = action.node.need("l")
    box = _box(action)
    folder = box.folder(number)
    folders.move(box, actor(action.call), folder, _target(action, where))


def _trash(action: Action, number: int) -> None:
    box = _box(action)
    box.item(number)
    folder = box.folder(number)
    folders.trash(box, actor(action.call), box.readable(actor(action.call), folder), since(action.call))


def _delete(action: Action, number: int) -> None:
    box = _box(action)
    if number in box.messages or number in box.tags:
        box.folder(number)
    found = box.folders.get(number)
    if found is not None:
        folders.delete(box, actor(action.call), found, since(action.call))


def _read(action: Action, number: int) -> None:
    box = _box(action)
    folder = box.folder(number)
    if not action.on:
        raise invalid_request("folders can only be marked read")
    folders.mark_read(box, actor(action.call), folder)


def _color(action: Action, number: int) -> None:
    number_word, rgb = action.node.attr("color"), action.node.attr("rgb")
    color = parse_color(number_word, rgb)
    if rgb is None and (number_word is None or color_byte(number_word) < 0):
        color = (0, "#FFFFFF")  # observed on 10.1
    box = _box(action)
    folders.set_color(box, actor(action.call), box.folder(number), color)


def _inherit(action: Action, number: int) -> None:
    box = _box(action)
    folders.alter_flag(box, actor(action.call), box.folder(number), "i", False)


_COMMON: dict[str, Callable[[Action, int], None]] = {
    "rename": _rename,
    "move": _move,
    "trash": _trash,
    "delete": _delete,
    "read": _read,
    "color": _color,
    "inherit": _inherit,
}


# ------------------------------------------------------------------ one folder


def _empty(action: Action, number: int) -> None:
    box = _box(action)
    folders.empty(
        box, actor(action.call), box.folder(number), action.node.boolean("recursive", True), since(action.call)
    )


def _update(action: Action, number: int) -> None:
    """Colour, ACL, flags, view, then name and place; ``f`` replaces all flags."""
    node, box, who = action.node, _box(action), actor(action.call)
    where = node.attr("l")
    parent = parse_id(where, action.call) if where is not None else None
    if parent is not None:
        if not is_own(parent, action.call):
            raise invalid_request("cannot move folder between mailboxes")
        if parent.number <= 0:
            box.folder(parent.number)
    flags, view, name, color = node.attr("f"), node.attr("view"), node.attr("name"), node.attr("color")
    acl = read_acl(node.child("acl"))
    if color is not None and color_byte(color) >= 0:
        folders.set_color(box, who, box.folder(number), parse_color(color, None))
    if acl is not None:
        sharing.set_acl(box, who, box.folder(number), acl)
    if flags is not None:
        folders.set_flags(box, who, box.folder(number), flags)
    if view is not None:
        _same_content(action, box.folder(number))
        folders.set_view(box, who, box.folder(number), view_of(view))
    if name is not None:
        _rename(action, number)
    elif where is not None:
        folders.move(box, who, box.folder(number), _target(action, where))


def _same_content(action: Action, folder: Folder) -> None:
    """Of folders, only a view and the days offline ask for a token of type ``new``."""
    limit = since(action.call)
    if limit is not None and limit[1] == "new" and folder.rev > limit[0]:
        raise modify_conflict()


def _flag(letter: str, attribute: str | None = None) -> Callable[[Action, int], None]:
    def set_it(action: Action, number: int) -> None:
        on = action.node.boolean(attribute) if attribute else action.on
        box = _box(action)
        folders.alter_flag(box, actor(action.call), box.folder(number), letter, on)

    return set_it


def _policy(node: Element) -> dict[str, str]:
    """A policy of the user's own has a lifetime, one of the system an id."""
    kind = node.need("type")
    if kind not in ("user", "system"):
        raise failure(f"Invalid Type value: {kind}")
    if kind == "system":
        return {"type": kind, "id": node.need("id")}
    lifetime = node.need("lifetime")
    if lifetime and not re.fullmatch(r"[0-9]+([hmsd]|ms)?", lifetime):
        raise invalid_request(f"Invalid duration: {lifetime}")
    return {"type": kind, "lifetime": lifetime}


def _retention(action: Action, number: int) -> None:
    node = need_child(action.node, "retentionPolicy")
    policy = {
        kind: [_policy(one) for part in node.children_named(kind) for one in part.children_named("policy")]
        for kind in ("keep", "purge")
    }
    for policies in policy.values():
        if sum(one["type"] == "user" for one in policies) > 1:
            raise invalid_request("Cannot set more than one user retention policy per folder.")
    box = _box(action)
    folders.set_retention(box, actor(action.call), box.folder(number), policy)


def _url(action: Action, number: int) -> None:
    box = _box(action)
    folders.set_setting(box, actor(action.call), box.folder(number), "url", action.node.attr("url") or "")


def _import(action: Action, number: int) -> None:
    url = action.node.need("url")
    _box(action).folder(number)
    raise Fault("service.RESOURCE_UNREACHABLE", f"resource unreachable: {url}", receiver=True)


def _sync(action: Action, number: int) -> None:
    _box(action).folder(number)


def _activesync(action: Action, number: int) -> None:
    box = _box(action)
    folders.set_setting(box, actor(action.call), box.folder(number), "no_activesync", action.on)


def _offline_days(action: Action, number: int) -> None:
    action.node.need("numDays")
    days = action.node.integer("numDays")
    box = _box(action)
    _same_content(action, box.folder(number))
    folders.set_setting(box, actor(action.call), box.folder(number), "offline_days", days)


_SINGLE: dict[str, Callable[[Action, int], None]] = {
    "empty": _empty,
    "update": _update,
    "syncon": _flag("~"),
    "!syncon": _flag("~"),
    "check": _flag("#"),
    "!check": _flag("#"),
    "fb": _flag("b", "excludeFreeBusy"),
    "retentionpolicy": _retention,
    "url": _url,
    "import": _import,
    "sync": _sync,
    "disableactivesync": _activesync,
    "!disableactivesync": _activesync,
    "webofflinesyncdays": _offline_days,
}
