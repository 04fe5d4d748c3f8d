# Copyright (c) 2026, the teammail.zimbra contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The rights that the guide names are those that the integration target delegated_admin proves to suffice."""

from __future__ import annotations

import re
from pathlib import Path

import yaml

ROOT = Path(__file__).parents[3]
GUIDE = (ROOT / "docs/docsite/rst/guide_connection_and_rights.rst").read_text(encoding="utf-8")
PROVED = yaml.safe_load((ROOT / "tests/integration/targets/delegated_admin/vars/main.yml").read_text(encoding="utf-8"))
PHASES: dict[str, list[str]] = PROVED["delegated_admin_phases"]
# What is no part of the role's ordinary work.
SPECIAL = {"search", "unlocking", "alias", "removal", "removal of the account"}


def test_the_rights_for_the_role() -> None:
    command = re.search(r"for right in(.*?); do", GUIDE, re.DOTALL)
    assert command is not None
    assert sorted(command.group(1).replace("\\\n", " ").split()) == sorted(PROVED["delegated_admin_role_rights"])


def test_the_rights_for_the_role_are_those_of_its_phases() -> None:
    ordinary = {right for phase, rights in PHASES.items() if phase not in SPECIAL for right in rights}
    assert ordinary == set(PROVED["delegated_admin_role_rights"])


def test_the_table_of_phases() -> None:
    table = re.search(r"Phases that fail without it\n=+ +=+\n(.*?)\n===", GUIDE, re.DOTALL)
    assert table is not None
    said = {}
    for line in table.group(1).splitlines():
        right, _space, phases = line.partition(" ")
        every, _but, spared = phases.strip().partition(" but ")
        said[right] = set(PHASES) - set(spared.split(", ")) if every == "every phase" else set(every.split(", "))
    needed = {right for rights in PHASES.values() for right in rights}
    assert said == {right: {phase for phase, rights in PHASES.items() if right in rights} for right in needed}


def test_what_single_options_need() -> None:
    rest = GUIDE.partition("; do")[2]
    proved = PROVED["delegated_admin_module_rights"] + PROVED["delegated_admin_cos_rights"]
    assert [right for right in proved if not re.search(rf"\b{right}\b", rest)] == []
