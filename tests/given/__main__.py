# Copyright (c) 2026, the teammail.zimbra contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""``make test-server``: what runs against a server that exists, each part in a domain of its own."""

from __future__ import annotations

import os
import sys
import time
from functools import partial

import requests
from playground.environment import ROOT
from playground.json_client import Refused
from runner.__main__ import PLACE, Result, chosen, run, run_all, summary
from runner.counts import Counts

from given.grounds import Grounds, Unusable, coordinates
from given.table import write_table

MODULES = {f"e2e-{path.stem[5:]}": f"tests/e2e/{path.name}" for path in sorted((ROOT / "tests/e2e").glob("test_*.py"))}


def run_part(grounds: Grounds, name: str) -> Result:
    """Run a part in its domain.  That the domain cannot be made is told as the part's failure."""
    session, words = name.partition("-")[0], [MODULES[name]] if name in MODULES else []
    try:
        with grounds.part(name) as server:
            return run(name, session, *words, **server.as_given, **{PLACE: f"server-{name}"})
    except (Refused, requests.RequestException) as error:
        return Result(name, Counts(failed=1), 0, f"{type(error).__name__}: {error}")


def main(*args: str) -> int:
    parts = chosen(["integration", "conformance", *MODULES], args)
    began = time.monotonic()
    try:
        grounds = Grounds(coordinates(os.environ))
        with grounds:
            results = run_all([partial(run_part, grounds, name) for name in parts])
    except Unusable as reason:
        print(reason, file=sys.stderr)
        return 2
    print(f"\nThe table of targets and test modules: {write_table(results, time.monotonic() - began)}")
    failed = summary("test-server", results, began).failed
    if grounds.left:
        print(grounds.left, file=sys.stderr)
    return 1 if failed or grounds.left else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
