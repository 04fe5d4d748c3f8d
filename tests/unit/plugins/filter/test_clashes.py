# Copyright (c) 2026, the teammail.zimbra contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Mailboxes that want the same name in an agent's mailbox."""

from __future__ import annotations

from ansible_collections.teammail.zimbra.plugins.filter.clashes import clashes

MEIER, MUELLER = "meier@example.com", "mueller@example.com"


def host(mailbox, inbox="Support", persona=None, joining=(MEIER,), agents=(MEIER, MUELLER), former=None, **variables):
    sent = f"{inbox} Sent"
    desired = {"state": "present", "address": mailbox, "inbox_name": inbox, "sent_name": sent}
    desired["personas"] = [{"name": persona or mailbox}]
    mounts = [{"name": inbox, "former_name": former}, {"name": sent, "former_name": None}]
    team = [{"address": a, "id": a[:2]} for a in agents]
    plan = {"desired": desired, "team": team, "joining": list(joining), "mounts": mounts}
    return {"shared_mailbox_plan": plan, **variables}


def told(**hosts):
    return clashes(hosts, list(hosts))


def test_two_new_folders_of_one_name():
    found = told(a=host("a@example.com"), b=host("b@example.com", "SUPPORT"))
    assert found["a"] == found["b"]
    assert found["a"] == [
        (
            f"{MEIER} would have two folders called Support: shared_mailbox_inbox_name of the host a and shared_mailbox_inbox_name of the host b;"
            " set that variable to another value for one of them"
        ),
        (
            f"{MEIER} would have two folders called Support Sent: shared_mailbox_sent_name of the host a and shared_mailbox_sent_name of the host b;"
            " set that variable to another value for one of them"
        ),
    ]


def test_folders_that_are_there_may_have_been_renamed_by_their_agents():
    there = {"a": host("a@example.com", joining=()), "b": host("b@example.com", joining=())}
    assert told(**there) == {}
    assert sorted(told(a=there["a"], b=host("b@example.com", joining=(), former="Old"))) == ["a", "b"]


def test_one_persona_of_two_mailboxes_is_never_in_order():
    found = told(a=host("a@example.com", "A", "Team", ()), b=host("b@example.com", "B", "team", ()))
    assert found["b"] == [
        (
            f"{MEIER} would have two personas called Team: shared_mailbox_persona_name of the host a and shared_mailbox_persona_name of the host b;"
            " set that variable to another value for one of them"
        )
    ]


def test_other_agents_servers_and_names_do_not_clash():
    assert told(a=host("a@example.com", agents=[MEIER]), b=host("b@example.com", agents=[MUELLER])) == {}
    assert told(a=host("a@example.com", zimbra_url="https://a"), b=host("b@example.com", zimbra_url="https://b")) == {}
    assert told(a=host("a@example.com", "A"), b=host("b@example.com", "B")) == {}
    assert told(a=host("a@example.com"), b=host("a@example.com")) == {}, "one mailbox twice is told by contradictions"


def test_hosts_without_a_plan_and_absent_ones_claim_nothing():
    absent = host("b@example.com")
    absent["shared_mailbox_plan"]["desired"]["state"] = "absent"
    failed = {"shared_mailbox_plan": {"failed": True, "msg": "no"}}
    assert told(a=host("a@example.com"), b=absent, c=failed, d={}) == {}
