# Copyright (c) 2026, the teammail.zimbra contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Where things lie in this checkout, and the environment in which Ansible finds the collection here.

``python -m playground.environment --tree`` builds the tree; ``python -m playground.environment COMMAND ...`` runs a command in the
environment. Nothing is written outside the checkout.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
CACHE = ROOT / ".cache"
VENV = ROOT / ".venv"
TREE = ROOT / ".collections"
HOME = CACHE / "home"
COLLECTION = Path("ansible_collections/teammail/zimbra")
PYTHONPATH = os.pathsep.join(str(ROOT / folder) for folder in ("tests", "simulator"))

# What is made here is no part of the collection; a link to the tree from inside the tree would never end.
NOT_IN_TREE = {".cache", ".collections", ".git", ".venv", "collections", "dist"}


def build_tree() -> None:
    """Make ``.collections/ansible_collections/teammail/zimbra``, a folder with one link for each top-level entry.

    Ansible finds a collection by the names of its folders, and a clone may have any. A link to the whole checkout would
    do for ansible-playbook, but tools that resolve links see the checkout's own name again.
    """
    house = TREE / COLLECTION
    house.mkdir(parents=True, exist_ok=True)
    for link in house.iterdir():
        if link.is_symlink() and not link.exists():
            link.unlink(missing_ok=True)
    for entry in ROOT.iterdir():
        if entry.name not in NOT_IN_TREE and not os.path.lexists(house / entry.name):
            # Relative, so that a copy of the checkout has links to itself. Another leg may make it at the same time.
            with contextlib.suppress(FileExistsError):
                (house / entry.name).symlink_to(Path(os.path.relpath(entry, house)))


def search_path(*first: Path) -> str:
    """PATH with the given folders in front and every working interpreter behind.

    A version manager's shims stand for Pythons that may be switched off and then end with status 127, which
    ansible-test takes for a broken Python; the real folders behind the shims are named instead.
    """
    ordinary = [entry for entry in os.environ.get("PATH", os.defpath).split(os.pathsep) if "pyenv/shims" not in entry]
    pyenv = Path(os.environ.get("PYENV_ROOT") or Path.home() / ".pyenv")
    real = sorted(str(folder) for folder in pyenv.glob("versions/3.*/bin"))
    entries = [str(folder) for folder in first] + ordinary + real
    return os.pathsep.join(dict.fromkeys(entries))


def variables(venv: Path = VENV, collections: Path = TREE) -> dict[str, str]:
    """The environment for Ansible's tools: this checkout's collection, and its own folder in place of the home."""
    home = CACHE / "ansible"
    env = {name: value for name, value in os.environ.items() if not name.startswith(("ANSIBLE_", "MAKE", "MFLAGS"))}
    env.pop("PYTHONDONTWRITEBYTECODE", None)
    env.update(
        PATH=search_path(venv / "bin"),
        VIRTUAL_ENV=str(venv),
        PYTHONPATH=PYTHONPATH,
        LC_ALL="C.UTF-8",
        ANSIBLE_HOME=str(home),
        ANSIBLE_REMOTE_TMP=str(home / "tmp"),
        ANSIBLE_COLLECTIONS_PATH=str(collections),
        ANSIBLE_CONFIG=str(ROOT / "tests/playground/ansible.cfg"),
    )
    return env


def homeless(collections: Path = TREE) -> dict[str, str]:
    """The same with a home folder in .cache, for tools that leave things in the real one; pip's settings come along."""
    HOME.mkdir(parents=True, exist_ok=True)
    for setting in (".config/pip", ".pip", ".netrc"):
        real, link = Path.home() / setting, HOME / setting
        if real.exists() and not os.path.lexists(link):
            link.parent.mkdir(parents=True, exist_ok=True)
            link.symlink_to(real)
    return variables(collections=collections) | {"HOME": str(HOME)}


def main(args: list[str]) -> int:
    if not args:
        print("usage: python -m playground.environment --tree | COMMAND ...", file=sys.stderr)
        return 2
    build_tree()
    if args == ["--tree"]:
        return 0
    env = variables()
    program = shutil.which(args[0], path=env["PATH"])
    if program is None:
        print(f"{args[0]}: no such program", file=sys.stderr)
        return 127
    os.execve(program, args, env)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
