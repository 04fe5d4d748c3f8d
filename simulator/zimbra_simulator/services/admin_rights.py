# Copyright (c) 2026, the teammail.zimbra contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""GrantRight, RevokeRight, GetGrants and CheckRight (zimbra-soap-admin.md 6)."""

from __future__ import annotations

from zimbra_simulator.access import adminrights, rights
from zimbra_simulator.access.context import Call
from zimbra_simulator.directory import aces, userrights
from zimbra_simulator.directory.aces import EVERYBODY, MODIFIERS, PUBLIC, Ace
from zimbra_simulator.directory.entry import Account, Entry
from zimbra_simulator.directory.userrights import RIGHTS
from zimbra_simulator.services.account_rights import target_entry
from zimbra_simulator.services.lookup import may_read
from zimbra_simulator.services.registry import handler
from zimbra_simulator.wire.element import E, Element, response_to
from zimbra_simulator.wire.faults import Fault, failure, invalid_request, no_access, no_such, perm_denied

NS = "urn:zimbraAdmin"
_TARGETS = ("account", "calresource", "cos", "dl", "group", "domain", "server", "zimlet", "config", "global")
_WORDS = {
    "account": "account", "calresource": "calendar resource", "dl": "distribution list", "group": "distribution list",
    "cos": "cos", "domain": "domain", "server": "server", "usr": "account", "grp": "distribution list", "dom": "domain",
}  # fmt: skip
_SHOWN_TARGET = {"list": "dl", "config": "global"}


def _target(call: Call, element: Element) -> tuple[Entry, str]:
    kind = element.need("type")
    if kind not in _TARGETS:
        raise failure(f"invalid target type: {kind}")
    if kind == "zimlet":
        raise no_such(kind, element.text.strip())
    by, key = element.attr("by") or "name", element.text.strip()
    if kind not in ("global", "config") and by not in ("id", "name"):
        raise invalid_request(f"unknown key: {by}")
    found = target_entry(call, kind, by, key)
    if found is None:
        if call.auth is not None and call.auth.is_admin:
            raise no_such(_WORDS[kind], key)
        raise no_access(key)
    return found, kind


def _find_grantee(call: Call, kind: str, by: str, key: str) -> Entry | None:
    if kind == "usr":
        return call.world.account_by(by, key)
    if kind == "grp":
        return call.world.group_by(by, key)
    if kind == "dom":
        return call.world.domain(key.lower()) if by == "name" else call.world.entries.get(key)
    raise invalid_request(f"invalid grantee type: {kind}")


def _grantee(call: Call, element: Element, *, revoking: bool = False) -> tuple[str, str, str, Entry | None]:
    """(id, type, name, entry) of a ``<grantee>``."""
    kind = element.need("type")
    if kind == "all":
        return EVERYBODY, kind, "", None
    if kind == "pub":
        return PUBLIC, kind, "", None
    by, key = element.attr("by") or "name", element.text.strip()
    if kind in ("gst", "key"):
        return key, kind, key, None
    if kind == "egp":
        if call.auth is None or not call.auth.is_admin:
            raise perm_denied("only global admins can grant to external group")
        return key, kind, key, None
    found = _find_grantee(call, kind, by, key)
    if found is None and revoking:
        if by == "name":
            raise invalid_request(
                f"cannot find grantee by name: {key}, try revoke by grantee id if you want to remove the orphan grant"
            )
        return key, kind, "", None
    if found is None:
        raise no_such(_WORDS[kind], key)
    return found.id, kind, found.name, found


def _right(element: Element) -> tuple[str, str]:
    """(name, modifier)."""
    name = element.text.strip()
    set_flags = [word for word in MODIFIERS.values() if element.boolean(word)]
    if len(set_flags) > 1:
        raise invalid_request("can only have one modifier")
    if name not in RIGHTS and not adminrights.is_admin_right(name):
        raise Fault("account.NO_SUCH_RIGHT", f"no such right: invalid right {name}")
    return name, set_flags[0] if set_flags else ""


