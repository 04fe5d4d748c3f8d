# Copyright (c) 2026, the teammail.zimbra contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The inventory plugin without a server: which files it takes, and that names from a server are never evaluated."""

from __future__ import annotations

import pytest
from ansible.inventory.data import InventoryData
from ansible.parsing.dataloader import DataLoader
from ansible.plugins.loader import inventory_loader
from ansible.template import Templar

from ansible_collections.teammail.zimbra.plugins.module_utils.discovery.variables import host_names

NAME = "teammail.zimbra.shared_mailboxes"
EVIL = "{{ 6 * 7 }}"


def mailbox(address, **more):
    entry = {
        "address": address,
        "host": address.partition("@")[0],
        "id": "8d4f4b1e-2f6c-4d2c-9a53-0d8a6a3d7c11",
        "display_name": EVIL,
        "list": None,
        "variables": {
            "shared_mailbox_address": address,
            "shared_mailbox_agents": [{"address": "a@example.com", "folder": EVIL}],
        },
        "findings": [{"kind": "x", "object": EVIL, "found": EVIL, "role": "leaves it"}],
    }
    return dict(entry, **more)


@pytest.fixture
def plugin(monkeypatch):
    """The plugin, answered by a server with one mailbox; its connection options are recorded."""
    found = inventory_loader.get(NAME)
    module = __import__(type(found).__module__, fromlist=["get_info"])
    seen = {}

    class Nothing:
        def close(self):
            seen["closed"] = True

    class Session:
        client = Nothing()

        def restore_caches(self):
            return None

    def open_session(params):
        seen["params"] = dict(params)
        return Session()

    monkeypatch.setattr(module, "open_session", open_session)
    monkeypatch.setattr(
        module,
        "get_info",
        lambda session, params: {"shared_mailboxes": [mailbox("support@example.com")], "unreadable": []},
    )
    found.seen = seen
    return found


def parsed(plugin, tmp_path, text=""):
    file = tmp_path / "shared_mailboxes.yml"
    file.write_text(f"plugin: {NAME}\nurl: https://mail.example.com\n{text}", encoding="utf-8")
    inventory = InventoryData()
    plugin.parse(inventory, DataLoader(), str(file), cache=False)
    return inventory


@pytest.mark.parametrize(
    ("name", "taken"),
    [
        ("shared_mailboxes.yml", True),
        ("shared_mailboxes.yaml", True),
        ("eu.shared_mailboxes.yml", True),
        ("my_shared_mailboxes.yml", False),
        ("hosts.yml", False),
        ("shared_mailboxes.json", False),
    ],
)
def test_files(plugin, tmp_path, name, taken):
    (tmp_path / name).write_text(f"plugin: {NAME}\n", encoding="utf-8")
    assert plugin.verify_file(str(tmp_path / name)) is taken


def test_names_are_data(plugin, tmp_path):
    inventory = parsed(plugin, tmp_path, "strict: true\ncompose:\n  twice: zimbra_display_name ~ zimbra_display_name\n")
    variables = inventory.get_host("support").get_vars()
    templar = Templar(DataLoader(), variables=variables)
    for name in ("zimbra_display_name", "shared_mailbox_agents", "zimbra_findings", "twice"):
        assert "42" not in str(templar.template(variables[name])), name
        assert "6 * 7" in str(templar.template(variables[name])), name
    assert plugin.seen["closed"]


def test_templates_of_the_file_are_evaluated_and_the_environment_is_not(plugin, tmp_path, monkeypatch):
    monkeypatch.setenv("ZIMBRA_PASSWORD", "pa{{ 1 }}ss")
    parsed(plugin, tmp_path, 'username: "{{ ""admin"" ~ ""@example.com"" }}"\n'.replace('""', "'"))
    assert plugin.seen["params"]["username"] == "admin@example.com"
    assert plugin.seen["params"]["password"] == "pa{{ 1 }}ss"
    assert plugin.seen["params"]["validate_certs"] is True


def test_host_names():
    addresses = [
        "support@a.example",
        "support@b.example",
        "sales@a.example",
        "all@a.example",
        "..@a.example",
        "x/y@a.example",
        "a[1:3]@a.example",
    ]
    assert host_names(addresses) == {
        "support@a.example": "support@a.example",
        "support@b.example": "support@b.example",
        "sales@a.example": "sales",
        "all@a.example": "all@a.example",
        "..@a.example": "a.example",
        "x/y@a.example": "x_y",
        "a[1:3]@a.example": "a_1_3_",
    }
