# Copyright (c) 2026, the teammail.zimbra contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What a shared mailbox, its list and its people are like, beside what the variables of the role shared_mailbox ask for.

Two requests side by side in the ordinary case, a third one where somebody leaves; nothing is written.
"""

from __future__ import annotations

import typing as t

from ...engine import State
from ...errors import is_unreachable
from ...session import Session, User
from ...soap import Fault, InputError, ZimbraError, answered
from ..common.directory import ABSENT_LIST, EVERYTHING, Holder, account_request, check_domains, list_request, lookup
from ..common.directory import found as found_in
from ..common.mailbox import own_values
from ..common.tree import Tree, folder_request, tree_of
from ..distribution_list.reading import PAGE, pages
from ..identity.reading import same
from .extras import ATTRIBUTES, Extra, extra_requests, extras_of, taking
from .memory import NOTES, PROPERTIES, Memory, memory_of
from .misspelt import elsewhere, misspelt
from .people import Folders, Found, brakes, folders_of, leaving_of, team_of
from .reading import of_agents, of_directory_and_mailbox
from .status import ACTIVE, shut_out, status_refusals
from .variables import OPTIONS as WISHES
from .variables import TO_AGENT, TO_INBOX, Wish, check_unique, effective, wish_of

OPTIONS: t.Dict[str, t.Any] = dict(
    WISHES,
    team_only={"type": "bool", "default": False},
    contradictions={"type": "list", "elements": "str", "default": []},
    lists_before={"type": "dict", "default": {}},
    names={"type": "list", "elements": "str", "default": []},
    keep_reading={"type": "bool", "default": False},
)
NOTHING = "Nothing was changed."


class Refused(ZimbraError):
    """What stands in the way of the wish, in sentences."""


class Look(t.NamedTuple):
    """All that was read.  found: address or id -> who it is; box: the mailbox's own account; members: of the team's list as it is;
    users: the agents who can be asked in their own names, by the address that they were asked for.
    """

    found: t.Dict[str, t.Optional[Holder]]
    box: t.Optional[Holder]
    memory: Memory
    tree: t.Optional[Tree]
    members: t.List[str]
    users: t.Mapping[str, User] = {}
    further: t.Any = ()


def inform(session: Session, params: t.Mapping[str, t.Any]) -> t.Dict[str, t.Any]:
    """The module's result.  Raises InputError for what cannot be asked for, Refused for what stands in its way (unless team_only)."""
    unknown = misspelt(params["names"])
    if unknown:
        raise Refused("%s. %s" % ("; ".join(unknown), NOTHING))
    wish = wish_of(params)
    look = read(session, wish, params["team_only"], params["keep_reading"])
    result = judge(session, wish, look)
    result["in_the_way"] = elsewhere(wish, params) + result["in_the_way"]
    if params["team_only"]:
        return {key: result[key] for key in ("desired", "mailbox", "team", "folders")}
    if result["in_the_way"]:
        raise Refused("%s %s" % ("; ".join(result["in_the_way"]).rstrip(".") + ".", NOTHING))
    if params["keep_reading"]:
        if look.box is not None and look.tree is not None:
            of_agents(session, look.users, look.box.id, look.tree, ["/Inbox", "/Sent", *result["folders"]["paths"]])
        result["reading"] = session.reading.pack() if session.reading is not None else None
    return result


