# Copyright (c) 2026, the teammail.zimbra contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Accounts as the directory stores them and as the modules show them (zimbra-soap-admin.md 3)."""

from __future__ import annotations

import re
import typing as t

from ansible.module_utils.common.text.formatters import human_to_bytes

from ...engine import State
from ...errors import InputError
from ...options import SECRET_ATTRIBUTES
from ...soap import attributes
from ..common import properties
from ..common.properties import Property, flag, text

if t.TYPE_CHECKING:
    from lxml import etree


def quota_bytes(value: t.Optional[str]) -> t.Optional[str]:
    """ "5G" or bytes as bytes; "unlimited" is 0, an empty text leaves it to the class of service."""
    if value is None:
        return None
    text = value.strip().lower()
    if text in ("", "default"):
        return ""
    if text in ("unlimited", "none"):
        return "0"
    try:
        size = human_to_bytes(value)
    except ValueError as err:
        raise InputError(
            f"quota is {value!r}; give bytes, a size such as 5G, unlimited, or default for the class of service's"
        ) from err
    return str(int(size))


QUOTA = "zimbraMailQuota"
COS = "zimbraCOSId"
FORWARDING = "zimbraPrefMailForwardingAddress"
STATUS, MAIL_STATUS = "zimbraAccountStatus", "zimbraMailStatus"
# The properties of a single value that stand for themselves.  Class of service, aliases and forwarding addresses need more than a row.
PROPERTIES = (
    text("display_name", "displayName"),
    text("given_name", "givenName"),
    text("surname", "sn"),
    text("status", STATUS, choices=["active", "maintenance", "locked", "closed", "pending"]),
    text("mail_status", MAIL_STATUS, choices=["enabled", "disabled"]),
    flag("hide_from_address_list", "zimbraHideInGal"),
    text("quota", QUOTA)._replace(parse=quota_bytes),
    Property(
        "forwarding_keep_copy",
        "zimbraPrefMailLocalDeliveryDisabled",
        {"type": "bool"},
        show=lambda stored: list(stored[:1]) != ["TRUE"],
        store=lambda shown: ["TRUE"] if shown is False else [],
    ),
)
# Set by options of their own, or never by hand.
RESERVED = {
    name.lower()
    for name in [
        *(prop.attribute for prop in PROPERTIES),
        COS,
        FORWARDING,
        "zimbraMailAlias",
        "mail",
        "uid",
        "zimbraId",
        "cn",
    ]
}


def attribute_values(name: str, value: t.Any) -> t.List[str]:
    """An attribute's desired values as the texts that Zimbra stores; an empty list clears it."""
    if not re.match(r"^[A-Za-z][A-Za-z0-9-]*$", name):
        raise InputError(
            f"attributes.{name} is no attribute's name; give the bare name, and all the values it is to have"
        )
    if isinstance(value, dict):
        raise InputError(f"attributes.{name} is {value!r}; give a text, a number, true or false, or a list of them")
    values = value if isinstance(value, (list, tuple)) else [value]
    texts = [("TRUE" if v else "FALSE") if isinstance(v, bool) else str(v) for v in values if v is not None]
    return list(dict.fromkeys(v for v in texts if v))  # the directory keeps each value once


def show(
    element: etree._Element, extra: t.Iterable[str] = (), cos_names: t.Optional[t.Mapping[str, str]] = None
) -> State:
    """An <account> as the module shows it: its options' names, and in ``attributes`` the extra ones asked for."""
    values = attributes(element)
    # names are written in any letter case (8)
    by_name = {name.lower(): some for name, some in values.items()}

    def one(name: str) -> t.Optional[str]:
        return values[name][0] if values.get(name) else None

    state: State = {"name": element.get("name", ""), "id": element.get("id", "")}
    state.update(properties.shown(PROPERTIES, values))
    cos = one(COS)
    state["cos"] = (cos_names or {}).get(cos, cos) if cos else None
    state["aliases"] = sorted(values.get("zimbraMailAlias", []))
    forwarding = one(FORWARDING)
    state["forwarding_addresses"] = (
        sorted(a.strip().lower() for a in forwarding.split(",") if a.strip()) if forwarding else []
    )
    state["attributes"] = {
        name: ["(not shown)"] if name.lower() in SECRET_ATTRIBUTES else sorted(by_name.get(name.lower(), []))
        for name in sorted(extra)
    }
    return state


def stored_forwarding(element: etree._Element) -> t.List[str]:
    """The addresses for forwarding as an <account> has them: one text, with commas and spaces between as the server likes."""
    return attributes(element).get(FORWARDING, [])


def is_pref(name: str) -> bool:
    """Whether an attribute is a preference, which a delegated administrator sets by ModifyPrefs (zimbra-soap-admin.md 9)."""
    return name.lower().startswith(("zimbrapref", "carboniopref"))


def takes_prefs(state: t.Mapping[str, t.Any]) -> bool:
    """Whether ModifyPrefs can act in an account of that state: in maintenance only ModifyAccount can (zimbra-soap-admin.md 1.7)."""
    return state.get("status") != "maintenance"


def ldap_values(state: State, cos_id: t.Optional[str]) -> t.Dict[str, t.List[str]]:
    """A shown state back in Zimbra's attributes; an empty list where there is none."""
    values = properties.stored(PROPERTIES, state)
    values[FORWARDING] = [",".join(state["forwarding_addresses"])] if state.get("forwarding_addresses") else []
    if cos_id:
        values[COS] = [cos_id]
    return values
