# Copyright (c) 2026, the teammail.zimbra contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

from ansible_collections.teammail.zimbra.plugins.modules import folder
from ansible_collections.teammail.zimbra.plugins.plugin_utils.in_process import ActionModule

# The module's code is named so that it is loaded here, before the fork, and not in each worker.
__all__ = ["ActionModule", "folder"]
