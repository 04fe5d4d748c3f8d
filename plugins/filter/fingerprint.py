# Copyright (c) 2026, the teammail.zimbra contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
name: fingerprint
short_description: (internal) Make a fingerprint that shows whether secrets have changed
version_added: 0.2.0
author:
  - The teammail.zimbra contributors (@teammail)
description:
  - Makes a short text of values that may be secret. If the text given as O(before) holds the fingerprint of the same values, that one is returned,
    otherwise a new one.
  - It is for services that store a secret and never show it again, such as AWX; the fingerprint stands beside the secret and tells whether
    the secret in a file is still the stored one.
  - It is salted, slow to compute (scrypt), and only 20 bits long. Of a million other values one has the same, so that a change is
    seen, but whoever reads it cannot tell a right guess from a thousand wrong ones.
  - Internal to this collection; it may change in any release.
positional: before
options:
  _input:
    description: The values.
    type: raw
    required: true
  before:
    description: A text that may hold the fingerprint of before.
    type: str
    default: ""
"""

EXAMPLES = r"""
- name: See whether the credential must be written
  ansible.builtin.debug:
    msg: "{{ awx_credential_inputs | teammail.zimbra.fingerprint(credential.description) not in credential.description }}"
"""

RETURN = r"""
_value:
  description: The word C(fingerprint), the salt and the digest.
  type: str
"""

import hashlib
import json
import re
import secrets
import typing as t

FORM = re.compile(r"fingerprint ([0-9a-f]{16})-([0-9a-f]{5})")


def digest(value: t.Any, salt: str) -> str:
    text = json.dumps(value, sort_keys=True, ensure_ascii=False).encode()
    return hashlib.scrypt(text, salt=salt.encode(), n=2**14, r=8, p=1, dklen=8).hex()[:5]


def fingerprint(value: t.Any, before: str = "") -> str:
    for salt, made in FORM.findall(before or ""):
        if digest(value, salt) == made:
            return f"fingerprint {salt}-{made}"
    salt = secrets.token_hex(8)
    return f"fingerprint {salt}-{digest(value, salt)}"


class FilterModule:
    def filters(self) -> t.Dict[str, t.Callable[..., t.Any]]:
        return {"fingerprint": fingerprint}
