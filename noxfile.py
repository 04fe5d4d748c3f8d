# Copyright (c) 2026, the teammail.zimbra contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The sessions of nox: each is a leg of "make test" or "make check-all", and runs alone with ``.venv/bin/nox -s NAME``.

Most use the tools of .venv, which is there already; what ansible-test and antsibull-nox need is installed in .cache/nox.
"""

from __future__ import annotations

import atexit
import contextlib
import os
import re
import shutil
import sys
from collections.abc import Callable
from functools import partial
from importlib.metadata import version
from pathlib import Path

import antsibull_nox
import nox

sys.path.insert(0, str(Path(__file__).resolve().parent / "tests"))

from given import left_out, variants
from playground import archive
from playground.environment import CACHE, COLLECTION, ROOT, TREE, VENV, build_tree, homeless
from playground.server import given_server
from playground.simulator_process import integration_config, simulator
from runner.__main__ import CORES, PLACE

nox.options.envdir = str(CACHE / "nox")
nox.options.reuse_venv = "yes"
# Somebody's own server must not steer tests that were not told to use it.
env = {name: value for name, value in homeless().items() if not name.startswith("ZIMBRA_")}
os.environ.clear()
os.environ.update(env)
build_tree()
antsibull_nox.load_antsibull_nox_toml()

# What of the tests is judged by ansible-test. The rest is programs of their own, without Ansible, which ruff, mypy and pytest
# judge, and the conformance suite, foreign text byte for byte, which no check of style may want to change.
JUDGED = "__init__.py awx benchmark config.yml docs e2e integration plugins requirements.txt unit".split()
TARGETS = os.environ.get("TEAMMAIL_TARGETS", "").split()
GIVEN = given_server()
# Each file has servers of its own.
SIDE_BY_SIDE = ("--numprocesses=2", "--dist=loadfile")


def reports(name: str) -> Path:
    """The folder for what the runner counts the cases of a session by."""
    folder = CACHE / "reports" / os.environ.get(PLACE, name)
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    return folder


def run(session: nox.Session, program: str, *words: str | Path, **more: str) -> None:
    """Run a program of .venv; more: variables of its environment."""
    session.run(str(VENV / "bin" / program), *map(str, words), env=more, external=True)


def pytest(session: nox.Session, *words: str, **more: str) -> None:
    """Run tests; what stands behind ``--`` on the command line takes the place of the words."""
    report = reports(session.name)
    options = (f"--junitxml={report / 'pytest.xml'}", "-o", f"cache_dir={report.with_name(f'{report.name}.pytest')}")
    run(session, "python", "-m", "pytest", "-q", "--color=no", *options, *(session.posargs or words), **more)


def simple(name: str, work: Callable[..., None], *words: str) -> None:
    """A session of one command in .venv."""
    nox.session(name=name, python=False)(lambda session: work(session, *words))


simple("unit", pytest, "tests/unit")
simple("e2e", pytest, "tests/e2e", "-m", "not thorough", *SIDE_BY_SIDE)
simple("e2e-thorough", pytest, "tests/e2e", "-m", "thorough", *SIDE_BY_SIDE)
simple("lists", pytest, "tests/unit/docs/test_lists.py")
simple("demo", run, "python", "-m", "demo")
simple("docs", run, "python", "-m", "tools.build_docs")
simple("ansible-lint", run, "ansible-lint", "--offline", "--strict", "--nocolor")
simple("changelog", run, "antsibull-changelog", "lint")
simple("molecule", run, "molecule", "test", "--all")
# The session of antsibull-nox leaves rstcheck out.
DOCS_LINT = "lint-collection-docs --plugin-docs --validate-collection-refs self --check-extra-docs-refs .".split()
simple("docs-lint", run, "antsibull-docs", *DOCS_LINT)


@nox.session(python=False)
def ruff(session: nox.Session) -> None:
    run(session, "ruff", "check", ".")
    run(session, "ruff", "format", "--check", ".")


@nox.session(python=False)
def mypy(session: nox.Session) -> None:
    """Types of the plugins, at a place where their import names are true, and of the programs for testing."""
    config = ("--config-file", ROOT / ".mypy.ini", "--cache-dir", CACHE / "mypy")
    with session.chdir(TREE):
        run(session, "mypy", *config, COLLECTION / "plugins", MYPYPATH=str(TREE))
    programs = ("runner", "playground", "given", "tools", "demo", "../simulator/zimbra_simulator", "../noxfile.py")
    with session.chdir("tests"):
        run(session, "mypy", *config, *programs, MYPYPATH=os.environ["PYTHONPATH"])


@nox.session
def importer(session: nox.Session) -> None:
    """Galaxy's own importer takes the archive without a warning; the session of antsibull-nox would let one pass."""
    session.install("galaxy-importer>=0.4.44,<0.5")
    shutil.rmtree(session.create_tmp())
    tarball = archive.build(Path(session.create_tmp()))
    with session.chdir(tarball.parent):
        said = session.run("python", "-Im", "galaxy_importer.main", tarball.name, silent=True) or ""
    print(said)
    if re.search(r"^(WARNING|ERROR)", said, re.MULTILINE) or "completed successfully" not in said:
        session.error("galaxy-importer is not content")


