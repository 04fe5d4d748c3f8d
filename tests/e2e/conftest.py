# Copyright (c) 2026, the teammail.zimbra contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A server with two shared mailboxes on it, set up once for each module of tests.

It is a simulator, or the server that ``make test-server`` was given. What only a simulator can do (fail when told to, count its
requests) is marked with ``pytest.mark.simulator(why)``.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playground.archive import build, install
from playground.company import Company, company
from playground.environment import CACHE
from playground.mailbox_at_work import Inventory, MailboxAtWork
from playground.server import given_server


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "simulator(why): needs a simulator, and skips on any other server")
    config.addinivalue_line("markers", "thorough: runs in make check-all, and is left out of make test")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    if given_server() is None:
        return
    for item in items:
        for mark in item.iter_markers("simulator"):
            item.add_marker(pytest.mark.skip(reason=f"needs a simulator: {mark.args[0]}"))


@pytest.fixture(scope="module")
def empty_company(request: pytest.FixtureRequest) -> Iterator[Company]:
    """People with accounts of their own, and no shared mailbox yet."""
    CACHE.mkdir(exist_ok=True)
    with company(CACHE / f"e2e-{request.module.__name__.rpartition('.')[2]}.log") as started:
        yield started


@pytest.fixture(scope="module")
def shop(empty_company: Company) -> Company:
    """The two mailboxes of the example inventory, set up by the role."""
    run = empty_company.converge()
    assert run.status == 0, run.output
    return empty_company


@pytest.fixture
def inventory(tmp_path: Path) -> Any:
    """Writes an inventory: host name -> variables."""
    import json

    def write(hosts: dict[str, dict[str, Any]]) -> Path:
        path = tmp_path / "hosts.json"
        path.write_text(json.dumps({"all": {"children": {"shared_mailboxes": {"hosts": hosts}}}}), encoding="utf-8")
        return path

    return write


@pytest.fixture
def at_work(empty_company: Company, inventory: Inventory) -> MailboxAtWork:
    """The mailbox support@ alone, in what state the tests before have left it."""
    return MailboxAtWork(empty_company, inventory)


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The collection's archive, built as for a release."""
    return build(tmp_path_factory.mktemp("archive"))


@pytest.fixture(scope="module")
def installed(archive: Path) -> Path:
    """A folder in which nothing but the collection is installed."""
    return install(archive)
