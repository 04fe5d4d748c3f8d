# Copyright (c) 2026, the teammail.zimbra contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""``python -m awx``: the tests against a real AWX; the last line is ``N passed, N failed``."""

from __future__ import annotations

import sys

import pytest
from playground.environment import CACHE, ROOT


class Count:
    """Cases by their outcome; one that could not even begin counts as failed."""

    def __init__(self) -> None:
        self.outcomes = {"passed": 0, "failed": 0, "skipped": 0}

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.when == "call" or (report.when == "setup" and not report.passed):
            self.outcomes[report.outcome] += 1
        elif report.when == "teardown" and report.failed:
            self.outcomes["failed"] += 1


def main(args: list[str]) -> int:
    count = Count()
    options = ["-v", "--tb=short", "--durations=10", "-p", "no:xdist", "-o", f"cache_dir={CACHE / 'pytest-awx'}"]
    status = pytest.main(
        [*options, *args, *([] if any(not arg.startswith("-") for arg in args) else [str(ROOT / "tests/awx")])],
        plugins=[count],
    )
    skipped = f", {count.outcomes['skipped']} skipped" if count.outcomes["skipped"] else ""
    print(f"{count.outcomes['passed']} passed, {count.outcomes['failed']} failed{skipped}", flush=True)
    return int(status)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
