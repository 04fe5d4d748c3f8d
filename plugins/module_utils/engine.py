# Copyright (c) 2026, the teammail.zimbra contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The one place where read, plan and apply, check mode, diff, results and errors meet.

A resource says how one kind of object is read, what has to change (a pure function) and how to change it.
The engine reads everything first and plans everything, so that a refusal comes before any write; then applies, reads the
changed objects again and reports what became of them.
"""

from __future__ import annotations

import typing as t
from contextlib import contextmanager

from .assumptions import to_tell
from .errors import Fault, TransportError, ZimbraError, why_unreachable
from .module import create_module, refuse_unsendable
from .options import CONNECTION
from .plan import Change, Plan, State, visible
from .reading import Readings, show_written
from .resource import UNREACHABLE, Resource
from .session import Session, open_session

if t.TYPE_CHECKING:
    from ansible.module_utils.basic import AnsibleModule

# What a resource needs of the layers below comes from here.
__all__ = [
    "NOTES",
    "UNREACHABLE",
    "Change",
    "Plan",
    "Reconciled",
    "Reconciler",
    "Resource",
    "State",
    "report",
    "run_info_module",
    "run_state_module",
    "visible",
]


class Failures(ZimbraError):
    """Several objects failed, each for its own reason."""

    def __init__(self, errors: t.Sequence[ZimbraError]) -> None:
        unique = list(dict.fromkeys(str(e) for e in errors))
        super().__init__(unique[0] if len(unique) == 1 else f"{len(unique)} failures: {'; '.join(unique)}")


def combine_errors(errors: t.Sequence[ZimbraError]) -> ZimbraError:
    """One error for one or more errors."""
    return errors[0] if len(errors) == 1 else Failures(errors)


def unknown_result(
    error: t.Optional[ZimbraError], plans: t.Sequence[Plan], after: t.List[t.Optional[State]], changed: t.Sequence[int]
) -> ZimbraError:
    """The error of a run whose result cannot be read; no change is reported for it."""
    for index in changed:
        after[index] = plans[index].before
    return ZimbraError(f"{error}; how far the changes came is not known, run again to find out")


class Outdated(ZimbraError):
    """What is to be written rests on what an earlier task read."""


class Reconciled(t.NamedTuple):
    """All that a run found out: the plans in the order of desired(), the states after, and what went wrong."""

    resource: Resource
    plans: t.List[Plan]
    after: t.List[t.Optional[State]]
    notes: t.List[str]
    error: t.Optional[ZimbraError]
    unreachable: t.List[t.Dict[str, str]]


class Reconciler:
    """Brings the objects of one resource to their desired state.

    With the option unreachable=report (UNREACHABLE above), mailboxes that cannot be worked in now are left out and listed in the result.
    """

    def __init__(self, resource: Resource) -> None:
        self.resource = resource
        self.desired = resource.desired()
        self.unreachable: t.List[t.Dict[str, str]] = []
        self.groups = self._grouped()

    def _grouped(self) -> t.Dict[str, t.List[int]]:
        """Indexes of the desired objects by their mailbox."""
        groups: t.Dict[str, t.List[int]] = {}
        for index, item in enumerate(self.desired):
            groups.setdefault(self.resource.mailbox(item), []).append(index)
        return groups

    def run(self, check_mode: bool) -> Reconciled:
        plans = self._plan_all()
        readings = self.resource.session.readings
        if readings is not None and readings.relied and not check_mode:
            outdated = [plan for plan in plans if plan.changed and not self.resource.is_refused_twice(plan)]
            if outdated:
                raise Outdated(f"{outdated[0].name} is to be read again before it is changed")
        errors, busy = ([], 0) if check_mode else self._apply(plans)
        after = [plan.after for plan in plans]
        notes = list(self.resource.notes) + [n for plan in plans for n in plan.notes]
        error = None
        if not check_mode:
            changed = [i for i, plan in enumerate(plans) if plan.changed]
            error = combine_errors(errors) if errors else None
            if errors and len(errors) == busy and all(isinstance(e, TransportError) for e in errors):
                # The server does not answer any more: reading back would only wait for the same again.
                error = unknown_result(error, plans, after, changed)
            elif changed:
                notes += self._flush_caches([plans[i] for i in changed])
                error = self._read_back(plans, after, changed, notes, error)
        return Reconciled(self.resource, plans, after, list(dict.fromkeys(notes)), error, self.unreachable)

    def _read(self, indexes: t.Sequence[int]) -> t.Dict[int, t.Any]:
        """States by index; raises one error for the failures of all mailboxes."""
        states, errors = self._read_each(indexes)
        if errors:
            raise combine_errors(list(errors.values()))
        return states

    def _read_all(self) -> t.Dict[int, t.Any]:
        """States by index of all desired objects; with unreachable=report, those in a mailbox that cannot be worked in now are dropped."""
        states, errors = self._read_each(range(len(self.desired)))
        if self.resource.params.get("unreachable") == "report":
            away = {mailbox: err for mailbox, err in errors.items() if self.resource.session.is_unreachable(err)}
        else:
            away = {}
        if len(errors) > len(away):
            raise combine_errors([err for mailbox, err in errors.items() if mailbox not in away])
        for mailbox, err in away.items():
            name = self.resource.owner(self.desired[self.groups[mailbox][0]])
            self.unreachable.append({"account": name, "reason": why_unreachable(err)})
        left = [i for i, item in enumerate(self.desired) if self.resource.mailbox(item) not in away]
        self.desired = [self.desired[i] for i in left]
        self.groups = self._grouped()
        return {new: states[old] for new, old in enumerate(left)}

    def _read_each(self, indexes: t.Sequence[int]) -> t.Tuple[t.Dict[int, t.Any], t.Dict[str, ZimbraError]]:
        """States by index, mailboxes side by side, and the failures of those that could not be read, by their place."""

        def one(mailbox: str) -> t.Union[t.List[t.Any], ZimbraError]:
            try:
                return self.resource.read(mailbox, [self.desired[i] for i in mine(mailbox)])
            except ZimbraError as err:
                return err

        def mine(mailbox: str) -> t.List[int]:
            return [i for i in self.groups[mailbox] if i in chosen]

        chosen = set(indexes)
        mailboxes = [p for p, members in self.groups.items() if chosen.intersection(members)]
        states: t.Dict[int, t.Any] = {}
        errors: t.Dict[str, ZimbraError] = {}
        if len(mailboxes) > 1:
            self.resource.look_ahead([self.desired[i] for i in sorted(chosen)])
        for mailbox, got in zip(mailboxes, self.resource.session.parallel(one, mailboxes)):
            if isinstance(got, ZimbraError):
                errors[mailbox] = got
            else:
                states.update(zip(mine(mailbox), got))
        return states, errors

    def _plan_all(self) -> t.List[Plan]:
        states = self._read_all()
        plans, errors = [], []
        for index, item in enumerate(self.desired):
            try:
                plans.append(self.resource.plan(states[index], item))
            except ZimbraError as err:
                errors.append(err)
        if errors:
            raise combine_errors(errors)
        return plans

    def _apply(self, plans: t.List[Plan]) -> t.Tuple[t.List[ZimbraError], int]:
        """Apply all plans; one mailbox that fails does not stop the others.  Returns the failures and the number of mailboxes with changes.

        An object that somebody else created after it was read is kept: its plan is replaced by what is left to do.
        """

        def apply(mailbox: str, todo: t.Sequence[Plan]) -> None:
            if mailbox not in together:
                return self.resource.apply(mailbox, todo)
            error = together.pop(mailbox)
            if error is not None:
                raise error

        def one(mailbox: str) -> t.Optional[ZimbraError]:
            mine = [i for i in self.groups[mailbox] if plans[i].changed]
            todo = [plans[i] for i in mine]
            left = self.resource.session.retries
            while todo:
                try:
                    apply(mailbox, todo)
                    return None
                except TransportError as err:
                    if not left or not err.uncertain:
                        return err
                    left -= 1
                    # The answer was lost: what the server really did decides what is left to do.
                    todo = [p for p in plan_again(mine).values() if p.changed]
                except Fault as fault:
                    made = next((i for i in mine if plans[i].was_created_meanwhile(fault)), None)
                    if made is None:
                        return fault
                    fresh = plan_again(mine)
                    if fresh[made].before is None:
                        return fault
                    fresh[made].notes.append(
                        f"{fault.about} was created by somebody else during this run; it was kept and changed only where it differed"
                    )
                    plans[made] = fresh[made]
                    todo = [p for p in fresh.values() if p.changed]
                except ZimbraError as err:
                    return err
            return None

        def plan_again(indexes: t.Sequence[int]) -> t.Dict[int, Plan]:
            again = self._read(indexes)
            return {i: self.resource.plan(again[i], self.desired[i]) for i in indexes}

        def guarded(mailbox: str) -> t.Optional[ZimbraError]:
            try:
                return one(mailbox)
            except ZimbraError as err:
                return err

        busy = [p for p, members in self.groups.items() if any(plans[i].changed for i in members)]
        with self.resource.session.asking_anew():
            several = {p: [plans[i] for i in self.groups[p] if plans[i].changed] for p in busy} if len(busy) > 1 else {}
            together = self.resource.apply_together(several)
            return [e for e in self.resource.session.parallel(guarded, busy) if e is not None], len(busy)

    def _flush_caches(self, changed: t.Sequence[Plan]) -> t.List[str]:
        stale_accounts = list(dict.fromkeys(self.resource.stale_accounts(changed)))
        note = self.resource.session.flush_caches(stale_accounts) if stale_accounts else None
        return [note] if note else []

    def _read_back(
        self,
        plans: t.List[Plan],
        after: t.List[t.Optional[State]],
        changed: t.List[int],
        notes: t.List[str],
        error: t.Optional[ZimbraError],
    ) -> t.Optional[ZimbraError]:
        """Read the changed objects again for the result, and note where they are not as planned."""
        states, unread = self._read_each(changed)
        if unread and error is None:
            reason = combine_errors(list(unread.values()))
            error = ZimbraError(f"everything was changed as planned, but could not be read again: {reason}")
        elif unread:
            error = unknown_result(error, plans, after, [i for i in changed if i not in states])
        for index in sorted(states):
            plan = plans[index]
            try:
                again = self.resource.plan(states[index], self.desired[index])
            except ZimbraError as err:
                return error or err
            # The state that a further run would find.
            after[index] = again.before
            if error is None and again.changed and not plan.secret:
                left = ", ".join(sorted({c.key for c in again.changes()}))
                notes.append(f"{plan.name}: the server took the change of {left} but does not show it yet")
        return error


def report(resource: Resource, outcome: Reconciled, failed: bool, diff: bool) -> t.Dict[str, t.Any]:
    """The module's result."""
    plans = outcome.plans
    changes = [
        c for plan, end in zip(plans, outcome.after) for c in (plan.changes_to(end) if failed else plan.changes())
    ]
    result: t.Dict[str, t.Any] = {
        "changed": bool(changes) if failed else any(plan.changed for plan in plans),
        "changes": [dict(c._asdict()) for c in changes],
        resource.RETURNS: [visible(state) for state in outcome.after if state is not None],
    }
    readings = resource.session.readings
    if readings is not None and readings.written:
        result["written"] = show_written(readings.written)
    if "unreachable" in resource.OPTIONS:
        result["unreachable_accounts"] = outcome.unreachable
    if diff:
        result["diff"] = [plan.diff() for plan in plans if plan.changed]
    return result


