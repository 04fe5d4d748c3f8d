# Copyright (c) 2026, the teammail.zimbra contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What attributes there are, and which values they take (zimbra-soap-admin.md 8).

The facts are in a table that is made of the server's own definitions. The plugins have the same table; what is made of it is
not shared.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from zimbra_simulator.directory.attribute_table import OTHERS, TABLE
from zimbra_simulator.wire.faults import failure, invalid_attr_value, invalid_request

_HERE = Path(__file__).resolve().parent
_CLASS_OF_KIND = {
    "account": "A", "calresource": "R", "cos": "C", "list": "L", "group": "G", "domain": "D", "identity": "I",
}  # fmt: skip
_DURATION = re.compile(r"[0-9]+(ms|[dhms])?")
_UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.I)
_TIME = re.compile(r"[0-9]{14}(\.[0-9]{1,3})?[zZ]")
_DURATION_HINT = (
    "Must be in valid duration format: {digits}{time-unit}.  digits: 0-9, time-unit: [hmsd]|ms.  h - hours, "
    "m - minutes, s - seconds, d - days, ms - milliseconds.  If time unit is not specified, the default is s(seconds)."
)
_UNITS = {"": 1000, "s": 1000, "ms": 1, "m": 60_000, "h": 3_600_000, "d": 86_400_000}
_MAX = {"int": 2**31 - 1, "long": 2**63 - 1}
_DAYS = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
_ADDRESS_TYPES = ("email", "emailp", "emails")
_OBJECT_CLASSES = {
    "inetOrgPerson",
    "organizationalPerson",
    "person",
    "top",
    "amavisAccount",
    "organization",
    "dcObject",
}


@dataclass(frozen=True)
class Attribute:
    """One line of the table; ``limits`` is what stands behind the colon of the type."""

    name: str
    type: str
    limits: str
    flags: str
    classes: str

    @property
    def multiple(self) -> bool:
        return "m" in self.flags

    @property
    def immutable(self) -> bool:
        return "i" in self.flags

    @property
    def foreign(self) -> bool:
        """Known to the directory, but not to Zimbra."""
        return "l" in self.flags

    @cached_property
    def allowed(self) -> tuple[str, ...]:
        """The values of an enumeration."""
        return tuple(self.limits.partition(";")[0].split(","))

    def on(self, kind: str) -> bool:
        """Whether entries of a kind may have it."""
        return self._in(kind, self.classes.upper())

    def declared_on(self, kind: str) -> bool:
        """Whether Zimbra's own definitions say so, and not the directory alone."""
        return self._in(kind, self.classes)

    @staticmethod
    def _in(kind: str, classes: str) -> bool:
        letter = _CLASS_OF_KIND.get(kind)
        return letter is None or letter in classes or (letter == "R" and "A" in classes)

    # ------------------------------------------------------------- what Zimbra checks

    def check(self, value: str) -> None:
        """account.INVALID_ATTR_VALUE or service.INVALID_REQUEST when Zimbra refuses the value; the empty one is taken always."""
        if not value or self.foreign:
            return
        checker = getattr(self, "_check_" + self.type, self._check_text)
        wrong = checker(value)
        if wrong:
            raise invalid_attr_value(f"{self.name} {wrong}")
        if "e" in self.flags:
            self._check_email(value)
        if "p" in self.flags and duration_ms(value, 1) <= 0:
            raise invalid_request(f"cannot set {self.name} less than or equal to 0")

    def _check_bool(self, value: str) -> str | None:
        return None if value in ("TRUE", "FALSE") else "must be TRUE or FALSE"

    def _check_enum(self, value: str) -> str | None:
        return None if value in self.allowed else "must be one of: " + ",".join(self.allowed)

    def _check_int(self, value: str) -> str | None:
        word = "integer" if self.type == "int" else "long"
        bound = _MAX[self.type]
        if not re.fullmatch(r"[+-]?\d{1,30}", value) or not -bound - 1 <= int(value) <= bound:
            return f"must be a valid {word}: {value}"
        low, _, high = self.limits.partition(":")
        if low and int(value) < int(low):
            return f"value({int(value)}) smaller than minimum allowed: {low}"
        if high and int(value) > int(high):
            return f"value({int(value)}) larger than max allowed: {high}"
        return None

    _check_long = _check_int

    def _check_port(self, value: str) -> str | None:
        fits = re.fullmatch(r"[+-]?\d{1,10}", value) and 0 <= int(value) <= 65535
        return None if fits else f"must be a valid port: {value}"

    def _check_duration(self, value: str) -> str | None:
        if not _DURATION.fullmatch(value):
            return _DURATION_HINT
        digits = value.rstrip("dhms")
        if int(digits) > _MAX["long"]:
            raise failure(f'java.lang.NumberFormatException: For input string: "{digits}"')
        return None

    def _check_time(self, value: str) -> str | None:
        if _TIME.fullmatch(value):
            return None
        return "must be a valid generalized time: yyyyMMddHHmmssZ or yyyyMMddHHmmss.SSSZ"

    def _check_id(self, value: str) -> str | None:
        return None if _UUID.fullmatch(value) else "must be a valid id"

    def _check_email(self, value: str) -> str | None:
        return self._check_text(value) or self._address(value, personal=False)

    def _check_emailp(self, value: str) -> str | None:
        return self._check_text(value) or self._address(value, personal=True)

    def _check_emails(self, value: str) -> str | None:
        for part in self.stored(value).split(","):
            self._address(part, personal=True)
        return self._check_text(value)

    @staticmethod
    def _address(value: str, *, personal: bool) -> None:
        if "@" not in value:
            raise invalid_attr_value(f"address '{value}' does not include domain")
        named = re.fullmatch(r"\s*[^<>]+<[^<>]*>\s*", value)
        if (named and not personal) or (not named and re.search("[,;]", value)):
            raise invalid_attr_value(f"invalid email address: {value}")

    def _check_regex(self, value: str) -> str | None:
        return None if re.fullmatch(self.limits, value) else f"must match the regex: {self.limits}"

    def _check_text(self, value: str) -> str | None:
        """A text, in UTF-16 units, as Java counts."""
        size = len(value.encode("utf-16-le")) // 2
        if self.limits.isdigit() and size > int(self.limits):
            return f"value length({size}) larger than max allowed: {self.limits}"
        return None

    # ------------------------------------------------------------- what the directory checks

    def stored(self, value: str) -> str:
        """A value as it is kept: the parts of a list of addresses are joined anew."""
        if self.type != "emails":
            return value
        parts = [part.strip() for part in value.rstrip(",").split(",")]
        return ", ".join(re.sub(r'^([^"<>]*[^"<> ]) *<', r'"\1" <', part) for part in parts)

    def fits(self, value: str) -> bool:
        """Whether the directory's own syntax allows the value."""
        if self.type in ("int", "long", "port"):
            return re.fullmatch(r"0|-?[1-9][0-9]*", value) is not None
        if self.type == "time":
            return _exists(value)
        if self.type in _ADDRESS_TYPES:
            return value.rpartition("@")[0].isascii()
        pattern = _SYNTAX.get(self.type)
        if self.type == "oid":
            return value.startswith("zimbra") or value in _OBJECT_CLASSES
        return pattern is None or re.fullmatch(pattern, value) is not None

    def key(self, value: str) -> str:
        """Values with the same key are one to the directory."""
        if self.type in ("octets", "cert"):
            return value
        text = " ".join(value.split())
        if self.type == "printable":
            text = text.replace(" ", "").replace("-", "")
        return text if self.type == "cstr" else text.lower()


