# Copyright (c) 2026, the teammail.zimbra contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""SOAP 1.1 and 1.2 envelopes: bytes to elements and back (zimbra-soap-admin.md 1.2 to 1.4)."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass

from lxml import etree

from zimbra_simulator.wire import jsonform
from zimbra_simulator.wire.element import E, Element, show
from zimbra_simulator.wire.faults import Fault, invalid_request, parse_error

SOAP12 = "http://www.w3.org/2003/05/soap-envelope"
SOAP11 = "http://schemas.xmlsoap.org/soap/envelope/"
JSON = "urn:zimbraSoap"
_ILLEGAL = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass
class Envelope:
    """A request as it came in; ``protocol`` is SOAP12, SOAP11 or JSON."""

    protocol: str
    context: Element
    body: Element


def _element(node: etree._Element) -> Element:
    name = etree.QName(node)
    out = Element(name.localname, name.namespace)
    for key, value in node.attrib.items():
        out.attrs[etree.QName(key).localname] = value
    out.text = (node.text or "") + "".join(child.tail or "" for child in node)
    if len(node) and not out.text.strip():
        out.text = ""
    out.children = [_element(child) for child in node if isinstance(child.tag, str)]
    return out


def sniff(data: bytes) -> str:
    """In which protocol to complain about a body that cannot be read: JSON unless its very first byte is ``<``."""
    if data and data[:1] != b"<":
        return JSON
    start = data.find(b"Envelope")
    return SOAP11 if start >= 0 and SOAP11.encode() in data[start : data.find(b">", start)] else SOAP12


def parse(data: bytes) -> Envelope:
    """Read an envelope; service.PARSE_ERROR or service.INVALID_REQUEST when that fails."""
    if not data:
        raise parse_error("empty request payload")
    if sniff(data) == JSON:
        try:
            root = jsonform.parse(data)
        except (ValueError, TypeError) as exc:
            raise parse_error(str(exc)) from exc
        return _split(root, JSON)
    try:
        parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True)
        node = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as exc:
        raise parse_error(str(exc)) from exc
    if node.getroottree().docinfo.internalDTD is not None:
        raise parse_error("DOCTYPE is not allowed")
    root = _element(node)
    if root.name != "Envelope" or root.ns not in (SOAP11, SOAP12):
        raise invalid_request("unable to determine SOAP version")
    return _split(root, root.ns)


def _split(root: Element, protocol: str) -> Envelope:
    header, body = root.child("Header"), root.child("Body")
    context = header.child("context") if header is not None else None
    if body is None or not body.children:
        raise invalid_request("No SOAP body")
    return Envelope(protocol, context or Element("context", "urn:zimbra"), body.children[0])


def render(protocol: str, answer: Element, context: Element | None = None) -> bytes:
    """An envelope around an answer (or a fault made by fault_element)."""
    if protocol == JSON:
        return jsonform.render(answer, context)
    root = etree.Element(f"{{{protocol}}}Envelope", nsmap={"soap": protocol})
    if context is not None:
        _grow(etree.SubElement(root, f"{{{protocol}}}Header"), context, "", protocol)
    _grow(etree.SubElement(root, f"{{{protocol}}}Body"), answer, "", protocol)
    return etree.tostring(root, encoding="UTF-8")


def _grow(parent: etree._Element, el: Element, inherited: str, protocol: str) -> None:
    ns = protocol if el.ns == "soap" else inherited if el.ns is None else el.ns
    if ns in ("", protocol):
        node = etree.SubElement(parent, f"{{{ns}}}{el.name}" if ns else el.name)
    else:
        node = etree.SubElement(parent, f"{{{ns}}}{el.name}", nsmap={None: ns})  # type: ignore[dict-item]  # the default namespace
    # attributes have no order; a fixed one lets answers be compared as text
    for key, value in sorted(el.attrs.items()):
        node.set(key, _ILLEGAL.sub("?", show(value)))
    text = show(el.text)
    if text:
        node.text = _ILLEGAL.sub("?", text)
    for child in el.children:
        _grow(node, child, ns, protocol)


def fault_element(fault: Fault, protocol: str, trace: str, request_id: str | None = None) -> Element:
    """The Fault element of the given protocol for a fault."""
    side = "Receiver" if fault.receiver else "Sender"
    out = Element("Fault", "soap", {"requestId": request_id} if request_id is not None else None)
    if protocol == SOAP11:
        out.add(Element("faultcode", "", text="soap:" + ("Server" if fault.receiver else "Client")))
        out.add(Element("faultstring", "", text=fault.text))
        detail = out.add(Element("detail", ""))
    else:
        code = out.add_unique("Code")
        reason = out.add_unique("Reason")
        detail = out.add_unique("Detail")
        code.add_text("Value", "soap:" + side)
        reason.add_text("Text", fault.text)
        for part in (code, reason, code.children[0], reason.children[0], detail):
            part.ns = "soap"
    error = detail.add_unique("Error")
    error.ns = "urn:zimbra"
    error.add_text("Code", fault.code)
    error.add_text("Trace", trace)
    for name, kind, value in fault.arguments:
        error.add(E("a", n=name, t=kind, text=value))
    return out


def content_type(protocol: str) -> str:
    return "text/javascript; charset=utf-8" if protocol == JSON else "text/xml;charset=utf-8"


def as_json_text(value: object) -> bytes:
    """Compact JSON as UTF-8 bytes."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")
