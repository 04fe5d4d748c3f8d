# Copyright (c) 2026, the teammail.zimbra contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

from ansible_collections.teammail.zimbra.plugins.filter.changes import FilterModule as ChangesModule


def test_changes_of_several_steps_become_one_list():
    change = {"object": "a", "key": "k", "before": 1, "after": 2}
    results = {
        "account": {"changes": [change]},
        "skipped": {"skipped": True},
        "folders": {"changes": [dict(change, object="b")]},
    }
    assert ChangesModule().filters()["changes"](results) == [
        dict(change, step="account"),
        dict(change, object="b", step="folders"),
    ]
