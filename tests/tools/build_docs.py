# Copyright (c) 2026, the teammail.zimbra contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Builds the HTML documentation with antsibull-docs and Sphinx in .cache/docs; a session of nox calls it."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from pathlib import Path

from playground.environment import CACHE, COLLECTION, NOT_IN_TREE, ROOT, build_tree

OPTIONS = {
    "--project": "teammail.zimbra",
    "--title": "teammail.zimbra: shared mailboxes on Zimbra",
    "--copyright": "the teammail.zimbra contributors",
    "--extra-conf": "language=en",
}
# Pages in another language than English, without their ending.
LANGUAGES = {"support_postfach_im_team": "de"}
# How the documentation of a plugin says that it is not for users.
INTERNAL = re.compile(r"^short_description: \(internal\)", re.MULTILINE)


def internal_plugins() -> list[Path]:
    """The plugins that only this collection's own roles and playbooks use."""
    return sorted(p for p in (ROOT / "plugins").glob("*/*.py") if INTERNAL.search(p.read_text(encoding="utf-8")))


def public_tree(tree: Path) -> Path:
    """Make a tree of links to the collection, without plugins that are internal.

    antsibull-docs lists every plugin that it finds and knows none that is private; one without documentation is an error for it.
    """
    build_tree()
    internal = internal_plugins()
    house = tree / COLLECTION
    shutil.rmtree(tree, ignore_errors=True)
    house.mkdir(parents=True)
    for entry in sorted(ROOT.iterdir()):
        if entry.name not in {*NOT_IN_TREE, "plugins"}:
            (house / entry.name).symlink_to(entry)
    for entry in sorted((ROOT / "plugins").iterdir()):
        link = house / "plugins" / entry.name
        link.parent.mkdir(exist_ok=True)
        if entry not in {plugin.parent for plugin in internal}:
            link.symlink_to(entry)
            continue
        link.mkdir()
        for plugin in sorted(entry.glob("*.py")):
            if plugin not in internal:
                (link / plugin.name).symlink_to(plugin)
    return tree


def set_language(page: Path, language: str) -> None:
    """Sphinx knows one language for all pages; browsers and screen readers go by each page's own."""
    text, count = re.subn(r'(<html\b[^>]*\blang=")en"', rf'\g<1>{language}"', page.read_text(encoding="utf-8"), count=1)
    if not count:
        raise SystemExit(f"{page.name} says nothing of its language")
    page.write_text(text, encoding="utf-8")


def main() -> None:
    tree = public_tree(CACHE / "docs-tree")
    site = CACHE / "docs"
    shutil.rmtree(site, ignore_errors=True)
    site.mkdir(parents=True, mode=0o700)
    words = [
        "antsibull-docs",
        "sphinx-init",
        "--use-current",
        "--squash-hierarchy",
        "--lenient",
        "--dest-dir",
        str(site),
    ]
    words += ["--no-add-antsibull-docs-version", *(word for option in OPTIONS.items() for word in option)]
    env = {**os.environ, "ANSIBLE_COLLECTIONS_PATH": str(tree)}
    subprocess.run([*words, "teammail.zimbra"], check=True, env=env)
    subprocess.run(["bash", "build.sh"], cwd=site, check=True, env=env)
    html = site / "build/html"
    shown = [
        page.name for plugin in internal_plugins() for page in html.rglob(f"{plugin.stem}_{plugin.parent.name}.html")
    ]
    if shown:
        raise SystemExit(f"there are pages of what is internal: {', '.join(shown)}")
    for name, language in LANGUAGES.items():
        set_language(next(html.rglob(f"{name}.html")), language)
    print(html / "index.html")


if __name__ == "__main__":
    main()
