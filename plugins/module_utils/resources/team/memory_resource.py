# Copyright (c) 2026, the teammail.zimbra contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Writing down what the role shared_mailbox remembers about a mailbox, for the module team_memory."""

from __future__ import annotations

import typing as t

from ...engine import Plan, Resource, State
from ...errors import ZimbraError
from ...soap import ADMIN, attributes, child
from ...values import UUID, account_key
from ..common.directory import Holder, account_request, lookup, missing_account
from ..common.mailbox import in_mailbox
from ..common.tree import Tree, folder_request, tree_of
from .memory import NOTES, PROPERTIES, Memory, memory_of, split_notes, write_request
from .people import path_of

PERSON = {
    "address": {"type": "str"},
    "id": {"type": "str"},
    "folder": {"type": "str"},
    "folder_id": {"type": "int"},
}
OPTIONS: t.Dict[str, t.Any] = {
    "account": {"type": "str", "required": True},
    "state": {"type": "str", "choices": ["present", "absent"], "default": "present"},
    "list": {"type": "str"},
    "inbox_name": {"type": "str"},
    "sent_name": {"type": "str"},
    "personas": {"type": "list", "elements": "str", "default": []},
    "agents": {"type": "list", "elements": "dict", "default": [], "options": PERSON},
    "former_agents": {"type": "list", "elements": "dict", "default": [], "options": PERSON},
    "unfinished": {"type": "list", "elements": "str", "default": []},
    "written_before": {"type": "dict"},
}


class CurrentMemory(t.NamedTuple):
    """What is remembered now; holders: who the addresses and ids of options and memory are; tree: the mailbox's folders, None where it is not there yet."""

    address: str
    memory: Memory
    holders: t.Mapping[str, t.Optional[Holder]]
    tree: t.Optional[Tree]


class Write(t.NamedTuple):
    """The step of a plan; clean_notes: whether an earlier version has left something in the notes."""

    memory: Memory
    clean_notes: bool


