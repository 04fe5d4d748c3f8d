# Copyright (c) 2026, the teammail.zimbra contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A server that knows its part by heart: every request of a test is written down, and any other, further or missing one fails it.

    script = Script(
        Exchange('<GetAccountRequest xmlns="urn:zimbraAdmin" ...>', '<GetAccountResponse xmlns="urn:zimbraAdmin">...'),
        Exchange('<...>', fault("account.NO_SUCH_ACCOUNT", "no such account: x"), account="support@example.com"),
    )
    resource = Account(script.session(), params, check_mode=False)
    ...
    script.finished()

Flushing caches after a change is answered by itself; ``script.flushed`` has the accounts of each such request.
A batch is one exchange with BatchRequest and BatchResponse; their requestId attributes are filled in and need not be written.
"""

from __future__ import annotations

from typing import NamedTuple

from lxml import etree

from ansible_collections.teammail.zimbra.plugins.module_utils.errors import TransportError
from ansible_collections.teammail.zimbra.plugins.module_utils.plan import Plan
from ansible_collections.teammail.zimbra.plugins.module_utils.session import Session
from ansible_collections.teammail.zimbra.plugins.module_utils.soap import Client
from ansible_collections.teammail.zimbra.plugins.module_utils.transport import Transport

SOAP = "http://www.w3.org/2003/05/soap-envelope"
TOKEN = "scripted-token"
CHANGE = 4711  # the mailbox's change counter after every request


class Exchange(NamedTuple):
    """request and answer as XML; account, token, change: those of the context.  An answer may be an exception."""

    request: str
    answer: str | Exception
    account: str | None = None
    token: str = TOKEN
    change: tuple[str, str] | None = None


def fault(code: str, text: str, receiver: bool = False) -> str:
    """A SOAP 1.2 fault as Zimbra words it."""
    return (
        f'<soap:Fault xmlns:soap="{SOAP}"><soap:Code><soap:Value>soap:{"Receiver" if receiver else "Sender"}</soap:Value></soap:Code>'
        f'<soap:Reason><soap:Text>{text}</soap:Text></soap:Reason><soap:Detail><Error xmlns="urn:zimbra"><Code>{code}</Code>'
        "<Trace>t</Trace></Error></soap:Detail></soap:Fault>"
    )


def batch(*requests: str, stop: bool = False) -> str:
    onerror = ' onerror="stop"' if stop else ""
    return f'<BatchRequest xmlns="urn:zimbra"{onerror}>{"".join(requests)}</BatchRequest>'


def batched(*answers: str) -> str:
    return f'<BatchResponse xmlns="urn:zimbra">{"".join(answers)}</BatchResponse>'


def steps_of(plan: Plan) -> list[tuple]:
    """The steps of a plan, each with the name of what it does first."""
    return [(type(step).__name__, *step) for step in plan.steps]


def lost(uncertain: bool = True) -> TransportError:
    """The answer never came; uncertain: the server may have done the work."""
    return TransportError("no answer from the script", uncertain)


def whole(answer: etree._Element) -> etree._Element:
    """An answer with the folders for mail that every mailbox has, where a tree was written without them."""
    for root in answer.iter("{urn:zimbraMail}folder"):
        if (root.get("id") or "").rpartition(":")[2] == "1" and root.get("name") == "USER_ROOT":
            there = {(one.get("id") or "").rpartition(":")[2] for one in root.iter()}
            for number, name in enumerate(("Inbox", "Trash", "Junk", "Sent", "Drafts"), 2):
                if str(number) not in there:
                    etree.SubElement(root, "{urn:zimbraMail}folder", id=str(number), name=name)
    return answer


def canonical(element: etree._Element) -> tuple:
    """Everything that counts in a request; the order of children does."""
    attributes = {k: v for k, v in element.attrib.items() if k != "requestId"}
    return (
        element.tag,
        tuple(sorted(attributes.items())),
        (element.text or "").strip(),
        tuple(canonical(k) for k in element if isinstance(k.tag, str)),
    )


class OneByOne(Session):
    """A session that does what it may do side by side in the given order, since a script has one."""

    @staticmethod
    def parallel(work, items):
        return [work(item) for item in items]


class Script(Client):
    """The client of a session, answering from the exchanges in their order."""

    flush_answer = '<FlushCacheResponse xmlns="urn:zimbraAdmin"/>'

    def __init__(self, *exchanges: Exchange, retries: int = 0) -> None:
        transport = Transport("https://scripted.example.com:7071/service/admin/soap", 30, True, 4)
        transport._http_post = self._http_post
        super().__init__(transport, retries)
        self.left = list(exchanges)
        self.flushed: list[list[str]] = []

    def session(self, token: str = TOKEN, **login: str) -> Session:
        return OneByOne(self, token=token, **login)

    def finished(self) -> None:
        assert not self.left, f"{len(self.left)} exchanges did not take place, first: {self.left[0].request}"

    @staticmethod
    def _pause(tries: int) -> None:
        """No test waits."""

    def _http_post(self, data: bytes) -> tuple[int, bytes]:
        root = etree.fromstring(data)
        body = root.find(f"{{{SOAP}}}Body")[0]
        readable = etree.tostring(body, pretty_print=True, encoding="unicode")
        if body.tag == "{urn:zimbraAdmin}FlushCacheRequest":
            return self._flush(body)
        assert self.left, f"a request too many:\n{readable}"
        expected = self.left.pop(0)
        desired = etree.fromstring(expected.request)
        assert canonical(body) == canonical(desired), (
            f"expected:\n{etree.tostring(desired, pretty_print=True, encoding='unicode')}\ngot:\n{readable}"
        )
        assert root.findtext(".//{urn:zimbra}account") == expected.account, readable
        assert (root.findtext(".//{urn:zimbra}authToken") or "") == expected.token, readable
        change = root.find(".//{urn:zimbra}change")
        assert (None if change is None else (change.get("token"), change.get("type"))) == expected.change, readable
        if isinstance(expected.answer, Exception):
            raise expected.answer
        return self._answer(whole(etree.fromstring(expected.answer)))

    def _flush(self, body: etree._Element) -> tuple[int, bytes]:
        cache = body[0]
        assert (cache.get("type"), cache.get("allServers")) == ("account,acl", "1")
        self.flushed.append([entry.text for entry in cache])
        return self._answer(etree.fromstring(self.flush_answer))

    @staticmethod
    def _answer(answer: etree._Element) -> tuple[int, bytes]:
        if answer.tag == "{urn:zimbra}BatchResponse":
            for number, item in enumerate(answer):
                item.set("requestId", str(number))
        status = 500 if answer.tag == f"{{{SOAP}}}Fault" else 200
        envelope = etree.Element(f"{{{SOAP}}}Envelope")
        context = etree.SubElement(etree.SubElement(envelope, f"{{{SOAP}}}Header"), "{urn:zimbra}context")
        etree.SubElement(context, "{urn:zimbra}change", token=str(CHANGE))
        etree.SubElement(envelope, f"{{{SOAP}}}Body").append(answer)
        return status, etree.tostring(envelope)
