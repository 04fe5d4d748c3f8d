# Copyright (c) 2026, the teammail.zimbra contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What every module does with its options before the server hears of anything."""

from __future__ import annotations

import typing as t

from ansible.module_utils.basic import AnsibleModule, missing_required_lib

from .options import CONNECTION, SECRET_ATTRIBUTES, SECRET_NAMES, unsendable
from .soap import LXML_ERR
from .transport import REQUESTS_ERR


class Module(AnsibleModule):
    """An AnsibleModule for which an option that is null was not given, so that what an _info module returns can be fed back.

    A secret inside an option, such as an attribute or the password of a grant, never reaches a message, a log, a diff or what Ansible shows of
    the arguments; neither does one whose option is misspelt.
    """

    def _load_params(self) -> None:
        super()._load_params()
        self.params = {name: value for name, value in self.params.items() if value is not None}
        inside = [value for name, value in self.params.items() if name in self.argument_spec]
        misspelt = {name: value for name, value in self.params.items() if name not in self.argument_spec}
        self.no_log_values.update(secrets([*inside, misspelt]))


def secrets(value: t.Any, is_secret: bool = False) -> t.Iterator[str]:
    """The texts at any depth of a value that stand under a name by which people call secrets."""
    if isinstance(value, dict):
        for name, part in value.items():
            key = str(name).lower()
            yield from secrets(part, is_secret or key in SECRET_ATTRIBUTES or key in SECRET_NAMES)
    elif isinstance(value, (list, tuple)):
        for part in value:
            yield from secrets(part, is_secret)
    elif is_secret and value not in (None, "") and not isinstance(value, bool):
        yield str(value)


def create_module(options: t.Mapping[str, t.Any], **rules: t.Any) -> AnsibleModule:
    """An AnsibleModule with the connection's options; fails at once where a library is missing."""
    spec = dict(CONNECTION, **options)
    module = Module(
        argument_spec=spec,
        required_together=[("username", "password"), *rules.pop("required_together", [])],
        supports_check_mode=True,
        **rules,
    )
    for library, error in (("requests", REQUESTS_ERR), ("lxml", LXML_ERR)):
        if error:
            module.fail_json(msg=missing_required_lib(library), exception=error)
    return module


def refuse_unsendable(module: AnsibleModule, called: str = "") -> None:
    """Fail where a value can never be sent.  called: what stands before an option's name where people know it, as a variable of a role."""
    for name, value in module.params.items():
        bad = unsendable(value)
        if bad is not None:
            shown = "a secret" if module.argument_spec.get(name, {}).get("no_log") else repr(bad)
            known = name if name in CONNECTION else called + name
            module.fail_json(msg=f"{known} is {shown} with a control character, which XML cannot carry; remove it")
