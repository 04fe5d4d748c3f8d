# Copyright (c) 2026, the teammail.zimbra contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What the server was asked once, so that the further tasks of a run need not ask it again.

A reading only ever says that there is nothing to do: a module that finds something to change forgets it and reads for itself before it
plans and writes (engine.reconcile).
"""

from __future__ import annotations

import base64
import hashlib
import json
import threading
import time
import typing as t
import zlib

from .errors import Fault, InputError
from .soap import children, document, name_of

if t.TYPE_CHECKING:
    from .soap import Answer

try:
    from lxml import etree
except ImportError:
    pass  # reported by soap.LXML_ERR

# Seconds after which nothing of a reading is used; as long as Zimbra's own servers remember accounts (zimbra-soap-admin.md 1.11).
MAX_AGE = 900
# Seconds that two clocks may differ.
SKEW = 60
KEPT = frozenset(
    name + "Request"
    for name in (
        "GetAccount GetDistributionList GetEffectiveFolderPerms GetFilterRules GetFolder GetIdentities GetInfo GetOutgoingFilterRules GetRights".split()
    )
)
# Only these faults are an answer: that there is no such thing.  Everything else is asked again.
ABSENCES = {
    "GetAccountRequest": "account.NO_SUCH_ACCOUNT",
    "GetDistributionListRequest": "account.NO_SUCH_DISTRIBUTION_LIST",
}
NAMED = {"GetAccountRequest": "account", "GetDistributionListRequest": "dl"}


def origin(url: str, token: str) -> str:
    """What server and caller a reading is of."""
    return hashlib.sha256((f"{url}\0{token}").encode("utf-8")).hexdigest()[:32]


class Reading:
    """Answers by request and by the account in whose name, and in whose mailbox, it was sent.

    entries: (user, mailbox, account or list asked for, request, answer), each account as it was named; ids: the id of everything that was
    asked for by an address.  Safe to use from several threads.
    """

    def __init__(
        self,
        of: str,
        started: t.Optional[float] = None,
        entries: t.Iterable[t.Sequence[t.Any]] = (),
        ids: t.Optional[t.Dict[str, str]] = None,
    ) -> None:
        self.of = of
        self.started = time.time() if started is None else started
        self._entries = list(entries)
        self._ids = ids or {}
        self._index: t.Optional[t.Dict[t.Tuple[str, ...], t.Any]] = None
        self._using = threading.Lock()

    def find(self, user: str, mailbox: str, request: etree._Element) -> t.Optional[Answer]:
        """The answer to a request, if it is known.  user, mailbox: "" for the administrator, and for none."""
        if name_of(request) not in KEPT:
            return None
        with self._using:
            if self._index is None:
                # not before all ids are known by which somebody may be named
                self._index = {self._key(*entry[:-1]): entry[-1] for entry in self._entries}
            known = self._index.get(self._key(user, mailbox, *_asked(request)))
        if known is None:
            return None
        return Fault(known[0], known[1]) if isinstance(known, list) else document(known.encode("utf-8"))

    def keep(
        self, user: str, mailbox: str, requests: t.Sequence[etree._Element], answers: t.Sequence[t.Optional[Answer]]
    ) -> None:
        """Remember what can be remembered of a batch."""
        with self._using:
            self._index = None
            for request, answer in zip(requests, answers):
                if answer is None or name_of(request) not in KEPT:
                    continue
                if isinstance(answer, Fault):
                    if answer.code == ABSENCES.get(name_of(request)):
                        self._entries.append((user, mailbox, *_asked(request), [answer.code, answer.text]))
                    continue
                self._learn(request, answer)
                if _is_whole(request, answer):
                    text = etree.tostring(answer, encoding="unicode", with_tail=False)
                    self._entries.append((user, mailbox, *_asked(request), text))

    def _learn(self, request: etree._Element, answer: etree._Element) -> None:
        part = NAMED.get(name_of(request), "")
        for found in children(answer, part) if part else ():
            for named in (children(request, part)[0].text, found.get("name")):
                self._ids[(named or "").lower()] = found.get("id", "")

    def _key(self, user: str, mailbox: str, about: str, what: str) -> t.Tuple[str, ...]:
        if about:
            # who administers the directory is answered the same wherever the request is sent
            mailbox = ""
        return (*(self._ids.get(name.lower(), name.lower()) for name in (user, mailbox, about)), what)

    def pack(self) -> str:
        """As one text, which Ansible can carry from task to task."""
        whole = {"of": self.of, "started": self.started, "entries": self._entries, "ids": self._ids}
        return base64.b64encode(zlib.compress(json.dumps(whole).encode("utf-8"))).decode("ascii")


def _asked(request: etree._Element) -> t.Tuple[str, str]:
    """The account or list that is asked for, and what is.  The whole of one is kept, which answers a request for a part, too."""
    name = name_of(request)
    part = NAMED.get(name)
    if part is not None:
        more = request.get("offset") if part == "dl" else request.get("applyCos") != "0" and request.get("attrs")
        return children(request, part)[0].text or "", f"{name} {more or '0'}"
    return "", repr(_plain(request))


def _plain(element: etree._Element) -> t.List[t.Any]:
    """Equal for requests that ask the same, whether they stand in a batch or not."""
    attributes = sorted((k, v) for k, v in element.attrib.items() if k != "requestId")
    return [element.tag, attributes, element.text or "", [_plain(inner) for inner in element]]


def _is_whole(request: etree._Element, answer: etree._Element) -> bool:
    """Whether an answer stands for all that can be asked about the same thing; values that are hidden are asked for one by one."""
    name = name_of(request)
    if name == "GetDistributionListRequest" and answer.get("more") in ("1", "true"):
        return False
    if name == "GetAccountRequest" and request.get("applyCos") == "0" and request.get("attrs"):
        return False
    return not any(a.get("pd") in ("1", "true") for a in answer.iter("{*}a"))


def unpack(text: t.Optional[str], of: str) -> t.Optional[Reading]:
    """The reading in a text; None for one that is too old, or of another server or caller.  Raises InputError."""
    if not text:
        return None
    try:
        whole = json.loads(zlib.decompress(base64.b64decode(text)).decode("utf-8"))
        reading = Reading(whole["of"], float(whole["started"]), whole["entries"], whole["ids"])
    except (ValueError, KeyError, TypeError, zlib.error) as err:
        raise InputError(f"reading is no reading of the module team_info ({err}); leave it out") from err
    age = time.time() - reading.started
    return reading if reading.of == of and -SKEW < age < MAX_AGE else None
