# Copyright (c) 2026, the teammail.zimbra contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The simulated server in the test's own process: as quick to have as a dictionary, and open to be looked into."""

from __future__ import annotations

import copy
from collections.abc import Callable
from typing import Any

from ansible.module_utils.common.arg_spec import ArgumentSpecValidator

from ansible_collections.teammail.zimbra.plugins.module_utils.session import Session
from ansible_collections.teammail.zimbra.plugins.module_utils.soap import Client
from ansible_collections.teammail.zimbra.plugins.module_utils.transport import Transport
from zimbra_simulator import mailbox, services
from zimbra_simulator.access.acl import Actor
from zimbra_simulator.access.tokens import TokenKeeper
from zimbra_simulator.bootstrap import populate
from zimbra_simulator.directory.entry import Account
from zimbra_simulator.directory.world import Options, World
from zimbra_simulator.dispatch import Answer, Dispatcher, Doing, Post
from zimbra_simulator.mailbox.mailbox import Mailbox, open_mailbox
from zimbra_simulator.mailbox.messages import add

DOMAIN = "example.test"
HOUR = 3_600_000

services.load_all()


def at(name: str) -> str:
    """The address of a local part."""
    return f"{name}@{DOMAIN}"


class NearClient(Client):
    """Hands what would go over HTTP straight to the dispatcher."""

    def __init__(self, dispatcher: Dispatcher) -> None:
        transport = Transport("https://near.example.test:7071/service/admin/soap", 30, True, 1)
        transport.post = self.post
        super().__init__(transport, retries=0)
        self.dispatcher = dispatcher
        self.posts = 0
        # Called with the number of each request, from 0, before that is carried out; what it sends itself is not counted.
        self.meanwhile: Callable[[int], None] | None = None

    def post(self, data: bytes) -> tuple[int, bytes]:
        act, self.meanwhile = self.meanwhile, None
        if act is not None:
            act(self.posts)
            self.posts += 1
        self.meanwhile = act
        post = Post(server="admin", data=data)
        envelope = self.dispatcher.parse(post)
        if isinstance(envelope, Answer):
            return envelope.status, envelope.body
        answer = self.dispatcher.answer(post, envelope, Doing(envelope.body.name))
        return answer.status, answer.body


class NearServer:
    """A server with an administrator, accounts, lists and dynamic groups; both of these: local part -> local parts of the members."""

    def __init__(
        self,
        accounts: tuple[str, ...],
        lists: dict[str, list[str]] | None = None,
        groups: dict[str, list[str]] | None = None,
    ) -> None:
        self.world = World(None, Options(domain=DOMAIN))
        populate(self.world, at("admin"), "secret-secret")
        mailbox.install(self.world)
        for name in accounts:
            attributes = {"zimbraAccountStatus": ["active"], "zimbraMailStatus": ["enabled"], "mail": [at(name)]}
            open_mailbox(
                self.world, self.world.create("account", at(name), {"objectClass": ["zimbraAccount"], **attributes})
            )
        for name, members in (lists or {}).items():
            attributes = {"zimbraMailForwardingAddress": [at(member) for member in members]}
            self.world.create("list", at(name), {"objectClass": ["zimbraDistributionList"], **attributes})
        for name, members in (groups or {}).items():
            group = self.world.create("group", at(name), {"objectClass": ["zimbraGroup"]})
            for member in members:
                self.world.write(self.account(member), {"zimbraMemberOf": [group.id]})
        self.keeper = TokenKeeper(self.world)
        admin = self.account("admin")
        self.client = NearClient(Dispatcher(self.world, self.keeper))
        self.session = Session(self.client, token=self.keeper.make(admin, 12 * HOUR, admin=True))
        self.world.commit()

    def account(self, name: str) -> Account:
        found = self.world.find_address(at(name))
        assert isinstance(found, Account)
        return found

    def box(self, name: str) -> Mailbox:
        return open_mailbox(self.world, self.account(name))

    def id_of(self, name: str) -> str:
        """The id of an account or list."""
        found = self.world.find_address(at(name))
        assert found is not None
        return found.id

    def mail(self, name: str, path: str, subject: str, flags: str = "u", **headers: str) -> None:
        """A message in a folder; further headers by keyword, underscores for dashes."""
        box = self.box(name)
        folder = next(f for f in box.folders.values() if f.path == path)
        head = {"From": "k@ext.example", "Subject": subject, **headers}
        text = "".join(f"{n.replace('_', '-')}: {value}\r\n" for n, value in head.items()) + "\r\nText\r\n"
        add(box, Actor(box.account, full=True), folder, text.encode(), flags=flags)

    def state(self) -> dict[tuple[str, ...], Any]:
        """All that there is, by what people call it: nothing that a request could change is left out."""
        seen: dict[tuple[str, ...], Any] = {}
        for entry in self.world.entries.values():
            row = copy.deepcopy(entry.to_row())
            for persona in row.pop("identities", {}).values():
                seen["persona", entry.name, persona["zimbraPrefIdentityName"][0]] = persona
            seen[entry.kind, entry.name] = row
        for box in self.world.mailboxes.values():
            owner = box.account.name
            seen["rules", owner] = copy.deepcopy(box.rules)
            for folder in box.folders.values():
                row = copy.deepcopy(folder.to_row())
                kept = {"id": folder.id, "inherits": "i" not in row["flags"]} | {
                    key: row[key] for key in ("view", "color", "rgb", "link", "retention", "acl")
                }
                seen["mount" if folder.is_link else "folder", owner, folder.path] = kept
            for message in box.messages.values():
                key = (owner, message.subject, str(message.id))
                seen["mail", *key] = box.folders[message.folder_id].path
                seen["marks", *key] = "".join(sorted(message.flags))
        return seen


def without_shares(row: dict[str, Any]) -> dict[str, Any]:
    """An account without the server's own list of what it shares."""
    attributes = {name: values for name, values in row["attrs"].items() if name != "zimbraSharedItem"}
    return {**row, "attrs": attributes}


def complete(spec: dict[str, Any], given: dict[str, Any], **rules: Any) -> dict[str, Any]:
    """Options as a module gets them: types converted, defaults filled in, rules such as required_if kept."""
    result = ArgumentSpecValidator(spec, **rules).validate(copy.deepcopy(given))
    assert not result.error_messages, result.error_messages
    return result.validated_parameters
