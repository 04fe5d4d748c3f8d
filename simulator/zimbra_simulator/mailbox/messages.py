# Copyright (c) 2026, the teammail.zimbra contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What can be done with messages: add, move, copy, flag, tag, delete, thread (zimbra-soap-mail.md 5.2, 8.1, 8.5)."""

from __future__ import annotations

from collections.abc import Iterable

from zimbra_simulator.access.acl import Actor
from zimbra_simulator.mailbox import faults, mime
from zimbra_simulator.mailbox.items import MESSAGE_FLAGS, Folder, Message, Tag, order_flags
from zimbra_simulator.mailbox.mailbox import DRAFTS, JUNK, SENT, TRASH, Mailbox
from zimbra_simulator.wire.faults import invalid_request, perm_denied

_ON_ITEM = "you do not have the required rights on the item"
COMMENTS = 17  # takes messages that are added, not such that are moved
_NOT_FOR_MESSAGES = (8, 9, 11, COMMENTS)


def add(
    box: Mailbox,
    actor: Actor,
    folder: Folder,
    raw: bytes,
    *,
    flags: str = "",
    tags: Iterable[str] = (),
    date: int | None = None,
    conv_id: int | None = None,
) -> Message:
    """Store a message; needs r and i. A link cannot hold one: mail.CANNOT_CONTAIN."""
    if folder.is_link or (folder.id in _NOT_FOR_MESSAGES and folder.id != COMMENTS):
        raise faults.cannot_contain(f"folder {folder.path} cannot contain an item of type message")
    if not box.may(actor, folder, "i"):
        raise perm_denied("you do not have the required rights on the folder")
    parsed = mime.parse(raw)
    box.next_change()
    message = Message(box, box.next_id(), raw)
    message.folder_id = folder.id
    message.flags = order_flags(flags + ("a" if parsed.has_attachment else "") + _priority(parsed), MESSAGE_FLAGS)
    message.tags = [ensure_tag(box, name).name for name in tags]
    now = box.world.now_ms()
    message.date = now if date is None else min(max(date, 0), now)
    message.subject = parsed.subject
    sender = parsed.addresses("f")
    message.from_ = sender[0].personal or sender[0].address if sender else ""
    message.message_id = parsed.message_id
    message.references = parsed.references
    message.fragment = parsed.fragment
    message.sent = parsed.sent
    box.add(message)
    if folder.id not in (JUNK, DRAFTS) and not folder.within(JUNK):
        _thread(box, message, conv_id)
    folder.uid_next = message.id + 1
    box.world.touch(folder)
    return message


def check_quota(box: Mailbox, more: int) -> None:
    """mail.QUOTA_EXCEEDED when a mailbox cannot take so many bytes more."""
    quota = int(box.account.get("zimbraMailQuota") or 0)
    if quota and sum(m.size for m in box.messages.values()) + more > quota:
        raise faults.quota_exceeded(quota)


def _priority(parsed: mime.Parsed) -> str:
    """The flag for an urgent or a low message: by X-Priority, else by Importance."""
    number = next((value.strip()[:1] for value in parsed.headers("X-Priority")), "")
    if number and number in "12345":
        return {"1": "!", "2": "!", "3": ""}.get(number, "?")
    word = next((value.strip().lower() for value in parsed.headers("Importance")), "")
    return "!" if word.startswith("high") else "?" if word.startswith("low") else ""


# ------------------------------------------------------------------ conversations


def _thread(box: Mailbox, message: Message, wanted: int | None) -> None:
    """Join the conversation of what the message refers to, or else a reply that of the same subject."""
    partner = None
    if wanted is not None:
        partner = next((m for m in conversation(box, wanted) if m.id != message.id), None)
    others = [m for m in reversed(box.messages.values()) if m.id != message.id and m.folder_id not in (JUNK, DRAFTS)]
    if partner is None and message.references:
        referred = set(message.references)
        partner = next(
            (m for m in others if m.message_id in referred or (m.conv_id > 0 and referred & set(m.references))), None
        )
    elif partner is None and mime.is_reply(message.subject):
        wanted_subject = mime.normalize_subject(message.subject)
        partner = next((m for m in others if mime.normalize_subject(m.subject) == wanted_subject), None)
    if partner is None:
        return
    if partner.conv_id < 0:
        partner.conv_id = box.next_id()
        partner.modified()
    message.conv_id = partner.conv_id


def conversation(box: Mailbox, conv_id: int) -> list[Message]:
    """The messages of a conversation, oldest first; minus an id is the conversation of a single message."""
    found = [m for m in box.messages.values() if m.conv_id == conv_id]
    if not found and conv_id < 0 and -conv_id in box.messages:
        found = [box.messages[-conv_id]]
    return sorted(found, key=lambda m: (m.date, m.id))


def _leave_conversation(box: Mailbox, message: Message) -> None:
    message.conv_id = -message.id


