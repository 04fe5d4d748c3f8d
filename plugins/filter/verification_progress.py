# Copyright (c) 2026, the teammail.zimbra contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
name: verification_progress
short_description: (internal) Determine what the next step of a verification needs
version_added: 0.1.0
author:
  - The teammail.zimbra contributors (@teammail)
description:
  - For the tasks of the role P(teammail.zimbra.shared_mailbox#role) only, whose entry point C(verification) sends a mail through a team step by step.
  - Takes what the steps before have read, and determines who takes part, whether mail is handed on, and which mails are to be deleted.
  - Internal to this collection; it may change in any release.
options:
  _input:
    description: The results of the tasks in C(tasks/verification) by name; empty ones for tasks that did not run yet.
    type: dict
    required: true
"""

EXAMPLES = r"""
- name: Show who takes part
  ansible.builtin.debug:
    msg: "{{ (evidence | teammail.zimbra.verification_progress).team }}"
"""

RETURN = r"""
_value:
  description:
    - C(team) are the agents who can be reached, C(agent) is the one who claims and answers, and C(refused) is a sentence where nobody can.
    - C(inboxes) and C(sents) are the agents' mountpoints of the two folders that work.
    - C(handed_on) are addresses and actions by which mail to the mailbox goes on to somebody else.
    - C(in_vain) tells whether an agent has not found the mail in time.
    - C(under_way) are the ids of answers that have not come back yet.
    - C(to_delete) are marked mails, as a list of dictionaries of C(account) and C(message_ids).
  type: dict
"""

import re
import typing as t

# Actions of a filter rule by which somebody else gets mail, or is written to.
HANDS_ON = ("redirect", "reply", "notify", "rfc_compliant_notify")

Row = t.Mapping[str, t.Any]


class Progress:
    """Judges what was read so far; evidence: task -> its result."""

    def __init__(self, evidence: Row) -> None:
        self.evidence = evidence
        mounted = evidence["mounted"]
        away = {one["account"] for one in mounted.get("unreachable_accounts") or []}
        self.all: t.List[Row] = list(evidence["team"])
        self.team = [agent for agent in self.all if agent["address"] not in away]
        self.mounts: t.List[Row] = [m for m in mounted.get("mountpoints") or [] if not m["broken"]]
        self.wanted: str = evidence["wanted_agent"].lower()

    def agent(self) -> Row:
        """Who claims and answers: whoever is wanted, else the first; nobody is an empty one."""
        wanted = [a for a in self.team if a["given_address"] == self.wanted]
        return ([*wanted, *self.team] or [{}])[0]

    def refused(self) -> str:
        if self.wanted and self.wanted not in [a["given_address"] for a in self.all]:
            return (
                "shared_mailbox_verification_agent is %s, who is no agent of %s; give one of %s, or leave it out for the first of them."
                % (
                    self.evidence["wanted_agent"],
                    self.evidence["address"],
                    ", ".join(a["given_address"] for a in self.all),
                )
            )
        if self.wanted not in ["", *(a["given_address"] for a in self.team)] or (self.all and not self.team):
            return (
                "The agent who would claim and answer the mail is not reachable now; name another one in"
                " shared_mailbox_verification_agent, or verify later."
            )
        return ""

    def mounts_of(self, path: str) -> t.List[Row]:
        return [m for m in self.mounts if m.get("path") == path]

    def handed_on(self) -> t.List[str]:
        found: t.List[str] = []
        for account in self.evidence["forwarding"].get("accounts") or []:
            found += account["forwarding_addresses"]
            for value in account["attributes"].values():
                found += value if isinstance(value, list) else [value]
        for rule in self.evidence["rules"].get("filter_rules") or []:
            found += [a["type"] for a in rule["actions"] if rule["active"] and a["type"] in HANDS_ON]
        return list(dict.fromkeys(one for one in found if one))

    def in_vain(self) -> bool:
        results = [r for step in ("seen_new", "seen_claimed") for r in self.evidence[step].get("results") or []]
        return any(not result.get("messages") for result in results)

    def under_way(self) -> t.List[str]:
        """Answers of which there is a copy in Sent only."""
        subject = "Re: %s (%s)" % (self.evidence["subject_start"], self.evidence["mark"])
        replies = [m for m in self.evidence["left"].get("messages") or [] if m["subject"] == subject]
        sent = [m["message_id"] for m in [*replies, *(self.evidence["answered"].get("messages") or [])]]
        back = {m["message_id"] for m in replies if m["folder"] != "/Sent"}
        return [one for one in dict.fromkeys(sent) if one not in back]

    def to_delete(self) -> t.List[Row]:
        """Marked mails of this run, and those of other runs that are old enough to be left over."""
        marked = re.compile(r"(Re: )?%s \([a-z0-9]{20}\)" % re.escape(self.evidence["subject_start"]))
        found: t.List[Row] = []
        for result in self.evidence["marked"].get("results") or []:
            ids = [
                m["message_id"]
                for m in result.get("messages") or []
                if marked.fullmatch(m["subject"] or "")
                and (self.evidence["mark"] in m["subject"] or (m["date"] or "9") < self.evidence["old"])
            ]
            if any(ids):
                ids = [one for one in dict.fromkeys(ids) if one]
                found.append({"account": result["shared_mailbox_holder"], "message_ids": ids})
        return found


def verification_progress(evidence: Row) -> t.Dict[str, t.Any]:
    """What the next step needs to know; see the documentation above for the shapes."""
    progress = Progress(evidence)
    return {
        "team": progress.team,
        "agent": progress.agent(),
        "refused": progress.refused(),
        "inboxes": progress.mounts_of("/Inbox"),
        "sents": progress.mounts_of("/Sent"),
        "handed_on": progress.handed_on(),
        "in_vain": progress.in_vain(),
        "under_way": progress.under_way(),
        "to_delete": progress.to_delete(),
    }


class FilterModule:
    """Registers the filter."""

    def filters(self) -> t.Dict[str, t.Callable[..., t.Any]]:
        return {"verification_progress": verification_progress}
