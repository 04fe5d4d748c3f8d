# Copyright (c) 2026, the teammail.zimbra contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Identities, which the web client calls personas (zimbra-soap-admin.md 7, zimbra-soap-mail.md 6.6)."""

from __future__ import annotations

import typing as t

from ...assumptions import assumed
from ...engine import UNREACHABLE, Plan, Resource, State
from ...errors import InputError, ZimbraError
from ...schema import canonical_names, check_release, check_value, check_values
from ...soap import ACCOUNT, attributes, children
from ...values import UUID, ListValue, account_key, address, list_value
from ..account.attributes import attribute_values
from ..common import properties
from ..common.directory import Missing, lookup, missing_account
from ..common.mailbox import in_mailbox
from ..common.together import load_together
from ..common.tree import new_mailbox
from .folders import Owners, Reference, find_owners, order, reference, resolve, show
from .reading import (
    DEFAULT,
    IDENT,
    IN_FOLDERS,
    LIMIT,
    NAME,
    PROPERTIES,
    SENT_TO,
    SIGNATURES,
    Mailbox,
    distinct,
    mailbox_of,
    requests,
    same,
    shown,
)
from .steps import Create, Delete, Modify, Step

if t.TYPE_CHECKING:
    from lxml import etree

ROWS = {row.option: row for row in PROPERTIES}
RESERVED = {row.attribute for row in PROPERTIES} | set(SIGNATURES.values()) | {SENT_TO, IN_FOLDERS, NAME, IDENT}

OPTIONS: t.Dict[str, t.Any] = {
    **UNREACHABLE,
    "account": {"type": "list", "elements": "str", "required": True},
    "name": {"type": "str", "required": True},
    "state": {"type": "str", "choices": ["present", "absent"], "default": "present"},
    "new_name": {"type": "str"},
    **properties.specs(PROPERTIES),
    **{option: {"type": "str"} for option in SIGNATURES},
    "when_sent_to": {"type": "raw"},
    "when_in_folders": {"type": "raw"},
    "attributes": {"type": "dict"},
}


class DesiredIdentity(t.NamedTuple):
    """What one run wants of one persona; plain holds the options of single values that are set."""

    account: str
    name: str
    state: str
    new_name: t.Optional[str]
    plain: t.Dict[str, t.Any]
    sent_to: t.Optional[ListValue]
    folders: t.Optional[ListValue]
    attributes: t.Dict[str, t.List[str]]


