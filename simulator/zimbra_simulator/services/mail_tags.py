# Copyright (c) 2026, the teammail.zimbra contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Tags: GetTag, CreateTag, TagAction."""

from __future__ import annotations

from zimbra_simulator.access.context import Call
from zimbra_simulator.mailbox import faults, messages
from zimbra_simulator.mailbox.items import Tag, parse_color
from zimbra_simulator.mailbox.mailbox import Mailbox
from zimbra_simulator.services.mail_actions import Action, read_action, run
from zimbra_simulator.services.mail_ids import MAIL, need_child
from zimbra_simulator.services.registry import handler
from zimbra_simulator.wire.element import E, Element, response_to
from zimbra_simulator.wire.faults import invalid_request, perm_denied


def encode_tag(call: Call, tag: Tag) -> Element:
    """``<tag>`` with the numbers of messages that bear it, where there are any."""
    box = tag.mailbox
    bearers = [m for m in box.messages.values() if tag.name in m.tags]
    return E(
        "tag", id=call.qualify(box.account, tag.id), name=tag.name, color=tag.color or None, rgb=tag.rgb,
        u=sum(m.unread for m in bearers) or None, n=len(bearers) or None,
    )  # fmt: skip


def _own_box(call: Call) -> Mailbox:
    if not call.full_access(call.requested):
        raise perm_denied("you do not have sufficient permissions")
    box: Mailbox = call.mailbox()
    return box


_OPERATIONS = ("read", "color", "delete", "rename", "update")


@handler(MAIL, "GetTagRequest")
def get_tag(request: Element, call: Call) -> Element:
    """All tags of the mailbox; none, without a fault, for somebody who has no full access to it."""
    answer = response_to(request)
    box: Mailbox = call.mailbox()
    tags = box.tags.values() if call.full_access(call.requested) else ()
    for tag in sorted(tags, key=lambda t: t.name.lower()):
        answer.add(encode_tag(call, tag))
    return answer


@handler(MAIL, "CreateTagRequest")
def create_tag(request: Element, call: Call) -> Element:
    """A new tag; mail.ALREADY_EXISTS for a name in use, in any case."""
    asked = need_child(request, "tag")
    name = "".join(c for c in asked.need("name") if c >= " ")
    if not name:
        raise invalid_request("tag must have a name")
    box = _own_box(call)
    if box.tag_named(name) is not None:
        raise faults.already_exists(name)
    tag = messages.ensure_tag(box, name)
    tag.color, tag.rgb = parse_color(asked.attr("color"), asked.attr("rgb"))
    answer = response_to(request)
    answer.add(encode_tag(call, tag))
    return answer


@handler(MAIL, "TagActionRequest")
def tag_action(request: Element, call: Call) -> Element:
    """rename, color, update, delete and read of tags by id or, with tn, by name."""
    action = read_action(request, call)
    if action.name in ("tag", "flag"):
        raise invalid_request("cannot tag/flag a tag")
    if action.name not in _OPERATIONS:
        raise invalid_request(f"invalid operation on tag: {action.word}")
    name = action.node.attr("tn")
    if name is not None:
        ids = []
        for one in name.split(","):
            tag = _own_box(call).tag_named(one)
            if tag is None:
                raise faults.no_such_tag(one)
            ids.append(str(tag.id))
        action.node.attrs["id"] = ",".join(ids)
    answer = run(request, action, tag_action, _run)
    answer.children[0].set(tn=name)
    return answer


def _run(action: Action, numbers: list[int]) -> list[str]:
    box = _own_box(action.call)
    for number in numbers:
        tag = box.tags.get(number)
        if tag is None:
            if action.name == "delete":
                continue
            raise faults.no_such_tag(number)
        _apply(action, box, tag)
    return action.shown(numbers)


def _apply(action: Action, box: Mailbox, tag: Tag) -> None:
    bearers = [m for m in box.messages.values() if tag.name in m.tags]
    if action.name == "delete":
        for message in bearers:
            message.tags.remove(tag.name)
            message.modified()
        box.discard(tag)
    elif action.name == "read":
        for message in bearers:
            messages.set_flag(box, box.owner, message, "u", not action.on)
    elif action.name in ("rename", "color", "update"):
        if action.name != "rename":
            tag.color, tag.rgb = parse_color(action.node.attr("color"), action.node.attr("rgb"))
        name = action.node.need("name") if action.name == "rename" else action.node.attr("name")
        if name is not None:
            _rename(box, tag, name)
        tag.modified()


def _rename(box: Mailbox, tag: Tag, name: str) -> None:
    other = box.tag_named(name)
    if other is not None and other is not tag:
        raise faults.already_exists(name)
    for message in box.messages.values():
        if tag.name in message.tags:
            message.tags = [name if t == tag.name else t for t in message.tags]
            message.modified()
    tag.name = name
