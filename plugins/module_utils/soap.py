# Copyright (c) 2026, the teammail.zimbra contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Zimbra's SOAP 1.2: elements, faults, transport, batches and retries.

Knows XML and HTTP and nothing of accounts or folders.  Facts about the wire are from
docs/zimbra/zimbra-soap-admin.md section 1, the retry rules from zimbra-soap-mail.md section 11.
"""

from __future__ import annotations

import random
import re
import threading
import time
import traceback
import typing as t
from http.cookiejar import DefaultCookiePolicy

REQUESTS_ERR: t.Optional[str] = None
try:
    import requests
    import requests.adapters
    import urllib3
except ImportError:
    REQUESTS_ERR = traceback.format_exc()

LXML_ERR: t.Optional[str] = None
try:
    from lxml import etree
except ImportError:
    LXML_ERR = traceback.format_exc()

SOAP = "http://www.w3.org/2003/05/soap-envelope"
ZIMBRA = "urn:zimbra"
USER_AGENT = "teammail.zimbra"

# An answer above this size is refused before it is parsed; the largest honest one is a list of some 10,000 members.
MAX_ANSWER = 64 * 1024 * 1024
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
NOT_IN_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
READ = re.compile(r"^(Get|Search|Check|Discover|NoOp|Ping|DelegateAuth)")

REMEDIES = {
    "service.AUTH_REQUIRED": "log in again (module login) and hand the new token to auth_token",
    "service.AUTH_EXPIRED": "log in again (module login) and hand the new token to auth_token; a changed password ends all tokens",
    "service.PERM_DENIED": "give the administrator the right named in the guide on connection and rights, or use a global administrator",
    "service.UNKNOWN_DOCUMENT": "check that url is the admin service, https://HOST:7071/service/admin/soap",
    "account.NO_SUCH_DOMAIN": "create the domain on the server first, or correct the address",
    "account.NO_SUCH_COS": "name an existing class of service",
    "account.ACCOUNT_INACTIVE": "set the account's status to active: delegation to it works in no other",
    "account.TOO_MANY_IDENTITIES": "remove a persona that is not needed, or raise zimbraIdentityMaxNumEntries (20, the default identity included)",
    "account.INVALID_PASSWORD": "choose a password that meets the policy of the class of service",
    "mail.ALREADY_EXISTS": "rename the object that bears the name; Zimbra ignores case, and MariaDB ignores accents too",
    "mail.INVALID_NAME": "use another name: no / : \" or control characters, at most 255 characters",
    "mail.IMMUTABLE_OBJECT": "system folders can be neither renamed, moved nor deleted",
    "mail.QUOTA_EXCEEDED": "raise the quota or remove mail",
    "ldap.INVALID_ATTR_VALUE": "look for an alias, a list or a dynamic group that already has the address, or correct the value",
}


class ZimbraError(Exception):
    """Base of everything this collection reports to the user: str() is one clear sentence."""


class InputError(ZimbraError):
    """A value that cannot be right; raised before anything is changed."""


class AuthenticationError(ZimbraError):
    """The server does not accept who we say we are."""


class TransportError(ZimbraError):
    """No usable answer came.

    uncertain: the request may have been carried out although its answer was lost.
    """

    def __init__(self, message: str, uncertain: bool = False) -> None:
        super().__init__(message)
        self.uncertain = uncertain


class Fault(ZimbraError):
    """What the server answered instead of a result (zimbra-soap-admin.md 1.4).

    code: such as account.NO_SUCH_ACCOUNT; text: the server's own words; receiver: the server's fault, not the request's;
    arguments: the fault's named values; about: the object that was asked for, where the caller said so.
    """

    def __init__(
        self, code: str, text: str, receiver: bool = False, arguments: t.Optional[t.Dict[str, str]] = None, about: str = ""
    ) -> None:
        super().__init__(code, text)
        self.code = code
        self.text = text
        self.receiver = receiver
        self.arguments = arguments or {}
        self.about = about

    def __str__(self) -> str:
        words = "%s%s: %s" % (self.about + ": " if self.about else "", self.code, self.text)
        remedy = REMEDIES.get(self.code)
        return "%s (%s)" % (words, remedy) if remedy else words


class Namespace:
    """Makes elements: ``ADMIN("GetAccountRequest", ADMIN("account", "a@example.com", by="name"), applyCos=False)``.

    A child is an element or a text; an attribute that is None is left out, a boolean becomes 1 or 0.
    Values only ever enter as text nodes and attributes, so nothing needs escaping.
    """

    def __init__(self, uri: str) -> None:
        self.uri = uri

    def __call__(self, tag: str, *children: t.Any, **attributes: t.Any) -> etree._Element:
        element = etree.Element("{%s}%s" % (self.uri, tag), nsmap={None: self.uri})
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
            raise InputError("the value %r has a control character, which XML cannot carry; remove it" % text)
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
    """In whose name a request goes: token, and the <account> element's (by, value) where it is for another mailbox."""

    token: str = ""
    account: t.Optional[t.Tuple[str, str]] = None


Answer = t.Union["etree._Element", Fault]