@nox.session(python=False)
def conformance(session: nox.Session) -> None:
    """Replay every recorded exchange twice against one running simulator; what the first round left must not show."""
    folder = reports(session.name)
    words = ("python", "tests/conformance/replay.py", "--verbose", "--json")
    if GIVEN:
        run(session, *words, folder / "replay.json", *GIVEN.for_replay, variants.compose_for(GIVEN, folder))
        return
    with simulator(sys.stderr) as server:
        for report in ("first.json", "second.json"):
            run(session, *words, folder / report, *server.for_replay)


def playbooks(session: nox.Session, core: str) -> None:
    """Every playbook by its full name, from the installed archive, with a core."""
    session.install(f"ansible-core=={core}.*", "requests", "lxml")
    both = ("-m", "thorough or not thorough")
    pytest(session, "tests/e2e/test_full_names.py", *both, TEAMMAIL_ANSIBLE=session.bin)


def prepare(name: str, words: list[str]) -> None:
    """Make the copy of the collection that is the working directory fit for ansible-test, its environment and its words, too."""
    house, folder = Path.cwd(), reports(name)
    if not name.startswith("sanity-"):
        # Else the tests are run with all Pythons of the machine; "default" says no less.
        (python,) = (CACHE / "nox" / name.replace(".", "-")).glob("lib/python3.*")
        words += ["--python", python.name.removeprefix("python")]
    # Set, these would lead ansible-test and its children back to the checkout instead of the copy.
    for variable in [name for name in os.environ if name.startswith(("ANSIBLE_", "PYTHONPATH"))]:
        del os.environ[variable]
    # Which pip a core asks for is part of the name under which it looks for the script that brings it.
    downloads = Path.home() / ".ansible/test/cache"
    downloads.mkdir(parents=True, exist_ok=True)
    for setup in (CACHE / "nox").glob("*/lib/python3*/site-packages/ansible_test/_internal/python_requirements.py"):
        for wanted in re.findall(r"""['"]?(\d+\.\d+(?:\.\d+)?)['"]""", setup.read_text(encoding="utf-8")):
            shutil.copyfile(ROOT / "tests/runner/get_pip.py", downloads / f"get_pip_{wanted.replace('.', '_')}.py")
    if name.startswith("integration"):
        # A target that fails ends the session at once, so what is left to do is done when nox ends.
        ending = contextlib.ExitStack()
        atexit.register(ending.close)
        if GIVEN:
            left_out.write(folder, SPARED)
        server = GIVEN or ending.enter_context(simulator(sys.stderr))
        integration_config(server, house / "tests/integration/integration_config.yml", thorough=name != "integration")
        return
    for path in (house / "noxfile.py", house / "simulator", *house.glob("tests/*"), *house.glob("tests/unit/*")):
        if path.name not in JUDGED:
            shutil.rmtree(path) if path.is_dir() else path.unlink()
    atexit.register(shutil.copytree, house / "tests/output/junit", folder, dirs_exist_ok=True)


def ansible_test(name: str, core: str, *params: str) -> None:
    """A session of ansible-test, without containers, in an environment that holds a core."""
    words = [*params, "--color", "no"]
    antsibull_nox.add_ansible_test_session(
        name=name,
        description=f"ansible-test {params[0]} of ansible-core {core}",
        ansible_test_params=words,
        default=False,
        ansible_core_version=core,
        ansible_core_source="pypi",
        callback_before=partial(prepare, name, words),
        # What it leaves of its work is more than antsibull-nox can copy back.
        callback_after=partial(shutil.rmtree, "tests/output/.tmp", ignore_errors=True),
    )


OWN_CORE = ".".join(version("ansible-core").split(".")[:2])
INTEGRATION = ("integration", "--continue-on-error", "--requirements", *TARGETS)
SPARED = left_out.targets(TARGETS) if GIVEN else [] if TARGETS else left_out.named("thorough")
ansible_test("sanity", OWN_CORE, "sanity", "--junit")
ansible_test("integration", OWN_CORE, *INTEGRATION, *(f"--exclude={reason.split()[0]}" for reason in SPARED))
for core in CORES:
    ansible_test(f"sanity-{core}", core, "sanity", "--junit")
    ansible_test(f"units-{core}", core, "units", "--requirements")
    ansible_test(f"integration-{core}", core, *INTEGRATION)
    nox.session(name=f"playbooks-{core}", python="3.12")(partial(playbooks, core=core))
