# Copyright (c) 2026, the teammail.zimbra contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A shared mailbox in the variables of the role shared_mailbox: what is there already, where it differs from the defaults.  Pure."""

from __future__ import annotations

import re
import typing as t
from collections import Counter

from ..engine import State
from ..resources.common.tree import INBOX, TRASH, Node
from ..resources.identity.reading import DEFAULT, same
from ..resources.team import defaults
from .discover import SENT, AgentMailbox, SharedMailbox
from .team import Team, default_folder

# Host names that mean something else to Ansible.
RESERVED = {"all", "ungrouped", "localhost", "shared_mailboxes"}


def display_name(box: SharedMailbox) -> str:
    """What the role calls the mailbox when nothing is said."""
    return box.holder.display_name or defaults.default_display_name(box.holder.name)


def list_display_name(box: SharedMailbox) -> str:
    return defaults.list_display_name(display_name(box))


def variables_of(box: SharedMailbox, team: Team) -> State:
    """The variables that make the role leave alone what is in order: only those whose value is not the default."""
    address, name = box.holder.name, display_name(box)
    values: State = {"shared_mailbox_address": address, "shared_mailbox_agents": []}
    for agent in team.agents:
        entry = {"address": agent.person.address}
        if agent.folder != default_folder(agent.person):
            entry["folder"] = agent.folder
        values["shared_mailbox_agents"].append(entry)
    if team.team_list is not None:
        values.update(_list_variables(box, team.team_list))
    agent_mailboxes = [box.agent_mailboxes[a.person.id] for a in team.agents if a.person.id in box.agent_mailboxes]
    inbox_default = defaults.fit(name)
    inbox_name = most_common((n.path[1:] for d in agent_mailboxes for n in mounts(box, d, INBOX)[:1]), inbox_default)
    if inbox_name != inbox_default:
        values["shared_mailbox_inbox_name"] = inbox_name
    sent_default = defaults.sent_mount_name(inbox_name, "en")
    sent_name = most_common((n.path[1:] for d in agent_mailboxes for n in mounts(box, d, SENT)[:1]), sent_default)
    if sent_name == defaults.sent_mount_name(inbox_name, "de"):
        values["shared_mailbox_language"] = "de"
    elif sent_name != sent_default:
        values["shared_mailbox_sent_name"] = sent_name
    personas = [p for d in agent_mailboxes for p in own_personas(box, d)]
    values.update(_aliases(box, agent_mailboxes, common_persona_name(box, personas)))
    display = most_common((p["from_display"] for p in personas if p["from_display"]), name)
    if display != name:
        values["shared_mailbox_from_display"] = display
    called = common_persona_name(box, personas)
    if not same(called, address):
        values["shared_mailbox_persona_name"] = called
    return values


def common_persona_name(box: SharedMailbox, personas: t.Sequence[State]) -> str:
    """What most of the agents call the persona that writes as the mailbox."""
    return most_common((p["name"] for p in personas), box.holder.name)


def _aliases(box: SharedMailbox, agent_mailboxes: t.Sequence[AgentMailbox], called: str) -> State:
    """Which of the mailbox's aliases the personas answer for: from a persona of its own each, or from the primary address."""
    personas = [p for d in agent_mailboxes for p in d.personas(box.holder) if p["name"] != DEFAULT]
    own = [a for a in box.aliases if any((p["from_address"] or "").lower() == a for p in personas)]
    if own:
        return {"shared_mailbox_aliases": own, "shared_mailbox_reply_as_alias": True}
    main = [p for p in personas if same(p["name"], called)]
    named = [a for a in box.aliases if 2 * sum(a in p["when_sent_to"] for p in main) > len(main)]
    return {"shared_mailbox_aliases": named} if named else {}


def _list_variables(box: SharedMailbox, team_list: State) -> State:
    values: State = {}
    if team_list["name"] != defaults.default_list(box.holder.name):
        values["shared_mailbox_list"] = team_list["name"]
    if team_list["display_name"] and team_list["display_name"] != list_display_name(box):
        values["shared_mailbox_list_display_name"] = team_list["display_name"]
    if not team_list["hide_from_address_list"]:
        # Whether colleagues see the list in the address book is taste, so it stays as it is.
        values["shared_mailbox_list_hidden"] = False
    return values


def most_common(values: t.Iterable[str], default: str) -> str:
    """What most of them are; the default if it is among the most frequent, and where there is nothing."""
    counted = Counter(values)
    most = max(counted.values(), default=0)
    best = sorted(value for value, number in counted.items() if number == most)
    return default if default in best or not best else best[0]


def mounts(box: SharedMailbox, agent_mailbox: AgentMailbox, folder: int) -> t.List[Node]:
    """The mountpoints of the shared Inbox or Sent in somebody's mailbox, oldest first; what lies in their trash counts as deleted."""
    if agent_mailbox.tree is None:
        return []
    links = [n for n in agent_mailbox.tree.nodes() if n.kind == "mountpoint" and not n.is_below(TRASH)]
    return sorted((n for n in links if n.owner_id == box.holder.id and n.remote_id == folder), key=lambda n: n.id)


def own_personas(box: SharedMailbox, agent_mailbox: AgentMailbox) -> t.List[State]:
    """Somebody's personas that write as the shared mailbox."""
    return [
        p
        for p in agent_mailbox.personas(box.holder)
        if (p["from_address"] or "").lower() == box.holder.name and p["name"] != DEFAULT
    ]


def host_names(addresses: t.Sequence[str]) -> t.Dict[str, str]:
    """address -> host name: its local part, or all of it where two would be called the same or the name means something to Ansible."""
    local = {address: _plain(address.partition("@")[0]) for address in addresses}
    counted = Counter(name.lower() for name in local.values())
    return {
        address: _plain(address) if counted[name.lower()] > 1 or name.lower() in RESERVED or not name else name
        for address, name in local.items()
    }


def _plain(name: str) -> str:
    """Nothing that is a pattern, a path or a range to Ansible."""
    return re.sub(r"[^A-Za-z0-9._@+-]", "_", name).lstrip(".-@+")
