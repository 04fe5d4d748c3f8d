# Copyright (c) 2026, the teammail.zimbra contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Within a batch the server takes an absent list for the one it found last (zimbra-soap-admin.md 1.9)."""

from __future__ import annotations

import pytest

from ansible_collections.teammail.zimbra.plugins.module_utils.errors import Fault
from ansible_collections.teammail.zimbra.plugins.module_utils.resources.common.directory import (
    account_request,
    list_request,
)
from ansible_collections.teammail.zimbra.plugins.module_utils.soap import ADMIN
from ansible_collections.teammail.zimbra.tests.unit.plugins.scripted import Exchange, Script, batch, batched, fault
from ansible_collections.teammail.zimbra.tests.unit.plugins.scripted_lists import (
    DENIED,
    ID,
    NAME,
    NO_ACCOUNT,
    NO_LIST,
    OTHER_ID,
    dlist,
    get,
    get_account,
    members_request,
    request,
)

FREE, CREW, ALIAS = "free@example.com", "crew@example.com", "team@alias.example.com"
TEAM = dlist(zimbraMailAlias=[NAME])
OTHER = dlist(name=CREW, ident=OTHER_ID, zimbraMailAlias=[CREW])
BARE = dlist()
DONE = '<AddDistributionListMemberResponse xmlns="urn:zimbraAdmin"/>'
DELETED = '<DeleteDistributionListResponse xmlns="urn:zimbraAdmin"/>'


def get_id(ident):
    return get(ident, 1).replace('by="name"', 'by="id"')


def seen(answers):
    """What each answer is about: a list's name, or a fault's code."""
    return [a.code if isinstance(a, Fault) else a.find("{*}dl").get("name") for a in answers]


def ask(script, *keys):
    answers = script.session().admin.batch([list_request(key) for key in keys])
    script.finished()
    return seen(answers)


ABSENT = "account.NO_SUCH_DISTRIBUTION_LIST"


def test_a_list_that_answers_for_an_absent_one_is_not_taken_for_it():
    script = Script(Exchange(batch(get(NAME, 1), get(FREE, 1)), batched(TEAM, TEAM)))
    answers = script.session().admin.batch([list_request(NAME), list_request(FREE)])
    script.finished()
    assert seen(answers) == [NAME, ABSENT]
    assert answers[1].text == f"no such distribution list: {FREE}"


def test_nor_by_id():
    script = Script(Exchange(batch(get_id(ID), get_id(OTHER_ID)), batched(BARE, BARE)))
    assert ask(script, ID, OTHER_ID) == [NAME, ABSENT]


def test_what_does_not_show_its_addresses_is_asked_for_again_together():
    free = [f"free{n}@example.com" for n in range(3)]
    script = Script(
        Exchange(batch(*(get(n, 1) for n in [NAME, *free])), batched(*[BARE] * 4)),
        Exchange(batch(*(get(n, 1) for n in free)), batched(*[NO_LIST] * 3)),
    )
    assert ask(script, NAME, *free) == [NAME, *[ABSENT] * 3]


def test_an_alias_is_proved_by_the_answer_itself():
    alias = dlist(zimbraMailAlias=[NAME, "Old@example.com"])
    script = Script(Exchange(batch(get(CREW, 1), get("old@example.com", 1)), batched(OTHER, alias)))
    assert ask(script, CREW, "old@example.com") == [CREW, NAME]


def test_a_name_in_an_alias_domain_is_proved_by_an_answer_of_its_own():
    again = "crew@alias.example.com"
    script = Script(
        Exchange(batch(get(CREW, 1), get(ALIAS, 1), get(FREE, 1), get(again, 1)), batched(OTHER, TEAM, TEAM, OTHER)),
        Exchange(batch(get(ALIAS, 1), get(again, 1)), batched(TEAM, OTHER)),
        Exchange(get(again, 1), OTHER),
    )
    assert ask(script, CREW, ALIAS, FREE, again) == [CREW, NAME, ABSENT, CREW]


