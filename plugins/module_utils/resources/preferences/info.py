# Copyright (c) 2026, the teammail.zimbra contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Reading preferences (zimbra-soap-admin.md 7)."""

from __future__ import annotations

import typing as t

from ...engine import State
from ...session import Session
from ...values import account_key
from ..common.mailbox import in_mailbox
from .reading import OUT_OF_OFFICE, form, present_of, requests, show_out_of_office

OPTIONS: t.Dict[str, t.Any] = {
    "account": {"type": "list", "elements": "str", "required": True},
    "name": {"type": "list", "elements": "str"},
}


def get_info(session: Session, params: t.Mapping[str, t.Any]) -> t.Dict[str, t.Any]:
    """The values in effect of the named preferences, or of all, and what out of office they make."""
    accounts = list(dict.fromkeys(account_key("account", a) for a in params["account"]))
    names = params["name"]

    def one(account: str) -> t.Optional[State]:
        asked = [] if names is None else sorted(set(names) | set(OUT_OF_OFFICE))
        present = present_of(account, in_mailbox(session, account, requests(account, asked)))
        if present.missing:
            return None
        chosen = [n for n in present.values if n not in OUT_OF_OFFICE] if names is None else names
        return {
            "account": present.account,
            "preferences": {name: form(present.values.get(name, [])) for name in sorted(chosen)},
            "out_of_office": show_out_of_office(present.values),
        }

    found = session.parallel(one, accounts)
    missing = [account for account, state in zip(accounts, found) if state is None]
    return {"preferences": [state for state in found if state is not None], "missing": missing}
