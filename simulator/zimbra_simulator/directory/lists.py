# Copyright (c) 2026, the teammail.zimbra contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What happens to static lists and dynamic groups (zimbra-soap-admin.md 4)."""

from __future__ import annotations

from zimbra_simulator.directory import aces, ldapfilter
from zimbra_simulator.directory.addresses import canonical
from zimbra_simulator.directory.entry import Account, Entry
from zimbra_simulator.directory.people import not_unique, remove_from_lists, replace_in_lists
from zimbra_simulator.directory.stamp import timestamp
from zimbra_simulator.directory.world import World
from zimbra_simulator.wire.faults import Fault, address_exists, invalid_request


def create_list(world: World, name: str, attrs: dict[str, list[str]]) -> Entry:
    """A static list."""
    holder = world.find_address(name)
    if holder is not None:
        if holder.name == name and holder.kind != "group":
            raise address_exists("DISTRIBUTION_LIST", name)
        raise not_unique(name)
    full = {
        "objectClass": ["zimbraDistributionList", "zimbraMailRecipient"], "uid": [name.rpartition("@")[0]],
        "mail": [name], "zimbraMailAlias": [name], "zimbraMailStatus": ["enabled"], "zimbraMailHost": [world.servers.here],
        "zimbraCreateTimestamp": [timestamp(world)], **attrs,
    }  # fmt: skip
    entry = world.create("list", name, full)
    world.write(entry, {"zimbraId": [entry.id]})
    return entry


def create_group(world: World, name: str, attrs: dict[str, list[str]]) -> Entry:
    """A dynamic group: members carry zimbraMemberOf, or a custom memberURL finds them."""
    holder = world.find_address(name)
    if holder is not None:
        if holder.name == name and holder.kind == "group":
            raise address_exists("DISTRIBUTION_LIST", name)
        raise not_unique(name)
    if "memberURL" not in attrs:
        if attrs.get("zimbraIsACLGroup", ["TRUE"]) == ["FALSE"]:
            raise invalid_request("No custom memberURL is provided, zimbraIsACLGroup cannot be set to FALSE")
    elif "zimbraIsACLGroup" not in attrs:
        raise invalid_request("Custom memberURL is provided, zimbraIsACLGroup must be set")
    full = {
        "objectClass": ["groupOfURLs", "dgIdentityAux", "zimbraGroup"], "cn": [name.rpartition("@")[0]],
        "mail": [name], "zimbraMailAlias": [name], "zimbraMailStatus": ["enabled"], "zimbraMailHost": [world.servers.here],
        "zimbraIsACLGroup": ["TRUE"], "dgIdentity": ["uid=zimbra,cn=admins,cn=zimbra"],
        "zimbraCreateTimestamp": [timestamp(world)], **attrs,
    }  # fmt: skip
    entry = world.create("group", name, full)
    url = attrs.get("memberURL") or [f"ldap:///??sub?(|(zimbraMemberOf={entry.id})(zimbraId=*))"]
    # the name of the entry within the directory is its cn, whatever displayName says
    world.write(entry, {"zimbraId": [entry.id], "memberURL": url, "cn": [name.rpartition("@")[0]]})
    return entry


def is_custom(group: Entry) -> bool:
    """Whether a dynamic group finds its members by a memberURL of its own."""
    url = group.get("memberURL", cos=False) or ""
    return f"(zimbraMemberOf={group.id})" not in url


def members_of(world: World, entry: Entry) -> list[str]:
    """The members of a list or group as they are shown: addresses."""
    if entry.kind == "list":
        return entry.members
    external = entry.attrs.get("member", [])
    if is_custom(entry):
        wanted = ldapfilter.parse((entry.get("memberURL", cos=False) or "").rpartition("?")[2] or "(objectClass=*)")
        return [a.name for a in world.of_kind("account", "calresource") if wanted.matches(a.attrs)]
    return [world.entries[i].name for i in world.group_members.get(entry.id, ())] + external


