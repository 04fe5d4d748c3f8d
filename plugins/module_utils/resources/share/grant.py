# Copyright (c) 2026, the teammail.zimbra contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Desired grants on folders, and who their grantees are (zimbra-soap-mail.md 3).

The server takes a grant by id without looking whether somebody has it, and by name it makes a guest of an address that nobody has.
So every grantee is looked up first, and granted by id and the type that was found.
"""

from __future__ import annotations

import typing as t

from ...assumptions import assumed
from ...errors import Fault, InputError, ZimbraError
from ...session import Session
from ...soap import ADMIN, child
from ...times import Expiry, parse_expiry, show_expiry
from ...values import UUID, ListValue, address, list_value
from ..common.directory import Holder, domain_request, lookup
from ..common.tree import Grant

# option's word -> Zimbra's
TYPES = {
    "user": "usr",
    "group": "grp",
    "domain": "dom",
    "cos": "cos",
    "all": "all",
    "public": "pub",
    "guest": "guest",
    "key": "key",
}
WORDS = {code: word for word, code in TYPES.items()}
KINDS = {"account": "usr", "resource": "usr", "list": "grp", "group": "grp"}
# what the web client calls the rights (3.1)
ROLES = {"none": "", "viewer": "r", "manager": "rwidx", "admin": "rwidxa"}
LETTERS = "rwidxapf"
# 3.2: what stands for these grantees, who have no id in the ACL
NOBODYS_ID = {"all": "00000000-0000-0000-0000-000000000000", "pub": "99999999-9999-9999-9999-999999999999"}
KEYS = {"grantee", "type", "role", "rights", "expires", "id", "invalid"}


class DesiredGrant(t.NamedTuple):
    """One desired grant.  type "" = to be found out; rights and expiry None = left as they are."""

    type: str
    grantee: str
    rights: t.Optional[str]
    expiry: t.Optional[Expiry]


class Target(t.NamedTuple):
    """The grantee of a desired grant: Zimbra's type, id and name; known = somebody is there ("" for an id: an earlier task would create it)."""

    type: str
    id: str
    name: str
    known: bool = True


def parse_grants(value: t.Any, now: int) -> t.Optional[ListValue]:
    """The option grants as desired grants; raises InputError."""

    def clean(option: str, member: t.Any) -> DesiredGrant:
        return desired_grant(option, member, now, option.endswith(".remove"))

    if isinstance(value, str):
        raise InputError(f"grants is {value!r}; give a list of grants, or a dictionary of add, remove and set")
    return list_value("grants", value, clean)


def desired_grant(option: str, member: t.Any, now: int, removed: bool = False) -> DesiredGrant:
    if isinstance(member, str) and removed:
        member = {"grantee": member}
    if not isinstance(member, dict) or set(member) - KEYS:
        raise InputError(f"{option} has {member!r}; give dictionaries of grantee, type, role or rights, and expires")
    word = member.get("type")
    if word is not None and word not in TYPES:
        raise InputError(f"{option} has the type {word!r}; choose one of {', '.join(sorted(TYPES))}")
    kind = TYPES[word] if word else ""
    desired = DesiredGrant(
        kind,
        _grantee(option, kind, str(member.get("grantee") or member.get("id") or "").strip()),
        None if removed else _rights(option, member),
        None if removed else parse_expiry(f"{option}.expires", member.get("expires"), now),
    )
    if not removed and "a" in (desired.rights or "") and kind not in ("", "usr", "grp"):
        raise InputError(
            f"{option} gives the type {word} the right a; Zimbra lets only users and groups administer a folder"
        )
    return desired


def _grantee(option: str, kind: str, text: str) -> str:
    if kind in NOBODYS_ID:
        return ""
    if not text:
        raise InputError(f"{option} has no grantee; name one, or the type all or public")
    if UUID.match(text) or kind == "key":
        return text.lower()
    if kind == "cos":
        return text
    if kind == "dom":
        return address(f"{option}.grantee", f"x@{text.lstrip('@')}")[2:]
    if "@" not in text:
        raise InputError(f"{option} has the grantee {text!r}; write an address, or name the type (domain, cos) it has")
    return address(f"{option}.grantee", text)


