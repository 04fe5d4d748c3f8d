# Copyright (c) 2026, the teammail.zimbra contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The legs of the test run besides ansible-test: what each needs, runs and counts."""

from __future__ import annotations

import json
import os
import re
import shutil
import sys
import tarfile
from collections.abc import Callable
from pathlib import Path

from utils import ansible_test, build_docs, variants
from utils.bench import Bench, CommandFailed, Counts, Leg, Skip, junit_counts, junit_reasons, make_venv, tool
from utils.environment import COLLECTION, ROOT, homeless, variables
from utils.server import Server
from utils.simulator_process import simulator

IMPORTER_PACKAGES = ("galaxy-importer>=0.4.44,<0.5",)


def pytest(on: Bench, folder: str, *options: str, env: dict[str, str] | None = None) -> Counts:
    """All tests below a folder, or in a file."""
    if not (ROOT / folder).is_file() and not any((ROOT / folder).rglob("test_*.py")):
        raise Skip(f"there are no tests in {folder}")
    report = on.folder.with_suffix(".xml")
    report.parent.mkdir(parents=True, exist_ok=True)
    report.unlink(missing_ok=True)
    argv: list[str | Path] = [
        sys.executable,
        "-m",
        "pytest",
        "-q",
        "--color=no",
        f"--junitxml={report}",
        "-o",
        f"cache_dir={on.folder}",
    ]
    status = on.run([*argv, *options, folder], env=env, check=False)
    reports = [report] if report.is_file() else []
    counts = junit_counts(reports)
    on.reasons += junit_reasons(reports)
    if status and not counts.failed:
        raise CommandFailed(f"pytest ended with status {status} though no test case failed")
    return counts


def conformance(on: Bench) -> Counts:
    """Replay every recorded exchange twice against one running simulator; what the first round left must not show."""
    counts = Counts()
    with simulator(on.log) as server:
        for _round in (1, 2):
            counts.add(replay(on, server))
    return counts


def replay_on(on: Bench, server: Server) -> Counts:
    """Replay every recorded exchange against a server that exists, with the answers of its release where these are known to differ."""
    scenarios = on.folder.with_suffix(".scenarios")
    variant = variants.folder_for(server)
    left_out = variants.composed(variant, scenarios)
    if variant.is_dir():
        on.notes.append(f"with the answers of {variant.name}")
    on.reasons += left_out
    counts = replay(on, server, scenarios)
    counts.add(Counts(skipped=len(left_out)))
    return counts


def replay(on: Bench, server: Server, scenarios: Path | None = None) -> Counts:
    """Replay recorded exchanges, those of Zimbra 10.1.3 if no others are named, against a server."""
    report = on.folder.with_suffix(".json")
    report.parent.mkdir(parents=True, exist_ok=True)
    report.unlink(missing_ok=True)
    argv: list[str | Path] = [sys.executable, "tests/conformance/replay.py", "--verbose", "--json", report]
    argv += ["--admin-url", server.admin_url, "--soap-url", server.soap_url, "--domain", server.domain]
    argv += ["--admin", server.admin_user, "--password", server.admin_password]
    if not server.validate_certs:
        argv.append("--insecure")
    elif server.ca_path:
        argv += ["--ca", server.ca_path]
    if scenarios:
        argv.append(scenarios)
    status = on.run(argv, check=False)
    if status not in (0, 1):
        raise CommandFailed(f"replay.py ended with status {status}")
    said = json.loads(report.read_text(encoding="utf-8"))
    return Counts(passed=said["passed"], failed=said["total"] - said["passed"])


def demo(on: Bench) -> None:
    """The demonstration, which fails if anything is not as it says."""
    if not (ROOT / "tests/demo/__main__.py").is_file():
        raise Skip("there is no tests/demo")
    on.run([sys.executable, "-m", "demo"])


