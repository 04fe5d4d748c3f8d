# Copyright (c) 2026, the teammail.zimbra contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What can be done with folders and links, with rights and faults (zimbra-soap-mail.md 2.4, 2.5, 4.1)."""

from __future__ import annotations

from typing import Any

from zimbra_simulator.access.acl import Actor
from zimbra_simulator.mailbox import faults, names, publishing, rules
from zimbra_simulator.mailbox.items import FOLDER_FLAGS, Folder, order_flags
from zimbra_simulator.mailbox.mailbox import JUNK, TRASH, USER_ROOT, Mailbox
from zimbra_simulator.wire.faults import Fault, failure, invalid_request, modify_conflict, perm_denied

_ON_ITEM = "you do not have the required rights on the item"
_ON_FOLDER = "you do not have the required rights on the folder"
Since = tuple[int, str] | None  # (token, mod or new) of the context's <change>
_NOT_PARENTS = (8, 9, 17)  # tags, conversations, comments


def _can_hold_folders(folder: Folder) -> bool:
    return not folder.is_link and folder.id != JUNK and folder.id not in _NOT_PARENTS and "o" not in folder.flags


def _check_database(box: Mailbox, parent_id: int, name: str, item_id: int) -> None:
    """The second uniqueness layer, where the simulator was started with it (zimbra-soap-mail.md 2.2)."""
    if box.world.options.collation != "mariadb":
        return
    for sibling in box.children(parent_id):
        if sibling.id != item_id and names.database_fold(sibling.name) == names.database_fold(name):
            raise faults.already_exists_id(item_id)


# ------------------------------------------------------------------ making


def create(
    box: Mailbox,
    actor: Actor,
    parent: Folder,
    name: str,
    *,
    view: str | None = None,
    flags: str | None = None,
    color: tuple[int, str | None] = (0, None),
) -> Folder:
    """A new folder. Order of the checks: CANNOT_CONTAIN, INVALID_NAME, ALREADY_EXISTS, PERM_DENIED."""
    if not _can_hold_folders(parent):
        raise faults.cannot_contain(f"folder {parent.path} cannot contain an item of type folder")
    stored = names.validate(name)
    if box.child(parent.id, stored) is not None:
        raise faults.already_exists(stored)
    box.need(actor, parent, "c", "you do not have the required rights on the parent folder")
    if box.stored(parent.id, stored) is not None:  # the database knows it, though the tree does not
        raise faults.already_exists(stored)
    return _add(box, parent, stored, view, (flags or "") + box.default_flags(), color)


def _add(
    box: Mailbox, parent: Folder, name: str, view: str | None, flags: str, color: tuple[int, str | None]
) -> Folder:
    _check_database(box, parent.id, name, box.last_id + 1)
    box.next_change()
    folder = Folder(box, box.next_id(), name, parent.id)
    folder.view = view
    folder.flags = order_flags(flags.replace("i", ""), FOLDER_FLAGS)
    folder.color, folder.rgb = color
    box.add(folder)
    return folder


def create_path(
    box: Mailbox,
    actor: Actor,
    path: str,
    *,
    view: str | None = None,
    flags: str | None = None,
    color: tuple[int, str | None] = (0, None),
) -> Folder:
    """A folder by absolute path; missing ones above it are made, too (the view is for the last one only)."""
    parts = names.new_path(path)
    here = box.folder(USER_ROOT)
    for index, part in enumerate(parts):
        last = index == len(parts) - 1
        found = box.child(here.id, names.trimmed(part))
        if found is not None and last:
            raise faults.already_exists(path)
        here = found or create(box, actor, here, part, view=view if last else None, flags=flags, color=color)
    return here


def create_link(
    box: Mailbox,
    actor: Actor,
    parent: Folder,
    name: str,
    link: dict[str, Any],
    *,
    view: str | None,
    flags: str | None,
    color: tuple[int, str | None],
) -> Folder:
    """A mountpoint; it may lie below Junk, and the default folder flags do not count."""
    box.need(actor, parent, "i", "you do not have sufficient permissions on the parent folder")
    if parent.is_link or parent.id in _NOT_PARENTS:
        raise faults.cannot_contain()
    stored = names.validate(name)
    if box.child(parent.id, stored) is not None:
        raise faults.already_exists(stored)
    folder = _add(box, parent, stored, view, flags or "", color)
    folder.link = link
    folder.no_activesync = box.world.version >= (10, 1)
    return folder


# ------------------------------------------------------------------ names and places


