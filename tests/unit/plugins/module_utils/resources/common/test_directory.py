# Copyright (c) 2026, the teammail.zimbra contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import pytest

from ansible_collections.teammail.zimbra.plugins.module_utils.engine import NOTES
from ansible_collections.teammail.zimbra.plugins.module_utils.errors import Fault, HiddenError, InputError
from ansible_collections.teammail.zimbra.plugins.module_utils.resources.account import info as account_info
from ansible_collections.teammail.zimbra.plugins.module_utils.resources.address import info as address_info
from ansible_collections.teammail.zimbra.plugins.module_utils.resources.common import directory
from ansible_collections.teammail.zimbra.plugins.module_utils.resources.effective_rights import info as effective_rights
from ansible_collections.teammail.zimbra.tests.unit.plugins.scripted import Exchange, Script, batch, batched, fault

EVA = "eva@example.com"
ID = "8d4f4b1e-2f6c-4d2c-9a53-0d8a6a3d7c11"
NO_ACCOUNT = fault("account.NO_SUCH_ACCOUNT", "no such account: x")
NO_LIST = fault("account.NO_SUCH_DISTRIBUTION_LIST", "no such distribution list: x")
DENIED = fault("service.PERM_DENIED", "permission denied: can not access account x")


def get(key, by="name", attrs="zimbraId,displayName"):
    attrs = f' attrs="{attrs}"' if attrs else ""
    return f'<GetAccountRequest xmlns="urn:zimbraAdmin" applyCos="0"{attrs}><account by="{by}">{key}</account></GetAccountRequest>'


def get_list(key, by="name"):
    return f'<GetDistributionListRequest xmlns="urn:zimbraAdmin" limit="1" offset="0"><dl by="{by}">{key}</dl></GetDistributionListRequest>'


def account(name, inner=""):
    return f'<GetAccountResponse xmlns="urn:zimbraAdmin"><account name="{name}" id="{ID}">{inner}</account></GetAccountResponse>'


def dlist(name, dynamic=0):
    return f'<GetDistributionListResponse xmlns="urn:zimbraAdmin" total="0"><dl name="{name}" id="{ID}" dynamic="{dynamic}"/></GetDistributionListResponse>'


def lookup(answers, key=EVA, by="name", **more):
    script = Script(Exchange(batch(get(key, by), get_list(key, by)), batched(*answers)))
    found = directory.lookup(script.session(), [key, key], **more)
    script.finished()
    assert list(found) == [key]
    return found[key]


@pytest.mark.parametrize(
    "answers, kind, words",
    [
        ((account(EVA), NO_LIST), "account", "eva@example.com is an account"),
        ((account("e@example.com"), NO_LIST), "account", "eva@example.com is an alias of the account e@example.com"),
        (
            (account(EVA, '<a n="zimbraCalResType">Location</a>'), NO_LIST),
            "resource",
            "eva@example.com is a calendar resource",
        ),
        ((NO_ACCOUNT, dlist(EVA)), "list", "eva@example.com is a distribution list"),
        (
            (NO_ACCOUNT, dlist("all@example.com", 1)),
            "group",
            "eva@example.com is an alias of the dynamic distribution list all@example.com",
        ),
        ((account(EVA), DENIED), "account", "eva@example.com is an account"),
    ],
)
def test_the_holder_of_an_address(answers, kind, words):
    holder = lookup(answers)
    assert (holder.kind, holder.describe()) == (kind, words)


def test_an_address_that_nobody_has():
    assert lookup((NO_ACCOUNT, NO_LIST)) is None


def test_an_id_is_asked_for_as_one_and_is_no_alias():
    assert not lookup((account(EVA), NO_LIST), key=ID, by="id").is_alias


@pytest.mark.parametrize("answers", [(DENIED, DENIED), (DENIED, NO_LIST), (NO_ACCOUNT, DENIED)])
def test_a_delegated_administrator_who_may_not_look_is_an_error_unless_strangers_are_expected(answers):
    with pytest.raises(Fault, match="PERM_DENIED") as refused:
        lookup(answers)
    assert refused.value.about == EVA
    assert lookup(answers, foreign=True) is None


def test_any_other_fault_is_an_error_even_for_strangers():
    with pytest.raises(Fault, match=r"service\.FAILURE"):
        lookup((fault("service.FAILURE", "x"), NO_LIST), foreign=True)


