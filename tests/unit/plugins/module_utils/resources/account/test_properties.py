# Copyright (c) 2026, the teammail.zimbra contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Whatever there is and whatever is desired: one run brings it about, a second one has nothing to do, and nothing else is touched."""

from __future__ import annotations

import copy

from hypothesis import given
from hypothesis import strategies as st

from ansible_collections.teammail.zimbra.plugins.module_utils.engine import visible
from ansible_collections.teammail.zimbra.plugins.module_utils.resources.account import resource as account
from ansible_collections.teammail.zimbra.plugins.module_utils.resources.account import steps as account_steps
from ansible_collections.teammail.zimbra.plugins.module_utils.resources.common.directory import Holder
from ansible_collections.teammail.zimbra.plugins.module_utils.resources.distribution_list import (
    resource as distribution_list,
)
from ansible_collections.teammail.zimbra.plugins.module_utils.resources.distribution_list import steps as list_steps
from ansible_collections.teammail.zimbra.tests.unit.plugins.examples import examples
from ansible_collections.teammail.zimbra.tests.unit.plugins.scripted import Script

many = examples(400)

NAME = "o@example.com"
ADDRESSES = [f"{letter}@example.com" for letter in "abcdef"]
some_addresses = st.lists(st.sampled_from(ADDRESSES), unique=True)
texts = st.sampled_from(["", "Eva", "Support desk"])
flags = st.booleans()


@st.composite
def list_values(draw, values=some_addresses):
    form = draw(st.sampled_from(["set", "dictionary"]))
    if form == "set":
        return draw(values)
    add = draw(values)
    return {"add": add, "remove": [v for v in draw(values) if v not in add]}


def options(module, chosen):
    defaults = {name: spec.get("default") for name, spec in module.OPTIONS.items()}
    return dict(defaults, name=[NAME], **chosen)


def desired_options(**strategies):
    return st.fixed_dictionaries({}, optional=strategies)


# ---- accounts: attributes as the directory keeps them, and what each step of a plan does to them

FREE = ["street", "zimbraPrefSpellIgnoreWord", "title"]
STATUSES = ["active", "maintenance", "locked", "closed", "pending"]
account_options = desired_options(
    display_name=texts,
    given_name=texts,
    status=st.sampled_from(STATUSES),
    hide_from_address_list=flags,
    quota=st.sampled_from(["", "1G", "unlimited", "7"]),
    aliases=list_values(),
    forwarding_addresses=list_values(),
    forwarding_keep_copy=flags,
    attributes=st.dictionaries(st.sampled_from(FREE), st.sampled_from(["", "x", ["b", "a", "b"], True, 5])),
)
stored_accounts = st.fixed_dictionaries(
    {
        "zimbraAccountStatus": st.sampled_from([[s] for s in STATUSES]),
        "zimbraMailStatus": st.sampled_from([["enabled"], ["disabled"]]),
    },
    optional={
        "displayName": st.just(["Old"]),
        "zimbraHideInGal": st.sampled_from([["TRUE"], ["FALSE"]]),
        "zimbraMailQuota": st.sampled_from([["0"], ["7"]]),
        "zimbraMailAlias": some_addresses,
        "zimbraPrefMailForwardingAddress": some_addresses.filter(bool).map(lambda some: [", ".join(some)]),
        "zimbraPrefMailLocalDeliveryDisabled": st.sampled_from([["TRUE"], ["FALSE"]]),
        "street": st.just(["x"]),
        "title": st.just(["a", "b"]),
        "description": st.just(["kept"]),
    },
)


def store(values, name, new):
    """One attribute, with what the server does of its own accord to the mail status (zimbra-soap-admin.md 3.4)."""
    new = [v for v in new if v]
    if new:
        values[name] = new
    else:
        values.pop(name, None)


