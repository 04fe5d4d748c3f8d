# Copyright (c) 2026, the teammail.zimbra contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Several mailboxes in one request: the id of a folder may name its mailbox (zimbra-soap-mail.md 1.3)."""

from __future__ import annotations

import typing as t
from copy import deepcopy

from ...errors import TransportError
from ...session import Session
from ...soap import MAIL
from ...values import UUID
from .tree import ROOT, folder_request

if t.TYPE_CHECKING:
    from lxml import etree

    from ...soap import Answer

# Trees in one answer.
TOGETHER = 20


def load_together(session: Session, accounts: t.Iterable[str]) -> None:
    """Ask for the trees of several mailboxes at once, what fails is left to whoever asks for one."""
    readings = session.readings
    if readings is None or readings.at_work:
        return
    own = readings.own
    asked = [own.id_of(account) for account in dict.fromkeys(accounts)]
    new = [i for i in asked if UUID.match(i) and not session.mailbox(i).knows([folder_request()])]
    for first in range(0, len(new) if len(new) > 1 else 0, TOGETHER):
        some = new[first : first + TOGETHER]
        try:
            answers = session.admin.ask(tree_requests(some))
        except TransportError:
            return
        keep_trees(session, some, answers)


def tree_requests(idents: t.Iterable[str]) -> t.List[etree._Element]:
    """Requests for the trees of mailboxes, by the ids of these, which may be sent outside them (zimbra-soap-mail.md 1.3)."""
    return [MAIL("GetFolderRequest", MAIL("folder", l=f"{ident}:{ROOT}")) for ident in idents]


def keep_trees(session: Session, idents: t.Iterable[str], answers: t.Iterable[t.Optional[Answer]]) -> None:
    """Remember the answers to tree_requests() as those to each mailbox's own."""
    readings = session.readings
    if readings is None:
        return
    for ident, answer in zip(idents, answers):
        # cut off from a context that tells nothing of that mailbox
        readings.keep("", ident, [folder_request()], [deepcopy(answer)])
