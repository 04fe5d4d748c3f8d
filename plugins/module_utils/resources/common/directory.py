# Copyright (c) 2026, the teammail.zimbra contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Who holds an address: accounts, aliases, lists, groups and calendar resources share one address space (zimbra-soap-admin.md 4.7)."""

from __future__ import annotations

import typing as t

from ...assumptions import assumed
from ...errors import Fault, InputError, ZimbraError
from ...session import Session
from ...soap import ADMIN, Answer, answer_or_raise, attributes, child
from ...values import UUID, ListValue

if t.TYPE_CHECKING:
    from lxml import etree

ABSENT_ACCOUNT = "account.NO_SUCH_ACCOUNT"
ABSENT_LIST = "account.NO_SUCH_DISTRIBUTION_LIST"
EVERYTHING = "*"
# The accounts in whose mailboxes somebody may do everything, without any grant (zimbra-soap-admin.md 8.2).
FAMILY = "zimbraChildAccount"


class Holder(t.NamedTuple):
    """What an address or id belongs to.

    kind: account, resource (calendar), list (static) or group (dynamic); name: the primary address; asked: the address that was asked for;
    aliases, notes, status and children: its further addresses, an administrator's notes, zimbraAccountStatus and the ids of its family mailboxes,
    where a lookup asked for them.
    """

    kind: str
    id: str
    name: str
    asked: str
    display_name: str = ""
    aliases: t.Tuple[str, ...] = ()
    notes: str = ""
    status: str = ""
    children: t.Tuple[str, ...] = ()

    @property
    def is_alias(self) -> bool:
        return self.asked != self.name and not UUID.match(self.asked)

    def describe(self) -> str:
        """As in "support@example.com is an alias of the account chef@example.com"."""
        what = {
            "account": "account",
            "resource": "calendar resource",
            "list": "distribution list",
            "group": "dynamic distribution list",
        }[self.kind]
        if self.is_alias:
            return f"{self.asked} is an alias of the {what} {self.name}"
        return f"{self.asked} is {'an' if what[0] in 'aeiou' else 'a'} {what}"


def is_taken(target: Holder, present: t.Optional[t.Mapping[str, t.Any]], new_name: t.Optional[str]) -> bool:
    """Whether what has a new name stands in the way of the object that is to get it; present: that object's state, with id and name.

    By its own alias it cannot be renamed.  For a while after a renaming the server's cache may still know it by the name it had, which is
    no obstacle.
    """
    if present is None or target.id != present["id"]:
        return True
    return target.is_alias and present["name"] != new_name


def account_request(key: str, attrs: str = "zimbraId,displayName", with_cos: bool = False) -> etree._Element:
    """GetAccount by address (aliases match too) or id; attrs "" = all; with_cos: with what the class of service gives (3.1)."""
    by = "id" if UUID.match(key) else "name"
    return ADMIN("GetAccountRequest", ADMIN("account", key, by=by), applyCos=with_cos, attrs=attrs or None)


def list_request(key: str, limit: int = 1, offset: int = 0) -> etree._Element:
    """GetDistributionList by address or id; limit 0 = all members (4.2)."""
    by = "id" if UUID.match(key) else "name"
    return ADMIN("GetDistributionListRequest", ADMIN("dl", key, by=by), limit=limit, offset=offset)


def domain_request(key: str) -> etree._Element:
    """GetDomain by name or id, for its id and name alone."""
    by = "id" if UUID.match(key) else "name"
    return ADMIN("GetDomainRequest", ADMIN("domain", key, by=by), applyConfig=False, attrs="zimbraId")


def a_elements(values: t.Mapping[str, t.Sequence[str]]) -> t.List[etree._Element]:
    """Attributes for a create or modify request; one without a value is cleared (3.4)."""
    return [ADMIN("a", value, n=name) for name, some in sorted(values.items()) for value in some or [""]]


def existing_element(answer: t.Optional[Answer], absent: str, about: str) -> t.Optional[etree._Element]:
    """The element inside an answer; None only where the server said that this very object does not exist."""
    if isinstance(answer, Fault) and answer.code == absent:
        return None
    return child(answer_or_raise(answer, about), "account" if absent == ABSENT_ACCOUNT else "dl")


