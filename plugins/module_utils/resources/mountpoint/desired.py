# Copyright (c) 2026, the teammail.zimbra contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The desired mountpoints, with all accounts and folders looked up on the server (zimbra-soap-mail.md 4)."""

from __future__ import annotations

import typing as t

from ...assumptions import assumed
from ...errors import InputError, ZimbraError
from ...session import Session
from ...values import FIRST_USER_ID, UUID, account_key, color_value, fold, folder_path, system_id
from ..common.directory import Holder, Missing, lookup
from ..common.tree import SYSTEM_VIEWS, Tree, describe, load


class Mount(t.NamedTuple):
    """One element of the option mounts.  owner_id "" and folder_id None are not known (yet); any_folder: whatever folder of the owner it shows."""

    owner: str
    owner_id: str
    path: t.Optional[str]
    folder_id: t.Optional[int]
    any_folder: bool
    name: t.Optional[str]
    color: t.Union[int, str, None]
    view: t.Optional[str]
    remote_view: t.Optional[str]
    former_name: t.Optional[str] = None


class DesiredMount(t.NamedTuple):
    """One mountpoint of one agent; mounts: all desired ones of that agent, number: the index of this one."""

    account: str
    account_id: str
    mounts: t.Tuple[Mount, ...]
    number: int

    @property
    def mount(self) -> Mount:
        return self.mounts[self.number]


class DesiredMounts(t.NamedTuple):
    """All desired mountpoints, and the owners' trees by id (None = the owner is gone) where they were read."""

    desired: t.List[DesiredMount]
    trees: t.Dict[str, t.Optional[Tree]]


def mount_of(number: int, given: t.Mapping[str, t.Any], present: bool) -> Mount:
    """One element of the option mounts, checked by itself."""
    option = f"mounts[{number}]"
    path = folder_path(option + ".path", given["path"]) if given.get("path") else None
    folder_id = given.get("folder_id")
    if folder_id is not None and folder_id < 1:
        raise InputError(f"{option}.folder_id is {folder_id}; give the folder's number in its owner's mailbox")
    if present and path is None and folder_id is None:
        raise InputError(f"{option} has neither path nor folder_id; name the owner's folder by one of them")
    name = None
    if given.get("name"):
        text = str(given["name"]).strip()
        name = folder_path(option + ".name", text if text.startswith("/") else "/" + text)
        if system_id(name):
            raise InputError(f"{option}.name is {name}, a system folder; choose another name for the mountpoint")
    elif present:
        raise InputError(f"{option} has no name; say where in the agent's mailbox the folder shall appear")
    former = str(given.get("former_name") or "").strip()
    return Mount(
        account_key(option + ".owner", given["owner"]),
        "",
        path,
        system_id(path) if folder_id is None and path else folder_id,
        path is None and folder_id is None,
        name,
        color_value(option + ".color", given.get("color")),
        given.get("view"),
        SYSTEM_VIEWS.get(path or ""),
        folder_path(option + ".former_name", "/" + former.lstrip("/")) if former else None,
    )


def find_desired(
    session: Session, params: t.Mapping[str, t.Any], check_mode: bool, notes: t.List[str]
) -> DesiredMounts:
    """The desired mountpoints from the options: one request for accounts and owners, one more for each owner whose folders must be looked up."""
    present = params["state"] == "present"
    accounts = list(dict.fromkeys(account_key("account", a) for a in params["account"]))
    mounts = [mount_of(n, m, present) for n, m in enumerate(params["mounts"])]
    # What is removed is known by its owner's id, whether or not the owner still exists.
    known = set() if present else {m.owner for m in mounts if UUID.match(m.owner)}
    holders = lookup(session, accounts + [m.owner for m in mounts if m.owner not in known])
    people = {h.asked: h for h in holders.values() if h is not None}
    for holder in people.values():
        if holder.kind not in ("account", "resource"):
            raise InputError(f"{holder.describe()}, which has no mailbox; name an account")
    _report_missing("account", [a for a in accounts if a not in people], present, check_mode, notes)
    _report_missing(
        "owner", [m.owner for m in mounts if m.owner not in people and m.owner not in known], present, check_mode, notes
    )
    mounts = [
        m._replace(owner=people[m.owner].name, owner_id=people[m.owner].id) if m.owner in people else m for m in mounts
    ]
    mounts = [m._replace(owner_id=m.owner) if m.owner in known else m for m in mounts]
    trees = _trees(session, mounts, present, params["remove_broken"])
    mounts = [_placed(m, trees, present, check_mode, notes) for m in mounts]
    if present:
        check_unique(mounts, params["rename"] or params["duplicates"] == "remove")
    agents = list({(people[a].id if a in people else a): (people.get(a), a) for a in accounts}.values())
    desired = [item for holder, asked in agents for item in _of_agent(holder, asked, tuple(mounts))]
    return DesiredMounts(desired, trees)


