# Copyright (c) 2026, the teammail.zimbra contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
name: clashes
short_description: (internal) Find mailboxes that want the same name in somebody's mailbox
version_added: 0.1.0
author:
  - The teammail.zimbra contributors (@teammail)
description:
  - Compares what the role has found out about the mailboxes of a run, C(shared_mailbox_plan). Somebody who is an agent of two mailboxes cannot have two
    folders of the same name side by side, nor two personas of the same name.
  - Folders are compared only where one of the mailboxes is about to create or rename one, since agents may rename theirs.
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
- name: Show which mailboxes want the same name
  ansible.builtin.debug:
    msg: "{{ hostvars | teammail.zimbra.clashes(ansible_play_hosts) }}"
  run_once: true
"""

RETURN = r"""
_value:
  description: For each host that clashes with another one, the sentences that say so.
  type: dict
  sample:
    sales: [meier@example.com would have two personas called Team, ...]
"""

import typing as t

from ansible_collections.teammail.zimbra.plugins.module_utils.values import fold
from ansible_collections.teammail.zimbra.plugins.plugin_utils.host_variables import plan_of, server_of

FOLDERS = ("inbox_name", "sent_name")


class Claim(t.NamedTuple):
    """What a host wants to call something: by which variable, for which mailbox, and whether it is about to bring it about."""

    variable: str
    mailbox: str
    name: str
    is_new: bool


def clashes(hostvars: t.Mapping[str, t.Any], hosts: t.Iterable[str]) -> t.Dict[str, t.List[str]]:
    """The sentences on each host that wants a name in an agent's mailbox which another host wants as well."""
    names = list(dict.fromkeys(hosts))
    if len(names) < 2:
        return {}
    claims: t.Dict[t.Tuple[str, str, str, str], t.Dict[str, Claim]] = {}
    called: t.Dict[t.Tuple[str, str, str, str], str] = {}
    for host in names:
        variables = hostvars[host]
        server = server_of(variables)
        for who, address, kind, claim in _claims(_plan_of(variables)):
            key = (server, who, kind, fold(claim.name))
            claims.setdefault(key, {}).setdefault(host, claim)
            called[key] = address
    told: t.Dict[str, t.List[str]] = {}
    known: t.Set[t.Tuple[str, ...]] = set()
    for key, by in sorted(claims.items(), key=lambda one: one[0]):
        is_folder = key[2] == "folder"
        if len({claim.mailbox for claim in by.values()}) < 2 or (is_folder and not any(c.is_new for c in by.values())):
            continue
        # once for all agents of the same mailboxes
        if (*key[2:], *by) in known:
            continue
        known.add((*key[2:], *by))
        sentence = "%s would have two %s called %s: %s; set that variable to another value for one of them" % (
            called[key],
            "folders" if is_folder else "personas",
            next(iter(by.values())).name,
            " and ".join(f"shared_mailbox_{c.variable} of the host {host}" for host, c in by.items()),
        )
        for host in by:
            told.setdefault(host, []).append(sentence)
    return told


def _plan_of(variables: t.Mapping[str, t.Any]) -> t.Mapping[str, t.Any]:
    """A host's plan; of a host without one, or that has failed, nothing."""
    plan = plan_of(variables)
    return plan if isinstance(plan.get("desired"), dict) and "joining" in plan else {}


def _claims(plan: t.Mapping[str, t.Any]) -> t.Iterator[t.Tuple[str, str, str, Claim]]:
    """(id or address of an agent, address, kind, claim)."""
    desired = plan.get("desired") or {}
    if desired.get("state") != "present":
        return
    renamed = any(m["former_name"] not in (None, m["name"]) for m in plan["mounts"])
    for agent in plan["team"]:
        who, address = agent["id"] or agent["address"], agent["address"]
        is_new = renamed or address in plan["joining"]
        for option in FOLDERS:
            yield who, address, "folder", Claim(option, desired["address"], desired[option], is_new)
        for persona in desired["personas"]:
            yield who, address, "persona", Claim("persona_name", desired["address"], persona["name"], is_new)


class FilterModule:
    """Registers the filter."""

    def filters(self) -> t.Dict[str, t.Callable[..., t.Any]]:
        return {"clashes": clashes}
