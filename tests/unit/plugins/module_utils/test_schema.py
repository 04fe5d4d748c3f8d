# Copyright (c) 2026, the teammail.zimbra contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What the server refuses, as a 10.1.3 server was seen to refuse it (zimbra-soap-admin.md 8, recordings 160 to 165)."""

from __future__ import annotations

import pytest

from ansible_collections.teammail.zimbra.plugins.module_utils import attribute_table
from ansible_collections.teammail.zimbra.plugins.module_utils.errors import Fault, InputError
from ansible_collections.teammail.zimbra.plugins.module_utils.schema import (
    canonical_names,
    check_release,
    check_value,
    check_values,
    lookup,
    objection,
)
from ansible_collections.teammail.zimbra.plugins.module_utils.session import Session
from ansible_collections.teammail.zimbra.plugins.module_utils.soap import ADMIN
from ansible_collections.teammail.zimbra.tests.unit.plugins.scripted import Script

ID = "fb3ec5a2-1311-4429-8eef-983f3952784d"
WRONG = "account.INVALID_ATTR_VALUE"
DURATION = "Must be in valid duration format"

REFUSED = [
    # name, values, kind of entry, the server's code and words
    ("zimbraHideInGal", "yes", "A", WRONG, "zimbraHideInGal must be TRUE or FALSE"),
    ("zimbraPrefComposeFormat", "HTML", "A", WRONG, "zimbraPrefComposeFormat must be one of: text,html"),
    ("zimbraDistributionListSubscriptionPolicy", "accept", "L", WRONG, "must be one of: ACCEPT,REJECT,APPROVAL"),
    ("zimbraPrefMailItemsPerPage", "x", "A", WRONG, "zimbraPrefMailItemsPerPage must be a valid integer: x"),
    ("zimbraPrefMailItemsPerPage", " 5", "A", WRONG, "must be a valid integer:  5"),
    ("zimbraPrefMailItemsPerPage", "99999999999", "A", WRONG, "must be a valid integer: 99999999999"),
    ("zimbraPrefMailItemsPerPage", "007", "A", WRONG, "zimbraPrefMailItemsPerPage: value #0 invalid per syntax"),
    ("zimbraPrefMailItemsPerPage", "+5", "A", WRONG, "zimbraPrefMailItemsPerPage: value #0 invalid per syntax"),
    ("zimbraPrefMailItemsPerPage", "-0", "A", WRONG, "zimbraPrefMailItemsPerPage: value #0 invalid per syntax"),
    ("zimbraPrefCalendarFirstDayOfWeek", "7", "A", WRONG, "value(7) larger than max allowed: 6"),
    ("zimbraPrefMarkMsgRead", "-2", "A", WRONG, "value(-2) smaller than minimum allowed: -1"),
    ("zimbraMailSignatureMaxLength", "x", "A", WRONG, "must be a valid long: x"),
    ("zimbraMailSignatureMaxLength", "-9223372036854775809", "A", WRONG, "must be a valid long"),
    ("zimbraPublicServicePort", "99999", "D", WRONG, "zimbraPublicServicePort must be a valid port: 99999"),
    ("zimbraShareLifetime", "2 days", "A", WRONG, DURATION),
    ("zimbraShareLifetime", "1w", "A", WRONG, DURATION),
    ("zimbraShareLifetime", "5D", "A", WRONG, DURATION),
    ("zimbraAuthTokenLifetime", "0s", "A", "service.INVALID_REQUEST", "cannot set zimbraAuthTokenLifetime less than"),
    ("zimbraPrefPop3DownloadSince", "2026-12-24", "A", WRONG, "must be a valid generalized time"),
    ("zimbraPrefPop3DownloadSince", "20261224000000z", "A", WRONG, "value #0 invalid per syntax"),
    ("zimbraPrefPop3DownloadSince", "20270229000000Z", "A", WRONG, "value #0 invalid per syntax"),
    ("zimbraPrefPop3DownloadSince", "20261224240000Z", "A", WRONG, "value #0 invalid per syntax"),
    ("zimbraPrefPop3DownloadSince", "20261224000061Z", "A", WRONG, "value #0 invalid per syntax"),
    ("zimbraChildAccount", "meier", "A", WRONG, "zimbraChildAccount must be a valid id"),
    ("zimbraMailCanonicalAddress", "nobody", "A", WRONG, "address 'nobody' does not include domain"),
    ("zimbraMailCanonicalAddress", "Meier <a@x.test>", "A", WRONG, "invalid email address: Meier <a@x.test>"),
    ("zimbraMailCanonicalAddress", "a@x.test,b", "A", WRONG, "invalid email address: a@x.test,b"),
    ("zimbraPrefMailForwardingAddress", "a@x.test;b@x.test", "A", WRONG, "invalid email address: a@x.test;b@x.test"),
    ("userCertificate", "no base64!", "A", WRONG, "userCertificate: value #0 invalid per syntax"),
    ("zimbraShareLifetime", "9" * 19 + "d", "A", "service.FAILURE", "a number of more than 64 bits"),
    ("zimbraMailCanonicalAddress", "ä@x.test", "A", WRONG, "value #0 invalid per syntax"),
    ("zimbraPrefReplyToAddress", "nobody", "A", WRONG, "address 'nobody' does not include domain"),
    ("zimbraPrefMailForwardingAddress", "a@x.test,,b@x.test", "A", WRONG, "address ' ' does not include domain"),
    ("zimbraPrefMailForwardingAddress", "a@x.test,b", "A", WRONG, "address ' b' does not include domain"),
    ("zimbraMailCatchAllAddress", "nobody", "A", WRONG, r"must match the regex: ^@[A-Za-z0-9-\.]+$"),
    ("zimbraNotes", "x" * 1025, "L", WRONG, "zimbraNotes value length(1025) larger than max allowed: 1024"),
    ("zimbraPrefLocale", "\U0001f600" * 33, "A", WRONG, "value length(66) larger than max allowed: 64"),
    ("zimbraMailTransport", "ä", "A", WRONG, "zimbraMailTransport: value #0 invalid per syntax"),
    ("telephoneNumber", "ä", "A", WRONG, "telephoneNumber: value #0 invalid per syntax"),
    ("mobile", "abc!?", "A", WRONG, "mobile: value #0 invalid per syntax"),
    ("c", "Germany", "A", WRONG, "c: value #0 invalid per syntax"),
    ("manager", "Meier", "A", WRONG, "manager: value #0 invalid per syntax"),
    ("x121Address", "abc", "A", WRONG, "x121Address: value #0 invalid per syntax"),
    ("preferredDeliveryMethod", "x", "A", WRONG, "value #0 invalid per syntax"),
    ("zimbraCreateTimestamp", "20260101000000Z", "A", "service.INVALID_REQUEST", "zimbraCreateTimestamp is immutable"),
    ("zimbraGalMode", "zimbra", "A", "service.FAILURE", "attribute 'zimbraGalMode' not allowed"),
    ("zimbraMtaMaxMessageSize", "5", "A", "service.FAILURE", "attribute 'zimbraMtaMaxMessageSize' not allowed"),
    ("givenName", "x", "L", "service.FAILURE", "attribute 'givenName' not allowed"),
    ("zimbraMailTransport", "x", "G", "service.FAILURE", "attribute 'zimbraMailTransport' not allowed"),
    ("zimbraPrefLocale", "de", "I", "service.INVALID_REQUEST", "unable to modify attr: zimbraPrefLocale"),
    ("zimbraHideInGal", ["TRUE", "FALSE"], "A", WRONG, "zimbraHideInGal: multiple values provided"),
    ("description", ["a b", "A  b"], "A", "service.FAILURE", "description: value provided more than once"),
    ("telephoneNumber", ["1 2", "12"], "A", "service.FAILURE", "telephoneNumber: value provided more than once"),
    ("street", ["ä", "Ä"], "A", "service.FAILURE", "street: value provided more than once"),
]

