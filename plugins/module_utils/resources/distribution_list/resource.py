# Copyright (c) 2026, the teammail.zimbra contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Distribution lists, static and dynamic (zimbra-soap-admin.md 4)."""

from __future__ import annotations

import typing as t

from ...assumptions import assumed
from ...engine import Plan, Resource, State
from ...errors import InputError, ZimbraError
from ...session import ALL_ACCOUNTS
from ...soap import ADMIN, answer_or_raise, child
from ...values import ListValue, address, list_value
from ..common import properties
from ..common.directory import (
    ABSENT_ACCOUNT,
    ABSENT_LIST,
    Holder,
    Missing,
    a_elements,
    account_request,
    alias_conflicts,
    check_domains,
    existing_element,
    holder_of,
    is_taken,
    list_request,
    lookup,
)
from .reading import OWNER, PAGE, PROPERTIES, SENDER, grants_request, pages, senders_of, show
from .steps import (
    AddAlias,
    AddMembers,
    Create,
    Delete,
    GrantRight,
    Modify,
    RemoveAlias,
    RemoveMembers,
    Rename,
    RevokeRight,
    Step,
    request,
)

if t.TYPE_CHECKING:
    from lxml import etree

OPTIONS: t.Dict[str, t.Any] = {
    "name": {"type": "list", "elements": "str", "required": True},
    "state": {"type": "str", "choices": ["present", "absent"], "default": "present"},
    **properties.specs(PROPERTIES),
    "dynamic": {"type": "bool"},
    "members": {"type": "raw"},
    "aliases": {"type": "raw"},
    "owners": {"type": "raw"},
    "allowed_senders": {"type": "raw"},
    "new_name": {"type": "str"},
}


class DesiredList(t.NamedTuple):
    """What one run wants of one list."""

    name: str
    state: str
    plain: t.Dict[str, t.Any]
    members: t.Optional[ListValue]
    aliases: t.Optional[ListValue]
    owners: t.Optional[ListValue]
    senders: t.Optional[ListValue]
    new_name: t.Optional[str]

    def own(self) -> t.Set[str]:
        """The addresses that the list has after the run and that owners and allowed_senders may name it by."""
        aliases = self.aliases.included() if self.aliases else []
        return {self.name, *aliases, *([self.new_name] if self.new_name else [])}


