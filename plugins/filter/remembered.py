# Copyright (c) 2026, the teammail.zimbra contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
name: remembered
version_added: 0.1.0
author:
  - The teammail.zimbra contributors (@teammail)
short_description: The notes of a shared mailbox's account with the folder names worth remembering
description:
  - A folder follows from its agent's name. Those that do not, and those of people who left while mail was in them, are kept in the
    administrator's notes of the account, behind whatever else is written there.
positional: agents, people, kept
options:
  _input:
    description: The notes as they are.
    type: str
    required: true
  agents:
    description: The agents, from P(teammail.zimbra.agents#filter).
    type: list
    elements: dict
    required: true
  people:
    description: The people who leave, from P(teammail.zimbra.leaving#filter).
    type: list
    elements: dict
    default: []
  kept:
    description: Names of their folders that stay.
    type: list
    elements: str
    default: []
"""

EXAMPLES = r"""
- name: Show the notes
  ansible.builtin.debug:
    msg: "{{ notes | teammail.zimbra.remembered(team, people, ['Schulze']) }}"
"""

RETURN = r"""
_value:
  description: The notes as they are to be.
  type: str
"""

import typing as t

from ansible.errors import AnsibleFilterError

from ansible_collections.teammail.zimbra.plugins.module_utils.soap import InputError
from ansible_collections.teammail.zimbra.plugins.plugin_utils import roster


def remembered(
    notes: t.Optional[str],
    agents: t.Sequence[t.Mapping[str, t.Any]],
    people: t.Sequence[t.Mapping[str, t.Any]] = (),
    kept: t.Sequence[str] = (),
) -> t.Any:
    """See DOCUMENTATION; raises AnsibleFilterError with the sentence of what cannot be."""
    try:
        return roster.notes_after(notes, agents, people, kept)
    except InputError as err:
        raise AnsibleFilterError(str(err)) from err


class FilterModule:
    """Registers the filter."""

    def filters(self) -> t.Dict[str, t.Callable[..., t.Any]]:
        return {"remembered": remembered}
