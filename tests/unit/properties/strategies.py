# Copyright (c) 2026, the teammail.zimbra contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Wishes in the forms that all modules share."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st


@st.composite
def lists_of(draw: Any, members: Any, odd: Any = None) -> Any:
    """A value for a list: the whole of it, at times with an odd member, or what is to be added and removed."""
    some = st.lists(members, max_size=3)
    if draw(st.booleans()):
        extra = [draw(odd)] if odd is not None and draw(st.integers(0, 5)) == 0 else []
        return draw(some) + extra
    add = draw(some)
    return {"add": add, "remove": [member for member in draw(some) if member not in add]}


def some_of(options: dict[str, Any]) -> Any:
    """Any of the options, each with a value of its strategy."""
    return st.fixed_dictionaries({}, optional=options)