def test_nobody_to_look_for_costs_no_request():
    assert directory.lookup(Script().session(), []) == {}


def test_information_on_addresses():
    requests = [r for key in (EVA, "x@example.com") for r in (get(key, attrs=""), get_list(key))]
    answers = batched(account("e@example.com", '<a n="displayName">Eva</a>'), NO_LIST, NO_ACCOUNT, NO_LIST)
    found = address_info.get_info(
        Script(Exchange(batch(*requests), answers)).session(), {"address": ["Eva@example.com", "x@example.com"]}
    )
    first, second = found["addresses"]
    desired = {
        "address": EVA, "kind": "account", "name": "e@example.com", "id": ID, "display_name": "Eva", "alias": True,
        "description": "eva@example.com is an alias of the account e@example.com",
    }  # fmt: skip
    assert {key: first[key] for key in desired} == desired
    assert (second["kind"], second["description"]) == ("none", "x@example.com belongs to nobody")


COS = '<GetAllCosRequest xmlns="urn:zimbraAdmin"/>'
ALL_COS = '<GetAllCosResponse xmlns="urn:zimbraAdmin"><cos id="c1" name="default"/></GetAllCosResponse>'


def info(script, **given):
    options = {"name": None, "domain": None, "attributes": None, "display_name": None, "status": None, "filter": None}
    return account_info.get_info(script.session(), dict(options, **given))


def test_accounts_by_address_tell_the_missing_ones():
    answers = batched(account(EVA, '<a n="zimbraCOSId">c1</a><a n="zimbraNotes">x</a>'), NO_ACCOUNT, ALL_COS)
    script = Script(Exchange(batch(get(EVA, attrs=""), get("x@example.com", attrs=""), COS), answers))
    found = info(script, name=[EVA, "x@example.com"], attributes=["zimbraNotes"])
    assert found["missing"] == ["x@example.com"]
    assert (found["accounts"][0]["cos"], found["accounts"][0]["attributes"]) == ("default", {"zimbraNotes": ["x"]})


def test_a_denied_account_is_not_missing():
    with pytest.raises(Fault, match="PERM_DENIED"):
        info(Script(Exchange(batch(get(EVA, attrs=""), COS), batched(DENIED, ALL_COS))), name=[EVA])


def test_a_search_for_accounts_escapes_what_the_user_gave():
    query = "(&amp;(displayName=\\2a\\28x\\29\\5c)(zimbraAccountStatus=active)(uid=a*))"
    search = (
        '<SearchDirectoryRequest xmlns="urn:zimbraAdmin" types="accounts" domain="example.com" limit="0" maxResults="0" applyCos="0">'
        f"<query>{query}</query></SearchDirectoryRequest>"
    )
    answer = (
        '<SearchDirectoryResponse xmlns="urn:zimbraAdmin" more="0"><account name="b@example.com" id="2"/><account name="a@example.com" id="1"/>'
        "</SearchDirectoryResponse>"
    )
    script = Script(Exchange(batch(search, COS), batched(answer, fault("service.PERM_DENIED", "x"))))
    found = info(script, domain="example.com", display_name="*(x)\\", status="active", filter="(uid=a*)")
    assert [a["name"] for a in found["accounts"]] == ["a@example.com", "b@example.com"]


@pytest.mark.parametrize("attribute", ["zimbraIsAdminAccount", "displayName"])
def test_a_search_by_a_delegated_administrator_leaves_out_global_ones_and_says_so(attribute):
    search = (
        '<SearchDirectoryRequest xmlns="urn:zimbraAdmin" types="accounts" domain="example.com" limit="0" maxResults="0" applyCos="0">'
        "<query/></SearchDirectoryRequest>"
    )
    chef = f'<account name="chef@example.com" id="1"><a n="{attribute}" pd="1"/><a n="mail" pd="1"/></account>'
    answer = f'<SearchDirectoryResponse xmlns="urn:zimbraAdmin" more="0">{chef}<account name="{EVA}" id="2"/></SearchDirectoryResponse>'
    script = Script(Exchange(batch(search, COS), batched(answer, ALL_COS)))
    if attribute == "displayName":
        # it is a right that is missing, which must not look like an account that is not there
        with pytest.raises(HiddenError, match=r"chef@example.com: the server hides .*grant getAccount"):
            info(script, domain="example.com")
        return
    found = info(script, domain="example.com")
    assert [a["name"] for a in found["accounts"]] == [EVA]
    assert [note.partition(" is left out")[0] for note in found[NOTES]] == ["chef@example.com"]


