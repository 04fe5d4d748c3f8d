# Copyright (c) 2026, the teammail.zimbra contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Recordings of another release: what of the scenarios is replaced, and what is recorded."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from given import variants

STEPS = [
    {"name": "one", "request": "<A/>", "response": "<B/>"},
    {"name": "two", "request": "<C/>", "status": 500, "response": "<D/>"},
]


@pytest.fixture
def places(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Path, Path]:
    """The folder of a variant and one to work in, beside two scenarios."""
    scenarios, variant = tmp_path / "scenarios", tmp_path / "variant"
    for folder in (scenarios, variant):
        folder.mkdir()
    for name in ("10-first.yaml", "20-second.yaml"):
        variants.write(scenarios / name, {"title": name, "steps": STEPS})
    monkeypatch.setattr(variants, "SCENARIOS", scenarios)
    return variant, tmp_path / "work"


def steps(folder: Path, name: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = variants.read(folder / name)["steps"]
    return found


def test_a_release_has_a_name() -> None:
    assert variants.name_of("GA", "8.8.15_GA_4545.FOSS") == "zimbra-8.8"
    assert variants.name_of("20260101", "10.1.3_GA_1.FOSS") == "zimbra-10.1"
    assert variants.name_of("carbonio", "4.25.2_ZEXTRAS_202511.FOSS") == "carbonio"


def test_a_release_without_a_variant_gets_the_scenarios(places: tuple[Path, Path]) -> None:
    variant, work = places
    assert variants.composed(variant, work) == []
    assert steps(work, "10-first.yaml") == [{**STEPS[0], "status": 200}, STEPS[1]]


def test_a_variant_replaces_maps_and_leaves_out(places: tuple[Path, Path]) -> None:
    variant, work = places
    variants.write(variant / variants.RULES, {"status": {500: 422}})
    first = {1: {"name": "one", "status": 403, "response": "<E/>"}}
    variants.write(variant / "10-first.yaml", {"steps": first})
    variants.write(variant / "20-second.yaml", {"steps": {1: {"name": "one", "omit": "there is none"}}})
    assert variants.composed(variant, work) == ["20-second step 1, one: there is none"]
    assert steps(work, "10-first.yaml") == [{**STEPS[0], **first[1]}, {**STEPS[1], "status": 422}]
    assert steps(work, "20-second.yaml") == [{**STEPS[1], "status": 422}]


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("30-third.yaml", {"steps": {}}, "30-third.yaml, which no scenario is called"),
        ("10-first.yaml", {"steps": {1: {"name": "eins"}}}, "step 1 is 'one', not 'eins'"),
        ("10-first.yaml", {"steps": {3: {"name": "three"}}}, "there are no steps 3"),
    ],
)
def test_a_variant_that_does_not_fit_is_told(
    places: tuple[Path, Path], name: str, content: dict[str, Any], words: str
) -> None:
    variant, work = places
    variants.write(variant / name, content)
    with pytest.raises(variants.Stale, match=words):
        variants.composed(variant, work)


def test_what_failed_is_recorded_and_nothing_else(places: tuple[Path, Path], tmp_path: Path) -> None:
    variant, work = places

    def told(name: str, *good: bool) -> dict[str, Any]:
        return {"file": name, "passed": sum(good), "total": 2, "steps": [{"ok": ok} for ok in good]}

    report = tmp_path / "report.json"
    scenarios = [told("10-first.yaml", True, True), told("20-second.yaml", True, False)]
    report.write_text(json.dumps({"scenarios": scenarios}), encoding="utf-8")

    def replay(folder: Path) -> int:
        assert [path.name for path in folder.glob("*.yaml")] == ["20-second.yaml"]
        answers = [{**step, "status": 403, "response": "<Now/>"} for step in steps(folder, "20-second.yaml")]
        variants.write(folder / "20-second.yaml", {"title": "20-second.yaml", "steps": answers})
        return 0

    assert variants.record(report, replay, variant, work) == []
    assert variants.read(variant / "20-second.yaml") == {
        "steps": {2: {"name": "two", "status": 403, "response": "<Now/>"}}
    }
    assert not (variant / "10-first.yaml").exists()
    variants.composed(variant, work)
    assert steps(work, "20-second.yaml")[1] == {**STEPS[1], "status": 403, "response": "<Now/>"}


@pytest.mark.parametrize("variant", sorted(path for path in variants.VARIANTS.iterdir() if path.is_dir()), ids=str)
def test_every_variant_fits_the_recordings(variant: Path) -> None:
    names = {path.name for path in variant.glob("*.yaml")} - {variants.RULES}
    assert names <= {path.name for path in variants.SCENARIOS.glob("*.yaml")}
    for name in sorted(names):
        scenario, _left_out = variants.laid_over(variants.SCENARIOS / name, variant, {})
        assert scenario["steps"]
