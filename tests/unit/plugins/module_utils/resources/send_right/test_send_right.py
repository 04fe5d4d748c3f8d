# Copyright (c) 2026, the teammail.zimbra contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import pytest

from ansible_collections.teammail.zimbra.plugins.module_utils.errors import InputError, ZimbraError
from ansible_collections.teammail.zimbra.plugins.module_utils.resources.common.directory import Holder
from ansible_collections.teammail.zimbra.plugins.module_utils.resources.send_right import resource as module
from ansible_collections.teammail.zimbra.plugins.module_utils.resources.send_right.resource import (
    Ace,
    DesiredSendRight,
    SendRight,
    show,
)
from ansible_collections.teammail.zimbra.plugins.module_utils.values import ListValue
from ansible_collections.teammail.zimbra.tests.unit.plugins.scripted import (
    Exchange,
    Script,
    batch,
    batched,
    fault,
    steps_of,
)

TARGET = Holder("account", "22222222-2222-2222-2222-222222222222", "support@example.com", "support@example.com")
LIST = Holder("list", "44444444-4444-4444-4444-444444444444", "team@example.com", "team@example.com")
MEIER = Ace("usr", "id-meier", "meier@example.com", False)
TEAM = Ace("grp", "id-team", "team@example.com", False)
DENIED = Ace("usr", "id-evil", "evil@example.com", True)
DEAD = Ace("grp", "55555555-5555-5555-5555-555555555555", "", False)


def params(**given):
    return {**{name: spec.get("default") for name, spec in module.OPTIONS.items()}, "target": [TARGET.name], **given}


def plan(present, grantees, clean_up=False):
    resource = SendRight(Script().session(), params(), False)
    return resource.plan(present, DesiredSendRight(TARGET.name, TARGET, "sendAs", grantees, clean_up))


def test_what_was_not_named_stays():
    result = plan([MEIER, TEAM, DENIED, DEAD], ListValue(["new@example.com"], ["team@example.com"], None))
    assert result.after["grantees"] == ["meier@example.com", "new@example.com"]
    assert result.after["denied"] == ["evil@example.com"]
    assert result.after["unknown"] == [DEAD.id]
    assert [type(step).__name__ for step in result.steps] == ["RevokeRight", "GrantRight"]


def test_a_whole_list_leaves_dead_and_denied_ones_alone():
    result = plan([MEIER, TEAM, DENIED, DEAD], ListValue([], [], ["meier@example.com"]))
    assert steps_of(result) == [("RevokeRight", TARGET, TEAM)]


def test_nothing_to_do():
    assert not plan([MEIER, DEAD], ListValue(["meier@example.com"], ["other@example.com"], None)).changed


def test_clean_up_takes_dead_grantees_only():
    result = plan([MEIER, DEAD], ListValue([], [], None), clean_up=True)
    assert steps_of(result) == [("RevokeRight", TARGET, DEAD)]
    assert [c.key for c in result.changes()] == ["unknown"]


def test_a_denial_becomes_a_grant():
    result = plan([DENIED], ListValue(["evil@example.com"], [], None))
    assert (result.after["grantees"], result.after["denied"]) == (["evil@example.com"], [])


def test_other_kinds_of_grantees_are_shown_by_kind():
    aces = [
        Ace("all", "", "", False),
        Ace("dom", "d", "example.com", False),
        Ace("gst", "a@b.example", "a@b.example", False),
    ]
    assert show("x", "sendAs", aces)["grantees"] == ["all", "dom:example.com", "gst:a@b.example"]


def test_account_grants_are_one_batch():
    write = Exchange(
        batch(
            f'<RevokeRightsRequest xmlns="urn:zimbraAccount"><ace gt="grp" right="sendAs" zid="{TEAM.id}"/></RevokeRightsRequest>',
            '<GrantRightsRequest xmlns="urn:zimbraAccount"><ace d="new@example.com" gt="usr" right="sendAs"/></GrantRightsRequest>',
            stop=True,
        ),
        '<BatchResponse xmlns="urn:zimbra"><RevokeRightsResponse xmlns="urn:zimbraAccount"/><GrantRightsResponse xmlns="urn:zimbraAccount"/></BatchResponse>',
        account=TARGET.id,
    )
    script = Script(write)
    resource = SendRight(script.session(), params(), False)
    desired = DesiredSendRight(
        TARGET.name, TARGET, "sendAs", ListValue(["new@example.com"], ["team@example.com"], None), False
    )
    resource.apply(TARGET.id, [resource.plan([TEAM], desired)])
    script.finished()


@pytest.mark.parametrize(("code", "fine"), [("account.NO_SUCH_GRANT", True), ("service.PERM_DENIED", False)])
def test_a_list_s_grant_that_went_in_between(code, fine):
    write = Exchange(
        f'<RevokeRightRequest xmlns="urn:zimbraAdmin"><target by="id" type="dl">{LIST.id}</target>'
        f'<grantee by="id" type="usr">{MEIER.id}</grantee><right>sendAsDistList</right></RevokeRightRequest>',
        fault(code, "no"),
    )
    script = Script(write)
    resource = SendRight(script.session(), params(), False)
    steps = resource.plan([MEIER], DesiredSendRight(LIST.name, LIST, "sendAs", ListValue([], [], []), False))
    if fine:
        resource.apply(LIST.id, [steps])
    else:
        with pytest.raises(ZimbraError, match="PERM_DENIED"):
            resource.apply(LIST.id, [steps])
    script.finished()


def test_a_delegated_administrator_removes_who_was_deleted():
    """He is refused every unknown id, so that says nothing about the one to be removed."""
    account, dlist = (
        '<GetAccountRequest xmlns="urn:zimbraAdmin" applyCos="0" attrs="zimbraId,displayName"><account by="%s">%s</account></GetAccountRequest>',
        '<GetDistributionListRequest xmlns="urn:zimbraAdmin" limit="1" offset="0"><dl by="%s">%s</dl></GetDistributionListRequest>',
    )
    answer = f'<GetAccountResponse xmlns="urn:zimbraAdmin"><account id="{TARGET.id}" name="{TARGET.name}"/></GetAccountResponse>'
    denied = fault("service.PERM_DENIED", "permission denied: can not access account")
    script = Script(
        Exchange(
            batch(account % ("name", TARGET.name), dlist % ("name", TARGET.name)),
            batched(answer, fault("account.NO_SUCH_DISTRIBUTION_LIST", "no")),
        ),
        Exchange(batch(account % ("id", DEAD.id), dlist % ("id", DEAD.id)), batched(denied, denied)),
    )
    resource = SendRight(script.session(), params(grantees={"remove": [DEAD.id]}), False)
    (item,) = resource.desired()
    script.finished()
    assert steps_of(resource.plan([MEIER, DEAD], item)) == [("RevokeRight", item.holder, DEAD)]


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({}, "neither grantees nor clean_up"),
        ({"state": "absent"}, "whose right to remove"),
        ({"state": "absent", "grantees": {"add": ["a@example.com"]}}, "whose right to remove"),
        ({"grantees": ["no address"]}, "no e-mail address"),
    ],
)
def test_bad_input_asks_nobody(given, says):
    script = Script()
    with pytest.raises(InputError, match=says):
        SendRight(script.session(), params(**given), False).desired()
