# Copyright (c) 2026, the teammail.zimbra contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Reading distribution lists, by address or all of a domain (zimbra-soap-admin.md 3.8 and 4.2)."""

from __future__ import annotations

import typing as t

from ...engine import NOTES, visible
from ...missing_rights import nothing_found
from ...session import Session
from ...soap import ADMIN, answer_or_raise, children
from ...values import address
from ..account.info import escape_filter
from ..common.directory import ABSENT_LIST, existing_element, list_request
from .reading import PAGE, grants_request, pages, senders_of, show

OPTIONS = {
    "name": {"type": "list", "elements": "str"},
    "domain": {"type": "str"},
    "member": {"type": "str"},
    "filter": {"type": "str"},
}
EXCLUSIVE = [("name", search) for search in ("domain", "member", "filter")]


def get_info(session: Session, params: t.Mapping[str, t.Any]) -> t.Dict[str, t.Any]:
    """The lists named, or the ones a search finds; every member of each."""
    admin = session.admin
    if params["name"] is not None:
        names = [address("name", n) for n in params["name"]]
    else:
        names = _search(session, params)
    answers = admin.batch([r for n in names for r in (list_request(n, PAGE), grants_request(n))])
    shown, missing = [], []
    for number, name in enumerate(names):
        answer, grants = answers[2 * number], answers[2 * number + 1]
        element = existing_element(answer, ABSENT_LIST, name)
        if element is None:
            missing.append(name)
            continue
        first = answer_or_raise(answer, name)
        members = None if first.get("total") is None else pages(admin, element.get("name", ""), first)
        shown.append(visible(show(element, members, senders_of(grants, name, {}))))
    result: t.Dict[str, t.Any] = {"distribution_lists": shown, "missing": missing}
    if params["name"] is None and not shown:
        result[NOTES] = [nothing_found("listDistributionList and listGroup", params["domain"])]
    return result


def _search(session: Session, params: t.Mapping[str, t.Any]) -> t.List[str]:
    parts = [params["filter"]] if params["filter"] else []
    if params["member"]:
        parts.append(f"(zimbraMailForwardingAddress={escape_filter(address('member', params['member']))})")
    query = f"(&{''.join(parts)})" if len(parts) > 1 else "".join(parts)
    request = ADMIN(
        "SearchDirectoryRequest",
        ADMIN("query", query),
        types="distributionlists,dynamicgroups",
        domain=params["domain"],
        limit=0,
        maxResults=0,
        attrs="zimbraId",
    )
    answer = session.admin.call(request, "search for distribution lists")
    return sorted(d.get("name", "") for d in children(answer, "dl"))
