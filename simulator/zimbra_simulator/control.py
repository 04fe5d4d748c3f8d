# Copyright (c) 2026, the teammail.zimbra contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The control endpoint: request log, counts, outbox and injected faults."""

from __future__ import annotations

import json
import logging
import re
import threading
import time
from collections import Counter, deque
from typing import Any

from zimbra_simulator.directory.world import World
from zimbra_simulator.dispatch import Doing
from zimbra_simulator.injection import Action, Injection
from zimbra_simulator.wire import soap

LOG = logging.getLogger("zimbra_simulator.request")
SERVED = re.compile("_(get|post|delete)_")  # the methods that answer a path
_KEPT = 100_000  # requests in the log; the oldest make room


class Control:
    """Has its own lock: it is asked from outside of the world's."""

    def __init__(self, world: World, latency_ms: float = 0) -> None:
        self._world = world
        self._lock = threading.Lock()
        self._latency = latency_ms / 1000
        self._log: deque[dict[str, Any]] = deque(maxlen=_KEPT)
        self._requests: Counter[str] = Counter()
        self._faults: Counter[str] = Counter()
        self._posts = 0
        self.injection = Injection()

    # ------------------------------------------------------------- told by the endpoints

    def before(self, envelope: soap.Envelope) -> Action | None:
        """Wait for the latency and tell which injected fault, if any, this request meets."""
        if self._latency:
            time.sleep(self._latency)
        action = self.injection.choose(envelope)
        if action is not None and action.delay:
            time.sleep(action.delay)
        return None if action is None or action.kind == "delay" else action

    def note(self, endpoint: str, doing: Doing, status: int, ms: float, injected: str = "") -> None:
        """Enter an answered request into the log."""
        entry: dict[str, Any] = {
            "time": round(time.time(), 3), "endpoint": endpoint, "request": doing.name, "account": doing.account,
            "status": status, "ms": ms,
        }  # fmt: skip
        if doing.fault:
            entry["fault"] = doing.fault
        if injected:
            entry["injected"] = injected
        if doing.parts:
            entry["parts"] = [{"request": p.name, **({"fault": p.fault} if p.fault else {})} for p in doing.parts]
        with self._lock:
            self._posts += 1
            self._log.append(entry)
            for one in (doing, *doing.parts):
                self._requests[one.name] += 1
                if one.fault:
                    self._faults[one.fault] += 1
        LOG.info("%s", doing.name, extra={"fields": entry})

    # ------------------------------------------------------------- asked over HTTP

    def handle(self, method: str, path: str, query: str, body: bytes) -> tuple[int, Any]:
        """(HTTP status, JSON-able answer) for a request to /control/..."""
        what = path.removeprefix("/control").strip("/")
        function = getattr(self, f"_{method.lower()}_{what or 'index'}", None)
        if function is None:
            return 404, {"error": f"no {method} {path}"}
        try:
            given = json.loads(body) if body else {}
            return 200, function(given)
        except (ValueError, TypeError, KeyError) as exc:
            return 400, {"error": f"{type(exc).__name__}: {exc}"}

    def _get_index(self, _given: Any) -> Any:
        return {
            "version": self._world.options.version,
            "see": sorted({name.split("_", 2)[2] for name in dir(self) if SERVED.match(name)} - {"index"}),
        }

    def _get_log(self, _given: Any) -> Any:
        with self._lock:
            return list(self._log)

    def _delete_log(self, _given: Any) -> Any:
        with self._lock:
            self._log.clear()
        return {}

    def _get_counts(self, _given: Any) -> Any:
        with self._lock:
            return {"posts": self._posts, "requests": dict(self._requests), "faults": dict(self._faults)}

    def _delete_counts(self, _given: Any) -> Any:
        with self._lock:
            self._posts = 0
            self._requests.clear()
            self._faults.clear()
        return {}

    def _get_faults(self, _given: Any) -> Any:
        return self.injection.rules()

    def _post_faults(self, given: Any) -> Any:
        return self.injection.add(given)

    def _delete_faults(self, _given: Any) -> Any:
        self.injection.clear()
        return {}

    def _get_latency(self, _given: Any) -> Any:
        return {"ms": self._latency * 1000}

    def _post_latency(self, given: Any) -> Any:
        self._latency = max(0.0, float(given["ms"])) / 1000
        return self._get_latency(None)

    def _get_servers(self, _given: Any) -> Any:
        with self._world.lock:
            return {"names": self._world.servers.names, "away": sorted(self._world.servers.away)}

    def _post_servers(self, given: Any) -> Any:
        with self._world.lock:
            self._world.servers.set_away(set(given["away"]))
        return self._get_servers(None)

    def _post_checkpoint(self, given: Any) -> Any:
        with self._world.lock:
            self._world.checkpoint(str(given["name"]))
        return {}

    def _post_back(self, given: Any) -> Any:
        with self._world.lock:
            self._world.go_back(str(given["name"]))
        return {}

    def _get_outbox(self, _given: Any) -> Any:
        with self._world.lock:
            return list(self._world.outbox)

    def _delete_outbox(self, _given: Any) -> Any:
        with self._world.lock:
            self._world.outbox.clear()
        return {}
