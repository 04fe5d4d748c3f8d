# Copyright (c) 2026, the teammail.zimbra contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What the module team_info reads of a mailbox, its list and its people.

Two requests side by side in the ordinary case, a third one where somebody leaves; nothing is written.
"""

from __future__ import annotations

import typing as t

from ...actor import User
from ...engine import State
from ...errors import Fault, is_unreachable
from ...session import Session
from ...soap import answer_or_raise
from ..common.directory import (
    ABSENT_LIST,
    EVERYTHING,
    FAMILY,
    Holder,
    account_request,
    existing_element,
    list_request,
    lookup,
)
from ..common.mailbox import own_values
from ..common.shared_items import addresses_found, addresses_served, served_request, shared_request
from ..common.tree import INBOX, ROOT, SENT, Tree, folder_request, tree_of
from ..distribution_list.reading import PAGE, pages
from .extras import ATTRIBUTES, extra_requests
from .memory import NOTES, PROPERTIES, Memory, memory_of
from .reading import prefetch_directory_and_mailbox
from .status import ACTIVE
from .variables import DesiredTeam

if t.TYPE_CHECKING:
    from ...soap import Answer


class Survey(t.NamedTuple):
    """All that was read.  holders: address or id -> who it is; box: the mailbox's own account; members: of the team's list as it is;
    shared_in_domain: addresses of mailboxes of the domain that are shared with a list, if that was asked;
    users: the agents who can be asked in their own names, by the address that they were asked for; served: other mailboxes that are shared with
    the list, where it is not known to be this one's; inside: members of lists on the list, and of lists whose grants are to go, by their ids.
    """

    holders: t.Dict[str, t.Optional[Holder]]
    box: t.Optional[Holder]
    memory: Memory
    tree: t.Optional[Tree]
    members: t.List[str]
    users: t.Mapping[str, User] = {}
    further: t.Any = ()
    shared_in_domain: t.Optional[t.List[str]] = None
    served: t.Sequence[str] = ()
    inside: t.Mapping[str, t.List[str]] = {}


def read_survey(
    session: Session, desired: DesiredTeam, team_only: bool, for_all: bool, search_domain: bool = False
) -> Survey:
    """Ask the server, as few times as it allows.

    team_only: nothing about the list; for_all: what other modules will ask, too; search_domain: which mailboxes of the domain are shared.
    """
    people = [a["address"] for a in [*desired.agents, *desired.named_former]]
    asked = [
        desired.address,
        *people,
        *([desired.recipient] if desired.recipient else []),
        *desired.aliases,
        desired.list,
    ]
    if team_only:
        asked = [desired.address, *people]
    # what follows finds here what it asks for
    session.read_for_all()
    agents = [a["address"] for a in desired.agents] if for_all and desired.options["state"] == "present" else []
    searches = [shared_request(desired.address.rpartition("@")[2])] if search_domain else []
    users, found = prefetch_directory_and_mailbox(session, desired.address, asked, agents, searches)
    holders = lookup(session, asked, further=EVERYTHING)
    members = [] if team_only else members_of(session, desired.list)
    holders.setdefault(desired.list, None)
    box = holders[desired.address]
    memory, tree, further = Memory(), None, ()
    if box is not None and box.kind == "account" and not box.is_alias:
        try:
            memory, tree, further = _inside(session, box)
        except Fault as fault:
            # the account's status says so, where that is the reason; any other error is reported as it is
            if box.status in ("", ACTIVE) or not (is_unreachable(fault) or fault.code == "service.PERM_DENIED"):
                raise
    known = {h.id for h in holders.values() if h is not None}
    more = [m for m in members if m not in holders]
    more += [i for i in [*memory.agents, *memory.left] if i not in known]
    if memory.list_id and memory.list_id not in known:
        more.append(memory.list_id)
    if more and not team_only:
        # somebody's account may be gone, or lie where a delegated administrator sees nothing
        holders.update(lookup(session, more, foreign=True, further=FAMILY))
    if memory.list_id and not members and holders[desired.list] is None:
        before = holders.get(memory.list_id)
        if before is not None:
            # the list is to be renamed: those who are on it now are the ones who may leave
            members = members_of(session, before.name)
            holders.update(lookup(session, [m for m in members if m not in holders], foreign=True, further=FAMILY))
    by_id = {h.id: h for h in holders.values() if h is not None}
    for ident in [*memory.agents, *memory.left]:
        holders.setdefault(ident, by_id.get(ident))
    if team_only:
        return Survey(holders, box, memory, tree, members, users, further)
    return Survey(
        holders,
        box,
        memory,
        tree,
        members,
        users,
        further,
        _shared(found),
        _served(session, desired, holders, box, {memory.list_id, *_sharing(tree)}),
        _inside_lists(session, desired, holders, members, tree),
    )


def _served(
    session: Session,
    desired: DesiredTeam,
    holders: t.Mapping[str, t.Optional[Holder]],
    box: t.Optional[Holder],
    own: t.Container[str],
) -> t.List[str]:
    """own: ids of lists that are this mailbox's."""
    there = holders[desired.list]
    if desired.options["state"] != "present" or there is None or there.kind not in ("list", "group"):
        return []
    if there.id in own:
        return []
    answer = session.admin.call(served_request(there.id), desired.list)
    return [name for name in addresses_served(answer, there.id) if box is None or name != box.name]


