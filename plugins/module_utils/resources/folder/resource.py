# Copyright (c) 2026, the teammail.zimbra contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Folders of a mailbox (zimbra-soap-mail.md 2)."""

from __future__ import annotations

import re
import typing as t

from ...assumptions import assumed
from ...engine import Plan, Resource, State
from ...errors import InputError, ZimbraError
from ...soap import MAIL
from ...values import account_key, color_attributes, color_value, fold, folder_path, same_name, system_id
from ..common.directory import Missing
from ..common.tree import (
    Node,
    Tree,
    ancestors,
    create_missing,
    describe,
    existing_ancestors,
    load,
    load_or_new,
    refuse_view,
    split,
)
from ..common.tree_steps import Create, Rename, SetColor, SetView, known_ids, property_request, relocations
from .moves import Sources, former_paths
from .removal import remove
from .steps import Remove, RemovedWithParent, SetRetention, Step

if t.TYPE_CHECKING:
    from lxml import etree

VIEWS = ["message", "conversation", "contact", "appointment", "task", "document", "wiki", "chat", "note"]

OPTIONS: t.Dict[str, t.Any] = {
    "account": {"type": "str", "required": True},
    "path": {"type": "list", "elements": "str", "required": True},
    "state": {"type": "str", "choices": ["present", "absent"], "default": "present"},
    "view": {"type": "str", "choices": VIEWS},
    "color": {"type": "str"},
    "moved_from": {"type": "str"},
    "former_paths": {"type": "dict"},
    "retention": {
        "type": "dict",
        "options": {"keep": {"type": "list", "elements": "str"}, "purge": {"type": "list", "elements": "str"}},
    },
    "messages": {"type": "str", "choices": ["refuse", "move_to", "trash", "delete"], "default": "refuse"},
    "messages_to": {"type": "str"},
    "recursive": {"type": "bool", "default": False},
}


def show(tree: Tree, node: Node) -> State:
    """A folder as the module shows it."""
    return {
        "account": tree.account,
        "path": node.path,
        "id": node.id,
        "type": node.kind,
        "view": node.view,
        "color": node.color,
        "messages": node.messages,
        "unread": node.unread,
        "size": node.size,
        "inherits": node.grants is None,
        "retention": {part: list(node.retention[part]) for part in ("keep", "purge")},
    }


def retention_value(value: t.Optional[t.Mapping[str, t.Any]]) -> t.Dict[str, t.List[str]]:
    """The parts of retention that were given, lifetimes checked."""
    desired = {}
    for part in ("keep", "purge"):
        policies = (value or {}).get(part)
        if policies is None:
            continue
        for policy in policies:
            if not re.match(r"^(\d+(ms|[smhd])|system:\S+)$", policy):
                raise InputError(
                    f"retention.{part} has {policy!r}; write a lifetime such as 30d (units s, m, h, d), or system:ID of a policy of the server"
                )
        desired[part] = list(dict.fromkeys(policies))
        own = [policy for policy in desired[part] if not policy.startswith("system:")]
        if len(own) > 1:
            raise InputError(
                f"retention.{part} has the lifetimes {', '.join(own)}; Zimbra takes one, and policies of the server (system:ID) besides"
            )
    return desired


def _in_trash(path: str) -> bool:
    return fold(path).startswith("/trash/")


def _refuse_junk(path: str) -> None:
    if fold(path).startswith("/junk/"):
        raise InputError(f"path is {path}, but Zimbra allows no folders in /Junk; choose another place")


def _system_folder(path: str) -> InputError:
    return InputError(f"path is {path}, a system folder; Zimbra needs it, and deleting it would destroy its mail")


def _refuse_unknown(tree: Tree, desired: DesiredFolder) -> None:
    """What Carbonio would leave out without a word, so that no run would ever find it done."""
    refuse_view(tree, "view", desired.view)
    if desired.retention.get("keep") and tree.on_carbonio:
        raise InputError(
            "retention.keep is %s, but %s is on a Carbonio server, which drops it without a word; leave keep out"
            % (", ".join(desired.retention["keep"]), tree.account)
        )


class DesiredFolder(t.NamedTuple):
    """What one run wants of one folder."""

    account: str
    path: str
    state: str
    view: t.Optional[str]
    color: t.Union[int, str, None]
    moved_from: t.Optional[str]
    retention: t.Dict[str, t.List[str]]
    messages: str
    messages_to: t.Optional[str]
    recursive: bool
    named: t.FrozenSet[str]