def _rights(option: str, member: t.Mapping[str, t.Any]) -> str:
    role, rights = member.get("role"), member.get("rights")
    if role is not None and role not in ROLES:
        raise InputError(f"{option} has the role {role!r}; choose one of {', '.join(ROLES)}, or write rights")
    if rights is None and role is None:
        raise InputError(f"{option} has a grant without role and rights; give one of them")
    if rights is None:
        return ROLES[str(role)]
    letters = set(str(rights).replace("c", ""))
    if letters - set(LETTERS):
        raise InputError(f"{option} has the rights {rights!r}; use the letters {' '.join(LETTERS)}")
    ordered = "".join(c for c in LETTERS if c in letters)
    if role is not None and ROLES[role] != ordered:
        raise InputError(f"{option} has the role {role} and the rights {rights!r}, which differ; give one of them")
    return ordered


def resolve(
    session: Session,
    desired: t.Iterable[DesiredGrant],
    removed: t.Container[DesiredGrant],
    check_mode: bool,
    notes: t.List[str],
) -> t.Dict[DesiredGrant, Target]:
    """The grantee of each desired grant, by one batch (one more where guests, domains or classes of service are named).

    Raises InputError for an address that nobody has, except in check mode, where an earlier task may create it.
    """
    desired = list(dict.fromkeys(desired))
    inside = [w.grantee for w in desired if w.type in ("", "usr", "grp")]
    outside = [w.grantee for w in desired if w.type == "guest"]
    holders = lookup(session, inside) if inside else {}
    # A delegated administrator may not ask about foreign addresses, which is what guests have.
    foreign = lookup(session, outside, foreign=True) if outside else {}
    entries = _entries(session, [w for w in desired if w.type in ("dom", "cos")])
    found = {}
    for item in desired:
        if item.type in NOBODYS_ID:
            found[item] = Target(item.type, NOBODYS_ID[item.type], "")
        elif item.type == "guest":
            found[item] = _guest(item, foreign[item.grantee])
        elif item.type == "key":
            found[item] = Target("key", item.grantee, item.grantee, known=False)
        elif item.type in ("dom", "cos"):
            ident, name = entries[item]
            found[item] = Target(
                item.type, ident or (item.grantee if UUID.match(item.grantee) else ""), name, bool(ident)
            )
        else:
            found[item] = _person(item, holders[item.grantee])
        target = found[item]
        if target.known or item in removed or UUID.match(item.grantee) or item.type == "key":
            continue
        if not check_mode:
            raise InputError(_nobody(item))
        notes.append(assumed(f"nobody has {item.grantee} yet"))
    return found


def _nobody(desired: DesiredGrant) -> str:
    if desired.type in ("dom", "cos"):
        return f"grants names the {WORDS[desired.type]} {desired.grantee}, which the server does not have; correct the name"
    return f"grants names {desired.grantee}, which nobody on this server has; correct the address, or say type: guest for somebody outside"


def _guest(desired: DesiredGrant, holder: t.Optional[Holder]) -> Target:
    if holder is not None:
        raise InputError(
            f"grants names {desired.grantee} as a guest, but {holder.describe()}; guests are people outside, leave type out"
        )
    return Target("guest", desired.grantee, desired.grantee)


def _person(desired: DesiredGrant, holder: t.Optional[Holder]) -> Target:
    if holder is None:
        ident = desired.grantee if UUID.match(desired.grantee) else ""
        return Target(desired.type or "usr", ident, "" if ident else desired.grantee, known=False)
    kind = KINDS[holder.kind]
    if desired.type and desired.type != kind:
        raise InputError(
            f"grants names {desired.grantee} as a {WORDS[desired.type]}, but {holder.describe()}; leave type out or correct it"
        )
    return Target(kind, holder.id, holder.name)


