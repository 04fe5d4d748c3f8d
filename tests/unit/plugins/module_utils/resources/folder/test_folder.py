# Copyright (c) 2026, the teammail.zimbra contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Folders: every request of a run is written down here, and no other may be sent."""

from __future__ import annotations

import pytest

from ansible_collections.teammail.zimbra.plugins.module_utils.engine import Reconciler, report
from ansible_collections.teammail.zimbra.plugins.module_utils.errors import Fault, InputError, ZimbraError
from ansible_collections.teammail.zimbra.plugins.module_utils.resources.folder.resource import Folder
from ansible_collections.teammail.zimbra.tests.unit.plugins.scripted import (
    CHANGE,
    Exchange,
    Script,
    batch,
    batched,
    fault,
    lost,
)

OWNER = "support@example.com"
ZID = "8d4f4b1e-2f6c-4d2c-9a53-0d8a6a3d7c11"
READ = batch(
    '<GetInfoRequest xmlns="urn:zimbraAccount" sections="mbox"/>', '<GetFolderRequest xmlns="urn:zimbraMail"/>'
)
MEIER = f'<folder id="{ZID}:257" name="Meier" view="message" n="2"><folder id="{ZID}:258" name="Alt" n="1"/></folder>'
EMPTY = f'<folder id="{ZID}:257" name="Meier" view="message" n="0"/>'


def mailbox(inner: str) -> str:
    """The answer to READ."""
    return batched(
        f'<GetInfoResponse xmlns="urn:zimbraAccount"><id>{ZID}</id><name>{OWNER}</name></GetInfoResponse>',
        f'<GetFolderResponse xmlns="urn:zimbraMail"><folder id="{ZID}:1" name="USER_ROOT">'
        f'<folder id="{ZID}:2" name="Inbox" view="message">{inner}</folder></folder></GetFolderResponse>',
    )


def there(inner: str) -> Exchange:
    return Exchange(READ, mailbox(inner), OWNER)


def action(inner: str, answer: str | Exception = '<FolderActionResponse xmlns="urn:zimbraMail"/>') -> Exchange:
    return Exchange(f'<FolderActionRequest xmlns="urn:zimbraMail"><action {inner}</FolderActionRequest>', answer, OWNER)


def create(name: str, parent: int, number: int, answer: Exception | None = None) -> Exchange:
    return Exchange(
        f'<CreateFolderRequest xmlns="urn:zimbraMail"><folder name="{name}" l="{parent}" fie="1" view="message"/></CreateFolderRequest>',
        answer or f'<CreateFolderResponse xmlns="urn:zimbraMail"><folder id="{ZID}:{number}"/></CreateFolderResponse>',
        OWNER,
    )


def run(*exchanges: Exchange, check: bool = False, retries: int = 0, **options: object) -> dict:
    """The result of a run by script; raises what the module would fail with."""
    script = Script(*exchanges, retries=retries)
    given = {name: spec.get("default") for name, spec in Folder.OPTIONS.items()}
    resource = Folder(script.session(), dict(given, account=OWNER, **options), check)
    outcome = Reconciler(resource).run(check)
    script.finished()
    if outcome.error:
        raise outcome.error
    return dict(report(resource, outcome, False, True), notes=outcome.notes)


def test_nothing_to_do_is_one_request() -> None:
    result = run(there(MEIER), path=["/inbox/MEIER"], view="message")
    assert not result["changed"]
    assert result["folders"][0]["path"] == "/Inbox/Meier"


def test_check_mode_only_reads() -> None:
    result = run(there(""), check=True, path=["/Inbox/Meier"], color="5")
    assert result["changes"] == [
        {"object": f"{OWNER}:/Inbox/Meier", "key": "state", "before": "absent", "after": "present"}
    ]


def test_parents_are_made_level_by_level() -> None:
    result = run(
        there(""),
        create("Neu", 2, 300),
        create("Tief", 300, 301),
        there('<folder id="300" name="Neu" view="message"><folder id="301" name="Tief" view="message"/></folder>'),
        path=["/Inbox/Neu/Tief"],
    )
    assert result["folders"][0]["id"] == 301
    assert result["notes"] == []


def test_a_lost_answer_is_looked_after() -> None:
    result = run(there(""), create("Meier", 2, 0, lost()), there(EMPTY), there(EMPTY), retries=1, path=["/Inbox/Meier"])
    assert result["changed"]


@pytest.mark.parametrize("new", ["Lehmann", "MEIER"])
def test_rename_keeps_the_parent(new: str) -> None:
    run(
        there(EMPTY),
        action(f'id="257" op="rename" name="{new}"/>'),
        there(EMPTY.replace("Meier", new)),
        path=[f"/Inbox/{new}"],
        moved_from="/Inbox/Meier",
    )


def pair(first: str, second: str) -> Exchange:
    """Two folders of fixed numbers by their names."""
    return there(
        f'<folder id="{ZID}:257" name="{first}" view="message" n="1"/><folder id="{ZID}:258" name="{second}" view="message" n="2"/>'
    )


