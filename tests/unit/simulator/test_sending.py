# Copyright (c) 2026, the teammail.zimbra contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Whose name a message bears and where its copies lie (zimbra-soap-mail.md 6.3, 6.4)."""

from __future__ import annotations

import pytest
from mailbox_support import DOMAIN, account, box, make_list, make_world

from zimbra_simulator.mailbox import compose, mime, sending
from zimbra_simulator.mailbox.mime import Address
from zimbra_simulator.wire.element import E
from zimbra_simulator.wire.faults import Fault


@pytest.fixture
def world():
    made = make_world("support", "meier", "kunde")
    made.write(account(made, "meier"), {"displayName": ["Anna Meier"]})
    return made


def ace(world, target, right, grantee="meier"):
    entry = (
        account(world, target)
        if world.find_address(f"{target}@{DOMAIN}").is_account
        else world.find_address(f"{target}@{DOMAIN}")
    )
    old = entry.attrs.get("zimbraACE", [])
    world.write(entry, {"zimbraACE": [*old, f"{account(world, grantee).id} usr {right}"]})


def sender(world, acct="meier"):
    return sending.Sender(world, account(world, "meier"), account(world, acct))


def address(name, kind="f"):
    return Address(kind, name if "@" in name else f"{name}@{DOMAIN}", None)


def headers(world, from_=None, given=None, acct="meier"):
    from_, given = sending.sender_headers(
        sender(world, acct), address(from_) if from_ else None, address(given, "s") if given else None
    )
    return from_.address.partition("@")[0], given.address.partition("@")[0] if given else None


def test_nothing_given_is_the_token_account(world):
    assert headers(world) == ("meier", None)
    assert sending.friendly(account(world, "meier")).personal == "Anna Meier"
    assert sending.friendly(account(world, "kunde")).personal is None


def test_own_addresses_stay(world):
    world.write(account(world, "meier"), {"zimbraMailAlias": [f"anna@{DOMAIN}"]})
    assert headers(world, "anna") == ("anna", None)


def test_without_a_right_it_is_rewritten_silently(world):
    assert headers(world, "support") == ("meier", None)
    assert headers(world, "support", acct="support") == ("meier", None)


def test_send_as_keeps_the_from_and_wins(world):
    ace(world, "support", "sendOnBehalfOf")
    assert headers(world, "support") == ("support", "meier")
    ace(world, "support", "sendAs")
    assert headers(world, "support") == ("support", None)


def test_a_sender_that_is_not_ones_own_is_replaced(world):
    ace(world, "support", "sendOnBehalfOf")
    assert headers(world, "support", "kunde") == ("support", "meier")


def test_aliases_need_to_be_listed(world):
    ace(world, "support", "sendAs")
    support = account(world, "support")
    world.write(support, {"zimbraMailAlias": [f"hilfe@{DOMAIN}"]})
    assert headers(world, "hilfe") == ("meier", None)
    world.write(support, {"zimbraPrefAllowAddressForDelegatedSender": [f"hilfe@{DOMAIN}"]})
    assert headers(world, "hilfe") == ("hilfe", None)
    assert headers(world, "support") == ("meier", None)


def test_administrators_may_use_the_address_of_what_they_govern(world):
    support = account(world, "support")
    world.write(support, {"zimbraMailAlias": [f"hilfe@{DOMAIN}"]})
    admin = sending.Sender(world, account(world, "meier"), support, lambda entry: entry.id == support.id)
    for name in ("support", "hilfe"):
        assert sending.sender_headers(admin, address(name), None) == (address(name), None)
    assert sending.sender_headers(admin, address("kunde"), None)[0].address == f"meier@{DOMAIN}"


def test_any_address_may_be_allowed(world):
    world.write(account(world, "meier"), {"zimbraAllowAnyFromAddress": ["TRUE"]})
    assert headers(world, "kunde") == ("kunde", None)


@pytest.mark.parametrize(("right", "expected"), [("sendAsDistList", None), ("sendOnBehalfOfDistList", "meier")])
def test_lists_have_rights_of_their_own(world, right, expected):
    make_list(world, "team", "meier")
    ace(world, "team", right)
    assert headers(world, "team") == ("team", expected)


def draft(to="kunde", subject="eins"):
    made = compose.Draft()
    made.from_ = address("support")
    made.recipients = [address(one, "t") for one in to.split()] if to else []
    made.lines.append(("Subject", subject))
    made.body = compose.text_part("Antwort", "text/plain")
    return made


def copies(world, name):
    return [m.flags for m in box(world, name).messages_in(5)]


