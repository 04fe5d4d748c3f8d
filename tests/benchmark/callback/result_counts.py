# Copyright (c) 2026, the teammail.zimbra contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
name: result_counts
type: stdout
short_description: Counts what the controller had to handle
description:
  - One line COUNTS with JSON at the end, results by the task they belong to; failures are told in full.
"""

import collections  # noqa: E402
import json  # noqa: E402

from ansible.plugins.callback import CallbackBase  # noqa: E402


class CallbackModule(CallbackBase):
    """A stdout callback for the benchmark; each result of a task on a host counts, also a skipped one and that of an include."""

    CALLBACK_VERSION = 2.0
    CALLBACK_TYPE = "stdout"
    CALLBACK_NAME = "result_counts"

    def __init__(self):
        super().__init__()
        self._counts = collections.Counter()
        self._changed = 0

    def _count(self, result):
        shown = result._result if hasattr(result, "_result") else result.result
        self._changed += bool(shown.get("changed"))
        self._counts[result.task_name] += 1

    v2_runner_on_ok = v2_runner_on_skipped = v2_runner_on_unreachable = _count

    def v2_playbook_on_include(self, included_file):
        self._counts["included"] += len(included_file._hosts)

    def v2_runner_on_failed(self, result, ignore_errors=False):
        self._count(result)
        shown = result._result if hasattr(result, "_result") else result.result
        self._display.display(f"FAILED {result.task_name}: {shown}")

    def v2_playbook_on_stats(self, stats):
        self._display.display("COUNTS " + json.dumps({"changed": self._changed, "tasks": self._counts}))
