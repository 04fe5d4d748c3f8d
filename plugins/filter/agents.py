# Copyright (c) 2026, the teammail.zimbra contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
name: agents
version_added: 0.1.0
author:
  - The teammail.zimbra contributors (@teammail)
short_description: The agents of a shared mailbox with their primary addresses and folder names
description:
  - Completes the agents of the role P(teammail.zimbra.shared_mailbox#role) by what the server knows of them.
  - A folder without a name gets the last word of the agent's display name, else the local part of his address.
  - Two agents who are one account, or whose folders the server could not tell apart, are refused with both named.
positional: found, notes
options:
  _input:
    description: The agents, each a dictionary of C(address) and, optionally, C(folder).
    type: list
    elements: dict
    required: true
  found:
    description: What M(teammail.zimbra.address_info) returned for the addresses.
    type: list
    elements: dict
    required: true
  notes:
    description: The administrator's notes of the mailbox's account, in which folder names of earlier runs are remembered.
    type: str
    default: ""
"""

EXAMPLES = r"""
- name: Show the folder names
  ansible.builtin.debug:
    msg: "{{ shared_mailbox_agents | teammail.zimbra.agents(found.addresses) | map(attribute='folder') }}"
"""

RETURN = r"""
_value:
  description:
    - The agents, each with C(address) (primary), C(asked) (as given), C(id), C(kind), C(display_name), C(folder) and
      C(former_folders), the names that his folder may have had before.
  type: list
  elements: dict
"""

import typing as t

from ansible.errors import AnsibleFilterError

from ansible_collections.teammail.zimbra.plugins.module_utils.soap import InputError
from ansible_collections.teammail.zimbra.plugins.plugin_utils import roster


def agents(
    wanted: t.Sequence[t.Mapping[str, t.Any]], found: t.Sequence[t.Mapping[str, t.Any]], notes: t.Optional[str] = None
) -> t.Any:
    """See DOCUMENTATION; raises AnsibleFilterError with the sentence of what cannot be."""
    try:
        return roster.team(wanted, found, notes)
    except InputError as err:
        raise AnsibleFilterError(str(err)) from err


class FilterModule:
    """Registers the filter."""

    def filters(self) -> t.Dict[str, t.Callable[..., t.Any]]:
        return {"agents": agents}
