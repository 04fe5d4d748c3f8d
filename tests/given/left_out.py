# Copyright (c) 2026, the teammail.zimbra contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What does not run on a server that is no simulator, with the reason, in a list beside a session's reports."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

from playground.environment import ROOT

FILE = "left_out.json"


def write(folder: Path, reasons: Sequence[str]) -> None:
    (folder / FILE).write_text(json.dumps(reasons), encoding="utf-8")


def named(alias: str, folder: Path = ROOT / "tests/integration/targets") -> list[str]:
    """The integration targets with an alias, which ansible-test itself cannot leave out."""
    return sorted(path.parent.name for path in folder.glob("*/aliases") if alias in path.read_text("utf-8").split())


def targets(chosen: Sequence[str], folder: Path = ROOT / "tests/integration/targets") -> list[str]:
    """Why targets with the alias ``simulator`` are left out; of all targets if none are chosen."""
    names = [name for name in named("simulator", folder) if not chosen or name in chosen]
    return [f"{name} needs the simulator's control endpoint" for name in names]
