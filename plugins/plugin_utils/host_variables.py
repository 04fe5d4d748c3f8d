# Copyright (c) 2026, the teammail.zimbra contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What the filters that compare the hosts of a run read of each of them."""

from __future__ import annotations

import typing as t

from ansible.errors import AnsibleError
from jinja2 import Undefined

from ansible_collections.teammail.zimbra.plugins.plugin_utils.make_unsafe import TEMPLATES_ARE_MARKED


def value_of(variables: t.Mapping[str, t.Any], name: str) -> t.Any:
    """A host's variable; None where it is not set or cannot be worked out now, of which the host's own tasks tell."""
    try:
        value = variables.get(name)
    except AnsibleError:
        return None
    # ansible-core before 2.19 hands back the template that it could not work out
    unsolved = (
        not TEMPLATES_ARE_MARKED and isinstance(value, str) and "{{" in value and not hasattr(value, "__UNSAFE__")
    )
    return None if unsolved or isinstance(value, Undefined) else value


def plan_of(variables: t.Mapping[str, t.Any]) -> t.Mapping[str, t.Any]:
    """What team_info has found out for a host; nothing, where it did not run or gave no mapping."""
    plan = value_of(variables, "shared_mailbox_plan")
    return plan if isinstance(plan, dict) else {}


def server_of(variables: t.Mapping[str, t.Any]) -> str:
    """The server that a host names, in one form; hosts that name different ones have nothing to do with each other."""
    return str(value_of(variables, "zimbra_url") or "").strip().rstrip("/").lower()