class Identity(Resource):
    """state present and absent of one persona in one or many accounts."""

    OPTIONS = OPTIONS
    RETURNS = "identities"

    def desired(self) -> t.List[DesiredIdentity]:
        given = self.params
        plain = properties.given(PROPERTIES, given)
        for row in PROPERTIES:
            if row.spec["type"] == "str":
                check_value(row.option, row.attribute, plain.get(row.option), "I")
        plain.update({option: given[option] for option in SIGNATURES if given[option] is not None})
        names = {option: self._name(option) for option in ("name", "new_name") if given[option] is not None}
        sent_to = list_value("when_sent_to", given["when_sent_to"], address)
        folders = list_value("when_in_folders", given["when_in_folders"], reference)
        for option, desired in (("when_sent_to", sent_to), ("when_in_folders", folders)):
            if desired is not None and desired.set is not None:
                plain.setdefault(option + "_enabled", bool(desired.set))
        free = canonical_names("attributes", given["attributes"] or {})
        for attribute in sorted(free):
            if attribute in RESERVED or not attribute.startswith("zimbraPref"):
                raise InputError(
                    f"attributes.{attribute} has an option of its own or is no preference; use that option, or a zimbraPref name"
                )
        check_release(self.session, "attributes", free)
        accounts = list(dict.fromkeys(account_key("account", a) for a in given["account"]))
        folders = self._owned(folders)
        return [
            DesiredIdentity(
                a,
                names["name"],
                given["state"],
                names.get("new_name"),
                plain,
                sent_to,
                folders,
                {k: attribute_values(k, v) for k, v in free.items()},
            )
            for a in accounts
        ]

    def _name(self, option: str) -> str:
        name = str(self.params[option]).strip()
        if not name:
            raise InputError(f"{option} is empty; give the persona a name")
        if same(name, DEFAULT) and (
            option == "new_name" or self.params["state"] == "absent" or self.params["new_name"]
        ):
            raise InputError(
                f"{option} is {name}, which every account has once; it can be neither created, renamed nor removed"
            )
        check_value(option, NAME, name, "I")
        return DEFAULT if same(name, DEFAULT) else name

    def _owned(self, folders: t.Optional[ListValue]) -> t.Optional[ListValue]:
        """The folders with their owners by primary address; finds out the owners' ids."""
        self.owners = Owners()
        names = list(dict.fromkeys(ref.owner for ref in folders.names() if ref.owner)) if folders else []
        if folders is None or not names or self.params["state"] == "absent":
            return folders
        holders = {
            name: holder for name, holder in lookup(self.session, names).items() if holder and holder.kind == "account"
        }
        missing = [name for name in names if name not in holders]
        removed = {ref.owner for ref in folders.remove}
        if missing and not self.check_mode and set(missing) - removed:
            raise Missing(
                f"when_in_folders names the owner {', '.join(missing)}, which is no account; correct the address or create it first"
            )

        self.notes += [
            assumed(f"when_in_folders: {name} does not exist yet") for name in missing if name not in removed
        ]

        def primary(refs: t.Iterable[Reference]) -> t.List[Reference]:
            return [r._replace(owner=holders[r.owner].name) if r.owner in holders else r for r in refs]

        whole = None if folders.set is None else primary(folders.set)
        folders = ListValue(primary(folders.add), primary(folders.remove), whole)
        self.owners = find_owners(self.session, folders.names(), holders.values())
        return folders

    def mailbox(self, desired: DesiredIdentity) -> str:
        return desired.account

    def look_ahead(self, desired: t.Sequence[DesiredIdentity]) -> None:
        if desired[0].state == "present" and desired[0].folders is not None:
            load_together(self.session, map(self.mailbox, desired))

    def read(self, mailbox: str, desired: t.Sequence[DesiredIdentity]) -> t.List[Mailbox]:
        present = desired[0].state == "present"
        tree = present and desired[0].folders is not None
        names = [desired[0].plain[o] for o in SIGNATURES if desired[0].plain.get(o)]
        signatures = present and any(not UUID.match(n) for n in names)
        cleared = self._cleared(desired[0])
        answers = in_mailbox(self.session, mailbox, requests(mailbox, tree, signatures, cleared))
        return [mailbox_of(mailbox, answers, tree, signatures, cleared)] * len(desired)

    @staticmethod
    def _cleared(desired: DesiredIdentity) -> t.List[str]:
        """The attributes that DEFAULT is to lose."""
        if desired.name != DEFAULT:
            return []
        single = {**{row.option: row.attribute for row in PROPERTIES}, **SIGNATURES}
        texts = [attribute for option, attribute in single.items() if desired.plain.get(option) == ""]
        return texts + [attribute for attribute, values in desired.attributes.items() if not values]

    def plan(self, state: Mailbox, desired: DesiredIdentity) -> Plan:
        title = f"{state.account} persona {desired.name}"
        notes = []
        if state.missing and desired.state == "present":
            notes.append(missing_account(desired.account, self.check_mode))
        persona = next((p for p in state.personas if same(p[0], desired.name)), None)
        renamed = next((p for p in state.personas if desired.new_name and same(p[0], desired.new_name)), None)
        if persona is not None and renamed is not None and persona is not renamed and desired.state == "present":
            raise ZimbraError(
                f"{title}: new_name is {desired.new_name}, which another persona has; remove that one or choose another name"
            )
        persona = persona or renamed
        before = None if persona is None else shown(state, persona, self.owners, desired.attributes)
        if desired.state == "absent":
            if before is None:
                return Plan(title, None, None, [], desired.account)
            # Its folders are not looked at, and their numbers say nothing to anybody.
            told = {key: value for key, value in before.items() if key != "when_in_folders"}
            return Plan(title, told, None, [Delete(before["id"])], desired.account)
        if before is None:
            self._check_limit(state)
        start = before or shown(state, (desired.name, "", {}), self.owners, desired.attributes)
        after, values = self._after(state, start, desired, notes)
        if desired.new_name and not same(start["name"], desired.new_name):
            after["name"] = desired.new_name
            values[NAME] = [desired.new_name]
        if before is None:
            created = {k: v for k, v in values.items() if v and k != NAME}
            return Plan(title, None, after, [Create(after["name"], created)], desired.account, notes)
        steps = [Modify(before["id"], values, self._partly(start, desired, values))] if values else []
        return Plan(title, before, after, steps, desired.account, notes)

    @staticmethod
    def _partly(
        start: State, desired: DesiredIdentity, values: t.Mapping[str, t.List[str]]
    ) -> t.Dict[str, t.List[str]]:
        """The lists of which the options name some members only, as they were read."""
        read = {SENT_TO: (desired.sent_to, start["when_sent_to"]), IN_FOLDERS: (desired.folders, list(start["_ids"]))}
        return {n: known for n, (item, known) in read.items() if n in values and item is not None and item.set is None}

    @staticmethod
    def _check_limit(state: Mailbox) -> None:
        if state.limit is not None and len(state.personas) >= state.limit:
            raise ZimbraError(
                "%s has %d personas, and %s allows %d with %s counted: %s; remove one that is not needed, or raise the limit"
                % (
                    state.account,
                    len(state.personas),
                    LIMIT,
                    state.limit,
                    DEFAULT,
                    ", ".join(sorted(p[0] for p in state.personas)),
                )
            )

    def _after(
        self, box: Mailbox, start: State, desired: DesiredIdentity, notes: t.List[str]
    ) -> t.Tuple[State, t.Dict[str, t.List[str]]]:
        """The desired state, and the attributes that lead to it: an empty list clears one."""
        after = dict(start)
        values: t.Dict[str, t.List[str]] = {}
        plain = dict(desired.plain)
        if desired.sent_to is not None:
            after["when_sent_to"] = sorted(desired.sent_to.result(start["when_sent_to"]))
            plain.setdefault("when_sent_to_enabled", bool(after["when_sent_to"]))
            if after["when_sent_to"] != start["when_sent_to"]:
                values[SENT_TO] = after["when_sent_to"]
        if desired.folders is not None:
            ids, after["when_in_folders"] = self._folders(box, start, desired.folders, notes)
            plain.setdefault("when_in_folders_enabled", bool(ids))
            if after["when_in_folders"] != start["when_in_folders"]:
                values[IN_FOLDERS] = ids
        for option, value in plain.items():
            values.update(self._single(box, option, value, start, after))
        differing = {k: v for k, v in desired.attributes.items() if sorted(v) != start["attributes"][k]}
        notes += check_values("attributes", differing, "I", about=f"{desired.name} in {box.account}")
        values.update(differing)
        for attribute, desired_values in desired.attributes.items():
            after["attributes"] = dict(after["attributes"], **{attribute: sorted(desired_values)})
        return after, values

    @staticmethod
    def _single(box: Mailbox, option: str, value: t.Any, start: State, after: State) -> t.Dict[str, t.List[str]]:
        """Enter one plain option into ``after``; the attribute to set where it differs."""
        attribute = SIGNATURES[option] if option in SIGNATURES else ROWS[option].attribute
        if isinstance(value, bool):
            after[option] = value
            return {} if value == start[option] else {attribute: ROWS[option].store(value)}
        stored = value
        if option in SIGNATURES and value:
            ids = {name.lower(): (ident, name) for ident, name in box.signatures.items()}
            ids.update({ident: (ident, name) for ident, name in box.signatures.items()})
            if value.lower() not in ids and not UUID.match(value) and not box.missing:
                known = ", ".join(sorted(box.signatures.values())) or "none"
                raise ZimbraError(
                    f"{box.account}: {option} is {value!r}, which the account does not have; it has {known}"
                )
            stored, value = ids.get(value.lower(), (value, value))
        after[option] = value or None
        present = start[option]
        if present == after[option] or (option.endswith("address") and present and present.lower() == value):
            after[option] = present
            return {}
        return {attribute: [stored] if stored else []}

    def _folders(
        self, box: Mailbox, start: State, desired: ListValue, notes: t.List[str]
    ) -> t.Tuple[t.List[str], t.List[t.Any]]:
        """The ids to store and what they will be shown as; what is not there yet is shown as it was named."""
        tree = box.tree or new_mailbox(box.account)
        missing = []
        found: t.Dict[t.Tuple[str, ...], t.Tuple[t.Optional[str], t.Any]] = {}

        def entry(ref: Reference) -> t.Tuple[t.Optional[str], t.Any]:
            number = resolve(tree, ref, self.owners)
            return number, ref.form() if number is None else show(tree, number, self.owners)

        if desired.set is None:
            gone = [order(entry(ref)[1]) for ref in desired.remove]
            found = {order(form): (number, form) for number, form in start["_ids"].items() if order(form) not in gone}
        for ref in desired.set if desired.set is not None else desired.add:
            number, form = entry(ref)
            found[order(form)] = (number, form)
            if number is None:
                missing.append(f"no mountpoint of {ref.describe()}" if ref.owner else f"no folder {ref.describe()}")
        if missing and not self.check_mode:
            raise Missing(
                f"{box.account}: the mailbox has {', '.join(missing)}; make it first, with the module mountpoint or folder"
            )
        notes += [assumed(f"{box.account}: the mailbox has {what} yet") for what in missing]
        return sorted(number for number, _form in found.values() if number), distinct(
            form for _number, form in found.values()
        )

    def is_refused_twice(self, plan: Plan) -> bool:
        return plan.before is None and plan.after is not None

    def apply(self, mailbox: str, plans: t.Sequence[Plan]) -> None:
        batch = [_request(plan.steps[0]) for plan in plans]
        about = [plan.name for plan in plans]
        actor = self.session.mailbox(mailbox)
        first = [(plan.name, plan.steps[0]) for plan in plans]
        partly = [(name, step) for name, step in first if isinstance(step, Modify) and step.read]
        if not partly:
            actor.each(batch, about)
            return
        # An identity takes no single values (zimbra-soap-mail.md 7.1), so its lists are looked at in the batch that overwrites them.
        found = actor.each([ACCOUNT("GetIdentitiesRequest"), *batch], [mailbox, *about])[0]
        theirs = {e.get("id", ""): attributes(e, "name") for e in children(found, "identity")}
        again = []
        for name, (ident, values, known) in partly:
            merged = {}
            for attribute, before in known.items():
                now = [v.lower() for v in theirs.get(ident, {}).get(attribute, [])]
                if sorted(now) != sorted(before):
                    desired_values = values[attribute]
                    stay = [v for v in now if v in desired_values or v not in before]
                    merged[attribute] = list(dict.fromkeys(stay + [v for v in desired_values if v not in before]))
            if merged:
                again.append((name, _request(Modify(ident, merged, {}))))
        actor.each([r for _n, r in again], [n for n, _r in again])


def _request(step: Step) -> etree._Element:
    """The request of one step of a plan."""
    if isinstance(step, Delete):
        return ACCOUNT("DeleteIdentityRequest", ACCOUNT("identity", id=step.ident))
    pairs = [ACCOUNT("a", value, name=n) for n, some in sorted(step.values.items()) for value in some or [""]]
    if isinstance(step, Create):
        return ACCOUNT("CreateIdentityRequest", ACCOUNT("identity", *pairs, name=step.name))
    return ACCOUNT("ModifyIdentityRequest", ACCOUNT("identity", *pairs, id=step.ident))
