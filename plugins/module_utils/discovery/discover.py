# Copyright (c) 2026, the teammail.zimbra contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Shared mailboxes that exist already, found and read with as few requests as they allow.

A search of the directory comes first (resources/common/shared_items), so that on a large server no mailbox is opened which is not shared.
What it finds is only a hint; the folders themselves decide.
"""

from __future__ import annotations

import typing as t

from ..engine import State
from ..errors import Fault, HiddenError, ZimbraError
from ..resources.common.directory import (
    ABSENT_ACCOUNT,
    ABSENT_LIST,
    Holder,
    absent_if_denied,
    account_request,
    existing_element,
    holder_of,
    list_request,
    lookup,
)
from ..resources.common.mailbox import in_mailbox, no_account
from ..resources.common.shared_items import addresses_found, shared_request
from ..resources.common.tree import INBOX, Grant, InconsistentTree, Node, Tree, folder_request, tree_of
from ..resources.distribution_list.reading import PAGE, pages
from ..resources.distribution_list.reading import show as show_list
from ..resources.filter_rule.resource import ordered
from ..resources.filter_rule.resource import requests as rule_requests
from ..resources.identity.folders import Owners
from ..resources.identity.reading import Mailbox, mailbox_of, shown
from ..resources.identity.reading import requests as identity_requests
from ..resources.send_right.resource import RIGHTS, Ace, aces_of, aces_request
from ..resources.share.grant import Names
from ..resources.team import defaults
from ..resources.team.memory import NOTES, PROPERTIES, Memory, memory_of
from ..session import Session
from ..soap import attributes, child
from ..values import account_key

if t.TYPE_CHECKING:
    from lxml import etree

SENT = 5
SAVE_TARGET = "zimbraPrefDelegatedSendSaveTarget"
ALLOWED = "zimbraPrefAllowAddressForDelegatedSender"
ALIAS = "zimbraMailAlias"
STATUS = "zimbraAccountStatus"


class Person(t.NamedTuple):
    """Whoever an address on a list or an id in a grant stands for; kind as in Holder, "none" where nobody has it."""

    asked: str
    kind: str
    address: str
    id: str = ""
    display_name: str = ""
    status: str = ""

    @property
    def works(self) -> bool:
        """Whether they have a mailbox that they can log in to."""
        return self.kind == "account" and self.status == "active"


class AgentMailbox(t.NamedTuple):
    """A person's own mailbox: their folders and personas; problem: why it could not be read."""

    tree: t.Optional[Tree]
    box: t.Optional[Mailbox]
    problem: str = ""

    def personas(self, holder: Holder) -> t.List[State]:
        """Their personas but for the default one, folders of the shared mailbox named by path."""
        if self.box is None:
            return []
        return [shown(self.box, p, Owners([holder]), ()) for p in sorted(self.box.personas, key=lambda p: p[0].lower())]


class SharedMailbox(t.NamedTuple):
    """A shared mailbox as it is.

    lists: id -> the lists that a grant on Inbox or Sent names, as the module distribution_list shows them;
    people: address or id -> who it is; agent_mailboxes: account id -> their own mailbox; rights: right -> who may send as the mailbox;
    allowed: addresses that delegates may write from; memory: what the role remembers;
    marks_copies: whether copies of replies are stored as read.
    """

    holder: Holder
    status: str
    save_target: str
    aliases: t.Tuple[str, ...]
    allowed: t.Tuple[str, ...]
    memory: Memory
    tree: Tree
    rights: t.Dict[str, t.List[Ace]]
    lists: t.Dict[str, State]
    people: t.Dict[str, Person]
    agent_mailboxes: t.Dict[str, AgentMailbox]
    names: Names
    marks_copies: bool

    def grants(self, folder: int) -> t.List[Grant]:
        """The grants that count for a system folder: its own, or those of the folder that it inherits from (zimbra-soap-mail.md 3.5)."""
        node = self.source_of_grants(folder)
        return [] if node is None else node.grants or []

    def source_of_grants(self, folder: int) -> t.Optional[Node]:
        """The folder whose grants count for a system folder: itself, or one above it, at last the whole mailbox."""
        node = self.tree.by_id(folder)
        while node is not None and node.grants is None and node.parent is not None:
            node = node.parent
        return node


