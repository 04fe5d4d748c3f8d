# Copyright (c) 2026, the teammail.zimbra contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Accounts (zimbra-soap-admin.md 3)."""

from __future__ import annotations

import typing as t

from ...engine import Plan, Resource, State
from ...errors import InputError, ZimbraError
from ...schema import canonical_names, check_release, check_value, check_values
from ...soap import ACCOUNT, ADMIN, Answer, answer_or_raise, child, children
from ...values import ListValue, address, list_value
from ..common import exchange, properties
from ..common.directory import (
    ABSENT_ACCOUNT,
    ABSENT_LIST,
    Holder,
    a_elements,
    account_request,
    alias_conflicts,
    check_domains,
    existing_element,
    holder_of,
    is_taken,
    list_request,
)
from ..common.mailbox import own_values
from .attributes import (
    COS,
    FORWARDING,
    MAIL_STATUS,
    PROPERTIES,
    QUOTA,
    RESERVED,
    STATUS,
    attribute_values,
    is_pref,
    ldap_values,
    show,
    stored_forwarding,
    takes_prefs,
)
from .removal import count_mail, delete_account
from .steps import AddAlias, Create, Delete, Modify, ModifyPreferences, RemoveAlias, Rename, SetPassword, Step

if t.TYPE_CHECKING:
    from lxml import etree

# With these statuses the server lets no mail in, whatever is asked for (3.4).
MAIL_CLOSED = ("closed", "pending")

OPTIONS: t.Dict[str, t.Any] = {
    "name": {"type": "list", "elements": "str", "required": True},
    "state": {"type": "str", "choices": ["present", "absent"], "default": "present"},
    **properties.specs(PROPERTIES),
    # not "password", which is the administrator's in every module
    "account_password": {"type": "str", "no_log": True},
    "update_password": {"type": "str", "choices": ["on_create", "always"], "default": "on_create", "no_log": False},
    "cos": {"type": "str"},
    "aliases": {"type": "raw"},
    "forwarding_addresses": {"type": "raw"},
    "attributes": {"type": "dict"},
    "new_name": {"type": "str"},
    "confirm": {"type": "str"},
}


class DesiredAccount(t.NamedTuple):
    """What one run wants of one account."""

    name: str
    state: str
    plain: t.Dict[str, t.Any]
    cos: t.Optional[str]
    aliases: t.Optional[ListValue]
    forwarding: t.Optional[ListValue]
    attributes: t.Dict[str, t.List[str]]
    password: t.Optional[str]
    always: bool
    new_name: t.Optional[str]
    confirm: t.Optional[str]


def _only_creates(plan: Plan) -> bool:
    """Whether nothing but one request is needed, which can share a batch with those of other accounts."""
    return len(plan.steps) == 1 and isinstance(plan.steps[0], Create)


