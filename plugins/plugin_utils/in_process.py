# Copyright (c) 2026, the teammail.zimbra contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Runs the collection's modules inside the controller's worker process, where that is the same thing as the ordinary way.

A module packaged by Ansible and started in a process of its own takes some 300 ms, the same code in the worker 25 ms.  Each module has an
action plugin of its name which is this class; it runs the module's own main() with the same argument spec.  Where the task
asks for anything that needs the ordinary way, or this Ansible lacks an interface that is used here, it takes the ordinary way.
"""

from __future__ import annotations

import base64
import importlib
import io
import json
import os
import sys
import typing as t
from copy import deepcopy

from ansible import constants
from ansible.module_utils import basic
from ansible.module_utils.parsing.convert_bool import boolean
from ansible.plugins.action import ActionBase

# Here, at the top, so that the libraries are loaded once in the parent process and not in each task's worker.
from ansible_collections.teammail.zimbra.plugins.module_utils import engine, soap, transport

try:
    from ansible.module_utils.common.json import Direction, get_module_decoder, get_module_encoder

    INTERFACE = all(hasattr(basic, name) for name in ("_ANSIBLE_ARGS", "_ANSIBLE_PROFILE"))
    # Asked here for the same reason as above: each loads a module of its own.
    ENCODER = get_module_encoder("legacy", Direction.CONTROLLER_TO_MODULE)
    DECODER = get_module_decoder("legacy", Direction.MODULE_TO_CONTROLLER)
except ImportError:  # ansible-core before 2.19
    INTERFACE = False

PACKAGE = "ansible_collections.teammail.zimbra.plugins.modules."
# Host, group, play or extra variable; false takes the ordinary way always.
SWITCH = "teammail_zimbra_in_process"
GROUP = "group/teammail.zimbra.all"
# Where the server is; never who speaks to it.
SERVER = ("url", "allow_plain_http", "validate_certs", "ca_path", "timeout", "retries")
LOCAL = ("local", "ansible.builtin.local")
del engine


def hide_what_tasks_hand_on(result: t.Dict[str, t.Any]) -> t.Dict[str, t.Any]:
    """Let Ansible show nothing of a result that holds a token or a reading; a refusal holds neither, and is shown."""
    if result.get("auth_token") or "reading" in result:
        result["_ansible_no_log"] = True
    return result


def registered_writes(task_vars: t.Mapping[str, t.Any]) -> t.List[t.Dict[str, float]]:
    """What the tasks before, single ones and loops, have written to, as they have registered it (RV(written) of the modules)."""
    registered = [value for value in task_vars.values() if isinstance(value, dict) and "changed" in value]
    loops = [value["results"] for value in registered if isinstance(value.get("results"), list)]
    results = registered + [one for loop in loops for one in loop if isinstance(one, dict)]
    return [one["written"] for one in results if isinstance(one.get("written"), dict)]


def without_omitted(value: t.Any, omit: t.Any) -> t.Any:
    """A value without what was omitted in it at any depth, of which ansible-core before 2.19 leaves a place holder (omit; None later)."""
    if omit is None:
        return value
    if isinstance(value, dict):
        return {key: without_omitted(part, omit) for key, part in value.items() if part != omit}
    if isinstance(value, list):
        return [without_omitted(part, omit) for part in value if part != omit]
    return value


def with_server(reading: str, arguments: t.Mapping[str, t.Any]) -> str:
    """A reading, and which server it is of, so that later tasks need not work out its options from templates."""
    server = {option: arguments[option] for option in SERVER if option in arguments}
    return base64.b64encode(json.dumps(server).encode("utf-8")).decode("ascii") + "." + reading


def apart(reading: str) -> t.Tuple[t.Optional[t.Dict[str, t.Any]], str]:
    """The server's options and the reading itself; None for one that does not tell them."""
    server, dot, rest = reading.partition(".")
    return (json.loads(base64.b64decode(server)), rest) if dot else (None, reading)


