# Copyright (c) 2026, the teammail.zimbra contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Faults of the mail service (zimbra-soap-mail.md 1.4)."""

from __future__ import annotations

import re

from zimbra_simulator.wire.faults import Fault, invalid_request, perm_denied


def _with_id(code: str, text: str, item: object) -> Fault:
    return Fault(f"mail.{code}", f"{text}: {item}", args=(("itemId", "IID", str(item)),))


def no_such_folder(item: object) -> Fault:
    return _with_id("NO_SUCH_FOLDER", "no such folder id", item)


def no_such_folder_uuid(uuid: str) -> Fault:
    return _with_id("NO_SUCH_FOLDER", "no such folder uuid", uuid)


def no_such_path(path: str) -> Fault:
    return Fault("mail.NO_SUCH_FOLDER", f"no such folder path: {path}", args=(("path", "STR", path),))


def no_such_item(item: object) -> Fault:
    return _with_id("NO_SUCH_ITEM", "no such item", item)


def no_such_msg(item: object) -> Fault:
    return _with_id("NO_SUCH_MSG", "no such message", item)


def no_such_conv(item: object) -> Fault:
    return _with_id("NO_SUCH_CONV", "no such conversation", item)


def no_such_tag(key: str | int) -> Fault:
    """By number the argument is the item's, by name the name."""
    argument = ("itemId", "IID", str(key)) if isinstance(key, int) else ("name", "STR", key)
    return Fault("mail.NO_SUCH_TAG", f"no such tag: {key}", args=(argument,))


def already_exists(name: str) -> Fault:
    return Fault("mail.ALREADY_EXISTS", f"object with that name already exists: {name}", args=(("name", "STR", name),))


def already_exists_id(item: int) -> Fault:
    """The collision in the database that the look-up in memory did not see (zimbra-soap-mail.md 2.2)."""
    return _with_id("ALREADY_EXISTS", "object with that id already exists", item)


def invalid_name(name: str) -> Fault:
    return Fault("mail.INVALID_NAME", f"invalid name: {name}", args=(("name", "STR", name),))


def immutable(item: int) -> Fault:
    return _with_id("IMMUTABLE_OBJECT", "cannot modify immutable object", item)


def quota_exceeded(limit: int) -> Fault:
    text = f"mailbox exceeded quota of {limit} bytes"
    return Fault("mail.QUOTA_EXCEEDED", text, args=(("limit", "NUM", str(limit)),))


def no_such_upload(upload_id: str) -> Fault:
    """mail.NO_SUCH_UPLOAD, or service.INVALID_REQUEST when it does not even look like the id of an upload."""
    if not re.fullmatch(r"[0-9a-fA-F-]{36}:[0-9a-fA-F-]{36}", upload_id):
        return invalid_request(f"invalid upload ID: {upload_id}")
    return Fault("mail.NO_SUCH_UPLOAD", f"upload not found: {upload_id}", args=(("uploadId", "STR", upload_id),))


def cannot_contain(text: str = "cannot put object in that folder") -> Fault:
    return Fault("mail.CANNOT_CONTAIN", text)


def cannot_tag(tag: str, item: int) -> Fault:
    return Fault("mail.CANNOT_TAG", f'cannot apply tag "{tag}" to item {item}')


def no_right(text: str) -> Fault:
    """service.PERM_DENIED in the words of the place where it is raised."""
    return perm_denied(text)


def not_readable() -> Fault:
    return perm_denied("you do not have sufficient permissions")