def account_applied(stored, plan):
    values = copy.deepcopy(stored)
    for step in plan.steps:
        if isinstance(step, account_steps.Create):
            values = {"zimbraAccountStatus": ["active"], "zimbraMailStatus": ["enabled"], "sn": ["o"]}
            written = {k: v for k, v in account.ldap_values(step.after, step.cos_id).items() if v}
            written.update({k: v for k, v in step.after["attributes"].items() if v and not account.is_pref(k)})
        else:
            modifying = (account_steps.Modify, account_steps.ModifyPreferences)
            written = step.values if isinstance(step, modifying) else {}
        for name, new in written.items():
            store(values, name, new)
        if "zimbraAccountStatus" in written:
            if written["zimbraAccountStatus"][0] in ("closed", "pending"):
                values["zimbraMailStatus"] = ["disabled"]
            elif "zimbraMailStatus" not in written:
                values["zimbraMailStatus"] = ["enabled"]
        aliases = values.get("zimbraMailAlias", [])
        if isinstance(step, account_steps.AddAlias):
            assert step.alias not in aliases
            values["zimbraMailAlias"] = [*aliases, step.alias]
        elif isinstance(step, account_steps.RemoveAlias):
            assert step.alias in aliases
            values["zimbraMailAlias"] = [a for a in aliases if a != step.alias]
    return values


def account_state(stored, desired):
    if stored is None:
        shown = holder = None
        forwarding = {}
    else:
        element = account_element(stored)
        shown = account.show(element, desired.attributes)
        holder = Holder("account", "1", NAME, NAME)
        forwarding = {"1": account.stored_forwarding(element)}
    read = {"account": shown, "holder": holder, "forwarding": forwarding}
    return dict(read, target=None, target_holder=None, alias_conflicts=[], cos_id=None)


def account_element(stored):
    element = account.ADMIN("account", name=NAME, id="1")
    for name, some in stored.items():
        for value in some:
            element.append(account.ADMIN("a", value, n=name))
    return element


# what one option stands for in the directory
STANDS_FOR = {
    "display_name": ["displayName"],
    "given_name": ["givenName"],
    "status": ["zimbraAccountStatus", "zimbraMailStatus"],
    "hide_from_address_list": ["zimbraHideInGal"],
    "quota": ["zimbraMailQuota"],
    "aliases": ["zimbraMailAlias"],
    "forwarding_addresses": ["zimbraPrefMailForwardingAddress"],
    "forwarding_keep_copy": ["zimbraPrefMailLocalDeliveryDisabled"],
    "attributes": FREE,
}


@many
@given(stored=st.none() | stored_accounts, chosen=account_options)
def test_accounts(stored, chosen):
    resource = account.Account(Script().session(), options(account, chosen), False)
    desired = resource.desired()[0]
    plan = resource.plan(account_state(stored, desired), desired)
    before = copy.deepcopy(stored)
    after = account_applied(stored, plan)
    again = resource.plan(account_state(after, desired), desired)
    assert not again.changed, again.steps
    if stored is None:
        assert plan.changed
        return
    assert visible(again.before) == visible(plan.after)
    assert plan.changed == bool(plan.changes())
    named = {name for option in chosen for name in STANDS_FOR[option]}
    assert {k: v for k, v in after.items() if k not in named} == {k: v for k, v in before.items() if k not in named}


# ---- lists: members under any address of theirs, as the server keeps and removes them

PEOPLE = {
    "a@example.com": ("a@example.com", "a1@example.com", "a2@example.com"),
    "b@example.com": ("b@example.com", "b1@example.com"),
}
PRIMARY = {one: name for name, some in PEOPLE.items() for one in some}
anybody = st.lists(st.sampled_from([*PRIMARY, "x@ext.example", "y@ext.example"]), unique=True)
list_options = desired_options(
    display_name=texts,
    receives_mail=flags,
    hide_from_address_list=flags,
    members=list_values(anybody),
    aliases=list_values(),
    owners=list_values(),
    allowed_senders=list_values(),
)
stored_lists = st.fixed_dictionaries(
    {
        "values": st.fixed_dictionaries(
            {
                "zimbraMailStatus": st.sampled_from([["enabled"], ["disabled"]]),
                "zimbraMailAlias": some_addresses.map(lambda some: [NAME, *some]),
            },
            optional={"displayName": st.just(["Old"]), "zimbraHideInGal": st.sampled_from([["TRUE"], ["FALSE"]])},
        ),
        "members": anybody,
        "owners": some_addresses,
        "senders": some_addresses,
    }
)


