# Copyright (c) 2026, the teammail.zimbra contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Ways into a shared mailbox, and out of it, that the role has not made: grants on any folder, rights to send, family mailboxes, forwarding.

What former agents have is removed with the rest; what others have is reported, and removed only with shared_mailbox_remove_extra_access.
"""

from __future__ import annotations

import typing as t

from ...engine import State
from ...errors import Fault, InputError
from ...soap import ADMIN, answer_or_raise, children
from ...values import address
from ..common.directory import FAMILY, Holder
from ..common.tree import TRASH, Node, Tree
from ..filter_rule.resource import elements, requests
from ..filter_rule.resource import shown as shown_rule
from ..send_right.resource import RIGHTS, aces_of, aces_request
from ..share.grant import WORDS
from .people import counted
from .variables import DesiredTeam
from .ways import CHILD, FOLDER, FORWARD, RIGHT, RULE, SENTENCES

if t.TYPE_CHECKING:
    from lxml import etree

    from ...session import Session
    from ...soap import Answer

# By the account's administrator, and by whoever reads the mailbox.
HIDDEN_FORWARDING, FORWARDING = "zimbraMailForwardingAddress", "zimbraPrefMailForwardingAddress"
ATTRIBUTES = [HIDDEN_FORWARDING, FORWARDING]


class Extra(t.NamedTuple):
    """One way in or out.  where: path, right, attribute or rule; who: an address, or in words; ident: an account's or list's id, if it has one;
    type: of the grantee, by the option of the module share; rest: what else the attribute holds, where it holds ids.
    """

    kind: str
    where: str
    who: str
    ident: str = ""
    type: str = "user"
    rest: t.Tuple[str, ...] = ()

    def shown(self) -> State:
        return {"kind": self.kind, "where": self.where, "who": self.who, "text": self.text()}

    def text(self) -> str:
        return SENTENCES[self.kind].format(who=self.who, where=self.where)


def extra_requests() -> t.List[etree._Element]:
    """What is asked in the mailbox: rights to send, and filter rules (zimbra-soap-admin.md 6, zimbra-soap-mail.md 8.3)."""
    return [aces_request(Holder("account", "", "", ""), RIGHTS), requests("incoming")[1]]


def extras_of(
    tree: Tree,
    values: t.Mapping[str, t.Sequence[str]],
    answers: t.Sequence[t.Optional[Answer]],
    lists: t.Container[str],
    holders: t.Mapping[str, t.Optional[Holder]],
    own_folders: t.Container[t.Optional[int]] = (),
) -> t.List[Extra]:
    """All of one mailbox.  lists: ids of the team's lists; own_folders: numbers of the agents' folders, which the role lets inherit anyway."""
    names = {h.id: h.name for h in holders.values() if h is not None}
    extras = [
        Extra(
            FOLDER,
            node.path,
            names.get(grant.id) or grant.name or _word(grant.type),
            grant.id,
            _word(grant.type),
        )
        for node in _shared(tree)
        if node.id not in own_folders
        for grant in node.grants or []
        if grant.id not in lists and not grant.invalid
    ]
    rights, rules = answer_or_raise(answers[0], tree.account), answer_or_raise(answers[1], tree.account)
    extras += [
        Extra(RIGHT, right, names.get(ace.id) or ace.shown, ace.id, _word(ace.type))
        for right in RIGHTS
        for ace in aces_of(rights, right)
        if not ace.deny and not ace.dead and not (ace.id in lists and right == "sendAs")
    ]
    parents = {h.id: h for h in holders.values() if h is not None and tree.id in h.children}
    extras += [
        Extra(CHILD, FAMILY, h.name, h.id, "user", tuple(child for child in h.children if child != tree.id))
        for h in parents.values()
    ]
    for attribute in ATTRIBUTES:
        for value in values.get(attribute, []):
            extras += [Extra(FORWARD, attribute, one, _ident(one, holders), "user") for one in _addresses(value)]
    for number, element in enumerate(elements(rules)):
        rule = shown_rule(tree.account, "incoming", element, number + 1)
        extras += [
            Extra(RULE, rule["name"], one, _ident(one, holders), "user")
            for action in rule["actions"]
            if rule["active"] and action["type"] == "redirect"
            for one in _addresses(action.get("address", ""))
        ]
    return extras


def _shared(tree: Tree) -> t.List[Node]:
    """The whole mailbox and its folders, thrown away or not."""
    return [n for n in tree.root.walk() if n.kind == "folder" and n.grants]


def matters(extra: Extra, tree: Tree, leavers: t.Container[str]) -> bool:
    """Whether anybody need know of it: on what is thrown away only the access of who leaves, which ends with the rest."""
    node = tree.find(extra.where) if extra.kind == FOLDER else None
    return node is None or not node.is_below(TRASH) or extra.ident in leavers


def _word(kind: str) -> str:
    return WORDS.get(kind, kind)


def _addresses(text: str) -> t.List[str]:
    return [a.strip().lower() for a in text.split(",") if a.strip()]


def _ident(text: str, holders: t.Mapping[str, t.Optional[Holder]]) -> str:
    """The id of whoever has an address, as far as it is known."""
    try:
        own = address("address", text)
    except InputError:
        return ""
    holder = next((h for h in holders.values() if h is not None and own in (h.asked, h.name, *h.aliases)), None)
    return holder.id if holder is not None else ""


class ExtraRemoval(t.NamedTuple):
    """What the role removes.  options: for the modules; refused: sentences."""

    options: State
    refused: t.List[str]


def leavers_of(former: t.Sequence[State]) -> t.Set[str]:
    """The ids of those who leave."""
    return {p["id"] for p in former if p["id"] and p["access"]}


def plan_extra_removal(
    desired: DesiredTeam,
    extras: t.Sequence[Extra],
    team: t.Sequence[State],
    former: t.Sequence[State],
    inside: t.Mapping[str, t.Sequence[str]],
) -> ExtraRemoval:
    """Where more would lose access than may, that is refused, as it is of members of the list.  inside: members of lists, by their ids."""
    leavers = leavers_of(former)
    if desired.options["state"] != "present":
        gone: t.List[Extra] = []
    elif desired.options["remove_extra_access"]:
        gone = list(extras)
    else:
        gone = [e for e in extras if e.ident in leavers]
    refused = [
        f"{e.text()}, who leaves; take that out of the rule first (module filter_rule)"
        for e in gone
        if e.kind == RULE and e.ident in leavers
    ]
    agents = {a["id"] for a in team}
    others = {
        e.who: e.ident
        for e in gone
        if e.kind in (FOLDER, RIGHT, CHILD) and e.ident not in agents and e.ident not in leavers
    }
    lose = [(p["address"] or p["key"], p["key"]) for p in former if p["listed"]] + list(others.items())
    number, names = counted(lose, inside)
    limit = desired.options["max_removals"]
    if others and number > limit:
        refused.append(
            "%d would lose access to %s with shared_mailbox_remove_extra_access, more than shared_mailbox_max_removals (%d): %s;"
            " raise the limit for this run if that is what you want" % (number, desired.address, limit, names)
        )
    return ExtraRemoval(_options(extras, gone), refused)


def kept_by_lists(
    session: Session,
    desired: DesiredTeam,
    extras: t.Sequence[Extra],
    leaving: t.Sequence[State],
    own: t.Mapping[str, str],
) -> t.Tuple[t.List[str], t.List[str]]:
    """Sentences on those who leave in this run and would go on working there as members of another list (zimbra-soap-admin.md 3.9), and notes
    on those of whom that cannot be asked.  own: the mailbox's lists, ids and addresses, whose members lose access.
    """
    lists = [e for e in extras if e.type == "group" and e.ident not in own and (e.kind == RIGHT or _is_work(e))]
    if desired.options["state"] != "present" or desired.options["remove_extra_access"] or not lists or not leaving:
        return [], []
    requests = [ADMIN("GetAccountMembershipRequest", ADMIN("account", p["id"], by="id")) for p in leaving]
    sentences, notes = [], []
    for person, answer in zip(leaving, session.admin.batch(requests)):
        if isinstance(answer, Fault) and answer.code == "service.PERM_DENIED":
            notes.append(
                f"it is not known whether {person['address']} keeps access as a member of {', '.join(sorted({e.who for e in lists}))}:"
                f" this administrator may not ask (getAccountMembership)"
            )
            continue
        # what leads through the team's own list ends with it
        found = children(answer_or_raise(answer, person["address"]), "dl")
        on = {dl.get("id", "") for dl in found if dl.get("via", "") not in own.values()}
        sentences += [
            "%s leaves, but is a member of %s, too, which has %s; take them off that list or that away first, or set"
            " shared_mailbox_remove_extra_access to true"
            % (person["address"], e.who, f"a grant on {e.where}" if e.kind == FOLDER else e.where)
            for e in lists
            if e.ident in on
        ]
    return sentences, notes


def _is_work(extra: Extra) -> bool:
    """Whether a grant lets somebody go on with the team's work: on the whole mailbox, the Inbox and what is below, or Sent."""
    return extra.kind == FOLDER and (extra.where in ("/", "/Inbox", "/Sent") or extra.where.startswith("/Inbox/"))


