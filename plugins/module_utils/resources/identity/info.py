# Copyright (c) 2026, the teammail.zimbra contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Reading personas (zimbra-soap-admin.md 7)."""

from __future__ import annotations

import typing as t

from ...engine import State
from ...session import Session
from ...values import account_key
from ..common.mailbox import in_mailbox
from .folders import Owners
from .reading import mailbox_of, requests, same, shown

OPTIONS: t.Dict[str, t.Any] = {
    "account": {"type": "list", "elements": "str", "required": True},
    "name": {"type": "list", "elements": "str"},
    "attributes": {"type": "list", "elements": "str"},
}


def get_info(session: Session, params: t.Mapping[str, t.Any]) -> t.Dict[str, t.Any]:
    """The personas of accounts, DEFAULT among them, sorted by name; addresses without an account are listed apart."""
    accounts = list(dict.fromkeys(account_key("account", a) for a in params["account"]))
    extra = params["attributes"] or []
    names = params["name"]

    def one(account: str) -> t.Optional[t.List[State]]:
        answers = in_mailbox(session, account, requests(account, True, False))
        if answers is None:
            return None
        box = mailbox_of(account, answers, True, False)
        chosen = [p for p in box.personas if names is None or any(same(p[0], n) for n in names)]
        states = [shown(box, p, Owners(), extra) for p in sorted(chosen, key=lambda p: p[0].lower())]
        for state in states:
            del state["_ids"]
        return states

    found = session.parallel(one, accounts)
    return {
        "identities": [state for states in found if states is not None for state in states],
        "missing": [account for account, states in zip(accounts, found) if states is None],
    }
