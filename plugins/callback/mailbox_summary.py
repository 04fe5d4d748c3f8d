# Copyright (c) 2026, the teammail.zimbra contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
name: mailbox_summary
type: aggregate
short_description: Tell at the end of a run what was mended in which shared mailbox
version_added: 0.1.0
author:
  - The teammail.zimbra contributors (@teammail)
description:
  - After the recap of a run, there is a line for each shared mailbox that the role P(teammail.zimbra.shared_mailbox#role) has worked on. Under it
    stands in plain sentences what was not as it should be. A check run says what would be mended.
  - In runs over many mailboxes, together with O(ignore:display_ok_hosts) of P(ansible.builtin.default#callback) set to V(false), it replaces
    hundreds of lines of output by what has changed.
options:
  sentences:
    description: How many sentences are shown for a mailbox. The rest is counted.
    type: int
    default: 20
    ini:
      - section: callback_mailbox_summary
        key: sentences
    env:
      - name: TEAMMAIL_SUMMARY_SENTENCES
requirements:
  - enable in configuration, as C(callbacks_enabled = teammail.zimbra.mailbox_summary) in the section C(defaults)
"""

import typing as t
from collections import Counter

from ansible.plugins.callback import CallbackBase

from ansible_collections.teammail.zimbra.plugins.plugin_utils.drift_text import UNSEEN, drift_text, names_of

REPORTED = "shared_mailbox_reported"
CHANGES = "shared_mailbox_changes"
UNREACHABLE = "shared_mailbox_unreachable"


class Report(t.NamedTuple):
    """What the role has reported of one mailbox."""

    host: str
    address: str
    sentences: t.List[str]
    unreachable: t.List[str]
    check_mode: bool


def part_of(result: t.Any, name: str) -> t.Any:
    """A part of a task's result, which ansible-core 2.19 made public."""
    found = getattr(result, name, None)
    return found if found is not None else getattr(result, f"_{name}")


def report_of(host: str, facts: t.Mapping[str, t.Any], check_mode: bool) -> Report:
    """The facts that the role sets at its end, in words."""
    address = str(facts[REPORTED]["address"])
    names = names_of(facts[REPORTED]["agents"])
    sentences = [drift_text(change, address, names) for change in facts[CHANGES] if change["step"] not in UNSEEN]
    unreachable = [f"{one['account']} could not be reached: {one['reason']}" for one in facts[UNREACHABLE]]
    return Report(host, address, sentences, unreachable, check_mode)


def lines_of(report: Report, shown: int) -> t.List[str]:
    """The line of a mailbox, and its sentences below it; what is said several times is said once, with its number."""
    count = len(report.sentences)
    if count:
        verb = ("would be" if report.check_mode else "was" if count == 1 else "were") + " mended"
        state = f"{count} difference{'' if count == 1 else 's'} {verb}"
    else:
        state = "in order"
    told = [f"{text} ({times} times)" if times > 1 else text for text, times in Counter(report.sentences).items()]
    lines = [f"{report.address}: {state}", *(f"    {text}" for text in told[:shown])]
    if len(told) > shown:
        lines.append(f"    ... and {len(told) - shown} more")
    return [*lines, *(f"    {text}" for text in report.unreachable)]


class CallbackModule(CallbackBase):
    """Collects what the role reports, and shows it when the run has ended."""

    CALLBACK_VERSION = 2.0
    CALLBACK_TYPE = "aggregate"
    CALLBACK_NAME = "teammail.zimbra.mailbox_summary"
    CALLBACK_NEEDS_ENABLED = True

    def __init__(self, *args: t.Any, **options: t.Any) -> None:
        super().__init__(*args, **options)
        self._reports: t.List[Report] = []
        self._failures: t.Dict[str, str] = {}

    def v2_runner_on_ok(self, result: t.Any) -> None:
        facts = part_of(result, "result").get("ansible_facts") or {}
        if REPORTED in facts:
            host = part_of(result, "host").get_name()
            self._reports.append(report_of(host, facts, bool(part_of(result, "task").check_mode)))

    def v2_runner_on_failed(self, result: t.Any, ignore_errors: bool = False) -> None:
        if not ignore_errors:
            said = str(part_of(result, "result").get("msg") or "failed")
            self._failures[part_of(result, "host").get_name()] = " ".join(said.split())

    def v2_playbook_on_stats(self, stats: t.Any) -> None:
        failed = {host: said for host, said in self._failures.items() if stats.summarize(host)["failures"]}
        if not self._reports and not failed:
            return
        self._display.banner("SHARED MAILBOXES")
        for report in self._reports:
            for line in lines_of(report, self.get_option("sentences")):
                self._display.display(line)
        for host, said in failed.items():
            self._display.display(f"{host}: failed: {said}")
        self._display.display("")