class Discovery(t.NamedTuple):
    """All that were found, and address -> why of those that could not be read."""

    mailboxes: t.List[SharedMailbox]
    unreadable: t.Dict[str, str]


def search(session: Session, domain: t.Optional[str] = None, extra: t.Optional[str] = None) -> t.List[str]:
    """Addresses of the accounts whose Inbox is, by what the directory says, shared with a list; extra: a further LDAP filter."""
    answer = session.admin.call(shared_request(domain, extra), "search for shared mailboxes")
    return addresses_found(answer)


def discover(
    session: Session, addresses: t.Optional[t.Sequence[str]], domain: t.Optional[str], extra: t.Optional[str]
) -> Discovery:
    """The mailboxes of those addresses, or all that a search finds to be shared with a list."""
    unreadable: t.Dict[str, str] = {}
    names = search(session, domain, extra) if addresses is None else [account_key("address", a) for a in addresses]
    holders: t.Dict[str, Holder] = {}
    for name, holder in lookup(session, names).items():
        if holder is None:
            unreadable[name] = no_account(name)
        elif holder.kind != "account" or holder.is_alias:
            unreadable[name] = f"{holder.describe()}; a shared mailbox needs an account of its own"
        else:
            holders.setdefault(holder.id, holder)
    boxes: t.List[SharedMailbox] = []
    for holder, box in zip(holders.values(), session.parallel(lambda h: _guarded(session, h), list(holders.values()))):
        if isinstance(box, str):
            unreadable[holder.name] = box
        elif addresses is not None or any(g.type == "grp" for g in box.grants(INBOX)):
            boxes.append(box)
    boxes = _with_lists(session, boxes, unreadable)
    return Discovery(_with_agent_mailboxes(session, boxes), unreadable)


def _guarded(session: Session, holder: Holder) -> t.Union[SharedMailbox, str]:
    """One mailbox that cannot be read does not hide the others."""
    try:
        return _read(session, holder)
    except (Fault, HiddenError, InconsistentTree) as error:
        return str(error)


def _read(session: Session, holder: Holder) -> SharedMailbox:
    batch = [
        folder_request(),
        aces_request(holder, RIGHTS),
        account_request(holder.id, ",".join(["displayName", STATUS, SAVE_TARGET, ALIAS, ALLOWED, PROPERTIES, NOTES])),
        *rule_requests("outgoing")[1:],
    ]
    answers = in_mailbox(session, holder.id, batch)
    if answers is None:
        raise ZimbraError(no_account(holder.name))
    account = child(answers[2], "account")
    values = {} if account is None else attributes(account)
    tree = tree_of(answers[0], holder.name, holder.id)
    names = Names()
    names.look_up(session, [g for n in tree.root.walk() for g in n.grants or []])
    return SharedMailbox(
        holder,
        values.get(STATUS, [""])[0],
        values.get(SAVE_TARGET, [""])[0],
        tuple(sorted(a.lower() for a in values.get(ALIAS, ()) if a != holder.name)),
        tuple(sorted(a.lower() for a in values.get(ALLOWED, ()))),
        memory_of(values),
        tree,
        {right: aces_of(answers[1], right) for right in RIGHTS},
        {},
        {},
        {},
        names,
        any(rule.get("name") == defaults.SENT_RULE for rule in ordered(child(answers[3], "filterRules"))),
    )


def _list_ids(box: SharedMailbox) -> t.List[str]:
    granted = [g.id for folder in (INBOX, SENT) for g in box.grants(folder) if g.type == "grp"]
    return [ident for ident in dict.fromkeys(granted) if ident not in box.names.gone]


