# Copyright (c) 2026, the teammail.zimbra contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""One HTTP service and everything that can go wrong below SOAP (docs/zimbra/zimbra-soap-admin.md 1)."""

from __future__ import annotations

import re
import ssl
import threading
import time
import traceback
import typing as t
from collections import deque
from http.cookiejar import DefaultCookiePolicy

from .errors import InputError, TransportError

REQUESTS_ERR: t.Optional[str] = None
try:
    import requests
    import requests.adapters
    import urllib3
    import urllib3.util.ssl_
except ImportError:
    REQUESTS_ERR = traceback.format_exc()

# An answer above this size is refused before it is parsed; the largest honest one is a list of some 10,000 members.
MAX_ANSWER = 64 * 1024 * 1024


# A mailbox server refuses more than 30 requests in a second on one connection (zimbra-soap-admin.md 1.8), and which connection of the pool
# a request takes is not known: so many go over all of them.
RATE = 28


class CertificateError(TransportError):
    """The server's certificate is not trusted."""

    def __init__(self, url: str, cause: Exception) -> None:
        super().__init__(
            "the certificate of %s is not trusted: %s; name the issuing CA in ca_path (validate_certs: false only for a test server)"
            % (url, _innermost(cause))
        )


class Transport:
    """One keep-alive connection pool to one service URL.

    Raises TransportError where no answer came, InputError where url or ca_path cannot be used.  Safe to use from several threads.
    """

    def __init__(self, url: str, timeout: float, verify: t.Union[bool, str], connections: int) -> None:
        self.url = url
        self.timeout = timeout
        self.verify = verify
        self.posts = 0
        self._count = threading.Lock()
        self._sent: t.Deque[float] = deque(maxlen=RATE)
        self._connections = connections
        self._opened: t.Optional[requests.Session] = None

    @property
    def _http(self) -> requests.Session:
        # Opened when it is needed: a module whose answers are known already sends nothing.
        with self._count:
            if self._opened is None:
                self._opened = self._open()
            return self._opened

    def _open(self) -> requests.Session:
        http = requests.Session()
        # An old token in a cookie makes even a fresh login fail (zimbra-soap-admin.md 1.5): keep none.
        http.cookies.set_policy(DefaultCookiePolicy(allowed_domains=[]))
        # Stops requests from sending the password of a ~/.netrc along.
        http.auth = lambda request: request
        adapter = requests.adapters.HTTPAdapter(pool_maxsize=self._connections)
        http.mount("https://", adapter)
        http.mount("http://", adapter)
        if self.verify is False:
            # With a context of its own OpenSSL does not read the system's CA store, 16 ms for nothing.
            context = urllib3.util.ssl_.create_urllib3_context(cert_reqs=ssl.CERT_NONE)
            adapter.init_poolmanager(self._connections, self._connections, ssl_context=context)
            # The user switched the check off by an option; one warning a request would drown everything else.
            urllib3.disable_warnings(urllib3.exceptions.InsecureRequestWarning)
        return http

    def close(self) -> None:
        if self._opened is not None:
            self._opened.close()

    def post(self, data: bytes) -> t.Tuple[int, bytes]:
        """Status and content of the answer."""
        self._pace()
        return self._http_post(data)

    def _pace(self) -> None:
        """Wait until one more request is within the server's limit."""
        with self._count:
            self.posts += 1
            now = time.monotonic()
            turn = max(now, self._sent[0] + 1) if len(self._sent) == RATE else now
            self._sent.append(turn)
        if turn > now:
            time.sleep(turn - now)

    def _http_post(self, data: bytes) -> t.Tuple[int, bytes]:
        try:
            response = self._http.post(
                self.url,
                data=data,
                headers={"Content-Type": "application/soap+xml; charset=utf-8"},
                timeout=self.timeout,
                verify=self.verify,
                allow_redirects=False,
                stream=True,
            )
            with response:
                content = self._bounded(response)
        except requests.exceptions.SSLError as err:
            raise CertificateError(self.url, err) from err
        except (
            requests.exceptions.InvalidURL,
            requests.exceptions.InvalidSchema,
            requests.exceptions.MissingSchema,
            UnicodeError,
        ) as err:
            raise InputError(
                f"url is {self.url!r}, which is no usable address ({err}); write https://HOST:7071/service/admin/soap"
            ) from err
        except (requests.exceptions.ConnectTimeout, requests.exceptions.ProxyError) as err:
            raise TransportError(unreachable(self.url, err)) from err
        except requests.exceptions.ConnectionError as err:
            raise TransportError(unreachable(self.url, err), uncertain=not _never_connected(err)) from err
        except requests.exceptions.ReadTimeout as err:
            raise TransportError(
                f"{self.url} did not answer within {self.timeout:g} seconds (timeout)", True, True
            ) from err
        except requests.exceptions.RequestException as err:
            raise TransportError(f"the answer of {self.url} was lost: {_innermost(err)}", uncertain=True) from err
        except OSError as err:
            # requests reads the CA file before it sends anything
            raise InputError(f"cannot use the TLS settings for {self.url}: {err}; correct ca_path") from err
        if response.status_code in (429, 503) and not content.lstrip().startswith(b"<soap"):
            raise TransportError(
                f"{self.url} answers HTTP {response.status_code}: its request filter is full or has locked this address out after failed logins; "
                "wait 15 minutes, or list the controller in zimbraHttpThrottleSafeIPs"
            )
        return response.status_code, content

    def _bounded(self, response: requests.Response) -> bytes:
        parts, size = [], 0
        for part in response.iter_content(65536):
            size += len(part)
            if size > MAX_ANSWER:
                raise TransportError(
                    f"the answer of {self.url} is larger than {MAX_ANSWER >> 20} MB and was not read", True
                )
            parts.append(part)
        return b"".join(parts)


def _innermost(err: BaseException) -> str:
    """The operating system's own words of a nested connection error."""
    while True:
        inner = getattr(err, "reason", None) or (
            err.args[0] if err.args and isinstance(err.args[0], BaseException) else None
        )
        if not isinstance(inner, BaseException):
            text = re.sub(r"^<[^>]*>: |^\w+\([^)]*\): ", "", str(err))
            return re.sub(r"\s+", " ", text)
        err = inner


def _never_connected(err: BaseException) -> bool:
    seen: t.Optional[BaseException] = err
    while isinstance(seen, BaseException):
        if isinstance(seen, urllib3.exceptions.NewConnectionError):
            return True
        seen = getattr(seen, "reason", None) or (
            seen.args[0] if seen.args and isinstance(seen.args[0], BaseException) else None
        )
    return False


def unreachable(url: str, err: BaseException) -> str:
    return f"no answer from {url}: {_innermost(err)}; check url, the server and the way to it"
