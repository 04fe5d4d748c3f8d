# Copyright (c) 2026, the teammail.zimbra contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Reading filter rules (zimbra-soap-mail.md 8.3)."""

from __future__ import annotations

import typing as t

from ...engine import State
from ...session import Session
from ...values import account_key
from ..common.mailbox import in_mailbox
from .resource import REQUESTS, requests, rules_of, shown

OPTIONS: t.Dict[str, t.Any] = {
    "account": {"type": "list", "elements": "str", "required": True},
    "direction": {"type": "str", "choices": sorted(REQUESTS)},
    "name": {"type": "list", "elements": "str"},
}


def get_info(session: Session, params: t.Mapping[str, t.Any]) -> t.Dict[str, t.Any]:
    """The rules of mailboxes in their order, incoming ones first."""
    accounts = list(dict.fromkeys(account_key("account", a) for a in params["account"]))
    directions = [params["direction"]] if params["direction"] else sorted(REQUESTS)

    def one(account: str) -> t.Optional[t.List[State]]:
        batch = requests(directions[0]) + [r for d in directions[1:] for r in requests(d)[1:]]
        answers = in_mailbox(session, account, batch)
        if answers is None:
            return None
        states = []
        for direction, answer in zip(directions, answers[1:]):
            rules = rules_of(account, [answers[0], answer])
            states += [shown(rules.account, direction, e, n) for n, e in enumerate(rules.elements, 1)]
        return [s for s in states if params["name"] is None or s["name"] in params["name"]]

    found = session.parallel(one, accounts)
    return {
        "filter_rules": [state for states in found if states is not None for state in states],
        "missing": [account for account, states in zip(accounts, found) if states is None],
    }
