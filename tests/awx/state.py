# Copyright (c) 2026, the teammail.zimbra contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What an organization holds in AWX, and the variables that the tests usually give."""

from __future__ import annotations

from typing import Any

from awx.controller import ORGANIZATIONS, Api, Run

ONE, TWO = ORGANIZATIONS
INPUTS = {
    "url": "https://mail.example.test:7071/service/admin/soap",
    "username": "admin@example.test",
    "password": "first-secret",
}
HOOK = {
    "url": "https://chat.example.test/hook",
    "http_method": "POST",
    "headers": {},
    "username": "u",
    "password": "hook-secret",
}
USUAL: dict[str, Any] = {
    "awx_credential_inputs": INPUTS,
    "awx_notification": {"notification_type": "webhook", "notification_configuration": HOOK},
}
KINDS = (
    "credentials",
    "projects",
    "inventories",
    "notification_templates",
    "job_templates",
    "workflow_job_templates",
)
# What AWX changes by itself.
OWN = (
    "modified",
    "last_job_run",
    "last_updated",
    "last_update_failed",
    "status",
    "summary_fields",
    "next_run",
    "next_job_run",
    "last_job_failed",
    "related",
)
# What an inventory counts, some time after it changed.
COUNTS = ("total_", "has_", "hosts_with_", "inventory_sources_with_")


def organization(api: Api, name: str) -> int:
    return api.one("organizations", name=name)["id"]


def snapshot(api: Api, name: str) -> dict[str, Any]:
    """Everything that an organization has, by kind and name, with the links of templates and nodes."""
    org = organization(api, name)
    found: dict[str, Any] = {}

    def keep(kind: str, item: dict[str, Any], *links: str) -> None:
        key = f"{kind}: {item.get('identifier') or item['name']}"
        found[key] = {k: v for k, v in item.items() if k not in OWN and not k.startswith(COUNTS)}
        for link in links:
            found[f"{key}: {link}"] = sorted(o["id"] for o in api.call("GET", item["related"][link])["results"])

    told = ("notification_templates_started", "notification_templates_success", "notification_templates_error")
    for kind in KINDS:
        for item in api.all(kind, organization=org):
            if item.get("pending_deletion"):  # AWX removes an inventory later, in the background
                continue
            if kind == "job_templates":
                keep(kind, item, "credentials", "labels", "instance_groups", *told)
                found[f"survey: {item['name']}"] = api.call("GET", item["related"]["survey_spec"])
            elif kind == "workflow_job_templates":
                keep(kind, item, "labels", "notification_templates_approvals", *told)
                found[f"survey: {item['name']}"] = api.call("GET", item["related"]["survey_spec"])
                for node in api.all("workflow_job_template_nodes", workflow_job_template=item["id"]):
                    keep("node", node)
            else:
                keep(kind, item)
            if kind == "inventories":
                for part in ("inventory_sources", "hosts", "groups"):
                    for other in api.all(part, inventory=item["id"]):
                        keep(part, other)
            if "template" in kind and kind != "notification_templates":
                for timer in api.all("schedules", unified_job_template=item["id"]):
                    keep("schedule", timer)
    return found


def good(run: Run) -> Run:
    assert run.status == 0, run.output[-6000:]
    return run
