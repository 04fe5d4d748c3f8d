# Copyright (c) 2026, the teammail.zimbra contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""LDAP search filters (RFC 4515) over the attributes of an entry."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

Attrs = dict[str, list[str]]


class BadFilter(ValueError):
    """The text is no filter."""


@dataclass
class Filter:
    """One node: op is & | ! = (with wildcards), >=, <=, ~=; ``value`` None means presence."""

    op: str
    parts: list[Filter] = field(default_factory=list)
    name: str = ""
    pattern: re.Pattern[str] | None = None
    value: str = ""

    def matches(self, attrs: Attrs) -> bool:
        """Whether an entry with these attributes is meant; names and values compare without regard to case."""
        return self._matches({name.lower(): values for name, values in attrs.items()})

    def _matches(self, attrs: Attrs) -> bool:
        if self.op == "&":
            return all(part._matches(attrs) for part in self.parts)
        if self.op == "|":
            return any(part._matches(attrs) for part in self.parts)
        if self.op == "!":
            return not self.parts[0]._matches(attrs)
        values = attrs.get(self.name, [])
        if self.pattern is not None:
            return any(self.pattern.fullmatch(v.lower()) for v in values)
        return any(_ordered(v, self.value, self.op) for v in values)


def _ordered(have: str, want: str, op: str) -> bool:
    left, right = (int(have), int(want)) if have.isdigit() and want.isdigit() else (have.lower(), want.lower())
    return left >= right if op == ">=" else left <= right  # type: ignore[operator]


_ITEM = re.compile(r"([A-Za-z][A-Za-z0-9;.-]*)(=|>=|<=|~=)(.*)", re.S)


def parse(text: str) -> Filter:
    """The filter that a text means; BadFilter when it is none."""
    found, rest = _one(text.strip())
    if rest.strip():
        raise BadFilter(f"unexpected text after the filter: {rest}")
    return found


def _one(text: str) -> tuple[Filter, str]:
    if not text.startswith("("):
        raise BadFilter("a filter starts with a parenthesis")
    if text[1:2] in ("&", "|", "!"):
        op, rest, parts = text[1], text[2:].lstrip(), []
        while rest.startswith("("):
            part, rest = _one(rest)
            rest = rest.lstrip()
            parts.append(part)
        if not rest.startswith(")") or (op == "!" and len(parts) != 1):
            raise BadFilter("unbalanced parentheses")
        return Filter(op, parts), rest[1:]
    end = text.find(")")
    inner = text[1:end] if end > 0 else ""
    match = _ITEM.fullmatch(inner)
    if match is None or "(" in inner:
        raise BadFilter(f"not an assertion: {text}")
    return _item(*match.groups()), text[end + 1 :]


def _item(name: str, op: str, raw: str) -> Filter:
    if op in ("=", "~="):
        pieces = [re.escape(unescape(piece).lower()) for piece in raw.split("*")]
        return Filter("=", name=name.lower(), pattern=re.compile(".*".join(pieces), re.S))
    return Filter(op, name=name.lower(), value=unescape(raw))


def unescape(text: str) -> str:
    r"""Resolve \xx escapes, which are bytes of UTF-8."""
    out, i, data = bytearray(), 0, text
    while i < len(data):
        if data[i] == "\\":
            if not re.fullmatch("[0-9A-Fa-f]{2}", data[i + 1 : i + 3]):
                raise BadFilter(f"bad escape in {text}")
            out.append(int(data[i + 1 : i + 3], 16))
            i += 3
        else:
            out += data[i].encode()
            i += 1
    return out.decode("utf-8", "replace")