# ------------------------------------------------------------------ moving


def move(box: Mailbox, actor: Actor, message: Message, target: Folder) -> None:
    """Move within the mailbox: d on the source, i on the target (not for Trash and Junk)."""
    if target.id == message.folder_id:
        return
    if target.is_link or target.id in _NOT_FOR_MESSAGES:
        raise faults.cannot_contain()
    if not box.may(actor, message.folder, "d"):
        raise perm_denied("you do not have the required rights on the source folder")
    if target.id not in (TRASH, JUNK) and not box.may(actor, target, "i"):
        raise perm_denied("you do not have the required rights on the target folder")
    if target.within(TRASH) and not message.folder.within(TRASH):
        message.flags = message.flags.replace("u", "")
    if target.within(JUNK):
        _leave_conversation(box, message)
    target.uid_next = box.last_id + 1
    box.world.touch(target)
    box.refile(message, target.id)


def copy(box: Mailbox, actor: Actor, message: Message, target: Folder) -> Message:
    """Copy within the mailbox: r on the message, i on the target."""
    if not box.may(actor, message.folder, "r"):
        raise perm_denied(_ON_ITEM)
    if target.is_link or target.id in _NOT_FOR_MESSAGES:
        raise faults.cannot_contain()
    if not box.may(actor, target, "i"):
        raise perm_denied("you do not have the required rights on the target folder")
    return add(
        box, box.owner, target, message.raw, flags=message.flags, tags=message.tags, date=message.date,
        conv_id=message.conv_id,
    )  # fmt: skip


def transfer(box: Mailbox, actor: Actor, message: Message, other: Mailbox, other_actor: Actor, target: Folder) -> None:
    """Move into another mailbox: a copy with a new id and no tags, then the original goes (zimbra-soap-mail.md 5.2)."""
    if not box.may(actor, message.folder, "d"):
        raise perm_denied(f"cannot delete existing copy of message {message.id}")
    add(other, other_actor, target, message.raw, flags=message.flags, date=message.date)
    box.discard(message)


def delete(box: Mailbox, actor: Actor, message: Message) -> None:
    """Remove for good; needs d."""
    if not box.may(actor, message.folder, "d"):
        raise perm_denied(_ON_ITEM)
    box.discard(message)


# ------------------------------------------------------------------ flags and tags


def set_flag(box: Mailbox, actor: Actor, message: Message, letter: str, on: bool) -> None:
    """Set or clear one flag; needs w."""
    if not box.may(actor, message.folder, "w"):
        raise perm_denied(_ON_ITEM)
    if (letter in message.flags) != on:
        rest = message.flags.replace(letter, "")
        message.flags = order_flags(rest + (letter if on else ""), MESSAGE_FLAGS)
        message.modified()


def replace_flags(box: Mailbox, actor: Actor, message: Message, flags: str | None, tags: list[str] | None) -> None:
    """Set all user-settable flags and all tags at once; needs w."""
    if not box.may(actor, message.folder, "w"):
        raise perm_denied(_ON_ITEM)
    if flags is not None:
        fixed = "".join(letter for letter in message.flags if letter in "ad!?")
        message.flags = order_flags(fixed + flags, MESSAGE_FLAGS)
    if tags is not None:
        message.tags = [ensure_tag(box, name).name for name in tags]
    message.modified()


def ensure_tag(box: Mailbox, name: str) -> Tag:
    """The tag of a name, made when it is not there."""
    found = box.tag_named(name)
    if found is None:
        if not name.strip() or any(c in name for c in "\\:\t\r\n"):
            raise faults.invalid_name(name)
        box.next_change()
        found = Tag(box, box.next_id(), name.strip())
        box.add(found)
    return found


def set_tag(box: Mailbox, actor: Actor, message: Message, name: str, on: bool) -> None:
    """Tag or untag; needs w. An unknown tag is made when set."""
    if not box.may(actor, message.folder, "w"):
        raise perm_denied(_ON_ITEM)
    if not on and box.tag_named(name) is None:
        return
    tag = ensure_tag(box, name)
    if (tag.name in message.tags) != on:
        message.tags = [t for t in message.tags if t != tag.name] + ([tag.name] if on else [])
        message.modified()


def matches_constraint(message: Message, constraint: str | None) -> bool:
    """Whether ``tcon`` lets an action touch a message: t Trash, j Junk, s Sent, d Drafts, o others; - inverts."""
    if not constraint:
        return True
    inverted = constraint.startswith("-")
    letters = constraint.lstrip("-")
    if any(letter not in "tjsdo" for letter in letters):
        raise invalid_request(f"invalid tcon: {constraint}")
    folder = message.folder
    place = (
        "t" if folder.within(TRASH) else "j" if folder.within(JUNK) else "s" if folder.within(SENT)
        else "d" if folder.within(DRAFTS) else "o"
    )  # fmt: skip
    return (place in letters) != inverted
