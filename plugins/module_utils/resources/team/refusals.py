# Copyright (c) 2026, the teammail.zimbra contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What prevents the desired state of a mailbox and its team, and what people should know, in sentences.  Nothing is written, and asked only whether
domains exist.
"""

from __future__ import annotations

import typing as t

from ...engine import State
from ...errors import InputError
from ...session import Session
from ..common.directory import check_domains
from .people import check_removal_limit
from .status import status_refusals
from .survey import Survey
from .variables import TO_AGENT, DesiredTeam, check_unique


def refusals_of(
    session: Session,
    desired: DesiredTeam,
    survey: Survey,
    team: t.Sequence[State],
    former: t.Sequence[State],
    recipient: t.Optional[State],
    chosen: State,
) -> t.List[str]:
    """What must be put right by a human before anything is changed.  chosen: the lists, by list_of_team()."""
    refusals = []
    box, team_list = survey.holders[desired.address], survey.holders[desired.list]
    if box is not None and (box.kind != "account" or box.is_alias):
        refusals.append(
            f"shared_mailbox_address is {desired.address}, but {box.describe()}; a shared mailbox needs an account of its own: remove that one first"
            " or choose another address"
        )
    if team_list is not None and (team_list.kind not in ("list", "group") or team_list.is_alias):
        refusals.append(
            f"shared_mailbox_list is {desired.list}, but {team_list.describe()}; choose another address for the list of the agents"
        )
    if survey.served:
        refusals.append(
            "shared_mailbox_list is %s, which is the list of %s: whoever is on it works there, and one mailbox would take the other's agents away;"
            " choose another list (to exchange two, give one of them a third address for one run), correct shared_mailbox_address if that mailbox was"
            " renamed, or take its share with the list away first" % (desired.list, ", ".join(survey.served))
        )
    refusals += status_refusals(desired, box, survey.tree is not None)
    refusals += _alias_refusals(desired, survey)
    unfit = [a for a in team if a["kind"] not in ("account", "none" if desired.options["create_agents"] else "account")]
    if unfit:
        refusals.append(
            "shared_mailbox_agents names %s, where there is no account; create the accounts, correct the addresses,"
            " or set shared_mailbox_create_agents to true" % ", ".join(a["address"] for a in unfit)
        )
    if any(a["address"] == desired.address for a in team):
        refusals.append(f"shared_mailbox_agents names the mailbox itself, {desired.address}; leave it out")
    refusals += check_unique(team)
    both = {a["id"] or a["address"] for a in team}
    for person in desired.named_former:
        holder = survey.holders.get(person["address"])
        if person["address"] == desired.address or (holder is not None and box is not None and holder.id == box.id):
            refusals.append(f"shared_mailbox_former_agents names the mailbox itself, {person['address']}; leave it out")
        if (holder.id if holder is not None else person["address"]) in both:
            refusals.append(
                f"shared_mailbox_former_agents names {person['address']}, who is among shared_mailbox_agents too; name them once"
            )
    if desired.mail == TO_AGENT and recipient is None:
        refusals.append(
            f"shared_mailbox_former_agent_mail is to_agent {desired.recipient}, who is none of shared_mailbox_agents; name one of them"
        )
    if desired.options["state"] == "present":
        refusals += check_removal_limit(desired, team, former, bool(chosen["former"]), survey.inside)
        refusals += _domain_refusals(session, desired, survey, team)
    return refusals


def _alias_refusals(desired: DesiredTeam, survey: Survey) -> t.List[str]:
    own = survey.box.id if survey.box is not None else None
    held = [survey.holders.get(a) for a in desired.aliases]
    return [
        f"shared_mailbox_aliases has {h.asked}, but {h.describe()}; choose another alias"
        for h in held
        if h is not None and h.id != own
    ]


def _domain_refusals(session: Session, desired: DesiredTeam, survey: Survey, team: t.Sequence[State]) -> t.List[str]:
    """New addresses in domains that the server does not have."""
    new = {
        "shared_mailbox_address": [desired.address] if survey.holders[desired.address] is None else [],
        "shared_mailbox_list": [desired.list] if survey.holders[desired.list] is None else [],
        "shared_mailbox_aliases": [a for a in desired.aliases if survey.holders.get(a) is None],
        "shared_mailbox_agents": [a["address"] for a in team if a["kind"] == "none"]
        if desired.options["create_agents"]
        else [],
    }
    known = next(
        (h.name for h in survey.holders.values() if h is not None and h.kind in ("account", "list", "group")), "@"
    )
    refusals = []
    for option, addresses in new.items():
        try:
            check_domains(session, option, addresses, known)
        except InputError as err:
            refusals.append(str(err))
    return refusals


def list_notes(desired: DesiredTeam, survey: Survey, own: t.Optional[str]) -> t.List[str]:
    """Of a list that is not known to be the mailbox's, and so does not go with it.  own: the address of the one that is."""
    there = survey.holders[desired.list]
    if there is None or there.kind not in ("list", "group") or own == there.name:
        return []
    return [
        "the list %s stays, since nothing tells that it is the one of %s; if it is, remove it with the module distribution_list"
        % (there.name, desired.address)
    ]


def unknown_notes(desired: DesiredTeam, survey: Survey) -> t.List[str]:
    """Named former agents of whom there is nothing, misspelt or deleted since, and those who are nobody's accounts."""
    holders = {p["address"]: survey.holders.get(p["address"]) for p in desired.named_former}
    return [
        "shared_mailbox_former_agents names %s, which is %s; correct it, or leave it out"
        % (address, "nobody on this server" if holder is None else f"a {holder.kind} and no account")
        for address, holder in holders.items()
        if holder is None or holder.kind != "account"
    ]
