# Copyright (c) 2026, the teammail.zimbra contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Signing in by a key of the domain (zimbra-soap-admin.md 2.1); what depends on the clock and is therefore in no recording."""

from __future__ import annotations

import hashlib
import hmac

import pytest

from zimbra_simulator import mailbox, services
from zimbra_simulator.access.tokens import TokenKeeper
from zimbra_simulator.bootstrap import populate
from zimbra_simulator.directory.world import Options, World
from zimbra_simulator.dispatch import Dispatcher, Doing, Post
from zimbra_simulator.wire import soap

KEY = "0123456789abcdef" * 4
ADMIN = "admin@example.test"
MINUTE = 60_000

services.load_all()


@pytest.fixture
def world():
    world = World(None, Options(domain="example.test"))
    populate(world, ADMIN, "secret-secret")
    mailbox.install(world)
    world.write(world.domain("example.test"), {"zimbraPreAuthKey": [KEY]})
    return world


def sign_in(world: World, account: str, *, at: int, expires: int = 0, key: str = KEY) -> str:
    """The answer to an AuthRequest."""
    signed = f"{account}|name|{expires}|{at}"
    digest = hmac.new(key.encode(), signed.encode(), hashlib.sha1).hexdigest()
    text = (
        f'<s:Envelope xmlns:s="{soap.SOAP12}"><s:Body><AuthRequest xmlns="urn:zimbraAccount"><account>{account}</account>'
        f'<preauth timestamp="{at}" expires="{expires}">{digest}</preauth></AuthRequest></s:Body></s:Envelope>'
    )
    post = Post(server="user", data=text.encode())
    dispatcher = Dispatcher(world, TokenKeeper(world))
    return dispatcher.answer(post, dispatcher.parse(post), Doing("AuthRequest")).body.decode()


@pytest.mark.parametrize("account", [ADMIN, ADMIN.upper()])
def test_the_right_signature_signs_in(world, account):
    assert "<authToken>" in sign_in(world, account, at=world.now_ms())


def test_a_session_may_end_earlier(world):
    answer = sign_in(world, ADMIN, at=world.now_ms(), expires=world.now_ms() + MINUTE)
    assert int(answer.partition("<lifetime>")[2].partition("<")[0]) < MINUTE


@pytest.mark.parametrize(
    "wrong",
    [
        {"late": 6 * MINUTE},
        {"late": -6 * MINUTE},
        {"ends": -MINUTE},
        {"key": "f" * 64},
        {"account": "nobody@example.test"},
    ],
)
def test_what_does_not_sign_in(world, wrong):
    now = world.now_ms()
    answer = sign_in(
        world,
        wrong.get("account", ADMIN),
        at=now - wrong.get("late", 0),
        expires=now + wrong["ends"] if "ends" in wrong else 0,
        key=wrong.get("key", KEY),
    )
    assert "<Code>account.AUTH_FAILED</Code>" in answer