def _inside_lists(
    session: Session,
    desired: DesiredTeam,
    holders: t.Mapping[str, t.Optional[Holder]],
    members: t.Sequence[str],
    tree: t.Optional[Tree],
) -> t.Dict[str, t.List[str]]:
    nested = [holders.get(member) for member in members]
    idents = [h.id for h in nested if h is not None and h.kind in ("list", "group")]
    if tree is not None and desired.options["remove_extra_access"]:
        idents += [g.id for node in tree.nodes() for g in node.grants or [] if g.type == "grp" and not g.invalid]
    found = {}
    for ident in dict.fromkeys(i for i in idents if i):
        try:
            found[ident] = members_of(session, ident)
        except Fault as fault:
            if fault.code != "service.PERM_DENIED":
                raise
            # of another domain than a delegated administrator's: it counts as one
    return found


def _shared(found: t.Sequence[t.Optional[Answer]]) -> t.Optional[t.List[str]]:
    """Addresses of the domain's shared mailboxes; None where that was not asked, or not answered: a delegated administrator may lack the right."""
    for answer in found:
        if answer is not None and not isinstance(answer, Fault):
            return addresses_found(answer)
    return None


def members_of(session: Session, name: str) -> t.List[str]:
    answer = session.admin.batch([list_request(name, PAGE)])[0]
    found_list = existing_element(answer, ABSENT_LIST, name)
    if found_list is None or answer_or_raise(answer).get("total") is None:
        return []
    return pages(session.admin, found_list.get("name", ""), answer_or_raise(answer))


def _inside(session: Session, box: Holder) -> t.Tuple[Memory, Tree, t.Any]:
    """What is remembered, the folders, and other ways into the mailbox."""
    names = [PROPERTIES, NOTES, *ATTRIBUTES]
    values = own_values(session.admin.call(account_request(box.name, ",".join(names)), box.name), names)
    answers = session.mailbox(box.name).each([folder_request(), *extra_requests()], [box.name] * 3)
    return memory_of(values), tree_of(answers[0], box.name, box.id), (values, answers[1:])


def list_of_team(desired: DesiredTeam, survey: Survey) -> State:
    """now: the address of the team's list as it is; renamed_from: where it only gets another address; former: a list that the role
    gave access before and that is to have it no more; own: the one that is surely this mailbox's.
    """
    there = survey.holders[desired.list]
    before = survey.holders.get(survey.memory.list_id) if survey.memory.list_id else None
    if before is not None and before.kind not in ("list", "group"):
        before = None
    other = before is not None and (there is None or there.id != before.id)
    renamed = before.name if other and there is None and before is not None else None
    former_list = before.name if other and there is not None and before is not None else None
    now = renamed or (there.name if there is not None else None)
    every = [name for name in (now, former_list) if name]
    # With a mailbox goes no other list than the one that was its own.
    own = before.name if before is not None else None
    if there is not None and before is None and there.id in _sharing(survey.tree):
        own = there.name
    return {
        "own": own,
        "current": now,
        "renamed_from": renamed,
        "former": former_list,
        "all": every,
        "grants": [{"grantee": name, "type": "group"} for name in every],
    }


def _sharing(tree: t.Optional[Tree]) -> t.Set[str]:
    """Ids of whoever has a grant on the whole mailbox, its Inbox or its Sent."""
    nodes = [tree.by_id(number) for number in (ROOT, INBOX, SENT)] if tree is not None else []
    return {grant.id for node in nodes if node is not None for grant in node.grants or []}
