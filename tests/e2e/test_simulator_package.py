# Copyright (c) 2026, the teammail.zimbra contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The simulator without a clone: installed by pip into an environment that holds nothing else, and started by its own name."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import urllib.request
from pathlib import Path

import pytest
from playground.environment import ROOT

pytestmark = [pytest.mark.thorough, pytest.mark.simulator("it is about its package")]
OPENER = urllib.request.build_opener(urllib.request.ProxyHandler({}))
LOGIN = {
    "Body": {"AuthRequest": {"_jsns": "urn:zimbraAdmin", "name": "admin@example.test", "password": "pw-12345"}},
    "Header": {"context": {"_jsns": "urn:zimbra"}},
}


@pytest.fixture(scope="module")
def program(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The installed program."""
    folder = tmp_path_factory.mktemp("installed")
    # pip builds beside the sources, and the licence is a link out of them
    shutil.copytree(
        ROOT / "simulator", folder / "simulator", ignore=shutil.ignore_patterns("__pycache__", "build", "*.egg-info")
    )
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", folder / "venv"], check=True)
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "--python", folder / "venv/bin/python"]
    done = subprocess.run(
        [*pip, "install", "--no-compile", folder / "simulator"], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return folder / "venv/bin/zimbra-simulator"


def test_it_is_installed_started_and_answers(program, tmp_path):
    argv = [program, "--admin-port", "0", "--port", "0", "--lmtp-port", "0", "--no-tls", "--admin-password", "pw-12345"]
    env = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    with subprocess.Popen(argv, cwd=tmp_path, env=env, stdout=subprocess.PIPE, text=True) as process:
        try:
            ready, *words = process.stdout.readline().split()
            assert ready == "READY"
            urls = dict(word.split("=", 1) for word in words)
            with OPENER.open(urls["admin"], json.dumps(LOGIN).encode(), timeout=20) as answer:
                assert json.load(answer)["Body"]["AuthResponse"]["authToken"]
            with OPENER.open(urls["control"] + "/counts", timeout=20) as answer:
                assert json.load(answer)["requests"] == {"AuthRequest": 1}
        finally:
            process.send_signal(signal.SIGTERM)
    assert process.returncode == 0
