# Copyright (c) 2026, the teammail.zimbra contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Elements, SOAP 1.1, SOAP 1.2 and JSON."""

from __future__ import annotations

import json

import pytest
from lxml import etree

from zimbra_simulator.wire import soap
from zimbra_simulator.wire.element import E, Element, response_to
from zimbra_simulator.wire.faults import Fault, failure, no_such

BODY = (
    '<GetAccountRequest xmlns="urn:zimbraAdmin" applyCos="0"><account by="name">a@x.test</account></GetAccountRequest>'
)


def envelope(body: str, ns: str = soap.SOAP12, header: str = "") -> bytes:
    return f'<s:Envelope xmlns:s="{ns}"><s:Header>{header}</s:Header><s:Body>{body}</s:Body></s:Envelope>'.encode()


@pytest.mark.parametrize("ns", [soap.SOAP12, soap.SOAP11])
def test_both_soap_versions_are_read(ns):
    found = soap.parse(envelope(BODY, ns))
    assert found.protocol == ns
    assert found.body.name == "GetAccountRequest"
    assert found.body.ns == "urn:zimbraAdmin"
    assert found.body.child("account").text == "a@x.test"


def test_json_is_read_like_xml():
    data = {
        "Header": {"context": {"_jsns": "urn:zimbra", "authToken": {"_content": "t"}}},
        "Body": {"ModifyAccountRequest": {"_jsns": "urn:zimbraAdmin", "id": "1", "a": [{"n": "x", "_content": "v"}]}},
    }
    found = soap.parse(json.dumps(data).encode())
    assert found.context.attr("authToken") == "t"
    assert found.body.attr("id") == "1"
    assert [(a.attr("n"), a.text) for a in found.body.children_named("a")] == [("x", "v")]


def test_an_attribute_and_a_child_element_are_the_same():
    found = soap.parse(envelope('<R xmlns="urn:a"><id>x</id></R>')).body
    assert found.attr("id") == found.need("id") == "x"
    assert soap.parse(envelope('<R xmlns="urn:a" id="x"/>')).body.attr("id") == "x"


@pytest.mark.parametrize(
    ("data", "code", "protocol"),
    [
        (b"", "service.PARSE_ERROR", soap.SOAP12),
        (b"<a", "service.PARSE_ERROR", soap.SOAP12),
        (b"\xef\xbb\xbf<a/>", "service.PARSE_ERROR", soap.JSON),
        (b" <a/>", "service.PARSE_ERROR", soap.JSON),
        (b"[]", "service.PARSE_ERROR", soap.JSON),
        (b"<a/>", "service.INVALID_REQUEST", soap.SOAP12),
        (
            f'<s:Envelope xmlns:s="{soap.SOAP11}"><s:Body/></s:Envelope>'.encode(),
            "service.INVALID_REQUEST",
            soap.SOAP11,
        ),
        (f'<s:Envelope xmlns:s="{soap.SOAP11}"><s:Body><x></s:Body>'.encode(), "service.PARSE_ERROR", soap.SOAP11),
        (b'<!DOCTYPE a [<!ENTITY e "x">]><a>&e;</a>', "service.PARSE_ERROR", soap.SOAP12),
    ],
)
def test_unreadable_bodies(data, code, protocol):
    with pytest.raises(Fault) as caught:
        soap.parse(data)
    assert caught.value.code == code
    assert soap.sniff(data) == protocol


def test_text_and_attributes_survive_the_way_out():
    awkward = "Jürgen <&> \"x\" 'y' 😀\nnext"
    out = Element("FooResponse", "urn:zimbraMail")
    out.add(E("folder", name=awkward, n=0, deletable=False, gone=None, text=awkward))
    root = etree.fromstring(soap.render(soap.SOAP12, out))
    folder = root.find(".//{urn:zimbraMail}folder")
    assert folder.text == awkward
    assert dict(folder.attrib) == {"name": awkward, "n": "0", "deletable": "0"}


def test_characters_that_xml_forbids_are_replaced():
    out = Element("R", "urn:a", text="a\x00b\ud800c")
    assert etree.fromstring(soap.render(soap.SOAP12, out)).find(".//{urn:a}R").text == "a?b?c"


def test_json_answers_keep_types_and_forms():
    out = Element("GetFolderResponse", "urn:zimbraMail")
    folder = out.add(E("folder", n=0, deletable=True))
    folder.add_unique("acl").add(E("grant", gt="all"))
    folder.add_text("lifetime", 5)
    for value in ("1", "2"):
        folder.add_pair("a", "zimbraPrefX", value)
    shown = json.loads(soap.render(soap.JSON, out))["Body"]["GetFolderResponse"]
    assert shown == {
        "_jsns": "urn:zimbraMail",
        "folder": [
            {
                "n": 0,
                "deletable": True,
                "acl": {"grant": [{"gt": "all"}]},
                "lifetime": 5,
                "_attrs": {"zimbraPrefX": ["1", "2"]},
            }
        ],
    }


def test_fault_in_soap12():
    fault = Fault("mail.ALREADY_EXISTS", "there", args=(("name", "STR", "Müller"),))
    root = etree.fromstring(soap.render(soap.SOAP12, soap.fault_element(fault, soap.SOAP12, "t", "7")))
    found = root.find(f".//{{{soap.SOAP12}}}Fault")
    assert found.get("requestId") == "7"
    assert found.findtext(f".//{{{soap.SOAP12}}}Value") == "soap:Sender"
    assert found.findtext(".//{urn:zimbra}Code") == "mail.ALREADY_EXISTS"
    assert [(a.get("n"), a.get("t"), a.text) for a in found.iter("{urn:zimbra}a")] == [("name", "STR", "Müller")]


def test_fault_in_soap11_has_unqualified_children():
    root = etree.fromstring(soap.render(soap.SOAP11, soap.fault_element(failure("x"), soap.SOAP11, "t")))
    assert root.findtext(".//faultcode") == "soap:Server"
    assert root.findtext(".//faultstring") == "system failure: x"


@pytest.mark.parametrize(
    ("value", "expected"), [("1", True), ("true", True), ("0", False), ("maybe", False), (None, True)]
)
def test_booleans(value, expected):
    assert Element("R", attrs={"f": value}).boolean("f", True) is expected


def test_bad_number_names_value_and_attribute():
    with pytest.raises(Fault, match="invalid long value 'x' for attribute: limit"):
        Element("R", attrs={"limit": "x"}).integer("limit")


def test_response_name_and_namespace():
    out = response_to(Element("CreateIdentityRequest", "urn:zimbraAccount"))
    assert (out.name, out.ns) == ("CreateIdentityResponse", "urn:zimbraAccount")


def test_fault_words():
    assert no_such("distribution list", "x").code == "account.NO_SUCH_DISTRIBUTION_LIST"
    assert str(no_such("cos", "x").text) == "no such cos: x"
