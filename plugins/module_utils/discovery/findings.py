# Copyright (c) 2026, the teammail.zimbra contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Where a mailbox that was set up by hand differs from what the role would make, in words, each with what the role would do.  Pure."""

from __future__ import annotations

import typing as t

from ..engine import State
from ..resources.common.tree import INBOX, Grant, Node
from ..resources.share.grant import WORDS
from ..resources.team import defaults
from .agent_mailboxes import PATHS, Finding, agent_findings
from .discover import Person, SharedMailbox
from .team import Team
from .variables import display_name

OPEN = {
    "all": "every account of this server",
    "pub": "everybody, without a login",
    "dom": "everybody of the domain",
    "cos": "the class of service",
}


def findings_of(box: SharedMailbox, team: Team, variables: State) -> t.List[Finding]:
    """All of one mailbox, in the order of the seven steps; empty where a run of the role would have nothing to do but its own extras."""
    result = list(_account(box, variables))
    result += _folders(box, team)
    result += _list(box, team)
    result += _members(team)
    result += _shares(box, team)
    for agent in team.agents:
        result += agent_findings(box, agent, variables)
    result += _send_rights(box, team)
    result += _extras(box)
    return result


def _extras(box: SharedMailbox) -> t.Iterator[Finding]:
    """What the role has besides the seven steps, and nobody has by hand."""
    address = box.holder.name
    if not box.marks_copies:
        yield Finding(
            "sent_copies_unread",
            address,
            "copies of the agents' replies are stored as unread",
            "makes an outgoing filter rule; set shared_mailbox_sent_copies_read to false to leave that as it is",
        )
    if not box.memory.known:
        yield Finding(
            "not_remembered",
            address,
            "the role has not worked with the mailbox yet",
            "writes down list, folders, personas and names of mountpoints with the account, to find them again",
        )


def _account(box: SharedMailbox, variables: State) -> t.Iterator[Finding]:
    address = box.holder.name
    if box.status != "active":
        yield Finding(
            "account_status", address, f"the account is {box.status or 'in no known status'}", "makes it active"
        )
    if box.save_target != "owner":
        yield Finding(
            "save_target",
            address,
            "replies of delegates are not told to go to the mailbox's own Sent",
            "sets zimbraPrefDelegatedSendSaveTarget to owner",
        )
    if variables.get("shared_mailbox_reply_as_alias"):
        desired = sorted([address, *variables["shared_mailbox_aliases"]])
        if sorted(box.allowed) != desired:
            allowed = ", ".join(box.allowed) or "no address in particular"
            yield Finding(
                "allowed_addresses",
                address,
                f"delegates may write from {allowed}",
                f"allows them {', '.join(desired)}",
            )
    if not box.holder.display_name:
        yield Finding("no_display_name", address, "the account has no display name", f"names it {display_name(box)}")


def _folders(box: SharedMailbox, team: Team) -> t.Iterator[Finding]:
    for agent in team.agents:
        if not agent.exists:
            yield Finding(
                "agent_without_folder",
                agent.person.address,
                f"no folder below the Inbox bears the name of {agent.person.address}",
                f"creates /Inbox/{agent.folder}; name another one as their folder if it is theirs",
            )
    for node in team.leftovers:
        text = f"{node.path} with {node.messages} mails belongs to none of the agents"
        role = "leaves it as it is; name it as the folder of an agent if it is theirs"
        if team.leaves_behind(box, node):
            text += ", but to somebody who was one"
            role = "removes it when it holds no mail, and keeps it until then"
        yield Finding("folder_without_agent", f"{box.holder.name}:{node.path}", text, role)


