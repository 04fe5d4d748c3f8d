# Copyright (c) 2026, the teammail.zimbra contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A running simulator for tests that need a server: on free ports, on loopback, ended with the block that asked for it."""

from __future__ import annotations

import contextlib
import json
import os
import secrets
import selectors
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from playground.environment import PYTHONPATH, ROOT
from playground.server import Server

READY_WITHIN = 60.0
ENDS_WITHIN = 20.0


@dataclass(frozen=True)
class Simulator(Server):
    """A running simulator."""

    process_id: int = 0


@contextlib.contextmanager
def simulator(log: IO[str], *options: str, domain: str = "example.test") -> Iterator[Simulator]:
    """Start the simulator, wait for its READY line, and end it with SIGTERM.

    :param log: open file for the simulator's standard error
    :param options: further options of the simulator
    :raises RuntimeError: it ended or stayed silent instead of getting ready, or it did not end cleanly
    """
    admin_user, password = f"admin@{domain}", secrets.token_urlsafe(12)
    argv = [sys.executable, "-m", "zimbra_simulator", "--admin-port", "0", "--port", "0", "--lmtp-port", "0"]
    argv += ["--domain", domain, "--admin-user", admin_user, f"--admin-password={password}", *options]
    env = {**os.environ, "PYTHONPATH": PYTHONPATH}
    process = subprocess.Popen(argv, cwd=ROOT, env=env, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=log)
    try:
        words = dict(word.split("=", 1) for word in _ready_line(process).split()[1:])
        if missing := {"admin", "soap", "lmtp"} - set(words):
            raise RuntimeError(f"the simulator's READY line lacks {', '.join(sorted(missing))}")
        host, _colon, port = words["lmtp"].rpartition(":")
        yield Simulator(
            admin_url=words["admin"],
            soap_url=words["soap"],
            lmtp_host=host,
            lmtp_port=int(port),
            control=words.get("control", ""),
            second_admin_url=words.get("second-admin", ""),
            second_soap_url=words.get("second-soap", ""),
            second_name=words.get("second", ""),
            admin_user=admin_user,
            admin_password=password,
            domain=domain,
            process_id=process.pid,
        )
    finally:
        status = _end(process)
    if status != 0:
        raise RuntimeError(f"the simulator ended with status {status}")


def _ready_line(process: subprocess.Popen[bytes]) -> str:
    assert process.stdout is not None
    until = time.monotonic() + READY_WITHIN
    text = b""
    with selectors.DefaultSelector() as selector:
        selector.register(process.stdout, selectors.EVENT_READ)
        while not text.endswith(b"\n"):
            if not selector.select(max(0.0, until - time.monotonic())):
                raise RuntimeError(f"the simulator was not ready within {READY_WITHIN:.0f} seconds")
            piece = os.read(process.stdout.fileno(), 4096)
            if not piece:
                raise RuntimeError(f"the simulator ended with status {process.wait()} before it was ready")
            text += piece
    line = text.decode().splitlines()[0]
    if not line.startswith("READY "):
        raise RuntimeError(f"the simulator said {line!r} where its READY line was expected")
    return line


def _end(process: subprocess.Popen[bytes]) -> int:
    process.terminate()
    try:
        process.communicate(timeout=ENDS_WITHIN)
    except subprocess.TimeoutExpired:
        process.kill()
        process.communicate()
    return process.returncode


def integration_config(server: Server, path: Path, thorough: bool = False) -> None:
    """Write the coordinates of a server as variables for the integration targets; thorough: try every single right."""
    values: dict[str, str | int | bool] = {
        "zimbra_url": server.admin_url,
        "zimbra_soap_url": server.soap_url,
        "zimbra_username": server.admin_user,
        "zimbra_password": server.admin_password,
        "zimbra_domain": server.domain,
        "zimbra_lmtp_host": server.lmtp_host,
        "zimbra_lmtp_port": server.lmtp_port,
        "zimbra_control_url": server.control,
        "zimbra_validate_certs": server.validate_certs,
        "zimbra_ca_path": server.ca_path,
        "zimbra_thorough": thorough,
    }
    # JSON is YAML
    lines = [f"{name}: {json.dumps(value)}" for name, value in values.items()]
    path.write_text("\n".join(["---", *lines, ""]), encoding="utf-8")
