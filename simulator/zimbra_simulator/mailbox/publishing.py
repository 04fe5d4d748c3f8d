# Copyright (c) 2026, the teammail.zimbra contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""zimbraSharedItem: the list of shares in the directory, kept up to date at once (zimbra-soap-mail.md 1.2)."""

from __future__ import annotations

from zimbra_simulator.mailbox.mailbox import Mailbox

ATTRIBUTE = "zimbraSharedItem"


def published(box: Mailbox) -> list[str]:
    """One value per own grant of every folder."""
    values = []
    for folder in box.folders.values():
        if folder.acl is None:
            continue
        for grant in folder.acl.grants:
            entry = box.world.entries.get(grant.grantee)
            parts = {
                "granteeId": grant.grantee,
                "granteeName": entry.name if entry else grant.grantee,
                "granteeType": grant.type,
                "folderId": folder.id,
                "folderUuid": folder.uuid,
                "folderPath": folder.path,
                "folderDefaultView": folder.view or "unknown",
                "rights": grant.rights,
                "type": "folder",
                "expires": folder.acl.expiry_of(grant) or None,
            }
            values.append(";".join(f"{key}:{value}" for key, value in parts.items() if value is not None))
    return values


def publish(box: Mailbox) -> None:
    """Write the list when it has changed."""
    values = published(box)
    if values != box.account.attrs.get(ATTRIBUTE, []):
        box.world.write(box.account, {ATTRIBUTE: values})


def unpack(value: str) -> dict[str, str]:
    """A value as a dictionary of its parts."""
    return dict(part.partition(":")[::2] for part in value.split(";"))
