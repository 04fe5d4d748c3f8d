# Copyright (c) 2026, the teammail.zimbra contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Mountpoints: known by their target, left alone where they are, replaced where they lead astray."""

from __future__ import annotations

import pytest
from lxml import etree

from ansible_collections.teammail.zimbra.plugins.module_utils.engine import Plan, Reconciler
from ansible_collections.teammail.zimbra.plugins.module_utils.errors import InputError, ZimbraError
from ansible_collections.teammail.zimbra.plugins.module_utils.resources.common.tree import Tree, tree_of
from ansible_collections.teammail.zimbra.plugins.module_utils.resources.mountpoint.desired import (
    DesiredMount,
    Mount,
    check_unique,
    mount_of,
)
from ansible_collections.teammail.zimbra.plugins.module_utils.resources.mountpoint.resource import Mailbox, Mountpoint
from ansible_collections.teammail.zimbra.tests.unit.plugins.scripted import (
    Exchange,
    Script,
    batch,
    batched,
    fault,
    steps_of,
    whole,
)

AGENT, OWNER = "meier@example.com", "support@example.com"
AGENT_ID = "11111111-7d0e-4a6b-9c55-5a1f2b7e9d10"
ZID = "8d4f4b1e-2f6c-4d2c-9a53-0d8a6a3d7c11"
OTHER = "99999999-7d0e-4a6b-9c55-5a1f2b7e9d10"


def mount(path: str, name: str, number: int, **more: object) -> Mount:
    return Mount(OWNER, ZID, path, number, False, name, None, None, "message")._replace(**more)


INBOX, SENT = mount("/Inbox", "/Support", 2), mount("/Sent", "/Support Sent", 5)


def link(number: int, name: str, remote: int, owner: str = ZID, known: bool = True) -> str:
    return f'<link id="{number}" name="{name}" view="message" zid="{owner}" rid="{remote}"' + (
        f' owner="{OWNER}"/>' if known else "/>"
    )


def answer(inner: str) -> str:
    return f'<GetFolderResponse xmlns="urn:zimbraMail"><folder id="1" name="USER_ROOT">{inner}</folder></GetFolderResponse>'


def tree(inner: str) -> Tree:
    return tree_of(whole(etree.fromstring(answer(inner))), AGENT, AGENT_ID)


def resource(check: bool = False, **options: object) -> Mountpoint:
    given = {name: spec.get("default") for name, spec in Mountpoint.OPTIONS.items()}
    return Mountpoint(Script().session(), dict(given, **options), check)


def plans(
    inner: str, *mounts: Mount, gone: tuple[str, ...] = (), rights: dict | None = None, **options: object
) -> list[Plan]:
    """The plans for those mounts in a mailbox that holds that XML."""
    found = Mailbox(tree(inner), frozenset(gone), rights or {})
    mountpoints = resource(**options)
    return [mountpoints.plan(found, DesiredMount(AGENT, AGENT_ID, mounts, number)) for number in range(len(mounts))]


def verbs(plan: Plan) -> list[str]:
    return [type(step).__name__ for step in plan.steps]


def test_known_by_its_target_whatever_its_name() -> None:
    (plan,) = plans(link(270, "Meins", 2), INBOX)
    assert not plan.changed
    assert plan.after is not None and plan.after["name"] == "/Meins"


@pytest.mark.parametrize("options", [{}, {"rename": True}])
def test_a_view_that_carbonio_would_drop_is_refused_by_name(options: dict) -> None:
    archive = '<folder id="20" name="Archive" view="message"/>'
    tasks = mount("/To do", "/To do", 300, view="task")
    for present in ("", link(270, "To do", 300)):
        with pytest.raises(
            InputError, match=r"^mounts\[1\]\.view is task, but meier@example.com is on a Carbonio server"
        ):
            plans(archive + present, INBOX, tasks, **options)
        assert plans(archive + present, tasks, state="absent")[0].changed == bool(present)
        assert plans(present, tasks)[0].changed


def test_renamed_only_on_request() -> None:
    (plan,) = plans(link(270, "Meins", 2), INBOX, rename=True)
    assert steps_of(plan) == [("Rename", 270, "/Meins", "/Support", False, {"/": 1})]


def test_the_name_it_was_made_with_follows_the_wish_and_one_that_the_agent_chose_does_not() -> None:
    desired = INBOX._replace(name="/Team", former_name="/Support")
    (plan,) = plans(link(270, "support", 2), desired)
    assert plan.after is not None and plan.after["name"] == "/Team"
    assert not plans(link(270, "Meins", 2), desired)[0].changed