def test_names_that_go_round_are_sorted_out_by_one_run() -> None:
    requests = [
        '<FolderActionRequest xmlns="urn:zimbraMail"><action id="257" op="rename" name="Müller (257)"/></FolderActionRequest>',
        '<FolderActionRequest xmlns="urn:zimbraMail"><action id="258" op="rename" name="Meier"/></FolderActionRequest>',
        '<FolderActionRequest xmlns="urn:zimbraMail"><action id="257" op="rename" name="Müller"/></FolderActionRequest>',
    ]
    done = '<FolderActionResponse xmlns="urn:zimbraMail"/>'
    result = run(
        pair("Meier", "Müller"),
        Exchange(batch(*requests, stop=True), batched(done, done, done), OWNER),
        pair("Müller", "Meier"),
        path=["/Inbox/Müller", "/Inbox/Meier"],
        former_paths={"/Inbox/Müller": "/Inbox/Meier", "/Inbox/Meier": "/Inbox/Müller"},
    )
    assert [(c["before"], c["after"]) for c in result["changes"]] == [
        ("/Inbox/Meier", "/Inbox/Müller"),
        ("/Inbox/Müller", "/Inbox/Meier"),
    ]


def test_a_name_is_given_to_a_new_folder_when_the_old_one_has_left_it() -> None:
    result = run(
        there(EMPTY),
        action('id="257" op="rename" name="Meier A"/>'),
        create("Meier", 2, 258),
        there(EMPTY.replace("Meier", "Meier A") + EMPTY.replace("257", "258")),
        path=["/Inbox/Meier A", "/Inbox/Meier"],
        former_paths={"/Inbox/Meier A": "/Inbox/Meier"},
    )
    assert [(c["key"], c["after"]) for c in result["changes"]] == [("path", "/Inbox/Meier A"), ("state", "present")]


@pytest.mark.parametrize(
    ("former", "sentence"),
    [
        ({"/Inbox/Else": "/Inbox/Meier"}, "former_paths names /Inbox/Else, which path does not"),
        ({"/Inbox/A": "/Inbox/X", "/Inbox/B": "/inbox/x"}, "former_paths names one former path for two folders"),
        ({"/Inbox/A": "/Sent"}, "former_paths is /Sent, a system folder"),
        ({"/Inbox/A": "/Inbox"}, "former_paths is /Inbox, a system folder"),
    ],
)
def test_former_paths_that_cannot_be(former: dict[str, str], sentence: str) -> None:
    with pytest.raises(InputError, match=sentence):
        run(path=["/Inbox/A", "/Inbox/B"], former_paths=former)


def test_case_is_left_alone_where_the_source_is_gone() -> None:
    result = run(there(EMPTY), path=["/Inbox/MEIER"], moved_from="/Inbox/Alt")
    assert not result["changed"]
    assert result["folders"][0]["path"] == "/Inbox/Meier"


def test_what_is_moved_to_the_trash_is_foretold_as_read() -> None:
    inbox = '<folder id="257" name="Meier" view="message" n="2" u="2"/></folder><folder id="3" name="Trash">'
    result = run(there(inbox), check=True, path=["/Trash/Meier"], moved_from="/Inbox/Meier")
    assert {c["key"]: (c["before"], c["after"]) for c in result["changes"]} == {
        "path": ("/Inbox/Meier", "/Trash/Meier"),
        "unread": (2, 0),
    }


def test_one_policy_leaves_the_other() -> None:
    def policies(purge: str) -> str:
        keep = '<keep><policy type="user" lifetime="30d"/></keep>'
        policy = f"<retentionPolicy>{keep}<purge>{purge}</purge></retentionPolicy>"
        return f'<folder id="257" name="Meier">{policy}</folder>'

    result = run(
        there(policies("")),
        action(
            'id="257" op="retentionpolicy"><retentionPolicy><keep><policy type="user" lifetime="30d"/></keep>'
            '<purge><policy type="user" lifetime="1d"/></purge></retentionPolicy></action>'
        ),
        there(policies('<policy type="user" lifetime="1d"/>')),
        path=["/Inbox/Meier"],
        retention={"keep": None, "purge": ["1d"]},
    )
    assert [c["key"] for c in result["changes"]] == ["retention"]


def test_mail_and_sub_folders_stop_a_removal() -> None:
    with pytest.raises(ZimbraError, match=r"has sub-folders \(/Inbox/Meier/Alt\)"):
        run(there(MEIER), path=["/Inbox/Meier"], state="absent")
    with pytest.raises(ZimbraError, match="holds 3 items with its sub-folders"):
        run(there(MEIER), path=["/Inbox/Meier"], state="absent", recursive=True)


def guarded(inner: str, deleted: str = '<FolderActionResponse xmlns="urn:zimbraMail"/>') -> Exchange:
    """The deletion of what is empty, and what is left of it."""
    left = f'<GetFolderResponse xmlns="urn:zimbraMail">{inner}</GetFolderResponse>'
    return Exchange(
        batch(
            '<FolderActionRequest xmlns="urn:zimbraMail"><action op="delete" id="257"/></FolderActionRequest>',
            '<GetFolderRequest xmlns="urn:zimbraMail" needGranteeName="0"><folder l="257"/></GetFolderRequest>',
        ),
        batched(deleted, left if inner else fault("mail.NO_SUCH_FOLDER", "no such folder id: 257")),
        OWNER,
        change=("1", "new"),
    )


