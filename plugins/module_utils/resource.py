# Copyright (c) 2026, the teammail.zimbra contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What every kind of object has to say of itself for the engine: how it is read, what has to change, and how to change it."""

from __future__ import annotations

import typing as t

from .plan import Plan
from .session import Session

if t.TYPE_CHECKING:
    from .errors import ZimbraError

# The option of modules that work in many mailboxes at once.
UNREACHABLE: t.Dict[str, t.Any] = {
    "unreachable": {"type": "str", "choices": ["fail", "report"], "default": "fail"},
}


class Resource:
    """Base of resources/*/resource.py.

    OPTIONS: the argument spec besides the connection's; RULES: what AnsibleModule takes besides, such as required_if;
    RETURNS: the key of the results.
    """

    OPTIONS: t.Dict[str, t.Any] = {}
    RULES: t.Dict[str, t.Any] = {}
    RETURNS = "objects"

    def __init__(self, session: Session, params: t.Mapping[str, t.Any], check_mode: bool) -> None:
        self.session = session
        self.params = params
        self.check_mode = check_mode
        self.notes: t.List[str] = []

    def desired(self) -> t.List[t.Any]:
        """The objects the options ask for, values checked; raises InputError.  Only what must be resolved on the server may be asked there."""
        raise NotImplementedError

    def mailbox(self, desired: t.Any) -> str:
        """The mailbox that an object lies in; what shares a place shares a batch."""
        return ""

    def owner(self, desired: t.Any) -> str:
        """The address of the account whose mailbox that is, for messages."""
        return self.mailbox(desired)

    def read(self, mailbox: str, desired: t.Sequence[t.Any]) -> t.List[t.Any]:
        """The present state of each, None where the server said that it does not exist."""
        raise NotImplementedError

    def plan(self, state: t.Any, desired: t.Any) -> Plan:
        """What has to change.  Pure: asks nothing, writes nothing; raises ZimbraError to refuse."""
        raise NotImplementedError

    def look_ahead(self, desired: t.Sequence[t.Any]) -> None:
        """Ask by few requests what read() is going to ask in several mailboxes; what fails is left to read()."""

    def apply(self, mailbox: str, plans: t.Sequence[Plan]) -> None:
        """Do the plans' work, in order."""
        raise NotImplementedError

    def apply_together(self, plans: t.Mapping[str, t.Sequence[Plan]]) -> t.Dict[str, t.Optional[ZimbraError]]:
        """The same for several mailboxes by few requests: what became of each that was tried so, None where all is done."""
        return {}

    def is_refused_twice(self, plan: Plan) -> bool:
        """Whether a plan only creates what the server refuses to create where it is already, so that it may rest on what an earlier task read."""
        return False

    def stale_accounts(self, plans: t.Sequence[Plan]) -> t.Iterable[str]:
        """The accounts, by id or address, that other mailbox servers may still remember as they were before these plans were applied."""
        return ()