class Client:
    """One keep-alive connection pool to one service URL.

    Raises TransportError for everything below SOAP and Fault for what the server refuses.  Safe to use from several threads.
    """

    def __init__(self, url: str, timeout: float = 30, retries: int = 3, verify: t.Union[bool, str] = True, connections: int = 4) -> None:
        self.url = url
        self.timeout = timeout
        self.retries = retries
        self.verify = verify
        self.posts = 0
        self._count = threading.Lock()
        self._http = requests.Session()
        # An old token in a cookie makes even a fresh login fail (zimbra-soap-admin.md 1.5): keep none.
        self._http.cookies.set_policy(DefaultCookiePolicy(allowed_domains=[]))
        # Stops requests from sending the password of a ~/.netrc along.
        self._http.auth = lambda request: request
        adapter = requests.adapters.HTTPAdapter(pool_maxsize=connections)
        self._http.mount("https://", adapter)
        self._http.mount("http://", adapter)
        if verify is False:
            # The user switched the check off by an option; one warning a request would drown everything else.
            urllib3.disable_warnings(urllib3.exceptions.InsecureRequestWarning)

    def close(self) -> None:
        self._http.close()

    def call(self, request: etree._Element, caller: Caller = Caller(), about: str = "") -> etree._Element:
        """The answer to one request; raises its Fault, which will name ``about``."""
        answer = self.batch([request], caller)[0]
        if isinstance(answer, Fault):
            answer.about = about
            raise answer
        assert answer is not None
        return answer

    def batch(self, requests_: t.Sequence[etree._Element], caller: Caller = Caller(), stop: bool = False) -> t.List[t.Optional[Answer]]:
        """One answer or Fault per request, in their order, by as few HTTP requests as possible.

        With ``stop`` nothing after the first fault is carried out, and has None for an answer.
        What the server refused for the moment is sent again, and of the rest only what cannot do harm twice.
        """
        answers: t.List[t.Optional[Answer]] = [None] * len(requests_)
        left = list(range(len(requests_)))
        tries = 0
        while left:
            now, later = left[:SLICE], left[SLICE:]
            chosen = [requests_[i] for i in now]
            try:
                got = self._exchange(chosen, caller, stop)
            except TransportError as err:
                harmless = all(READ.match(name_of(r)) for r in chosen)
                if tries >= self.retries or (err.uncertain and not harmless):
                    raise
                tries += 1
                self._pause(tries)
                continue
            again = []
            for index, answer in zip(now, got):
                answers[index] = answer
                if isinstance(answer, Fault) and tries < self.retries and self._may_repeat(answer, requests_[index]):
                    again.append(index)
            halted = stop and any(isinstance(a, Fault) for a in got)
            if again:
                tries += 1
                self._pause(tries)
                left = [i for i in now if i >= again[0]] + later if stop else again + later
                continue
            left = [] if halted else later
        return answers

    @staticmethod
    def _may_repeat(fault: Fault, request: etree._Element) -> bool:
        if fault.code in REFUSED_UNDONE or (fault.code == "service.FAILURE" and "LockFailedException" in fault.text):
            return True
        return bool(READ.match(name_of(request))) and fault.code in RETRY_READS

    @staticmethod
    def _pause(tries: int) -> None:
        # Jitter keeps the forks of one play from knocking in step.
        time.sleep(min(LONGEST_PAUSE, FIRST_PAUSE * 2 ** (tries - 1)) * random.uniform(0.5, 1.0))

    def _exchange(self, requests_: t.Sequence[etree._Element], caller: Caller, stop: bool) -> t.List[t.Optional[Answer]]:
        if len(requests_) == 1:
            return [self._post(requests_[0], caller)]
        batch = etree.Element("{%s}BatchRequest" % ZIMBRA, nsmap={None: ZIMBRA})
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
            raise TransportError("%s left %d of %d requests of a batch unanswered" % (self.url, len(missing), len(requests_)), True)
        return [by_number.get(n) for n in range(len(requests_))]

    def _post(self, body: etree._Element, caller: Caller) -> Answer:
        with self._count:
            self.posts += 1
        status, content = self._http_post(envelope(body, caller))
        return parse_answer(content, status, self.url)

    def _http_post(self, data: bytes) -> t.Tuple[int, bytes]:
        try:
            response = self._http.post(
                self.url,
                data=data,
                headers={"Content-Type": "application/soap+xml; charset=utf-8"},
                timeout=self.timeout,
                verify=self.verify,
                allow_redirects=False,
                stream=True,
            )
            with response:
                content = self._bounded(response)
        except requests.exceptions.SSLError as err:
            raise CertificateError(self.url, err) from err
        except (requests.exceptions.InvalidURL, requests.exceptions.InvalidSchema, requests.exceptions.MissingSchema, UnicodeError) as err:
            raise InputError("url is %r, which is no usable address (%s); write https://HOST:7071/service/admin/soap" % (self.url, err)) from err
        except (requests.exceptions.ConnectTimeout, requests.exceptions.ProxyError) as err:
            raise TransportError(unreachable(self.url, err)) from err
        except requests.exceptions.ConnectionError as err:
            raise TransportError(unreachable(self.url, err), uncertain=not _never_connected(err)) from err
        except requests.exceptions.RequestException as err:
            raise TransportError("the answer of %s was lost: %s" % (self.url, _innermost(err)), uncertain=True) from err
        except OSError as err:
            # requests reads the CA file before it sends anything
            raise InputError("cannot use the TLS settings for %s: %s; correct ca_path" % (self.url, err)) from err
        if response.status_code in (429, 503) and not content.lstrip().startswith(b"<soap"):
            raise TransportError(
                "%s answers HTTP %d: its request filter is full or has locked this address out after failed logins; "
                "wait 15 minutes, or list the controller in zimbraHttpThrottleSafeIPs" % (self.url, response.status_code)
            )
        return response.status_code, content

    def _bounded(self, response: requests.Response) -> bytes:
        parts, size = [], 0
        for part in response.iter_content(65536):
            size += len(part)
            if size > MAX_ANSWER:
                raise TransportError("the answer of %s is larger than %d MB and was not read" % (self.url, MAX_ANSWER >> 20), True)
            parts.append(part)
        return b"".join(parts)


