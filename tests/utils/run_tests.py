# Copyright (c) 2026, the teammail.zimbra contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Run the legs of the test run, two at a time, and close with one summary.

``python -m utils.run_tests test|check-all|lint|server [LEG ...]``. The last lines name each leg with its seconds; then a line of
its own says ``N passed, N failed`` (and ``, N skipped`` where something could not be run). The status is 0 only if nothing
failed.
"""

from __future__ import annotations

import argparse
import os
import sys
import time
import traceback
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass
from pathlib import Path

from playground.given import Grounds, Unusable, coordinates

from utils import server_legs
from utils.bench import CommandFailed, Counts, Leg, Skip, bench, end_all
from utils.environment import build_tree
from utils.legs import plan

AT_A_TIME = 2


@dataclass(frozen=True)
class Result:
    """What became of a leg."""

    leg: str
    counts: Counts
    seconds: float
    words: str
    log: Path
    parts: dict[str, Counts]
    reasons: list[str]

    @property
    def state(self) -> str:
        if self.counts.failed:
            return "FAIL"
        return "ok" if self.counts.passed else "skip"

    def line(self) -> str:
        counts = f"{self.counts.passed} passed, {self.counts.failed} failed"
        if self.counts.skipped:
            counts += f", {self.counts.skipped} skipped"
        text = f"{self.state:4}  {self.leg:16} {self.seconds:6.1f} s  {counts}"
        return f"{text}  ({self.words})" if self.words else text


def run(leg: Leg) -> Result:
    """Run one leg; whatever goes wrong in it is its failure, told in its log."""
    began = time.monotonic()
    with bench(leg.place or leg.name) as on:
        words: list[str] = []
        try:
            counts = leg.work(on) or Counts(passed=1)
        except Skip as reason:
            counts, words = Counts(skipped=1), [str(reason)]
        except CommandFailed as failure:
            counts, words = Counts(failed=1), [str(failure)]
        except Exception as error:  # noqa: BLE001  a fault of the runner or of a tool counts as a failed leg
            counts, words = Counts(failed=1), [f"{type(error).__name__}: {error}"]
            on.say(traceback.format_exc())
        seconds = time.monotonic() - began
        parts = on.parts or {leg.name: counts}
        return Result(
            leg.name, counts, seconds, "; ".join(words + on.notes), Path(on.log.name), parts, words + on.reasons
        )


def show_log(result: Result) -> None:
    print(f"\n----- {result.leg}: {result.log}")
    print(result.log.read_text(encoding="utf-8", errors="replace").rstrip())
    print(f"----- end of {result.leg}\n", flush=True)


def run_all(legs: list[Leg]) -> list[Result]:
    """Run the legs, print each as it ends, and the output of those that failed."""
    results = []
    with ThreadPoolExecutor(AT_A_TIME) as pool:
        waiting = [pool.submit(run, leg) for leg in legs]
        try:
            for future in as_completed(waiting):
                result = future.result()
                results.append(result)
                print(result.line(), flush=True)
                if result.counts.failed:
                    show_log(result)
        except KeyboardInterrupt:
            for future in waiting:
                future.cancel()
            end_all()
            raise
    order = [leg.name for leg in legs]
    return sorted(results, key=lambda result: order.index(result.leg))


def main(args: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="run_tests", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("what", choices=("test", "check-all", "lint", "server"))
    parser.add_argument("leg", nargs="*", help="only these legs")
    parser.add_argument("--list", action="store_true", help="name the legs and end")
    options = parser.parse_args(args)
    # Somebody's own server must not steer tests that were not told to use it.
    told = {name: os.environ.pop(name) for name in list(os.environ) if name.startswith("ZIMBRA_")}
    grounds = None
    if options.what == "server" and not options.list:
        try:
            grounds = Grounds(coordinates(told))
        except Unusable as reason:
            print(reason, file=sys.stderr)
            return 2
    legs = server_legs.plan(grounds) if options.what == "server" else plan(options.what)
    unknown = set(options.leg) - {name for leg in legs for name in (leg.name, leg.kind)}
    if unknown:
        parser.error(f"no such leg: {', '.join(sorted(unknown))}")
    legs = [leg for leg in legs if not options.leg or {leg.name, leg.kind} & set(options.leg)]
    if options.list:
        print("\n".join(leg.name for leg in legs))
        return 0
    build_tree()
    began = time.monotonic()
    if grounds:
        try:
            with grounds:
                results = run_all(legs)
        except Unusable as reason:
            print(reason, file=sys.stderr)
            return 2
    else:
        results = run_all(legs)
    seconds = time.monotonic() - began
    total = Counts()
    print(f"\nmake {'test-server' if grounds else options.what}, {seconds:.0f} s:")
    for result in results:
        total.add(result.counts)
        print(result.line())
    if grounds:
        print(f"\nThe table of targets and test modules: {server_legs.write_table(results, seconds)}")
    print()
    skipped = f", {total.skipped} skipped" if total.skipped else ""
    print(f"{total.passed} passed, {total.failed} failed{skipped}", flush=True)
    if grounds and grounds.left:
        print(grounds.left, file=sys.stderr)
    return 1 if total.failed or (grounds and grounds.left) else 0


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        sys.exit(130)
