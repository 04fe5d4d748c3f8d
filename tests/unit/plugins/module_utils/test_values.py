# Copyright (c) 2026, the teammail.zimbra contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import unicodedata

import pytest

from ansible_collections.teammail.zimbra.plugins.module_utils.errors import InputError
from ansible_collections.teammail.zimbra.plugins.module_utils.values import (
    account_key,
    address,
    addresses,
    collation_key,
    folder_name,
    folder_path,
    list_value,
    same_name,
    system_id,
)

UUID = "8D4F4B1E-2F6C-4D2C-9A53-0D8A6A3D7C11"


@pytest.mark.parametrize(
    "given, stored",
    [
        ("Support@Example.COM", "support@example.com"),
        ("  support@example.com ", "support@example.com"),
        ("info@müller.example", "info@xn--mller-kva.example"),
        ("o'hara+tag@example.com", "o'hara+tag@example.com"),
        ("a@localhost", "a@localhost"),
    ],
)
def test_an_address_takes_the_form_that_the_server_stores(given, stored):
    assert address("name", given) == stored


@pytest.mark.parametrize(
    "given",
    [
        "",
        "support",
        "@example.com",
        "a b@example.com",
        "a@b@",
        "a@-x.com",
        "a@x..com",
        "Support <a@example.com>",
        None,
        "a@ü..example",
    ],
)
def test_what_is_no_address_is_named_with_its_option(given):
    with pytest.raises(InputError, match=r"^name is .*, which is no e-mail address; write it as"):
        address("name", given)


def test_addresses_come_once_and_in_order():
    assert addresses("to", ["b@example.com", "A@example.com", "B@example.com"]) == ["b@example.com", "a@example.com"]


def test_an_account_may_be_named_by_id():
    assert account_key("account", UUID) == UUID.lower()
    assert account_key("account", "A@example.com") == "a@example.com"


@pytest.mark.parametrize(
    "given, add, remove, whole",
    [
        (["a", "b"], [], [], ["a", "b"]),
        ([], [], [], []),
        ("a,b", [], [], ["a", "b"]),
        (7, [], [], ["7"]),
        ({"set": []}, [], [], []),
        ({"add": "a"}, ["a"], [], None),
        ({"add": ["a"], "remove": ["b"]}, ["a"], ["b"], None),
        ({"add": None, "remove": ["b"], "set": None}, [], ["b"], None),
    ],
)
def test_forms_of_a_list_value(given, add, remove, whole):
    value = list_value("members", given)
    assert (value.add, value.remove, value.set) == (add, remove, whole)


def test_an_omitted_list_value_is_no_wish():
    assert list_value("members", None) is None


@pytest.mark.parametrize(
    "given, sentence",
    [
        ("", "members is an empty text; leave it out to change nothing, or write [] to empty the list"),
        (" , ", "members is an empty text; leave it out to change nothing, or write [] to empty the list"),
        ({}, "members is {}; give a list, or a dictionary of add, remove and set"),
        ({"append": ["a"]}, "members is {'append': ['a']}; give a list, or a dictionary of add, remove and set"),
        ({"set": ["a"], "add": ["b"]}, "members has set together with add or remove; use either set or the other two"),
        ({"add": ["a"], "remove": ["a"]}, "members would both add and remove a; name it once"),
    ],
)
def test_a_list_value_that_means_nothing_is_refused(given, sentence):
    with pytest.raises(InputError) as refused:
        list_value("members", given)
    assert str(refused.value) == sentence


def test_the_same_member_in_two_spellings_is_both_added_and_removed():
    with pytest.raises(InputError, match=r"both add and remove a@example\.com"):
        list_value("members", {"add": ["A@example.com"], "remove": ["a@example.com"]}, address)


def test_a_bad_member_is_named_with_its_part():
    with pytest.raises(InputError, match=r"^members\.add is 'x'"):
        list_value("members", {"add": ["x"]}, address)


@pytest.mark.parametrize(
    "desired, result",
    [
        ({"set": ["C", "c"]}, ["c"]),
        ({"add": ["B"], "remove": ["A"]}, ["B"]),
        ({"add": ["c"]}, ["a", "b", "c"]),
        ({"remove": ["x"]}, ["a", "b"]),
    ],
)
def test_the_list_that_comes_about(desired, result):
    assert list_value("x", desired).result(["a", "b"], str.lower) == result


@pytest.mark.parametrize("name", ["Meier", "Müller & Söhne", "a" * 255, "100 %", "'", " vorn"])
def test_names_that_a_folder_may_have(name):
    assert folder_name("path", name) == name


def test_a_name_is_stored_composed_and_without_trailing_blanks():
    assert folder_name("path", unicodedata.normalize("NFD", "Müller") + " \t") == "Müller"


@pytest.mark.parametrize(
    "name", ["", ".", "..", "a:b", 'a"b', "a/b", "a\x00b", "a\nb", "a" * 256, "Post 😀", "\ud800", "   "]
)
def test_names_that_a_folder_may_not_have(name):
    with pytest.raises(InputError, match=r"^path is "):
        folder_name("path", name)


@pytest.mark.parametrize(
    "given, path, ident",
    [
        ("/inbox", "/Inbox", 2),
        ("/SENT/", "/Sent", 5),
        ("/inbox/Meier", "/Inbox/Meier", None),
        ("/Inboxes", "/Inboxes", None),
        ("//Team//A ", "/Team/A", None),
        ("/", "/", 1),
        ("/emailed contacts/x", "/Emailed Contacts/x", None),
    ],
)
def test_paths_name_system_folders_as_the_server_does(given, path, ident):
    assert folder_path("path", given) == path
    assert system_id(path) == ident


def test_a_path_must_be_absolute():
    with pytest.raises(InputError, match="no absolute path; begin it with /"):
        folder_path("path", "Inbox")


def test_names_are_compared_without_case_and_composed():
    assert same_name("MÜLLER", unicodedata.normalize("NFD", "müller"))
    assert not same_name("Muller", "Müller")


@pytest.mark.parametrize("one, other", [("Müller", "Muller"), ("Müller", "müller"), ("Strauß", "Straus"), ("É", "e")])
def test_names_that_the_database_takes_for_the_same(one, other):
    assert collation_key(one) == collation_key(other)


def test_names_that_the_database_tells_apart():
    assert collation_key("Müller") != collation_key("Mueller")
