# Copyright (c) 2026, the teammail.zimbra contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Playbooks by their full names from the installed archive, called in a folder of one's own with relative paths.

TEAMMAIL_ANSIBLE names the folder of another ansible-core's programs; without it, that of the development environment is used.
"""

from __future__ import annotations

import json
import os
import ssl
import subprocess
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playground.company import Company, company
from playground.damage import MAILBOX, MEIER, SCHULZE
from playground.environment import CACHE, VENV, variables
from playground.handmade import grant, make_account, make_list
from playground.server import DOMAIN, Server

PROGRAMS = Path(os.environ.get("TEAMMAIL_ANSIBLE") or VENV / "bin")


class Place:
    """A folder with an inventory and the server's certificate in it, outside of any checkout."""

    def __init__(self, folder: Path, collections: Path, server: Server) -> None:
        self.folder = folder
        self.collections = collections
        self.env = {**variables(PROGRAMS.parent, collections), **server.environment}
        self.env.update(
            ANSIBLE_NOCOLOR="1", ANSIBLE_CONFIG=str(folder / "ansible.cfg"), ANSIBLE_HOME=str(folder / ".ansible")
        )
        self.env.pop("PYTHONPATH")

    def play(self, name: str, *options: str) -> str:
        """Run a playbook; its output.  Fails unless the playbook succeeds."""
        argv = [PROGRAMS / "ansible-playbook", "-i", "inventory", f"teammail.zimbra.{name}", *options]
        done = subprocess.run(argv, cwd=self.folder, env=self.env, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout


@pytest.fixture(scope="module")
def shop() -> Iterator[Company]:
    """People with accounts on a simulator that speaks https with a certificate of its own."""
    CACHE.mkdir(exist_ok=True)
    with company(CACHE / "e2e-full-names.log", "--tls") as started:
        yield started


@pytest.fixture(scope="module")
def place(shop: Company, installed: Path, tmp_path_factory: pytest.TempPathFactory) -> Place:
    folder = tmp_path_factory.mktemp("place")
    at = urlsplit(shop.server.admin_url)
    certificate = ssl.get_server_certificate((str(at.hostname), int(at.port or 443)))
    (folder / "ca.pem").write_text(certificate, encoding="utf-8")
    (folder / "ansible.cfg").write_text("[defaults]\n", encoding="utf-8")
    (folder / "inventory").mkdir()
    agents = [{"address": MEIER}, {"address": SCHULZE}]
    host = {"shared_mailbox_address": MAILBOX, "shared_mailbox_agents": agents}
    inventory = {"all": {"children": {"shared_mailboxes": {"hosts": {"support": host}}}}}
    (folder / "inventory/hosts.json").write_text(json.dumps(inventory), encoding="utf-8")
    return Place(folder, installed, replace(shop.server, validate_certs=True, ca_path="ca.pem"))


@pytest.mark.simulator("it speaks https with a certificate that nobody else trusts")
@pytest.mark.thorough
@pytest.mark.parametrize("in_process", ["true", "false"])
def test_everything_by_full_names_and_relative_paths(
    shop: Company, place: Place, installed: Path, in_process: str
) -> None:
    before = {path for path in installed.rglob("*") if path.suffix != ".pyc"}
    way = ["-e", f"teammail_zimbra_in_process={in_process}"]
    place.play("site", *way)
    assert "changed=0" in place.play("site", *way)
    place.play("verify", *way)
    reports = f"reports-{in_process}"
    place.play("drift", *way, "-e", f"drift_report_dir={reports}")
    assert json.loads((place.folder / reports / "drift.json").read_text(encoding="utf-8"))["in_order"] == 1
    assert (place.folder / reports / "drift.html").is_file()
    exported = f"exported-{in_process}"
    place.play("export", *way, "-e", f"export_dir={exported}", "-e", f"export_domain={DOMAIN}")
    assert MAILBOX in (place.folder / exported / "support.yml").read_text(encoding="utf-8")
    assert {
        path for path in installed.rglob("*") if path.suffix != ".pyc" and "__pycache__" not in path.parts
    } <= before


@pytest.mark.simulator("it speaks https with a certificate that nobody else trusts")
def test_an_export_with_a_relative_folder_lies_where_it_was_called(
    shop: Company, place: Place, installed: Path
) -> None:
    stray = f"stray@{DOMAIN}"
    make_account(shop.admin, stray, "Stray")
    grant(shop.admin, stray, "2", make_list(shop.admin, f"strays@{DOMAIN}", "Strays", [MEIER]), "grp", "rwidx")
    place.play("export", "-e", "export_dir=found", "-e", json.dumps({"export_addresses": [stray]}))
    assert (place.folder / "found/stray.yml").is_file()
    assert not list(installed.rglob("stray.yml"))
