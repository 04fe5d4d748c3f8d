# Copyright (c) 2026, the teammail.zimbra contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What a server says is never a template: texts from it are marked, so that Ansible does not evaluate what somebody put into a name."""

from __future__ import annotations

import typing as t

try:
    # ansible-core 2.19 and later: a text is evaluated only where somebody vouched for it, and nobody vouches for these.
    from ansible.template import trust_as_template  # noqa: F401

    def untrusted(value: t.Any) -> t.Any:
        """The value as it is: it bears no mark of trust."""
        return value

except ImportError:
    from ansible.utils.unsafe_proxy import wrap_var

    def untrusted(value: t.Any) -> t.Any:
        """The value with all texts in it marked as unsafe."""
        return wrap_var(value)
