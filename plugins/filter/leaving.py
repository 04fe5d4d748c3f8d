# Copyright (c) 2026, the teammail.zimbra contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
name: leaving
version_added: 0.1.0
author:
  - The teammail.zimbra contributors (@teammail)
short_description: The people who were agents of a shared mailbox and are so no more
description:
  - Everybody on the list of the agents who is no agent, everybody named as a former agent, and the folders that earlier ones have left behind.
positional: found, former, notes
options:
  _input:
    description: The agents, from P(teammail.zimbra.agents#filter).
    type: list
    elements: dict
    required: true
  found:
    description: What M(teammail.zimbra.address_info) returned for the other members of the list and the named former agents.
    type: list
    elements: dict
    required: true
  former:
    description: The former agents that are named, each a dictionary of C(address) and, optionally, C(folder).
    type: list
    elements: dict
    default: []
  notes:
    description: The administrator's notes of the mailbox's account.
    type: str
    default: ""
"""

EXAMPLES = r"""
- name: Show who leaves
  ansible.builtin.debug:
    msg: "{{ team | teammail.zimbra.leaving(others.addresses) | map(attribute='address') }}"
"""

RETURN = r"""
_value:
  description: Them, each with C(address), C(id), C(kind), C(key) and C(folders), the names that his folder may have.
  type: list
  elements: dict
"""

import typing as t

from ansible.errors import AnsibleFilterError

from ansible_collections.teammail.zimbra.plugins.module_utils.soap import InputError
from ansible_collections.teammail.zimbra.plugins.plugin_utils import roster


def leaving(
    agents: t.Sequence[t.Mapping[str, t.Any]],
    found: t.Sequence[t.Mapping[str, t.Any]],
    former: t.Sequence[t.Mapping[str, t.Any]] = (),
    notes: t.Optional[str] = None,
) -> t.Any:
    """See DOCUMENTATION; raises AnsibleFilterError with the sentence of what cannot be."""
    try:
        return roster.leaving(agents, found, former, notes)
    except InputError as err:
        raise AnsibleFilterError(str(err)) from err


class FilterModule:
    """Registers the filter."""

    def filters(self) -> t.Dict[str, t.Callable[..., t.Any]]:
        return {"leaving": leaving}
