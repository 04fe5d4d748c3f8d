# Copyright (c) 2026, the teammail.zimbra contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Who is in the team of a shared mailbox, who leaves it, and which folder below the Inbox is whose.  Pure: nothing is asked or changed.

An agent's folder is known by its number, which the role remembers, whatever agent and folder are called by now; where nothing is
remembered, by the names it may have.
"""

from __future__ import annotations

import typing as t

from ...engine import State
from ...values import fold
from ..common.directory import Holder
from ..common.tree import INBOX, TRASH, Node, Tree
from . import defaults
from .memory import Memory
from .variables import KEEP, DesiredTeam

Holders = t.Mapping[str, t.Optional[Holder]]


def path_of(folder: str) -> str:
    return "/Inbox/" + folder


def team_of(desired: DesiredTeam, holders: Holders, memory: Memory, tree: t.Optional[Tree]) -> t.List[State]:
    """The agents: {address, given_address, kind, id, display_name, status, folder, folder_id, current_path}.

    status: zimbraAccountStatus, where they have an account; folder: the name it is to have; folder_id, current_path: the number and path of the
    folder that is theirs now, if there is one.
    """
    team = []
    for agent in desired.agents:
        holder = holders.get(agent["address"])
        is_account = holder is not None and holder.kind == "account"
        address = holder.name if holder is not None and is_account else agent["address"]
        display = holder.display_name if holder is not None and is_account else ""
        team.append(
            {
                "address": address,
                "given_address": agent["address"],
                "kind": "none" if holder is None else holder.kind,
                "id": holder.id if holder is not None and is_account else None,
                "display_name": display or None,
                "status": (holder.status or None) if holder is not None and is_account else None,
                "folder": agent["folder"] or defaults.default_folder(display, address),
                "folder_id": None,
                "current_path": None,
            }
        )
    if tree is not None:
        _find_folders(team, memory, tree)
    return team


def _find_folders(team: t.Sequence[State], memory: Memory, tree: Tree) -> None:
    """Whose folder is which: first what is remembered, then the name it is to have, then those that it may have had."""
    held = set(memory.agents.values()) | set(memory.left.values())
    for agent in team:
        node = remembered_folder(agent["id"] or "", memory, tree)
        if node is not None:
            _assign_folder(agent, node)
            held.add(node.id)
    for agent in team:
        names = [agent["folder"]]
        if not memory.agents:
            names += defaults.usual_folders(agent["display_name"], agent["address"])
        # a folder that another agent wants by its name does not count as a former one of this agent
        desired = {fold(a["folder"]) for a in team if a is not agent}
        for name in names:
            node = tree.find(path_of(name))
            free = node is not None and node.kind == "folder" and node.id not in held
            if (
                node is not None
                and free
                and agent["current_path"] is None
                and (name is names[0] or fold(name) not in desired)
            ):
                _assign_folder(agent, node)
                held.add(node.id)


def _assign_folder(agent: State, node: Node) -> None:
    agent["folder_id"], agent["current_path"] = node.id, node.path


def remembered_folder(ident: str, memory: Memory, tree: Tree) -> t.Optional[Node]:
    """The folder that is remembered as somebody's, wherever it is now."""
    node = tree.by_id(memory.folder_of(ident)) if ident else None
    old = memory.old_folder_of(ident)
    if node is None and old:
        node = tree.find(path_of(old))
    return node if node is not None and node.kind == "folder" and not node.is_system else None


def former_agents_of(
    desired: DesiredTeam,
    holders: Holders,
    memory: Memory,
    members: t.Sequence[str],
    team: t.Sequence[State],
    tree: t.Optional[Tree],
) -> t.List[State]:
    """Everybody who is no agent but was one: {address, given_address, id, key, kind, display_name, listed, access, folder_id,
    current_path}.

    found: who the members of the list, the remembered ids and the named former agents are.  listed: how the list names them;
    key: what they are remembered by; access: whether anything of what they were given may be left.
    """
    current = {agent["id"] for agent in team if agent["id"]} | {agent["address"] for agent in team}
    named = {person["address"]: person for person in desired.named_former}
    left: t.Dict[str, State] = {}
    for asked in [*members, *named, *memory.agents, *memory.left]:
        holder = holders.get(asked)
        key = holder.id if holder is not None else asked
        if key in current or asked in current:
            continue
        person = left.setdefault(
            key,
            {
                "address": holder.name if holder is not None else asked if "@" in asked else None,
                "given_address": asked,
                "id": holder.id if holder is not None else None,
                "key": key,
                "kind": holder.kind if holder is not None else "none",
                "display_name": (holder.display_name if holder is not None else "") or None,
                "listed": [],
                "access": False,
                "folder_id": None,
                "current_path": None,
            },
        )
        if asked in members:
            person["listed"].append(asked)
        person["access"] = person["access"] or asked not in memory.left
        if tree is not None and person["current_path"] is None:
            _find_former_folder(person, named.get(asked, {}).get("folder"), memory, tree, team)
    known = {key[:8] for key in left} | {str(agent["id"])[:8] for agent in team if agent["id"]}
    for digits, folder in sorted(memory.old.items()):
        node = tree.find(path_of(folder)) if tree is not None else None
        if digits not in known and node is not None and node.id not in {a["folder_id"] for a in team}:
            left[digits] = {
                "address": None,
                "given_address": digits,
                "id": None,
                "key": digits,
                "kind": "none",
                "display_name": None,
                "listed": [],
                "access": False,
                "folder_id": node.id,
                "current_path": node.path,
            }
    return list(left.values())


