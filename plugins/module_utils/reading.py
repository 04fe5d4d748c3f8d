# Copyright (c) 2026, the teammail.zimbra contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What the server was asked once, so that the further tasks of a run, and the further steps of a module, need not ask it again.

An answer ends with the first write that may make it wrong (ended_by), be it of the same module or, by the option written, of an earlier
task.  What an earlier task was answered shows that there is nothing to do, or where something is only added, which the server refuses
if it is there by now; before anything else is written a module reads for itself (engine.reconcile).
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
import threading
import time
import typing as t
import zlib
from copy import deepcopy

from .errors import Fault, InputError
from .soap import ADMIN, change_token, children, document, is_read, name_of, text_of

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
# Seconds by which a time that show_written() tells may be too early.
ROUNDED = 0.001
KEPT = frozenset(
    name + "Request"
    for name in (
        "GetAccount GetDistributionList GetDomain GetEffectiveFolderPerms GetFilterRules GetFolder GetIdentities GetInfo GetOutgoingFilterRules "
        "GetRights".split()
    )
)
# Only these faults are an answer: that there is no such thing.  Everything else is asked again.
ABSENCES = {
    "GetAccountRequest": "account.NO_SUCH_ACCOUNT",
    "GetDistributionListRequest": "account.NO_SUCH_DISTRIBUTION_LIST",
}
NAMED = {"GetAccountRequest": "account", "GetDistributionListRequest": "dl"}
# What a write ends: kinds of answers, and about which account, mailbox or list; ANY stands for all of either.
Topic = t.Tuple[str, str]
ANY = "*"
KINDS = {
    "GetAccount": "account",
    "GetDistributionList": "list",
    "GetEffectiveFolderPerms": "rights",
    "GetFilterRules": "rules",
    "GetFolder": "folders",
    "GetIdentities": "identities",
    # of which only name and id are used
    "GetInfo": "name",
    "GetOutgoingFilterRules": "rules",
    "GetRights": "account",
}
# By what is written; what is not named here ends all of its mailbox.
IN_TREE, SETTINGS = ("folders", "rights"), ("account", "identities")
ENDS = {
    "CreateFolder": IN_TREE,
    "CreateIdentity": ("identities",),
    "CreateMountpoint": IN_TREE,
    "DeleteIdentity": ("identities",),
    "FolderAction": IN_TREE,
    "GrantRights": SETTINGS,
    "ModifyFilterRules": ("rules",),
    # the persona DEFAULT is made of preferences
    "ModifyIdentity": SETTINGS,
    "ModifyOutgoingFilterRules": ("rules",),
    "ModifyPrefs": SETTINGS,
    "ModifyProperties": SETTINGS,
    "MsgAction": IN_TREE,
    "RevokeRights": SETTINGS,
}
NAMING = ("account", "alias", "dl", "id", "name", "newName", "target")
# After these an address may be somebody else's.
RENAMING = ("Rename", "Delete", "RemoveAccountAlias", "RemoveDistributionListAlias")
NAMES = "names"


def origin(url: str, token: str) -> str:
    """What server and caller a reading is of."""
    return hashlib.sha256((f"{url}\0{token}").encode("utf-8")).hexdigest()[:32]


