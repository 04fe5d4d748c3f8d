# Copyright (c) 2026, the teammail.zimbra contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Mountpoints of shared folders in agents' mailboxes (zimbra-soap-mail.md 4).

A mountpoint is known by its target, the owner's id and the folder's number: agents choose the names themselves, and the server
allows several to one target.  It cannot be led elsewhere; a wrong one is deleted and made anew.
"""

from __future__ import annotations

import typing as t

from ...actor import Actor
from ...assumptions import assumed
from ...engine import UNREACHABLE, Change, Plan, Resource, State
from ...errors import Fault, InputError, TransportError, ZimbraError
from ...soap import MAIL, answer_or_raise
from ...values import SYSTEM_PATHS, UUID, color_attributes, fold, same_name
from ..common.directory import ABSENT_ACCOUNT, lookup
from ..common.relocation import action
from ..common.together import TOGETHER, keep_trees, load_together, tree_requests
from ..common.tree import (
    ROOT,
    Node,
    Tree,
    create_missing,
    existing_ancestors,
    folder_request,
    new_mailbox,
    refuse_view,
    split,
    tree_of,
)
from ..common.tree_steps import Create, Rename, SetColor, SetView, known_ids, property_request, relocations
from ..effective_rights.info import rights_of
from ..share.grant import LETTERS
from .desired import DesiredMount, Mount, find_desired
from .links import blocks_other_mount, links, links_to, name_taken_message, own_links, will_move_away
from .steps import Delete, Step

OPTIONS: t.Dict[str, t.Any] = {
    **UNREACHABLE,
    "account": {"type": "list", "elements": "str", "required": True},
    "mounts": {
        "type": "list",
        "elements": "dict",
        "required": True,
        "options": {
            "owner": {"type": "str", "required": True},
            "path": {"type": "str"},
            "folder_id": {"type": "int"},
            "name": {"type": "str"},
            "former_name": {"type": "str"},
            "color": {"type": "str"},
            "view": {"type": "str"},
        },
    },
    "state": {"type": "str", "choices": ["present", "absent"], "default": "present"},
    "rename": {"type": "bool", "default": False},
    "duplicates": {"type": "str", "choices": ["report", "remove"], "default": "report"},
    "remove_broken": {"type": "bool", "default": False},
    "verify_rights": {"type": "bool", "default": False},
    "required_rights": {"type": "str", "default": "r"},
}


class Mailbox(t.NamedTuple):
    """What was read of one mailbox: its tree (None = no such account), the owners known to be gone, and the agent's own rights by target."""

    tree: t.Optional[Tree]
    gone: t.FrozenSet[str]
    rights: t.Mapping[t.Tuple[str, int], t.Union[str, Fault]]


class MountPlan(Plan):
    """The number of a link that takes another's place is not known beforehand, so its change is no news."""

    def changes_to(self, end: t.Optional[State]) -> t.List[Change]:
        return [c for c in super().changes_to(end) if c.key != "id"]


