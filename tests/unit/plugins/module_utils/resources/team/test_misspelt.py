# Copyright (c) 2026, the teammail.zimbra contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml

from ansible_collections.teammail.zimbra.plugins.module_utils.resources.team.misspelt import misspelt_variables

ROOT = Path(__file__).resolve().parents[6]


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("agnets", "agents"),
        ("agent", "agents"),
        ("max_removal", "max_removals"),
        ("alias", "aliases"),
        ("Agents", "agents"),
    ],
)
def test_a_misspelt_variable_is_named_with_the_one_that_is_meant(name, meant):
    assert misspelt_variables([f"shared_mailbox_{name}", "other_agents"]) == [
        f"the variable shared_mailbox_{name} is set, which the role does not know; call it shared_mailbox_{meant}, or remove it"
    ]


def test_what_role_and_playbooks_call_things_is_none_of_it():
    files = [*ROOT.glob("roles/shared_mailbox/**/*.yml"), *ROOT.glob("playbooks/*.yml"), *ROOT.glob("playbooks/*/*.j2")]
    names = {name for file in files for name in re.findall(r"shared_mailbox_\w+", file.read_text(encoding="utf-8"))}
    assert len(names) > 80
    assert misspelt_variables(names) == []


def test_every_variable_of_the_role_is_known():
    specs = yaml.safe_load((ROOT / "roles/shared_mailbox/meta/argument_specs.yml").read_text(encoding="utf-8"))
    options = {name for entry in specs["argument_specs"].values() for name in entry.get("options", {})}
    assert misspelt_variables(options) == []


def test_a_variable_of_somebodys_own_is_left_alone():
    assert misspelt_variables(["shared_mailbox_room", "shared_mailbox_cost_centre"]) == []
