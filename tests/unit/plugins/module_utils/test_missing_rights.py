# Copyright (c) 2026, the teammail.zimbra contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Which right a refusal names, for each right that the collection's requests ask for.  The texts are those of the server (admin 9.1)."""

from __future__ import annotations

import pytest

from ansible_collections.teammail.zimbra.plugins.module_utils.errors import HiddenError
from ansible_collections.teammail.zimbra.plugins.module_utils.missing_rights import MissingRight, missing_right
from ansible_collections.teammail.zimbra.plugins.module_utils.soap import ACCOUNT, ADMIN, MAIL, attributes

ME, LIST, ID = "chef@example.test", "team@example.test", "11111111-2222-3333-4444-555555555555"
NO_ACCOUNT, NO_LIST = (
    "permission denied: can not access account ",
    "permission denied: can not access distribution list ",
)
NEED = "permission denied: need right: "
ATTRIBUTE = "permission denied: cannot access attribute "


def ident(tag, *more):
    return ADMIN(tag, ADMIN("id", ID), *more)


def a(name):
    return ADMIN("a", "x", n=name)


def target(tag, kind, name):
    return ADMIN(tag, ADMIN("target", name, type=kind, by="name"), ADMIN("grantee", "else@other.test", type="usr"))


CASES = [
    (ADMIN("GetAccountRequest", ADMIN("account", ME, by="name")), NO_ACCOUNT + ME, "getAccountInfo"),
    (ADMIN("GetAccountRequest", ADMIN("account", ID, by="id")), NO_ACCOUNT + ID, "getAccountInfo"),
    (ADMIN("GetAccountMembershipRequest"), NO_ACCOUNT + ME, "getAccountMembership"),
    (ADMIN("CreateAccountRequest"), NEED + "createAccount for domain example.test", "createAccount"),
    (
        ADMIN("CreateAccountRequest"),
        ATTRIBUTE + "zimbraNotes on account target pseudo@example.test",
        "set.account.zimbraNotes",
    ),
    (ident("ModifyAccountRequest", a("displayName")), NO_ACCOUNT + ID, "set.account.displayName"),
    (
        ident("ModifyAccountRequest", a("zimbraAccountStatus"), a("+zimbraMailStatus")),
        NO_ACCOUNT + ID,
        "set.account.zimbraAccountStatus, set.account.zimbraMailStatus",
    ),
    (ident("DeleteAccountRequest"), NO_ACCOUNT + ID, "deleteAccount"),
    (ident("RenameAccountRequest", ADMIN("newName", "new@other.test")), NO_ACCOUNT + ID, "renameAccount"),
    (ident("RenameAccountRequest"), NEED + "createAccount for domain example.test", "createAccount"),
    (ident("SetPasswordRequest"), NO_ACCOUNT + ID, "setAccountPassword"),
    (ident("AddAccountAliasRequest"), NO_ACCOUNT + ID, "addAccountAlias"),
    (ident("AddAccountAliasRequest"), NEED + "createAlias for domain example.test", "createAlias"),
    (ident("RemoveAccountAliasRequest"), NO_ACCOUNT + ID, "removeAccountAlias"),
    (ident("RemoveAccountAliasRequest"), NEED + "deleteAlias for domain example.test", "deleteAlias"),
    (ADMIN("DelegateAuthRequest"), NEED + "adminLoginAs for account " + ME, "adminLoginAs"),
    (MAIL("GetFolderRequest"), NO_ACCOUNT + ME, "adminLoginAs"),
    (MAIL("GetFolderRequest"), "permission denied: you do not have sufficient permissions", "adminLoginAs"),
    (ACCOUNT("GrantRightsRequest"), "permission denied: can not access account", "adminLoginAs"),
    (ACCOUNT("ModifyPrefsRequest"), "permission denied: can not modify options", "adminLoginAs"),
    (ADMIN("GetDistributionListRequest"), NO_LIST + LIST, "getDistributionList (of a dynamic list getGroup)"),
    (
        ADMIN("CreateDistributionListRequest"),
        NEED + "createDistributionList for domain example.test",
        "createDistributionList",
    ),
    (ADMIN("CreateDistributionListRequest"), NEED + "createGroup for domain example.test", "createGroup"),
    (
        ADMIN("CreateDistributionListRequest"),
        ATTRIBUTE + "displayName on dl target pseudo@example.test",
        "set.dl.displayName",
    ),
    (
        ADMIN("CreateDistributionListRequest"),
        ATTRIBUTE + "displayName on group target pseudo@example.test",
        "set.group.displayName",
    ),
    (
        ident("ModifyDistributionListRequest", a("zimbraHideInGal")),
        NO_LIST + ID,
        "set.dl.zimbraHideInGal (of a dynamic list set.group.zimbraHideInGal)",
    ),
    *(
        (ident(f"{verb}DistributionList{thing}Request"), NO_LIST + ID, f"{static} (of a dynamic list {dynamic})")
        for verb, thing, (static, dynamic) in (
            ("Delete", "", ("deleteDistributionList", "deleteGroup")),
            ("Rename", "", ("renameDistributionList", "renameGroup")),
            ("Add", "Member", ("addDistributionListMember", "addGroupMember")),
            ("Remove", "Member", ("removeDistributionListMember", "removeGroupMember")),
            ("Add", "Alias", ("addDistributionListAlias", "addGroupAlias")),
            ("Remove", "Alias", ("removeDistributionListAlias", "removeGroupAlias")),
        )
    ),
    (ADMIN("GetGrantsRequest"), ATTRIBUTE + "zimbraACE on dl target " + LIST, "getDistributionList"),
    (ADMIN("GetGrantsRequest"), ATTRIBUTE + "zimbraACE on group target " + LIST, "getGroup"),
    (ADMIN("GetGrantsRequest"), ATTRIBUTE + "zimbraACE on account target " + ME, "getAccount"),
    (
        target("GrantRightRequest", "dl", LIST),
        "permission denied: insufficient right to grant 'sendAsDistList' right",
        "set.dl.zimbraACE (of a dynamic list set.group.zimbraACE)",
    ),
    (
        target("RevokeRightRequest", "account", ME),
        "permission denied: insufficient right to revoke 'sendAs' right",
        "set.account.zimbraACE",
    ),
]


