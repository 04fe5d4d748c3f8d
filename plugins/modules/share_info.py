#!/usr/bin/python
# Copyright (c) 2026, the teammail.zimbra contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: share_info
short_description: Read who may work in the folders of a mailbox on a Zimbra server
version_added: 0.1.0
author:
  - The teammail.zimbra contributors (@teammail)
description:
  - Returns grants on folders in the form that the options of M(teammail.zimbra.share) take.
options:
  account:
    description: Address of the account whose folders are read.
    type: str
    required: true
  path:
    description: Absolute paths of the folders; every folder that has grants of its own if the option is not set.
    type: list
    elements: str
seealso:
  - module: teammail.zimbra.share
extends_documentation_fragment:
  - teammail.zimbra.connection
  - teammail.zimbra.attributes.info
  - teammail.zimbra.attributes.actiongroup
"""

EXAMPLES = r"""
- name: Read all grants
  teammail.zimbra.share_info:
    account: support@example.com
  register: found

- name: Show grants of deleted accounts
  ansible.builtin.debug:
    msg: "{{ found.shares | map(attribute='grants') | flatten | selectattr('invalid') }}"

- name: Set the same grants on another mailbox
  teammail.zimbra.share:
    account: sales@example.com
    path: "{{ item.path }}"
    grants: "{{ item.grants }}"
    inherit: "{{ item.inherits }}"
  loop: "{{ found.shares }}"
"""

RETURN = r"""
shares:
  description: The folders with their own grants, parents before what is below them.
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
missing:
  description: Paths that do not exist.
  returned: success
  type: list
  elements: str
  sample: []
"""

from ansible_collections.teammail.zimbra.plugins.module_utils import engine
from ansible_collections.teammail.zimbra.plugins.module_utils.resources.share.info import OPTIONS, get_info


def main():
    engine.run_info_module(get_info, OPTIONS)


if __name__ == "__main__":
    main()
