# Copyright (c) 2026, the teammail.zimbra contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import pytest

from ansible_collections.teammail.zimbra.plugins.module_utils.engine import Converger, report
from ansible_collections.teammail.zimbra.plugins.module_utils.resources.account import OPTIONS, Account
from ansible_collections.teammail.zimbra.plugins.module_utils.resources.account_attributes import quota_bytes
from ansible_collections.teammail.zimbra.plugins.module_utils.soap import Fault, InputError, ZimbraError
from ansible_collections.teammail.zimbra.tests.unit.plugins.scripted import (
    Exchange,
    Script,
    batch,
    batched,
    fault,
    lost,
)

NAME = "support@example.com"
ID = "8d4f4b1e-2f6c-4d2c-9a53-0d8a6a3d7c11"
OTHER_ID = "11111111-2f6c-4d2c-9a53-0d8a6a3d7c11"
NEW = "desk@example.com"
NO_ACCOUNT = fault("account.NO_SUCH_ACCOUNT", "no such account: x")
NO_LIST = fault("account.NO_SUCH_DISTRIBUTION_LIST", "no such distribution list: x")
COS = (
    '<GetAllCosRequest xmlns="urn:zimbraAdmin"/>',
    '<GetAllCosResponse xmlns="urn:zimbraAdmin"><cos id="c1" name="default"/><cos id="c2" name="large"/></GetAllCosResponse>',
)
RENAME = f'<RenameAccountRequest xmlns="urn:zimbraAdmin"><id>{ID}</id><newName>{NEW}</newName></RenameAccountRequest>'
DELETE = f'<DeleteAccountRequest xmlns="urn:zimbraAdmin"><id>{ID}</id></DeleteAccountRequest>'


def options(**given):
    defaults = {name: spec.get("default") for name, spec in OPTIONS.items()}
    return dict(defaults, **dict({"name": [NAME]}, **given))


def get(name=NAME, attrs=""):
    asked = f' attrs="{attrs}"' if attrs else ""
    return f'<GetAccountRequest xmlns="urn:zimbraAdmin" applyCos="0"{asked}><account by="name">{name}</account></GetAccountRequest>'


def get_list(name=NAME):
    return f'<GetDistributionListRequest xmlns="urn:zimbraAdmin" limit="1" offset="0"><dl by="name">{name}</dl></GetDistributionListRequest>'


def a(**values):
    return "".join(
        f'<a n="{n}">{v}</a>' for n, some in values.items() for v in (some if isinstance(some, list) else [some])
    )


def account(name=NAME, ident=ID, extra="", tag="Get", **values):
    values = dict({"zimbraAccountStatus": "active", "zimbraMailStatus": "enabled"}, **values)
    return f'<{tag}AccountResponse xmlns="urn:zimbraAdmin"><account name="{name}" id="{ident}">{a(**values)}{extra}</account></{tag}AccountResponse>'


def dlist(name=NAME, ident=OTHER_ID, dynamic="0"):
    inner = f'<dl name="{name}" id="{ident}" dynamic="{dynamic}"/>'
    return f'<GetDistributionListResponse xmlns="urn:zimbraAdmin" total="0">{inner}</GetDistributionListResponse>'


def there(**values):
    return Exchange(batch(get(), get_list()), batched(account(**values), NO_LIST))


def missing():
    return Exchange(batch(get(), get_list()), batched(NO_ACCOUNT, NO_LIST))


def both(old, old_list, new, new_list):
    """The reading where a new name is wished."""
    return Exchange(batch(get(), get_list(), get(NEW), get_list(NEW)), batched(old, old_list, new, new_list))


def with_cos(**values):
    return Exchange(batch(get(), get_list(), COS[0]), batched(account(**values), NO_LIST, COS[1]))


def looked_up(name, *answers):
    return Exchange(
        batch(get(name, "zimbraId,displayName"), get_list(name)), batched(*(answers or (NO_ACCOUNT, NO_LIST)))
    )


def modify(**values):
    return f'<ModifyAccountRequest xmlns="urn:zimbraAdmin"><id>{ID}</id>{a(**values)}</ModifyAccountRequest>'


