# Copyright (c) 2026, the teammail.zimbra contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The simulator as a package of its own: what it shares with the collection is the same in both."""

from __future__ import annotations

import tomllib

import yaml
from playground.environment import ROOT
from tools.make_attribute_table import TABLES


def test_modules_and_simulator_have_the_same_table_of_attributes():
    for_modules, for_simulator = (path.read_text(encoding="utf-8") for path in TABLES)
    assert for_modules == for_simulator


def test_collection_and_simulator_have_one_version():
    package = tomllib.loads((ROOT / "simulator/pyproject.toml").read_text(encoding="utf-8"))
    collection = yaml.safe_load((ROOT / "galaxy.yml").read_text(encoding="utf-8"))
    assert package["project"]["version"] == collection["version"]
