# Copyright (c) 2026, the teammail.zimbra contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The server that tests work on, whichever it is: where it is reached, by whom, and the domain that is theirs.

Without more, tests start simulators of their own.  ``make test-server`` hands a server that exists to the tests of one part by the
environment variable TEAMMAIL_SERVER, which holds a Server as JSON.
"""

from __future__ import annotations

import json
import os
from dataclasses import asdict, dataclass, replace

VARIABLE = "TEAMMAIL_SERVER"


@dataclass(frozen=True)
class Server:
    """Where a server is reached, and by whom.

    domain: tests make and delete in it what they like, except for the administrator, whose address is in it;
    ca_path: file with the authorities to trust, "" for those that everybody trusts; control: URL of a simulator's control endpoint.
    second_*: another mailbox server on the same directory, by the name that accounts there have as their zimbraMailHost; "" where there is none.
    """

    admin_url: str
    soap_url: str
    lmtp_host: str
    lmtp_port: int
    admin_user: str
    admin_password: str
    domain: str
    validate_certs: bool = False
    ca_path: str = ""
    control: str = ""
    second_admin_url: str = ""
    second_soap_url: str = ""
    second_name: str = ""

    @property
    def second(self) -> Server:
        """The second mailbox server on the same directory.

        :raises RuntimeError: there is none
        """
        if not self.second_name:
            raise RuntimeError("this server has no second one beside it: take the fixture pair, which skips the test")
        return replace(self, admin_url=self.second_admin_url, soap_url=self.second_soap_url)

    @property
    def verify(self) -> bool | str:
        """What requests wants to know about certificates."""
        return (self.ca_path or True) if self.validate_certs else False

    @property
    def control_url(self) -> str:
        """Where a simulator is told to fail and asked what it did.

        :raises RuntimeError: this is no simulator
        """
        if not self.control:
            raise RuntimeError("this server has no control endpoint: mark the test with pytest.mark.simulator")
        return self.control

    @property
    def environment(self) -> dict[str, str]:
        """The environment variables by which the collection finds the server."""
        return {
            "ZIMBRA_URL": self.admin_url,
            "ZIMBRA_USERNAME": self.admin_user,
            "ZIMBRA_PASSWORD": self.admin_password,
            "ZIMBRA_VALIDATE_CERTS": str(self.validate_certs).lower(),
            "ZIMBRA_CA_PATH": self.ca_path,
        }

    @property
    def for_replay(self) -> list[str]:
        """The options by which tests/conformance/replay.py finds the server."""
        words = ["--admin-url", self.admin_url, "--soap-url", self.soap_url, "--domain", self.domain]
        words += ["--admin", self.admin_user, "--password", self.admin_password]
        if not self.validate_certs:
            return [*words, "--insecure"]
        return [*words, "--ca", self.ca_path] if self.ca_path else words

    @property
    def as_given(self) -> dict[str, str]:
        """The environment variable by which tests in another process find it."""
        return {VARIABLE: json.dumps(asdict(self))}


def given_server() -> Server | None:
    """The server that was handed to this process; None where tests start simulators."""
    text = os.environ.get(VARIABLE)
    return Server(**json.loads(text)) if text else None


_given = given_server()
# The domain in which tests work.
DOMAIN = _given.domain if _given else "example.test"
