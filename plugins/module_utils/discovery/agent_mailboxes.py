# Copyright (c) 2026, the teammail.zimbra contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Findings in the mailboxes of the people who work in a shared one: mounted folders and personas.  Pure."""

from __future__ import annotations

import typing as t

from ..engine import State
from ..resources.common.tree import INBOX
from ..resources.identity.reading import DEFAULT, same
from ..resources.team import defaults
from ..values import fold
from .discover import SENT, AgentMailbox, SharedMailbox
from .team import Agent
from .variables import display_name, mounts, own_personas

PATHS = {INBOX: "/Inbox", SENT: "/Sent"}


class Finding(t.NamedTuple):
    """kind: a word to filter by; object: what it is about; found: what is there; role: what a run of the role does about it."""

    kind: str
    object: str
    found: str
    role: str


def agent_findings(box: SharedMailbox, agent: Agent, variables: State) -> t.Iterator[Finding]:
    """Of one agent's own mailbox."""
    address = agent.person.address
    agent_mailbox = box.agent_mailboxes.get(agent.person.id)
    if agent_mailbox is None or agent_mailbox.tree is None:
        reason = (
            "nobody looked into it, since it is a shared mailbox itself"
            if agent_mailbox is None
            else agent_mailbox.problem
        )
        yield Finding(
            "agent_unread",
            address,
            f"the mailbox of {address} could not be read: {reason}",
            "mounts the folders and makes the persona where they are missing",
        )
        return
    inbox_name = variables.get("shared_mailbox_inbox_name", defaults.fit(display_name(box)))
    sent_name = defaults.sent_mount_name(inbox_name, variables.get("shared_mailbox_language", "en"))
    names = {INBOX: inbox_name, SENT: variables.get("shared_mailbox_sent_name", sent_name)}
    known = agent.person.id in box.memory.agents
    for folder, path in PATHS.items():
        yield from _mounted(box, agent_mailbox, address, folder, path, names[folder])
    for node in agent_mailbox.tree.nodes():
        if node.kind == "mountpoint" and not node.owner:
            yield Finding(
                "broken_mount",
                f"{address}:{node.path}",
                f"{node.path} leads to a mailbox that does not exist any more",
                "puts the shared folder in its place"
                if not known and fold(node.path) in {fold("/" + name) for name in names.values()}
                else "leaves it",
            )
        elif node.kind == "mountpoint" and node.owner_id == box.holder.id:
            target = box.tree.by_id(node.remote_id)
            if target is box.tree.root:
                yield Finding(
                    "whole_mailbox_mounted",
                    f"{address}:{node.path}",
                    f"the whole mailbox is mounted as {node.path}",
                    "mounts Inbox and Sent beside it and leaves it; delete it when they have changed over, or set"
                    " shared_mailbox_replace_whole_mounts to true",
                )
            elif target is None:
                yield Finding(
                    "broken_mount",
                    f"{address}:{node.path}",
                    f"{node.path} leads to a folder that does not exist any more",
                    "leaves it" if known else "removes it",
                )
            elif target.id not in PATHS and target.is_below(INBOX):
                yield Finding(
                    "folder_mount",
                    f"{address}:{node.path}",
                    f"{target.path} is mounted on its own",
                    "leaves it; it is seen in the mounted Inbox as well",
                )
    yield from _personas(box, agent_mailbox, address, variables)


def _mounted(
    box: SharedMailbox, agent_mailbox: AgentMailbox, address: str, folder: int, path: str, name: str
) -> t.Iterator[Finding]:
    links = mounts(box, agent_mailbox, folder)
    if not links:
        holder = None if agent_mailbox.tree is None else agent_mailbox.tree.find("/" + name)
        yield Finding("mount_missing", address, f"{path} is not mounted", f"mounts it as /{name}")
        broken = holder is not None and holder.kind == "mountpoint" and not holder.owner
        if holder is not None and not broken:
            yield Finding(
                "mount_name_taken",
                f"{address}:/{name}",
                "the name is taken by something else",
                "stops; rename that, or choose another name",
            )
    if len(links) > 1:
        yield Finding(
            "mount_twice",
            address,
            f"{path} is mounted several times: {', '.join(n.path for n in links)}",
            "leaves them",
        )


def _personas(box: SharedMailbox, agent_mailbox: AgentMailbox, address: str, variables: State) -> t.Iterator[Finding]:
    everything = agent_mailbox.personas(box.holder)
    main = variables.get("shared_mailbox_persona_name", box.holder.name)
    aliases = variables.get("shared_mailbox_aliases", [])
    as_alias = variables.get("shared_mailbox_reply_as_alias", False)
    desired_personas = {
        main: _desired_persona(
            box, variables, box.holder.name, [box.holder.name] if as_alias else [box.holder.name, *aliases]
        )
    }
    folders = [{"owner": box.holder.name, "path": path} for path in sorted(PATHS.values())]
    desired_personas[main].update(when_in_folders=folders, when_in_folders_enabled=True)
    if as_alias:
        desired_personas.update({alias: _desired_persona(box, variables, alias, [alias]) for alias in aliases})
    used = set()
    for name, desired in desired_personas.items():
        persona = next((p for p in everything if same(p["name"], name)), None)
        if persona is None:
            yield Finding("persona_missing", address, f"there is no persona called {name}", "makes it")
            continue
        used.add(persona["id"])
        present = dict(persona, from_address=(persona["from_address"] or "").lower())
        wrong = [f"{o} {_shown(present[o])} instead of {_shown(v)}" for o, v in desired.items() if present[o] != v]
        if wrong:
            yield Finding(
                "persona_wrong",
                address,
                f"the persona {persona['name']} has {'; '.join(wrong)}",
                "puts that right",
            )
    for other in own_personas(box, agent_mailbox):
        if other["id"] not in used:
            role = f"leaves it; remove it, or rename it to {main} before"
            yield Finding("persona_other", address, f"the persona {other['name']} writes as the mailbox, too", role)
    if any(p["name"] == DEFAULT and (p["from_address"] or "").lower() == box.holder.name for p in everything):
        yield Finding(
            "persona_default",
            address,
            f"even their own mail goes out as {box.holder.name}",
            "leaves it; change their default persona",
        )


def _desired_persona(
    box: SharedMailbox, variables: State, writes_as: str, sent_to: t.Sequence[str]
) -> t.Dict[str, t.Any]:
    """The persona as the role would set it up."""
    return {
        "from_address": writes_as,
        "from_display": variables.get("shared_mailbox_from_display", display_name(box)),
        "from_type": "sendAs",
        "when_sent_to": sorted(sent_to),
        "when_sent_to_enabled": True,
    }


def _shown(value: t.Any) -> str:
    if isinstance(value, list):
        return ", ".join(_shown(v) for v in value) or "empty"
    if isinstance(value, dict):
        return "%s of %s" % (value.get("path") or f"folder {value.get('folder_id')}", value["owner"])
    return "not set" if value in (None, "") else str(value)
