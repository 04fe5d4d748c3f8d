# Copyright (c) 2026, the teammail.zimbra contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Folder ACLs: letters, matching, inheritance, copy-on-write, expiry."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from mailbox_support import account, box, make_list, make_world

from zimbra_simulator.access import acl
from zimbra_simulator.access.acl import Acl, Actor, Grant
from zimbra_simulator.mailbox import folders, sharing
from zimbra_simulator.wire.faults import Fault


@pytest.fixture
def world():
    return make_world("support", "meier", "mueller")


def actor(world, name):
    return Actor(account(world, name), False)


@given(st.text(alphabet="rwidxapfc", max_size=12))
def test_letters_come_out_in_the_servers_order_without_c(text):
    parsed = acl.parse_rights(text)
    assert set(parsed) == set(text) - {"c"}
    assert parsed == "".join(letter for letter in acl.LETTERS if letter in parsed)
    assert ("c" in acl.shown_rights(parsed)) == ("r" in text and "i" in text)


def test_an_unknown_letter_is_refused():
    with pytest.raises(Fault) as caught:
        acl.parse_rights("rz")
    assert caught.value.code == "service.INVALID_REQUEST"


def test_types_are_known_in_any_case():
    assert acl.parse_type("USR") == "usr"
    with pytest.raises(Fault):
        acl.parse_type("foo")


def test_the_same_grant_again_is_a_fault_and_another_one_replaces_in_place():
    rights = Acl()
    rights.grant(Grant("A", "usr", "r"))
    rights.grant(Grant("B", "usr", "r"))
    with pytest.raises(Fault) as caught:
        rights.grant(Grant("A", "usr", "r"))
    assert caught.value.code == "mail.GRANT_EXISTS"
    rights.grant(Grant("A", "grp", "rw"))
    assert [(g.grantee, g.type, g.rights) for g in rights.grants] == [("A", "usr", "rw"), ("B", "usr", "r")]


def test_a_key_grant_gets_a_key():
    assert Acl().grant(Grant("gast", "key", "r")).secret


def test_rights_of_several_grants_are_united(world):
    team = make_list(world, "team", "meier")
    inbox = box(world, "support").folder(2)
    for grant in (Grant(team, "grp", "ri"), Grant(account(world, "meier").id, "usr", "w")):
        sharing.grant(inbox.mailbox, inbox.mailbox.owner, inbox, grant)
    assert inbox.mailbox.rights(actor(world, "meier"), inbox) == "riw"
    assert inbox.mailbox.may(actor(world, "meier"), inbox, "c")
    assert not inbox.mailbox.may(actor(world, "mueller"), inbox, "r")


def test_an_empty_right_takes_nothing_away(world):
    team = make_list(world, "team", "meier")
    mailbox = box(world, "support")
    inbox = mailbox.folder(2)
    sharing.grant(mailbox, mailbox.owner, inbox, Grant(account(world, "meier").id, "usr", ""))
    sharing.grant(mailbox, mailbox.owner, inbox, Grant(team, "grp", "r"))
    assert mailbox.may(actor(world, "meier"), inbox, "r")


@pytest.mark.parametrize("nested", [False, True])
def test_lists_count_even_nested_and_disabled(world, nested):
    inner = make_list(world, "inner", "meier", zimbraMailStatus=["disabled"])
    outer = make_list(world, "outer", "inner")
    mailbox = box(world, "support")
    sharing.grant(mailbox, mailbox.owner, mailbox.folder(2), Grant(outer if nested else inner, "grp", "r"))
    assert mailbox.may(actor(world, "meier"), mailbox.folder(2), "r")


@pytest.mark.parametrize("kind", ["all", "pub", "dom", "cos"])
def test_grants_to_many(world, kind):
    mailbox, meier = box(world, "support"), account(world, "meier")
    domain = world.domain("example.test")
    grantee = {
        "all": acl.ALL_USERS,
        "pub": acl.PUBLIC,
        "dom": domain.id if domain else "",
        "cos": world.cos_of(meier).id,
    }
    sharing.grant(mailbox, mailbox.owner, mailbox.folder(2), Grant(grantee[kind], kind, "r"))
    assert mailbox.may(actor(world, "meier"), mailbox.folder(2), "r")