def alias(verb, name):
    return f'<{verb}AccountAliasRequest xmlns="urn:zimbraAdmin"><id>{ID}</id><alias>{name}</alias></{verb}AccountAliasRequest>'


def prefs(**values):
    inner = "".join(f'<pref name="{n}">{v}</pref>' for n, v in values.items())
    answer = '<ModifyPrefsResponse xmlns="urn:zimbraAccount"/>'
    return Exchange(f'<ModifyPrefsRequest xmlns="urn:zimbraAccount">{inner}</ModifyPrefsRequest>', answer, account=ID)


def write(request, answer=None):
    return Exchange(request, answer or request.partition("Request")[0] + 'Response xmlns="urn:zimbraAdmin"/>')


def run(*exchanges, check_mode=False, retries=0, **given):
    """The outcome and result of a run in which exactly these exchanges take place."""
    script = Script(*exchanges, retries=retries)
    resource = Account(script.session(), options(**given), check_mode)
    outcome = Converger(resource).run(check_mode)
    script.finished()
    return outcome, report(resource, outcome, outcome.error is not None, True)


def refused(*exchanges, **given):
    with pytest.raises(ZimbraError) as caught:
        run(*exchanges, **given)
    return str(caught.value)


def changes(result):
    return {c["key"]: (c["before"], c["after"]) for c in result["changes"]}


def test_a_missing_account_is_created_with_what_was_asked_for():
    given = {
        "display_name": "Support",
        "quota": "5G",
        "account_password": "S3cret",
        "aliases": ["help@example.com"],
        "attributes": {"zimbraNotes": "ours", "zimbraPrefLocale": "de"},
    }
    before = [missing(), looked_up("help@example.com")]
    _outcome, predicted = run(*before, check_mode=True, **given)
    create = f'<CreateAccountRequest xmlns="urn:zimbraAdmin"><name>{NAME}</name><password>S3cret</password>'
    create += a(displayName="Support", zimbraMailQuota="5368709120", zimbraNotes="ours") + "</CreateAccountRequest>"
    values = {"displayName": "Support", "zimbraMailQuota": "5368709120", "zimbraMailAlias": "help@example.com"}
    outcome, result = run(
        *before,
        write(create, account(tag="Create")),
        write(alias("Add", "help@example.com")),
        prefs(zimbraPrefLocale="de"),
        there(zimbraNotes="ours", zimbraPrefLocale="de", **values),
        **given,
    )
    assert outcome.error is None and outcome.notes == []
    assert (
        result["changes"]
        == predicted["changes"]
        == [{"object": NAME, "key": "state", "before": "absent", "after": "present"}]
    )
    assert result["accounts"][0]["aliases"] == ["help@example.com"]
    assert result["accounts"][0]["attributes"] == {"zimbraNotes": ["ours"], "zimbraPrefLocale": ["de"]}
    assert "S3cret" not in str(result) + str(predicted)


def test_nothing_is_sent_when_all_is_as_it_should_be():
    values = {
        "displayName": "Support",
        "zimbraMailAlias": ["a@example.com", "b@example.com"],
        "zimbraPrefMailForwardingAddress": "z@x.org, Y@x.org",
        "zimbraNotes": "ours",
        "zimbraAllowFromAddress": ["p@x.org", "q@x.org"],
    }
    _outcome, result = run(
        there(**values),
        display_name="Support",
        aliases=["b@example.com", "A@example.com"],
        forwarding_addresses={"add": ["y@x.org"]},
        quota="",
        attributes={"ZIMBRAnotes": "ours", "zimbraAllowFromAddress": ["q@x.org", "p@x.org", "q@x.org"]},
    )
    assert not result["changed"]
    assert result["accounts"][0]["forwarding_addresses"] == ["y@x.org", "z@x.org"]


def test_what_differs_is_changed_in_one_request_and_the_rest_left_out():
    _outcome, result = run(
        there(displayName="Old", givenName="S", zimbraHideInGal="TRUE"),
        write(modify(displayName="New", zimbraHideInGal="", zimbraPrefMailForwardingAddress="a@x.org,b@x.org")),
        there(displayName="New", givenName="S", zimbraPrefMailForwardingAddress="a@x.org,b@x.org"),
        display_name="New",
        hide_from_address_list=False,
        forwarding_addresses=["b@x.org", "a@x.org"],
    )
    assert changes(result) == {
        "display_name": ("Old", "New"),
        "hide_from_address_list": (True, False),
        "forwarding_addresses": ([], ["a@x.org", "b@x.org"]),
    }


