# Copyright (c) 2026, the teammail.zimbra contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The password policy of an account (zimbra-soap-admin.md 3.5)."""

from __future__ import annotations

from collections.abc import Callable

from zimbra_simulator.directory.entry import Account
from zimbra_simulator.wire.faults import Fault

_COMMON = {"password", "123456", "12345678", "qwerty", "abc123", "letmein", "111111", "iloveyou", "welcome", "admin"}
_COUNTS: tuple[tuple[str, str, Callable[[str], bool]], ...] = (
    ("zimbraPasswordMinUpperCaseChars", "not enough upper case characters", str.isupper),
    ("zimbraPasswordMinLowerCaseChars", "not enough lower case characters", str.islower),
    ("zimbraPasswordMinNumericChars", "not enough numeric characters", str.isdigit),
    ("zimbraPasswordMinPunctuationChars", "not enough punctuation characters", lambda c: not (c.isalnum() or c.isspace())),
    ("zimbraPasswordMinAlphaChars", "not enough alpha characters", str.isalpha),
    ("zimbraPasswordMinDigitsOrPuncs", "not enough numeric or punctuation characters",
     lambda c: c.isdigit() or not (c.isalnum() or c.isspace())),
)  # fmt: skip


def _number(account: Account, name: str) -> int:
    return int(account.get(name) or 0)


def _invalid(text: str, attribute: str, value: object) -> Fault:
    return Fault("account.INVALID_PASSWORD", f"invalid password: {text}", args=((attribute, "NUM", str(value)),))


def violation(account: Account, password: str) -> Fault | None:
    """What the policy of the account (or its class of service) says against a password."""
    low, high = _number(account, "zimbraPasswordMinLength"), _number(account, "zimbraPasswordMaxLength")
    if low > 0 and len(password) < low:
        return _invalid("too short", "zimbraPasswordMinLength", low)
    if 0 < high < len(password):
        return _invalid("too long", "zimbraPasswordMaxLength", high)
    for name, text, wanted in _COUNTS:
        least = _number(account, name)
        if least > 0 and sum(map(wanted, password)) < least:
            return _invalid(text, name, least)
    if account.true("zimbraPasswordBlockCommonEnabled") and password.lower() in _COMMON:
        return Fault("account.INVALID_PASSWORD", "invalid password: password is known to be too common")
    local = account.name.partition("@")[0]
    if account.get("zimbraPasswordAllowUsername") == "FALSE" and local in password.lower():
        return Fault("account.INVALID_PASSWORD", "invalid password: password contains username")
    return None


def check(account: Account, password: str) -> None:
    """Raise what violation() finds."""
    wrong = violation(account, password)
    if wrong is not None:
        raise wrong
