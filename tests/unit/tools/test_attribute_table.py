# Copyright (c) 2026, the teammail.zimbra contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""How the table of attributes is made of the server's definitions, with a repository of two releases."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
from tools.make_attribute_table import Clone, rows

OLD = """<attrs>
<attr name="zimbraKind" type="enum" value="a,old" cardinality="single" optionalIn="account"/>
</attrs>"""
NEW = """<attrs>
<attr name="zimbraKind" type="enum" value="a,b" cardinality="single" optionalIn="account,cos" flags="accountInherited"/>
<attr name="zimbraSize" type="integer" min="0" max="9" cardinality="multi" optionalIn="mailRecipient" immutable="1"/>
<attr name="zimbraPort" type="port" cardinality="single" optionalIn="server"/>
</attrs>"""


def release(folder: Path, tag: str, definitions: str) -> None:
    files = folder / "store/conf/attrs"
    files.mkdir(parents=True, exist_ok=True)
    (files / "zimbra-attrs.xml").write_text(definitions)
    (files / "amavisd-new-attrs.xml").write_text('<attrs><attr name="amavisLevel" type="astring" max="5"/></attrs>')
    who = ["-c", "user.name=t", "-c", "user.email=t@example.com"]
    for command in (["add", "."], [*who, "commit", "-q", "--allow-empty", "-m", tag], ["tag", tag]):
        subprocess.run(["git", "-C", str(folder), *command], check=True)


@pytest.fixture
def clone(tmp_path: Path) -> Clone:
    subprocess.run(["git", "init", "-q", str(tmp_path)], check=True)
    release(tmp_path, "8.7.11.p3", NEW)
    release(tmp_path, "8.8.15.p2", OLD)
    release(tmp_path, "10.1.0.beta", OLD)
    release(tmp_path, "10.1.0", NEW)
    return Clone(tmp_path)


def test_the_newest_release_says_what_an_attribute_is_and_the_others_since_when(clone: Clone) -> None:
    assert clone.tags() == ["8.8.15.p2", "10.1.0"]
    lines, others = rows({tag: clone.definitions(tag) for tag in clone.tags()})
    assert [line for line in lines if line.startswith(("zimbra", "amavis"))] == [
        "amavisLevel astr:5 - ad",
        "zimbraKind enum:a,b;old h AC",
        "zimbraSize int:0:9 im ADL 10.1.0",
    ]
    assert "carLicense str lm a" in lines
    assert others == ["zimbraPort"]


def test_what_a_release_no_longer_has_stops_it(clone: Clone) -> None:
    by_tag = {"8.8.15.p2": clone.definitions("10.1.0"), "10.1.0": clone.definitions("8.8.15.p2")}
    with pytest.raises(SystemExit, match=r"no longer has.*zimbraPort, zimbraSize"):
        rows(by_tag)
