# Copyright (c) 2026, the teammail.zimbra contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What the action plugins hand on from earlier tasks."""

from __future__ import annotations

from ansible_collections.teammail.zimbra.plugins.plugin_utils.in_process import (
    apart,
    registered_writes,
    with_server,
    without_omitted,
)


def test_what_single_tasks_and_loops_have_written_is_found_among_all_variables():
    task_vars = {
        "one": {"changed": True, "written": {"folders a": 1.5}},
        "of_a_loop": {
            "changed": True,
            "results": [
                {"changed": True, "written": {"identities b": 2.5}},
                {"changed": False, "skipped": True},
                "no result",
            ],
        },
        "nothing_written": {"changed": False, "reading": "..."},
        "of_a_command": {"changed": True, "results": "text", "written": "text"},
        "ansible_facts": {"written": {"folders a": 9.0}},
        "groups": {"all": ["support"]},
        "support": "text",
    }
    assert registered_writes(task_vars) == [{"folders a": 1.5}, {"identities b": 2.5}]


def test_without_registered_results_nothing_was_written():
    assert registered_writes({}) == []


def test_a_reading_tells_of_which_server_it_is_and_nothing_about_who_asked():
    server = {"url": "https://mail.example.com", "validate_certs": False, "timeout": 30}
    packed = with_server("eJyrVg==", {**server, "password": "planted-secret", "auth_token": "t", "address": "a@b"})
    assert apart(packed) == (server, "eJyrVg==")
    assert apart("eJyrVg==") == (None, "eJyrVg==")


def test_what_is_omitted_leaves_no_place_holder_at_any_depth():
    agents = [{"address": "a@b", "folder": "hole"}, "hole", {"address": "c@d", "folder": "Carla"}]
    assert without_omitted({"agents": agents, "list": "hole", "aliases": []}, "hole") == {
        "agents": [{"address": "a@b"}, {"address": "c@d", "folder": "Carla"}],
        "aliases": [],
    }
    assert without_omitted({"agents": agents}, None) == {"agents": agents}
