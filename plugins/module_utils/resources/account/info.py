# Copyright (c) 2026, the teammail.zimbra contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Reading accounts, by address or by search (zimbra-soap-admin.md 3.1 and 3.8)."""

from __future__ import annotations

import typing as t

from ...engine import NOTES
from ...errors import Fault
from ...missing_rights import nothing_found
from ...session import Session
from ...soap import ADMIN, answer_or_raise, children, hidden
from ...values import address
from ..common.directory import ABSENT_ACCOUNT, account_request, existing_element
from .attributes import show

OPTIONS = {
    "name": {"type": "list", "elements": "str"},
    "domain": {"type": "str"},
    "display_name": {"type": "str"},
    "status": {"type": "str", "choices": ["active", "maintenance", "locked", "closed", "pending", "lockout"]},
    "filter": {"type": "str"},
    "attributes": {"type": "list", "elements": "str"},
}
EXCLUSIVE = [("name", search) for search in ("domain", "display_name", "status", "filter")]


def get_info(session: Session, params: t.Mapping[str, t.Any]) -> t.Dict[str, t.Any]:
    """The accounts of an address list, or the ones a filter finds (3.8)."""
    extra = params["attributes"] or []
    admin = session.admin
    cos_names: t.Dict[str, str] = {}
    notes: t.List[str] = []
    if params["name"] is not None:
        names = [address("name", n) for n in params["name"]]
        answers = admin.batch([account_request(n, "") for n in names] + ([ADMIN("GetAllCosRequest")] if names else []))
        cos_answer = answers.pop() if names else None
        elements = [(n, existing_element(a, ABSENT_ACCOUNT, n)) for n, a in zip(names, answers)]
    else:
        query = search_filter(params)
        search = ADMIN(
            "SearchDirectoryRequest",
            ADMIN("query", query),
            types="accounts",
            domain=params["domain"],
            limit=0,
            maxResults=0,
            applyCos=False,
        )
        answer, cos_answer = admin.batch([search, ADMIN("GetAllCosRequest")])
        hits = children(answer_or_raise(answer, "search for accounts"), "account")
        # of a global administrator the server shows a delegated one the names of the attributes alone, whatever rights are granted (9.1)
        closed = [a.get("name", "") for a in hits if "zimbraIsAdminAccount" in hidden(a)]
        notes = [
            f"{name} is left out: it is a global administrator, whom the server does not show to a delegated one"
            for name in closed
        ]
        elements = [
            (a.get("name", ""), a)
            for a in sorted(hits, key=lambda a: a.get("name", ""))
            if a.get("name", "") not in closed
        ]
    if cos_answer is not None and not isinstance(cos_answer, Fault):
        cos_names = {c.get("id", ""): c.get("name", "") for c in children(cos_answer, "cos")}
    shown, missing = [], []
    for name, element in elements:
        if element is None:
            missing.append(name)
            continue
        state = show(element, extra, cos_names)
        shown.append(state)
    result: t.Dict[str, t.Any] = {"accounts": shown, "missing": missing}
    if params["name"] is None and not shown and not notes:
        notes.append(nothing_found("listAccount", params["domain"]))
    if notes:
        result[NOTES] = notes
    return result


def escape_filter(text: str) -> str:
    """A text inside an LDAP filter, RFC 4515."""
    return "".join(f"\\{ord(c):02x}" if c in "\\*()\0" else c for c in text)


def search_filter(params: t.Mapping[str, t.Any]) -> str:
    parts = []
    if params["display_name"]:
        parts.append(f"(displayName={escape_filter(params['display_name'])})")
    if params["status"]:
        parts.append(f"(zimbraAccountStatus={escape_filter(params['status'])})")
    if params["filter"]:
        parts.append(params["filter"])
    return f"(&{''.join(parts)})" if len(parts) > 1 else "".join(parts)
