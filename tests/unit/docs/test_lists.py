# Copyright (c) 2026, the teammail.zimbra contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Every module stands in each list that names the modules, and nothing else does; and what must not be there is not."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).parents[3]
TARGETS = ROOT / "tests/integration/targets"


def content(path: Path) -> Any:
    return yaml.safe_load(path.read_text(encoding="utf-8"))


def plugins(kind: str) -> list[str]:
    return [path.stem for path in (ROOT / "plugins" / kind).glob("*.py") if path.stem != "__init__"]


def in_readme() -> list[str]:
    return re.findall(r"^\| `(\w+)`", (ROOT / "README.md").read_text(encoding="utf-8"), re.MULTILINE)


LISTS = {
    "action group all of meta/runtime.yml": content(ROOT / "meta/runtime.yml")["action_groups"]["all"],
    "plugins/action": plugins("action"),
    "table of README.md": in_readme(),
}
AT_LEAST = {
    "integration targets": [path.name for path in TARGETS.iterdir()],
    "cases of the integration target in_process_and_packaged": [
        case["module"] for case in content(TARGETS / "in_process_and_packaged/vars/main.yml")["compare_cases"]
    ],
}


@pytest.mark.parametrize("where", LISTS)
def test_the_modules_and_nothing_else_stand_in(where: str) -> None:
    assert sorted(LISTS[where]) == sorted(plugins("modules"))


@pytest.mark.parametrize("where", AT_LEAST)
def test_no_module_is_missing_in(where: str) -> None:
    assert set(plugins("modules")) - set(AT_LEAST[where]) == set()


def test_sanity_has_no_exceptions() -> None:
    assert list((ROOT / "tests/sanity").glob("ignore*")) == []