class Account(Resource):
    """state present and absent of accounts.

    Reading asks for the list of the same name too, so that an address somebody else has is reported for what it is.
    """

    OPTIONS = OPTIONS
    RETURNS = "accounts"

    def desired(self) -> t.List[DesiredAccount]:
        given = self.params
        plain = properties.given(PROPERTIES, given)
        names = list(dict.fromkeys(address("name", n) for n in given["name"]))
        aliases = list_value("aliases", given["aliases"], address)
        single = [o for o in ("new_name", "confirm") if given[o]] + (["aliases"] if aliases and aliases.names() else [])
        if len(names) > 1 and single:
            raise InputError(f"{single[0]} is for one account, but name has {len(names)}; make a task for each")
        free = given["attributes"] or {}
        reserved = sorted(name for name in free if name.lower() in RESERVED)
        if reserved:
            raise InputError(f"attributes.{reserved[0]} has an option of its own or cannot be set; use that option")
        free = canonical_names("attributes", free)
        check_release(self.session, "attributes", free)
        check_value("quota", QUOTA, plain.get("quota"))
        if given["state"] == "absent" and given["confirm"] and address("confirm", given["confirm"]) not in names:
            raise InputError(
                f"confirm is {given['confirm']}, but the account to be removed is {names[0]}; repeat its address"
            )
        if plain.get("status") in MAIL_CLOSED and plain.get("mail_status") == "enabled":
            raise InputError(
                f"mail_status is enabled, but an account whose status is {plain['status']} takes no mail; leave one of them out"
            )
        desired = []
        for name in names:
            own = address("new_name", given["new_name"]) if given["new_name"] else name
            if aliases and own in aliases.names():
                raise InputError(f"aliases names {own}, which is the account's own address; leave it out")
            desired.append(
                DesiredAccount(
                    name,
                    given["state"],
                    plain,
                    given["cos"],
                    aliases,
                    list_value("forwarding_addresses", given["forwarding_addresses"], address),
                    {k: attribute_values(k, v) for k, v in free.items()},
                    given["account_password"],
                    given["update_password"] == "always",  # noqa: S105
                    address("new_name", given["new_name"]) if given["new_name"] else None,
                    address("confirm", given["confirm"]) if given["confirm"] else None,
                )
            )
        return desired

    def read(self, mailbox: str, desired: t.Sequence[DesiredAccount]) -> t.List[t.Dict[str, t.Any]]:
        requests = [r for item in desired for r in (account_request(item.name, ""), list_request(item.name))]
        requests += [
            r for w in desired if w.new_name for r in (account_request(w.new_name, ""), list_request(w.new_name))
        ]
        cos = next((w.cos for w in desired if w.cos), None)
        if cos:
            requests.append(ADMIN("GetAllCosRequest"))
        answers = self.session.admin.batch(requests)
        cos_names = self._cos_names(answers.pop(), cos) if cos else {}
        renamed = iter(answers[2 * len(desired) :])
        states: t.List[t.Dict[str, t.Any]] = []
        for number, item in enumerate(desired):
            element = existing_element(answers[2 * number], ABSENT_ACCOUNT, item.name)
            dlist = None if element is not None else existing_element(answers[2 * number + 1], ABSENT_LIST, item.name)
            holder = holder_of(element, dlist, item.name)
            target, target_list = (next(renamed), next(renamed)) if item.new_name else (None, None)
            target = None if target is None else existing_element(target, ABSENT_ACCOUNT, item.new_name or "")
            if target_list is not None:
                target_list = (
                    None if target is not None else existing_element(target_list, ABSENT_LIST, item.new_name or "")
                )
            states.append(
                {
                    "account": None if element is None else show(element, item.attributes, cos_names),
                    "holder": holder,
                    "target": None if target is None else show(target, item.attributes, cos_names),
                    "target_holder": holder_of(target, target_list, item.new_name or ""),
                    "alias_conflicts": [],
                    "cos_id": next((i for i, n in cos_names.items() if n == cos), None),
                    "forwarding": {e.get("id"): stored_forwarding(e) for e in (element, target) if e is not None},
                }
            )
            if item.state == "present" and item.new_name and target is None:
                check_domains(self.session, "new_name", [item.new_name], item.name)
            if item.state == "present" and item.aliases:
                own = states[-1]["account"] or states[-1]["target"] or {"aliases": [], "id": ""}
                states[-1]["alias_conflicts"] = alias_conflicts(
                    self.session, item.aliases, own["aliases"], own["id"], item.name
                )
        for state, item in zip(states, desired):
            # what is no account is refused by its kind, whatever it holds
            if item.state == "absent" and state["account"] and state["holder"].kind == "account":
                state["items"] = count_mail(self.session, state["account"]["id"], item.name, bool(item.confirm))
        return states

    def _cos_names(self, answer: t.Optional[Answer], desired: str) -> t.Dict[str, str]:
        classes = children(answer_or_raise(answer, f"class of service {desired}"), "cos")
        names = {c.get("id", ""): c.get("name", "") for c in classes}
        if desired not in names.values():
            raise InputError(
                f"cos is {desired!r}, which the server does not have; it has {', '.join(sorted(names.values())) or 'none'}"
            )
        return names

    def plan(self, state: t.Dict[str, t.Any], desired: DesiredAccount) -> Plan:
        present, holder = state["account"], state["holder"]
        target: t.Optional[Holder] = state["target_holder"]
        if (
            target is not None
            and present is None
            and holder is None
            and target.kind == "account"
            and not target.is_alias
        ):
            present = state["target"]  # renamed by an earlier run
        elif target is not None and desired.state == "present" and is_taken(target, present, desired.new_name):
            raise ZimbraError(
                f"{desired.name} cannot be renamed: new_name is {desired.new_name}, but {target.describe()}"
            )
        if holder is not None and (holder.kind != "account" or (holder.is_alias and holder.name != desired.new_name)):
            if desired.state == "absent" and holder.kind != "resource":
                return Plan(desired.name, None, None)
            raise ZimbraError(
                f"name is {desired.name}, but {holder.describe()}; a mailbox needs an address of its own: remove that one first or choose another"
            )
        if desired.state == "absent":
            return self._plan_absent(state, desired)
        if state["alias_conflicts"]:
            raise ZimbraError(
                f"{desired.name} cannot have the alias: {'; '.join(state['alias_conflicts'])}; remove it there first"
            )
        after = self._after(present, desired)
        if present is None:
            notes = check_values(
                "attributes", {k: v for k, v in desired.attributes.items() if not is_pref(k)}, "A", True, desired.name
            )
            notes += check_values(
                "attributes", {k: v for k, v in desired.attributes.items() if is_pref(k)}, "A", False, desired.name
            )
            steps = [Create(after, state["cos_id"]), *self._after_create(desired, after)]
            return Plan(desired.name, None, after, steps, notes=notes)
        return self._plan_change(present, after, desired, state["cos_id"], state["forwarding"][present["id"]])

    def _plan_absent(self, state: t.Dict[str, t.Any], desired: DesiredAccount) -> Plan:
        present = state["account"]
        if present is None:
            return Plan(desired.name, None, None)
        if not desired.confirm and state.get("items"):
            raise ZimbraError(
                f"{desired.name} holds {state['items']} items, which would be lost with the account; move them away, or repeat the address in confirm"
            )
        return Plan(desired.name, present, None, [Delete(present["id"], present.get("status"))])

    @staticmethod
    def _after(present: t.Optional[State], desired: DesiredAccount) -> State:
        start: State = present or {
            "name": desired.name,
            "aliases": [],
            "forwarding_addresses": [],
            "attributes": {},
        }
        # an empty text clears
        after = dict(start, **{option: None if value == "" else value for option, value in desired.plain.items()})
        if desired.cos:
            after["cos"] = desired.cos
        # zimbraAccountStatus drags zimbraMailStatus along (3.4); a status that changes keeps what mail had
        if after.get("status") in MAIL_CLOSED and after["status"] != start.get("status"):
            after["mail_status"] = "disabled"
        if desired.aliases:
            after["aliases"] = sorted(desired.aliases.result(start["aliases"]))
        if desired.forwarding:
            after["forwarding_addresses"] = sorted(desired.forwarding.result(start["forwarding_addresses"]))
        if desired.attributes:
            after["attributes"] = dict(start["attributes"], **{k: sorted(v) for k, v in desired.attributes.items()})
        if desired.new_name:
            after["name"] = desired.new_name
        return after

    @staticmethod
    def _after_create(desired: DesiredAccount, after: State) -> t.List[Step]:
        steps: t.List[Step] = [AddAlias(None, alias) for alias in after["aliases"]]
        prefs = {k: v for k, v in desired.attributes.items() if is_pref(k) and v}
        modify = ModifyPreferences if takes_prefs(after) else Modify
        return steps + ([modify(None, prefs, {})] if prefs else [])

    @staticmethod
    def _plan_change(
        present: State, after: State, desired: DesiredAccount, cos_id: t.Optional[str], forwarding: t.List[str]
    ) -> Plan:
        """forwarding: the attribute as it is stored, which is what another value can be exchanged for."""
        ident = present["id"]
        steps: t.List[Step] = []
        if after["name"] != present["name"]:
            steps.append(Rename(ident, after["name"]))
        modified = {k: v for k, v in ldap_values(after, cos_id).items() if v != ldap_values(present, None).get(k)}
        if "cos" in after and after["cos"] == present["cos"]:
            modified.pop(COS, None)
        if STATUS in modified and after.get("mail_status"):
            modified[MAIL_STATUS] = [after["mail_status"]]
        differing = {k: v for k, v in desired.attributes.items() if sorted(v) != present["attributes"].get(k, [])}
        notes = check_values("attributes", differing, "A", about=desired.name)
        modified.update({k: v for k, v in differing.items() if not is_pref(k)})
        prefs = {k: v for k, v in differing.items() if is_pref(k)}
        possible = takes_prefs(present), takes_prefs(after)
        base = dict(present["attributes"], **{FORWARDING: forwarding})
        modify: t.List[Step] = [Modify(ident, modified, base)] if modified else []
        # Aliases before preferences, some of which may name none but the account's own addresses (5.3).
        rest: t.List[Step] = [AddAlias(ident, a) for a in after["aliases"] if a not in present["aliases"]]
        if prefs:
            rest.append((ModifyPreferences if any(possible) else Modify)(ident, prefs, base))
        steps += rest + modify if possible == (True, False) else modify + rest
        steps += [RemoveAlias(ident, a) for a in present["aliases"] if a not in after["aliases"]]
        secret = []
        if desired.password is not None and desired.always:
            steps.append(SetPassword(ident, desired.password))
            secret.append("account_password")
        return Plan(desired.name, present, after, steps, notes=notes, secret=secret)

    def is_refused_twice(self, plan: Plan) -> bool:
        return plan.before is None and plan.after is not None

    def apply(self, mailbox: str, plans: t.Sequence[Plan]) -> None:
        new = [plan for plan in plans if _only_creates(plan)]
        self.session.admin.each([self._create_request(plan.steps[0]) for plan in new], [plan.name for plan in new])
        for plan in plans:
            if _only_creates(plan):
                continue
            created: t.Optional[str] = None
            for step in plan.steps:
                created = self._do(plan.name, step, created) or created

    def stale_accounts(self, plans: t.Sequence[Plan]) -> t.Iterable[str]:
        return [plan.before["id"] for plan in plans if plan.before is not None]

    def _do(self, name: str, step: Step, created: t.Optional[str]) -> t.Optional[str]:
        """Carry out one step; returns the id of a new account."""
        if isinstance(step, Create):
            return self._create(step)
        ident = step.ident or created or ""
        if isinstance(step, (Modify, ModifyPreferences)):
            self._write(name, ident, step)
        elif isinstance(step, Delete):
            delete_account(self.session, ident, name, step.status)
        elif isinstance(step, Rename):
            self.session.admin.call(
                ADMIN("RenameAccountRequest", ADMIN("id", ident), ADMIN("newName", step.name)), name
            )
        elif isinstance(step, SetPassword):
            self.session.admin.call(
                ADMIN("SetPasswordRequest", ADMIN("id", ident), ADMIN("newPassword", step.password)), name
            )
        else:
            verb = "Add" if isinstance(step, AddAlias) else "Remove"
            request = ADMIN(f"{verb}AccountAliasRequest", ADMIN("id", ident), ADMIN("alias", step.alias))
            self.session.admin.call(request, f"{name}: {step.alias}")
        return None

    def _write(self, name: str, ident: str, step: t.Union[Modify, ModifyPreferences]) -> None:
        def send(pairs: t.Sequence[t.Tuple[str, str]]) -> None:
            if isinstance(step, ModifyPreferences):
                prefs = [ACCOUNT("pref", value, name=key) for key, value in pairs]
                self.session.mailbox(ident).call(ACCOUNT("ModifyPrefsRequest", *prefs), name)
            else:
                some = [ADMIN("a", value, n=key) for key, value in pairs]
                self.session.admin.call(ADMIN("ModifyAccountRequest", ADMIN("id", ident), *some), name)

        def read(names: t.List[str]) -> t.Mapping[str, t.List[str]]:
            return own_values(self.session.admin.call(account_request(ident, ",".join(names)), name), names)

        exchange.write(send, read, step.values, step.base, name)

    def _create(self, step: Create) -> str:
        account = child(self.session.admin.call(self._create_request(step), step.after["name"]), "account")
        return "" if account is None else account.get("id", "")

    def _create_request(self, step: Create) -> etree._Element:
        after = step.after
        values = {k: v for k, v in ldap_values(after, step.cos_id).items() if v}
        values.update({k: v for k, v in after["attributes"].items() if v and not is_pref(k)})
        password = self.params["account_password"]
        return ADMIN(
            "CreateAccountRequest",
            ADMIN("name", after["name"]),
            ADMIN("password", password) if password else None,
            *a_elements(values),
        )