def ruff(on: Bench) -> None:
    statuses = [on.run([tool("ruff"), *words, "."], check=False) for words in (("check",), ("format", "--check"))]
    if any(statuses):
        raise CommandFailed("ruff found something; make format mends most of it")


def mypy(on: Bench) -> None:
    """Types of the plugins, in a copy where their import names are true, and of the programs for testing."""
    house = on.copy_collection()
    env = variables() | {"MYPYPATH": str(on.folder)}
    config: list[str | Path] = ["--config-file", ROOT / ".mypy.ini", "--cache-dir", on.folder.with_suffix(".mypy")]
    checked = [on.run([tool("mypy"), *config, COLLECTION / "plugins"], cwd=on.folder, env=env, check=False)]
    programs = [
        house / "simulator/zimbra_simulator",
        *(house / "tests" / name for name in ("utils", "playground", "demo")),
    ]
    env["MYPYPATH"] = os.pathsep.join(str(house / folder) for folder in ("tests", "simulator"))
    checked.append(on.run([tool("mypy"), *config, *programs], cwd=house / "tests", env=env, check=False))
    if any(checked):
        raise CommandFailed("mypy found something")


def command(on: Bench, *argv: str) -> None:
    """One tool of the development environment, one case."""
    on.run([tool(argv[0]), *argv[1:]], env=homeless())


def docs_lint(on: Bench) -> None:
    """Documentation of plugins and guides: form, links and references."""
    argv = [
        "lint-collection-docs",
        "--plugin-docs",
        "--validate-collection-refs",
        "self",
        "--check-extra-docs-refs",
        ".",
    ]
    on.run([tool("antsibull-docs"), *argv], cwd=on.copy_collection(), env=homeless())


def docs(on: Bench) -> None:
    """The HTML documentation can be built."""
    build_docs.build(on)


def listed_modules(on: Bench) -> None:
    """Every module stands in the action group and in the comparison of in-process and packaged runs, has its action plugin, and nothing else does."""
    import yaml

    plugins = ROOT / "plugins"
    modules = {path.stem for path in (plugins / "modules").glob("*.py")} - {"__init__"}
    actions = {path.stem for path in (plugins / "action").glob("*.py")} - {"__init__"}
    runtime = yaml.safe_load((ROOT / "meta/runtime.yml").read_text(encoding="utf-8"))
    grouped = runtime["action_groups"]["all"]
    group = set(grouped)
    readme = set(re.findall(r"^\| `(\w+)`", (ROOT / "README.md").read_text(encoding="utf-8"), re.MULTILINE))
    cases = yaml.safe_load(
        (ROOT / "tests/integration/targets/in_process_and_packaged/vars/main.yml").read_text(encoding="utf-8")
    )
    targets = {path.name for path in (ROOT / "tests/integration/targets").iterdir()}
    compared = {case["module"] for case in cases["compare_cases"]}
    wrong = [
        f"{text}: {', '.join(sorted(names))}"
        for text, names in (
            ("missing in action group all of meta/runtime.yml", modules - group),
            ("in action group all, but no module", group - modules),
            ("more than once in action group all", {name for name in group if grouped.count(name) > 1}),
            ("module without an action plugin", modules - actions),
            ("action plugin without a module", actions - modules),
            ("module without a case in the integration target in_process_and_packaged", modules - compared),
            ("module without an integration target of its name", modules - targets),
            ("module missing in the table of README.md", modules - readme),
            ("in the table of README.md, but no module", readme - modules),
        )
        if names
    ]
    on.say("\n".join(wrong))
    if wrong:
        raise CommandFailed("; ".join(wrong))


