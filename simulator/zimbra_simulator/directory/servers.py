# Copyright (c) 2026, the teammail.zimbra contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Mailbox servers on one directory: who has which mailbox, who is away, and what each remembers (zimbra-soap-admin.md 1.11)."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from zimbra_simulator.wire.faults import Fault

if TYPE_CHECKING:
    from zimbra_simulator.directory.entry import Entry

FIRST = "mail.simulator.test"
_REMEMBERED = 900.0  # seconds: ldap_cache_account_maxage and acl_cache_target_maxage


class Servers:
    """``here`` is the server that carries out the present request.

    What they remember counts only where there are several: one server alone forgets at each change of its own.
    """

    def __init__(self, second: str = "") -> None:
        self.names = [FIRST, *([second] if second else [])]
        self.here = FIRST
        self.away: set[str] = set()
        self.admin_ports: dict[str, int] = {}
        self._memory: dict[tuple[str, str], dict[Any, tuple[float, Any]]] = {}  # server, kind of cache -> key -> value
        self._tokens: dict[str, set[str]] = {name: set() for name in self.names}

    def home(self, account: Entry) -> str:
        """The server that has an account's mailbox."""
        host = account.get("zimbraMailHost", cos=False)
        return host if host in self.names else FIRST

    @contextmanager
    def at(self, name: str) -> Iterator[None]:
        """Carry out something on a server; service.PROXY_ERROR where the one that is asked cannot reach it."""
        if name == self.here:
            yield
            return
        if name in self.away:
            to = f"{name}:{self.admin_ports.get(name, 7071)} [{name}/127.0.0.1]"
            text = f"error while proxying request to target server: Connect to {to} failed: Connection refused"
            raise Fault("service.PROXY_ERROR", text, receiver=True)
        with self.asked(name):
            yield

    @contextmanager
    def asked(self, name: str) -> Iterator[None]:
        """A request that came in at a server."""
        before, self.here = self.here, name
        try:
            yield
        finally:
            self.here = before

    # ------------------------------------------------------------- what a server remembers

    def remembered(self, kind: str, key: Any, find_out: Callable[[], Any]) -> Any:
        """An answer as this server found it within the last quarter of an hour; ``kind`` is account or acl."""
        if len(self.names) == 1:
            return find_out()
        known = self._memory.setdefault((self.here, kind), {})
        until, value = known.get(key, (0.0, None))
        if until <= time.monotonic():
            value = find_out()
            known[key] = (time.monotonic() + _REMEMBERED, value)
        return value

    def changed_here(self) -> None:
        """The server that carries out a change of lists or rights forgets at once."""
        for kind in ("account", "acl"):
            self._memory.pop((self.here, kind), None)

    def forget(self, kind: str, keys: set[str] | None, everywhere: bool) -> None:
        """FlushCache: what the servers that answer remember of some accounts (ids), or of all of them."""
        for name in self.names if everywhere else [self.here]:
            known = self._memory.get((name, kind), {})
            if name not in self.away:
                for key in list(known) if keys is None else keys & set(known):
                    del known[key]

    def meet(self, token: str, account_id: str) -> None:
        """A token that a server has not seen before makes it read the account anew."""
        if token not in self._tokens[self.here]:
            self._tokens[self.here].add(token)
            self._memory.get((self.here, "account"), {}).pop(account_id, None)

    # ------------------------------------------------------------- servers that go and come back

    def set_away(self, names: set[str]) -> None:
        """Only these are away; one that comes back remembers nothing.

        :raises ValueError: there is no such server
        """
        if unknown := names - set(self.names):
            raise ValueError(f"no server {', '.join(sorted(unknown))}; there are {', '.join(self.names)}")
        for name in self.away - names:
            self._tokens[name].clear()
            for kind in ("account", "acl"):
                self._memory.pop((name, kind), None)
        self.away = set(names)