class ActionModule(ActionBase):
    """The action plugin of every module of the collection."""

    _supports_async = True

    def run(self, tmp: t.Any = None, task_vars: t.Any = None) -> t.Dict[str, t.Any]:
        result = super().run(tmp, task_vars)
        if result.get("skipped"):
            return result
        self._take_server(task_vars or {})
        self._take_more(task_vars or {})
        self._take_ca_path()
        self._take_written(task_vars or {})
        if self._in_process(task_vars or {}):
            result.update(self._run_here(task_vars or {}))
        else:
            result.update(self._execute_module(task_vars=task_vars, wrap_async=self._task.async_val))
        if result.get("reading"):
            result["reading"] = with_server(result["reading"], self._task.args)
        return hide_what_tasks_hand_on(result)

    def _take_server(self, task_vars: t.Mapping[str, t.Any]) -> None:
        """Take the server of an outer level's module_defaults where the nearest one, such as a block with a token, has no url.

        Ansible takes a group's defaults from the innermost level alone.
        """
        if isinstance(self._task.args.get("reading"), str):
            known, self._task.args["reading"] = apart(self._task.args["reading"])
            if known is not None:
                self._task.args.update({option: known[option] for option in known if option not in self._task.args})
                return
        if "url" in self._task.args:
            return
        outer: t.Dict[str, t.Any] = {}
        for level in self._task.module_defaults or []:
            given = level.get(GROUP) or {}
            outer.update({k: given[k] for k in SERVER if k in given})
        self._take(outer, task_vars)

    def _take(self, values: t.Mapping[str, t.Any], task_vars: t.Mapping[str, t.Any]) -> None:
        """Take options that the task has not named from values that may be templates."""
        for option, value in without_omitted(self._templar.template(dict(values)), task_vars.get("omit")).items():
            self._task.args.setdefault(option, value)

    def _take_more(self, task_vars: t.Mapping[str, t.Any]) -> None:
        """Take what a module has of its own to take, other than from its task."""

    def _take_ca_path(self) -> None:
        """A relative ca_path is seen from where somebody has called Ansible; a packaged module starts in the folder of the playbook."""
        path = self._task.args.get("ca_path")
        if not path and not any(self._task.environment or ()):
            path = os.environ.get("ZIMBRA_CA_PATH")
        if self._connection.transport in LOCAL and isinstance(path, str) and path:
            self._task.args["ca_path"] = os.path.abspath(os.path.expanduser(path))

    def _take_written(self, task_vars: t.Mapping[str, t.Any]) -> None:
        """Tell beside a reading what has been written to since.

        Not by a template of the role: Ansible would compile one for each of some 30 variables, in each task anew.
        """
        if self._task.args.get("reading") and "written" not in self._task.args:
            self._task.args["written"] = registered_writes(task_vars)

    def _in_process(self, task_vars: t.Mapping[str, t.Any]) -> bool:
        return (
            INTERFACE
            and transport.REQUESTS_ERR is None
            and soap.LXML_ERR is None
            and self._connection.transport in LOCAL
            and not self._task.async_val
            and not getattr(self._connection, "become", None)
            and not any(self._task.environment or ())
            and not constants.config.get_config_value("DEFAULT_KEEP_REMOTE_FILES")
            and boolean(self._templar.template(task_vars.get(SWITCH, True)))
        )

    def _run_here(self, task_vars: t.Dict[str, t.Any]) -> t.Dict[str, t.Any]:
        name = self._task.action.rsplit(".", 1)[-1]
        module = importlib.import_module(PACKAGE + name)
        arguments = deepcopy(dict(self._task.args))
        self._update_module_args(self._task.action, arguments, task_vars)
        saved = basic._ANSIBLE_ARGS, basic._ANSIBLE_PROFILE, sys.stdout
        basic._ANSIBLE_ARGS = json.dumps({"ANSIBLE_MODULE_ARGS": arguments}, cls=ENCODER).encode()
        basic._ANSIBLE_PROFILE = "legacy"
        sys.stdout = io.StringIO()
        try:
            try:
                module.main()
            except SystemExit:
                pass  # how exit_json and fail_json end
            text = sys.stdout.getvalue()
        finally:
            basic._ANSIBLE_ARGS, basic._ANSIBLE_PROFILE, sys.stdout = saved
        return json.loads(text, cls=DECODER)
