# Copyright (c) 2026, the teammail.zimbra contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""After a change that other mailbox servers would not notice for minutes, their caches are flushed, and only then."""

from __future__ import annotations

import pytest

from ansible_collections.teammail.zimbra.plugins.module_utils.engine import Reconciler
from ansible_collections.teammail.zimbra.plugins.module_utils.resources.account.resource import Account
from ansible_collections.teammail.zimbra.plugins.module_utils.resources.distribution_list.resource import (
    DistributionList,
)
from ansible_collections.teammail.zimbra.tests.unit.plugins import scripted_accounts as accounts
from ansible_collections.teammail.zimbra.tests.unit.plugins import scripted_lists as lists
from ansible_collections.teammail.zimbra.tests.unit.plugins.scripted import Script, fault

EVA_ID, JAN_ID = "e0000000-2f6c-4d2c-9a53-0d8a6a3d7c11", "a0000000-2f6c-4d2c-9a53-0d8a6a3d7c11"
ADD, REMOVE = lists.members_request("Add", lists.EVA), lists.members_request("Remove", lists.JAN)
KNOWN = lists.looked_up(eva=lists.account(lists.EVA, EVA_ID))
LEAVING = lists.looked_up(jan=lists.account(lists.JAN, JAN_ID))
CHANGE = (lists.there([lists.JAN]), KNOWN, LEAVING, lists.written(REMOVE, ADD), lists.there([lists.EVA]))


def run(resource_class, scripted, *exchanges, answer=None, check_mode=False, **given):
    script = Script(*exchanges)
    script.flush_answer = answer or script.flush_answer
    resource = resource_class(script.session(), scripted.options(**given), check_mode)
    outcome = Reconciler(resource).run(check_mode)
    script.finished()
    return script.flushed, outcome


def test_members_who_come_and_go_are_read_anew_everywhere():
    flushed, outcome = run(DistributionList, lists, *CHANGE, members=[lists.EVA])
    assert [sorted(some) for some in flushed] == [[JAN_ID, EVA_ID]]
    assert outcome.notes == [] and outcome.error is None


def test_nothing_is_flushed_in_check_mode_or_where_nothing_changes():
    assert run(DistributionList, lists, *CHANGE[:3], members=[lists.EVA], check_mode=True)[0] == []
    assert run(DistributionList, lists, lists.there([lists.EVA]), members=[lists.EVA])[0] == []


def test_a_nested_list_concerns_everybody_on_it():
    crew = lists.looked_up(crew=(lists.NO_ACCOUNT, lists.dlist(name=lists.NEW, ident=lists.OTHER_ID)))
    exchanges = (lists.there(), crew, lists.written(lists.members_request("Add", lists.NEW)), lists.there([lists.NEW]))
    assert run(DistributionList, lists, *exchanges, members=[lists.NEW])[0] == [[]]


def test_a_list_that_is_removed_concerns_everybody_on_it():
    removal = (lists.there([lists.EVA]), lists.written(lists.request("DeleteDistributionList")), lists.missing())
    assert run(DistributionList, lists, *removal, state="absent")[0] == [[]]


def test_addresses_outside_are_on_no_server():
    outside = lists.looked_up(eva=(lists.DENIED, lists.DENIED))
    exchanges = (lists.there(), outside, lists.written(ADD), lists.there([lists.EVA]))
    assert run(DistributionList, lists, *exchanges, members=[lists.EVA])[0] == []


def test_an_account_that_changes_is_read_anew_and_a_new_one_is_known_to_none():
    change = (accounts.there(), accounts.write(accounts.modify(displayName="S")), accounts.there(displayName="S"))
    assert run(Account, accounts, *change, display_name="S")[0] == [[accounts.ID]]
    create = '<CreateAccountRequest xmlns="urn:zimbraAdmin"><name>support@example.com</name></CreateAccountRequest>'
    made = (accounts.missing(), accounts.write(create, accounts.account(tag="Create")), accounts.there())
    assert run(Account, accounts, *made)[0] == []


@pytest.mark.parametrize(
    "answer, words",
    [
        (
            fault("service.PERM_DENIED", "permission denied: need right: flushCache for server mail"),
            "not flushed (service.PERM_DENIED: permission denied: need right: flushCache for server mail); grant flushCache on every server",
        ),
        (fault("service.FAILURE", "system failure: x"), "not flushed (service.FAILURE: system failure: x). Where"),
    ],
)
def test_a_refusal_is_told_and_the_change_stays_done(answer, words):
    flushed, outcome = run(DistributionList, lists, *CHANGE, answer=answer, members=[lists.EVA])
    assert len(flushed) == 1 and outcome.error is None
    assert len(outcome.notes) == 1 and words in outcome.notes[0] and "up to 15 minutes" in outcome.notes[0]
