# Copyright (c) 2026, the teammail.zimbra contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The folders that a persona is chosen by: ids of the member's own mailbox to Zimbra, paths and owners to people.

zimbraPrefWhenInFolderIds holds local ids, for a shared folder that of the mountpoint (zimbra-soap-mail.md 6.6).
"""

from __future__ import annotations

import re
import typing as t

from ...errors import InputError
from ...session import Session
from ...values import SYSTEM_FOLDERS, SYSTEM_PATHS, address, folder_path
from ..common.directory import Holder
from ..common.mailbox import in_mailbox
from ..common.tree import Node, Tree, folder_request, tree_of

BARE_ID = re.compile(r"^([0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}:)?[0-9]+$", re.I)


class Reference(t.NamedTuple):
    """A folder as the user names it: a path of the own mailbox; an owner with a path or remote id; or the bare id."""

    path: str = ""
    owner: str = ""
    remote_id: int = 0
    id: str = ""

    def form(self) -> t.Any:
        """As the option writes it."""
        if self.owner:
            return (
                {"owner": self.owner, "path": self.path}
                if self.path
                else {"owner": self.owner, "folder_id": self.remote_id}
            )
        return self.path or self.id

    def describe(self) -> str:
        where = self.path or f"folder {self.remote_id}"
        return f"{where} of {self.owner}" if self.owner else where


def reference(option: str, value: t.Any) -> Reference:
    """One element of when_in_folders, checked."""
    if isinstance(value, dict):
        unknown = sorted(set(value) - {"owner", "path", "folder_id"})
        if unknown or not value.get("owner") or bool(value.get("path")) == bool(value.get("folder_id")):
            raise InputError(f"{option} is {value!r}; give owner together with either path or folder_id")
        owner = address(f"{option}.owner", value["owner"])
        if value.get("path"):
            path = folder_path(f"{option}.path", value["path"])
            return Reference(path=path, owner=owner, remote_id=SYSTEM_FOLDERS.get(path, 0))
        if not str(value["folder_id"]).isdigit():
            raise InputError(
                f"{option}.folder_id is {value['folder_id']!r}; give the number of a folder in the owner's mailbox"
            )
        number = int(value["folder_id"])
        return Reference(path=SYSTEM_PATHS.get(number, ""), owner=owner, remote_id=number)
    text = str(value).strip()
    return Reference(id=text.lower()) if BARE_ID.match(text) else Reference(path=folder_path(option, text))


class Owners:
    """The owners of shared folders by primary address: their ids, and the ids of their folders that are named by path."""

    def __init__(
        self, holders: t.Iterable[Holder] = (), folders: t.Optional[t.Mapping[t.Tuple[str, str], int]] = None
    ) -> None:
        self.ids = {holder.name: holder.id for holder in holders}
        self.names = {ident: name for name, ident in self.ids.items()}
        self.folders = dict(folders or {})
        self.paths = {(owner, number): path for (owner, path), number in self.folders.items()}

    def shown(self, link: Node) -> t.Dict[str, t.Any]:
        """What a mountpoint shows, in the form of the option."""
        owner = self.names.get(link.owner_id) or link.owner or link.owner_id
        path = SYSTEM_PATHS.get(link.remote_id) or self.paths.get((owner, link.remote_id))
        return {"owner": owner, "path": path} if path else {"owner": owner, "folder_id": link.remote_id}


def find_owners(session: Session, references: t.Iterable[Reference], holders: t.Iterable[Holder]) -> Owners:
    """Looks up the paths that are no system folders, one request an owner."""
    known = list(holders)
    asked: t.Dict[str, t.List[str]] = {}
    for ref in references:
        if ref.owner and not ref.remote_id and ref.owner in [h.name for h in known]:
            asked.setdefault(ref.owner, []).append(ref.path)
    folders = {}
    for owner in sorted(asked):
        answers = in_mailbox(session, owner, [folder_request()])
        tree = None if answers is None else tree_of(answers[0], owner, "")
        for path in asked[owner]:
            node = None if tree is None else tree.find(path)
            if node is not None:
                folders[(owner, path)] = node.id
    return Owners(known, folders)


def resolve(tree: Tree, ref: Reference, owners: Owners) -> t.Optional[str]:
    """The local id of what the user names; None where it does not exist (yet)."""
    if ref.id:
        return ref.id
    if not ref.owner:
        node = tree.find(ref.path)
        return None if node is None else str(node.id)
    owner_id, remote = owners.ids.get(ref.owner), ref.remote_id or owners.folders.get((ref.owner, ref.path))
    links = [n.id for n in tree.nodes() if n.kind == "mountpoint" and (n.owner_id, n.remote_id) == (owner_id, remote)]
    return str(min(links)) if links else None


def show(tree: Tree, number: str, owners: Owners) -> t.Any:
    """An id in the form of the option; one that leads nowhere stays as it is, so that it is seen."""
    node = tree.by_id(int(number)) if number.isdigit() else None
    if node is None:
        return number
    if node.kind == "mountpoint":
        return owners.shown(node)
    return SYSTEM_PATHS.get(node.id) or node.path


def order(shown: t.Any) -> t.Tuple[str, ...]:
    """Sorts mixed forms; LDAP keeps no order of values."""
    return ("", shown) if isinstance(shown, str) else (shown["owner"], str(shown.get("path") or shown["folder_id"]))
