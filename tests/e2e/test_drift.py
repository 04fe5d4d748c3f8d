# Copyright (c) 2026, the teammail.zimbra contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Each damage on its own: predicted exactly, mended, and nothing else touched."""

from __future__ import annotations

import pytest
from playground.company import Company
from playground.damage import DAMAGES, Damage


@pytest.mark.thorough
@pytest.mark.parametrize("damage", DAMAGES, ids=lambda damage: damage.name)
def test_damage_is_predicted_and_mended(shop: Company, damage: Damage) -> None:
    sound = shop.snapshot()
    damage.do(shop.admin)
    damaged = shop.snapshot()
    assert damaged != sound

    predicted = shop.converge("--check", "--diff")
    assert predicted.status == 0, predicted.output
    assert shop.snapshot() == damaged, "the check run changed something"
    told = [change for changes in predicted.changes.values() for change in changes if damage.seen_in(change)]
    assert bool(told) == damage.is_drift, predicted.changes
    assert predicted.changes["sales"] == []

    healed = shop.converge("--limit", "support")
    assert healed.status == 0, healed.output
    assert healed.changes == {"support": predicted.changes["support"]}
    assert "[WARNING]" not in healed.output
    # the sound state is one in which a run has nothing to do, as the last test shows
    assert shop.snapshot() == (sound if damage.is_drift else damaged)


@pytest.mark.thorough
def test_all_damages_at_once(shop: Company) -> None:
    for damage in DAMAGES:
        if damage.is_drift:
            damage.do(shop.admin)
    predicted = shop.converge("--check", "--diff")
    healed = shop.converge()
    assert healed.status == 0, healed.output
    assert healed.changes == predicted.changes
    again = shop.converge()
    assert again.status == 0 and again.changed == 0, again.output
