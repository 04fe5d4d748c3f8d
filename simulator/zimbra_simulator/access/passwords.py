# Copyright (c) 2026, the teammail.zimbra contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Passwords: stored as salted hashes, checked against the policy of the class of service."""

from __future__ import annotations

import hashlib
import hmac
import secrets


def hashed(password: str) -> str:
    """salt:hash. A cheap hash on purpose: nothing here is worth protecting, start-up of tests is."""
    salt = secrets.token_hex(8)
    return f"{salt}:{hashlib.sha256((salt + password).encode()).hexdigest()}"


def matches(stored: str, password: str) -> bool:
    """Whether a password is the stored one; an empty one never is."""
    salt, _, digest = stored.partition(":")
    return bool(stored and password) and hmac.compare_digest(
        digest, hashlib.sha256((salt + password).encode()).hexdigest()
    )
