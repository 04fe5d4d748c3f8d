# Copyright (c) 2026, the teammail.zimbra contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The judge sees each kind of breach: a module with one fault of that kind is convicted, the correct one is not."""

from __future__ import annotations

from typing import Any

import pytest
from judge import judge
from near_server import NearServer, at

from ansible_collections.teammail.zimbra.plugins.module_utils.errors import InputError
from ansible_collections.teammail.zimbra.plugins.module_utils.resources.common.tree_steps import SetColor
from ansible_collections.teammail.zimbra.plugins.module_utils.resources.folder.resource import Folder
from ansible_collections.teammail.zimbra.plugins.module_utils.soap import MAIL

# one of the two is there, of another colour
OPTIONS = {"account": at("support"), "path": ["/Inbox/Meier", "/Inbox/Müller"], "color": "5"}


def write(folder: Folder, name: str) -> None:
    folder.session.mailbox(at("support")).call(MAIL("CreateFolderRequest", MAIL("folder", l="1", name=name, fie=1)))


class WritesInCheckMode(Folder):
    def read(self, mailbox: str, desired: Any) -> Any:
        if self.check_mode:
            write(self, "Oops")
        return super().read(mailbox, desired)


class DoesLess(Folder):
    def apply(self, mailbox: str, plans: Any) -> None:
        super().apply(mailbox, plans[:1])


class DoesMore(Folder):
    def apply(self, mailbox: str, plans: Any) -> None:
        super().apply(mailbox, plans)
        write(self, "Oops")


class DoesOther(Folder):
    def plan(self, state: Any, desired: Any) -> Any:
        return super().plan(state, desired if self.check_mode else desired._replace(color=None))


class IsNeverContent(Folder):
    def plan(self, state: Any, desired: Any) -> Any:
        plan = super().plan(state, desired)
        if not plan.steps:
            plan.steps = [SetColor(plan.before["id"], 5)]
        return plan


class RefusesLate(Folder):
    def apply(self, mailbox: str, plans: Any) -> None:
        super().apply(mailbox, plans)
        raise InputError("too late")


class RefusesUnforeseen(Folder):
    def plan(self, state: Any, desired: Any) -> Any:
        if not self.check_mode:
            raise InputError("not predicted")
        return super().plan(state, desired)


def with_meier() -> NearServer:
    server = NearServer(("support",))
    server.session.mailbox(at("support")).call(MAIL("CreateFolderRequest", MAIL("folder", l="2", name="Meier")))
    return server


def named(key: Any, _before: Any, _after: Any) -> bool:
    return key in [("folder", at("support"), path) for path in OPTIONS["path"]]


def test_the_sound_module_is_acquitted() -> None:
    server = with_meier()
    assert judge(server, Folder, OPTIONS, named) == "changed"
    assert judge(server, Folder, OPTIONS, named) == "was so already"
    assert judge(server, Folder, {**OPTIONS, "path": ["/Junk/Meier"]}, named) == "refused"


@pytest.mark.parametrize(
    ("broken", "verdict"),
    [
        (WritesInCheckMode, "check mode wrote"),
        (DoesLess, "the end is not what was predicted"),
        (DoesMore, "touched"),
        (DoesOther, "predicted .*, made"),
        (IsNeverContent, "not content"),
        (RefusesLate, "refused, but something was written"),
        (RefusesUnforeseen, "not predicted"),
    ],
)
def test_a_broken_one_is_convicted(broken: type[Folder], verdict: str) -> None:
    with pytest.raises(AssertionError, match=verdict):
        judge(with_meier(), broken, OPTIONS, named)
