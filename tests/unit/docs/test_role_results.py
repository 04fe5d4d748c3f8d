# Copyright (c) 2026, the teammail.zimbra contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What a task of the role changes is reported, and ends what the run has read: both go by one list, which names every such task."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

from ansible_collections.teammail.zimbra.plugins.module_utils.resources.team import parts

ROLE = Path(__file__).parents[3] / "roles/shared_mailbox"
PLAYBOOKS = ROLE.parents[1] / "playbooks"
VARS = yaml.safe_load((ROLE / "vars/main.yml").read_text(encoding="utf-8"))
# They send, move and remove mail of their own, or tell people something, which is no change of the mailbox's set-up.
NO_STEPS = {"verification.yml", "instructions.yml"}
READS = re.compile(r"teammail\.zimbra\.(login|\w+_info)$")


def tasks(some: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    for task in some:
        yield task
        for part in ("block", "rescue", "always"):
            yield from tasks(task.get(part, []))


def changing() -> Iterator[tuple[str, str]]:
    """File and registered result of each task that may change something."""
    for file in sorted((ROLE / "tasks").glob("*.yml")):
        for task in tasks(yaml.safe_load(file.read_text(encoding="utf-8"))):
            modules = [key for key in task if key.startswith("teammail.zimbra.")]
            if modules and not READS.match(modules[0]) and file.name not in NO_STEPS:
                yield file.name, task.get("register", task["name"])


def test_every_task_that_changes_something_is_among_the_results() -> None:
    named = set(re.findall(r"shared_mailbox_\w+", str(VARS["shared_mailbox_results"])))
    found = list(changing())
    assert len(found) > 20
    assert [one for one in found if one[1] not in named] == []


def test_every_part_has_its_file_and_its_results() -> None:
    text = Path(parts.__file__).read_text(encoding="utf-8")
    named = {*parts.ALWAYS, parts.ABSENT, *re.findall(r"^        (\w+)=", text, re.MULTILINE)}
    assert len(named) > 12 and named == set(VARS["shared_mailbox_results"])
    assert named <= {file.stem for file in (ROLE / "tasks").glob("*.yml")}


def test_the_files_of_several_mailboxes_run_in_one_order() -> None:
    """Of includes in a loop, Ansible would run those first that the first mailbox asks for."""
    files = [*(ROLE / "tasks").rglob("*.yml"), *PLAYBOOKS.glob("*.yml")]
    read = {file.name: yaml.safe_load(file.read_text(encoding="utf-8")) for file in files}
    found = [
        f"{name}: {task['name']}"
        for name, content in read.items()
        for task in tasks([one for part in content for one in (part.get("tasks") or [part])])
        if any("include_" in key for key in task) and any(key == "loop" or key.startswith("with_") for key in task)
    ]
    assert len(read) > 30 and found == []
