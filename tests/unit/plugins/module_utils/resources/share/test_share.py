# Copyright (c) 2026, the teammail.zimbra contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Shares: what is granted to whom, and what Zimbra copies by itself, as pure plans and as written exchanges."""

from __future__ import annotations

import pytest
from lxml import etree

from ansible_collections.teammail.zimbra.plugins.module_utils.engine import Plan, Reconciler
from ansible_collections.teammail.zimbra.plugins.module_utils.errors import InputError, ZimbraError
from ansible_collections.teammail.zimbra.plugins.module_utils.resources.common.tree import Tree, tree_of
from ansible_collections.teammail.zimbra.plugins.module_utils.resources.share import grant as module
from ansible_collections.teammail.zimbra.plugins.module_utils.resources.share.grant import (
    DesiredGrant,
    Target,
    desired_grant,
    parse_grants,
)
from ansible_collections.teammail.zimbra.plugins.module_utils.resources.share.resource import DesiredShare, Share
from ansible_collections.teammail.zimbra.plugins.module_utils.times import Expiry, parse_expiry, show_expiry
from ansible_collections.teammail.zimbra.plugins.module_utils.values import fold
from ansible_collections.teammail.zimbra.tests.unit.plugins.scripted import (
    Exchange,
    Script,
    batch,
    batched,
    fault,
    steps_of,
    whole,
)

OWNER = "support@example.com"
ZID = "8d4f4b1e-2f6c-4d2c-9a53-0d8a6a3d7c11"
TEAM = "3f1c8a52-7d0e-4a6b-9c55-5a1f2b7e9d10"
MEIER = "11111111-7d0e-4a6b-9c55-5a1f2b7e9d10"
NOW = 1_800_000_000_000
DAY = 86_400_000
TARGETS = {
    "team@example.com": Target("grp", TEAM, "team@example.com"),
    "meier@example.com": Target("usr", MEIER, "meier@example.com"),
}


def acl(*grants: str) -> str:
    return f"<acl>{''.join(grants)}</acl>"


TEAM_GRANT = f'<grant zid="{TEAM}" gt="grp" perm="rwidx" d="team@example.com"/>'
MEIER_GRANT = f'<grant zid="{MEIER}" gt="usr" perm="r" d="meier@example.com"/>'


def tree(inbox: str = "", below: str = "", root: str = "") -> Tree:
    """A mailbox with /Inbox/Meier/Alt, whose folders hold that XML."""
    xml = (
        f'<GetFolderResponse xmlns="urn:zimbraMail"><folder id="1" name="USER_ROOT">{root}<folder id="2" name="Inbox">{inbox}'
        f'<folder id="257" name="Meier">{below}<folder id="258" name="Alt"/></folder></folder></folder></GetFolderResponse>'
    )
    return tree_of(whole(etree.fromstring(xml)), OWNER, ZID)


def plans(where: Tree, paths: list[str], grants: object = None, check: bool = False, **options: object) -> list[Plan]:
    """The plans for those paths, nothing asked and nothing written."""
    given = {name: spec.get("default") for name, spec in Share.OPTIONS.items()}
    share = Share(Script().session(), dict(given, **options), check)
    share.now = NOW
    desired = parse_grants(grants, NOW)
    share.targets = {w: TARGETS.get(w.grantee) or _other(w) for w in (desired.names() if desired else [])}
    share.names.know(TARGETS.values())
    desired = [
        DesiredShare(OWNER, p, desired, bool(options.get("inherit")), bool(options.get("clean_up"))) for p in paths
    ]
    share.desired_by_path = {fold(w.path): w for w in desired}
    return [share.plan(where, w) for w in desired]


def _other(desired: DesiredGrant) -> Target:
    if desired.type in module.NOBODYS_ID:
        return Target(desired.type, module.NOBODYS_ID[desired.type], "")
    return Target("usr", "", desired.grantee, known=False)


def verbs(plan: Plan) -> list[str]:
    return [type(step).__name__ for step in plan.steps]


def shown(plan: Plan) -> list[tuple[str, str]]:
    assert plan.after is not None
    return [(g["grantee"], g["rights"]) for g in plan.after["grants"]]


