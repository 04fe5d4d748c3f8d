# Copyright (c) 2026, the teammail.zimbra contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""How preferences are read and shown, out of office among them (zimbra-soap-admin.md 7, zimbra-soap-mail.md 8.4)."""

from __future__ import annotations

import typing as t

from ...engine import State
from ...soap import ACCOUNT, children, text_of
from ...times import show_generalized_time
from ..common.directory import account_request
from ..common.mailbox import own_values

if t.TYPE_CHECKING:
    from lxml import etree

PREFIX = "zimbraPrefOutOfOffice"
ENABLED, TEXT, EXTERNAL_TEXT = PREFIX + "ReplyEnabled", PREFIX + "Reply", PREFIX + "ExternalReply"
DATES = {"from": PREFIX + "FromDate", "until": PREFIX + "UntilDate"}
DIFFERENT, SUPPRESS = PREFIX + "ExternalReplyEnabled", PREFIX + "SuppressExternalReply"
# external -> the flags that make it
EXTERNAL = {
    "same": {DIFFERENT: "FALSE", SUPPRESS: "FALSE"},
    "different": {DIFFERENT: "TRUE", SUPPRESS: "FALSE"},
    "none": {SUPPRESS: "TRUE"},
}
OUT_OF_OFFICE = [ENABLED, TEXT, EXTERNAL_TEXT, DIFFERENT, SUPPRESS, *DATES.values()]

Values = t.Dict[str, t.List[str]]


class CurrentPreferences(t.NamedTuple):
    """The values in effect, those of the class of service among them; of preferences to be cleared the account's own."""

    account: str
    missing: bool
    values: Values


def show_out_of_office(values: t.Mapping[str, t.Sequence[str]]) -> State:
    """The preferences of out_of_office by the names of its options."""

    def one(name: str) -> t.Optional[str]:
        return next(iter(values.get(name, ())), None)

    external = "none" if one(SUPPRESS) == "TRUE" else "different" if one(DIFFERENT) == "TRUE" else "same"
    return {
        "enabled": one(ENABLED) == "TRUE",
        "text": one(TEXT),
        "from": show_generalized_time(one(DATES["from"])),
        "until": show_generalized_time(one(DATES["until"])),
        "external": external,
        "external_text": one(EXTERNAL_TEXT),
    }


def form(values: t.Sequence[str]) -> t.Any:
    """A value as people write it: none, one, or a list."""
    return None if not values else values[0] if len(values) == 1 else sorted(values)


def requests(account: str, names: t.Iterable[str], cleared: t.Sequence[str] = ()) -> t.List[etree._Element]:
    """The batch that reads one account; no names, all preferences."""
    batch = [
        ACCOUNT("GetInfoRequest", sections="mbox"),
        ACCOUNT("GetPrefsRequest", *[ACCOUNT("pref", name=n) for n in names]),
    ]
    return batch + ([account_request(account, ",".join(cleared))] if cleared else [])


def present_of(
    account: str, answers: t.Optional[t.List[etree._Element]], cleared: t.Sequence[str] = ()
) -> CurrentPreferences:
    if answers is None:
        return CurrentPreferences(account, True, {})
    values: Values = {}
    for pref in children(answers[1], "pref"):
        if pref.text:
            values.setdefault(pref.get("name", ""), []).append(pref.text)
    if cleared:
        # what the class of service gives cannot be cleared
        values.update(own_values(answers[2], cleared))
    return CurrentPreferences(text_of(answers[0], "name"), False, values)
