# Copyright (c) 2026, the teammail.zimbra contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""LDAP filters."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zimbra_simulator.directory.ldapfilter import BadFilter, parse

ENTRY = {"mail": ["a1@x.test", "alias@x.test"], "displayName": ["Anna (Vertrieb) * \\ ü"], "zimbraMailQuota": ["100"]}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("(mail=A1@X.TEST)", True),
        ("(MAIL=alias@x.test)", True),
        ("(mail=other@x.test)", False),
        ("(mail=*)", True),
        ("(sn=*)", False),
        ("(displayName=anna*)", True),
        ("(displayName=*vertrieb*)", True),
        (r"(displayName=Anna \28Vertrieb\29*)", True),
        (r"(displayName=*\2a*)", True),
        (r"(displayName=*\5c*)", True),
        (r"(displayName=*\c3\bc)", True),
        ("(displayName=*ü)", True),
        ("(&(mail=a1*)(sn=*))", False),
        ("(|(mail=a1*)(sn=*))", True),
        ("(!(sn=*))", True),
        ("(zimbraMailQuota>=99)", True),
        ("(zimbraMailQuota>=1000)", False),
        ("(zimbraMailQuota<=100)", True),
        ("(&)", True),
        ("(|)", False),
        ("( | (sn=*) (mail=*) )", None),
    ],
)
def test_matching(text, expected):
    if expected is None:
        with pytest.raises(BadFilter):
            parse(text)
    else:
        assert parse(text).matches(ENTRY) is expected


@pytest.mark.parametrize(
    "text",
    ["foo", "(foo)", "(displayName=Anna (x))", "(mail=a", "(mail=a))", "(!(a=b)(c=d))", r"(a=\zz)", "(=x)", "()"],
)
def test_what_is_no_filter(text):
    with pytest.raises(BadFilter):
        parse(text)


@given(st.text(st.characters(exclude_categories=["Cs"]), min_size=1))
def test_an_escaped_value_finds_exactly_itself(value):
    escaped = "".join(f"\\{byte:02x}" for byte in value.encode())
    assert parse(f"(cn={escaped})").matches({"cn": [value]})
    assert not parse(f"(cn={escaped})").matches({"cn": [value + "x"]})
