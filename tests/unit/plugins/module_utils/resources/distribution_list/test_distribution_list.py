# Copyright (c) 2026, the teammail.zimbra contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import pytest

from ansible_collections.teammail.zimbra.plugins.module_utils.errors import InputError
from ansible_collections.teammail.zimbra.plugins.module_utils.resources.distribution_list import (
    info as distribution_list_info,
)
from ansible_collections.teammail.zimbra.tests.unit.plugins.scripted import (
    Exchange,
    Script,
    batch,
    batched,
    fault,
    lost,
)
from ansible_collections.teammail.zimbra.tests.unit.plugins.scripted_lists import (
    CHEF,
    EVA,
    ID,
    JAN,
    NAME,
    NEW,
    NO_ACCOUNT,
    NO_LIST,
    OTHER_ID,
    account,
    changes,
    dlist,
    get,
    get_account,
    get_grants,
    looked_up,
    members_request,
    missing,
    refused,
    request,
    right_request,
    run,
    there,
    written,
)

CREATE = (
    f'<CreateDistributionListRequest xmlns="urn:zimbraAdmin" dynamic="0"><name>{NAME}</name><a n="displayName">Team</a>'
    '<a n="zimbraHideInGal">TRUE</a><a n="zimbraMailStatus">disabled</a></CreateDistributionListRequest>'
)


def test_a_missing_list_is_created_with_its_members():
    given = {
        "display_name": "Team",
        "receives_mail": False,
        "hide_from_address_list": True,
        "members": [EVA, "boss@example.com"],
    }
    before = [missing(), looked_up(boss=account(CHEF, aliases=["boss@example.com"]), eva=account(EVA))]
    predicted = run(*before, check_mode=True, **given)[1]
    shown = {"displayName": "Team", "zimbraMailStatus": "disabled", "zimbraHideInGal": "TRUE", "zimbraMailAlias": NAME}
    outcome, result = run(
        *before,
        Exchange(CREATE, dlist(tag="Create")),
        written(members_request("Add", CHEF, EVA)),
        there([CHEF, EVA], **shown),
        looked_up(boss=account(CHEF, aliases=["boss@example.com"])),
        **given,
    )
    assert outcome.error is None and outcome.notes == []
    assert result["changes"] == predicted["changes"]
    state = result["distribution_lists"][0]
    assert (state["members"], state["aliases"], state["receives_mail"]) == ([CHEF, EVA], [], False)
    assert {k: v for k, v in state.items() if k != "id"} == predicted["distribution_lists"][0]


def test_properties_and_aliases():
    free = looked_up(attrs="zimbraId,displayName", b=NO_ACCOUNT)
    _outcome, result = run(
        there(displayName="Old", zimbraMailAlias=[NAME, "a@example.com"]),
        free,
        written(
            request("ModifyDistributionList", '<a n="displayName"/>', '<a n="zimbraMailStatus">disabled</a>'),
            request("RemoveDistributionListAlias", "<alias>a@example.com</alias>"),
            request("AddDistributionListAlias", "<alias>b@example.com</alias>"),
        ),
        there(zimbraMailStatus="disabled", zimbraMailAlias=[NAME, "b@example.com"]),
        display_name="",
        receives_mail=False,
        aliases=["b@example.com"],
    )
    assert changes(result) == {
        "display_name": ("Old", None),
        "receives_mail": (True, False),
        "aliases": (["a@example.com"], ["b@example.com"]),
    }


def test_an_alias_that_is_taken_is_refused_before_anything_is_written():
    taken = looked_up(attrs="zimbraId,displayName", b=account("b@example.com"))
    sentence = refused(there(), taken, aliases=["b@example.com"], display_name="x")
    assert sentence == f"{NAME} cannot have the alias: b@example.com is an account; remove it there first"


def grants(*some):
    inner = "".join(
        f'<grant><target type="dl" id="{ID}" name="{NAME}"/><grantee type="{kind}" id="{i}" name="{n}"/><right deny="{deny}">{right}</right></grant>'
        for kind, i, n, right, deny in some
    )
    return f'<GetGrantsResponse xmlns="urn:zimbraAdmin">{inner}</GetGrantsResponse>'


