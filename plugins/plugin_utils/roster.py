# Copyright (c) 2026, the teammail.zimbra contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Who has which folder below the shared Inbox: now, before, and after somebody has left.

A folder follows from its agent's name.  What does not follow from it (a folder name of his own, the folder of somebody who left
while mail was still in it) is kept in the administrator's notes of the mailbox's account, which nobody else sees
(zimbra-soap-admin.md 8): ``[teammail.zimbra {"8d4f4b1e": "Team Süd"}]`` behind whatever else is written there, by the first
digits of the agent's id, so that a renamed account keeps its folder.
"""

from __future__ import annotations

import json
import re
import typing as t

from ansible_collections.teammail.zimbra.plugins.module_utils.soap import InputError
from ansible_collections.teammail.zimbra.plugins.module_utils.values import address, collation_key, fold, folder_name

MARK = re.compile(r"\s*\[teammail\.zimbra (?=\{)")
# zimbraNotes takes no more characters.
LONGEST_NOTES = 1024
KEY_DIGITS = 8

Entry = t.Mapping[str, t.Any]


def last_word(display_name: t.Optional[str], local_part: str) -> str:
    """What colleagues call somebody: the last word of his display name, else the local part of his address."""
    words = (display_name or "").split()
    return words[-1] if words else local_part


def usual_folders(entry: Entry) -> t.List[str]:
    """The folder names that follow from somebody's display name and address, the first one being the default."""
    local_part = (entry.get("name") or entry.get("address") or "").partition("@")[0]
    return list(dict.fromkeys([last_word(entry.get("display_name"), local_part), local_part]))


def key_of(entry: Entry) -> str:
    """Under which somebody is remembered: digits of his id, or the address of somebody without an account."""
    return (entry.get("id") or "")[:KEY_DIGITS] or str(entry.get("name") or entry.get("address"))


def split_notes(notes: t.Optional[str]) -> t.Tuple[str, t.Dict[str, str]]:
    """An account's notes without what is remembered in them, and that."""
    text = notes or ""
    mark = MARK.search(text)
    if not mark:
        return text, {}
    try:
        remembered, end = json.JSONDecoder().raw_decode(text, mark.end())
    except ValueError:
        return text, {}
    rest = text[end:]
    return (text[: mark.start()] + (rest[1:] if rest.startswith("]") else rest)).rstrip(), {
        str(k): str(v) for k, v in remembered.items()
    }


def join_notes(text: str, remembered: t.Mapping[str, str]) -> str:
    """The notes with what is to be remembered; entries that no longer fit are left out, the last ones first."""
    entries = sorted(remembered.items())
    while entries:
        mark = "[teammail.zimbra %s]" % json.dumps(dict(entries), ensure_ascii=False, separators=(",", ":"))
        whole = "%s %s" % (text, mark) if text else mark
        if len(whole) <= LONGEST_NOTES:
            return whole
        entries.pop()
    return text


def team(wanted: t.Sequence[Entry], found: t.Sequence[Entry], notes: t.Optional[str]) -> t.List[t.Dict[str, t.Any]]:
    """The agents with primary address, id, folder, and the folders they may have had before (former_folders).

    wanted: {address, folder}; found: address_info's entries.  Raises InputError for two agents who are one account, or whose folders
    the server could not tell apart (zimbra-soap-mail.md 2.2).
    """
    known = {entry["address"]: entry for entry in found}
    remembered = split_notes(notes)[1]
    agents: t.List[t.Dict[str, t.Any]] = []
    for agent in wanted:
        asked = address("shared_mailbox_agents address", agent.get("address", ""))
        entry = dict(known.get(asked, {"kind": "none"}), address=asked)
        if entry["kind"] != "account":
            entry.update(name=asked, display_name=None)
        folder = folder_name(
            "shared_mailbox_agents folder of %s" % asked, agent.get("folder") or usual_folders(entry)[0]
        )
        agents.append(
            {
                "address": entry["name"],
                "asked": asked,
                "kind": entry["kind"],
                "id": entry.get("id"),
                "display_name": entry.get("display_name"),
                "folder": folder,
            }
        )
    _refuse_clashes(agents)
    taken = {fold(agent["folder"]) for agent in agents}
    for agent in agents:
        before = remembered.get(key_of(agent))
        candidates = [before] if before else usual_folders(agent)
        agent["former_folders"] = [name for name in candidates if fold(name) not in taken]
    return agents


