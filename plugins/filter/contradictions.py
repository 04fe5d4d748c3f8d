# Copyright (c) 2026, the teammail.zimbra contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
name: contradictions
short_description: (internal) Find hosts that describe the same mailbox or list
version_added: 0.1.0
author:
  - The teammail.zimbra contributors (@teammail)
description:
  - Compares C(shared_mailbox_address), C(shared_mailbox_list) and C(shared_mailbox_aliases) of the hosts of an inventory. An address may be given
    only once, since two hosts with one mailbox or one list would remove each other's agents. Mailboxes with a common agent cannot have one
    C(shared_mailbox_persona_name), either.
  - Letter case and the spelling of a domain with umlauts make no difference. Hosts with different values of C(zimbra_url) are on different servers.
  - Internal to this collection; it may change in any release.
options:
  _input:
    description: The variable C(hostvars).
    type: dict
    required: true
  hosts:
    description: Names of the hosts to look at.
    type: list
    elements: str
    required: true
"""

EXAMPLES = r"""
- name: Show which hosts contradict each other
  ansible.builtin.debug:
    msg: "{{ hostvars | teammail.zimbra.contradictions(groups.shared_mailboxes) }}"
  run_once: true
"""

RETURN = r"""
_value:
  description: For each host that contradicts another one, the sentences that say so.
  type: dict
  sample:
    sales: [sales@example.com is shared_mailbox_address of the host sales and shared_mailbox_address of the host sales_old; ...]
"""

import typing as t

from ansible.module_utils.common.collections import is_sequence

from ansible_collections.teammail.zimbra.plugins.module_utils.errors import InputError
from ansible_collections.teammail.zimbra.plugins.module_utils.resources.team.defaults import default_list
from ansible_collections.teammail.zimbra.plugins.module_utils.values import address
from ansible_collections.teammail.zimbra.plugins.plugin_utils.host_variables import server_of, value_of

ADDRESS = "shared_mailbox_address"
LIST = "shared_mailbox_list"
ALIASES = "shared_mailbox_aliases"
PERSONA = "shared_mailbox_persona_name"
AGENTS = "shared_mailbox_agents"
STATE = "shared_mailbox_state"


def contradictions(hostvars: t.Mapping[str, t.Any], hosts: t.Iterable[str]) -> t.Dict[str, t.List[str]]:
    """The sentences on each host that claims an address which another host claims as well."""
    claims: t.Dict[t.Tuple[str, str], t.Dict[str, str]] = {}
    personas: t.Dict[t.Tuple[str, str, str], t.List[str]] = {}
    for host in dict.fromkeys(hosts):
        variables = hostvars[host]
        server = server_of(variables)
        for claimed, variable in _claims(variables).items():
            claims.setdefault((server, claimed), {})[host] = variable
        for agent, name in _personas(variables):
            personas.setdefault((server, agent, name), []).append(host)
    told: t.Dict[str, t.List[str]] = {}
    known: t.List[t.Set[str]] = []
    # addresses of mailboxes first: with one mailbox twice its list follows
    for (_where, claimed), by in sorted(claims.items(), key=lambda one: (ADDRESS not in one[1].values(), one[0])):
        if len(by) < 2 or set(by) in known:
            continue
        known.append(set(by))
        sentence = (
            "%s is %s; each of them would take away the other's agents: describe a mailbox by one host, with a list of its own,"
            " and correct or remove the other"
            % (claimed, " and ".join("%s of the host %s" % (v, h) for h, v in by.items()))
        )
        for host in by:
            told.setdefault(host, []).append(sentence)
    for (_where, agent, name), by_host in sorted(personas.items()):
        if len(by_host) > 1 and set(by_host) not in known:
            known.append(set(by_host))
            sentence = (
                "%s would have one persona %s for several mailboxes, by shared_mailbox_persona_name of the hosts %s; each of them would take it from the"
                " other: choose two names" % (agent, name, " and ".join(by_host))
            )
            for host in by_host:
                told.setdefault(host, []).append(sentence)
    return told


def _personas(variables: t.Mapping[str, t.Any]) -> t.List[t.Tuple[str, str]]:
    """(agent, name of their persona), where a host names it; the names that follow from addresses differ anyway."""
    name, agents = value_of(variables, PERSONA), value_of(variables, AGENTS)
    if value_of(variables, STATE) == "absent" or _address(value_of(variables, ADDRESS)) is None:
        return []
    if not isinstance(name, str) or not name.strip() or not is_sequence(agents):
        return []
    named = [_address(a.get("address")) for a in agents if isinstance(a, dict)]
    return [(agent, name.strip().lower()) for agent in dict.fromkeys(named) if agent]


def _claims(variables: t.Mapping[str, t.Any]) -> t.Dict[str, str]:
    """Address -> the variable that a host claims it by; nothing of a host that is no mailbox or whose addresses cannot be read."""
    own = _address(value_of(variables, ADDRESS))
    if own is None:
        return {}
    aliases = value_of(variables, ALIASES) or []
    if isinstance(aliases, str):
        aliases = aliases.split(",")
    found = {_address(a): ALIASES for a in aliases} if is_sequence(aliases) else {}
    team_list = value_of(variables, LIST)
    found[_address(team_list) if team_list else default_list(own)] = LIST
    found[own] = ADDRESS
    return {claimed: variable for claimed, variable in found.items() if claimed is not None}


def _address(value: t.Any) -> t.Optional[str]:
    try:
        return address("address", value) if isinstance(value, str) else None
    except InputError:
        return None


class FilterModule:
    """Registers the filter."""

    def filters(self) -> t.Dict[str, t.Callable[..., t.Any]]:
        return {"contradictions": contradictions}
