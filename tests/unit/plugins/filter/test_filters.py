# Copyright (c) 2026, the teammail.zimbra contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

from ansible_collections.teammail.zimbra.plugins.filter.changes import FilterModule as ChangesModule
from ansible_collections.teammail.zimbra.plugins.filter.export_hosts import export_hosts


def test_changes_of_several_steps_become_one_list():
    change = {"object": "a", "key": "k", "before": 1, "after": 2}
    results = {
        "account": {"changes": [change]},
        "skipped": {"skipped": True},
        "folders": {"changes": [dict(change, object="b")]},
    }
    assert ChangesModule().filters()["changes"](results) == [
        dict(change, step="account"),
        dict(change, object="b", step="folders"),
    ]


def finding(number, kind="folder_without_agent", role="leaves it as it is"):
    where = f"s@example.com:/Inbox/C{number}"
    return {"object": where, "kind": kind, "found": f"/Inbox/C{number} with 2 mails belongs to none", "role": role}


def exported(findings):
    mailbox = {"host": "s", "address": "s@example.com", "variables": {"shared_mailbox_address": "s@example.com"}}
    (file,) = export_hosts([dict(mailbox, findings=findings)])
    assert file["content"].count("\n# - ") == len(file["findings"])
    return file["findings"]


def test_thousands_of_findings_of_a_kind_are_one_comment():
    told = exported([*map(finding, range(3000)), finding(7, role="removes it"), finding(8, kind="folder_grants")])
    where = "s@example.com:/Inbox/C0 (folder_without_agent, and 2999 more of the kind)"
    assert told == [
        f"{where}: /Inbox/C0 with 2 mails belongs to none. The role leaves it as it is.",
        "s@example.com:/Inbox/C7 (folder_without_agent): /Inbox/C7 with 2 mails belongs to none. The role removes it.",
        "s@example.com:/Inbox/C8 (folder_grants): /Inbox/C8 with 2 mails belongs to none. The role leaves it as it is.",
    ]


def test_a_few_findings_of_a_kind_are_told_one_by_one():
    assert len(exported([finding(number) for number in range(10)])) == 10
    assert len(exported([finding(number) for number in range(11)])) == 1