TAKEN = [
    ("zimbraHideInGal", "TRUE", "A"),
    ("zimbraPrefMailItemsPerPage", "0", "A"),
    ("zimbraMailQuota", "-1", "A"),
    ("displayName", "x" * 257, "A"),
    ("description", "x" * 1100, "L"),
    ("zimbraPrefLocale", "\U0001f600" * 32, "A"),
    ("zimbraPrefReplyToAddress", "ä@x.test", "A"),
    ("zimbraPrefMailForwardingAddress", "a@x.test, B <b@x.test>", "A"),
    ("zimbraPrefPop3DownloadSince", "20280229000060Z", "A"),
    ("zimbraPrefPop3DownloadSince", "20261224000000.5Z", "A"),
    ("telephoneNumber", "+49 (30) 12-34/5", "A"),
    ("street", ["ß", "ss"], "A"),
    ("carLicense", "x", "A"),
    ("amavisSpamKillLevel", "5", "D"),
    ("zimbraPrefZmgPushNotificationEnabled", "FALSE", "A"),  # deprecated, and still taken
    ("zimbraMailTransport", "x", "L"),
    ("zimbraPrefClientType", "zimbrax", "A"),  # by 8.8.15
    ("ou", "x", "G"),
]


def values_of(values):
    return [values] if isinstance(values, str) else values


