# Copyright (c) 2026, the teammail.zimbra contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Which right an administrator lacks who was refused (zimbra-soap-admin.md 9.1).

The server names a right only where it creates something; elsewhere it says "can not access", so that the administrator does not learn what exists.  There
the request tells which right it asks for.
"""

from __future__ import annotations

import re
import typing as t

if t.TYPE_CHECKING:
    from lxml import etree

DENIED = "service.PERM_DENIED"
_NAMED = re.compile(r"need right: (\S+)(?: for (\S+) (\S+))?")
_ATTRIBUTE = re.compile(r"cannot access attribute (\S+) on (\S+) target (\S+)")
_GRANTING = re.compile(r"insufficient right to (?:grant|revoke) ")
_MASKED = re.compile(r"can ?not access (?:account|distribution list|calendar resource|dl|group|domain|cos)(?: (\S+))?")
# What is said of an account that the administrator may name, but not act as.
_INSIDE = re.compile(r"can ?not modify options|you do not have sufficient permissions")
# No right helps here.
_GLOBAL = "not allowed to access a global admin's account"
_DOMAIN = re.compile(r"@([^@\s,;:()]+\.[^@\s,;:()]*[^@\s,;:().])")

# What a request asks for before it says whether there is such an object; of lists, static and dynamic ones have rights of their own.
_ACCOUNTS = {
    "GetAccountRequest": "getAccountInfo",
    "GetAccountInfoRequest": "getAccountInfo",
    "GetAccountMembershipRequest": "getAccountMembership",
    "DeleteAccountRequest": "deleteAccount",
    "RenameAccountRequest": "renameAccount",
    "SetPasswordRequest": "setAccountPassword",
    "AddAccountAliasRequest": "addAccountAlias",
    "RemoveAccountAliasRequest": "removeAccountAlias",
    "DelegateAuthRequest": "adminLoginAs",
}
_LISTS = {
    "GetDistributionListRequest": ("getDistributionList", "getGroup"),
    "DeleteDistributionListRequest": ("deleteDistributionList", "deleteGroup"),
    "RenameDistributionListRequest": ("renameDistributionList", "renameGroup"),
    "AddDistributionListMemberRequest": ("addDistributionListMember", "addGroupMember"),
    "RemoveDistributionListMemberRequest": ("removeDistributionListMember", "removeGroupMember"),
    "AddDistributionListAliasRequest": ("addDistributionListAlias", "addGroupAlias"),
    "RemoveDistributionListAliasRequest": ("removeDistributionListAlias", "removeGroupAlias"),
}
# Whose values a right opens for reading.
_READ = {
    "account": "getAccount",
    "dl": "getDistributionList",
    "group": "getGroup",
    "domain": "getDomain",
    "cos": "getCos",
}


class MissingRight(t.NamedTuple):
    """rights: what to grant, in words, empty where nothing helps; where: on what, as far as the server said it; guess: by the request."""

    rights: str
    where: str = ""
    guess: str = ""

    def remedy(self, about: str = "") -> str:
        """The advice; about: what the caller says that the request was about, such as an address."""
        if not self.rights:
            return "use a global administrator"
        where = self.where or _domain(about) or self.guess or "its domain"
        return f"grant {self.rights} on {where}, or use a global administrator"


def missing_right(request: etree._Element, mailbox: str, text: str) -> t.Optional[MissingRight]:
    """What a refused administrator lacks, None where the server's words are of something else.

    mailbox: the account in the context, whom a request in a mailbox is for; text: the server's words.
    """
    name = request.tag.rpartition("}")[2]
    named, attribute, masked = _NAMED.search(text), _ATTRIBUTE.search(text), _MASKED.search(text)
    if named:
        return MissingRight(named.group(1), _scope(named.group(2) or "", named.group(3) or ""))
    if attribute:
        what, kind, target = attribute.groups()
        reading = name.startswith("Get")
        return MissingRight(
            _READ.get(kind, f"get.{kind}.{what}") if reading else f"set.{kind}.{what}", _scope(kind, target)
        )
    if _GRANTING.search(text):
        target = request.find("{*}target")
        kind, name = ("", "") if target is None else (target.get("type", ""), target.text or "")
        return MissingRight(_granting(kind), _scope(kind, name))
    if _GLOBAL in text:
        return MissingRight("")
    if not request.tag.startswith("{urn:zimbraAdmin}"):
        return MissingRight("adminLoginAs", _domain(mailbox)) if masked or _INSIDE.search(text) else None
    if not masked:
        return None
    rights = _of_masked(request, name)
    if not rights:
        return None
    return MissingRight(
        rights, _domain(masked.group(1) or ""), _domain(" ".join(str(text) for text in request.itertext()))
    )


def hidden_right(tag: str, name: str) -> MissingRight:
    """What opens the values of an <account>, <dl> ... of that name, of which the server shows the attributes' names alone."""
    kind = {"calresource": "account"}.get(tag, tag)
    return MissingRight(
        _READ.get(kind, f"get.{kind}") + (" (of a dynamic list getGroup)" if kind == "dl" else ""), _scope(kind, name)
    )


def _of_masked(request: etree._Element, name: str) -> str:
    if name in _ACCOUNTS:
        return _ACCOUNTS[name]
    if name in _LISTS:
        return "%s (of a dynamic list %s)" % _LISTS[name]
    if name == "ModifyAccountRequest":
        return _setting(request, "account")
    if name == "ModifyDistributionListRequest":
        return f"{_setting(request, 'dl')} (of a dynamic list {_setting(request, 'group')})"
    return ""


def _setting(request: etree._Element, kind: str) -> str:
    names = sorted({a.get("n", "").lstrip("+-") for a in request.iterfind("{*}a")})
    return ", ".join(f"set.{kind}.{name}" for name in names)


def _granting(kind: str) -> str:
    if kind == "dl":
        return "set.dl.zimbraACE (of a dynamic list set.group.zimbraACE)"
    return f"set.{kind or 'account'}.zimbraACE"


def _scope(kind: str, name: str) -> str:
    if kind == "domain" and name:
        return f"the domain {name}"
    if kind == "cos" and name:
        return f"the class of service {name}"
    return _domain(name)


def _domain(text: str) -> str:
    found = _DOMAIN.search(text)
    return f"the domain {found.group(1)}" if found else ""


def nothing_found(right: str, domain: t.Optional[str]) -> str:
    """The warning that a search found nothing: of what an administrator may not list, a search says nothing at all."""
    return (
        "the search found nothing; a delegated administrator finds only what they may list: if something should be there, grant %s on %s, "
        "which counts for searches after up to 50 seconds, or use a global administrator"
        % (right, f"the domain {domain}" if domain else "the domains that are searched")
    )