def _find_former_folder(
    person: State, named: t.Optional[str], memory: Memory, tree: Tree, team: t.Sequence[State]
) -> None:
    held = {agent["folder_id"] for agent in team}
    node = remembered_folder(person["key"], memory, tree)
    if node is None and not memory.folder_of(person["key"]) and not memory.old_folder_of(person["key"]):
        names = [named] if named else []
        # of somebody whom the role has given nothing, no folder is guessed
        if not named and person["address"] and not memory.known:
            names = defaults.usual_folders(person["display_name"], person["address"])
        taken = held | set(memory.agents.values()) | set(memory.left.values())
        nodes = [tree.find(path_of(name)) for name in names]
        node = next((n for n in nodes if n is not None and n.kind == "folder" and n.id not in taken), None)
    if node is not None and node.id not in held:
        person["folder_id"], person["current_path"] = node.id, node.path


def in_trash(tree: Tree, number: t.Optional[int]) -> bool:
    node = tree.by_id(number) if number else None
    return node is not None and node.is_below(TRASH)


class Folders(t.NamedTuple):
    """What becomes of the folders below the Inbox.

    paths: all that are to be there; former: path -> the path it has now; below: the same of sub-folders that leavers' mail
    is in; remove: paths of leavers' folders that go; stay: leavers whose folder stays; notes, refused: sentences.
    """

    paths: t.List[str]
    moved_from: t.Dict[str, str]
    below: t.Dict[str, str]
    remove: t.List[str]
    kept: t.List[State]
    notes: t.List[str]
    refused: t.List[str]


def folders_of(
    desired: DesiredTeam,
    team: t.List[State],
    former: t.Sequence[State],
    recipient: t.Optional[State],
    tree: t.Optional[Tree],
) -> Folders:
    """Decided before anything is written.  A folder that is given to somebody else must hold no mail."""
    result = Folders([path_of(a["folder"]) for a in team], {}, {}, [], [], [], [])
    if tree is None:
        return result
    moving = {a["folder_id"] for a in team if a["current_path"] and not _has_its_name(a)}
    gone: t.Set[int] = set()
    for agent in team:
        if agent["current_path"] is None or _has_its_name(agent):
            _reuse_former_folder(agent, former, tree, result, gone)
            continue
        path = path_of(agent["folder"])
        there = tree.find(path)
        if there is None or there.id in moving:
            result.moved_from[path] = agent["current_path"]
        elif any(there.id == person["folder_id"] for person in former):
            result.refused.append(
                "the folder of %s is %s and is to be called %s, which is still the folder of somebody who leaves; name another folder"
                " in shared_mailbox_agents for this run, and that one when theirs is gone"
                % (agent["address"], agent["current_path"], path)
            )
        elif in_trash(tree, agent["folder_id"]) or not _items(tree, agent["folder_id"]):
            result.notes.append(
                "%s has the folder %s; another one that was theirs lies at %s, with %d items in it"
                % (agent["address"], there.path, agent["current_path"], _items(tree, agent["folder_id"]))
            )
            agent["folder_id"], agent["current_path"] = there.id, there.path
        else:
            result.refused.append(
                "the folder of %s is %s and is to be called %s, but there is another folder of that name; move the mail of one"
                " into the other and remove it, or name another folder in shared_mailbox_agents"
                % (agent["address"], agent["current_path"], path)
            )
    theirs = {p["folder_id"] for p in [*team, *former] if p["folder_id"]}
    # what lies within another is looked at first, since it may have to stay
    for person in sorted(former, key=lambda p: -(p["current_path"] or "").count("/")):
        if person["current_path"] and person["folder_id"] not in gone:
            _plan_former_folder(desired, person, recipient, tree, result, theirs - {person["folder_id"]})
    return result


