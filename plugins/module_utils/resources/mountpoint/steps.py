# Copyright (c) 2026, the teammail.zimbra contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The steps that a plan for a mountpoint is made of.  ident: the mountpoint's id."""

from __future__ import annotations

import typing as t

from ..common.tree_steps import Create, Rename, SetColor, SetView


class Delete(t.NamedTuple):
    ident: int


Step = t.Union[Delete, Create, Rename, SetColor, SetView]
