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

SILENCE = 2400.0  # seconds; a command that says nothing for so long hangs, one that works slowly goes on talking


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
    """One leg at work: commands go into its log, files into its folder.

    notes: what is said beside its counts; parts: the counts of what it consists of, by name; reasons: why test cases were skipped.
    """

    name: str
    log: IO[str]
    folder: Path
    notes: list[str] = field(default_factory=list)
    parts: dict[str, Counts] = field(default_factory=dict)
    reasons: list[str] = field(default_factory=list)

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

        :raises CommandFailed: on a status other than 0, unless ``check`` is off; always when it hung
        """
        words = [str(word) for word in argv]
        self.say("$ " + " ".join(words))
        process = subprocess.Popen(
            words,
            cwd=cwd,
            # Buffered, the output of a long command would look like silence.
            env={**(env or variables()), "PYTHONUNBUFFERED": "1"},
            stdin=subprocess.DEVNULL,
            stdout=self.log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        with _Running(process):
            status = self._wait(process, words[0])
        if check and status:
            raise CommandFailed(f"{Path(words[0]).name} ended with status {status}")
        return status

    def _wait(self, process: subprocess.Popen[bytes], program: str) -> int:
        while True:
            said = os.fstat(self.log.fileno()).st_size
            try:
                return process.wait(timeout=SILENCE)
            except subprocess.TimeoutExpired:
                if os.fstat(self.log.fileno()).st_size == said:
                    _end_group(process)
                    raise CommandFailed(f"{program} was ended, it said nothing for {SILENCE:.0f} seconds") from None

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


def junit_reasons(files: Iterable[Path]) -> list[str]:
    """Why test cases of JUnit reports were skipped, each reason once, with how often it was given."""
    told = [skipped.get("message", "").strip() for file in files for skipped in ElementTree.parse(file).iter("skipped")]
    return [f"{reason} ({told.count(reason)})" for reason in dict.fromkeys(told)]


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
    kind: a word by which it is chosen together with others; place: the name of its log and folder, if that is not its own.
    """

    name: str
    work: Callable[[Bench], Counts | None]
    kind: str = ""
    place: str = ""


def tool(name: str) -> Path:
    """A program of the development environment."""
    return VENV / "bin" / name