def with_grants(*some, owners=()):
    return Exchange(batch(get_account(), get(), get_grants()), batched(NO_ACCOUNT, dlist(owners=owners), grants(*some)))


def test_owners_and_allowed_senders_are_rights():
    group = '<GetDistributionListResponse xmlns="urn:zimbraAdmin" total="0"><dl name="all@example.com" id="g" dynamic="1"/></GetDistributionListResponse>'
    known = looked_up(attrs="zimbraId,displayName", eva=account(EVA), all=(NO_ACCOUNT, group))
    before = with_grants(
        ("usr", "j", JAN, "sendToDistList", 0), ("usr", "d", "", "sendToDistList", 0), ("usr", "x", CHEF, "sendToDistList", 1),
        ("usr", "x", CHEF, "viewDistList", 0), owners=[("usr", "c", CHEF)],
    )  # fmt: skip
    after = with_grants(("grp", "g", "all@example.com", "sendToDistList", 0), owners=[("usr", "e", EVA)])
    outcome, result = run(
        before,
        known,
        written(
            right_request("Revoke", "usr", "c", "ownDistList"),
            right_request("Grant", "usr", EVA, "ownDistList"),
            right_request("Revoke", "usr", "d", "sendToDistList"),
            right_request("Revoke", "usr", "j", "sendToDistList"),
            right_request("Grant", "grp", "all@example.com", "sendToDistList"),
        ),
        after,
        known,
        owners=[EVA],
        allowed_senders=["all@example.com"],
    )
    assert outcome.error is None and outcome.notes == []
    assert changes(result) == {"owners": ([CHEF], [EVA]), "allowed_senders": (["d", JAN], ["all@example.com"])}


def test_a_list_may_be_an_allowed_sender_of_its_own():
    create = CREATE.replace('<a n="displayName">Team</a><a n="zimbraHideInGal">TRUE</a>', "").replace(
        "disabled", "enabled"
    )
    asked = Exchange(batch(get_account(), get(), get_grants()), batched(NO_ACCOUNT, NO_LIST, NO_LIST))
    made = with_grants(("grp", ID, NAME, "sendToDistList", 0))
    outcome, result = run(
        asked,
        Exchange(create, dlist(tag="Create")),
        written(right_request("Grant", "grp", NAME, "sendToDistList")),
        made,
        allowed_senders=[NAME],
    )
    assert outcome.error is None and outcome.notes == []
    assert result["distribution_lists"][0]["allowed_senders"] == [NAME]
    assert not run(made, allowed_senders={"add": [NAME]})[1]["changed"]


def test_its_own_grant_outlasts_its_renaming():
    rename = request("RenameDistributionList", f"<newName>{NEW}</newName>")

    def held(old, new):
        asked = batch(get_account(), get(), get_grants(), get_account(NEW), get(NEW), get_grants(NEW))
        return Exchange(asked, batched(NO_ACCOUNT, *old, NO_ACCOUNT, *new))

    before = held((dlist(), grants(("grp", ID, NAME, "sendToDistList", 0))), (NO_LIST, NO_LIST))
    after = held((NO_LIST, NO_LIST), (dlist(name=NEW), grants(("grp", ID, NEW, "sendToDistList", 0))))
    given = {"new_name": NEW, "allowed_senders": {"add": [NAME]}}
    predicted = run(before, check_mode=True, **given)[1]
    outcome, result = run(before, written(rename), after, **given)
    assert outcome.error is None and changes(predicted) == changes(result) == {
        "name": (NAME, NEW), "allowed_senders": ([NAME], [NEW]),
    }  # fmt: skip
    assert not run(after, **given)[1]["changed"]


def test_a_list_named_by_its_alias_is_granted_under_its_new_name():
    shown = {"zimbraMailAlias": [NAME, "info@example.com"]}
    asked = batch(get_account(), get(), get_grants(), get_account(NEW), get(NEW), get_grants(NEW))
    before = Exchange(asked, batched(NO_ACCOUNT, dlist(**shown), grants(), NO_ACCOUNT, NO_LIST, NO_LIST))
    alias = looked_up(attrs="zimbraId,displayName", info=(NO_ACCOUNT, dlist(**shown)))
    result = run(before, alias, check_mode=True, new_name=NEW, allowed_senders=["info@example.com"])[1]
    assert changes(result) == {"name": (NAME, NEW), "allowed_senders": ([], [NEW])}