class Reading:
    """Answers by request and by the account in whose name, and in whose mailbox, it was sent.

    entries: (user, mailbox, account or list asked for, request, answer), each account as it was named, the answer as an element, as its text,
    or as code and text of a fault; ids: the id of everything that was asked for by an address.  Safe to use from several threads.  Whoever
    finds an answer leaves it as it is.
    """

    def __init__(
        self,
        of: str = "",
        started: t.Optional[float] = None,
        entries: t.Iterable[t.Sequence[t.Any]] = (),
        ids: t.Optional[t.Dict[str, str]] = None,
    ) -> None:
        self.of = of
        self.started = time.time() if started is None else started
        self.ids = {} if ids is None else ids
        self._entries = [tuple(entry) for entry in entries]
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
            key = next((k for k in self._keys(user, mailbox, request) if k in self._index), None)
            if key is None:
                return None
            known = self._index[key]
            if isinstance(known, str):
                known = self._index[key] = _parsed(known)
        return Fault(known[0], known[1]) if isinstance(known, (list, tuple)) else known

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
                self._learn(mailbox or user, request, answer)
                if not any(a.get("pd") in ("1", "true") for a in answer.iter("{*}a")):
                    # values that are hidden are asked for one by one
                    form = _asked(request) if _is_whole(request, answer) else _exactly(request)
                    self._entries.append((user, mailbox, *form, answer))

    def end(self, topics: t.Iterable[Topic]) -> None:
        """Forget what may be wrong by now."""
        with self._using:
            gone = {(kind, self.id_of(subject)) for kind, subject in topics}
            left = [entry for entry in self._entries if not self._concerns(gone, *entry[:4])]
            for name in [n for n, ident in self.ids.items() if (NAMES, ident) in gone]:
                del self.ids[name]
            self._entries, self._index = left, None

    def is_about(self, topics: t.Iterable[Topic], user: str, mailbox: str, request: etree._Element) -> bool:
        """Whether the answer to a request ends with these topics."""
        return self._concerns({(kind, self.id_of(s)) for kind, s in topics}, user, mailbox, *_asked(request))

    def _concerns(self, topics: t.Set[Topic], user: str, mailbox: str, about: str, what: str) -> bool:
        kind, subject = _kind(what), self.id_of(about or mailbox or user)
        return not topics.isdisjoint({(kind, subject), (kind, ANY), (ANY, subject), (ANY, self.id_of(user))})

    def id_of(self, name: str) -> str:
        """The id of an address, as far as it is known."""
        return self.ids.get(name.lower(), name.lower())

    def _learn(self, place: str, request: etree._Element, answer: etree._Element) -> None:
        if name_of(request) == "GetInfoRequest" and place:
            self.ids[place.lower()] = self.ids[text_of(answer, "name").lower()] = text_of(answer, "id")
        part = NAMED.get(name_of(request), "")
        for found in children(answer, part) if part else ():
            for named in (children(request, part)[0].text, found.get("name")):
                self.ids[(named or "").lower()] = found.get("id", "")

    def _keys(self, user: str, mailbox: str, request: etree._Element) -> t.Iterator[t.Tuple[str, ...]]:
        about, what = _asked(request)
        yield self._key(user, mailbox, about, what)
        if about:
            yield self._key(user, mailbox, *_exactly(request))

    def _key(self, user: str, mailbox: str, about: str, what: str) -> t.Tuple[str, ...]:
        if about:
            # who administers the directory is answered the same wherever the request is sent
            mailbox = ""
        return (*map(self.id_of, (user, mailbox, about)), what)

    def pack(self) -> str:
        """As one text, which Ansible can carry from task to task."""
        texts = [
            (*entry[:-1], _text(entry[-1]) if isinstance(entry[-1], etree._Element) else entry[-1])
            for entry in self._entries
        ]
        whole = {"of": self.of, "started": self.started, "entries": texts, "ids": self.ids}
        return base64.b64encode(zlib.compress(json.dumps(whole).encode("utf-8"))).decode("ascii")


