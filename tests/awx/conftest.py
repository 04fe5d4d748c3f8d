# Copyright (c) 2026, the teammail.zimbra contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""An AWX that is left as it was found, and a simulated Zimbra for what its jobs would do."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator

import pytest
from playground.awx import Controller, unseal
from playground.company import Company, company
from playground.environment import CACHE, build_tree

from awx.controller import ENVIRONMENT, MADE, ORGANIZATIONS, TYPE, USER, Api


@pytest.fixture(scope="session")
def api() -> Iterator[Api]:
    """An AWX without a trace of these tests; one that holds objects of these names that are not theirs is refused."""
    if not os.environ.get("CONTROLLER_HOST"):
        pytest.exit("CONTROLLER_HOST is not set: make test-awx needs an AWX and a login of a superuser", returncode=2)
    api = Api()
    for name in ORGANIZATIONS:
        for found in api.all("organizations", name=name):
            if found["description"] != MADE:
                pytest.exit(f"AWX has an organization {name} that these tests did not make", returncode=2)
    clear(api)
    for kind, name in (("credential_types", TYPE), ("execution_environments", ENVIRONMENT), ("users", USER)):
        if api.all(kind, **{"username" if kind == "users" else "name": name}):
            pytest.exit(f"AWX holds {name} among its {kind}, which these tests did not make", returncode=2)
    for name in ORGANIZATIONS:
        api.call("POST", "organizations/", {"name": name, "description": MADE})
    yield api
    clear(api)


def clear(api: Api) -> None:
    """Remove what an interrupted run of these tests left: their organizations with all that is in them."""
    for name in ORGANIZATIONS:
        for org in api.all("organizations", name=name, description=MADE):
            for kind in ("workflow_job_templates", "job_templates", "inventories", "projects", "credentials"):
                for item in api.all(kind, organization=org["id"]):
                    with contextlib.suppress(AssertionError):  # some go with what they belong to
                        api.call("DELETE", item["url"])
            for kind, key, value in (
                ("execution_environments", "name", ENVIRONMENT),
                ("users", "username", USER),
                ("credential_types", "name", TYPE),
            ):
                for item in api.all(kind, **{key: value}):
                    with contextlib.suppress(AssertionError):  # the other organization may still need it
                        api.call("DELETE", item["url"])
            api.call("DELETE", org["url"])


@pytest.fixture(scope="session")
def zimbra() -> Iterator[Company]:
    """A simulated server with people, and no shared mailbox yet."""
    CACHE.mkdir(exist_ok=True)
    with company(CACHE / "test-awx.log") as started:
        yield started


@pytest.fixture(scope="session")
def jobs(zimbra: Company, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Controller]:
    build_tree()
    made = Controller(zimbra, tmp_path_factory.mktemp("jobs"))
    yield made
    unseal(made.folder)
