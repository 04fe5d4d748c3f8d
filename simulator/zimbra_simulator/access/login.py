# Copyright (c) 2026, the teammail.zimbra contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Rules that both AuthRequests share: lifetimes, lockout, logging in by a token."""

from __future__ import annotations

import calendar
import time

from zimbra_simulator.access.context import Call
from zimbra_simulator.access.tokens import Expired
from zimbra_simulator.directory import schema
from zimbra_simulator.directory.entry import Account
from zimbra_simulator.directory.stamp import timestamp
from zimbra_simulator.wire.faults import auth_expired, auth_required

_DAY = 86_400_000


def lifetime(account: Account, admin: bool = False) -> int:
    """How long a token of the account lives, in milliseconds."""
    name, default = ("zimbraAdminAuthTokenLifetime", _DAY // 2) if admin else ("zimbraAuthTokenLifetime", 2 * _DAY)
    return schema.duration_ms(account.get(name), default)


def _when(stamp: str) -> float:
    """Seconds of a timestamp (UTC); generalized time has no zone but Z."""
    return calendar.timegm(time.strptime(stamp[:14], "%Y%m%d%H%M%S"))


def locked_out(account: Account) -> bool:
    """Whether too many wrong passwords have locked the account for now (zimbraPasswordLockout...)."""
    since = account.get("zimbraPasswordLockoutLockedTime", cos=False)
    if not since or not account.true("zimbraPasswordLockoutEnabled"):
        return False
    duration = schema.duration_ms(account.get("zimbraPasswordLockoutDuration"), 3_600_000)
    return duration == 0 or account.world.now_ms() < _when(since) * 1000 + duration


def note_failure(account: Account) -> None:
    """Count a wrong password."""
    if not account.true("zimbraPasswordLockoutEnabled"):
        return
    world = account.world
    failures = [*account.attrs.get("zimbraPasswordLockoutFailureTime", []), timestamp(world)]
    if len(failures) >= int(account.get("zimbraPasswordLockoutMaxFailures") or 10) > 0:
        world.write(
            account, {"zimbraPasswordLockoutLockedTime": [timestamp(world)], "zimbraPasswordLockoutFailureTime": []}
        )
    else:
        world.write(account, {"zimbraPasswordLockoutFailureTime": failures})


def signed_in_by_token(call: Call, text: str | None) -> Account:
    """The account of a token that is given instead of a password (None: the one of the context)."""
    if text is None:
        token, wrong = call.auth, call.auth_fault
    else:
        try:
            token, wrong = call.keeper.read(text)
        except Expired as exc:
            raise auth_expired() from exc
    if wrong is not None:
        raise wrong
    if token is None:
        raise auth_required()
    return token.account