class Readings:
    """All that is known in the run of a module.

    earlier: what an earlier task was answered; own: what this one was, and asks again along with the writes that end it (again);
    relied: whether an earlier answer was used; at_work: whether changes are being made, for which everything is asked anew;
    written: when each topic was written to.
    """

    def __init__(self, earlier: t.Optional[Reading] = None, of: str = "") -> None:
        self.earlier = earlier
        self.own = Reading(of, ids=earlier.ids if earlier is not None else None)
        self.relied = False
        self.at_work = False
        self.written: t.Dict[Topic, float] = {}
        self._asked: t.Dict[t.Tuple[str, ...], t.Tuple[str, str, etree._Element]] = {}
        self._ended: t.Set[t.Tuple[str, ...]] = set()
        self._using = threading.Lock()

    def forget_earlier(self) -> None:
        """From now on only this module's own answers count."""
        self.earlier, self.relied = None, False

    def find(self, user: str, mailbox: str, request: etree._Element) -> t.Optional[Answer]:
        if self.at_work:
            return None
        found = self.own.find(user, mailbox, request)
        if found is None and self.earlier is not None:
            found = self.earlier.find(user, mailbox, request)
            self.relied = self.relied or found is not None
        return found

    def asked(self, user: str, mailbox: str, requests: t.Iterable[etree._Element]) -> None:
        """Note what this module wants to know."""
        with self._using:
            for request in requests:
                if name_of(request) in KEPT:
                    self._asked[_question(user, mailbox, request)] = (user, mailbox, request)

    def keep(
        self, user: str, mailbox: str, requests: t.Sequence[etree._Element], answers: t.Sequence[t.Optional[Answer]]
    ) -> None:
        """Remember answers; where there are nothing but faults, they may be about the mailbox, and say nothing of what was asked in it."""
        if mailbox and all(isinstance(answer, Fault) for answer in answers):
            return
        self.own.keep(user, mailbox, requests, answers)
        with self._using:
            self._ended.difference_update(
                _question(user, mailbox, r) for r, a in zip(requests, answers) if a is not None
            )

    def write(self, user: str, mailbox: str, requests: t.Sequence[etree._Element]) -> None:
        """Forget what these requests may make wrong, before they are sent: their answers may get lost."""
        topics = [topic for request in requests for topic in ended_by(user, mailbox, request)]
        for reading in (self.own, self.earlier):
            if reading is not None:
                reading.end(topics)
        with self._using:
            self._ended.update(
                key for key, (who, where, r) in self._asked.items() if self.own.is_about(topics, who, where, r)
            )
            self.written.update({(kind, self.own.id_of(subject)): time.time() for kind, subject in topics})

    def unanswered(self) -> t.Dict[t.Tuple[str, str], t.List[etree._Element]]:
        """What this module wanted to know and was not told itself, by user and mailbox."""
        found: t.Dict[t.Tuple[str, str], t.List[etree._Element]] = {}
        for user, mailbox, request in list(self._asked.values()):
            if self.own.find(user, mailbox, request) is None:
                found.setdefault((user, mailbox), []).append(deepcopy(request))
        return found

    def again(self, user: str, mailbox: str, requests: t.Sequence[etree._Element]) -> t.List[etree._Element]:
        """What a batch of writes had better ask, too, since it has ended it; the directory may be asked in any mailbox by an administrator.

        One that ends nothing, such as a flushing of caches, takes along what is still unknown.  What another batch has ended meanwhile, side by
        side with this one, is left to that.
        """
        topics = [topic for request in requests for topic in ended_by(user, mailbox, request)]
        # no reading of a list shares a batch with a change of one (list_batches)
        lists = any("DistributionList" in name_of(request) for request in requests)

        def fits(who: str, where: str, request: etree._Element) -> bool:
            if who != user or not (where == mailbox or _asked(request)[0]) or (lists and _kind_of(request) == "list"):
                return False
            return not topics or self.own.is_about(topics, who, where, request)

        with self._using:
            return [deepcopy(self._asked[key][2]) for key in sorted(self._ended) if fits(*self._asked[key])]


def ended_by(user: str, mailbox: str, request: etree._Element) -> t.List[Topic]:
    """What a write may make wrong; of a request that is not known here, all of its mailbox, or of the directory."""
    name, space = name_of(request), request.tag.partition("}")[0][1:]
    if is_read(request) or name == "FlushCacheRequest":
        return []
    if space == ADMIN.uri:
        named = sorted({e.text for part in NAMING for e in children(request, part) if e.text})
        topics = [(ANY, subject) for subject in named] or [("account", ANY), ("list", ANY)]
        if name.startswith(RENAMING):
            topics += [(NAMES, subject) for subject in named]
        # whoever is on a list has the rights that it has
        return topics + ([("rights", ANY)] if "DistributionList" in name or not named else [])
    # an id may name another mailbox (zimbra-soap-mail.md 1.3)
    ids = ",".join(e.get(key, "") for e in request for key in ("id", "l")).split(",")
    places = sorted({mailbox or user, *(i.rpartition(":")[0] for i in ids if ":" in i)} - {""})
    return [(kind, place) for kind in ENDS.get(name[: -len("Request")], (ANY,)) for place in places]


