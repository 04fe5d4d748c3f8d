# Copyright (c) 2026, the teammail.zimbra contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Sending as a mailbox, once (zimbra-soap-mail.md 6).

SendMsg lets nobody choose the Message-ID, so what was sent is known again by other marks: a reply by its In-Reply-To,
a new mail by its subject and recipients, both among the copies in the folder Sent.
"""

from __future__ import annotations

import typing as t

from ...assumptions import assumed
from ...engine import Plan, State
from ...session import Session
from ...soap import ACCOUNT, MAIL, attributes, children
from ...values import SYSTEM_FOLDERS
from ..common.directory import Missing
from ..common.mailbox import acting_as, in_mailbox
from ..common.tree import Tree
from ..identity.reading import same
from .reading import ANYWHERE, belongs, by_id, hits, open_mailbox, pages, quoted, search_request, show
from .steps import Persona, Send

SENT = SYSTEM_FOLDERS["/Sent"]
IN_REPLY_TO = "In-Reply-To"
# A copy may be stored with a clock that is a little behind.
LEEWAY = 3600 * 1000


class OutgoingMail(t.NamedTuple):
    """What is to be sent; empty fields of a reply come from the mail that is answered."""

    account: str
    as_user: t.Optional[str]
    in_reply_to: t.Optional[str]
    to: t.List[str]
    cc: t.List[str]
    bcc: t.List[str]
    subject: t.Optional[str]
    body: str
    from_address: t.Optional[str]
    from_display: t.Optional[str]
    identity: t.Optional[str]
    suid: str

    @property
    def name(self) -> str:
        if self.in_reply_to:
            return f"{self.account} reply to {self.in_reply_to}"
        return f"{self.account} mail {self.subject!r} to {', '.join(self.to)}"


class Sent(t.NamedTuple):
    """The mailbox, the mail to be answered and the copy of what was sent, as far as there are such; the sender's personas by name."""

    tree: Tree
    original: t.Optional[State]
    copy: t.Optional[State]
    personas: t.Dict[str, Persona]


def read(session: Session, outgoing: OutgoingMail) -> Sent:
    """Looks in the mailbox's Sent and, where an agent sends, in the agent's own, which gets the copy by another save target (6.4)."""
    searches = [search_request(f"{by_id(outgoing.in_reply_to)} {ANYWHERE}")] if outgoing.in_reply_to else []
    tree, answers = open_mailbox(session, outgoing.account, searches)
    if answers is None:
        return Sent(tree, None, None, {})
    found = hits(answers[0], tree) if outgoing.in_reply_to else []
    original = next((m for m in found if m["message_id"] == outgoing.in_reply_to and m["_folder"] != SENT), None)
    copy = find_copy(session, tree, outgoing, original)
    if copy is None and outgoing.as_user and outgoing.as_user != tree.account:
        agent, known = open_mailbox(session, outgoing.as_user, [])
        copy = None if known is None else find_copy(session, agent, outgoing, original)
    personas = read_personas(session, outgoing.as_user or tree.account) if outgoing.identity and copy is None else {}
    return Sent(tree, original, copy, personas)


def read_personas(session: Session, sender: str) -> t.Dict[str, Persona]:
    answers = in_mailbox(session, sender, [ACCOUNT("GetIdentitiesRequest")])
    found = {}
    for element in children(answers[0], "identity") if answers else ():
        values = attributes(element, "name")
        address, display = (
            next(iter(values.get(a, ())), None) for a in ("zimbraPrefFromAddress", "zimbraPrefFromDisplay")
        )
        found[element.get("name", "")] = Persona(element.get("id", ""), address, display)
    return found


