# Copyright (c) 2026, the teammail.zimbra contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The domain that make test-server works in: what is removed, in which order, and what is said where it cannot be."""

from __future__ import annotations

from typing import Any

import pytest
from given import grounds as at_work
from given.grounds import MARK, Grounds, Unusable
from playground.json_client import JsonClient, Refused
from playground.server import Server

SERVER = Server(
    "https://mail.example.com", "https://mail.example.com", "mail.example.com", 7025, "a", "p", "trial.test"
)


class Administrator:
    """Answers as a server with some domains; ``done`` says what was deleted and made."""

    def __init__(self, domains: dict[str, str], notes: str = MARK) -> None:
        self.domains, self.notes, self.done, self.broken = domains, notes, [], False

    def ask(self, _area: str, request: str, /, **body: Any) -> dict[str, Any]:
        if request == "GetAllDomains":
            kind = "zimbraDomainType"
            return {
                "domain": [
                    {"name": name, "id": f"id of {name}", "a": [{"n": kind, "_content": self.domains[name]}]}
                    for name in sorted(self.domains)
                ]
            }
        if request == "GetDomain":
            return {"domain": [{"a": [{"n": "zimbraNotes", "_content": self.notes}]}]}
        if request == "SearchDirectory" and body["types"] == "aliases":
            return {"alias": [{"name": f"left@{body['domain']}"}]}
        if request == "SearchDirectory":
            return {"account": [{"name": f"somebody@{body['domain']}", "id": f"somebody of {body['domain']}"}]}
        if self.broken:
            raise Refused("service.FAILURE", "out of order")
        subject = body.get("id") or body.get("name") or body["alias"]
        self.done.append(f"{request} {subject['_content'] if isinstance(subject, dict) else subject}")
        if request == "DeleteDomain":
            del self.domains[body["id"].removeprefix("id of ")]
        elif request == "CreateDomain":
            self.domains[body["name"]] = "local"
        return {"domain": [{"id": "new"}]}


@pytest.fixture
def grounds(monkeypatch: pytest.MonkeyPatch) -> Any:
    def make(admin: Administrator) -> Grounds:
        monkeypatch.setattr(at_work, "JsonClient", lambda *_words, **_options: admin)
        return Grounds(SERVER)

    return make


def test_alias_domains_and_those_below_go_first(grounds: Any) -> None:
    admin = Administrator(
        {"trial.test": "local", "a.trial.test": "alias", "part.trial.test": "local", "r1.part.trial.test": "local"}
    )
    with grounds(admin):
        pass
    gone = [words.removeprefix("DeleteDomain id of ") for words in admin.done if words.startswith("DeleteDomain")]
    assert gone == ["a.trial.test", "r1.part.trial.test", "part.trial.test", "trial.test", "trial.test"]
    assert "DeleteAccount somebody of part.trial.test" in admin.done
    assert admin.done.index("RemoveAccountAlias left@part.trial.test") < admin.done.index(
        "DeleteDomain id of part.trial.test"
    )


def test_other_domains_are_never_touched(grounds: Any) -> None:
    admin = Administrator({"example.test": "local", "test": "local", "nottrial.test": "local"})
    with grounds(admin):
        assert "trial.test" in admin.domains
    assert sorted(admin.domains) == ["example.test", "nottrial.test", "test"]
    assert not [words for words in admin.done if "example.test" in words or "nottrial.test" in words]


@pytest.mark.parametrize("notes", ["", "ours"])
def test_a_domain_without_the_mark_is_refused_unseen(grounds: Any, notes: str) -> None:
    admin = Administrator({"trial.test": "local"}, notes)
    with pytest.raises(Unusable, match=r"has the domain trial\.test already"), grounds(admin):
        pass
    assert admin.done == []


def test_an_administrator_who_may_not_make_domains_is_told(grounds: Any) -> None:
    admin = Administrator({})
    admin.broken = True
    with pytest.raises(Unusable, match="out of order; name a global administrator"), grounds(admin):
        pass


def test_what_cannot_be_removed_is_told(grounds: Any) -> None:
    admin = Administrator({})
    here = grounds(admin)
    with here:
        admin.broken = True
    assert here.left.startswith("the domain trial.test is left on the server (service.FAILURE: out of order)")


class Shared(Administrator):
    """One on a Carbonio server, where a folder of every account is shared with all, below one that is not."""

    def ask(self, area: str, request: str, /, inside: str | None = None, **body: Any) -> dict[str, Any]:
        if request == "DeleteAccount" and not any(words.startswith("FolderAction") for words in self.done):
            raise Refused("service.FAILURE", "system failure: Delete account has an error")
        if request == "GetFolder":
            open_one = {"id": "257", "name": "Open", "acl": {"grant": [{"gt": "all", "perm": "r"}]}}
            inbox = {"id": "2", "name": "Inbox", "acl": {"grant": [{"gt": "pub"}]}, "folder": [open_one]}
            return {"folder": [{"id": "1", "name": "USER_ROOT", "folder": [inbox]}]}
        if request == "FolderAction":
            self.done.append(f"FolderAction {body['action']} in {inside}")
            return {}
        return super().ask(area, request, **body)

    tree, act = JsonClient.tree, JsonClient.act


def test_grants_to_all_go_before_an_account_that_cannot_be_deleted_with_them(grounds: Any) -> None:
    admin = Shared({"part.trial.test": "local", "trial.test": "local"})
    with grounds(admin):
        pass
    revoked = {"op": "!grant", "id": "257", "zid": "00000000-0000-0000-0000-000000000000"}
    assert admin.done[:3] == [
        "ModifyAccount somebody of part.trial.test",
        f"FolderAction {revoked} in somebody@part.trial.test",
        "DeleteAccount somebody of part.trial.test",
    ]
