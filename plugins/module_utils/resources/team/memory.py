# Copyright (c) 2026, the teammail.zimbra contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What the role shared_mailbox remembers about a mailbox: whom it gave what, so that it can take it back.

It is one property of the mailbox's account (zimbra-soap-admin.md 8.1), which has room for some 1,100 people: the list, what
personas and mountpoints were called, and each agent's folder by the ids of account and folder, which no renaming changes.
Earlier versions kept names of folders in the administrator's notes; those are read, too.
"""

from __future__ import annotations

import json
import re
import typing as t

from ...soap import ACCOUNT

if t.TYPE_CHECKING:
    from lxml import etree

PROPERTIES, NOTES = "zimbraZimletUserProperties", "zimbraNotes"
ZIMLET, NAME = "teammail.zimbra", "shared_mailbox"
START = f"{ZIMLET}:{NAME}:"
# What earlier versions wrote behind an administrator's notes: [teammail.zimbra {"8d4f4b1e":"Team Nord"}]
MARK = re.compile(r"\s*\[teammail\.zimbra (?=\{)")
OLD_DIGITS = 8


class Memory(t.NamedTuple):
    """known: whether there is any.  agents: account id -> number of the folder, 0 where there was none yet; left: the same of people
    whose access is taken and whose folder still holds mail; personas: names, the mailbox's own first; old: first digits of an
    account's id -> name of the folder, as an earlier version kept it.
    """

    known: bool = False
    list_id: str = ""
    inbox_name: str = ""
    sent_name: str = ""
    personas: t.Tuple[str, ...] = ()
    agents: t.Mapping[str, int] = {}
    left: t.Mapping[str, int] = {}
    old: t.Mapping[str, str] = {}

    def folder_of(self, ident: str) -> int:
        """The number of somebody's folder; 0 where none is known."""
        return self.agents.get(ident) or self.left.get(ident) or 0

    def old_folder_of(self, ident: str) -> t.Optional[str]:
        return self.old.get(ident[:OLD_DIGITS]) if ident else None


def memory_of(values: t.Mapping[str, t.Sequence[str]]) -> Memory:
    """From the account's attributes.  What cannot be read counts as nothing remembered."""
    old = split_notes((values.get(NOTES) or [""])[0])[1]
    for value in values.get(PROPERTIES) or []:
        if not value.startswith(START):
            continue
        try:
            found = json.loads(value[len(START) :] or "null")
        except ValueError:
            found = None
        if isinstance(found, dict) and found:
            return Memory(
                True,
                _text(found.get("list")),
                _text(found.get("inbox_name")),
                _text(found.get("sent_name")),
                tuple(_text(name) for name in found.get("personas") or [] if isinstance(name, str)),
                _numbers(found.get("agents")),
                _numbers(found.get("left")),
                old,
            )
    return Memory(old=old)


def _text(value: t.Any) -> str:
    return value if isinstance(value, str) else ""


def _numbers(value: t.Any) -> t.Dict[str, int]:
    return {str(k): v for k, v in value.items() if isinstance(v, int)} if isinstance(value, dict) else {}


def split_notes(notes: t.Optional[str]) -> t.Tuple[str, t.Dict[str, str]]:
    """An account's notes without what an earlier version remembered in them, and that."""
    text = notes or ""
    mark = MARK.search(text)
    if not mark:
        return text, {}
    try:
        remembered, end = json.JSONDecoder().raw_decode(text, mark.end())
    except ValueError:
        return text, {}
    rest = text[end:]
    return (text[: mark.start()] + (rest[1:] if rest.startswith("]") else rest)).rstrip(), {
        str(k): str(v) for k, v in remembered.items()
    }


def text_of(memory: Memory) -> str:
    """As it is stored."""
    values = {
        "list": memory.list_id,
        "inbox_name": memory.inbox_name,
        "sent_name": memory.sent_name,
        "personas": list(memory.personas),
        "agents": dict(sorted(memory.agents.items())),
        "left": dict(sorted(memory.left.items())),
    }
    return json.dumps({k: v for k, v in values.items() if v}, ensure_ascii=False, separators=(",", ":"))


def write_request(memory: Memory) -> etree._Element:
    """ModifyProperties, inside the mailbox."""
    return ACCOUNT("ModifyPropertiesRequest", ACCOUNT("prop", text_of(memory), zimlet=ZIMLET, name=NAME))
