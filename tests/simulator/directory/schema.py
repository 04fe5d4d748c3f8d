# Copyright (c) 2026, the teammail.zimbra contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What attributes there are, and which values they take (zimbra-soap-admin.md 8)."""

from __future__ import annotations

import re
from dataclasses import dataclass

from simulator.directory.addresses import is_address
from simulator.directory.attributes import TABLE
from simulator.wire.faults import invalid_attr_value

_CLASS_OF_KIND = {
    "account": "A", "calresource": "R", "cos": "C", "list": "L", "group": "G", "domain": "D", "identity": "I",
}  # fmt: skip
_DURATION = re.compile(r"[0-9]+(ms|[dhms])?")
_UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.I)
_TIME = re.compile(r"[0-9]{14}(\.[0-9]{1,3})?Z")
_WHOLE = re.compile(r"[+-]?[0-9]+")
_DURATION_HINT = (
    "Must be in valid duration format: {digits}{time-unit}.  digits: 0-9, time-unit: [hmsd]|ms.  h - hours, "
    "m - minutes, s - seconds, d - days, ms - milliseconds.  If time unit is not specified, the default is s(seconds)."
)
_UNITS = {"": 1000, "s": 1000, "ms": 1, "m": 60_000, "h": 3_600_000, "d": 86_400_000}
_MAX = {"int": 2**31 - 1, "long": 2**63 - 1}


@dataclass(frozen=True)
class Attribute:
    """One line of the table; ``limits`` is what stands behind the colon of the type."""

    name: str
    type: str
    limits: tuple[str, ...]
    flags: str
    classes: str
    default: str | None

    @property
    def multiple(self) -> bool:
        return "m" in self.flags

    @property
    def immutable(self) -> bool:
        return "i" in self.flags

    def on(self, kind: str) -> bool:
        """Whether entries of a kind may have it."""
        letter = _CLASS_OF_KIND.get(kind, "N")
        return letter in self.classes or (letter == "R" and "A" in self.classes)

    def check(self, value: str) -> None:
        """account.INVALID_ATTR_VALUE when the value is not of the type; the empty one always is."""
        if value:
            wrong = getattr(self, "_check_" + self.type)(value)
            if wrong:
                raise invalid_attr_value(f"{self.name} {wrong}")

    def _check_bool(self, value: str) -> str | None:
        return None if value in ("TRUE", "FALSE") else "must be TRUE or FALSE"

    def _check_enum(self, value: str) -> str | None:
        return None if value in self.limits else "must be one of: " + ",".join(self.limits)

    def _check_int(self, value: str) -> str | None:
        if not _WHOLE.fullmatch(value):
            return f"must be a valid {'integer' if self.type == 'int' else 'long'}: {value}"
        low = int(self.limits[0]) if self.limits else -_MAX[self.type] - 1
        high = int(self.limits[1]) if len(self.limits) > 1 else _MAX[self.type]
        if int(value) < low:
            return f"value({value}) smaller than minimum allowed: {low}"
        if int(value) > high:
            return f"value({value}) larger than max allowed: {high}"
        return None

    _check_long = _check_int

    def _check_duration(self, value: str) -> str | None:
        return None if _DURATION.fullmatch(value) else _DURATION_HINT

    def _check_email(self, value: str) -> str | None:
        if "@" not in value:
            raise invalid_attr_value(f"address '{value}' does not include domain")
        return None if is_address(value) else "must be a valid email address"

    def _check_emailp(self, value: str) -> str | None:
        inner = re.fullmatch(r".*<([^<>]+)>\s*", value)
        return self._check_email(inner.group(1) if inner else value)

    def _check_emails(self, value: str) -> str | None:
        return next((wrong for part in value.split(",") if (wrong := self._check_emailp(part.strip()))), None)

    def _check_id(self, value: str) -> str | None:
        return None if _UUID.fullmatch(value) else "must be a valid id"

    def _check_time(self, value: str) -> str | None:
        if _TIME.fullmatch(value):
            return None
        return "must be a valid generalized time: yyyyMMddHHmmssZ or yyyyMMddHHmmss.SSSZ"

    def _check_str(self, value: str) -> str | None:
        if self.limits and len(value) > int(self.limits[0]):
            return f"value length({len(value)}) larger than max allowed: {self.limits[0]}"
        return None


def _read(line: str) -> Attribute:
    head, has_default, default = line.partition(" =")
    name, kind, flags, classes = head.split()
    base, _, limits = kind.partition(":")
    return Attribute(
        name, base, tuple(re.split("[,:]", limits)) if limits else (), flags, classes, default if has_default else None
    )


ATTRIBUTES = {a.name: a for a in map(_read, filter(None, TABLE.splitlines()))}
_BY_LOWER = {name.lower(): a for name, a in ATTRIBUTES.items()}


def lookup(name: str) -> Attribute | None:
    """An attribute by name in any case."""
    return _BY_LOWER.get(name.lower())


def inherits(name: str) -> bool:
    """Whether accounts take the attribute from their class of service."""
    found = ATTRIBUTES.get(name)
    return found is not None and {"A", "C"} <= set(found.classes) and "N" not in found.classes


def cos_defaults() -> dict[str, list[str]]:
    """The attributes of the default class of service."""
    return {a.name: [a.default] for a in ATTRIBUTES.values() if a.default is not None}


def duration_ms(value: str | None, default: int) -> int:
    """A duration attribute in milliseconds."""
    match = re.fullmatch(r"([0-9]+)(ms|[dhms])?", value or "")
    return int(match.group(1)) * _UNITS[match.group(2) or ""] if match else default