class TeamMemory(Resource):
    """The memory of one mailbox, written as a whole."""

    OPTIONS = OPTIONS
    RETURNS = "memories"

    def desired(self) -> t.List[str]:
        return [account_key("account", self.params["account"])]

    def mailbox(self, desired: str) -> str:
        return desired

    def read(self, mailbox: str, desired: t.Sequence[str]) -> t.List[CurrentMemory]:
        people = self.params["agents"] + self.params["former_agents"]
        asked = [p["address"] for p in people if p.get("address") and not p.get("id")]
        if self.params.get("list"):
            asked.append(self.params["list"])
        batch = [account_request(mailbox, ",".join([PROPERTIES, NOTES])), folder_request()]
        answers = in_mailbox(self.session, mailbox, batch)
        if answers is None:
            if self.params["state"] == "present":
                self.notes.append(missing_account(mailbox, self.check_mode))
            return [CurrentMemory(mailbox, Memory(), {}, None)]
        account = child(answers[0], "account")
        if account is None:
            raise ZimbraError(f"{mailbox}: the server answers GetAccount without an account")
        memory = memory_of(attributes(account))
        named = {p["id"] for p in people if p.get("id") and p.get("address")}
        asked += [i for i in [*memory.agents, *memory.left, memory.list_id] if UUID.match(i) and i not in named]
        # accounts may be gone, or lie where a delegated administrator sees nothing
        holders = lookup(self.session, asked, foreign=True)
        name = account.get("name", mailbox)
        return [CurrentMemory(name, memory, holders, tree_of(answers[1], name, account.get("id", "")))]

    def plan(self, state: CurrentMemory, desired: str) -> Plan:
        name = f"{state.address} memory"
        memory = state.memory
        if self.params["state"] == "absent":
            before = self._show(state, memory, self.params) if memory.known else None
            return Plan(name, before, None, [Write(Memory(), False)] if memory.known else [])
        if self.check_mode and self.params.get("written_before"):
            memory = self._desired_memory(state, self.params["written_before"])
        given = self._with_unfinished(state, memory)
        desired_memory = self._desired_memory(state, given)
        after = self._show(state, desired_memory, given, True)
        if not memory.known:
            return Plan(name, None, after, [Write(desired_memory, bool(memory.old))])
        before = self._show(state, memory, given)
        same = before == after and not memory.old
        if memory.old:
            before["notes"], after["notes"] = dict(memory.old), {}
        return Plan(name, before, before if same else after, [] if same else [Write(desired_memory, bool(memory.old))])

    def _with_unfinished(self, state: CurrentMemory, memory: Memory) -> t.Dict[str, t.Any]:
        """The options, where what was not finished in somebody's mailbox stays to be done: who was an agent still is one that leaves, who
        is new still joins, and names that were given stay known.
        """
        given = dict(self.params)
        unfinished = set(given["unfinished"])
        if not unfinished:
            return given
        names = self._names(state)
        known = {names.get(ident, ident): number for ident, number in memory.agents.items()}
        kept = [a for a in given["agents"] if a.get("address") not in unfinished or a["address"] in known]
        named = {a.get("address") for a in kept}
        idents = {names.get(ident, ident): ident for ident in memory.agents}
        given["agents"] = kept + [
            {"address": name, "id": idents[name], "folder_id": known[name]}
            for name in sorted(unfinished - named)
            if name in known
        ]
        given["former_agents"] = [
            person for person in given["former_agents"] if person.get("address") not in unfinished
        ]
        given["personas"] = list(memory.personas) + [n for n in given["personas"] if n not in memory.personas]
        given["inbox_name"] = memory.inbox_name or given["inbox_name"]
        given["sent_name"] = memory.sent_name or given["sent_name"]
        return given

    def _names(self, state: CurrentMemory) -> t.Dict[str, str]:
        """What the accounts and lists are called, by their ids."""
        before = self.params.get("written_before") or {}
        people = self.params["agents"] + self.params["former_agents"] + list(before.get("agents") or [])
        names = {p["id"]: p["address"] for p in people if p.get("id") and p.get("address")}
        names.update({h.id: h.name for h in state.holders.values() if h is not None})
        return names

    def _desired_memory(self, state: CurrentMemory, given: t.Mapping[str, t.Any]) -> Memory:
        desired_list = given.get("list") or ""
        holder = state.holders.get(desired_list)
        return Memory(
            True,
            desired_list if UUID.match(desired_list) else holder.id if holder is not None else "",
            given.get("inbox_name") or "",
            given.get("sent_name") or "",
            tuple(given.get("personas") or ()),
            self._numbers(state, given.get("agents") or ()),
            self._numbers(state, given.get("former_agents") or ()),
        )

    def _numbers(self, state: CurrentMemory, people: t.Iterable[t.Mapping[str, t.Any]]) -> t.Dict[str, int]:
        """account id -> number of the folder, as far as there is one."""
        numbers = {}
        for person in people:
            holder = state.holders.get(person.get("address") or "")
            ident = person.get("id") or (holder.id if holder is not None else "")
            if not ident and self.check_mode:
                ident = person.get("address") or ""  # the account is still to be made
            number = person.get("folder_id")
            if not number and person.get("folder") and state.tree is not None:
                node = state.tree.find(path_of(person["folder"]))
                number = node.id if node is not None and node.kind == "folder" else None
            if ident:
                numbers[ident] = number or 0
        return numbers

    def _show(
        self, state: CurrentMemory, memory: Memory, given: t.Mapping[str, t.Any], as_desired: bool = False
    ) -> State:
        """In people's words: addresses, and the folders of those who are named now, where the number is theirs."""
        people = given["agents"] + given["former_agents"]
        names = self._names(state)
        shown_list = names.get(memory.list_id, memory.list_id)
        if as_desired and not memory.list_id and self.check_mode:
            shown_list = self.params.get("list") or ""
        folders = {}
        desired = self._desired_memory(state, given)
        for person in people:
            key = person.get("address") or person.get("id")
            holder = state.holders.get(person.get("address") or "")
            ident = person.get("id") or (holder.id if holder is not None else "")
            number = desired.folder_of(ident)
            if person.get("folder") and (as_desired or (number and memory.folder_of(ident) == number)):
                folders[key] = person["folder"]
        known = {"agents": memory.agents, "former_agents": memory.left}
        listed = {part: sorted(names.get(i, i) for i in numbers) for part, numbers in known.items()}
        if as_desired:
            listed = {part: sorted(p.get("address") or p.get("id") for p in given[part]) for part in known}
        return {
            "account": state.address,
            "list": shown_list,
            "inbox_name": memory.inbox_name,
            "sent_name": memory.sent_name,
            "personas": list(memory.personas),
            "agents": listed["agents"],
            "former_agents": listed["former_agents"],
            "folders": dict(sorted(folders.items())),
        }

    def apply(self, mailbox: str, plans: t.Sequence[Plan]) -> None:
        for plan in plans:
            for step in plan.steps:
                self.session.mailbox(mailbox).call(write_request(step.memory), plan.name)
                if step.clean_notes:
                    self._clean_notes(mailbox)

    def _clean_notes(self, mailbox: str) -> None:
        """Take what an earlier version kept in the administrator's notes out of them; what people wrote there stays."""
        answer = self.session.admin.call(account_request(mailbox, NOTES), mailbox)
        account = child(answer, "account")
        notes = "" if account is None else (attributes(account).get(NOTES) or [""])[0]
        text, old = split_notes(notes)
        if account is None or not old:
            return
        request = ADMIN("ModifyAccountRequest", ADMIN("id", account.get("id", "")), ADMIN("a", text, n=NOTES))
        self.session.admin.call(request, mailbox)
