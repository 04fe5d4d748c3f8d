# Copyright (c) 2026, the teammail.zimbra contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

from lxml import etree

from ansible_collections.teammail.zimbra.plugins.module_utils.errors import Fault
from ansible_collections.teammail.zimbra.plugins.module_utils.release import Release
from ansible_collections.teammail.zimbra.plugins.module_utils.resources.common.tree import tree_of
from ansible_collections.teammail.zimbra.plugins.module_utils.resources.team.external_accounts import fetching
from ansible_collections.teammail.zimbra.plugins.module_utils.resources.team.info import build_result
from ansible_collections.teammail.zimbra.plugins.module_utils.resources.team.variables import parse_variables
from ansible_collections.teammail.zimbra.tests.unit.plugins.module_utils.resources.team.test_info import judged, survey
from ansible_collections.teammail.zimbra.tests.unit.plugins.module_utils.resources.team.test_team import (
    ANNA,
    BERND,
    CARLA,
    IDS,
    found,
    options,
    people,
)
from ansible_collections.teammail.zimbra.tests.unit.plugins.scripted import Exchange, Script, fault

FOLDERS = f"""<GetFolderResponse xmlns="urn:zimbraMail"><folder id="1" name="USER_ROOT" absFolderPath="/" l="11" n="0">
<acl><grant gt="grp" zid="list-1" perm="rwidx" d="support-team@example.com"/></acl>
<folder id="2" name="Inbox" absFolderPath="/Inbox" l="1" n="0"><acl><grant gt="grp" zid="list-1" perm="rwidx"/>
<grant gt="usr" zid="{IDS[BERND]}" perm="rwidx" d="{BERND}"/></acl>
<folder id="257" name="Meier" absFolderPath="/Inbox/Meier" l="2" n="1"/>
<folder id="300" name="Bills" absFolderPath="/Inbox/Bills" l="2" n="1"><acl><grant gt="usr" zid="{IDS[CARLA]}" perm="r" d="{CARLA}"/>
<grant gt="pub" perm="r"/></acl></folder></folder>
<folder id="3" name="Trash" absFolderPath="/Trash" l="1" n="0"><folder id="301" name="Old" absFolderPath="/Trash/Old" l="3" n="0">
<acl><grant gt="usr" zid="{IDS[CARLA]}" perm="r"/></acl></folder></folder></folder></GetFolderResponse>"""
RIGHTS = f"""<GetRightsResponse xmlns="urn:zimbraAccount"><ace gt="grp" zid="list-1" d="support-team@example.com" right="sendAs"/>
<ace gt="usr" zid="{IDS[BERND]}" d="{BERND}" right="sendAs"/></GetRightsResponse>"""
RULES = """<GetFilterRulesResponse xmlns="urn:zimbraMail"><filterRules><filterRule name="copy" active="1"><filterTests condition="anyof">
<trueTest/></filterTests><filterActions><actionRedirect a="%s" copy="1"/></filterActions></filterRule></filterRules></GetFilterRulesResponse>"""
FORWARDED = {
    "zimbraMailForwardingAddress": [BERND, "archive@example.net"],
    "zimbraPrefMailForwardingAddress": [f"{BERND}, {CARLA}"],
}


def seen(redirect="x@example.net", **more):
    answers = [etree.fromstring(RIGHTS), etree.fromstring(RULES % redirect)]
    tree = tree_of(etree.fromstring(FOLDERS), "support@example.com", "box", partly=True)
    return survey(**more)._replace(tree=tree, further=(FORWARDED, answers))


def test_every_way_in_is_told_and_nothing_is_taken_of_those_who_do_not_leave():
    result = judged(seen(members=[ANNA]), ANNA, BERND)
    assert [e["text"] for e in result["extra_access"]] == [
        f"{BERND} has a grant of their own on /Inbox",
        f"{CARLA} has a grant of their own on /Inbox/Bills",
        "public has a grant of their own on /Inbox/Bills",
        f"{BERND} has sendAs",
        f"mail is forwarded to {BERND} (zimbraMailForwardingAddress)",
        "mail is forwarded to archive@example.net (zimbraMailForwardingAddress)",
        f"mail is forwarded to {BERND} (zimbraPrefMailForwardingAddress)",
        f"mail is forwarded to {CARLA} (zimbraPrefMailForwardingAddress)",
        "the filter rule copy redirects mail to x@example.net",
    ]
    assert result["extra_access_to_remove"]["any"] is False and result["in_the_way"] == []


def test_who_leaves_loses_every_other_way_in_as_well():
    take = judged(seen(members=[ANNA, BERND]), ANNA)["extra_access_to_remove"]
    assert take["folders"] == ["/Inbox"] and take["grants"] == [{"type": "user", "grantee": IDS[BERND]}]
    assert take["rights"] == {"sendAs": [BERND], "sendOnBehalfOf": []}
    assert (take["forwarding"], take["hidden_forwarding"]) == ([BERND], [BERND])
    assert take["hidden_forwarding_to_keep"] == ["archive@example.net"]


def test_on_what_is_thrown_away_only_the_access_of_who_leaves_matters():
    assert "/Trash/Old" not in [
        e["where"] for e in judged(seen(members=[ANNA, CARLA]), ANNA, BERND, CARLA)["extra_access"]
    ]
    take = judged(seen(members=[ANNA, CARLA]), ANNA, BERND)["extra_access_to_remove"]
    assert take["folders"] == ["/Inbox/Bills", "/Trash/Old"]


CREW = '<grant gt="grp" zid="list-9" perm="rwidx" d="crew@example.com"/>'


