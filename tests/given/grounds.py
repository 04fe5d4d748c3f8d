# Copyright (c) 2026, the teammail.zimbra contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A server that somebody gives to the tests: what of it they may use, and how it is given back.

A run makes one domain, and for each of its parts a domain below it with an administrator of its own.  The domain carries a mark; one
that exists without the mark is refused, so nothing is ever removed that a run has not made.
"""

from __future__ import annotations

import contextlib
import secrets
import threading
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import requests
from playground.json_client import JsonClient, Refused, walk
from playground.server import Server

NEEDED = {
    "ZIMBRA_URL": "the admin service, as in https://mail.example.com:7071/service/admin/soap",
    "ZIMBRA_USERNAME": "the address of a global administrator",
    "ZIMBRA_PASSWORD": "the administrator's password",
    "ZIMBRA_SOAP_URL": "the users' service, as in https://mail.example.com/service/soap",
    "ZIMBRA_LMTP": "where the server takes mail by LMTP, as in mail.example.com:7025",
    "ZIMBRA_TEST_DOMAIN": "a domain that the server does not have; the run makes it and removes it again",
}
SECOND = {
    "ZIMBRA_SECOND_URL": "the admin service of another mailbox server of the same installation",
    "ZIMBRA_SECOND_SOAP_URL": "the users' service there",
    "ZIMBRA_SECOND_NAME": "its name, as accounts there have it in zimbraMailHost",
}
MARK = (
    "Made by make test-server of the Ansible collection teammail.zimbra. "
    "The next run removes this domain, all that is in it, and the domains below it."
)
# What a domain holds, and the request that deletes it.
HELD = {
    "account": "DeleteAccount",
    "calresource": "DeleteCalendarResource",
    "dl": "DeleteDistributionList",
}
# The id by which a grant to all is revoked.
EVERYBODY = "00000000-0000-0000-0000-000000000000"


class Unusable(Exception):
    """The server cannot be tested on; the text says why, and what to do."""


def coordinates(environment: Mapping[str, str]) -> Server:
    """The server that environment variables describe.

    :raises Unusable: some are missing, or one cannot be understood
    """
    value = {name: environment.get(name, "").strip() for name in NEEDED}
    if missing := [f"  {name}: {NEEDED[name]}" for name in NEEDED if not value[name]]:
        raise Unusable("make test-server needs these environment variables:\n" + "\n".join(missing))
    host, _colon, port = value["ZIMBRA_LMTP"].rpartition(":")
    if not host or not port.isdecimal():
        raise Unusable(f"ZIMBRA_LMTP is {value['ZIMBRA_LMTP']!r}; write {NEEDED['ZIMBRA_LMTP']}")
    domain = value["ZIMBRA_TEST_DOMAIN"].lower()
    if "." not in domain.strip(".") or "@" in domain:
        raise Unusable(f"ZIMBRA_TEST_DOMAIN is {domain!r}; name a domain such as teammail-test.example.com")
    check = environment.get("ZIMBRA_VALIDATE_CERTS", "").strip().lower()
    if check not in ("", "true", "false"):
        raise Unusable(f"ZIMBRA_VALIDATE_CERTS is {check!r}; write true or false")
    ca_path = environment.get("ZIMBRA_CA_PATH", "").strip()
    if ca_path and not Path(ca_path).is_file():
        raise Unusable(f"ZIMBRA_CA_PATH is {ca_path!r}, and there is no such file")
    second = {name: environment.get(name, "").strip() for name in SECOND}
    if any(second.values()) and (missing := [f"  {name}: {SECOND[name]}" for name in SECOND if not second[name]]):
        raise Unusable("a second mailbox server needs these environment variables, too:\n" + "\n".join(missing))
    return Server(
        admin_url=_address("ZIMBRA_URL", value, ":7071", "/service/admin/soap"),
        soap_url=_address("ZIMBRA_SOAP_URL", value, "", "/service/soap"),
        lmtp_host=host.strip("[]"),
        lmtp_port=int(port),
        admin_user=value["ZIMBRA_USERNAME"],
        admin_password=value["ZIMBRA_PASSWORD"],
        domain=domain,
        validate_certs=check != "false",
        ca_path=str(Path(ca_path).resolve()) if ca_path else "",
        second_admin_url=second["ZIMBRA_SECOND_URL"]
        and _address("ZIMBRA_SECOND_URL", second, ":7071", "/service/admin/soap"),
        second_soap_url=second["ZIMBRA_SECOND_URL"] and _address("ZIMBRA_SECOND_SOAP_URL", second, "", "/service/soap"),
        second_name=second["ZIMBRA_SECOND_NAME"],
    )


def _address(name: str, value: Mapping[str, str], port: str, path: str) -> str:
    """A service's whole address, where only the host may have been named."""
    parts = urlsplit(value[name])
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise Unusable(f"{name} is {value[name]!r}; write {(NEEDED | SECOND)[name]}")
    if parts.path.strip("/"):
        return value[name]
    return f"{parts.scheme}://{parts.netloc}{'' if parts.port else port}{path}"


