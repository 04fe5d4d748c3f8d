# Copyright (c) 2026, the teammail.zimbra contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""SendMsg (zimbra-soap-mail.md 6.1, 6.2)."""

from __future__ import annotations

from zimbra_simulator.access.context import Call
from zimbra_simulator.directory.entry import Account
from zimbra_simulator.mailbox import compose, faults, mime, sending
from zimbra_simulator.mailbox.mailbox import Mailbox
from zimbra_simulator.services.mail_ids import (
    MAIL,
    actor,
    for_account,
    is_own,
    need_child,
    owner_of,
    parse_id,
    sender_for,
)
from zimbra_simulator.services.mail_message_encode import encode_message
from zimbra_simulator.services.registry import handler
from zimbra_simulator.wire.element import E, Element, response_to
from zimbra_simulator.wire.faults import Fault

_KEPT_SENDS = 5


def _persona_account(call: Call, identity_id: str | None) -> Account | None:
    """The account that a persona of the token's account sends for, when its right to do so holds.

    None when the persona says nothing about the mailbox; the token's own account when the other is not active.
    """
    caller = call.caller
    if not identity_id or identity_id == caller.id or _without_redirect(call):
        return None
    address = (caller.identities.get(identity_id, {}).get("zimbraPrefFromAddress") or [""])[0]
    found = call.world.find_address(address) if address else None
    if not isinstance(found, Account):
        return None
    if not any(call.world.has_right(caller, right, found) for right in ("sendAs", "sendOnBehalfOf")):
        return None
    return found if found.status == "active" else caller


def _without_redirect(call: Call) -> bool:
    """Releases before 9.0.0 p6 and 8.8.15 p13 send a persona's mail from the token's own mailbox."""
    return call.world.version < (10,)


@handler(MAIL, "SendMsgRequest")
def send_msg(request: Element, call: Call) -> Element:
    """Send a message; ``<m/>`` without an id when no copy lies in the sender's own mailbox."""
    m = need_child(request, "m")
    suid = request.attr("suid")
    box: Mailbox = call.mailbox()
    answer = response_to(request)
    if suid is not None and suid in box.sends:
        answer.add(E("m", id=box.sends[suid]))
        return answer
    if m.attr("aid") is not None:
        aid = m.need("aid")
        raise faults.no_such_upload(aid)
    source = m.attr("dsId")
    if source is not None:
        raise Fault("service.INVALID_DATASOURCE_ID", f"wrong datasource id: No data source with id {source}")
    original = parse_id(m.attr("origid"), call) if m.attr("origid") is not None else None
    allowed = {n.lower() for n in call.requested.all("zimbraCustomMimeHeaderNameAllowed")}
    draft_id = parse_id(m.attr("did"), call) if m.attr("did") is not None else None
    draft = compose.build(m, allowed, lambda attach: _attached(attach, call))
    if original is not None:
        _thread(draft, call, original.account_id, original.number)
    acct = _persona_account(call, m.attr("idnt")) or call.requested
    sender = sender_for(call, acct)
    saved = sending.send(sender, draft, identity_id=m.attr("idnt"), no_save=request.boolean("noSave"))
    if original is not None:
        owner = owner_of(original, call)
        sending.mark_original(call.mailbox(owner), actor(call, owner), original.number, m.attr("rt") or "r")
    if draft_id is not None and is_own(draft_id, call) and draft_id.number in box.messages:
        box.discard(box.messages[draft_id.number])
    shown = call.qualify(saved.mailbox.account, saved.id) if saved is not None else None
    if suid is not None:
        box.sends[suid] = shown
        while len(box.sends) > _KEPT_SENDS:
            del box.sends[next(iter(box.sends))]
        box.world.touch(box)
    if saved is not None and request.boolean("fetchSavedMsg"):
        answer.add(encode_message(call, saved, actor(call, saved.mailbox.account)))
    else:
        answer.add(E("m", id=shown))
    return answer


def _thread(draft: compose.Draft, call: Call, account_id: str, number: int) -> None:
    """Refer to the original when the request did not."""
    owner = call.world.entries.get(account_id)
    if not isinstance(owner, Account) or draft.has("References"):
        return
    message = call.mailbox(owner).messages.get(number)
    if message is not None and message.message_id:
        draft.lines.append(("In-Reply-To", message.message_id))
        draft.lines.append(("References", " ".join([*message.references, message.message_id])))


def _attached(attach: Element, call: Call) -> list[compose.Part]:
    """Parts or whole messages of a mailbox as attachments; uploads are not known here."""
    if attach.attr("aid") is not None:
        aid = attach.need("aid")
        raise faults.no_such_upload(aid)
    parts: list[compose.Part] = []
    for node in attach.children:
        item = parse_id(node.attr("id") if node.name == "m" else node.attr("mid"), call)
        holder = call if is_own(item, call) else for_account(call, owner_of(item, call))
        box: Mailbox = holder.mailbox()
        message = box.message(item.number)
        box.readable(actor(holder), message.folder)
        if node.name == "m":
            parts.append(([("Content-Type", "message/rfc822"), ("Content-Disposition", "attachment")], message.raw))
            continue
        wanted = node.need("part")
        found = next((p for p in mime.parse(message.raw).root.leaves() if p.name == wanted), None)
        if found is None:
            raise Fault("mail.NO_SUCH_PART", f"no such message part: {wanted}", args=(("name", "STR", wanted),))
        data = found.message.get_payload(decode=True)
        parts.append(compose.attachment(found.filename or wanted, found.type, data if isinstance(data, bytes) else b""))
    return parts
