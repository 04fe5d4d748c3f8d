# Copyright (c) 2026, the teammail.zimbra contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Mailboxes that exist already are written down, and applying that changes nothing that is in order."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from playground.company import INVENTORY, MAILBOXES, PEOPLE, Company
from playground.damage import MEIER, MUELLER, SCHULZE, STRANGER
from playground.environment import ROOT
from playground.handmade import Handmade, grant, make_account, make_list, mount
from playground.json_client import JsonClient
from playground.plays import PlayRun, play
from playground.server import DOMAIN

HELP = f"help@{DOMAIN}"
# What the role sets up beyond the seven steps, which nobody has by hand.
EXTRAS = {"sent_copies", "memory"}
ADDED = {
    "sent_copies_unread": "copies of the agents' replies are stored as unread. The role makes an outgoing filter rule",
    "not_remembered": "the role has not worked with the mailbox yet. The role writes down list, folders, personas",
}


class Loader(yaml.SafeLoader):
    """Reads !unsafe as the text it marks."""


Loader.add_constructor("!unsafe", lambda loader, node: loader.construct_scalar(node))


def export(company: Company, folder: Path, *options: str, **extra: Any) -> PlayRun:
    """The playbook; without addresses it searches the domain of these tests, for the server may have others."""
    where = {} if "export_addresses" in extra else {"export_domain": DOMAIN}
    given = {"export_dir": str(folder), **where, **extra}
    return play(company.server, ROOT / "playbooks/export.yml", INVENTORY, *options, **given)


def hosts(folder: Path) -> dict[str, dict[str, Any]]:
    """host -> variables, of all files."""
    found = {}
    for file in folder.iterdir():
        found.update(
            yaml.load(file.read_text(encoding="utf-8"), Loader)["all"]["children"]["shared_mailboxes"]["hosts"]
        )
    return found


def handmade(number: int, **changes: Any) -> Handmade:
    values: dict[str, Any] = {
        "address": f"help{number}@{DOMAIN}",
        "display_name": f"Hilfe {number}",
        "team": f"helpers{number}@{DOMAIN}",
        "team_name": "Die Helfer",
        "folders": {MEIER: "Anna", MUELLER: "Mueller", SCHULZE: "Schulze, Petra"},
        "inbox_name": f"Hilfe-Eingang {number}",
        "sent_name": f"Hilfe-Eingang {number} Gesendet",
        "persona": f"Hilfe {number}",
        "from_display": "Ihre Hilfe",
        "hidden": False,
    }
    return Handmade(**{**values, **changes})


def test_what_the_role_made_is_exported_without_a_word_too_many(shop: Company, tmp_path: Path) -> None:
    folder = tmp_path / "inventory"
    run = export(shop, folder)
    assert run.status == 0, run.output
    assert "[WARNING]" not in run.output
    assert hosts(folder) == {
        "support": {
            "shared_mailbox_address": f"support@{DOMAIN}",
            "shared_mailbox_agents": [{"address": MEIER}, {"address": MUELLER}, {"address": SCHULZE}],
        },
        "sales": {
            "shared_mailbox_address": f"sales@{DOMAIN}",
            "shared_mailbox_agents": [{"address": SCHULZE}, {"address": STRANGER}],
        },
    }
    assert run.output.count("No findings.") == 2
    again = shop.converge(inventory=folder)
    assert again.status == 0 and again.changed == 0, again.output


