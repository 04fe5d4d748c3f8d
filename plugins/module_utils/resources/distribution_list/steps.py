# Copyright (c) 2026, the teammail.zimbra contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The steps that a plan for a list is made of.  ident: the list's id, None for the one that the plan creates."""

from __future__ import annotations

import typing as t

from ...plan import State
from ...soap import ADMIN
from ..common.directory import a_elements

if t.TYPE_CHECKING:
    from lxml import etree


class Create(t.NamedTuple):
    after: State


class Rename(t.NamedTuple):
    ident: t.Optional[str]
    name: str


class Modify(t.NamedTuple):
    ident: t.Optional[str]
    values: t.Dict[str, t.List[str]]


class AddMembers(t.NamedTuple):
    ident: t.Optional[str]
    members: t.List[str]


class RemoveMembers(t.NamedTuple):
    ident: t.Optional[str]
    members: t.List[str]


class AddAlias(t.NamedTuple):
    ident: t.Optional[str]
    alias: str


class RemoveAlias(t.NamedTuple):
    ident: t.Optional[str]
    alias: str


class GrantRight(t.NamedTuple):
    """type: of the grantee, who is known by name."""

    ident: t.Optional[str]
    right: str
    type: str
    name: str


class RevokeRight(t.NamedTuple):
    """type: of the grantee, who is known by id."""

    ident: t.Optional[str]
    right: str
    type: str
    grantee_id: str


class Delete(t.NamedTuple):
    ident: str


Change = t.Union[Rename, Modify, AddMembers, RemoveMembers, AddAlias, RemoveAlias, GrantRight, RevokeRight, Delete]
Step = t.Union[Create, Change]


def request(step: Change, ident: str) -> etree._Element:
    """The request of a step; ident: the list's id."""
    if isinstance(step, (GrantRight, RevokeRight)):
        target = ADMIN("target", ident, type="dl", by="id")
        right = ADMIN("right", step.right)
        if isinstance(step, GrantRight):
            return ADMIN("GrantRightRequest", target, ADMIN("grantee", step.name, type=step.type, by="name"), right)
        return ADMIN("RevokeRightRequest", target, ADMIN("grantee", step.grantee_id, type=step.type, by="id"), right)
    own = ADMIN("id", ident)
    if isinstance(step, Delete):
        return ADMIN("DeleteDistributionListRequest", own)
    if isinstance(step, Modify):
        return ADMIN("ModifyDistributionListRequest", own, *a_elements(step.values))
    if isinstance(step, Rename):
        return ADMIN("RenameDistributionListRequest", own, ADMIN("newName", step.name))
    if isinstance(step, (AddMembers, RemoveMembers)):
        verb = "Add" if isinstance(step, AddMembers) else "Remove"
        return ADMIN(f"{verb}DistributionListMemberRequest", own, *[ADMIN("dlm", m) for m in step.members])
    verb = "Add" if isinstance(step, AddAlias) else "Remove"
    return ADMIN(f"{verb}DistributionListAliasRequest", own, ADMIN("alias", step.alias))
