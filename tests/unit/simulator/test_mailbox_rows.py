# Copyright (c) 2026, the teammail.zimbra contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A mailbox comes back from the store as it was."""

from __future__ import annotations

import pytest
from mailbox_support import account, box, mail, make_world

from zimbra_simulator.access.acl import Grant
from zimbra_simulator.mailbox import delivery, folders, messages, sharing
from zimbra_simulator.mailbox.mailbox import Mailbox, has_mailbox
from zimbra_simulator.persistence import SqliteStore


@pytest.fixture
def world(tmp_path):
    return make_world("support", "meier", store=SqliteStore(str(tmp_path / "data.sqlite")))


def reopened(world, name) -> Mailbox:
    """The mailbox as another process would read it."""
    world.commit()
    del world.mailboxes[account(world, name).id]
    return box(world, name)


def test_everything_is_there_again(world):
    mailbox = box(world, "support")
    sub = folders.create(mailbox, mailbox.owner, mailbox.folder(2), "Müller", view="message", color=(5, None))
    sharing.grant(mailbox, mailbox.owner, sub, Grant(account(world, "meier").id, "usr", "rw"))
    message = messages.add(mailbox, mailbox.owner, sub, mail("Grüße"), flags="uf", tags=["vip"], date=5)
    folders.create_link(
        mailbox, mailbox.owner, mailbox.folder(1), "Link", {"zid": "x", "rid": 2, "ruuid": "u"},
        view=None, flags="#", color=(0, "#FF8800"),
    )  # fmt: skip
    before = {f.id: (f.to_row(), f.path) for f in mailbox.folders.values()}
    again = reopened(world, "support")
    assert again is not mailbox
    assert {f.id: (f.to_row(), f.path) for f in again.folders.values()} == before
    assert again.message(message.id).to_row() == message.to_row()
    assert again.message(message.id).raw == message.raw
    assert [t.name for t in again.tags.values()] == ["vip"]
    assert (again.change, again.last_id) == (mailbox.change, mailbox.last_id)


def test_what_was_deleted_stays_away_and_ids_go_on(world):
    mailbox = box(world, "support")
    sub = folders.create(mailbox, mailbox.owner, mailbox.folder(2), "a")
    world.commit()
    folders.delete(mailbox, mailbox.owner, sub)
    again = reopened(world, "support")
    assert sub.id not in again.folders
    assert folders.create(again, again.owner, again.folder(2), "a").id > sub.id


def test_message_ids_are_remembered(world):
    delivery.distribute(world, "", [account(world, "support").name], mail("eins"))
    again = reopened(world, "support")
    delivery.distribute(world, "", [account(world, "support").name], mail("eins"))
    assert len(again.messages) == 1


def test_a_mailbox_is_made_on_first_use_and_goes_with_its_account(world):
    meier = account(world, "meier")
    assert not has_mailbox(world, meier)
    box(world, "meier")
    world.commit()
    assert world.store.has_owner(meier.id)
    world.delete(meier)
    world.commit()
    assert not world.store.has_owner(meier.id)
