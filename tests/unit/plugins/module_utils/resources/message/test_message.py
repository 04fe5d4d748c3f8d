# Copyright (c) 2026, the teammail.zimbra contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import email
import email.policy

import pytest

from ansible_collections.teammail.zimbra.plugins.module_utils.engine import Reconciler
from ansible_collections.teammail.zimbra.plugins.module_utils.errors import InputError, ZimbraError
from ansible_collections.teammail.zimbra.plugins.module_utils.resources.message import resource as module
from ansible_collections.teammail.zimbra.plugins.module_utils.resources.message.reading import message_id
from ansible_collections.teammail.zimbra.plugins.module_utils.resources.message.resource import (
    Message,
    checked,
    compose,
)
from ansible_collections.teammail.zimbra.plugins.module_utils.resources.message.sending import reply_subject
from ansible_collections.teammail.zimbra.tests.unit.plugins.scripted import (
    TOKEN,
    Exchange,
    Script,
    batch,
    batched,
    fault,
    lost,
)

BOX, AGENT = "support@example.com", "meier@example.com"
BOX_ID = "22222222-2222-2222-2222-222222222222"
KEY = "<frage@example.net>"


def params(**given):
    return {**{name: spec.get("default") for name, spec in module.OPTIONS.items()}, "account": BOX, **given}


def search(query: str, header: str = "") -> str:
    inner = f'<header n="{header}"/>' if header else ""
    return (
        '<SearchRequest xmlns="urn:zimbraMail" types="message" fetch="all" max="1" sortBy="dateDesc" limit="200" offset="0">'
        f"<query>{query}</query>{inner}</SearchRequest>"
    )


def hit(number: int, folder: int, flags: str = "u", key: str = KEY, extra: str = "") -> str:
    return (
        f'<m id="{BOX_ID}:{number}" l="{BOX_ID}:{folder}" d="1795470943000" f="{flags}"><e a="kunde@example.net" t="f"/>'
        f'<e a="{BOX}" t="t"/><su>Frage</su><mid>{key.replace("<", "&lt;").replace(">", "&gt;")}</mid>{extra}</m>'
    )


def read(*hits: str) -> Exchange:
    return Exchange(
        batch(
            '<GetInfoRequest xmlns="urn:zimbraAccount" sections="mbox"/>',
            '<GetFolderRequest xmlns="urn:zimbraMail"/>',
            search('msgid:"frage@example.net" is:anywhere'),
        ),
        batched(
            f'<GetInfoResponse xmlns="urn:zimbraAccount"><name>{BOX}</name><id>{BOX_ID}</id></GetInfoResponse>',
            f'<GetFolderResponse xmlns="urn:zimbraMail"><folder id="{BOX_ID}:1" name="USER_ROOT"><folder id="{BOX_ID}:2" name="Inbox">'
            f'<folder id="{BOX_ID}:257" name="Meier"/></folder><folder id="{BOX_ID}:3" name="Trash"/><folder id="{BOX_ID}:5" name="Sent"/>'
            "</folder></GetFolderResponse>",
            f'<SearchResponse xmlns="urn:zimbraMail" more="0">{"".join(hits)}</SearchResponse>',
        ),
        account=BOX,
    )


def action(op: str, number: str, account: str | None = BOX, token: str = TOKEN, **more: str) -> Exchange:
    extra = "".join(f' {k}="{v}"' for k, v in more.items())
    return Exchange(
        f'<MsgActionRequest xmlns="urn:zimbraMail"><action id="{number}" op="{op}"{extra}/></MsgActionRequest>',
        f'<MsgActionResponse xmlns="urn:zimbraMail"><action id="{number}" op="{op}"/></MsgActionResponse>',
        account=account,
        token=token,
    )


def run(script, check_mode=False, **given):
    outcome = Reconciler(Message(script.session(), params(**given), check_mode)).run(check_mode)
    script.finished()
    return outcome


def test_a_no_op_run_is_one_request():
    outcome = run(Script(read(hit(301, 257))), message_id=["frage@example.net"], folder="/inbox/meier", unread=True)
    assert not outcome.plans[0].changed


def test_claiming_is_done_by_the_agent_with_the_owner_s_numbers():
    delegate = Exchange(
        f'<DelegateAuthRequest xmlns="urn:zimbraAdmin" duration="3600"><account by="name">{AGENT}</account></DelegateAuthRequest>',
        '<DelegateAuthResponse xmlns="urn:zimbraAdmin"><authToken>his</authToken><lifetime>3600000</lifetime></DelegateAuthResponse>',
    )
    move = action("move", f"{BOX_ID}:301", account=None, token="his", l=f"{BOX_ID}:257")
    outcome = run(
        Script(read(hit(301, 2)), delegate, move, read(hit(301, 257))),
        message_id=[KEY],
        as_user=AGENT,
        folder="/Inbox/Meier",
    )
    assert [tuple(c) for c in outcome.plans[0].changes()] == [
        (f"{BOX} message {KEY}", "folder", "/Inbox", "/Inbox/Meier")
    ]
    assert outcome.notes == []