class Directory(distribution_list.DistributionList):
    """Reads from a dictionary, and looks addresses up among PEOPLE."""

    def state(self, stored, desired):
        state = {"holder": None, "target": None, "list": None, "primary": {}, "grantees": {}}
        state["grantees"] = {a: Holder("account", a, a, a) for a in ADDRESSES}
        state["primary"] = self._primaries(desired, stored["members"] if stored else [])
        if stored:
            state["holder"] = Holder("list", "1", NAME, NAME)
            state["list"] = distribution_list.show(
                list_element(stored),
                [state["primary"].get(m, m) for m in stored["members"]],
                {name: name for name in stored["senders"]} if desired.senders else None,
            )
            state["list"]["_listed"] = list(stored["members"])
            state["list"]["_types"].update(dict.fromkeys(stored["senders"], "usr"))
        return state

    def _addresses(self, asked):
        return {one: PRIMARY[a] for a in asked if a in PRIMARY for one in PEOPLE[PRIMARY[a]]}


def list_element(stored):
    make = distribution_list.ADMIN
    element = make("dl", name=NAME, id="1", dynamic="0")
    for name, some in stored["values"].items():
        for value in some:
            element.append(make("a", value, n=name))
    element.append(make("owners", *(make("owner", id=owner, name=owner, type="usr") for owner in stored["owners"])))
    return element


def list_applied(stored, plan):
    stored = copy.deepcopy(stored)
    for step in plan.steps:
        if isinstance(step, list_steps.Create):
            stored = {
                "values": {"zimbraMailStatus": ["enabled"], "zimbraMailAlias": [NAME]},
                "members": [],
                "owners": [],
                "senders": [],
            }
            for name, new in distribution_list.properties.stored(distribution_list.PROPERTIES, step.after).items():
                store(stored["values"], name, new)
        elif isinstance(step, list_steps.Modify):
            for name, new in step.values.items():
                store(stored["values"], name, new)
        elif isinstance(step, list_steps.AddMembers):
            stored["members"] += [m for m in step.members if m not in stored["members"]]
        elif isinstance(step, list_steps.RemoveMembers):
            # all or nothing, and all of an account's addresses with one of them (4.4)
            assert set(step.members) <= set(stored["members"])
            gone = {one for m in step.members for one in PEOPLE.get(PRIMARY.get(m, m), (m,))}
            stored["members"] = [m for m in stored["members"] if m not in gone]
        elif isinstance(step, (list_steps.AddAlias, list_steps.RemoveAlias)):
            aliases = stored["values"]["zimbraMailAlias"]
            added = isinstance(step, list_steps.AddAlias)
            assert (step.alias in aliases) != added
            stored["values"]["zimbraMailAlias"] = [a for a in aliases if a != step.alias] + [step.alias] * added
        else:
            who = stored["owners" if step.right == distribution_list.OWNER else "senders"]
            if isinstance(step, list_steps.GrantRight):
                assert step.name not in who
                who.append(step.name)
            else:
                who.remove(step.grantee_id)
    return stored


@many
@given(stored=st.none() | stored_lists, chosen=list_options)
def test_lists(stored, chosen):
    resource = Directory(Script().session(), options(distribution_list, chosen), False)
    desired = resource.desired()[0]
    plan = resource.plan(resource.state(stored, desired), desired)
    after = list_applied(stored, plan)
    again = resource.plan(resource.state(after, desired), desired)
    assert not again.changed, again.steps
    if stored is None:
        assert {k: v for k, v in visible(again.before).items() if k != "id"} == {
            **visible(plan.after),
            **({} if desired.senders is None else {"allowed_senders": plan.after.get("allowed_senders", [])}),
        }
        return
    assert visible(again.before) == visible(plan.after)
    untouched = {"members": "members", "owners": "owners", "allowed_senders": "senders"}
    for option, key in untouched.items():
        if option not in chosen:
            assert after[key] == stored[key]
    kept = {
        "display_name": "displayName",
        "hide_from_address_list": "zimbraHideInGal",
        "receives_mail": "zimbraMailStatus",
        "aliases": "zimbraMailAlias",
    }
    for option, name in kept.items():
        if option not in chosen:
            assert after["values"].get(name) == stored["values"].get(name)
