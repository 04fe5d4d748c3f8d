# Copyright (c) 2026, the teammail.zimbra contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
name: verification
short_description: (internal) Judge what a test mail through a team has proved
version_added: 0.1.0
author:
  - The teammail.zimbra contributors (@teammail)
description:
  - Judges what the verification of the role P(teammail.zimbra.shared_mailbox#role) saw, and tells for each agent what they can do.
  - What was not tried, because something before it failed, is none, and never counts as proved.
  - Internal to this collection; it may change in any release.
options:
  _input:
    description: The results of the tasks in C(tasks/verification.yml) by name.
    type: dict
    required: true
"""

EXAMPLES = r"""
- name: Show who cannot work
  ansible.builtin.debug:
    msg: "{{ (evidence | teammail.zimbra.verification).problems }}"
"""

RETURN = r"""
_value:
  description:
    - C(mailbox), C(passed), C(problems) and C(notes) (sentences), C(agents) with what each can do, and C(table), the same as lines of text.
  type: dict
"""

import typing as t

NEEDED = set("rwidx")
# What is reported for each agent, and the heading of its column.
COLUMNS = [
    ("works", "works in all folders"),
    ("sees_new", "sees new mail"),
    ("sees_claimed", "sees claimed mail"),
    ("sees_answer", "sees answers"),
    ("claims", "claims"),
    ("answers", "answers as mailbox"),
]
WORDS = {True: "yes", False: "NO", None: "-"}

Evidence = t.Mapping[str, t.Any]
Verdict = t.Optional[bool]


def by_agent(registered: t.Mapping[str, t.Any]) -> t.Dict[str, t.Mapping[str, t.Any]]:
    """The results of a loop over agents or their mountpoints, by the agent's address."""
    found: t.Dict[str, t.Mapping[str, t.Any]] = {}
    for result in registered.get("results") or []:
        member = result.get("shared_mailbox_member") or {}
        found[str(member.get("account") or member.get("address"))] = result
    return found


class Verification:
    """Judges the evidence of one mailbox."""

    def __init__(self, evidence: Evidence) -> None:
        self.evidence = evidence
        self.mailbox: str = evidence["address"]
        self.tester: str = evidence.get("tester") or ""
        self.problems: t.List[str] = []
        self.notes: t.List[str] = []
        self.away: t.Dict[str, str] = {
            one["account"]: one["reason"] for one in evidence["mounted"].get("unreachable_accounts") or []
        }

    def judge(self) -> t.Dict[str, t.Any]:
        rows = [
            self._agent(a["address"], a.get("display_name") or a["address"]) for a in self.evidence.get("team") or []
        ]
        if self.evidence.get("trouble"):
            self.problems.append(self.evidence["trouble"])
        self._copy()
        self._tidied()
        return {
            "mailbox": self.mailbox,
            "passed": not self.problems,
            "problems": self.problems,
            "notes": self.notes,
            "agents": rows,
            "table": table(rows),
        }

    def _agent(self, address: str, name: str) -> t.Dict[str, t.Any]:
        row: t.Dict[str, t.Any] = {"mailbox": self.mailbox, "agent": address, "name": name}
        if address in self.away:
            said = "%s is not reachable now (%s)" % (name, self.away[address])
            (self.notes if self.evidence.get("unreachable") == "warn" else self.problems).append(said)
            row.update({key: None for key, _heading in COLUMNS})
            return row
        row["works"] = self._works(address, name)
        mounted = {
            m.get("path")
            for m in self.evidence["mounted"].get("mountpoints") or []
            if m["account"] == address and not m["broken"]
        }
        if "mountpoints" in self.evidence["mounted"]:
            for path, what in (("/Inbox", "the Inbox"), ("/Sent", "Sent")):
                if path not in mounted:
                    self.problems.append("%s has not mounted %s, or cannot reach it" % (name, what))
        row["sees_new"] = self._sees(
            "seen_new", address, "/Inbox" in mounted, "%s does not see new mail in the mounted Inbox" % name
        )
        where = "%s does not see a mail that %s has claimed" % (name, self.tester)
        row["sees_claimed"] = self._sees("seen_claimed", address, True, where)
        row["sees_answer"] = self._sees(
            "seen_answer", address, "/Sent" in mounted, "%s does not see an answer in the mounted Sent" % name
        )
        tried = address == self.tester
        row["claims"] = self._did("claimed") if tried else None
        row["answers"] = self._did("answered") if tried else None
        return row

    def _works(self, address: str, name: str) -> Verdict:
        mine = [e for e in self.evidence["rights"].get("effective_rights") or [] if e["user"] == address]
        for entry in mine:
            if not set(entry["rights"]) >= NEEDED:
                why = entry["problem"] or "the rights are %s" % (entry["rights"] or "none")
                self.problems.append("%s cannot work in %s: %s" % (name, entry["path"], why))
        return all(set(e["rights"]) >= NEEDED for e in mine) if mine else None

    def _sees(self, what: str, address: str, mounted: bool, otherwise: str) -> Verdict:
        registered = self.evidence[what]
        if "results" not in registered:
            return None
        result = by_agent(registered).get(address, {})
        if result.get("skipped"):
            return None
        seen = bool(result.get("messages"))
        if not seen and mounted:
            self.problems.append("%s: %s" % (otherwise, result["msg"]) if result.get("msg") else otherwise)
        return seen

    def _did(self, what: str) -> Verdict:
        result = self.evidence[what]
        if not result or result.get("skipped"):
            return None
        return not result.get("failed") and bool(result.get("messages"))

    def _copy(self) -> None:
        """The copy of the answer: in the mailbox's Sent alone, From the mailbox, without a Sender (zimbra-soap-mail.md 6.2 and 6.4)."""
        answered = self._did("answered")
        if self.evidence.get("handed_on") and answered is None:
            self.notes.append(
                "Answering was not tried, since mail to the mailbox is handed on: %s"
                % ", ".join(self.evidence["handed_on"])
            )
        if not answered:
            return
        copies = self.evidence["copy"].get("messages") or []
        if not copies:
            self.problems.append("The copy of the answer is not in the mailbox's Sent")
        for copy in copies[:1]:
            if copy["from"] != self.mailbox:
                self.problems.append("The answer went out From %s instead of %s" % (copy["from"], self.mailbox))
            senders = [s for s in (copy.get("headers") or {}).get("Sender") or [] if s] or [copy["sender"]] * bool(
                copy["sender"]
            )
            if senders:
                self.problems.append("The Sender header of the answer shows who wrote it: %s" % senders[0])
            if self.evidence.get("display") and copy["from_display"] != self.evidence["display"]:
                self.problems.append(
                    "The answer has the name %s instead of %s" % (copy["from_display"], self.evidence["display"])
                )
        if self.evidence["own_copy"].get("messages"):
            self.problems.append("A copy of the answer is in the own Sent of %s" % self.tester)

    def _tidied(self) -> None:
        """Whether the marked mails are gone."""
        for what in ("marked", "removed"):
            for result in self.evidence[what].get("results") or []:
                if result.get("msg") and not result.get("skipped"):
                    self.problems.append(
                        "Marked mails may be left, the next verification looks for them again: %s" % result["msg"]
                    )
        sent = {m["message_id"] for m in self.evidence["answered"].get("messages") or []}
        back = {m["message_id"] for m in self.evidence["left"].get("messages") or [] if m["folder"] != "/Sent"}
        if sent - back:
            self.notes.append(
                "The answer has not come back to the mailbox yet; when it does, a later verification removes it"
            )


def table(rows: t.Sequence[t.Mapping[str, t.Any]]) -> t.List[str]:
    """The agents and what they can do, as lines of a table."""
    lines = [["Agent"] + [heading for _key, heading in COLUMNS]]
    lines += [[row["name"]] + [WORDS[row[key]] for key, _heading in COLUMNS] for row in rows]
    widths = [max(len(line[i]) for line in lines) for i in range(len(lines[0]))]
    return [" | ".join(text.ljust(width) for text, width in zip(line, widths)).rstrip() for line in lines]


def verification(evidence: Evidence) -> t.Dict[str, t.Any]:
    """What the verification of one mailbox has proved; see the documentation above for the shapes."""
    return Verification(evidence).judge()


class FilterModule:
    """Registers the filter."""

    def filters(self) -> t.Dict[str, t.Callable[..., t.Any]]:
        return {"verification": verification}
