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

from ansible_collections.teammail.zimbra.plugins.module_utils.session import Session
from ansible_collections.teammail.zimbra.plugins.module_utils.soap import Client, TransportError

SOAP = "http://www.w3.org/2003/05/soap-envelope"
TOKEN = "scripted-token"


class Exchange(NamedTuple):
    """request and answer as XML; account: the <account> of the context; token: of the context.  An answer may be an exception."""

    request: str
    answer: str | Exception
    account: str | None = None
    token: str = TOKEN


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


def lost(uncertain: bool = True) -> TransportError:
    """The answer never came; uncertain: the server may have done the work."""
    return TransportError("no answer from the script", uncertain)


def canonical(element: etree._Element) -> tuple:
    """Everything that counts in a request; the order of children does."""
    attributes = {k: v for k, v in element.attrib.items() if k != "requestId"}
    return (
        element.tag,
        tuple(sorted(attributes.items())),
        (element.text or "").strip(),
        tuple(canonical(k) for k in element if isinstance(k.tag, str)),
    )


class Script(Client):
    """The client of a session, answering from the exchanges in their order."""

    flush_answer = '<FlushCacheResponse xmlns="urn:zimbraAdmin"/>'

    def __init__(self, *exchanges: Exchange, retries: int = 0) -> None:
        super().__init__("https://scripted.example.com:7071/service/admin/soap", retries=retries)
        self.left = list(exchanges)
        self.flushed: list[list[str]] = []

    def session(self, token: str = TOKEN, **login: str) -> Session:
        return Session(self, token=token, **login)

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
        wanted = etree.fromstring(expected.request)
        assert canonical(body) == canonical(wanted), (
            f"expected:\n{etree.tostring(wanted, pretty_print=True, encoding='unicode')}\ngot:\n{readable}"
        )
        assert root.findtext(".//{urn:zimbra}account") == expected.account, readable
        assert (root.findtext(".//{urn:zimbra}authToken") or "") == expected.token, readable
        if isinstance(expected.answer, Exception):
            raise expected.answer
        return self._answer(etree.fromstring(expected.answer))

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
        etree.SubElement(envelope, f"{{{SOAP}}}Body").append(answer)
        return status, etree.tostring(envelope)