def test_one_folder_may_be_wished_under_two_names() -> None:
    again = INBOX._replace(name="/Post")
    one, other = plans(link(270, "Support", 2), INBOX, again)
    assert not one.changed and verbs(other) == ["Create"]
    assert [plan.changed for plan in plans(link(270, "Support", 2) + link(271, "Post", 2), INBOX, again)] == [False] * 2


@pytest.mark.parametrize(
    ("mounts", "one_each", "sentence"),
    [
        ([INBOX, SENT._replace(name="/SUPPORT")], False, r"both have the name /SUPPORT; name it once$"),
        ([INBOX, INBOX._replace(name="/Post")], True, rf"both have the folder /Inbox of {OWNER}; name it once$"),
    ],
)
def test_what_cannot_both_be_had_is_refused(mounts: list[Mount], one_each: bool, sentence: str) -> None:
    with pytest.raises(InputError, match=r"^mounts\[0\] and mounts\[1\] " + sentence):
        check_unique(mounts, one_each)


def test_the_one_in_the_trash_is_gone() -> None:
    (plan,) = plans(f'<folder id="3" name="Trash">{link(270, "Support", 2)}</folder>', INBOX)
    assert verbs(plan) == ["Create"]


def test_a_wrong_target_of_the_same_owner_is_replaced() -> None:
    (plan,) = plans(link(270, "support", 6), INBOX)
    assert steps_of(plan)[0] == ("Delete", 270)
    assert verbs(plan) == ["Delete", "Create"]
    assert {c.key for c in plan.changes()} == {"folder_id", "path", "name"}


def test_links_that_bear_each_others_names_make_room() -> None:
    inbox, sent = plans(link(270, "Support", 5), INBOX, SENT)
    assert (verbs(inbox), verbs(sent)) == (["Create"], ["Rename"])


@pytest.mark.parametrize(
    ("inner", "words"),
    [
        ('<folder id="270" name="Support"/>', "taken by a folder"),
        ('<search id="270" name="Support"/>', "taken by a search folder"),
        (link(270, "Support", 2, OTHER), r"taken by a mountpoint of support@example\.com \(folder /Inbox\)"),
    ],
)
def test_what_bears_the_name_is_told(inner: str, words: str) -> None:
    with pytest.raises(ZimbraError, match=words):
        plans(inner, INBOX)


def test_a_former_owner_makes_room_on_request() -> None:
    inner = link(270, "Support", 2, OTHER, known=False)
    (plan,) = plans(inner, INBOX, gone=(OTHER,), remove_broken=True)
    assert verbs(plan) == ["Delete", "Create"]
    with pytest.raises(ZimbraError, match="is taken by"):
        plans(inner, INBOX, gone=(OTHER,))


def test_duplicates_are_told_or_removed() -> None:
    inner = link(270, "Support", 2) + link(271, "Doppelt", 2)
    (plan,) = plans(inner, INBOX)
    assert not plan.changed and "/Doppelt" in plan.notes[0]
    (plan,) = plans(inner, INBOX, duplicates="remove")
    assert steps_of(plan) == [("Delete", 271)]
    assert [(c.key, c.before, c.after) for c in plan.changes()] == [("duplicates", ["/Doppelt"], [])]


def test_absent_takes_all_of_that_target_and_no_other() -> None:
    inner = link(270, "A", 2) + link(271, "B", 5) + link(272, "C", 2, OTHER)
    inner += f'<folder id="3" name="Trash">{link(273, "D", 2)}</folder>'
    (plan,) = plans(inner, INBOX, state="absent")
    assert steps_of(plan) == [("Delete", 270), ("Delete", 273)]
    (plan,) = plans(inner, INBOX._replace(folder_id=None, path=None, any_folder=True), state="absent")
    assert sorted(step.ident for step in plan.steps) == [270, 271, 273]


def test_missing_rights_are_named() -> None:
    with pytest.raises(
        ZimbraError, match=r"meier@example\.com has the rights 'r' on support@example\.com:/Inbox but needs rwidx"
    ):
        plans("", INBOX, rights={(ZID, 2): "r"}, verify_rights=True, required_rights="rwidx")
    (plan,) = plans("", INBOX, rights={(ZID, 2): "rwidxc"}, verify_rights=True, required_rights="rwidx")
    assert plan.after is not None and plan.after["rights"] == "rwidxc"
    (plan,) = plans("", INBOX, rights={(ZID, 2): ""}, verify_rights=True, check=True)
    assert plan.changed and "needs r" in plan.notes[0]


