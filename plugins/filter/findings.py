# Copyright (c) 2026, the teammail.zimbra contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
name: findings
short_description: (internal) Collect what a check found out about each mailbox
version_added: 0.1.0
author:
  - The teammail.zimbra contributors (@teammail)
description:
  - Takes what the role P(teammail.zimbra.shared_mailbox#role) and the playbook C(teammail.zimbra.drift) have set for each host, in the form of
    which the filter P(teammail.zimbra.drift#filter) makes a report.
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
  parts:
    description:
      - What other runs have found, each a dictionary of hosts and their findings. If there are any, nothing else counts, and a host that is in none of
        them was not checked.
    type: list
    elements: dict
    default: []
"""

EXAMPLES = r"""
- name: Count the mailboxes that are not as they should be
  ansible.builtin.debug:
    msg: "{{ (hostvars | teammail.zimbra.findings(ansible_play_hosts_all) | teammail.zimbra.drift).drifted }}"
  run_once: true
"""

RETURN = r"""
_value:
  description: One finding for each host, in their order; for their shape see the filter P(teammail.zimbra.drift#filter).
  type: list
  elements: dict
"""

import typing as t

from ansible_collections.teammail.zimbra.plugins.plugin_utils.host_variables import plan_of, value_of

Finding = t.Dict[str, t.Any]


def findings(
    hostvars: t.Mapping[str, t.Any], hosts: t.Iterable[str], parts: t.Sequence[t.Mapping[str, Finding]] = ()
) -> t.List[Finding]:
    """What is known about each host's mailbox."""
    # Ansible makes a host's variables anew each time that they are asked for
    each = {host: hostvars[host] for host in hosts}
    if parts:
        return [
            next((part[host] for part in parts if host in part), _missing(host, variables))
            for host, variables in each.items()
        ]
    every = [value_of(each[h] if h in each else hostvars[h], "shared_mailbox_address") for h in hostvars]
    described = [address for address in every if isinstance(address, str) and address]
    return [_found(host, variables, described) for host, variables in each.items()]


def _missing(host: str, variables: t.Mapping[str, t.Any]) -> Finding:
    """Of a host that was to be checked and was not."""
    return {
        "host": host,
        "address": _address(host, variables),
        "missing": True,
        "language": _wanted({}, variables, "language", "en"),
    }


def _wanted(desired: t.Mapping[str, t.Any], variables: t.Mapping[str, t.Any], option: str, default: str) -> str:
    """As the role has taken it, from wherever it was set; of a mailbox that it has not taken, the host's own."""
    return str(desired.get(option) or value_of(variables, "shared_mailbox_" + option) or default)


def _found(host: str, variables: t.Mapping[str, t.Any], described: t.List[str]) -> Finding:
    """described: the addresses of all mailboxes that any host describes."""
    plan = plan_of(variables)
    desired, rights = plan.get("desired") or {}, plan.get("effective_rights")
    asked = {} if rights is not None else value_of(variables, "shared_mailbox_rights_read") or {}
    access = (
        {"effective_rights": rights} if rights else {k: asked[k] for k in ("effective_rights", "msg") if k in asked}
    )
    return {
        "host": host,
        "address": desired.get("address") or _address(host, variables),
        "agents": plan.get("team") or [],
        "former_agents": plan.get("former_agents") or [],
        "extra_access": plan.get("extra_access") or [],
        "shared_in_domain": plan.get("shared_in_domain") or [],
        "described": described if host in (value_of(variables, "drift_searching") or []) else [],
        "changes": value_of(variables, "shared_mailbox_changes") or [],
        "expected": _wanted(desired, variables, "state", "present") == "present",
        "access": access,
        "unreachable": value_of(variables, "shared_mailbox_unreachable") or [],
        "tolerated": _wanted(desired, variables, "unreachable_agents", "fail") == "warn",
        "inactive": _wanted(desired, variables, "status", "active") != "active",
        "problem": value_of(variables, "drift_problem") or "",
        "failed_task": value_of(variables, "drift_failed_task") or "",
        "language": _wanted(desired, variables, "language", "en"),
    }


def _address(host: str, variables: t.Mapping[str, t.Any]) -> str:
    return str(value_of(variables, "shared_mailbox_address") or host).lower()


class FilterModule:
    """Registers the filter."""

    def filters(self) -> t.Dict[str, t.Callable[..., t.Any]]:
        return {"findings": findings}