def _check_grantable(name: str, modifier: str, kind: str, grantee_type: str, grantee: Entry | None) -> None:
    user_right = RIGHTS.get(name)
    if user_right is not None and not userrights.grantable_on(user_right, kind):
        allowed = ", ".join(user_right.targets)
        raise invalid_request(
            f"right {name} cannot be granted on a {kind} entry. It can only be granted on target types: {allowed}"
        )
    if name == "flushCache" and kind not in ("server", "global", "config"):
        raise invalid_request(
            f"right {name} cannot be granted on a {kind} entry. It can only be granted on target types: server or global"
        )
    if modifier == "disinheritSubGroups" and kind != "dl":
        raise invalid_request("right modifier ^ can only be granted on group targets")
    if modifier == "subDomain" and kind != "domain":
        raise invalid_request("right modifier * can only be granted on domain targets")
    if user_right is not None and modifier != "canDelegate":
        return
    fit = isinstance(grantee, Account) and grantee.is_delegated_admin
    fit = fit or (grantee is not None and grantee.is_group and grantee.true("zimbraIsAdminGroup"))
    if grantee_type not in ("usr", "grp", "egp") or not (fit or grantee_type == "egp"):
        raise invalid_request(
            "grantee for admin right or for user right with the canDelegate modifier must be a delegated admin account"
            " or admin group, it cannot be a global admin account or a regular user account."
        )


def _check_grantor(call: Call, name: str, target: Entry, verb: str) -> None:
    """A delegated administrator needs the right with canDelegate, or may write zimbraACE (user rights)."""
    auth = call.auth
    if auth is None or auth.is_admin:
        return
    groups = set(call.world.groups_of(auth.account))
    for entry in aces.targets_above(call.world, target):
        for ace in aces.of(entry):
            mine = aces.reaches(call.world, ace, auth.account, groups)
            if mine and ace.modifier == "canDelegate" and adminrights.granted_by(ace.right, name):
                return
    if name in RIGHTS and rights.may_set(call.world, auth, "zimbraACE", target.kind, target):
        return
    create = "createGroup" if target.kind == "group" else "createDistributionList"
    domain = call.world.domain(target.domain_name)
    if name == "ownDistList" and domain is not None and call.may_admin(create, domain):
        return
    raise perm_denied(f"insufficient right to {verb} '{name}' right")


@handler(NS, "GrantRightRequest")
def grant_right(request: Element, call: Call) -> Element:
    target_el, grantee_el, right_el = (request.need_child(n) for n in ("target", "grantee", "right"))
    name, modifier = _right(right_el)
    target, kind = _target(call, target_el)
    grantee_id, grantee_type, _name, grantee = _grantee(call, grantee_el)
    _check_grantable(name, modifier, kind, grantee_type, grantee)
    _check_grantor(call, name, target, "grant")
    aces.grant(target, Ace(grantee_id, grantee_type, name, modifier, grantee_el.attr("secret") or ""))
    return response_to(request)


@handler(NS, "RevokeRightRequest")
def revoke_right(request: Element, call: Call) -> Element:
    target_el, grantee_el, right_el = (request.need_child(n) for n in ("target", "grantee", "right"))
    name, modifier = _right(right_el)
    target, _kind = _target(call, target_el)
    grantee_id, grantee_type, shown, _entry = _grantee(call, grantee_el, revoking=True)
    _check_grantor(call, name, target, "revoke")
    if not aces.revoke(target, Ace(grantee_id, grantee_type, name, modifier)):
        raise Fault(
            "account.NO_SUCH_GRANT",
            f"no such grant: [grantee name={shown or 'null'}, grantee id={grantee_id}, grantee type={grantee_type},"
            f" right={'-' if modifier == 'deny' else ''}{name}]",
        )
    return response_to(request)


