# Copyright (c) 2026, the teammail.zimbra contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Grants on folders (zimbra-soap-mail.md 3).

A folder without grants of its own follows its parent; its first own grant, or revocation, copies the parent's (3.5).  So a plan
looks at what the folders above will have when the run comes to them: folders are worked on from the root downwards.
"""

from __future__ import annotations

import time
import typing as t

from ...assumptions import assumed
from ...engine import Change, Failures, Plan, Resource, State
from ...errors import InputError, ZimbraError
from ...soap import MAIL
from ...values import ListValue, account_key, fold, folder_path
from ..common.directory import Missing, lookup_requests
from ..common.relocation import action
from ..common.tree import Grant, Tree, ancestors, faults, load_or_new, requests
from .grant import NOBODYS_ID, DesiredGrant, Names, Target, key_of, parse_grants, resolve, show
from .steps import Inherit, MakeGrant, Notify, Revoke, Step

if t.TYPE_CHECKING:
    from lxml import etree

OPTIONS: t.Dict[str, t.Any] = {
    "account": {"type": "str", "required": True},
    "path": {"type": "list", "elements": "str", "required": True},
    "grants": {"type": "raw"},
    "inherit": {"type": "bool", "aliases": ["inherits"]},
    "clean_up": {"type": "bool", "default": False},
    "notify": {"type": "bool", "default": False},
    "notify_text": {"type": "str"},
}

Own = t.Optional[t.List[Grant]]


class DesiredShare(t.NamedTuple):
    """What one run wants of one folder's grants."""

    account: str
    path: str
    grants: t.Optional[ListValue]
    inherit: bool
    clean_up: bool


class SharePlan(Plan):
    """Tells changes by name: the id of a grantee that an earlier task of a check run would create is not known yet."""

    def changes_to(self, end: t.Optional[State]) -> t.List[Change]:
        return [
            c._replace(before=without_ids(c.before), after=without_ids(c.after)) if c.key == "grants" else c
            for c in super().changes_to(end)
        ]


def without_ids(grants: t.Sequence[t.Mapping[str, t.Any]]) -> t.List[t.Dict[str, t.Any]]:
    return [{k: v for k, v in grant.items() if k != "id"} for grant in grants]