def delegate(user):
    return f'<DelegateAuthRequest xmlns="urn:zimbraAdmin" duration="3600"><account by="name">{user}</account></DelegateAuthRequest>'


def token(value):
    return f'<DelegateAuthResponse xmlns="urn:zimbraAdmin"><authToken>{value}</authToken></DelegateAuthResponse>'


def perms(folder):
    return f'<GetEffectiveFolderPermsRequest xmlns="urn:zimbraMail"><folder l="{folder}"/></GetEffectiveFolderPermsRequest>'


OWN_FOLDERS = batch(
    '<GetInfoRequest xmlns="urn:zimbraAccount" sections="mbox"/>',
    '<GetFolderRequest xmlns="urn:zimbraMail"/>',
    stop=True,
)


def test_effective_rights_are_asked_in_each_users_name():
    mueller = f'<folder id="{ID}:300" absFolderPath="/Inbox/Müller"/>'
    inbox = f'<folder id="{ID}:2" absFolderPath="/Inbox">{mueller}</folder>'
    tree = f'<folder id="{ID}:1" absFolderPath="/">{inbox}</folder>'
    script = Script(
        Exchange(
            OWN_FOLDERS,
            batched(
                f'<GetInfoResponse xmlns="urn:zimbraAccount"><id>{ID}</id><name>s@example.com</name></GetInfoResponse>',
                f'<GetFolderResponse xmlns="urn:zimbraMail">{tree}</GetFolderResponse>',
            ),
            account="s@example.com",
        ),
        Exchange(
            batch(delegate(EVA), delegate("gone@example.com"), delegate("jan@example.com")),
            batched(token("hers"), NO_ACCOUNT, token("theirs")),
        ),
        Exchange(
            batch(perms(2), perms(300)),
            batched(
                '<GetEffectiveFolderPermsResponse xmlns="urn:zimbraMail"><folder perm="rwidxc"/></GetEffectiveFolderPermsResponse>',
                fault("service.PERM_DENIED", "permission denied: x"),
            ),
            account=ID,
            token="hers",
        ),
        # Somebody with whom nothing is shared may not even ask.
        Exchange(batch(perms(2), perms(300)), DENIED, account=ID, token="theirs"),
    )
    given = {
        "account": "s@example.com",
        "path": ["/inbox", "/Inbox/müller", "/Nowhere"],
        "user": [EVA, "gone@example.com", "jan@example.com"],
    }
    entries = effective_rights.get_info(script.session(), given)["effective_rights"]
    script.finished()
    told = [(e["user"], e["path"], e["rights"], e["problem"]) for e in entries]
    assert told == [
        (EVA, "/Inbox", "rwidx", None),
        (EVA, "/Inbox/müller", "", "service.PERM_DENIED: permission denied: x"),
        (EVA, "/Nowhere", "", "s@example.com has no folder /Nowhere"),
        ("gone@example.com", "/Inbox", "", "account.NO_SUCH_ACCOUNT: no such account: x"),
        ("gone@example.com", "/Inbox/müller", "", "account.NO_SUCH_ACCOUNT: no such account: x"),
        ("gone@example.com", "/Nowhere", "", "s@example.com has no folder /Nowhere"),
        ("jan@example.com", "/Inbox", "", None),
        ("jan@example.com", "/Inbox/müller", "", None),
        ("jan@example.com", "/Nowhere", "", "s@example.com has no folder /Nowhere"),
    ]


def test_effective_rights_of_a_missing_mailbox_are_an_error():
    with pytest.raises(Fault, match=r"^s@example\.com: account\.NO_SUCH_ACCOUNT") as refused:
        given = {"account": "s@example.com", "path": ["/Inbox"], "user": [EVA]}
        absent = Exchange(OWN_FOLDERS, batched(NO_ACCOUNT), account="s@example.com")
        effective_rights.get_info(Script(absent).session(), given)
    assert refused.value.code == "account.NO_SUCH_ACCOUNT"


@pytest.mark.parametrize("given", [{"path": ["Inbox"]}, {"user": ["eva"]}, {"account": "s"}])
def test_bad_input_about_effective_rights_is_refused_before_any_request(given):
    with pytest.raises(InputError):
        effective_rights.get_info(
            Script().session(), dict({"account": "s@example.com", "path": ["/Inbox"], "user": [EVA]}, **given)
        )
