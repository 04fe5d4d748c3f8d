# Copyright (c) 2026, the teammail.zimbra contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Preferences of accounts, out of office among them (zimbra-soap-admin.md 7, zimbra-soap-mail.md 8.4)."""

from __future__ import annotations

import typing as t

from ...engine import UNREACHABLE, Plan, Resource, State
from ...errors import InputError
from ...schema import canonical_names, check_release, check_value, check_values
from ...soap import ACCOUNT
from ...times import generalized_time, show_generalized_time
from ...values import account_key
from ..account.attributes import attribute_values
from ..common import exchange
from ..common.directory import missing_account
from ..common.mailbox import in_mailbox
from .reading import (
    DATES,
    ENABLED,
    EXTERNAL,
    EXTERNAL_TEXT,
    OUT_OF_OFFICE,
    TEXT,
    CurrentPreferences,
    Values,
    form,
    present_of,
    requests,
    show_out_of_office,
)

OF_CARBONIO = "carbonioPref"
OPTIONS: t.Dict[str, t.Any] = {
    **UNREACHABLE,
    "account": {"type": "list", "elements": "str", "required": True},
    "preferences": {"type": "dict"},
    "out_of_office": {
        "type": "dict",
        "options": {
            "enabled": {"type": "bool"},
            "text": {"type": "str"},
            "from": {"type": "str"},
            "until": {"type": "str"},
            "external": {"type": "str", "choices": sorted(EXTERNAL)},
            "external_text": {"type": "str"},
        },
    },
}


class DesiredPreferences(t.NamedTuple):
    """What one run wants of one account: attributes of the two options; an empty list clears one."""

    account: str
    preferences: Values
    out_of_office: Values


class Modify(t.NamedTuple):
    """The step of a plan; base: the values that were read."""

    values: Values
    base: Values


class Preferences(Resource):
    """Preferences of one or many accounts."""

    OPTIONS = OPTIONS
    RULES = {"required_one_of": [("preferences", "out_of_office")]}
    RETURNS = "preferences"

    def desired(self) -> t.List[DesiredPreferences]:
        given = canonical_names("preferences", self.params["preferences"] or {})
        office = {k: v for k, v in (self.params["out_of_office"] or {}).items() if v is not None}
        for name in given:
            if not name.startswith(("zimbraPref", OF_CARBONIO)):
                raise InputError(
                    f"preferences.{name} is no preference, their names begin with zimbraPref (on Carbonio with {OF_CARBONIO}, too);"
                    " use the module account for others"
                )
            if name in OUT_OF_OFFICE and office:
                raise InputError(f"preferences.{name} belongs to out_of_office, which is set too; use one of them")
        free = {name: attribute_values(name, value) for name, value in given.items()}
        accounts = list(dict.fromkeys(account_key("account", a) for a in self.params["account"]))
        return [DesiredPreferences(a, free, self._office(office)) for a in accounts]

    @staticmethod
    def _office(given: t.Mapping[str, t.Any]) -> Values:
        values: Values = {}
        if "enabled" in given:
            values[ENABLED] = ["TRUE" if given["enabled"] else "FALSE"]
        for option, name in (("text", TEXT), ("external_text", EXTERNAL_TEXT)):
            if option in given:
                check_value(f"out_of_office.{option}", name, given[option])
                values[name] = [given[option]] if given[option] else []
        for option, name in DATES.items():
            if option in given:
                time = generalized_time(f"out_of_office.{option}", given[option])
                values[name] = [time] if time else []
        if all(values.get(name) for name in DATES.values()) and values[DATES["from"]] > values[DATES["until"]]:
            raise InputError(
                f"out_of_office.from is {given['from']}, later than until ({given['until']}); exchange them"
            )
        values.update({name: [flag] for name, flag in EXTERNAL.get(given.get("external", ""), {}).items()})
        return values

    def mailbox(self, desired: DesiredPreferences) -> str:
        return desired.account

    def read(self, mailbox: str, desired: t.Sequence[DesiredPreferences]) -> t.List[CurrentPreferences]:
        names = sorted(set(desired[0].preferences) | (set(OUT_OF_OFFICE) if desired[0].out_of_office else set()))
        if not names:
            # GetPrefs without a name would answer with all of them
            names = [ENABLED]
        desired_values = dict(desired[0].preferences, **desired[0].out_of_office)
        cleared = sorted(name for name, values in desired_values.items() if not values)
        answers = in_mailbox(self.session, mailbox, requests(mailbox, names, cleared))
        state = present_of(mailbox, answers, cleared)
        # What the server tells by itself, such as from a class of service that a newer server has written, may stay as it is.
        other = [n for n, v in desired[0].preferences.items() if sorted(state.values.get(n, [])) != sorted(v)]
        check_release(self.session, "preferences", other)
        for name in other:
            if name.startswith(OF_CARBONIO) and not self.session.release().carbonio:
                raise InputError(f"preferences.{name} is one of Carbonio, and this server is none; leave it out")
        return [state] * len(desired)

    def plan(self, state: CurrentPreferences, desired: DesiredPreferences) -> Plan:
        notes = [missing_account(desired.account, self.check_mode)] if state.missing else []
        end = dict(state.values, **desired.preferences)
        end.update(desired.out_of_office)
        differing = {
            name: end[name]
            for name in list(desired.preferences) + list(desired.out_of_office)
            if self._differs(state, end, name)
        }
        notes += check_values("preferences", {k: v for k, v in differing.items() if k in desired.preferences}, "A")
        before, after = (self._show(state.account, values, desired) for values in (state.values, end))
        # Of several values some may be the class of service's, which one that comes would hide.
        present = {n: state.values.get(n, []) for n in differing}
        base = {n: v for n, v in present.items() if len(v) < 2 and len(differing[n]) < 2}
        steps: t.List[Modify] = [Modify(differing, base)] if differing else []
        return Plan(state.account, before, after, steps, desired.account, notes)

    @staticmethod
    def _differs(state: CurrentPreferences, end: Values, name: str) -> bool:
        present = state.values.get(name, [])
        if name in DATES.values():
            return [show_generalized_time(v) for v in present] != [show_generalized_time(v) for v in end[name]]
        # Without a value a flag is off.
        if end[name] == ["FALSE"] and not present and name in OUT_OF_OFFICE:
            return False
        return sorted(present) != sorted(end[name])

    @staticmethod
    def _show(account: str, values: Values, desired: DesiredPreferences) -> State:
        state: State = {
            "account": account,
            "preferences": {name: form(values.get(name, [])) for name in sorted(desired.preferences)},
        }
        if desired.out_of_office:
            state["out_of_office"] = show_out_of_office(values)
        return state

    def apply(self, mailbox: str, plans: t.Sequence[Plan]) -> None:
        actor = self.session.mailbox(mailbox)

        def read(names: t.List[str]) -> Values:
            values = present_of(mailbox, in_mailbox(self.session, mailbox, requests(mailbox, names, []))).values
            return {name: values.get(name, []) for name in names}

        for plan in plans:
            name = plan.name

            def send(pairs: t.Sequence[t.Tuple[str, str]], name: str = name) -> None:
                prefs = [ACCOUNT("pref", value, name=key) for key, value in pairs]
                actor.call(ACCOUNT("ModifyPrefsRequest", *prefs), name)

            exchange.write(send, read, plan.steps[0].values, plan.steps[0].base, name)