def test_a_mount_needs_a_folder_and_a_name() -> None:
    with pytest.raises(InputError, match=r"mounts\[1\] has neither path nor folder_id"):
        mount_of(1, {"owner": OWNER, "name": "A"}, True)
    with pytest.raises(InputError, match=r"mounts\[0\] has no name"):
        mount_of(0, {"owner": OWNER, "path": "/Inbox"}, True)
    assert mount_of(0, {"owner": OWNER, "path": "/inbox", "name": "Team/A"}, True).name == "/Team/A"
    # the whole mailbox (recording 722)
    assert mount_of(0, {"owner": OWNER, "path": "/", "name": "All"}, True).folder_id == 1
    assert mount_of(0, {"owner": OWNER}, False).any_folder


def person(name: str, ident: str) -> tuple[str, str]:
    """The two questions who has an address, and their answers."""
    asked = (
        '<GetAccountRequest xmlns="urn:zimbraAdmin" applyCos="0" attrs="zimbraId,displayName">'
        f'<account by="name">{name}</account></GetAccountRequest>'
        '<GetDistributionListRequest xmlns="urn:zimbraAdmin" limit="1" offset="0">'
        f'<dl by="name">{name}</dl></GetDistributionListRequest>'
    )
    found = f'<GetAccountResponse xmlns="urn:zimbraAdmin"><account id="{ident}" name="{name}"/></GetAccountResponse>'
    if not ident:
        found = fault("account.NO_SUCH_ACCOUNT", "no such account")
    return asked, found + fault("account.NO_SUCH_DISTRIBUTION_LIST", "no such distribution list")


def run(*exchanges: Exchange, **options: object) -> dict:
    script = Script(*exchanges)
    given = {name: spec.get("default") for name, spec in Mountpoint.OPTIONS.items()}
    outcome = Reconciler(Mountpoint(script.session(), dict(given, **options), False)).run(False)
    script.finished()
    if outcome.error:
        raise outcome.error
    return {"changed": any(p.changed for p in outcome.plans), "mountpoints": outcome.after, "notes": outcome.notes}


WANTED = [
    {"owner": OWNER, "path": "/Inbox", "name": "Support"},
    {"owner": OWNER, "path": "/Sent", "name": "Support Sent"},
]
READ = '<GetFolderRequest xmlns="urn:zimbraMail"/>'


def who(*people: tuple[str, str]) -> Exchange:
    return Exchange(batch(*[p[0] for p in people]), batched(*[p[1] for p in people]))


def test_nothing_to_do_is_one_request_an_agent() -> None:
    result = run(
        who(person(AGENT, AGENT_ID), person(OWNER, ZID)),
        Exchange(READ, answer(link(270, "Support", 2) + link(271, "Support Sent", 5)), AGENT_ID),
        account=[AGENT],
        mounts=WANTED,
    )
    assert not result["changed"] and result["notes"] == []


def test_missing_agents_are_told_in_one_sentence() -> None:
    with pytest.raises(ZimbraError, match=r"account names a@example\.com, b@example\.com, which nobody"):
        run(
            who(person("a@example.com", ""), person("b@example.com", ""), person(OWNER, ZID)),
            account=["a@example.com", "b@example.com"],
            mounts=WANTED,
        )


def test_both_are_made_by_one_batch() -> None:
    def desired(name: str, remote: int) -> str:
        return f'<CreateMountpointRequest xmlns="urn:zimbraMail"><link l="1" name="{name}" zid="{ZID}" rid="{remote}"/></CreateMountpointRequest>'

    done = '<CreateMountpointResponse xmlns="urn:zimbraMail"/>'
    result = run(
        who(person(AGENT, AGENT_ID), person(OWNER, ZID)),
        Exchange(READ, answer(""), AGENT_ID),
        Exchange(batch(desired("Support", 2), desired("Support Sent", 5), stop=True), batched(done, done), AGENT_ID),
        Exchange(READ, answer(link(270, "Support", 2) + link(271, "Support Sent", 5)), AGENT_ID),
        account=[AGENT],
        mounts=WANTED,
    )
    assert [m["id"] for m in result["mountpoints"]] == [270, 271]


def test_what_is_left_of_a_deleted_owner_goes_by_his_id() -> None:
    result = run(
        who(person(AGENT, AGENT_ID)),
        Exchange(READ, answer(link(270, "Support", 2, known=False)), AGENT_ID),
        Exchange(
            '<FolderActionRequest xmlns="urn:zimbraMail"><action op="delete" id="270"/></FolderActionRequest>',
            '<FolderActionResponse xmlns="urn:zimbraMail"/>',
            AGENT_ID,
        ),
        Exchange(READ, answer(""), AGENT_ID),
        account=[AGENT],
        mounts=[{"owner": ZID}],
        state="absent",
    )
    assert result["changed"]
