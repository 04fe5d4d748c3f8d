# Copyright (c) 2026, the teammail.zimbra contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What a shared mailbox, its list and its people are like, beside what the variables of the role shared_mailbox ask for.

Two requests side by side in the ordinary case, a third one where somebody leaves; nothing is written.
"""

from __future__ import annotations

import typing as t

from ...engine import State
from ...errors import ZimbraError
from ...session import Session
from ..common.directory import Holder
from ..common.tree import Tree
from ..identity.reading import same
from .external_accounts import fetching, fetching_of
from .extras import Extra, extras_of, kept_by_lists, leavers_of, matters, plan_extra_removal
from .in_order import Rights, account_attributes, in_order, rights_of_agents, sent_rule
from .memory import Memory
from .misspelt import misspelt_variables, other_mailboxes_conflicts
from .names_taken import names_taken
from .parts import parts_of
from .people import Folders, Holders, folders_of, former_agents_of, team_of
from .reading import prefetch_agents
from .refusals import list_notes, refusals_of, unknown_notes
from .status import ACTIVE, locked_out_notes
from .survey import Survey, list_of_team, read_survey
from .variables import OPTIONS as VARIABLES
from .variables import TO_AGENT, TO_INBOX, DesiredTeam, effective, parse_variables
from .ways import CHILD, FETCH

OPTIONS: t.Dict[str, t.Any] = dict(
    VARIABLES,
    team_only={"type": "bool", "default": False},
    contradictions={"type": "list", "elements": "str", "default": []},
    lists_before={"type": "dict", "default": {}},
    names={"type": "list", "elements": "str", "default": []},
    keep_reading={"type": "bool", "default": False},
    search_domain={"type": "bool", "default": False},
    effective_rights={"type": "bool", "default": False},
    variables={"type": "str"},
)
NOTHING = "Nothing was changed."


class Refused(ZimbraError):
    """What prevents the desired state, in sentences."""


def get_info(session: Session, params: t.Mapping[str, t.Any]) -> t.Dict[str, t.Any]:
    """The module's result.  Raises InputError for what cannot be asked for, Refused for what prevents it (unless team_only)."""
    unknown = misspelt_variables(params["names"])
    if unknown:
        raise Refused(f"{'; '.join(unknown)}. {NOTHING}")
    desired = parse_variables(params)
    survey = read_survey(session, desired, params["team_only"], params["keep_reading"], params["search_domain"])
    result = build_result(session, desired, survey)
    if params["team_only"]:
        return {key: result[key] for key in ("desired", "mailbox", "team", "folders")}
    result["in_the_way"] = [
        *other_mailboxes_conflicts(desired, params),
        *result["in_the_way"],
        *_still_fetching(session, desired, result["former_agent_accounts"], survey.box),
    ]
    if not result["in_the_way"] and desired.options["state"] == "present":
        _prefetch(session, survey, result)
        result["in_the_way"] = names_taken(session, result["desired"], survey.box, survey.memory, result["team"])
    if result["in_the_way"]:
        raise Refused(f"{'; '.join(result['in_the_way']).rstrip('.') + '.'} {NOTHING}")
    if params["keep_reading"]:
        _leave_out_what_is_done(session, result, params)
        needed = session.readings if result["effective_rights"] is None else None
        result["reading"] = None if needed is None else needed.own.pack()
    result["shared_in_domain"] = survey.shared_in_domain
    return result


def _prefetch(session: Session, survey: Survey, result: t.Dict[str, t.Any]) -> None:
    """What later tasks will ask in the agents' mailboxes, where the shared one is there; adds who fetches its mail."""
    if survey.box is None or survey.tree is None or not survey.users:
        return
    sources = prefetch_agents(
        session, survey.users, survey.box.id, survey.tree, ["/Inbox", "/Sent", *result["folders"]["paths"]]
    )
    result["extra_access"] += [
        Extra(FETCH, name, agent).shown()
        for agent, answer in sources.items()
        for name in fetching(answer, _addresses(survey.box))
    ]


def _leave_out_what_is_done(session: Session, result: t.Dict[str, t.Any], params: t.Mapping[str, t.Any]) -> None:
    """Where the mailbox is in order: no parts, and what the agents may do, which somebody may want to know besides."""
    result["effective_rights"] = None
    if params["all_steps"] or not in_order(session, result):
        return
    rights: t.Optional[Rights] = []
    values = result["desired"]
    if values["verify"] or (params["effective_rights"] and values["status"] in (None, ACTIVE)):
        rights = rights_of_agents(session, result)
    if rights is not None:
        result["parts"] = dict(result["parts"], people_change=[], seldom=[], all=[])
        # a long list, which Ansible carries from task to task
        result["effective_rights"] = rights if params["effective_rights"] else []


