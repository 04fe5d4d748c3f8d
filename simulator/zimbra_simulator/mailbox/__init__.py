# Copyright (c) 2026, the teammail.zimbra contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What lies in a mailbox: folders, links, messages, rules; and what moves mail about."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from zimbra_simulator.directory.entry import Entry
    from zimbra_simulator.directory.world import World


def install(world: World) -> None:
    """Let the directory open mailboxes, and have them vanish with their accounts."""
    from zimbra_simulator.mailbox.mailbox import Mailbox

    def forget(entry: Entry) -> None:
        if entry.is_account:
            world.mailboxes.pop(entry.id, None)
            world.drop_owner(entry.id)

    world.open_mailbox = Mailbox
    world.on_delete.append(forget)
