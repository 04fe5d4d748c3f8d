# Copyright (c) 2026, the teammail.zimbra contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""ansible-playbook in a process forked from one that has imported it already, which spares each of hundreds of runs its start.

It is the same program with the same arguments, in a process of its own. What Ansible reads from the environment while it is
imported is fixed with the first run: a run whose ``ANSIBLE_*`` variables differ from those of the first starts ansible-playbook itself.
"""

from __future__ import annotations

import multiprocessing
import os
import subprocess
import sys
import tempfile
from multiprocessing import forkserver
from pathlib import Path

PRELOADED = [
    "ansible.cli.playbook",
    "ansible.executor.playbook_executor",
    "ansible.plugins.strategy.linear",
    "requests",
    "lxml.etree",
]
_began_with: dict[str, str] = {}


def run(words: list[str], env: dict[str, str], cwd: Path) -> tuple[int, str]:
    """Status and output, standard error after standard output."""
    ansible = {name: value for name, value in env.items() if name.startswith(("ANSIBLE_", "PYTHON"))}
    if not _began_with:
        _start(env)
        _began_with.update(ansible)
    if ansible != _began_with:
        done = subprocess.run(
            words, env=env, cwd=cwd, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False
        )
        return done.returncode, done.stdout + done.stderr
    with tempfile.TemporaryDirectory() as folder:
        files = [Path(folder, name) for name in ("out", "err")]
        process = multiprocessing.get_context("forkserver").Process(target=_play, args=(words, env, cwd, files))
        process.start()
        process.join()
        return process.exitcode or 0, "".join(file.read_text(encoding="utf-8") for file in files if file.is_file())


def _start(env: dict[str, str]) -> None:
    """Start the process to fork from, in the environment in which Ansible is to be imported."""
    mine = dict(os.environ)
    os.environ.clear()
    os.environ.update(env)
    try:
        multiprocessing.get_context("forkserver").set_forkserver_preload(PRELOADED)
        forkserver.ensure_running()
    finally:
        os.environ.clear()
        os.environ.update(mine)


def _play(words: list[str], env: dict[str, str], cwd: Path, files: list[Path]) -> None:
    os.environ.clear()
    os.environ.update(env)
    os.chdir(cwd)
    os.setsid()
    for number, file in zip((1, 2), files):
        target = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
        os.dup2(target, number)
        os.close(target)
    sys.argv = words
    from ansible import constants
    from ansible.cli.playbook import main

    # The folder of a run, in which what belongs to one run alone may lie, is made when Ansible is imported.
    parent = Path(getattr(constants, "DEFAULT_LOCAL_TMP")).parent  # noqa: B009  mypy does not see the names that Ansible makes while it runs
    with tempfile.TemporaryDirectory(prefix="ansible-local-", dir=parent) as folder:
        setattr(constants, "DEFAULT_LOCAL_TMP", folder)  # noqa: B010
        main(words)