def _without(node: Node, others: t.Container[int]) -> t.Iterator[Node]:
    """A folder and what is below it, without these others."""
    yield node
    for below in node.children:
        if below.id not in others:
            yield from _without(below, others)


def _has_its_name(agent: t.Mapping[str, t.Any]) -> bool:
    return fold(agent["current_path"] or "") == fold(path_of(agent["folder"]))


def _items(tree: Tree, number: t.Optional[int]) -> int:
    node = tree.by_id(number) if number else None
    return sum(n.messages for n in node.walk()) if node is not None else 0


def _reuse_former_folder(
    agent: State, former: t.Sequence[State], tree: Tree, result: Folders, gone: t.Set[int]
) -> None:
    """An agent's folder may bear the name of one that somebody left: an empty one passes on, one with mail must not."""
    there = tree.find(path_of(agent["folder"]))
    owner = next((p for p in former if there is not None and p["folder_id"] == there.id), None)
    if agent["current_path"] is not None or owner is None or there is None:
        return
    if _items(tree, there.id):
        result.refused.append(
            "the folder %s is to be that of %s, but holds mail of %s, who is no agent any more; name another folder for %s in"
            " shared_mailbox_agents, or let a run before say by shared_mailbox_former_agent_mail where that mail goes"
            % (there.path, agent["address"], owner["address"] or owner["key"], agent["address"])
        )
        return
    agent["folder_id"], agent["current_path"] = there.id, there.path
    gone.add(there.id)


def _plan_former_folder(
    desired: DesiredTeam,
    person: State,
    recipient: t.Optional[State],
    tree: Tree,
    result: Folders,
    of_others: t.Set[int],
) -> None:
    """What becomes of the folder of one who leaves.  of_others: folders that may lie within and go their own ways."""
    node = tree.by_id(person["folder_id"])
    if node is None or node.is_below(TRASH):
        return
    whole = list(_without(node, of_others))
    odd = [n.path for n in whole if n.kind != "folder"]
    count = sum(n.messages for n in whole)
    if odd:
        result.notes.append(f"{node.path} stays, since it holds {', '.join(odd)}, which cannot be moved with its mail")
    inner = {n.id for n in node.walk()} - {node.id}
    stays = any(p["folder_id"] in inner for p in result.kept)
    if not odd and not count and not stays:
        result.remove.append(node.path)
        return
    if desired.mail == KEEP or odd or stays:
        result.kept.append(person)
        return
    target = "/Inbox" if recipient is None else path_of(recipient["folder"])
    at = tree.by_id(INBOX) if recipient is None else tree.by_id(recipient["folder_id"] or 0)
    taken = {fold(n.name) for n in at.children} if at is not None else set()
    taken |= {
        fold(n[len(target) + 1 :]) for n in [*result.below, *result.paths] if fold(n).startswith(fold(target) + "/")
    }
    for below in [n for n in node.children if n.id not in of_others]:
        name = below.name if fold(below.name) not in taken else f"{below.name} ({node.name})"
        number = 1
        while fold(name) in taken:
            number += 1
            name = f"{below.name} ({node.name} {number})"
        taken.add(fold(name))
        result.below[f"{target}/{name}"] = below.path
    result.remove.append(node.path)


def counted(people: t.Iterable[t.Tuple[str, str]], inside: t.Mapping[str, t.Sequence[str]]) -> t.Tuple[int, str]:
    """How many people these are, (what they are called, id), and their names; of a list all members count."""
    number, names = 0, []
    for name, ident in people:
        members = inside.get(ident)
        number += 1 if members is None else len(members)
        names.append(name if members is None else f"{name} (a list of {len(members)})")
    return number, ", ".join(names)


def check_removal_limit(
    desired: DesiredTeam,
    team: t.Sequence[State],
    former: t.Sequence[State],
    switched: bool,
    inside: t.Mapping[str, t.Sequence[str]],
) -> t.List[str]:
    """Many who lose access at once are more often a mistake in a variable file than intended."""
    # closed accounts have lost it already: the server took them off the list
    lose = [p for p in former if p["listed"] or (switched and p["access"] and p["kind"] == "account")]
    number, names = counted([(p["address"] or p["key"], p["key"]) for p in lose], inside)
    if number and not team:
        return [
            "shared_mailbox_agents is empty, but %d people work in %s; name the agents, or set shared_mailbox_state to absent"
            % (number, desired.address)
        ]
    limit = desired.options["max_removals"]
    if number <= limit:
        return []
    return [
        "%d people would lose access to %s, more than shared_mailbox_max_removals (%d): %s; name %s in shared_mailbox_agents,"
        " or raise the limit for this run if that is what you want"
        % (
            number,
            desired.address,
            limit,
            names,
            "the members of that list" if any(p["key"] in inside for p in lose) else "them",
        )
    ]
