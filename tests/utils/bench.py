# Copyright (c) 2026, the teammail.zimbra contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What every leg of the test run stands on: its log, its commands, its copy of the collection, its counts."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO
from xml.etree import ElementTree

from utils.environment import CACHE, COLLECTION, ROOT, VENV, variables

COMMAND_LIMIT = 2400.0  # seconds; a command that takes longer hangs


class Skip(Exception):
    """The leg cannot be run here; the text says what is absent."""


class CommandFailed(Exception):
    """A command of the leg ended with another status than 0."""


@dataclass
class Counts:
    """Test cases of a leg. A leg that has none is one case itself."""

    passed: int = 0
    failed: int = 0
    skipped: int = 0

    def add(self, other: Counts) -> None:
        self.passed += other.passed
        self.failed += other.failed
        self.skipped += other.skipped


@dataclass
class Bench:
    """One leg at work: commands go into its log, files into its folder."""

    name: str
    log: IO[str]
    folder: Path
    notes: list[str] = field(default_factory=list)

    def say(self, text: str) -> None:
        self.log.write(text + "\n")
        self.log.flush()

    def run(
        self,
        argv: Sequence[str | Path],
        *,
        cwd: Path = ROOT,
        env: dict[str, str] | None = None,
        check: bool = True,
    ) -> int:
        """Run a command without standard input and return its status.

        :raises CommandFailed: on a status other than 0, unless ``check`` is off; always when it took too long
        """
        words = [str(word) for word in argv]
        self.say("$ " + " ".join(words))
        process = subprocess.Popen(
            words,
            cwd=cwd,
            env=env or variables(),
            stdin=subprocess.DEVNULL,
            stdout=self.log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        with _Running(process):
            try:
                status = process.wait(timeout=COMMAND_LIMIT)
            except subprocess.TimeoutExpired:
                _end_group(process)
                raise CommandFailed(f"{words[0]} was ended after {COMMAND_LIMIT:.0f} seconds") from None
        if check and status:
            raise CommandFailed(f"{Path(words[0]).name} ended with status {status}")
        return status

    def copy_collection(self, without: Iterable[str] = ()) -> Path:
        """Copy what git knows or would add into a folder of the shape that ansible-test insists on.

        :param without: paths, relative to the root, that are left out
        :returns: root of the copied collection
        """
        house = self.folder / COLLECTION
        shutil.rmtree(self.folder, ignore_errors=True)
        listed = subprocess.run(
            ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
            cwd=ROOT,
            check=True,
            capture_output=True,
        ).stdout.decode()
        for name in sorted(set(filter(None, listed.split("\0")))):
            source, target = ROOT / name, house / name
            if any(name == path or name.startswith(path + "/") for path in without) or not os.path.lexists(source):
                continue
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(source, target, follow_symlinks=False)
        # A repository of its own; else tools would find the checkout's above it, which ignores this folder.
        subprocess.run(["git", "init", "--quiet"], cwd=house, check=True, capture_output=True)
        return house


_processes: set[subprocess.Popen[bytes]] = set()
_lock = threading.Lock()


class _Running:
    """Remembers a running command, so that an interrupted run leaves none behind."""

    def __init__(self, process: subprocess.Popen[bytes]) -> None:
        self._process = process

    def __enter__(self) -> None:
        with _lock:
            _processes.add(self._process)

    def __exit__(self, *_exc: object) -> None:
        with _lock:
            _processes.discard(self._process)


def _end_group(process: subprocess.Popen[bytes]) -> None:
    with contextlib.suppress(ProcessLookupError):  # it may have ended by itself meanwhile
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def end_all() -> None:
    """End every command that is still running."""
    with _lock:
        running = list(_processes)
    for process in running:
        _end_group(process)


@contextlib.contextmanager
def bench(name: str) -> Iterator[Bench]:
    """A bench with an emptied log; yields it, closes the log."""
    logs = CACHE / "logs"
    logs.mkdir(parents=True, exist_ok=True)
    with (logs / f"{name}.txt").open("w", encoding="utf-8") as log:
        yield Bench(name, log, CACHE / "work" / name)


def junit_counts(files: Iterable[Path]) -> Counts:
    """Count the test cases of JUnit reports.

    :raises CommandFailed: there is no report, or none has a case; a run that tested nothing must not pass
    """
    counts = Counts()
    for file in files:
        for case in ElementTree.parse(file).iter("testcase"):
            if case.find("failure") is not None or case.find("error") is not None:
                counts.failed += 1
            elif case.find("skipped") is not None:
                counts.skipped += 1
            else:
                counts.passed += 1
    if counts == Counts():
        raise CommandFailed("not a single test case was run")
    return counts


def make_venv(name: str, python: str, packages: Sequence[str], on: Bench) -> Path:
    """A virtual environment in .cache, made anew when its interpreter or its packages change.

    :raises CommandFailed: a package cannot be installed
    """
    venv = CACHE / "venvs" / name
    stamp = venv / ".packages"
    wanted = "\n".join([python, *packages])
    if not stamp.is_file() or stamp.read_text(encoding="utf-8") != wanted:
        on.run([python, "-m", "venv", "--clear", venv], env=dict(os.environ))
        pip: list[str | Path] = [
            venv / "bin/python",
            "-m",
            "pip",
            "install",
            "--quiet",
            "--quiet",
            "--disable-pip-version-check",
        ]
        on.run([*pip, *packages], env=dict(os.environ))
        stamp.write_text(wanted, encoding="utf-8")
    return venv


def find_interpreter(versions: Sequence[str]) -> str | None:
    """The first of the given Python versions that is there and really runs, as a path."""
    path = variables()["PATH"]
    for version in versions:
        if f"{sys.version_info[0]}.{sys.version_info[1]}" == version:
            return str(Path(sys.base_prefix) / "bin" / f"python{version}")
        program = shutil.which(f"python{version}", path=path)
        probe = [program or "", "-c", "import ensurepip, ssl, venv"]
        if program and subprocess.run(probe, capture_output=True, check=False).returncode == 0:
            return program
    return None


@dataclass(frozen=True)
class Leg:
    """One independent part of the test run.

    ``work`` gets its bench and returns counts, or None when the leg is one case itself. It raises Skip or CommandFailed.
    """

    name: str
    work: Callable[[Bench], Counts | None]


def tool(name: str) -> Path:
    """A program of the development environment."""
    return VENV / "bin" / name