def test_the_same_local_part_in_another_domain_proves_nothing():
    script = Script(Exchange(batch(get(NAME, 1), get(ALIAS, 1)), batched(TEAM, TEAM)), Exchange(get(ALIAS, 1), NO_LIST))
    assert ask(script, NAME, ALIAS) == [NAME, ABSENT]


def test_what_is_certain_costs_no_further_request():
    script = Script(
        Exchange(
            batch(get(FREE, 1), get(ALIAS, 1), get_account(CREW), get(CREW, 1)),
            batched(NO_LIST, BARE, NO_ACCOUNT, OTHER),
        )
    )
    answers = script.session().admin.batch(
        [list_request(FREE), list_request(ALIAS), account_request(CREW), list_request(CREW)]
    )
    script.finished()
    assert [seen([answers[n]])[0] for n in (0, 1, 3)] == [ABSENT, NAME, CREW]


@pytest.mark.parametrize("before", [DENIED, fault("service.INVALID_REQUEST", "invalid request: offset 7")])
def test_a_refused_list_is_kept_by_the_server_too(before):
    script = Script(Exchange(batch(get(NAME, 1), get(FREE, 1)), batched(before, TEAM)))
    assert ask(script, NAME, FREE)[1] == ABSENT


def test_a_refusal_is_not_asked_for_again():
    script = Script(Exchange(batch(get(NAME, 1), get(FREE, 1)), batched(TEAM, DENIED)))
    assert ask(script, NAME, FREE) == [NAME, "service.PERM_DENIED"]


def add(ident, member="eva@example.com"):
    return ADMIN("AddDistributionListMemberRequest", ADMIN("id", ident), ADMIN("dlm", member))


ADD = members_request("Add", "eva@example.com")
ADD_OTHER = ADD.replace(ID, OTHER_ID)
DELETE = request("DeleteDistributionList")


@pytest.mark.parametrize("stop", [False, True])
@pytest.mark.parametrize(
    "todo, sent",
    [
        ([list_request(NAME), add(OTHER_ID)], [get(NAME, 1), ADD_OTHER]),
        ([add(ID), list_request(NAME)], [ADD, get(NAME, 1)]),
        ([add(ID), add(OTHER_ID)], [ADD, ADD_OTHER]),
        ([ADMIN("DeleteDistributionListRequest", ADMIN("id", ID)), add(ID)], [DELETE, ADD]),
        ([add(ID), ADMIN("DeleteDistributionListRequest", ADMIN("id", ID))], [ADD, DELETE]),
    ],
)
def test_no_writing_shares_a_batch_with_another_list_nor_with_a_reading(todo, sent, stop):
    answers = {get(NAME, 1): TEAM, DELETE: DELETED}
    script = Script(*(Exchange(one, answers.get(one, DONE)) for one in sent))
    script.session().admin.batch(todo, stop=stop)
    script.finished()


def test_writings_of_one_list_share_a_batch():
    script = Script(Exchange(batch(ADD, ADD, stop=True), batched(DONE, DONE)))
    script.session().admin.each([add(ID), add(ID)])
    script.finished()


def test_readings_share_none_where_the_first_fault_stops_the_rest():
    """A wrong answer is no fault, so what comes after it would be carried out."""
    script = Script(Exchange(get(NAME, 1), TEAM), Exchange(get(FREE, 1), NO_LIST))
    answers = script.session().admin.batch([list_request(NAME), list_request(FREE), list_request(CREW)], stop=True)
    script.finished()
    assert seen(answers[:2]) == [NAME, ABSENT] and answers[2] is None


def test_a_reading_refused_for_the_moment_and_a_doubtful_one_are_both_asked_again():
    busy = fault("service.TEMPORARILY_UNAVAILABLE", "later", receiver=True)
    script = Script(
        Exchange(batch(get(CREW, 1), get(NAME, 1), get(ALIAS, 1)), batched(busy, TEAM, TEAM)),
        Exchange(batch(get(CREW, 1), get(ALIAS, 1)), batched(OTHER, TEAM)),
        Exchange(get(ALIAS, 1), TEAM),
        retries=1,
    )
    assert ask(script, CREW, NAME, ALIAS) == [CREW, NAME, NAME]
