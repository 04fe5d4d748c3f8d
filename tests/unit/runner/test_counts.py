# Copyright (c) 2026, the teammail.zimbra contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Nothing that failed, and nothing that tested nothing, counts as passed."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from runner.__main__ import chosen
from runner.counts import Counts, counted, targets

PASSED = '<testcase name="t"/>'
FAILED = '<testcase name="t"><failure message="no"/></testcase>'
BROKEN = '<testcase name="t"><error message="no"/></testcase>'
SKIPPED = '<testcase name="t"><skipped message="why"/></testcase>'
LOG = """\
Running login integration test role
Running share integration test role
ERROR: Command "ansible-playbook" returned exit status 2.
FATAL: The 1 integration test(s) listed below (out of 2) failed. See error output above for details:
share
nox > Command ansible-test integration failed with exit code 1
"""


def junit(folder: Path, *cases: str) -> Path:
    (folder / "report.xml").write_text(f"<testsuites><testsuite>{''.join(cases)}</testsuite></testsuites>")
    return folder


@pytest.mark.parametrize(
    ("cases", "outcome", "counts"),
    [
        ((PASSED, FAILED, BROKEN, SKIPPED, PASSED), "failed", Counts(2, 2, 1)),
        ((PASSED, SKIPPED), "success", Counts(1, 0, 1)),
        ((SKIPPED,), "success", Counts(0, 0, 1)),
        ((PASSED,), "failed", Counts(1, 1)),
        ((), "success", Counts(0, 1)),
        ((), "failed", Counts(0, 1)),
    ],
)
def test_cases_of_a_report(tmp_path: Path, cases: tuple[str, ...], outcome: str, counts: Counts) -> None:
    assert counted("unit", outcome, junit(tmp_path, *cases), "") == counts


@pytest.mark.parametrize(
    "session", ["conformance", "e2e-thorough", "integration-2.17", "lists", "sanity", "units-2.21"]
)
def test_a_session_of_cases_without_a_report_has_failed(tmp_path: Path, session: str) -> None:
    assert counted(session, "success", tmp_path, "") == Counts(failed=1)


def test_a_session_of_one_command_is_a_case(tmp_path: Path) -> None:
    assert counted("mypy", "success", tmp_path, "") == Counts(passed=1)
    assert counted("mypy", "failed", tmp_path, "") == Counts(failed=1)
    assert counted("sanity-2.17", "skipped", tmp_path, "") == Counts(skipped=1)


def test_replays_are_added_up(tmp_path: Path) -> None:
    (tmp_path / "first.json").write_text(json.dumps({"passed": 7, "total": 9}))
    (tmp_path / "second.json").write_text(json.dumps({"passed": 9, "total": 9}))
    (tmp_path / "left_out.json").write_text(json.dumps(["one", "two"]))
    assert counted("conformance", "failed", tmp_path, "") == Counts(16, 2, 2)


def test_targets_are_cases(tmp_path: Path) -> None:
    assert targets(LOG) == {"login": Counts(passed=1), "share": Counts(failed=1)}
    assert counted("integration", "failed", tmp_path, LOG) == Counts(1, 1)
    # ended without telling which target failed
    assert counted("integration", "failed", tmp_path, LOG.partition("FATAL")[0]) == Counts(2, 1)


def test_a_leg_is_chosen_by_its_name_or_by_its_first_word() -> None:
    legs = ["e2e", "e2e-thorough", "units-2.20", "units-2.21"]
    assert chosen(legs, []) == legs
    assert chosen(legs, ["e2e"]) == ["e2e"]
    assert chosen(legs, ["units", "e2e-thorough"]) == legs[1:]


@pytest.mark.parametrize("word", ["e2", "unit", ""])
def test_what_is_no_leg_is_refused(word: str) -> None:
    with pytest.raises(SystemExit, match=f"no such leg: {word}; "):
        chosen(["e2e", "units-2.20"], [word])
