# Copyright (c) 2026, the teammail.zimbra contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import pytest

from ansible_collections.teammail.zimbra.plugins.module_utils.errors import Fault, InputError
from ansible_collections.teammail.zimbra.plugins.module_utils.resources.account.attributes import quota_bytes
from ansible_collections.teammail.zimbra.tests.unit.plugins.scripted import Exchange, batch, batched, fault, lost
from ansible_collections.teammail.zimbra.tests.unit.plugins.scripted_accounts import (
    DELETE,
    ID,
    NAME,
    NEW,
    NO_LIST,
    a,
    account,
    alias,
    changes,
    get,
    get_list,
    looked_up,
    missing,
    modify,
    prefs,
    refused,
    run,
    there,
    tree,
    with_cos,
    write,
)


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
        write(modify(displayName="New", zimbraHideInGal="", **{"+zimbraPrefMailForwardingAddress": "a@x.org,b@x.org"})),
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


def test_addresses_for_forwarding_are_exchanged_as_they_are_stored():
    """The server puts a space behind each comma; a value that is spelt otherwise would not be found."""
    exchanged = {
        "-zimbraPrefMailForwardingAddress": "a@x.org, b@x.org",
        "+zimbraPrefMailForwardingAddress": "b@x.org",
    }
    _outcome, result = run(
        there(zimbraPrefMailForwardingAddress="a@x.org, b@x.org"),
        write(modify(**exchanged)),
        there(zimbraPrefMailForwardingAddress="b@x.org"),
        forwarding_addresses={"remove": ["a@x.org"]},
    )
    assert changes(result) == {"forwarding_addresses": (["a@x.org"], [])}


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
        write(modify(**{"+zimbraNotes": "x"})),
        prefs(**{"+zimbraPrefDelegatedSendSaveTarget": "owner"}),
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


def test_an_account_with_mail_is_not_removed_without_confirmation():
    sentence = refused(there(), tree(41), state="absent")
    assert (
        sentence
        == f"{NAME} holds 42 items, which would be lost with the account; move them away, or repeat the address in confirm"
    )


MAINTENANCE = fault("account.ACCOUNT_INACTIVE", "account is not active: x")


@pytest.mark.parametrize("looked_into", [tree(41), tree(0)._replace(answer=MAINTENANCE)])
def test_a_confirmed_removal_takes_the_mail_along_and_a_second_one_does_nothing(looked_into):
    outcome, result = run(there(), looked_into, write(DELETE), missing(), state="absent", confirm=NAME.upper())
    assert changes(result) == {"state": ("present", "absent")}
    assert result["accounts"] == [] and outcome.notes == []
    assert not run(missing(), state="absent")[1]["changed"]


@pytest.mark.parametrize("confirm", [None, NAME])
def test_an_account_whose_mailbox_server_is_away_is_not_removed_without_its_mailbox(confirm):
    refusal = fault(
        "service.PROXY_ERROR", "error while proxying request to target server: Connect to b failed", receiver=True
    )
    sentence = refused(there(), tree(0)._replace(answer=refusal), state="absent", confirm=confirm)
    assert sentence.startswith(
        f"{NAME} cannot be deleted while its mailbox server is away (service.PROXY_ERROR: error while"
    )


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


def refused_prefs(values):
    return write(prefs(**values).request, fault("service.INVALID_REQUEST", "invalid request: x"))._replace(account=ID)


def read_again(**values):
    """What the attributes are now, after an exchange was refused."""
    names = sorted([*values, "zimbraPrefMailForwardingAddress"])
    request = f'<GetAccountRequest xmlns="urn:zimbraAdmin" applyCos="0" attrs="{",".join(names)}"><account by="id">{ID}</account></GetAccountRequest>'
    extra = "".join(f'<a n="{name}">{value}</a>' for name, some in values.items() for value in some)
    return Exchange(request, account(extra=extra))


def test_a_value_is_exchanged_for_the_one_that_was_read():
    run(
        there(zimbraNotes="old"),
        write(modify(**{"-zimbraNotes": "old", "+zimbraNotes": "new"})),
        there(zimbraNotes="new"),
        attributes={"zimbraNotes": "new"},
    )


def test_a_value_that_somebody_else_changed_meanwhile_is_left_alone():
    outcome, result = run(
        there(zimbraNotes="old"),
        write(
            modify(**{"-zimbraNotes": "old", "+zimbraNotes": "new"}),
            fault("account.INVALID_ATTR_VALUE", "invalid attr value: multiple values"),
        ),
        read_again(zimbraNotes=["theirs"]),
        there(zimbraNotes="theirs"),
        attributes={"zimbraNotes": "new"},
    )
    assert (
        str(outcome.error)
        == f"{NAME}: zimbraNotes was changed by somebody else while this run was at work, so it was left alone; run again"
    )
    assert result["accounts"][0]["attributes"] == {"zimbraNotes": ["theirs"]}


def test_an_attribute_that_takes_no_single_values_is_written_whole():
    outcome, _result = run(
        there(zimbraNotes="a b"),
        write(
            modify(**{"-zimbraNotes": "a b", "+zimbraNotes": "new"}),
            fault("account.INVALID_ATTR_VALUE", "invalid attr value: multiple values"),
        ),
        read_again(zimbraNotes=["a b"]),
        write(modify(zimbraNotes="new")),
        there(zimbraNotes="new"),
        attributes={"zimbraNotes": "new"},
    )
    assert outcome.error is None


def test_a_fault_in_the_middle_tells_what_was_done_before():
    outcome, result = run(
        there(),
        write(modify(displayName="New")),
        refused_prefs({"+zimbraPrefLocale": "xx"}),
        read_again(zimbraPrefLocale=()),
        refused_prefs({"zimbraPrefLocale": "xx"}),
        there(displayName="New"),
        display_name="New",
        attributes={"zimbraPrefLocale": "xx"},
    )
    assert isinstance(outcome.error, Fault) and str(outcome.error).startswith(f"{NAME}: service.INVALID_REQUEST")
    assert changes(result) == {"display_name": (None, "New")}


def test_an_account_whose_values_are_hidden_is_not_taken_for_one_without():
    hidden = Exchange(batch(get(), get_list()), batched(account(extra='<a n="zimbraNotes" pd="1"/>'), NO_LIST))
    assert refused(hidden, attributes={"zimbranotes": "x"}) == (
        f"{NAME}: the server hides the values of zimbraNotes (grant getAccount on the domain example.com, or use a global administrator)"
    )


@pytest.mark.parametrize(
    "given, sentence",
    [
        ({"name": ["x"]}, "name is 'x', which is no e-mail address"),
        (
            {"name": [NAME, "müller@example.com", NEW]},
            "name is 'müller@example.com', which has characters that Zimbra takes in no address",
        ),
        (
            {"aliases": ["zero\u200bwidth@example.com"]},
            "aliases.set is 'zero\\u200bwidth@example.com', which has characters",
        ),
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