@pytest.mark.parametrize(
    "deleted",
    [
        '<FolderActionResponse xmlns="urn:zimbraMail"/>',
        fault("service.FAILURE", "system failure: deleting 1 item(s)", True),
    ],
)
def test_mail_that_comes_in_between_stops_a_removal(deleted: str) -> None:
    with pytest.raises(ZimbraError, match="got 3 items while it was being removed, so it was kept"):
        run(there(EMPTY), guarded(MEIER, deleted), there(MEIER), path=["/Inbox/Meier"], state="absent", recursive=True)


@pytest.mark.parametrize(
    ("deleted", "words"),
    [
        (fault("service.PERM_DENIED", "permission denied: no"), r"service\.PERM_DENIED"),
        ('<FolderActionResponse xmlns="urn:zimbraMail"/>', "though it shows nothing in it"),
    ],
)
def test_an_empty_folder_that_stays_is_an_error(deleted: str, words: str) -> None:
    with pytest.raises(ZimbraError, match=words):
        run(there(EMPTY), guarded(EMPTY, deleted), there(EMPTY), path=["/Inbox/Meier"], state="absent")


def test_mail_moves_before_the_folder_goes() -> None:
    def found(ids: str) -> Exchange:
        return Exchange(
            '<SearchRequest xmlns="urn:zimbraMail" types="message" limit="1000" offset="0" sortBy="dateAsc"><query>inid:257</query></SearchRequest>',
            f'<SearchResponse xmlns="urn:zimbraMail">{ids}</SearchResponse>',
            OWNER,
        )

    move = f'<MsgActionRequest xmlns="urn:zimbraMail"><action op="move" id="{ZID}:301,{ZID}:302" l="2"/></MsgActionRequest>'
    run(
        there(EMPTY.replace('n="0"', 'n="2"')),
        found(f'<m id="{ZID}:301"/><m id="{ZID}:302"/>'),
        Exchange(move, '<MsgActionResponse xmlns="urn:zimbraMail"/>', OWNER),
        found(""),
        guarded(""),
        there(""),
        path=["/Inbox/Meier"],
        state="absent",
        messages="move_to",
        messages_to="/Inbox",
    )


def test_only_the_mail_that_was_seen_is_deleted() -> None:
    run(
        there(EMPTY.replace('n="0"', 'n="2"')),
        action('op="empty" id="257" recursive="0"/>')._replace(change=(str(CHANGE), "mod")),
        guarded(""),
        there(""),
        path=["/Inbox/Meier"],
        state="absent",
        messages="delete",
    )


def test_a_folder_goes_to_another_parent_under_a_name_of_its_own() -> None:
    ok = '<FolderActionResponse xmlns="urn:zimbraMail"/>'
    steps = ['op="rename" id="257" name="Sent (257)"', 'op="move" id="257" l="2"', 'op="rename" id="257" name="Sent"']
    requests = [f'<FolderActionRequest xmlns="urn:zimbraMail"><action {step}/></FolderActionRequest>' for step in steps]
    root = mailbox("")
    aside = EMPTY.replace('"Meier"', '"Sent"')
    run(
        Exchange(READ, root.replace(f'<folder id="{ZID}:2"', f'{EMPTY}<folder id="{ZID}:2"'), OWNER),
        Exchange(batch(*requests, stop=True), batched(ok, ok, ok), OWNER),
        there(aside),
        path=["/Inbox/Sent"],
        moved_from="/Meier",
    )


def test_a_folder_that_was_left_on_its_way_is_taken_to_its_end() -> None:
    result = run(
        there(EMPTY.replace('"Meier"', '"Sent (257)"')),
        action('op="rename" id="257" name="Sent"/>'),
        there(EMPTY.replace('"Meier"', '"Sent"')),
        path=["/Inbox/Sent"],
        moved_from="/Meier",
    )
    assert result["changes"] == [
        {"object": f"{OWNER}:/Inbox/Sent", "key": "path", "before": "/Inbox/Sent (257)", "after": "/Inbox/Sent"}
    ]


@pytest.mark.parametrize("path", ["/Sent", "/inbox", "/"])
def test_system_folders_are_refused_before_any_request(path: str) -> None:
    with pytest.raises(InputError, match="a system folder"):
        run(path=[path], state="absent", messages="delete", recursive=True)


def test_only_the_missing_account_itself_counts_as_absent() -> None:
    gone = Exchange(READ, fault("account.NO_SUCH_ACCOUNT", "no such account: x"), OWNER)
    assert not run(gone, path=["/Inbox/Meier"], state="absent")["changed"]
    broken = Exchange(READ, fault("service.FAILURE", "system failure: x", True), OWNER)
    with pytest.raises(Fault, match=r"service\.FAILURE"):
        run(broken, path=["/Inbox/Meier"], state="absent")
