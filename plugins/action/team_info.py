# Copyright (c) 2026, the teammail.zimbra contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import typing as t

from ansible_collections.teammail.zimbra.plugins.modules import team_info
from ansible_collections.teammail.zimbra.plugins.plugin_utils.in_process import ActionModule as InProcess


class ActionModule(InProcess):
    """The action plugin of the module team_info, which takes its options from the role's variables, too."""

    def _take_more(self, task_vars: t.Mapping[str, t.Any]) -> None:
        """Not by a template for each option in the role, of some 40: Ansible would compile each of them for each mailbox anew."""
        prefix = self._task.args.get("variables")
        if prefix:
            named = {option: prefix + option for option in team_info.OPTIONS}
            self._take({option: task_vars[name] for option, name in named.items() if name in task_vars}, task_vars)
