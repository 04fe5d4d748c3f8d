# Copyright (c) 2026, the teammail.zimbra contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What the references say and no recording shows: tags, conversations, colours, retention, missing elements."""

from __future__ import annotations

import pytest
from test_directory_requests import Client

MAIL = "urn:zimbraMail"


class Mail(Client):
    """Requests of one person about his own mailbox."""

    def __init__(self) -> None:
        super().__init__()
        self.send("<CreateAccountRequest><name>anna@example.test</name></CreateAccountRequest>")

    def mail(self, request: str):
        return self.send(request, who="anna", urn=MAIL)

    def fault(self, request: str) -> tuple[str, str]:
        answer = self.mail(request)
        return answer.findtext(".//{urn:zimbra}Code"), answer.findtext(".//{*}Text")

    def add(self, subject: str, *lines: str) -> str:
        head = "\n".join((f"Subject: {subject}", "From: kunde@example.org", *lines))
        return self.mail(f'<AddMsgRequest><m l="2" f="u"><content>{head}\n\ntext</content></m></AddMsgRequest>')[0].get(
            "id"
        )

    def folder(self, folder_id: str):
        return self.mail(f'<GetFolderRequest><folder l="{folder_id}"/></GetFolderRequest>')[0]


@pytest.fixture
def anna():
    return Mail()


def test_a_tag_shows_its_numbers_and_only_while_there_are_any(anna):
    made = anna.mail('<CreateTagRequest><tag name="rot" color="3"/></CreateTagRequest>')[0]
    assert dict(made.attrib) == {"id": made.get("id"), "name": "rot", "color": "3"}
    message = anna.add("Hallo")
    anna.mail(f'<MsgActionRequest><action op="tag" id="{message}" tn="rot"/></MsgActionRequest>')
    shown = anna.mail("<GetTagRequest></GetTagRequest>")[0]
    assert (shown.get("n"), shown.get("u")) == ("1", "1")
    done = anna.mail('<TagActionRequest><action op="read" tn="rot"/></TagActionRequest>')[0]
    assert dict(done.attrib) == {"op": "read", "id": made.get("id"), "tn": "rot"}
    shown = anna.mail("<GetTagRequest></GetTagRequest>")[0]
    assert (shown.get("n"), shown.get("u")) == ("1", None)


@pytest.mark.parametrize(
    ("request_", "expected"),
    [
        ('<TagActionRequest><action op="explode" id="300"/></TagActionRequest>', "invalid operation on tag: explode"),
        ('<TagActionRequest><action op="flag" id="300"/></TagActionRequest>', "cannot tag/flag a tag"),
        ("<FolderActionRequest></FolderActionRequest>", "missing required element: action"),
        ('<FolderActionRequest><action op="color" id="2" color="bunt"/></FolderActionRequest>',
         "invalid long value 'bunt' for attribute: color"),
        ('<CreateTagRequest><tag name=""/></CreateTagRequest>', "tag must have a name"),
    ],
)  # fmt: skip
def test_the_words_of_a_refusal(anna, request_, expected):
    assert anna.fault(request_) == ("service.INVALID_REQUEST", f"invalid request: {expected}")


def test_untagging_with_an_unknown_tag_changes_nothing_and_is_no_fault(anna):
    message = anna.add("Hallo")
    answer = anna.mail(f'<MsgActionRequest><action op="!tag" id="{message}" tn="nix"/></MsgActionRequest>')
    assert answer[0].get("id") == message
    assert len(anna.mail("<GetTagRequest></GetTagRequest>")) == 0


@pytest.mark.parametrize(
    ("given", "color", "rgb"),
    [
        ('color="5"', "5", None),
        ('color="0"', None, None),
        ('color="50"', "9", None),  # beyond the last colour
        ('color="200"', None, "#FFFFFF"),  # negative as a signed byte
        ('rgb="#f80"', None, "#FF8800"),
        ('rgb="00ff00"', None, "#00FF00"),
        ('rgb="#12345"', None, None),
        ("", None, "#FFFFFF"),
    ],
)
def test_colours(anna, given, color, rgb):
    anna.mail(f'<FolderActionRequest><action op="color" id="2" {given}/></FolderActionRequest>')
    shown = anna.folder("2")
    assert (shown.get("color"), shown.get("rgb")) == (color, rgb)


