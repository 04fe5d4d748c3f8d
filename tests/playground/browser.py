# Copyright (c) 2026, the teammail.zimbra contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What a real browser makes of a page: Chromium without a screen."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from pathlib import Path

QUIET = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
WITHIN = 60.0


def chromium() -> str | None:
    """The program, if this machine has one."""
    return next(
        (path for name in ("chromium", "chromium-browser", "google-chrome") if (path := shutil.which(name))), None
    )


def run(page: Path, *options: str, width: int = 1400) -> str:
    """Open a page in a window of that width; what the browser prints.  Raises where it ends badly."""
    program = chromium()
    if program is None:
        raise RuntimeError("there is no chromium on this machine")
    with tempfile.TemporaryDirectory() as profile:
        argv = [program, *QUIET, f"--user-data-dir={profile}", f"--window-size={width},1400", *options, page.as_uri()]
        done = subprocess.run(argv, capture_output=True, text=True, check=True, timeout=WITHIN)
    return done.stdout


def document(page: Path, width: int = 1400) -> str:
    """The document after its scripts have run."""
    return run(page, "--dump-dom", width=width)


def screenshot(page: Path, picture: Path, width: int) -> None:
    run(page, f"--screenshot={picture}", "--hide-scrollbars", width=width)
