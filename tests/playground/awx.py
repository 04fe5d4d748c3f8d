# Copyright (c) 2026, the teammail.zimbra contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A stand-in for the REST service of AWX: keeps what is posted, finds it again by its fields, and links things.

It knows no more of AWX than the modules of awx.awx ask for.  What the values mean is not judged here but by those modules'
argument specifications and by awxkit's payloads.
"""

from __future__ import annotations

import contextlib
import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, urlsplit

PREFIX = "/api/v2/"
SECRETS = ("password",)
IRREGULAR = {"inventories": "inventory"}
UNIFIED = ("job_templates", "projects", "inventory_sources", "workflow_job_templates")
LINKS = {
    "credentials",
    "labels",
    "instance_groups",
    "always_nodes",
    "success_nodes",
    "failure_nodes",
    "galaxy_credentials",
}


class Awx:
    """The objects by their endpoint; ``writes`` counts what was created, changed or linked."""

    def __init__(self) -> None:
        self.objects: dict[str, list[dict[str, Any]]] = {}
        self.links: dict[str, list[int]] = {}
        self.surveys: dict[str, Any] = {}
        self.writes = 0
        self._next = 0
        self.create("organizations", {"name": "Default"})

    def all(self, kind: str) -> list[dict[str, Any]]:
        return self.objects.get(kind, [])

    def named(self, kind: str, name: str) -> dict[str, Any]:
        return next(o for o in self.all(kind) if name in (o.get("name"), o.get("identifier")))

    def create(self, kind: str, values: dict[str, Any]) -> dict[str, Any]:
        self._next += 1
        url = f"{PREFIX}{kind}/{self._next}/"
        related = {"survey_spec": f"{url}survey_spec/"}
        made = {**values, "id": self._next, "url": url, "type": IRREGULAR.get(kind, kind[:-1]), "related": related}
        if kind == "projects":
            # as after the first update, which a real one would now begin
            made.update(status="successful", scm_revision="8d4f4b1e", summary_fields={})
        self.objects.setdefault(kind, []).append(made)
        return made

    def answer(self, method: str, path: str, query: dict[str, str], body: Any) -> tuple[int, Any]:
        """Status and JSON."""
        parts = path.removeprefix(PREFIX).strip("/").split("/")
        self.writes += method != "GET"
        if len(parts) == 1:
            if method == "POST":
                return 201, shown(self.create(parts[0], body))
            return 200, self._listed([o for o in self._searched(parts[0]) if matches(o, query)])
        item = next((o for o in self.all(parts[0]) if str(o["id"]) == parts[1]), None)
        if item is None:
            return 404, {"detail": "Not found."}
        if len(parts) == 2:
            if method == "PATCH":
                item.update(body)
            return 200, shown(item)
        return self._inside(method, item, parts[2], body)

    def _inside(self, method: str, item: dict[str, Any], part: str, body: Any) -> tuple[int, Any]:
        if part == "survey_spec":
            if method == "POST":
                self.surveys[item["url"]] = body
            return 200, self.surveys.get(item["url"], {})
        if part == "create_approval_template":
            made = self.create("workflow_approval_templates", body)
            item["unified_job_template"] = made["id"]
            item["related"]["unified_job_template"] = made["url"]
            return 201, shown(made)
        if part in LINKS or part.startswith("notification_templates_"):
            linked = self.links.setdefault(f"{item['url']}{part}", [])
            if method == "POST":
                linked.remove(body["id"]) if body.get("disassociate") else linked.append(body["id"])
                return 204, None
            return 200, self._listed([{"id": ident} for ident in linked])
        return 404, {"detail": f"{part} is unknown here"}

    def _searched(self, kind: str) -> list[dict[str, Any]]:
        return [o for k in UNIFIED for o in self.all(k)] if kind == "unified_job_templates" else self.all(kind)

    @staticmethod
    def _listed(found: list[dict[str, Any]]) -> dict[str, Any]:
        return {"count": len(found), "next": None, "results": [shown(o) for o in found]}


def shown(item: dict[str, Any]) -> dict[str, Any]:
    """An object as AWX gives it out: secrets are never shown again."""
    inputs = item.get("inputs")
    if item.get("type") != "credential" or not inputs:
        return item
    return {**item, "inputs": {k: "$encrypted$" if k in SECRETS else v for k, v in inputs.items()}}


def matches(item: dict[str, Any], query: dict[str, str]) -> bool:
    wanted = {name: value for name, value in query.items() if name not in ("page_size", "order_by")}
    return all(str(item.get(name)) == value for name, value in wanted.items())


@contextlib.contextmanager
def awx() -> Iterator[tuple[str, Awx]]:
    """A running stand-in: its address and what it holds."""
    store = Awx()
    lock = threading.Lock()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = True

        def _serve(self) -> None:
            address = urlsplit(self.path)
            length = int(self.headers.get("Content-Length") or 0)
            body = json.loads(self.rfile.read(length)) if length else None
            with lock:
                status, answer = store.answer(self.command, address.path, dict(parse_qsl(address.query)), body)
            data = b"" if answer is None else json.dumps(answer).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(data)))
            self.send_header("X-API-Product-Name", "AWX")
            self.send_header("X-API-Product-Version", "24.6.1")
            self.end_headers()
            self.wfile.write(data)

        do_GET = do_POST = do_PATCH = _serve  # noqa: N815  http.server's names

        def log_message(self, *_words: Any) -> None:
            """Nothing on standard error."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}", store
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