TEAM_WISH = {"grantee": "team@example.com", "role": "manager"}
MEIER_WISH = {"grantee": "meier@example.com", "rights": "r"}


def test_a_grant_that_is_there_is_not_repeated() -> None:
    (plan,) = plans(tree(acl(TEAM_GRANT)), ["/Inbox"], {"add": [TEAM_WISH]})
    assert not plan.changed


def test_what_is_inherited_is_not_repeated() -> None:
    (plan,) = plans(tree(acl(TEAM_GRANT)), ["/Inbox/Meier/Alt"], {"add": [TEAM_WISH]})
    assert not plan.changed
    assert plan.after == {"account": OWNER, "path": "/Inbox/Meier/Alt", "inherits": True, "grants": []}


def test_a_first_own_grant_copies_the_inherited() -> None:
    (plan,) = plans(tree(acl(TEAM_GRANT)), ["/Inbox/Meier"], {"add": [MEIER_WISH]})
    assert verbs(plan) == ["MakeGrant"]
    assert shown(plan) == [("team@example.com", "rwidx"), ("meier@example.com", "r")]


def test_a_first_revocation_copies_the_inherited() -> None:
    (plan,) = plans(tree(acl(TEAM_GRANT, MEIER_GRANT)), ["/Inbox/Meier"], {"remove": ["meier@example.com"]})
    assert steps_of(plan) == [("Revoke", 257, MEIER)]
    assert shown(plan) == [("team@example.com", "rwidx")]
    (plan,) = plans(tree(acl(TEAM_GRANT)), ["/Inbox/Meier"], {"remove": ["meier@example.com"]})
    assert not plan.changed


def test_a_cut_off_folder_passes_nothing_down() -> None:
    (plan,) = plans(tree(acl(TEAM_GRANT), "<acl/>"), ["/Inbox/Meier/Alt"], {"add": [TEAM_WISH]})
    assert verbs(plan) == ["MakeGrant"]


def test_a_folder_follows_the_parent_that_is_shared_in_the_same_run() -> None:
    below, inbox = plans(tree(), ["/Inbox/Meier", "/Inbox"], {"add": [TEAM_WISH]})
    assert (below.changed, inbox.changed) == (False, True)


def test_a_copy_is_foreseen_with_what_the_parent_gets_in_the_same_run() -> None:
    desired = {"add": [TEAM_WISH], "remove": ["meier@example.com"]}
    inbox, below = plans(tree(acl(MEIER_GRANT)), ["/Inbox", "/Inbox/Meier"], desired)
    assert verbs(inbox) == ["Revoke", "MakeGrant"]
    assert not below.changed


def test_inherit_drops_own_grants_only() -> None:
    own, none = plans(tree("", acl(TEAM_GRANT)), ["/Inbox/Meier", "/Inbox/Meier/Alt"], inherit=True)
    assert (steps_of(own), steps_of(none)) == ([("Inherit", 257)], [])
    assert own.after is not None and own.after["inherits"]


def test_a_wrong_stored_type_is_replaced() -> None:
    (plan,) = plans(tree(acl(TEAM_GRANT.replace("grp", "usr"))), ["/Inbox"], {"add": [TEAM_WISH]})
    assert verbs(plan) == ["Revoke", "MakeGrant"]


def test_other_rights_keep_the_expiry_and_the_password() -> None:
    stored = MEIER_GRANT.replace("/>", f' expiry="{NOW + DAY}" pw="x"/>')
    (plan,) = plans(tree(acl(stored)), ["/Inbox"], {"add": [{"grantee": "meier@example.com", "rights": "rw"}]})
    assert (plan.steps[0].grant.expiry, plan.steps[0].grant.password) == (NOW + DAY, "x")


def test_set_takes_everybody_else_away() -> None:
    (plan,) = plans(tree(acl(TEAM_GRANT, MEIER_GRANT)), ["/Inbox"], [MEIER_WISH])
    assert steps_of(plan) == [("Revoke", 2, TEAM)]
    (plan,) = plans(tree(acl(TEAM_GRANT)), ["/Inbox"], [])
    assert plan.after is not None and (plan.after["grants"], plan.after["inherits"]) == ([], False)


