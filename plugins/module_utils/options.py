# Copyright (c) 2026, the teammail.zimbra contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The options of the connection, and rules for the values of options."""

from __future__ import annotations

import typing as t

from ansible.module_utils.basic import env_fallback

from .values import NOT_IN_XML

CONNECTION: t.Dict[str, t.Dict[str, t.Any]] = {
    "url": {"type": "str", "required": True, "fallback": (env_fallback, ["ZIMBRA_URL"])},
    "username": {"type": "str", "fallback": (env_fallback, ["ZIMBRA_USERNAME"])},
    "password": {"type": "str", "no_log": True, "fallback": (env_fallback, ["ZIMBRA_PASSWORD"])},
    "auth_token": {"type": "str", "no_log": True, "fallback": (env_fallback, ["ZIMBRA_AUTH_TOKEN"])},
    "validate_certs": {"type": "bool", "default": True, "fallback": (env_fallback, ["ZIMBRA_VALIDATE_CERTS"])},
    "allow_plain_http": {"type": "bool", "default": False, "fallback": (env_fallback, ["ZIMBRA_ALLOW_PLAIN_HTTP"])},
    "ca_path": {"type": "path", "fallback": (env_fallback, ["ZIMBRA_CA_PATH"])},
    "timeout": {"type": "float", "default": 30, "fallback": (env_fallback, ["ZIMBRA_TIMEOUT"])},
    "retries": {"type": "int", "default": 3, "fallback": (env_fallback, ["ZIMBRA_RETRIES"])},
    "reading": {"type": "str", "no_log": True},
    "written": {"type": "list", "elements": "dict"},
}

# What the server never shows in clear text, or what opens an account to whoever reads it; lower case (zimbra-soap-admin.md 8).
SECRET_ATTRIBUTES = frozenset(
    "userpassword zimbrafreebusyexchangeauthpassword zimbraucpassword zimbratwofactorauthsecret "
    "zimbratwofactorauthscratchcodes zimbraappspecificpassword zimbratwofactorauthtrusteddevices "
    "zimbratwofactorcodeforemail zimbrapasswordhistory zimbraresetpasswordrecoverycode zimbraauthtokens "
    "zimbracsrftokendata zimbrainvalidjwttokens zimbracommunityapiclientsecret".split()
)
# By exactly these names, in lower case: the value of zimbraPasswordMinLength is none.
SECRET_NAMES = frozenset("password passwd passphrase pass pw secret token auth_token".split())


def unsendable(value: t.Any) -> t.Optional[str]:
    """The first text in an option's value, at any depth, that no request can hold; None where all can be sent."""
    if isinstance(value, str):
        return value if NOT_IN_XML.search(value) else None
    parts: t.Iterable[t.Any] = ()
    if isinstance(value, dict):
        parts = [part for pair in value.items() for part in pair]
    elif isinstance(value, (list, tuple)):
        parts = value
    return next((bad for bad in map(unsendable, parts) if bad is not None), None)
