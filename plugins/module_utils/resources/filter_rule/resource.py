# Copyright (c) 2026, the teammail.zimbra contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Filter rules of mailboxes (zimbra-soap-mail.md 8.3).

The server knows the whole list of rules only.  Rules that are not named go back exactly as they came.
"""

from __future__ import annotations

import typing as t
from copy import deepcopy

from ...assumptions import assumed
from ...engine import UNREACHABLE, Plan, Resource, State
from ...errors import InputError, ZimbraError
from ...soap import ACCOUNT, MAIL, child, children, text_of
from ...values import account_key
from ..common.directory import Missing, missing_account
from ..common.mailbox import in_mailbox
from .form import ACTIONS, TESTS, Form, build, clean, not_stored, show

if t.TYPE_CHECKING:
    from lxml import etree

# How often a list is written anew because somebody else changes it at the same time.
TURNS = 5
# direction -> the part of the requests' names
REQUESTS = {"incoming": "FilterRules", "outgoing": "OutgoingFilterRules"}

OPTIONS: t.Dict[str, t.Any] = {
    **UNREACHABLE,
    "account": {"type": "list", "elements": "str", "required": True},
    "direction": {"type": "str", "choices": ["incoming", "outgoing"], "default": "incoming"},
    "name": {"type": "str", "required": True},
    "new_name": {"type": "str"},
    "state": {"type": "str", "choices": ["present", "absent"], "default": "present"},
    "active": {"type": "bool"},
    "condition": {"type": "str", "choices": ["anyof", "allof"]},
    "tests": {"type": "list", "elements": "dict"},
    "actions": {"type": "list", "elements": "dict"},
    "position": {"type": "str", "choices": ["first", "last", "before", "after"]},
    "relative_to": {"type": "str"},
}


class DesiredRule(t.NamedTuple):
    """What one run wants of one rule; None leaves a part as it is."""

    account: str
    name: str
    new_name: t.Optional[str]
    active: t.Optional[bool]
    condition: t.Optional[str]
    tests: t.Optional[t.List[Form]]
    actions: t.Optional[t.List[Form]]


class Rules(t.NamedTuple):
    """All rules of one mailbox and direction, in their order."""

    account: str
    missing: bool
    elements: t.List[etree._Element]

    def index_of(self, name: str) -> t.Optional[int]:
        return next((i for i, e in enumerate(self.elements) if e.get("name") == name), None)


def requests(direction: str) -> t.List[etree._Element]:
    """The batch that reads one mailbox."""
    return [ACCOUNT("GetInfoRequest", sections="mbox"), MAIL(f"Get{REQUESTS[direction]}Request")]


def rules_of(account: str, answers: t.Optional[t.List[etree._Element]]) -> Rules:
    if answers is None:
        return Rules(account, True, [])
    return Rules(text_of(answers[0], "name"), False, elements(answers[1]))


def elements(answer: etree._Element) -> t.List[etree._Element]:
    """The rules of a Get response."""
    holder = child(answer, "filterRules")
    return [] if holder is None else children(holder, "filterRule")


def canonical(rules: t.Iterable[etree._Element]) -> t.List[t.Any]:
    """Equal for equal rules in the same order."""
    return [(e.tag, sorted(e.attrib.items()), (e.text or "").strip(), canonical(e)) for e in rules]


def shown(account: str, direction: str, element: etree._Element, order: int) -> State:
    """A rule by the names of the module's options; order counts from 1."""
    tests, actions = child(element, "filterTests"), child(element, "filterActions")
    return {
        "account": account,
        "direction": direction,
        "name": element.get("name", ""),
        "active": element.get("active") in ("1", "true"),
        "condition": "anyof" if tests is None else tests.get("condition", "anyof"),
        "tests": [show(TESTS, e) for e in ordered(tests)],
        "actions": [show(ACTIONS, e) for e in ordered(actions)],
        "order": order,
    }


def ordered(holder: t.Optional[etree._Element]) -> t.List[etree._Element]:
    """Tests or actions by the index that the server gives them."""
    inner = [] if holder is None else [e for e in holder if isinstance(e.tag, str)]
    return sorted(inner, key=lambda e: int(e.get("index") or 0))


