# Copyright (c) 2026, the teammail.zimbra contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What differs from release to release: as seen on 8.8.15, 9.0.0, 10.0.11, 10.1.3 and Carbonio 4.25.2."""

from __future__ import annotations

import pytest

from ansible_collections.teammail.zimbra.plugins.module_utils.engine import Reconciler
from ansible_collections.teammail.zimbra.plugins.module_utils.errors import InputError
from ansible_collections.teammail.zimbra.plugins.module_utils.release import Release, new_folders
from ansible_collections.teammail.zimbra.plugins.module_utils.resources.common.tree import new_mailbox
from ansible_collections.teammail.zimbra.plugins.module_utils.resources.folder.resource import OPTIONS, Folder
from ansible_collections.teammail.zimbra.tests.unit.plugins import scripted_accounts as accounts
from ansible_collections.teammail.zimbra.tests.unit.plugins.scripted import Exchange, Script, batch, batched, fault

CARBONIO = Release.of("carbonio", "4.25.2_ZEXTRAS_202511.FOSS")
ZIMBRA_9, ZIMBRA_10 = Release.of("GA", "9.0.0_GA_4545.NETWORK"), Release.of("GA", "10.1.3_GA_1.FOSS")
BOX, ID = "s@example.com", "8d4f4b1e-2f6c-4d2c-9a53-0d8a6a3d7c11"


def test_the_system_folders_of_a_new_mailbox():
    common = {"/Inbox", "/Trash", "/Junk", "/Sent", "/Drafts", "/Contacts", "/Calendar", "/Emailed Contacts", "/Chats"}
    assert set(new_folders(ZIMBRA_9)) == common | {"/Tasks", "/Briefcase"}
    assert set(new_folders(ZIMBRA_10)) == common | {"/Tasks", "/Briefcase", "/Files shared with me"}
    assert set(new_folders(CARBONIO)) == common | {"/Archive"}


def test_age_is_a_matter_of_zimbra_alone():
    assert ZIMBRA_9.is_older((10, 0, 0)) and not ZIMBRA_10.is_older((10, 0, 0))
    assert not CARBONIO.is_older((10, 0, 0)) and not Release.of("GA", "unknown").is_older((10, 0, 0))


def test_the_mailbox_itself_tells_carbonio():
    assert new_mailbox(BOX, CARBONIO).on_carbonio
    assert not new_mailbox(BOX, ZIMBRA_10).on_carbonio and not new_mailbox(BOX, ZIMBRA_9).on_carbonio


def tree(release):
    inner = "".join(
        f'<folder id="{number}" name="{path[1:]}" absFolderPath="{path}" l="1" view="{view or ""}"/>'
        for path, (number, view) in new_folders(release).items()
    )
    return f'<GetFolderResponse xmlns="urn:zimbraMail"><folder id="1" name="USER_ROOT" absFolderPath="/">{inner}</folder></GetFolderResponse>'


def reading(release):
    return Exchange(
        batch(
            '<GetInfoRequest xmlns="urn:zimbraAccount" sections="mbox"/>', '<GetFolderRequest xmlns="urn:zimbraMail"/>'
        ),
        batched(
            f'<GetInfoResponse xmlns="urn:zimbraAccount"><id>{ID}</id><name>{BOX}</name></GetInfoResponse>',
            tree(release),
        ),
        account=BOX,
    )


def plans(release, check_mode=True, **given):
    defaults = {name: spec.get("default") for name, spec in OPTIONS.items()}
    script = Script(reading(release))
    outcome = Reconciler(Folder(script.session(), dict(defaults, account=BOX, **given), check_mode)).run(check_mode)
    script.finished()
    return outcome.plans


@pytest.mark.parametrize("check_mode", [True, False])
@pytest.mark.parametrize(
    "given, words",
    [
        ({"path": ["/To do"], "view": "task"}, "view is task, but s@example.com is on a Carbonio server"),
        (
            {"path": ["/Inbox"], "retention": {"keep": ["30d"]}},
            "retention.keep is 30d, but s@example.com is on a Carbonio",
        ),
        ({"path": ["/Archive"], "state": "absent"}, "path is /Archive, a system folder"),
        ({"path": ["/Old"], "moved_from": "/Archive"}, "moved_from is /Archive, a system folder"),
    ],
)
def test_what_carbonio_would_drop_or_refuse_is_refused_by_name_before_any_write(given, words, check_mode):
    with pytest.raises(InputError) as caught:
        plans(CARBONIO, check_mode, **given)
    assert str(caught.value).startswith(words)


def test_what_is_no_system_folder_there_is_a_folder_like_any_other():
    assert [plan.before for plan in plans(CARBONIO, path=["/Tasks"])] == [None]
    assert not plans(CARBONIO, path=["/Tasks", "/Briefcase"], state="absent")[0].changed
    assert not plans(ZIMBRA_9, path=["/Tasks"])[0].changed
    with pytest.raises(InputError, match="/Tasks, a system folder"):
        plans(ZIMBRA_9, path=["/Tasks"], state="absent")


FAILED = fault("service.FAILURE", "system failure: Delete account s has an error", receiver=True)
VERSION = Exchange(
    '<GetVersionInfoRequest xmlns="urn:zimbraAdmin"/>',
    '<GetVersionInfoResponse xmlns="urn:zimbraAdmin"><info release="carbonio" version="4.25.2_ZEXTRAS"/></GetVersionInfoResponse>',
)
SHARED = """<GetFolderResponse xmlns="urn:zimbraMail"><folder id="1" name="USER_ROOT" absFolderPath="/">
<folder id="2" name="Inbox" l="1"><acl><grant gt="all" perm="r"/></acl></folder>
<folder id="3" name="Trash" l="1"/><folder id="4" name="Junk" l="1"/><folder id="5" name="Sent" l="1"/>
<folder id="6" name="Drafts" l="1"/></folder></GetFolderResponse>"""
REVOKE = """<FolderActionRequest xmlns="urn:zimbraMail">
<action op="!grant" id="2" zid="00000000-0000-0000-0000-000000000000"/></FolderActionRequest>"""


def test_on_carbonio_grants_to_all_go_before_the_account_that_could_not_be_deleted_with_them():
    gave = '<FolderActionResponse xmlns="urn:zimbraMail"/>'
    outcome, _result = accounts.run(
        accounts.there(zimbraAccountStatus="locked"),
        accounts.tree(0),
        Exchange(accounts.DELETE, FAILED),
        VERSION,
        accounts.write(accounts.modify(zimbraAccountStatus="locked")),
        Exchange('<GetFolderRequest xmlns="urn:zimbraMail"/>', SHARED, account=accounts.ID),
        Exchange(REVOKE, gave, account=accounts.ID),
        accounts.write(accounts.DELETE),
        accounts.missing(),
        state="absent",
        confirm=accounts.NAME,
    )
    assert outcome.error is None


def test_any_other_failure_is_told_and_the_status_is_as_before():
    plain = SHARED.replace("<acl>", "<x>").replace("</acl>", "</x>")
    outcome, _result = accounts.run(
        accounts.there(),
        accounts.tree(0),
        Exchange(accounts.DELETE, FAILED),
        VERSION,
        accounts.write(accounts.modify(zimbraAccountStatus="active")),
        Exchange('<GetFolderRequest xmlns="urn:zimbraMail"/>', plain, account=accounts.ID),
        accounts.there(),
        accounts.tree(0),
        state="absent",
        confirm=accounts.NAME,
    )
    assert "Delete account s has an error" in str(outcome.error)