def test_a_mailbox_made_by_hand_is_adopted_as_it_is(shop: Company, tmp_path: Path) -> None:
    made = handmade(1)
    made.create(shop.admin)
    folder = tmp_path / "inventory"
    run = export(shop, folder, export_addresses=[made.address])
    assert run.status == 0, run.output
    # what the first run of the role adds is announced, and it adds nothing else
    text = (folder / "help1.yml").read_text(encoding="utf-8")
    told = {line.partition(" (")[2].partition(")")[0] for line in text.splitlines() if line.startswith("# - ")}
    assert told == set(ADDED)
    assert hosts(folder) == {
        "help1": {
            "shared_mailbox_address": made.address,
            "shared_mailbox_agents": [
                {"address": MEIER, "folder": "Anna"},
                {"address": MUELLER, "folder": "Mueller"},
                {"address": SCHULZE, "folder": "Schulze, Petra"},
            ],
            "shared_mailbox_list": made.team,
            "shared_mailbox_list_display_name": "Die Helfer",
            "shared_mailbox_list_hidden": False,
            "shared_mailbox_inbox_name": made.inbox_name,
            "shared_mailbox_language": "de",
            "shared_mailbox_from_display": "Ihre Hilfe",
            "shared_mailbox_persona_name": made.persona,
        }
    }
    applied = shop.converge(inventory=folder)
    assert applied.status == 0, applied.output
    assert {c["step"] for c in applied.changes["help1"]} == EXTRAS


def test_files_that_were_edited_are_left_alone(shop: Company, tmp_path: Path) -> None:
    folder = tmp_path / "inventory"
    assert export(shop, folder, export_addresses=MAILBOXES).status == 0
    (folder / "support.yml").write_text("# mine\n", encoding="utf-8")
    run = export(shop, folder, export_addresses=MAILBOXES)
    assert run.status == 0, run.output
    assert (folder / "support.yml").read_text(encoding="utf-8") == "# mine\n"
    assert "support.yml" in run.output and "export_overwrite" in run.output
    assert export(shop, folder, export_addresses=MAILBOXES, export_overwrite=True).status == 0
    assert "support" in hosts(folder)


def test_an_address_that_is_none_is_told_and_the_others_are_written(shop: Company, tmp_path: Path) -> None:
    run = export(shop, tmp_path / "inventory", export_addresses=[f"support@{DOMAIN}", f"nobody@{DOMAIN}"])
    assert run.status != 0
    assert f"nobody@{DOMAIN} does not exist" in run.output.replace("\n", " ")
    assert set(hosts(tmp_path / "inventory")) == {"support"}


def test_without_a_folder_nothing_is_asked(shop: Company, tmp_path: Path) -> None:
    run = play(shop.server, ROOT / "playbooks/export.yml", INVENTORY)
    assert run.status != 0 and "export_dir is not set" in run.output


def test_names_from_the_server_are_data(shop: Company, tmp_path: Path) -> None:
    """Neither a template nor a line break in somebody's name does anything, here or when the file is used."""
    proof = tmp_path / "proof"
    evil = "{{ lookup('ansible.builtin.pipe', 'touch " + str(proof) + "') }}"
    made = handmade(
        2, display_name=evil, inbox_name="Evil", sent_name="Evil sent", from_display=evil + " von uns", team_name=evil
    )
    made.create(shop.admin)
    shop.admin.ask(
        "mail",
        "CreateFolder",
        inside=made.address,
        folder={"name": "x\u2028y: {{ 1 }}".replace(":", ""), "l": "2", "view": "message"},
    )
    folder = tmp_path / "inventory"
    run = export(shop, folder, export_addresses=[made.address])
    assert run.status == 0, run.output
    assert hosts(folder)["help2"]["shared_mailbox_from_display"] == evil + " von uns"
    assert hosts(folder)["help2"]["shared_mailbox_list_display_name"] == evil
    applied = shop.converge(inventory=folder)
    assert applied.status == 0, applied.output
    assert [c for c in applied.changes["help2"] if c["step"] not in EXTRAS] == []
    assert not proof.exists()


