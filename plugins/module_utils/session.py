# Copyright (c) 2026, the teammail.zimbra contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Who speaks to the server, and in whose name: login, token reuse, acting in another mailbox.

Everything goes to the admin service with one admin token; work in a mailbox names it in the context
(zimbra-soap-admin.md 1.1 and 1.7).
"""

from __future__ import annotations

import ipaddress
import threading
import typing as t
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from urllib.parse import urlsplit

from .actor import Actor, User, selector
from .errors import AuthenticationError, Fault, InputError, TransportError, ZimbraError, is_unreachable
from .missing_rights import DENIED, missing_right
from .reading import Readings, origin, unpack
from .release import Release
from .soap import ADMIN, AUTH_CODES, Caller, Client, answer_or_raise, child, text_of
from .transport import Transport

if t.TYPE_CHECKING:
    from lxml import etree

    from .soap import Answer

    Result = t.TypeVar("Result")
    Item = t.TypeVar("Item")


PATH = "/service/admin/soap"
PORT = 7071
# Mailboxes worked on at the same time; the server rejects more than 30 requests a second on a connection (1.8).
PARALLEL = 4
# For Session.flush_caches: every account, where it is not known whom a change concerns.
ALL_ACCOUNTS = "*"


def service_url(url: str, allow_plain_http: bool = False) -> str:
    """The admin service's full URL: a bare host gets port 7071 and the path.  Raises InputError, also for plain HTTP to another machine."""
    try:
        parts = urlsplit(url.strip())
        port = parts.port
    except ValueError as err:
        raise InputError(f"url is {url!r}, which is no URL ({err}); write https://HOST:7071{PATH}") from err
    if parts.scheme not in ("https", "http") or not parts.hostname:
        raise InputError(f"url is {url!r}, which is no web address; write https://HOST:7071{PATH}")
    if parts.username or parts.password:
        raise InputError("url holds a user name or password; put them into the options username and password")
    if parts.scheme == "http" and not allow_plain_http and not _is_this_machine(parts.hostname):
        raise InputError(
            f"url is {url!r}, which would send the password readable; write https://, or set allow_plain_http to true"
        )
    if parts.path in ("", "/"):
        host = f"[{parts.hostname}]" if ":" in parts.hostname else parts.hostname
        return f"{parts.scheme}://{host}:{port or PORT}{PATH}"
    return url.strip()