def _options(extras: t.Sequence[Extra], gone: t.Sequence[Extra]) -> State:
    """Options for the modules, from all extras and those that are removed."""
    folders, rights = [e for e in gone if e.kind == FOLDER], [e for e in gone if e.kind == RIGHT]
    hidden = [e for e in extras if e.kind == FORWARD and e.where == HIDDEN_FORWARDING]
    options: State = {
        "folders": list(dict.fromkeys(e.where for e in folders)),
        "grants": _unique([_grant(e) for e in folders]),
        "rights": {r: list(dict.fromkeys(e.who for e in rights if e.where == r)) for r in RIGHTS},
        "family": {e.who: list(e.rest) for e in gone if e.kind == CHILD},
        "forwarding": [e.who for e in gone if e.kind == FORWARD and e.where == FORWARDING],
        "hidden_forwarding": [e.who for e in hidden if e in gone],
        "hidden_forwarding_to_keep": [e.who for e in hidden if e not in gone],
    }
    options["any"] = bool(
        folders or rights or options["family"] or options["forwarding"] or options["hidden_forwarding"]
    )
    return options


def _grant(extra: Extra) -> State:
    """For the module share, by id where the grantee has one."""
    grant: State = {"type": extra.type}
    if extra.type not in ("all", "public"):
        grant["grantee"] = extra.ident or extra.who
    return grant


def _unique(grants: t.Sequence[State]) -> t.List[State]:
    return [g for n, g in enumerate(grants) if g not in grants[:n]]