def test_an_empty_text_clears_and_an_empty_list_empties():
    _outcome, result = run(
        there(displayName="Old", zimbraMailQuota="5", zimbraNotes="mine", zimbraMailAlias=["b@example.com"]),
        write(modify(displayName="", zimbraMailQuota="", zimbraNotes="")),
        write(alias("Remove", "b@example.com")),
        there(),
        display_name="",
        quota="default",
        aliases=[],
        attributes={"zimbraNotes": ""},
    )
    assert changes(result) == {
        "display_name": ("Old", None),
        "quota": ("5", None),
        "aliases": (["b@example.com"], []),
        "attributes": ({"zimbraNotes": ["mine"]}, {"zimbraNotes": []}),
    }


def test_a_new_status_keeps_the_mail_status():
    _outcome, result = run(
        there(zimbraAccountStatus="locked", zimbraMailStatus="disabled"),
        write(modify(zimbraAccountStatus="active", zimbraMailStatus="disabled")),
        there(zimbraMailStatus="disabled"),
        status="active",
    )
    assert changes(result) == {"status": ("locked", "active")}


def test_closing_an_account_switches_its_mail_off():
    _outcome, result = run(
        there(),
        write(modify(zimbraAccountStatus="closed", zimbraMailStatus="disabled")),
        there(zimbraAccountStatus="closed", zimbraMailStatus="disabled"),
        status="closed",
    )
    assert changes(result) == {"status": ("active", "closed"), "mail_status": ("enabled", "disabled")}


def test_the_mail_status_is_left_alone_where_the_status_does_not_change():
    assert not run(there(zimbraAccountStatus="closed"), status="closed")[1]["changed"]


def test_preferences_go_by_a_request_that_needs_no_right_to_attributes():
    _outcome, result = run(
        there(),
        write(modify(zimbraNotes="x")),
        prefs(zimbraPrefDelegatedSendSaveTarget="owner"),
        there(zimbraNotes="x", zimbraPrefDelegatedSendSaveTarget="owner"),
        attributes={"zimbraNotes": "x", "zimbraPrefDelegatedSendSaveTarget": "owner"},
    )
    assert result["changed"]


def test_a_password_is_set_on_creation_only_unless_asked_for():
    assert not run(there(), account_password="x")[1]["changed"]
    request = f'<SetPasswordRequest xmlns="urn:zimbraAdmin"><id>{ID}</id><newPassword>S3cret</newPassword></SetPasswordRequest>'
    _outcome, result = run(there(), write(request), there(), account_password="S3cret", update_password="always")
    assert changes(result) == {"account_password": ("(not shown)", "(not shown, changed)")}
    assert "S3cret" not in str(result)


def test_a_class_of_service_goes_by_name():
    assert not run(with_cos(zimbraCOSId="c2"), cos="large")[1]["changed"]
    _outcome, result = run(
        with_cos(zimbraCOSId="c1"), write(modify(zimbraCOSId="c2")), with_cos(zimbraCOSId="c2"), cos="large"
    )
    assert changes(result) == {"cos": ("default", "large")}
    assert refused(with_cos(), cos="huge") == "cos is 'huge', which the server does not have; it has default, large"


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


def tree(count):
    request = '<GetFolderRequest xmlns="urn:zimbraMail"><folder l="1"/></GetFolderRequest>'
    inner = f'<folder id="x:1" n="0"><folder id="x:2" n="{count}"><folder id="x:300" n="1"/></folder></folder>'
    return Exchange(request, f'<GetFolderResponse xmlns="urn:zimbraMail">{inner}</GetFolderResponse>', account=ID)


def test_an_account_with_mail_is_not_removed_without_confirmation():
    sentence = refused(there(), tree(41), state="absent")
    assert (
        sentence
        == f"{NAME} holds 42 items, which would be lost with the account; move them away, or repeat the address in confirm"
    )