@pytest.mark.parametrize(("name", "values", "kind", "code", "text"), REFUSED)
def test_what_the_server_refuses_is_refused_beforehand(name, values, kind, code, text):
    found = objection(lookup(name), values_of(values), kind)
    assert found is not None and (found.code, text in found.text) == (code, True), found
    assert found.remedy
    with pytest.raises(InputError) as caught:
        check_values("attributes", {name: values_of(values)}, kind, about="o@example.com")
    sentence = str(caught.value)
    assert sentence.startswith(f"o@example.com: attributes.{name} is ")
    assert f"({code}: {found.text}); {found.remedy}" in sentence


@pytest.mark.parametrize(("name", "values", "kind"), TAKEN)
def test_what_the_server_takes_is_not_refused(name, values, kind):
    assert objection(lookup(name), values_of(values), kind) is None
    assert check_values("attributes", {name: values_of(values)}, kind) == []


@pytest.mark.parametrize(
    ("name", "values", "code"),
    [
        ("mobile", ["!"], "ldap.INVALID_ATTR_VALUE"),
        ("zimbraHideInGal", ["TRUE", "FALSE"], "ldap.INVALID_ATTR_VALUE"),
        ("zimbraGalMode", ["zimbra"], "ldap.OBJECT_CLASS_VIOLATION"),
        ("description", ["a", "A"], "ldap.LDAP_ERROR"),
        ("zimbraHideInGal", ["x"], WRONG),
    ],
)
def test_a_creation_is_refused_with_the_directory_s_own_codes(name, values, code):
    assert objection(lookup(name), values, "A", creating=True).code == code


def test_clearing_is_never_refused_but_of_what_is_immutable():
    assert objection(lookup("zimbraGalMode"), [], "A") is None
    assert objection(lookup("zimbraId"), [], "A").text == "zimbraId is immutable"


def test_an_unknown_attribute_is_told_of_and_not_refused():
    (note,) = check_values("attributes", {"zimbraFeatureOfTomorrow": ["x"]}, "A")
    assert "attributes.zimbraFeatureOfTomorrow is not in the table of attributes" in note
    assert lookup("zimbraFoo$|.*") is None


def test_a_long_value_is_shown_by_its_beginning():
    with pytest.raises(InputError, match=r"zimbraNotes is 'x{59} \.\.\. \(5000 characters\)"):
        check_values("attributes", {"zimbraNotes": ["x" * 5000]}, "A")


def test_an_option_that_lands_in_an_attribute_is_named_itself():
    with pytest.raises(InputError, match=r"^from_display is 'x+ \.\.\. .*larger than max allowed: 256\); shorten"):
        check_value("from_display", "zimbraPrefFromDisplay", "x" * 257, "I")
    check_value("from_display", "zimbraPrefFromDisplay", None, "I")
    check_value("from_display", "zimbraPrefFromDisplay", "", "I")


