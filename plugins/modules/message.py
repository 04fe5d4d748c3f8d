#!/usr/bin/python
# Copyright (c) 2026, the teammail.zimbra contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: message
short_description: Deliver, move, mark, remove and send messages in Zimbra mailboxes
version_added: 0.1.0
author:
  - The teammail.zimbra contributors (@teammail)
description:
  - Ensures that a message, known by its Message-ID, is in a mailbox, in a folder, and marked as given, or that it is absent.
  - Agents of a shared mailbox claim a message by moving it into their sub-folder.
  - Sends mail and replies in the name of a mailbox, each only once.
  - With O(as_user) everything is changed with the rights of this user, as if they did it in the web client.
options:
  account:
    description: Address of the mailbox that contains the message or sends it.
    type: str
    required: true
  as_user:
    description:
      - Address of the user who does it, with their own rights in the mailbox, instead of the administrator.
      - With O(state=sent) the user who sends; the mailbox itself if not set.
    type: str
  message_id:
    description:
      - The Message-ID header of the message, with or without angle brackets, or of several messages to be moved, marked or removed.
      - Required unless O(state=sent).
    type: list
    elements: str
  state:
    description:
      - V(present) moves and marks the message where O(folder), O(unread) or O(flagged) say so.
        If the mailbox does not have it, it is delivered, given O(content), or O(from_address) with O(subject) and O(body).
      - V(absent) removes every copy in the mailbox; see O(removal).
      - V(sent) sends O(body), as a reply to O(in_reply_to) or as a new mail.
      - A reply counts as sent when Sent holds a message whose In-Reply-To header names that mail, whoever wrote it.
        A new mail counts as sent when Sent holds one of exactly that subject to exactly the recipients in O(to).
        Sent is that of the mailbox and, with O(as_user), that of the user.
    type: str
    choices: [present, absent, sent]
    default: present
  folder:
    description:
      - Path of the folder for the message, such as V(/Inbox/Meier).
      - If not set, an existing message stays where it is, and a new one is delivered to V(/Inbox).
    type: str
  unread:
    description: Whether the message is marked as unread. Delivered messages are unread by default.
    type: bool
  flagged:
    description: Whether the message is flagged.
    type: bool
  removal:
    description:
      - V(trash) moves it to V(/Trash); a message in V(/Trash) counts as removed.
      - V(delete) deletes it permanently, also from V(/Trash).
    type: str
    choices: [trash, delete]
    default: trash
  content:
    description:
      - The whole message, header and body, to be delivered if it is missing.
      - A Message-ID header is added; one that is there must be the same as O(message_id).
    type: str
  from_address:
    description:
      - Address of the sender.
      - With O(state=sent) the one of the persona in O(identity), or O(account), if not set.
    type: str
    aliases: [from]
  from_display:
    description: Name of the sender.
    type: str
  to:
    description:
      - Addresses of the recipients.
      - If not set, a reply goes to the address that the mail asks for or comes from, and a delivered message names O(account).
    type: list
    elements: str
  cc:
    description: Addresses of those who get a copy.
    type: list
    elements: str
  bcc:
    description: Addresses of those who get a copy that the others do not see; used with O(state=sent) only.
    type: list
    elements: str
  subject:
    description: Subject; a reply takes it from the mail that is answered, if not set.
    type: str
  body:
    description: Plain text of the message.
    type: str
  in_reply_to:
    description: Message-ID of the mail in the mailbox that is answered. It is marked as answered, as far as the sender may do that.
    type: str
  identity:
    description:
      - Name of the persona of O(as_user) to send by, as the web client does.
      - If not set, O(as_user) sends inside the mailbox, for which they need a right to send as it.
    type: str
notes:
  - Zimbra does not refuse a From address that the sender may not use; it replaces it with their own.
  - Zimbra de-duplicates nothing here; the module looks for the Message-ID before it delivers.
seealso:
  - module: teammail.zimbra.message_info
  - module: teammail.zimbra.send_right
  - module: teammail.zimbra.identity
extends_documentation_fragment:
  - teammail.zimbra.connection
  - teammail.zimbra.attributes
  - teammail.zimbra.attributes.actiongroup
"""

EXAMPLES = r"""
- name: Deliver a test mail unless it is in the mailbox already
  teammail.zimbra.message:
    account: support@example.com
    message_id: <test-1@example.com>
    from_address: customer@example.org
    subject: Question about my order
    body: When will it come?

- name: Claim it as Meier
  teammail.zimbra.message:
    account: support@example.com
    as_user: meier@example.com
    message_id: <test-1@example.com>
    folder: /Inbox/Meier

- name: Answer it as Meier in the name of support
  teammail.zimbra.message:
    account: support@example.com
    as_user: meier@example.com
    identity: support@example.com
    state: sent
    in_reply_to: <test-1@example.com>
    body: It comes tomorrow.

- name: Delete it permanently
  teammail.zimbra.message:
    account: support@example.com
    message_id: <test-1@example.com>
    state: absent
    removal: delete
"""

RETURN = r"""
messages:
  description:
    - The messages after the run, in the order of O(message_id); none for O(state=absent).
    - With O(state=sent) the copy of what was sent.
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
written:
  description: What was written to, and when, for the option O(written) of further tasks.
  returned: when something was written
  type: dict
  sample:
    "folders 8d4f4b1e-2f6c-4d2c-9a53-0d8a6a3d7c11": 1767222245.318
changes:
  description: Every property that was changed, or would be in check mode.
  returned: always
  type: list
  elements: dict
  sample:
    - object: support@example.com message <order-1@customer.example.com>
      key: folder
      before: /Inbox
      after: /Inbox/Meier
  contains:
    object:
      description: Mailbox and Message-ID of the message.
      type: str
    key:
      description: Name of the property; V(state) when the object appears or vanishes.
      type: str
    before:
      description: Value before the run.
      type: raw
    after:
      description: Value after the run.
      type: raw
"""

from ansible_collections.teammail.zimbra.plugins.module_utils import engine
from ansible_collections.teammail.zimbra.plugins.module_utils.resources.message.resource import Message


def main():
    engine.run_state_module(Message)


if __name__ == "__main__":
    main()
