# Copyright (c) 2026, the teammail.zimbra contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Which list is the team's, who works in a mailbox, and which folder below the Inbox is whose.  Pure: nothing is asked or changed."""

from __future__ import annotations

import re
import typing as t

from ..engine import State
from ..errors import InputError
from ..resources.common.tree import INBOX, Grant, Node
from ..resources.team import defaults
from ..resources.team.people import remembered_folder
from ..values import collation_key, fold, folder_name
from .discover import SENT, Person, SharedMailbox

# Rights without which nobody can take a mail: read it, and move it into another folder.
WORKING = set("rid")
SPELT_OUT = {"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "å": "aa", "ø": "oe", "æ": "ae"}


class Agent(t.NamedTuple):
    """Somebody who works in the mailbox; exists: whether the folder is there."""

    person: Person
    folder: str
    exists: bool


class Team(t.NamedTuple):
    """team_list: None where no list has a grant on the Inbox; leftovers: folders below the Inbox that are nobody's;
    outsiders: members of the list who cannot be agents, each with the person it stands for.
    """

    team_list: t.Optional[State]
    agents: t.List[Agent]
    leftovers: t.List[Node]
    outsiders: t.List[Person]

    def leaves_behind(self, box: SharedMailbox, node: Node) -> bool:
        """Whether the role would take a folder for that of somebody who is no agent any more."""
        names = [person.address.partition("@")[0] for person in self.outsiders] + [
            default_folder(p) for p in self.outsiders
        ]
        current = {agent.person.id for agent in self.agents}
        remembered = {**box.memory.agents, **box.memory.left}
        names += [name for digits, name in box.memory.old.items() if not any(i.startswith(digits) for i in current)]
        if node.id in [number for ident, number in remembered.items() if ident not in current]:
            return True
        return fold(node.name) in {fold(name) for name in names}


def team_of(box: SharedMailbox) -> Team:
    """The team as the variables of the role would name it."""
    chosen = choose_list(box)
    if chosen is not None:
        known = [box.people[m] for m in chosen["members"]]
    else:
        known = [box.people[g.id] for g in box.grants(INBOX) if g.id in box.people and WORKING.issubset(g.rights)]
    people = {p.id: p for p in sorted(known, key=lambda p: p.address) if p.works and p.id != box.holder.id}
    outsiders = [p for p in known if p.id not in people]
    inbox = box.tree.by_id(INBOX)
    below = [] if inbox is None else inbox.children
    folders = [node for node in below if node.kind == "folder"]
    own = {p.id: remembered_folder(p.id, box.memory, box.tree) for p in people.values()}
    pairs = match(list(people.values()), folders, {ident: node for ident, node in own.items() if node is not None})
    agents = name_folders(list(people.values()), pairs, below)
    taken = {node.id for node in pairs.values()}
    return Team(chosen, agents, [node for node in folders if node.id not in taken], outsiders)


def choose_list(box: SharedMailbox) -> t.Optional[State]:
    """Of several lists with a grant on the Inbox: the one of the default name, else the one with most rights on both folders."""
    by_id = {g.id: g for g in box.grants(INBOX) if g.type == "grp" and g.id in box.lists}
    on_sent = {g.id: g for g in box.grants(SENT)}

    def rank(ident: str) -> t.Tuple[t.Any, ...]:
        state = box.lists[ident]
        return (
            state["name"] != defaults.default_list(box.holder.name),
            -_weight(by_id[ident]),
            -_weight(on_sent.get(ident)),
            -len(state["members"]),
            state["name"],
        )

    return box.lists[min(by_id, key=rank)] if by_id else None


def _weight(grant: t.Optional[Grant]) -> int:
    return 0 if grant is None else len(set(grant.rights) & set(defaults.MANAGER))


def default_folder(person: Person) -> str:
    """The folder that the role gives an agent for whom none is named."""
    return defaults.default_folder(person.display_name, person.address)


def keys(name: str) -> t.Set[str]:
    """What a name is compared by: without accents, and with umlauts spelt out."""
    return {collation_key(name), collation_key("".join(SPELT_OUT.get(c, c) for c in name.lower()))}


def ways_to_call(person: Person) -> t.List[t.List[str]]:
    """What a folder of this person may be called, the likeliest first."""
    words = person.display_name.replace(",", " ").split()
    local = person.address.partition("@")[0]
    parts = [part for part in re.split("[._-]", local) if len(part) > 1]
    first = " ".join(words[:-1])
    return [
        [default_folder(person)],
        [person.display_name, " ".join(words)] if words else [],
        [f"{words[-1]}, {first}", f"{words[-1]} {first}"] if first else [],
        [local],
        words[:1],
        parts[-1:],
        parts,
        words,
    ]


def match(people: t.Sequence[Person], folders: t.Sequence[Node], known: t.Mapping[str, Node]) -> t.Dict[str, Node]:
    """account id -> the agent's folder.  From the likeliest name on; what fits two people or two folders alike is left to no one.

    known: whose folders are certain.
    """
    pairs: t.Dict[str, Node] = dict(known)
    names = {person.id: ways_to_call(person) for person in people}
    # folder -> those whom it fits alike; it stays theirs, until all but one of them have another
    contested: t.Dict[int, t.Set[str]] = {}

    def assign(fits: t.Callable[[Person, Node], bool]) -> None:
        taken = {node.id for node in pairs.values()}
        free = [f for f in folders if f.id not in taken and f.id not in contested]
        desired = {p.id: [f for f in free if fits(p, f)] for p in people if p.id not in pairs}
        for folder in free:
            rivals = {ident for ident, mine in desired.items() if folder in mine}
            if len(rivals) > 1:
                contested[folder.id] = rivals
            elif rivals and len(desired[min(rivals)]) == 1:
                pairs[min(rivals)] = folder
        for folder in folders:
            left = contested.get(folder.id, set()) - set(pairs)
            if len(left) == 1:
                pairs[left.pop()] = folder
                del contested[folder.id]

    for rank in range(max((len(ways) for ways in names.values()), default=0)):
        assign(lambda p, f, n=rank: any(keys(way) & keys(f.name) for way in names[p.id][n]))  # type: ignore[misc]
    # "Schulze (Berlin)": the name with something beside it
    assign(lambda p, f: any(keys(default_folder(p)) & keys(word) for word in re.split(r"[\W_]+", f.name) if word))
    return pairs


def name_folders(people: t.Sequence[Person], pairs: t.Mapping[str, Node], below: t.Sequence[Node]) -> t.List[Agent]:
    """Each agent with their folder; for one without, a name that the server can tell from all others."""
    taken = {collation_key(node.name) for node in below}
    agents = []
    for person in people:
        node = pairs.get(person.id)
        name = new_name(person, taken) if node is None else node.name
        taken.add(collation_key(name))
        agents.append(Agent(person, name, node is not None))
    return agents


def new_name(person: Person, taken: t.Container[str]) -> str:
    """The first name for the person's folder that the server accepts and that is free."""
    for name in (default_folder(person), person.display_name, person.address.partition("@")[0]):
        try:
            if name and collation_key(folder_name("folder", name)) not in taken:
                return folder_name("folder", name)
        except InputError:
            continue  # a display name may hold what a folder's name may not
    return person.address
