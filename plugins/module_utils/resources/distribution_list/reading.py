# Copyright (c) 2026, the teammail.zimbra contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Distribution lists as the server answers them and as the modules show them (zimbra-soap-admin.md 4.1 and 4.2)."""

from __future__ import annotations

import typing as t

from ...actor import Actor
from ...engine import State
from ...errors import TransportError, ZimbraError
from ...soap import ADMIN, Answer, answer_or_raise, attributes, child, children
from ..common import properties
from ..common.directory import list_request
from ..common.properties import Property, flag, text

if t.TYPE_CHECKING:
    from lxml import etree

# Members in one page of a reading, and in one adding or removing request.
PAGE = 1000
OWNER, SENDER = "ownDistList", "sendToDistList"
# The properties of a single value; what needs more than a row is in show().
PROPERTIES = (
    text("display_name", "displayName"),
    Property(
        "receives_mail",
        "zimbraMailStatus",
        {"type": "bool"},
        show=lambda stored: list(stored[:1]) in ([], ["enabled"]),
        store=lambda shown: ["enabled" if shown else "disabled"],
    ),
    flag("hide_from_address_list", "zimbraHideInGal"),
)


def grants_request(key: str) -> etree._Element:
    return ADMIN("GetGrantsRequest", ADMIN("target", key, type="dl", by="name"))


def pages(actor: Actor, key: str, first: etree._Element) -> t.List[str]:
    """All members, lower case; a listing that is cut short or withheld is an error, never the whole (4.2)."""
    if first.get("total") is None:
        raise ZimbraError(
            f"{key}: the administrator may not read the members of this list; grant the right, or use a global administrator"
        )
    members: t.List[str] = []
    answer = first
    while True:
        page = [m.text or "" for m in answer.iter("{*}dlm")]
        members += page
        if not page or answer.get("more") not in ("1", "true"):
            break
        answer = actor.call(list_request(key, PAGE, len(members)), key)
    total = int(answer.get("total", "-1"))
    if total != len(members):
        raise TransportError(
            f"{key}: the server lists {len(members)} of {total} members; nothing was changed, try again"
        )
    return [m.lower() for m in members]


def show(
    element: etree._Element, members: t.Optional[t.Iterable[str]], senders: t.Optional[t.Mapping[str, str]]
) -> State:
    """A <dl> as the module shows it; members: None where they may not be read;
    senders: name -> id of the grantees of sendToDistList, None where not asked for.
    """
    values = attributes(element)
    name = element.get("name", "")
    owners = {o.get("name", "") or o.get("id", ""): o.get("id", "") for o in element.iterfind("{*}owners/{*}owner")}
    types = {o.get("id", ""): o.get("type", "usr") for o in element.iterfind("{*}owners/{*}owner")}
    state: State = {
        "name": name,
        "id": element.get("id", ""),
        **properties.shown(PROPERTIES, values),
        "dynamic": element.get("dynamic") in ("1", "true"),
        "members": None if members is None else sorted(set(members)),
        # a list's own address is among its aliases (4.1)
        "aliases": sorted(a for a in values.get("zimbraMailAlias", []) if a != name),
        "owners": sorted(owners),
        "_owner_ids": owners,
        "_types": types,
    }
    if senders is not None:
        state["allowed_senders"] = sorted(senders)
        state["_sender_ids"] = dict(senders)
    return state


def senders_of(answer: t.Optional[Answer], about: str, types: t.Dict[str, str]) -> t.Dict[str, str]:
    """Grantees of sendToDistList, name -> id (an id stands for one that was deleted)."""
    found_: t.Dict[str, str] = {}
    for grant in children(answer_or_raise(answer, about), "grant"):
        right, grantee = child(grant, "right"), child(grant, "grantee")
        if (
            right is not None
            and grantee is not None
            and right.text == SENDER
            and right.get("deny") not in ("1", "true")
        ):
            found_[grantee.get("name", "") or grantee.get("id", "")] = grantee.get("id", "")
            types[grantee.get("id", "")] = grantee.get("type", "usr")
    return found_
