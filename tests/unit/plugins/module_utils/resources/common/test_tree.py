# Copyright (c) 2026, the teammail.zimbra contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What one GetFolder says about a mailbox."""

from __future__ import annotations

import pytest
from lxml import etree

from ansible_collections.teammail.zimbra.plugins.module_utils.errors import InputError, ZimbraError
from ansible_collections.teammail.zimbra.plugins.module_utils.resources.common.tree import (
    Grant,
    Tree,
    ancestors,
    local_id,
    new_mailbox,
    split,
    tree_of,
)
from ansible_collections.teammail.zimbra.plugins.module_utils.values import color_value
from ansible_collections.teammail.zimbra.tests.unit.plugins.scripted import whole

OWNER = "support@example.com"
ZID = "8d4f4b1e-2f6c-4d2c-9a53-0d8a6a3d7c11"
TEAM = "3f1c8a52-7d0e-4a6b-9c55-5a1f2b7e9d10"


def tree(inner: str) -> Tree:
    """A mailbox whose root holds that XML."""
    xml = f'<GetFolderResponse xmlns="urn:zimbraMail"><folder id="{ZID}:1" name="USER_ROOT">{inner}</folder></GetFolderResponse>'
    return tree_of(whole(etree.fromstring(xml)), OWNER, ZID)


INBOX = f"""
<folder id="{ZID}:2" name="Inbox" f="ui" view="message" n="17" u="3" s="99" color="5">
  <acl><grant zid="{TEAM}" gt="grp" perm="rwidx" d="team@example.com" expiry="1000"/></acl>
  <folder id="{ZID}:257" name="Müller" rgb="#AABBCC"/>
</folder>"""
LINK = f'<link id="{ZID}:258" name="Chef" zid="{TEAM}" rid="2" owner="chef@example.com"><folder id="{TEAM}:300" name="Geheim"/></link>'


def test_reads_a_folder() -> None:
    inbox = tree(INBOX).find("/Inbox")
    assert inbox is not None
    assert (inbox.id, inbox.messages, inbox.unread, inbox.size, inbox.color) == (2, 17, 3, 99, 5)
    assert inbox.grants == [Grant("grp", TEAM, "team@example.com", "rwidx", 1000)]


def test_finds_whatever_the_case_and_tells_custom_colours() -> None:
    found = tree(INBOX).find("/inbox/MÜLLER")
    assert found is not None and found.path == "/Inbox/Müller"
    assert found.color == "#aabbcc"
    assert found.grants is None


def test_a_cut_off_folder_is_not_one_that_inherits() -> None:
    found = tree(
        '<folder id="300" name="A" f="i"><acl/></folder><folder id="301" name="B" f="i"/><folder id="302" name="C"/>'
    )
    assert [node.grants for node in found.nodes()[:3]] == [[], [], None]


def test_what_a_mountpoint_leads_to_is_not_ours() -> None:
    found = tree(LINK)
    assert [node.path for node in found.nodes()][:1] == ["/Chef"]
    assert found.by_id(300) is None
    with pytest.raises(ZimbraError, match=r"/Chef is a mountpoint of chef@example\.com, no folder"):
        found.folder("/chef")
    with pytest.raises(ZimbraError, match="/Chef/Neu lies below /Chef"):
        found.nearest("/Chef/Neu")


def test_the_way_to_a_new_folder() -> None:
    assert tree(INBOX).nearest("/Inbox/Neu/Tief").id == 2
    assert tree(INBOX).nearest("/Neu").id == 1


def test_database_twins() -> None:
    twin = tree(INBOX).clash("/Inbox/Muller")
    assert twin is not None and twin.name == "Müller"
    assert tree(INBOX).clash("/Inbox/Meier") is None
    assert tree(INBOX).clash("/Nix/Meier") is None


def test_retention() -> None:
    found = tree(
        '<folder id="300" name="A"><retentionPolicy><keep/><purge><policy type="user" lifetime="30d"/>'
        '<policy type="system" id="x-1" name="Year"/></purge></retentionPolicy></folder>'
    )
    assert found.nodes()[0].retention == {"keep": [], "purge": ["30d", "system:x-1"]}


def test_a_new_mailbox_has_the_system_folders() -> None:
    fresh = new_mailbox(OWNER)
    sent = fresh.find("/Sent")
    assert sent is not None and (sent.id, sent.view, sent.is_system) == (5, "message", True)
    assert fresh.missing


def test_paths() -> None:
    assert ancestors("/A/B/C") == ["/A", "/A/B"]
    assert ancestors("/A") == []
    assert split("/A") == ("/", "A")
    assert split("/A/B") == ("/A", "B")


@pytest.mark.parametrize(("text", "number"), [("257", 257), (ZID + ":257", 257), ("-1", -1), (None, 0), ("x", 0)])
def test_local_id(text: str | None, number: int) -> None:
    assert local_id(text) == number


@pytest.mark.parametrize(("value", "color"), [("0", 0), (127, 127), ("#FF00aa", "#ff00aa"), (None, None)])
def test_color(value: object, color: object) -> None:
    assert color_value("color", value) == color


@pytest.mark.parametrize("value", ["128", "-1", "red", "#fff", "#gggggg", ""])
def test_no_color(value: str) -> None:
    with pytest.raises(InputError, match="give a number from 0 to 127"):
        color_value("color", value)


@pytest.mark.parametrize(
    ("inner", "words"),
    [
        # as the real server shows it after a rename of /Support to /Team/Inbox
        (
            (
                '<folder id="258" name="Inbox" l="257"/><folder id="257" name="Team" l="1"><folder id="258" name="Inbox" l="257"/></folder>'
                '<folder id="3" name="Trash" l="1"/>'
            ),
            r"the server shows /Inbox twice or in a wrong place; the server shows /Team/Inbox twice",
        ),
        # the double was deleted meanwhile
        (
            '<folder id="258" name="Inbox" l="257"/><folder id="257" name="Team" l="1"/>',
            "the server shows /Inbox twice or in a wrong place",
        ),
    ],
)
def test_a_tree_that_the_server_has_wrong_is_told_of(inner: str, words: str) -> None:
    with pytest.raises(ZimbraError, match=f"^{OWNER}: {words}.*'zmprov rmc {OWNER}'"):
        tree(inner)


def test_a_system_folder_that_is_not_shown_is_told_of() -> None:
    xml = '<GetFolderResponse xmlns="urn:zimbraMail"><folder id="1" name="USER_ROOT"><folder id="3" name="Trash"/></folder></GetFolderResponse>'
    with pytest.raises(ZimbraError, match="the system folder /Inbox is not shown"):
        tree_of(etree.fromstring(xml), OWNER, ZID)


def test_a_system_folder_that_is_not_shared_with_somebody_is_not_missing() -> None:
    xml = '<GetFolderResponse xmlns="urn:zimbraMail"><folder id="z:1" name="USER_ROOT"><folder id="z:2" name="Inbox"/></folder></GetFolderResponse>'
    assert tree_of(etree.fromstring(xml), OWNER, ZID, partly=True).find("/Inbox") is not None


def test_messages_marked_as_deleted_by_imap_count_as_something_in_the_folder() -> None:
    found = tree('<folder id="257" name="Meier" n="2" i4n="5"/>').find("/Meier")
    assert found is not None
    assert (found.messages, found.hidden) == (2, 3)
