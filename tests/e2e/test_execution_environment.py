# Copyright (c) 2026, the teammail.zimbra contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""An execution environment can be made of what the collection says of itself, and what it says it needs is enough."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml
from playground.archive import call
from playground.company import Company
from playground.environment import COLLECTION, ROOT
from playground.server import DOMAIN

pytestmark = pytest.mark.thorough
ALONE = {"LC_ALL": "C.UTF-8"}


def builder() -> list[str]:
    pytest.importorskip("ansible_builder", reason="ansible-builder is not installed")
    return [sys.executable, "-m", "ansible_builder"]


@pytest.fixture(scope="module")
def requirements(installed: Path) -> list[str]:
    """The Python packages that ansible-builder finds the collection to need."""
    found = yaml.safe_load(call(*builder(), "introspect", "--sanitize", installed))
    assert not found.get("system")
    return [line.partition("#")[0].strip() for line in found["python"]]


def test_the_context_of_an_image_is_made(archive: Path, tmp_path: Path) -> None:
    definition = yaml.safe_load((ROOT / "playbooks/awx_files/execution-environment.yml").read_text(encoding="utf-8"))
    assert definition["dependencies"]["galaxy"]["collections"] == [{"name": "teammail.zimbra"}]
    (tmp_path / archive.name).write_bytes(archive.read_bytes())
    # the archive in place of the release that Galaxy would send
    definition["dependencies"]["galaxy"]["collections"] = [{"name": archive.name, "type": "file"}]
    definition["additional_build_files"] = [{"src": archive.name, "dest": "."}]
    file = tmp_path / "execution-environment.yml"
    file.write_text(yaml.safe_dump(definition), encoding="utf-8")
    context = tmp_path / "context"
    call(*builder(), "create", "--output-filename", "Containerfile", "-f", file, "-c", context, cwd=tmp_path)
    recipe = (context / "Containerfile").read_text(encoding="utf-8")
    assert "ansible-galaxy collection install" in recipe
    assert archive.name in (context / "_build/requirements.yml").read_text(encoding="utf-8")
    assert (context / "_build" / archive.name).is_file()


def test_the_requirements_are_the_same_for_people_and_builders(requirements: list[str]) -> None:
    text = (ROOT / "meta/ee-requirements.txt").read_text(encoding="utf-8")
    assert sorted(requirements) == sorted(line for line in text.splitlines() if line and not line.startswith("#"))


@pytest.fixture(scope="module")
def bare(requirements: list[str], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A new virtual environment with ansible-core, what the collection asks for, and nothing else."""
    venv = tmp_path_factory.mktemp("bare") / "venv"
    call(sys.executable, "-m", "venv", venv)
    pip = [
        venv / "bin/python",
        "-m",
        "pip",
        "install",
        "-q",
        "--disable-pip-version-check",
        "ansible-core",
        *requirements,
    ]
    done = subprocess.run([str(word) for word in pip], capture_output=True, text=True, check=False)
    if done.returncode:
        pytest.skip(f"the packages cannot be installed: {done.stderr.strip()[-200:]}")
    return venv


def alone(bare: Path, installed: Path, **more: Any) -> dict[str, str]:
    home = bare.parent / "home"
    env = {
        "PATH": f"{bare / 'bin'}{os.pathsep}{os.defpath}",
        "HOME": str(home),
        "ANSIBLE_COLLECTIONS_PATH": str(installed),
    }
    return {**ALONE, **env, **more}


def test_everything_can_be_imported_there(bare: Path, installed: Path) -> None:
    plugins = installed / COLLECTION / "plugins"
    names = [
        ".".join(path.relative_to(installed).with_suffix("").parts)
        for folder in ("module_utils", "modules", "action", "filter", "inventory", "plugin_utils")
        for path in sorted((plugins / folder).rglob("*.py"))
        if path.name != "__init__.py"
    ]
    assert len(names) > 60
    program = (
        "import importlib, json, sys\n"
        "from ansible.plugins.loader import init_plugin_loader\n"
        "init_plugin_loader()\n"
        "for name in json.loads(sys.argv[1]):\n"
        "    importlib.import_module(name)\n"
        "utils = 'ansible_collections.teammail.zimbra.plugins.module_utils.'\n"
        "assert sys.modules[utils + 'transport'].REQUESTS_ERR is None\n"
        "assert sys.modules[utils + 'soap'].LXML_ERR is None\n"
    )
    call(bare / "bin/python", "-c", program, str(names).replace("'", '"'), env=alone(bare, installed))


@pytest.mark.parametrize("in_process", ["true", "false"])
def test_modules_work_there(bare: Path, installed: Path, empty_company: Company, in_process: str) -> None:
    words = ["ansible", "localhost", "-m", "teammail.zimbra.account_info", "-a", f"name=meier@{DOMAIN}"]
    words += ["-e", f"teammail_zimbra_in_process={in_process}"]
    told = call(bare / "bin" / words[0], *words[1:], env=alone(bare, installed, **empty_company.server.environment))
    assert "Anna Meier" in told


def test_the_inventory_plugin_works_there(bare: Path, installed: Path, shop: Company, tmp_path: Path) -> None:
    file = tmp_path / "shared_mailboxes.yml"
    file.write_text(f"plugin: teammail.zimbra.shared_mailboxes\ndomain: {DOMAIN}\n", encoding="utf-8")
    env = alone(bare, installed, **shop.server.environment)
    told = call(bare / "bin/ansible-inventory", "-i", file, "--graph", env=env)
    assert "|--support" in told and "|--sales" in told