def unfinished(admin: JsonClient) -> str:
    """As far from the seven steps as a mailbox that is in use gets; gives its address."""
    address = f"chaos@{DOMAIN}"
    make_account(admin, address, "Chaos")
    gone = make_account(admin, f"gone@{DOMAIN}")
    locked = make_account(admin, f"locked@{DOMAIN}", "Lotte Locked")
    make_list(admin, f"inner@{DOMAIN}", "Inner", [STRANGER])
    members = [MEIER, SCHULZE, f"locked@{DOMAIN}", f"inner@{DOMAIN}", "extern@customer.example"]
    team = make_list(admin, f"chaos-team@{DOMAIN}", "", members, mail=True)
    for name in ("Meier", "Ablage"):
        admin.ask("mail", "CreateFolder", inside=address, folder={"name": name, "l": "2", "view": "message"})
    grant(admin, address, "2", team, "grp", "r")
    grant(admin, address, "2", admin.account_id(MUELLER), "usr", "rwidx")
    grant(admin, address, "2", admin.account_id(STRANGER), "usr", "r")
    grant(admin, address, "2", gone, "usr", "r")
    grant(admin, address, admin.folder("/Inbox/Meier", address)["id"], admin.account_id(STRANGER), "usr", "rw")
    mount(admin, MEIER, address, "2", "Chaos alt")
    mount(admin, MEIER, address, "2", "Chaos neu")
    mount(admin, SCHULZE, f"gone@{DOMAIN}", "2", "Alter Eingang")
    admin.ask(
        "account",
        "CreateIdentity",
        inside=MEIER,
        identity={"name": address, "_attrs": {"zimbraPrefFromAddress": address}},
    )
    admin.ask(
        "account", "GrantRights", inside=address, ace=[{"gt": "usr", "zid": admin.account_id(MEIER), "right": "sendAs"}]
    )
    admin.ask("admin", "DeleteAccount", id={"_content": gone})
    admin.ask("admin", "ModifyAccount", id={"_content": locked}, a=[{"n": "zimbraAccountStatus", "_content": "locked"}])
    return address


@pytest.fixture(scope="module")
def chaos(shop: Company, tmp_path_factory: pytest.TempPathFactory) -> tuple[Company, Path, PlayRun]:
    address = unfinished(shop.admin)
    folder = tmp_path_factory.mktemp("chaos") / "inventory"
    return shop, folder, export(shop, folder, export_addresses=[address])


ODD = {
    "save_target": "sets zimbraPrefDelegatedSendSaveTarget to owner",
    "agent_without_folder": "creates /Inbox/Schulze",
    "folder_without_agent": "/Inbox/Ablage with 0 mails belongs to none of the agents. The role leaves it",
    "list_receives_mail": f"chaos-team@{DOMAIN} (list_receives_mail): mail can be sent to the list. The role switches that off",
    "list_without_name": f"chaos-team@{DOMAIN}",
    "member_inactive": f"locked@{DOMAIN} is a member of the list, but the account is locked. The role takes it off the list",
    "member_odd": f"inner@{DOMAIN}, a member of the list, is a list",
    "many_leave": "3 members of the list are no agents. The role stops before it changes anything",
    "read_only": f"chaos-team@{DOMAIN} has the rights r on /Inbox. The role makes them rwidx",
    "not_shared": f"/Sent is not shared with chaos-team@{DOMAIN}. The role shares it",
    "single_grant": f"mueller@{DOMAIN} has the rights rwidx on /Inbox for themselves. The role leaves the grant; name them as an agent",
    "single_grant_read_only": f"wagner@{DOMAIN} has the rights r on /Inbox for themselves",
    "dead_grantee": "/Inbox is shared with somebody who does not exist any more",
    "folder_grants": "and follows the Inbox no longer. The role removes them",
    "mount_missing": f"schulze@{DOMAIN} (mount_missing): /Inbox is not mounted",
    "mount_twice": "/Inbox is mounted several times: /Chaos alt, /Chaos neu",
    "broken_mount": "/Alter Eingang leads to a mailbox that does not exist any more. The role leaves it",
    "persona_missing": f"schulze@{DOMAIN} (persona_missing): there is no persona called chaos@{DOMAIN}. The role makes it",
    "persona_wrong": "from_type not set instead of sendAs",
    "send_right_missing": f"The role gives chaos-team@{DOMAIN} the right sendAs",
    "send_right_single": f"sendAs is given to meier@{DOMAIN} as well",
    **ADDED,
}


@pytest.mark.parametrize("kind", ODD)
def test_what_is_odd_is_told_in_words(chaos: tuple[Company, Path, PlayRun], kind: str) -> None:
    _company, folder, run = chaos
    assert run.status == 0, run.output
    text = (folder / "chaos.yml").read_text(encoding="utf-8")
    sentences = [line for line in text.splitlines() if f"({kind})" in line]
    assert any(ODD[kind] in sentence for sentence in sentences), text
    assert all(line.startswith("#   - ".replace("  ", "")) or "(" in line for line in sentences)


