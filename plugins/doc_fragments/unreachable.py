# Copyright (c) 2026, the teammail.zimbra contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations


class ModuleDocFragment:
    """The option of modules that work in many mailboxes at once."""

    DOCUMENTATION = r"""
options:
  unreachable:
    description:
      - What happens when one of several mailboxes cannot be worked in now, since its account is in maintenance (as during every backup and move)
        or its mailbox server is down.
      - With V(fail), the module fails before it changes anything in any mailbox.
      - With V(report), everything is done, or read, in the other mailboxes, and RV(ignore:unreachable_accounts) in the result names the ones left out.
    type: str
    choices: [fail, report]
    default: fail
"""
