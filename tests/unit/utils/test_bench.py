# Copyright (c) 2026, the teammail.zimbra contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A command of a leg may be slow, but must not hang."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from utils import bench as at_work
from utils.bench import Bench, CommandFailed, Counts, junit_counts, junit_reasons


def run(folder: Path, program: str) -> int:
    with (folder / "log.txt").open("w", encoding="utf-8") as log:
        return Bench("leg", log, folder).run([sys.executable, "-c", program])


def test_a_command_that_says_nothing_is_ended(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(at_work, "SILENCE", 0.1)
    with pytest.raises(CommandFailed, match="it said nothing for 0 seconds"):
        run(tmp_path, "import threading; threading.Event().wait()")


def test_a_command_that_talks_may_take_long(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It prints as pytest does, one character after the other and none flushed."""
    monkeypatch.setattr(at_work, "SILENCE", 3.0)
    program = "import time\nfor _ in range(20):\n    print('.', end='')\n    time.sleep(0.25)\n"
    assert run(tmp_path, program) == 0
    assert (tmp_path / "log.txt").read_text(encoding="utf-8").endswith("." * 20)


def test_reasons_are_told_once_with_their_number(tmp_path: Path) -> None:
    report = tmp_path / "report.xml"
    skipped = '<testcase name="t"><skipped message="needs a simulator: it fails"/></testcase>'
    report.write_text(f'<testsuites><testsuite>{skipped * 2}<testcase name="u"/></testsuite></testsuites>')
    assert junit_counts([report]) == Counts(passed=1, skipped=2)
    assert junit_reasons([report]) == ["needs a simulator: it fails (2)"]