def archive(on: Bench) -> None:
    """The collection is built, holds nothing of the development, is installed elsewhere and shows its documentation."""
    tarball = _built(on)
    with tarfile.open(tarball) as file:
        names = file.getnames()
    development = ("tests", "simulator", "Makefile")
    stray = [name for name in names if name.split("/")[0].startswith(".") or name.split("/")[0] in development]
    if stray:
        raise CommandFailed(f"build_ignore in galaxy.yml lets through: {', '.join(stray[:10])}")
    place = on.folder / "installed"
    env = variables(collections=place)
    on.run([tool("ansible-galaxy"), "collection", "install", tarball, "--offline", "-p", place], env=env)
    on.run([tool("ansible-galaxy"), "collection", "verify", "--offline", "teammail.zimbra"], env=env)
    modules = sorted(path.stem for path in (place / COLLECTION / "plugins/modules").glob("*.py"))
    if modules:
        on.run([tool("ansible-doc"), *(f"teammail.zimbra.{name}" for name in modules)], env=env)


def _built(on: Bench) -> Path:
    house = on.copy_collection()
    on.run([tool("ansible-galaxy"), "collection", "build", "--force", "--output-path", on.folder], cwd=house)
    return next(on.folder.glob("*.tar.gz"))


def importer(on: Bench) -> None:
    """Galaxy's own importer takes the archive without a warning."""
    venv = make_venv("importer", sys.executable, IMPORTER_PACKAGES, on)
    tarball = _built(on)
    env = variables(venv)
    env.pop("PYTHONPATH")
    env["HOME"] = str(on.folder)
    on.run([venv / "bin/python", "-m", "galaxy_importer.main", tarball.name], cwd=on.folder, env=env)
    on.log.flush()
    text = Path(on.log.name).read_text(encoding="utf-8", errors="replace")
    if re.search(r"^(WARNING|ERROR)", text, re.MULTILINE):
        raise CommandFailed("galaxy-importer warns")
    if "Importer processing completed successfully" not in text:
        raise CommandFailed("galaxy-importer did not say that it succeeded")


def molecule(on: Bench) -> None:
    if not (ROOT / "extensions/molecule").is_dir():
        raise Skip("there are no molecule scenarios in extensions/molecule")
    if not shutil.which("molecule", path=variables()["PATH"]):
        raise Skip("molecule is not installed")
    on.run([tool("molecule"), "test", "--all"])


def _leg(name: str, work: Callable[..., Counts | None], *words: str) -> Leg:
    return Leg(name, (lambda on: work(on, *words)) if words else work)


ANSIBLE_LINT = _leg("ansible-lint", command, "ansible-lint", "--offline", "--strict", "--nocolor")
QUICK_LINT = (
    Leg("mypy", mypy),
    Leg("docs-lint", docs_lint),
    _leg("licences", command, "reuse", "lint", "--lines"),
    Leg("ruff", ruff),
    _leg("yamllint", command, "yamllint", "--strict", "."),
    _leg("changelog", command, "antsibull-changelog", "lint"),
    Leg("lists", listed_modules),
)

LINT = (ANSIBLE_LINT, *QUICK_LINT)

# Each file has servers of its own.
SIDE_BY_SIDE = ("--numprocesses=2", "--dist=loadfile")
# Longest first, so that two at a time end together.
TEST = (
    Leg("sanity", ansible_test.sanity),
    _leg("unit", pytest, "tests/unit"),
    ANSIBLE_LINT,
    _leg("e2e", pytest, "tests/e2e", "-m", "not thorough", *SIDE_BY_SIDE),
    Leg("demo", demo),
    Leg("integration", ansible_test.integration),
    Leg("conformance", conformance),
    Leg("archive", archive),
    *QUICK_LINT,
)
# What takes long and seldom fails alone.
THOROUGH = (
    _leg("e2e-thorough", pytest, "tests/e2e", "-m", "thorough", *SIDE_BY_SIDE),
    Leg("importer", importer),
    Leg("molecule", molecule),
    Leg("docs", docs),
)


def plan(what: str) -> list[Leg]:
    """The legs of ``test``, ``check-all`` or ``lint``."""
    if what == "lint":
        return list(LINT)
    if what == "check-all":
        return [*TEST, *THOROUGH, *ansible_test.legs_for_every_core()]
    return list(TEST)