def _text(answer: etree._Element) -> str:
    """An answer, with the change token of its mailbox where the server told one (zimbra-soap-mail.md 10)."""
    text = etree.tostring(answer, encoding="unicode", with_tail=False)
    token = change_token(answer)
    if not token:
        return text
    return f'<Envelope><Header><context><change token="{token}"/></context></Header><Body>{text}</Body></Envelope>'


def _parsed(text: str) -> etree._Element:
    """The same again."""
    whole = document(text.encode("utf-8"))
    return whole[-1][0] if name_of(whole) == "Envelope" else whole


def _asked(request: etree._Element) -> t.Tuple[str, str]:
    """The account or list that is asked for, and what is.  The whole of one is kept, which answers a request for a part, too."""
    name = name_of(request)
    part = NAMED.get(name)
    if part is not None:
        more = request.get("offset") if part == "dl" else request.get("applyCos") != "0" and request.get("attrs")
        return children(request, part)[0].text or "", f"{name} {more or '0'}"
    return "", repr(_plain(request))


def _kind(what: str) -> str:
    """The kind of an answer, by what was asked."""
    found = re.search(r"(\w+)Request", what)
    return KINDS.get(found.group(1), "") if found else ""


def _kind_of(request: etree._Element) -> str:
    return KINDS.get(name_of(request)[: -len("Request")], "")


def _exactly(request: etree._Element) -> t.Tuple[str, str]:
    """The same, for an answer that holds a part only."""
    about, what = _asked(request)
    return about, f"{name_of(request)} {_plain(request)[1]}" if about else what


def _question(user: str, mailbox: str, request: etree._Element) -> t.Tuple[str, ...]:
    about, what = _exactly(request)
    return user, "" if about else mailbox, about, what


def _plain(element: etree._Element) -> t.List[t.Any]:
    """Equal for requests that ask the same, whether they stand in a batch or not."""
    attributes = sorted((k, v) for k, v in element.attrib.items() if k != "requestId")
    return [element.tag, attributes, element.text or "", [_plain(inner) for inner in element]]


def _is_whole(request: etree._Element, answer: etree._Element) -> bool:
    """Whether an answer stands for all that can be asked about the same thing."""
    name = name_of(request)
    if name == "GetDistributionListRequest" and answer.get("more") in ("1", "true"):
        return False
    return not (name == "GetAccountRequest" and request.get("applyCos") == "0" and request.get("attrs"))


def unpack(
    text: t.Optional[str], of: str, written: t.Optional[t.Sequence[t.Mapping[str, float]]] = None
) -> t.Optional[Reading]:
    """The reading in a text; None for one that is too old, or of another server or caller.  Raises InputError.

    written: what was written to meanwhile, and when, as show_written() tells it.
    """
    if not text:
        return None
    try:
        whole = json.loads(zlib.decompress(base64.b64decode(text)).decode("utf-8"))
        reading = Reading(whole["of"], float(whole["started"]), whole["entries"], whole["ids"])
    except (ValueError, KeyError, TypeError, zlib.error) as err:
        raise InputError(f"reading is no reading of the module team_info ({err}); leave it out") from err
    age = time.time() - reading.started
    if reading.of != of or not -SKEW < age < MAX_AGE:
        return None
    try:
        told = [pair for one in written or () for pair in one.items()]
        reading.end(_topic(name) for name, when in told if float(when) > reading.started - ROUNDED)
    except (ValueError, TypeError) as err:
        raise InputError(f"written is {written!r}, which is no result of a module ({err}); leave it out") from err
    return reading


def show_written(written: t.Mapping[Topic, float]) -> t.Dict[str, float]:
    """As results tell it, such as "folders 8d4f4b1e-...": seconds since 1970."""
    return {f"{kind} {subject}": round(when, 3) for (kind, subject), when in sorted(written.items())}


def _topic(text: str) -> Topic:
    kind, blank, subject = str(text).partition(" ")
    if not blank:
        raise ValueError(f"{text!r} names nothing")
    return kind, subject
