# Copyright (c) 2026, the teammail.zimbra contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What people do by hand: log in, look into folders, change things, send mail.

Speaks Zimbra's JSON with nothing but requests, so that it shares neither code nor mistakes with the collection.
"""

from __future__ import annotations

import smtplib
from collections.abc import Iterator
from email.message import EmailMessage
from email.utils import make_msgid
from typing import Any

import requests
import urllib3

from playground.server import Server

URN = {"admin": "urn:zimbraAdmin", "account": "urn:zimbraAccount", "mail": "urn:zimbraMail"}


class Refused(Exception):
    """The server's fault: code and text."""

    def __init__(self, code: str, text: str) -> None:
        super().__init__(f"{code}: {text}")
        self.code = code


class JsonClient:
    """Somebody who is logged in: an administrator, or a user with their own rights."""

    def __init__(self, url: str, address: str, password: str, admin: bool = False, verify: bool | str = False) -> None:
        self.url = url
        self.address = address
        self._http = requests.Session()
        self._http.trust_env = False
        self._http.verify = verify
        if verify is False:
            # for the whole process: a filter for a while would not hold among threads
            urllib3.disable_warnings(urllib3.exceptions.InsecureRequestWarning)
        self._token: str | None = None
        who: dict[str, Any] = {"name": address} if admin else {"account": {"by": "name", "_content": address}}
        answer = self.ask("admin" if admin else "account", "Auth", password=password, **who)
        token = answer["authToken"]
        self._token = token[0]["_content"] if isinstance(token, list) else token

    def ask(self, area: str, request: str, /, inside: str | None = None, **body: Any) -> dict[str, Any]:
        """One request; ``inside`` names the mailbox to work in.  Raises Refused."""
        context: dict[str, Any] = {"_jsns": "urn:zimbra"}
        if self._token:
            context["authToken"] = self._token
        if inside:
            context["account"] = {"by": "name", "_content": inside}
        document = {"Header": {"context": context}, "Body": {f"{request}Request": {"_jsns": URN[area], **body}}}
        reply = self._http.post(self.url, json=document, timeout=30).json()["Body"]
        if "Fault" in reply:
            raise Refused(reply["Fault"]["Detail"]["Error"]["Code"], reply["Fault"]["Reason"]["Text"])
        return reply[f"{request}Response"]

    def tree(self, inside: str | None = None, expand: bool = True) -> dict[str, Any]:
        """The folder tree, with what is mounted in it."""
        return self.ask("mail", "GetFolder", inside=inside, tr=int(expand))["folder"][0]

    def folder(self, path: str, inside: str | None = None) -> dict[str, Any]:
        """One folder or mountpoint of the tree by its path in this mailbox."""
        for found, entry in walk(self.tree(inside)):
            if found == path:
                return entry
        raise LookupError(f"{inside or self.address} has no folder {path}")

    def mails(self, query: str, inside: str | None = None) -> list[dict[str, Any]]:
        return self.ask("mail", "Search", inside=inside, types="message", limit=200, query=query).get("m", [])

    def act(self, op: str, item: str, inside: str | None = None, **more: Any) -> None:
        """FolderAction."""
        self.ask("mail", "FolderAction", inside=inside, action={"op": op, "id": item, **more})

    def account_id(self, address: str) -> str:
        """As an administrator: the id of an account."""
        request: dict[str, Any] = {"account": {"by": "name", "_content": address}, "applyCos": 0, "attrs": "zimbraId"}
        return self.ask("admin", "GetAccount", **request)["account"][0]["id"]

    def team_list(self, address: str) -> dict[str, Any]:
        """As an administrator: a list with its members."""
        return self.ask("admin", "GetDistributionList", dl={"by": "name", "_content": address})["dl"][0]

    def personas(self, inside: str) -> dict[str, dict[str, Any]]:
        return {i["name"]: i for i in self.ask("account", "GetIdentities", inside=inside)["identity"]}


def walk(folder: dict[str, Any], path: str = "") -> Iterator[tuple[str, dict[str, Any]]]:
    """Every folder and mountpoint below one, with the path by which its owner sees it."""
    for entry in folder.get("folder", []) + folder.get("link", []):
        own = f"{path}/{entry['name']}"
        yield own, entry
        yield from walk(entry, own)


def customer_mail(server: Server, to: str, subject: str, text: str, sender: str = "kunde@customer.example") -> str:
    """A mail from outside, by LMTP as the mail transfer agent hands it over; gives its Message-ID."""
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = f"Karla Kunde <{sender}>", to, subject
    mail["Message-ID"] = message_id = make_msgid(domain="customer.example")
    mail.set_content(text)
    with smtplib.LMTP(server.lmtp_host, server.lmtp_port) as lmtp:
        lmtp.send_message(mail, sender, [to])
    return message_id
