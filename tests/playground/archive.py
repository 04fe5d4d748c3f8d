# Copyright (c) 2026, the teammail.zimbra contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The collection's archive as for a release, and tools that find nothing but what is installed of it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from playground.environment import ROOT, TREE, variables


def call(*words: str | Path, env: dict[str, str] | None = None, cwd: Path | None = None) -> str:
    """What a program says, which is to succeed."""
    done = subprocess.run([str(w) for w in words], env=env, cwd=cwd, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def path_env(collections: Path = TREE) -> dict[str, str]:
    """The tools of the environment that runs the tests, with the collections of a folder."""
    env = variables(collections=collections)
    return {**env, "PATH": os.pathsep.join([str(Path(sys.executable).parent), env["PATH"]])}


def build(folder: Path) -> Path:
    """Build the archive in a folder."""
    call("ansible-galaxy", "collection", "build", "--output-path", folder, env=path_env(), cwd=ROOT)
    return next(folder.glob("*.tar.gz"))


def install(archive: Path) -> Path:
    """Install an archive alone; the folder in which Ansible finds it."""
    place = archive.parent / "installed"
    # Where the collection is found already, it would not be installed.
    call("ansible-galaxy", "collection", "install", archive, "--offline", "-p", place, env=path_env(place))
    return place
