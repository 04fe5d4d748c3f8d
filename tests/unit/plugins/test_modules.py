# Copyright (c) 2026, the teammail.zimbra contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""main() of every module makes its AnsibleModule of the options and rules that its resource states."""

from __future__ import annotations

import importlib
from pathlib import Path

import pytest

from ansible_collections.teammail.zimbra.plugins.module_utils import engine

PACKAGE = "ansible_collections.teammail.zimbra.plugins."
NAMES = sorted(p.stem for p in (Path(engine.__file__).parents[1] / "modules").glob("*.py") if p.stem != "__init__")
RULES = {"mutually_exclusive", "required_if", "required_by", "required_one_of", "required_together"}


class Made(Exception):
    """Options and rules of the AnsibleModule that would be made."""


@pytest.mark.parametrize("name", NAMES)
def test_main(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    def create_module(options, **rules):
        raise Made(options, rules)

    monkeypatch.setattr(engine, "create_module", create_module)
    with pytest.raises(Made) as made:
        importlib.import_module(f"{PACKAGE}modules.{name}").main()
    options, rules = made.value.args
    assert set(rules) <= RULES
    named = {part for rule in rules.get("mutually_exclusive", []) + rules.get("required_one_of", []) for part in rule}
    named |= {part for option, _value, others in rules.get("required_if", []) for part in (option, *others)}
    named |= {part for pair in rules.get("required_by", {}).items() for part in pair}
    assert named <= set(options)
