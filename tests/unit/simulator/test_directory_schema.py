# Copyright (c) 2026, the teammail.zimbra contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Attribute types, and what a modification comes to."""

from __future__ import annotations

import pytest

from zimbra_simulator.directory import changes, schema
from zimbra_simulator.directory.world import World
from zimbra_simulator.wire.faults import Fault


@pytest.mark.parametrize(
    ("name", "good", "bad"),
    [
        ("zimbraHideInGal", ["TRUE", "FALSE", ""], ["true", "yes", "1"]),
        ("zimbraMailStatus", ["enabled", "disabled"], ["ENABLED", "off"]),
        ("zimbraPasswordMinLength", ["0", "12"], ["-1", "x", "99999999999", "1.5"]),
        ("zimbraPrefOutOfOfficeCacheDuration", ["7", "7d", "30m", "5ms"], ["7 days", "d7", "1w"]),
        ("zimbraAllowFromAddress", ["a@b.test", "a@", "a b@c"], ["a", "A <a@b.test>", "a,b@c.test"]),
        ("zimbraPrefMailForwardingAddress", ["a@b.test", "a@b.test, c@d.test"], ["a@b.test,x"]),
        ("zimbraDomainDefaultCOSId", ["11111111-2222-3333-4444-555555555555"], ["default"]),
        ("zimbraNotes", ["x" * 1024], ["x" * 1025]),
        ("zimbraPrefOutOfOfficeFromDate", ["20261123000000Z"], ["2026-11-23"]),
    ],
)
def test_values_by_type(name, good, bad):
    attribute = schema.ATTRIBUTES[name]
    for value in good:
        attribute.check(value)
    for value in bad:
        with pytest.raises(Fault) as caught:
            attribute.check(value)
        assert caught.value.code == "account.INVALID_ATTR_VALUE"


def test_defaults_are_valid_values_of_attributes_of_the_class():
    for name, values in schema.cos_defaults().items():
        assert schema.ATTRIBUTES[name].declared_on("cos")
        for value in values:
            schema.ATTRIBUTES[name].check(value)


@pytest.mark.parametrize(
    ("name", "kinds"),
    [
        ("zimbraMailQuota", {"account", "calresource", "cos"}),
        ("zimbraCalResType", {"calresource"}),
        ("carLicense", set()),
        ("zimbraMailTransport", {"account", "calresource", "list", "domain"}),
        ("zimbraMtaMaxMessageSize", set()),
    ],
)
def test_which_entries_may_have_an_attribute(name, kinds):
    known = schema.ATTRIBUTES[name]
    assert {k for k in ("account", "calresource", "cos", "list", "group", "domain") if known.declared_on(k)} == kinds
    assert known.on("account") is (name != "zimbraMtaMaxMessageSize" and name != "zimbraCalResType")


@pytest.fixture
def world():
    out = World()
    out.create("cos", "default", {"zimbraNotes": ["of the class"]}, "e00428a1-0c00-11d9-836a-000d93afea2a")
    out.create("domain", "x.test", {})
    return out


@pytest.fixture
def account(world):
    return world.create(
        "account", "a@x.test", {"mail": ["a@x.test"], "description": ["a", "b"], "zimbraMailStatus": ["disabled"]}
    )


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ({"description": ["c"]}, ["c"]),
        ({"description": ["c", "d"]}, ["c", "d"]),
        ({"description": [""]}, []),
        ({"+description": ["c", "a"]}, ["a", "b", "c"]),
        ({"-description": ["a", "z"]}, ["b"]),
        ({"-description": [""]}, ["a", "b"]),
        ({"+description": ["c"], "-description": ["a"]}, ["b", "c"]),
        ({"DESCRIPTION": ["c"]}, ["c"]),
    ],
)
def test_modifications(world, account, asked, expected):
    assert changes.for_modification(world, account, asked)["description"] == expected


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        ({"description": ["c"], "+description": ["d"]}, "service.FAILURE"),
        ({"zimbraNoSuchThing": ["x"]}, "account.INVALID_ATTR_NAME"),
        ({"": ["x"]}, "account.INVALID_ATTR_NAME"),
        ({"zimbraNotes": ["1", "2"]}, "account.INVALID_ATTR_VALUE"),
        ({"uid": ["x"]}, "service.INVALID_REQUEST"),
        ({"zimbraDomainStatus": ["active"]}, "service.FAILURE"),
        ({"zimbraAccountStatus": [""]}, "service.INVALID_REQUEST"),
        ({"zimbraCOSId": ["default"]}, "account.NO_SUCH_COS"),
        ({"zimbraAllowFromAddress": ["a@x.test"]}, "service.INVALID_REQUEST"),
        ({"zimbraAuthTokenLifetime": ["0"]}, "service.INVALID_REQUEST"),
        ({"telephoneNumber": ["ä"]}, "account.INVALID_ATTR_VALUE"),
        ({"description": ["a b", "A  b"]}, "service.FAILURE"),
        ({"displayName": ["a", "b"]}, "service.INVALID_REQUEST"),
        ({"zimbraPrefMailDefaultCharset": ["nonsense"]}, "service.INVALID_REQUEST"),
        ({"zimbraPrefMailSignature": ["x" * 10241]}, "service.INVALID_REQUEST"),
        ({"cn": [""]}, "service.FAILURE"),
    ],
)
def test_refused_modifications(world, account, asked, code):
    with pytest.raises(Fault) as caught:
        changes.for_modification(world, account, asked)
    assert caught.value.code == code


@pytest.mark.parametrize(
    ("asked", "mail"),
    [
        ({"zimbraAccountStatus": ["locked"]}, ["enabled"]),
        ({"zimbraAccountStatus": ["active"], "zimbraMailStatus": ["disabled"]}, ["disabled"]),
        ({"zimbraAccountStatus": ["closed"], "zimbraMailStatus": ["enabled"]}, ["disabled"]),
    ],
)
def test_account_status_decides_on_mail_status(world, account, asked, mail):
    assert changes.for_modification(world, account, asked)["zimbraMailStatus"] == mail


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        ({"zimbraNoSuchThing": ["x"]}, "ldap.INVALID_ATTR_NAME"),
        ({"zimbraHideInGal": ["TRUE", "FALSE"]}, "ldap.INVALID_ATTR_VALUE"),
        ({"zimbraDomainStatus": ["active"]}, "ldap.OBJECT_CLASS_VIOLATION"),
        ({"mail": ["x@x.test"]}, "service.INVALID_REQUEST"),
    ],
)
def test_refused_creations(world, asked, code):
    with pytest.raises(Fault) as caught:
        changes.for_creation(world, "account", asked)
    assert caught.value.code == code


def test_empty_values_are_left_out_on_creation(world):
    assert changes.for_creation(world, "account", {"description": ["", ""], "sn": ["x"]}) == {"sn": ["x"]}


def test_notes_of_the_class_of_service_are_not_inherited(account):
    assert account.get("zimbraNotes") is None
