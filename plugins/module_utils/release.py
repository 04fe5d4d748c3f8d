# Copyright (c) 2026, the teammail.zimbra contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What differs from one server's release to another's, as far as this collection has to know (zimbra-soap-admin.md 13).

Whether an attribute exists in a release is in attribute_table.
"""

from __future__ import annotations

import re
import typing as t


class Release(t.NamedTuple):
    """A server by what GetVersionInfo says: whether it is Carbonio, and the three numbers of its version; () where that is not known."""

    carbonio: bool = False
    version: t.Tuple[int, ...] = ()

    @classmethod
    def of(cls, release: str, version: str) -> Release:
        """From the release and version of GetVersionInfo, such as "GA" and "10.1.3_GA_1.FOSS"."""
        numbers = re.match(r"^(\d+)\.(\d+)\.(\d+)", version)
        return cls("carbonio" in release.lower(), tuple(int(n) for n in numbers.groups()) if numbers else ())

    def is_older(self, version: t.Tuple[int, ...]) -> bool:
        """Whether it is a Zimbra before that version; Carbonio counts its own releases, and of an unknown server nothing is said."""
        return bool(self.version) and not self.carbonio and self.version < version


# The folders that every new mailbox has on every server: path -> id, view (zimbra-soap-mail.md 2.1).
EVERYWHERE: t.Dict[str, t.Tuple[int, t.Optional[str]]] = {
    "/Inbox": (2, "message"),
    "/Trash": (3, None),
    "/Junk": (4, "message"),
    "/Sent": (5, "message"),
    "/Drafts": (6, "message"),
    "/Contacts": (7, "contact"),
    "/Calendar": (10, "appointment"),
    "/Emailed Contacts": (13, "contact"),
    "/Chats": (14, "message"),
}
ZIMBRA: t.Dict[str, t.Tuple[int, t.Optional[str]]] = {"/Tasks": (15, "task"), "/Briefcase": (16, "document")}
ZIMBRA_10: t.Dict[str, t.Tuple[int, t.Optional[str]]] = {"/Files shared with me": (20, "document")}
CARBONIO: t.Dict[str, t.Tuple[int, t.Optional[str]]] = {"/Archive": (20, "message")}
# Carbonio makes a folder of such a view without any.
NOT_ON_CARBONIO = ("document", "note", "task", "wiki")


def new_folders(release: Release) -> t.Dict[str, t.Tuple[int, t.Optional[str]]]:
    """The system folders of a mailbox that such a server makes."""
    if release.carbonio:
        return dict(EVERYWHERE, **CARBONIO)
    return dict(EVERYWHERE, **ZIMBRA, **({} if release.is_older((10, 0, 0)) else ZIMBRA_10))
