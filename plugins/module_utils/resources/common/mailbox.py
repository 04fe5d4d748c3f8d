# Copyright (c) 2026, the teammail.zimbra contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Requests inside one mailbox, and the one error there that means that the mailbox does not exist."""

from __future__ import annotations

import typing as t

from ...actor import Actor
from ...errors import Fault, ZimbraError
from ...session import Session
from ...soap import answer_or_raise, attributes, child
from .directory import ABSENT_ACCOUNT, Missing, no_account
from .tree import absent

if t.TYPE_CHECKING:
    from lxml import etree

    from ...soap import Answer


def in_mailbox(
    session: Session, account: str, requests: t.Sequence[etree._Element]
) -> t.Optional[t.List[etree._Element]]:
    """The answers of a batch in a mailbox; None where the account itself does not exist (zimbra-soap-admin.md 1.7)."""
    answers = session.mailbox(account).batch(requests)
    faults = [a for a in answers if isinstance(a, Fault)]
    if faults and len(faults) == len(answers) and absent(session, account, faults[0]):
        return None
    return answers_or_raise(answers, account)


def answers_or_raise(answers: t.Sequence[t.Optional[Answer]], about: str) -> t.List[etree._Element]:
    """The answers, or the first fault among them raised."""
    return [answer_or_raise(answer, about) for answer in answers]


def acting_as(session: Session, user: str) -> Actor:
    """An actor with that user's own rights (zimbra-soap-admin.md 2.3)."""
    actor = session.users([user])[0]
    if isinstance(actor, Fault):
        if actor.code == ABSENT_ACCOUNT:
            raise Missing(no_account(user))
        raise actor
    return actor


def own_values(answer: etree._Element, names: t.Iterable[str]) -> t.Dict[str, t.List[str]]:
    """These attributes from an answer to directory.account_request: the account's own values, none of its class of service."""
    account = child(answer, "account")
    if account is None:
        raise ZimbraError("the server answers GetAccount without an account")
    own = {name.lower(): values for name, values in attributes(account).items()}
    return {name: own.get(name.lower(), []) for name in names}