class CertificateError(TransportError):
    """The server's certificate is not trusted."""

    def __init__(self, url: str, cause: Exception) -> None:
        super().__init__(
            "the certificate of %s is not trusted: %s; name the issuing CA in ca_path (validate_certs: false only for a test server)"
            % (url, _innermost(cause))
        )


def _innermost(err: BaseException) -> str:
    """The operating system's own words of a nested connection error."""
    while True:
        inner = getattr(err, "reason", None) or (err.args[0] if err.args and isinstance(err.args[0], BaseException) else None)
        if not isinstance(inner, BaseException):
            text = re.sub(r"^<[^>]*>: |^\w+\([^)]*\): ", "", str(err))
            return re.sub(r"\s+", " ", text)
        err = inner


def _never_connected(err: BaseException) -> bool:
    seen: t.Optional[BaseException] = err
    while isinstance(seen, BaseException):
        if isinstance(seen, urllib3.exceptions.NewConnectionError):
            return True
        seen = getattr(seen, "reason", None) or (seen.args[0] if seen.args and isinstance(seen.args[0], BaseException) else None)
    return False


def unreachable(url: str, err: BaseException) -> str:
    return "no answer from %s: %s; check url, the server and the way to it" % (url, _innermost(err))


def envelope(body: etree._Element, caller: Caller) -> bytes:
    """The bytes of one SOAP 1.2 request."""
    root = etree.Element("{%s}Envelope" % SOAP, nsmap={"soap": SOAP})
    header = etree.SubElement(root, "{%s}Header" % SOAP)
    context = etree.SubElement(header, "{%s}context" % ZIMBRA, nsmap={None: ZIMBRA})
    if caller.token:
        etree.SubElement(context, "{%s}authToken" % ZIMBRA).text = caller.token
    if caller.account:
        account = etree.SubElement(context, "{%s}account" % ZIMBRA, by=caller.account[0])
        account.text = caller.account[1]
    etree.SubElement(context, "{%s}nosession" % ZIMBRA)
    etree.SubElement(context, "{%s}userAgent" % ZIMBRA, name=USER_AGENT)
    etree.SubElement(root, "{%s}Body" % SOAP).append(body)
    return etree.tostring(root, encoding="utf-8")


def parse_answer(content: bytes, status: int, url: str) -> Answer:
    """The first child of the Body, or the Fault it is.  The server's XML is not trusted: no entities, no network, no huge trees."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True, remove_pis=True)
    try:
        root = etree.fromstring(content, parser)
        if root.getroottree().docinfo.doctype:
            raise TransportError("%s answers with a document type declaration, which SOAP forbids; nothing of it was used" % url, True)
        body = child(root, "Body")
        first = None if body is None else body[0]
    except (etree.XMLSyntaxError, IndexError, ValueError) as err:
        raise TransportError(
            "%s answers HTTP %d without SOAP (%s); url must be the admin service, https://HOST:7071/service/admin/soap"
            % (url, status, str(err) or "an empty body"),
            uncertain=status == 200,
        ) from err
    if first is None:
        raise TransportError("%s answers HTTP %d with XML that is no SOAP envelope; check url" % (url, status), uncertain=status == 200)
    return fault_of(first) or first


def fault_of(element: etree._Element) -> t.Optional[Fault]:
    """The Fault that an element is, or None."""
    if name_of(element) != "Fault":
        return None
    error = element.find(".//{%s}Error" % ZIMBRA)
    receiver = "Receiver" in (element.findtext("{%s}Code/{%s}Value" % (SOAP, SOAP)) or "")
    text = element.findtext("{%s}Reason/{%s}Text" % (SOAP, SOAP)) or "no reason given"
    if error is None:
        return Fault("soap.FAULT", text, receiver)
    arguments = {a.get("n", ""): a.text or "" for a in children(error, "a")}
    return Fault(text_of(error, "Code") or "soap.FAULT", text, receiver, arguments)
