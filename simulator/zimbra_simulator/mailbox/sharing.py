# Copyright (c) 2026, the teammail.zimbra contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Sharing folders: granting, revoking, replacing ACLs (zimbra-soap-mail.md 3.3 to 3.6)."""

from __future__ import annotations

from zimbra_simulator.access.acl import Acl, Actor, Grant
from zimbra_simulator.mailbox import publishing
from zimbra_simulator.mailbox.items import Folder
from zimbra_simulator.mailbox.mailbox import ROOT, Mailbox
from zimbra_simulator.wire.faults import Fault, perm_denied


def grant(box: Mailbox, actor: Actor, folder: Folder, new: Grant) -> Grant:
    """op=grant: the first own grant copies the effective ACL (zimbra-soap-mail.md 3.3, 3.5)."""
    if new.type == "pub" and box.account.get("zimbraPublicSharingEnabled") == "FALSE":
        raise perm_denied("public sharing not allowed")
    if new.type == "guest" and not _external_allowed(box, new.grantee):
        raise perm_denied("external sharing not allowed")
    box.need(actor, folder, "a", f"you do not have admin rights to item {folder.path}")
    if folder.is_link:
        raise perm_denied(f"you may not share the mounted folder {folder.path}")
    if new.type == "usr" and new.grantee.lower() == box.account.id.lower():
        raise perm_denied("cannot grant access to the owner of the item")
    if "a" in new.rights and new.type not in ("usr", "grp"):
        raise Fault("mail.CANNOT_GRANT", "cannot grant: admin right can be granted to users and groups only")
    acl = _own_acl(folder)
    _limit_lifetime(box, acl)
    made = acl.grant(new)
    folder.acl = acl
    folder.set_flag("i", True)
    folder.modified()
    publishing.publish(box)
    return made


def _own_acl(folder: Folder) -> Acl:
    inherited = folder.effective_acl
    return inherited.copy() if inherited is not None else Acl()


def _external_allowed(box: Mailbox, address: str) -> bool:
    if box.account.get("zimbraExternalSharingEnabled") == "FALSE":
        return False
    if box.account.get("zimbraExternalShareDomainWhitelistEnabled") != "TRUE":
        return True
    return address.rpartition("@")[2].lower() in (
        d.lower() for d in box.account.all("zimbraExternalShareWhitelistDomain")
    )


def _limit_lifetime(box: Mailbox, acl: Acl) -> None:
    """With a share lifetime on the account an ACL gets an end by itself (zimbra-soap-mail.md 3.6)."""
    now = box.world.now_ms()
    internal = duration_ms(box.account.get("zimbraShareLifetime"))
    external = duration_ms(box.account.get("zimbraExternalShareLifetime"))
    if internal and not acl.internal_expiry:
        acl.internal_expiry = now + internal
    if external and not acl.guest_expiry:
        acl.guest_expiry = now + external


def duration_ms(text: str | None) -> int:
    """A duration like 30d, 12h, 5m, 10s, 100ms or plain seconds as milliseconds; nothing is 0."""
    units = {"ms": 1, "s": 1000, "m": 60_000, "h": 3_600_000, "d": 86_400_000}
    if not text:
        return 0
    digits = text.rstrip("dhms")
    return int(digits or 0) * units.get(text[len(digits) :] or "s", 1000)


def revoke(box: Mailbox, actor: Actor, folder: Folder, grantee: str) -> None:
    """op=!grant: an absent grant is no fault; on an inheriting folder the rest is copied first."""
    box.need(actor, folder, "a", f"you do not have admin rights to item {folder.path}")
    if grantee.lower() == box.account.id.lower():
        raise perm_denied("cannot revoke access from the owner of the item")
    acl = _own_acl(folder)
    if not acl.revoke(grantee):
        return
    folder.acl = acl if acl.grants else None
    folder.set_flag("i", True)
    folder.modified()
    publishing.publish(box)


def set_acl(box: Mailbox, actor: Actor, folder: Folder, acl: Acl) -> None:
    """Replace the whole ACL; an empty one locks everybody but the owner out."""
    box.need(actor, folder, "a", f"you do not have admin rights to item {folder.path}")
    folder.acl = acl if acl.grants else None
    folder.set_flag("i", True)
    folder.modified()
    publishing.publish(box)


def revoke_everywhere(box: Mailbox, actor: Actor, folder: Folder, grantee: str, kind: str) -> None:
    """Take a grantee's grants of one type from a folder and all below, where the actor may administer."""
    for one in folder.subtree():
        held = one.acl.find(grantee) if one.acl else None
        if held is not None and held.type == kind and one.id != ROOT and box.may(actor, one, "a"):
            revoke(box, actor, one, grantee)
