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

from ansible_collections.teammail.zimbra.plugins.plugin_utils.host_variables import value_of

Finding = t.Dict[str, t.Any]


def findings(
    hostvars: t.Mapping[str, t.Any], hosts: t.Iterable[str], parts: t.Sequence[t.Mapping[str, Finding]] = ()
) -> t.List[Finding]:
    """What is known about each host's mailbox."""
    found = []
    for host in hosts:
        known = next((part[host] for part in parts if host in part), None)
        if known is None:
            known = _missing(host, hostvars[host]) if parts else _found(host, hostvars[host])
        found.append(known)
    if not parts:
        searching = [one for one in found if one["host"] in (value_of(hostvars[one["host"]], "drift_searching") or [])]
        described = _addresses(hostvars) if searching else []
        for one in searching:
            one["described"] = described
    return found


def _addresses(hostvars: t.Mapping[str, t.Any]) -> t.List[str]:
    """Of all mailboxes that any host describes."""
    every = [value_of(hostvars[host], "shared_mailbox_address") for host in hostvars]
    return [address for address in every if isinstance(address, str) and address]


def _missing(host: str, variables: t.Mapping[str, t.Any]) -> Finding:
    """Of a host that was to be checked and was not."""
    return {"host": host, "address": _address(host, variables), "missing": True, "language": _language(variables)}


def _found(host: str, variables: t.Mapping[str, t.Any]) -> Finding:
    plan = _plan_of(variables)
    desired, rights = plan.get("desired") or {}, plan.get("effective_rights")
    asked = {} if rights is not None else value_of(variables, "shared_mailbox_rights_read") or {}

    def wanted(option: str, default: str) -> str:
        """As the role has taken it, from wherever it was set; of a mailbox that it refused, the host's own."""
        return str(desired.get(option) or value_of(variables, "shared_mailbox_" + option) or default)

    return {
        "host": host,
        "address": desired.get("address") or _address(host, variables),
        "agents": plan.get("team") or [],
        "former_agents": plan.get("former_agents") or [],
        "extra_access": plan.get("extra_access") or [],
        "shared_in_domain": plan.get("shared_in_domain") or [],
        "described": [],
        "changes": value_of(variables, "shared_mailbox_changes") or [],
        "expected": wanted("state", "present") == "present",
        "access": {"effective_rights": rights}
        if rights
        else {k: asked[k] for k in ("effective_rights", "msg") if k in asked},
        "unreachable": value_of(variables, "shared_mailbox_unreachable") or [],
        "tolerated": wanted("unreachable_agents", "fail") == "warn",
        "inactive": wanted("status", "active") != "active",
        "problem": value_of(variables, "drift_problem") or "",
        "failed_task": value_of(variables, "drift_failed_task") or "",
        "language": wanted("language", "en"),
    }


def _plan_of(variables: t.Mapping[str, t.Any]) -> t.Mapping[str, t.Any]:
    """What team_info found out; of a host that it refused, nothing."""
    plan = value_of(variables, "shared_mailbox_plan")
    return plan if isinstance(plan, dict) else {}


def _address(host: str, variables: t.Mapping[str, t.Any]) -> str:
    return str(value_of(variables, "shared_mailbox_address") or host).lower()


def _language(variables: t.Mapping[str, t.Any]) -> str:
    return str(value_of(variables, "shared_mailbox_language") or "en")


class FilterModule:
    """Registers the filter."""

    def filters(self) -> t.Dict[str, t.Callable[..., t.Any]]:
        return {"findings": findings}
