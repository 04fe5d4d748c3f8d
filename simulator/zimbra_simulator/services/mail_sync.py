# Copyright (c) 2026, the teammail.zimbra contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""SyncRequest: the whole tree first, then what has changed since a token (zimbra-soap-mail.md 10)."""

from __future__ import annotations

import re

from zimbra_simulator.access.acl import Actor
from zimbra_simulator.access.context import Call
from zimbra_simulator.mailbox.items import Folder, Message
from zimbra_simulator.mailbox.mailbox import ROOT, Mailbox
from zimbra_simulator.services.mail_encode import encode_folder
from zimbra_simulator.services.mail_ids import MAIL, actor, is_own, owner_of, parse_id, proxied
from zimbra_simulator.services.mail_message_encode import flags_and_tags
from zimbra_simulator.services.mail_tags import encode_tag
from zimbra_simulator.services.registry import handler
from zimbra_simulator.wire.element import E, Element, response_to
from zimbra_simulator.wire.faults import Fault

PAGE = 3990
_TOKEN = re.compile(r"(\d+)(?:-(\d+))?(?::d(\d+)(?:-(\d+))?)?")
_KINDS = {"folder": "folder", "message": "m", "tag": "tag"}


@handler(MAIL, "SyncRequest")
def sync(request: Element, call: Call) -> Element:
    """Without a token folders with the ids in them; with one only what is newer."""
    text = request.attr("token") or "0"
    match = _TOKEN.fullmatch(text)
    if match is None:
        raise Fault("mail.INVALID_SYNC_TOKEN", f"Invalid Sync Token: {text}", args=(("token", "STR", text),))
    where = request.attr("l")
    root_id = ROOT
    if where is not None:
        item = parse_id(where, call)
        if not is_own(item, call):
            return proxied(sync, request, call, owner_of(item, call))
        root_id = item.number
    box: Mailbox = call.mailbox()
    who = actor(call)
    root = box.folders.get(root_id)
    answer = response_to(request)
    answer.set(md=call.world.now_ms() // 1000)
    since = int(match.group(1))
    if since == 0:
        answer.set(token=str(box.change), s=sum(m.size for m in box.messages.values()))
        tree = _tree(call, root, who, ids=True) if root is not None else None
        answer.add(tree or E("folder"))
        return answer
    if since < box.forgotten:
        raise Fault("mail.MUST_RESYNC", "sync token too old; tombstones have already been expired")
    _changes(request, call, answer, root, who, since, int(match.group(2) or 0))
    return answer


def _tree(call: Call, folder: Folder, who: Actor, *, ids: bool) -> Element | None:
    """A folder tree with what the caller may see in it; None when that is nothing."""
    box = folder.mailbox
    shown = box.may(who, folder, "r")
    children = [t for t in (_tree(call, child, who, ids=ids) for child in folder.children) if t is not None]
    if not shown and not children:
        return None
    out = encode_folder(call, folder, who) if shown else E("folder", id=call.qualify(box.account, folder.id))
    if shown and ids and not folder.is_link:
        held = [m.id for m in box.messages_in(folder.id)]
        if held:
            out.add(E("m", ids=",".join(map(str, held))))
    out.children.extend(children)
    return out


def _changes(
    request: Element, call: Call, answer: Element, root: Folder | None, who: Actor, since: int, offset: int
) -> None:
    box: Mailbox = call.mailbox()
    within = {f.id for f in root.subtree()} if root is not None else set()
    visible = {i for i in within if box.may(who, box.folders[i], "r")}
    changed = [m for m in box.messages.values() if m.ms > since]
    gone = [(kind, i) for change, i, kind in box.tombstones if change > since]
    gone += [("message", m.id) for m in changed if m.folder_id not in visible]
    if gone:
        answer.add(_deleted(gone, request.boolean("typed")))
    folders = sorted((f for f in box.folders.values() if f.ms > since and f.id in within), key=lambda f: f.id)
    if who.full:
        for folder in folders:
            answer.add(encode_folder(call, folder, who))
    elif folders or any(kind == "folder" for kind, _ in gone):
        answer.add((_tree(call, root, who, ids=False) if root is not None else None) or E("folder"))
    for tag in box.tags.values():
        if tag.ms > since and who.full:
            answer.add(encode_tag(call, tag))
    ordered = sorted((m for m in changed if m.folder_id in visible), key=lambda m: (m.ms, m.id))
    ordered = [m for m in ordered if m.ms > since + 1 or m.id > offset or not offset]
    for message in ordered[:PAGE]:
        answer.add(_message(call, message, who, new=message.rev > since))
    if len(ordered) > PAGE:
        last, following = ordered[PAGE - 1], ordered[PAGE]
        split = following.ms == last.ms
        answer.set(more=True, token=f"{last.ms - 1}-{last.id}" if split else str(last.ms))
    else:
        answer.set(token=str(box.change))


def _deleted(gone: list[tuple[str, int]], typed: bool) -> Element:
    out = E("deleted", ids=",".join(str(i) for _, i in gone))
    if typed:
        for kind, tag in _KINDS.items():
            ids = [str(i) for k, i in gone if k == kind]
            if ids:
                out.add(E(tag, ids=",".join(ids)))
    return out


def _message(call: Call, message: Message, who: Actor, *, new: bool) -> Element:
    owner = message.mailbox.account
    out = E("m", id=call.qualify(owner, message.id), l=call.qualify(owner, message.folder_id))
    out.set(md=message.changed // 1000, ms=message.ms)
    if new:
        out.set(d=message.date, s=message.size, rev=message.rev, cid=call.qualify(owner, message.conv_id))
    flags_and_tags(out, message, who, always=True)
    return out