def reconcile(
    resource_class: t.Type[Resource], session: Session, params: t.Mapping[str, t.Any], check_mode: bool
) -> Reconciled:
    """A run of a resource.  Raises ZimbraError.

    Answers that team_info has kept can show that there is nothing to do, what check mode would do, and what is to be created that the server
    refuses to create twice.  What else is to be changed, or what fails, is read again, so that nothing is written over by old answers.
    """
    readings = session.readings = session.readings or Readings()
    try:
        return Reconciler(resource_class(session, params, check_mode)).run(check_mode)
    except ZimbraError:
        if not readings.relied or readings.written:
            raise
    readings.forget_earlier()
    session.ask_again()
    return Reconciler(resource_class(session, params, check_mode)).run(check_mode)


@contextmanager
def _tidied(module: AnsibleModule) -> t.Iterator[Session]:
    """A session that leaves the server's caches as it found them."""
    session = open_session(module.params)
    try:
        yield session
    finally:
        note = session.restore_caches()
        if note:
            module.warn(note)


def run_state_module(resource_class: t.Type[Resource]) -> None:
    """main() of a module that creates, changes and removes objects."""
    module = create_module(resource_class.OPTIONS, **resource_class.RULES)
    refuse_unsendable(module)
    try:
        with _tidied(module) as session:
            outcome = reconcile(resource_class, session, module.params, module.check_mode)
            resource = outcome.resource
    except ZimbraError as err:
        module.fail_json(msg=str(err), changed=False)
    for note in to_tell(outcome.notes, module.params["reading"] is not None):
        module.warn(note)
    result = report(resource, outcome, outcome.error is not None, module._diff)
    if outcome.error is not None:
        module.fail_json(msg=str(outcome.error), **result)
    module.exit_json(**result)


