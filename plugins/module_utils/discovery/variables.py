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
from ..resources.team import defaults as rules
from .discover import SENT, Desk, Found
from .team import Team, default_folder

# Host names that mean something else to Ansible.
RESERVED = {"all", "ungrouped", "localhost", "shared_mailboxes"}


def display_name(found: Found) -> str:
    """What the role calls the mailbox when nothing is said."""
    return found.holder.display_name or rules.default_display_name(found.holder.name)


def list_display_name(found: Found) -> str:
    return rules.list_display_name(display_name(found))


def variables_of(found: Found, team: Team) -> State:
    """The variables that make the role leave alone what is in order: only those whose value is not the default."""
    address, name = found.holder.name, display_name(found)
    values: State = {"shared_mailbox_address": address, "shared_mailbox_agents": []}
    for agent in team.agents:
        entry = {"address": agent.person.address}
        if agent.folder != default_folder(agent.person):
            entry["folder"] = agent.folder
        values["shared_mailbox_agents"].append(entry)
    if team.team_list is not None:
        values.update(_list_variables(found, team.team_list))
    desks = [found.desks[a.person.id] for a in team.agents if a.person.id in found.desks]
    inbox_default, sent_default = rules.mount_names(name, "en")
    inbox_name = usual((n.path[1:] for d in desks for n in mounts(found, d, INBOX)[:1]), inbox_default)
    if inbox_name != inbox_default:
        values["shared_mailbox_inbox_name"] = inbox_name
    sent_name = usual((n.path[1:] for d in desks for n in mounts(found, d, SENT)[:1]), sent_default)
    if sent_name == rules.mount_names(name, "de")[1]:
        values["shared_mailbox_language"] = "de"
    elif sent_name != sent_default:
        values["shared_mailbox_sent_name"] = sent_name
    personas = [p for d in desks for p in own_personas(found, d)]
    values.update(_aliases(found, desks, called_by(found, personas)))
    display = usual((p["from_display"] for p in personas if p["from_display"]), name)
    if display != name:
        values["shared_mailbox_from_display"] = display
    called = called_by(found, personas)
    if not same(called, address):
        values["shared_mailbox_persona_name"] = called
    return values


def called_by(found: Found, personas: t.Sequence[State]) -> str:
    """What most of the agents call the persona that writes as the mailbox."""
    return usual((p["name"] for p in personas), found.holder.name)


def _aliases(found: Found, desks: t.Sequence[Desk], called: str) -> State:
    """Which of the mailbox's aliases the personas answer for: from a persona of its own each, or from the primary address."""
    personas = [p for d in desks for p in d.personas(found.holder) if p["name"] != DEFAULT]
    own = [a for a in found.aliases if any((p["from_address"] or "").lower() == a for p in personas)]
    if own:
        return {"shared_mailbox_aliases": own, "shared_mailbox_reply_as_alias": True}
    main = [p for p in personas if same(p["name"], called)]
    named = [a for a in found.aliases if 2 * sum(a in p["when_sent_to"] for p in main) > len(main)]
    return {"shared_mailbox_aliases": named} if named else {}


def _list_variables(found: Found, team_list: State) -> State:
    values: State = {}
    if team_list["name"] != rules.default_list(found.holder.name):
        values["shared_mailbox_list"] = team_list["name"]
    if team_list["display_name"] and team_list["display_name"] != list_display_name(found):
        values["shared_mailbox_list_display_name"] = team_list["display_name"]
    if not team_list["hide_from_address_list"]:
        # Whether colleagues see the list in the address book is taste, so it stays as it is.
        values["shared_mailbox_list_hidden"] = False
    return values


def usual(values: t.Iterable[str], default: str) -> str:
    """What most of them are; the default if it is among the most frequent, and where there is nothing."""
    counted = Counter(values)
    most = max(counted.values(), default=0)
    best = sorted(value for value, number in counted.items() if number == most)
    return default if default in best or not best else best[0]


def mounts(found: Found, desk: Desk, folder: int) -> t.List[Node]:
    """The mountpoints of the shared Inbox or Sent in somebody's mailbox, oldest first; what lies in his trash is deleted."""
    if desk.tree is None:
        return []
    links = [n for n in desk.tree.nodes() if n.kind == "mountpoint" and not n.is_below(TRASH)]
    return sorted((n for n in links if n.owner_id == found.holder.id and n.remote_id == folder), key=lambda n: n.id)


def own_personas(found: Found, desk: Desk) -> t.List[State]:
    """Somebody's personas that write as the shared mailbox."""
    return [
        p
        for p in desk.personas(found.holder)
        if (p["from_address"] or "").lower() == found.holder.name and p["name"] != DEFAULT
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