class DistributionList(Resource):
    """state present and absent of lists."""

    OPTIONS = OPTIONS
    RETURNS = "distribution_lists"

    def __init__(self, *args: t.Any) -> None:
        super().__init__(*args)
        # what the members that were looked up are, by each of their addresses
        self.members: t.Dict[str, Holder] = {}

    def desired(self) -> t.List[DesiredList]:
        given = self.params
        names = list(dict.fromkeys(address("name", n) for n in given["name"]))
        parts = {o: list_value(o, given[o], address) for o in ("members", "aliases", "owners", "allowed_senders")}
        if len(names) > 1 and (given["new_name"] or (parts["aliases"] and parts["aliases"].names())):
            raise InputError(
                f"{'new_name' if given['new_name'] else 'aliases'} is for one list, but name has {len(names)}; make a task for each"
            )
        for name in names:
            for option, value in parts.items():
                own = address("new_name", given["new_name"]) if given["new_name"] else name
                if value and (
                    (option == "aliases" and own in value.names()) or (option == "members" and name in value.names())
                ):
                    raise InputError(
                        f"{option} names {own if option == 'aliases' else name}, which is the list's own address; leave it out"
                    )
        plain = properties.given(PROPERTIES, given)
        if given["dynamic"] is not None:
            plain["dynamic"] = given["dynamic"]
        new_name = address("new_name", given["new_name"]) if given["new_name"] else None
        return [
            DesiredList(
                n,
                given["state"],
                plain,
                parts["members"],
                parts["aliases"],
                parts["owners"],
                parts["allowed_senders"],
                new_name,
            )
            for n in names
        ]

    def read(self, mailbox: str, desired: t.Sequence[DesiredList]) -> t.List[t.Dict[str, t.Any]]:
        requests = []
        for item in desired:
            for name in (item.name, item.new_name) if item.new_name else (item.name,):
                requests += [account_request(name), list_request(name, PAGE)]
                requests += [grants_request(name)] if item.senders else []
        answers = iter(self.session.admin.batch(requests))

        def held(name: str, item: DesiredList) -> t.Tuple[t.Optional[Holder], t.Optional[etree._Element], t.Any]:
            """Who has an address; if it is a list, the answers about it and its grants."""
            account, answer, grants = next(answers), next(answers), next(answers) if item.senders else None
            element = existing_element(answer, ABSENT_LIST, name)
            other = existing_element(account, ABSENT_ACCOUNT, name) if element is None else None
            return holder_of(other, element, name), None if element is None else answer_or_raise(answer, name), grants

        states = []
        for item in desired:
            holder, answer, grants = held(item.name, item)
            target: t.Optional[Holder] = None
            if item.new_name:
                target, renamed, new_grants = held(item.new_name, item)
                if holder is None and renamed is not None and target is not None and not target.is_alias:
                    holder, answer, grants = target, renamed, new_grants  # renamed by an earlier run
            state: t.Dict[str, t.Any] = {
                "holder": holder,
                "target": target,
                "list": None,
                "primary": {},
                "grantees": {},
            }
            element = None if answer is None else child(answer, "dl")
            if answer is not None and element is not None:
                readable = item.members or answer.get("total") is not None
                members = pages(self.session.admin, element.get("name", ""), answer) if readable else None
                state["primary"] = self._primaries(item, members or [])
                types: t.Dict[str, str] = {}
                senders = senders_of(grants, item.name, types) if item.senders else None
                shown = None if members is None else [state["primary"].get(m, m) for m in members]
                state["list"] = show(element, shown, senders)
                state["list"]["_types"].update(types)
                state["list"]["_listed"] = members or []
            elif item.state == "present" and item.members:
                state["primary"] = self._primaries(item, [])
            if item.state == "present":
                if item.new_name and target is None:
                    check_domains(self.session, "new_name", [item.new_name], item.name)
                state["grantees"] = self._grantees(item)
                if item.aliases:
                    own = state["list"] or {"aliases": [], "id": ""}
                    state["alias_conflicts"] = alias_conflicts(
                        self.session, item.aliases, own["aliases"], own["id"], item.name
                    )
            states.append(state)
        return states

    def _primaries(self, desired: DesiredList, listed: t.Sequence[str]) -> t.Dict[str, str]:
        """Primary address of the addresses that may be listed or wanted under another one: an alias counts as its account.

        Asked for are what is wanted and not listed so, and what is to go, for the server takes all of an account's
        addresses off the list with one of them (4.4).
        """
        if not desired.members:
            return {}
        mentioned, gone = set(desired.members.names()), set(desired.members.remove)
        primary = self._addresses((mentioned - set(listed)) | gone)
        if desired.members.set is not None:
            kept = {primary.get(m, m) for m in mentioned}
            primary.update(self._addresses({m for m in listed if primary.get(m, m) not in kept}))
        return primary

    def _addresses(self, asked: t.Iterable[str]) -> t.Dict[str, str]:
        """Primary address by every address of those accounts and lists."""
        holders = lookup(self.session, sorted(asked), foreign=True, further="zimbraMailAlias")
        known = {a: h for key, h in holders.items() if h is not None for a in (key, h.name, *h.aliases)}
        self.members.update(known)
        return {a: h.name for a, h in known.items()}

    def _grantees(self, desired: DesiredList) -> t.Dict[str, Holder]:
        own = desired.own()
        named = [a for value in (desired.owners, desired.senders) if value for a in value.names() if a not in own]
        if not named:
            return {}
        grantees: t.Dict[str, Holder] = {}
        needed = {a for value in (desired.owners, desired.senders) if value for a in value.included()}
        for asked, holder in lookup(self.session, named).items():
            if holder is not None:
                grantees[asked] = holder
            elif self.check_mode and asked in needed:
                self.notes.append(assumed(f"{desired.name}: {asked} does not exist yet"))
            elif asked in needed:
                raise Missing(
                    f"{desired.name}: nobody has the address {asked}, which owners or allowed_senders names; create it first or correct it"
                )
        return grantees

    def plan(self, state: t.Dict[str, t.Any], desired: DesiredList) -> Plan:
        present: t.Optional[State] = state["list"]
        holder: t.Optional[Holder] = state["holder"]
        target: t.Optional[Holder] = state["target"]
        if target is not None and desired.state == "present" and is_taken(target, present, desired.new_name):
            raise ZimbraError(
                f"{desired.name} cannot be renamed: new_name is {desired.new_name}, but {target.describe()}"
            )
        if holder is not None and (
            holder.kind in ("account", "resource") or (holder.is_alias and holder.name != desired.new_name)
        ):
            if desired.state == "absent":
                return Plan(desired.name, None, None)
            raise ZimbraError(
                f"name is {desired.name}, but {holder.describe()}; remove that one first or choose another address"
            )
        if desired.state == "absent":
            return Plan(desired.name, present, None, [Delete(present["id"])] if present else [])
        if present is not None and desired.plain.get("dynamic") not in (None, present["dynamic"]):
            kinds = ("dynamic", "static") if present["dynamic"] else ("static", "dynamic")
            raise ZimbraError("%s is a %s list and cannot become a %s one; remove it first" % (desired.name, *kinds))
        if state.get("alias_conflicts"):
            raise ZimbraError(
                f"{desired.name} cannot have the alias: {'; '.join(state['alias_conflicts'])}; remove it there first"
            )
        after = self._after(present, desired, state)
        steps: t.List[Step] = []
        ident = present["id"] if present else None
        if present is None:
            steps.append(Create(after))
            before: State = {"members": [], "aliases": [], "owners": [], "allowed_senders": []}
        else:
            before = present
            if after["name"] != present["name"]:
                steps.append(Rename(ident, after["name"]))
            was = properties.stored(PROPERTIES, present)
            changed = {k: v for k, v in properties.stored(PROPERTIES, after).items() if v != was[k]}
            if changed:
                steps.append(Modify(ident, changed))
        listed = present["_listed"] if present else []
        old, new = set(before["members"] or []), set(after["members"] or [])
        # One address of each is enough: the server takes the others along, and would then miss them (4.4).
        removed = list(
            {state["primary"].get(m, m): m for m in listed if state["primary"].get(m, m) not in new}.values()
        )
        steps += [RemoveMembers(ident, removed[i : i + PAGE]) for i in range(0, len(removed), PAGE)]
        added = sorted(new - old)
        self._check_members(desired.name, after["dynamic"], present["name"] if present else after["name"], added)
        steps += [AddMembers(ident, added[i : i + PAGE]) for i in range(0, len(added), PAGE)]
        steps += [RemoveAlias(ident, a) for a in before["aliases"] if a not in after["aliases"]]
        steps += [AddAlias(ident, a) for a in after["aliases"] if a not in before["aliases"]]
        for key, right, ids in (("owners", OWNER, "_owner_ids"), ("allowed_senders", SENDER, "_sender_ids")):
            known = {after["name"] if n == before.get("name") else n: i for n, i in before.get(ids, {}).items()}
            types = before.get("_types", {})
            for name in sorted(n for n in known if n not in after.get(key, [])):
                steps.append(RevokeRight(ident, right, types.get(known[name], "usr"), known[name]))
            for name in [n for n in after.get(key, []) if n not in known]:
                kind = "grp" if name == after["name"] else self._grantee_type(state, name)
                steps.append(GrantRight(ident, right, kind, name))
        return Plan(desired.name, present, after, steps)

    def _check_members(self, about: str, dynamic: bool, name: str, added: t.Sequence[str]) -> None:
        """Raises what the server would, before anything is written (4.3)."""
        for member in added:
            kind = self.members[member].kind if member in self.members else ""
            if member == name:
                raise InputError(f"{about}: members names an alias of the list itself; leave it out")
            if kind == "group" or (dynamic and kind == "list"):
                raise InputError(
                    "%s: members names %s, which is a %s distribution list; Zimbra lets a %s list have accounts, %saddresses outside as members"
                    % (
                        about,
                        member,
                        "dynamic" if kind == "group" else "static",
                        "dynamic" if dynamic else "static",
                        "and " if dynamic else "static lists and ",
                    )
                )

    @staticmethod
    def _grantee_type(state: t.Dict[str, t.Any], name: str) -> str:
        holder = next((h for h in state["grantees"].values() if h.name == name), None)
        return "grp" if holder is not None and holder.kind in ("list", "group") else "usr"

    @staticmethod
    def _after(present: t.Optional[State], desired: DesiredList, state: t.Dict[str, t.Any]) -> State:
        start: State = present or {
            "name": desired.name,
            **properties.shown(PROPERTIES, {}),
            "dynamic": False,
            "members": [],
            "aliases": [],
            "owners": [],
        }
        after = dict(start, **desired.plain)
        after["display_name"] = after["display_name"] or None
        primary: t.Dict[str, str] = state["primary"]
        if desired.members:
            after["members"] = sorted(
                {primary.get(m, m) for m in desired.members.result(start["members"], lambda m: primary.get(m, m))}
            )
        if desired.aliases:
            after["aliases"] = sorted(desired.aliases.result(start["aliases"]))
        after["name"] = desired.new_name or start["name"]
        # a grant to the list itself goes by its id and outlasts its renaming
        renamed = {start["name"]: after["name"]}
        names = {asked: renamed.get(holder.name, holder.name) for asked, holder in state["grantees"].items()}
        names.update(dict.fromkeys((start["name"], *desired.own()), after["name"]))
        for key, value in (("owners", desired.owners), ("allowed_senders", desired.senders)):
            if key in start:
                after[key] = sorted(renamed.get(n, n) for n in start[key])
            if value:
                after[key] = sorted(
                    {names.get(a, a) for a in value.result(after.get(key, []), lambda a: names.get(a, a))}
                )
        return after

    def is_refused_twice(self, plan: Plan) -> bool:
        return plan.before is None and plan.after is not None

    def apply(self, mailbox: str, plans: t.Sequence[Plan]) -> None:
        for plan in plans:
            steps = list(plan.steps)
            created = ""
            if steps and isinstance(steps[0], Create):
                created = self._create(steps.pop(0).after)
            requests = [request(step, step.ident or created) for step in steps]
            self.session.admin.each(requests, [plan.name] * len(requests))

    def stale_accounts(self, plans: t.Sequence[Plan]) -> t.Iterable[str]:
        """Who was or is a member: an account remembers the lists it is on.  Whom a nested list concerns is not known: then it is everybody."""
        steps = [step for plan in plans for step in plan.steps]
        if any(isinstance(step, Delete) for step in steps):
            return [ALL_ACCOUNTS]
        changed = [m for step in steps if isinstance(step, (AddMembers, RemoveMembers)) for m in step.members]
        known = [self.members[m] for m in changed if m in self.members]
        return [ALL_ACCOUNTS] if any(h.kind != "account" for h in known) else [h.id for h in known]

    def _create(self, after: State) -> str:
        name, values = after["name"], {k: v for k, v in properties.stored(PROPERTIES, after).items() if v}
        request = ADMIN(
            "CreateDistributionListRequest", ADMIN("name", name), *a_elements(values), dynamic=bool(after["dynamic"])
        )
        made = child(self.session.admin.call(request, name), "dl")
        return "" if made is None else made.get("id", "")
