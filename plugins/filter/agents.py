# Copyright (c) 2026, the teammail.zimbra contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
name: agents
short_description: The agents of a shared mailbox with their primary addresses and folder names
version_added: 0.1.0
author:
  - The teammail.zimbra contributors (@teammail)
description:
  - Completes the agents of the role P(teammail.zimbra.shared_mailbox#role) by what the server knows of them.
  - A folder without a name gets the last word of the agent's display name, else the local part of his address.
  - Two agents who are one account, or whose folders the server could not tell apart, are refused with both named.
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
"""

EXAMPLES = r"""
- name: Show the folder names
  ansible.builtin.debug:
    msg: "{{ shared_mailbox_agents | teammail.zimbra.agents(found.addresses) | map(attribute='folder') }}"
"""

RETURN = r"""
_value:
  description: The agents, each with C(address) (primary), C(asked) (as given), C(folder), C(kind) and C(display_name).
  type: list
  elements: dict
"""

import typing as t

from ansible.errors import AnsibleFilterError

from ansible_collections.teammail.zimbra.plugins.module_utils.soap import InputError
from ansible_collections.teammail.zimbra.plugins.module_utils.values import address, collation_key, folder_name


def last_word(display_name: t.Optional[str], local_part: str) -> str:
    """What colleagues call somebody: the last word of his display name, else the local part of his address."""
    words = (display_name or "").split()
    return words[-1] if words else local_part


def agents(wanted: t.Sequence[t.Mapping[str, t.Any]], found: t.Sequence[t.Mapping[str, t.Any]]) -> t.List[t.Dict[str, t.Any]]:
    """The agents with their primary addresses and folder names.

    wanted: entries of {address, folder}; found: what address_info says of the addresses.  Raises AnsibleFilterError for
    two agents who are one account, or whose folders the server could not tell apart (zimbra-soap-mail.md 2.2).
    """
    known = {entry["address"]: entry for entry in found}
    result: t.List[t.Dict[str, t.Any]] = []
    by_name: t.Dict[str, str] = {}
    by_folder: t.Dict[str, t.Dict[str, t.Any]] = {}
    try:
        for agent in wanted:
            asked = address("shared_mailbox_agents address", agent.get("address", ""))
            entry = known.get(asked, {"kind": "none"})
            name = entry["name"] if entry["kind"] == "account" else asked
            chosen = agent.get("folder") or last_word(entry.get("display_name"), name.partition("@")[0])
            folder = folder_name("shared_mailbox_agents folder of %s" % asked, chosen)
            if name in by_name:
                raise InputError("shared_mailbox_agents names the account %s twice, as %s and %s; name it once" % (name, by_name[name], asked))
            other = by_folder.get(collation_key(folder))
            if other:
                raise InputError(
                    "the folders of %s (%s) and %s (%s) would have names that Zimbra takes for the same; give one of them another folder"
                    % (other["address"], other["folder"], name, folder)
                )
            by_name[name] = asked
            by_folder[collation_key(folder)] = {"address": name, "folder": folder}
            result.append({"address": name, "asked": asked, "folder": folder, "kind": entry["kind"], "display_name": entry.get("display_name")})
    except InputError as err:
        raise AnsibleFilterError(str(err)) from err
    return result


class FilterModule:
    """Registers the filter."""

    def filters(self) -> t.Dict[str, t.Callable[..., t.Any]]:
        return {"agents": agents}