@pytest.mark.parametrize("request_, text, right", CASES, ids=lambda value: value if isinstance(value, str) else "")
def test_the_right_and_its_domain_are_named(request_, text, right):
    missing = missing_right(request_, ME, text)
    assert missing is not None
    assert missing.remedy(ME) == f"grant {right} on the domain example.test, or use a global administrator"


def test_a_class_of_service_is_named() -> None:
    missing = missing_right(ident("ModifyAccountRequest"), "", NEED + "assignCos for cos default")
    assert missing == MissingRight("assignCos", "the class of service default")


def test_without_a_word_on_the_domain_the_request_is_asked() -> None:
    missing = missing_right(ident("AddAccountAliasRequest", ADMIN("alias", "a@example.test")), "", NO_ACCOUNT + ID)
    assert missing is not None and "on the domain example.test" in missing.remedy()


def test_where_no_right_helps() -> None:
    text = "permission denied: delegated admin is not allowed to access a global admin's account"
    missing = missing_right(ADMIN("DelegateAuthRequest"), "", text)
    assert missing is not None and missing.remedy() == "use a global administrator"


@pytest.mark.parametrize(
    "request_, text",
    [
        (MAIL("FolderActionRequest"), "permission denied: you may not share the mounted folder /x"),
        (ADMIN("ModifyAccountRequest"), "permission denied: can not modify mail quota, domain admin can only modify"),
    ],
)
def test_a_refusal_for_another_reason_names_no_right(request_, text):
    assert missing_right(request_, ME, text) is None


@pytest.mark.parametrize(
    "tag, right",
    [
        ("account", "getAccount"),
        ("dl", "getDistributionList (of a dynamic list getGroup)"),
        ("calresource", "getAccount"),
    ],
)
def test_hidden_values_are_not_taken_for_empty(tag, right):
    element = ADMIN(tag, ADMIN("a", n="displayName", pd="1"), ADMIN("a", ID, n="zimbraId"), name=LIST)
    with pytest.raises(HiddenError) as caught:
        attributes(element)
    assert str(caught.value) == (
        f"{LIST}: the server hides the values of displayName (grant {right} on the domain example.test, or use a global administrator)"
    )
    assert attributes(element, partly=True) == {"zimbraId": [ID]}
