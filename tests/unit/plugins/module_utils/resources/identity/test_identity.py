# Copyright (c) 2026, the teammail.zimbra contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import pytest

from ansible_collections.teammail.zimbra.plugins.module_utils.engine import Reconciler
from ansible_collections.teammail.zimbra.plugins.module_utils.errors import InputError, ZimbraError
from ansible_collections.teammail.zimbra.plugins.module_utils.resources.identity import resource as module
from ansible_collections.teammail.zimbra.plugins.module_utils.resources.identity.folders import Reference, reference
from ansible_collections.teammail.zimbra.plugins.module_utils.resources.identity.resource import Identity
from ansible_collections.teammail.zimbra.tests.unit.plugins.scripted import (
    Exchange,
    Script,
    batch,
    batched,
    fault,
    steps_of,
)

AGENT, OWNER = "meier@example.com", "support@example.com"
AGENT_ID, OWNER_ID = "11111111-1111-1111-1111-111111111111", "22222222-2222-2222-2222-222222222222"
PERSONA_ID = "33333333-3333-3333-3333-333333333333"

LOOKUP = Exchange(
    batch(
        f'<GetAccountRequest xmlns="urn:zimbraAdmin" applyCos="0" attrs="zimbraId,displayName"><account by="name">{OWNER}</account></GetAccountRequest>',
        f'<GetDistributionListRequest xmlns="urn:zimbraAdmin" limit="1" offset="0"><dl by="name">{OWNER}</dl></GetDistributionListRequest>',
    ),
    batched(
        f'<GetAccountResponse xmlns="urn:zimbraAdmin"><account id="{OWNER_ID}" name="{OWNER}"/></GetAccountResponse>',
        fault("account.NO_SUCH_DISTRIBUTION_LIST", "no such distribution list"),
    ),
)
LIMIT = (
    '<GetAccountRequest xmlns="urn:zimbraAdmin" applyCos="1" attrs="zimbraIdentityMaxNumEntries">'
    f'<account by="name">{AGENT}</account></GetAccountRequest>'
)
READ = batch(
    '<GetIdentitiesRequest xmlns="urn:zimbraAccount"/>',
    LIMIT,
    '<GetFolderRequest xmlns="urn:zimbraMail"/>',
)


def params(**given):
    return {
        **{name: spec.get("default") for name, spec in module.OPTIONS.items()},
        "account": [AGENT],
        "name": "Support",
        **given,
    }


def read(*personas: str, links: str = "", limit: int = 20) -> Exchange:
    """One mailbox as the server answers; personas and links are XML."""
    return Exchange(
        READ,
        batched(
            f'<GetIdentitiesResponse xmlns="urn:zimbraAccount">{"".join(personas)}<identity name="DEFAULT" id="{AGENT_ID}"/></GetIdentitiesResponse>',
            f'<GetAccountResponse xmlns="urn:zimbraAdmin"><account id="{AGENT_ID}" name="{AGENT}">'
            f'<a n="zimbraIdentityMaxNumEntries">{limit}</a></account></GetAccountResponse>',
            f'<GetFolderResponse xmlns="urn:zimbraMail"><folder id="{AGENT_ID}:1" name="USER_ROOT" absFolderPath="/">'
            f'<folder id="{AGENT_ID}:2" name="Inbox" absFolderPath="/Inbox"/>{links}</folder></GetFolderResponse>',
        ),
        account=AGENT,
    )


def link(number: int, remote: int) -> str:
    return f'<link id="{AGENT_ID}:{number}" name="L{number}" absFolderPath="/L{number}" zid="{OWNER_ID}" rid="{remote}" owner="{OWNER}"/>'


def persona(*pairs: str) -> str:
    values = "".join(f'<a name="{name}">{value}</a>' for name, value in (p.split("=") for p in pairs))
    return f'<identity name="Support" id="{PERSONA_ID}">{values}</identity>'


IN_BOTH = ("zimbraPrefWhenInFoldersEnabled=TRUE", "zimbraPrefWhenInFolderIds=270", "zimbraPrefWhenInFolderIds=271")
FOLDERS = [{"owner": OWNER, "path": "/Inbox"}, {"owner": OWNER, "path": "/Sent"}]


def test_a_no_op_run_is_one_request_beside_the_lookup_of_the_owner():
    script = Script(LOOKUP, read(persona(*IN_BOTH), links=link(270, 2) + link(271, 5)))
    outcome = Reconciler(Identity(script.session(), params(when_in_folders=FOLDERS), False)).run(False)
    assert not outcome.plans[0].changed
    assert outcome.after[0]["when_in_folders"] == FOLDERS
    script.finished()


