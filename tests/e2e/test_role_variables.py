# Copyright (c) 2026, the teammail.zimbra contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Variables given as texts mean what they say, and what cannot be is refused with its name before anything is changed."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
import requests
from playground.damage import MAILBOX, MEIER, MUELLER
from playground.json_client import Refused
from playground.mailbox_at_work import Inventory, MailboxAtWork
from playground.server import DOMAIN

TEAM = [MEIER, MUELLER]


def test_texts_mean_what_they_say(at_work: MailboxAtWork) -> None:
    texts = {
        "shared_mailbox_create_agents": "false",
        "shared_mailbox_sent_copies_read": "no",
        "shared_mailbox_reply_as_alias": "false",
        "shared_mailbox_instructions": "false",
        "shared_mailbox_verify": "no",
        "shared_mailbox_all_steps": "no",
        "shared_mailbox_max_removals": "9",
        "shared_mailbox_list_hidden": "true",
        "shared_mailbox_aliases": f"hilfe@{DOMAIN}",
        "shared_mailbox_display_name": "",
    }
    words = [word for name, value in texts.items() for word in ("-e", json.dumps({name: value}))]
    run = at_work.run([*TEAM, f"nobody@{DOMAIN}"], *words)
    assert run.status != 0 and f"nobody@{DOMAIN}, where there is no account" in " ".join(run.output.split())
    with pytest.raises(Refused, match="NO_SUCH_ACCOUNT"):
        at_work.admin.account_id(MAILBOX)
    run = at_work.run(TEAM, *words)
    assert run.status == 0, run.output
    assert at_work.sent_rules() == []
    assert set(at_work.admin.personas(MEIER)) == {"DEFAULT", MAILBOX}
    run = at_work.run(TEAM, *words)
    assert run.status == 0 and run.changed == 0, run.output


REFUSED: list[tuple[dict[str, Any], str]] = [
    ({"shared_mailbox_aliases": ""}, "shared_mailbox_aliases has an empty text"),
    ({"shared_mailbox_persona_name": "default"}, "shared_mailbox_persona_name is default"),
    ({"shared_mailbox_inbox_name": "Sent"}, "shared_mailbox_inbox_name is Sent"),
    (
        {"shared_mailbox_inbox_name": "X", "shared_mailbox_sent_name": "x"},
        "shared_mailbox_inbox_name and shared_mailbox_sent_name",
    ),
    ({"shared_mailbox_max_removals": -1}, "shared_mailbox_max_removals is -1"),
    ({"shared_mailbox_former_agent_mail": "to_inbx"}, "shared_mailbox_former_agent_mail is to_inbx"),
    ({"shared_mailbox_aliases": ["no address"]}, "shared_mailbox_aliases is 'no address'"),
    ({"shared_mailbox_list": f"support@{DOMAIN}"}, f"shared_mailbox_list is support@{DOMAIN}"),
    ({"shared_mailbox_address": f"m\u00fcller@{DOMAIN}"}, f"shared_mailbox_address is 'm\u00fcller@{DOMAIN}'"),
    ({"shared_mailbox_list": "team@nowhere.example"}, "shared_mailbox_list has team@nowhere.example"),
    ({"shared_mailbox_display_name": "Sup\aport"}, "shared_mailbox_display_name is 'Sup"),
    ({"shared_mailbox_from_display": "Sup\u200bport"}, "shared_mailbox_from_display is 'Sup"),
    ({"shared_mailbox_language": "fr"}, "shared_mailbox_language"),
    ({"shared_mailbox_agents": [{"address": MEIER}, {"address": MAILBOX}]}, "shared_mailbox_agents names"),
]


@pytest.mark.parametrize(("variables", "sentence"), REFUSED, ids=[sentence for _variables, sentence in REFUSED])
def test_what_cannot_be_is_refused_beforehand(at_work: MailboxAtWork, variables: dict[str, Any], sentence: str) -> None:
    before = at_work.shop.snapshot()
    run = at_work.run(TEAM, "--check", **variables)
    assert run.status != 0 and sentence in " ".join(run.output.split()), run.output
    assert at_work.shop.snapshot() == before


def test_names_from_a_display_name_are_made_fit_for_a_folder(at_work: MailboxAtWork) -> None:
    done = at_work.run(
        TEAM, shared_mailbox_address=f"info@{DOMAIN}", shared_mailbox_display_name="Info: Customers/Sales"
    )
    assert done.status == 0, done.output
    names = {link["name"] for link in at_work.admin.tree(MEIER, expand=False)["link"]}
    assert {"Info - Customers-Sales", "Info - Customers-Sales Sent"} <= names


