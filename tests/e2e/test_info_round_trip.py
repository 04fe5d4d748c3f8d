# Copyright (c) 2026, the teammail.zimbra contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What an _info module returns can be given to its module as it is, and changes nothing."""

from __future__ import annotations

import ast
import json
from pathlib import Path
from typing import Any

import pytest
import yaml
from playground.chapters import Tasks, chapter, plain_play, run, told
from playground.company import Company
from playground.environment import ROOT
from playground.server import DOMAIN

SUPPORT, TEAM, MEIER = f"support@{DOMAIN}", f"support-team@{DOMAIN}", f"meier@{DOMAIN}"
AGENTS = [f"{name}@{DOMAIN}" for name in ("meier", "mueller", "schulze")]
MODULE_FILES = {path.stem: path for path in (ROOT / "plugins/modules").glob("*.py")}
PAIRS = sorted(name for name in MODULE_FILES if f"{name}_info" in MODULE_FILES)
# What each _info module is asked for.
ASKED: dict[str, dict[str, Any]] = {
    "account": {"domain": f"{DOMAIN}", "attributes": ["zimbraPrefDelegatedSendSaveTarget", "description"]},
    "distribution_list": {"domain": f"{DOMAIN}"},
    "filter_rule": {"account": [SUPPORT, MEIER]},
    "folder": {"account": SUPPORT},
    "identity": {"account": AGENTS, "attributes": ["zimbraPrefForwardReplyFormat"]},
    "message": {"account": SUPPORT},
    "mountpoint": {"account": AGENTS},
    "preferences": {"account": [SUPPORT, MEIER]},
    "send_right": {"target": [SUPPORT, TEAM]},
    "share": {"account": SUPPORT},
}
# What a result says in a word that is an option of another meaning: how many mails a folder holds, and what is to become of them.
OTHER_MEANING = {"folder": {"messages"}}

SPICE: Tasks = [
    {
        "name": "An account with much to tell",
        "teammail.zimbra.account": {
            "name": MEIER,
            "given_name": "Anna",
            "aliases": [f"anna@{DOMAIN}"],
            "quota": "2G",
            "cos": "default",
            "forwarding_addresses": ["elsewhere@example.org", "second@example.org"],
            "attributes": {"description": ["one", "two"], "zimbraPrefLocale": "de"},
        },
    },
    {"name": "A locked one", "teammail.zimbra.account": {"name": f"locked@{DOMAIN}", "status": "locked"}},
    {
        "name": "A list with owners, senders and people outside",
        "teammail.zimbra.distribution_list": {
            "name": f"news@{DOMAIN}",
            "members": [TEAM, MEIER, "outside@example.org"],
            "aliases": [f"newsletter@{DOMAIN}"],
            "owners": [MEIER],
            "allowed_senders": [TEAM],
        },
    },
    {
        "name": "A dynamic one",
        "teammail.zimbra.distribution_list": {"name": f"dynamic@{DOMAIN}", "dynamic": True, "members": [MEIER]},
    },
    {
        "name": "A folder with a colour and an end",
        "teammail.zimbra.folder": {
            "account": SUPPORT,
            "path": "/Archive/Über uns",
            "color": "#ff8800",
            # Carbonio has no other policy than purge
            "retention": {"purge": "365d", "keep": "{{ omit if carbonio else '30d' }}"},
        },
    },
    {
        "name": "Grants of every kind",
        "teammail.zimbra.share": {
            "account": SUPPORT,
            "path": "/Archive",
            "grants": [
                {"grantee": MEIER, "rights": "rx", "expires": "2031-01-31"},
                {"grantee": f"dynamic@{DOMAIN}", "role": "viewer"},
                {"grantee": "friend@example.org", "type": "guest", "role": "viewer"},
                {"grantee": f"{DOMAIN}", "type": "domain", "role": "viewer"},
                {"grantee": "default", "type": "cos", "role": "viewer"},
                {"type": "all", "role": "viewer"},
                {"type": "public", "role": "viewer"},
            ],
        },
    },
    {
        "name": "Another name and a colour for a mounted folder",
        "teammail.zimbra.mountpoint": {
            "account": MEIER,
            "mounts": [{"owner": SUPPORT, "path": "/Inbox", "name": "Team/Post", "color": 4}],
            "rename": True,
        },
    },
    {
        "name": "A persona with all there is",
        "teammail.zimbra.identity": {
            "account": MEIER,
            "name": "Anna",
            "from_address": f"anna@{DOMAIN}",
            "from_display": "Anna M.",
            "reply_to_enabled": True,
            "reply_to_address": f"anna@{DOMAIN}",
            "reply_to_display": "Anna",
            "when_sent_to": [f"anna@{DOMAIN}", "a.meier@example.org"],
            "when_in_folders": ["/Sent"],
            "save_to_sent": False,
        },
    },
    {
        "name": "One who may send on behalf",
        "teammail.zimbra.send_right": {"target": [SUPPORT, TEAM], "right": "sendOnBehalfOf", "grantees": [MEIER]},
    },
    {
        "name": "A mail",
        "teammail.zimbra.message": {
            "account": SUPPORT,
            "message_id": "<round-trip@example.org>",
            "from_address": "customer@example.org",
            "to": [SUPPORT],
            "subject": "Ärger",
            "body": "Bitte",
            "folder": "/Inbox/Meier",
            "flagged": True,
        },
    },
    {
        "name": "An out-of-office notice",
        "teammail.zimbra.preferences": {
            "account": SUPPORT,
            "out_of_office": {
                "enabled": True,
                "text": "Closed",
                "from": "2030-12-24",
                "until": "2031-01-01",
                "external": "different",
                "external_text": "Closed for you too",
            },
        },
    },
    {
        "name": "Rules",
        "teammail.zimbra.filter_rule": {
            "account": SUPPORT,
            "name": "Orders",
            "active": False,
            "condition": "anyof",
            "tests": [
                {"type": "header", "header": "subject", "string_comparison": "contains", "value": "order"},
                {"type": "size", "number_comparison": "over", "size": "1M"},
            ],
            "actions": [
                {"type": "file_into", "folder_path": "/Inbox/Meier"},
                {"type": "flag", "flag_name": "flagged"},
                {"type": "stop"},
            ],
        },
    },
]


