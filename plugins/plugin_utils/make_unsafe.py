# Copyright (c) 2026, the teammail.zimbra contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What a server says is never a template: texts from it are marked, so that Ansible does not evaluate what somebody put into a name."""

from __future__ import annotations

import typing as t

from ansible import template
from ansible.utils.unsafe_proxy import wrap_var

# From ansible-core 2.19 on a text is evaluated only where somebody vouched for it, and nobody vouches for these.
TEMPLATES_ARE_MARKED = hasattr(template, "trust_as_template")


def make_unsafe(value: t.Any) -> t.Any:
    """The value without any mark of trust, or, where an older Ansible would evaluate it, with all texts in it marked as unsafe."""
    return value if TEMPLATES_ARE_MARKED else wrap_var(value)
