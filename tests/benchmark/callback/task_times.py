# Copyright (c) 2026, the teammail.zimbra contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
name: task_times
type: stdout
short_description: Prints how long each task took
description:
  - One line TIME, name, seconds for each result; failures are told in full.
"""

import time  # noqa: E402

from ansible.plugins.callback import CallbackBase  # noqa: E402


class CallbackModule(CallbackBase):
    """A stdout callback for the benchmark."""

    CALLBACK_VERSION = 2.0
    CALLBACK_TYPE = "stdout"
    CALLBACK_NAME = "task_times"

    def v2_playbook_on_task_start(self, task, is_conditional):
        self._started = time.monotonic()

    def v2_runner_on_ok(self, result):
        self._display.display(f"TIME\t{result.task_name}\t{time.monotonic() - self._started:.6f}")

    def v2_runner_on_failed(self, result, ignore_errors=False):
        shown = result._result if hasattr(result, "_result") else result.result
        self._display.display(f"FAILED {result.task_name}: {shown}")
