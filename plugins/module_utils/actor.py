# Copyright (c) 2026, the teammail.zimbra contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""In whose name, and in whose mailbox, requests are sent."""

from __future__ import annotations

import threading
import typing as t

from .errors import Fault, TransportError
from .soap import ADMIN, answer_or_raise, children, is_read, text_of
from .values import UUID

if t.TYPE_CHECKING:
    from lxml import etree

    from .reading import Readings
    from .session import Session
    from .soap import Answer

# Seconds that a delegated token must outlive; the longest use is one verification run.
DELEGATED_SECONDS = 3600


def selector(tag: str, account: str) -> etree._Element:
    """An account named by its id or address."""
    return ADMIN(tag, account, by="id" if UUID.match(account) else "name")


def _subjects(requests: t.Sequence[etree._Element]) -> t.List[str]:
    """The accounts that requests to the admin service name."""
    return list(dict.fromkeys(a.text for r in requests for a in children(r, "account") if a.text))


class User:
    """An account in whose name requests go, with its own rights and by a token of its own (DelegateAuth, zimbra-soap-admin.md 2.3)."""

    def __init__(self, session: Session, account: str, token: str = "") -> None:
        self._session = session
        self.account = account
        self._token = token
        self._fetching = threading.Lock()

    def request(self) -> etree._Element:
        return ADMIN("DelegateAuthRequest", selector("account", self.account), duration=DELEGATED_SECONDS)

    def take(self, answer: t.Optional[Answer]) -> None:
        """Raises the Fault that refuses a token."""
        self._token = text_of(answer_or_raise(answer, self.account), "authToken")

    def token(self, ended: str = "") -> str:
        """A token, another one than that which has ended; fetched where there is none.  Raises Fault."""
        with self._fetching:
            if self._token == ended:
                self.take(self._session.admin.batch([self.request()])[0])
            return self._token


class Actor:
    """Sends requests in one name: the administrator's, that of a mailbox they work in, or a user's own."""

    def __init__(
        self,
        session: Session,
        account: t.Optional[str] = None,
        user: t.Optional[User] = None,
        change: t.Optional[t.Tuple[int, str]] = None,
    ) -> None:
        self._session = session
        self._name = account
        self._account = ("id" if UUID.match(account) else "name", account) if account else None
        self._user = user
        self._change = change

    @property
    def token(self) -> str:
        """The token of a user's own session; "" where the administrator speaks."""
        return self._user.token() if self._user else ""

    def inside(self, account: str) -> Actor:
        """The same caller at work in another mailbox, with the rights they have there."""
        return Actor(self._session, account, self._user)

    def unless_changed(self, token: int, kind: str = "mod") -> Actor:
        """The same caller, whose requests leave alone what was changed (kind "new": made) after a change token (zimbra-soap-mail.md 10)."""
        return Actor(self._session, self._name, self._user, (token, kind))

    def batch(self, requests: t.Sequence[etree._Element], stop: bool = False) -> t.List[t.Optional[Answer]]:
        """One answer or Fault per request (with stop: None after the first fault); what a reading knows is not asked."""
        readings = self._session.readings
        if not requests or readings is None:
            return self.ask(requests, stop) if requests else []
        user, mailbox = self._place
        if not all(map(is_read, requests)):
            return self._write(readings, requests, stop)
        if self._change:
            return self.ask(requests, stop)
        readings.asked(user, mailbox, requests)
        answers = [readings.find(user, mailbox, r) for r in requests]
        unknown = [i for i, answer in enumerate(answers) if answer is None]
        if unknown and stop:
            unknown = list(range(len(requests)))
        asked = [requests[i] for i in unknown]
        got = self.ask(asked, stop) if asked else []
        readings.keep(user, mailbox, asked, got)
        for index, answer in zip(unknown, got):
            answers[index] = answer
        return answers

    def knows(self, requests: t.Sequence[etree._Element]) -> bool:
        """Whether a reading answers all of these."""
        readings = self._session.readings
        return readings is not None and all(readings.find(*self._place, r) is not None for r in requests)

    @property
    def _place(self) -> t.Tuple[str, str]:
        """The user and mailbox that a reading knows answers by."""
        return self._user.account if self._user else "", self._name or ""

    def _write(
        self, readings: Readings, requests: t.Sequence[etree._Element], stop: bool
    ) -> t.List[t.Optional[Answer]]:
        """Send what changes something, and ask along with it what it has made uncertain."""
        readings.write(*self._place, requests)
        more = [] if self._change else readings.again(*self._place, requests)
        answers = self.ask([*requests, *more], stop)
        done, told = answers[: len(requests)], answers[len(requests) :]
        if not any(isinstance(answer, Fault) for answer in done):
            readings.keep(*self._place, more, told)
        return done

    def ask(self, requests: t.Sequence[etree._Element], stop: bool = False) -> t.List[t.Optional[Answer]]:
        """The same, whatever a reading knows."""
        try:
            return self._session.send(requests, self._account, stop, self._change, self._user)
        except TransportError as err:
            # The server that is asked waits for the one that has the mailbox or account, and cannot say so.
            if self._account:
                what = "asked for the mailbox %s; where other requests are answered, it is that mailbox's own server that is away"
                who = self._account[1]
            else:
                what = "asked about %s; where other requests are answered, the mailbox server of one of these hangs"
                who = ", ".join(_subjects(requests)) if err.timed_out else ""
            if not who:
                raise
            raise TransportError("%s (%s)" % (err, what % who), err.uncertain, err.timed_out) from err

    def call(self, request: etree._Element, about: str = "") -> etree._Element:
        """The answer; raises the Fault, saying what it is about."""
        return self.each([request], [about])[0]

    def each(self, requests: t.Sequence[etree._Element], about: t.Sequence[str] = ()) -> t.List[etree._Element]:
        """The answers of a batch that stops at the first fault, which is raised."""
        done: t.List[etree._Element] = []
        for number, answer in enumerate(self.batch(requests, stop=True)):
            done.append(answer_or_raise(answer, about[number] if number < len(about) else ""))
        return done