def test_a_confirmed_removal_asks_for_no_mail_and_a_second_one_does_nothing():
    outcome, result = run(there(), write(DELETE), missing(), state="absent", confirm=NAME.upper())
    assert changes(result) == {"state": ("present", "absent")}
    assert result["accounts"] == [] and outcome.notes == []
    assert not run(missing(), state="absent")[1]["changed"]


@pytest.mark.parametrize("code", ["service.PERM_DENIED", "service.FAILURE", "account.NO_SUCH_DOMAIN"])
def test_no_other_fault_is_taken_for_absence(code):
    answer = Exchange(batch(get(), get_list()), batched(fault(code, "x"), NO_LIST))
    for given in ({"state": "absent"}, {"display_name": "x"}):
        assert f"{NAME}: {code}" in refused(answer, **given)


def test_a_creation_whose_answer_is_lost_is_not_repeated():
    create = f'<CreateAccountRequest xmlns="urn:zimbraAdmin"><name>{NAME}</name></CreateAccountRequest>'
    free = looked_up("help@example.com")
    outcome, result = run(
        missing(), free, write(create, lost()), there(), free, write(alias("Add", "help@example.com")), there(zimbraMailAlias="help@example.com"),
        retries=1, aliases=["help@example.com"],
    )  # fmt: skip
    assert outcome.error is None
    assert changes(result) == {"state": ("absent", "present")}


def test_a_fault_in_the_middle_tells_what_was_done_before():
    outcome, result = run(
        there(),
        write(modify(displayName="New")),
        write(prefs(zimbraPrefLocale="xx").request, fault("service.INVALID_REQUEST", "invalid request: x"))._replace(
            account=ID
        ),
        there(displayName="New"),
        display_name="New",
        attributes={"zimbraPrefLocale": "xx"},
    )
    assert isinstance(outcome.error, Fault) and str(outcome.error).startswith(f"{NAME}: service.INVALID_REQUEST")
    assert changes(result) == {"display_name": (None, "New")}


def test_an_attribute_that_may_not_be_read_is_not_overwritten():
    hidden = Exchange(batch(get(), get_list()), batched(account(extra='<a n="zimbraNotes" pd="1"/>'), NO_LIST))
    assert "may not read zimbranotes" in refused(hidden, attributes={"zimbranotes": "x"})


@pytest.mark.parametrize(
    "given, sentence",
    [
        ({"name": ["x"]}, "name is 'x', which is no e-mail address"),
        ({"aliases": [NAME]}, f"aliases names {NAME}, which is the account's own address"),
        ({"aliases": [NEW], "new_name": NEW}, f"aliases names {NEW}, which is the account's own address"),
        ({"name": [NAME, NEW], "aliases": ["c@example.com"]}, "aliases is for one account, but name has 2"),
        ({"name": [NAME, NEW], "new_name": "c@example.com"}, "new_name is for one account"),
        ({"attributes": {"ZimbraMailQuota": "1"}}, "attributes.ZimbraMailQuota has an option of its own"),
        ({"attributes": {"+zimbraNotes": "1"}}, "attributes.+zimbraNotes is no attribute's name"),
        ({"attributes": {"zimbraNotes": {"a": 1}}}, "attributes.zimbraNotes is {'a': 1}; give a text"),
        ({"quota": "plenty"}, "quota is 'plenty'; give bytes"),
        ({"quota": "-1"}, "quota is '-1'; give bytes"),
        ({"state": "absent", "confirm": NEW}, f"confirm is {NEW}, but the account to be removed is {NAME}"),
        (
            {"status": "closed", "mail_status": "enabled"},
            "mail_status is enabled, but an account whose status is closed takes no mail",
        ),
    ],
)
def test_bad_input_is_refused_before_any_request(given, sentence):
    with pytest.raises(InputError) as caught:
        run(**given)
    assert str(caught.value).startswith(sentence)


@pytest.mark.parametrize(
    "given, stored", [(None, None), ("5G", "5368709120"), ("100", "100"), ("unlimited", "0"), ("", ""), ("default", "")]
)
def test_a_quota_in_the_users_words(given, stored):
    assert quota_bytes(given) == stored
