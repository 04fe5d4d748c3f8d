# Copyright (c) 2026, the teammail.zimbra contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The HTML documentation is for users: what is internal to the collection is not in it."""

from __future__ import annotations

import json
import re
import subprocess

from playground.environment import COLLECTION, ROOT, VENV, homeless
from tools import build_docs

# How documentation points to a plugin: P(NAME#filter), :ansplugin:`NAME#filter`.
POINTER = re.compile(r"teammail\.zimbra\.(\w+)#(\w+)")


def test_the_documentation_is_made_of_all_plugins_but_the_internal_ones(tmp_path):
    internal = {plugin.relative_to(ROOT / "plugins") for plugin in build_docs.internal_plugins()}
    assert internal
    plugins = build_docs.public_tree(tmp_path) / COLLECTION / "plugins"
    shown = {file.relative_to(plugins) for folder in plugins.iterdir() for file in folder.glob("*.py")}
    there = {file.relative_to(ROOT / "plugins") for file in (ROOT / "plugins").glob("*/*.py")}
    assert shown == there - internal
    assert {"docs", "roles", "meta", "galaxy.yml"} <= {entry.name for entry in plugins.parent.iterdir()}


def test_ansible_lists_no_internal_plugin_of_that_tree(tmp_path):
    argv = [VENV / "bin/ansible-doc", "--metadata-dump", "--no-fail-on-errors", "teammail.zimbra"]
    env = homeless(build_docs.public_tree(tmp_path))
    said = json.loads(subprocess.run(argv, env=env, check=True, capture_output=True, text=True).stdout)["all"]
    assert "teammail.zimbra.folder" in said["module"] and said["role"]
    for plugin in build_docs.internal_plugins():
        assert f"teammail.zimbra.{plugin.stem}" not in said.get(plugin.parent.name, {})


def test_an_internal_plugin_says_so_twice():
    for plugin in build_docs.internal_plugins():
        assert "Internal to this collection; it may change in any release." in plugin.read_text(encoding="utf-8")
    for plugin in sorted((ROOT / "plugins").glob("*/*.py")):
        if "Internal to this collection; it may change" in plugin.read_text(encoding="utf-8"):
            assert plugin in build_docs.internal_plugins()


def test_no_documentation_for_users_points_to_an_internal_plugin():
    internal = build_docs.internal_plugins()
    names = {(plugin.stem, plugin.parent.name) for plugin in internal}
    files = [p for p in (ROOT / "plugins").glob("*/*.py") if p not in internal]
    files += [*(ROOT / "roles").glob("*/meta/*.yml"), *(ROOT / "docs/docsite/rst").glob("*.rst")]
    for file in files:
        assert not names & set(POINTER.findall(file.read_text(encoding="utf-8"))), file
