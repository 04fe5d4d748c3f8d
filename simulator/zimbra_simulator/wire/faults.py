# Copyright (c) 2026, the teammail.zimbra contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""SOAP faults by code (zimbra-soap-admin.md 1.4, zimbra-soap-mail.md 1.4)."""

from __future__ import annotations


class Fault(Exception):
    """A fault of the service: machine-readable code, reason text, side at fault and arguments.

    ``args`` of the fault are (name, type, value) triples; the type is STR, NUM, IID or ACCTID.
    """

    def __init__(
        self, code: str, text: str, *, receiver: bool = False, args: tuple[tuple[str, str, str], ...] = ()
    ) -> None:
        super().__init__(f"{code}: {text}")
        self.code = code
        self.text = text
        self.receiver = receiver
        self.arguments = tuple(args)


def invalid_request(text: str) -> Fault:
    return Fault("service.INVALID_REQUEST", f"invalid request: {text}")


def missing(name: str) -> Fault:
    return invalid_request(f"missing required attribute: {name}")


def parse_error(text: str) -> Fault:
    return Fault("service.PARSE_ERROR", f"parse error: {text}")


def unknown_document(name: str) -> Fault:
    return Fault("service.UNKNOWN_DOCUMENT", f"unknown document: {name}")


def auth_required() -> Fault:
    return Fault("service.AUTH_REQUIRED", "no valid authtoken present")


def auth_expired() -> Fault:
    return Fault("service.AUTH_EXPIRED", "auth credentials have expired")


def perm_denied(text: str) -> Fault:
    return Fault("service.PERM_DENIED", f"permission denied: {text}")


def no_access(key: str) -> Fault:
    """The refusal that also hides whether the account exists at all."""
    return perm_denied(f"can not access account {key}")


def failure(text: str) -> Fault:
    return Fault("service.FAILURE", f"system failure: {text}", receiver=True)


def modify_conflict() -> Fault:
    return Fault("mail.MODIFY_CONFLICT", "modify conflict")


def auth_failed(name: str) -> Fault:
    return Fault("account.AUTH_FAILED", f"authentication failed for [{name}]")


def inactive(name: str) -> Fault:
    return Fault("account.ACCOUNT_INACTIVE", f"account is not active:{name}", receiver=True)


def maintenance_mode() -> Fault:
    return Fault("account.MAINTENANCE_MODE", "account is in maintenance mode", receiver=True)


def no_such(kind: str, key: str) -> Fault:
    """account.NO_SUCH_...; kind in words of the fault's text: ``account``, ``distribution list``, ``cos`` ..."""
    return Fault(f"account.NO_SUCH_{kind.upper().replace(' ', '_')}", f"no such {kind}: {key}")


def address_exists(kind: str, address: str) -> Fault:
    """kind is ACCOUNT or DISTRIBUTION_LIST."""
    return Fault(f"account.{kind}_EXISTS", f"email address already exists: {address}")


def invalid_attr_name(text: str) -> Fault:
    return Fault("account.INVALID_ATTR_NAME", text)


def invalid_attr_value(text: str) -> Fault:
    return Fault("account.INVALID_ATTR_VALUE", text)


def ldap(code: str, text: str) -> Fault:
    """A fault that comes straight out of the directory: always the receiver's."""
    return Fault(f"ldap.{code}", text, receiver=True)


def refused_change(code: str, reason: str) -> Fault:
    """account.INVALID_ATTR_... for what the directory itself refuses in a modification, with the server it names."""
    word = "name" if code.endswith("NAME") else "value"
    text = f"invalid attr {word}: invalid attr {word} - unable to modify attributes: ldap host=localhost:389: {reason}"
    return Fault(f"account.{code}", text)