def _list(box: SharedMailbox, team: Team) -> t.Iterator[Finding]:
    chosen = team.team_list
    if chosen is None:
        yield Finding(
            "list_missing",
            box.holder.name,
            "the Inbox is shared with no list",
            f"makes the list {defaults.default_list(box.holder.name)} of the agents and shares Inbox and Sent with it",
        )
        if not team.agents:
            yield Finding(
                "no_agents",
                box.holder.name,
                "nobody works in the mailbox",
                "needs agents; enter them in shared_mailbox_agents",
            )
        return
    name = chosen["name"]
    if not team.agents:
        yield Finding(
            "no_agents",
            name,
            f"no member of {name} is an account in use",
            "needs agents; enter them in shared_mailbox_agents",
        )
    if chosen["receives_mail"]:
        yield Finding(
            "list_receives_mail",
            name,
            "mail can be sent to the list",
            "switches that off; set shared_mailbox_list_receives_mail to true if people write to it",
        )
    if not chosen["display_name"]:
        yield Finding("list_without_name", name, "the list has no display name", "gives it one")
    if chosen["dynamic"]:
        yield Finding(
            "list_dynamic",
            name,
            "the list is a dynamic one",
            "can only keep its members if they are named and not found by a search; else choose another list",
        )
    others = [state["name"] for state in box.lists.values() if state["name"] != name]
    for other in sorted(others):
        yield Finding(
            "list_several",
            other,
            f"the mailbox is shared with the list {other} as well",
            "leaves its grants as they are",
        )


def _members(team: Team) -> t.Iterator[Finding]:
    for person in sorted(team.outsiders, key=lambda p: p.asked):
        yield Finding(
            "member_" + ("inactive" if person.kind == "account" else "odd"),
            person.asked,
            _who(person),
            _leaves(team, person),
        )
    if team.team_list is None:
        return
    if len(team.outsiders) > defaults.MAX_REMOVALS:
        yield Finding(
            "many_leave",
            team.team_list["name"],
            f"{len(team.outsiders)} members of the list are no agents",
            "stops before it changes anything; name them, or raise shared_mailbox_max_removals for one run",
        )
    primary = {agent.person.id: agent.person.address for agent in team.agents}
    named = set(team.team_list["members"])
    for agent in team.agents:
        if agent.person.asked != primary[agent.person.id] and primary[agent.person.id] not in named:
            yield Finding(
                "member_alias",
                agent.person.asked,
                f"the list has {agent.person.asked}, an alias of {agent.person.address}",
                "puts the account's own address in its place",
            )


def _who(person: Person) -> str:
    if person.kind == "account" and person.status != "active":
        return f"{person.address} is a member of the list, but the account is {person.status or 'in no known status'}"
    what = {
        "account": "the shared mailbox itself",
        "none": "nobody's address on this server",
        "list": "a list",
        "group": "a dynamic list",
        "resource": "a calendar resource",
    }[person.kind]
    return f"{person.asked}, a member of the list, is {what}"


def _leaves(team: Team, person: Person) -> str:
    if team.team_list is None:
        return "makes no agent of it"
    if person.kind in ("list", "group"):
        return "takes it off the list; name those of its members who work in the mailbox as agents"
    return (
        "takes it off the list; name it as an agent, if it is one, when the account is in use again"
        if person.kind == "account"
        else "takes it off the list"
    )


def _shares(box: SharedMailbox, team: Team) -> t.Iterator[Finding]:
    for folder, path in PATHS.items():
        yield from _team_grant(box, team, folder, path)
        node = box.tree.by_id(folder)
        for grant in (node.grants or []) if node is not None else []:
            yield from _other_grant(box, team, path, grant)
    agents = {"/Inbox/" + agent.folder for agent in team.agents}
    for node in box.tree.nodes():
        if node.grants is not None and node.id not in PATHS:
            yield _own_grants(box, node, node.path in agents)
    yield from _whole(box, team)


def _whole(box: SharedMailbox, team: Team) -> t.Iterator[Finding]:
    """Grants on the whole mailbox, as Zimbra's own instructions for shared mailboxes have them."""
    ident = None if team.team_list is None else team.team_list["id"]
    agents = {agent.person.id for agent in team.agents}
    for grant in box.tree.root.grants or []:
        if grant.id in box.names.gone:
            continue
        rights = f"rights {grant.rights or 'none'}"
        text = (
            f"the whole mailbox, with its calendar and all other folders, is shared with {_whom(box, grant)}, {rights}"
        )
        if grant.id == ident:
            role = "leaves the grant, by which the list has its rights on Inbox and Sent; remove it, and the next run shares these two alone"
        elif grant.id in agents:
            role = "leaves the grant; the list gives them all they need, so it can be removed"
        else:
            role = "leaves the grant; set shared_mailbox_remove_extra_access to true to have it removed"
        yield Finding("whole_mailbox_shared", box.holder.name, text, role)


