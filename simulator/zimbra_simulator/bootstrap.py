# Copyright (c) 2026, the teammail.zimbra contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What a freshly installed server has: the default class of service, the first domain and its administrator."""

from __future__ import annotations

from zimbra_simulator.access.passwords import hashed, matches
from zimbra_simulator.directory import schema
from zimbra_simulator.directory.addresses import canonical
from zimbra_simulator.directory.entry import Account, Entry
from zimbra_simulator.directory.servers import FIRST
from zimbra_simulator.directory.stamp import timestamp
from zimbra_simulator.directory.world import DEFAULT_COS_ID, GLOBAL_GRANT_ID, World


def populate(world: World, admin: str, password: str) -> None:
    """Load what is kept and add what is missing; the administrator's password is made the given one."""
    world.load()
    now = timestamp(world)
    if DEFAULT_COS_ID not in world.entries:
        world.create(
            "cos", "default",
            {**schema.cos_defaults(), "zimbraId": [DEFAULT_COS_ID], "cn": ["default"], "zimbraCreateTimestamp": [now]},
            DEFAULT_COS_ID,
        )  # fmt: skip
        world.create("config", "globalgrant", {"zimbraId": [GLOBAL_GRANT_ID]}, GLOBAL_GRANT_ID)
    servers = {entry.name for entry in world.of_kind("server")}
    for name in world.servers.names:
        if name not in servers:
            world.create("server", name, {"cn": [name], "zimbraServiceHostname": [name]})
    admin = canonical(admin)
    for name in dict.fromkeys((canonical(world.options.domain), admin.rpartition("@")[2])):
        if name not in world.domains:
            create_domain(world, name, {})
    account = world.find_address(admin)
    if account is None:
        local = admin.rpartition("@")[0]
        account = world.create(
            "account", admin,
            {
                "uid": [local], "cn": [local], "sn": [local], "mail": [admin], "zimbraMailDeliveryAddress": [admin],
                "zimbraAccountStatus": ["active"], "zimbraMailStatus": ["enabled"], "zimbraMailHost": [FIRST],
                "zimbraMailTransport": [f"lmtp:{FIRST}:7025"], "zimbraIsAdminAccount": ["TRUE"],
                "objectClass": ["inetOrgPerson", "zimbraAccount", "amavisAccount"], "zimbraCreateTimestamp": [now],
            },
        )  # fmt: skip
        world.write(account, {"zimbraId": [account.id]})
    if isinstance(account, Account) and not matches(account.password, password):
        account.password = hashed(password)
        world.touch(account)


def create_domain(world: World, name: str, attrs: dict[str, list[str]]) -> Entry:
    """A new domain entry."""
    domain = world.create(
        "domain", name,
        {
            "zimbraDomainName": [name], "zimbraDomainType": ["local"], "zimbraDomainStatus": ["active"],
            "zimbraMailStatus": ["enabled"], "zimbraCreateTimestamp": [timestamp(world)],
            "objectClass": ["dcObject", "organization", "zimbraDomain", "amavisAccount"], "dc": [name.split(".")[0]],
            "o": [f"{name} domain"], **attrs,
        },
    )  # fmt: skip
    world.write(domain, {"zimbraId": [domain.id]})
    return domain
