# Copyright (c) 2026, the teammail.zimbra contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Requests and answers about accounts, and the run in which they take place."""

from __future__ import annotations

import pytest

from ansible_collections.teammail.zimbra.plugins.module_utils.engine import Reconciler, report
from ansible_collections.teammail.zimbra.plugins.module_utils.errors import ZimbraError
from ansible_collections.teammail.zimbra.plugins.module_utils.resources.account.resource import OPTIONS, Account
from ansible_collections.teammail.zimbra.tests.unit.plugins.scripted import Exchange, Script, batch, batched, fault

NAME = "support@example.com"
ID = "8d4f4b1e-2f6c-4d2c-9a53-0d8a6a3d7c11"
OTHER_ID = "11111111-2f6c-4d2c-9a53-0d8a6a3d7c11"
NEW = "desk@example.com"
NO_ACCOUNT = fault("account.NO_SUCH_ACCOUNT", "no such account: x")
NO_LIST = fault("account.NO_SUCH_DISTRIBUTION_LIST", "no such distribution list: x")
COS = (
    '<GetAllCosRequest xmlns="urn:zimbraAdmin"/>',
    '<GetAllCosResponse xmlns="urn:zimbraAdmin"><cos id="c1" name="default"/><cos id="c2" name="large"/></GetAllCosResponse>',
)
RENAME = f'<RenameAccountRequest xmlns="urn:zimbraAdmin"><id>{ID}</id><newName>{NEW}</newName></RenameAccountRequest>'
DELETE = f'<DeleteAccountRequest xmlns="urn:zimbraAdmin"><id>{ID}</id></DeleteAccountRequest>'


def options(**given):
    defaults = {name: spec.get("default") for name, spec in OPTIONS.items()}
    return dict(defaults, **dict({"name": [NAME]}, **given))


def get(name=NAME, attrs=""):
    asked = f' attrs="{attrs}"' if attrs else ""
    return f'<GetAccountRequest xmlns="urn:zimbraAdmin" applyCos="0"{asked}><account by="name">{name}</account></GetAccountRequest>'


def get_list(name=NAME):
    return f'<GetDistributionListRequest xmlns="urn:zimbraAdmin" limit="1" offset="0"><dl by="name">{name}</dl></GetDistributionListRequest>'


def a(**values):
    return "".join(
        f'<a n="{n}">{v}</a>' for n, some in values.items() for v in (some if isinstance(some, list) else [some])
    )


def account(name=NAME, ident=ID, extra="", tag="Get", **values):
    values = dict({"zimbraAccountStatus": "active", "zimbraMailStatus": "enabled"}, **values)
    return f'<{tag}AccountResponse xmlns="urn:zimbraAdmin"><account name="{name}" id="{ident}">{a(**values)}{extra}</account></{tag}AccountResponse>'


def dlist(name=NAME, ident=OTHER_ID, dynamic="0"):
    inner = f'<dl name="{name}" id="{ident}" dynamic="{dynamic}"/>'
    return f'<GetDistributionListResponse xmlns="urn:zimbraAdmin" total="0">{inner}</GetDistributionListResponse>'


def there(**values):
    return Exchange(batch(get(), get_list()), batched(account(**values), NO_LIST))


def missing():
    return Exchange(batch(get(), get_list()), batched(NO_ACCOUNT, NO_LIST))


def both(old, old_list, new, new_list):
    """The reading where a new name is given."""
    return Exchange(batch(get(), get_list(), get(NEW), get_list(NEW)), batched(old, old_list, new, new_list))


def with_cos(**values):
    return Exchange(batch(get(), get_list(), COS[0]), batched(account(**values), NO_LIST, COS[1]))


def looked_up(name, *answers):
    return Exchange(
        batch(get(name, "zimbraId,displayName"), get_list(name)), batched(*(answers or (NO_ACCOUNT, NO_LIST)))
    )


def modify(**values):
    return f'<ModifyAccountRequest xmlns="urn:zimbraAdmin"><id>{ID}</id>{a(**values)}</ModifyAccountRequest>'


def alias(verb, name):
    return f'<{verb}AccountAliasRequest xmlns="urn:zimbraAdmin"><id>{ID}</id><alias>{name}</alias></{verb}AccountAliasRequest>'


def prefs(**values):
    inner = "".join(f'<pref name="{n}">{v}</pref>' for n, v in values.items())
    answer = '<ModifyPrefsResponse xmlns="urn:zimbraAccount"/>'
    return Exchange(f'<ModifyPrefsRequest xmlns="urn:zimbraAccount">{inner}</ModifyPrefsRequest>', answer, account=ID)


def tree(count):
    """What is looked at before an account is deleted: that its mailbox can be reached, and how much it holds."""
    request = '<GetFolderRequest xmlns="urn:zimbraMail"><folder l="1"/></GetFolderRequest>'
    inner = f'<folder id="x:1" n="0"><folder id="x:2" n="{count}"><folder id="x:300" n="1"/></folder></folder>'
    return Exchange(request, f'<GetFolderResponse xmlns="urn:zimbraMail">{inner}</GetFolderResponse>', account=ID)


def write(request, answer=None):
    return Exchange(request, answer or request.partition("Request")[0] + 'Response xmlns="urn:zimbraAdmin"/>')


def run(*exchanges, check_mode=False, retries=0, **given):
    """The outcome and result of a run in which exactly these exchanges take place."""
    script = Script(*exchanges, retries=retries)
    resource = Account(script.session(), options(**given), check_mode)
    outcome = Reconciler(resource).run(check_mode)
    script.finished()
    return outcome, report(resource, outcome, outcome.error is not None, True)


def refused(*exchanges, **given):
    with pytest.raises(ZimbraError) as caught:
        run(*exchanges, **given)
    return str(caught.value)


def changes(result):
    return {c["key"]: (c["before"], c["after"]) for c in result["changes"]}
