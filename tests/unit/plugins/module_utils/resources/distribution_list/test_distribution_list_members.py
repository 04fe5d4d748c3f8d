# Copyright (c) 2026, the teammail.zimbra contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import pytest

from ansible_collections.teammail.zimbra.plugins.module_utils.resources.distribution_list.reading import PAGE
from ansible_collections.teammail.zimbra.plugins.module_utils.resources.distribution_list.resource import (
    DistributionList,
)
from ansible_collections.teammail.zimbra.tests.unit.plugins.scripted import Exchange, Script, batch, batched, fault
from ansible_collections.teammail.zimbra.tests.unit.plugins.scripted_lists import (
    CHEF,
    DENIED,
    EVA,
    ID,
    JAN,
    NAME,
    NO_ACCOUNT,
    account,
    changes,
    dlist,
    get,
    get_account,
    looked_up,
    members_request,
    options,
    refused,
    run,
    there,
    written,
)


def test_equal_lists_need_one_exchange():
    assert not run(there(["EVA@example.com", JAN]), members=[JAN, EVA])[1]["changed"]


def test_members_that_were_not_named_stay_with_add_and_remove():
    known = looked_up(eva=account(EVA), jan=account(JAN))
    _outcome, result = run(
        there([CHEF, JAN]),
        known,
        written(members_request("Remove", JAN), members_request("Add", EVA)),
        there([CHEF, EVA]),
        looked_up(jan=account(JAN)),
        members={"add": [EVA], "remove": [JAN]},
    )
    assert changes(result) == {"members": ([JAN], [EVA])}


def test_an_alias_and_its_account_are_the_same_member():
    aliased = account(CHEF, aliases=["boss@example.com"])
    # listed by the alias, desired by the primary address, and the reverse
    assert not run(there(["boss@example.com"]), looked_up(chef=aliased), members=[CHEF])[1]["changed"]
    assert not run(there([CHEF]), looked_up(boss=aliased), members={"add": ["boss@example.com"]})[1]["changed"]
    assert not run(there(["boss@example.com", CHEF]), looked_up(boss=aliased), members=[CHEF])[1]["changed"]


def test_one_of_an_accounts_addresses_takes_the_others_along():
    aliased = account(CHEF, aliases=["boss@example.com"])
    _outcome, result = run(
        there(["boss@example.com", CHEF, EVA]),
        looked_up(boss=aliased),
        written(members_request("Remove", CHEF)),
        there([EVA]),
        looked_up(boss=aliased),
        members={"remove": ["boss@example.com"]},
    )
    assert changes(result) == {"members": ([CHEF], [])}


def test_an_address_outside_the_administrators_domains_is_a_member_as_it_stands():
    foreign = {"eva": (DENIED, DENIED)}
    assert run(there(), looked_up(**foreign), written(members_request("Add", EVA)), there([EVA]), members=[EVA])[1][
        "changed"
    ]


def test_an_empty_set_removes_everybody():
    _outcome, result = run(
        there([EVA, JAN]),
        looked_up(eva=account(EVA), jan=account(JAN)),
        written(members_request("Remove", EVA, JAN)),
        there(),
        members=[],
    )
    assert changes(result) == {"members": ([EVA, JAN], [])}


def many(count, start=0):
    return [f"m{i:04}@x.org" for i in range(start, start + count)]


def pages(listed):
    """The readings of a long list: the first comes with the batch."""
    first = Exchange(batch(get_account(), get()), batched(NO_ACCOUNT, dlist(listed[:PAGE], more=1, total=len(listed))))
    rest = [
        Exchange(
            get(NAME, PAGE, at), dlist(listed[at : at + PAGE], more=int(at + PAGE < len(listed)), total=len(listed))
        )
        for at in range(PAGE, len(listed), PAGE)
    ]
    return [first, *rest]


def test_all_pages_of_a_long_list_are_read():
    listed = many(2500)
    _outcome, result = run(*pages(listed), members=listed)
    assert not result["changed"]
    assert len(result["distribution_lists"][0]["members"]) == 2500


def test_many_members_go_in_several_requests_of_one_batch():
    script = Script()
    resource = DistributionList(script.session(), options(members=many(2500)), False)
    state = {"holder": None, "target": None, "list": None, "primary": {}, "grantees": {}}
    plan = resource.plan(state, resource.desired()[0])
    assert [(type(step).__name__, len(step.members)) for step in plan.steps[1:]] == [
        ("AddMembers", 1000),
        ("AddMembers", 1000),
        ("AddMembers", 500),
    ]


@pytest.mark.parametrize("second, total", [(many(499, 1000), 1500), ([], 1500)])
def test_a_listing_that_is_cut_short_is_an_error(second, total):
    exchanges = [
        Exchange(batch(get_account(), get()), batched(NO_ACCOUNT, dlist(many(1000), more=1, total=total))),
        Exchange(get(NAME, PAGE, 1000), dlist(second, more=0 if second else 1, total=total)),
    ]
    sentence = refused(*exchanges, members=[])
    assert sentence == f"{NAME}: the server lists {1000 + len(second)} of 1500 members; nothing was changed, try again"


WITHHELD = f'<GetDistributionListResponse xmlns="urn:zimbraAdmin"><dl name="{NAME}" id="{ID}" dynamic="0"/></GetDistributionListResponse>'


def test_members_that_may_not_be_read_are_not_taken_for_none():
    answer = Exchange(batch(get_account(), get()), batched(NO_ACCOUNT, WITHHELD))
    assert "the administrator may not read the members" in refused(answer, members=[EVA])
    _outcome, result = run(answer, receives_mail=True)
    assert result["distribution_lists"][0]["members"] is None


def test_a_member_that_vanished_meanwhile_lets_none_be_removed_and_is_told():
    gone = fault("account.NO_SUCH_MEMBER", f"no such member: {JAN}")
    known = looked_up(eva=account(EVA), jan=account(JAN))
    outcome, result = run(
        there([EVA, JAN]),
        known,
        Exchange(members_request("Remove", EVA, JAN), gone),
        there([EVA]),
        looked_up(eva=account(EVA)),
        members=[],
    )
    assert str(outcome.error) == f"{NAME}: account.NO_SUCH_MEMBER: no such member: {JAN}"
    assert changes(result) == {"members": ([JAN], [])}
