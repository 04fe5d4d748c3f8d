# Copyright (c) 2026, the teammail.zimbra contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The collection's archive, installed elsewhere: nothing of the development, whole, and with its documentation."""

from __future__ import annotations

from pathlib import Path

import pytest
from playground.archive import build, call, install, path_env
from playground.environment import COLLECTION


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return install(build(tmp_path_factory.mktemp("archive")))


def test_nothing_of_the_development_is_in_it(place: Path) -> None:
    names = {entry.name for entry in (place / COLLECTION).iterdir()}
    assert not {name for name in names if name.startswith(".")}
    assert names.isdisjoint({"tests", "simulator", "Makefile", "noxfile.py"}), (
        "build_ignore in galaxy.yml lets it through"
    )


def test_its_files_are_those_of_its_manifest(place: Path) -> None:
    call("ansible-galaxy", "collection", "verify", "--offline", "teammail.zimbra", env=path_env(place))


def test_it_shows_the_documentation_of_its_modules(place: Path) -> None:
    modules = sorted(path.stem for path in (place / COLLECTION / "plugins/modules").glob("*.py"))
    shown = call("ansible-doc", "--list", "teammail.zimbra", env=path_env(place))
    assert [line.split()[0].rpartition(".")[2] for line in shown.splitlines()] == modules
    call("ansible-doc", *(f"teammail.zimbra.{name}" for name in modules), env=path_env(place))
