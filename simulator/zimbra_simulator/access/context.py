# Copyright (c) 2026, the teammail.zimbra contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The circumstances of one request: who calls, whose data are meant (zimbra-soap-admin.md 1.7)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from zimbra_simulator.access import rights
from zimbra_simulator.access.tokens import Expired, Token, TokenKeeper
from zimbra_simulator.directory.entry import Account, Entry
from zimbra_simulator.directory.world import World
from zimbra_simulator.wire.element import Element
from zimbra_simulator.wire.faults import (
    Fault,
    auth_expired,
    auth_required,
    inactive,
    invalid_request,
    no_access,
    no_such,
    perm_denied,
)

_SHARED_WITH = re.compile(r"(?:^|;)granteeId:([^;]*)")
_SHARED_TYPE = re.compile(r"(?:^|;)granteeType:([^;]*)")


class Call:
    """What a handler knows besides its request.

    ``auth`` is the token or None, ``target`` the requested account (that of the token unless the context names one),
    ``server`` the endpoint ("admin" or "user"), ``context`` the context header.
    """

    def __init__(
        self,
        world: World,
        keeper: TokenKeeper,
        context: Element,
        server: str,
        cookie: str | None = None,
        csrf_header: str | None = None,
    ):
        self.world = world
        self.keeper = keeper
        self.context = context
        self.server = server
        self.noqualify = context.child("noqualify") is not None
        self.csrf_header = csrf_header
        self.new_cookies: list[tuple[str, str, int]] = []  # name, value, lifetime in seconds
        self.kept_list: Entry | None = None  # a copy of the list that the batch found last (zimbra-soap-admin.md 1.9)
        self.named: str | None = None  # the account as the context names it
        self.auth, self.auth_fault = self._token(cookie)
        self.target: Account | None = self.auth.account if self.auth else None
        self._requested()

    # ------------------------------------------------------------- reading the context

    def _token(self, cookie: str | None) -> tuple[Token | None, Fault | None]:
        text = self.context.attr("authToken")
        if text is None or not text.strip():
            text = cookie
        if not text:
            return None, None
        control = self.context.child("authTokenControl")
        try:
            return self.keeper.read(text)
        except Expired as exc:
            if control is not None and control.boolean("voidOnExpired"):
                return None, None
            raise auth_expired() from exc

    def _requested(self) -> None:
        named = self.context.child("account")
        if named is None:
            return
        by, key = named.attrs.get("by"), named.text.strip()
        if by is None:
            return
        if by not in ("name", "id"):
            raise invalid_request(f"unknown value for by: {by}")
        if self.auth is None:
            raise self.auth_fault or auth_required()
        self.named = key
        account = self.world.account_by(by, key)
        if account is None:
            raise no_such("account", key) if self.auth.is_admin else no_access(key)
        self.target = account

    # ------------------------------------------------------------- rules

    @property
    def delegated(self) -> bool:
        """Whether another account than the token's is meant."""
        return self.auth is not None and self.target is not None and self.target.id != self.auth.account.id

    def check_named(self) -> None:
        """service.PERM_DENIED unless the caller may name the account of the context at all.

        Requests of urn:zimbraAdmin have their own defence and skip this, but not within a batch.
        """
        if self.delegated and self.target is not None and self.auth is not None and not self.may_name(self.target):
            raise no_access(self.named or self.target.name)

    def may_name(self, account: Account) -> bool:
        """Admin with access, loginAs, sendAs, sendOnBehalfOf, or something shared with the caller."""
        if self.auth is None:
            return False
        caller = self.auth.account
        if self.full_access(account):
            return True
        if any(self.world.has_right(caller, r, account) for r in ("loginAs", "sendAs", "sendOnBehalfOf")):
            return True
        if not self.auth.is_admin and rights.may_set(self.world, self.auth, "zimbraACE", account.kind, account):
            return True  # an administrator who may give these rights counts as having them
        return any(self._shared(value, caller) for value in account.attrs.get("zimbraSharedItem", ()))

    def _shared(self, value: str, caller: Account) -> bool:
        who, kind = _SHARED_WITH.search(value), _SHARED_TYPE.search(value)
        if kind is None:
            return False
        if kind.group(1) in ("all", "pub"):
            return True
        grantee = who.group(1) if who else ""
        domain = self.world.domain(caller.domain_name)
        mine = {caller.id, self.world.cos_of(caller).id, *self.world.groups_of(caller)}
        return grantee in mine or (domain is not None and grantee == domain.id)

    def full_access(self, account: Account) -> bool:
        """Own account, a family mailbox of one's own (zimbraChildAccount), or an admin token with adminLoginAs over the account."""
        if self.auth is None:
            return False
        if self.auth.account.id == account.id or account.id in self.auth.account.attrs.get("zimbraChildAccount", ()):
            return True
        return self.may_admin("adminLoginAs", account)

    def as_global_admin(self, account: Account) -> bool:
        """Whether somebody may work in an account whatever its status: a delegated administrator may not (zimbra-soap-admin.md 1.7)."""
        return self.auth is not None and self.auth.is_admin and self.full_access(account)

    def need_full_access(self) -> None:
        """service.PERM_DENIED unless the caller has full access to the requested account."""
        if not self.full_access(self.requested):
            raise perm_denied("can not access account")

    def may_admin(self, right: str, target: Entry | None) -> bool:
        """Whether the token carries an admin right on an entry."""
        return self.auth is not None and rights.admin_may(self.world, self.auth, right, target)

    def check_active(self, account: Account) -> None:
        """account.ACCOUNT_INACTIVE for a request on another account that is not active (zimbra-soap-admin.md 1.7).

        Handlers that send a request on to an item's owner (``zid:id``) call this for the owner, too.
        """
        status = account.status
        if status == "maintenance" or (status != "active" and not self.as_global_admin(account)):
            raise inactive(account.name)

    @contextmanager
    def at(self, account: Account) -> Iterator[None]:
        """Carry out something on the server that has an account's mailbox; service.PROXY_ERROR where that one is away."""
        with self.world.servers.at(self.world.servers.home(account)):
            if self.auth is not None:
                self.world.servers.meet(self.auth.text, self.auth.account.id)
            yield

    # ------------------------------------------------------------- for handlers

    @property
    def caller(self) -> Account:
        """The token's account; service.AUTH_REQUIRED without a token."""
        if self.auth is None:
            raise auth_required()
        return self.auth.account

    @property
    def requested(self) -> Account:
        """The requested account; service.AUTH_REQUIRED when there is none."""
        if self.target is None:
            raise auth_required()
        return self.target

    def freeze_kept_list(self) -> None:
        """What the rest of the batch does by other ways does not show in the list that is kept."""
        if self.kept_list is not None and self.kept_list is self.world.entries.get(self.kept_list.id):
            self.kept_list = self.kept_list.snapshot()

    def mailbox(self, account: Account | None = None) -> Any:
        """The mailbox of an account (default: the requested one), made on first use."""
        owner = account or self.requested
        box = self.world.mailboxes.get(owner.id)
        if box is None:
            if self.world.open_mailbox is None:
                raise RuntimeError("the mailbox layer is not there")
            box = self.world.mailboxes[owner.id] = self.world.open_mailbox(self.world, owner)
        return box

    def qualify(self, owner: Account, item_id: object) -> str:
        """``zid:id`` when the owner is not the token's account and noqualify is off (zimbra-soap-mail.md 1.3)."""
        if self.noqualify or (self.auth is not None and self.auth.account.id == owner.id):
            return str(item_id)
        return f"{owner.id}:{item_id}"