@pytest.mark.parametrize(
    ("target", "owner", "own", "answered"),
    [("owner", ["su"], [], False), ("sender", [], ["s"], True), ("both", ["su"], ["s"], True), ("none", [], [], False)],
)
def test_where_copies_of_a_delegated_send_lie(world, target, owner, own, answered):
    ace(world, "support", "sendAs")
    world.write(account(world, "support"), {"zimbraPrefDelegatedSendSaveTarget": [target]})
    saved = sending.send(sender(world, "support"), draft(), identity_id=None, no_save=False)
    assert (copies(world, "support"), copies(world, "meier"), saved is not None) == (owner, own, answered)
    assert len(box(world, "kunde").messages) == 1


def test_no_save_keeps_nothing_anywhere(world):
    ace(world, "support", "sendAs")
    assert sending.send(sender(world, "support"), draft(), identity_id=None, no_save=True) is None
    assert copies(world, "support") == copies(world, "meier") == []


def test_the_senders_own_wish_counts_for_his_own_copy_only(world):
    ace(world, "support", "sendAs")
    world.write(account(world, "support"), {"zimbraPrefDelegatedSendSaveTarget": ["both"]})
    world.write(account(world, "meier"), {"zimbraPrefSaveToSent": ["FALSE"]})
    sending.send(sender(world, "support"), draft(), identity_id=None, no_save=False)
    assert (copies(world, "support"), copies(world, "meier")) == (["su"], [])


def test_a_refused_address_takes_the_copies_back(world):
    with pytest.raises(Fault) as caught:
        sending.send(sender(world), draft("kunde niemand"), identity_id=None, no_save=False)
    assert caught.value.code == "mail.SEND_ABORTED_ADDRESS_FAILURE"
    assert caught.value.arguments == (
        ("invalid", "STR", f"niemand@{DOMAIN}"), ("unsent", "STR", f"kunde@{DOMAIN}"),
    )  # fmt: skip
    assert copies(world, "meier") == []
    assert box(world, "kunde").messages == {}


def test_no_recipient_is_a_fault_and_nothing_is_kept(world):
    with pytest.raises(Fault) as caught:
        sending.send(sender(world), draft(""), identity_id=None, no_save=False)
    assert caught.value.code == "mail.SEND_FAILURE"
    assert copies(world, "meier") == []


def test_foreign_addresses_go_to_the_outbox(world):
    sending.send(sender(world), draft("x@ext.example"), identity_id=None, no_save=False)
    assert [(m["to"], m["from"]) for m in world.outbox] == [(["x@ext.example"], f"meier@{DOMAIN}")]


def test_blind_copies_are_told_to_nobody(world):
    made = draft()
    made.recipients.append(address("x@ext.example", "b"))
    saved = sending.send(sender(world), made, identity_id=None, no_save=False)
    assert b"Bcc:" in saved.raw
    received = next(iter(box(world, "kunde").messages.values()))
    assert b"Bcc:" not in received.raw
    assert mime.parse(received.raw).plain == "Antwort\n\n"


def test_an_m_element_becomes_a_message():
    m = E("m", su="Grüße")
    for kind, name, personal in (("f", "a@x", "Jürgen Müller"), ("t", "b@x", None), ("f", "c@x", "Anna, Meier")):
        m.add(E("e", t=kind, a=name, p=personal))
    mp = m.add(E("mp", ct="multipart/alternative"))
    for kind, text in (("text/plain", "Schöne Grüße\nzwei"), ("text/html", "<b>x</b>")):
        mp.add(E("mp", ct=kind)).add_text("content", text)
    parsed = mime.parse(compose.build(m, set(), lambda attach: []).render(0, "x", bcc=True))
    assert parsed.subject == "Grüße"
    assert [(a.kind, a.address, a.personal) for a in parsed.addresses()] == [
        ("f", "c@x", "Anna, Meier"), ("t", "b@x", None),
    ]  # fmt: skip
    assert parsed.addresses("f")[0].display == "Meier"
    assert parsed.plain == "Schöne Grüße\nzwei"
    assert [p.name for p in parsed.root.leaves()] == ["1", "2"]


def test_headers_that_are_not_allowed_are_refused():
    m = E("m")
    m.add(E("header", name="X-Ticket", text="1"))
    with pytest.raises(Fault) as caught:
        compose.build(m, set(), lambda attach: [])
    assert caught.value.code == "service.INVALID_REQUEST"
    assert compose.build(m, {"x-ticket"}, lambda attach: []).has("X-Ticket")