def _with_lists(session: Session, boxes: t.List[SharedMailbox], unreadable: t.Dict[str, str]) -> t.List[SharedMailbox]:
    """The lists of all mailboxes, with all members and who they are: one batch for the lists, one or two for the members."""
    shared_with = {ident: box.holder.name for box in reversed(boxes) for ident in _list_ids(box)}
    idents = list(dict.fromkeys(ident for box in boxes for ident in _list_ids(box)))
    lists: t.Dict[str, t.Union[State, str, None]] = {}
    for ident, answer in zip(idents, session.admin.batch([list_request(i, PAGE) for i in idents])):
        try:
            # the id says nothing to anybody; the mailbox does, and in which domain a right is lacking
            element = existing_element(answer, ABSENT_LIST, f"list {ident} of {shared_with[ident]}")
            lists[ident] = (
                None
                if element is None
                else show_list(element, pages(session.admin, element.get("name", ""), t.cast(t.Any, answer)), None)
            )
        except ZimbraError as err:
            lists[ident] = str(err)
    kept = []
    for box in boxes:
        mine = {ident: lists[ident] for ident in _list_ids(box)}
        reasons = [state for state in mine.values() if isinstance(state, str)]
        if reasons:
            unreadable[box.holder.name] = reasons[0]
        else:
            kept.append(box._replace(lists={ident: state for ident, state in mine.items() if isinstance(state, dict)}))
    asked = [m for box in kept for state in box.lists.values() for m in state["members"]]
    asked += [
        g.id
        for box in kept
        for folder in (INBOX, SENT)
        for g in box.grants(folder)
        if g.type == "usr" and g.id not in box.names.gone
    ]
    people = _people(session, list(dict.fromkeys(asked)))
    return [box._replace(people=people) for box in kept]


def _people(session: Session, asked: t.Sequence[str]) -> t.Dict[str, Person]:
    """Who those addresses and ids are; of foreign ones a delegated administrator learns nothing (9), they count as nobody's."""
    # All attributes, since what marks a calendar resource cannot be asked for by name (3.1).
    batch = [account_request(key, "") for key in asked]
    accounts = [
        existing_element(absent_if_denied(a, ABSENT_ACCOUNT), ABSENT_ACCOUNT, k)
        for k, a in zip(asked, session.admin.batch(batch))
    ]
    others = [key for key, account in zip(asked, accounts) if account is None]
    answers = session.admin.batch([list_request(key) for key in others])
    lists = {
        key: existing_element(absent_if_denied(a, ABSENT_LIST), ABSENT_LIST, key) for key, a in zip(others, answers)
    }
    return {key: _person(key, account, lists.get(key)) for key, account in zip(asked, accounts)}


def _person(asked: str, account: t.Optional[etree._Element], dlist: t.Optional[etree._Element]) -> Person:
    # somebody outside of the administrator's domains may be on a list, too
    holder = holder_of(account, dlist, asked, partly=True)
    if holder is None:
        return Person(asked, "none", asked)
    status = "" if account is None else attributes(account, partly=True).get(STATUS, [""])[0]
    return Person(asked, holder.kind, holder.name, holder.id, holder.display_name, status)


def _with_agent_mailboxes(session: Session, boxes: t.List[SharedMailbox]) -> t.List[SharedMailbox]:
    """The mailboxes of everybody who works in a shared one, each read once however many they work in."""
    people: t.Dict[str, Person] = {}
    for box in boxes:
        team = [m for state in box.lists.values() for m in state["members"]] + [
            g.id for g in box.grants(INBOX) if g.type == "usr"
        ]
        people.update(
            {box.people[key].id: box.people[key] for key in team if key in box.people and box.people[key].works}
        )
    own = {box.holder.id for box in boxes}
    todo = [person for ident, person in sorted(people.items(), key=lambda item: item[1].address) if ident not in own]
    agent_mailboxes = dict(
        zip([person.id for person in todo], session.parallel(lambda person: _agent_mailbox(session, person), todo))
    )
    return [box._replace(agent_mailboxes=agent_mailboxes) for box in boxes]


def _agent_mailbox(session: Session, person: Person) -> AgentMailbox:
    try:
        answers = in_mailbox(session, person.id, identity_requests(person.id, True, False))
    except Fault as fault:
        return AgentMailbox(None, None, str(fault))
    if answers is None:
        return AgentMailbox(None, None, no_account(person.address))
    box = mailbox_of(person.id, answers, True, False)
    return AgentMailbox(box.tree, box)
