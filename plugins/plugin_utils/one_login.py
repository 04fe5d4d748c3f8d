# Copyright (c) 2026, the teammail.zimbra contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""One login per server and name in a run of Ansible, however many hosts and plays ask for it.

Each task runs in a worker process of its own, so what one has fetched lies in the folder that Ansible makes for the run, which nobody
else may read, and removes at its end.  A refused password is remembered as well: ten of them lock the address out.
"""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
import time
import typing as t
from pathlib import Path

from ansible import constants

from ansible_collections.teammail.zimbra.plugins.plugin_utils.in_process import ActionModule as InProcess
from ansible_collections.teammail.zimbra.plugins.plugin_utils.in_process import hide_what_tasks_hand_on

# With the variables of the environment that stand for options which are not given.
IDENTITY = {
    "url": "ZIMBRA_URL",
    "username": "ZIMBRA_USERNAME",
    "password": "ZIMBRA_PASSWORD",
    "auth_token": "ZIMBRA_AUTH_TOKEN",
    "validate_certs": "ZIMBRA_VALIDATE_CERTS",
    "ca_path": "ZIMBRA_CA_PATH",
}
REFUSED = "the server refuses the login of "
# A token is handed out again until so many seconds before its end, or half its life, whichever is less.
RESERVE = 900

Result = t.Dict[str, t.Any]


class ActionModule(InProcess):
    """The action plugin of the module login, with one login for a run of Ansible."""

    def run(self, tmp: t.Any = None, task_vars: t.Any = None) -> Result:
        if self._task.async_val:
            return super().run(tmp, task_vars)
        self._take_server(task_vars or {})
        given = {
            option: str(self._task.args.get(option) or os.environ.get(name, "")) for option, name in IDENTITY.items()
        }
        # Ansible gives its constants their names while it runs.
        file = place_of(given, Path(constants.DEFAULT_LOCAL_TMP))  # type: ignore[attr-defined]
        with open(os.open(file, os.O_RDWR | os.O_CREAT, 0o600), "r+", encoding="utf-8") as handle:
            fcntl.flock(handle, fcntl.LOCK_EX)
            known = remembered(handle.read(), time.time())
            if known is not None:
                return hide_what_tasks_hand_on(known)
            result = super().run(tmp, task_vars)
            text = to_remember(result, time.time())
            if text:
                handle.seek(0)
                handle.truncate()
                handle.write(text)
            return result


def place_of(given: t.Mapping[str, str], folder: Path) -> Path:
    """The file of a login; its name tells nothing of what it was made from."""
    seed = json.dumps([str(folder), sorted(given.items())])
    return folder / ("teammail-zimbra-login-" + hashlib.sha256(seed.encode()).hexdigest())


def remembered(text: str, now: float) -> t.Optional[Result]:
    """The result of an earlier login, if it is still of use."""
    if not text:
        return None
    kept = json.loads(text)
    if kept["until"] is not None and kept["until"] < now:
        return None
    return dict(kept["result"])


def to_remember(result: Result, now: float) -> str:
    """What is kept of a result: a token with the time of its end, or a refusal; of any other failure nothing, it may pass."""
    if result.get("auth_token") and not result.get("failed"):
        lifetime = int(result.get("lifetime") or 0)
        kept: Result = {"changed": False, "auth_token": str(result["auth_token"]), "lifetime": lifetime}
        until = now + lifetime - min(RESERVE, lifetime / 2) if lifetime else None
        return json.dumps({"until": until, "result": kept})
    if str(result.get("msg", "")).startswith(REFUSED):
        return json.dumps({"until": None, "result": {"changed": False, "failed": True, "msg": str(result["msg"])}})
    return ""