class Folder(Resource):
    """state present and absent of folders; a system folder is refused before any request where it cannot be done."""

    OPTIONS = OPTIONS
    RETURNS = "folders"

    def __init__(self, *args: t.Any) -> None:
        super().__init__(*args)
        self.sources = Sources()

    def desired(self) -> t.List[DesiredFolder]:
        given = self.params
        account = account_key("account", given["account"])
        paths = list({fold(p): p for p in (folder_path("path", p) for p in given["path"])}.values())
        former = former_paths(given, paths)
        messages_to = folder_path("messages_to", given["messages_to"]) if given["messages_to"] else None
        absent = given["state"] == "absent"
        if absent:
            self._check_removal(paths, given["messages"], messages_to)
        color, retention = color_value("color", given["color"]), retention_value(given["retention"])
        named = frozenset(fold(p) for p in paths)
        return [
            DesiredFolder(
                account,
                path,
                given["state"],
                given["view"],
                color,
                former.get(path),
                retention,
                given["messages"],
                messages_to,
                given["recursive"],
                named,
            )
            for path in paths
        ]

    @staticmethod
    def _check_removal(paths: t.Sequence[str], messages: str, messages_to: t.Optional[str]) -> None:
        for path in paths:
            if system_id(path):
                raise _system_folder(path)
            if messages == "trash" and _in_trash(path):
                raise InputError(f"path is {path}, which lies in the trash already; use messages: delete")
            if messages_to and (same_name(path, messages_to) or fold(messages_to).startswith(fold(path) + "/")):
                raise InputError(f"messages_to is {messages_to}, which is removed too; name a folder that stays")
        if (messages == "move_to") != bool(messages_to):
            raise InputError("messages_to and messages: move_to belong together; give both or neither")

    def mailbox(self, desired: DesiredFolder) -> str:
        return desired.account

    def read(self, mailbox: str, desired: t.Sequence[DesiredFolder]) -> t.List[t.Optional[Tree]]:
        if desired[0].state == "absent":
            return [load(self.session, mailbox)] * len(desired)
        tree = load_or_new(self.session, mailbox, self.check_mode, self.notes)
        self.sources.find(tree, [(item.path, item.moved_from) for item in desired])
        return [tree] * len(desired)

    def plan(self, state: t.Optional[Tree], desired: DesiredFolder) -> Plan:
        name = f"{state.account if state else desired.account}:{desired.path}"
        if state is None:
            return Plan(name, None, None)
        state.nearest(desired.path)
        if desired.state == "absent":
            return self._plan_absent(name, state, desired)
        node = state.folder(desired.path)
        if node is not None and self.sources.moves_away(node, desired.path):
            node = None
        source = self.sources.of(state, desired.path)
        if source is not None and node is not None and node is not source:
            raise ZimbraError(
                f"{state.account}: both {node.path} and moved_from {source.path} exist; move the mail of one into the other and remove it"
            )
        present = source or node
        return (
            self._plan_new(name, state, desired)
            if present is None
            else self._plan_change(name, state, present, desired, source is not None)
        )

    def _plan_new(self, name: str, tree: Tree, desired: DesiredFolder) -> Plan:
        _refuse_junk(desired.path)
        _refuse_unknown(tree, desired)
        notes = []
        twin = tree.clash(desired.path)
        if twin and not self.sources.moves_away(twin, desired.path):
            notes.append(
                f"{name}: Zimbra's database may take the name for that of {twin.path}, since it ignores accents"
            )
        retention = {part: list(desired.retention.get(part, [])) for part in ("keep", "purge")}
        after = {
            "account": tree.account,
            "path": desired.path,
            "id": None,
            "type": "folder",
            "view": desired.view or "message",
            "color": desired.color or 0,
            "messages": 0,
            "unread": 0,
            "size": 0,
            "inherits": True,
            "retention": retention,
        }
        attributes = dict({"view": after["view"]}, **color_attributes(desired.color or None))
        steps: t.List[Step] = [Create(desired.path, attributes, existing_ancestors(tree, desired.path))]
        if any(retention.values()):
            steps.append(SetRetention(None, retention))
        return Plan(name, None, after, steps, tree.account, notes)

    def _plan_change(self, name: str, tree: Tree, node: Node, desired: DesiredFolder, move: bool) -> Plan:
        _refuse_unknown(tree, desired)
        if move and node.is_system:
            raise InputError(
                f"moved_from is {node.path}, a system folder, which can be neither renamed nor replaced; choose another"
            )
        before = show(tree, node)
        after = dict(before)
        steps: t.List[Step] = []
        # without its source the move counts as done, and a folder spelt in another case is left as it is
        if move and node.path != desired.path:
            _refuse_junk(desired.path)
            parent, _name = split(desired.path)
            near = tree.find(parent)
            after["path"] = desired.path if near is None else near.path.rstrip("/") + "/" + split(desired.path)[1]
            if after["path"] != node.path:
                moves = near is None or node.parent is None or near.id != node.parent.id
                steps.append(Rename(node.id, node.path, desired.path, moves, existing_ancestors(tree, desired.path)))
                if _in_trash(after["path"]) and not _in_trash(node.path):
                    after["unread"] = 0  # what comes to the trash is marked read (zimbra-soap-mail.md 5.2)
        if desired.color is not None and desired.color != node.color:
            after["color"] = desired.color
            steps.append(SetColor(node.id, desired.color))
        if desired.view is not None and desired.view != node.view:
            if node.is_system:
                raise InputError(
                    f"view is {desired.view}, but {node.path} is a system folder with the view {node.view}, which is fixed; leave view out"
                )
            after["view"] = desired.view
            steps.append(SetView(node.id, desired.view))
        retention = dict(before["retention"], **desired.retention)
        if retention != before["retention"]:
            after["retention"] = retention
            steps.append(SetRetention(node.id, retention))
        return Plan(name, before, after, steps, tree.account)

    def _plan_absent(self, name: str, tree: Tree, desired: DesiredFolder) -> Plan:
        node = tree.find(desired.path)
        if node is None:
            return Plan(name, None, None)
        if node.kind != "folder":
            raise ZimbraError(
                "%s: %s is %s, no folder; remove it %s"
                % (
                    tree.account,
                    node.path,
                    describe(node),
                    "with the module mountpoint" if node.kind == "mountpoint" else "in a mail client",
                )
            )
        if node.is_system:
            raise _system_folder(node.path)
        before = show(tree, node)
        if any(fold(above) in desired.named and tree.find(above) for above in ancestors(desired.path)):
            return Plan(name, before, None, [RemovedWithParent()], tree.account)
        below = [n for n in node.walk() if n is not node]
        unnamed = [n.path for n in below if fold(n.path) not in desired.named]
        if unnamed and not desired.recursive:
            raise ZimbraError(
                f"{name} has sub-folders ({', '.join(unnamed)}); name them too, or set recursive to remove them with it"
            )
        count = sum(n.messages + n.hidden for n in node.walk())
        if count and desired.messages == "refuse":
            raise ZimbraError(
                f"{name} holds {count} items{' with its sub-folders' if below else ''}; say what becomes of them by messages"
            )
        notes = []
        target = None
        if desired.messages == "move_to" and desired.messages_to:
            to = tree.folder(desired.messages_to)
            if to is None and not self.check_mode:
                raise Missing(
                    f"messages_to is {desired.messages_to}, which {tree.account} does not have; create it first"
                )
            if to is None:
                notes.append(assumed(f"{tree.account}: messages_to {desired.messages_to} does not exist yet"))
            target = to.id if to else None
        folders = [n.id for n in node.walk() if n.kind == "folder" and n.messages + n.hidden]
        step = Remove(node.id, desired.messages, target, folders, tree.token)
        instead = {"messages": _what_becomes_of(desired)} if count else None
        return Plan(name, before, None, [step], tree.account, notes, instead=instead)

    def apply(self, mailbox: str, plans: t.Sequence[Plan]) -> None:
        steps: t.List[t.Tuple[str, Step]] = [(plan.name, step) for plan in plans for step in plan.steps]
        created = [step for _name, step in steps if isinstance(step, Create)]
        renamed = [step for _name, step in steps if isinstance(step, Rename)]
        # what takes a name that another folder gives up waits until that has gone
        held = {fold(step.before) for step in renamed}
        late = [(step.path, step.attributes) for step in created if fold(step.path) in held]
        new = [(step.path, step.attributes) for step in created if fold(step.path) not in held]
        # a moved folder needs its new parent only
        parents = [split(step.after)[0] for step in renamed]
        new += [(parent, {"view": "message"}) for parent in parents if parent != "/"]
        ids = create_missing(self.session, mailbox, new, known_ids(steps))
        todo = relocations(steps, ids)
        for name, step in steps:
            if isinstance(step, (SetColor, SetView)):
                todo.append((name, property_request(step)))
            elif isinstance(step, SetRetention) and step.ident:
                todo.append((name, _retention_request(step, step.ident)))
        self._send(mailbox, todo)
        ids = create_missing(self.session, mailbox, late, ids)
        new_ones = [(name, step) for name, step in steps if isinstance(step, SetRetention) and not step.ident]
        self._send(
            mailbox, [(name, _retention_request(step, ids[fold(name.partition(":")[2])])) for name, step in new_ones]
        )
        for name, step in steps:
            if isinstance(step, Remove):
                remove(self.session.mailbox(mailbox), name, *step)

    def _send(self, mailbox: str, todo: t.Sequence[t.Tuple[str, etree._Element]]) -> None:
        self.session.mailbox(mailbox).each([r for _n, r in todo], [n for n, _r in todo])


def _what_becomes_of(desired: DesiredFolder) -> str:
    """Where the mail of a folder that vanishes goes."""
    if desired.messages == "move_to":
        return f"moved to {desired.messages_to}"
    return "deleted for ever" if desired.messages == "delete" else "moved to the trash"


def _retention_request(step: SetRetention, ident: int) -> etree._Element:
    parts = [MAIL(part, *map(_policy, step.retention[part])) for part in ("keep", "purge")]
    content = MAIL("retentionPolicy", *parts)
    return MAIL("FolderActionRequest", MAIL("action", content, id=ident, op="retentionpolicy"))


def _policy(text: str) -> etree._Element:
    kind, _colon, ident = text.partition(":")
    return MAIL("policy", type="system", id=ident) if kind == "system" else MAIL("policy", type="user", lifetime=text)
