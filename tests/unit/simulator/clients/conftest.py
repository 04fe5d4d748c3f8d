# Copyright (c) 2026, the teammail.zimbra contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A running simulator for clients that were written by others, against the real server.

They share no line with this project, so what they understand is understood for reasons of their own.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playground.simulator_process import Simulator, simulator


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Simulator]:
    """A fresh simulator over plain HTTP, on free ports."""
    log: Path = tmp_path_factory.mktemp("simulator") / "log"
    with log.open("w", encoding="utf-8") as stream, simulator(stream, "--no-tls") as started:
        yield started
