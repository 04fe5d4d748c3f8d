# Copyright (c) 2026, the teammail.zimbra contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Existing shared mailboxes as an inventory, which the playbooks take as it is."""

from __future__ import annotations

import json
import re
import subprocess
from pathlib import Path
from typing import Any

import pytest
from playground.company import Company
from playground.damage import MEIER, MUELLER, SCHULZE, STRANGER
from playground.environment import ROOT, variables
from playground.server import DOMAIN

NAME = "plugin: teammail.zimbra.shared_mailboxes\n"
# The server may have other domains.
HERE = f"domain: {DOMAIN}\n"


def listed(company: Company, file: Path, *options: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """What ansible-inventory says of a file."""
    env = {**variables(), **company.server.environment, **environment}
    words = ["ansible-inventory", "-i", str(file), "--list", *options]
    return subprocess.run([w for w in words if w], env=env, cwd=ROOT, capture_output=True, text=True, check=False)


def source(folder: Path, text: str = HERE, name: str = "support.shared_mailboxes.yml") -> Path:
    file = folder / name
    file.write_text(NAME + text, encoding="utf-8")
    return file


def inventory_of(done: subprocess.CompletedProcess[str]) -> dict[str, Any]:
    assert done.returncode == 0, done.stderr
    return plain(json.loads(done.stdout))


def plain(value: Any) -> Any:
    """Texts that nobody vouches for as templates are marked in the output; here only the text counts."""
    if isinstance(value, dict):
        return (
            value["__ansible_unsafe"] if set(value) == {"__ansible_unsafe"} else {k: plain(v) for k, v in value.items()}
        )
    return [plain(v) for v in value] if isinstance(value, list) else value


def test_every_mailbox_is_a_host_with_the_roles_variables(shop: Company, tmp_path: Path) -> None:
    done = listed(shop, source(tmp_path))
    found = inventory_of(done)
    assert "[WARNING]" not in done.stderr
    assert sorted(found["shared_mailboxes"]["hosts"]) == ["sales", "support"]
    support = found["_meta"]["hostvars"]["support"]
    assert support["shared_mailbox_address"] == f"support@{DOMAIN}"
    assert support["shared_mailbox_agents"] == [{"address": MEIER}, {"address": MUELLER}, {"address": SCHULZE}]
    assert support["zimbra_account_id"] == shop.admin.account_id(f"support@{DOMAIN}")
    assert support["zimbra_findings"] == []


def test_site_takes_it_and_has_nothing_to_do(shop: Company, tmp_path: Path) -> None:
    run = shop.converge("--check", inventory=source(tmp_path))
    assert run.status == 0, run.output
    assert set(run.changes) == {"sales", "support"} and run.changed == 0, run.output


def test_constructed_groups(shop: Company, tmp_path: Path) -> None:
    text = (
        HERE
        + """
strict: true
compose:
  team_size: shared_mailbox_agents | length
groups:
  large: shared_mailbox_agents | length > 2
  odd: zimbra_findings | length > 0
keyed_groups:
  - key: shared_mailbox_agents | map(attribute='address')
    prefix: agent
host_name: address
group: mailboxes
"""
    )
    found = inventory_of(listed(shop, source(tmp_path, text)))
    assert found["large"]["hosts"] == [f"support@{DOMAIN}"]
    assert "odd" not in found or not found["odd"].get("hosts")
    assert found["agent_wagner_" + re.sub(r"\W", "_", DOMAIN)]["hosts"] == [f"sales@{DOMAIN}"]
    assert sorted(found["mailboxes"]["hosts"]) == [f"sales@{DOMAIN}", f"support@{DOMAIN}"]
    assert found["_meta"]["hostvars"][f"sales@{DOMAIN}"]["team_size"] == 2


def test_named_mailboxes_and_what_is_none(shop: Company, tmp_path: Path) -> None:
    done = listed(shop, source(tmp_path, f"address: [sales@{DOMAIN}, nobody@{DOMAIN}]\n"))
    assert inventory_of(done)["shared_mailboxes"]["hosts"] == ["sales"]
    assert f"nobody@{DOMAIN} is left out" in " ".join(done.stderr.split())


def test_search_in_a_domain_and_by_filter(shop: Company, tmp_path: Path) -> None:
    found = inventory_of(listed(shop, source(tmp_path, f"domain: {DOMAIN}\nfilter: (mail=sales*)\n")))
    assert found["shared_mailboxes"]["hosts"] == ["sales"]


@pytest.mark.parametrize(
    ("text", "environment", "sentence"),
    [
        (f"address: [nobody@{DOMAIN}]\n", {}, "none of the mailboxes could be read"),
        (f"address: [a@{DOMAIN}]\ndomain: {DOMAIN}\n", {}, "neither domain nor filter"),
        ("", {"ZIMBRA_PASSWORD": "wrong"}, "the server refuses the login"),
        ("", {"ZIMBRA_URL": "http://127.0.0.1:9/service/admin/soap", "ZIMBRA_RETRIES": "0"}, "no answer from"),
        ("address: nonsense\n", {}, "which is no e-mail address"),
    ],
    ids=["none", "both", "password", "unreachable", "address"],
)
def test_failures_are_told_in_a_sentence(
    shop: Company, tmp_path: Path, text: str, environment: dict[str, str], sentence: str
) -> None:
    failing = {"ANSIBLE_INVENTORY_ANY_UNPARSED_IS_FAILED": "true", **environment}
    done = listed(shop, source(tmp_path, text), **failing)
    assert done.returncode != 0
    assert sentence in " ".join(done.stderr.split()), done.stderr
    assert "Traceback" not in done.stderr


def test_a_template_in_the_file_is_evaluated(shop: Company, tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text(shop.server.admin_password, encoding="utf-8")
    text = HERE + f"password: \"{{{{ lookup('ansible.builtin.file', '{secret}') }}}}\"\n"
    found = inventory_of(listed(shop, source(tmp_path, text), ZIMBRA_PASSWORD="wrong"))
    assert "support" in found["shared_mailboxes"]["hosts"]


def test_the_cache_spares_the_server(shop: Company, tmp_path: Path) -> None:
    text = HERE + f"cache: true\ncache_plugin: ansible.builtin.jsonfile\ncache_connection: {tmp_path / 'cache'}\n"
    file = source(tmp_path, text)
    first = inventory_of(listed(shop, file))
    away = {"ZIMBRA_URL": "http://127.0.0.1:9/", "ZIMBRA_RETRIES": "0"}
    assert inventory_of(listed(shop, file, **away)) == first
    failing = {"ANSIBLE_INVENTORY_ANY_UNPARSED_IS_FAILED": "true", **away}
    assert "no answer from" in " ".join(listed(shop, file, "--flush-cache", **failing).stderr.split())
    assert inventory_of(listed(shop, file, "--flush-cache")) == first
    kept = "".join(f.read_text(encoding="utf-8") for f in (tmp_path / "cache").iterdir())
    assert shop.server.admin_password not in kept


@pytest.mark.parametrize("planted", ["folder", "file"])
def test_a_cache_that_others_can_write_to_is_refused(shop: Company, tmp_path: Path, planted: str) -> None:
    cache = tmp_path / "cache"
    text = HERE + f"cache: true\ncache_plugin: ansible.builtin.jsonfile\ncache_connection: {cache}\n"
    file = source(tmp_path, text)
    assert "support" in inventory_of(listed(shop, file))["shared_mailboxes"]["hosts"]
    if planted == "folder":
        cache.chmod(0o777)
    else:
        for kept in cache.iterdir():
            kept.chmod(0o666)
    refused = listed(shop, file, ANSIBLE_INVENTORY_ANY_UNPARSED_IS_FAILED="true")
    said = " ".join(refused.stderr.split())
    assert (
        refused.returncode != 0 and f"cache_connection is {cache}, where" in said and "make themselves an agent" in said
    )


def test_what_people_write_into_names_is_no_template(shop: Company, tmp_path: Path) -> None:
    proof = tmp_path / "proof"
    evil = "{{ lookup('ansible.builtin.pipe', 'touch " + str(proof) + "') }}"
    account = shop.admin.account_id(f"sales@{DOMAIN}")
    before = {"id": {"_content": account}, "a": [{"n": "displayName", "_content": "Sales"}]}
    shop.admin.ask("admin", "ModifyAccount", id={"_content": account}, a=[{"n": "displayName", "_content": evil}])
    try:
        text = (
            HERE
            + """
strict: true
compose:
  named: zimbra_display_name ~ '!'
keyed_groups:
  - key: zimbra_display_name
"""
        )
        file = source(tmp_path, text)
        found = inventory_of(listed(shop, file))
        assert "lookup" in json.dumps(found["_meta"]["hostvars"]["sales"]["zimbra_display_name"])
        env = {**variables(), **shop.server.environment}
        words = ["ansible", "-i", str(file), "sales", "-c", "local", "-m", "ansible.builtin.debug", "-a"]
        told = subprocess.run(
            [*words, "var=hostvars.sales.named"], env=env, cwd=ROOT, capture_output=True, text=True, check=False
        )
        assert told.returncode == 0 and "lookup(" in told.stdout, told.stdout + told.stderr
        assert not proof.exists()
    finally:
        shop.admin.ask("admin", "ModifyAccount", **before)


def test_other_files_are_left_to_other_plugins(shop: Company, tmp_path: Path) -> None:
    done = listed(shop, source(tmp_path, name="hosts.yml"), ANSIBLE_INVENTORY_ANY_UNPARSED_IS_FAILED="true")
    assert done.returncode != 0
    assert STRANGER not in done.stdout