def _whom(box: SharedMailbox, grant: Grant) -> str:
    """Whom a grant is for, in words."""
    who = box.names.name(grant)
    if grant.type in ("usr", "grp"):
        person = box.people.get(grant.id)
        return str(person.address if person else who)
    return OPEN.get(grant.type, f"the {WORDS.get(grant.type, grant.type)}") + (f" {who}" if who else "")


def _team_grant(box: SharedMailbox, team: Team, folder: int, path: str) -> t.Iterator[Finding]:
    if team.team_list is None:
        return
    name = team.team_list["name"]
    grant = next((g for g in box.grants(folder) if g.id == team.team_list["id"]), None)
    where = f"{box.holder.name}:{path}"
    source = box.source_of_grants(folder)
    inherited = grant is not None and source is not None and source.id != folder
    if grant is None:
        yield Finding(
            "not_shared",
            where,
            f"{path} is not shared with {name}",
            f"shares it with the list, rights {defaults.MANAGER}",
        )
    elif set(grant.rights) != set(defaults.MANAGER):
        kind = "read_only" if not set(grant.rights) & set("wid") else "rights"
        yield Finding(
            kind,
            where,
            f"{name} has the rights {grant.rights or 'none'} on {path}",
            f"makes them {defaults.MANAGER}" + (f", on {path} itself" if inherited else ""),
        )
    if grant is not None and grant.expiry:
        yield Finding("expires", where, f"the grant of {name} on {path} ends some day", "leaves the end as it is")


def _other_grant(box: SharedMailbox, team: Team, path: str, grant: Grant) -> t.Iterator[Finding]:
    where = f"{box.holder.name}:{path}"
    if grant.id in box.names.gone:
        yield Finding(
            "dead_grantee",
            where,
            f"{path} is shared with somebody who does not exist any more ({grant.id})",
            "leaves the grant, which does nothing",
        )
        return
    if grant.type == "grp":
        return
    who = box.names.name(grant)
    if grant.type == "usr":
        person = box.people.get(grant.id)
        name = person.address if person else who
        kind = "single_grant" if set(grant.rights) & set("wid") else "single_grant_read_only"
        is_agent = person is not None and person.id in {a.person.id for a in team.agents}
        role = "leaves the grant; %s" % (
            "the list gives them all they need, so it can be removed"
            if is_agent
            else "name them as an agent if they are one"
        )
        yield Finding(kind, where, f"{name} has the rights {grant.rights or 'none'} on {path} for themselves", role)
        return
    yield Finding(
        "open_grant",
        where,
        f"{path} is shared with {_whom(box, grant)}, rights {grant.rights or 'none'}",
        "leaves the grant; remove it if it is a mistake",
    )


def _own_grants(box: SharedMailbox, node: Node, is_agents: bool) -> Finding:
    who = ", ".join(str(box.names.name(g) or WORDS.get(g.type, g.type)) for g in node.grants or []) or "nobody"
    inside = node.is_below(INBOX)
    text = f"{node.path} has grants of its own ({who}){' and follows the Inbox no longer' if inside else ''}"
    kind = "folder_grants" if inside else "other_folder_shared"
    role = "removes them, so that it follows the Inbox again" if is_agents else "leaves them"
    return Finding(kind, f"{box.holder.name}:{node.path}", text, role)


def _send_rights(box: SharedMailbox, team: Team) -> t.Iterator[Finding]:
    address = box.holder.name
    listed = "" if team.team_list is None else team.team_list["id"]
    if not any(ace.id == listed and not ace.deny for ace in box.rights["sendAs"]):
        name = defaults.default_list(address) if team.team_list is None else team.team_list["name"]
        yield Finding(
            "send_right_missing", address, "the team may not send as the mailbox", f"gives {name} the right sendAs"
        )
    for right, aces in box.rights.items():
        for ace in aces:
            if ace.dead:
                yield Finding(
                    "dead_grantee",
                    address,
                    f"{right} is given to somebody who does not exist any more ({ace.id})",
                    "leaves it, which does nothing",
                )
            elif ace.deny:
                yield Finding(
                    "send_right_denied",
                    address,
                    f"{right} is refused to {ace.shown}",
                    "leaves that, so replies may fail",
                )
            elif ace.id != listed:
                yield Finding("send_right_single", address, f"{right} is given to {ace.shown} as well", "leaves it")
            elif right != "sendAs":
                yield Finding(
                    "send_on_behalf", address, f"the list has {right}", "leaves it; sendAs is what replies use"
                )
