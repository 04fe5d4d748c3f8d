# Copyright (c) 2026, the teammail.zimbra contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from ansible_collections.teammail.zimbra.plugins.module_utils import options
from ansible_collections.teammail.zimbra.plugins.module_utils.module import secrets
from ansible_collections.teammail.zimbra.plugins.module_utils.options import unsendable

PURE = ("errors", "options", "release", "schema", "times", "values")


@pytest.mark.parametrize("value", ["Eva", "two\nlines\tand\r", 5, True, None, [], {}, ["Zoë", {"a": [1, "😀"]}]])
def test_what_a_request_can_hold(value):
    assert unsendable(value) is None


@pytest.mark.parametrize("bad", ["\x00", "bell\x07", "page\x0c", "\ud800", "\uffff"])
def test_a_control_character_is_found_wherever_it_is(bad):
    for value in (bad, ["Eva", bad], {"add": ["Eva", bad]}, {bad: 1}, [{"grantee": {"x": [bad]}}]):
        assert unsendable(value) == bad


def test_judging_values_loads_no_library_that_may_be_missing():
    modules = ", ".join(f"ansible_collections.teammail.zimbra.plugins.module_utils.{name}" for name in PURE)
    code = f"import sys, {modules}; print(sorted({{'lxml', 'requests'}} & set(sys.modules)))"
    path = os.pathsep.join([str(Path(options.__file__).parents[5]), *filter(None, sys.path)])
    run = subprocess.run(
        [sys.executable, "-c", code], env={**os.environ, "PYTHONPATH": path}, capture_output=True, text=True, check=True
    )
    assert run.stdout.strip() == "[]"


@pytest.mark.parametrize(
    ("value", "found"),
    [
        ([{"grantee": "guest@example.com", "password": "one"}], ["one"]),
        ({"add": [{"Password": ["one", "two"]}]}, ["one", "two"]),
        ({"userPassword": {"add": ["one"]}}, ["one"]),
        ({"passwd": 4711}, ["4711"]),
        ({"zimbraPasswordMinLength": 8, "update_password": "always", "password": None, "token": ""}, []),
        (["password"], []),
    ],
)
def test_what_stands_under_the_name_of_a_secret_is_one(value, found):
    assert list(secrets(value)) == found
