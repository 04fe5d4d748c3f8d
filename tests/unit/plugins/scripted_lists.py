# Copyright (c) 2026, the teammail.zimbra contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Requests and answers about distribution lists, and the run in which they take place."""

from __future__ import annotations

import pytest

from ansible_collections.teammail.zimbra.plugins.module_utils.engine import Reconciler, report
from ansible_collections.teammail.zimbra.plugins.module_utils.errors import ZimbraError
from ansible_collections.teammail.zimbra.plugins.module_utils.resources.distribution_list.reading import PAGE
from ansible_collections.teammail.zimbra.plugins.module_utils.resources.distribution_list.resource import (
    OPTIONS,
    DistributionList,
)
from ansible_collections.teammail.zimbra.tests.unit.plugins.scripted import Exchange, Script, batch, batched, fault

NAME = "team@example.com"
NEW = "crew@example.com"
ID = "5a2c0a52-8f6b-4f31-9d0c-4a3f1f9c7a10"
OTHER_ID = "11111111-8f6b-4f31-9d0c-4a3f1f9c7a10"
EVA, JAN, CHEF = "eva@example.com", "jan@example.com", "chef@example.com"
NO_ACCOUNT = fault("account.NO_SUCH_ACCOUNT", "no such account: x")
NO_LIST = fault("account.NO_SUCH_DISTRIBUTION_LIST", "no such distribution list: x")
DENIED = fault("service.PERM_DENIED", "permission denied: can not access account x")


def options(**given):
    defaults = {name: spec.get("default") for name, spec in OPTIONS.items()}
    return dict(defaults, **dict({"name": [NAME]}, **given))


def get_account(name=NAME, attrs="zimbraId,displayName"):
    return f'<GetAccountRequest xmlns="urn:zimbraAdmin" applyCos="0" attrs="{attrs}"><account by="name">{name}</account></GetAccountRequest>'


def get(name=NAME, limit=PAGE, offset=0):
    attributes = f'limit="{limit}" offset="{offset}"'
    return f'<GetDistributionListRequest xmlns="urn:zimbraAdmin" {attributes}><dl by="name">{name}</dl></GetDistributionListRequest>'


def get_grants(name=NAME):
    return f'<GetGrantsRequest xmlns="urn:zimbraAdmin"><target type="dl" by="name">{name}</target></GetGrantsRequest>'


def account(name, ident=OTHER_ID, aliases=()):
    inner = "".join(f'<a n="zimbraMailAlias">{alias}</a>' for alias in aliases)
    return f'<GetAccountResponse xmlns="urn:zimbraAdmin"><account name="{name}" id="{ident}">{inner}</account></GetAccountResponse>'


def dlist(members=(), name=NAME, ident=ID, dynamic=0, more=0, total=None, owners=(), tag="Get", **values):
    """An answer with a list; total None counts the members."""
    inner = "".join(
        f'<a n="{n}">{v}</a>' for n, some in values.items() for v in (some if isinstance(some, list) else [some])
    )
    if owners:
        inner += (
            "<owners>" + "".join(f'<owner type="{kind}" id="{i}" name="{n}"/>' for kind, i, n in owners) + "</owners>"
        )
    inner += "".join(f"<dlm>{m}</dlm>" for m in members)
    paging = f'more="{more}" total="{len(members) if total is None else total}"'
    element = f'<dl name="{name}" id="{ident}" dynamic="{dynamic}">{inner}</dl>'
    return f'<{tag}DistributionListResponse xmlns="urn:zimbraAdmin" {paging}>{element}</{tag}DistributionListResponse>'


def there(members=(), **more):
    return Exchange(batch(get_account(), get()), batched(NO_ACCOUNT, dlist(members, **more)))


def missing():
    return Exchange(batch(get_account(), get()), batched(NO_ACCOUNT, NO_LIST))


def looked_up(attrs="zimbraId,displayName,zimbraMailAlias", **found):
    """A search for addresses: found maps each to the answer about an account, or a pair of answers; "_" stands for the @example.com."""
    requests, answers = [], []
    for short, answer in found.items():
        name = short + "@example.com"
        requests += [get_account(name, attrs), get(name, 1)]
        answers += answer if isinstance(answer, tuple) else (answer, NO_LIST)
    return Exchange(batch(*requests), batched(*answers))


def request(verb, *children, ident=ID):
    return f'<{verb}Request xmlns="urn:zimbraAdmin"><id>{ident}</id>{"".join(children)}</{verb}Request>'


def members_request(verb, *members):
    return request(verb + "DistributionListMember", *(f"<dlm>{m}</dlm>" for m in members))


def right_request(verb, kind, who, right):
    by = "name" if verb == "Grant" else "id"
    inner = (
        f'<target type="dl" by="id">{ID}</target><grantee type="{kind}" by="{by}">{who}</grantee><right>{right}</right>'
    )
    return f'<{verb}RightRequest xmlns="urn:zimbraAdmin">{inner}</{verb}RightRequest>'


def written(*requests):
    answers = [r.partition("Request")[0] + 'Response xmlns="urn:zimbraAdmin"/>' for r in requests]
    if len(requests) == 1:
        return Exchange(requests[0], answers[0])
    return Exchange(batch(*requests, stop=True), batched(*answers))


def run(*exchanges, check_mode=False, retries=0, **given):
    script = Script(*exchanges, retries=retries)
    resource = DistributionList(script.session(), options(**given), check_mode)
    outcome = Reconciler(resource).run(check_mode)
    script.finished()
    return outcome, report(resource, outcome, outcome.error is not None, True)


def refused(*exchanges, **given):
    with pytest.raises(ZimbraError) as caught:
        run(*exchanges, **given)
    return str(caught.value)


def changes(result):
    return {c["key"]: (c["before"], c["after"]) for c in result["changes"]}