def test_a_remade_mountpoint_is_written_by_its_new_number():
    links = link(270, 2) + link(300, 5)
    write = Exchange(
        f'<ModifyIdentityRequest xmlns="urn:zimbraAccount"><identity id="{PERSONA_ID}"><a name="zimbraPrefWhenInFolderIds">270</a>'
        '<a name="zimbraPrefWhenInFolderIds">300</a></identity></ModifyIdentityRequest>',
        '<ModifyIdentityResponse xmlns="urn:zimbraAccount"/>',
        account=AGENT,
    )
    again = read(
        persona(
            "zimbraPrefWhenInFoldersEnabled=TRUE", "zimbraPrefWhenInFolderIds=270", "zimbraPrefWhenInFolderIds=300"
        ),
        links=links,
    )
    script = Script(LOOKUP, read(persona(*IN_BOTH), links=links), write, again)
    outcome = Reconciler(Identity(script.session(), params(when_in_folders=FOLDERS), False)).run(False)
    (change,) = outcome.plans[0].changes()
    assert (change.before, change.after) == (["271"], [FOLDERS[1]])
    assert outcome.after[0]["when_in_folders"] == FOLDERS
    assert outcome.notes == []
    script.finished()


def test_check_mode_foresees_mountpoints_that_are_not_there():
    script = Script(LOOKUP, read())
    outcome = Reconciler(Identity(script.session(), params(when_in_folders=FOLDERS), True)).run(True)
    assert outcome.after[0]["when_in_folders"] == FOLDERS
    assert len(outcome.notes) == 2
    script.finished()


def test_without_mountpoints_nothing_is_written():
    script = Script(LOOKUP, read())
    with pytest.raises(ZimbraError, match=r"no mountpoint of /Inbox of support@example\.com, no mountpoint of /Sent"):
        Reconciler(Identity(script.session(), params(when_in_folders=FOLDERS), False)).run(False)
    script.finished()


def test_the_limit_is_told_with_all_names():
    script = Script(LOOKUP, read('<identity name="Other" id="x"/>', links=link(270, 2) + link(271, 5), limit=2))
    with pytest.raises(ZimbraError, match=r"has 2 personas, .* allows 2 with DEFAULT counted: DEFAULT, Other;"):
        Reconciler(Identity(script.session(), params(when_in_folders=FOLDERS), False)).run(False)
    script.finished()


@pytest.mark.parametrize("code", ["service.FAILURE", "account.ACCOUNT_INACTIVE", "account.NO_SUCH_IDENTITY"])
def test_an_error_is_not_taken_for_absence(code):
    failed = Exchange(
        batch('<GetIdentitiesRequest xmlns="urn:zimbraAccount"/>', LIMIT), fault(code, "no"), account=AGENT
    )
    script = Script(failed)
    with pytest.raises(ZimbraError, match=code):
        Reconciler(Identity(script.session(), params(state="absent"), False)).run(False)
    script.finished()


def test_an_account_that_is_gone_has_no_persona():
    gone = Exchange(
        batch('<GetIdentitiesRequest xmlns="urn:zimbraAccount"/>', LIMIT),
        fault("account.NO_SUCH_ACCOUNT", "no such account"),
        account=AGENT,
    )
    script = Script(gone)
    outcome = Reconciler(Identity(script.session(), params(state="absent"), False)).run(False)
    assert not outcome.plans[0].changed
    script.finished()


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("/inbox", Reference(path="/Inbox")),
        ("257", Reference(id="257")),
        (257, Reference(id="257")),
        ({"owner": "Support@Example.com", "path": "/sent"}, Reference("/Sent", OWNER, 5)),
        ({"owner": OWNER, "folder_id": 2}, Reference("/Inbox", OWNER, 2)),
        ({"owner": OWNER, "folder_id": "300"}, Reference("", OWNER, 300)),
        ({"owner": OWNER, "path": "/Projekte"}, Reference("/Projekte", OWNER)),
    ],
)
def test_references(value, expected):
    assert reference("when_in_folders", value) == expected


@pytest.mark.parametrize(
    "value",
    [
        "Inbox",
        {"owner": OWNER},
        {"path": "/Inbox"},
        {"owner": OWNER, "path": "/a", "folder_id": 3},
        {"owner": OWNER, "id": 3},
    ],
)
def test_bad_references(value):
    with pytest.raises(InputError, match="when_in_folders"):
        reference("when_in_folders", value)


def test_signatures_go_by_name():
    asked = batch(
        '<GetIdentitiesRequest xmlns="urn:zimbraAccount"/>', LIMIT, '<GetSignaturesRequest xmlns="urn:zimbraAccount"/>'
    )
    answer = batched(
        f'<GetIdentitiesResponse xmlns="urn:zimbraAccount">{persona("zimbraPrefDefaultSignatureId=sig-1")}</GetIdentitiesResponse>',
        f'<GetAccountResponse xmlns="urn:zimbraAdmin"><account id="{AGENT_ID}" name="{AGENT}"/></GetAccountResponse>',
        '<GetSignaturesResponse xmlns="urn:zimbraAccount"><signature id="sig-1" name="Kurz"/><signature id="sig-2" name="Lang"/></GetSignaturesResponse>',
    )
    script = Script(Exchange(asked, answer, account=AGENT))
    outcome = Reconciler(
        Identity(script.session(), params(default_signature="kurz", reply_signature="Lang"), True)
    ).run(True)
    assert steps_of(outcome.plans[0]) == [("Modify", PERSONA_ID, {"zimbraPrefForwardReplySignatureId": ["sig-2"]}, {})]
    assert outcome.after[0]["default_signature"] == "Kurz"
    script.finished()
