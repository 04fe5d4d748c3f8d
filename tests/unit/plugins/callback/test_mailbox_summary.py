# Copyright (c) 2026, the teammail.zimbra contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

from types import SimpleNamespace

import pytest

from ansible_collections.teammail.zimbra.plugins.callback.mailbox_summary import CallbackModule, Report, lines_of

BOX, MEIER = "support@example.com", "meier@example.com"


class Display:
    def __init__(self):
        self.lines = []

    def banner(self, text):
        self.lines.append(text)

    display = banner


@pytest.fixture
def summary():
    callback = CallbackModule()
    callback._display = Display()
    callback.get_option = lambda name: 20
    return callback


def result(host, facts=None, check_mode=False, private=False, **further):
    prefix = "_" if private else ""
    parts = {
        "result": {**({"ansible_facts": facts} if facts else {}), **further},
        "host": SimpleNamespace(get_name=lambda: host),
        "task": SimpleNamespace(check_mode=check_mode),
    }
    return SimpleNamespace(**{prefix + name: part for name, part in parts.items()})


def facts(*changes, unreachable=()):
    return {
        "shared_mailbox_changes": list(changes),
        "shared_mailbox_unreachable": list(unreachable),
        "shared_mailbox_reported": {"address": BOX, "agents": [{"address": MEIER, "display_name": "Anna Meier"}]},
    }


def change(step, thing, key="state", before="absent", after="present"):
    return {"step": step, "object": thing, "key": key, "before": before, "after": after}


def stats(**failures):
    return SimpleNamespace(summarize=lambda host: {"failures": failures.get(host, 0)})


# ansible-core before 2.19 has the parts of a result as private attributes
@pytest.mark.parametrize("private", [True, False])
@pytest.mark.parametrize("check_mode, verb", [(True, "would be"), (False, "were")])
def test_a_line_for_each_mailbox_and_its_differences_below(summary, private, check_mode, verb):
    missing = change("folders", f"{BOX}:/Inbox/Meier")
    persona = change("personas", f"{MEIER} {BOX}")
    noted = change("memory", f"memory of {BOX}")
    summary.v2_runner_on_ok(result("support", facts(missing, persona, noted), check_mode, private))
    summary.v2_runner_on_ok(result("sales", facts(), check_mode, private))
    summary.v2_runner_on_ok(result("sales", {"something_else": 1}, check_mode, private))
    summary.v2_playbook_on_stats(stats())
    assert summary._display.lines == [
        "SHARED MAILBOXES",
        f"{BOX}: 2 differences {verb} mended",
        "    The folder Inbox/Meier is missing.",
        f"    Anna Meier has no persona with which to reply as {BOX}.",
        f"{BOX}: in order",
        "",
    ]


def test_who_failed_is_told_with_the_reason_unless_it_was_rescued_or_ignored(summary):
    summary.v2_runner_on_failed(result("support", msg="no answer\nfrom the server"))
    summary.v2_runner_on_failed(result("sales", msg="rescued"))
    summary.v2_runner_on_failed(result("help", msg="ignored"), ignore_errors=True)
    summary.v2_playbook_on_stats(stats(support=1, help=1))
    assert summary._display.lines == ["SHARED MAILBOXES", "support: failed: no answer from the server", ""]


def test_a_run_without_mailboxes_has_no_summary(summary):
    summary.v2_runner_on_ok(result("localhost"))
    summary.v2_playbook_on_stats(stats())
    assert summary._display.lines == []


def test_who_could_not_be_reached_is_named(summary):
    away = {"account": MEIER, "reason": "account.ACCOUNT_INACTIVE, maintenance"}
    summary.v2_runner_on_ok(result("support", facts(unreachable=[away])))
    summary.v2_playbook_on_stats(stats())
    assert f"    {MEIER} could not be reached: account.ACCOUNT_INACTIVE, maintenance" in summary._display.lines


def test_what_is_said_often_is_said_once_and_what_is_too_much_is_counted():
    lines = lines_of(Report("support", BOX, ["One."] * 3 + ["Two.", "Three.", "Four."], [], False), 2)
    assert lines == [f"{BOX}: 6 differences were mended", "    One. (3 times)", "    Two.", "    ... and 2 more"]
    assert lines_of(Report("support", BOX, ["One."], [], False), 2)[0] == f"{BOX}: 1 difference was mended"
