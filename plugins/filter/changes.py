# Copyright (c) 2026, the teammail.zimbra contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
name: changes
short_description: (internal) Collect the changes of several module results
version_added: 0.1.0
author:
  - The teammail.zimbra contributors (@teammail)
description:
  - Collects what the steps of the role P(teammail.zimbra.shared_mailbox#role) changed, or would change in check mode, in one list.
  - Internal to this collection; it may change in any release.
options:
  _input:
    description: Results of this collection's modules by the name of the step.
    type: dict
    required: true
"""

EXAMPLES = r"""
- name: Show what was changed
  ansible.builtin.debug:
    msg: "{{ {'account': account_result, 'folders': folders_result} | teammail.zimbra.changes }}"
"""

RETURN = r"""
_value:
  description: The changes, each with C(step), C(object), C(key), C(before) and C(after).
  type: list
  elements: dict
"""

import typing as t


def changes(results: t.Mapping[str, t.Any]) -> t.List[t.Dict[str, t.Any]]:
    """The changes of a role's steps in one list: {step, object, key, before, after}; results: step -> what a module returned."""
    return [
        dict(change, step=step)
        for step, result in results.items()
        # a task with a loop has one result for each of its items
        for one in [result, *result.get("results", [])]
        for change in one.get("changes", [])
    ]


class FilterModule:
    """Registers the filter."""

    def filters(self) -> t.Dict[str, t.Callable[..., t.Any]]:
        return {"changes": changes}
