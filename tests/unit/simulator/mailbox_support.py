# Copyright (c) 2026, the teammail.zimbra contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A small world without a server: accounts, a list, mailboxes."""

from __future__ import annotations

from zimbra_simulator.bootstrap import populate
from zimbra_simulator.directory.entry import Account
from zimbra_simulator.directory.world import Options, World
from zimbra_simulator.mailbox import install
from zimbra_simulator.mailbox.mailbox import Mailbox, open_mailbox
from zimbra_simulator.persistence import NullStore

DOMAIN = "example.test"


def make_world(*people: str, collation: str = "plain", version: str = "10.1", store: NullStore | None = None) -> World:
    """A world with an account for each of the given names."""
    world = World(store, Options(version=version, domain=DOMAIN, collation=collation))
    populate(world, f"admin@{DOMAIN}", "secret-secret")
    install(world)
    for name in people:
        world.create("account", f"{name}@{DOMAIN}", {"zimbraAccountStatus": ["active"]})
    return world


def account(world: World, name: str) -> Account:
    found = world.find_address(f"{name}@{DOMAIN}")
    assert isinstance(found, Account)
    return found


def box(world: World, name: str) -> Mailbox:
    return open_mailbox(world, account(world, name))


def make_list(world: World, name: str, *members: str, **attrs: list[str]) -> str:
    """A static list; members are full addresses or names. Returns its id."""
    addresses = [m if "@" in m else f"{m}@{DOMAIN}" for m in members]
    return world.create("list", f"{name}@{DOMAIN}", {"zimbraMailForwardingAddress": addresses, **attrs}).id


def mail(subject: str, number: int = 1, body: str = "Text", **headers: str) -> bytes:
    """A message as it comes in."""
    lines = {
        "From": "Kunde <kunde@ext.example>",
        "Subject": subject,
        "Message-ID": f"<m{number}@ext.example>",
        **headers,
    }
    head = "".join(f"{name.replace('_', '-')}: {value}\r\n" for name, value in lines.items())
    return (head + "\r\n" + body).encode()