def test_nothing_else_is_odd_about_it(chaos: tuple[Company, Path, PlayRun]) -> None:
    _company, folder, _run = chaos
    lines = (folder / "chaos.yml").read_text(encoding="utf-8").splitlines()
    told = {line.partition(" (")[2].partition(")")[0] for line in lines if line.startswith("# - ")}
    assert told == set(ODD)


def test_the_role_does_what_was_told(chaos: tuple[Company, Path, PlayRun], tmp_path: Path) -> None:
    company, folder, _run = chaos
    before = company.snapshot()
    stopped = company.converge(inventory=folder)
    assert stopped.status != 0 and company.snapshot() == before, stopped.output
    applied = company.converge(inventory=folder, shared_mailbox_max_removals=3)
    assert applied.status == 0, applied.output
    changed = {(c["step"], c["object"], c["key"]) for c in applied.changes["chaos"] if c["step"] not in EXTRAS}
    assert ("account", f"chaos@{DOMAIN}", "attributes") in changed
    assert ("folders", f"chaos@{DOMAIN}:/Inbox/Schulze", "state") in changed
    assert ("shares", f"chaos@{DOMAIN}:/Sent", "grants") in changed
    assert ("inheritance", f"chaos@{DOMAIN}:/Inbox/Meier", "inherits") in changed
    assert company.admin.folder("/Inbox/Ablage", f"chaos@{DOMAIN}")
    # the other mailboxes and the people's own things are as they were
    after = company.snapshot()
    for address in MAILBOXES:
        assert after[address] == before[address]
    # once more: what is left is what the role was told to leave
    again = export(company, tmp_path / "again", export_addresses=[f"chaos@{DOMAIN}"])
    assert again.status == 0, again.output
    text = (tmp_path / "again/chaos.yml").read_text(encoding="utf-8")
    told = {line.partition(" (")[2].partition(")")[0] for line in text.splitlines() if line.startswith("# - ")}
    assert told == {
        "folder_without_agent",
        "single_grant",
        "single_grant_read_only",
        "dead_grantee",
        "mount_twice",
        "broken_mount",
        "send_right_single",
    }


def test_a_mailbox_shared_with_people_only(shop: Company, tmp_path: Path) -> None:
    """The people it is shared with become its agents; the search finds it only by its address."""
    address = f"people@{DOMAIN}"
    make_account(shop.admin, address, "People")
    for person in (MEIER, MUELLER):
        grant(shop.admin, address, "2", shop.admin.account_id(person), "usr", "rwidx")
    grant(shop.admin, address, "2", shop.admin.account_id(SCHULZE), "usr", "r")
    folder = tmp_path / "inventory"
    run = export(shop, folder, export_addresses=[address])
    assert run.status == 0, run.output
    assert hosts(folder)["people"]["shared_mailbox_agents"] == [{"address": MEIER}, {"address": MUELLER}]
    text = (folder / "people.yml").read_text(encoding="utf-8")
    assert f"makes the list people-team@{DOMAIN}" in text
    assert len(PEOPLE) == 4
    everything = export(shop, tmp_path / "all")
    assert everything.status == 0, everything.output
    assert "people" not in hosts(tmp_path / "all") and "support" in hosts(tmp_path / "all")


def by_the_vendors_instructions(admin: JsonClient, number: int, team: list[str]) -> str:
    """The whole mailbox shared with a list, which may send as it and whose members have mounted it; gives its address."""
    address = f"vendor{number}@{DOMAIN}"
    made = make_account(admin, address, f"Vendor {number}")
    team_list = make_list(admin, f"vendors{number}@{DOMAIN}", "Vendors", team, mail=True)
    grant(admin, address, "1", team_list, "grp", "rwixd")
    admin.ask("account", "GrantRights", inside=address, ace=[{"gt": "grp", "zid": team_list, "right": "sendAs"}])
    for agent in team:
        link = {"l": "1", "name": f"All of vendor {number}", "zid": made, "rid": "1"}
        admin.ask("mail", "CreateMountpoint", inside=agent, link=link)
    return address


