# Copyright (c) 2026, the teammail.zimbra contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

from ansible_collections.teammail.zimbra.plugins.filter.fingerprint import FORM, FilterModule, fingerprint

SECRET = {"username": "admin@example.test", "password": "hunter2"}


def test_the_same_values_keep_their_fingerprint() -> None:
    made = fingerprint(SECRET)
    assert fingerprint(dict(reversed(SECRET.items())), f"An administrator ({made})") == made


def test_other_values_get_another_one() -> None:
    before = f"An administrator ({fingerprint(SECRET)})"
    assert fingerprint({**SECRET, "password": "hunter3"}, before) not in before


def test_a_new_one_has_a_salt_of_its_own_and_says_little() -> None:
    one, other = fingerprint(SECRET), fingerprint(SECRET, "no fingerprint here")
    assert one != other
    for made in (one, other):
        match = FORM.fullmatch(made)
        assert match and len(match[2]) == 5, "20 bits"
        assert "hunter2" not in made


def test_the_filter_is_registered() -> None:
    assert FilterModule().filters() == {"fingerprint": fingerprint}
