# Copyright (c) 2026, the teammail.zimbra contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Module code parses with the oldest Python that tests/config.yml names, also where that Python is not installed."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).parents[3]
FLOOR = re.fullmatch(
    r">=3\.(\d+)", yaml.safe_load((ROOT / "tests/config.yml").read_text(encoding="utf-8"))["modules"]["python_requires"]
)
FILES = [path for folder in ("modules", "module_utils") for path in (ROOT / "plugins" / folder).rglob("*.py")]


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(ROOT / "plugins")))
def test_syntax(path: Path) -> None:
    assert FLOOR is not None
    ast.parse(path.read_text(encoding="utf-8"), feature_version=(3, int(FLOOR.group(1))))


def test_contributing_says_the_same() -> None:
    assert FLOOR is not None
    assert f"syntax of Python 3.{FLOOR.group(1)}" in (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
