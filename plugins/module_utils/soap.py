# Copyright (c) 2026, the teammail.zimbra contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Zimbra's SOAP 1.2: elements, faults, batches and retries.

Knows XML and nothing of accounts or folders.  Facts about the wire are from
docs/zimbra/zimbra-soap-admin.md section 1, the retry rules from zimbra-soap-mail.md section 11.
"""

from __future__ import annotations

import random
import re
import time
import traceback
import typing as t

from .errors import Fault, HiddenError, InputError, TransportError
from .idn import normalise, spoilt_account
from .list_batches import batchable, discard_misattributed
from .missing_rights import hidden_right
from .transport import Transport
from .values import NOT_IN_XML

LXML_ERR: t.Optional[str] = None
try:
    from lxml import etree
except ImportError:
    LXML_ERR = traceback.format_exc()

SOAP = "http://www.w3.org/2003/05/soap-envelope"
ZIMBRA = "urn:zimbra"
USER_AGENT = "teammail.zimbra"


# Sub-requests in one BatchRequest: the server has no count limit, only zimbraSoapRequestMaxSize (15 MB).
SLICE = 200
# Seconds between tries: grows from the first value, never above the second.
FIRST_PAUSE, LONGEST_PAUSE = 0.25, 8.0

# The server says of these that it did nothing, so any request may be sent again.
REFUSED_UNDONE = {
    "service.TEMPORARILY_UNAVAILABLE",
    "service.ALREADY_IN_PROGRESS",
    "mail.MAINTENANCE",
    "mail.TRY_AGAIN",
    "mail.SENDING_MESSAGE_IN_PENDING_STATE_TRY_AGAIN",
}
# With these it is unknown how far a write came: only reads are sent again.
RETRY_READS = {"service.PROXY_ERROR", "service.RESOURCE_UNREACHABLE", "service.INTERRUPTED"}
AUTH_CODES = {"service.AUTH_EXPIRED", "service.AUTH_REQUIRED"}
READ = re.compile(r"^(Get|Search|Check|Discover|NoOp|Ping|DelegateAuth)")


def is_read(request: etree._Element) -> bool:
    """Whether a request changes nothing."""
    return bool(READ.match(name_of(request)))


def as_default(uri: str) -> t.Any:
    """The namespace map that makes one the default, so that no prefix is written."""
    return {None: uri}


class Namespace:
    """Makes elements: ``ADMIN("GetAccountRequest", ADMIN("account", "a@example.com", by="name"), applyCos=False)``.

    A child is an element or a text; an attribute that is None is left out, a boolean becomes 1 or 0.
    Values only ever enter as text nodes and attributes, so nothing needs escaping.
    """

    def __init__(self, uri: str) -> None:
        self.uri = uri

    def __call__(self, tag: str, *children: t.Any, **attributes: t.Any) -> etree._Element:
        element = etree.Element(f"{{{self.uri}}}{tag}", nsmap=as_default(self.uri))
        for name, value in attributes.items():
            if value is not None:
                element.set(name, self._text(int(value) if isinstance(value, bool) else value))
        for child in children:
            if isinstance(child, etree._Element):
                element.append(child)
            elif child is not None:
                element.text = (element.text or "") + self._text(child)
        return element

    @staticmethod
    def _text(value: t.Any) -> str:
        text = str(value)
        if NOT_IN_XML.search(text):
            raise InputError(f"the value {text!r} has a control character, which XML cannot carry; remove it")
        return text


ADMIN = Namespace("urn:zimbraAdmin")
ACCOUNT = Namespace("urn:zimbraAccount")
MAIL = Namespace("urn:zimbraMail")


def name_of(element: etree._Element) -> str:
    """The local name of an element."""
    return etree.QName(element).localname


def child(element: etree._Element, name: str) -> t.Optional[etree._Element]:
    """The first child of that local name, whatever its namespace."""
    return element.find("{*}" + name)


def children(element: etree._Element, name: str) -> t.List[etree._Element]:
    """All children of that local name, whatever their namespace."""
    return element.findall("{*}" + name)


def text_of(element: etree._Element, name: str) -> str:
    """The text of a child, empty where there is none."""
    found = child(element, name)
    return "" if found is None else found.text or ""


class Caller(t.NamedTuple):
    """In whose name a request goes: token, and the <account> element's (by, value) where it is for another mailbox.

    change: the <change> element's (token, type), by which the server leaves alone what was changed later (zimbra-soap-mail.md 10).
    """

    token: str = ""
    account: t.Optional[t.Tuple[str, str]] = None
    change: t.Optional[t.Tuple[int, str]] = None


# In nobody's name, as for a login.
NOBODY = Caller()

Answer = t.Union["etree._Element", Fault]


def answer_or_raise(answer: t.Optional[Answer], about: str = "") -> etree._Element:
    """The element of an answer; raises its Fault, which will name ``about``, and TransportError where the request was not carried out."""
    if isinstance(answer, Fault):
        answer.about = about or answer.about
        raise answer
    if answer is None:
        raise TransportError(
            f"{about and about + ': '}the request was not carried out, since one before it in the batch failed"
        )
    return answer


def change_token(answer: etree._Element) -> int:
    """The mailbox's change counter after the request, from the context of the answer; 0, which is before all, where the answer has none."""
    change = answer.getroottree().getroot().find("{*}Header/{*}context/{*}change")
    token = "" if change is None else change.get("token", "")
    return int(token) if token.isdigit() else 0