def documented(module: str) -> dict[str, Any]:
    """Options of a module by name, and by every alias."""
    for node in ast.parse(MODULE_FILES[module].read_text(encoding="utf-8")).body:
        if isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "") == "DOCUMENTATION":
            options = yaml.safe_load(ast.literal_eval(node.value))["options"]
            return options | {alias: option for option in options.values() for alias in option.get("aliases", [])}
    raise LookupError(f"{module} has no documentation")


def feed(module: str, entry: dict[str, Any]) -> dict[str, Any]:
    """A task that gives back what was returned: every key that the module knows, with the value that it had."""
    options = documented(module)
    if module == "mountpoint":
        mount = {key: value for key, value in entry.items() if key in options["mounts"]["suboptions"]}
        args: dict[str, Any] = {"account": entry["account"], "mounts": [mount], "rename": True}
    else:
        args = {k: v for k, v in entry.items() if k in options and k not in OTHER_MEANING.get(module, ())}
    return {
        "name": f"Feed back {json.dumps(args, ensure_ascii=False)}",
        f"teammail.zimbra.{module}": args,
        "register": "fed",
        "failed_when": "fed is failed or fed is changed or fed.warnings | default([]) | length > 0",
    }


@pytest.fixture(scope="module")
def found(shop: Company, tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[dict[str, Any]]]:
    """Module -> the objects that its _info module returns."""
    folder = tmp_path_factory.mktemp("found")
    tasks = [{"name": "Tell the kind of server", "ansible.builtin.set_fact": {"carbonio": shop.is_carbonio}}, *SPICE]
    for module, args in ASKED.items():
        keep = {"content": "{{ read | to_json }}", "dest": str(folder / f"{module}.json"), "mode": "0600"}
        tasks.append({"name": f"Read {module}", f"teammail.zimbra.{module}_info": args, "register": "read"})
        tasks.append({"name": "Keep it", "ansible.builtin.copy": keep})
    done = run(shop.server, folder, [plain_play("Read", tasks)])
    assert done.status == 0, done.output
    results = {module: json.loads((folder / f"{module}.json").read_text(encoding="utf-8")) for module in ASKED}
    return {
        module: next(v for v in result.values() if isinstance(v, list) and v and isinstance(v[0], dict))
        for module, result in results.items()
    }


@pytest.fixture(scope="module")
def failures(
    shop: Company, found: dict[str, list[dict[str, Any]]], tmp_path_factory: pytest.TempPathFactory
) -> dict[str, str]:
    """Module -> what did not go back as it had come."""
    folder = tmp_path_factory.mktemp("fed")
    failed = folder / "failures"
    failed.mkdir()
    done = run(
        shop.server, folder, [chapter(m, [feed(m, entry) for entry in entries], failed) for m, entries in found.items()]
    )
    assert done.status == 0, done.output
    return told(failed)


def test_every_pair_is_asked() -> None:
    assert sorted(ASKED) == PAIRS


@pytest.mark.parametrize("module", sorted(ASKED))
def test_what_was_read_changes_nothing(
    found: dict[str, list[dict[str, Any]]], failures: dict[str, str], module: str
) -> None:
    assert found[module]
    assert module not in failures, failures[module]


def test_a_change_would_be_seen(shop: Company, found: dict[str, list[dict[str, Any]]], tmp_path: Path) -> None:
    other = next(entry for entry in found["account"] if entry["name"] == MEIER) | {"display_name": "Somebody else"}
    assert run(shop.server, tmp_path, [chapter("account", [feed("account", other)], tmp_path)]).status == 0
    assert "Somebody else" in told(tmp_path)["account"]
