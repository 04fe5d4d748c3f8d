# Copyright (c) 2026, the teammail.zimbra contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""How many examples a property test tries, and which."""

from __future__ import annotations

import os

from hypothesis import settings


def examples(number: int) -> settings:
    """The same examples in every run, so that a commit that passed here passes anywhere; TEAMMAIL_EXAMPLES=5000 looks for others."""
    asked = os.environ.get("TEAMMAIL_EXAMPLES")
    return settings(max_examples=int(asked or number), derandomize=not asked, deadline=None)