def test_only_a_new_user_is_told() -> None:
    (plan,) = plans(tree(acl(TEAM_GRANT)), ["/Inbox"], {"add": [TEAM_WISH, MEIER_WISH]}, notify=True)
    assert verbs(plan) == ["MakeGrant", "Notify"]


def test_a_missing_folder_is_an_error_but_in_check_mode() -> None:
    with pytest.raises(ZimbraError, match="/Nix does not exist; create it"):
        plans(tree(), ["/Nix"], {"add": [TEAM_WISH]})
    (plan,) = plans(tree(acl(TEAM_GRANT)), ["/Inbox/Nix"], inherit=True, check=True)
    assert not plan.changed and plan.notes


def test_names_of_grantees_yet_to_come_tell_the_same_change_as_later() -> None:
    (plan,) = plans(tree(), ["/Inbox"], {"add": [TEAM_WISH]})
    assert all("id" not in g for change in plan.changes() if change.key == "grants" for g in change.after)


@pytest.mark.parametrize(
    ("text", "until"),
    [
        ("2027-01-31", "2027-01-31T00:00:00Z"),
        ("2027-01-31T18:00+01:00", "2027-01-31T17:00:00Z"),
        ("2027-01-31T18:00:00.250Z", "2027-01-31T18:00:00.250Z"),
        ("never", None),
    ],
)
def test_expiry_reads_and_shows(text: str, until: str | None) -> None:
    expiry = parse_expiry("expires", text, NOW)
    assert expiry is not None and show_expiry(expiry.until) == until
    assert until is None or parse_expiry("expires", until, NOW) == expiry


@pytest.mark.parametrize("text", ["soon", "2027-13-01", "30y", "99999999999d", "-1d"])
def test_expiry_refuses(text: str) -> None:
    with pytest.raises(InputError, match="write a date such as"):
        parse_expiry("expires", text, NOW)


def test_a_duration_does_not_prolong() -> None:
    desired = Expiry(NOW + 30 * DAY, True)
    assert desired.settle(NOW + 3 * DAY, NOW) == NOW + 3 * DAY
    assert desired.settle(NOW - 1, NOW) == desired.until
    assert desired.settle(0, NOW) == desired.until
    assert desired.settle(NOW + 31 * DAY, NOW) == desired.until


def test_rights_in_any_order() -> None:
    assert desired_grant("grants", {"grantee": "a@example.com", "rights": "xdwcir"}, NOW).rights == "rwidx"
    assert desired_grant("grants", {"grantee": "a@example.com", "role": "none"}, NOW).rights == ""


READ = batch(
    '<GetInfoRequest xmlns="urn:zimbraAccount" sections="mbox"/>', '<GetFolderRequest xmlns="urn:zimbraMail"/>'
)


def account(key: str, by: str = "name") -> str:
    return (
        '<GetAccountRequest xmlns="urn:zimbraAdmin" applyCos="0" attrs="zimbraId,displayName">'
        f'<account by="{by}">{key}</account></GetAccountRequest>'
    )


def dlist(key: str, by: str = "name") -> str:
    return (
        '<GetDistributionListRequest xmlns="urn:zimbraAdmin" limit="1" offset="0">'
        f'<dl by="{by}">{key}</dl></GetDistributionListRequest>'
    )


NO_ACCOUNT = fault("account.NO_SUCH_ACCOUNT", "no such account")
NO_LIST = fault("account.NO_SUCH_DISTRIBUTION_LIST", "no such distribution list")


def mailbox(inbox: str) -> Exchange:
    return Exchange(
        READ,
        batched(
            f'<GetInfoResponse xmlns="urn:zimbraAccount"><id>{ZID}</id><name>{OWNER}</name></GetInfoResponse>',
            '<GetFolderResponse xmlns="urn:zimbraMail"><folder id="1" name="USER_ROOT">'
            f'<folder id="2" name="Inbox">{inbox}</folder></folder></GetFolderResponse>',
        ),
        OWNER,
    )


