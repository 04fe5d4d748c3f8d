# Copyright (c) 2026, the teammail.zimbra contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Points in time as the directory writes them."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from zimbra_simulator.directory.world import World


def timestamp(world: World) -> str:
    """Now, as yyyyMMddHHmmss.SSSZ."""
    ms = world.now_ms()
    return time.strftime("%Y%m%d%H%M%S", time.gmtime(ms // 1000)) + f".{ms % 1000:03d}Z"