class SetRules(t.NamedTuple):
    """The step of a plan: write the whole list; state and desired: what it was made from."""

    rules: t.List[etree._Element]
    state: Rules
    desired: DesiredRule


class FilterRule(Resource):
    """state present and absent of one rule in one or many mailboxes."""

    OPTIONS = OPTIONS
    RULES = {
        "required_if": [("position", side, ("relative_to",)) for side in ("before", "after")],
        "required_by": {"relative_to": "position"},
    }
    RETURNS = "filter_rules"

    def desired(self) -> t.List[DesiredRule]:
        given = self.params
        for option in ("name", "new_name"):
            if given[option] is not None and not given[option].strip():
                raise InputError(f"{option} is empty; give the rule a name")
        if given["relative_to"] is not None and given["position"] not in ("before", "after"):
            raise InputError("relative_to is for position before or after; correct position, or leave relative_to out")
        if given["relative_to"] is not None and given["relative_to"] in (given["name"], given["new_name"]):
            raise InputError(f"relative_to is {given['relative_to']!r}, the rule itself; name another one")
        parts = {}
        for kind in (TESTS, ACTIONS):
            if given[kind] is not None and not given[kind]:
                raise InputError(
                    f"{kind} is empty, which Zimbra does not take; give at least one, or leave the option out"
                )
            parts[kind] = (
                None if given[kind] is None else [clean(f"{kind}[{i}]", kind, v) for i, v in enumerate(given[kind])]
            )
        accounts = list(dict.fromkeys(account_key("account", a) for a in given["account"]))
        return [
            DesiredRule(
                a, given["name"], given["new_name"], given["active"], given["condition"], parts[TESTS], parts[ACTIONS]
            )
            for a in accounts
        ]

    def mailbox(self, desired: DesiredRule) -> str:
        return desired.account

    def read(self, mailbox: str, desired: t.Sequence[DesiredRule]) -> t.List[Rules]:
        return [rules_of(mailbox, in_mailbox(self.session, mailbox, requests(self.params["direction"])))] * len(desired)

    def plan(self, state: Rules, desired: DesiredRule) -> Plan:
        direction = self.params["direction"]
        title = f"{state.account} {direction} rule {desired.name}"
        present = self.params["state"] == "present"
        notes = [missing_account(desired.account, self.check_mode)] if state.missing and present else []
        index = state.index_of(desired.name)
        if desired.new_name and present:
            other = state.index_of(desired.new_name)
            if index is not None and other is not None and other != index:
                raise ZimbraError(
                    f"{title}: new_name is {desired.new_name}, which another rule has; choose another name"
                )
            index = other if index is None else index
        before = None if index is None else shown(state.account, direction, state.elements[index], index + 1)
        rest = [deepcopy(e) for i, e in enumerate(state.elements) if i != index]
        if not present:
            return Plan(title, before, None, [SetRules(rest, state, desired)] if before else [], desired.account)
        rule = self._rule(None if index is None else state.elements[index], desired, title)
        target = self._target(rest, len(rest) if index is None else index, title, notes)
        after = shown(state.account, direction, rule, target + 1)
        rules = [*rest[:target], rule, *rest[target:]]
        steps = [SetRules(rules, state, desired)] if after != before else []
        return Plan(title, before, after, steps, desired.account, notes)

    def _target(self, rest: t.List[etree._Element], index: int, title: str, notes: t.List[str]) -> int:
        """Where among the other rules it belongs; a place that already fits is kept."""
        position, other = self.params["position"], self.params["relative_to"]
        if position == "first":
            return 0
        if position == "last":
            return len(rest)
        if position is None:
            return index
        names = [e.get("name") for e in rest]
        if other not in names:
            if not self.check_mode:
                raise Missing(
                    f"{title}: relative_to is {other}, which is no rule of the mailbox; it has {', '.join(map(str, names)) or 'none'}"
                )
            notes.append(assumed(f"{title}: the rule {other} is not there yet"))
            return index
        mark = names.index(other)
        if position == "before":
            return min(index, mark)
        return max(index, mark + 1)

    @staticmethod
    def _rule(present: t.Optional[etree._Element], desired: DesiredRule, title: str) -> etree._Element:
        """The desired rule: a copy of the present one with what was named changed, or a new one."""
        if present is None:
            if not desired.tests or not desired.actions:
                raise ZimbraError(f"{title} does not exist; give tests and actions to create it")
            rule = MAIL(
                "filterRule",
                MAIL("filterTests", condition="anyof"),
                MAIL("filterActions"),
                name=desired.name,
                active=True,
            )
        else:
            rule = deepcopy(present)
        if desired.new_name:
            rule.set("name", desired.new_name)
        if desired.active is not None:
            rule.set("active", "1" if desired.active else "0")
        for kind, tag, forms in ((TESTS, "filterTests", desired.tests), (ACTIONS, "filterActions", desired.actions)):
            holder = child(rule, tag)
            if holder is None:
                holder = MAIL(tag)
                rule.append(holder)
            if kind == TESTS and desired.condition is not None:
                holder.set("condition", desired.condition)
            if forms is not None and [show(kind, e) for e in ordered(holder)] != forms:
                for element in list(holder):
                    holder.remove(element)
                holder.extend(build(kind, form) for form in forms)
        return rule

    def apply(self, mailbox: str, plans: t.Sequence[Plan]) -> None:
        """Write the list and check what was overwritten: what somebody changed after it was read is written again, with our change.

        A change between two requests of one batch cannot be noticed; that is a few milliseconds in the server.
        """
        get_rules = MAIL(f"Get{REQUESTS[self.params['direction']]}Request")
        for plan in plans:
            rules, state, desired = plan.steps[0]
            known, about = canonical(state.elements), [plan.name] * 3
            for _turn in range(TURNS):
                batch = [get_rules, self._write(rules), deepcopy(get_rules)]
                before, _done, after = self.session.mailbox(mailbox).each(batch, about)
                theirs = elements(before)
                if canonical(theirs) == known:
                    self._check_stored(plan.name, mailbox, desired, rules, elements(after), theirs)
                    break
                known = canonical(elements(after))
                rules = self._rules_after(state._replace(elements=theirs), desired)
            else:
                raise ZimbraError(
                    f"{plan.name}: somebody else changes the rules again and again while they are written; run again"
                )

    def _write(self, rules: t.Sequence[etree._Element]) -> etree._Element:
        """The request that stores these rules, and no others."""
        name = f"Modify{REQUESTS[self.params['direction']]}Request"
        return MAIL(name, MAIL("filterRules", *map(deepcopy, rules)))

    def _check_stored(
        self,
        about: str,
        mailbox: str,
        desired: DesiredRule,
        sent: t.Sequence[etree._Element],
        stored: t.Sequence[etree._Element],
        before: t.Sequence[etree._Element],
    ) -> None:
        """A rule of which the server leaves something out may hit other mail than it should: then all is put back, and an error raised."""
        name = desired.new_name or desired.name
        ours, theirs = (next((e for e in rules if e.get("name") == name), None) for rules in (sent, stored))
        if ours is None:
            return
        left_out = ["the whole rule"] if theirs is None else []
        if theirs is not None:
            for kind, tag in ((TESTS, "filterTests"), (ACTIONS, "filterActions")):
                left_out += not_stored(kind, ordered(child(ours, tag)), ordered(child(theirs, tag)))
        if left_out:
            self.session.mailbox(mailbox).call(self._write(before), about)
            raise ZimbraError(
                f"{about}: the server did not store {', '.join(left_out)} as it was sent; the rules are again as they were, correct the rule"
            )

    def _rules_after(self, state: Rules, desired: DesiredRule) -> t.List[etree._Element]:
        """The rules to write where somebody else has changed them meanwhile; where the desired rule does not fit, they stay."""
        try:
            steps = self.plan(state, desired).steps
        except ZimbraError:
            steps = []
        return steps[0].rules if steps else state.elements