def _refuse_clashes(agents: t.Sequence[Entry]) -> None:
    by_name: t.Dict[str, Entry] = {}
    by_folder: t.Dict[str, Entry] = {}
    for agent in agents:
        name, key = agent["address"], collation_key(agent["folder"])
        if name in by_name:
            raise InputError(
                "shared_mailbox_agents names the account %s twice, as %s and %s; name it once"
                % (name, by_name[name]["asked"], agent["asked"])
            )
        if key in by_folder:
            other = by_folder[key]
            raise InputError(
                "the folders of %s (%s) and %s (%s) would have names that Zimbra takes for the same; give one of them another folder"
                % (other["address"], other["folder"], name, agent["folder"])
            )
        by_name[name], by_folder[key] = agent, agent


def leaving(
    agents: t.Sequence[Entry], found: t.Sequence[Entry], former: t.Sequence[Entry], notes: t.Optional[str]
) -> t.List[t.Dict[str, t.Any]]:
    """Everybody who is no agent but was one: {address, name, id, kind, folders}, folders being what his may be called.

    found: address_info's entries of the list's other members and of the named former agents; former: {address, folder} as named.
    Somebody who left earlier and whose folder is remembered comes without an address.  Raises InputError for a former agent
    who is an agent as well.
    """
    remembered = split_notes(notes)[1]
    current = {agent["address"] for agent in agents}
    taken = {fold(agent["folder"]) for agent in agents}
    named = {address("shared_mailbox_former_agents address", one.get("address", "")): one for one in former}
    left: t.Dict[str, t.Dict[str, t.Any]] = {}
    for entry in found:
        name = entry.get("name") or entry["address"]
        if name in current:
            if entry["address"] in named:
                raise InputError(
                    "shared_mailbox_former_agents names %s, who is among shared_mailbox_agents too; name him once"
                    % name
                )
            continue
        given = named.get(entry["address"], {}).get("folder")
        before = remembered.get(key_of(entry))
        folders = [given] if given else [before] if before else usual_folders(entry)
        left[name] = {
            "address": name,
            "asked": entry["address"],
            "id": entry.get("id"),
            "kind": entry["kind"],
            "key": key_of(entry),
            "folders": [f for f in folders if fold(f) not in taken],
        }
    keys = {key_of(agent) for agent in agents} | {one["key"] for one in left.values()}
    pending = [
        {"address": None, "asked": None, "id": None, "kind": "none", "key": key, "folders": [folder]}
        for key, folder in sorted(remembered.items())
        if key not in keys and fold(folder) not in taken
    ]
    return list(left.values()) + pending


def notes_after(
    notes: t.Optional[str], agents: t.Sequence[Entry], people: t.Sequence[Entry], kept: t.Sequence[str]
) -> str:
    """The notes as they are to be: folder names that do not follow from an agent's name, and those of people who left that still hold mail.

    people: from leaving(); kept: names of the folders that stay.
    """
    remembered = {
        key_of(a): a["folder"] for a in agents if a.get("id") and fold(a["folder"]) != fold(usual_folders(a)[0])
    }
    stay = {fold(name): name for name in kept}
    for one in people:
        for folder in one["folders"]:
            if fold(folder) in stay:
                remembered[one["key"]] = stay[fold(folder)]
    return join_notes(split_notes(notes)[0], remembered)


def renamed(agents: t.Sequence[Entry], present: t.Sequence[str]) -> t.List[Entry]:
    """The agents whose folder is there under a former name and not under its own; present: paths below the Inbox that exist."""
    there = {fold(path) for path in present}

    def has(name: str) -> bool:
        return fold("/Inbox/" + name) in there

    return [
        agent for agent in agents if not has(agent["folder"]) and any(has(name) for name in agent["former_folders"])
    ]


def removable(people: t.Sequence[Entry], folders: t.Sequence[Entry], keep: bool) -> t.List[str]:
    """Paths of the folders of people who left that are to go: all of them, or with ``keep`` those without mail in them or below.

    folders: folder_info's entries of them, with sub-folders.
    """
    own = {fold("/Inbox/" + name) for one in people for name in one["folders"]}
    paths = [f["path"] for f in folders if fold(f["path"]) in own]

    def empty(path: str) -> bool:
        return not any(
            f["messages"]
            for f in folders
            if fold(f["path"]) == fold(path) or fold(f["path"]).startswith(fold(path) + "/")
        )

    return [path for path in paths if not keep or empty(path)]
