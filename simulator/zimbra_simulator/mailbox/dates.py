# Copyright (c) 2026, the teammail.zimbra contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Dates of the search language: text to a range of time (zimbra-soap-mail.md 5.1)."""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass, field
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

Range = tuple["int | None", "int | None"]  # milliseconds: from (inclusive), to (exclusive); None is open
_RELATIVE = re.compile(r"([+-])([0-9]+)([mhdwy]|mi|minutes?|hours?|days?|weeks?|months?|years?)?")
_UNITS = {"mi": "minute", "m": "month", "h": "hour", "d": "day", "w": "week", "y": "year"}
# the order and the separator of short dates; what is not here is written as in the root locale
_SHORT = {
    "en_US": "m/d/y", "en": "d/m/y", "de": "d.m.y", "fr": "d/m/y", "es": "d/m/y", "it": "d/m/y", "pt": "d/m/y",
    "nl": "d-m-y", "sv": "y-m-d", "pl": "d.m.y", "ru": "d.m.y", "cs": "d.m.y", "fi": "d.m.y", "tr": "d.m.y", "ja": "y/m/d",
    "zh": "y/m/d",
}  # fmt: skip
_FALLBACK = "m/d/y"


@dataclass(frozen=True)
class Clock:
    """When, where and in which language a search is made."""

    now_ms: int = field(default_factory=lambda: int(datetime.datetime.now().timestamp() * 1000))
    zone: datetime.tzinfo | None = None  # None: the machine's own
    locale: str = "en_US"

    @classmethod
    def of(cls, now_ms: int, zone: str | None, locale: str | None) -> Clock:
        try:
            found = ZoneInfo(zone) if zone else None
        except (ZoneInfoNotFoundError, ValueError):
            found = None
        return cls(now_ms, found, locale or "en_US")

    def now(self) -> datetime.datetime:
        return datetime.datetime.fromtimestamp(self.now_ms / 1000, self.zone)

    def milliseconds(self, moment: datetime.datetime) -> int:
        return int(moment.timestamp() * 1000)


def moments(kind: str, text: str, clock: Clock) -> Range:
    """The range that ``kind:text`` means; ValueError for what is no date, OverflowError for a number beyond all time."""
    text = text.removesuffix(",")
    comparison = re.match(r"[<>]=?", text)
    sign = comparison.group() if comparison else ""
    if sign and kind in ("before", "after"):
        raise ValueError(text)
    begin, end = _span(kind, text[len(sign) :], clock)
    sign = sign or {"before": "<", "after": ">"}.get(kind, "")
    return {"<": (None, begin), "<=": (None, end), ">": (end, None), ">=": (begin, None)}.get(sign, (begin, end))


def _span(kind: str, text: str, clock: Clock) -> tuple[int, int]:
    unit = kind if kind in ("week", "month", "year") else "day"
    text = {"today": "-0d", "yesterday": "-1d"}.get(text.lower(), text)
    if re.fullmatch("[0-9]+", text):
        if int(text) >= 2**63:
            raise OverflowError(text)
        return int(text), int(text) + 1000
    relative = _RELATIVE.fullmatch(text)
    if relative:
        word = relative.group(3)
        if word:
            unit = _UNITS["mi" if word.startswith("mi") else word[0]]
        count = int(relative.group(1) + relative.group(2))
        begin = _later(_start(clock.now(), unit), unit, count)
    else:
        begin = _absolute(text, clock)
    return clock.milliseconds(begin), clock.milliseconds(_later(begin, unit, 1))


def _start(moment: datetime.datetime, unit: str) -> datetime.datetime:
    """The beginning of the unit around a moment; weeks begin on Sunday."""
    moment = moment.replace(second=0, microsecond=0)
    if unit == "minute":
        return moment
    moment = moment.replace(minute=0)
    if unit == "hour":
        return moment
    moment = moment.replace(hour=0)
    if unit == "week":
        return moment - datetime.timedelta(days=moment.isoweekday() % 7)
    if unit in ("month", "year"):
        moment = moment.replace(day=1)
    return moment.replace(month=1) if unit == "year" else moment


def _later(moment: datetime.datetime, unit: str, count: int) -> datetime.datetime:
    if unit in ("month", "year"):
        months = moment.year * 12 + moment.month - 1 + count * (12 if unit == "year" else 1)
        year, month = divmod(months, 12)
        first = datetime.date(year + (month == 11), (month + 1) % 12 + 1, 1)
        last = (first - datetime.timedelta(days=1)).day
        return moment.replace(year=year, month=month + 1, day=min(moment.day, last))
    return moment + datetime.timedelta(**{unit + "s": count})


def _absolute(text: str, clock: Clock) -> datetime.datetime:
    """A short date of the locale, else of American English; what stands behind it does not matter."""
    language = clock.locale.partition("_")[0]
    own = _SHORT.get(clock.locale) or _SHORT.get(language) or "y-m-d"
    for pattern in (own,) if language == "en" else (own, _FALLBACK):
        separator = re.escape(pattern[1])
        match = re.match(separator.join(["([0-9]+)"] * 3), text)
        if match is None:
            continue
        values = dict(zip(pattern[::2], match.groups(), strict=True))
        year = int(values["y"])
        if len(values["y"]) == 2:  # the hundred years from eighty years ago
            oldest = clock.now().year - 80
            year += oldest - oldest % 100
            year += 100 * (year < oldest)
        try:
            return datetime.datetime(year, int(values["m"]), int(values["d"]), tzinfo=clock.zone)
        except ValueError:
            continue
    raise ValueError(text)