class Client:
    """Requests and answers of one service URL.

    Raises TransportError for everything below SOAP and Fault for what the server refuses.  Safe to use from several threads.
    """

    def __init__(self, transport: Transport, retries: int = 3) -> None:
        self.transport = transport
        self.retries = retries
        # ids of accounts whose addresses the server has in the wrong form in its cache, since it was asked for them
        self.spoilt: t.Set[str] = set()

    @property
    def url(self) -> str:
        return self.transport.url

    def close(self) -> None:
        self.transport.close()

    def call(self, request: etree._Element, caller: Caller = NOBODY, about: str = "") -> etree._Element:
        """The answer to one request; raises its Fault, which will name ``about``."""
        return answer_or_raise(self.batch([request], caller)[0], about)

    def batch(
        self, requests_: t.Sequence[etree._Element], caller: Caller = NOBODY, stop: bool = False
    ) -> t.List[t.Optional[Answer]]:
        """One answer or Fault per request, in their order, by as few HTTP requests as possible.

        With ``stop`` nothing after the first fault is carried out, and has None for an answer.
        What the server refused for the moment is sent again, and of the rest only what cannot do harm twice.
        """
        answers: t.List[t.Optional[Answer]] = [None] * len(requests_)
        left = list(range(len(requests_)))
        tries = 0
        while left:
            chosen = [requests_[i] for i in left[:SLICE]]
            chosen = chosen[: batchable(chosen, stop)]
            now, later = left[: len(chosen)], left[len(chosen) :]
            try:
                got = self._exchange(chosen, caller, stop)
            except TransportError as err:
                harmless = all(map(is_read, chosen))
                # Who did not answer in that time is not asked again: every mailbox that waits for a server that hangs would wait as often.
                if tries >= self.retries or err.timed_out or (err.uncertain and not harmless):
                    raise
                tries += 1
                self._pause(tries)
                continue
            doubtful = [] if stop else discard_misattributed(chosen, got)
            again = []
            for index, answer in zip(now, got):
                answers[index] = answer
                if isinstance(answer, Fault) and tries < self.retries and self._may_repeat(answer, requests_[index]):
                    again.append(index)
            halted = stop and any(isinstance(a, Fault) for a in got)
            if again:
                tries += 1
                self._pause(tries)
            # Of what may be about another list the first is certain in the next round, so this comes to an end.
            again = sorted({*again, *(now[n] for n in doubtful)})
            if again:
                left = [i for i in now if i >= again[0]] + later if stop else again + later
                continue
            left = [] if halted else later
        for request, answer in zip(requests_, answers):
            if answer is not None and not isinstance(answer, Fault):
                self.spoilt.update(filter(None, [spoilt_account(request, answer)]))
        return answers

    @staticmethod
    def _may_repeat(fault: Fault, request: etree._Element) -> bool:
        if fault.code in REFUSED_UNDONE or (fault.code == "service.FAILURE" and "LockFailedException" in fault.text):
            return True
        # the server that was asked has waited for another one already (zimbra-soap-admin.md 1.11)
        waited = fault.code == "service.PROXY_ERROR" and "timed out" in fault.text
        return is_read(request) and fault.code in RETRY_READS and not waited

    @staticmethod
    def _pause(tries: int) -> None:
        # Jitter keeps the forks of one play from knocking in step.
        time.sleep(min(LONGEST_PAUSE, FIRST_PAUSE * 2 ** (tries - 1)) * random.uniform(0.5, 1.0))  # noqa: S311

    def _exchange(
        self, requests_: t.Sequence[etree._Element], caller: Caller, stop: bool
    ) -> t.List[t.Optional[Answer]]:
        if len(requests_) == 1:
            return [self._post(requests_[0], caller)]
        batch = etree.Element(f"{{{ZIMBRA}}}BatchRequest", nsmap=as_default(ZIMBRA))
        if stop:
            batch.set("onerror", "stop")
        for number, request in enumerate(requests_):
            request.set("requestId", str(number))
            batch.append(request)
        answer = self._post(batch, caller)
        if isinstance(answer, Fault):
            return [answer] * len(requests_)
        by_number = {int(k.get("requestId", -1)): fault_of(k) or k for k in answer if isinstance(k.tag, str)}
        missing = [n for n in range(len(requests_)) if n not in by_number]
        halted = stop and any(isinstance(a, Fault) for a in by_number.values())
        if missing and not halted:
            raise TransportError(
                f"{self.url} left {len(missing)} of {len(requests_)} requests of a batch unanswered", True
            )
        return [by_number.get(n) for n in range(len(requests_))]

    def _post(self, body: etree._Element, caller: Caller) -> Answer:
        status, content = self.transport.post(envelope(body, caller))
        return parse_answer(content, status, self.url)


