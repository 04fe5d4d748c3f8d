# Copyright (c) 2026, the teammail.zimbra contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What the guide to the simulator shows is what happens: its playbook, its rule of trouble, its counts, its letter."""

from __future__ import annotations

import json
import os
import re
import smtplib
import subprocess
import sys
import textwrap
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playground.environment import CACHE, PYTHONPATH, ROOT
from playground.plays import PlayRun, play
from playground.simulator_process import Simulator, simulator

GUIDE = (ROOT / "docs/docsite/rst/guide_simulator.rst").read_text(encoding="utf-8")
LOCALHOST = "localhost,"
pytestmark = pytest.mark.simulator("the guide is about it")
OPENER = urllib.request.build_opener(urllib.request.ProxyHandler({}))


def block(language: str) -> str:
    """The one code block of a language in the guide."""
    (found,) = re.findall(rf"^\.\. code-block:: {language}\n\n((?:(?:   .*)?\n)+)", GUIDE, re.MULTILINE)
    return textwrap.dedent(found)


def control(server: Simulator, path: str, method: str = "GET", body: str | None = None) -> Any:
    """What the control endpoint says."""
    asked = urllib.request.Request(f"{server.control_url}/{path}", body.encode() if body else None, method=method)
    with OPENER.open(asked, timeout=20) as answer:
        return json.loads(answer.read() or b"null")


@pytest.fixture(scope="module")
def server() -> Iterator[Simulator]:
    CACHE.mkdir(exist_ok=True)
    with (CACHE / "e2e-guide-simulator.log").open("w", encoding="utf-8") as log, simulator(log, "--no-tls") as started:
        yield started


@pytest.fixture
def run(server: Simulator, tmp_path: Path) -> Any:
    """Runs the guide's playbook."""
    playbook = tmp_path / "try.yml"
    playbook.write_text(block("yaml"), encoding="utf-8")

    def once(*options: str) -> PlayRun:
        done = play(server, playbook, LOCALHOST, *options)
        assert done.status == 0, done.output
        return done

    return once


def test_the_example_changes_three_things_and_then_none_though_the_server_falters(server, run):
    assert run("--check", "--diff").changed == 3
    control(server, "faults", "POST", block("json"))
    assert run().changed == 3
    counts = control(server, "counts")
    assert counts["faults"]["service.TEMPORARILY_UNAVAILABLE"] == 1
    (rule,) = control(server, "faults")
    assert (rule["seen"], rule["done"]) == (2, 1)  # played once, and met again by the collection's second attempt

    control(server, "counts", "DELETE")
    assert run().changed == 0
    counts = control(server, "counts")
    assert counts["posts"]  # looked, and wrote nothing
    assert not {"CreateAccountRequest", "CreateFolderRequest", "FolderActionRequest"} & set(counts["requests"])


def test_mail_is_taken_for_its_own_people_only(server, run):
    run()
    letter = "From: kunde@example.org\r\nTo: support@example.test\r\nSubject: Hallo\r\n\r\nText\r\n"
    with smtplib.SMTP(server.lmtp_host, server.lmtp_port, timeout=20) as mta:
        assert mta.sendmail("kunde@example.org", ["support@example.test"], letter) == {}
        with pytest.raises(smtplib.SMTPRecipientsRefused):
            mta.sendmail("kunde@example.org", ["niemand@example.test"], letter)


def test_every_option_and_path_that_the_guide_names_exists(server):
    argv = [sys.executable, "-m", "zimbra_simulator", "--help"]
    env = {**os.environ, "PYTHONPATH": PYTHONPATH}
    told = subprocess.run(argv, env=env, capture_output=True, text=True, check=True).stdout
    options = set(re.findall(r"``(--[a-z-]+)", GUIDE)) - {"--check"}
    assert options and not options - set(re.findall(r"--[a-z-]+", told))
    assert set(re.findall(r"/control/([a-z]+)", GUIDE)) == set(control(server, "")["see"])
