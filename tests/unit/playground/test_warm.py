# Copyright (c) 2026, the teammail.zimbra contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A run that is forked says and ends with what ansible-playbook says and ends with."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
from playground import warm
from playground.environment import ROOT, variables

BOOK = """
- hosts: localhost
  gather_facts: false
  tasks:
    - ansible.builtin.debug:
        msg: "{{ lookup('env', 'GREETING') }}"
    - ansible.builtin.fail:
        msg: enough
      when: stop | bool
"""


@pytest.mark.parametrize("stop", ["true", "false"])
def test_the_same_program(tmp_path: Path, stop: str) -> None:
    book = tmp_path / "book.yml"
    book.write_text(BOOK, encoding="utf-8")
    words = ["ansible-playbook", "-i", "localhost,", "-c", "local", str(book), "-e", f"stop={stop}"]
    for greeting in ("Moin", "Servus"):
        env = variables() | {"GREETING": greeting}
        done = subprocess.run(words, env=env, cwd=ROOT, capture_output=True, text=True, check=False)
        assert warm.run(words, env, ROOT) == (done.returncode, done.stdout + done.stderr)
        assert greeting in done.stdout and done.returncode == (2 if stop == "true" else 0)


def test_what_ansible_reads_once_begins_a_program_of_its_own(tmp_path: Path) -> None:
    warm.run(["ansible-playbook", "--version"], variables(), ROOT)
    status, output = warm.run(["ansible-playbook", "--version"], variables() | {"ANSIBLE_HOME": str(tmp_path)}, ROOT)
    assert status == 0 and str(tmp_path) in output


def test_each_run_has_a_folder_of_its_own(tmp_path: Path) -> None:
    """What one run keeps for itself alone, such as its login, no other run finds."""
    book = tmp_path / "book.yml"
    plugins = tmp_path / "filter_plugins"
    plugins.mkdir()
    plugins.joinpath("folder.py").write_text(
        "from ansible import constants\n\n\nclass FilterModule:\n    def filters(self):\n"
        "        return {'folder': lambda text: text + constants.DEFAULT_LOCAL_TMP}\n",
        encoding="utf-8",
    )
    book.write_text(
        "- hosts: localhost\n  gather_facts: false\n  tasks:\n    - ansible.builtin.debug:\n"
        "        msg: \"{{ 'it is ' | folder }}\"\n",
        encoding="utf-8",
    )
    words = ["ansible-playbook", "-i", "localhost,", "-c", "local", str(book)]
    runs = [warm.run(words, variables(), ROOT) for _time in (1, 2)]
    folders = [line for _status, output in runs for line in output.splitlines() if "it is " in line]
    assert [status for status, _output in runs] == [0, 0]
    assert len(set(folders)) == 2
    assert not any(Path(line.split("it is ")[1].strip('"')).exists() for line in folders)
