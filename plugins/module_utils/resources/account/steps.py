# Copyright (c) 2026, the teammail.zimbra contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The steps that a plan for an account is made of.  ident: the account's id, None for the one that the plan creates."""

from __future__ import annotations

import typing as t

from ...plan import State

Values = t.Mapping[str, t.List[str]]


class Create(t.NamedTuple):
    after: State
    cos_id: t.Optional[str]


class Rename(t.NamedTuple):
    ident: str
    name: str


class Modify(t.NamedTuple):
    """By ModifyAccount; base: the values that were read."""

    ident: t.Optional[str]
    values: Values
    base: Values


class ModifyPreferences(t.NamedTuple):
    """By ModifyPrefs; base: the values that were read."""

    ident: t.Optional[str]
    values: Values
    base: Values


class AddAlias(t.NamedTuple):
    ident: t.Optional[str]
    alias: str


class RemoveAlias(t.NamedTuple):
    ident: str
    alias: str


class SetPassword(t.NamedTuple):
    ident: str
    password: str


class Delete(t.NamedTuple):
    """status: put back where the server fails half way."""

    ident: str
    status: t.Optional[str]


Step = t.Union[Create, Rename, Modify, ModifyPreferences, AddAlias, RemoveAlias, SetPassword, Delete]