def add_members(world: World, entry: Entry, addresses: list[str]) -> None:
    """Add addresses; those already listed are no fault (4.3)."""
    new = []
    for text in addresses:
        address = canonical(text)
        if "@" not in address:
            raise invalid_request(f"must be valid email address: {text}")
        if address in entry.addresses:
            raise invalid_request(f"Cannot add self as a member: {text}")
        found = world.find_address(address)
        if found is not None and found.kind == "group" and entry.kind == "list":
            raise invalid_request(f"Cannot add dynamic group as a member: {text}")
        if found is not None and found.is_group and entry.kind == "group":
            raise invalid_request(f"Cannot add group {text} as a member of a dynamic group")
        new.append(address)
    if entry.kind == "list":
        world.write(entry, {"zimbraMailForwardingAddress": list(dict.fromkeys([*entry.members, *new]))})
        return
    if is_custom(entry):
        raise invalid_request("cannot add members to dynamic group with custom memberURL")
    listed = entry.attrs.get("member", [])
    external = list(listed)
    for address in new:
        account = world.find_address(address)
        if isinstance(account, Account):
            groups = account.attrs.get("zimbraMemberOf", [])
            if entry.id not in groups:
                world.write(account, {"zimbraMemberOf": [*groups, entry.id]})
        elif address not in external:
            external.append(address)
    if external != listed:
        world.write(entry, {"member": external})


def remove_members(world: World, entry: Entry, addresses: list[str]) -> None:
    """Remove addresses, all or none; a known entry's other addresses leave with it (4.4)."""
    asked = [canonical(a) for a in addresses]
    if entry.kind == "list":
        missing = [a for a in asked if a not in entry.members]
        _refuse(missing, entry)
        gone = set(asked)
        for address in asked:
            found = world.find_address(address)
            gone.update(found.addresses if found else ())
        world.write(entry, {"zimbraMailForwardingAddress": [m for m in entry.members if m not in gone]})
        return
    if is_custom(entry):
        raise invalid_request("cannot remove members from dynamic group with custom memberURL")
    accounts = [(a, world.find_address(a)) for a in asked]
    _refuse(
        [a for a, e in accounts if isinstance(e, Account) and entry.id not in e.attrs.get("zimbraMemberOf", ())], entry
    )
    for _address, account in accounts:
        if isinstance(account, Account):
            kept = [g for g in account.attrs["zimbraMemberOf"] if g != entry.id]
            world.write(account, {"zimbraMemberOf": kept})
    world.write(entry, {"member": [m for m in entry.attrs.get("member", []) if m not in asked]})


def _refuse(missing: list[str], entry: Entry) -> None:
    if missing:
        text = f"non-existent members: {','.join(missing)} in distribution list: {entry.name}"
        raise Fault("account.NO_SUCH_MEMBER", text)


def rename_list(world: World, entry: Entry, new: str) -> None:
    """Another primary address; lists that name the old one follow."""
    old = entry.name
    if new == old:
        return
    holder = world.find_address(new)
    if holder is not None and not (holder is entry and entry.kind == "group"):
        raise address_exists("DISTRIBUTION_LIST", new)
    replace_in_lists(world, {old: new})
    world.rename(entry, new)
    moved = {old: new}
    changes = {
        name: list(dict.fromkeys(moved.get(v, v) for v in entry.attrs.get(name, [])))
        for name in ("mail", "zimbraMailAlias", "zimbraPrefAllowAddressForDelegatedSender")
    }
    changes["uid" if entry.kind == "list" else "cn"] = [new.rpartition("@")[0]]
    world.write(entry, changes)


def delete_list(world: World, entry: Entry) -> None:
    """Parent lists forget it; grants to a static list vanish, grants to a dynamic group stay behind (4.5)."""
    remove_from_lists(world, entry.addresses)
    if entry.kind == "list":
        aces.revoke_all_of(world, entry.id)
    for account_id in list(world.group_members.get(entry.id, ())):
        account = world.entries[account_id]
        world.write(account, {"zimbraMemberOf": [g for g in account.attrs["zimbraMemberOf"] if g != entry.id]})
    world.delete(entry)