def _report_missing(option: str, names: t.Sequence[str], present: bool, check_mode: bool, notes: t.List[str]) -> None:
    names = list(dict.fromkeys(names))
    if not names:
        return
    listed = ", ".join(names)
    if present and not check_mode:
        raise Missing(
            f"{option} names {listed}, which nobody on this server has; create the account or correct the address"
        )
    if present:
        notes.append(assumed(f"{option}: {listed} does not exist yet"))
    elif option == "owner":
        notes.append(
            f"owner: nobody has {listed} any more; name the owner by id to remove what is left of the mountpoints"
        )


def _trees(
    session: Session, mounts: t.Sequence[Mount], present: bool, remove_broken: bool
) -> t.Dict[str, t.Optional[Tree]]:
    """The folders of those owners of whom more must be known than that they exist."""
    owners = []
    for mount in mounts:
        by_path = mount.folder_id is None and mount.path is not None
        unproved = present and mount.folder_id is not None and mount.folder_id >= FIRST_USER_ID
        if mount.owner_id and mount.owner_id not in owners and (by_path or unproved or remove_broken):
            owners.append(mount.owner_id)
    return dict(zip(owners, session.parallel(lambda owner: load(session, owner), owners)))


def _placed(
    mount: Mount, trees: t.Mapping[str, t.Optional[Tree]], present: bool, check_mode: bool, notes: t.List[str]
) -> Mount:
    """A mount with the number, path and view of the owner's folder filled in."""
    tree = trees.get(mount.owner_id)
    if tree is None:
        return mount
    if mount.folder_id is not None:
        node = tree.by_id(mount.folder_id)
        what = f"folder_id is {mount.folder_id}"
    else:
        node = tree.find(mount.path or "") if mount.path else None
        what = f"path is {mount.path}"
    if node is None:
        if not present or mount.any_folder:
            return mount
        if not check_mode or mount.path is None:
            raise Missing(f"{what}, but {tree.account} has no such folder; create it first or correct it")
        notes.append(assumed(f"{tree.account}:{mount.path} does not exist yet"))
        return mount
    if node.kind != "folder":
        raise ZimbraError(
            f"{what}, but in the mailbox of {tree.account} that is {describe(node)}; only folders can be mounted"
        )
    return mount._replace(owner=tree.account, path=node.path, folder_id=node.id, remote_view=node.view)


def check_unique(mounts: t.Sequence[Mount], one_each: bool) -> None:
    """A name stands for one folder; one_each: a folder has one mountpoint, for others would be renamed or removed."""
    seen: t.Dict[t.Tuple[t.Any, ...], int] = {}
    for number, mount in enumerate(mounts):
        keys: t.List[t.Tuple[t.Tuple[t.Any, ...], str]] = [((fold(mount.name or ""),), f"the name {mount.name}")]
        if one_each:
            target = (mount.owner_id or mount.owner, mount.folder_id or fold(mount.path or ""))
            keys.append((target, f"the folder {mount.path or mount.folder_id} of {mount.owner}"))
        for key, what in keys:
            first = seen.setdefault(key, number)
            if first != number:
                raise InputError(f"mounts[{first}] and mounts[{number}] both have {what}; name it once")


def _of_agent(holder: t.Optional[Holder], asked: str, mounts: t.Tuple[Mount, ...]) -> t.List[DesiredMount]:
    name, ident = (holder.name, holder.id) if holder else (asked, "")
    if ident and any(m.owner_id == ident for m in mounts):
        raise InputError(f"account and owner are both {name}; nobody can mount their own folders")
    return [DesiredMount(name, ident, mounts, number) for number in range(len(mounts))]
