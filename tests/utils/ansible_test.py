# Copyright (c) 2026, the teammail.zimbra contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The legs that run ansible-test: sanity, units and integration, each with any ansible-core."""

from __future__ import annotations

import os
import re
import shutil
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from utils.bench import Bench, CommandFailed, Counts, Leg, Skip, find_interpreter, junit_counts, make_venv
from utils.environment import CACHE, ROOT, VENV, variables
from utils.server import Server
from utils.simulator_process import integration_config, simulator


@dataclass(frozen=True)
class Core:
    """An ansible-core release line and the controller Pythons that it supports, best first."""

    version: str
    pythons: tuple[str, ...]


CORES = (
    Core("2.17", ("3.12", "3.11", "3.10")),
    Core("2.18", ("3.13", "3.12", "3.11")),
    Core("2.19", ("3.13", "3.12", "3.11")),
    Core("2.20", ("3.13", "3.12", "3.14")),
    Core("2.21", ("3.13", "3.12", "3.14")),
)
MODULE_PACKAGES = ("requests>=2.28", "lxml>=4.9")
UNIT_PACKAGES = ("hypothesis>=6.100", "pytest", "pytest-xdist", "pytest-mock", "pytest-forked")

# Programs of their own, not shipped and without Ansible: ruff, mypy and pytest judge them. The conformance suite holds
# foreign text byte for byte, which no check of style may want to change.
OWN_PROGRAMS = (
    "simulator",
    "tests/conformance",
    "tests/demo",
    "tests/playground",
    "tests/simulator.py",
    "tests/unit/properties",
    "tests/unit/simulator",
    "tests/unit/utils",
    "tests/unit/tools",
    "tests/utils",
)


def environment(venv: Path) -> dict[str, str]:
    """The environment for ansible-test, which keeps things in the home folder: it gets one of its own.

    pip's own settings come along, for ansible-test passes none of pip's variables on.
    """
    home = CACHE / "home"
    real = Path.home()
    downloads = home / ".ansible/test/cache"
    downloads.mkdir(parents=True, exist_ok=True)
    for setting in (".config/pip", ".pip", ".netrc"):
        link = home / setting
        if (real / setting).exists() and not link.is_symlink():
            link.parent.mkdir(parents=True, exist_ok=True)
            link.symlink_to(real / setting)
    script = Path(__file__).with_name("get_pip.py")
    for setup in venv.glob("lib/python3*/site-packages/ansible_test/_internal/python_requirements.py"):
        # Which pip a core asks for is part of the name under which it looks for the script.
        text = setup.read_text(encoding="utf-8")
        for version in set(re.findall(r"""['"]?(\d+\.\d+(?:\.\d+)?)['"]""", text)):
            shutil.copyfile(script, downloads / f"get_pip_{version.replace('.', '_')}.py")
    env = variables(venv)
    env["HOME"] = str(home)
    # Set, these would lead ansible-test and its children back to the checkout instead of the copy.
    for name in ("ANSIBLE_COLLECTIONS_PATH", "ANSIBLE_HOME", "ANSIBLE_REMOTE_TMP", "ANSIBLE_CONFIG", "PYTHONPATH"):
        env.pop(name)
    return env


def _venv(core: Core | None, on: Bench) -> Path:
    """The environment that holds a core; without one, the development environment's own."""
    if core is None:
        return VENV
    python = find_interpreter(core.pythons)
    if python is None:
        raise Skip(f"ansible-core {core.version} needs Python {' or '.join(sorted(core.pythons))}")
    packages = (f"ansible-core=={core.version}.*", *MODULE_PACKAGES, *UNIT_PACKAGES)
    return make_venv(f"core-{core.version}", python, packages, on)


def sanity(on: Bench, core: Core | None = None) -> Counts:
    """All sanity tests, and not a single exception allowed to them.

    What compiles and imports the code is done with the Python in use alone; for a core that is named, with every Python that it supports.
    """
    venv = _venv(core, on)
    house = on.copy_collection(without=OWN_PROGRAMS)
    ignored = sorted(path.name for path in (house / "tests").glob("sanity/ignore*"))
    if ignored:
        raise CommandFailed(f"sanity has no exceptions here, but there is {', '.join(ignored)}")
    argv: list[str | Path] = [venv / "bin/ansible-test", "sanity", "--color", "no"]
    argv += [] if core else ["--python", _python_version(venv)]
    status = on.run(argv, cwd=house, env=environment(venv), check=False)
    ran, failed = sanity_counts(_log_of(on))
    if not ran or (status and not failed) or failed > ran:
        raise CommandFailed(f"ansible-test ended with status {status}, {ran} sanity tests were run")
    return Counts(passed=ran - failed, failed=failed)


