# Copyright (c) 2026, the teammail.zimbra contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The steps that a plan for a folder's grants is made of.  ident: the folder's id, None in check mode where it does not exist yet."""

from __future__ import annotations

import typing as t

from ..common.tree import Grant


class Inherit(t.NamedTuple):
    ident: t.Optional[int]


class Revoke(t.NamedTuple):
    """grantee: id, as the grant has it."""

    ident: t.Optional[int]
    grantee: str


class MakeGrant(t.NamedTuple):
    ident: t.Optional[int]
    grant: Grant


class Notify(t.NamedTuple):
    """address: whom the server writes about the new grant."""

    ident: t.Optional[int]
    address: str


Step = t.Union[Inherit, Revoke, MakeGrant, Notify]