def test_an_owner_whom_nobody_knows():
    nobody = looked_up(attrs="zimbraId,displayName", eva=NO_ACCOUNT)
    assert refused(there(), nobody, owners=[EVA]).startswith(
        f"{NAME}: nobody has the address {EVA}, which owners or allowed_senders names"
    )
    outcome, result = run(there(), nobody, owners=[EVA], check_mode=True)
    assert outcome.notes == [
        f"{NAME}: {EVA} does not exist yet; check mode assumes that an earlier task would create it"
    ]
    assert changes(result) == {"owners": ([], [EVA])}
    assert not run(there(), nobody, owners={"remove": [EVA]})[1]["changed"]


def test_what_a_dynamic_list_is_cannot_be_changed():
    assert (
        refused(there(dynamic=1), dynamic=False)
        == f"{NAME} is a dynamic list and cannot become a static one; remove it first"
    )
    assert not run(there(dynamic=1), dynamic=True)[1]["changed"]


def test_a_dynamic_list_is_created_as_one():
    create = f'<CreateDistributionListRequest xmlns="urn:zimbraAdmin" dynamic="1"><name>{NAME}</name><a n="zimbraMailStatus">enabled</a>'
    run(
        missing(),
        Exchange(create + "</CreateDistributionListRequest>", dlist(tag="Create", dynamic=1)),
        there(dynamic=1),
        dynamic=True,
    )


def test_removal_is_done_once():
    outcome, result = run(there([EVA]), written(request("DeleteDistributionList")), missing(), state="absent")
    assert changes(result) == {"state": ("present", "absent")} and outcome.notes == []
    assert not run(missing(), state="absent")[1]["changed"]


@pytest.mark.parametrize(
    "as_account, as_list, words",
    [
        (account(NAME), NO_LIST, "is an account"),
        (account(CHEF), NO_LIST, f"is an alias of the account {CHEF}"),
        (NO_ACCOUNT, dlist(name=NEW), f"is an alias of the distribution list {NEW}"),
    ],
)
def test_an_address_of_somebody_else(as_account, as_list, words):
    answer = Exchange(batch(get_account(), get()), batched(as_account, as_list))
    assert (
        refused(answer, display_name="x")
        == f"name is {NAME}, but {NAME} {words}; remove that one first or choose another address"
    )
    assert not run(answer, state="absent")[1]["changed"]


def both(old, new, new_account=NO_ACCOUNT):
    return Exchange(batch(get_account(), get(), get_account(NEW), get(NEW)), batched(NO_ACCOUNT, old, new_account, new))


def test_renaming_comes_first_and_counts_as_done_the_second_time():
    renamed = both(NO_LIST, dlist(name=NEW, displayName="Crew"))
    given = {"new_name": NEW, "display_name": "Crew"}
    steps = written(
        request("RenameDistributionList", f"<newName>{NEW}</newName>"),
        request("ModifyDistributionList", '<a n="displayName">Crew</a>'),
    )
    _outcome, result = run(both(dlist(), NO_LIST), steps, renamed, **given)
    assert changes(result) == {"name": (NAME, NEW), "display_name": (None, "Crew")}
    assert not run(renamed, **given)[1]["changed"]


def test_a_renamed_list_is_asked_for_its_senders_by_its_new_name():
    asked = batch(get_account(), get(), get_grants(), get_account(NEW), get(NEW), get_grants(NEW))
    answers = batched(NO_ACCOUNT, NO_LIST, NO_LIST, NO_ACCOUNT, dlist(name=NEW), grants())
    assert not run(Exchange(asked, answers), new_name=NEW, allowed_senders=[])[1]["changed"]


def test_a_new_name_by_which_a_cache_still_knows_the_list_is_no_obstacle():
    steps = written(request("RenameDistributionList", f"<newName>{NEW}</newName>"))
    _outcome, result = run(both(dlist(), dlist(name=NEW)), steps, both(NO_LIST, dlist(name=NEW)), new_name=NEW)
    assert changes(result) == {"name": (NAME, NEW)}


