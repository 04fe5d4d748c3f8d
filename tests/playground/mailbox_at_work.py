# Copyright (c) 2026, the teammail.zimbra contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The mailbox support@ at work: variables that change from run to run, and what came of them."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from playground.company import Company
from playground.damage import MAILBOX, TEAM
from playground.json_client import Refused, customer_mail, walk
from playground.plays import PlayRun

Inventory = Callable[[dict[str, dict[str, Any]]], Path]


class MailboxAtWork:
    """Runs the role, and looks at what is there as an administrator."""

    def __init__(self, shop: Company, inventory: Inventory) -> None:
        self.shop = shop
        self.admin = shop.admin
        self._inventory = inventory

    def run(self, agents: list[str | dict[str, str]], *options: str, **variables: Any) -> PlayRun:
        wanted = [agent if isinstance(agent, dict) else {"address": agent} for agent in agents]
        hosts = {"support": {"shared_mailbox_address": MAILBOX, "shared_mailbox_agents": wanted, **variables}}
        return self.shop.converge(*options, inventory=self._inventory(hosts))

    def have(self, agents: list[str | dict[str, str]], **variables: Any) -> None:
        """Bring a state about that a test begins or ends with; good() is what proves the way there."""
        run = self.run(agents, **variables)
        assert run.status == 0, run.output

    def begin_with(self, agents: list[str | dict[str, str]]) -> None:
        """The same, as every test of a module begins."""
        self.shop.begin_with(json.dumps(agents), lambda: self.have(agents))

    def good(self, agents: list[str | dict[str, str]], **variables: Any) -> PlayRun:
        """Predicted, done, and nothing left to do."""
        predicted = self.run(agents, "--check", **variables)
        assert predicted.status == 0, predicted.output
        done = self.run(agents, **variables)
        assert done.status == 0, done.output
        assert done.changes == predicted.changes, (done.changes, predicted.changes)
        assert "[WARNING]" not in done.output, done.output
        # each step by itself, too, whatever the first look says
        again = self.run(agents, shared_mailbox_all_steps=True, **variables)
        assert again.status == 0 and again.changed == 0, again.output
        return done

    def members(self) -> list[str]:
        return sorted(m["_content"] for m in self.admin.team_list(TEAM).get("dlm", []))

    def folders(self) -> dict[str, list[str]]:
        """Folder below the Inbox -> subjects of its mail; the Inbox itself as ""."""
        found = {"": self._subjects("2")}
        for path, entry in walk(self.admin.tree(MAILBOX)):
            if path.startswith("/Inbox/"):
                found[path.removeprefix("/Inbox/")] = self._subjects(entry["id"].rpartition(":")[2])
        return found

    def _subjects(self, folder_id: str) -> list[str]:
        return sorted(mail["su"] for mail in self.admin.mails(f"inid:{folder_id}", MAILBOX))

    def mounted(self, agent: str) -> list[str]:
        owner = self.admin.account_id(MAILBOX)
        return sorted(
            str(link["rid"])
            for link in self.admin.tree(agent, expand=False).get("link", [])
            if link.get("zid") == owner
        )

    def has_persona(self, agent: str) -> bool:
        return MAILBOX in self.admin.personas(agent)

    def put_mail(self, folder: str, subject: str) -> None:
        """A customer's mail that an agent has claimed."""
        customer_mail(self.shop.server, MAILBOX, subject, "text")
        mail = next(m for m in self.admin.mails("inid:2", MAILBOX) if m["su"] == subject)
        target = self.admin.folder(f"/Inbox/{folder}", MAILBOX)["id"]
        self.admin.ask("mail", "MsgAction", inside=MAILBOX, action={"op": "move", "id": mail["id"], "l": target})

    def status(self, address: str, status: str) -> None:
        values = [{"n": "zimbraAccountStatus", "_content": status}]
        self.admin.ask("admin", "ModifyAccount", id={"_content": self.admin.account_id(address)}, a=values)

    def sent_rules(self) -> list[dict[str, Any]]:
        rules = self.admin.ask("mail", "GetOutgoingFilterRules", inside=MAILBOX)["filterRules"]
        return (rules[0] if isinstance(rules, list) else rules).get("filterRule", [])

    def empty(self, folder: str) -> None:
        self.admin.act("empty", self.admin.folder(f"/Inbox/{folder}", MAILBOX)["id"], MAILBOX)

    def make_folder(self, path: str) -> str:
        """A folder of the shared mailbox, made by hand; its number."""
        parent, _slash, name = path.rpartition("/")
        inside = {"name": name, "l": self.admin.folder(parent, MAILBOX)["id"]}
        return str(self.admin.ask("mail", "CreateFolder", inside=MAILBOX, folder=inside)["folder"][0]["id"])

    def rights_of(self, agent: str, folder: str = "2") -> str:
        """What somebody may do in a folder of the mailbox, asked with their own rights; without c, which the server computes from them."""
        target = f"{self.admin.account_id(MAILBOX)}:{folder}"
        try:
            answer = self.shop.user(agent).ask("mail", "GetEffectiveFolderPerms", folder={"l": target})
        except Refused as refused:
            if refused.code in ("service.PERM_DENIED", "mail.NO_SUCH_FOLDER"):
                return ""
            raise
        return str(answer["folder"][0]["perm"]).replace("c", "")

    def modify(self, address: str, **values: str) -> None:
        """Attributes of an account, changed in the administration console."""
        attributes = [{"n": name, "_content": value} for name, value in values.items()]
        self.admin.ask("admin", "ModifyAccount", id={"_content": self.admin.account_id(address)}, a=attributes)

    def subjects(self, folder: str) -> list[str]:
        return self.folders()[folder]
