# Copyright (c) 2026, the teammail.zimbra contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import pytest
from ansible.errors import AnsibleUndefinedVariable

from ansible_collections.teammail.zimbra.plugins.filter.contradictions import FilterModule


def told(**hosts):
    return FilterModule().filters()["contradictions"](hosts, hosts)


def box(address, **more):
    return {"shared_mailbox_address": address, **{f"shared_mailbox_{k}": v for k, v in more.items()}}


def test_mailboxes_of_their_own_contradict_nobody():
    assert told(sales=box("sales@example.test"), support=box("support@example.test"), web={}) == {}


@pytest.mark.parametrize(
    ("other", "claimed"),
    [
        (
            box("Sales@Example.test"),
            "sales@example.test is shared_mailbox_address of the host one and shared_mailbox_address",
        ),
        (
            box("old@example.test", list="SALES-team@example.test"),
            "sales-team@example.test is shared_mailbox_list of the host one and shared_mailbox_list",
        ),
        (
            box("old@example.test", aliases="shop@example.test, sales@example.test"),
            "sales@example.test is shared_mailbox_address of the host one and shared_mailbox_aliases",
        ),
        (
            box("old@example.test", list="sales@example.test"),
            "sales@example.test is shared_mailbox_address of the host one and shared_mailbox_list",
        ),
    ],
)
def test_what_two_hosts_claim_is_told_of_both_and_of_nobody_else(other, claimed):
    found = told(one=box("sales@example.test"), two=other, three=box("third@example.test"))
    assert set(found) == {"one", "two"}
    assert len(found["one"]) == 1 and found["one"][0].startswith(claimed + " of the host two;"), found
    assert found["one"] == found["two"]


def test_a_domain_with_umlauts_is_one_in_either_spelling():
    assert set(told(one=box("info@bücher.test"), two=box("info@xn--bcher-kva.test"))) == {"one", "two"}


def test_two_servers_may_each_have_the_address():
    one, two = (dict(box("sales@example.test"), zimbra_url=f"https://{name}") for name in ("a", "b"))
    assert told(one=one, two=two) == {}


class Undefined(dict):
    def get(self, name):
        if name == "shared_mailbox_list":
            raise AnsibleUndefinedVariable("no such thing")
        return super().get(name)


def test_what_cannot_be_worked_out_is_left_to_the_hosts_own_tasks():
    broken = Undefined(box("sales@example.test"))
    assert told(one=broken, two=box("no address"), three=box(5)) == {}
    assert set(told(one=broken, two=box("sales@example.test"))) == {"one", "two"}


def test_one_persona_name_for_two_mailboxes_of_one_agent():
    def described(mailbox, agent, **more):
        agents = [{"address": agent}]
        return {
            "shared_mailbox_address": mailbox,
            "shared_mailbox_persona_name": "Team",
            "shared_mailbox_agents": agents,
            **more,
        }

    hosts = {
        "a": described("a@example.com", "meier@example.com"),
        "b": described("b@example.com", "Meier@example.com", shared_mailbox_persona_name="team "),
        "c": described("c@example.com", "mueller@example.com"),
        "d": described("d@example.com", "meier@example.com", shared_mailbox_persona_name=""),
        "gone": described("gone@example.com", "meier@example.com", shared_mailbox_state="absent"),
        "e": described("e@example.com", "meier@example.com", shared_mailbox_agents="text"),
    }
    found = told(**hosts)
    assert sorted(found) == ["a", "b"]
    assert found["a"] == [
        (
            "meier@example.com would have one persona team for several mailboxes, by shared_mailbox_persona_name of the hosts a and b; each of them would"
            " take it from the other: choose two names"
        )
    ]
