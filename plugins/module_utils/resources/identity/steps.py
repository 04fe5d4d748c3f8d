# Copyright (c) 2026, the teammail.zimbra contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The steps that a plan for a persona is made of."""

from __future__ import annotations

import typing as t

Values = t.Mapping[str, t.List[str]]


class Create(t.NamedTuple):
    name: str
    values: Values


class Modify(t.NamedTuple):
    """read: the values of attributes of which the options name some members only, as they were read."""

    ident: str
    values: Values
    read: Values


class Delete(t.NamedTuple):
    ident: str


Step = t.Union[Create, Modify, Delete]