@handler(NS, "GetGrantsRequest")
def get_grants(request: Element, call: Call) -> Element:
    target_el, grantee_el = request.child("target"), request.child("grantee")
    if target_el is None and grantee_el is None:
        raise invalid_request("at least one of target or grantee must be specified")
    wanted: set[str] | None = None
    if grantee_el is not None:
        with_groups = grantee_el.need("all") in ("1", "true")
        grantee_id, _type, _name, grantee = _grantee(call, grantee_el)
        wanted = {grantee_id}
        if with_groups and grantee is not None:
            wanted |= set(call.world.groups_of(grantee))
    targets: list[tuple[Entry, str]]
    if target_el is not None:
        # shown as the kind that it was asked for as, also a dynamic list
        targets = [_target(call, target_el)]
    else:
        found = (
            call.world.entries[i] for i in sorted({i for g in wanted or () for i in call.world.grants_to.get(g, ())})
        )
        targets = [(entry, _SHOWN_TARGET.get(entry.kind, entry.kind)) for entry in found]
    for entry, _kind in targets:
        if not may_read(call, "zimbraACE", entry.kind, entry):
            word = adminrights.WORD.get(entry.kind, entry.kind)
            raise perm_denied(f"cannot access attribute zimbraACE on {word} target {entry.name}")
    out = response_to(request)
    for entry, kind in targets:
        for ace in aces.of(entry):
            if wanted is None or ace.grantee in wanted:
                out.add(_grant_element(call, entry, _SHOWN_TARGET.get(kind, kind), ace))
    return out


def _grant_element(call: Call, entry: Entry, kind: str, ace: Ace) -> Element:
    out = E("grant")
    out.add(E("target", type=kind, id=entry.id, name=entry.name)).unique = True
    found = call.world.entries.get(ace.grantee)
    name = found.name if found is not None else ace.grantee if ace.type in ("gst", "key", "egp") else ""
    out.add(E("grantee", type=ace.type, id=ace.grantee, name=name)).unique = True
    flags = {word: ace.modifier == word for word in MODIFIERS.values()}
    out.add(E("right", flags, text=ace.right)).unique = True
    return out


@handler(NS, "CheckRightRequest")
def check_right(request: Element, call: Call) -> Element:
    target_el, grantee_el, right_el = (request.need_child(n) for n in ("target", "grantee", "right"))
    target, kind = _target(call, target_el)
    grantee_type = grantee_el.attr("type") or "usr"
    if grantee_type not in ("usr", "email"):
        raise invalid_request(f"invalid grantee type {grantee_type}")
    by, key = grantee_el.attr("by") or "name", grantee_el.text.strip()
    account = call.world.account_by(by, key)
    if account is None and grantee_type == "usr":
        raise no_such("account", key)
    name, _modifier = _right(right_el)
    if account is not None and not call.may_admin("checkRightUsr", account):
        raise perm_denied(f"need right: checkRightUsr for account {account.name}")
    out = response_to(request)
    deciding = _deciding(call, account, name, target) if account is not None else None
    default = RIGHTS[name].default if name in RIGHTS else False
    if account is not None and account.is_admin and name not in RIGHTS:
        return out.set(allow=True)
    if deciding is None:
        own = account is not None and account.id == target.id and name in RIGHTS
        closed = any(a.right == name and not a.deny for a in aces.of(target))
        return out.set(allow=own or (default and not closed))
    entry, ace = deciding
    out.set(allow=not ace.deny)
    via = out.add_unique("via")
    via.add(E("target", type=kind if entry is target else _SHOWN_TARGET.get(entry.kind, entry.kind), text=entry.name))
    found = call.world.entries.get(ace.grantee)
    via.add(E("grantee", type=ace.type, text=found.name if found else ""))
    via.add(E("right", deny=ace.deny, text=ace.right))
    for child in via.children:
        child.unique = True
    return out


def _deciding(call: Call, account: Account, name: str, target: Entry) -> tuple[Entry, Ace] | None:
    """The grant that decides a right: nearest target first, then the nearest grantee, denials first."""
    groups = set(call.world.groups_of(account))
    for entry in aces.targets_above(call.world, target):
        found = [
            ace
            for ace in aces.of(entry)
            if (ace.right == name or adminrights.granted_by(ace.right, name))
            and aces.reaches(call.world, ace, account, groups)
        ]
        found.sort(key=lambda a: (("usr", "grp", "dom", "all", "pub").index(a.type), not a.deny))
        if found:
            return entry, found[0]
    return None