def sanity_counts(text: str) -> tuple[int, int]:
    """How many sanity tests ran (a test with several Pythons counts for each), and how many of them failed."""
    ran = set(re.findall(r"^Running sanity test (.*)$", text, re.MULTILINE))
    listed = re.search(
        r"^FATAL: The \d+ sanity test\(s\) listed below .* failed\..*\n((?:\S.*\n)+)", text, re.MULTILINE
    )
    return len(ran), len(listed.group(1).splitlines()) if listed else 0


def units(on: Bench, core: Core | None = None) -> Counts:
    """The unit tests as ansible-test runs them, with the Python of the core's environment."""
    if not (ROOT / "tests/unit/plugins").is_dir():
        raise Skip("there is no tests/unit/plugins")
    venv = _venv(core, on)
    house = on.copy_collection(without=OWN_PROGRAMS)
    argv: list[str | Path] = [venv / "bin/ansible-test", "units", "--color", "no", "--python", _python_version(venv)]
    status = on.run(argv, cwd=house, env=environment(venv), check=False)
    return _checked(junit_counts((house / "tests/output/junit").glob("*.xml")), status)


def integration(on: Bench, core: Core | None = None) -> Counts:
    """The integration targets against a simulator that runs as long as they do; TEAMMAIL_TARGETS names some of them."""
    with simulator(on.log) as server:
        return integration_on(on, server, core, leave_out=("thorough",) if core is None else ())


def integration_on(on: Bench, server: Server, core: Core | None = None, leave_out: Sequence[str] = ()) -> Counts:
    """The integration targets against a server; those with the alias ``simulator`` need its control endpoint.

    leave_out: aliases of targets that run only where TEAMMAIL_TARGETS names them.
    """
    places = {path.parent.name: path.parent for path in (ROOT / "tests/integration/targets").glob("*/tasks")}
    targets = sorted(name for name in places if not name.startswith(("setup_", "prepare_")))
    targets = os.environ.get("TEAMMAIL_TARGETS", "").split() or [
        name for name in targets if not set(leave_out) & set(_aliases(places[name]))
    ]
    if unknown := set(targets) - set(places):
        raise CommandFailed(f"TEAMMAIL_TARGETS names what is no target: {', '.join(sorted(unknown))}")
    if not targets:
        raise Skip("there are no targets in tests/integration/targets")
    spared = {name for name in targets if not server.control and "simulator" in _aliases(places[name])}
    for name in sorted(spared):
        on.parts[name] = Counts(skipped=1)
        on.reasons.append(f"{name} needs the simulator's control endpoint")
    chosen = [name for name in targets if name not in spared]
    if not chosen:
        return Counts(skipped=len(spared))
    venv = _venv(core, on)
    house = on.copy_collection()
    integration_config(server, house / "tests/integration/integration_config.yml", thorough=core is not None)
    argv: list[str | Path] = [venv / "bin/ansible-test", "integration", "--color", "no", "--continue-on-error"]
    argv += ["--python", _python_version(venv), *chosen]
    status = on.run(argv, cwd=house, env=environment(venv), check=False)
    text = _log_of(on)
    ran = set(re.findall(r"^Running (\S+) integration test role", text, re.MULTILINE)) & set(chosen)
    broken = re.search(r"^FATAL: The \d+ integration test\(s\) listed below .*\n((?:\S+\n)+)", text, re.MULTILINE)
    failed = set(broken.group(1).split()) & ran if broken else set()
    on.notes += [f"{name} was not run" for name in sorted(set(chosen) - ran)]
    if not ran or (status and not failed):
        raise CommandFailed(f"ansible-test ended with status {status} and ran {len(ran)} targets")
    for name in chosen:
        on.parts[name] = Counts(
            passed=int(name in ran - failed), failed=int(name in failed), skipped=int(name not in ran)
        )
    return Counts(passed=len(ran - failed), failed=len(failed), skipped=len(set(targets) - ran))


def _aliases(target: Path) -> list[str]:
    return (target / "aliases").read_text(encoding="utf-8").split()


def _log_of(on: Bench) -> str:
    on.log.flush()
    return Path(on.log.name).read_text(encoding="utf-8", errors="replace")


def _python_version(venv: Path) -> str:
    """Which Python a virtual environment has, such as 3.12."""
    if venv == VENV:
        return f"{sys.version_info[0]}.{sys.version_info[1]}"
    return next(venv.glob("lib/python3*")).name.removeprefix("python")


def _checked(counts: Counts, status: int) -> Counts:
    if status and not counts.failed:
        raise CommandFailed(f"ansible-test ended with status {status} though no test case failed")
    return counts


def legs_for_every_core() -> list[Leg]:
    """Sanity, units and integration with each supported core in an environment of its own."""
    kinds = (("sanity", sanity), ("units", units), ("integration", integration))
    return [Leg(f"{kind}-{core.version}", partial(work, core=core)) for core in CORES for kind, work in kinds]
