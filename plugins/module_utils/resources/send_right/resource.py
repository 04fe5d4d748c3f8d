# Copyright (c) 2026, the teammail.zimbra contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Who may send in the name of an account or list (zimbra-soap-admin.md 5 and 6)."""

from __future__ import annotations

import typing as t

from ...assumptions import assumed
from ...engine import Plan, Resource, State
from ...errors import Fault, InputError
from ...soap import ACCOUNT, ADMIN, child, children
from ...values import UUID, ListValue, address, list_value
from ..common.directory import Holder, Missing, lookup
from ..common.mailbox import answers_or_raise, in_mailbox, no_account

if t.TYPE_CHECKING:
    from lxml import etree

RIGHTS = ["sendAs", "sendOnBehalfOf"]
# The names of the same rights on a list (5.1).
LIST_RIGHTS = {"sendAs": "sendAsDistList", "sendOnBehalfOf": "sendOnBehalfOfDistList"}
TYPES = {"account": "usr", "resource": "usr", "list": "grp", "group": "grp"}
# Grantees that are no account or list; "dom:example.com" names what it is.
OTHER = ("all", "pub", "dom", "gst", "key", "egp")

OPTIONS: t.Dict[str, t.Any] = {
    "target": {"type": "list", "elements": "str", "required": True},
    "right": {"type": "str", "choices": RIGHTS, "default": "sendAs"},
    "grantees": {"type": "raw"},
    "clean_up": {"type": "bool", "default": False},
    "state": {"type": "str", "choices": ["present", "absent"], "default": "present"},
}


class Ace(t.NamedTuple):
    """One grant as the server has it; no name: its grantee was deleted."""

    type: str
    id: str
    name: str
    deny: bool

    @property
    def dead(self) -> bool:
        return not self.name and self.type in ("usr", "grp", "dom")

    @property
    def shown(self) -> str:
        """An address, where the grantee has one; otherwise the type, too."""
        if self.type in ("usr", "grp"):
            return self.name or self.id
        return self.type if self.type in ("all", "pub") else f"{self.type}:{self.name or self.id}"


class RevokeRight(t.NamedTuple):
    """Step of a plan.  holder: the target, None in check mode where it does not exist yet."""

    holder: t.Optional[Holder]
    ace: Ace


class GrantRight(t.NamedTuple):
    """Step of a plan.  holder: as above; grantee: an address, or a kind of grantee as results show it."""

    holder: t.Optional[Holder]
    grantee: str


Step = t.Union[RevokeRight, GrantRight]


class DesiredSendRight(t.NamedTuple):
    """What one run wants of one right on one target; grantees are the resolved primary addresses."""

    target: str
    holder: t.Optional[Holder]
    right: str
    grantees: ListValue
    clean_up: bool


def grantee(option: str, value: t.Any) -> str:
    """An address; an id, to remove a deleted grantee; or a kind of grantee as results show it."""
    text = str(value).strip()
    kind, _colon, rest = text.partition(":")
    if text in ("all", "pub") or (kind in OTHER and rest):
        return text.lower()
    return text.lower() if UUID.match(text) else address(option, text)


def aces_request(holder: Holder, rights: t.Iterable[str]) -> etree._Element:
    """GetRights in an account's own context, GetGrants of a list."""
    if holder.kind in ("list", "group"):
        return ADMIN("GetGrantsRequest", ADMIN("target", holder.id, type="dl", by="id"))
    return rights_request(rights)


def rights_request(rights: t.Iterable[str]) -> etree._Element:
    """GetRights, inside the account's mailbox."""
    return ACCOUNT("GetRightsRequest", *[ACCOUNT("ace", right=r) for r in rights])


def aces_of(answer: etree._Element, right: str) -> t.List[Ace]:
    """The grants of one right, from either answer."""
    aces = [
        Ace(e.get("gt", ""), e.get("zid", ""), e.get("d", ""), e.get("deny") in ("1", "true"))
        for e in children(answer, "ace")
        if e.get("right") == right
    ]
    for grant in children(answer, "grant"):
        who, what = child(grant, "grantee"), child(grant, "right")
        if who is not None and what is not None and what.text == right:
            aces.append(
                Ace(who.get("type", ""), who.get("id", ""), who.get("name", ""), what.get("deny") in ("1", "true"))
            )
    return aces


def native(holder: Holder, right: str) -> str:
    return LIST_RIGHTS[right] if holder.kind in ("list", "group") else right


