# Copyright (c) 2026, the teammail.zimbra contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
name: removable
version_added: 0.1.0
author:
  - The teammail.zimbra contributors (@teammail)
short_description: The folders of former agents that can be removed
description:
  - All folders that people have left behind, or only the ones without mail.
positional: folders, keep
options:
  _input:
    description: The people who left, from P(teammail.zimbra.leaving#filter).
    type: list
    elements: dict
    required: true
  folders:
    description: What M(teammail.zimbra.folder_info) returned for their folders, sub-folders included.
    type: list
    elements: dict
    required: true
  keep:
    description: Whether folders with mail in them stay.
    type: bool
    required: true
"""

EXAMPLES = r"""
- name: Show which folders are empty
  ansible.builtin.debug:
    msg: "{{ people | teammail.zimbra.removable(found.folders, true) }}"
"""

RETURN = r"""
_value:
  description: Paths of the folders.
  type: list
  elements: str
"""

import typing as t

from ansible.errors import AnsibleFilterError

from ansible_collections.teammail.zimbra.plugins.module_utils.soap import InputError
from ansible_collections.teammail.zimbra.plugins.plugin_utils import roster


def removable(
    people: t.Sequence[t.Mapping[str, t.Any]], folders: t.Sequence[t.Mapping[str, t.Any]], keep: bool
) -> t.Any:
    """See DOCUMENTATION; raises AnsibleFilterError with the sentence of what cannot be."""
    try:
        return roster.removable(people, folders, keep)
    except InputError as err:
        raise AnsibleFilterError(str(err)) from err


class FilterModule:
    """Registers the filter."""

    def filters(self) -> t.Dict[str, t.Callable[..., t.Any]]:
        return {"removable": removable}
