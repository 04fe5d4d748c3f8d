# Copyright (c) 2026, the teammail.zimbra contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import pytest
from lxml import etree

from ansible_collections.teammail.zimbra.plugins.module_utils.idn import ascii_address, spoilt_account
from ansible_collections.teammail.zimbra.plugins.module_utils.reading import Readings
from ansible_collections.teammail.zimbra.plugins.module_utils.soap import ADMIN, parse_answer
from ansible_collections.teammail.zimbra.plugins.module_utils.values import address
from ansible_collections.teammail.zimbra.tests.unit.plugins.scripted import Exchange, Script

UNICODE, ASCII = "info@bücher.test", "info@xn--bcher-kva.test"


@pytest.mark.parametrize(
    "shown",
    [
        '<account name="%s" id="i"/>',
        '<dl name="%s" id="i"/>',
        '<link owner="%s" name="Bücher"/>',
        '<grant gt="usr" d="%s"/>',
        '<e t="f" a="%s" d="Bücher"/>',
        '<a n="zimbraMailAlias">%s</a>',
        '<a n="zimbraMailDeliveryAddress">%s</a>',
        '<a name="zimbraPrefWhenSentToAddresses">%s</a>',
        '<a n="zimbraPrefAllowAddressForDelegatedSender">%s</a>',
        "<name>%s</name>",
        "<dlm>%s</dlm>",
    ],
)
def test_an_address_comes_in_with_its_host_in_ascii_wherever_the_server_shows_it(shown):
    def attributes(text):
        found = parse_answer(whole(text), 200, "url")[0]
        return dict(found.attrib), found.text

    def whole(text):
        return f'<E xmlns="x"><Body><R>{text}</R></Body></E>'.encode()

    assert attributes(shown % UNICODE) == attributes(shown % ASCII)


@pytest.mark.parametrize(
    "shown",
    [
        '<folder name="%s"/>',
        '<identity name="%s"/>',
        '<e t="f" a="x@example.test" d="%s"/>',
        '<a n="displayName">%s</a>',
        "<su>%s</su>",
    ],
)
def test_what_somebody_called_something_stays_as_it_is(shown):
    text = shown % UNICODE
    answer = parse_answer(f'<E xmlns="x"><Body><R>{text}</R></Body></E>'.encode(), 200, "url")[0]
    assert UNICODE in [answer.text, *answer.attrib.values()]


def test_one_form_for_what_people_write_and_what_the_server_answers():
    assert address("o", "Info@BÜCHER.test") == ascii_address(UNICODE) == ASCII


@pytest.mark.parametrize("text", ["Bücher", "a b@bücher.test", "@bücher.test", "x@" + "ü" * 70 + ".test"])
def test_what_is_no_address_stays(text):
    assert ascii_address(text) == text


ACCOUNT = """<%sResponse xmlns="urn:zimbraAdmin"><account id="i1" name="%s">%s</account></%sResponse>"""
TWO = '<a n="zimbraPrefAllowAddressForDelegatedSender">a</a>' * 2
INFO = '<GetInfoResponse xmlns="urn:zimbraAccount"><id>i1</id><name>info@%s</name></GetInfoResponse>'


@pytest.mark.parametrize(
    ("name", "values", "attrs", "spoilt"),
    [
        ("info@xn--bcher-kva.test", TWO, None, "i1"),
        ("info@xn--bcher-kva.test", "", None, None),
        ("info@xn--bcher-kva.test", TWO[: len(TWO) // 2], None, None),
        ("info@example.test", TWO, None, None),
        # what was not asked for may be there
        ("info@xn--bcher-kva.test", "", "zimbraId,displayName", "i1"),
        ("info@xn--bcher-kva.test", "", "zimbraMailAlias,zimbraPrefAllowAddressForDelegatedSender", None),
    ],
)
def test_which_accounts_the_server_mistakes_after_it_was_asked(name, values, attrs, spoilt):
    request = etree.Element("GetAccountRequest", {"attrs": attrs} if attrs else {})
    for kind in ("GetAccount", "ModifyAccount"):
        assert spoilt_account(request, etree.fromstring(ACCOUNT % (kind, name, values, kind))) == spoilt
    harmless = etree.fromstring(ACCOUNT % ("SearchDirectory", name, values, "SearchDirectory"))
    assert spoilt_account(request, harmless) is None


def test_information_on_an_account_spoils_it_whatever_it_says():
    request = etree.Element("GetInfoRequest")
    assert spoilt_account(request, etree.fromstring(INFO % "xn--bcher-kva.test")) == "i1"
    assert spoilt_account(request, etree.fromstring(INFO % "example.test")) is None


def test_the_cache_is_flushed_once_for_what_was_asked():
    answer = ACCOUNT % ("GetAccount", "info@xn--bcher-kva.test", TWO, "GetAccount")
    script = Script(Exchange('<GetAccountRequest xmlns="urn:zimbraAdmin"/>', answer))
    session = script.session()
    session.admin.call(ADMIN("GetAccountRequest"))
    assert session.restore_caches() is None and session.restore_caches() is None
    script.finished()
    assert script.flushed == [["i1"]]


def test_nothing_that_spoils_is_asked_along_with_the_flush():
    """A batch of writes asks along what it has ended; behind a flush that would spoil the account again."""
    account = ACCOUNT % ("GetAccount", "info@xn--bcher-kva.test", TWO, "GetAccount")
    question = '<GetAccountRequest xmlns="urn:zimbraAdmin"><account by="name">info@xn--bcher-kva.test</account></GetAccountRequest>'
    write = '<DeleteDomainRequest xmlns="urn:zimbraAdmin"/>'
    script = Script(Exchange(question, account))
    session = script.session()
    session.readings = Readings()
    session.admin.batch([etree.fromstring(question)])
    session.readings.write("", "", [etree.fromstring(write)])
    assert session.readings.again("", "", [ADMIN("FlushCacheRequest")])
    assert session.restore_caches() is None
    script.finished()
    assert script.flushed == [["i1"]] and script.spoilt == set()
