# Copyright (c) 2026, the teammail.zimbra contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The legs of ``make test-server``: what runs against a server that exists, each in a domain of its own."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Protocol

from playground.given import Grounds

from utils import legs
from utils.ansible_test import integration_on
from utils.bench import Bench, Counts, Leg
from utils.environment import CACHE, ROOT, variables
from utils.server import Server

TABLE = CACHE / "test-server.md"


class Told(Protocol):
    """What a leg has told, as far as the table shows it."""

    @property
    def leg(self) -> str: ...

    @property
    def parts(self) -> dict[str, Counts]: ...

    @property
    def reasons(self) -> list[str]: ...


def module(on: Bench, server: Server, file: str) -> Counts:
    """One module of end-to-end tests."""
    return legs.pytest(on, file, env={**variables(), **server.as_given})


def plan(grounds: Grounds | None) -> list[Leg]:
    """All legs; without grounds they can be named, but not run."""
    works: dict[str, Callable[[Bench, Server], Counts]] = {"integration": integration_on, "conformance": legs.replay_on}
    for path in sorted((ROOT / "tests/e2e").glob("test_*.py")):
        works["e2e-" + path.stem.removeprefix("test_")] = partial(module, file=str(path.relative_to(ROOT)))

    def run(on: Bench, name: str) -> Counts:
        assert grounds is not None
        with grounds.part(name) as server:
            return works[name](on, server)

    return [Leg(name, partial(run, name=name), name.partition("-")[0], f"server-{name}") for name in works]


def write_table(results: Sequence[Told], seconds: float) -> Path:
    """Write what became of each target and module of tests, as a table in Markdown."""
    lines = ["| part | passed | failed | skipped | why skipped |", "| --- | --- | --- | --- | --- |"]
    for told in results:
        for name, counts in told.parts.items():
            reasons = [text for text in told.reasons if len(told.parts) == 1 or text.startswith(f"{name} ")]
            why = "; ".join(reasons).replace("|", "\\|").replace("\n", " ") if counts.skipped or counts.failed else ""
            part = name if name == told.leg else f"{told.leg} {name}"
            lines.append(f"| {part} | {counts.passed} | {counts.failed} | {counts.skipped} | {why} |")
    lines += ["", f"{seconds:.0f} seconds"]
    TABLE.write_text("\n".join([*lines, ""]), encoding="utf-8")
    return TABLE
