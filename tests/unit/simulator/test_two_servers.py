# Copyright (c) 2026, the teammail.zimbra contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Two mailbox servers on one directory, as a real pair answers (docs/zimbra/zimbra-soap-admin.md 1.11)."""

from __future__ import annotations

import json
import urllib.request
from collections.abc import Iterator
from typing import Any

import pytest
from playground.company import administrator
from playground.json_client import JsonClient, Refused
from playground.server import Server
from playground.simulator_process import simulator

DOMAIN, PASSWORD = "example.test", "Pair-pw-4711"
BOX, EVA, JAN = (f"{name}@{DOMAIN}" for name in ("box", "eva", "jan"))  # box and jan live on the second server


@pytest.fixture(scope="module")
def pair(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with (
        (tmp_path_factory.mktemp("pair") / "log").open("w") as log,
        simulator(log, "--no-tls", "--second", "second.test") as server,
    ):
        admin = administrator(server)
        for name, host in ((BOX, "second.test"), (EVA, ""), (JAN, "second.test")):
            values = [{"n": "zimbraMailHost", "_content": host}] if host else []
            admin.ask("admin", "CreateAccount", name=name, password=PASSWORD, a=values)
        yield server


@pytest.fixture
def admin(pair: Server) -> JsonClient:
    return administrator(pair)


@pytest.fixture
def away(pair: Server) -> Iterator[Any]:
    def go(*names: str) -> None:
        data = json.dumps({"away": names}).encode()
        urllib.request.urlopen(pair.control_url + "/servers", data, timeout=10).close()

    yield lambda: go("second.test")
    go()


def team(admin: JsonClient, name: str, *members: str) -> str:
    """A list with members, which may work in the Inbox of box and send as it."""
    made = admin.ask("admin", "CreateDistributionList", name=name)["dl"][0]["id"]
    admin.ask("admin", "AddDistributionListMember", id=made, dlm=[{"_content": m} for m in members])
    admin.act("grant", "2", BOX, grant={"gt": "grp", "d": name, "perm": "rwidx"})
    return str(made)


def rights(session: JsonClient) -> str:
    """What somebody may do in the Inbox of box, or the code of the fault."""
    try:
        asked = session.ask("mail", "GetEffectiveFolderPerms", inside=BOX, folder={"l": "2"})
    except Refused as refused:
        return refused.code
    return str(asked["folder"][0]["perm"])


def both(pair: Server, name: str) -> list[JsonClient]:
    return [JsonClient(s.soap_url, name, PASSWORD) for s in (pair, pair.second)]


def flush(admin: JsonClient, kinds: str, *names: str, everywhere: bool = True) -> None:
    entries = [{"by": "name", "_content": n} for n in names]
    admin.ask("admin", "FlushCache", cache={"type": kinds, "allServers": everywhere, "entry": entries})


def test_who_is_taken_off_a_list_reads_on_until_the_other_server_forgets(pair: Server, admin: JsonClient) -> None:
    name = f"readers@{DOMAIN}"
    made = team(admin, name, EVA, JAN)
    flush(admin, "account,acl")
    sessions = {who: both(pair, who) for who in (EVA, JAN)}
    have = [rights(s) for some in sessions.values() for s in some]
    assert have == ["rwidxc"] * 4
    admin.ask("admin", "RemoveDistributionListMember", id=made, dlm=[{"_content": EVA}, {"_content": JAN}])
    assert [rights(s) for some in sessions.values() for s in some] == have
    flush(admin, "acl")
    assert [rights(s) for some in sessions.values() for s in some] == have
    flush(admin, "account", EVA, everywhere=False)
    assert [rights(s) for s in sessions[EVA]] == ["rwidxc"] * 2
    flush(admin, "account", EVA)
    assert [rights(s) for s in sessions[EVA]] == ["service.PERM_DENIED"] * 2
    assert [rights(s) for s in sessions[JAN]] == ["rwidxc"] * 2
    # a new token makes a server read the account anew, for older ones as well
    assert rights(both(pair, JAN)[0]) == "service.PERM_DENIED"
    assert [rights(s) for s in sessions[JAN]] == ["service.PERM_DENIED"] * 2


def test_an_id_with_its_owner_is_not_handed_on_but_the_account_of_the_context_is(
    pair: Server, admin: JsonClient
) -> None:
    team(admin, f"askers@{DOMAIN}", EVA)
    flush(admin, "account,acl")
    eva, there = both(pair, EVA)
    folder = f"{admin.account_id(BOX)}:2"
    with pytest.raises(
        Refused, match=r"^service\.WRONG_HOST: operation sent to wrong host \(you want 'second\.test'\)$"
    ):
        eva.ask("mail", "GetEffectiveFolderPerms", folder={"l": folder})
    assert rights(eva) == rights(there) == "rwidxc"


def test_while_a_server_is_away_mail_is_refused_and_the_directory_is_not(
    pair: Server, admin: JsonClient, away: Any
) -> None:
    team(admin, f"mounters@{DOMAIN}", EVA)
    link = {"l": "1", "name": "Box", "zid": admin.account_id(BOX), "rid": "2", "view": "message"}
    admin.ask("mail", "CreateMountpoint", inside=EVA, link=link)
    away()
    words = r"^service\.PROXY_ERROR: error while proxying request to target server: Connect to second\.test:\d+ .* failed: Connection refused$"
    for area, request, more in (("mail", "GetFolder", {}), ("mail", "GetFilterRules", {})):
        with pytest.raises(Refused, match=words):
            admin.ask(area, request, inside=BOX, **more)
    assert BOX in str(admin.ask("account", "GetIdentities", inside=BOX))
    values = [{"n": "displayName", "_content": "changed by the other one"}]
    admin.ask("admin", "ModifyAccount", id=admin.account_id(BOX), a=values)
    found = next(e for e in admin.tree(EVA)["link"] if e["name"] == "Box")
    assert found["broken"] and found["owner"] == BOX
    with pytest.raises((OSError, ValueError)):
        JsonClient(pair.second_soap_url, JAN, PASSWORD)


def test_forgetting_needs_a_right_on_the_server_that_is_asked(pair: Server, admin: JsonClient) -> None:
    name = f"helper@{DOMAIN}"
    admin.ask(
        "admin",
        "CreateAccount",
        name=name,
        password=PASSWORD,
        a=[{"n": "zimbraIsDelegatedAdminAccount", "_content": "TRUE"}],
    )
    helper = JsonClient(pair.admin_url, name, PASSWORD, admin=True)
    with pytest.raises(
        Refused, match=r"^service\.PERM_DENIED: permission denied: need right: flushCache for server mail\."
    ):
        flush(helper, "account")
    grant = {"grantee": {"type": "usr", "by": "name", "_content": name}, "right": {"_content": "flushCache"}}
    with pytest.raises(Refused, match="It can only be granted on target types: server or global"):
        admin.ask("admin", "GrantRight", target={"type": "domain", "by": "name", "_content": DOMAIN}, **grant)
    admin.ask("admin", "GrantRight", target={"type": "global"}, **grant)
    flush(helper, "account")
    with pytest.raises(Refused, match="unknown cache type: accounts"):
        flush(helper, "accounts")
