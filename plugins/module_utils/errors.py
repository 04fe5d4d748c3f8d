# Copyright (c) 2026, the teammail.zimbra contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Everything that this collection reports to the user as an error: each is one clear sentence with its remedy."""

from __future__ import annotations

import typing as t

if t.TYPE_CHECKING:
    from .missing_rights import MissingRight

REMEDIES = {
    "service.AUTH_REQUIRED": "log in again (module login) and hand the new token to auth_token",
    "service.AUTH_EXPIRED": "log in again (module login) and hand the new token to auth_token; a changed password ends all tokens",
    "service.PERM_DENIED": "give the administrator the right named in the guide on connection and rights, or use a global administrator",
    "service.UNKNOWN_DOCUMENT": "check that url is the admin service, https://HOST:7071/service/admin/soap",
    "account.NO_SUCH_DOMAIN": "create the domain on the server first, or correct the address",
    "account.NO_SUCH_COS": "name an existing class of service",
    "account.ACCOUNT_INACTIVE": "in maintenance, as during a backup or move, wait until that has ended; else the account's status must be active",
    "account.TOO_MANY_IDENTITIES": "remove a persona that is not needed, or raise zimbraIdentityMaxNumEntries (20, the default identity included)",
    "account.INVALID_PASSWORD": "choose a password that meets the policy of the class of service",
    "mail.ALREADY_EXISTS": "rename the object that bears the name; Zimbra ignores case, and MariaDB ignores accents too",
    "mail.INVALID_NAME": 'use another name: no / : " or control characters, at most 255 characters',
    "mail.IMMUTABLE_OBJECT": "system folders can be neither renamed, moved nor deleted",
    "mail.QUOTA_EXCEEDED": "raise the quota or remove mail",
    "ldap.INVALID_ATTR_VALUE": "look for an alias, a list or a dynamic group that already has the address, or correct the value",
}


# One mailbox cannot be worked in for the time being: its account is in maintenance (the one status that shuts an administrator out),
# or its mailbox server does not answer the one that was asked (zimbra-soap-admin.md 1.11).
UNREACHABLE_CODES = {
    "account.ACCOUNT_INACTIVE",
    "account.MAINTENANCE_MODE",
    "mail.MAINTENANCE",
    "service.PROXY_ERROR",
    "service.RESOURCE_UNREACHABLE",
    "service.TEMPORARILY_UNAVAILABLE",
}


class ZimbraError(Exception):
    """Base of everything this collection reports to the user: str() is one clear sentence."""


class InputError(ZimbraError):
    """A value that cannot be right; raised before anything is changed."""


class AuthenticationError(ZimbraError):
    """The server does not accept who we say we are."""


class TransportError(ZimbraError):
    """No usable answer came.

    uncertain: the request may have been carried out although its answer was lost; timed_out: nothing came within the option timeout.
    """

    def __init__(self, message: str, uncertain: bool = False, timed_out: bool = False) -> None:
        super().__init__(message)
        self.uncertain = uncertain
        self.timed_out = timed_out


class HiddenError(ZimbraError):
    """The server shows which attributes there are, but keeps their values from this administrator."""


class Fault(ZimbraError):
    """What the server answered instead of a result (zimbra-soap-admin.md 1.4).

    code: such as account.NO_SUCH_ACCOUNT; text: the server's own words; receiver: the server's fault, not the request's;
    arguments: the fault's named values; about: the object that was asked for, where the caller said so; missing: what an administrator
    lacks who was refused.
    """

    def __init__(
        self,
        code: str,
        text: str,
        receiver: bool = False,
        arguments: t.Optional[t.Dict[str, str]] = None,
        about: str = "",
    ) -> None:
        super().__init__(code, text)
        self.code = code
        self.text = text
        self.receiver = receiver
        self.arguments = arguments or {}
        self.about = about
        self.missing: t.Optional[MissingRight] = None

    def __str__(self) -> str:
        words = f"{self.about + ': ' if self.about else ''}{self.code}: {self.text}"
        remedy = self.missing.remedy(self.about) if self.missing else REMEDIES.get(self.code)
        return f"{words} ({remedy})" if remedy else words


def is_unreachable(error: ZimbraError) -> bool:
    """Whether an error says that a mailbox cannot be worked in now, rather than that something is wrong with the request."""
    return isinstance(error, Fault) and error.code in UNREACHABLE_CODES


def why_unreachable(error: ZimbraError) -> str:
    """What the server said of such a mailbox, as in "account.ACCOUNT_INACTIVE: account is not active:meier@example.com"."""
    return f"{error.code}: {error.text}" if isinstance(error, Fault) else str(error)
