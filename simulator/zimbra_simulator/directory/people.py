# Copyright (c) 2026, the teammail.zimbra contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What happens to accounts: making, renaming, closing, deleting, aliases (zimbra-soap-admin.md 3.3 to 3.6)."""

from __future__ import annotations

from zimbra_simulator.directory import aces
from zimbra_simulator.directory.addresses import canonical, is_address
from zimbra_simulator.directory.changes import wrong_domain
from zimbra_simulator.directory.entry import Account, Entry
from zimbra_simulator.directory.stamp import timestamp
from zimbra_simulator.directory.world import World
from zimbra_simulator.wire.faults import Fault, address_exists, invalid_request, ldap, no_such, refused_change

_CLASSES = ["inetOrgPerson", "zimbraAccount", "amavisAccount"]


def checked_address(world: World, text: str, need_domain: bool = True) -> str:
    """An address in canonical form; service.INVALID_REQUEST or account.NO_SUCH_DOMAIN."""
    address = canonical(text)
    if "@" not in address or not is_address(address) or not address.rpartition("@")[0].isascii():
        raise invalid_request(f"must be valid email address: {text}")
    wrong = wrong_domain(world, address)
    if need_domain and wrong:
        raise wrong
    return address


def dn_of(address: str) -> str:
    """The place of an account, alias or static list in the directory."""
    local, _, host = address.partition("@")
    return f"uid={local},ou=people," + ",".join(f"dc={part}" for part in host.split("."))


def taken_in_people(world: World, address: str) -> bool:
    """Whether an address is taken by anything below ou=people (all but dynamic groups)."""
    found = world.find_address(address)
    return found is not None and found.kind != "group"


def not_unique(address: str) -> Fault:
    """The uniqueness rule on ``mail`` at work when an entry is made."""
    return ldap("INVALID_ATTR_VALUE", f"invalid attr value - unable to create entry: {address}: not unique")


def create_account(world: World, name: str, attrs: dict[str, list[str]], kind: str = "account") -> Account:
    """A new account or calendar resource (4.7: which fault depends on who has the address)."""
    holder = world.find_address(name)
    if holder is not None:
        is_alias = holder.name != name
        if kind == "account" and (is_alias or holder.kind == "group"):
            raise not_unique(name)
        if holder.kind == "group":
            raise not_unique(name)
        raise Fault("account.ACCOUNT_EXISTS", f"email address already exists: {name}, at DN: {dn_of(name)}")
    local = name.rpartition("@")[0]
    host = attrs.get("zimbraMailHost", [world.servers.here])[0]
    full = {
        "objectClass": [*_CLASSES, "zimbraCalendarResource"] if kind == "calresource" else list(_CLASSES),
        "uid": [local], "mail": [name], "zimbraMailDeliveryAddress": [name], "sn": [local], "cn": [local],
        "zimbraAccountStatus": ["active"], "zimbraMailStatus": ["enabled"], "zimbraMailHost": [host],
        "zimbraMailTransport": [f"lmtp:{host}:7025"], "zimbraCreateTimestamp": [timestamp(world)], **attrs,
    }  # fmt: skip
    account = world.create(kind, name, full)
    world.write(account, {"zimbraId": [account.id]})
    if not isinstance(account, Account):
        raise TypeError(f"{kind} is no kind of account")
    return account


def rename_account(world: World, account: Account, new: str) -> None:
    """Another primary address; lists and zimbraPrefFromAddress follow, aliases move along to another domain."""
    old = account.name
    if new == old:
        return
    if world.find_address(new) is not None:
        raise address_exists("ACCOUNT", new)
    old_host, new_host = old.rpartition("@")[2], new.rpartition("@")[2]
    moved = {old: new}
    if old_host != new_host:
        for alias in account.aliases:
            if alias.endswith("@" + old_host):
                moved[alias] = alias.rpartition("@")[0] + "@" + new_host
                if world.find_address(moved[alias]) is not None:
                    raise Fault("account.ALIAS_EXISTS", f"email address alias already exists: {moved[alias]}")
    replace_in_lists(world, moved)
    world.rename(account, new)
    local = new.rpartition("@")[0]
    changes = {
        "mail": [moved.get(m, m) for m in account.attrs.get("mail", [])],
        "zimbraMailAlias": [moved.get(a, a) for a in account.attrs.get("zimbraMailAlias", [])],
        "uid": [local],
        "zimbraMailDeliveryAddress": [new],
    }
    if account.attrs.get("cn") == [old.rpartition("@")[0]]:
        changes["cn"] = [local]
    for pref in ("zimbraPrefFromAddress", "zimbraPrefAllowAddressForDelegatedSender"):
        if pref in account.attrs:
            changes[pref] = [moved.get(v, v) for v in account.attrs[pref]]
    world.write(account, changes)


def replace_in_lists(world: World, moved: dict[str, str]) -> None:
    """Follow renamed addresses in all static lists."""
    for list_id in {i for old in moved for i in world.listed.get(old, ())}:
        entry = world.entries[list_id]
        world.write(entry, {"zimbraMailForwardingAddress": [moved.get(m, m) for m in entry.members]})


def remove_from_lists(world: World, addresses: list[str]) -> None:
    """Take addresses out of all static lists."""
    gone = set(addresses)
    for list_id in {i for a in addresses for i in world.listed.get(a, ())}:
        entry = world.entries[list_id]
        world.write(entry, {"zimbraMailForwardingAddress": [m for m in entry.members if m not in gone]})


def delete_account(world: World, account: Account) -> None:
    """Lists forget the account, rights granted to it vanish; folder grants of others stay behind."""
    remove_from_lists(world, account.addresses)
    aces.revoke_all_of(world, account.id)
    world.delete(account)
    world.drop_owner(account.id)
    world.mailboxes.pop(account.id, None)


def add_alias(world: World, entry: Entry, alias: str) -> None:
    """A further address; account.ACCOUNT_EXISTS whoever has it, except for dynamic groups (3.6, 4.5)."""
    holder = world.find_address(alias)
    if holder is not None and holder.kind == "group":
        raise refused_change("INVALID_ATTR_VALUE", f"{alias}: some attributes not unique")
    if holder is not None:
        raise Fault("account.ACCOUNT_EXISTS", f"email address already exists: {alias}, at DN: {dn_of(alias)}")
    world.write(
        entry,
        {
            "zimbraMailAlias": [*entry.attrs.get("zimbraMailAlias", []), alias],
            "mail": [*entry.attrs.get("mail", []), alias],
        },
    )


def remove_alias(world: World, entry: Entry | None, alias: str) -> None:
    """Remove an alias.

    The address leaves all static lists and the entry's own attributes before it is looked at whether it was an alias
    at all; without an entry nothing but a dangling alias could be meant (3.6).
    """
    holder = world.find_address(alias)
    if entry is None:
        return
    remove_from_lists(world, [alias])
    was_alias = holder is entry and alias in entry.aliases
    if holder is entry:
        world.write(
            entry,
            {name: [v for v in entry.attrs.get(name, []) if v != alias] for name in ("mail", "zimbraMailAlias")},
        )
    if not was_alias:
        raise no_such("alias", alias)
    allowed = entry.attrs.get("zimbraPrefAllowAddressForDelegatedSender")
    if allowed and alias in allowed:
        world.write(entry, {"zimbraPrefAllowAddressForDelegatedSender": [v for v in allowed if v != alias]})
