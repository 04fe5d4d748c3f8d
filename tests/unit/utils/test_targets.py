# Copyright (c) 2026, the teammail.zimbra contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Which integration targets a server gets."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from utils import ansible_test
from utils.bench import Bench, CommandFailed, Counts
from utils.server import Server

SERVER = Server(
    "https://mail.example.com", "https://mail.example.com", "mail.example.com", 7025, "a", "p", "example.com"
)


@pytest.fixture
def on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Bench]:
    target = tmp_path / "tests/integration/targets/troubled"
    (target / "tasks").mkdir(parents=True)
    (target / "aliases").write_text("context/controller\nsimulator\n", encoding="utf-8")
    monkeypatch.setattr(ansible_test, "ROOT", tmp_path)
    monkeypatch.delenv("TEAMMAIL_TARGETS", raising=False)
    with (tmp_path / "log.txt").open("w", encoding="utf-8") as log:
        yield Bench("integration", log, tmp_path / "work")


def test_a_target_that_needs_a_simulator_is_skipped_on_another_server(on: Bench) -> None:
    assert ansible_test.integration_on(on, SERVER) == Counts(skipped=1)
    assert on.parts == {"troubled": Counts(skipped=1)}
    assert on.reasons == ["troubled needs the simulator's control endpoint"]


def test_an_unknown_target_is_named(on: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TEAMMAIL_TARGETS", "troubled untroubled")
    with pytest.raises(CommandFailed, match="no target: untroubled"):
        ansible_test.integration_on(on, SERVER)


def test_a_server_without_a_control_endpoint_says_what_to_do() -> None:
    with pytest.raises(RuntimeError, match="simulator"):
        _ = SERVER.control_url
