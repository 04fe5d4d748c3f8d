# Copyright (c) 2026, the teammail.zimbra contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

from pathlib import Path

import pytest

from ansible_collections.teammail.zimbra.plugins.plugin_utils.one_login import place_of, remembered, to_remember

REFUSAL = "the server refuses the login of 'admin' (account.AUTH_FAILED: no); check username and password"


def test_a_token_is_handed_out_until_shortly_before_its_end():
    text = to_remember(
        {"auth_token": "t", "lifetime": 43200, "changed": False, "invocation": {"module_args": {}}}, 1000
    )
    assert remembered(text, 1000) == {"auth_token": "t", "lifetime": 43200, "changed": False}
    assert remembered(text, 1000 + 43200 - 901) is not None
    assert remembered(text, 1000 + 43200 - 899) is None


def test_a_token_of_short_life_serves_half_of_it():
    text = to_remember({"auth_token": "t", "lifetime": 60}, 0)
    assert remembered(text, 29) is not None and remembered(text, 31) is None


def test_a_refused_password_is_not_tried_again():
    again = remembered(to_remember({"failed": True, "msg": REFUSAL}, 0), 10**9)
    assert again == {"changed": False, "failed": True, "msg": REFUSAL}


@pytest.mark.parametrize("result", [{"failed": True, "msg": "no answer came"}, {"failed": True, "auth_token": "t"}, {}])
def test_any_other_failure_may_pass(result):
    assert to_remember(result, 0) == "" and remembered("", 0) is None


def test_another_server_name_or_password_is_another_login():
    given = {"url": "https://a", "username": "admin", "password": "planted-secret"}
    places = {
        place_of(dict(given, **other), Path("/run"))
        for other in ({}, {"url": "b"}, {"username": "b"}, {"password": "b"})
    }
    assert len(places) == 4
    assert not any("planted" in str(place) for place in places)
