# Copyright (c) 2026, the teammail.zimbra contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""How many test cases a session had, by the reports in its folder and by its log."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple
from xml.etree import ElementTree

# Sessions that consist of cases; any other is one case itself.
OF_CASES = ("conformance", "e2e", "integration", "lists", "sanity", "unit")


class Counts(NamedTuple):
    """Test cases."""

    passed: int = 0
    failed: int = 0
    skipped: int = 0

    def __str__(self) -> str:
        return f"{self.passed} passed, {self.failed} failed" + (f", {self.skipped} skipped" if self.skipped else "")


def total(some: Iterable[Counts]) -> Counts:
    return Counts(*map(sum, zip(Counts(), *some)))


def counted(session: str, outcome: str, folder: Path, log: str) -> Counts:
    """The cases of a session that ended as nox says: success, skipped or otherwise. One that tested nothing has failed."""
    if outcome == "skipped":
        return Counts(skipped=1)
    found = [case(element) for file in folder.glob("*.xml") for element in ElementTree.parse(file).iter("testcase")]
    found += [recorded(json.loads(file.read_text(encoding="utf-8"))) for file in folder.glob("*.json")]
    found += targets(log).values() if session.startswith("integration") else []
    counts = total(found)
    if outcome == "success" and counts == Counts() and not session.startswith(OF_CASES):
        return Counts(passed=1)
    good = counts.failed or (outcome == "success" and counts.passed + counts.skipped)
    return counts if good else counts._replace(failed=1)


def case(element: ElementTree.Element) -> Counts:
    """A test case of a JUnit report."""
    inside = {part.tag for part in element}
    failed, skipped = bool(inside & {"failure", "error"}), "skipped" in inside
    return Counts(not (failed or skipped), failed, skipped and not failed)


def recorded(said: dict[str, int] | list[str]) -> Counts:
    """A report of replay.py, or the reasons why cases were left out."""
    return (
        Counts(skipped=len(said)) if isinstance(said, list) else Counts(said["passed"], said["total"] - said["passed"])
    )


def targets(log: str) -> dict[str, Counts]:
    """The integration targets that ansible-test ran, each a case."""
    ran = re.findall(r"^Running (\S+) integration test role", log, re.MULTILINE)
    broken = re.search(r"^FATAL: The \d+ integration test\(s\) listed below .*\n((?:\S+\n)+)", log, re.MULTILINE)
    failed = broken.group(1).split() if broken else []
    return {name: Counts(failed=1) if name in failed else Counts(passed=1) for name in ran}
