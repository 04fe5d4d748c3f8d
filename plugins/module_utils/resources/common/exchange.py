# Copyright (c) 2026, the teammail.zimbra contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Attributes written so that nobody else's change is lost: the value that was read is exchanged for the new one.

The server refuses ``-name=old`` with ``+name=new`` where the old value is not there any more (zimbra-soap-admin.md 3.4).
"""

from __future__ import annotations

import typing as t

from ...errors import Fault, ZimbraError

Values = t.Mapping[str, t.Sequence[str]]
Pairs = t.List[t.Tuple[str, str]]

# What a lost exchange is refused with; some attributes take no single values at all, and answer the same.
REFUSALS = ("account.INVALID_ATTR_VALUE", "service.INVALID_REQUEST")


def whole(values: Values) -> Pairs:
    """All values of each attribute; one without any is cleared."""
    return [(name, value) for name, some in sorted(values.items()) for value in some or [""]]


def exchanged(values: Values, base: Values) -> Pairs:
    """Single values to go and to come, of the attributes whose values of before are in base; of others all values."""
    pairs: Pairs = []
    for name, some in sorted(values.items()):
        gone = [v for v in base.get(name, ()) if v not in some]
        come = [v for v in some if v not in base.get(name, ())]
        # To the directory two spellings are often one value, which would be taken away and not given again.  The last value
        # is cleared whatever it is: taking one that is spelt otherwise than shown would do nothing, and say nothing.
        alike = {_plain(v) for v in gone} & {_plain(v) for v in come}
        if name not in base or alike or not gone + come or not some:
            pairs += whole({name: some})
        else:
            pairs += [("-" + name, v) for v in gone] + [("+" + name, v) for v in come]
    return pairs


def _plain(value: str) -> str:
    return " ".join(value.lower().split())


def write(
    send: t.Callable[[Pairs], t.Any],
    read: t.Callable[[t.List[str]], Values],
    values: Values,
    base: Values,
    about: str,
) -> None:
    """Write values where the attributes in base still have the values given there.

    send: sends a request with these pairs, read: the present values of attributes.  Raises ZimbraError where somebody else
    was quicker; nothing is written then.
    """
    pairs = exchanged(values, base)
    try:
        send(pairs)
    except Fault as fault:
        if fault.code not in REFUSALS or pairs == whole(values):
            raise
        now = read(sorted(base))
        changed = [name for name in sorted(base) if name in values and sorted(now[name]) != sorted(base[name])]
        if changed:
            raise ZimbraError(
                f"{about}: {', '.join(changed)} was changed by somebody else while this run was at work, so it was left alone; run again"
            ) from fault
        # It is as it was: the attribute takes no single values, or the new value is refused, which this one shows.
        send(whole(values))
