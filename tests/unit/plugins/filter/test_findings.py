# Copyright (c) 2026, the teammail.zimbra contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the drift report is made of, from the variables of the hosts."""

from __future__ import annotations

from ansible.errors import AnsibleError
from jinja2 import StrictUndefined

from ansible_collections.teammail.zimbra.plugins.filter.findings import findings

RIGHTS = [{"user": "meier@example.com", "path": "/Inbox", "rights": "rwidx", "problem": None}]
PLAN = {
    "desired": {"address": "support@example.com"},
    "team": [{"address": "meier@example.com"}],
    "former_agents": [{"address": "wagner@example.com"}],
    "extra_access": [{"kind": "rule"}],
    "shared_in_domain": ["sales@example.com"],
    "effective_rights": RIGHTS,
}
NOTHING = {
    "agents": [],
    "former_agents": [],
    "extra_access": [],
    "shared_in_domain": [],
    "described": [],
    "changes": [],
    "expected": True,
    "access": {},
    "unreachable": [],
    "tolerated": False,
    "inactive": False,
    "problem": "",
    "failed_task": "",
    "language": "en",
}


class Undefined(dict):
    """A host's variables of which some cannot be worked out."""

    def get(self, name, default=None):
        if name == "shared_mailbox_language":
            raise AnsibleError("'nobody' is undefined")
        if name == "drift_searching":
            return StrictUndefined("nobody")
        return super().get(name, default)


def test_a_mailbox_in_order_has_its_rights_from_the_first_look():
    variables = {
        "shared_mailbox_plan": PLAN,
        "shared_mailbox_changes": [],
        "shared_mailbox_language": "de",
        "drift_searching": ["support"],
        "shared_mailbox_address": "support@example.com",
        "shared_mailbox_rights_read": {"skipped": True, "changed": False},
    }
    also = {"shared_mailbox_address": StrictUndefined("nobody")}
    assert findings({"support": variables, "other": also, "none": {}}, ["support"]) == [
        {
            **NOTHING,
            "host": "support",
            "address": "support@example.com",
            "agents": PLAN["team"],
            "former_agents": PLAN["former_agents"],
            "extra_access": PLAN["extra_access"],
            "shared_in_domain": ["sales@example.com"],
            "described": ["support@example.com"],
            "access": {"effective_rights": RIGHTS},
            "language": "de",
        }
    ]


def test_any_other_has_those_that_were_asked_for_afterwards_or_the_reason_why_not():
    plan = dict(PLAN, effective_rights=None)
    asked = {"effective_rights": RIGHTS, "invocation": {}, "failed": False}
    refused = {"msg": "service.PERM_DENIED: no", "failed": False, "changed": False}
    (found, not_told) = findings(
        {
            "a": {
                "shared_mailbox_plan": plan,
                "shared_mailbox_rights_read": asked,
                "shared_mailbox_changes": [{"step": "account"}],
            },
            "b": {
                "shared_mailbox_address": 7,
                "shared_mailbox_plan": plan,
                "shared_mailbox_rights_read": refused,
                "drift_searching": ["a"],
            },
        },
        ["a", "b"],
    )
    assert found["access"] == {"effective_rights": RIGHTS} and found["changes"] == [{"step": "account"}]
    assert not_told["access"] == {"msg": "service.PERM_DENIED: no"} and not_told["described"] == []


def test_what_could_not_be_checked():
    refused = {"failed": True, "msg": "shared_mailbox_list is x; no."}
    variables = Undefined(
        shared_mailbox_address="Support@Example.com",
        shared_mailbox_plan=refused,
        drift_problem=refused["msg"],
        drift_failed_task="Read the mailbox, its list and its people",
        shared_mailbox_state="absent",
        shared_mailbox_status="locked",
        shared_mailbox_unreachable_agents="warn",
    )
    assert findings({"support": variables, "sales": {}}, ["support", "sales"]) == [
        {
            **NOTHING,
            "host": "support",
            "address": "support@example.com",
            "problem": refused["msg"],
            "failed_task": "Read the mailbox, its list and its people",
            "expected": False,
            "inactive": True,
            "tolerated": True,
        },
        {**NOTHING, "host": "sales", "address": "sales"},
    ]


def test_of_parts_nothing_but_these_counts():
    mine = {"host": "support", "address": "support@example.com", "changes": []}
    hostvars = {"support": {"shared_mailbox_plan": PLAN}, "sales": {"shared_mailbox_address": "sales@example.com"}}
    assert findings(hostvars, ["support", "sales"], [{"other": {}}, {"support": mine}]) == [
        mine,
        {"host": "sales", "address": "sales@example.com", "missing": True, "language": "en"},
    ]


def test_a_value_is_as_the_role_has_taken_it_from_wherever_it_was_set():
    desired = {"address": "a@b", "language": "de", "state": "absent", "status": "closed", "unreachable_agents": "warn"}
    (found,) = findings({"support": {"shared_mailbox_plan": {"desired": desired}}}, ["support"])
    assert (found["language"], found["expected"], found["inactive"], found["tolerated"]) == ("de", False, True, True)


def test_rights_that_need_not_be_asked_for_are_not_those_of_an_earlier_play():
    before = {"effective_rights": RIGHTS}
    plan = dict(PLAN, effective_rights=[])
    (found,) = findings({"a": {"shared_mailbox_plan": plan, "shared_mailbox_rights_read": before}}, ["a"])
    assert found["access"] == {}
