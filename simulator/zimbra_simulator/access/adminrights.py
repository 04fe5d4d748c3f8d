# Copyright (c) 2026, the teammail.zimbra contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The admin rights by name, and which of them the combined ones hold (zimbra-soap-admin.md 9)."""

from __future__ import annotations

_ACCOUNTS = """
createAccount listAccount getAccount getAccountInfo modifyAccount deleteAccount renameAccount getAccountMembership
setAccountPassword changeAccountPassword checkPasswordStrength addAccountAlias removeAccountAlias createAlias
deleteAlias listAlias adminLoginAs viewAccountAdminUI getMailboxInfo moveAccountMailbox configureAdminUI
""".split()
_RESOURCES = """
createCalendarResource listCalendarResource getCalendarResource getCalendarResourceInfo modifyCalendarResource
deleteCalendarResource renameCalendarResource addCalendarResourceAlias removeCalendarResourceAlias
adminLoginCalendarResourceAs setCalendarResourcePassword changeCalendarResourcePassword
""".split()
_LISTS = """
createDistributionList listDistributionList getDistributionList modifyDistributionList renameDistributionList
deleteDistributionList addDistributionListMember removeDistributionListMember addDistributionListAlias
removeDistributionListAlias getDistributionListMembership
""".split()
_GROUPS = """
createGroup listGroup getGroup modifyGroup renameGroup deleteGroup addGroupMember removeGroupMember addGroupAlias
removeGroupAlias
""".split()
_DOMAIN = "getDomain listDomain countAccount modifyDomain createTopDomain createSubDomain deleteDomain".split()
_COS = "assignCos getCos listCos modifyCos createCos deleteCos renameCos".split()
_OTHER = "flushCache viewGrants setAdminConsole checkRightUsr checkRightGrp".split()

COMBO = {
    "domainAdminRights": [
        *(r for r in _ACCOUNTS if r not in ("modifyAccount", "moveAccountMailbox")),
        "modifyAccount", *_RESOURCES, *_LISTS,
        "getDomain", "listDomain", "countAccount", "viewGrants",
        "set.zimbraACE",
    ],
    "domainAdminCosRights": ["assignCos", "getCos", "listCos"],
    "domainAdminConsoleRights": ["domainAdminRights", "configureAdminUI"],
}  # fmt: skip
ADMIN_RIGHTS = {*_ACCOUNTS, *_RESOURCES, *_LISTS, *_GROUPS, *_DOMAIN, *_COS, *_OTHER, *COMBO}

# what each of these opens is reading: all attributes of an entry of that kind; writing opens reading, too
READ = {
    "account": "getAccount", "calresource": "getCalendarResource", "list": "getDistributionList", "group": "getGroup",
    "cos": "getCos", "domain": "getDomain",
}  # fmt: skip
MODIFY = {
    "account": "modifyAccount", "calresource": "modifyCalendarResource", "list": "modifyDistributionList",
    "group": "modifyGroup", "cos": "modifyCos", "domain": "modifyDomain",
}  # fmt: skip
WORD = {"list": "dl"}

# attributes of an entry that domainAdminRights does not let a delegated administrator set (the rest it does)
_KEPT_FROM_DOMAIN_ADMIN = {
    "zimbraPrefDelegatedSendSaveTarget", "zimbraPrefFromAddressType", "zimbraIsAdminAccount",
    "zimbraIsDelegatedAdminAccount", "zimbraDomainAdminMaxMailQuota", "zimbraAllowFromAddress",
    "zimbraAllowAnyFromAddress", "zimbraIdentityMaxNumEntries", "zimbraSharedItem",
}  # fmt: skip


def granted_by(held: str, wanted: str) -> bool:
    """Whether holding one right (perhaps a combined one) gives another."""
    if held == wanted:
        return True
    return any(granted_by(part, wanted) for part in COMBO.get(held, ()))


def is_admin_right(name: str) -> bool:
    """Whether a name is an admin right: a listed one or ``set.account.zimbraNotes`` and the like."""
    return name in ADMIN_RIGHTS or (name.startswith(("set.", "get.")) and name.count(".") == 2)


def opens(held: str, attribute: str, kind: str) -> bool:
    """Whether holding a right lets an attribute of a kind of entry be read."""
    word = WORD.get(kind, kind)
    if held in (f"get.{word}.{attribute}", f"set.{word}.{attribute}") or granted_by(held, READ.get(kind, "")):
        return True
    if attribute == "zimbraACE" and kind != "group" and granted_by(held, "viewGrants"):
        return True
    return granted_by(held, MODIFY.get(kind, ""))


def domain_admin_may_set(attribute: str) -> bool:
    """Whether domainAdminRights covers an attribute."""
    return attribute not in _KEPT_FROM_DOMAIN_ADMIN and not attribute.startswith("zimbraFeature")
