#!/usr/bin/python
# Copyright (c) 2026, the teammail.zimbra contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: message_info
short_description: Search messages in Zimbra mailboxes
version_added: 0.1.0
author:
  - The teammail.zimbra contributors (@teammail)
description:
  - Returns the messages of a mailbox that match all filters, newest first, without their bodies.
  - With O(as_user) it returns only what this user may read in the mailbox, with their own rights.
options:
  account:
    description: Address of the mailbox.
    type: str
    required: true
  as_user:
    description: Address of the user whose rights are used instead of the administrator's.
    type: str
  folder:
    description:
      - Path of the folder to search in the mailbox.
      - A mountpoint is followed; its messages have the address of the owner and the path of the mountpoint.
      - If not set, the whole mailbox is searched; with O(as_user), all folders that they may read, without V(/Trash) and V(/Junk).
    type: str
  recursive:
    description: Whether the folders below O(folder) are searched, too.
    type: bool
    default: false
  message_id:
    description: The Message-ID header of the message, or of several.
    type: list
    elements: str
  subject:
    description: The whole subject.
    type: str
  from_address:
    description: Address of the sender.
    type: str
    aliases: [from]
  unread:
    description: Only messages that are unread, or with V(false) that are read.
    type: bool
  query:
    description: Further conditions in Zimbra's search language, such as V(has:attachment after:1/31/2026).
    type: str
  headers:
    description: Names of headers to return in RV(messages[].headers).
    type: list
    elements: str
  limit:
    description: Maximum number of messages to return; V(0) for all.
    type: int
    default: 100
notes:
  - It may take some seconds until a search as a user includes what a new right allows.
seealso:
  - module: teammail.zimbra.message
extends_documentation_fragment:
  - teammail.zimbra.connection
  - teammail.zimbra.attributes.info
  - teammail.zimbra.attributes.actiongroup
"""

EXAMPLES = r"""
- name: Find unread mail in the shared Inbox, as Meier sees it
  teammail.zimbra.message_info:
    account: support@example.com
    as_user: meier@example.com
    folder: /Inbox
    recursive: true
    unread: true

- name: Read the sender of the newest reply
  teammail.zimbra.message_info:
    account: support@example.com
    folder: /Sent
    headers:
      - From
      - Sender
    limit: 1
"""

RETURN = r"""
messages:
  description: The messages, newest first.
  returned: success
  type: list
  elements: dict
  sample:
    - account: support@example.com
      message_id: <order-1@customer.example.com>
      id: "301"
      folder: /Inbox/Meier
      subject: Question about my order
      from: customer@example.org
      from_display: A. Customer
      sender:
      to:
        - support@example.com
      cc: []
      date: "2026-11-02T09:00:00Z"
      unread: true
      flagged: false
      replied: false
  contains:
    account:
      description: Primary address of the mailbox.
      type: str
    message_id:
      description: The Message-ID header.
      type: str
    id:
      description: Number of the message in the mailbox.
      type: str
    folder:
      description: Path of its folder.
      type: str
    subject:
      description: The subject.
      type: str
    from:
      description: Address of the sender.
      type: str
    from_display:
      description: Name of the sender.
      type: str
    sender:
      description: Address in the Sender header, of the one who sent it on behalf of RV(messages[].from).
      type: str
    to:
      description: Addresses of the recipients.
      type: list
      elements: str
    cc:
      description: Addresses of those who got a copy.
      type: list
      elements: str
    date:
      description: When it came into the mailbox, in UTC.
      type: str
    unread:
      description: Whether it is marked as unread.
      type: bool
    flagged:
      description: Whether it is flagged.
      type: bool
    replied:
      description: Whether it was answered.
      type: bool
    headers:
      description: The values of every header that was asked for, by name.
      type: dict
      returned: when O(headers) is set
truncated:
  description: Whether there are more messages than O(limit).
  returned: success
  type: bool
  sample: false
"""

from ansible_collections.teammail.zimbra.plugins.module_utils import engine
from ansible_collections.teammail.zimbra.plugins.module_utils.resources.message.info import OPTIONS, get_info


def main():
    engine.run_info_module(get_info, OPTIONS)


if __name__ == "__main__":
    main()