def _addresses(box: Holder) -> t.List[str]:
    return [box.name, *box.aliases]


def _still_fetching(
    session: Session, desired: DesiredTeam, former: t.Sequence[str], box: t.Optional[Holder]
) -> t.List[str]:
    """Sentences on former agents who would go on fetching the mailbox's mail, since they know its password.

    The end of a whole team does not wait for that.
    """
    if box is None or desired.options["state"] != "present":
        return []
    return [
        f"{Extra(FETCH, name, person).text()}, and leaves; give {box.name} another password (module account, account_password)"
        f" and delete that external account in the mailbox of {person} first"
        for person, names in fetching_of(session, former, _addresses(box)).items()
        for name in names
    ]


def build_result(session: Session, desired: DesiredTeam, survey: Survey) -> t.Dict[str, t.Any]:
    """The result, from what was read."""
    box = survey.box if survey.tree is not None else None
    status = None if survey.box is None else survey.box.status or ACTIVE
    values = effective(desired, box.display_name if box is not None else None, status)
    memory = survey.memory
    team = team_of(desired, survey.holders, memory, survey.tree)
    former = former_agents_of(desired, survey.holders, memory, survey.members, team, survey.tree)
    recipient = _recipient(desired, team, survey.holders)
    chosen = list_of_team(desired, survey)
    own_lists = {h.id: h.name for h in survey.holders.values() if h is not None and h.name in chosen["all"]}
    extras = _extras(session, survey, team, former, own_lists)
    take = plan_extra_removal(desired, extras, team, former, survey.inside)
    refused = refusals_of(session, desired, survey, team, former, recipient, chosen) + take.refused
    leaving = [p for p in former if p["kind"] == "account" and (p["listed"] or p["key"] in memory.agents)]
    staying, unasked = kept_by_lists(session, desired, extras, leaving, own_lists)
    refused += staying
    folders = folders_of(desired, team, former, recipient, survey.tree)
    present = desired.options["state"] == "present"
    if present:
        refused += folders.refused
    values["account_attributes"], values["sent_rule"] = account_attributes(values), sent_rule(values)
    names = [p["name"] for p in values["personas"]]
    result: t.Dict[str, t.Any] = {
        "desired": values,
        "mailbox": {"exists": box is not None, "id": box and box.id, "remembered": memory.known, "status": status},
        "list": chosen,
        "team": team,
        "agents": [a["address"] for a in team],
        "new_agents": [a["address"] for a in team if a["kind"] == "none"],
        "joining": [a["address"] for a in team if a["id"] not in memory.agents],
        "former_agents": former,
        "members_to_remove": [m for p in former for m in p["listed"]],
        "former_agent_accounts": [p["address"] for p in former if p["access"] and p["kind"] == "account"],
        "folders": dict(
            _folders(desired, folders, recipient), own_grants=_with_own_grants(folders.paths, team, survey.tree)
        ),
        "personas": {
            "former": [n for n in memory.personas if not any(same(n, name) for name in names)],
            "renamed": _renamed_persona(memory, names),
            "all": names + [n for n in memory.personas if not any(same(n, name) for name in names)],
        },
        "mounts": [
            {"path": "/Inbox", "name": values["inbox_name"], "former_name": memory.inbox_name or None},
            {"path": "/Sent", "name": values["sent_name"], "former_name": memory.sent_name or None},
        ],
        "memory": _memory(survey, chosen, values, team, former, folders) if present else {"first": None, "last": None},
        "extra_access": [e.shown() for e in extras],
        "extra_access_to_remove": take.options,
        "notes": locked_out_notes(team) + unknown_notes(desired, survey) + folders.notes + unasked
        if present
        else list_notes(desired, survey, chosen["own"]),
        "in_the_way": refused,
    }
    result["parts"] = parts_of(result)
    return result


def _extras(
    session: Session, survey: Survey, team: t.Sequence[State], former: t.Sequence[State], own_lists: t.Container[str]
) -> t.List[Extra]:
    if survey.tree is None or not survey.further:
        return []
    values, answers = survey.further
    every = extras_of(survey.tree, values, answers, own_lists, survey.holders, {a["folder_id"] for a in team})
    found = [extra for extra in every if matters(extra, survey.tree, leavers_of(former))]
    # Carbonio keeps the attribute and gives nothing for it (zimbra-soap-admin.md 8.2).
    useless = any(extra.kind == CHILD for extra in found) and session.release().carbonio
    return [extra for extra in found if not (useless and extra.kind == CHILD)]


