# Copyright (c) 2026, the teammail.zimbra contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations


class ModuleDocFragment:
    """What a task may expect of a module besides its options."""

    # for modules that change something
    DOCUMENTATION = r"""
options: {}
attributes:
  check_mode:
    description: Can run in C(check_mode) and return the changes that would be made, without making them.
    support: full
  diff_mode:
    description: Returns what has changed, changed properties only, when in diff mode.
    support: full
  idempotent:
    description: When run twice in a row with the same options, the second run changes nothing.
    support: full
  platform:
    description: The systems the module works with.
    platforms: Zimbra 8.8.15, 9.0, 10.0 and 10.1, Carbonio CE 4.25
    support: full
"""

    # for modules that only read
    INFO = r"""
options: {}
attributes:
  check_mode:
    description: Can run in C(check_mode); the module never changes anything.
    support: full
  diff_mode:
    description: Returns what has changed when in diff mode.
    support: N/A
    details:
      - The module never changes anything.
  idempotent:
    description: When run twice in a row with the same options, the second run changes nothing.
    support: full
  platform:
    description: The systems the module works with.
    platforms: Zimbra 8.8.15, 9.0, 10.0 and 10.1, Carbonio CE 4.25
    support: full
"""

    # the action group with the connection's options
    ACTIONGROUP = r"""
options: {}
attributes:
  action_group:
    description: Use C(group/teammail.zimbra.all) in C(module_defaults) to set the connection's options for all modules.
    support: full
    membership:
      - teammail.zimbra.all
"""