def test_a_retention_policy_is_shown_while_there_is_one(anna):
    def put(inner: str) -> str | None:
        request = (
            '<FolderActionRequest><action op="retentionpolicy" id="2"><retentionPolicy>'
            f"<keep/><purge>{inner}</purge></retentionPolicy></action></FolderActionRequest>"
        )
        return anna.fault(request)[0]

    policy = '<policy type="user" lifetime="30d"/>'
    assert put(policy) is None
    (shown,) = anna.folder("2").iter("{*}policy")
    assert dict(shown.attrib) == {"type": "user", "lifetime": "30d"}
    assert put(policy + policy) == "service.INVALID_REQUEST"
    assert put('<policy type="user" lifetime="lang"/>') == "service.INVALID_REQUEST"
    assert put("") is None
    assert anna.folder("2").find("{*}retentionPolicy") is None


def test_a_conversation_shows_its_messages_bare_unless_they_are_fetched(anna):
    first = anna.add("Thema", "Message-ID: &lt;1@x&gt;")
    second = anna.add("Re: Thema", "Message-ID: &lt;2@x&gt;", "References: &lt;1@x&gt;")
    conversation = anna.mail(f'<GetMsgRequest><m id="{first}"/></GetMsgRequest>')[0].get("cid")
    shown = anna.mail(f'<GetConvRequest><c id="{conversation}" fetch="{second}"/></GetConvRequest>')[0]
    assert (shown.get("n"), shown.get("u"), shown.get("f"), shown.findtext("{*}su")) == ("2", "2", "u", "Thema")
    bare, whole = shown.findall("{*}m")
    assert (bare.get("id"), bare.get("cid"), bare.get("rev"), bare.find("{*}mp")) == (first, None, None, None)
    assert (whole.get("id"), whole.get("cid")) == (second, conversation)
    assert whole.find("{*}mp") is not None

    found = anna.mail("<SearchRequest><query>in:inbox</query></SearchRequest>")[0]
    assert [m.get("id") for m in found.findall("{*}m")] == [second, first]
    assert {m.get("s") for m in found.findall("{*}m")} == {
        None
    }  # only the one message of a conversation tells its size


def test_a_raw_message_that_is_not_plain_ascii_has_to_be_fetched(anna):
    plain, coded = anna.add("Hallo"), anna.add("Grüße")
    raw = [anna.mail(f'<GetMsgRequest><m id="{i}" raw="1"/></GetMsgRequest>')[0] for i in (plain, coded)]
    assert raw[0].findtext("{*}content").startswith("Subject: Hallo")
    assert raw[1].find("{*}content").get("url") == f"/service/content/get?id={coded}"
    assert [m.get("sd") for m in raw] == [None, None]


@pytest.mark.parametrize(
    ("request_", "code", "text"),
    [
        ("<GetAccountRequest>", "service.INVALID_REQUEST", "invalid request: missing <account>"),
        ("<GetCosRequest>", "service.INVALID_REQUEST", "invalid request: missing required element: cos"),
        ("<GetDistributionListRequest>", "service.INVALID_REQUEST", "invalid request: missing required element: dl"),
        ("<GetDistributionListMembershipRequest>", "service.FAILURE", None),
        ("<GetAccountMembershipRequest>", "service.FAILURE", None),
        ("<RenameAccountRequest><newName>x@example.test</newName>", "account.NO_SUCH_ACCOUNT", "no such account: null"),
        ("<DeleteAccountRequest>", "service.INVALID_REQUEST", "invalid request: missing required attribute: id"),
    ],
)
def test_what_a_missing_part_is_called_depends_on_how_the_server_reads_the_request(anna, request_, code, text):
    name = request_[1:].split(">", 1)[0]
    answer = anna.send(f"{request_}</{name}>")
    assert answer.findtext(".//{urn:zimbra}Code") == code
    assert text is None or answer.findtext(".//{*}Text") == text


def test_a_calendar_resource_needs_a_name_to_show_and_a_kind(anna):
    create = "<CreateCalendarResourceRequest><name>raum@example.test</name>{}</CreateCalendarResourceRequest>"
    kind, shown = '<a n="zimbraCalResType">Location</a>', '<a n="displayName">Raum</a>'
    assert anna.code(create.format(kind)) == "ldap.OBJECT_CLASS_VIOLATION"
    assert anna.code(create.format(shown)) == "ldap.OBJECT_CLASS_VIOLATION"
    made = anna.send(create.format(kind + shown))[0]
    values = {a.get("n"): a.text for a in made}
    assert values["zimbraAccountCalendarUserType"] == "RESOURCE"
    answer = anna.send(
        "<GetCalendarResourceRequest><attrs>displayName</attrs>"
        '<calresource by="name">raum@example.test</calresource></GetCalendarResourceRequest>'
    )
    assert [(a.get("n"), a.text) for a in answer[0]] == [("displayName", "Raum")]
