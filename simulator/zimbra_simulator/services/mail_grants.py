# Copyright (c) 2026, the teammail.zimbra contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The grant operations of FolderAction (zimbra-soap-mail.md 3.3, 3.4)."""

from __future__ import annotations

import email.utils
from collections.abc import Callable

from zimbra_simulator.access.acl import ALL_USERS, PUBLIC, Grant, parse_expiry, parse_rights, parse_type
from zimbra_simulator.access.context import Call
from zimbra_simulator.directory.entry import Entry
from zimbra_simulator.mailbox import faults, sharing
from zimbra_simulator.mailbox.items import Folder
from zimbra_simulator.mailbox.mailbox import Mailbox
from zimbra_simulator.services.mail_actions import Action
from zimbra_simulator.services.mail_ids import actor, need_child
from zimbra_simulator.wire.element import Element
from zimbra_simulator.wire.faults import Fault, invalid_request, no_such, perm_denied

_KINDS = {"usr": ("account", "calresource"), "grp": ("list", "group"), "cos": ("cos",), "dom": ("domain",)}


def _folder(action: Action, number: int) -> Folder:
    """The folder; a negative id ends where its flag would be set (observed on 10.1)."""
    box: Mailbox = action.call.mailbox()
    if number < 0:
        raise faults.cannot_tag("\\NoInherit", number)
    return box.folder(number)


# ------------------------------------------------------------------ who is meant


def _by_name(call: Call, name: str, kind: str) -> Entry:
    """The grantee of a name; account.NO_SUCH_... of its type when there is none."""
    world = call.world
    if kind in ("usr", "grp") and "@" not in name:
        name = f"{name}@{call.caller.domain_name}"
    if kind == "cos":
        found: Entry | None = next((e for e in world.of_kind("cos") if e.name == name), None)
    elif kind == "dom":
        found = world.domain(name.lower())
    elif kind == "grp":
        found = world.group_by("name", name)
    else:
        address = email.utils.parseaddr(name)[1] if name.find("<") > 0 else name
        found = world.find_address(address)
    if found is None:
        words = {"usr": "account", "grp": "distribution list", "cos": "cos", "dom": "domain"}
        raise no_such(words[kind], name)
    return found


def _by_id(call: Call, grantee: str, kind: str) -> Entry | None:
    found = call.world.entries.get(grantee)
    return found if found is not None and found.kind in _KINDS[kind] else None


def _guest(call: Call, grant: Element) -> tuple[str, str, Entry | None, str | None]:
    """A guest by address; an internal address becomes its account or list."""
    address = grant.need("d")
    if "@" not in address:
        raise invalid_request("invalid guest id or password")
    try:
        entry = _by_name(call, address, "usr")
    except Fault:
        secret = grant.attr("args")
        return "guest", address, None, secret if secret is not None else grant.attr("pw")
    return ("grp" if entry.is_group else "usr"), entry.id, entry, None


def _named(call: Call, grant: Element, kind: str) -> tuple[str, str, Entry | None]:
    """usr, grp, cos or dom. A usr that nobody bears is silently taken for a guest (observed on 10.1)."""
    grantee = grant.attr("zid")
    if grantee is not None:
        return kind, grantee, _by_id(call, grantee, kind)
    name = grant.need("d")
    try:
        entry = _by_name(call, name, kind)
    except Fault as fault:
        if fault.code != "account.NO_SUCH_ACCOUNT":
            raise
        return "guest", name, None
    return ("grp" if entry.is_group else kind), entry.id, entry


# ------------------------------------------------------------------ operations


def _grant(action: Action, number: int, result: Element) -> None:
    call = action.call
    grant = need_child(action.node, "grant")
    rights = parse_rights(grant.need("perm"))
    kind = parse_type(grant.need("gt"))
    expiry = parse_expiry(grant.attr("expiry"))
    entry: Entry | None = None
    secret: str | None = None
    if kind == "all":
        grantee = ALL_USERS
    elif kind == "pub":
        grantee = PUBLIC
        expiry = _public_expiry(call, expiry)
    elif kind == "guest":
        kind, grantee, entry, secret = _guest(call, grant)
    elif kind == "key":
        grantee, secret = grant.need("d"), grant.attr("key")
    else:
        kind, grantee, entry = _named(call, grant, kind)
    box: Mailbox = call.mailbox()
    who = actor(call)
    folder = box.readable(who, _folder(action, number))
    made = sharing.grant(box, who, folder, Grant(grantee, kind, rights, secret, expiry))
    result.set(zid=grantee)
    if entry is not None:
        result.set(d=entry.name)
    elif kind in ("guest", "key"):
        result.set(d=grantee)
    if kind == "key":
        result.set(key=made.secret)


def _public_expiry(call: Call, expiry: int) -> int:
    """The end of a public grant within the account's limit (zimbra-soap-mail.md 3.6)."""
    limit = sharing.duration_ms(call.requested.get("zimbraPublicShareLifetime"))
    if not limit:
        return expiry
    latest = call.world.now_ms() + limit
    if expiry > latest:
        raise perm_denied("share expiration policy conflict")
    return expiry or latest


def _revoke(action: Action, number: int, result: Element) -> None:
    grantee = action.node.need("zid")
    box: Mailbox = action.call.mailbox()
    who = actor(action.call)
    sharing.revoke(box, who, box.readable(who, _folder(action, number)), grantee)


def _revoke_orphans(action: Action, number: int, result: Element) -> None:
    """Observed on 10.1: a living dynamic group counts as gone, only static lists are looked for."""
    grantee = action.node.need("zid")
    kind = parse_type(action.node.need("gt"))
    if kind not in _KINDS:
        raise invalid_request("invalid grantee type for revokeOrphanGrants")
    entry = _by_id(action.call, grantee, kind)
    if entry is not None and entry.kind != "group":
        raise invalid_request(f"grantee {grantee} exists")
    box: Mailbox = action.call.mailbox()
    sharing.revoke_everywhere(box, actor(action.call), _folder(action, number), grantee, kind)


OPS: dict[str, Callable[[Action, int, Element], None]] = {
    "grant": _grant,
    "!grant": _revoke,
    "revokeorphangrants": _revoke_orphans,
}
