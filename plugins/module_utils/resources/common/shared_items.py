# Copyright (c) 2026, the teammail.zimbra contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Which mailboxes the directory knows to be shared with a list.

The server publishes every grant in zimbraSharedItem of the owner (zimbra-soap-mail.md 1.2), an indexed attribute, so that one search finds them and
no mailbox is opened.  What it says is only a hint, since it is written with a delay of up to 15 minutes.
"""

from __future__ import annotations

import re
import typing as t

from ...soap import ADMIN, attributes, children
from .tree import INBOX, ROOT

if t.TYPE_CHECKING:
    from lxml import etree

ITEM = "zimbraSharedItem"
# A published grant is one value of parts like "granteeType:grp;folderId:2".  Whoever has the whole mailbox has the Inbox with it.
LIST_GRANT, WITH_INBOX = re.compile(r"(^|;)granteeType:grp(;|$)"), re.compile(rf"(^|;)folderId:({INBOX}|{ROOT})(;|$)")
WORK = re.compile(r"(?:^|;)rights:([^;]*)")
SEARCH = f"(&({ITEM}=*granteeType:grp*)(|({ITEM}=*folderId:{INBOX};*)({ITEM}=*folderId:{ROOT};*))%s)"


def shared_request(domain: t.Optional[str], extra: t.Optional[str] = None) -> etree._Element:
    """The search for accounts whose Inbox is shared with a list (zimbra-soap-admin.md 3.8); extra: a further LDAP filter."""
    return ADMIN(
        "SearchDirectoryRequest",
        ADMIN("query", SEARCH % (extra or "")),
        types="accounts",
        domain=domain,
        limit=0,
        maxResults=0,
        applyCos=False,
        attrs=ITEM,
    )


def addresses_found(answer: etree._Element) -> t.List[str]:
    """Their addresses, from the answer to shared_request."""
    return sorted(a.get("name", "") for a in children(answer, "account") if _inbox_shared(attributes(a).get(ITEM, ())))


def served_request(list_id: str) -> etree._Element:
    """The search for accounts whose Inbox is shared with one list."""
    return shared_request(None, f"({ITEM}=*granteeId:{list_id};*)")


def addresses_served(answer: etree._Element, list_id: str) -> t.List[str]:
    """Addresses of those in whose Inbox the list may work, not only read, from the answer to served_request."""

    def works(item: str) -> bool:
        rights = WORK.search(item)
        is_theirs = f"granteeId:{list_id};" in item + ";" and bool(WITH_INBOX.search(item))
        return is_theirs and rights is not None and {"w", "i"} <= set(rights.group(1))

    accounts = children(answer, "account")
    return sorted(a.get("name", "") for a in accounts if any(works(i) for i in attributes(a).get(ITEM, ())))


def _inbox_shared(items: t.Iterable[str]) -> bool:
    return any(LIST_GRANT.search(item) and WITH_INBOX.search(item) for item in items)
