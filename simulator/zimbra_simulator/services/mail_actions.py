# Copyright (c) 2026, the teammail.zimbra contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What all the action requests have in common: lists of ids, parted by the mailbox that owns each."""

from __future__ import annotations

import copy
from collections.abc import Callable
from dataclasses import dataclass

from zimbra_simulator.access.context import Call
from zimbra_simulator.services.mail_ids import (
    Function,
    ItemId,
    is_own,
    need_child,
    owner_of,
    parse_id,
    parse_ids,
    proxied,
)
from zimbra_simulator.wire.element import Element, response_to

Runner = Callable[["Action", list[int]], list[str]]


@dataclass(frozen=True)
class Action:
    """One action: ``word`` is the operation as sent in lower case, ``name`` the same without a leading ``!``."""

    call: Call
    node: Element
    word: str

    @property
    def name(self) -> str:
        return self.word.removeprefix("!")

    @property
    def on(self) -> bool:
        return not self.word.startswith("!")

    def shown(self, numbers: list[int]) -> list[str]:
        """Local ids as the answer shows them."""
        return [self.call.qualify(self.call.requested, n) for n in numbers]


def read_action(request: Element, call: Call) -> Action:
    """The action of a request; service.INVALID_REQUEST without ``op``."""
    node = need_child(request, "action")
    return Action(call, node, node.need("op").lower())


def result(request: Element, action: Action, ids: str) -> Element:
    """The answer every action request has."""
    answer = response_to(request)
    answer.add_unique("action", id=ids, op=action.word)
    return answer


def run(request: Element, action: Action, function: Function, runner: Runner) -> Element:
    """Let each owner's mailbox do its part, the requested one last, and join the ids that were done."""
    call = action.call
    local: list[int] = []
    remote: dict[str, list[str]] = {}
    for item in parse_ids(action.node.need("id"), call):
        if is_own(item, call):
            local.append(item.number)
        else:
            remote.setdefault(item.account_id, []).append(str(item))
    done: list[str] = []
    for account_id, ids in remote.items():
        done += _run_remote(request, call, function, account_id, ids)
    if local:
        done += runner(action, local)
    return result(request, action, ",".join(done))


def _run_remote(request: Element, call: Call, function: Function, account_id: str, ids: list[str]) -> list[str]:
    changed = copy.deepcopy(request)
    node = need_child(changed, "action")
    node.attrs["id"] = ",".join(ids)
    target = node.attr("l")
    if target is not None:
        node.attrs["l"] = str(parse_id(target, call))
    answer = proxied(function, changed, call, owner_of(ItemId(account_id, 0), call))
    text = need_child(answer, "action").attr("id") or ""
    return [one for one in text.split(",") if one]