class Grounds:
    """The domain of a run on a given server, which is there as long as the block.  Safe to use from several threads.

    left: why the domain could not be removed at the end, "" if it was.
    """

    def __init__(self, server: Server) -> None:
        """Log in.

        :raises Unusable: the server cannot be reached, or refuses the login
        """
        self.server = server
        self.left = ""
        self._lock = threading.Lock()
        try:
            self._admin = JsonClient(
                server.admin_url, server.admin_user, server.admin_password, admin=True, verify=server.verify
            )
        except Refused as refused:
            raise Unusable(
                f"{server.admin_url} refuses the login of {server.admin_user}: {refused}; "
                "check ZIMBRA_USERNAME and ZIMBRA_PASSWORD"
            ) from None
        except requests.exceptions.SSLError as error:
            raise Unusable(
                f"the certificate of {server.admin_url} is not trusted: {error}; "
                "name the issuing CA in ZIMBRA_CA_PATH, or set ZIMBRA_VALIDATE_CERTS=false"
            ) from None
        except (requests.RequestException, ValueError, KeyError) as error:
            raise Unusable(f"no SOAP answer from {server.admin_url}: {error}; check ZIMBRA_URL") from None

    def __enter__(self) -> None:
        """Make the run's domain; what an earlier run left of it is removed first.

        :raises Unusable: the domain, or one below it, exists and carries no mark; or it cannot be made
        """
        top = self.server.domain
        there = self._domains(top)
        if there and (top not in there or MARK not in self._notes(top)):
            raise Unusable(
                f"the server has the domain {min(there, key=len)} already, and make test-server has not made it; "
                "set ZIMBRA_TEST_DOMAIN to a domain that the server does not have"
            )
        try:
            self._remove(top)
            self._admin.ask("admin", "CreateDomain", name=top, a=[{"n": "zimbraNotes", "_content": MARK}])
        except Refused as refused:
            raise Unusable(
                f"{self.server.admin_user} cannot make the domain {top} anew: {refused}; "
                "name a global administrator in ZIMBRA_USERNAME"
            ) from None

    def __exit__(self, *_exc: object) -> None:
        try:
            self._remove(self.server.domain)
        except (Refused, requests.RequestException, ValueError, KeyError) as error:
            self.left = f"the domain {self.server.domain} is left on the server ({error}); the next run removes it"

    @contextlib.contextmanager
    def part(self, name: str) -> Iterator[Server]:
        """A domain for one part of the run, and an administrator in it; both are gone after the block."""
        domain = f"{name.replace('_', '-')}.{self.server.domain}"
        user, password = f"admin@{domain}", secrets.token_urlsafe(12)
        with self._lock:
            self._admin.ask("admin", "CreateDomain", name=domain)
            rights = [{"n": "zimbraIsAdminAccount", "_content": "TRUE"}]
            self._admin.ask("admin", "CreateAccount", name=user, password=password, a=rights)
        try:
            yield replace(self.server, domain=domain, admin_user=user, admin_password=password)
        finally:
            with self._lock:
                self._remove(domain)

    def _remove(self, top: str) -> None:
        """Remove a domain and those below it, with all that is in them."""
        there = self._domains(top)
        # An alias domain goes before the domain that it stands for.
        for name in sorted(there, key=lambda name: (there[name][1] != "alias", -len(name))):
            empty(self._admin, name)
            self._admin.ask("admin", "DeleteDomain", id=there[name][0])

    def _domains(self, top: str) -> dict[str, tuple[str, str]]:
        """A domain and those below it, as far as they exist: name -> id, and local or alias."""
        there = {}
        for domain in self._admin.ask("admin", "GetAllDomains").get("domain", []):
            if f".{domain['name']}".endswith(f".{top}"):
                kinds = [a["_content"] for a in domain.get("a", []) if a["n"] == "zimbraDomainType"]
                there[domain["name"]] = (domain["id"], "".join(kinds))
        return there

    def _notes(self, name: str) -> str:
        asked: dict[str, Any] = {"domain": {"by": "name", "_content": name}, "attrs": "zimbraNotes"}
        values = self._admin.ask("admin", "GetDomain", **asked)["domain"][0].get("a", [])
        return next((str(a["_content"]) for a in values if a["n"] == "zimbraNotes"), "")


def empty(admin: JsonClient, domain: str, keep: str = "") -> None:
    """Delete every account, resource and list of a domain, except for one account."""

    def found(types: str) -> dict[str, Any]:
        asked: dict[str, Any] = {"types": types, "domain": domain, "limit": 0, "applyCos": 0, "attrs": "zimbraId"}
        return admin.ask("admin", "SearchDirectory", **asked)

    there = found("accounts,resources,distributionlists,dynamicgroups")
    for kind, request in HELD.items():
        for entry in there.get(kind, []):
            if entry["name"] != keep:
                _delete(admin, request, entry)
    # Aliases go with what they stand for, except for one that a batch gave to a list after deleting it (recording 108).
    for alias in found("aliases").get("alias", []):
        admin.ask("admin", "RemoveAccountAlias", alias=alias["name"])


def _delete(admin: JsonClient, request: str, entry: Mapping[str, Any]) -> None:
    """Delete an entry.  Carbonio deletes no account with a folder that is shared with all, and leaves it in maintenance."""
    ident = {"_content": entry["id"]}
    try:
        admin.ask("admin", request, id=ident)
    except Refused as refused:
        if request != "DeleteAccount" or refused.code != "service.FAILURE":
            raise
        status = [{"n": "zimbraAccountStatus", "_content": "active"}]
        admin.ask("admin", "ModifyAccount", id=ident, a=status)
        for _path, folder in walk(admin.tree(inside=entry["name"], expand=False)):
            if any(grant["gt"] == "all" for grant in folder.get("acl", {}).get("grant", [])):
                admin.act("!grant", folder["id"], inside=entry["name"], zid=EVERYBODY)
        admin.ask("admin", request, id=ident)
