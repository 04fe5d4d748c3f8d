# Copyright (c) 2026, the teammail.zimbra contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Dates and times: as people write them into options, as Zimbra stores them, and as results show them (ISO 8601 in UTC)."""

from __future__ import annotations

import re
import typing as t
from datetime import datetime, timedelta, timezone

from .errors import InputError

# milliseconds of a unit, and what the end of a duration is rounded up to: two runs of one day come to the same end
UNITS = {"m": (60000, 60000), "h": (3600000, 3600000), "d": (86400000, 86400000), "w": (7 * 86400000, 86400000)}
EPOCH = datetime(1970, 1, 1, tzinfo=timezone.utc)
GENERALIZED = re.compile(r"^(\d{14})(\.\d+)?Z$")


class Expiry(t.NamedTuple):
    """until: ms since 1970, 0 = never; lasting: a duration was given, so what ends earlier will do."""

    until: int
    lasting: bool

    def settle(self, present: int, now: int) -> int:
        """The expiry that a grant gets, of the one it has: a duration does not prolong a grant in every run."""
        return present if self.lasting and now < present <= self.until else self.until


def parse_expiry(option: str, value: t.Any, now: int) -> t.Optional[Expiry]:
    """A date, a time or a duration as milliseconds; None where none is given, 0 for never."""
    if value is None:
        return None
    text = str(value).strip()
    if text.lower() in ("", "never"):
        return Expiry(0, False)
    lasting = re.match(r"^(\d+)([mhdw])$", text)
    try:
        if lasting:
            length, step = UNITS[lasting.group(2)]
            end = -(-(now + int(lasting.group(1)) * length) // step) * step
            show_expiry(end)  # raises what lies beyond the calendar
            return Expiry(end, True)
        moment = _point_in_time(text)
    except (ValueError, OverflowError) as err:
        raise InputError(
            "%s is %r; write a date such as 2027-01-31, a time such as 2027-01-31T18:00:00Z, a duration such as 30d (m, h, d, w), or never"
            % (option, value)
        ) from err
    return Expiry((moment - EPOCH) // timedelta(milliseconds=1), False)


def _point_in_time(text: str) -> datetime:
    iso = re.match(r"^(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d)(:\d\d)?(\.\d{1,6})?(Z|[+-]\d\d:?\d\d)?)?$", text)
    if not iso:
        raise ValueError(text)
    day, clock, seconds, fraction, zone = iso.groups()
    zone = "+0000" if zone in (None, "Z") else zone.replace(":", "")
    written = f"{day} {clock or '00:00'}{seconds or ':00'}{fraction or '.0'} {zone}"
    return datetime.strptime(written, "%Y-%m-%d %H:%M:%S.%f %z")


def show_expiry(until: int) -> t.Optional[str]:
    """Milliseconds in the form that the option takes."""
    if not until:
        return None
    moment = EPOCH + timedelta(milliseconds=until)
    text = moment.strftime("%Y-%m-%dT%H:%M:%S")
    return text + (".%03d" % (until % 1000) if until % 1000 else "") + "Z"


def generalized_time(option: str, value: str) -> str:
    """A date or time of the user as Zimbra's GeneralizedTime in UTC; a date alone is its first or last second."""
    text = value.strip()
    if not text:
        return ""
    if GENERALIZED.match(text):
        return text[:14] + "Z"
    whole_day = re.match(r"^\d{4}-\d{2}-\d{2}$", text)
    try:
        if whole_day:
            time = datetime.strptime(
                text + (" 23:59:59" if option.endswith("until") else " 00:00:00"), "%Y-%m-%d %H:%M:%S"
            )
        else:
            time = datetime.fromisoformat(re.sub(r"[zZ]$", "+00:00", text))
    except ValueError as err:
        raise InputError(
            f"{option} is {value!r}, which is no date or time; write it as 2026-12-24 or 2026-12-24T08:00:00+01:00"
        ) from err
    if time.tzinfo is None:
        time = time.replace(tzinfo=timezone.utc)
    return time.astimezone(timezone.utc).strftime("%Y%m%d%H%M%SZ")


def show_generalized_time(generalized: t.Optional[str]) -> t.Optional[str]:
    """GeneralizedTime in ISO 8601; anything else as it is."""
    found = GENERALIZED.match(generalized or "")
    return datetime.strptime(found.group(1), "%Y%m%d%H%M%S").strftime("%Y-%m-%dT%H:%M:%SZ") if found else generalized


def show_milliseconds(milliseconds: t.Optional[str]) -> t.Optional[str]:
    """A time of the server in ISO 8601, UTC."""
    if not milliseconds:
        return None
    return datetime.fromtimestamp(int(milliseconds) // 1000, timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")
