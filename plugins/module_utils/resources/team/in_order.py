# Copyright (c) 2026, the teammail.zimbra contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Whether the steps of the role shared_mailbox would do anything, as their own modules find in check mode with what team_info has read.

Ansible takes longer to start a task than its module to find that there is nothing to do.  So the role leaves the steps of a mailbox out that is
in order; most mailboxes are, in most runs.
"""

from __future__ import annotations

import typing as t

from ansible.module_utils.common.arg_spec import ArgumentSpecValidator

from ...engine import Reconciler, Resource, State
from ...errors import ZimbraError
from ...session import Session
from ..account.resource import Account
from ..distribution_list.resource import DistributionList
from ..effective_rights.info import get_info as read_rights
from ..filter_rule.resource import FilterRule
from ..folder.resource import Folder
from ..identity.resource import Identity
from ..mountpoint.resource import Mountpoint
from ..send_right.resource import SendRight
from ..share.resource import Share
from .defaults import MANAGER, SENT_RULE

# Registered result, module, options.
Step = t.Tuple[str, t.Type[Resource], State]
Rights = t.List[t.Dict[str, t.Any]]

# Steps that a team of nobody does without.
OF_AGENTS = ("folders", "mountpoints", "personas", "alias_personas", "whole_mounts")


def account_attributes(desired: t.Mapping[str, t.Any]) -> State:
    """The option attributes of the mailbox's account."""
    attributes: State = {"zimbraPrefDelegatedSendSaveTarget": "owner"}
    if desired["reply_as_alias"] is not None:
        attributes["zimbraPrefAllowAddressForDelegatedSender"] = (
            desired["own_addresses"] if desired["reply_as_alias"] else []
        )
    return attributes


def sent_rule(desired: t.Mapping[str, t.Any]) -> State:
    """Options of the rule that marks copies of replies as read."""
    if not desired["sent_copies_read"]:
        return {"name": SENT_RULE, "state": "absent"}
    return {
        "name": SENT_RULE,
        "state": "present",
        "condition": "anyof",
        "active": True,
        "tests": [{"type": "header", "header": "from", "string_comparison": "contains", "value": "@"}],
        "actions": [{"type": "flag", "flag_name": "read"}],
    }


def steps_of(plan: t.Mapping[str, t.Any]) -> t.List[Step]:
    """The tasks of the role, as its files have them for a mailbox where nothing is renamed and nobody comes or leaves.

    plan: the other results of the module team_info.
    """
    desired, agents, paths = plan["desired"], plan["agents"], plan["folders"]["paths"]
    mailbox, team = desired["address"], desired["list"]
    both = [{"owner": mailbox, "path": "/Inbox"}, {"owner": mailbox, "path": "/Sent"}]
    first, *others = desired["personas"]

    def persona(one: t.Mapping[str, t.Any], folders: t.Any) -> State:
        return {
            "account": agents,
            "unreachable": "report",
            "name": one["name"],
            "from_address": one["from_address"],
            "from_display": desired["from_display"],
            "from_type": "sendAs",
            "when_sent_to": one["when_sent_to"],
            "when_in_folders": folders,
        }

    steps: t.List[Step] = [
        (
            "account",
            Account,
            {
                "name": mailbox,
                "display_name": desired["display_name"],
                "status": desired["status"],
                "aliases": {"add": desired["aliases"]},
                "attributes": desired["account_attributes"],
            },
        ),
        ("folders", Folder, {"account": mailbox, "path": paths, "former_paths": {}}),
        (
            "team_list",
            DistributionList,
            {
                "name": team,
                "display_name": desired["list_display_name"],
                "receives_mail": desired["list_receives_mail"],
                "hide_from_address_list": desired["list_hidden"],
                "members": {"add": agents},
            },
        ),
        (
            "shares",
            Share,
            {
                "account": mailbox,
                "path": ["/Inbox", "/Sent"],
                "grants": {"add": [{"grantee": team, "type": "group", "role": "manager"}]},
            },
        ),
        ("send_right", SendRight, {"target": mailbox, "right": "sendAs", "grantees": {"add": [team]}}),
        (
            "mountpoints",
            Mountpoint,
            {
                "account": agents,
                "mounts": [
                    dict(at, name=mount["name"], former_name=mount["former_name"])
                    for at, mount in zip(both, plan["mounts"])
                ],
                "unreachable": "report",
                "remove_broken": False,
            },
        ),
        ("personas", Identity, persona(first, both)),
        ("filter", FilterRule, {"account": [mailbox], "direction": "outgoing", **desired["sent_rule"]}),
        *(("alias_personas", Identity, persona(one, {"remove": both})) for one in others),
    ]
    if desired["replace_whole_mounts"]:
        whole = [{"owner": mailbox, "path": "/"}]
        steps.append(
            (
                "whole_mounts",
                Mountpoint,
                {"account": agents, "mounts": whole, "state": "absent", "unreachable": "report"},
            )
        )
    return [step for step in steps if agents or step[0] not in OF_AGENTS]


def in_order(session: Session, plan: t.Mapping[str, t.Any]) -> bool:
    """Whether no step would do, report or tell anything.  What fails, and what was not read, is not in order: its step will tell."""
    try:
        with session.asking_nothing():
            return _is_settled(plan) and not any(_does_something(session, step) for step in steps_of(plan))
    except ZimbraError:
        return False


def rights_asked(plan: t.Mapping[str, t.Any]) -> State:
    """The options by which the role verifies what the agents may do."""
    return {
        "account": plan["desired"]["address"],
        "path": ["/Inbox", "/Sent", *plan["folders"]["paths"]],
        "user": plan["agents"],
        "required_rights": MANAGER,
    }


def rights_of_agents(session: Session, plan: t.Mapping[str, t.Any]) -> t.Optional[Rights]:
    """What each agent may do in the shared folders; None where that was not read, or is less than they need where the role verifies that."""
    if not plan["agents"]:
        return []
    asked = rights_asked(plan) if plan["desired"]["verify"] else dict(rights_asked(plan), required_rights=None)
    try:
        with session.asking_nothing():
            return list(read_rights(session, asked)["effective_rights"])
    except ZimbraError:
        return None


def _is_settled(plan: t.Mapping[str, t.Any]) -> bool:
    """Whether nobody comes or leaves, and nothing is new or renamed."""
    return (
        plan["desired"]["state"] == "present"
        and plan["mailbox"]["exists"]
        and not plan["parts"]["people_change"]
        and set(plan["parts"]["seldom"]) <= {"more_personas", "whole_mounts"}
        and not plan["personas"]["former"]
        and not plan["folders"]["former_paths"]
        and plan["list"]["renamed_from"] is None
    )


def _does_something(session: Session, step: Step) -> bool:
    _name, resource, options = step
    given = {option: value for option, value in options.items() if value is not None}
    checked = ArgumentSpecValidator(resource.OPTIONS, **resource.RULES).validate(given)
    if checked.error_messages:
        return True
    outcome = Reconciler(resource(session, checked.validated_parameters, True)).run(True)
    return bool(outcome.notes or outcome.unreachable or any(plan.changed for plan in outcome.plans))