def leaves(answer, *agents, rights=RIGHTS, **given):
    """What is found where a list has a grant below the Inbox, and is asked whose members are on it; answer: what is answered, None for not asked."""
    there = tree_of(
        etree.fromstring(FOLDERS.replace('<grant gt="pub" perm="r"/>', CREW)), "support@example.com", "box", partly=True
    )
    desired = parse_variables(options(agents=people(*agents), **given))
    answers = [etree.fromstring(rights), etree.fromstring(RULES % "x@example.net")]
    survey_ = seen(members=[ANNA, BERND])._replace(tree=there, further=({}, answers))
    survey_.holders.setdefault(desired.list, None)
    request = f'<GetAccountMembershipRequest xmlns="urn:zimbraAdmin"><account by="id">{IDS[BERND]}</account></GetAccountMembershipRequest>'
    script = Script(*([Exchange(request, answer)] if answer else []))
    session = script.session()
    session._release = Release()
    result = build_result(session, desired, survey_)
    script.finished()
    return result


def memberships(*lists):
    return f'<GetAccountMembershipResponse xmlns="urn:zimbraAdmin">{"".join(lists)}</GetAccountMembershipResponse>'


def test_who_leaves_and_keeps_access_by_another_list_stops_the_run():
    sentence = (
        f"{BERND} leaves, but is a member of crew@example.com, too, which has a grant on /Inbox/Bills; take them off that list or that away"
        " first, or set shared_mailbox_remove_extra_access to true"
    )
    direct = '<dl id="list-9" name="crew@example.com"/>'
    assert leaves(memberships(direct), ANNA)["in_the_way"] == [sentence]
    assert leaves(memberships('<dl id="list-8" name="others@example.com"/>'), ANNA)["in_the_way"] == []
    through_the_team = '<dl id="list-9" name="crew@example.com" via="support-team@example.com"/>'
    assert leaves(memberships(through_the_team), ANNA)["in_the_way"] == []
    assert leaves(None, ANNA, remove_extra_access=True, max_removals=9)["in_the_way"] == []


def test_nobody_is_asked_who_does_not_leave_in_this_run_and_the_own_list_is_no_other():
    assert leaves(None, ANNA, BERND, former_agents=[{"address": CARLA}])["in_the_way"] == []
    behalf = RIGHTS.replace(
        "</GetRights", '<ace gt="grp" zid="list-1" d="support-team@example.com" right="sendOnBehalfOf"/></GetRights'
    )
    found = leaves(memberships('<dl id="list-1" name="support-team@example.com"/>'), ANNA, rights=behalf)
    assert found["in_the_way"] == []


def test_where_memberships_may_not_be_asked_that_is_told():
    result = leaves(fault("service.PERM_DENIED", "permission denied: can not access account x"), ANNA)
    assert result["in_the_way"] == []
    assert result["notes"] == [
        f"it is not known whether {BERND} keeps access as a member of crew@example.com: this administrator may not ask (getAccountMembership)"
    ]


def test_a_rule_that_sends_mail_to_who_leaves_stops_the_run():
    (sentence,) = judged(seen(BERND, members=[ANNA, BERND]), ANNA)["in_the_way"]
    assert sentence.startswith(
        f"the filter rule copy redirects mail to {BERND}, who leaves; take that out of the rule first"
    )


def test_all_of_it_is_taken_where_that_is_wanted_and_the_brake_counts_it():
    result = judged(seen(members=[ANNA]), ANNA, BERND, remove_extra_access=True)
    take = result["extra_access_to_remove"]
    assert take["folders"] == ["/Inbox", "/Inbox/Bills"] and {"type": "public"} in take["grants"]
    assert take["hidden_forwarding_to_keep"] == [] and result["in_the_way"] == []
    (sentence,) = judged(seen(members=[ANNA]), ANNA, BERND, remove_extra_access=True, max_removals=1)["in_the_way"]
    assert sentence.startswith("2 would lose access to support@example.com with shared_mailbox_remove_extra_access")


def test_a_family_mailbox_is_a_way_in_and_ends_for_who_leaves():
    parent = found()[BERND]._replace(children=("other", "box"))
    stays = judged(seen(members=[ANNA, BERND], **{BERND: parent}), ANNA, BERND)
    assert f"{BERND} may do everything in it as a family mailbox (zimbraChildAccount)" in [
        e["text"] for e in stays["extra_access"]
    ]
    assert stays["extra_access_to_remove"]["family"] == {}
    leaves = judged(seen(members=[ANNA, BERND], **{BERND: parent}), ANNA)["extra_access_to_remove"]
    assert leaves["family"] == {BERND: ["other"]} and leaves["any"] is True
    on_carbonio = judged(seen(members=[ANNA, BERND], **{BERND: parent}), ANNA, release=Release(carbonio=True))
    assert "family" not in {e["kind"] for e in on_carbonio["extra_access"]}, "the attribute gives nothing there"
    assert on_carbonio["extra_access_to_remove"]["family"] == {}
    of_others = judged(seen(members=[ANNA], **{BERND: found()[BERND]._replace(children=("other",))}), ANNA, BERND)
    assert "family" not in {e["kind"] for e in of_others["extra_access"]}


def test_external_accounts_that_log_in_to_the_mailbox():
    answer = etree.fromstring(
        """<GetDataSourcesResponse xmlns="urn:zimbraMail"><imap name="Team" username="Support@example.com"/>
<pop3 name="Old" username="help@example.com"/><imap name="Private" username="anna@example.net"/>
<rss name="support@example.com"/></GetDataSourcesResponse>"""
    )
    assert fetching(answer, ["support@example.com", "help@example.com"]) == ["Old", "Team"]
    assert fetching(answer, []) == fetching(None, ["support@example.com"]) == []
    assert fetching(Fault("service.PERM_DENIED", "no"), ["support@example.com"]) == []
