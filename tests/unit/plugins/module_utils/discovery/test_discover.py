# Copyright (c) 2026, the teammail.zimbra contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Whose folder is whose, what most people call a thing, and the one request that finds shared mailboxes."""

from __future__ import annotations

import pytest

from ansible_collections.teammail.zimbra.plugins.module_utils.discovery.discover import Person, discover, search
from ansible_collections.teammail.zimbra.plugins.module_utils.discovery.team import match, name_folders
from ansible_collections.teammail.zimbra.plugins.module_utils.discovery.variables import most_common
from ansible_collections.teammail.zimbra.plugins.module_utils.resources.common.tree import Node
from ansible_collections.teammail.zimbra.tests.unit.plugins.scripted import Exchange, Script, batch, batched, fault

ANNA = Person("anna.meier@example.com", "account", "anna.meier@example.com", "id-anna", "Anna Meier", "active")
JUERGEN = Person("jm@example.com", "account", "jm@example.com", "id-juergen", "Jürgen Müller", "active")
BERND = Person("bernd@example.com", "account", "bernd@example.com", "id-bernd", "Bernd Meier", "active")
NOBODY = Person("x.schulze@example.com", "account", "x.schulze@example.com", "id-nobody", "", "active")


def folders(*names):
    inbox = Node("folder", 2, "Inbox", None)
    return [Node("folder", 257 + number, name, inbox) for number, name in enumerate(names)]


@pytest.mark.parametrize(
    ("people", "names", "pairs"),
    [
        ([ANNA], ["Meier"], {"id-anna": "Meier"}),
        ([ANNA], ["meier"], {"id-anna": "meier"}),
        ([ANNA], ["Anna"], {"id-anna": "Anna"}),
        ([ANNA], ["Meier, Anna"], {"id-anna": "Meier, Anna"}),
        ([ANNA], ["anna.meier"], {"id-anna": "anna.meier"}),
        ([ANNA], ["Meier (Berlin)"], {"id-anna": "Meier (Berlin)"}),
        ([JUERGEN], ["Mueller"], {"id-juergen": "Mueller"}),
        ([JUERGEN], ["Muller"], {"id-juergen": "Muller"}),
        ([NOBODY], ["Schulze"], {"id-nobody": "Schulze"}),
        ([ANNA, BERND], ["Meier"], {}),
        ([ANNA, BERND], ["Anna", "Meier"], {"id-anna": "Anna", "id-bernd": "Meier"}),
        ([ANNA, BERND], ["Anna Meier", "Bernd Meier"], {"id-anna": "Anna Meier", "id-bernd": "Bernd Meier"}),
        ([ANNA, JUERGEN], ["Archive"], {}),
        ([], ["Meier"], {}),
    ],
    ids=lambda value: "-".join(getattr(v, "id", v) for v in value),
)
def test_folders_are_matched_by_name(people, names, pairs):
    assert {ident: node.name for ident, node in match(people, folders(*names), {}).items()} == pairs


def test_what_is_remembered_comes_first():
    red, meier = folders("Red", "Meier")
    assert match([ANNA], [red, meier], {"id-anna": red}) == {"id-anna": red}


def test_agents_without_a_folder_get_names_that_can_be_told_apart():
    agents = name_folders([ANNA, BERND, JUERGEN, NOBODY], {}, folders("Müller"))
    assert [(a.folder, a.exists) for a in agents] == [
        ("Meier", False),
        ("Bernd Meier", False),
        ("Jürgen Müller", False),
        ("x.schulze", False),
    ]


def test_usual():
    assert most_common([], "d") == "d"
    assert most_common(["a"], "d") == "a"
    assert most_common(["a", "d"], "d") == "d"
    assert most_common(["b", "a", "b"], "d") == "b"
    assert most_common(["b", "a"], "d") == "a"


def searched(extra=""):
    folders = "(|(zimbraSharedItem=*folderId:2;*)(zimbraSharedItem=*folderId:1;*))"
    condition = f"(&amp;(zimbraSharedItem=*granteeType:grp*){folders}{extra})"
    return (
        '<SearchDirectoryRequest xmlns="urn:zimbraAdmin" types="accounts" limit="0" maxResults="0" applyCos="0" attrs="zimbraSharedItem">'
        f"<query>{condition}</query></SearchDirectoryRequest>"
    )


def account(name, *items):
    values = "".join(f'<a n="zimbraSharedItem">{item}</a>' for item in items)
    return f'<account xmlns="urn:zimbraAdmin" name="{name}" id="{name}-id">{values}</account>'


def test_one_request_finds_them():
    found = (
        '<SearchDirectoryResponse xmlns="urn:zimbraAdmin" more="0">'
        + account(
            "support@example.com", "granteeId:1;granteeType:grp;folderId:2;folderPath:/Inbox;rights:rwidx;type:folder"
        )
        + account("whole@example.com", "granteeId:1;granteeType:grp;folderId:1;folderPath:/;rights:rwidx;type:folder")
        # two grants that meet the search together, but none is of the Inbox to a list
        + account("mixed@example.com", "granteeType:usr;folderId:2;rights:r", "granteeType:grp;folderId:257;rights:r")
        + account("tricky@example.com", "granteeType:grp;folderId:257;folderPath:/folderId:2x;rights:r")
        + "</SearchDirectoryResponse>"
    )
    script = Script(Exchange(searched("(mail=s*)"), found))
    assert search(script.session(), None, "(mail=s*)") == ["support@example.com", "whole@example.com"]
    script.finished()


def test_what_belongs_to_nobody_is_told_without_a_further_request():
    request = batch(
        '<GetAccountRequest xmlns="urn:zimbraAdmin" applyCos="0" attrs="zimbraId,displayName"><account by="name">x@example.com</account></GetAccountRequest>',
        '<GetDistributionListRequest xmlns="urn:zimbraAdmin" limit="1" offset="0"><dl by="name">x@example.com</dl></GetDistributionListRequest>',
    )
    answer = batched(
        fault("account.NO_SUCH_ACCOUNT", "no such account: x@example.com"),
        fault("account.NO_SUCH_DISTRIBUTION_LIST", "no such distribution list: x@example.com"),
    )
    script = Script(Exchange(request, answer))
    found = discover(script.session(), ["x@example.com"], None, None)
    assert found.mailboxes == [] and list(found.unreadable) == ["x@example.com"]
    script.finished()
