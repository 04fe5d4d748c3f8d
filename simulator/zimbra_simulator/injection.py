# Copyright (c) 2026, the teammail.zimbra contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Faults on demand: which request meets which trouble.

A rule is a JSON object: what it matches (``request`` a name, ``account`` the account of the context, ``nth`` counted
among the matching ones, from 1) and what happens (``action``, see ACTIONS) ``count`` times (default 1, 0 = for ever).
"""

from __future__ import annotations

import re
import secrets
import threading
from dataclasses import dataclass, field
from typing import Any

from zimbra_simulator.dispatch import Answer
from zimbra_simulator.wire import soap
from zimbra_simulator.wire.faults import Fault

ACTIONS = ("refuse", "drop_before", "drop_after", "delay", "truncate", "garble", "http", "fault", "fault_after")
_APPLIES = ("drop_after", "truncate", "garble", "fault_after")


@dataclass
class Played:
    """What goes out instead; ``cut``: only so many bytes, then the connection breaks."""

    answer: Answer
    cut: int | None = None


@dataclass
class Rule:
    """See the module's text. ``rest`` holds what the action needs: status, code, text, receiver, args, ms, retry_after."""

    action: str
    request: str = ""
    account: str = ""
    nth: int = 0
    count: int = 1
    rest: dict[str, Any] = field(default_factory=dict)
    seen: int = 0
    done: int = 0
    rule_id: str = field(default_factory=lambda: secrets.token_hex(4))

    def shown(self) -> dict[str, Any]:
        return {
            "id": self.rule_id, "action": self.action, "request": self.request, "account": self.account,
            "nth": self.nth, "count": self.count, "seen": self.seen, "done": self.done, **self.rest,
        }  # fmt: skip


@dataclass
class Action:
    """A rule about to be played on one request."""

    kind: str
    rest: dict[str, Any]
    protocol: str

    @property
    def name(self) -> str:
        return self.kind

    @property
    def applies(self) -> bool:
        """Whether the request is carried out nevertheless."""
        return self.kind in _APPLIES

    @property
    def code(self) -> str:
        """The code of the SOAP fault that the client gets, empty for other actions."""
        return str(self.rest["code"]) if self.kind in ("fault", "fault_after") else ""

    @property
    def delay(self) -> float:
        """Seconds to wait first."""
        return float(self.rest.get("ms", 0)) / 1000

    @property
    def status(self) -> int:
        return int(self.rest.get("status", 503)) if self.kind == "http" else 0

    def play(self, answer: Answer | None) -> Played | None:
        """The answer to give instead; None breaks the connection without one."""
        if self.kind in ("refuse", "drop_before", "drop_after"):
            return None
        if self.kind == "http":
            return Played(Answer(self.status, b"<html>service unavailable</html>\n", "text/html"))
        if self.kind in ("fault", "fault_after"):
            return Played(self._fault())
        if answer is None:
            raise TypeError(f"{self.kind} needs an answer to spoil")
        if self.kind == "truncate":
            return Played(answer, cut=len(answer.body) // 2)
        spoilt = answer.body[: len(answer.body) // 2] + b"\x00<<&garbled" + answer.body[len(answer.body) // 2 :][::-1]
        return Played(Answer(answer.status, spoilt, answer.content_type))

    def _fault(self) -> Answer:
        fault = Fault(
            self.rest["code"],
            self.rest.get("text", "injected"),
            receiver=bool(self.rest.get("receiver", False)),
            args=tuple((a["n"], a.get("t", "STR"), a["v"]) for a in self.rest.get("args", ())),
        )
        body = soap.render(self.protocol, soap.fault_element(fault, self.protocol, "injected"))
        return Answer(500, body, soap.content_type(self.protocol))


class Injection:
    """The rules in force, in the order in which they were given; the first that matches is played."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._rules: list[Rule] = []

    def add(self, given: Any) -> list[dict[str, Any]]:
        """Add one rule or a list of them; ValueError when one cannot be understood."""
        rules = [self._rule(dict(one)) for one in (given if isinstance(given, list) else [given])]
        with self._lock:
            self._rules.extend(rules)
        return [rule.shown() for rule in rules]

    @staticmethod
    def _rule(given: dict[str, Any]) -> Rule:
        rule = Rule(
            action=str(given.pop("action", "")),
            request=str(given.pop("request", "")),
            account=str(given.pop("account", "")).lower(),
            nth=int(given.pop("nth", 0)),
            count=int(given.pop("count", 1)),
            rest=given,
        )
        if rule.action not in ACTIONS:
            raise ValueError(f"action must be one of {', '.join(ACTIONS)}")
        if rule.action in ("fault", "fault_after") and not re.fullmatch(r"\w+\.\w+", str(given.get("code", ""))):
            raise ValueError("a fault needs a code such as service.FAILURE")
        if rule.action == "delay" and "ms" not in given:
            raise ValueError("a delay needs ms")
        return rule

    def rules(self) -> list[dict[str, Any]]:
        with self._lock:
            return [rule.shown() for rule in self._rules]

    def clear(self) -> None:
        with self._lock:
            self._rules.clear()

    def choose(self, envelope: soap.Envelope) -> Action | None:
        """The action for a request, counted."""
        names = {envelope.body.name}
        if envelope.body.name == "BatchRequest":
            names |= {child.name for child in envelope.body.children}
        named = envelope.context.child("account")
        account = named.text.strip().lower() if named is not None else ""
        with self._lock:
            for rule in self._rules:
                if rule.request and not names & {rule.request, rule.request + "Request"}:
                    continue
                if rule.account and rule.account != account:
                    continue
                rule.seen += 1
                if (rule.nth and rule.seen < rule.nth) or (rule.count and rule.done >= rule.count):
                    continue
                rule.done += 1
                return Action(rule.action, rule.rest, envelope.protocol)
        return None
