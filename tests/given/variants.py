# Copyright (c) 2026, the teammail.zimbra contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The recordings as a server of another release answers them (tests/conformance/variants/README.md).

    python -m given.variants record REPORT.json

records the steps that failed in a report of replay.py, from the server that the variables of ``make test-server`` name.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import yaml
from playground.environment import CACHE, ROOT
from playground.json_client import JsonClient
from playground.server import Server

from given import left_out
from given.grounds import Grounds, coordinates

SCENARIOS = ROOT / "tests/conformance/scenarios"
VARIANTS = ROOT / "tests/conformance/variants"
RULES = "all.yaml"
HEAD = "".join(Path(__file__).read_text(encoding="utf-8").splitlines(keepends=True)[:3])

Steps = dict[int, dict[str, Any]]


class Stale(Exception):
    """A variant names a step that the recordings do not have; the text says which."""


class _Dumper(getattr(yaml, "CSafeDumper", yaml.SafeDumper)):  # type: ignore[misc]
    """Answers as blocks of lines."""


_Dumper.add_representer(
    str,
    lambda dumper, text: dumper.represent_scalar("tag:yaml.org,2002:str", text, style="|" if "\n" in text else None),
)


def read(path: Path) -> dict[str, Any]:
    """A file of YAML; an empty mapping where there is none."""
    if not path.is_file():
        return {}
    loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    found: dict[str, Any] = yaml.load(path.read_text(encoding="utf-8"), Loader=loader)  # noqa: S506
    return found


def write(path: Path, content: Mapping[str, Any], head: str = "") -> None:
    """Write a file of YAML."""
    text = yaml.dump(dict(content), Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=4000)
    path.write_text(head + text, encoding="utf-8")


def name_of(release: str, version: str) -> str:
    """The variant for a server by what GetVersionInfo says, such as "GA" and "9.0.0_GA_4545": zimbra-9.0, or carbonio."""
    if "carbonio" in release.lower():
        return "carbonio"
    numbers = re.match(r"\d+\.\d+", version)
    return f"zimbra-{numbers.group()}" if numbers else "zimbra"


def folder_for(server: Server) -> Path:
    """Where the variant for a server lies, whether or not there is one."""
    client = JsonClient(server.admin_url, server.admin_user, server.admin_password, admin=True, verify=server.verify)
    info = client.ask("admin", "GetVersionInfo")["info"][0]
    return VARIANTS / name_of(info.get("release", ""), info.get("version", ""))


def composed(variant: Path, into: Path) -> list[str]:
    """Write all scenarios as the variant has them into a folder that is emptied before; returns the steps left out, with the reason.

    :raises Stale: the variant does not fit the recordings
    """
    shutil.rmtree(into, ignore_errors=True)
    into.mkdir(parents=True)
    status = read(variant / RULES).get("status", {})
    unknown = (
        {path.name for path in variant.glob("*.yaml")} - {path.name for path in SCENARIOS.glob("*.yaml")} - {RULES}
    )
    if unknown:
        raise Stale(f"{variant.name} has {', '.join(sorted(unknown))}, which no scenario is called")
    missing = []
    for path in sorted(SCENARIOS.glob("*.yaml")):
        scenario, some = laid_over(path, variant, status)
        missing += some
        write(into / path.name, scenario)
    return missing


def compose_for(server: Server, folder: Path) -> Path:
    """Write the scenarios as a server's release has them below the folder of a session's reports, and what is left out.

    :raises Stale: the variant does not fit the recordings
    """
    variant, scenarios = folder_for(server), folder / "scenarios"
    left_out.write(folder, composed(variant, scenarios))
    print(
        f"with the answers of {variant.name}" if variant.is_dir() else "with the answers of Zimbra 10.1.3", flush=True
    )
    return scenarios


def laid_over(path: Path, variant: Path, status: Mapping[int, int]) -> tuple[dict[str, Any], list[str]]:
    """A scenario as the variant has it, and the steps left out, with the reason.

    :raises Stale: the variant does not fit the scenario
    """
    scenario, others = read(path), read(variant / path.name).get("steps", {})
    steps, missing = [], []
    for number, step in enumerate(scenario["steps"], 1):
        other = others.pop(number, {})
        if other and other["name"] != step["name"]:
            raise Stale(f"{variant.name}/{path.name}: step {number} is {step['name']!r}, not {other['name']!r}")
        if "omit" in other:
            missing.append(f"{path.stem} step {number}, {step['name']}: {other['omit']}")
            continue
        steps.append({**step, "status": status.get(step.get("status", 200), step.get("status", 200)), **other})
    if others:
        raise Stale(f"{variant.name}/{path.name}: there are no steps {', '.join(map(str, others))}")
    return {**scenario, "steps": steps}, missing


def differing(composed_steps: list[dict[str, Any]], failed: list[int], recorded: list[dict[str, Any]]) -> Steps:
    """What a variant has to say of the failed steps (their numbers from 1) of a scenario, from a recording of it."""
    return {
        number: {"name": step["name"], "status": step["status"], "response": step["response"]}
        for number, step in enumerate(recorded, 1)
        if number in failed and "response" in step and step != composed_steps[number - 1]
    }


def record(report: Path, replay: Callable[[Path], int], variant: Path, work: Path) -> list[str]:
    """Record what failed in a report into a variant that leaves nothing out in these scenarios.

    replay: records the answers into the scenarios of a folder.  Returns what could not be recorded.
    """
    said = json.loads(report.read_text(encoding="utf-8"))["scenarios"]
    failed = {
        scenario["file"]: [n for n, step in enumerate(scenario["steps"], 1) if not step["ok"]]
        for scenario in said
        if scenario["passed"] < scenario["total"]
    }
    composed(variant, work)
    before = {name: read(work / name)["steps"] for name in failed}
    for path in work.glob("*.yaml"):
        if path.name not in failed:
            path.unlink()
    replay(work)
    variant.mkdir(parents=True, exist_ok=True)
    open_steps = []
    for name, numbers in failed.items():
        have: Steps = read(variant / name).get("steps", {})
        if any("omit" in step for step in have.values()):
            open_steps.append(f"{name}: the variant leaves steps out, so numbers differ; edit it by hand")
            continue
        found = differing(before[name], numbers, read(work / name)["steps"])
        open_steps += [f"{name} step {n}: as recorded now, or without an answer" for n in numbers if n not in found]
        have.update(found)
        if have:
            write(variant / name, {"steps": dict(sorted(have.items()))}, HEAD)
    return open_steps


def main(args: list[str]) -> int:
    """Record a report's failed steps from the server in the environment."""
    if len(args) != 2 or args[0] != "record":
        print(__doc__, file=sys.stderr)
        return 2
    given = coordinates({name: value for name, value in os.environ.items() if name.startswith("ZIMBRA_")})
    grounds = Grounds(given)
    variant = folder_for(given)
    with grounds, grounds.part("record") as server:

        def replay(folder: Path) -> int:
            argv = [
                sys.executable,
                "tests/conformance/replay.py",
                "--record",
                "--verbose",
                str(folder),
                *server.for_replay,
            ]
            return subprocess.run(argv, cwd=ROOT, check=False).returncode

        print("\n".join(record(Path(args[1]), replay, variant, CACHE / "variant")))
    print(f"recorded into {variant.relative_to(ROOT)}; replay it twice before it is kept")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
