# Copyright (c) 2026, the teammail.zimbra contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What became of each target and module of tests on a server that exists, as a table in Markdown."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from xml.etree import ElementTree

from playground.environment import CACHE
from runner.__main__ import Result
from runner.counts import Counts, targets

from given.left_out import FILE

TABLE = CACHE / "test-server.md"


def reasons(files: Iterable[Path]) -> list[str]:
    """Why test cases of JUnit reports were skipped, each reason once, with how often it was given."""
    told = [skipped.get("message", "").strip() for file in files for skipped in ElementTree.parse(file).iter("skipped")]
    return [f"{reason} ({told.count(reason)})" for reason in dict.fromkeys(told)]


def rows(result: Result, cache: Path = CACHE) -> list[tuple[str, Counts, str]]:
    """The lines of a part: what they are about, its counts, and why cases were skipped or all of it failed."""
    place = f"server-{result.leg}"
    folder = cache / "reports" / place
    left_out = json.loads((folder / FILE).read_text(encoding="utf-8")) if (folder / FILE).is_file() else []
    if result.leg == "integration" and result.counts.passed + result.counts.skipped:
        ran = targets((cache / "logs" / f"{place}.txt").read_text(encoding="utf-8", errors="replace"))
        return [
            *((f"integration {name}", counts, "") for name, counts in ran.items()),
            *((f"integration {reason.split()[0]}", Counts(skipped=1), reason) for reason in left_out),
        ]
    told = [*([result.words] if result.words else []), *reasons(folder.glob("*.xml")), *left_out]
    return [(result.leg, result.counts, "; ".join(told))]


def write_table(results: Sequence[Result], seconds: float) -> Path:
    lines = ["| part | passed | failed | skipped | why skipped |", "| --- | --- | --- | --- | --- |"]
    for name, counts, why in (row for result in results for row in rows(result)):
        why = why.replace("|", "\\|").replace("\n", " ")
        lines.append(f"| {name} | {counts.passed} | {counts.failed} | {counts.skipped} | {why} |")
    TABLE.write_text("\n".join([*lines, "", f"{seconds:.0f} seconds", ""]), encoding="utf-8")
    return TABLE
