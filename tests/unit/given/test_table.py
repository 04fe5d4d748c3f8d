# Copyright (c) 2026, the teammail.zimbra contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What is left out on a server that is no simulator, and what the table says of it."""

from __future__ import annotations

from pathlib import Path

import pytest
from given import left_out
from given.table import rows
from playground.server import Server
from runner.__main__ import Result
from runner.counts import Counts

SERVER = Server(
    "https://mail.example.com", "https://mail.example.com", "mail.example.com", 7025, "a", "p", "example.com"
)
WHY = "troubled needs the simulator's control endpoint"


def place(cache: Path, leg: str) -> Path:
    folder = cache / "reports" / f"server-{leg}"
    folder.mkdir(parents=True)
    return folder


def test_targets_that_need_a_simulator_are_left_out(tmp_path: Path) -> None:
    for name, aliases in (("troubled", "context/controller\nsimulator\n"), ("login", "context/controller\n")):
        (tmp_path / name).mkdir()
        (tmp_path / name / "aliases").write_text(aliases, encoding="utf-8")
    assert left_out.targets([], tmp_path) == left_out.targets(["troubled", "login"], tmp_path) == [WHY]
    assert left_out.targets(["login"], tmp_path) == []


def test_each_target_has_a_line(tmp_path: Path) -> None:
    left_out.write(place(tmp_path, "integration"), [WHY])
    (tmp_path / "logs").mkdir()
    (tmp_path / "logs/server-integration.txt").write_text("Running login integration test role\n", encoding="utf-8")
    assert rows(Result("integration", Counts(1, 0, 1), 1.0), tmp_path) == [
        ("integration login", Counts(passed=1), ""),
        ("integration troubled", Counts(skipped=1), WHY),
    ]


def test_an_integration_that_ran_nothing_has_one_line(tmp_path: Path) -> None:
    left_out.write(place(tmp_path, "integration"), [])
    failed = Result("integration", Counts(failed=1), 1.0, "it could not begin")
    assert rows(failed, tmp_path) == [("integration", Counts(failed=1), "it could not begin")]


def test_a_reason_is_told_once_with_its_number(tmp_path: Path) -> None:
    skipped = '<testcase name="t"><skipped message="needs a simulator: it fails"/></testcase>'
    report = place(tmp_path, "e2e-drift") / "pytest.xml"
    report.write_text(f'<testsuites><testsuite>{skipped * 2}<testcase name="u"/></testsuite></testsuites>')
    counts = Counts(1, 0, 2)
    assert rows(Result("e2e-drift", counts, 1.0), tmp_path) == [
        ("e2e-drift", counts, "needs a simulator: it fails (2)")
    ]


def test_a_server_without_a_control_endpoint_says_what_to_do() -> None:
    with pytest.raises(RuntimeError, match="simulator"):
        _ = SERVER.control_url


def test_targets_by_an_alias_are_those_that_bear_it_as_a_word(tmp_path: Path) -> None:
    for name, aliases in (("a", "thorough\n"), ("b", "context/controller\nthorough\n"), ("c", "thoroughly\n")):
        (tmp_path / name).mkdir()
        (tmp_path / name / "aliases").write_text(aliases)
    assert left_out.named("thorough", tmp_path) == ["a", "b"]
    assert "delegated_admin" in left_out.named("thorough")
