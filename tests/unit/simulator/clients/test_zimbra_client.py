# Copyright (c) 2026, the teammail.zimbra contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The client zimbra-client, which works as a person does: folders, mail, personas, rules."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playground.simulator_process import Simulator
from pythonzimbra.communication import Communication
from pythonzimbra.tools import auth
from zimbra_client import (
    FilterRule,
    ZimbraAuthenticationError,
    ZimbraClient,
    ZimbraConfig,
    ZimbraNotFoundError,
    ZimbraSOAPFault,
    filter_file_into,
    filter_stop,
    filter_subject_contains,
)

PASSWORD = "Regenbogen-7"  # noqa: S105  of accounts that exist for seconds


def client(server: Simulator, address: str, password: str = PASSWORD) -> ZimbraClient:
    host = server.soap_url.removesuffix("/service/soap")
    return ZimbraClient(ZimbraConfig(host=host, email=address, password=password))


@pytest.fixture(scope="module")
def people(server: Simulator) -> Iterator[tuple[ZimbraClient, ZimbraClient]]:
    """Two people who have logged in."""
    admin = Communication(server.admin_url)
    token = auth.authenticate(server.admin_url, server.admin_user, server.admin_password, admin_auth=True)
    found = []
    for name in ("anna", "bert"):
        asked = admin.gen_request(request_type="xml", token=token)
        content = {"name": f"{name}@{server.domain}", "password": PASSWORD}
        asked.add_request("CreateAccountRequest", content, "urn:zimbraAdmin")
        assert not admin.send_request(asked).is_fault()
        found.append(client(server, content["name"]).login())
    yield found[0], found[1]
    for one in found:
        one.logout()
        assert not one.is_authenticated


def test_a_wrong_password_is_an_authentication_error(server, people):
    with pytest.raises(ZimbraAuthenticationError):
        client(server, f"anna@{server.domain}", "falsch").login()


def test_folders_are_listed_and_made(people):
    anna, _bert = people
    before = {folder.name: folder for folder in anna.list_folders()}
    assert {"Inbox", "Sent", "Drafts", "Junk", "Trash"} <= set(before)
    assert (before["Inbox"].id, before["Inbox"].view) == ("2", "message")
    made = anna.create_folder("Ablage", parent_id="2")
    after = {folder.id: folder for folder in anna.list_folders()}
    assert (after[made.id].name, after[made.id].parent_id) == ("Ablage", "2")
    # the client names a folder by id=, which the server does not read: the whole tree comes (zimbra-soap-mail.md 2.3)
    assert [folder.id for folder in anna.list_folders(folder_id="2")] == list(after)
    with pytest.raises(ZimbraSOAPFault, match=r"mail\.ALREADY_EXISTS"):
        anna.create_folder("ABLAGE", parent_id="2")


def test_a_message_goes_out_and_is_found_read_moved_and_answered(server, people):
    anna, bert = people
    sent = anna.send_message(to=f"bert@{server.domain}", subject="Grüße aus Köln", text="Schöne Grüße!")
    copies = [m for m in anna.search_messages('in:"Sent"').messages if m.id == sent.message_id]
    assert [m.subject for m in copies] == ["Grüße aus Köln"]

    (found,) = bert.search_messages('in:inbox subject:"Grüße"').messages
    assert (found.unread, found.from_.email) == (True, f"anna@{server.domain}")
    whole = bert.get_message(found.id)
    assert "Schöne Grüße!" in whole.body_text
    assert [r.email for r in whole.to] == [f"bert@{server.domain}"]

    bert.mark_read(found.id)
    bert.tag_message(found.id, "wichtig")
    (tagged,) = bert.search_messages("tag:wichtig").messages
    assert (tagged.id, tagged.unread) == (found.id, False)

    place = bert.create_folder("Erledigt")
    bert.move_message(found.id, place.id)
    assert [m.id for m in bert.search_messages("in:Erledigt").messages] == [found.id]

    bert.reply_message(found.id, text="Danke!")
    (answer,) = anna.search_messages("in:inbox").messages
    assert answer.subject == "Re: Grüße aus Köln"
    assert "r" in bert.get_message(found.id).flags

    bert.delete_message(found.id)
    assert bert.search_messages("in:Erledigt").messages == ()
    with pytest.raises(ZimbraSOAPFault, match=r"mail\.NO_SUCH_MSG"):
        bert.get_message(found.id)


def test_a_rule_files_what_arrives(server, people):
    anna, bert = people
    rule = FilterRule(
        name="Rechnungen", active=True, condition="anyof",
        tests=[filter_subject_contains("Rechnung")], actions=[filter_file_into("/Buchhaltung"), filter_stop()],
    )  # fmt: skip
    bert.set_filter_rules([rule])
    (kept,) = bert.list_filter_rules()
    assert (kept.name, kept.active, kept.condition) == ("Rechnungen", True, "anyof")
    anna.send_message(to=f"bert@{server.domain}", subject="Ihre Rechnung", text="anbei")
    assert [m.subject for m in bert.search_messages("in:Buchhaltung").messages] == ["Ihre Rechnung"]


def test_personas_signatures_and_preferences_are_kept(people):
    anna, _bert = people
    made = anna.create_identity("Support", {"zimbraPrefFromDisplay": "Support-Team"})
    # the client waits for the identity in the answer, which is empty (zimbra-soap-admin.md 7); the change is made
    with pytest.raises(ZimbraNotFoundError):
        anna.modify_identity(made.id, {"zimbraPrefFromDisplay": "Das Team"})
    named = {identity.name: identity for identity in anna.list_identities()}
    assert named["Support"].attrs["zimbraPrefFromDisplay"] == "Das Team"
    assert "DEFAULT" in named
    anna.delete_identity(made.id)
    assert [identity.name for identity in anna.list_identities()] == ["DEFAULT"]

    signature = anna.create_signature("Kurz", text="Anna")
    with pytest.raises(ZimbraNotFoundError):  # an empty answer here, too
        anna.modify_signature(signature.id, html="<b>Anna</b>")
    (kept,) = anna.list_signatures()
    assert (kept.name, kept.text_plain, kept.text_html) == ("Kurz", "Anna", "<b>Anna</b>")
    assert [p.value for p in anna.get_prefs("zimbraPrefDefaultSignatureId")] == [signature.id]
    anna.delete_signature(signature.id)
    assert anna.list_signatures() == ()

    anna.set_prefs({"zimbraPrefDelegatedSendSaveTarget": "both"})
    assert [p.value for p in anna.get_prefs("zimbraPrefDelegatedSendSaveTarget")] == ["both"]
