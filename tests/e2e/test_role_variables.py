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
from playground.desk import Desk, Inventory
from playground.hands import Refused
from utils.server import DOMAIN

TEAM = [MEIER, MUELLER]


def test_texts_mean_what_they_say(desk: Desk) -> None:
    texts = {
        "shared_mailbox_create_agents": "false",
        "shared_mailbox_sent_copies_read": "no",
        "shared_mailbox_reply_as_alias": "false",
        "shared_mailbox_instructions": "false",
        "shared_mailbox_verify": "no",
        "shared_mailbox_max_removals": "9",
        "shared_mailbox_list_hidden": "true",
        "shared_mailbox_aliases": f"hilfe@{DOMAIN}",
        "shared_mailbox_display_name": "",
    }
    words = [word for name, value in texts.items() for word in ("-e", json.dumps({name: value}))]
    run = desk.run([*TEAM, f"nobody@{DOMAIN}"], *words)
    assert run.status != 0 and f"nobody@{DOMAIN}, where there is no account" in " ".join(run.output.split())
    with pytest.raises(Refused, match="NO_SUCH_ACCOUNT"):
        desk.admin.account_id(MAILBOX)
    run = desk.run(TEAM, *words)
    assert run.status == 0, run.output
    assert desk.sent_rules() == []
    assert set(desk.admin.personas(MEIER)) == {"DEFAULT", MAILBOX}
    run = desk.run(TEAM, *words)
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
    ({"shared_mailbox_language": "fr"}, "shared_mailbox_language"),
    ({"shared_mailbox_agents": [{"address": MEIER}, {"address": MAILBOX}]}, "shared_mailbox_agents names"),
]


@pytest.mark.parametrize(("variables", "sentence"), REFUSED, ids=[sentence for _variables, sentence in REFUSED])
def test_what_cannot_be_is_refused_beforehand(desk: Desk, variables: dict[str, Any], sentence: str) -> None:
    before = desk.shop.snapshot()
    run = desk.run(TEAM, "--check", **variables)
    assert run.status != 0 and sentence in " ".join(run.output.split()), run.output
    assert desk.shop.snapshot() == before


def test_names_from_a_display_name_are_made_fit_for_a_folder(desk: Desk) -> None:
    done = desk.run(TEAM, shared_mailbox_address=f"info@{DOMAIN}", shared_mailbox_display_name="Info: Customers/Sales")
    assert done.status == 0, done.output
    names = {link["name"] for link in desk.admin.tree(MEIER, expand=False)["link"]}
    assert {"Info - Customers-Sales", "Info - Customers-Sales Sent"} <= names


def test_two_hosts_with_one_mailbox_are_refused_though_a_limit_leaves_one_out(desk: Desk, inventory: Inventory) -> None:
    before = desk.shop.snapshot()
    sales = {"shared_mailbox_address": f"Sales@{DOMAIN}", "shared_mailbox_agents": [{"address": MEIER}]}
    hosts = {"sales": sales, "sales_old": {**sales, "shared_mailbox_address": f"sales@{DOMAIN}"}}
    run = desk.shop.converge("--limit", "sales", inventory=inventory(hosts))
    said = (
        f"sales@{DOMAIN} is shared_mailbox_address of the host sales and shared_mailbox_address of the host sales_old"
    )
    assert run.status != 0 and said in " ".join(run.output.split()), run.output
    assert desk.shop.snapshot() == before


def test_what_group_variables_say_of_machines_does_not_concern_mailboxes(desk: Desk) -> None:
    machines = {
        "ansible_become": True,
        "ansible_become_method": "nowhere",
        "ansible_connection": "ssh",
        "ansible_host": "192.0.2.1",
        "ansible_python_interpreter": "/nowhere",
    }
    run = desk.run(TEAM, "--check", **machines)
    assert run.status == 0, run.output


@pytest.mark.simulator("it counts its requests")
@pytest.mark.parametrize("in_process", [True, False])
def test_one_look_is_enough_for_a_run_and_is_never_shown(desk: Desk, in_process: bool) -> None:
    desk.have(TEAM)
    counts = f"{desk.shop.server.control_url}/counts"
    before = requests.get(counts, timeout=10).json()["posts"]
    run = desk.run(TEAM, "-vvv", teammail_zimbra_in_process=in_process)
    assert run.status == 0 and run.changed == 0, run.output
    # the login, the directory, the mailbox, and each agent
    assert requests.get(counts, timeout=10).json()["posts"] - before == 3 + len(TEAM)
    # neither as it is nor packed
    assert "GetFolderResponse" not in run.output and "zimbraMailHost" not in run.output
    assert re.findall(r"[A-Za-z0-9+/]{200}", run.output) == []


def test_who_leaves_keeps_no_other_way_in(desk: Desk) -> None:
    desk.have(TEAM)
    box = desk.admin.account_id(MAILBOX)
    grants = [("2", "rwidx"), ("1", "r")]
    for folder, rights in grants:
        grant = {"gt": "usr", "d": MUELLER, "perm": rights}
        desk.admin.ask("mail", "FolderAction", inside=MAILBOX, action={"op": "grant", "id": folder, "grant": grant})
    ace = [{"gt": "usr", "d": MUELLER, "right": "sendOnBehalfOf"}]
    desk.admin.ask("account", "GrantRights", inside=MAILBOX, ace=ace)
    desk.modify(MAILBOX, zimbraPrefMailForwardingAddress=MUELLER, zimbraMailForwardingAddress=MUELLER)
    whole = {"l": "1", "name": "All of Support", "zid": box, "rid": "1"}
    desk.admin.ask("mail", "CreateMountpoint", inside=MUELLER, link=whole)
    told = desk.run(TEAM, "--check")
    assert f"{MUELLER} has a grant of their own on /Inbox" in told.output and told.changed == 0, told.output
    done = desk.good([MEIER])
    steps = {change["step"] for change in done.changes["support"]}
    assert {"extra_shares", "extra_rights", "extra_forwarding"} <= steps
    assert desk.mounted(MUELLER) == []
    assert desk.rights_of(MUELLER) == "" and desk.rights_of(MUELLER, "1") == ""
    account = desk.admin.ask("admin", "GetAccount", account={"by": "id", "_content": box}, applyCos=0)["account"][0]
    assert not [a for a in account["a"] if "ForwardingAddress" in a["n"]]