@pytest.mark.parametrize(
    "new, new_account, words",
    [
        (dlist(name=NEW, ident=OTHER_ID), NO_ACCOUNT, "is a distribution list"),
        (NO_LIST, account(NEW), "is an account"),
        (dlist(zimbraMailAlias=NEW), NO_ACCOUNT, f"is an alias of the distribution list {NAME}"),
    ],
)
def test_a_new_name_that_is_taken_is_refused_before_anything_is_written(new, new_account, words):
    assert (
        refused(both(dlist(), new, new_account), new_name=NEW)
        == f"{NAME} cannot be renamed: new_name is {NEW}, but {NEW} {words}"
    )


@pytest.mark.parametrize("code", ["service.PERM_DENIED", "service.FAILURE"])
def test_no_other_fault_is_taken_for_absence(code):
    for given in ({"state": "absent"}, {"members": []}):
        assert f"{NAME}: {code}" in refused(
            Exchange(batch(get_account(), get()), batched(NO_ACCOUNT, fault(code, "x"))), **given
        )


def test_lost_answers_are_looked_after():
    desired, leaving = looked_up(eva=account(EVA)), looked_up(jan=account(JAN))
    both_steps = batch(members_request("Remove", JAN), members_request("Add", EVA), stop=True)
    outcome, result = run(
        there([JAN]), desired, leaving, Exchange(both_steps, lost()), there([]), desired, written(members_request("Add", EVA)), there([EVA]),
        members=[EVA], retries=1,
    )  # fmt: skip
    assert outcome.error is None
    assert changes(result) == {"members": ([JAN], [EVA])}


@pytest.mark.parametrize(
    "given, sentence",
    [
        ({"members": [NAME]}, f"members names {NAME}, which is the list's own address"),
        ({"aliases": {"add": [NAME]}}, f"aliases names {NAME}, which is the list's own address"),
        ({"name": [NAME, NEW], "aliases": [EVA]}, "aliases is for one list, but name has 2"),
        ({"name": [NAME, NEW], "new_name": EVA}, "new_name is for one list, but name has 2"),
        ({"members": {"delete": [EVA]}}, "members is {'delete': "),
        ({"owners": ["eva"]}, "owners.set is 'eva', which is no e-mail address"),
    ],
)
def test_bad_input_is_refused_before_any_request(given, sentence):
    with pytest.raises(InputError) as caught:
        run(**given)
    assert str(caught.value).startswith(sentence)


def test_information_on_lists_and_on_those_that_are_missing():
    script = Script(
        Exchange(
            batch(get(), get_grants(), get(NEW), get_grants(NEW)),
            batched(dlist([EVA]), grants(("usr", "j", JAN, "sendToDistList", 0)), NO_LIST, NO_LIST),
        )
    )
    found = distribution_list_info.get_info(
        script.session(), {"name": [NAME, NEW], "domain": None, "member": None, "filter": None}
    )
    script.finished()
    assert found["missing"] == [NEW]
    assert (found["distribution_lists"][0]["members"], found["distribution_lists"][0]["allowed_senders"]) == (
        [EVA],
        [JAN],
    )
    assert not [key for key in found["distribution_lists"][0] if key.startswith("_")]


def test_a_search_escapes_what_the_user_gave():
    search = (
        '<SearchDirectoryRequest xmlns="urn:zimbraAdmin" types="distributionlists,dynamicgroups" domain="example.com" limit="0" maxResults="0"'
        ' attrs="zimbraId"><query>(zimbraMailForwardingAddress=a\\2a@example.com)</query></SearchDirectoryRequest>'
    )
    script = Script(Exchange(search, '<SearchDirectoryResponse xmlns="urn:zimbraAdmin" more="0" searchTotal="0"/>'))
    found = distribution_list_info.get_info(
        script.session(), {"name": None, "domain": "example.com", "member": "a*@example.com", "filter": ""}
    )
    # what may not be listed is not told of, so who finds nothing is warned
    assert "grant listDistributionList and listGroup on the domain example.com" in found.pop("_notes")[0]
    assert found == {"distribution_lists": [], "missing": []}
