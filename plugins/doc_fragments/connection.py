# Copyright (c) 2026, the teammail.zimbra contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations


class ModuleDocFragment:
    """The options of plugins/module_utils/session.py CONNECTION."""

    DOCUMENTATION = r"""
options:
  url:
    description:
      - Address of the Zimbra admin service, such as V(https://mail.example.com:7071/service/admin/soap).
      - A host alone, such as V(https://mail.example.com), gets port 7071 and the path.
      - On Carbonio the admin service is often behind the proxy, on port 6071. The URL must name it then, as in V(https://mail.example.com:6071).
      - The environment variable E(ZIMBRA_URL) is used if the option is not set.
    type: str
    required: true
  username:
    description:
      - Address of an administrator; a delegated one is enough, see the guide on connection and rights.
      - Needed with O(password) unless O(auth_token) is given.
      - The environment variable E(ZIMBRA_USERNAME) is used if the option is not set.
    type: str
  password:
    description:
      - The administrator's password. A refused password is never tried again, since Zimbra locks an address out after ten failures.
      - The environment variable E(ZIMBRA_PASSWORD) is used if the option is not set.
    type: str
  auth_token:
    description:
      - A token from M(teammail.zimbra.login); saves a login in every task.
      - If it has expired, and O(username) and O(password) are given too, the module logs in again.
      - The environment variable E(ZIMBRA_AUTH_TOKEN) is used if the option is not set.
    type: str
  validate_certs:
    description:
      - Whether to verify the server's certificate. Turn this off only for a test server.
      - The environment variable E(ZIMBRA_VALIDATE_CERTS) is used if the option is not set.
    type: bool
    default: true
  allow_plain_http:
    description:
      - Whether O(url) may begin with V(http://) for another machine. The password and all mail are then readable on the way.
      - Plain HTTP to the same machine, such as V(http://127.0.0.1:7071), is always taken.
      - The environment variable E(ZIMBRA_ALLOW_PLAIN_HTTP) is used if the option is not set.
    type: bool
    default: false
  ca_path:
    description:
      - File with the certificates of trusted authorities, in PEM format. By default those of Python requests.
      - The environment variable E(ZIMBRA_CA_PATH) is used if the option is not set.
    type: path
  timeout:
    description:
      - Seconds to wait for a connection and then for an answer. A request that is not answered in this time is not repeated.
      - The environment variable E(ZIMBRA_TIMEOUT) is used if the option is not set.
    type: float
    default: 30
  retries:
    description:
      - How often a request is sent again when the server is unreachable or busy.
        Before a change is repeated, the module reads the object again.
      - The environment variable E(ZIMBRA_RETRIES) is used if the option is not set.
    type: int
    default: 3
  reading:
    description:
      - What M(teammail.zimbra.team_info) has read a moment ago, so that the module need not read it again. The role
        P(teammail.zimbra.shared_mailbox#role) passes it from task to task.
      - It is used if there is nothing to change, in check mode, and to create what the server refuses to create twice. Before any other change,
        the module reads again.
      - A reading that is older than 15 minutes, or from another server or token, is ignored.
    type: str
  written:
    description:
      - What earlier tasks have written to, and when, as the modules return it in RV(ignore:written). What O(reading) holds about that from before
        is not used.
      - Left out, it is what earlier tasks have registered for the same host.
    type: list
    elements: dict
requirements:
  - requests
  - lxml
"""