def rename(box: Mailbox, actor: Actor, folder: Folder, name: str, target: Folder | None = None) -> None:
    """Rename and perhaps move. The same name in the same place is no change and needs no right."""
    if not name:
        raise invalid_request("cannot set name to empty string")
    stored = names.validate(name)
    target = target or folder.parent
    renamed, moved = stored != folder.name, target.id != folder.parent_id
    if moved and target.id not in (TRASH, JUNK):
        box.need(actor, target, "i", "you do not have the required rights on the target item")
    if moved:
        box.need(actor, folder, "d", _ON_ITEM)
    if renamed:
        box.need(actor, folder, "w", _ON_ITEM)
    if not renamed and not moved:
        return
    if not folder.mutable:
        raise faults.immutable(folder.id)
    conflict = box.child(target.id, stored)
    if conflict is not None and conflict.id != folder.id:
        raise faults.already_exists(stored)
    unseen = box.stored(target.id, stored)
    if renamed and unseen is not None and unseen.id != folder.id:
        box.remember_tree()
        raise faults.already_exists(stored)
    if moved:
        _check_target(folder, target)
    _relocate(box, folder, stored, target)
    if renamed:
        folder.rev = folder.ms  # to the server a name is content


def rename_path(box: Mailbox, actor: Actor, folder: Folder, path: str) -> None:
    """Rename by an absolute path: what is missing above it is made, then the folder is renamed and moved."""
    parts = names.new_path(path)
    here = box.folder(USER_ROOT)
    for part in parts[:-1]:
        found = box.child(here.id, names.validate(part))
        if found is not None and found.name != part and found.mutable:
            rename(box, actor, found, part)  # the same name in another case
        here = found or create(box, actor, here, part)
    rename(box, actor, folder, parts[-1], here)


def _check_target(folder: Folder, target: Folder) -> None:
    """mail.CANNOT_CONTAIN below itself, below a link, and for folders below Junk."""
    holds = not target.is_link if folder.is_link else _can_hold_folders(target)
    if not holds or target.within(folder.id):
        folder.mailbox.remember_tree()
        raise faults.cannot_contain()


def move(box: Mailbox, actor: Actor, folder: Folder, target: Folder) -> None:
    """Move below another folder; where it already is: no change."""
    if target.id == folder.parent_id:
        return
    if not folder.mutable:
        box.remember_tree()
        raise faults.immutable(folder.id)
    box.need(actor, folder, "d", "you do not have the required permissions")
    if target.id not in (TRASH, JUNK):
        box.need(actor, target, "i", "you do not have the required permissions")
    _check_target(folder, target)
    if box.stored(target.id, folder.name) is not None:
        box.remember_tree()
        raise faults.already_exists(folder.name)
    _relocate(box, folder, folder.name, target)


def _relocate(box: Mailbox, folder: Folder, name: str, target: Folder) -> None:
    _check_database(box, target.id, name, folder.id)
    was_trash, old_path = folder.within(TRASH), folder.path
    box.relocate(folder, name, target.id)
    if target.within(TRASH) and not was_trash:
        for one in folder.subtree():
            _mark_read(box, one)
        rules.folder_gone(box, old_path)
    else:
        rules.folder_moved(box, old_path, folder.path)
    publishing.publish(box)


def trash(box: Mailbox, actor: Actor, folder: Folder, since: Since = None) -> None:
    """Move to Trash; when the name is taken there the folder gets a ``{uuid}`` suffix."""
    target = box.folder(TRASH)
    if not folder.mutable:
        raise faults.immutable(folder.id)
    unread = [m for one in folder.subtree() for m in box.messages_in(one.id) if m.unread]
    if since is not None and since[1] == "mod" and any(m.ms > since[0] for m in unread):
        raise modify_conflict()  # it would have to be marked read
    clash = box.child(TRASH, folder.name)
    if clash is None or clash.id == folder.id:
        move(box, actor, folder, target)
        return
    box.need(actor, folder, "d", "you do not have the required permissions")
    _check_target(folder, target)
    _relocate(box, folder, folder.name + "{" + box.world.new_id() + "}", target)


# ------------------------------------------------------------------ removing


def delete(box: Mailbox, actor: Actor, folder: Folder, since: Since = None) -> None:
    """Remove a folder and all below it for good; of a link only the link.

    The messages go first. For a system folder the removal itself then fails, but its mail is lost
    already (zimbra-soap-mail.md 2.5, the trap). since: what is newer stays (2.7).
    """
    if folder.is_link:
        box.need(actor, folder.parent, "d", "you do not have sufficient permissions on the parent folder")
        _drop_tree(box, [folder])
        return
    tree = folder.subtree()
    _check_empty(box, actor, tree)
    for one in tree:
        _drop_messages(box, one, since)
    if not folder.mutable:
        raise faults.immutable(folder.id)
    _drop_folders(box, tree, since)


