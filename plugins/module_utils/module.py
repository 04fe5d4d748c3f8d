# Copyright (c) 2026, the teammail.zimbra contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What every module does with its options before the server hears of anything."""

from __future__ import annotations

import typing as t

from ansible.module_utils.basic import AnsibleModule, missing_required_lib

from .options import CONNECTION, SECRET_ATTRIBUTES, unsendable
from .soap import LXML_ERR
from .transport import REQUESTS_ERR


class Module(AnsibleModule):
    """An AnsibleModule for which an option that is null was not given, so that what an _info module returns can be fed back.

    A secret among attributes never reaches a log, a diff or what Ansible shows of the arguments.
    """

    def _load_params(self) -> None:
        super()._load_params()
        self.params = {name: value for name, value in self.params.items() if value is not None}
        for option in ("attributes", "preferences"):
            given = self.params.get(option)
            for name, value in given.items() if isinstance(given, dict) else ():
                if str(name).lower() in SECRET_ATTRIBUTES:
                    self.no_log_values.update(str(v) for v in (value if isinstance(value, list) else [value]) if v)


def create_module(options: t.Mapping[str, t.Any], **rules: t.Any) -> AnsibleModule:
    """An AnsibleModule with the connection's options; fails at once where a library is missing or a value can never be sent."""
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
    for name, value in module.params.items():
        bad = unsendable(value)
        if bad is not None:
            shown = "a secret" if spec.get(name, {}).get("no_log") else repr(bad)
            module.fail_json(msg=f"{name} is {shown} with a control character, which XML cannot carry; remove it")
    return module