_SYNTAX = {
    "astr": r"[\x00-\x7f]*",
    "printable": r"[A-Za-z0-9 '()+,\-.=/:?$]+",
    "numeric": r"[0-9 ]+",
    "country": r"[A-Za-z]{2}",
    "dn": r"[A-Za-z][A-Za-z0-9\-]* *=.*",
    "delivery": r"(any|mhs|physical|telex|teletex|g3fax|g4fax|ia5|videotex|telephone)( *\$ *\w+)*",
    "none": r"(?!)",
    "cert": r"MI[A-Za-z0-9+/=\s]+",
}


def _exists(value: str) -> bool:
    """Whether a generalized time is one of the calendar; a minute may have a 61st second."""
    year, month, day, hour, minute, second = (
        int(value[a:b]) for a, b in zip((0, 4, 6, 8, 10, 12), (4, 6, 8, 10, 12, 14))
    )
    leap = year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
    last = 28 if month == 2 and not leap else _DAYS[month - 1] if 1 <= month <= 12 else 0
    return 1 <= day <= last and hour < 24 and minute < 60 and second <= 60 and value.endswith("Z")


def _read(line: str) -> Attribute:
    name, kind, flags, classes, *_since = line.split(" ")
    base, _, limits = kind.partition(":")
    return Attribute(name, base, limits, flags.strip("-"), classes.strip("-"))


ATTRIBUTES = {a.name: a for a in map(_read, filter(None, TABLE.splitlines()))}
ATTRIBUTES.update({name: Attribute(name, "str", "", "m", "") for name in OTHERS.split()})
_BY_LOWER = {name.lower(): a for name, a in ATTRIBUTES.items()}


def lookup(name: str) -> Attribute | None:
    """An attribute by name in any case."""
    return _BY_LOWER.get(name.lower())


def inherits(name: str) -> bool:
    """Whether accounts take the attribute from their class of service."""
    found = ATTRIBUTES.get(name)
    return found is not None and "h" in found.flags


def cos_defaults() -> dict[str, list[str]]:
    """The attributes of the default class of service."""
    found: dict[str, list[str]] = {}
    for line in (_HERE / "cos_defaults.txt").read_text(encoding="utf-8").splitlines():
        name, blank, value = line.partition(" ")
        if blank and name != "#":
            found.setdefault(name, []).append(value.replace("\\n", "\n"))
    return found


def duration_ms(value: str | None, default: int) -> int:
    """A duration attribute in milliseconds."""
    match = re.fullmatch(r"([0-9]+)(ms|[dhms])?", value or "")
    return int(match.group(1)) * _UNITS[match.group(2) or ""] if match else default