def test_names_are_spelt_as_the_schema_does_and_truth_values_as_zimbra_does():
    given = {"ZIMBRANOTES": "x", "zimbrahideingal": "true", "zimbraTomorrow": "true", "carlicense": True}
    assert canonical_names("attributes", given) == {
        "zimbraNotes": "x",
        "zimbraHideInGal": "TRUE",
        "zimbraTomorrow": "true",
        "carLicense": True,
    }


def test_the_same_name_twice_is_refused():
    with pytest.raises(InputError, match="attributes names zimbraNotes twice, in different letter case"):
        canonical_names("attributes", {"zimbraNotes": "x", "zimbranotes": "y"})


@pytest.mark.parametrize(
    ("name", "way_out"), [("USERPASSWORD", "use account_password"), ("zimbraUCPassword", "set it with the server's")]
)
def test_a_secret_is_refused_without_showing_it(name, way_out):
    with pytest.raises(InputError) as caught:
        canonical_names("attributes", {name: "Correct-Horse-7"})
    assert way_out in str(caught.value) and "Horse" not in str(caught.value)


# ------------------------------------------------------------- which release has what


class Asked(Session):
    """A session that answers GetVersionInfo alone."""

    def __init__(self, version: str, release: str = "20241010", fault: Fault | None = None) -> None:
        super().__init__(Script())
        self.answer = fault or ADMIN("GetVersionInfoResponse", ADMIN("info", version=version, release=release))
        self.asked = 0

    def send(self, requests, *_further):
        assert [r.tag for r in requests] == ["{urn:zimbraAdmin}GetVersionInfoRequest"]
        self.asked += 1
        return [self.answer]


@pytest.mark.parametrize(
    ("version", "name", "since"),
    [
        ("8.8.15_GA_4545.FOSS", "zimbraPrefImapEnabled", "9.0.0"),
        ("9.0.0_GA_4545.NETWORK", "zimbraPasswordBlockCommonEnabled", "10.0.0"),
        ("10.0.11_GA_1.FOSS", "zimbraHideAliasesInGal", "10.1.0"),
    ],
)
def test_what_the_server_is_too_old_for_is_refused_by_name(version, name, since):
    server = Asked(version)
    with pytest.raises(InputError) as caught:
        check_release(server, "attributes", ["zimbraNotes", name, "zimbraPrefPop3Enabled"])
    number = version.partition("_")[0]
    assert str(caught.value).startswith(f"attributes.{name} exists since Zimbra {since}, and this server is {number};")
    assert server.asked == 1


@pytest.mark.parametrize(
    "server",
    [
        Asked("10.1.3_GA_1.FOSS"),
        Asked("11.0.0_GA_1.FOSS"),
        Asked("4.25.2_ZEXTRAS", release="carbonio"),
        Asked("unknown"),
        Asked("9.0.0_GA", fault=Fault("service.PERM_DENIED", "no")),
    ],
)
def test_what_it_has_or_what_cannot_be_told_is_left_to_the_server(server):
    check_release(server, "attributes", ["zimbraHideAliasesInGal", "zimbraPrefImapEnabled"])
    assert server.asked == 1


def test_the_server_is_not_asked_where_every_release_has_what_is_wished():
    server = Asked("8.8.15_GA")
    check_release(server, "attributes", ["zimbraNotes", "zimbraTomorrow", "description"])
    assert server.asked == 0


# ------------------------------------------------------------- the table itself


def test_every_line_of_the_table_is_found_under_its_name():
    lines = [line for line in attribute_table.TABLE.splitlines() if line]
    assert len(lines) > 1000
    for line in lines:
        name = line.split(" ", 1)[0]
        known = lookup(name.upper())
        assert known is not None and known.name == name
        assert known.classes or name in ("objectClass", "member")
        assert set(known.flags) <= set("miedhklnpx-"), line
        assert set(known.classes.upper()) <= set("ARCLGDI"), line
    assert all(lookup(name).classes == "" for name in attribute_table.OTHERS.split())
