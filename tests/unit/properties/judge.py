# Copyright (c) 2026, the teammail.zimbra contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What must hold of every module, whatever the present state and the options.

1. Check mode writes nothing.  2. What it predicts is what the run does.  3. A second run has nothing to do.
4. What was not named is untouched.  5. What is refused is refused before the first write, and in check mode in the same words,
unless check mode took something for the work of an earlier task, and said so.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from near_server import NearServer, complete

from ansible_collections.teammail.zimbra.plugins.module_utils.engine import Reconciled, Reconciler, Resource, report
from ansible_collections.teammail.zimbra.plugins.module_utils.errors import ZimbraError
from ansible_collections.teammail.zimbra.plugins.module_utils.reading import Readings
from ansible_collections.teammail.zimbra.plugins.module_utils.session import Session
from ansible_collections.teammail.zimbra.tests.unit.plugins.examples import examples

many = examples(150)
Key = tuple[str, ...]
EARLIER_TASK = "earlier task would"


@dataclass
class Outcome:
    """How a module ended."""

    error: str
    notes: list[str]
    result: dict[str, Any] = field(default_factory=dict)
    reconciled: Reconciled | None = None

    @property
    def changes(self) -> list[dict[str, Any]]:
        return self.result["changes"]


def attempt(server: NearServer, kind: type[Resource], params: dict[str, Any], check_mode: bool) -> Outcome:
    """What the module would do with these options, in a session of its own, as others have theirs."""
    session = Session(server.client, token=server.session.token)
    session.readings = Readings()
    resource = kind(session, complete(kind.OPTIONS, params, **kind.RULES), check_mode)
    try:
        reconciled = Reconciler(resource).run(check_mode)
    except ZimbraError as err:
        return Outcome(str(err), resource.notes)
    result = report(resource, reconciled, reconciled.error is not None, True)
    return Outcome(str(reconciled.error or ""), reconciled.notes, result, reconciled)


def judge(
    server: NearServer, kind: type[Resource], params: dict[str, Any], may_touch: Callable[[Key, Any, Any], bool]
) -> str:
    """Hold a module against the five rules; may_touch(key, before, after) says what the options name.  Gives what became of it."""
    start = server.state()
    predicted = attempt(server, kind, params, check_mode=True)
    assert server.state() == start, "check mode wrote"
    done = attempt(server, kind, params, check_mode=False)
    end = server.state()
    if predicted.error or done.error:
        assert done.error, f"check mode alone refuses: {predicted.error}"
        assert end == start, f"refused, but something was written: {done.error}"
        believed = any(EARLIER_TASK in note for note in predicted.notes)
        # both refuse: the run also for want of what check mode would have believed in
        believed |= bool(predicted.error) and "it first" in done.error
        reasons = re.sub(r"^\d+ failures: ", "", predicted.error).split("; ")
        assert believed or all(reason and reason in done.error for reason in reasons), f"{predicted} but {done}"
        return "refused"
    assert predicted.changes == done.changes, f"predicted {predicted.changes}, made {done.changes}"
    assert predicted.result["diff"] == done.result["diff"], "--diff of check mode shows something else"
    flags = (predicted.result["changed"], done.result["changed"], bool(done.changes), end != start)
    assert len(set(flags)) == 1, f"predicted, claimed, told in detail, really changed: {flags}"
    assert done.reconciled is not None
    for plan, after in zip(done.reconciled.plans, done.reconciled.after, strict=True):
        assert plan.changes_to(after) == plan.changes(), "the end is not what was predicted"
    for key in {key for key in start.keys() | end.keys() if start.get(key) != end.get(key)}:
        assert may_touch(key, start.get(key), end.get(key)), f"touched: {key}: {start.get(key)} -> {end.get(key)}"
    for check_mode in (True, False):
        again = attempt(server, kind, params, check_mode)
        assert not again.error, f"the second run fails: {again.error}"
        assert not again.result["changed"], (
            f"the second run is not content with what the first one did: {again.changes}"
        )
        assert server.state() == end, "the second run wrote"
    return "changed" if done.result["changed"] else "was so already"