def run(*exchanges: Exchange, **options: object) -> dict:
    script = Script(*exchanges)
    given = {name: spec.get("default") for name, spec in Share.OPTIONS.items()}
    outcome = Reconciler(Share(script.session(), dict(given, account=OWNER, **options), False)).run(False)
    script.finished()
    if outcome.error:
        raise outcome.error
    return {"changed": any(p.changed for p in outcome.plans), "shares": outcome.after, "notes": outcome.notes}


def test_nobody_becomes_a_guest_by_mistake() -> None:
    asked = batch(account("tippo@example.com"), dlist("tippo@example.com"))
    with pytest.raises(InputError, match=r"names tippo@example\.com, which nobody on this server has"):
        run(
            Exchange(asked, batched(NO_ACCOUNT, NO_LIST)),
            path=["/Inbox"],
            grants=[dict(MEIER_WISH, grantee="tippo@example.com")],
        )


def test_grants_by_the_id_that_was_found_and_takes_an_equal_one_for_done() -> None:
    found = f'<GetDistributionListResponse xmlns="urn:zimbraAdmin"><dl id="{TEAM}" name="team@example.com"/></GetDistributionListResponse>'
    result = run(
        Exchange(batch(account("team@example.com"), dlist("team@example.com")), batched(NO_ACCOUNT, found)),
        mailbox(""),
        Exchange(
            f'<FolderActionRequest xmlns="urn:zimbraMail"><action id="2" op="grant"><grant gt="grp" perm="rwidx" zid="{TEAM}"/>'
            "</action></FolderActionRequest>",
            fault("mail.GRANT_EXISTS", "grantee already exists"),
            OWNER,
        ),
        mailbox(acl(TEAM_GRANT)),
        path=["/Inbox"],
        grants={"add": [TEAM_WISH]},
    )
    assert result["changed"] and result["notes"] == []


def test_a_living_dynamic_list_is_not_cleaned_up() -> None:
    gone, living = (
        MEIER_GRANT.replace('d="meier@example.com"', 'd="" invalid="1"'),
        TEAM_GRANT.replace('d="team@example.com"', 'd="" invalid="1"'),
    )
    found = f'<GetDistributionListResponse xmlns="urn:zimbraAdmin"><dl id="{TEAM}" name="team@example.com" dynamic="1"/></GetDistributionListResponse>'
    looked_up = Exchange(
        batch(account(MEIER, "id"), dlist(MEIER, "id"), account(TEAM, "id"), dlist(TEAM, "id")),
        batched(NO_ACCOUNT, NO_LIST, NO_ACCOUNT, found),
    )
    revoke = (
        f'<FolderActionRequest xmlns="urn:zimbraMail"><action id="2" op="!grant" zid="{MEIER}"/></FolderActionRequest>'
    )
    result = run(
        mailbox(acl(gone, living)),
        looked_up,
        Exchange(revoke, '<FolderActionResponse xmlns="urn:zimbraMail"/>', OWNER),
        mailbox(acl(living)),
        path=["/Inbox"],
        clean_up=True,
    )
    assert [g["grantee"] for g in result["shares"][0]["grants"]] == ["team@example.com"]


def test_who_may_not_be_looked_up_is_not_cleaned_up() -> None:
    """A delegated administrator is told nothing about ids that are none of his, or of nobody; a list of his domain has its name."""
    gone = MEIER_GRANT.replace('d="meier@example.com"', 'd="" invalid="1"')
    living = TEAM_GRANT.replace('d="team@example.com"', 'd="" invalid="1"')
    denied = fault("service.PERM_DENIED", "permission denied: can not access account")
    found = f'<GetDistributionListResponse xmlns="urn:zimbraAdmin"><dl id="{TEAM}" name="team@example.com" dynamic="1"/></GetDistributionListResponse>'
    asked = batch(account(MEIER, "id"), dlist(MEIER, "id"), account(TEAM, "id"), dlist(TEAM, "id"))
    result = run(
        mailbox(acl(gone, living)),
        Exchange(asked, batched(denied, denied, denied, found)),
        Exchange(asked, batched(denied, denied, denied, found)),
        path=["/Inbox"],
        clean_up=True,
    )
    assert not result["changed"]
    assert [g["grantee"] for g in result["shares"][0]["grants"]] == ["team@example.com", MEIER]
    assert not any(g["invalid"] for g in result["shares"][0]["grants"])
