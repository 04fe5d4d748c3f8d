# Copyright (c) 2026, the teammail.zimbra contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Any attribute with any values: what is refused beforehand is what the server refuses, with its code."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import event, given
from hypothesis import strategies as st
from judge import many
from near_server import NearServer, at

from ansible_collections.teammail.zimbra.plugins.module_utils import schema
from ansible_collections.teammail.zimbra.plugins.module_utils.attribute_table import OTHERS, TABLE
from ansible_collections.teammail.zimbra.plugins.module_utils.errors import Fault
from ansible_collections.teammail.zimbra.plugins.module_utils.soap import ACCOUNT, ADMIN

KNOWN = [schema.lookup(line.split(" ")[0]) for line in TABLE.splitlines() if line]
KNOWN += [schema.lookup(name) for name in OTHERS.split()[:5]]
# The server's code judges those with a flag k by more than the value; LDAP's object classes and names are no attributes to set.
PLAIN = [
    a for a in KNOWN if a and "k" not in a.flags and a.name not in ("objectClass", "cn", "sn", "member", "zimbraACE")
]
# names of classes of service, and of servers, are looked up; the quota of an account is looked at by other eyes first
PLAIN = [a for a in PLAIN if a.name not in ("zimbraMailHost", "zimbraMailQuota")]

NUMBERS = ["0", "7", "-1", "007", "+5", "99999", "99999999999", "9" * 25, "1.5", "12 3"]
TIMES = [
    "30d",
    "1w",
    "5D",
    "10ms",
    "20261224000000Z",
    "20261224000000z",
    "20270229000000Z",
    "20261224000061Z",
    "2026-12-24",
]
ADDRESSES = ["a@x.test", "A <a@x.test>", "a@x.test,b@x.test", "a@x.test,b", "ä@x.test", "nobody", "@x.test"]
WORDS = ["TRUE", "yes", "DE", "uid=a,dc=test", "mhs", "ä", "a b", "A  b", "a*", "zimbra", "text", "Location"]
ODD = [*NUMBERS, *TIMES, *ADDRESSES, *WORDS, "fb3ec5a2-1311-4429-8eef-983f3952784d"]
VALUES = st.one_of(
    st.sampled_from(ODD),
    st.integers(0, 1100).map(lambda n: "x" * n).filter(bool),
)
SEVERAL = st.lists(VALUES, min_size=1, max_size=2)


def real_code(server: NearServer, request: Any, actor: Any) -> str:
    try:
        actor.call(request)
    except Fault as fault:
        return fault.code
    return "ok"


def code_of(found: schema.Objection | None) -> str:
    return "ok" if found is None else found.code


SERVER: list[NearServer] = []


@pytest.fixture(autouse=True)
def server() -> None:
    SERVER[:] = [NearServer(("support",), {"team": ["support"]}, {"gruppe": ["support"]})]


@many
@given(known=st.sampled_from(PLAIN), values=SEVERAL, entry=st.sampled_from(["support", "team", "gruppe"]))
def test_changes(known: schema.Attribute, values: list[str], entry: str) -> None:
    (near,) = SERVER
    kind = {"support": "A", "team": "L", "gruppe": "G"}[entry]
    verb = "ModifyAccountRequest" if kind == "A" else "ModifyDistributionListRequest"
    pairs = [ADMIN("a", value, n=known.name) for value in values]
    said = real_code(near, ADMIN(verb, ADMIN("id", near.id_of(entry)), *pairs), near.session.admin)
    predicted = code_of(schema.objection(known, values, kind))
    event(predicted)
    assert predicted == said


@many
@given(known=st.sampled_from(PLAIN), values=SEVERAL, number=st.integers(0, 10**9))
def test_creations(known: schema.Attribute, values: list[str], number: int) -> None:
    (near,) = SERVER
    pairs = [ADMIN("a", value, n=known.name) for value in values]
    request = ADMIN("CreateAccountRequest", ADMIN("name", at(f"u{number}")), *pairs)
    said = real_code(near, request, near.session.admin)
    if said == "account.ACCOUNT_EXISTS":
        return
    predicted = code_of(schema.objection(known, values, "A", creating=True))
    event(predicted)
    assert predicted == said


PREFERENCES = [a for a in PLAIN if a.name.startswith("zimbraPref")]


@many
@given(known=st.sampled_from(PREFERENCES), values=SEVERAL)
def test_preferences(known: schema.Attribute, values: list[str]) -> None:
    (near,) = SERVER
    pairs = [ACCOUNT("pref", value, name=known.name) for value in values]
    said = real_code(near, ACCOUNT("ModifyPrefsRequest", *pairs), near.session.mailbox(at("support")))
    predicted = code_of(schema.objection(known, values, "A"))
    event(predicted)
    assert predicted == said