class Share(Resource):
    """Who may do what in which folders of one mailbox."""

    OPTIONS = OPTIONS
    RETURNS = "shares"

    def __init__(self, *args: t.Any) -> None:
        super().__init__(*args)
        self.now = int(time.time() * 1000)
        self.names = Names()
        self.targets: t.Dict[DesiredGrant, Target] = {}
        self.desired_by_path: t.Dict[str, DesiredShare] = {}

    def desired(self) -> t.List[DesiredShare]:
        given = self.params
        account = account_key("account", given["account"])
        paths = list({fold(p): p for p in (folder_path("path", p) for p in given["path"])}.values())
        grants = parse_grants(given["grants"], self.now)
        if given["inherit"] and grants and grants.names():
            raise InputError(
                "inherit and grants are both given, but a folder that inherits has no grants of its own; give one of them"
            )
        if given["notify_text"] and not given["notify"]:
            raise InputError("notify_text is given without notify; set notify: true, or leave it out")
        if grants and grants.names():
            if self.session.readings is not None:
                # who they are and the folders, by one batch
                people = dict.fromkeys(w.grantee for w in grants.names() if w.type in ("", "usr", "grp"))
                self.session.mailbox(account).batch([*requests(), *lookup_requests(people)])
            self.targets = resolve(self.session, grants.names(), grants.remove, self.check_mode, self.notes)
            self._check_unique(grants)
            self.names.know(self.targets.values())
        self.desired_by_path = {
            fold(p): DesiredShare(account, p, grants, bool(given["inherit"]), given["clean_up"]) for p in paths
        }
        return list(self.desired_by_path.values())

    def _check_unique(self, grants: ListValue) -> None:
        seen: t.Set[str] = set()
        for desired in grants.names():
            target = self.targets[desired]
            key = target.id or target.name
            if key in seen:
                raise InputError(
                    f"grants names {target.name or desired.type} twice; Zimbra keeps one grant for each grantee"
                )
            seen.add(key)

    def mailbox(self, desired: DesiredShare) -> str:
        return desired.account

    def read(self, mailbox: str, desired: t.Sequence[DesiredShare]) -> t.List[Tree]:
        tree = load_or_new(self.session, mailbox, self.check_mode, self.notes)
        nodes = [tree.find(p) for item in desired for p in ["/", *ancestors(item.path), item.path]]
        self.names.look_up(self.session, [g for node in nodes if node is not None for g in node.grants or []])
        return [tree] * len(desired)

    def plan(self, state: Tree, desired: DesiredShare) -> Plan:
        name = f"{state.account}:{desired.path}"
        state.nearest(desired.path)
        node = state.folder(desired.path)
        notes = []
        if node is None:
            if not self.check_mode:
                raise Missing(f"{name} does not exist; create it with the module folder or correct the path")
            notes.append(assumed(f"{name} does not exist yet"))
        ident = None if node is None else node.id
        own = None if node is None else node.grants
        path = desired.path if node is None else node.path
        end, steps = self.outcome(own, self.inherited(state, desired.path), desired, state)
        before = self._shown(state, path, own)
        return SharePlan(
            name,
            before,
            self._shown(state, path, end),
            [step._replace(ident=ident) for step in steps],
            state.account,
            notes + self._expired(desired),
        )

    def _shown(self, tree: Tree, path: str, own: Own) -> State:
        return {"account": tree.account, "path": path, "inherits": own is None, "grants": show(own or [], self.names)}

    def _expired(self, desired: DesiredShare) -> t.List[str]:
        """A date that has passed is no reason to grant, nor to fail."""
        given = desired.grants.included() if desired.grants else []
        return [
            f"the grant for {self.targets[w].name or w.type} ended on the given date; it is not made anew"
            for w in given
            if w.expiry and 0 < w.expiry.until <= self.now
        ]

    def inherited(self, tree: Tree, path: str) -> t.List[Grant]:
        """The grants that hold for a folder without own ones, once this run has passed the folders above."""
        for above in reversed(["/", *ancestors(path)] if path != "/" else []):
            node, item = tree.find(above), self.desired_by_path.get(fold(above))
            own = None if node is None else node.grants
            if item is not None:
                own = self.outcome(own, self.inherited(tree, above), item, tree)[0]
            if own is not None:
                return own
        return []

    def outcome(
        self, own: Own, inherited: t.List[Grant], desired: DesiredShare, tree: Tree
    ) -> t.Tuple[Own, t.List[Step]]:
        """The own grants that a folder will have (None = it inherits), and the steps to get there, without the folder's id."""
        if desired.inherit:
            return None, [] if own is None else [Inherit(None)]
        start = {key_of(g): g for g in (inherited if own is None else own)}
        end = self._result(start, desired, tree)
        if end == start:
            return own, []
        steps: t.List[Step] = [Revoke(None, g.id or key) for key, g in start.items() if key not in end]
        for key, grant in end.items():
            present = start.get(key)
            if present == grant:
                continue
            if present is not None and present.type != grant.type:
                # a grant in place of another keeps the type that is stored (3.3)
                steps.append(Revoke(None, present.id or key))
            steps.append(MakeGrant(None, grant))
            if self.params["notify"] and present is None and grant.type == "usr":
                steps.append(Notify(None, grant.name))
        return list(end.values()), steps

    def _result(self, start: t.Dict[str, Grant], desired: DesiredShare, tree: Tree) -> t.Dict[str, Grant]:
        end = dict(start)
        if desired.grants is not None:
            gone = [self.targets[w] for w in desired.grants.remove]
            named_grants = desired.grants.included()
            end = {k: g for k, g in start.items() if not any(matches_target(target, g) for target in gone)}
            merged = {}
            for item in named_grants:
                grant = self._merged(start, item, tree)
                if grant is not None:
                    merged[key_of(grant)] = grant
            end = (
                dict(end, **merged)
                if desired.grants.set is None
                else {k: merged[k] for k in list(start) + list(merged) if k in merged}
            )
        return {k: g for k, g in end.items() if not (desired.clean_up and g.id in self.names.gone)}

    def _merged(self, start: t.Mapping[str, Grant], desired: DesiredGrant, tree: Tree) -> t.Optional[Grant]:
        """The present grant changed as desired; None for one that would have ended before it began."""
        target = self.targets[desired]
        if target.id and target.id == tree.id:
            raise InputError(
                f"grants names {tree.account}, the owner of the mailbox, who has every right already; leave it out"
            )
        fresh = Grant(target.type, "" if target.type in NOBODYS_ID else target.id, target.name, desired.rights or "")
        present = start.get(key_of(fresh))
        if present is None and not target.known and (target.id or not self.check_mode):
            raise InputError(
                f"grants names {target.id or target.name}, which nobody on this server has; correct or remove it"
            )
        expiry = present.expiry if present else 0
        if desired.expiry:
            expiry = desired.expiry.settle(expiry, self.now)
        if present is None:
            return None if 0 < expiry <= self.now else fresh._replace(expiry=expiry)
        return present._replace(type=target.type, rights=fresh.rights, expiry=expiry)

    def apply(self, mailbox: str, plans: t.Sequence[Plan]) -> None:
        steps = [
            (plan.name, step)
            for plan in sorted(plans, key=lambda p: p.name.rstrip("/").count("/"))
            for step in plan.steps
        ]
        changes = [(name, _request(step)) for name, step in steps if not isinstance(step, Notify)]
        actor = self.session.mailbox(mailbox)
        errors = faults(actor.batch([r for _name, r in changes]), [name for name, _r in changes], {"mail.GRANT_EXISTS"})
        if errors:
            raise errors[0] if len(errors) == 1 else Failures(errors)
        notifications = [(name, self._notification(step)) for name, step in steps if isinstance(step, Notify)]
        errors = faults(
            actor.batch([r for _name, r in notifications]), [f"{name}: notification" for name, _r in notifications]
        )
        if errors:
            raise ZimbraError(f"the grants were made, but these notifications failed: {'; '.join(map(str, errors))}")

    def _notification(self, step: Notify) -> etree._Element:
        text = self.params["notify_text"]
        return MAIL(
            "SendShareNotificationRequest",
            MAIL("item", id=step.ident),
            MAIL("e", a=step.address),
            MAIL("notes", text) if text else None,
        )


def _request(step: t.Union[Inherit, Revoke, MakeGrant]) -> etree._Element:
    """The FolderAction of a step."""
    if isinstance(step, Inherit):
        return action(step.ident, "inherit")
    if isinstance(step, Revoke):
        return action(step.ident, "!grant", zid=step.grantee)
    grant = step.grant
    # guests and keys are named by d, everybody else by the id that was looked up (3.3)
    by_name = {"d": grant.id} if grant.type in ("guest", "key") else {"zid": grant.id or None}
    element = MAIL(
        "grant", gt=grant.type, perm=grant.rights, expiry=grant.expiry or None, pw=grant.password or None, **by_name
    )
    return MAIL("FolderActionRequest", MAIL("action", element, id=step.ident, op="grant"))


def matches_target(target: Target, grant: Grant) -> bool:
    """Whether a grant is the one to remove; it may still hold a name that nobody has any more."""
    if target.type in NOBODYS_ID:
        return grant.type == target.type
    if target.id:
        return grant.id == target.id
    return target.name in (grant.id, grant.name)