def read(session: Session, wish: Wish, team_only: bool, for_all: bool) -> Look:
    """Ask the server, as few times as it allows; team_only: nothing about the list; for_all: what other modules will ask, too."""
    people = [a["address"] for a in [*wish.agents, *wish.former]]
    asked = [wish.address, *people, *([wish.heir] if wish.heir else []), *wish.aliases, wish.list]
    if team_only:
        asked = [wish.address, *people]
    # what follows finds here what it asks for
    session.read_for_all()
    agents = [a["address"] for a in wish.agents] if for_all and wish.options["state"] == "present" else []
    users = of_directory_and_mailbox(session, wish.address, asked, agents)
    found = lookup(session, asked, further=EVERYTHING)
    members = [] if team_only else members_of(session, wish.list)
    found.setdefault(wish.list, None)
    box = found[wish.address]
    memory, tree, further = Memory(), None, ()
    if box is not None and box.kind == "account" and not box.is_alias:
        try:
            memory, tree, further = _inside(session, box)
        except Fault as fault:
            # told by the account's status, where that is the reason; any other trouble is what the server says
            if box.status in ("", ACTIVE) or not (is_unreachable(fault) or fault.code == "service.PERM_DENIED"):
                raise
    known = {h.id for h in found.values() if h is not None}
    more = [m for m in members if m not in found]
    more += [i for i in [*memory.agents, *memory.left] if i not in known]
    if memory.list_id and memory.list_id not in known:
        more.append(memory.list_id)
    if more and not team_only:
        # somebody's account may be gone, or lie where a delegated administrator sees nothing
        found.update(lookup(session, more, foreign=True))
    if memory.list_id and not members and found[wish.list] is None:
        before = found.get(memory.list_id)
        if before is not None:
            # the list is to be renamed: those who are on it now are the ones who may leave
            members = members_of(session, before.name)
            found.update(lookup(session, [m for m in members if m not in found], foreign=True))
    by_id = {h.id: h for h in found.values() if h is not None}
    for ident in [*memory.agents, *memory.left]:
        found.setdefault(ident, by_id.get(ident))
    return Look(found, box, memory, tree, members, users, further)


def members_of(session: Session, name: str) -> t.List[str]:
    answer = session.admin.batch([list_request(name, PAGE)])[0]
    found_list = found_in(answer, ABSENT_LIST, name)
    if found_list is None or answered(answer).get("total") is None:
        return []
    return pages(session.admin, found_list.get("name", ""), answered(answer))


def _inside(session: Session, box: Holder) -> t.Tuple[Memory, Tree, t.Any]:
    """What is remembered, the folders, and what tells of other ways in."""
    names = [PROPERTIES, NOTES, *ATTRIBUTES]
    values = own_values(session.admin.call(account_request(box.name, ",".join(names)), box.name), names)
    answers = session.mailbox(box.name).each([folder_request(), *extra_requests()], [box.name] * 3)
    return memory_of(values), tree_of(answers[0], box.name, box.id), (values, answers[1:])


def judge(session: Session, wish: Wish, look: Look) -> t.Dict[str, t.Any]:
    """The result, from what was read."""
    box = look.box if look.tree is not None else None
    status = None if look.box is None else look.box.status or ACTIVE
    values = effective(wish, box.display_name if box is not None else None, status)
    memory = look.memory
    team = team_of(wish, look.found, memory, look.tree)
    people = leaving_of(wish, look.found, memory, look.members, team, look.tree)
    heir = _heir(wish, team, look.found)
    extras = _extras(wish, look, team)
    take = taking(wish, extras, team, people)
    refused = _refusals(session, wish, look, team, people, heir) + take.refused
    folders = folders_of(wish, team, people, heir, look.tree)
    present = wish.options["state"] == "present"
    if present:
        refused += folders.refused
    names = [p["name"] for p in values["personas"]]
    return {
        "desired": values,
        "mailbox": {"exists": box is not None, "id": box and box.id, "remembered": memory.known, "status": status},
        "list": _list(wish, look),
        "team": team,
        "new_agents": [a["address"] for a in team if a["kind"] == "none"],
        "joining": [a["address"] for a in team if a["id"] not in memory.agents],
        "former_agents": people,
        "members_to_remove": [m for p in people for m in p["listed"]],
        "former_agent_accounts": [p["address"] for p in people if p["access"] and p["kind"] == "account"],
        "folders": _folders(wish, folders, heir),
        "personas": {
            "former": [n for n in memory.personas if not any(same(n, name) for name in names)],
            "renamed": _renamed_persona(memory, names),
            "all": names + [n for n in memory.personas if not any(same(n, name) for name in names)],
        },
        "mounts": [
            {"path": "/Inbox", "name": values["inbox_name"], "former_name": memory.inbox_name or None},
            {"path": "/Sent", "name": values["sent_name"], "former_name": memory.sent_name or None},
        ],
        "memory": _memory(wish, look, values, team, people, folders) if present else {"first": None, "last": None},
        "extra_access": [e.shown() for e in extras],
        "extra_access_to_remove": take.options,
        "notes": shut_out(team) + folders.notes if present else [],
        "in_the_way": refused,
    }