def _entries(session: Session, desired: t.Sequence[DesiredGrant]) -> t.Dict[DesiredGrant, t.Tuple[str, str]]:
    """Id and name of domains and classes of service, empty where there is none."""
    requests = []
    for item in desired:
        if item.type == "dom":
            requests.append(domain_request(item.grantee))
        else:
            by = "id" if UUID.match(item.grantee) else "name"
            requests.append(ADMIN("GetCosRequest", ADMIN("cos", item.grantee, by=by), attrs="zimbraId"))
    found = {}
    for item, answer in zip(desired, session.admin.batch(requests)):
        if isinstance(answer, Fault):
            if answer.code not in ("account.NO_SUCH_DOMAIN", "account.NO_SUCH_COS"):
                answer.about = item.grantee
                raise answer
            found[item] = ("", item.grantee)
            continue
        element = None if answer is None else child(answer, "domain" if item.type == "dom" else "cos")
        if element is None:
            raise ZimbraError(f"{item.grantee}: the server answers without a {WORDS[item.type]}")
        found[item] = (element.get("id", ""), element.get("name", ""))
    return found


class Names:
    """Who the ids in ACLs are.  The server calls a grant to a living dynamic list invalid, too (3.2), so such ids are looked up."""

    def __init__(self) -> None:
        self.holders: t.Dict[str, Target] = {}
        self.gone: t.Set[str] = set()
        self.unsure: t.Set[str] = set()

    def know(self, targets: t.Iterable[Target]) -> None:
        self.holders.update({x.id: x for x in targets if x.known and x.id})

    def look_up(self, session: Session, grants: t.Iterable[Grant]) -> None:
        """Ask about every id that the server calls invalid and that is not known yet."""
        ids = {g.id for g in grants if g.invalid and g.id not in self.holders and UUID.match(g.id)}
        ids -= self.gone | self.unsure
        users_and_lists = {g.id for g in grants if g.type in ("usr", "grp")} & ids
        # Of a domain or class of service the server's word is taken: only lists are ever called invalid wrongly.
        self.gone |= ids - users_and_lists
        if not users_and_lists:
            return
        try:
            answers = lookup(session, sorted(users_and_lists))
        except Fault as fault:
            if fault.code != "service.PERM_DENIED":
                raise
            # A delegated administrator does not learn whether an id exists (admin 9), but what they may see has a name.
            answers = lookup(session, sorted(users_and_lists), foreign=True)
            self.unsure |= {ident for ident, holder in answers.items() if holder is None}
        for ident, holder in answers.items():
            if holder is not None:
                self.holders[ident] = Target(KINDS[holder.kind], ident, holder.name)
            elif ident not in self.unsure:
                self.gone.add(ident)

    def name(self, grant: Grant) -> t.Optional[str]:
        if grant.type in NOBODYS_ID:
            return None
        holder = self.holders.get(grant.id)
        return grant.name or (holder.name if holder else "") or grant.id


def key_of(grant: Grant) -> str:
    """What makes two entries the same: Zimbra keeps one grant a grantee (3.3)."""
    return NOBODYS_ID.get(grant.type) or grant.id or "name:" + grant.name


def show(grants: t.Iterable[Grant], names: Names) -> t.List[t.Dict[str, t.Any]]:
    """Grants as the option writes them, in stable order."""
    shown = [
        {
            "grantee": names.name(grant),
            "type": WORDS.get(grant.type, grant.type),
            "role": next((role for role, rights in ROLES.items() if rights == grant.rights), None),
            "rights": grant.rights,
            "expires": show_expiry(grant.expiry),
            "id": grant.id or None,
            "invalid": grant.id in names.gone,
        }
        for grant in grants
    ]
    return sorted(shown, key=lambda g: (g["type"], g["grantee"] or ""))
