# Copyright (c) 2026, the teammail.zimbra contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What agents have in their own mailboxes under the names that the role is about to use there, so that a run can be refused before it writes."""

from __future__ import annotations

import typing as t

from ...engine import State
from ...errors import Fault, TransportError
from ...session import Session
from ...soap import ACCOUNT, attributes, children
from ...values import fold, same_name
from ..common.directory import Holder
from ..common.together import load_together
from ..common.tree import INBOX, SENT, TRASH, Node, Tree, describe, folder_request, tree_of
from ..identity.reading import same
from .memory import Memory
from .variables import VARIABLE

FROM = "zimbraPrefFromAddress"


def names_taken(
    session: Session, values: State, box: t.Optional[Holder], memory: Memory, team: t.Sequence[State]
) -> t.List[str]:
    """Sentences on agents who are new, or whose mountpoints get another name.  Of others nothing is asked: they have theirs.

    values: the variables with their defaults.  A mailbox that cannot be looked into now is left to the steps, which report it.
    """
    renamed = memory.known and (memory.inbox_name, memory.sent_name) != (values["inbox_name"], values["sent_name"])
    persona_renamed = memory.known and not any(same(values["persona_name"], name) for name in memory.personas)
    anew = renamed or persona_renamed
    looked_at = [a for a in team if a["kind"] == "account" and (anew or a["id"] not in memory.agents)]
    load_together(session, [a["id"] for a in looked_at])
    sentences: t.List[str] = []
    for agent in looked_at:
        sentences += _mounts(session, values, box, memory, agent)
        if persona_renamed or agent["id"] not in memory.agents:
            sentences += _personas(session, values, agent)
    return sentences


def _mounts(session: Session, values: State, box: t.Optional[Holder], memory: Memory, agent: State) -> t.Iterator[str]:
    try:
        (answer,) = session.mailbox(agent["id"]).batch([folder_request()])
    except (Fault, TransportError):
        return
    if answer is None or isinstance(answer, Fault):
        return
    tree = tree_of(answer, agent["address"], agent["id"])
    for option, number, former in (
        ("inbox_name", INBOX, memory.inbox_name),
        ("sent_name", SENT, memory.sent_name),
    ):
        path = "/" + values[option]
        own = _links(tree, box, number)
        if own and not any(former and same_name(p, "/" + former) and not same_name(p, path) for p in own):
            continue
        there = tree.find(path)
        if there is None or (there.kind == "mountpoint" and not _is_of_another(there, box, values["address"])):
            continue
        yield (
            "%s has %s at %s, where %s%s wants the shared folder; set it to another name, or rename or remove that one"
            % (agent["address"], describe(there), path, VARIABLE, option)
        )


def _links(tree: Tree, box: t.Optional[Holder], number: int) -> t.List[str]:
    """Where a folder of the mailbox is mounted."""
    return [
        n.path
        for n in tree.nodes()
        if n.kind == "mountpoint"
        and box is not None
        and (n.owner_id, n.remote_id) == (box.id, number)
        and not n.is_below(TRASH)
    ]


def _is_of_another(node: Node, box: t.Optional[Holder], address: str) -> bool:
    """Whether a mountpoint leads to another mailbox that is there: what is broken makes place, and the mailbox's own ones are sorted out."""
    if not node.owner or node.broken or fold(node.owner) == address:
        return False
    return box is None or node.owner_id != box.id


def _personas(session: Session, values: State, agent: State) -> t.Iterator[str]:
    """A persona of the desired name that answers for another mailbox.

    One that bears the mailbox's own address answers for no other, so it is not asked for only to see that.
    """
    actor, request = session.mailbox(agent["id"]), ACCOUNT("GetIdentitiesRequest")
    if not actor.knows([request]) and values["persona_name"] == values["address"]:
        return
    try:
        (answer,) = actor.batch([request])
    except (Fault, TransportError):
        return
    if answer is None or isinstance(answer, Fault):
        return
    for element in children(answer, "identity"):
        sender = (attributes(element, "name").get(FROM) or [""])[0].lower()
        foreign = sender and sender not in values["own_addresses"] and sender != agent["address"]
        if foreign and any(same(element.get("name", ""), p["name"]) for p in values["personas"]):
            yield (
                "%s has a persona called %s already, which answers as %s; set shared_mailbox_persona_name to another name, or rename that one"
                % (agent["address"], element.get("name", ""), sender)
            )
