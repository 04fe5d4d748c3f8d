# Copyright (c) 2026, the teammail.zimbra contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Messages: whatever lies in the shared mailbox, once or twice, and whatever the options ask for."""

from __future__ import annotations

from typing import Any

from hypothesis import event, given
from hypothesis import strategies as st
from judge import Key, judge, many
from near_server import NearServer, at

from ansible_collections.teammail.zimbra.plugins.module_utils.resources.message.resource import Message
from ansible_collections.teammail.zimbra.plugins.module_utils.soap import MAIL

OWNER, AGENT = "support", "meier"
IDS = [f"<{word}@ext.example>" for word in ("one", "two", "three")]
SHARED = ["/Inbox", "/Inbox/Meier", "/Inbox/Müller", "/Sent"]
FOLDERS = [*SHARED, "/Projekte", "/Trash", "/Junk"]
flags = st.sampled_from(["", "u", "f", "uf"])
copies = st.lists(st.tuples(st.sampled_from(IDS), st.sampled_from(FOLDERS), flags), max_size=4)


@st.composite
def some_options(draw: Any) -> dict[str, Any]:
    form = draw(st.sampled_from(["present", "present", "deliver", "absent"]))
    ids = draw(st.lists(st.sampled_from(IDS), min_size=1, max_size=1 if form == "deliver" else 3))
    options: dict[str, Any] = {"account": at(OWNER), "message_id": ids}
    if form == "absent":
        return {**options, "state": "absent", "removal": draw(st.sampled_from(["trash", "delete"]))}
    # the agent's own rights reach as far as the shared folders
    if draw(st.integers(0, 3)) == 0:
        options["as_user"] = at(AGENT)
    if draw(st.booleans()):
        options["folder"] = draw(
            st.sampled_from(SHARED if "as_user" in options else [*FOLDERS, "/inbox/meier", "/Nowhere"])
        )
    for mark in ("unread", "flagged"):
        if draw(st.booleans()):
            options[mark] = draw(st.booleans())
    if form == "deliver":
        options.update({"from_address": "karla@ext.example", "subject": f"delivered {ids[0]}", "body": "Hallo"})
    return options


def server_with(start: list[tuple[str, str, str]]) -> NearServer:
    server = NearServer((OWNER, AGENT))
    actor = server.session.mailbox(at(OWNER))
    for parent, name in (("2", "Meier"), ("2", "Müller"), ("1", "Projekte")):
        actor.call(MAIL("CreateFolderRequest", MAIL("folder", l=parent, name=name)))
    for number in ("2", "5"):
        grant = MAIL("grant", zid=server.id_of(AGENT), gt="usr", perm="rwidx")
        actor.call(MAIL("FolderActionRequest", MAIL("action", grant, op="grant", id=number)))
    for number, (ident, path, marks) in enumerate(start):
        server.mail(OWNER, path, f"{ident} {number}", marks, Message_ID=ident)
    server.mail(OWNER, "/Inbox", "another", Message_ID="<another@ext.example>")
    return server


def only_named(options: dict[str, Any]) -> Any:
    def may_touch(key: Key, _before: Any, _after: Any) -> bool:
        return key[0] in ("mail", "marks") and key[1] == at(OWNER) and any(i in key[2] for i in options["message_id"])

    return may_touch


@many
@given(start=copies, options=some_options())
def test_messages(start: list[tuple[str, str, str]], options: dict[str, Any]) -> None:
    if "as_user" in options:
        start = [copy for copy in start if copy[1] in SHARED]
    event(judge(server_with(start), Message, options, only_named(options)))


# ------------------------------------------------------------- sending


@st.composite
def outgoing_mails(draw: Any) -> dict[str, Any]:
    options: dict[str, Any] = {"account": at(OWNER), "state": "sent", "body": "Guten Tag"}
    recipients = st.lists(st.sampled_from(["karla@ext.example", at(AGENT)]), min_size=1, max_size=2, unique=True)
    if draw(st.booleans()):
        options["in_reply_to"] = draw(st.sampled_from(IDS))
    if "in_reply_to" not in options or draw(st.booleans()):
        options.update(
            {"to": draw(recipients), "subject": draw(st.sampled_from(["Ihre Anfrage", "Re: Ihre Anfrage", "?!"]))}
        )
    for option in ("cc", "bcc"):
        if draw(st.integers(0, 3)) == 0:
            options[option] = draw(recipients)
    return options


@many
@given(start=copies, before=outgoing_mails(), options=outgoing_mails())
def test_letters(start: list[tuple[str, str, str]], before: dict[str, Any], options: dict[str, Any]) -> None:
    server = server_with(start)
    people = [at(OWNER), at(AGENT)]

    def may_touch(key: Key, _before: Any, after: Any) -> bool:
        # what is new in Sent and in the recipients' Inboxes, and that the answered mail was answered
        if key[0] == "mail":
            return key[1] in people and after in ("/Sent", "/Inbox")
        return key[0] == "marks" and key[1] in people

    for outgoing in (before, options):
        event(judge(server, Message, outgoing, may_touch))