def find_copy(session: Session, tree: Tree, outgoing: OutgoingMail, original: t.Optional[State]) -> t.Optional[State]:
    """The copy in one mailbox's Sent, newest first; a folder alone is searched in the database, exactly and at once."""
    query = f"inid:{SENT}"
    if not outgoing.in_reply_to and any(c.isalnum() for c in outgoing.subject or ""):
        query += f" subject:{quoted(outgoing.subject or '')}"
    oldest = original["_date"] - LEEWAY if original else 0
    for element in pages(session.mailbox(tree.id), query, [IN_REPLY_TO], tree.account):
        if not belongs(element, tree):
            continue
        state = show(element, tree, [IN_REPLY_TO])
        if state["_date"] < oldest:
            break
        headers = [v.strip() for v in state.pop("headers")[IN_REPLY_TO]]
        if outgoing.in_reply_to:
            if outgoing.in_reply_to in headers:
                return state
        elif state["subject"] == outgoing.subject and set(state["to"]) == set(outgoing.to):
            return state
    return None


def plan(state: Sent, outgoing: OutgoingMail, check_mode: bool) -> Plan:
    if state.copy is not None:
        return Plan(outgoing.name, state.copy, state.copy, [], outgoing.account)
    notes = []
    if outgoing.in_reply_to and state.original is None:
        if not check_mode:
            raise Missing(
                "%s has no message with the Message-ID %s to reply to; search for it with the module message_info"
                % (outgoing.account, outgoing.in_reply_to)
            )
        notes.append(assumed(f"{outgoing.account}: the message {outgoing.in_reply_to} is not there yet", "deliver it"))
    persona = next(
        (p for name, p in state.personas.items() if outgoing.identity and same(name, outgoing.identity)), None
    )
    if outgoing.identity and persona is None:
        sender = outgoing.as_user or outgoing.account
        if not check_mode:
            known = ", ".join(sorted(state.personas)) or "none"
            raise Missing(f"identity is {outgoing.identity}, which {sender} does not have; it has {known}")
        notes.append(assumed(f"{sender}: the persona {outgoing.identity} is not there yet"))
    original = state.original or {}
    to = outgoing.to or [a for a in [original.get("_reply_to") or original.get("from")] if a]
    after: State = {
        "account": state.tree.account,
        "folder": "/Sent",
        "subject": outgoing.subject if outgoing.subject is not None else reply_subject(original.get("subject", "")),
        "from": outgoing.from_address or (persona and persona.address) or state.tree.account,
        "to": to,
        "cc": outgoing.cc,
    }
    return Plan(
        outgoing.name,
        None,
        after,
        [Send(after, original.get("id"), state.tree.id, persona)],
        outgoing.account,
        notes,
    )


def reply_subject(subject: str) -> str:
    """The subject of a reply."""
    return subject if subject.lower().startswith(("re:", "aw:")) else f"Re: {subject}"


def send(session: Session, outgoing: OutgoingMail, step: Send) -> None:
    """SendMsg with the sender's own rights: by the sender's persona from their own mailbox, otherwise inside the mailbox (6.2)."""
    after, original, owner, persona = step
    sender = outgoing.as_user or after["account"]
    actor = acting_as(session, sender)
    if persona is None and sender != after["account"]:
        actor = actor.inside(owner)
    display = outgoing.from_display if outgoing.from_display is not None or persona is None else persona.display
    people = [MAIL("e", t="f", a=after["from"], p=display or None)]
    recipients = (("t", after["to"]), ("c", outgoing.cc), ("b", outgoing.bcc))
    people += [MAIL("e", t=kind, a=a) for kind, some in recipients for a in some]
    parts = [*people, MAIL("su", after["subject"])]
    if outgoing.in_reply_to:
        parts.append(MAIL("irt", outgoing.in_reply_to))
    parts.append(MAIL("mp", MAIL("content", outgoing.body), ct="text/plain"))
    origin = f"{owner}:{original}" if original else None
    message = MAIL("m", *parts, origid=origin, rt="r" if origin else None, idnt=persona.id if persona else None)
    actor.call(MAIL("SendMsgRequest", message, suid=outgoing.suid), outgoing.name)
