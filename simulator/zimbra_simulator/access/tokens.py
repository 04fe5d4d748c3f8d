# Copyright (c) 2026, the teammail.zimbra contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Auth tokens: signed text that names an account, an end and what the bearer may (zimbra-soap-admin.md 1.5)."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from dataclasses import dataclass

from zimbra_simulator.directory.entry import Account
from zimbra_simulator.directory.world import World
from zimbra_simulator.wire.faults import Fault, auth_expired, perm_denied


@dataclass
class Token:
    """A valid token. ``issued_for`` is the administrator of a DelegateAuth token, else None."""

    account: Account
    is_admin: bool
    delegated_admin: bool
    issued_for: Account | None
    expires: int
    token_id: str
    csrf: str
    text: str

    @property
    def any_admin(self) -> bool:
        return self.is_admin or self.delegated_admin


class Expired(Exception):
    """A well-formed, rightly signed token past its end, or logged off."""


class TokenKeeper:
    """Makes and reads tokens; the key is kept with the data, so that tokens outlive a restart."""

    row_kind = "secret"
    row_owner = ""
    row_key = "tokens"

    def __init__(self, world: World) -> None:
        self._world = world
        rows = dict(world.store.load(self.row_kind, ""))
        self._key = bytes.fromhex(rows[self.row_key]["key"]) if rows else secrets.token_bytes(32)
        if not rows:
            world.touch(self)

    def to_row(self) -> dict[str, str]:
        return {"key": self._key.hex()}

    def _sign(self, data: str) -> str:
        return hmac.new(self._key, data.encode(), hashlib.sha1).hexdigest()

    def csrf_of(self, token_id: str) -> str:
        """The value that must come along with a token made with csrfTokenSecured."""
        return "0_" + self._sign("csrf" + token_id)

    def make(
        self,
        account: Account,
        lifetime_ms: int,
        *,
        admin: bool = False,
        issued_for: Account | None = None,
        csrf: bool = False,
    ) -> str:
        """A new token; ``admin`` puts the account's administrator flags into it."""
        fields = {
            "id": account.id,
            "exp": str(self._world.now_ms() + lifetime_ms),
            "gen": str(account.generation),
            "tid": secrets.token_hex(6),
            "adm": "1" if admin and account.is_admin else "",
            "dadm": "1" if admin and account.is_delegated_admin else "",
            "aid": issued_for.id if issued_for else "",
            "csrf": "1" if csrf else "",
        }
        data = ";".join(f"{k}={v}" for k, v in fields.items() if v).encode().hex()
        return f"0_{self._sign(data)}_{data}"

    def _fields(self, text: str) -> dict[str, str] | None:
        parts = text.strip().split("_")
        if len(parts) != 3 or not hmac.compare_digest(self._sign(parts[2]).encode(), parts[1].encode()):
            return None
        return dict(pair.split("=", 1) for pair in bytes.fromhex(parts[2]).decode().split(";"))

    def id_of(self, text: str) -> str:
        """The id within a token that was just made."""
        fields = self._fields(text)
        if fields is None:
            raise ValueError("not a token of ours")
        return fields["tid"]

    def read(self, text: str) -> tuple[Token | None, Fault | None]:
        """(token, what is wrong with it now). A malformed token is (None, None): it counts as none.

        Raises Expired past its lifetime and after EndSession. A token that a password change or the account's status has
        ended hinders only requests that need one.
        """
        fields = self._fields(text)
        if fields is None:
            return None, None
        account = self._world.entries.get(fields["id"])
        logged_off = isinstance(account, Account) and fields["tid"] in account.ended
        if int(fields["exp"]) <= self._world.now_ms() or logged_off:
            raise Expired
        issuer = self._world.entries.get(fields.get("aid", ""))
        if not isinstance(account, Account):
            return None, auth_expired()
        token = Token(
            account=account,
            is_admin="adm" in fields and account.is_admin,
            delegated_admin="dadm" in fields and account.is_delegated_admin,
            issued_for=issuer if isinstance(issuer, Account) else None,
            expires=int(fields["exp"]),
            token_id=fields["tid"],
            csrf=self.csrf_of(fields["tid"]) if "csrf" in fields else "",
            text=text,
        )
        return token, self._ended(token, fields)

    @staticmethod
    def _ended(token: Token, fields: dict[str, str]) -> Fault | None:
        account = token.account
        if int(fields["gen"]) != account.generation:
            return auth_expired()
        if "aid" in fields:
            if account.status == "maintenance":
                return auth_expired()
            issuer = token.issued_for
            if issuer is None or not (issuer.is_admin or issuer.is_delegated_admin):
                return perm_denied("delegating account is not an admin account")
        elif account.status != "active":
            return auth_expired()
        return None

    def end(self, token: Token) -> None:
        """End one token (EndSession with logoff)."""
        now = self._world.now_ms()
        token.account.ended = {t: exp for t, exp in token.account.ended.items() if exp > now}
        token.account.ended[token.token_id] = token.expires
        self._world.touch(token.account)
