# Copyright (c) 2026, the teammail.zimbra contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Reading personas: what is asked, and what the answers mean (zimbra-soap-admin.md 7)."""

from __future__ import annotations

import typing as t

from ...engine import State
from ...errors import ZimbraError
from ...soap import ACCOUNT, attributes, child, children
from ...values import address
from ..common import properties
from ..common.directory import account_request
from ..common.mailbox import own_values
from ..common.properties import Property, flag, text
from ..common.tree import Tree, folder_request, new_mailbox, tree_of
from .folders import Owners, order, show

if t.TYPE_CHECKING:
    from lxml import etree

DEFAULT = "DEFAULT"
SAVE = "zimbraPrefSaveToSent"


def _address(option: str, attribute: str) -> Property:
    return text(option, attribute)._replace(parse=lambda given: address(option, given) if given else given)


def _switch(option: str, attribute: str) -> Property:
    """On or off; unset, it means off."""
    return flag(option, attribute, false=["FALSE"])


# The properties of a single value.  Signatures, addresses and folders need more than a row.
PROPERTIES = (
    _address("from_address", "zimbraPrefFromAddress"),
    text("from_display", "zimbraPrefFromDisplay"),
    text("from_type", "zimbraPrefFromAddressType", choices=["sendAs", "sendOnBehalfOf"]),
    _switch("reply_to_enabled", "zimbraPrefReplyToEnabled"),
    _address("reply_to_address", "zimbraPrefReplyToAddress"),
    text("reply_to_display", "zimbraPrefReplyToDisplay"),
    _switch("when_sent_to_enabled", "zimbraPrefWhenSentToEnabled"),
    _switch("when_in_folders_enabled", "zimbraPrefWhenInFoldersEnabled"),
    # unset, it is left to the client
    _switch("save_to_sent", SAVE)._replace(show=lambda stored: None if not stored else stored[0] == "TRUE"),
    text("sent_folder", "zimbraPrefSentMailFolder"),
)
SIGNATURES = {
    "default_signature": "zimbraPrefDefaultSignatureId",
    "reply_signature": "zimbraPrefForwardReplySignatureId",
}
SENT_TO = "zimbraPrefWhenSentToAddresses"
IN_FOLDERS = "zimbraPrefWhenInFolderIds"
NAME, IDENT = "zimbraPrefIdentityName", "zimbraPrefIdentityId"
LIMIT = "zimbraIdentityMaxNumEntries"


class Mailbox(t.NamedTuple):
    """All personas of an account as the server has them, and what their values refer to."""

    account: str
    missing: bool
    personas: t.List[t.Tuple[str, str, t.Dict[str, t.List[str]]]]
    limit: t.Optional[int]
    tree: t.Optional[Tree]
    signatures: t.Dict[str, str]


def same(one: str, other: str) -> bool:
    """Whether two names are one persona's: Zimbra ignores case."""
    return one.lower() == other.lower()


def limit_request(account: str) -> etree._Element:
    """How many personas an account may have, and what it is called."""
    return account_request(account, LIMIT, with_cos=True)


def requests(account: str, tree: bool, signatures: bool, cleared: t.Sequence[str] = ()) -> t.List[etree._Element]:
    """The batch that reads one mailbox; cleared: preferences that DEFAULT is to lose."""
    batch = [
        ACCOUNT("GetIdentitiesRequest"),
        limit_request(account),
    ]
    if tree:
        batch.append(folder_request())
    if signatures:
        batch.append(ACCOUNT("GetSignaturesRequest"))
    return batch + ([account_request(account, ",".join(cleared))] if cleared else [])


def mailbox_of(
    account: str,
    answers: t.Optional[t.List[etree._Element]],
    tree: bool,
    signatures: bool,
    cleared: t.Sequence[str] = (),
) -> Mailbox:
    if answers is None:
        default = (DEFAULT, "", t.cast(t.Dict[str, t.List[str]], {}))
        return Mailbox(account, True, [default], None, new_mailbox(account) if tree else None, {})
    personas = [(e.get("name", ""), e.get("id", ""), attributes(e, "name")) for e in children(answers[0], "identity")]
    element = child(answers[1], "account")
    if element is None:
        raise ZimbraError(f"{account}: the server answers GetAccount without an account")
    limit = attributes(element).get(LIMIT, [""])[0]
    name = element.get("name", account)
    named = {s.get("id", ""): s.get("name", "") for s in children(answers[2 + tree], "signature")} if signatures else {}
    if cleared:
        # DEFAULT shows what the class of service gives, too, which cannot be cleared
        kept = next(values for known, _id, values in personas if known == DEFAULT)
        kept.update(own_values(answers[-1], cleared))
    return Mailbox(
        name,
        False,
        personas,
        int(limit) if limit.isdigit() else None,
        tree_of(answers[2], name, "") if tree else None,
        named,
    )


def shown(
    box: Mailbox, persona: t.Tuple[str, str, t.Dict[str, t.List[str]]], owners: Owners, extra: t.Iterable[str]
) -> State:
    """A persona by the names of the module's options."""
    name, ident, values = persona

    def one(attribute: str) -> t.Optional[str]:
        return next(iter(values.get(attribute, ())), None)

    state: State = {"account": box.account, "name": name, "id": ident}
    state.update(properties.shown(PROPERTIES, values))
    state.update({option: box.signatures.get(one(a) or "", one(a)) for option, a in SIGNATURES.items()})
    state["when_sent_to"] = sorted(a.lower() for a in values.get(SENT_TO, []))
    ids = values.get(IN_FOLDERS, [])
    state["_ids"] = {} if box.tree is None else {number: show(box.tree, number, owners) for number in ids}
    state["when_in_folders"] = distinct(state["_ids"].get(number, number) for number in ids)
    state["attributes"] = {a: sorted(values.get(a, [])) for a in sorted(extra)}
    return state


def distinct(forms: t.Iterable[t.Any]) -> t.List[t.Any]:
    """Each form once, sorted; two mountpoints of one folder look the same."""
    return [form for _key, form in sorted({order(f): f for f in forms}.items())]
