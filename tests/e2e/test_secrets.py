# Copyright (c) 2026, the teammail.zimbra contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""No secret that somebody wrote into an option is shown or kept: not at any verbosity, in success or failure, in process or packaged."""

from __future__ import annotations

import re
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml
from playground.company import Company
from playground.plays import play
from utils.environment import variables
from utils.server import DOMAIN

MEIER = f"meier@{DOMAIN}"
NEW = f"secrets@{DOMAIN}"
PLANTED = re.compile(r"Planted-\w+-\d+")


def task(module: str, fails: bool = False, **options: Any) -> dict[str, Any]:
    expected = "result is failed" if fails else "result is not failed"
    return {f"teammail.zimbra.{module}": options, "register": "result", "failed_when": f"not ({expected})"}


def secrets() -> list[dict[str, Any]]:
    """One task for each way in which a secret can be written, the last part of each secret its number."""
    guest = {"grantee": "guest@example.org", "type": "guest", "rights": "r", "password": "Planted-guest-1"}
    key = {"type": "key", "rights": "r", "password": "Planted-key-2"}
    return [
        task("account", name=NEW, account_password="Planted-password-3"),
        task("account", name=NEW, account_password="Planted-password-4", update_password="always"),
        task("account", True, name="nobody", account_password="Planted-password-5"),
        task("account", True, name=NEW, account_password="Planted-password-6", quota="much"),
        task("account", True, name=NEW, account_password="short-Planted-password-7\a"),
        task("account", True, name=NEW, attributes={"userPassword": "Planted-attribute-8"}),
        task("account", True, name=NEW, attributes={"zimbraFreebusyExchangeAuthPassword": "Planted-attribute-9"}),
        task("account", True, name=NEW, attributes={"zimbraTwoFactorAuthSecret": {"add": ["Planted-attribute-10"]}}),
        task("account", True, name=NEW, passwd="Planted-misspelt-11"),
        task("preferences", True, account=NEW, preferences={"userPassword": "Planted-attribute-12"}),
        task("share", True, account=MEIER, path="/Inbox", grants=[guest]),
        task("share", True, account=MEIER, path="/Inbox", grants={"add": [{**guest, "type": "user"}]}),
        task("share", True, account=MEIER, path="/Inbox", grants={"add": [key]}),
        task("share", True, account=MEIER, path="/Inbox", grants={"password": "Planted-guest-13"}),
        task("folder_info", account=MEIER, auth_token="Planted-token-14"),
        task("folder_info", True, account=MEIER, username=MEIER, password="Planted-password-15"),
        task("folder_info", True, account=MEIER, url=f"https://{MEIER.replace('@', ':Planted-url-16@')}/"),
        task(
            "effective_rights_info",
            True,
            account=MEIER,
            user=[MEIER],
            path="/Inbox",
            sessions=[{"auth_token": "Planted-token-17"}],
        ),
        task(
            "effective_rights_info",
            account=MEIER,
            user=[MEIER],
            path="/Inbox",
            sessions=[{"user": MEIER, "auth_token": "Planted-token-18"}],
        ),
        task("filter_rule", True, account=MEIER, name="x", tests=[{"password": "Planted-rule-19"}]),
        task("login", True, username=MEIER, password="Planted-password-20"),
    ]


@pytest.mark.parametrize("in_process", [True, False])
def test_no_secret_is_shown(empty_company: Company, tmp_path: Path, in_process: bool) -> None:
    tasks = []
    for number, one in enumerate(secrets()):
        expected = one["failed_when"].replace("result", f"result_{number}")
        kept = {"register": f"result_{number}", "failed_when": expected, "ignore_errors": True}
        tasks.append({"name": f"Case {number}", **one, **kept})
    book = tmp_path / "book.yml"
    head = {"hosts": "localhost", "connection": "local", "gather_facts": False, "tasks": tasks}
    book.write_text(yaml.safe_dump([head], sort_keys=False, allow_unicode=True), encoding="utf-8")
    inventory = tmp_path / "hosts"
    inventory.write_text(f"localhost ansible_python_interpreter={sys.executable}\n", encoding="utf-8")
    run = play(empty_company.server, book, inventory, "-vvvv", "--diff", teammail_zimbra_in_process=in_process)
    assert run.recap["localhost"]["ignored"] == 0, run.output
    assert set(PLANTED.findall(run.output)) == set()
    left = [
        file for file in Path(variables()["ANSIBLE_HOME"]).rglob("*") if file.is_file() and file.name != "_meta.yml"
    ]
    assert [file for file in left if PLANTED.search(file.read_text(encoding="utf-8", errors="replace"))] == []
