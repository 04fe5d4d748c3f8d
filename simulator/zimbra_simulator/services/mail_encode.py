# Copyright (c) 2026, the teammail.zimbra contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Folders, links and grants as answers show them (zimbra-soap-mail.md 2.3, 4.3)."""

from __future__ import annotations

from urllib.parse import quote

from zimbra_simulator.access.acl import Acl, Actor, grantee_name, shown_rights
from zimbra_simulator.access.context import Call
from zimbra_simulator.directory.entry import Account
from zimbra_simulator.mailbox.items import Folder
from zimbra_simulator.mailbox.mailbox import TRASH, Mailbox
from zimbra_simulator.wire.element import E, Element

_SHARED_FILES = 20


def encode_folder(call: Call, folder: Folder, actor: Actor, names: bool = True) -> Element:
    """``<folder>`` or, for a mountpoint, ``<link>`` without anything of its target."""
    if folder.is_link:
        return _encode_link(call, folder)
    box = folder.mailbox
    out = E("folder")
    _common(call, out, folder)
    messages = box.messages_in(folder.id)
    present = [m for m in messages if "x" not in m.flags]
    unread = sum(m.unread for m in present)
    all_unread = sum(m.unread for m in messages)
    out.set(
        f=_flags(folder.flags, unread) or None,
        u=unread or None,
        n=len(present),
        s=sum(m.size for m in messages),
        i4ms=max([folder.ms, *(m.ms for m in messages)]),
        i4next=folder.uid_next,
        url=folder.url or None,
    )
    if len(messages) != len(present):
        out.set(i4n=len(messages))
    if all_unread != unread:
        out.set(i4u=all_unread)
    delegated = actor.account.id != box.account.id
    if delegated:
        out.set(perm=shown_rights(box.rights(actor, folder)))
    if folder.id == _SHARED_FILES:
        out.set(zid="0")
        if not delegated:
            out.set(perm="r")
    if "i" in folder.flags and box.may(actor, folder, "a"):
        _encode_acl(call, out, folder.acl, names)
    if folder.retention and any(folder.retention.values()) and box.may(actor, folder, "d"):
        _encode_retention(out, folder.retention)
    return out


def _flags(flags: str, unread: int) -> str:
    """Folder flags, with u in the server's place: ``u`` sorts before every flag of a folder."""
    return ("u" if unread else "") + flags


def _common(call: Call, out: Element, folder: Folder) -> None:
    box = folder.mailbox
    out.set(
        id=call.qualify(box.account, folder.id),
        uuid=folder.uuid,
        deletable=folder.mutable,
        name=folder.name,
        absFolderPath=folder.path,
        l=call.qualify(box.account, folder.parent_id),
        luuid=folder.parent.uuid,
        view=folder.view,
        f=folder.flags or None,
        color=folder.color or None,
        rgb=folder.rgb,
        rev=folder.rev,
        ms=folder.ms,
        webOfflineSyncDays=folder.offline_days,
        activesyncdisabled=folder.no_activesync,
    )


def _encode_link(call: Call, folder: Folder) -> Element:
    assert folder.link is not None
    out = E("link")
    _common(call, out, folder)
    owner = call.world.entries.get(folder.link["zid"])
    out.set(
        zid=folder.link["zid"],
        rid=folder.link["rid"],
        ruuid=folder.link["ruuid"],
        owner=owner.name if isinstance(owner, Account) else None,
        reminder=False,
    )
    return out


def _encode_acl(call: Call, out: Element, acl: Acl | None, names: bool) -> None:
    node = out.add_unique("acl")
    if acl is None:
        return
    node.set(internalGrantExpiry=acl.internal_expiry or None, guestGrantExpiry=acl.guest_expiry or None)
    for grant in acl.grants:
        one = node.add(E("grant", gt=grant.type, perm=grant.rights, expiry=grant.expiry or None))
        if grant.type in ("all", "pub"):
            continue
        one.set(zid=grant.grantee)
        if grant.type == "guest":
            one.set(pw=grant.secret)
        elif grant.type == "key":
            one.set(key=grant.secret)
        elif names:
            name = grantee_name(call.world, grant)
            one.set(d=name or "", invalid=True if name is None else None)


def _encode_retention(out: Element, retention: dict[str, list[dict[str, str]]]) -> None:
    node = out.add_unique("retentionPolicy")
    for kind in ("keep", "purge"):
        part = node.add_unique(kind)
        for policy in retention.get(kind, []):
            if policy["type"] == "user":  # those of the system are shown as long as the system has them: it has none
                part.add(E("policy", policy))


def transfer_contents(link: Element, remote: Element) -> None:
    """Put counts, rights and children of a mounted folder on its link; done twice, the children are there twice."""
    for name in ("u", "n", "s"):
        if name in remote.attrs:
            link.set({name: remote.attrs[name]})
    owner = str(link.attrs.get("owner") or "")
    path = str(remote.attrs.get("absFolderPath", ""))
    link.set(
        oname=remote.attrs.get("name"),
        rest=f"http://{owner.rpartition('@')[2] or 'localhost'}/home/{quote(owner)}{quote(path)}",
        url=remote.attrs.get("url"),
        perm=remote.attrs.get("perm"),
    )
    if "u" in str(remote.attrs.get("f", "")):
        link.set(f="u" + str(link.attrs.get("f", "")).replace("u", ""))
    link.children.extend(remote.children)


class Tree:
    """Part of a folder tree as one caller may see it: folders he may not read shrink to id and name."""

    def __init__(self, folder: Folder, shown: bool, children: list[Tree]) -> None:
        self.folder = folder
        self.shown = shown
        self.children = children


def visible_tree(box: Mailbox, actor: Actor, folder: Folder) -> Tree | None:
    """The readable part of a tree with its bare ancestors; None when there is nothing."""
    children = [t for t in (visible_tree(box, actor, child) for child in folder.children) if t is not None]
    shown = box.may(actor, folder, "r")
    if not shown and not children:
        return None
    return Tree(folder, shown, children)


def filter_view(tree: Tree, view: str) -> Tree | None:
    """Keep folders of one view; others shrink, or go when nothing below them is left. Trash always stays."""
    children = [t for t in (filter_view(child, view) for child in tree.children) if t is not None]
    shown = tree.shown and (tree.folder.id == TRASH or tree.folder.view == view)
    if not shown and not children:
        return None
    return Tree(tree.folder, shown, children)


def encode_tree(
    call: Call, tree: Tree, actor: Actor, depth: int, names: bool, links: list[tuple[Element, Folder, int]]
) -> Element:
    """A tree down to a depth (-1: all); mountpoints met on the way are noted in ``links``."""
    folder = tree.folder
    if tree.shown:
        out = encode_folder(call, folder, actor, names)
        if folder.is_link:
            links.append((out, folder, depth))
    else:
        out = E("folder", id=call.qualify(folder.mailbox.account, folder.id), name=folder.name)
    if depth != 0:
        for child in tree.children:
            out.add(encode_tree(call, child, actor, depth - 1 if depth > 0 else depth, names, links))
    return out
