# Copyright (c) 2026, the teammail.zimbra contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import typing as t

from ansible_collections.teammail.zimbra.plugins.modules import team_info
from ansible_collections.teammail.zimbra.plugins.plugin_utils.in_process import ActionModule as InProcess
from ansible_collections.teammail.zimbra.plugins.plugin_utils.make_unsafe import TEMPLATES_ARE_MARKED


class ActionModule(InProcess):
    """The action plugin of the module team_info, which takes its options from the role's variables, too."""

    def _take_more(self, task_vars: t.Mapping[str, t.Any]) -> None:
        """Not by a template for each option in the role, of some 40: Ansible would compile each of them for each mailbox anew.

        Before 2.19 such a template also makes a list of a text that looks like one, which people rely on.
        """
        prefix = self._task.args.get("variables")
        if prefix:
            named = {option: prefix + option for option in team_info.OPTIONS if prefix + option in task_vars}
            values = {
                option: task_vars[name] if TEMPLATES_ARE_MARKED else "{{ %s }}" % name for option, name in named.items()
            }
            self._take(values, task_vars)