def whole_mounts(admin: JsonClient, agent: str, owner: str) -> list[str]:
    ident = admin.account_id(owner)
    links = admin.tree(agent, expand=False).get("link", [])
    return [link["name"] for link in links if link.get("zid") == ident and str(link["rid"]) == "1"]


def test_a_mailbox_shared_as_a_whole_is_found_and_explained(shop: Company, tmp_path: Path) -> None:
    address = by_the_vendors_instructions(shop.admin, 1, [MEIER, SCHULZE])
    folder = tmp_path / "inventory"
    run = export(shop, folder)
    assert run.status == 0, run.output
    assert hosts(folder)["vendor1"] == {
        "shared_mailbox_address": address,
        "shared_mailbox_agents": [{"address": MEIER}, {"address": SCHULZE}],
        "shared_mailbox_list": f"vendors1@{DOMAIN}",
        "shared_mailbox_list_display_name": "Vendors",
    }
    text = (folder / "vendor1.yml").read_text(encoding="utf-8")
    assert f"is shared with vendors1@{DOMAIN}, rights rwidx. The role leaves the grant" in text
    assert text.count("the whole mailbox is mounted as /All of vendor 1") == 2
    for untrue in ("not_shared", "list_missing", "no_agents", "send_right_missing", "other_folder_shared"):
        assert untrue not in text
    applied = shop.converge("--limit", "vendor1", inventory=folder)
    assert applied.status == 0, applied.output
    assert not [c for c in applied.changes["vendor1"] if c["step"] in ("shares", "send_right")]
    assert whole_mounts(shop.admin, MEIER, address) == ["All of vendor 1"]
    again = shop.converge("--limit", "vendor1", inventory=folder, shared_mailbox_replace_whole_mounts="true")
    assert again.status == 0, again.output
    assert {(c["step"], c["object"].partition(":")[0]) for c in again.changes["vendor1"]} == {
        ("whole_mounts", MEIER),
        ("whole_mounts", SCHULZE),
    }
    assert whole_mounts(shop.admin, MEIER, address) == []


@pytest.mark.thorough
def test_who_leaves_a_mailbox_shared_as_a_whole_loses_it(shop: Company, tmp_path: Path) -> None:
    address = by_the_vendors_instructions(shop.admin, 2, [MEIER, MUELLER])
    folder = tmp_path / "inventory"
    assert export(shop, folder, export_addresses=[address]).status == 0
    assert shop.converge(inventory=folder).status == 0
    left = shop.converge(inventory=folder, shared_mailbox_agents=[{"address": MUELLER}])
    assert left.status == 0, left.output
    assert whole_mounts(shop.admin, MEIER, address) == []
    members = shop.admin.ask("admin", "GetDistributionList", dl={"by": "name", "_content": f"vendors2@{DOMAIN}"})
    assert [m["_content"] for m in members["dl"][0]["dlm"]] == [MUELLER]


@pytest.mark.thorough
def test_a_mailbox_shared_as_a_whole_with_people_only(shop: Company, tmp_path: Path) -> None:
    address = f"wholepeople@{DOMAIN}"
    make_account(shop.admin, address, "Whole People")
    for person in (MEIER, MUELLER):
        grant(shop.admin, address, "1", shop.admin.account_id(person), "usr", "rwidx")
    folder = tmp_path / "inventory"
    run = export(shop, folder, export_addresses=[address])
    assert run.status == 0, run.output
    assert hosts(folder)["wholepeople"]["shared_mailbox_agents"] == [{"address": MEIER}, {"address": MUELLER}]
    text = (folder / "wholepeople.yml").read_text(encoding="utf-8")
    assert f"is shared with {MEIER}, rights rwidx. The role leaves the grant; the list gives them all they need" in text
    applied = shop.converge(inventory=folder, shared_mailbox_remove_extra_access=True)
    assert applied.status == 0, applied.output
    assert {c["object"] for c in applied.changes["wholepeople"] if c["step"] == "extra_shares"} == {f"{address}:/"}