def test_two_hosts_with_one_mailbox_are_refused_though_a_limit_leaves_one_out(
    at_work: MailboxAtWork, inventory: Inventory
) -> None:
    before = at_work.shop.snapshot()
    sales = {"shared_mailbox_address": f"Sales@{DOMAIN}", "shared_mailbox_agents": [{"address": MEIER}]}
    hosts = {"sales": sales, "sales_old": {**sales, "shared_mailbox_address": f"sales@{DOMAIN}"}}
    run = at_work.shop.converge("--limit", "sales", inventory=inventory(hosts))
    said = (
        f"sales@{DOMAIN} is shared_mailbox_address of the host sales and shared_mailbox_address of the host sales_old"
    )
    assert run.status != 0 and said in " ".join(run.output.split()), run.output
    assert at_work.shop.snapshot() == before


def test_what_group_variables_say_of_machines_does_not_concern_mailboxes(at_work: MailboxAtWork) -> None:
    machines = {
        "ansible_become": True,
        "ansible_become_method": "nowhere",
        "ansible_connection": "ssh",
        "ansible_host": "192.0.2.1",
        "ansible_python_interpreter": "/nowhere",
    }
    run = at_work.run(TEAM, "--check", **machines)
    assert run.status == 0, run.output


@pytest.mark.simulator("it counts its requests")
@pytest.mark.parametrize("in_process", [True, pytest.param(False, marks=pytest.mark.thorough)])
def test_one_reading_is_enough_for_a_run_and_is_never_shown(at_work: MailboxAtWork, in_process: bool) -> None:
    at_work.have(TEAM)
    counts = f"{at_work.shop.server.control_url}/counts"
    before = requests.get(counts, timeout=10).json()["posts"]
    run = at_work.run(TEAM, "-vvv", teammail_zimbra_in_process=in_process)
    assert run.status == 0 and run.changed == 0, run.output
    # the login, the directory, the mailbox, and each agent
    assert requests.get(counts, timeout=10).json()["posts"] - before == 3 + len(TEAM)
    # neither as it is nor packed
    assert "GetFolderResponse" not in run.output and "zimbraMailHost" not in run.output
    assert re.findall(r"[A-Za-z0-9+/]{200}", run.output) == []


@pytest.mark.simulator("it counts its requests")
def test_a_first_run_reads_and_writes_to_each_mailbox_once_and_shows_no_reading(at_work: MailboxAtWork) -> None:
    desk = f"desk@{DOMAIN}"
    counts = f"{at_work.shop.server.control_url}/counts"
    before = requests.get(counts, timeout=10).json()["posts"]
    run = at_work.run(TEAM, "-vvv", shared_mailbox_address=desk)
    assert run.status == 0, run.output
    # all are looked at once, then each is read, and given their persona; 10 agents make 45
    assert requests.get(counts, timeout=10).json()["posts"] - before == 25 + 2 * len(TEAM)
    assert "GetFolderResponse" not in run.output and "zimbraMailHost" not in run.output
    # converge.yml shows the changes in base64; a packed reading begins as what zlib makes does
    assert re.findall(r"(?<![A-Za-z0-9+/])eJ[A-Za-z0-9+/]{100}", run.output) == []
    ended = {"shared_mailbox_state": "absent", "shared_mailbox_confirm_removal": desk}
    assert at_work.run(TEAM, shared_mailbox_address=desk, **ended).status == 0


def test_who_leaves_keeps_no_other_way_in(at_work: MailboxAtWork) -> None:
    at_work.have(TEAM)
    box = at_work.admin.account_id(MAILBOX)
    grants = [("2", "rwidx"), ("1", "r")]
    for folder, rights in grants:
        grant = {"gt": "usr", "d": MUELLER, "perm": rights}
        at_work.admin.ask("mail", "FolderAction", inside=MAILBOX, action={"op": "grant", "id": folder, "grant": grant})
    ace = [{"gt": "usr", "d": MUELLER, "right": "sendOnBehalfOf"}]
    at_work.admin.ask("account", "GrantRights", inside=MAILBOX, ace=ace)
    at_work.modify(MAILBOX, zimbraPrefMailForwardingAddress=MUELLER, zimbraMailForwardingAddress=MUELLER)
    whole = {"l": "1", "name": "All of Support", "zid": box, "rid": "1"}
    at_work.admin.ask("mail", "CreateMountpoint", inside=MUELLER, link=whole)
    told = at_work.run(TEAM, "--check")
    assert f"{MUELLER} has a grant of their own on /Inbox" in told.output and told.changed == 0, told.output
    done = at_work.good([MEIER])
    steps = {change["step"] for change in done.changes["support"]}
    assert {"extra_shares", "extra_rights", "extra_forwarding"} <= steps
    assert at_work.mounted(MUELLER) == []
    assert at_work.rights_of(MUELLER) == "" and at_work.rights_of(MUELLER, "1") == ""
    account = at_work.admin.ask("admin", "GetAccount", account={"by": "id", "_content": box}, applyCos=0)["account"][0]
    assert not [a for a in account["a"] if "ForwardingAddress" in a["n"]]
