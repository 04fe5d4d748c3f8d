# Copyright (c) 2026, the teammail.zimbra contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Where handlers are kept: request name and namespace to function."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from zimbra_simulator.access.context import Call
from zimbra_simulator.wire.element import Element

Function = Callable[[Element, Call], Element]


@dataclass(frozen=True)
class Handler:
    """``auth`` is "user" (any token), "admin" (a token with administrator flags) or "none"."""

    function: Function
    auth: str = "user"


_HANDLERS: dict[tuple[str, str], Handler] = {}


def handler(ns: str, name: str, auth: str | None = None) -> Callable[[Function], Function]:
    """Register a function for a request. Requests of urn:zimbraAdmin need an admin token unless told otherwise."""

    def register(function: Function) -> Function:
        _HANDLERS[ns, name] = Handler(function, auth or ("admin" if ns == "urn:zimbraAdmin" else "user"))
        return function

    return register


def find(ns: str | None, name: str) -> Handler | None:
    """The handler of a request, or None."""
    return _HANDLERS.get((ns or "", name))
