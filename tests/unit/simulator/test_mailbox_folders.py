# Copyright (c) 2026, the teammail.zimbra contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Folder names, trees, renaming, moving, deleting."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from mailbox_support import box, mail, make_world

from zimbra_simulator.mailbox import folders, messages, names, rules
from zimbra_simulator.wire.faults import Fault


@pytest.fixture
def inbox():
    mailbox = box(make_world("support"), "support")
    return mailbox.folder(2)


def make(parent, name, **more):
    return folders.create(parent.mailbox, parent.mailbox.owner, parent, name, **more)


def code_of(function, *args, **kwargs):
    with pytest.raises(Fault) as caught:
        function(*args, **kwargs)
    return caught.value.code


@pytest.mark.parametrize(
    "bad", ["", "   ", ".", "..", "a/b", "a:b", 'a"b', "a\tb", "a\nb", "a\x01b", "y" * 256, "\U0001f600" * 128]
)
def test_names_that_are_refused(bad):
    assert code_of(names.validate, bad) == "mail.INVALID_NAME"


@pytest.mark.parametrize(
    ("given_name", "stored"),
    [("Ende ", "Ende"), (" Anfang", " Anfang"), ("...", "..."), ("a\t", "a"), ("x" * 255, "x" * 255), ("a\\b", "a\\b")],
)
def test_names_that_are_taken(given_name, stored):
    assert names.validate(given_name) == stored


@given(st.text(max_size=40))
def test_a_stored_name_is_stable(text):
    try:
        stored = names.validate(text)
    except Fault:
        return
    assert names.validate(stored) == stored


def test_siblings_differ_by_more_than_case_but_nfc_and_nfd_do(inbox):
    make(inbox, "Mühle")
    assert code_of(make, inbox, "MÜHLE") == "mail.ALREADY_EXISTS"
    make(inbox, "Mu\u0308hle")
    assert [f.name for f in inbox.children] == ["Mu\u0308hle", "Mühle"]


def test_the_database_layer_sees_no_accents():
    mailbox = box(make_world("support", collation="mariadb"), "support")
    make(mailbox.folder(2), "Müller")
    with pytest.raises(Fault) as caught:
        make(mailbox.folder(2), "Muller")
    assert caught.value.code == "mail.ALREADY_EXISTS"
    assert caught.value.arguments[0][0] == "itemId"
    make(mailbox.folder(2), "Strase")
    assert code_of(make, mailbox.folder(2), "Straße") == "mail.ALREADY_EXISTS"


def test_order_of_siblings(inbox):
    for name in ["b", "A", "a,b", "a\\b", "100% *?", " x", "Z"]:
        make(inbox, name)
    assert [f.name for f in inbox.children] == [" x", "100% *?", "A", "a,b", "a\\b", "b", "Z"]


def test_paths_are_made_and_found_in_any_case(inbox):
    mailbox = inbox.mailbox
    made = folders.create_path(mailbox, mailbox.owner, "/Neu/Tief/Unten", view="message")
    assert (made.path, made.view, made.parent.view) == ("/Neu/Tief/Unten", "message", None)
    assert mailbox.by_path("/NEU/tief/UNTEN/") is made
    assert mailbox.walk("Neu/Nix/mehr") == (mailbox.by_path("/Neu"), "Nix/mehr")
    assert code_of(folders.create_path, mailbox, mailbox.owner, "/Neu//x") == "mail.INVALID_NAME"


def test_ids_start_above_256_and_are_never_given_twice(inbox):
    mailbox = inbox.mailbox
    first = make(inbox, "a")
    assert first.id == 257
    folders.delete(mailbox, mailbox.owner, first)
    assert make(inbox, "a").id == 258


@pytest.mark.parametrize("folder_id", [2, 3, 5, 1])
def test_system_folders_stay_but_lose_their_mail(inbox, folder_id):
    mailbox = inbox.mailbox
    folder = mailbox.folder(folder_id)
    assert code_of(folders.rename, mailbox, mailbox.owner, folder, "x") == "mail.IMMUTABLE_OBJECT"
    assert code_of(folders.trash, mailbox, mailbox.owner, folder) == "mail.IMMUTABLE_OBJECT"
    below = make(inbox, "Unter")
    for place in (inbox, below):
        messages.add(mailbox, mailbox.owner, place, mail("x"))
    assert code_of(folders.delete, mailbox, mailbox.owner, folder) == "mail.IMMUTABLE_OBJECT"
    assert len(mailbox.messages) == (0 if folder_id in (1, 2) else 2)
    assert below.id in mailbox.folders


def test_no_folder_goes_below_itself_or_junk(inbox):
    mailbox = inbox.mailbox
    outer = make(inbox, "a")
    inner = make(outer, "b")
    for target in (outer, inner, mailbox.folder(4)):
        assert code_of(folders.move, mailbox, mailbox.owner, outer, target) == "mail.CANNOT_CONTAIN"
    assert code_of(make, mailbox.folder(4), "x") == "mail.CANNOT_CONTAIN"


def test_trash_reads_renames_on_a_clash_and_disables_rules(inbox):
    mailbox = inbox.mailbox
    mailbox.rules["incoming"] = [
        {"name": "r", "active": True, "condition": "anyof", "tests": [], "nested": None,
         "actions": [{"type": "actionFileInto", "attrs": {"folderPath": "/Inbox/Alt"}, "content": None}]}
    ]  # fmt: skip
    old = make(inbox, "Alt")
    message = messages.add(mailbox, mailbox.owner, old, mail("x"), flags="u")
    folders.trash(mailbox, mailbox.owner, old)
    assert (old.path, message.unread, mailbox.rules["incoming"][0]["active"]) == ("/Trash/Alt", False, False)
    again = make(inbox, "Alt")
    folders.trash(mailbox, mailbox.owner, again)
    assert again.name.startswith("Alt{")


def test_rules_follow_a_renamed_folder_and_what_is_below(inbox):
    mailbox = inbox.mailbox
    folder = make(inbox, "Meier")
    targets = ["/Inbox/meier", "/Inbox/Meier/tief", "Inbox/Meierei"]
    mailbox.rules["outgoing"] = [
        {"name": path, "active": True, "condition": "allof", "tests": [], "nested": None,
         "actions": [{"type": "actionFileInto", "attrs": {"folderPath": path}, "content": None}]}
        for path in targets
    ]  # fmt: skip
    folders.rename(mailbox, mailbox.owner, folder, "Maier")
    paths = [rule["actions"][0]["attrs"]["folderPath"] for rule in mailbox.rules["outgoing"]]
    assert paths == ["/Inbox/Maier", "/Inbox/Maier/tief", "Inbox/Meierei"]
    assert rules.encode_rules(mailbox.rules["outgoing"]).children[0].attrs["active"] is True


def test_renaming_by_path_moves(inbox):
    mailbox = inbox.mailbox
    folder = make(inbox, "a")
    folders.rename_path(mailbox, mailbox.owner, folder, "/Neu/b")
    assert folder.path == "/Neu/b"
    assert mailbox.child(2, "a") is None


def test_only_the_case_may_change(inbox):
    folder = make(inbox, "abc")
    folders.rename(inbox.mailbox, inbox.mailbox.owner, folder, "ABC")
    assert folder.name == "ABC"
    assert inbox.mailbox.child(2, "abc") is folder