def _extras(wish: Wish, look: Look, team: t.Sequence[State]) -> t.List[Extra]:
    if look.tree is None or not look.further:
        return []
    chosen = _list(wish, look)
    lists = {h.id for h in look.found.values() if h is not None and h.name in chosen["all"]}
    values, answers = look.further
    return extras_of(look.tree, values, answers, lists, look.found, {a["folder_id"] for a in team})


def _heir(wish: Wish, team: t.Sequence[State], found: Found) -> t.Optional[State]:
    if wish.mail != TO_AGENT:
        return None
    holder = found.get(wish.heir or "")
    return next(
        (a for a in team if a["given_address"] == wish.heir or (holder is not None and a["id"] == holder.id)), None
    )


def _refusals(
    session: Session,
    wish: Wish,
    look: Look,
    team: t.Sequence[State],
    people: t.Sequence[State],
    heir: t.Optional[State],
) -> t.List[str]:
    """What must be put right by a human before anything is changed."""
    told = []
    box, team_list = look.found[wish.address], look.found[wish.list]
    if box is not None and (box.kind != "account" or box.is_alias):
        told.append(
            "shared_mailbox_address is %s, but %s; a shared mailbox needs an account of its own: remove that one first"
            " or choose another address" % (wish.address, box.describe())
        )
    if team_list is not None and (team_list.kind not in ("list", "group") or team_list.is_alias):
        told.append(
            "shared_mailbox_list is %s, but %s; choose another address for the list of the agents"
            % (wish.list, team_list.describe())
        )
    told += status_refusals(wish, box, look.tree is not None)
    told += _alias_refusals(wish, look)
    unfit = [a for a in team if a["kind"] not in ("account", "none" if wish.options["create_agents"] else "account")]
    if unfit:
        told.append(
            "shared_mailbox_agents names %s, where there is no account; create the accounts, correct the addresses,"
            " or set shared_mailbox_create_agents to true" % ", ".join(a["address"] for a in unfit)
        )
    if any(a["address"] == wish.address for a in team):
        told.append("shared_mailbox_agents names the mailbox itself, %s; leave it out" % wish.address)
    told += check_unique(team)
    both = {a["id"] or a["address"] for a in team}
    for one in wish.former:
        holder = look.found.get(one["address"])
        if (holder.id if holder is not None else one["address"]) in both:
            told.append(
                "shared_mailbox_former_agents names %s, who is among shared_mailbox_agents too; name them once"
                % one["address"]
            )
    if wish.mail == TO_AGENT and heir is None:
        told.append(
            "shared_mailbox_former_agent_mail is to_agent %s, who is none of shared_mailbox_agents; name one of them"
            % wish.heir
        )
    if wish.options["state"] == "present":
        told += brakes(wish, team, people, bool(_list(wish, look)["former"]))
        told += _domain_refusals(session, wish, look, team)
    return told


def _alias_refusals(wish: Wish, look: Look) -> t.List[str]:
    own = look.box.id if look.box is not None else None
    held = [look.found.get(a) for a in wish.aliases if a != wish.address]
    return [
        "shared_mailbox_aliases has %s, but %s; choose another alias" % (h.asked, h.describe())
        for h in held
        if h is not None and h.id != own
    ]


def _domain_refusals(session: Session, wish: Wish, look: Look, team: t.Sequence[State]) -> t.List[str]:
    """New addresses in domains that the server does not have."""
    new = {
        "shared_mailbox_address": [wish.address] if look.found[wish.address] is None else [],
        "shared_mailbox_list": [wish.list] if look.found[wish.list] is None else [],
        "shared_mailbox_aliases": [a for a in wish.aliases if look.found.get(a) is None],
        "shared_mailbox_agents": [a["address"] for a in team if a["kind"] == "none"]
        if wish.options["create_agents"]
        else [],
    }
    known = next((h.name for h in look.found.values() if h is not None and h.kind in ("account", "list", "group")), "@")
    told = []
    for option, addresses in new.items():
        try:
            check_domains(session, option, addresses, known)
        except InputError as err:
            told.append(str(err))
    return told