def test_a_first_own_grant_copies_what_was_inherited_and_then_stands_alone(world):
    mailbox = box(world, "support")
    inbox = mailbox.folder(2)
    team = make_list(world, "team", "meier")
    sub = folders.create(mailbox, mailbox.owner, inbox, "Meier")
    sharing.grant(mailbox, mailbox.owner, inbox, Grant(team, "grp", "rwidx"))
    assert sub.acl is None
    assert mailbox.may(actor(world, "meier"), sub, "x")
    with pytest.raises(Fault) as caught:
        sharing.grant(mailbox, mailbox.owner, sub, Grant(team, "grp", "rwidx"))
    assert caught.value.code == "mail.GRANT_EXISTS"
    assert sub.acl is None, "the refused grant must leave the folder inheriting"
    sharing.grant(mailbox, mailbox.owner, sub, Grant(account(world, "mueller").id, "usr", "r"))
    assert [g.grantee for g in sub.acl.grants] == [team, account(world, "mueller").id]
    sharing.revoke(mailbox, mailbox.owner, inbox, team)
    assert not mailbox.may(actor(world, "meier"), inbox, "r")
    assert mailbox.may(actor(world, "meier"), sub, "x")


def test_inherit_wipes_and_the_last_revoke_locks(world):
    mailbox = box(world, "support")
    sub = folders.create(mailbox, mailbox.owner, mailbox.folder(2), "Meier")
    meier = account(world, "meier").id
    sharing.grant(mailbox, mailbox.owner, mailbox.folder(2), Grant(meier, "usr", "r"))
    sharing.revoke(mailbox, mailbox.owner, sub, meier)
    assert "i" in sub.flags
    assert not mailbox.may(actor(world, "meier"), sub, "r")
    folders.alter_flag(mailbox, mailbox.owner, sub, "i", False)
    assert sub.acl is None
    assert mailbox.may(actor(world, "meier"), sub, "r")


def test_flags_without_i_wipe_the_acl(world):
    mailbox = box(world, "support")
    inbox = mailbox.folder(2)
    sharing.grant(mailbox, mailbox.owner, inbox, Grant(account(world, "meier").id, "usr", "r"))
    folders.set_flags(mailbox, mailbox.owner, inbox, "*")
    assert (inbox.flags, inbox.acl) == ("*", None)


def test_an_expired_grant_is_listed_but_gives_nothing(world):
    mailbox = box(world, "support")
    meier = account(world, "meier").id
    sharing.grant(mailbox, mailbox.owner, mailbox.folder(2), Grant(meier, "usr", "r", expiry=world.now_ms() - 1))
    assert mailbox.folder(2).acl.find(meier)
    assert not mailbox.may(actor(world, "meier"), mailbox.folder(2), "r")


def test_administer_is_for_users_and_groups_and_never_for_the_owner(world):
    mailbox = box(world, "support")
    with pytest.raises(Fault) as caught:
        sharing.grant(mailbox, mailbox.owner, mailbox.folder(2), Grant(acl.PUBLIC, "pub", "ra"))
    assert caught.value.code == "mail.CANNOT_GRANT"
    with pytest.raises(Fault) as caught:
        sharing.grant(mailbox, mailbox.owner, mailbox.folder(2), Grant(mailbox.account.id, "usr", "r"))
    assert caught.value.code == "service.PERM_DENIED"


def test_the_directory_lists_direct_grants_only(world):
    mailbox = box(world, "support")
    folders.create(mailbox, mailbox.owner, mailbox.folder(2), "Meier")
    sharing.grant(mailbox, mailbox.owner, mailbox.folder(2), Grant(account(world, "meier").id, "usr", "r"))
    values = mailbox.account.all("zimbraSharedItem")
    assert len(values) == 1
    assert "folderPath:/Inbox;" in values[0]
    sharing.revoke(mailbox, mailbox.owner, mailbox.folder(2), account(world, "meier").id)
    assert mailbox.account.all("zimbraSharedItem") == []


def test_a_share_lifetime_gives_the_acl_an_end(world):
    mailbox = box(world, "support")
    world.write(mailbox.account, {"zimbraShareLifetime": ["30d"]})
    sharing.grant(mailbox, mailbox.owner, mailbox.folder(2), Grant(account(world, "meier").id, "usr", "r"))
    end = mailbox.folder(2).acl.internal_expiry
    assert abs(end - world.now_ms() - 30 * 86_400_000) < 60_000


def test_rows_keep_everything():
    original = Acl([Grant("A", "usr", "r", None, 5), Grant("x@y", "guest", "rw", "pw", 0)], 7, 8)
    assert Acl.from_row(original.to_row()) == original
