# Copyright (c) 2026, the teammail.zimbra contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Properties that are one option and one attribute each: all that is to be said about one stands in one row."""

from __future__ import annotations

import typing as t

from ...engine import State


class Property(t.NamedTuple):
    """One property of an account, a list or a persona.

    option: its name, and the key in results; attribute: Zimbra's; spec: the argument spec; parse: the option's value as it is compared
    ("" clears the attribute); show: what a result shows of the stored values; store: the values to store of what is shown, [] for none.
    """

    option: str
    attribute: str
    spec: t.Dict[str, t.Any]
    parse: t.Callable[[t.Any], t.Any] = lambda given: given
    show: t.Callable[[t.Sequence[str]], t.Any] = lambda stored: next(iter(stored), None)
    store: t.Callable[[t.Any], t.List[str]] = lambda shown: [shown] if shown else []


def text(option: str, attribute: str, **spec: t.Any) -> Property:
    return Property(option, attribute, {"type": "str", **spec})


def flag(option: str, attribute: str, false: t.Sequence[str] = ()) -> Property:
    """A truth value that is off where nothing is stored; false: what to store for it, by default nothing."""
    return Property(
        option,
        attribute,
        {"type": "bool"},
        show=lambda stored: list(stored[:1]) == ["TRUE"],
        store=lambda shown: ["TRUE"] if shown else list(false),
    )


def specs(rows: t.Sequence[Property]) -> t.Dict[str, t.Dict[str, t.Any]]:
    """Their part of a module's argument spec."""
    return {row.option: row.spec for row in rows}


def given(rows: t.Sequence[Property], params: t.Mapping[str, t.Any]) -> State:
    """What the options ask for, as it is compared; what is not asked for is not there."""
    parsed = {row.option: row.parse(params[row.option]) for row in rows if params[row.option] is not None}
    return {option: value for option, value in parsed.items() if value is not None}


def shown(rows: t.Sequence[Property], values: t.Mapping[str, t.Sequence[str]]) -> State:
    """Stored values as a result shows them."""
    return {row.option: row.show(values.get(row.attribute, [])) for row in rows}


def stored(rows: t.Sequence[Property], state: t.Mapping[str, t.Any]) -> t.Dict[str, t.List[str]]:
    """A shown state back in attributes; an empty list where there is none."""
    return {row.attribute: row.store(state.get(row.option)) for row in rows}