def _list(wish: Wish, look: Look) -> State:
    """now: the address of the team's list as it is; renamed_from: where it only gets another address; former: a list that the role
    gave access before and that is to have it no more.
    """
    there = look.found[wish.list]
    before = look.found.get(look.memory.list_id) if look.memory.list_id else None
    if before is not None and before.kind not in ("list", "group"):
        before = None
    other = before is not None and (there is None or there.id != before.id)
    renamed = before.name if other and there is None and before is not None else None
    former = before.name if other and there is not None and before is not None else None
    now = renamed or (there.name if there is not None else None)
    every = [name for name in (now, former) if name]
    return {
        "current": now,
        "renamed_from": renamed,
        "former": former,
        "all": every,
        "grants": [{"grantee": name, "type": "group"} for name in every],
    }


def _renamed_persona(memory: Memory, names: t.Sequence[str]) -> t.Optional[str]:
    """What the persona of the mailbox's own address was called, where it is to have another name."""
    before = memory.personas[0] if memory.personas else None
    return before if before and not any(same(before, name) for name in names) else None


def _folders(wish: Wish, folders: Folders, heir: t.Optional[State]) -> State:
    """What the module folder is told."""
    return {
        "paths": folders.paths,
        "former_paths": folders.former,
        "subfolders": folders.below,
        "remove": folders.remove,
        "messages": "refuse" if wish.mail not in (TO_AGENT, TO_INBOX) else "move_to",
        "messages_to": None
        if wish.mail not in (TO_AGENT, TO_INBOX)
        else "/Inbox"
        if heir is None
        else "/Inbox/" + heir["folder"],
    }


def _memory(
    wish: Wish, look: Look, values: State, team: t.Sequence[State], people: t.Sequence[State], folders: Folders
) -> State:
    """What is to be remembered, as options of the module team_memory: first, before anything is given or taken, so that a run that
    dies half way can still be taken back; and last, when it is done.  None where the memory has it already.
    """
    memory = look.memory
    there = look.found[wish.list]
    renamed = _list(wish, look)["renamed_from"]
    list_key = memory.list_id if renamed else there.id if there is not None else wish.list
    names = [p["name"] for p in values["personas"]]
    agents = [
        {"address": a["address"], "id": a["id"], "folder": a["folder"], "folder_id": a["folder_id"]} for a in team
    ]
    stay = [_left(p) for p in folders.stay]
    last = {
        "list": list_key,
        "inbox_name": values["inbox_name"],
        "sent_name": values["sent_name"],
        "personas": names,
        "agents": agents,
        "former_agents": stay,
    }
    goal = Memory(
        True,
        list_key,
        values["inbox_name"],
        values["sent_name"],
        tuple(names),
        {a["id"]: a["folder_id"] for a in agents},
        {p["id"]: p["folder_id"] for p in stay},
    )
    done = memory._replace(old={}) == goal and not memory.old
    # who is named as a former agent stays named until a run comes to its end
    leave = [p for p in people if p["listed"] and p["key"] not in memory.agents]
    more = memory.known and any(not any(same(n, m) for m in memory.personas) for n in names)
    first = None
    if look.tree is not None and (leave or more):
        union = list(memory.personas) + [n for n in names if not any(same(n, m) for m in memory.personas)]
        first = dict(
            last,
            list=memory.list_id or (there.id if there is not None else None),
            inbox_name=memory.inbox_name or values["inbox_name"],
            sent_name=memory.sent_name or values["sent_name"],
            personas=union,
            agents=[a if a["folder_id"] else dict(a, folder=None) for a in agents]
            + [_left(p) for p in people if p["access"]],
            former_agents=[_left(p) for p in people if not p["access"]],
        )
    return {"first": first, "last": None if done and first is None else last}


def _left(one: t.Mapping[str, t.Any]) -> State:
    folder = (one["current_path"] or "").rpartition("/")[2] or None
    return {"address": one["address"], "id": one["key"], "folder": folder, "folder_id": one["folder_id"]}