def _is_this_machine(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost" or host.endswith(".localhost")


# What follows where the servers' caches are not flushed.
SEVERAL_SERVERS = "Where there are several mailbox servers, the others may act on the old members, rights and attributes for up to 15 minutes"
MISTAKEN = (
    "In a domain with umlauts, mail that agents send as a mailbox with several addresses goes out From their own address for up to 15 minutes, since"
    " the server takes these addresses for others after it was asked for the account"
)


class NotRead(ZimbraError):
    """The server was to be asked where that is not wanted."""


class Session:
    """A login, used for a whole module run.

    token: used as it is while it lasts; with username and password a fresh one is fetched, at once if there is none
    and once more when the server calls it expired (zimbra-soap-mail.md 11).
    readings: what need not be asked again; None where everything is asked.
    """

    def __init__(self, client: Client, username: str = "", password: str = "", token: str = "") -> None:
        self.client = client
        self.username = username
        self.token = token
        self.lifetime = 0
        self._password = password
        self._renewed = False
        self._renewing = threading.Lock()
        self.readings: t.Optional[Readings] = None
        self._silent = False
        self._release: t.Optional[Release] = None

    @property
    def retries(self) -> int:
        """How often a request may be sent again."""
        return self.client.retries

    def read_for_all(self) -> None:
        """Keep what is read from now on, for the other tasks of the run."""
        self.readings = Readings(of=origin(self.client.url, self.token))

    def login(self) -> None:
        """AuthRequest (zimbra-soap-admin.md 2.1).  Raises AuthenticationError; never tried again, ten failures lock the address out."""
        request = ADMIN("AuthRequest", ADMIN("name", self.username), ADMIN("password", self._password))
        try:
            answer = self.client.call(request)
        except Fault as fault:
            raise AuthenticationError(_refusal(fault, self.username)) from fault
        self.token = text_of(answer, "authToken")
        self.lifetime = int(text_of(answer, "lifetime") or 0) // 1000
        if text_of(answer, "twoFactorAuthRequired") in ("true", "1"):
            raise AuthenticationError(
                f"{self.username} has two-factor authentication on, which a play cannot answer; use an administrator without it"
            )

    def check(self) -> None:
        """Make sure that the token is good; a fresh login needs no proof.  Raises AuthenticationError."""
        if self.lifetime:
            return
        try:
            self.admin.call(ADMIN("NoOpRequest"))
        except Fault as fault:
            raise AuthenticationError(f"the server refuses the token in auth_token: {fault}") from fault

    def send(
        self,
        requests: t.Sequence[etree._Element],
        account: t.Optional[t.Tuple[str, str]] = None,
        stop: bool = False,
        change: t.Optional[t.Tuple[int, str]] = None,
        user: t.Optional[User] = None,
    ) -> t.List[t.Optional[Answer]]:
        if self._silent:
            raise NotRead("this is not known yet")
        try:
            token = user.token() if user else self.token
        except Fault as fault:
            return [fault] * len(requests)
        answers = self.client.batch(requests, Caller(token, account, change), stop)
        refused = [i for i, a in enumerate(answers) if isinstance(a, Fault) and a.code in AUTH_CODES]
        if refused and (user or (self._password and self._renew(token))):
            token = user.token(ended=token) if user else self.token
            todo = list(range(refused[0], len(requests))) if stop else refused
            for index, answer in zip(
                todo, self.client.batch([requests[i] for i in todo], Caller(token, account, change), stop)
            ):
                answers[index] = answer
        if user:
            return answers
        for request, answer in zip(requests, answers):
            if isinstance(answer, Fault) and answer.code == DENIED:
                answer.missing = missing_right(request, account[1] if account else "", answer.text)
        return answers

    def _renew(self, stale: str) -> bool:
        """Whether there is another token than the refused one; of mailboxes worked on side by side, the first fetches it for all."""
        with self._renewing:
            if self.token == stale and not self._renewed:
                self._renewed = True
                self.login()
            return self.token != stale

    @property
    def admin(self) -> Actor:
        """The administrator: urn:zimbraAdmin requests."""
        return Actor(self)

    def mailbox(self, account: str) -> Actor:
        """The administrator with full rights inside a mailbox, given by id or address."""
        return Actor(self, account)

    def user(self, account: str, token: str = "") -> User:
        """Somebody in whose name to ask; without a token one is fetched with the first request that no reading answers."""
        return User(self, account, token)

    def as_user(self, user: User) -> Actor:
        """An actor with that account's own rights."""
        return Actor(self, user=user)

    def users(self, accounts: t.Sequence[str]) -> t.List[t.Union[Actor, Fault]]:
        """Actors with those accounts' own rights, or the Fault that refused one."""
        return [
            user if isinstance(user, Fault) else self.as_user(user) for user in self.log_in(map(self.user, accounts))
        ]

    def log_in(self, users: t.Iterable[User]) -> t.List[t.Union[User, Fault]]:
        """Fetch the tokens of several accounts in one batch; in the place of one that is refused stands the Fault."""
        asked = list(users)
        found: t.List[t.Union[User, Fault]] = []
        for user, answer in zip(asked, self.admin.batch([user.request() for user in asked])):
            try:
                user.take(answer)
                found.append(user)
            except Fault as fault:
                found.append(fault)
        return found

    def release(self) -> Release:
        """What the server is, asked for once in a run; nothing is known of one that refuses to tell."""
        if self._release is None:
            (answer,) = self.admin.batch([ADMIN("GetVersionInfoRequest")])
            info = None if answer is None or isinstance(answer, Fault) else child(answer, "info")
            self._release = Release() if info is None else Release.of(info.get("release", ""), info.get("version", ""))
        return self._release

    def is_unreachable(self, error: ZimbraError) -> bool:
        """Whether an error met in a mailbox says that just this one cannot be worked in now, while the server that is asked answers."""
        if not isinstance(error, TransportError):
            return is_unreachable(error)
        try:
            self.admin.call(ADMIN("NoOpRequest"))
        except (Fault, TransportError):
            return False
        return True

    def restore_caches(self) -> t.Optional[str]:
        """Make the server forget the form of addresses that it has brought about by answering; a sentence for the user where it does not."""
        spoilt = sorted(self.client.spoilt)
        self.client.spoilt.clear()
        # by itself: what a batch asks along would spoil again what it has flushed
        return (
            self._flush(spoilt, lambda flush: answer_or_raise(self.admin.ask([flush])[0]), MISTAKEN) if spoilt else None
        )

    def flush_caches(self, accounts: t.Sequence[str]) -> t.Optional[str]:
        """Make every mailbox server read these accounts (ids or addresses; ALL_ACCOUNTS for all) and all permissions anew.

        Servers remember both for 15 minutes, and only the one that carries out a change forgets at once (zimbra-soap-admin.md 1.11).
        What was changed stays changed whatever becomes of this, so a refusal is a sentence for the user, not an error.
        """
        return self._flush(accounts, self.admin.call, SEVERAL_SERVERS)

    @staticmethod
    def _flush(
        accounts: t.Sequence[str], send: t.Callable[[etree._Element], etree._Element], otherwise: str
    ) -> t.Optional[str]:
        """otherwise: what follows from a refusal."""
        entries = [] if ALL_ACCOUNTS in accounts else [selector("entry", a) for a in accounts]
        request = ADMIN("FlushCacheRequest", ADMIN("cache", *entries, type="account,acl", allServers=True))
        try:
            send(request)
        except (Fault, TransportError) as err:
            reason = f"{err.code}: {err.text}" if isinstance(err, Fault) else str(err)
            denied = isinstance(err, Fault) and err.code == "service.PERM_DENIED"
            remedy = "; grant flushCache on every server, or use a global administrator" if denied else ""
            return f"the caches of the mailbox servers were not flushed ({reason}){remedy}. {otherwise}"
        return None

    def ask_again(self) -> None:
        """Ask at once what a module has found in an earlier reading only; what fails is left to whoever asks for it next."""
        left = {} if self.readings is None else self.readings.unanswered()
        places = [mailbox for user, mailbox in left if not user and mailbox]
        if places:
            # the directory may be asked in any mailbox
            left["", places[0]] += left.get(("", ""), [])

        def one(mailbox: str) -> None:
            try:
                self.mailbox(mailbox).batch(left["", mailbox])
            except TransportError:
                pass

        self.parallel(one, places)

    @contextmanager
    def asking_anew(self) -> t.Iterator[None]:
        """While changes are made, nothing that was read before counts."""
        if self.readings is not None:
            self.readings.at_work = True
        try:
            yield
        finally:
            if self.readings is not None:
                self.readings.at_work = False

    @contextmanager
    def asking_nothing(self) -> t.Iterator[None]:
        """What has not been read yet raises NotRead."""
        self._silent = True
        try:
            yield
        finally:
            self._silent = False

    def parallel(self, work: t.Callable[[Item], Result], items: t.Sequence[Item]) -> t.List[Result]:
        """work(item) for each, independent mailboxes side by side; results in the items' order, the first error raised."""
        if len(items) < 2 or self._silent:
            return [work(item) for item in items]
        with ThreadPoolExecutor(max_workers=min(PARALLEL, len(items))) as pool:
            return list(pool.map(work, items))


def _refusal(fault: Fault, username: str) -> str:
    if fault.code == "account.CHANGE_PASSWORD":
        return f"the password of {username} must be changed before it can be used ({fault.code})"
    if fault.code == "service.PERM_DENIED" and "not an admin" in fault.text:
        return f"{username} is not an administrator ({fault.code}: {fault.text}); use an administrator's account"
    if fault.code in ("account.AUTH_FAILED", "service.PERM_DENIED", "account.MAINTENANCE_MODE"):
        # since 8.8.15p30 an unknown or inactive account answers PERM_DENIED, before AUTH_FAILED
        return (
            "the server refuses the login of %r (%s: %s); check username and password, ten failures lock this address out for 15 minutes"
            % (
                username,
                fault.code,
                fault.text,
            )
        )
    return f"login of {username!r} failed: {fault}"


def open_session(params: t.Mapping[str, t.Any]) -> Session:
    """A session by a module's connection options; logs in only where there is no token."""
    if params["timeout"] <= 0:
        raise InputError(f"timeout is {params['timeout']}; give the seconds to wait for an answer, more than 0")
    if params["retries"] < 0:
        raise InputError(f"retries is {params['retries']}; give 0 or more")
    verify: t.Union[bool, str] = params["validate_certs"]
    if verify and params.get("ca_path"):
        verify = params["ca_path"]
    token = params.get("auth_token") or ""
    username, password = params.get("username") or "", params.get("password") or ""
    if not token and not (username and password):
        raise InputError(
            "no way to log in: give auth_token, or username and password (or ZIMBRA_AUTH_TOKEN, ZIMBRA_USERNAME, ZIMBRA_PASSWORD)"
        )
    transport = Transport(
        service_url(params["url"], params.get("allow_plain_http", False)), params["timeout"], verify, PARALLEL
    )
    client = Client(transport, params["retries"])
    session = Session(client, username, password, token)
    if not token:
        session.login()
    earlier = unpack(params.get("reading"), origin(client.url, token), params.get("written"))
    if earlier is not None:
        session.readings = Readings(earlier)
    return session