def test_a_delivery_whose_answer_was_lost_is_looked_for_and_not_repeated():
    content = f"From: a@example.net\nSubject: Frage\nMessage-ID: {KEY}\n\nText"
    deliver = Exchange(
        '<AddMsgRequest xmlns="urn:zimbraMail"><m f="u" l="2" noICal="1"><content>'
        + content.replace("<", "&lt;").replace(">", "&gt;")
        + "</content></m></AddMsgRequest>",
        lost(),
        account=BOX,
    )
    script = Script(read(), deliver, read(hit(301, 2)), read(hit(301, 2)), retries=1)
    outcome = run(script, message_id=[KEY], content=content)
    assert outcome.error is None
    assert outcome.after[0]["id"] == "301"


def test_another_message_id_of_a_fuzzy_index_does_not_count():
    script = Script(read(hit(301, 2, key="<other@example.net>")))
    with pytest.raises(ZimbraError, match="no such message"):
        run(script, message_id=[KEY], folder="/Inbox")


def test_a_mail_in_a_mounted_folder_is_not_the_mailbox_s():
    foreign = hit(301, 2).replace(BOX_ID, "99999999-9999-9999-9999-999999999999")
    outcome = run(Script(read(foreign)), message_id=[KEY], state="absent")
    assert not outcome.plans[0].changed


def test_a_copy_beside_trash_and_sent_is_the_one_meant():
    outcome = run(Script(read(hit(290, 3), hit(291, 5), hit(301, 257))), message_id=[KEY])
    assert outcome.after[0]["id"] == "301"


def test_trash_marks_as_read_and_the_prediction_says_so():
    outcome = run(Script(read(hit(301, 2))), check_mode=True, message_id=[KEY], folder="/Trash")
    assert {c.key for c in outcome.plans[0].changes()} == {"folder", "unread"}


def test_all_copies_are_removed():
    trash = batch(*(action("trash", n).request for n in ("301", "302")), stop=True)
    answer = batched(*(action("trash", n).answer for n in ("301", "302")))
    run(
        Script(read(hit(301, 2), hit(302, 257)), Exchange(trash, answer, account=BOX), read(hit(301, 3), hit(302, 3))),
        message_id=[KEY],
        state="absent",
    )


def test_a_reply_is_found_again_by_its_header():
    copy = hit(310, 5, "s", "<reply@example.com>", "<header n='In-Reply-To'>&lt;frage@example.net&gt;</header>")
    sent = Exchange(
        search("inid:5", "In-Reply-To"),
        f'<SearchResponse xmlns="urn:zimbraMail" more="0">{copy}</SearchResponse>',
        account=BOX_ID,
    )
    outcome = run(Script(read(hit(301, 2)), sent), state="sent", in_reply_to=KEY, body="x")
    assert not outcome.plans[0].changed
    assert outcome.after[0]["id"] == "310"


def test_a_search_that_fails_does_not_send_again():
    failed = Exchange(search("inid:5", "In-Reply-To"), fault("service.FAILURE", "index is down", True), account=BOX_ID)
    with pytest.raises(ZimbraError, match="index is down"):
        run(Script(read(hit(301, 2)), failed), state="sent", in_reply_to=KEY, body="x")


def test_a_composed_mail():
    given = params(from_address="kunde@example.net", from_display="Käthe", subject="Größe?", body="Straße")
    mail = email.message_from_string(compose(given, KEY, BOX), policy=email.policy.default)
    assert (mail["To"], mail["Subject"], mail["Message-ID"]) == (BOX, "Größe?", KEY)
    assert mail["From"].addresses[0].display_name == "Käthe"
    assert mail.get_content().strip() == "Straße"


def test_a_given_mail_gets_its_key():
    assert checked("Subject: x\n\ny", KEY) == f"Message-ID: {KEY}\nSubject: x\n\ny"
    with pytest.raises(InputError, match="give the same in both"):
        checked("Message-ID: <x@y>\n\ny", KEY)


@pytest.mark.parametrize("value", ["", "a b", "<a", "a>", 'a"b', "<a><b>"])
def test_bad_message_ids(value):
    with pytest.raises(InputError, match="message_id is"):
        message_id("message_id", value)


@pytest.mark.parametrize(
    ("subject", "expected"), [("Frage", "Re: Frage"), ("RE: Frage", "RE: Frage"), ("AW: Frage", "AW: Frage")]
)
def test_subjects_of_replies(subject, expected):
    assert reply_subject(subject) == expected
