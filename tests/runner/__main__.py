# Copyright (c) 2026, the teammail.zimbra contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Run sessions of nox as legs of one test run, two at a time, and close with one summary.

``python -m runner test|check-all|lint [LEG ...]``. The last lines name each leg with its seconds; then a line of its own says
``N passed, N failed`` (and ``, N skipped`` where something could not be run). The status is 0 only if nothing failed.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import NamedTuple

from playground.environment import CACHE, ROOT

from runner.counts import Counts, counted, total

PLACE = "TEAMMAIL_PLACE"  # the variable that gives the log and the reports of a session another name than its own
AT_A_TIME = 2
CORES = ("2.17", "2.18", "2.19", "2.20", "2.21")
EVERY_CORE = [f"{kind}-{core}" for core in CORES for kind in ("sanity", "units", "integration", "playbooks")]
QUICK_LINT = ["mypy", "docs-lint", "license-check", "yamllint", "ruff", "changelog", "lists", "extra-checks"]
# Longest first, so that two at a time end together.
TEST = ["sanity", "unit", "ansible-lint", "e2e", "demo", "integration", "conformance", *QUICK_LINT]
# What takes long and seldom fails alone.
THOROUGH = ["e2e-thorough", "importer", "molecule", "docs"]
PLANS = {"test": TEST, "lint": ["ansible-lint", *QUICK_LINT], "check-all": TEST + THOROUGH + EVERY_CORE}


class Result(NamedTuple):
    """What became of a leg; words: what nox says of it."""

    leg: str
    counts: Counts
    seconds: float
    words: str = ""

    def __str__(self) -> str:
        state = "FAIL" if self.counts.failed else "ok" if self.counts.passed else "skip"
        words = f"  ({self.words})" if self.words else ""
        return f"{state:4}  {self.leg:20} {self.seconds:6.1f} s  {self.counts}{words}"


def run(leg: str, session: str = "", *words: str, **env: str) -> Result:
    """Run a session of nox, that of the leg's name if no other is named; print its line, and its whole output if it failed."""
    began, session, place = time.monotonic(), session or leg, env.get(PLACE, leg)
    log, reports, report = CACHE / f"logs/{place}.txt", CACHE / f"reports/{place}", CACHE / f"reports/{place}.nox.json"
    for path in (log, report):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.unlink(missing_ok=True)
    nox = [sys.executable, "-m", "nox", "--no-error-on-missing-interpreters", "--report", str(report), "-s", session]
    env = {**os.environ, "PYTHONUNBUFFERED": "1", PLACE: place, **env}
    with log.open("w") as file:
        subprocess.run([*nox, "--", *words], cwd=ROOT, env=env, stdin=subprocess.DEVNULL, stdout=file, stderr=file)
    # Without a report, nox could not even begin.
    said = json.loads(report.read_text())["sessions"][0] if report.exists() else {"result": "failed"}
    text = log.read_text(errors="replace")
    counts = counted(session, said["result"], reports, text)
    result = Result(leg, counts, time.monotonic() - began, said.get("reason") or "")
    print(result, f"----- {log}\n{text}----- end of {leg}\n" if counts.failed else "", sep="\n", end="", flush=True)
    return result


def run_all(legs: Sequence[Callable[[], Result]]) -> list[Result]:
    """Run legs side by side; an interrupted run begins no further one."""
    with ThreadPoolExecutor(AT_A_TIME) as pool:
        waiting = [pool.submit(leg) for leg in legs]
        try:
            return [future.result() for future in waiting]
        finally:
            pool.shutdown(cancel_futures=True)


def chosen(legs: Sequence[str], args: Sequence[str]) -> list[str]:
    """The legs that the arguments name, one by its name or all with that word before the dash; ``--list`` tells the names."""
    if "--list" in args:
        print(*legs, sep="\n")
        sys.exit()
    meant = {
        word: [leg for leg in legs if leg == word] or [leg for leg in legs if leg.startswith(f"{word}-")]
        for word in args
    }
    if unknown := [word for word in args if not meant[word]]:
        sys.exit(f"no such leg: {', '.join(unknown)}; --list names them")
    return [leg for leg in legs if not args or any(leg in found for found in meant.values())]


def summary(what: str, results: Sequence[Result], began: float) -> Counts:
    """Print what became of each leg and, as the last line, of all; returns the latter."""
    counts = total(result.counts for result in results)
    print(f"\nmake {what}, {time.monotonic() - began:.0f} s:", *results, "", counts, sep="\n", flush=True)
    return counts


def main(what: str, *args: str) -> int:
    began = time.monotonic()
    results = run_all([partial(run, leg) for leg in chosen(PLANS[what], args)])
    return 1 if summary(what, results, began).failed else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
