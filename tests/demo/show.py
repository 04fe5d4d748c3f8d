# Copyright (c) 2026, the teammail.zimbra contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""How the demonstration looks on a terminal."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from playground.plays import PlayRun

BOLD, DIM, RED, GREEN, YELLOW, CYAN, END = (
    "\x1b[1m",
    "\x1b[2m",
    "\x1b[31m",
    "\x1b[32m",
    "\x1b[33m",
    "\x1b[36m",
    "\x1b[0m",
)
SHOWN_KINDS = {"message", None}


class Screen:
    """Prints, and remembers what did not come out as it should."""

    def __init__(self, plain: bool) -> None:
        self.plain = plain
        self.good = 0
        self.bad: list[str] = []

    def _colour(self, colour: str, text: str) -> str:
        return text if self.plain else f"{colour}{text}{END}"

    def text(self, text: str) -> None:
        print(text, flush=True)

    def act(self, title: str, how: str) -> None:
        self.text("")
        self.text(self._colour(BOLD, title))
        self.text(self._colour(DIM, f"   {how}"))

    def expect(self, so: bool, words: str) -> None:
        if so:
            self.good += 1
            self.text(f"  {self._colour(GREEN, 'ok')}   {words}")
        else:
            self.bad.append(words)
            self.text(f"  {self._colour(RED, 'NOT')}  {words}")

    def changes(self, host: str, changes: Sequence[Mapping[str, Any]]) -> None:
        """What a run changed, a line each."""
        for change in changes:
            if change["key"] == "state":
                what = "appears" if change["after"] == "present" else "vanishes"
            else:
                what = f"{change['key']}: {brief(change['before'])} -> {brief(change['after'])}"
            self.text(f"  {self._colour(YELLOW, host):8} {change['step']:12} {change['object']}  {what}")

    def recap(self, run: PlayRun) -> None:
        for host, counters in sorted(run.recap.items()):
            self.text(
                f"  {self._colour(CYAN, host):8} "
                + "  ".join(f"{k}={counters[k]}" for k in ("ok", "changed", "failed"))
            )

    def diff(self, output: str) -> None:
        """The unified diffs that --diff printed, without the tasks around them."""
        for line in re.sub(r"\x1b\[[0-9;]*m", "", output).splitlines():
            if re.match(r"^(---|\+\+\+) (before|after): ", line):
                self.text("  " + self._colour(BOLD, line))
            elif re.match(r"^[-+@ ]", line):
                self.text("  " + self._colour(RED if line[0] == "-" else GREEN if line[0] == "+" else DIM, line))

    def end(self, seconds: float) -> int:
        self.text("")
        if self.bad:
            self.text(self._colour(RED, f"{len(self.bad)} of {self.good + len(self.bad)} expectations were not met:"))
            for words in self.bad:
                self.text(f"  - {words}")
            return 1
        self.text(self._colour(GREEN, f"All {self.good} expectations were met, in {seconds:.0f} seconds."))
        return 0


def brief(value: Any) -> str:
    """A value in few words."""
    if isinstance(value, Mapping):
        telling = {k: v for k, v in value.items() if k in ("grantee", "owner", "path", "rights")}
        return ", ".join(str(v) for v in telling.values()) or ", ".join(f"{k}={brief(v)}" for k, v in value.items())
    if isinstance(value, Sequence) and not isinstance(value, str):
        return "[" + "; ".join(brief(v) for v in value) + "]"
    return str(value)


def folder_lines(tree: Mapping[str, Any], depth: int = 0) -> Iterator[str]:
    """The mail folders of a tree as a person sees them, with counts."""
    for entry in tree.get("folder", []) + tree.get("link", []):
        if entry.get("view") not in SHOWN_KINDS or entry["name"] in ("Chats", "Junk"):
            continue
        shared = f"   (of {entry['owner']})" if "owner" in entry else ""
        count = f"{entry.get('n', 0)} mails" + (f", {entry['u']} unread" if entry.get("u") else "")
        yield f"  {'   ' * depth}{entry['name']:<{24 - 3 * depth}} {count}{shared}"
        yield from folder_lines(entry, depth + 1)
