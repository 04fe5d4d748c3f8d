# Copyright (c) 2026, the teammail.zimbra contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""With the settings that the quick start shows, a run says what changed and ends with a line for each mailbox."""

from __future__ import annotations

import configparser
import re
import textwrap

from playground.company import INVENTORY, Company
from playground.damage import DAMAGES, MAILBOX
from playground.environment import ROOT
from playground.plays import PlayRun, play

GUIDE = ROOT / "docs/docsite/rst/guide_quick_start.rst"


def settings() -> dict[str, str]:
    """What the guide writes into ansible.cfg, as environment variables."""
    (block,) = re.findall(r"code-block:: ini\n\n((?:    .*\n)+)", GUIDE.read_text(encoding="utf-8"))
    parser = configparser.ConfigParser()
    parser.read_string(textwrap.dedent(block))
    return {f"ANSIBLE_{name.upper()}": value for name, value in parser["defaults"].items()}


def site(shop: Company, *options: str) -> tuple[PlayRun, list[str]]:
    """A run, and the summary's lines."""
    run = play(shop.server, ROOT / "playbooks/site.yml", INVENTORY, *options, settings=settings())
    assert run.status == 0, run.output
    return run, run.output.partition("SHARED MAILBOXES")[2].splitlines()[1:]


def test_a_run_ends_with_a_line_for_each_mailbox(shop: Company) -> None:
    sound, lines = site(shop)
    assert sorted(line for line in lines if line) == [
        f"{MAILBOX.replace('support', 'sales')}: in order",
        f"{MAILBOX}: in order",
    ]
    assert len(sound.output.splitlines()) < 30
    damages = [damage for damage in DAMAGES if damage.name in ("folder", "member")]
    assert len(damages) == 2
    for damage in damages:
        damage.do(shop.admin)
    _foretold, would = site(shop, "--check")
    _mended, were = site(shop)
    (count,) = (
        re.fullmatch(rf"{re.escape(MAILBOX)}: (\d+) differences would be mended", line)
        for line in would
        if MAILBOX in line and "would" in line
    )
    assert count is not None
    assert f"{MAILBOX}: {count[1]} differences were mended" in were
    below = [line for line in were if line.startswith("    ")]
    assert below == [line for line in would if line.startswith("    ")]
    assert any("is missing from the list" in line for line in below)
