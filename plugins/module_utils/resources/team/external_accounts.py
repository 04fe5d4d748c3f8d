# Copyright (c) 2026, the teammail.zimbra contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""External accounts in somebody's mailbox (data sources) that fetch the shared mailbox's mail, and so log in with its password.

Nobody but the owner of a password can end that, so the role reports it, and somebody who leaves with such an account stops the run
(zimbra-soap-mail.md 8.6).
"""

from __future__ import annotations

import typing as t

from ...errors import Fault, TransportError
from ...session import Session
from ...soap import MAIL, children

if t.TYPE_CHECKING:
    from lxml import etree

    from ...soap import Answer

KINDS = ("imap", "pop3")


def sources_request() -> etree._Element:
    return MAIL("GetDataSourcesRequest")


def fetching(answer: t.Optional[Answer], addresses: t.Sequence[str]) -> t.List[str]:
    """Names of the external accounts that log in by one of the addresses; none where that was not answered."""
    if answer is None or isinstance(answer, Fault):
        return []
    sources = [element for kind in KINDS for element in children(answer, kind)]
    own = {a.lower() for a in addresses}
    return sorted(e.get("name", "") for e in sources if (e.get("username") or "").lower() in own)


def fetching_of(session: Session, people: t.Sequence[str], addresses: t.Sequence[str]) -> t.Dict[str, t.List[str]]:
    """The same of several people, by their addresses; of a mailbox that cannot be asked now nothing is known."""

    def one(person: str) -> t.List[str]:
        try:
            return fetching(session.mailbox(person).batch([sources_request()])[0], addresses)
        except (Fault, TransportError):
            return []

    return {person: names for person, names in zip(people, session.parallel(one, list(people))) if names}
