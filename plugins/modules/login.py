#!/usr/bin/python
# Copyright (c) 2026, the teammail.zimbra contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: login
short_description: Log in to a Zimbra server once for a whole play
version_added: 0.1.0
author:
  - The teammail.zimbra contributors (@teammail)
description:
  - Returns a token that all other modules take in their O(auth_token) option, so that a play logs in once.
  - Within a run of Ansible, all hosts get the same token for the same server, user and password, and a refused password is not tried again.
    For that, the module keeps a file in the temporary folder of the run, which only the user can read and which is removed at the end.
  - A given token that still works is returned as it is, without a login.
  - Never reports a change, and works in check mode, too.
options: {}
extends_documentation_fragment:
  - teammail.zimbra.connection
  - teammail.zimbra.attributes.info
  - teammail.zimbra.attributes.actiongroup
"""

EXAMPLES = r"""
- name: Log in
  teammail.zimbra.login:
    url: https://mail.example.com
    username: admin@example.com
    password: "{{ vault_zimbra_password }}"
  register: zimbra

- name: Use the token in every later task
  module_defaults:
    group/teammail.zimbra.all:
      url: https://mail.example.com
      auth_token: "{{ zimbra.auth_token }}"
  block:
    - name: Read an account
      teammail.zimbra.account_info:
        name:
          - support@example.com
"""

RETURN = r"""
auth_token:
  description: The token. Ansible shows nothing of a result with a token; a task with C(async) needs C(no_log) for that.
  returned: success
  type: str
  sample: 0_a8b5cafec0ffee_69643d33363a...
lifetime:
  description: Seconds until the token ends by itself; 0 when a token was given and is still good.
  returned: success
  type: int
  sample: 43199
"""

from ansible_collections.teammail.zimbra.plugins.module_utils import engine


def log_in(session, _params):
    session.check()
    return {"auth_token": session.token, "lifetime": session.lifetime}


def main():
    engine.run_info_module(log_in, {}, handed_back=["auth_token"])


if __name__ == "__main__":
    main()