class Mountpoint(Resource):
    """state present and absent of mountpoints in the mailboxes of one or many agents."""

    OPTIONS = OPTIONS
    RETURNS = "mountpoints"

    def __init__(self, *args: t.Any) -> None:
        super().__init__(*args)
        self.trees: t.Dict[str, t.Optional[Tree]] = {}
        self.agents: t.Dict[str, t.Union[Actor, Fault]] = {}

    def desired(self) -> t.List[DesiredMount]:
        required = self.params["required_rights"]
        if set(required) - set(LETTERS):
            raise InputError(f"required_rights is {required!r}; use the letters {' '.join(LETTERS)}")
        found = find_desired(self.session, self.params, self.check_mode, self.notes)
        self.trees = found.trees
        if self.params["verify_rights"] and self.params["state"] == "present":
            ids = list(dict.fromkeys(w.account_id for w in found.desired if w.account_id))
            self.agents = dict(zip(ids, self.session.users(ids)))
        return found.desired

    def mailbox(self, desired: DesiredMount) -> str:
        return desired.account_id or desired.account

    def owner(self, desired: DesiredMount) -> str:
        return desired.account

    def look_ahead(self, desired: t.Sequence[DesiredMount]) -> None:
        load_together(self.session, map(self.mailbox, desired))

    def read(self, mailbox: str, desired: t.Sequence[DesiredMount]) -> t.List[Mailbox]:
        first = desired[0]
        if not first.account_id:
            tree = new_mailbox(first.account, self.session.release()) if self.params["state"] == "present" else None
            return [Mailbox(tree, frozenset(), {})] * len(desired)
        (answer,) = self.session.mailbox(mailbox).batch([folder_request()])
        if isinstance(answer, Fault) and answer.code == ABSENT_ACCOUNT and self.params["state"] == "absent":
            return [Mailbox(None, frozenset(), {})] * len(desired)
        tree = tree_of(answer_or_raise(answer, first.account), first.account, first.account_id)
        rights = self._rights(first) if self.agents else {}
        return [Mailbox(tree, self._gone(tree, desired), rights)] * len(desired)

    def _gone(self, tree: Tree, desired: t.Sequence[DesiredMount]) -> t.FrozenSet[str]:
        """Former owners of mountpoints that bear a desired name: the server shows no owner, which is verified before one is removed."""
        gone = {owner for owner, folders in self.trees.items() if folders is None}
        holders = [tree.find(w.mount.name) for w in desired if w.mount.name]
        asked = {n.owner_id for n in holders if n and n.kind == "mountpoint" and not n.owner} - set(self.trees)
        if self.params["remove_broken"] and asked:
            gone |= {ident for ident, holder in lookup(self.session, sorted(asked)).items() if holder is None}
        return frozenset(gone)

    def _rights(self, desired: DesiredMount) -> t.Dict[t.Tuple[str, int], t.Union[str, Fault]]:
        """What agents themselves may do in the folders to be mounted (3.7)."""
        targets = [(m.owner_id, m.folder_id) for m in desired.mounts if m.owner_id and m.folder_id]
        agent = self.agents[desired.account_id]
        if isinstance(agent, Fault):
            raise agent
        found: t.Dict[t.Tuple[str, int], t.Union[str, Fault]] = {}
        for owner in dict.fromkeys(owner for owner, _folder in targets):
            mine = [folder for o, folder in targets if o == owner]
            found.update(zip([(owner, f) for f in mine], rights_of(agent, owner, [str(f) for f in mine])))
        return found

    def plan(self, state: Mailbox, desired: DesiredMount) -> Plan:
        tree, mount = state.tree, desired.mount
        if tree is None:
            return Plan(f"{desired.account}:{mount.name or mount.path or mount.owner}", None, None)
        if self.params["state"] == "absent":
            return self._plan_absent(state, tree, desired)
        refuse_view(tree, f"mounts[{desired.number}].view", mount.view)
        tree.nearest(mount.name or "")
        live = own_links(tree, desired, mount)
        plan = self._plan_change(state, tree, desired, live) if live else self._plan_new(state, tree, desired)
        plan.notes += self._check_rights(state, desired)
        return plan

    def _check_rights(self, state: Mailbox, desired: DesiredMount) -> t.List[str]:
        mount = desired.mount
        if (
            not self.params["verify_rights"]
            or mount.folder_id is None
            or (mount.owner_id, mount.folder_id) not in state.rights
        ):
            return []
        rights = state.rights[mount.owner_id, mount.folder_id]
        folder = f"{mount.owner}:{mount.path or mount.folder_id}"
        if isinstance(rights, str) and not set(self.params["required_rights"]) - set(rights):
            return []
        has = f"cannot ask for their rights ({rights})" if isinstance(rights, Fault) else f"has the rights {rights!r}"
        text = f"{desired.account} {has} on {folder} but needs {self.params['required_rights']}"
        if not self.check_mode:
            raise ZimbraError(
                f"{text}; share the folder with them (a new list membership may take 15 minutes to reach all servers)"
            )
        return [assumed(f"{text}", "give them")]

    def show(
        self,
        tree: Tree,
        node: Node,
        mount: Mount,
        state: Mailbox,
        others: t.Sequence[str] = (),
        broken: t.Sequence[str] = (),
    ) -> State:
        """A mountpoint as the module shows it."""
        is_desired_target = (
            bool(node.owner_id) and node.owner_id == mount.owner_id and node.remote_id == mount.folder_id
        )
        owner_tree = self.trees.get(node.owner_id)
        remote = owner_tree.by_id(node.remote_id) if owner_tree else None
        rights = state.rights.get((node.owner_id, node.remote_id))
        return {
            "account": tree.account,
            "owner": (mount.owner if node.owner_id == mount.owner_id else node.owner) or node.owner_id,
            "owner_id": node.owner_id or None,
            "path": (mount.path if is_desired_target else None)
            or (remote.path if remote else SYSTEM_PATHS.get(node.remote_id)),
            "folder_id": node.remote_id or None,
            "name": node.path,
            "id": node.id or None,
            "view": node.view,
            "color": node.color,
            "broken": self._is_broken(node, state),
            "rights": rights if isinstance(rights, str) else None,
            "duplicates": list(others),
            "broken_links": list(broken),
        }

    def _is_broken(self, node: Node, state: Mailbox) -> t.Optional[bool]:
        """Whether the target is gone; None where that was not looked into."""
        if node.owner_id in state.gone:
            return True
        tree = self.trees.get(node.owner_id)
        if tree is not None:
            target = tree.by_id(node.remote_id)
            return target is None or target.kind != "folder"
        return False if node.remote_id in SYSTEM_PATHS and node.owner else None

    def _broken(self, tree: Tree, state: Mailbox, desired: DesiredMount) -> t.List[Node]:
        """Broken mountpoints of this owner, reported with the owner's first mount only."""
        mount = desired.mount
        first = next(n for n, m in enumerate(desired.mounts) if m.owner_id == mount.owner_id)
        if not self.params["remove_broken"] or not mount.owner_id or first != desired.number:
            return []
        return [n for n in links(tree) if n.owner_id == mount.owner_id and self._is_broken(n, state)]

    def _plan_absent(self, state: Mailbox, tree: Tree, desired: DesiredMount) -> Plan:
        earlier = [n for m in desired.mounts[: desired.number] for n in links_to(tree, m, trash=True)]
        found = links_to(tree, desired.mount, trash=True)
        found += [n for n in self._broken(tree, state, desired) if n not in found]
        found = [n for n in found if n not in earlier]
        mount = desired.mount
        if not found:
            return Plan(f"{tree.account}:{mount.name or mount.path or mount.owner}", None, None)
        before = self.show(tree, found[0], mount, state, [n.path for n in found[1:]])
        return MountPlan(
            f"{tree.account}:{found[0].path}", before, None, [Delete(n.id) for n in found], desired.account
        )

    def _plan_change(self, state: Mailbox, tree: Tree, desired: DesiredMount, live: t.List[Node]) -> Plan:
        mount = desired.mount
        name = mount.name or ""
        at_name = tree.find(name)
        node = next((n for n in live if n is at_name), live[0])
        others = [n for n in live if n is not node]
        broken = self._broken(tree, state, desired)
        before = self.show(tree, node, mount, state, [n.path for n in others], [n.path for n in broken])
        after = dict(before, broken_links=[])
        notes = []
        steps: t.List[Step] = [Delete(n.id) for n in broken]
        if others and self.params["duplicates"] == "remove":
            steps += [Delete(n.id) for n in others]
            after["duplicates"] = []
        elif others:
            notes.append(
                f"{before['account']} has further mountpoints of the same folder: {', '.join(before['duplicates'])}"
            )
        if node.path != name and (
            self.params["rename"]
            or blocks_other_mount(tree, desired, node)
            or (mount.former_name is not None and same_name(node.path, mount.former_name))
        ):
            leaving = {step.ident for step in steps if isinstance(step, Delete)}
            if (
                at_name is not None
                and at_name is not node
                and at_name.id not in leaving
                and not will_move_away(tree, desired, at_name)
            ):
                raise ZimbraError(name_taken_message(tree, name, at_name))
            after["name"] = name
            steps.append(
                Rename(
                    node.id,
                    node.path,
                    name,
                    node.parent is None or not same_name(node.parent.path, split(name)[0]),
                    existing_ancestors(tree, name),
                )
            )
        if mount.color is not None and mount.color != node.color:
            after["color"] = mount.color
            steps.append(SetColor(node.id, mount.color))
        if mount.view is not None and mount.view != node.view:
            after["view"] = mount.view
            steps.append(SetView(node.id, mount.view))
        return MountPlan(f"{tree.account}:{name}", before, after, steps, desired.account, notes)

    def _plan_new(self, state: Mailbox, tree: Tree, desired: DesiredMount) -> Plan:
        mount = desired.mount
        name = mount.name or ""
        link = Node("mountpoint", 0, split(name)[1], None)
        link.path, link.view, link.color = name, mount.view or mount.remote_view, mount.color or 0
        link.owner_id, link.owner, link.remote_id = mount.owner_id, mount.owner, mount.folder_id or 0
        after = dict(self.show(tree, link, mount, state), path=mount.path, broken=False)
        broken = self._broken(tree, state, desired)
        at_name = tree.find(name)
        before, notes = None, []
        if at_name is not None and not will_move_away(tree, desired, at_name):
            useless = self.params["remove_broken"] and self._is_broken(at_name, state)
            if at_name.kind != "mountpoint" or not (useless or (mount.owner_id and at_name.owner_id == mount.owner_id)):
                raise ZimbraError(name_taken_message(tree, name, at_name))
            before = self.show(tree, at_name, mount, state)
            broken = [n for n in broken if n is not at_name]
        if broken:
            notes.append(f"{tree.account}: broken mountpoints are removed: {', '.join(n.path for n in broken)}")
        attributes = dict(
            {"zid": mount.owner_id, "rid": mount.folder_id, "view": mount.view}, **color_attributes(mount.color or None)
        )
        steps: t.List[Step] = [Delete(n.id) for n in broken + ([at_name] if before and at_name else [])]
        steps.append(Create(name, attributes, existing_ancestors(tree, name)))
        return MountPlan(f"{tree.account}:{name}", before, after, steps, desired.account, notes)

    def apply_together(self, plans: t.Mapping[str, t.Sequence[Plan]]) -> t.Dict[str, t.Optional[ZimbraError]]:
        """New mountpoints of all agents, by a parent's id that names the mailbox (zimbra-soap-mail.md 2.4)."""
        todo = [(mailbox, plan, step) for mailbox, mine in plans.items() for plan in mine for step in plan.steps]
        if not all(isinstance(step, Create) and split(step.path)[0] == "/" for _mailbox, _plan, step in todo):
            return {}
        requests = [
            MAIL(
                "CreateMountpointRequest",
                MAIL("link", l=f"{mailbox}:{ROOT}", name=split(step.path)[1], **step.attributes),
            )
            for mailbox, _plan, step in todo
        ]
        outcome: t.Dict[str, t.Optional[ZimbraError]] = dict.fromkeys(plans)
        # with what they look like then
        seen = [mailbox for mailbox in plans if UUID.match(mailbox)][:TOGETHER]
        try:
            answers = self.session.admin.batch([*requests, *tree_requests(seen)])
        except TransportError as err:
            return dict.fromkeys(plans, err)
        keep_trees(self.session, seen, answers[len(requests) :])
        for (mailbox, plan, _step), answer in zip(todo, answers):
            if isinstance(answer, Fault) and outcome[mailbox] is None:
                answer.about = plan.name
                outcome[mailbox] = answer
        return outcome

    def is_refused_twice(self, plan: Plan) -> bool:
        return plan.before is None and all(isinstance(step, Create) for step in plan.steps)

    def apply(self, mailbox: str, plans: t.Sequence[Plan]) -> None:
        steps: t.List[t.Tuple[str, Step]] = [(plan.name, step) for plan in plans for step in plan.steps]
        actor = self.session.mailbox(mailbox)
        todo = [(name, action(step.ident, "delete")) for name, step in steps if isinstance(step, Delete)]
        ids = known_ids(steps)
        parents = [
            split(step.path if isinstance(step, Create) else step.after)[0]
            for _name, step in steps
            if isinstance(step, (Create, Rename))
        ]
        missing = [(p, {"view": "message"}) for p in parents if fold(p) not in ids]
        if missing:
            actor.each([r for _n, r in todo], [n for n, _r in todo])
            ids, todo = create_missing(self.session, mailbox, missing, ids), []
        # renamed ones make room for new ones
        todo += relocations(steps, ids)
        todo += [(name, property_request(step)) for name, step in steps if isinstance(step, (SetColor, SetView))]
        for name, step in steps:
            if isinstance(step, Create):
                parent, own = split(step.path)
                link = MAIL("link", l=ids[fold(parent)], name=own, **step.attributes)
                todo.append((name, MAIL("CreateMountpointRequest", link)))
        actor.each([r for _n, r in todo], [n for n, _r in todo])