def _drop_folders(box: Mailbox, tree: list[Folder], since: Since) -> None:
    """Remove folders with what is left in them, all or none; one whose mail is to stay is kept, if nothing above it goes."""
    if since is not None and since[1] == "mod" and any(m.ms > since[0] for f in tree for m in box.messages_in(f.id)):
        raise modify_conflict()
    kept = {f.id for f in tree if since is not None and any(m.rev > since[0] for m in box.messages_in(f.id))}
    for one in tree:
        if one.id not in kept and any(child.id in kept for child in one.children):
            raise failure(f"deleting 1 item(s): {one.id}")
    for one in tree:
        for message in box.messages_in(one.id):
            if since is None or message.rev <= since[0]:
                box.discard(message)
    _drop_tree(box, [one for one in tree if one.id not in kept])


def _check_empty(box: Mailbox, actor: Actor, tree: list[Folder]) -> None:
    """The right to delete is needed on every folder that loses mail."""
    for one in tree:
        if not box.may(actor, one, "d"):
            box.readable(actor, one)
            raise perm_denied(f"not authorized to empty folder {one.path}")


def _drop_messages(box: Mailbox, folder: Folder, since: Since) -> None:
    for message in box.messages_in(folder.id):
        if since is None or message.ms <= since[0]:
            box.discard(message)


def _drop_tree(box: Mailbox, tree: list[Folder]) -> None:
    for one in reversed(tree):
        rules.folder_gone(box, one.path)
        box.discard(one)
    publishing.publish(box)


def empty(box: Mailbox, actor: Actor, folder: Folder, recursive: bool, since: Since = None) -> None:
    """Remove the messages of a folder and, with recursive, its sub-folders. Of a link nothing. since: what is newer stays."""
    if folder.is_link:
        return
    tree = folder.subtree() if recursive else [folder]
    _check_empty(box, actor, tree)
    for one in tree:
        _drop_messages(box, one, since)
    below = tree[1:]
    for one in below:
        if not one.mutable:
            raise faults.immutable(one.id)
        if since is not None and since[1] == "mod" and one.ms > since[0]:
            raise modify_conflict()
    _drop_folders(box, below, since)


# ------------------------------------------------------------------ looks


def mark_read(box: Mailbox, actor: Actor, folder: Folder) -> None:
    """Mark the folder's messages read; reading right is enough (observed on 10.1)."""
    box.need(actor, folder, "r", "you do not have sufficient permissions on the folder")
    _mark_read(box, folder)


def _mark_read(box: Mailbox, folder: Folder) -> None:
    for message in box.messages_in(folder.id):
        if message.unread:
            message.flags = message.flags.replace("u", "")
            message.modified()


def set_color(box: Mailbox, actor: Actor, folder: Folder, color: tuple[int, str | None]) -> None:
    box.need(actor, folder, "w", "you do not have the necessary permissions on the item")
    folder.color, folder.rgb = color
    folder.modified()


def set_view(box: Mailbox, actor: Actor, folder: Folder, view: str | None) -> None:
    if not folder.mutable:
        raise faults.immutable(folder.id)
    box.need(actor, folder, "w", _ON_FOLDER)
    folder.view = view
    folder.modified()


def alter_flag(box: Mailbox, actor: Actor, folder: Folder, letter: str, on: bool) -> None:
    """Set or clear one folder flag. ``i`` is special: it copies the effective ACL or wipes the own one."""
    if (letter in folder.flags) == on:
        return
    need = "a" if letter == "i" else "w"
    box.need(actor, folder, need, "you do not have the necessary privileges on the folder")
    if letter == "i":
        inherited = folder.effective_acl
        folder.acl = inherited.copy() if on and inherited is not None else None
    folder.set_flag(letter, on)
    folder.modified()
    if letter == "i":
        publishing.publish(box)


def set_flags(box: Mailbox, actor: Actor, folder: Folder, flags: str) -> None:
    """Replace all folder flags; without ``i`` an own ACL is wiped (zimbra-soap-mail.md 2.5)."""
    box.need(actor, folder, "w", _ON_ITEM)
    wanted = order_flags(flags, FOLDER_FLAGS)
    if ("i" in wanted) != ("i" in folder.flags):
        alter_flag(box, actor, folder, "i", "i" in wanted)
    folder.flags = wanted
    folder.modified()


def set_setting(box: Mailbox, actor: Actor, folder: Folder, name: str, value: Any) -> None:
    """One of ``no_activesync``, ``offline_days``, ``url``."""
    if name == "url":
        if folder.url == value:
            return
        if not folder.url and value:
            raise Fault(
                "mail.CANNOT_SUBSCRIBE",
                f"cannot add subscription to existing folder {folder.id}",
                args=(("itemId", "IID", str(folder.id)),),
            )
    box.need(actor, folder, "w", _ON_FOLDER)
    if name == "offline_days" and value < 0:
        raise invalid_request(f"invalid web offline folder sync days: {value}")
    setattr(folder, name, value)
    folder.modified()


def set_retention(box: Mailbox, actor: Actor, folder: Folder, policy: dict[str, list[dict[str, str]]]) -> None:
    box.need(actor, folder, "a", f"you do not have admin rights to folder {folder.path}")
    folder.retention = policy
    folder.modified()
