# Copyright (c) 2026, the teammail.zimbra contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Finding messages and showing them (zimbra-soap-mail.md 5.1).

A message is found by ``msgid:``, which the server matches whole and exactly, with the angle brackets left off.
"""

from __future__ import annotations

import re
import typing as t

from ...actor import Actor
from ...engine import State
from ...errors import InputError
from ...session import Session
from ...soap import ACCOUNT, MAIL, child, children, text_of
from ...times import show_milliseconds
from ...values import SYSTEM_PATHS
from ..common.mailbox import answers_or_raise, in_mailbox
from ..common.tree import Tree, folder_request, local_id, new_mailbox, tree_of

if t.TYPE_CHECKING:
    from lxml import etree

# Every copy, in Trash and Junk too, which a search leaves out otherwise.
ANYWHERE = "is:anywhere"
PAGE = 200
# <e t=> of a message
FROM, TO, CC, SENDER, REPLY_TO = "f", "t", "c", "s", "r"


def message_id(option: str, value: t.Any) -> str:
    """A Message-ID with its angle brackets, as the header has it."""
    text = str(value).strip()
    inner = text[1:-1] if text.startswith("<") and text.endswith(">") else text
    if not inner or re.search(r'[\s<>"\\]', inner):
        raise InputError(
            f"{option} is {value!r}, which is no Message-ID; give the header's value, such as <1234@example.com>"
        )
    return f"<{inner}>"


def by_id(key: str) -> str:
    """The query for a Message-ID."""
    return f'msgid:"{key[1:-1]}"'


def quoted(text: str) -> str:
    """A text inside a query, as one term."""
    return '"%s"' % text.replace("\\", " ").replace('"', " ").strip()


def search_request(query: str, headers: t.Iterable[str] = (), limit: int = PAGE, offset: int = 0) -> etree._Element:
    """Newest first, with all addresses and the Message-ID, bodies cut off."""
    desired = [MAIL("header", n=name) for name in headers]
    return MAIL(
        "SearchRequest",
        MAIL("query", query),
        *desired,
        types="message",
        fetch="all",
        max=1,
        sortBy="dateDesc",
        limit=limit,
        offset=offset,
    )


def pages(actor: Actor, query: str, headers: t.Iterable[str], about: str) -> t.Iterator[etree._Element]:
    """All hits of a query, page by page, fetched as far as they are asked for."""
    offset = 0
    while True:
        answer = answers_or_raise(actor.batch([search_request(query, headers, PAGE, offset)]), about)[0]
        hits = children(answer, "m")
        yield from hits
        offset += len(hits)
        if not hits or answer.get("more") not in ("1", "true"):
            return


def show(element: etree._Element, tree: Tree, headers: t.Iterable[str] = ()) -> State:
    """A message by the names of the module's options."""

    def addresses(kind: str) -> t.List[str]:
        return [e.get("a", "").lower() for e in children(element, "e") if e.get("t") == kind]

    flags = element.get("f", "")
    folder = local_id(element.get("l"))
    node = tree.by_id(folder)
    sender = addresses(SENDER)
    names = [e.get("p") for e in children(element, "e") if e.get("t") == FROM]
    state: State = {
        "account": tree.account,
        "message_id": text_of(element, "mid").strip() or None,
        "id": str(local_id(element.get("id"))),
        "folder": SYSTEM_PATHS.get(folder) or (node.path if node else str(folder)),
        "subject": text_of(element, "su"),
        "from": next(reversed(addresses(FROM)), None),
        "from_display": names[-1] if names else None,
        "sender": sender[-1] if sender else None,
        "to": addresses(TO),
        "cc": addresses(CC),
        "date": show_milliseconds(element.get("d")),
        "unread": "u" in flags,
        "flagged": "f" in flags,
        "replied": "r" in flags,
        "_folder": folder,
        "_date": int(element.get("d") or 0),
        "_reply_to": next(reversed(addresses(REPLY_TO)), None),
    }
    desired = list(headers)
    if desired:
        found = [(h.get("n", ""), h.text or "") for h in children(element, "header")]
        state["headers"] = {name: [v for n, v in found if n.lower() == name.lower()] for name in desired}
    return state


def hits(answer: etree._Element, tree: Tree, headers: t.Iterable[str] = ()) -> t.List[State]:
    """The messages of one search that lie in that mailbox itself, oldest number first."""
    desired = list(headers)
    own = [m for m in children(answer, "m") if belongs(m, tree)]
    return sorted((show(m, tree, desired) for m in own), key=lambda s: int(s["id"]))


def belongs(element: etree._Element, tree: Tree) -> bool:
    """Whether a hit lies in the mailbox itself and not in a folder mounted there."""
    owner = element.get("id", "").rpartition(":")[0]
    return not owner or owner == tree.id


def open_mailbox(
    session: Session, account: str, searches: t.Sequence[etree._Element]
) -> t.Tuple[Tree, t.Optional[t.List[etree._Element]]]:
    """A mailbox's tree and the answers to searches in it, by one request; None where the account does not exist."""
    answers = in_mailbox(session, account, [ACCOUNT("GetInfoRequest", sections="mbox"), folder_request(), *searches])
    if answers is None:
        return new_mailbox(account), None
    return tree_of(answers[1], text_of(answers[0], "name"), text_of(answers[0], "id")), answers[2:]


def readable_folders(answer: etree._Element) -> t.Set[int]:
    """The folders in an agent's view of another mailbox that the agent may read (perm is shown to delegates only, 2.3)."""
    return {local_id(f.get("id")) for f in answer.iter("{*}folder") if "r" in f.get("perm", "")}


def shared_tree(actor: Actor, account: str, ident: str) -> t.Tuple[Tree, t.Set[int]]:
    """What an agent sees of another mailbox, and the folders they may read."""
    answer = answers_or_raise(
        actor.batch([MAIL("GetFolderRequest", MAIL("folder", l=f"{ident}:1"), visible=True)]), account
    )[0]
    root = child(answer, "folder")
    own = root is not None and "perm" not in root.attrib and ":" not in root.get("id", "")
    tree = tree_of(answer, account, ident, partly=not own)
    return tree, {n.id for n in tree.nodes() if n.kind == "folder"} if own else readable_folders(answer)