def holder_of(
    account: t.Optional[etree._Element], dlist: t.Optional[etree._Element], asked: str, partly: bool = False
) -> t.Optional[Holder]:
    """partly: its name and id are enough, should the administrator not be allowed to read more."""
    if account is not None:
        values = attributes(account, partly=partly)
        kind = (
            "resource"
            if "zimbraCalResType" in values or "zimbraCalendarResource" in values.get("objectClass", [])
            else "account"
        )
        return _holder(kind, account, values, asked)
    if dlist is not None:
        kind = "group" if dlist.get("dynamic") in ("1", "true") else "list"
        return _holder(kind, dlist, attributes(dlist, partly=partly), asked)
    return None


def _holder(kind: str, element: etree._Element, values: t.Mapping[str, t.Sequence[str]], asked: str) -> Holder:
    name = element.get("name", "")
    # a list's own address is among its aliases (4.1)
    aliases = tuple(a for a in values.get("zimbraMailAlias", ()) if a != name)
    return Holder(
        kind,
        element.get("id", ""),
        name,
        asked,
        values.get("displayName", [""])[0],
        aliases,
        values.get("zimbraNotes", [""])[0],
        values.get("zimbraAccountStatus", [""])[0],
        tuple(values.get(FAMILY, ())),
    )


def lookup_requests(keys: t.Iterable[str], further: str = "") -> t.List[etree._Element]:
    """What lookup() asks."""
    attrs = "" if further == EVERYTHING else "zimbraId,displayName" + (f",{further}" if further else "")
    return [request for key in keys for request in (account_request(key, attrs), list_request(key))]


def lookup(
    session: Session, keys: t.Iterable[str], foreign: bool = False, further: str = ""
) -> t.Dict[str, t.Optional[Holder]]:
    """Holder of each address or id, in one batch; None where nobody on this server has it.

    foreign: an address that the administrator may not see counts as nobody's (a delegated one is refused everything outside
    their domains, zimbra-soap-admin.md 9), which is right for members and recipients, wrong for what is to be managed.
    further: names of more attributes of accounts, such as "zimbraMailAlias", or EVERYTHING: only then calendar resources are distinguished
    from accounts, since what marks them cannot be asked for by name (3.1).
    """
    asked = list(dict.fromkeys(keys))
    answers = session.admin.batch(lookup_requests(asked, further))
    result: t.Dict[str, t.Optional[Holder]] = {}
    for number, key in enumerate(asked):
        account, dlist = answers[2 * number], answers[2 * number + 1]
        if foreign:
            account, dlist = (
                absent_if_denied(a, code) for a, code in ((account, ABSENT_ACCOUNT), (dlist, ABSENT_LIST))
            )
        element = existing_element(account, ABSENT_ACCOUNT, key)
        result[key] = holder_of(
            element, None if element is not None else existing_element(dlist, ABSENT_LIST, key), key, foreign
        )
    return result


def alias_conflicts(
    session: Session, desired: ListValue, present: t.Iterable[str], own_id: str, name: str
) -> t.List[str]:
    """What already has one of the new aliases, where that is not the object itself: reported before anything is written."""
    new = [a for a in desired.result(present) if a not in present]
    check_domains(session, "aliases", new, name)
    return [holder.describe() for holder in lookup(session, new).values() if holder is not None and holder.id != own_id]


def check_domains(session: Session, option: str, new: t.Iterable[str], known: str) -> None:
    """Raises InputError where an address that is to come lies in a domain that the server does not have.

    known: an address of the object itself, whose domain need not be asked for.
    """
    domains = {a.rpartition("@")[2]: a for a in new}
    domains.pop(known.rpartition("@")[2], None)
    asked = sorted(domains)
    for domain, answer in zip(asked, session.admin.batch([domain_request(domain) for domain in asked])):
        # an administrator who may not ask for a domain gets the error of the writing request
        if isinstance(answer, Fault) and answer.code == "account.NO_SUCH_DOMAIN":
            raise InputError(
                f"{option} has {domains[domain]}, but the server has no domain {domain}; correct the address, or create the domain first"
            )


def absent_if_denied(answer: t.Optional[Answer], absent: str) -> t.Optional[Answer]:
    return Fault(absent, answer.text) if isinstance(answer, Fault) and answer.code == "service.PERM_DENIED" else answer


class Missing(ZimbraError):
    """Something that was referred to does not exist on the server."""


def no_account(account: str) -> str:
    return f"the account {account} does not exist; correct the address, or create it with the module account first"


def missing_account(account: str, check_mode: bool) -> str:
    """The note that a check run makes of an account that is not there; raises Missing in a real run."""
    if not check_mode:
        raise Missing(no_account(account))
    return assumed(f"{account} does not exist yet")
