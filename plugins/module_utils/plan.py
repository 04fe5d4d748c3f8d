# Copyright (c) 2026, the teammail.zimbra contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What is to change in an object, reported as changes and as a diff."""

from __future__ import annotations

import typing as t

if t.TYPE_CHECKING:
    from .errors import Fault

State = t.Dict[str, t.Any]
# What the server answers where a new object was created after it was read (zimbra-soap-admin.md 4.7, zimbra-soap-mail.md 2.4).
EXISTS = {
    "account.ACCOUNT_EXISTS",
    "account.DISTRIBUTION_LIST_EXISTS",
    "account.IDENTITY_EXISTS",
    "mail.ALREADY_EXISTS",
}


class Change(t.NamedTuple):
    """One property of one object, as it was and as it is to be."""

    object: str
    key: str
    before: t.Any
    after: t.Any


class Plan:
    """What is to change in one object.

    name: how the user knows it; mailbox: the mailbox it lies in ("" for the directory); before, after: its state (None = absent),
    whose keys that start with an underscore are never shown; steps: what leads from one to the other, named tuples of the resource for its apply();
    notes: sentences the user should hear; instead: what becomes of properties of an object that vanishes, such as where its mail goes.
    """

    def __init__(
        self,
        name: str,
        before: t.Optional[State],
        after: t.Optional[State],
        steps: t.Sequence[t.Any] = (),
        mailbox: str = "",
        notes: t.Sequence[str] = (),
        secret: t.Sequence[str] = (),
        instead: t.Optional[State] = None,
    ) -> None:
        self.name = name
        self.mailbox = mailbox
        self.before = before
        self.after = after
        self.steps = list(steps)
        self.notes = list(notes)
        self.secret = list(secret)
        self.instead = dict(instead or {})

    @property
    def changed(self) -> bool:
        return bool(self.steps)

    def was_created_meanwhile(self, fault: Fault) -> bool:
        """Whether a fault refuses to create this object because somebody else has created it."""
        return fault.code in EXISTS and self.before is None and self.after is not None and fault.about == self.name

    def changes(self) -> t.List[Change]:
        """What was planned, one entry a property, in the order of the names; appearing and vanishing is a change of "state"."""
        return self.changes_to(self.after)

    def changes_to(self, end: t.Optional[State]) -> t.List[Change]:
        """The same for the state that really came about."""
        if not self.steps or (self.before is None and end is None):
            return []
        if self.before is None or end is None:
            was, is_now = ("absent" if state is None else "present" for state in (self.before, end))
            return [
                Change(self.name, "state", was, is_now),
                *(Change(self.name, key, self.before[key], self.instead[key]) for key in self.instead if self.before),
            ]
        keys = [
            k for k in sorted(set(self.before) | set(end)) if not k.startswith("_") and self.before.get(k) != end.get(k)
        ]
        listed = [Change(self.name, k, *only_differences(self.before.get(k), end.get(k))) for k in keys]
        # What cannot be read back (a password) is named, never shown; nothing is claimed of it where all stayed as it was.
        if end is not self.before:
            listed += [Change(self.name, k, "(not shown)", "(not shown, changed)") for k in self.secret]
        return listed

    def diff(self) -> t.Dict[str, t.Any]:
        """before and after for --diff: of an object that changes the changed keys, of another one what distinguishes it."""
        if self.before is None:
            before, after = {}, telling(self.after)
        elif self.after is None:
            before, after = telling(self.before), self.instead
        else:
            changes = self.changes()
            before = {c.key: in_brief(c.before) for c in changes}
            after = {c.key: in_brief(c.after) for c in changes}
        return {"before_header": self.name, "after_header": self.name, "before": before, "after": after}


def only_differences(before: t.Any, after: t.Any) -> t.Tuple[t.Any, t.Any]:
    """Of two lists or dictionaries only what differs: which members go, and which come.  Two orders of the same members stay whole.

    So a change reads the same whatever else is in a list, and a list of thousands can be reported.
    """
    if isinstance(before, list) and isinstance(after, list):
        gone, come = [m for m in before if m not in after], [m for m in after if m not in before]
        return (gone, come) if gone or come else (before, after)
    if isinstance(before, dict) and isinstance(after, dict):
        keys = [
            k
            for k in list(before) + [k for k in after if k not in before]
            if before.get(k) != after.get(k) or (k in before) != (k in after)
        ]
        return {k: before[k] for k in keys if k in before}, {k: after[k] for k in keys if k in after}
    return before, after


# Properties that every object has or that its name shows, and those that are news with one of two values only.
COMMON = ("account", "id", "size")
NEWS_IF_TRUE = ("broken", "dynamic", "reply_to_enabled")
NEWS_IF_FALSE = ("inherits",)


def telling(state: t.Optional[State]) -> State:
    """What distinguishes an object that comes or goes from any other of its kind."""
    shown = {k: in_brief(v) for k, v in sorted((visible(state) or {}).items()) if k not in COMMON}
    for number, name in (("folder_id", "path"), ("owner_id", "owner")):
        if shown.get(name):
            shown.pop(number, None)
    return {k: v for k, v in shown.items() if not _says_nothing(k, v)}


def _says_nothing(key: str, value: t.Any) -> bool:
    if isinstance(value, bool):
        return key in (NEWS_IF_FALSE if value else NEWS_IF_TRUE)
    if isinstance(value, dict):
        return all(part in (None, [], {}, "") for part in value.values())
    return value in (None, [], "", 0)


def in_brief(value: t.Any) -> t.Any:
    """A value as a diff shows it: a grant, or a folder of another mailbox, in a line."""
    if isinstance(value, (list, tuple)):
        return [in_brief(part) for part in value]
    if not isinstance(value, dict):
        return value
    if "grantee" in value and "rights" in value:
        words = [f"{value['grantee']} ({value.get('type')}) {value['rights'] or 'no rights'}"]
        words += [f"until {value['expires']}"] if value.get("expires") else []
        return ", ".join(words + (["invalid"] if value.get("invalid") else []))
    if set(value) == {"owner", "path"}:
        return f"{value['owner']}:{value['path']}" if value["owner"] else value["path"]
    return {k: in_brief(part) for k, part in value.items()}


def visible(state: t.Optional[State]) -> t.Optional[State]:
    """A state without what only the engine needs."""
    return None if state is None else {k: v for k, v in state.items() if not k.startswith("_")}
