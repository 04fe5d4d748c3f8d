# Copyright (c) 2026, the teammail.zimbra contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""No secret that somebody wrote into an option is shown or kept: not at any verbosity, in success or failure, in process or packaged."""

from __future__ import annotations

import contextlib
import re
import sys
import threading
from pathlib import Path
from typing import Any

import pytest
import yaml
from playground.company import Company
from playground.environment import variables
from playground.plays import play
from playground.server import DOMAIN

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


# What a callback plugin of somebody's own is handed.
CALLBACK = """
import json, os
from ansible.plugins.callback import CallbackBase
class CallbackModule(CallbackBase):
    CALLBACK_VERSION, CALLBACK_TYPE, CALLBACK_NAME = 2.0, "aggregate", "keep_results"
    def keep(self, result, **_more):
        data = getattr(result, "result", None) or result._result
        with open(os.environ["KEPT_RESULTS"], "a", encoding="utf-8") as file:
            file.write(json.dumps(data, default=str) + "\\n")
    v2_runner_on_ok = v2_runner_on_failed = v2_runner_item_on_ok = keep
"""


class ProcessList(threading.Thread):
    """Looks at the arguments of all processes until it is stopped; found: the secrets among them."""

    def __init__(self) -> None:
        super().__init__(daemon=True)
        self.found: set[str] = set()
        self.looked = 0
        self._stop_looking = threading.Event()

    def run(self) -> None:
        while not self._stop_looking.wait(0.02):
            self.looked += 1
            for place in Path("/proc").glob("[0-9]*/cmdline"):
                with contextlib.suppress(OSError):  # it has ended meanwhile
                    self.found.update(PLANTED.findall(place.read_text(encoding="utf-8", errors="replace")))

    def stop(self) -> None:
        self._stop_looking.set()
        self.join()


@pytest.mark.parametrize("in_process", [True, False])
def test_no_secret_is_shown(empty_company: Company, tmp_path: Path, in_process: bool) -> None:
    tasks = []
    for number, one in enumerate(secrets()):
        expected = one["failed_when"].replace("result", f"result_{number}")
        kept = {"register": f"result_{number}", "failed_when": expected, "ignore_errors": True}
        tasks.append({"name": f"Case {number}", **one, **kept})
    results = {f"kept_{number}": f"{{{{ result_{number} }}}}" for number in range(len(tasks))}
    tasks.append({"name": "Keep the results", "ansible.builtin.set_fact": {"cacheable": True, **results}})
    book = tmp_path / "book.yml"
    head = {"hosts": "localhost", "connection": "local", "gather_facts": False, "tasks": tasks}
    book.write_text(yaml.safe_dump([head], sort_keys=False, allow_unicode=True), encoding="utf-8")
    inventory = tmp_path / "hosts"
    inventory.write_text(f"localhost ansible_python_interpreter={sys.executable}\n", encoding="utf-8")
    (tmp_path / "callbacks").mkdir()
    (tmp_path / "callbacks/keep_results.py").write_text(CALLBACK, encoding="utf-8")
    settings = {
        "ANSIBLE_LOG_PATH": str(tmp_path / "log"),
        "ANSIBLE_CACHE_PLUGIN": "ansible.builtin.jsonfile",
        "ANSIBLE_CACHE_PLUGIN_CONNECTION": str(tmp_path / "facts"),
        "ANSIBLE_CALLBACK_PLUGINS": str(tmp_path / "callbacks"),
        "ANSIBLE_CALLBACKS_ENABLED": "keep_results",
        "KEPT_RESULTS": str(tmp_path / "results"),
    }
    processes = ProcessList()
    processes.start()
    run = play(
        empty_company.server,
        book,
        inventory,
        "-vvvv",
        "--diff",
        settings=settings,
        teammail_zimbra_in_process=in_process,
    )
    processes.stop()
    assert run.recap["localhost"]["ignored"] == 0, run.output
    assert set(PLANTED.findall(run.output)) == set()
    assert processes.looked and processes.found == set()
    kept = [tmp_path / "log", tmp_path / "results", *(tmp_path / "facts").iterdir()]
    assert all("kept_0" in kept[-1].read_text(encoding="utf-8") and file.stat().st_size for file in kept)
    assert {secret for file in kept for secret in PLANTED.findall(file.read_text(encoding="utf-8"))} == set()
    left = [
        file for file in Path(variables()["ANSIBLE_HOME"]).rglob("*") if file.is_file() and file.name != "_meta.yml"
    ]
    assert [file for file in left if PLANTED.search(file.read_text(encoding="utf-8", errors="replace"))] == []
