# Copyright (c) 2026, the teammail.zimbra contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Deleting an account (zimbra-soap-admin.md 3.5)."""

from __future__ import annotations

import typing as t

from ...errors import Fault, ZimbraError
from ...session import Session
from ...soap import ADMIN, MAIL
from ..common.directory import a_elements
from ..common.tree import folder_request, tree_of
from ..share.grant import NOBODYS_ID
from .attributes import STATUS


def count_mail(session: Session, ident: str, name: str, confirmed: bool) -> int:
    """How many items a mailbox holds; where the loss is confirmed, a mailbox that cannot be looked into counts as empty.

    Raises ZimbraError where its mailbox server is away: another server would delete the account alone, and leave the mailbox behind (1.11).
    """
    try:
        tree = session.mailbox(ident).call(MAIL("GetFolderRequest", MAIL("folder", l="1")), name)
    except Fault as fault:
        if fault.code == "service.PROXY_ERROR":
            raise ZimbraError(
                f"{name} cannot be deleted while its mailbox server is away ({fault.code}: {fault.text}), which would keep the mailbox for ever; "
                "repeat this when that server answers"
            ) from fault
        if not confirmed:
            raise
        return 0
    return sum(int(f.get("n", 0)) for f in tree.iter("{*}folder"))


def delete_account(session: Session, ident: str, name: str, status: t.Optional[str]) -> None:
    """Delete an account with its mailbox; where the server fails half way, its status is put back.

    Carbonio fails while a folder is shared with all, and leaves the account in maintenance: there such grants go first.
    """
    request = ADMIN("DeleteAccountRequest", ADMIN("id", ident))
    try:
        session.admin.call(request, name)
        return
    except Fault as fault:
        if fault.code != "service.FAILURE" or not session.release().carbonio:
            raise
        values = {STATUS: [status or "active"]}
        session.admin.call(ADMIN("ModifyAccountRequest", ADMIN("id", ident), *a_elements(values)), name)
        mailbox = session.mailbox(ident)
        tree = tree_of(mailbox.call(folder_request(), name), name, ident)
        shared = [n for n in tree.nodes() if any(g.type == "all" for g in n.grants or [])]
        if not shared:
            raise
    actions = [MAIL("action", op="!grant", id=n.id, zid=NOBODYS_ID["all"]) for n in shared]
    mailbox.each([MAIL("FolderActionRequest", a) for a in actions], [f"{name}: {n.path}" for n in shared])
    session.admin.call(request, name)
