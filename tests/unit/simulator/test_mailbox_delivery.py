# Copyright (c) 2026, the teammail.zimbra contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Mail coming in: rules, de-duplication, lists, out of office, and the LMTP port itself."""

from __future__ import annotations

import smtplib

import pytest
from mailbox_support import DOMAIN, account, box, mail, make_list, make_world

from zimbra_simulator import lmtp
from zimbra_simulator.access.acl import Grant
from zimbra_simulator.mailbox import delivery, delivery_rules, folders, messages, rules, sharing
from zimbra_simulator.wire.element import E
from zimbra_simulator.wire.faults import Fault


@pytest.fixture
def world():
    return make_world("support", "meier", "mueller")


def rule(subject, *actions, active="1", **test):
    node = E("filterRules")
    one = node.add(E("filterRule", name=subject, active=active))
    tests = one.add(E("filterTests", condition="anyof"))
    tests.add(E("headerTest", {"header": "subject", "stringComparison": "contains", "value": subject, **test}))
    todo = one.add(E("filterActions"))
    for name, attrs in actions:
        todo.add(E(name, attrs))
    return rules.read_rules(node)


def arrive(world, *names, subject="eins", number=1, **headers):
    addresses = [n if "@" in n else f"{n}@{DOMAIN}" for n in names]
    delivery.distribute(world, "kunde@ext.example", addresses, mail(subject, number, **headers))


def subjects(world, name, path="/Inbox"):
    mailbox = box(world, name)
    return [m.subject for m in mailbox.messages_in(mailbox.by_path(path).id)]


def test_mail_lies_unread_in_the_inbox_once(world):
    for _ in range(2):
        arrive(world, "support")
    arrive(world, "support", number=2)
    assert [m.flags for m in box(world, "support").messages_in(2)] == ["u", "u"]


def test_de_duplication_can_be_switched_off(world):
    world.write(account(world, "support"), {"zimbraPrefMessageIdDedupingEnabled": ["FALSE"]})
    for _ in range(2):
        arrive(world, "support")
    assert len(subjects(world, "support")) == 2


def test_a_deleted_message_does_not_come_back(world):
    arrive(world, "support")
    mailbox = box(world, "support")
    messages.delete(mailbox, mailbox.owner, mailbox.messages_in(2)[0])
    arrive(world, "support")
    assert subjects(world, "support") == []


def test_lists_are_followed_down_and_loops_end(world):
    make_list(world, "inner", "mueller", "outer")
    make_list(world, "outer", "meier", "inner", "x@ext.example")
    make_list(world, "off", "support", zimbraMailStatus=["disabled"])
    arrive(world, "outer", "off")
    assert [subjects(world, n) for n in ("meier", "mueller", "support")] == [["eins"], ["eins"], []]
    assert [m["to"] for m in world.outbox] == [["x@ext.example"]]


@pytest.mark.parametrize(
    ("attribute", "value", "code"),
    [
        ("zimbraAccountStatus", "closed", 550),
        ("zimbraAccountStatus", "maintenance", 450),
        ("zimbraAccountStatus", "locked", None),
        ("zimbraMailStatus", "disabled", 550),
    ],
)
def test_who_is_refused(world, attribute, value, code):
    world.write(account(world, "support"), {attribute: [value]})
    refusal = delivery.refusal(world, f"support@{DOMAIN}", relay=False)
    assert (refusal.code if refusal else None) == code


def test_a_rule_files_tags_and_flags_into_a_folder_it_makes(world):
    mailbox = box(world, "support")
    rules.set_rules(
        mailbox, "incoming",
        rule("[MM]", ("actionFileInto", {"folderPath": "/Inbox/Müller"}), ("actionTag", {"tagName": "vip"}),
             ("actionFlag", {"flagName": "flagged"}), ("actionStop", {})),
    )  # fmt: skip
    arrive(world, "support", subject="x [MM] y")
    arrive(world, "support", subject="anders", number=2)
    found = mailbox.messages_in(mailbox.by_path("/inbox/müller").id)
    assert [(m.flags, m.tags) for m in found] == [("fu", ["vip"])]
    assert subjects(world, "support") == ["anders"]


@pytest.mark.parametrize(
    ("actions", "inbox"),
    [
        ([("actionDiscard", {})], []),
        ([("actionFileInto", {"folderPath": "/A"})], []),
        ([("actionFileInto", {"folderPath": "/A", "copy": "1"})], ["eins"]),
        ([("actionKeep", {}), ("actionFileInto", {"folderPath": "/A"})], ["eins"]),
        ([("actionRedirect", {"a": "x@ext.example"})], []),
        ([("actionTag", {"tagName": "t"})], ["eins"]),
    ],
)
def test_what_stays_in_the_inbox(world, actions, inbox):
    rules.set_rules(box(world, "support"), "incoming", rule("eins", *actions))
    arrive(world, "support")
    assert subjects(world, "support") == inbox