def envelope(body: etree._Element, caller: Caller) -> bytes:
    """The bytes of one SOAP 1.2 request."""
    root = etree.Element(f"{{{SOAP}}}Envelope", nsmap={"soap": SOAP})
    header = etree.SubElement(root, f"{{{SOAP}}}Header")
    context = etree.SubElement(header, f"{{{ZIMBRA}}}context", nsmap=as_default(ZIMBRA))
    if caller.token:
        etree.SubElement(context, f"{{{ZIMBRA}}}authToken").text = caller.token
    if caller.account:
        account = etree.SubElement(context, f"{{{ZIMBRA}}}account", by=caller.account[0])
        account.text = caller.account[1]
    if caller.change:
        etree.SubElement(context, f"{{{ZIMBRA}}}change", token=str(caller.change[0]), type=caller.change[1])
    etree.SubElement(context, f"{{{ZIMBRA}}}nosession")
    etree.SubElement(context, f"{{{ZIMBRA}}}userAgent", name=USER_AGENT)
    etree.SubElement(root, f"{{{SOAP}}}Body").append(body)
    return etree.tostring(root, encoding="utf-8")


def document(content: bytes) -> etree._Element:
    """The root of a text.  The server's XML is not trusted: no entities, no network, no huge trees."""
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True, remove_pis=True
    )
    return etree.fromstring(content, parser)


def parse_answer(content: bytes, status: int, url: str) -> Answer:
    """The first child of the Body, or the Fault it is."""
    try:
        root = document(content)
        if t.cast("t.Any", root.getroottree().docinfo).doctype:
            raise TransportError(
                f"{url} answers with a document type declaration, which SOAP forbids; nothing of it was used", True
            )
        body = child(root, "Body")
        if body is None:
            raise ValueError(f"a document <{name_of(root)}>")
        first = body[0]
    except (etree.XMLSyntaxError, IndexError, ValueError) as err:
        raise TransportError(
            "%s answers HTTP %d without SOAP (%s); url must be the admin service, https://HOST:7071/service/admin/soap"
            % (url, status, str(err) or "an empty body"),
            uncertain=status == 200,
        ) from err
    normalise(content, first)
    return fault_of(first) or first


def fault_of(element: etree._Element) -> t.Optional[Fault]:
    """The Fault that an element is, or None."""
    if name_of(element) != "Fault":
        return None
    error = element.find(f".//{{{ZIMBRA}}}Error")
    receiver = "Receiver" in (element.findtext(f"{{{SOAP}}}Code/{{{SOAP}}}Value") or "")
    text = element.findtext(f"{{{SOAP}}}Reason/{{{SOAP}}}Text") or "no reason given"
    if error is None:
        return Fault("soap.FAULT", text, receiver)
    arguments = {a.get("n", ""): a.text or "" for a in children(error, "a")}
    return Fault(text_of(error, "Code") or "soap.FAULT", text, receiver, arguments)


def hidden(element: etree._Element) -> t.List[str]:
    """Names of the attributes that are there, but whose values the administrator may not read (zimbra-soap-admin.md 9.1)."""
    return sorted({a.get("n", "") for a in children(element, "a") if a.get("pd") in ("1", "true")})


def attributes(element: etree._Element, key: str = "n", partly: bool = False) -> t.Dict[str, t.List[str]]:
    """The <a> children as name -> values; ``key`` is "name" for identities (zimbra-soap-admin.md 7).

    Raises HiddenError where values are hidden, so that they do not count as empty; partly: the caller can do without them.
    """
    found: t.Dict[str, t.List[str]] = {}
    unread = hidden(element)
    if unread and not partly:
        name = element.get("name", "")
        raise HiddenError(
            f"{name}: the server hides the values of {', '.join(unread)} ({hidden_right(name_of(element), name).remedy()})"
        )
    for a in children(element, "a"):
        if key == "n" and a.get("n", "") in unread:
            continue
        found.setdefault(a.get(key, ""), []).append(a.text or "")
    return found
