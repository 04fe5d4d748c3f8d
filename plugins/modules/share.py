#!/usr/bin/python
# Copyright (c) 2026, the teammail.zimbra contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: share
short_description: Manage who may work in the folders of a mailbox on a Zimbra server
version_added: 0.1.0
author:
  - The teammail.zimbra contributors (@teammail)
description:
  - Grants and revokes rights on folders of a mailbox, and restores inheritance.
  - A folder without grants of its own inherits those of its parent, so it is enough to share V(/Inbox).
  - With the first grant on such a folder, or the first one that is revoked, Zimbra copies the parent's grants to it. From then on the folder
    no longer inherits. O(inherit=true) undoes that.
  - A grant that a folder already has from its parent is not repeated on the folder.
  - Every grantee is looked up before anything is changed, since Zimbra turns an unknown address into an external guest.
options:
  account:
    description: Address of the account whose folders are shared.
    type: str
    required: true
  path:
    description:
      - Absolute path of the folder, or of several folders that get the same grants.
      - Parents are processed before their sub-folders, whatever their order here.
    type: list
    elements: str
    required: true
  grants:
    description:
      - Grants as a list (then exactly these) or a dictionary of C(add), C(remove) and C(set).
      - Each is a dictionary of C(grantee), C(type), C(role) or C(rights), and C(expires); in C(remove) an address is enough.
      - C(grantee) is the address of a user or list (static or dynamic), the name of a domain or class of service, an id,
        or the address of a guest.
      - C(type) is V(user), V(group), V(domain), V(cos), V(all) (every internal account), V(public) or V(guest).
        For an address the module determines it, except for V(guest), which must be given.
      - C(role) is V(viewer), V(manager), V(admin) or V(none), as the web client calls them; C(rights) gives Zimbra's letters instead,
        such as V(rwidx). The web client shows V(manager) only for the full V(rwidx).
      - C(expires) is a date (its beginning, in UTC), a time, a duration such as V(30d) (units V(m), V(h), V(d), V(w); its end is rounded up to the full
        minute, hour or day), or V(never).
        Without it an existing expiry stays. With a duration, a grant that ends within it stays as it is, and one that has ended is renewed.
      - A grant whose date has passed is not created.
    type: raw
  inherit:
    description:
      - V(true) removes the folder's own grants, so that it inherits from its parent again.
      - V(false) changes nothing; a folder gets grants of its own with O(grants).
    type: bool
    aliases: [inherits]
  clean_up:
    description:
      - Whether grants are removed whose grantee was deleted.
      - Zimbra marks grants to dynamic lists as invalid, too; the module looks for the grantee before it removes a grant.
    type: bool
    default: false
  notify:
    description:
      - Whether each user who gets a new grant gets Zimbra's share notification by mail. Lists and others get none.
      - It is sent once, when the grant is created.
    type: bool
    default: false
  notify_text:
    description: Text added to the notification.
    type: str
seealso:
  - module: teammail.zimbra.share_info
  - module: teammail.zimbra.folder
  - module: teammail.zimbra.mountpoint
extends_documentation_fragment:
  - teammail.zimbra.connection
  - teammail.zimbra.attributes
  - teammail.zimbra.attributes.actiongroup
"""

EXAMPLES = r"""
- name: Share Inbox and Sent with the team
  teammail.zimbra.share:
    account: support@example.com
    path:
      - /Inbox
      - /Sent
    grants:
      add:
        - grantee: support-team@example.com
          type: group
          role: manager

- name: Let sub-folders inherit from the Inbox
  teammail.zimbra.share:
    account: support@example.com
    path:
      - /Inbox/Meier
      - /Inbox/Schulze
    inherit: true

- name: Set exactly these grants, and remove those of deleted grantees
  teammail.zimbra.share:
    account: support@example.com
    path: /Inbox
    grants:
      - grantee: support-team@example.com
        role: manager
      - grantee: boss@example.com
        rights: r
        expires: 180d
    clean_up: true

- name: Share the Inbox with a trainee for a month, and notify them
  teammail.zimbra.share:
    account: support@example.com
    path: /Inbox
    grants:
      add:
        - grantee: trainee@example.com
          role: viewer
          expires: 30d
    notify: true

- name: Revoke the grants of a guest and of the public
  teammail.zimbra.share:
    account: support@example.com
    path: /Inbox
    grants:
      remove:
        - grantee: friend@example.org
        - type: public
"""

RETURN = r"""
shares:
  description: The folders with their own grants after the run, in the order of O(path).
  returned: success
  type: list
  elements: dict
  sample:
    - account: support@example.com
      path: /Inbox
      inherits: false
      grants:
        - grantee: support-team@example.com
          type: group
          role: manager
          rights: rwidx
          expires:
          id: 3f1c8a52-7d0e-4a6b-9c55-5a1f2b7e9d10
          invalid: false
  contains:
    account:
      description: Primary address of the mailbox.
      type: str
    path:
      description: Absolute path as the server spells it.
      type: str
    inherits:
      description: Whether the folder has the grants of its parent and none of its own.
      type: bool
    grants:
      description: The folder's own grants, sorted by type and grantee.
      type: list
      elements: dict
      contains:
        grantee:
          description: Address or name of the grantee, its id if it was deleted, none for V(all) and V(public).
          type: str
        type:
          description: V(user), V(group), V(domain), V(cos), V(all), V(public), V(guest) or V(key).
          type: str
        role:
          description: V(none), V(viewer), V(manager) or V(admin); none for other rights.
          type: str
        rights:
          description: Zimbra's letters.
          type: str
        expires:
          description: Time in UTC when the grant ends.
          type: str
        id:
          description: Zimbra's id of the grantee.
          type: str
        invalid:
          description: Whether the grantee was deleted.
          type: bool
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
    - object: support@example.com:/Inbox
      key: grants
      before: []
      after:
        - grantee: support-team@example.com
          type: group
          role: manager
          rights: rwidx
          expires:
          invalid: false
  contains:
    object:
      description: Address and path of the folder.
      type: str
    key:
      description: V(grants) or V(inherits).
      type: str
    before:
      description: Value before the run.
      type: raw
    after:
      description: Value after the run.
      type: raw
"""

from ansible_collections.teammail.zimbra.plugins.module_utils import engine
from ansible_collections.teammail.zimbra.plugins.module_utils.resources.share.resource import Share


def main():
    engine.run_state_module(Share)


if __name__ == "__main__":
    main()
