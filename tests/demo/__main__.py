# Copyright (c) 2026, the teammail.zimbra contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Watch a support mailbox come into being, work, drift and heal.  Ends with status 1 if any of it is not so."""

from __future__ import annotations

import argparse
import json
import sys
import time
from pathlib import Path

import yaml
from playground.company import INVENTORY, Company, company
from playground.damage import DAMAGES, MAILBOX, MEIER, MUELLER, SCHULZE, STRANGER, TEAM
from playground.environment import CACHE, ROOT
from playground.json_client import customer_mail
from playground.plays import PlayRun, play

from demo.show import Screen, folder_lines

HERE = Path(__file__).parent


class Demo:
    """The acts of the demonstration, in their order."""

    def __init__(self, shop: Company, screen: Screen) -> None:
        self.shop = shop
        self.screen = screen
        self.inventory = INVENTORY

    def ran(self, run: PlayRun) -> PlayRun:
        """A run that failed is shown whole and ends the demonstration."""
        if run.status:
            self.screen.text(run.output)
            raise SystemExit(f"ansible-playbook ended with status {run.status}")
        return run

    def set_up(self) -> None:
        self.screen.act(
            "1. Two mailboxes come into being", "ansible-playbook -i playbooks/inventory playbooks/site.yml"
        )
        run = self.ran(self.shop.converge())
        for host in ("support", "sales"):
            self.screen.changes(host, run.changes.get(host, []))
            self.screen.expect(bool(run.changes.get(host)), f"{host} was set up")
        self.screen.recap(run)

    def again(self, number: int, words: str) -> None:
        self.screen.act(f"{number}. {words}", "ansible-playbook -i playbooks/inventory playbooks/site.yml")
        run = self.ran(self.shop.converge(inventory=self.inventory))
        self.screen.recap(run)
        self.screen.expect(len(run.recap) == 2 and run.changed == 0, "changed=0 for every mailbox")

    def work(self) -> None:
        self.screen.act(
            "3. A customer writes, Müller claims the mail and answers it", "a mail by LMTP, then tests/demo/answer.yml"
        )
        subject = "Frage zum Vertrag"
        message_id = customer_mail(self.shop.server, MAILBOX, subject, "Guten Tag, wann läuft er aus?")
        arrived = self.shop.admin.mails("inid:2 is:unread", inside=MAILBOX)
        self.screen.expect(
            [m["su"] for m in arrived] == [subject], f'the mail "{subject}" lies unread in the Inbox of {MAILBOX}'
        )
        run = play(
            self.shop.server,
            HERE / "answer.yml",
            INVENTORY,
            mailbox=MAILBOX,
            agent=MUELLER,
            agent_folder="/Inbox/Müller",
            message_id=message_id,
            reply="Sehr geehrte Frau Kunde, der Vertrag läuft bis Jahresende.",
        )
        self.ran(run)
        self.what_meier_sees(subject)

    def what_meier_sees(self, subject: str) -> None:
        self.screen.act("4. What Meier sees", "logged in as meier@example.test, with no right but their own")
        meier = self.shop.user(MEIER)
        tree = meier.tree()
        for line in folder_lines(tree):
            self.screen.text(line)
        claimed = meier.mails('in:"Support/Müller"')
        self.screen.expect(
            [m["su"] for m in claimed] == [subject], "the mail lies in Müller's folder below the shared Inbox"
        )
        self.screen.expect(meier.mails('in:"Support"') == [], "nothing is left unclaimed in the shared Inbox")
        copies = meier.mails('in:"Support Sent"')
        self.screen.expect(len(copies) == 1, "the reply lies in the shared Sent")
        whole = meier.ask("mail", "GetMsg", m={"id": copies[0]["id"]})["m"][0]
        people = {e["t"]: e["a"] for e in whole["e"]}
        self.screen.text(
            f"  Subject: {whole['su']}\n  From:    {people.get('f')}\n  To:      {people.get('t')}\n  Sender:  {people.get('s', '-')}"
        )
        self.screen.expect(
            people.get("f") == MAILBOX and "s" not in people, f"it is From {MAILBOX}, without a trace of Müller"
        )
        mueller = self.shop.user(MUELLER)
        self.screen.expect(mueller.mails("in:sent") == [], "and nothing of it lies in Müller's own Sent")

    def drift(self) -> None:
        self.screen.act(
            "5. People damage it by hand", "each with the ordinary means of a Zimbra client or administrator"
        )
        for damage in DAMAGES:
            damage.do(self.shop.admin)
            self.screen.text(f"  - {damage.words}")
        self.screen.act(
            "6. The nightly check says exactly what is wrong",
            "ansible-playbook ... playbooks/site.yml --check --diff --limit support",
        )
        predicted = self.ran(self.shop.converge("--check", "--diff", "--limit", "support"))
        self.screen.diff(predicted.output)
        self.screen.changes("support", predicted.changes.get("support", []))
        for damage in DAMAGES:
            noticed = any(damage.seen_in(change) for change in predicted.changes.get("support", []))
            self.screen.expect(
                noticed == damage.is_drift, f"{'told' if damage.is_drift else 'left alone'}: {damage.words}"
            )
        self.page()
        self.screen.act("7. The next run mends exactly that", "ansible-playbook ... playbooks/site.yml")
        healed = self.ran(self.shop.converge())
        self.screen.recap(healed)
        self.screen.expect(
            healed.changes.get("support") == predicted.changes.get("support"),
            "what was changed is what had been predicted",
        )
        self.screen.expect(healed.changes.get("sales") == [], "the other mailbox was not touched")

    def page(self) -> None:
        """The same as a report that anybody can read."""
        folder = CACHE / "demo-drift"
        self.ran(play(self.shop.server, ROOT / "playbooks" / "drift.yml", INVENTORY, drift_report_dir=str(folder)))
        report = json.loads((folder / "drift.json").read_text(encoding="utf-8"))
        self.screen.text(f"  a page to look at: {folder.relative_to(ROOT) / 'drift.html'}")
        self.screen.expect(
            (report["drifted"], report["in_order"]) == (1, 1),
            "the report of playbooks/drift.yml: one mailbox differs, one is in order",
        )

    def people(self) -> None:
        self.screen.act("9. Wagner joins, Schulze leaves", "two lines of the inventory")
        self.inventory = CACHE / "demo-inventory.json"
        hosts = yaml.safe_load(INVENTORY.read_text(encoding="utf-8"))
        support = hosts["all"]["children"]["shared_mailboxes"]["hosts"]["support"]
        support["shared_mailbox_agents"] = [{"address": who} for who in (MEIER, MUELLER, STRANGER)]
        self.inventory.write_text(json.dumps(hosts), encoding="utf-8")
        run = self.ran(self.shop.converge(inventory=self.inventory))
        self.screen.changes("support", run.changes.get("support", []))
        members = sorted(member["_content"] for member in self.shop.admin.team_list(TEAM)["dlm"])
        self.screen.expect(members == [MEIER, MUELLER, STRANGER], "the list has Meier, Müller and Wagner")
        owner = self.shop.admin.account_id(MAILBOX)
        mounted = {
            who: [x for x in self.shop.admin.tree(who, expand=False)["link"] if x.get("zid") == owner]
            for who in (STRANGER, SCHULZE)
        }
        self.screen.expect(len(mounted[STRANGER]) == 2, "Wagner sees Inbox and Sent")
        self.screen.expect(mounted[SCHULZE] == [], "Schulze sees neither any more")
        kept = self.shop.admin.mails("is:anywhere", inside=MAILBOX)
        self.screen.expect(len(kept) == 2, "no mail was lost")

    def play_all(self) -> None:
        self.set_up()
        self.again(2, "A second run has nothing to do")
        self.work()
        self.drift()
        self.again(8, "And again there is nothing to do")
        self.people()
        self.again(10, "And again there is nothing to do")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--plain", action="store_true", help="no colours")
    screen = Screen(plain=parser.parse_args().plain or not sys.stdout.isatty())
    began = time.monotonic()
    CACHE.mkdir(exist_ok=True)
    with company(CACHE / "demo-simulator.log") as shop:
        screen.text(f"A simulated Zimbra server listens at {shop.server.admin_url}")
        Demo(shop, screen).play_all()
    return screen.end(time.monotonic() - began)


if __name__ == "__main__":
    sys.exit(main())
