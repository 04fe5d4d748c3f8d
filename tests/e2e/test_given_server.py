# Copyright (c) 2026, the teammail.zimbra contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""make test-server on a server that somebody uses: what it makes it removes, and what it has not made it does not touch."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from typing import Any

import pytest
from given.grounds import MARK, NEEDED
from playground.company import administrator
from playground.environment import CACHE, PYTHONPATH, ROOT
from playground.json_client import JsonClient
from playground.server import VARIABLE, Server
from playground.simulator_process import simulator

pytestmark = [pytest.mark.thorough, pytest.mark.simulator("it is the server that is given")]
TRIAL = "trial.example.com"
NOTES = [{"n": "zimbraNotes", "_content": MARK}]


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    """A server with people and a domain of its own, which has never heard of these tests, and a certificate that nobody trusts."""
    CACHE.mkdir(exist_ok=True)
    with (
        (CACHE / "e2e-given-server.log").open("w", encoding="utf-8") as log,
        simulator(log, domain="example.com") as started,
    ):
        account(administrator(started), "somebody@example.com")
        yield started


@pytest.fixture
def admin(server: Server) -> JsonClient:
    return administrator(server)


def account(admin: JsonClient, address: str) -> str:
    return admin.ask("admin", "CreateAccount", name=address, a=[])["account"][0]["id"]


def domain(admin: JsonClient, name: str, notes: Any = ()) -> str:
    return admin.ask("admin", "CreateDomain", name=name, a=list(notes))["domain"][0]["id"]


def everything(admin: JsonClient) -> list[str]:
    """Every domain, account and list by name."""
    types = "accounts,resources,distributionlists,dynamicgroups,domains,coses"
    found = admin.ask("admin", "SearchDirectory", types=types, limit=0, attrs="zimbraId")
    return sorted(
        f"{kind} {entry['name']}" for kind, entries in found.items() if isinstance(entries, list) for entry in entries
    )


def run_on(server: Server, *legs: str, **changes: str) -> subprocess.CompletedProcess[str]:
    """What make test-server runs."""
    given = {
        "ZIMBRA_URL": server.admin_url,
        "ZIMBRA_USERNAME": server.admin_user,
        "ZIMBRA_PASSWORD": server.admin_password,
        "ZIMBRA_SOAP_URL": server.soap_url,
        "ZIMBRA_LMTP": f"{server.lmtp_host}:{server.lmtp_port}",
        "ZIMBRA_TEST_DOMAIN": TRIAL,
        "ZIMBRA_VALIDATE_CERTS": "false",
    }
    kept = {name: value for name, value in os.environ.items() if name != VARIABLE and not name.startswith("ZIMBRA_")}
    env = {**kept, "PYTHONPATH": PYTHONPATH, "TEAMMAIL_TARGETS": "login", **given, **changes}
    words = [sys.executable, "-m", "given", *legs]
    return subprocess.run(words, cwd=ROOT, env=env, capture_output=True, text=True, check=False)


def test_parts_run_and_nothing_is_left(server: Server, admin: JsonClient) -> None:
    # What a run that was killed leaves.
    domain(admin, TRIAL, NOTES)
    domain(admin, f"integration.{TRIAL}")
    account(admin, f"left@integration.{TRIAL}")
    domain(admin, f"not{TRIAL}")
    before = [name for name in everything(admin) if f" {TRIAL}" not in name and f".{TRIAL}" not in name]
    done = run_on(server, "integration", "e2e-guide_simulator")
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.splitlines()[-1] == "1 passed, 0 failed, 3 skipped"
    assert everything(admin) == before
    table = (CACHE / "test-server.md").read_text(encoding="utf-8")
    assert "| integration login | 1 | 0 | 0 |  |" in table
    assert "| e2e-guide_simulator | 0 | 0 | 3 | needs a simulator: the guide is about it (3) |" in table


def test_a_failing_part_fails_the_run_and_is_removed(server: Server, admin: JsonClient) -> None:
    before = everything(admin)
    done = run_on(server, "integration", TEAMMAIL_TARGETS="no_such_target")
    assert done.returncode == 1
    assert "Target pattern not matched: no_such_target" in done.stdout
    assert done.stdout.splitlines()[-1] == "0 passed, 1 failed"
    assert everything(admin) == before


@pytest.mark.parametrize("below", [False, True], ids=["itself", "below"])
def test_a_domain_that_it_has_not_made_is_refused(server: Server, admin: JsonClient, below: bool) -> None:
    name = f"sub.{TRIAL}" if below else TRIAL
    made = domain(admin, name)
    try:
        before = everything(admin)
        done = run_on(server, "integration")
        assert done.returncode == 2
        assert f"the server has the domain {name} already, and make test-server has not made it" in done.stderr
        assert everything(admin) == before
    finally:
        admin.ask("admin", "DeleteDomain", id=made)


def test_the_administrators_own_domain_is_refused(server: Server, admin: JsonClient) -> None:
    before = everything(admin)
    done = run_on(server, "integration", ZIMBRA_TEST_DOMAIN="example.com")
    assert done.returncode == 2 and "the server has the domain example.com already" in done.stderr
    assert everything(admin) == before


def test_what_is_missing_is_named_at_once(server: Server) -> None:
    done = run_on(server, "integration", **dict.fromkeys(NEEDED, ""))
    assert done.returncode == 2
    assert all(f"  {name}: {words}\n" in done.stderr for name, words in NEEDED.items())


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"ZIMBRA_LMTP": "mail.example.com"}, "ZIMBRA_LMTP is 'mail.example.com'; write where the server takes mail"),
        ({"ZIMBRA_TEST_DOMAIN": "trial"}, "ZIMBRA_TEST_DOMAIN is 'trial'; name a domain such as"),
        (
            {"ZIMBRA_URL": "mail.example.com"},
            "ZIMBRA_URL is 'mail.example.com'; write the admin service, as in https://",
        ),
        ({"ZIMBRA_VALIDATE_CERTS": "maybe"}, "ZIMBRA_VALIDATE_CERTS is 'maybe'; write true or false"),
        ({"ZIMBRA_CA_PATH": "/no/such.pem"}, "ZIMBRA_CA_PATH is '/no/such.pem', and there is no such file"),
        ({"ZIMBRA_VALIDATE_CERTS": ""}, "is not trusted: "),
        ({"ZIMBRA_PASSWORD": "wrong"}, "check ZIMBRA_USERNAME and ZIMBRA_PASSWORD"),
        ({"ZIMBRA_URL": "http://127.0.0.1:9"}, "no SOAP answer from http://127.0.0.1:9/service/admin/soap: "),
    ],
    ids=["lmtp", "domain", "url", "truth", "no-file", "certificate", "password", "nobody"],
)
def test_what_cannot_be_used_is_told_in_a_sentence(server: Server, changes: dict[str, str], sentence: str) -> None:
    done = run_on(server, "integration", **changes)
    assert done.returncode == 2
    assert sentence in done.stderr and "Traceback" not in done.stderr
