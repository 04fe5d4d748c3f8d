# Copyright (c) 2026, the teammail.zimbra contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Links in the README files that are shipped lead to files that are shipped, too."""

from __future__ import annotations

import re
from fnmatch import fnmatch
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).parents[3]
PAGES = ["README.md", "CONTRIBUTING.md", "SECURITY.md", "CODE_OF_CONDUCT.md"]
PAGES += sorted(str(path.relative_to(ROOT)) for path in ROOT.glob("roles/*/README.md"))
IGNORED = yaml.safe_load((ROOT / "galaxy.yml").read_text(encoding="utf-8"))["build_ignore"]


def shipped(path: Path) -> bool:
    """Whether the archive holds a file or folder, given below ROOT."""
    return not any(fnmatch(str(part), pattern) for part in (path, *path.parents) for pattern in IGNORED)


@pytest.mark.parametrize("page", PAGES)
def test_relative_links_lead_to_what_is_shipped(page: str) -> None:
    links = re.findall(r"\]\(([^)\s]+)\)", (ROOT / page).read_text(encoding="utf-8"))
    targets = [link.partition("#")[0] for link in links if not re.match(r"https?:|mailto:|#", link)]
    paths = [(ROOT / page).parent.joinpath(target).resolve().relative_to(ROOT.resolve()) for target in targets]
    assert [str(path) for path in paths if not (ROOT / path).exists() or not shipped(path)] == []


def test_what_is_ignored_is_known() -> None:
    assert shipped(Path("README.md")) and shipped(Path("docs/docsite/rst/guide_drift.rst"))
    assert not shipped(Path("simulator/README.md")) and not shipped(Path("docs/zimbra"))