def _recipient(desired: DesiredTeam, team: t.Sequence[State], holders: Holders) -> t.Optional[State]:
    if desired.mail != TO_AGENT:
        return None
    holder = holders.get(desired.recipient or "")
    return next(
        (a for a in team if a["given_address"] == desired.recipient or (holder is not None and a["id"] == holder.id)),
        None,
    )


def _renamed_persona(memory: Memory, names: t.Sequence[str]) -> t.Optional[str]:
    """What the persona of the mailbox's own address was called, where it is to have another name."""
    before = memory.personas[0] if memory.personas else None
    if before is None or any(same(before, name) for name in names) or any(same(names[0], p) for p in memory.personas):
        # where there is a persona of the new name, such as a former alias's, that one becomes it, and this one goes
        return None
    return before


def _folders(desired: DesiredTeam, folders: Folders, recipient: t.Optional[State]) -> State:
    """Options for the module folder."""
    return {
        "paths": folders.paths,
        "former_paths": folders.moved_from,
        "subfolders": folders.below,
        "remove": folders.remove,
        "messages": "refuse" if desired.mail not in (TO_AGENT, TO_INBOX) else "move_to",
        "messages_to": None
        if desired.mail not in (TO_AGENT, TO_INBOX)
        else "/Inbox"
        if recipient is None
        else "/Inbox/" + recipient["folder"],
    }


def _with_own_grants(paths: t.Sequence[str], team: t.Sequence[State], tree: t.Optional[Tree]) -> t.List[str]:
    """The agents' folders that do not inherit what the Inbox is shared with."""
    if tree is None:
        return []
    there = [(path, (tree.find(path), tree.by_id(agent["folder_id"] or 0))) for path, agent in zip(paths, team)]
    return [path for path, nodes in there if any(n is not None and n.grants is not None for n in nodes)]


def _memory(
    survey: Survey,
    chosen: State,
    values: State,
    team: t.Sequence[State],
    former: t.Sequence[State],
    folders: Folders,
) -> State:
    """What is to be remembered, as options of the module team_memory: first, before anything is given or taken, so that a run that
    dies half way can still be taken back; and last, when it is done.  None where the memory has it already.
    """
    memory = survey.memory
    there = survey.holders[values["list"]]
    list_key = memory.list_id if chosen["renamed_from"] else there.id if there is not None else values["list"]
    names = [p["name"] for p in values["personas"]]
    agents = [
        {"address": a["address"], "id": a["id"], "folder": a["folder"], "folder_id": a["folder_id"]} for a in team
    ]
    kept = [_folder_entry(p) for p in folders.kept]
    last = {
        "list": list_key,
        "inbox_name": values["inbox_name"],
        "sent_name": values["sent_name"],
        "personas": names,
        "agents": agents,
        "former_agents": kept,
    }
    goal = Memory(
        True,
        list_key,
        values["inbox_name"],
        values["sent_name"],
        tuple(names),
        {a["id"]: a["folder_id"] for a in agents},
        {p["id"]: p["folder_id"] for p in kept},
    )
    done = memory._replace(old={}) == goal and not memory.old
    # who is named as a former agent stays named until a run comes to its end
    leave = [p for p in former if p["listed"] and p["key"] not in memory.agents]
    more = memory.known and any(not any(same(n, m) for m in memory.personas) for n in names)
    first = None
    if survey.tree is not None and (leave or more):
        union = list(memory.personas) + [n for n in names if not any(same(n, m) for m in memory.personas)]
        first = dict(
            last,
            list=memory.list_id or (there.id if there is not None else None),
            inbox_name=memory.inbox_name or values["inbox_name"],
            sent_name=memory.sent_name or values["sent_name"],
            personas=union,
            agents=[a if a["folder_id"] else dict(a, folder=None) for a in agents]
            + [_folder_entry(p) for p in former if p["access"]],
            former_agents=[_folder_entry(p) for p in former if not p["access"]],
        )
    return {"first": first, "last": None if done and first is None else last}


def _folder_entry(person: t.Mapping[str, t.Any]) -> State:
    folder = (person["current_path"] or "").rpartition("/")[2] or None
    return {"address": person["address"], "id": person["key"], "folder": folder, "folder_id": person["folder_id"]}
