# Copyright (c) 2026, the teammail.zimbra contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What new members of a list are told of the folders that are shared with it (zimbra-soap-admin.md 4.3, recording 701)."""

from __future__ import annotations

import html
from collections.abc import Iterable, Iterator

from lxml import etree

from zimbra_simulator.access.context import Call
from zimbra_simulator.directory.entry import Account, Entry
from zimbra_simulator.mailbox import compose, delivery, sending
from zimbra_simulator.mailbox.mime import Address
from zimbra_simulator.mailbox.publishing import ATTRIBUTE, unpack

_SWITCH = "zimbraDistributionListSendShareMessageToNewMembers"
_SHARE = "urn:zimbraShare"
_ACTIONS = {"r": "View", "w": "Edit", "i": "Add", "d": "Remove", "a": "Administer"}


def tell(call: Call, entry: Entry, members: Iterable[str]) -> None:
    """Write to each address for each share. Whoever was a member already is told again; what cannot be delivered is lost."""
    if entry.kind != "list" or entry.get(_SWITCH) == "FALSE":
        return
    shares = list(_shares(call, entry))
    for member in members:
        if shares and delivery.refusal(call.world, member, relay=True) is None:
            for owner, share in shares:
                _send(call, entry, member, owner, share)


def _shares(call: Call, entry: Entry) -> Iterator[tuple[Account, dict[str, str]]]:
    """Shares with a list, and with the lists that it is in."""
    grantees = {entry.id, *call.world.groups_of(entry)}
    for owner in call.world.of_kind("account", "calresource"):
        if isinstance(owner, Account):
            for value in owner.attrs.get(ATTRIBUTE, ()):
                share = unpack(value)
                if share.get("granteeId") in grantees:
                    yield owner, share


def _send(call: Call, entry: Entry, member: str, owner: Account, share: dict[str, str]) -> None:
    name = share["folderPath"].rpartition("/")[2]
    shown_owner = owner.get("displayName") or owner.name
    head = f'{shown_owner} has shared "{name}" with {share["granteeName"]}'
    lines = [
        "", f"You have been added to distribution list {entry.name}.", "",
        "As a member of the group, you have access to the following shared items:", "", head, "",
        f"Shared item: {name}", f"Owner: {shown_owner}", f"Grantee: {share['granteeName']}",
        "Allowed actions: " + ", ".join(word for right, word in _ACTIONS.items() if right in share["rights"]), "",
    ]  # fmt: skip
    draft = compose.Draft()
    draft.from_ = sending.friendly(call.caller)
    draft.recipients = [Address("t", member, None), Address("r", draft.from_.address, draft.from_.personal)]
    draft.lines.append(("Subject", "Share Created"))
    text = "\n".join(lines)
    draft.body = compose.multipart(
        "multipart/alternative",
        [
            compose.text_part(text, "text/plain"),
            compose.text_part("<pre>" + html.escape(text) + "</pre>", "text/html"),
            compose.text_part(_xml(owner, share, name, call), "xml/x-zimbra-share"),
        ],
    )
    raw = draft.render(call.world.now_ms(), call.caller.domain_name, bcc=False)
    delivery.transmit(call.world, call.caller.name, [member], raw)


def _xml(owner: Account, share: dict[str, str], name: str, call: Call) -> str:
    """The part by which clients offer to mount the folder."""
    grantee = call.world.entries[share["granteeId"]]
    root = etree.Element(f"{{{_SHARE}}}share", nsmap={None: _SHARE})  # type: ignore[dict-item]
    root.set("action", "new")
    root.set("version", "0.2")
    shown = grantee.get("displayName") or grantee.name
    etree.SubElement(root, f"{{{_SHARE}}}grantee", name=shown, id=grantee.id, email=grantee.name)
    shown = owner.get("displayName") or owner.name
    etree.SubElement(root, f"{{{_SHARE}}}grantor", name=shown, id=owner.id, email=owner.name)
    link = {"view": share["folderDefaultView"], "perm": share["rights"], "name": name, "id": share["folderId"]}
    etree.SubElement(root, f"{{{_SHARE}}}link", link)
    return etree.tostring(root, encoding="unicode")