def test_inactive_and_negative_rules(world):
    mailbox = box(world, "support")
    rules.set_rules(mailbox, "incoming", rule("eins", ("actionDiscard", {}), active="0"))
    assert delivery_rules.evaluate(mailbox, "incoming", mail("eins")).keep
    rules.set_rules(mailbox, "incoming", rule("eins", ("actionDiscard", {}), negative="1"))
    assert delivery_rules.evaluate(mailbox, "incoming", mail("eins")).keep
    assert not delivery_rules.evaluate(mailbox, "incoming", mail("zwei")).keep


def test_into_a_link_with_the_mailbox_own_rights(world):
    support, meier = box(world, "support"), box(world, "meier")
    folders.create(support, support.owner, support.folder(2), "Da")
    folders.create_link(
        meier, meier.owner, meier.folder(1), "Support", {"zid": support.account.id, "rid": 2, "ruuid": ""},
        view=None, flags=None, color=(0, None),
    )  # fmt: skip
    rules.set_rules(meier, "incoming", rule("eins", ("actionFileInto", {"folderPath": "/Support/Da"})))
    arrive(world, "meier", number=1)
    assert subjects(world, "meier") == ["eins"], "without a right it is kept in the inbox"
    sharing.grant(support, support.owner, support.folder(2), Grant(meier.account.id, "usr", "ri"))
    arrive(world, "meier", number=2)
    assert subjects(world, "support", "/Inbox/Da") == ["eins"]
    rules.set_rules(meier, "incoming", rule("eins", ("actionFileInto", {"folderPath": "/Support/Fehlt"})))
    arrive(world, "meier", number=3)
    assert (len(subjects(world, "meier")), support.child(2, "Fehlt")) == (2, None)


@pytest.mark.parametrize(
    ("action", "code"),
    [
        (("actionFileInto", {"folderPath": ""}), "service.INVALID_REQUEST"),
        (("actionTag", {"tagName": ""}), "service.INVALID_REQUEST"),
        (("actionFlag", {"flagName": ""}), "service.INVALID_REQUEST"),
        (("actionFlag", {"flagName": "bunt"}), "service.FAILURE"),
    ],
)
def test_bad_rules_are_refused(action, code):
    with pytest.raises(Fault) as caught:
        rule("x", action)
    assert caught.value.code == code


def test_out_of_office_answers_each_sender_once(world):
    world.write(
        account(world, "support"),
        {"zimbraPrefOutOfOfficeReplyEnabled": ["TRUE"], "zimbraPrefOutOfOfficeReply": ["Bin weg"]},
    )
    to = f"support@{DOMAIN}"
    arrive(world, "support", number=1, To=to)
    arrive(world, "support", number=2, To=to)
    arrive(world, "support", number=3, To="someone@ext.example")
    assert [(m["to"], m["subject"]) for m in world.outbox] == [(["kunde@ext.example"], "Re: eins")]


@pytest.mark.parametrize("header", [{"Precedence": "bulk"}, {"Auto_Submitted": "auto-replied"}, {"X_Spam_Flag": "YES"}])
def test_out_of_office_is_silent_to_machines(world, header):
    world.write(account(world, "support"), {"zimbraPrefOutOfOfficeReplyEnabled": ["TRUE"]})
    arrive(world, "support", To=f"support@{DOMAIN}", **header)
    assert world.outbox == []


def test_replies_join_the_conversation(world):
    arrive(world, "support", subject="Frage", number=1)
    arrive(world, "support", subject="Re: Frage", number=2, References="<m1@ext.example>")
    arrive(world, "support", subject="AW: frage", number=3)
    arrive(world, "support", subject="Frage", number=4)
    conversations = [m.conv_id for m in box(world, "support").messages_in(2)]
    assert len(set(conversations[:3])) == 1
    assert conversations[0] > 0
    assert conversations[3] < 0


@pytest.fixture
def port(world):
    listener = lmtp.start(world, "127.0.0.1", 0)
    yield listener.address
    listener.stop()


def test_lmtp_answers_for_every_recipient(world, port):
    make_list(world, "off", "support", zimbraMailStatus=["disabled"])
    with smtplib.LMTP(*port) as client:
        client.ehlo()  # which smtplib says as LHLO here
        assert client.mail("kunde@ext.example")[0] == 250
        codes = [client.rcpt(f"{name}@{DOMAIN}")[0] for name in ("support", "meier", "niemand", "off")]
        assert codes == [250, 250, 550, 550]
        assert client.rcpt("x@ext.example")[0] == 550
        assert client.docmd("DATA")[0] == 354
        client.send(mail("eins") + b"\r\n.\r\n")
        assert [client.getreply()[0] for _ in range(2)] == [250, 250]
        assert client.noop()[0] == 250
    assert [subjects(world, name) for name in ("support", "meier")] == [["eins"], ["eins"]]


def test_smtp_on_the_same_port_relays_and_answers_once(world, port):
    with smtplib.SMTP(*port) as client:
        refused = client.sendmail("kunde@ext.example", [f"support@{DOMAIN}", "x@ext.example"], mail("eins"))
    assert refused == {}
    assert subjects(world, "support") == ["eins"]
    assert [m["to"] for m in world.outbox] == [["x@ext.example"]]
