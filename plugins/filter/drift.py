# Copyright (c) 2026, the teammail.zimbra contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
name: drift
short_description: (internal) Make the drift report of shared mailboxes
version_added: 0.1.0
author:
  - The teammail.zimbra contributors (@teammail)
description:
  - Makes one report of what the playbook C(teammail.zimbra.drift) found for each mailbox.
  - Every deviation has what is there, what should be, and the step of the set-up that it belongs to.
  - A mailbox that could not be checked is V(unknown), with the reason, and never counts as drifted.
  - If only an agent's own mailbox could not be read, since their account is in maintenance or their mailbox server is down, the shared mailbox is
    V(unreachable), and so are the steps concerned.
  - Internal to this collection; it may change in any release.
options:
  _input:
    description:
      - The findings, one for each mailbox, each with C(host) and C(address).
      - C(agents) and C(former_agents) are the C(team) and the C(former_agents), as M(teammail.zimbra.team_info) returns them.
      - C(changes) are those of the role P(teammail.zimbra.shared_mailbox#role), C(access) is what M(teammail.zimbra.effective_rights_info)
        returned, or its C(msg).
      - C(unreachable) are people whose own mailboxes cannot be worked in now, each with C(account) and C(reason), and C(tolerated) tells that
        this is no failure; C(inactive) tells that the mailbox is to have a status in which agents cannot work.
      - C(problem) tells why the mailbox could not be checked, C(failed_task) which task failed without a reason, and C(missing) that nobody
        checked it; C(expected) is false if there should be no shared mailbox.
      - C(language) is that of the mailbox.
    type: list
    elements: dict
    required: true
  generated:
    description: When the check was made.
    type: str
    default: ""
  language:
    description: Language of everything that people read, V(en) or V(de). If it is empty, the one that most mailboxes have, or English.
    type: str
    default: ""
"""

EXAMPLES = r"""
- name: Count the mailboxes that are not as they should be
  ansible.builtin.debug:
    msg: "{{ (hostvars | teammail.zimbra.findings(ansible_play_hosts_all) | teammail.zimbra.drift).drifted }}"
"""

RETURN = r"""
_value:
  description:
    - C(mailboxes), C(in_order), C(drifted), C(unreachable) and C(unknown) are counts, C(drifts) lists every deviation, C(unreachables) everybody
      who could not be reached, C(extra_access) every access that the role has not given, which is no deviation, C(undescribed) mailboxes of the
      same domains that are shared with a list though no host describes them, and C(unknowns) every mailbox that could not be
      checked; C(details) holds everything about each mailbox. C(language) is the language of the texts, and C(lines) are those that the
      playbook shows.
  type: dict
"""

import typing as t
from collections import Counter

from ansible_collections.teammail.zimbra.plugins.module_utils.idn import ascii_address
from ansible_collections.teammail.zimbra.plugins.module_utils.resources.team.ways import SENTENCES
from ansible_collections.teammail.zimbra.plugins.plugin_utils.drift_text import UNSEEN, drift_text, names_of
from ansible_collections.teammail.zimbra.plugins.plugin_utils.drift_words import CATALOGUES, ENGLISH, Words, wording

STEPS = [
    (wording("Mailbox"), wording("a mailbox of its own")),
    (wording("Folders"), wording("one folder below the Inbox for each agent")),
    (wording("List"), wording("the list of the agents")),
    (wording("Shares"), wording("Inbox and Sent shared with the list")),
    (wording("Mounted"), wording("both folders in every agent's mailbox")),
    (wording("Incoming"), wording("every agent can take incoming mail")),
    (wording("Replies"), wording("replies go out as the mailbox")),
]
# To which of them the parts of the role belong, by the names in its list of changes.
STEP_OF = {
    part: number
    for number, parts in enumerate(
        (
            ("agents", "account", "extra_family", "extra_forwarding"),
            ("folders", "folders_handed_on", "former_folders"),
            ("team_list", "offboarding"),
            ("shares", "inheritance", "former_shares", "extra_shares"),
            ("mountpoints", "whole_mounts", "former_mountpoints"),
            ("access",),
            (
                "send_right",
                "personas",
                "alias_personas",
                "other_personas",
                "former_personas",
                "sent_copies",
                "former_send_right",
                "extra_rights",
            ),
        ),
        1,
    )
    for part in parts
}
# What it takes to work in a folder, and how a cell of the table says what is there (zimbra-soap-mail.md 3.1).
NEEDED = "rwidx"
ENOUGH = set(NEEDED)
GOOD = "ok"
DRIFT = "drift"
UNKNOWN = "unknown"
UNREACHABLE = "unreachable"
# What lies in an agent's own mailbox, or needs it.
IN_OWN_MAILBOX = (5, 6, 7)

Finding = t.Mapping[str, t.Any]
Row = t.Dict[str, t.Any]


class Report:
    """Everything about one mailbox."""

    def __init__(self, finding: Finding, words: Words) -> None:
        self.finding = finding
        self.words = words
        self.tell = words.tell
        self.mailbox: str = str(finding.get("address") or finding["host"])
        self.agents: t.List[t.Mapping[str, t.Any]] = list(finding.get("agents") or [])
        # Whoever is on the list without being an agent is called by their name, too.
        others = [p for p in finding.get("former_agents") or [] if p.get("kind") == "account"]
        self.names = names_of([*self.agents, *others])
        self.expected: bool = finding.get("expected", True)
        self.problem: str = finding.get("problem") or self._worded_problem()
        self.access = {} if self.problem else dict(finding.get("access") or {})
        self.rights: t.List[t.Mapping[str, t.Any]] = list(self.access.get("effective_rights") or [])
        self.away: t.List[t.Mapping[str, t.Any]] = [] if self.problem else list(finding.get("unreachable") or [])

    def _worded_problem(self) -> str:
        """Why the mailbox could not be checked, where nobody has said it yet."""
        if self.finding.get("missing"):
            return self.tell("it is in no part of the report, so the job that had to check it did not end")
        task = self.finding.get("failed_task")
        return self.tell("the task {task} failed", task=task) if task else ""

    def details(self) -> Row:
        drifts = [] if self.problem else sorted((self._drift(c) for c in self._changes()), key=lambda d: d["step"])
        states = [GOOD] * len(STEPS)
        if self.problem:
            states = [UNKNOWN] * len(STEPS)
        for step in IN_OWN_MAILBOX if self.away else ():
            states[step - 1] = UNREACHABLE
        if not self.problem and self._access_unknown():
            states[STEP_OF["access"] - 1] = UNKNOWN
        for drift in drifts:
            states[drift["step"] - 1] = DRIFT
        state = next((s for s in (DRIFT, UNKNOWN, UNREACHABLE) if s in states), GOOD)
        return {
            "host": self.finding["host"],
            "mailbox": self.mailbox,
            "state": state,
            "reason": self.problem or (self._not_asked() if states[STEP_OF["access"] - 1] == UNKNOWN else ""),
            "steps": [
                {"step": n, "name": name, "meaning": meaning, "state": states[n - 1]}
                for n, (name, meaning) in enumerate(steps_in(self.words), 1)
            ],
            "drifts": drifts,
            "unreachable": [self._away(one) for one in self.away],
            "extra_access": [
                self._extra(one) for one in ([] if self.problem else self.finding.get("extra_access") or [])
            ],
            "tolerated": state == UNREACHABLE and bool(self.finding.get("tolerated")),
            "access": self._table(),
        }

    def _access_unknown(self) -> bool:
        """Whether it should be known what the agents may do, and is not."""
        away = {one["account"] for one in self.away}
        asked = [a for a in self.agents if a["address"] not in away]
        if not self.expected or self.finding.get("inactive") or not asked:
            return False
        return not self.rights or any(e["problem"] and not missing_folder(e) for e in self._asked_of_agents())

    def _extra(self, one: t.Mapping[str, t.Any]) -> Row:
        text = self.tell(SENTENCES[one["kind"]], who=one["who"], where=one["where"])
        return dict(one, host=self.finding["host"], mailbox=self.mailbox, text=text)

    def _away(self, one: t.Mapping[str, t.Any]) -> Row:
        who = self.names.get(one["account"]) or one["account"]
        text = self.tell("{who} is not reachable now ({reason}).", who=who, reason=one["reason"])
        return {
            "host": self.finding["host"],
            "mailbox": self.mailbox,
            "account": one["account"],
            "reason": one["reason"],
            "text": text,
        }

    def _changes(self) -> t.List[Row]:
        """What the role would change, and what the agents may not do though they should."""
        found = [dict(c) for c in self.finding.get("changes") or [] if c["step"] not in UNSEEN]
        lacking: t.Dict[str, t.Dict[str, str]] = {}
        for entry in self._asked_of_agents():
            if entry["problem"] is None and not set(entry["rights"]) >= ENOUGH:
                lacking.setdefault(entry["user"], {})[entry["path"]] = entry["rights"]
        for user, rights in lacking.items():
            wanted = dict.fromkeys(rights, NEEDED)
            found.append(
                {
                    "step": "access",
                    "object": "%s %s" % (self.mailbox, user),
                    "key": "rights",
                    "before": rights,
                    "after": wanted,
                }
            )
        return found

    def _asked_of_agents(self) -> t.List[t.Mapping[str, t.Any]]:
        agents = {a["address"] for a in self.agents}
        return [e for e in self.rights if e["user"] in agents]

    def _drift(self, change: Row) -> Row:
        part = change["step"]
        if part not in STEP_OF:
            raise ValueError(
                "the role reports changes of %r, which belong to none of the report's steps; add it to STEP_OF" % part
            )
        step = STEP_OF[part]
        return {
            "host": self.finding["host"],
            "mailbox": self.mailbox,
            "step": step,
            "step_name": self.tell(STEPS[step - 1][1]),
            "part": part,
            "object": change["object"],
            "key": change["key"],
            "is": change["before"],
            "should": change["after"],
            "text": drift_text(change, self.mailbox, self.names, self.words),
        }

    def _not_asked(self) -> str:
        """Why it is not known what the agents may do."""
        for change in self.finding.get("changes") or []:
            if change["step"] == "account" and change["key"] == "state":
                return self.tell("What the agents may do could not be asked, since the mailbox does not exist yet.")
        told = (
            [self.access["msg"]]
            if self.access.get("msg")
            else [
                "%s: %s" % (e["user"], e["problem"])
                for e in self._asked_of_agents()
                if e["problem"] and not missing_folder(e)
            ]
        )
        if not told:
            return self.tell("What the agents may do could not be asked.")
        return self.tell("What the agents may do could not be asked: {reasons}", reasons="; ".join(dict.fromkeys(told)))

    def _table(self) -> Row:
        """The folders by agents, and what each may do where."""
        paths = list(dict.fromkeys(e["path"] for e in self.rights))
        agents = {a["address"] for a in self.agents}
        rows = []
        for user in dict.fromkeys(e["user"] for e in self.rights):
            mine = {e["path"]: e for e in self.rights if e["user"] == user}
            cells = [cell(mine[p], user in agents, self.words) for p in paths if p in mine]
            rows.append({"user": user, "name": self.names.get(user, ""), "agent": user in agents, "cells": cells})
        return {"folders": paths, "people": rows}


def missing_folder(entry: t.Mapping[str, t.Any]) -> bool:
    """Whether the only trouble is that the folder is not there, which is told by the step that makes it."""
    return bool(entry["problem"]) and " has no folder " in entry["problem"]


def cell(entry: t.Mapping[str, t.Any], agent: bool, words: Words) -> Row:
    """One cell of the access table: {rights, state, text, problem}.  Somebody who is no agent should have no access."""
    rights = entry["rights"]
    if missing_folder(entry):
        state, text = DRIFT, words.tell("no such folder")
    elif entry["problem"]:
        state, text = UNKNOWN, words.tell("not known")
    elif set(rights) >= ENOUGH:
        state, text = (GOOD if agent else DRIFT), words.tell("works here")
    elif rights:
        state, text = DRIFT, words.tell("may {rights}", rights=words.rights(rights))
    else:
        state, text = (DRIFT if agent else GOOD), words.tell("no access")
    return {"rights": rights, "state": state, "text": text, "problem": entry["problem"] or ""}


def steps_in(words: Words) -> t.List[t.Tuple[str, str]]:
    """The seven steps, each by its name and what it means."""
    return [(words.tell(name), words.tell(meaning)) for name, meaning in STEPS]


def language_of(findings: t.Sequence[Finding]) -> str:
    """The language that most of the mailboxes have; English where no other has more."""
    count = Counter(finding.get("language") for finding in findings)
    return max(CATALOGUES, key=lambda one: (count[one], one == ENGLISH))


def undescribed(findings: t.Sequence[Finding]) -> t.List[str]:
    """Addresses that a search has found and no host has."""
    found = [a for f in findings for a in f.get("shared_in_domain") or []]
    described = [a for f in findings for a in [f.get("address") or "", *(f.get("described") or [])]]
    # as the search shows them, or as somebody has written them
    one_form = [{ascii_address(a.strip()).lower() for a in addresses} for addresses in (found, described)]
    return sorted(one_form[0] - one_form[1])


def lines_of(report: Row, words: Words) -> t.List[str]:
    """What the playbook shows of a report."""
    counts = [words.tell("{number} in order", number=report["in_order"])]
    counts += [words.tell("{number} differ", number=report["drifted"])]
    if report["unreachable"]:
        counts += [words.tell("{number} with somebody who is not reachable now", number=report["unreachable"])]
    counts += [words.tell("{number} not known", number=report["unknown"])]
    return [
        words.tell("{mailboxes} checked: {counts}", mailboxes=report["mailboxes"], counts=", ".join(counts)),
        *(f"{one['mailbox']}: {one['text']}" for one in [*report["drifts"], *report["unreachables"]]),
        *(
            words.tell("{mailbox}: beside the team, {text}", mailbox=one["mailbox"], text=one["text"])
            for one in report["extra_access"]
        ),
        *(
            words.tell("{address} is shared with a list too, but no host describes it", address=address)
            for address in report["undescribed"]
        ),
        *(f"{one['mailbox']}: {one['reason']}" for one in report["unknowns"]),
    ]


def drift(findings: t.Sequence[Finding], generated: str = "", language: str = "") -> Row:
    """The report of all mailboxes; see the documentation above for the shapes."""
    words = Words(language or language_of(findings))
    details = [Report(f, words).details() for f in findings]
    states = [d["state"] for d in details]
    report: Row = {
        "generated": generated,
        "language": words.language,
        "mailboxes": len(details),
        "in_order": states.count(GOOD),
        "drifted": states.count(DRIFT),
        "unreachable": states.count(UNREACHABLE),
        "unknown": states.count(UNKNOWN),
        "drifts": [drift for d in details for drift in d["drifts"]],
        "unreachables": [one for d in details for one in d["unreachable"]],
        "extra_access": [one for d in details for one in d["extra_access"]],
        "undescribed": undescribed(findings),
        "unknowns": [
            {"host": d["host"], "mailbox": d["mailbox"], "reason": d["reason"]}
            for d in details
            if d["state"] == UNKNOWN
        ],
        "details": details,
    }
    report["lines"] = lines_of(report, words)
    return report


class FilterModule:
    """Registers the filter."""

    def filters(self) -> t.Dict[str, t.Callable[..., t.Any]]:
        return {"drift": drift}