# The key of a reader's result for warnings.
NOTES = "_notes"


def read(
    reader: t.Callable[[Session, t.Mapping[str, t.Any]], t.Dict[str, t.Any]],
    session: Session,
    params: t.Mapping[str, t.Any],
) -> t.Dict[str, t.Any]:
    """A reader's result; where it fails with answers kept by team_info, it asks the server itself."""
    try:
        return reader(session, params)
    except ZimbraError:
        if session.readings is None or not session.readings.relied:
            raise
    session.readings = None
    return reader(session, params)


def run_info_module(
    reader: t.Callable[[Session, t.Mapping[str, t.Any]], t.Dict[str, t.Any]],
    options: t.Mapping[str, t.Any],
    handed_back: t.Sequence[str] = (),
    called: str = "",
    **rules: t.Any,
) -> None:
    """main() of an _info module: reader(session, params) gives the result; its key NOTES is a list of warnings.

    handed_back: keys of the result that may be what came in as a secret and must come out legible; called: as refuse_unsendable takes it.
    """
    module = create_module(options, **rules)
    refuse_unsendable(module, called)
    try:
        with _tidied(module) as session:
            result = read(reader, session, module.params)
    except ZimbraError as err:
        module.fail_json(msg=str(err))
    for note in result.pop(NOTES, ()):
        module.warn(note)
    if handed_back:
        secrets = {result[key] for key in handed_back}
        shown = {
            k: "(not shown)" if v in secrets or CONNECTION.get(k, {}).get("no_log") else v
            for k, v in module.params.items()
        }
        # Ansible would replace a secret by asterisks everywhere in the result.
        module.no_log_values -= secrets
        module.exit_json(changed=False, invocation={"module_args": shown}, **result)
    module.exit_json(changed=False, **result)
