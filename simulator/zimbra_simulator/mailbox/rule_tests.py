# Copyright (c) 2026, the teammail.zimbra contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Whether a message fits the tests of a filter rule."""

from __future__ import annotations

import datetime
import fnmatch
import re
from typing import Any

from zimbra_simulator.mailbox.mailbox import Mailbox
from zimbra_simulator.mailbox.mime import Parsed
from zimbra_simulator.mailbox.query import parse_size

Test = dict[str, Any]


def _compare(value: str, comparison: str, wanted: str, sensitive: bool) -> bool:
    if not sensitive:
        value, wanted = value.lower(), wanted.lower()
    if comparison == "contains":
        return wanted in value
    if comparison == "matches":
        pattern = wanted.replace("[", "[[]")
        return fnmatch.fnmatchcase(value, pattern)
    return value == wanted


def _headers(parsed: Parsed, names: str) -> list[str]:
    return [value for name in names.split(",") for value in parsed.headers(name.strip())]


def _header_test(box: Mailbox, parsed: Parsed, attrs: dict[str, str]) -> bool:
    values = _headers(parsed, attrs["header"]) or []
    comparison = attrs.get("stringComparison", "is").lower()
    return any(_compare(v, comparison, attrs["value"], attrs.get("caseSensitive") == "1") for v in values)


def _address_test(box: Mailbox, parsed: Parsed, attrs: dict[str, str]) -> bool:
    kinds = {"from": "f", "to": "t", "cc": "c", "bcc": "b", "reply-to": "r", "sender": "s"}
    wanted = "".join(kinds.get(name.strip().lower(), "") for name in attrs["header"].split(","))
    part = attrs.get("part", "all").lower()
    found = []
    for address in parsed.addresses(wanted or "f"):
        local, _, domain = address.address.partition("@")
        found.append({"localpart": local, "domain": domain}.get(part, address.address))
    comparison = attrs.get("stringComparison", "is").lower()
    return any(_compare(v, comparison, attrs["value"], attrs.get("caseSensitive") == "1") for v in found)


def _header_exists(box: Mailbox, parsed: Parsed, attrs: dict[str, str]) -> bool:
    return parsed.message[attrs.get("header", "")] is not None


def _size_test(box: Mailbox, parsed: Parsed, attrs: dict[str, str]) -> bool:
    size = len(parsed.message.as_bytes())
    try:
        limit = parse_size(attrs.get("s") or "0")[1]
    except (ValueError, IndexError):
        limit = 0
    return size < limit if attrs.get("numberComparison", "over").lower() == "under" else size > limit


def _body_test(box: Mailbox, parsed: Parsed, attrs: dict[str, str]) -> bool:
    text, wanted = parsed.plain, attrs.get("value", "")
    return wanted in text if attrs.get("caseSensitive") == "1" else wanted.lower() in text.lower()


def _date_test(box: Mailbox, parsed: Parsed, attrs: dict[str, str]) -> bool:
    limit = int(attrs.get("d", "0")) * 1000
    sent = parsed.sent or box.world.now_ms()
    return sent < limit if attrs.get("dateComparison", "after").lower() == "before" else sent > limit


def _weekday_test(box: Mailbox, parsed: Parsed, attrs: dict[str, str]) -> bool:
    today = datetime.datetime.fromtimestamp(box.world.now_ms() / 1000).isoweekday() % 7
    return str(today) in re.split(r"[,\s]+", attrs.get("value", ""))


def _time_test(box: Mailbox, parsed: Parsed, attrs: dict[str, str]) -> bool:
    now = datetime.datetime.fromtimestamp(box.world.now_ms() / 1000).strftime("%H%M")
    limit = attrs.get("time", "0000")
    return now < limit if attrs.get("dateComparison", "after").lower() == "before" else now > limit


def _importance_test(box: Mailbox, parsed: Parsed, attrs: dict[str, str]) -> bool:
    mark = (parsed.header("importance") or {"1": "high", "5": "low"}.get(parsed.header("x-priority")[:1], "")).lower()
    return (mark or "normal") == attrs.get("imp", "high").lower()


def _bulk_test(box: Mailbox, parsed: Parsed, attrs: dict[str, str]) -> bool:
    return parsed.header("precedence").lower() in ("bulk", "junk") or bool(parsed.header("list-unsubscribe"))


def _me_test(box: Mailbox, parsed: Parsed, attrs: dict[str, str]) -> bool:
    mine = {a.lower() for a in box.account.addresses}
    kinds = "".join({"to": "t", "cc": "c", "from": "f"}.get(h.strip().lower(), "") for h in attrs["header"].split(","))
    return any(a.address.lower() in mine for a in parsed.addresses(kinds or "tc"))


_TESTS = {
    "headerTest": _header_test,
    "addressTest": _address_test,
    "headerExistsTest": _header_exists,
    "mimeHeaderTest": _header_test,
    "sizeTest": _size_test,
    "bodyTest": _body_test,
    "dateTest": _date_test,
    "currentDayOfWeekTest": _weekday_test,
    "currentTimeTest": _time_test,
    "importanceTest": _importance_test,
    "bulkTest": _bulk_test,
    "meTest": _me_test,
    "attachmentTest": lambda box, parsed, attrs: parsed.has_attachment,
    "listTest": lambda box, parsed, attrs: bool(parsed.header("list-id")),
    "inviteTest": lambda box, parsed, attrs: any(p.type == "text/calendar" for p in parsed.root.leaves()),
    "trueTest": lambda box, parsed, attrs: True,
}


def fits(box: Mailbox, parsed: Parsed, condition: str, tests: list[Test]) -> bool:
    """Whether all or any of the tests hold; a test that nothing is known of holds for no message, and a rule without tests fits all."""
    results = []
    for test in tests:
        check = _TESTS.get(test["type"])
        held = check(box, parsed, test["attrs"]) if check else False
        results.append(held != (test["attrs"].get("negative") in ("1", "true")))
    return any(results) if condition == "anyof" and results else all(results)
