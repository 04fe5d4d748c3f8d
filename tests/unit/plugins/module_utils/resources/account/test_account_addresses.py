# Copyright (c) 2026, the teammail.zimbra contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import pytest

from ansible_collections.teammail.zimbra.tests.unit.plugins.scripted import Exchange, batch, batched
from ansible_collections.teammail.zimbra.tests.unit.plugins.scripted_accounts import (
    NAME,
    NEW,
    NO_ACCOUNT,
    NO_LIST,
    OTHER_ID,
    RENAME,
    account,
    alias,
    both,
    changes,
    dlist,
    get,
    get_list,
    looked_up,
    modify,
    refused,
    run,
    there,
    write,
)


def test_renaming_comes_first_and_counts_as_done_the_second_time():
    renamed = both(NO_ACCOUNT, NO_LIST, account(NEW, displayName="Desk"), NO_LIST)
    given = {"new_name": NEW, "display_name": "Desk"}
    _outcome, result = run(
        both(account(), NO_LIST, NO_ACCOUNT, NO_LIST),
        write(RENAME),
        write(modify(displayName="Desk")),
        renamed,
        **given,
    )
    assert changes(result) == {"name": (NAME, NEW), "display_name": (None, "Desk")}
    assert not run(renamed, **given)[1]["changed"]


def test_the_old_address_may_become_an_alias():
    renamed = account(NEW, zimbraMailAlias=NAME)
    after = both(renamed, NO_LIST, renamed, NO_LIST)
    given = {"new_name": NEW, "aliases": {"add": [NAME]}}
    mine = looked_up(NAME, account(), NO_LIST)
    _outcome, result = run(
        both(account(), NO_LIST, NO_ACCOUNT, NO_LIST), mine, write(RENAME), write(alias("Add", NAME)), after, **given
    )
    assert changes(result) == {"name": (NAME, NEW), "aliases": ([], [NAME])}
    assert not run(after, **given)[1]["changed"]


def test_an_account_to_be_renamed_that_is_missing_is_created_under_the_new_name():
    create = f'<CreateAccountRequest xmlns="urn:zimbraAdmin"><name>{NEW}</name></CreateAccountRequest>'
    after = both(NO_ACCOUNT, NO_LIST, account(NEW), NO_LIST)
    outcome, _result = run(
        both(NO_ACCOUNT, NO_LIST, NO_ACCOUNT, NO_LIST), write(create, account(NEW, tag="Create")), after, new_name=NEW
    )
    assert outcome.notes == []


@pytest.mark.parametrize(
    "old, new, new_list, words",
    [
        (account(), account(NEW, OTHER_ID), NO_LIST, f"{NEW} is an account"),
        (account(), NO_ACCOUNT, dlist(NEW), f"{NEW} is a distribution list"),
        (
            NO_ACCOUNT,
            account("chef@example.com", OTHER_ID),
            NO_LIST,
            f"{NEW} is an alias of the account chef@example.com",
        ),
        (
            account(zimbraMailAlias=NEW),
            account(zimbraMailAlias=NEW),
            NO_LIST,
            f"{NEW} is an alias of the account {NAME}",
        ),
    ],
)
def test_a_new_name_that_is_taken_is_refused_before_anything_is_written(old, new, new_list, words):
    sentence = refused(both(old, NO_LIST, new, new_list), new_name=NEW, display_name="x")
    assert sentence == f"{NAME} cannot be renamed: new_name is {NEW}, but {words}"


def test_a_new_name_by_which_a_cache_still_knows_the_account_is_no_obstacle():
    stale = both(account(), NO_LIST, account(NEW), NO_LIST)
    _outcome, result = run(stale, write(RENAME), both(NO_ACCOUNT, NO_LIST, account(NEW), NO_LIST), new_name=NEW)
    assert changes(result) == {"name": (NAME, NEW)}


RESOURCE = account(zimbraCalResType="Location")


@pytest.mark.parametrize(
    "as_account, as_list, words",
    [
        (account("chef@example.com"), NO_LIST, "is an alias of the account chef@example.com"),
        (NO_ACCOUNT, dlist(), "is a distribution list"),
        (NO_ACCOUNT, dlist(dynamic="1"), "is a dynamic distribution list"),
        (NO_ACCOUNT, dlist("team@example.com"), "is an alias of the distribution list team@example.com"),
        (RESOURCE, NO_LIST, "is a calendar resource"),
    ],
)
def test_an_address_of_somebody_else_is_told_for_what_it_is(as_account, as_list, words):
    sentence = refused(Exchange(batch(get(), get_list()), batched(as_account, as_list)), display_name="x")
    assert sentence.startswith(f"name is {NAME}, but {NAME} {words}; a mailbox needs an address of its own")


def test_what_is_no_account_is_not_removed_by_an_address_it_has():
    outcome = run(Exchange(batch(get(), get_list()), batched(NO_ACCOUNT, dlist())), state="absent")[1]
    assert not outcome["changed"]
    sentence = refused(Exchange(batch(get(), get_list()), batched(RESOURCE, NO_LIST)), state="absent", confirm=NAME)
    assert "is a calendar resource" in sentence


def test_an_alias_that_is_taken_is_refused_before_anything_is_written():
    taken = looked_up("help@example.com", NO_ACCOUNT, dlist("help@example.com"))
    sentence = refused(there(), taken, aliases={"add": ["help@example.com"]}, display_name="New")
    assert sentence == f"{NAME} cannot have the alias: help@example.com is a distribution list; remove it there first"
