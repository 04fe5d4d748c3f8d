# Copyright (c) 2026, the teammail.zimbra contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A second hand that acts between any two requests of a module.

What must hold then: no mail is lost but what the options name, what the other one did is not undone in silence, and further runs
come to an end.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from judge import Outcome, attempt
from near_server import NearServer

from ansible_collections.teammail.zimbra.plugins.module_utils.engine import Resource

# More requests than any module here sends.
MANY = 40


@dataclass
class Trial:
    """One run during which somebody else acted before request number moment."""

    server: NearServer
    moment: int
    outcome: Outcome
    kind: type[Resource]
    params: dict[str, Any]

    def mails(self) -> set[str]:
        """The subjects of all mail there is."""
        return {message.subject for box in self.server.world.mailboxes.values() for message in box.messages.values()}

    def again(self) -> Outcome:
        """Runs until nothing is left to do, or what is left is refused; three runs must be enough."""
        for _run in range(3):
            outcome = attempt(self.server, self.kind, self.params, check_mode=False)
            if outcome.error or not outcome.result["changed"]:
                return outcome
        raise AssertionError(f"the runs do not come to an end: {outcome.changes}")


def trials(
    make: Callable[[], NearServer], kind: type[Resource], params: dict[str, Any], deed: Callable[[NearServer], object]
) -> Iterator[Trial]:
    """One trial for each request of the module, each with a server of its own."""
    for moment in range(MANY):
        server = make()

        def act(number: int, server: NearServer = server, moment: int = moment) -> None:
            if number == moment:
                deed(server)

        server.client.posts, server.client.meanwhile = 0, act
        outcome = attempt(server, kind, params, check_mode=False)
        posts, server.client.meanwhile = server.client.posts, None
        if posts <= moment:
            return
        yield Trial(server, moment, outcome, kind, params)
    raise AssertionError(f"the module sends more than {MANY} requests")