def show(target: str, right: str, aces: t.Iterable[Ace]) -> State:
    """A right on a target: who has it, who is refused it, and ids of grantees that no longer exist."""
    known = list(aces)
    return {
        "target": target,
        "right": right,
        "grantees": sorted(a.shown for a in known if not a.deny and not a.dead),
        "denied": sorted(a.shown for a in known if a.deny and not a.dead),
        "unknown": sorted(a.id for a in known if a.dead),
    }


def read_aces(session: t.Any, holder: Holder, rights: t.Sequence[str]) -> t.Dict[str, t.List[Ace]]:
    """right -> grants of one target."""
    request = aces_request(holder, rights)
    if holder.kind in ("list", "group"):
        answers: t.Optional[t.List[etree._Element]] = answers_or_raise(session.admin.batch([request]), holder.name)
    else:
        answers = in_mailbox(session, holder.id, [request])
    if answers is None:
        raise Missing(no_account(holder.name))
    return {right: aces_of(answers[0], native(holder, right)) for right in rights}


class SendRight(Resource):
    """Grants of sendAs or sendOnBehalfOf on accounts and lists."""

    OPTIONS = OPTIONS
    RULES = {"required_if": [("state", "absent", ("grantees",))]}
    RETURNS = "send_rights"

    def desired(self) -> t.List[DesiredSendRight]:
        given = self.params
        grantees = list_value("grantees", given["grantees"], grantee)
        if given["state"] == "absent":
            if grantees is None or not grantees.names() or grantees.add:
                raise InputError("grantees must list whose right to remove with state absent; give a list of addresses")
            grantees = ListValue([], list(grantees.set or []) + grantees.remove, None)
        elif grantees is None and not given["clean_up"]:
            raise InputError(
                "neither grantees nor clean_up is set, so there is nothing to do; name the grantees, or set clean_up: true"
            )
        grantees = grantees or ListValue([], [], None)
        targets = list(dict.fromkeys(address("target", name) for name in given["target"]))
        self.holders = lookup(self.session, targets + [n for n in grantees.names() if "@" in n and ":" not in n])
        # Of a grantee that was deleted, a delegated administrator only learns that they may not see it (9).
        self.holders.update(lookup(self.session, [n for n in grantees.names() if UUID.match(n)], foreign=True))
        self._check(targets, grantees)

        def primary(members: t.Iterable[str]) -> t.List[str]:
            return list(dict.fromkeys(self._primary(m) for m in members))

        grantees = ListValue(
            primary(grantees.add), primary(grantees.remove), None if grantees.set is None else primary(grantees.set)
        )
        desired: t.Dict[str, DesiredSendRight] = {}
        for target in targets:
            holder = self.holders[target]
            name = holder.name if holder else target
            desired.setdefault(name, DesiredSendRight(name, holder, given["right"], grantees, given["clean_up"]))
        return list(desired.values())

    def _primary(self, member: str) -> str:
        holder = self.holders.get(member)
        return holder.name if holder else member

    def _check(self, targets: t.Sequence[str], desired: ListValue) -> None:
        """Raises Missing for what does not exist; check mode assumes that an earlier task would create it."""
        asked = [n for n in desired.included() if n in self.holders]
        for option, names in (("target", targets), ("grantees", asked)):
            missing = [n for n in names if self.holders[n] is None]
            if missing and not self.check_mode:
                raise Missing(
                    f"{option} names {', '.join(missing)}, which no account and no list has; correct the address, or create it first"
                )
            self.notes += [assumed(f"{n} does not exist yet") for n in missing]
        added = desired.included()
        dead = [n for n in added if UUID.match(n) and self.holders[n] is None]
        odd = [n for n in added if n.partition(":")[0] in ("gst", "key", "egp") and ":" in n]
        if desired.set is None and (dead or odd):
            raise InputError(
                f"grantees.add has {(dead + odd)[0]}, which can only be removed; give the address of an account or list"
            )

    def mailbox(self, desired: DesiredSendRight) -> str:
        return desired.holder.id if desired.holder else desired.target

    def read(self, mailbox: str, desired: t.Sequence[DesiredSendRight]) -> t.List[t.List[Ace]]:
        return [[] if w.holder is None else read_aces(self.session, w.holder, [w.right])[w.right] for w in desired]

    def plan(self, state: t.List[Ace], desired: DesiredSendRight) -> Plan:
        before = show(desired.target, desired.right, state)
        allowed = {a.shown: a for a in state if not a.deny and not a.dead}
        denied = {a.shown: a for a in state if a.deny and not a.dead}
        dead = {a.id: a for a in state if a.dead}
        result = desired.grantees.result(allowed)
        strange = [
            n
            for n in result
            if n not in allowed and (n.partition(":")[0] in ("gst", "key", "egp") or (UUID.match(n) and n not in dead))
        ]
        if strange:
            raise InputError(
                f"grantees has {strange[0]}, which can only be kept or removed; give the address of an account or list"
            )
        grant = sorted(n for n in result if n not in allowed and n not in dead)
        revoke = [allowed[n] for n in sorted(set(allowed) - set(result))]
        gone = set(dead) if desired.clean_up else set(dead).intersection(desired.grantees.remove)
        revoke += [dead[ident] for ident in sorted(gone)]
        after = dict(
            before,
            grantees=sorted((set(allowed) - {a.shown for a in revoke}) | set(grant)),
            denied=sorted(set(denied) - set(grant)),
            unknown=sorted(set(dead) - gone),
        )
        steps: t.List[Step] = [RevokeRight(desired.holder, ace) for ace in revoke]
        steps += [GrantRight(desired.holder, name) for name in grant]
        return Plan(f"{desired.target} {desired.right}", before, after, steps, self.mailbox(desired))

    def apply(self, mailbox: str, plans: t.Sequence[Plan]) -> None:
        for plan in plans:
            right = plan.before["right"] if plan.before else ""
            holder = plan.steps[0].holder
            if holder.kind in ("list", "group"):
                self._apply_list(plan, right, holder)
            else:
                self._apply_account(plan, right, holder)

    def stale_accounts(self, plans: t.Sequence[Plan]) -> t.Iterable[str]:
        # sendAs is judged by the sender's server, which remembers both the target and the answer
        return [plan.steps[0].holder.id for plan in plans]

    def _apply_account(self, plan: Plan, right: str, holder: Holder) -> None:
        revoked = [
            ACCOUNT("ace", gt=a.type, zid=a.id or None, right=right, deny=a.deny or None)
            for a in (step.ace for step in plan.steps if isinstance(step, RevokeRight))
        ]
        granted = [
            ACCOUNT("ace", right=right, **self._grantee(step.grantee))
            for step in plan.steps
            if isinstance(step, GrantRight)
        ]
        batch = ([ACCOUNT("RevokeRightsRequest", *revoked)] if revoked else []) + (
            [ACCOUNT("GrantRightsRequest", *granted)] if granted else []
        )
        self.session.mailbox(holder.id).each(batch, [plan.name] * len(batch))

    def _grantee(self, name: str) -> t.Dict[str, str]:
        """The attributes of an <ace>.  gt=usr with the name is the one form that finds dynamic lists, too (5.2)."""
        if name in ("all", "pub"):
            return {"gt": name}
        kind, colon, rest = name.partition(":")
        return {"gt": kind, "d": rest} if colon else {"gt": "usr", "d": name}

    def _apply_list(self, plan: Plan, right: str, holder: Holder) -> None:
        batch = [self._list_request(holder, LIST_RIGHTS[right], step) for step in plan.steps]
        for answer in self.session.admin.batch(batch):
            # Somebody else took the grant away in between: that is what was wanted.
            if isinstance(answer, Fault) and answer.code != "account.NO_SUCH_GRANT":
                answer.about = plan.name
                raise answer

    def _list_request(self, holder: Holder, right: str, step: Step) -> etree._Element:
        target = ADMIN("target", holder.id, type="dl", by="id")
        if isinstance(step, RevokeRight):
            ace = step.ace
            who = ADMIN("grantee", ace.id or None, type=ace.type, by="id" if ace.id else None)
            # a denial is only removed as a denial (5.2)
            return ADMIN("RevokeRightRequest", target, who, ADMIN("right", right, deny=ace.deny or None))
        known = next((h for h in self.holders.values() if h and h.name == step.grantee), None)
        if known is not None:
            element = ADMIN("grantee", known.id, type=TYPES[known.kind], by="id")
        elif step.grantee in ("all", "pub"):
            element = ADMIN("grantee", type=step.grantee)
        else:
            kind, _colon, rest = step.grantee.partition(":")
            element = ADMIN("grantee", rest, type=kind, by="name")
        return ADMIN("GrantRightRequest", target, element, ADMIN("right", right))
