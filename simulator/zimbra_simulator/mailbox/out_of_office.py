# Copyright (c) 2026, the teammail.zimbra contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The out-of-office answer, as far as the preferences say (zimbra-soap-mail.md 8.4)."""

from __future__ import annotations

import datetime
import re

from zimbra_simulator.directory.entry import Account
from zimbra_simulator.directory.world import World
from zimbra_simulator.mailbox import compose, mime
from zimbra_simulator.mailbox.sharing import duration_ms

_ROBOTS = re.compile(r"^(owner-.*|.*-(request|owner)|mailer-daemon|postmaster|listserv|majordomo)@", re.IGNORECASE)


def _moment(text: str | None) -> float | None:
    """A GeneralizedTime as seconds since the epoch."""
    match = re.match(r"(\d{14})(?:\.\d+)?Z?$", text or "")
    if not match:
        return None
    parsed = datetime.datetime.strptime(match.group(1), "%Y%m%d%H%M%S")
    return parsed.replace(tzinfo=datetime.UTC).timestamp()


def _active(world: World, account: Account) -> bool:
    if account.get("zimbraPrefOutOfOfficeReplyEnabled") != "TRUE":
        return False
    now = world.now_ms() / 1000
    start = _moment(account.get("zimbraPrefOutOfOfficeFromDate"))
    end = _moment(account.get("zimbraPrefOutOfOfficeUntilDate"))
    return (start is None or now >= start) and (end is None or now <= end)


def _automatic(sender: str, parsed: mime.Parsed) -> bool:
    if not sender or _ROBOTS.match(sender):
        return True
    if parsed.header("precedence").lower() in ("bulk", "junk", "list"):
        return True
    return parsed.header("auto-submitted").lower() not in ("", "no")


def _addressed(account: Account, parsed: mime.Parsed) -> bool:
    mine = {a.lower() for a in [*account.addresses, *account.all("zimbraPrefOutOfOfficeDirectAddress")]}
    return any(a.address.lower() in mine for a in parsed.addresses("tc"))


def answer_for(
    world: World, account: Account, sender: str, parsed: mime.Parsed, answered: dict[str, int]
) -> bytes | None:
    """The answer to send, noted in ``answered``; None when there is none to give."""
    if not _active(world, account) or _automatic(sender, parsed) or not _addressed(account, parsed):
        return None
    cache = duration_ms(account.get("zimbraPrefOutOfOfficeCacheDuration") or "7d")
    now = world.now_ms()
    if sender.lower() in answered and now - answered[sender.lower()] < cache:
        return None
    external = world.domain(sender.rpartition("@")[2].lower()) is None
    if external and account.get("zimbraPrefOutOfOfficeSuppressExternalReply") == "TRUE":
        return None
    text = account.get("zimbraPrefOutOfOfficeReply") or ""
    if external and account.get("zimbraPrefOutOfOfficeExternalReplyEnabled") == "TRUE":
        text = account.get("zimbraPrefOutOfOfficeExternalReply") or text
    answered[sender.lower()] = now
    draft = compose.Draft()
    draft.from_ = mime.Address("f", account.name, account.get("displayName"))
    draft.recipients = [mime.Address("t", sender, None)]
    draft.lines = [
        ("Subject", compose.encode_word("Re: " + parsed.subject)),
        ("In-Reply-To", parsed.message_id),
        ("Auto-Submitted", "auto-replied (zimbra; vacation)"),
        ("Precedence", "bulk"),
    ]
    draft.body = compose.text_part(text, "text/plain")
    return draft.render(now, account.domain_name, bcc=False)
