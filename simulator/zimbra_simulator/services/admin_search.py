# Copyright (c) 2026, the teammail.zimbra contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""SearchDirectory (zimbra-soap-admin.md 3.8)."""

from __future__ import annotations

import uuid
from collections.abc import Iterator

from zimbra_simulator.access.context import Call
from zimbra_simulator.directory import ldapfilter
from zimbra_simulator.directory.entry import Entry
from zimbra_simulator.services.admin_domains import cos_element, domain_element
from zimbra_simulator.services.lookup import only_readable
from zimbra_simulator.services.output import account_element, attributes, list_element
from zimbra_simulator.services.registry import handler
from zimbra_simulator.wire.element import E, Element, response_to
from zimbra_simulator.wire.faults import Fault, failure, invalid_request, ldap, no_such

NS = "urn:zimbraAdmin"
_KINDS = {
    "accounts": "account", "resources": "calresource", "distributionlists": "list", "dynamicgroups": "group",
    "domains": "domain", "coses": "cos", "aliases": "alias", "servers": "server", "ucservices": "ucservice",
    "habgroups": "habgroup",
}  # fmt: skip
_LIST_RIGHT = {
    "account": "listAccount", "calresource": "listCalendarResource", "list": "listDistributionList",
    "group": "listGroup", "domain": "listDomain", "cos": "listCos", "alias": "listAlias",
}  # fmt: skip
_CLASS_FILTER = {
    "accounts": "(&(objectclass=zimbraAccount)(!(objectclass=zimbraCalendarResource)))",
    "resources": "(objectclass=zimbraCalendarResource)",
    "distributionlists": "(objectclass=zimbraDistributionList)",
    "dynamicgroups": "(objectclass=zimbraGroup)",
    "aliases": "(objectclass=zimbraAlias)",
    "domains": "(objectclass=zimbraDomain)",
    "coses": "(objectclass=zimbraCOS)",
    "servers": "(objectclass=zimbraServer)",
    "ucservices": "(objectclass=zimbraUCService)",
    "habgroups": "(objectclass=zimbraHabGroup)",
}
_MAX_INT = 2**31 - 1


class Alias:
    """An alias as an entry of its own, which it is in the directory."""

    kind = "alias"

    def __init__(self, name: str, target: Entry) -> None:
        self.name = name
        self.target = target
        # derived, so that the same alias has the same id in every answer
        self.id = str(uuid.uuid5(uuid.UUID(target.id), name))
        self.attrs = {
            "uid": [name.partition("@")[0]], "zimbraId": [self.id], "zimbraAliasTargetId": [target.id],
            "objectClass": ["zimbraAlias"],
        }  # fmt: skip

    @property
    def domain_name(self) -> str:
        return self.name.rpartition("@")[2]


Found = Entry | Alias


@handler(NS, "SearchDirectoryRequest")
def search(request: Element, call: Call) -> Element:
    types = [t.strip() for t in (request.attr("types") or "accounts").split(",")]
    for kind in types:
        if kind not in _KINDS:
            raise invalid_request(f"unknown type: {kind}")
    limit, offset = request.integer("limit"), request.integer("offset")
    most = request.integer("maxResults", 5000)
    host = _domain(request, call, types)
    wanted = _filter(request, types)
    found = [e for e in _candidates(call, types, host) if wanted is None or wanted.matches(e.attrs)]
    if most and len(found) > most:
        raise Fault(
            "account.TOO_MANY_SEARCH_RESULTS",
            "number of results exceeded the limit: too many search results returned",
            receiver=True,
        )
    found = [e for e in found if _may_list(call, e)]
    out = response_to(request)
    if request.boolean("countOnly"):
        return out.set(num=len(found))
    _sort(found, request)
    # as on the real server the sum overflows when there is an offset but no limit: then one is counted, none shown
    limit = limit or _MAX_INT
    overflow = offset > 0 and limit == _MAX_INT
    kept = found[:1] if overflow else found[: offset + limit]
    only = request.attr("attrs")
    names = [n.strip() for n in only.split(",")] if only else None
    for entry in kept[offset : offset + limit]:
        shown = _element(entry, names, request.boolean("applyCos", True))
        out.add(shown if isinstance(entry, Alias) or entry.kind == "group" else only_readable(call, shown, entry))
    return out.set(more=False, searchTotal=len(kept))


def _domain(request: Element, call: Call, types: list[str]) -> str | None:
    name = request.attr("domain")
    if not name:
        return None
    if "coses" in types:
        raise invalid_request("cannot specify domain with coses flag")
    if "domains" in types and len(types) > 1:
        raise failure("domains cannot be searched together with other types in a domain")
    if call.world.domain(name.lower()) is None:
        raise no_such("domain", name)
    return name.lower()


def _filter(request: Element, types: list[str]) -> ldapfilter.Filter | None:
    query = (request.attr("query") or "").strip()
    if not query:
        return None
    text = query if query.startswith("(") else f"({query})"
    try:
        return ldapfilter.parse(text)
    except ldapfilter.BadFilter as exc:
        classes = "".join(_CLASS_FILTER[t] for t in types)
        whole = f"(&{classes if len(types) == 1 else '(|' + classes + ')'}{text})"
        raise ldap("INVALID_SEARCH_FILTER", f"invalid search filter - {whole}: {exc}") from exc


def _candidates(call: Call, types: list[str], host: str | None) -> Iterator[Found]:
    kinds = {_KINDS[t] for t in types}
    for entry in call.world.of_kind(*(kinds - {"alias"})):
        if host is None or entry.domain_name == host:
            yield entry
    if "alias" in kinds:
        for entry in call.world.of_kind("account", "calresource", "list", "group"):
            for alias in entry.aliases:
                if host is None or alias.endswith("@" + host):
                    yield Alias(alias, entry)


def _may_list(call: Call, entry: Found) -> bool:
    if isinstance(entry, Alias):
        return call.may_admin("listAlias", call.world.domain(entry.domain_name))
    return call.may_admin(_LIST_RIGHT[entry.kind], entry)


def _sort(found: list[Found], request: Element) -> None:
    key = request.attr("sortBy") or "name"

    def value(entry: Found) -> str:
        if key == "name":
            return entry.name.lower()
        values = entry.attrs if isinstance(entry, Alias) else attributes(entry)
        return (values.get(key) or [""])[0].lower()

    found.sort(key=lambda e: (value(e), e.name), reverse=not request.boolean("sortAscending", True))


def _element(entry: Found, only: list[str] | None, cos: bool) -> Element:
    if isinstance(entry, Alias):
        kind = {"list": "dl", "group": "dl", "calresource": "calresource"}.get(entry.target.kind, "account")
        out = E("alias", name=entry.name, id=entry.id, targetName=entry.target.name, type=kind)
        for name, values in entry.attrs.items():
            if only is None or name in only:
                for one in values:
                    out.add(E("a", n=name, text=one))
        return out
    if entry.kind == "account":
        return account_element(entry, cos=cos, only=only).set(isExternal=False)
    if entry.kind == "calresource":
        return account_element(entry, "calresource", cos=cos, only=only)
    if entry.is_group:
        return list_element(entry, only=only)
    return domain_element(entry, only) if entry.kind == "domain" else cos_element(entry, only)
