# Copyright (c) 2026, the teammail.zimbra contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
name: renamed
version_added: 0.1.0
author:
  - The teammail.zimbra contributors (@teammail)
short_description: The agents whose folder is still there under a former name
description:
  - Of the agents of a shared mailbox, those whose folder bears a former name and is to be renamed.
positional: present
options:
  _input:
    description: The agents, from P(teammail.zimbra.agents#filter).
    type: list
    elements: dict
    required: true
  present:
    description: Paths of the folders below the Inbox that exist.
    type: list
    elements: str
    required: true
"""

EXAMPLES = r"""
- name: Show whose folder is to be renamed
  ansible.builtin.debug:
    msg: "{{ team | teammail.zimbra.renamed(['/Inbox/Meier']) | map(attribute='address') }}"
"""

RETURN = r"""
_value:
  description: Those agents.
  type: list
  elements: dict
"""

import typing as t

from ansible.errors import AnsibleFilterError

from ansible_collections.teammail.zimbra.plugins.module_utils.soap import InputError
from ansible_collections.teammail.zimbra.plugins.plugin_utils import roster


def renamed(agents: t.Sequence[t.Mapping[str, t.Any]], present: t.Sequence[str]) -> t.Any:
    """See DOCUMENTATION; raises AnsibleFilterError with the sentence of what cannot be."""
    try:
        return roster.renamed(agents, present)
    except InputError as err:
        raise AnsibleFilterError(str(err)) from err


class FilterModule:
    """Registers the filter."""

    def filters(self) -> t.Dict[str, t.Callable[..., t.Any]]:
        return {"renamed": renamed}
