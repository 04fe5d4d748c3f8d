# Copyright (c) 2026, the teammail.zimbra contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Messages: deliver, move, mark, remove, send (zimbra-soap-mail.md 5, 6 and 8)."""

from __future__ import annotations

import email
import typing as t
import uuid
from email.message import EmailMessage
from email.utils import formataddr, formatdate

from ...assumptions import assumed
from ...engine import Plan, Resource, State
from ...errors import Fault, InputError, ZimbraError
from ...soap import MAIL
from ...values import SYSTEM_FOLDERS, account_key, address, addresses, folder_path
from ..common.directory import Missing, missing_account
from ..common.mailbox import acting_as
from ..common.tree import Node, Tree
from . import sending
from .reading import ANYWHERE, by_id, hits, message_id, open_mailbox, search_request
from .steps import Deliver, Move, Remove, Send, SetFlagged, SetUnread, Step

if t.TYPE_CHECKING:
    from lxml import etree

TRASH = SYSTEM_FOLDERS["/Trash"]
# A copy elsewhere is rather the one that is meant than one in these.
SIDE = {SYSTEM_FOLDERS[path] for path in ("/Trash", "/Junk", "/Sent", "/Drafts")}
COMPOSED = ("from_display", "to", "cc", "subject", "body")

OPTIONS: t.Dict[str, t.Any] = {
    "account": {"type": "str", "required": True},
    "as_user": {"type": "str"},
    "message_id": {"type": "list", "elements": "str"},
    "state": {"type": "str", "choices": ["present", "absent", "sent"], "default": "present"},
    "folder": {"type": "str"},
    "unread": {"type": "bool"},
    "flagged": {"type": "bool"},
    "removal": {"type": "str", "choices": ["trash", "delete"], "default": "trash"},
    "content": {"type": "str"},
    "from_address": {"type": "str", "aliases": ["from"]},
    "from_display": {"type": "str"},
    "to": {"type": "list", "elements": "str"},
    "cc": {"type": "list", "elements": "str"},
    "bcc": {"type": "list", "elements": "str"},
    "subject": {"type": "str"},
    "body": {"type": "str"},
    "in_reply_to": {"type": "str"},
    "identity": {"type": "str"},
}


class DesiredMessage(t.NamedTuple):
    """What one run wants of one message; content is the whole mail to be delivered where it is missing."""

    account: str
    key: str
    state: str
    folder: t.Optional[str]
    marks: t.Dict[str, bool]
    removal: str
    content: t.Optional[str]


class MessageCopies(t.NamedTuple):
    """The mailbox and the copies of one message in it."""

    tree: Tree
    copies: t.List[State]


def compose(given: t.Mapping[str, t.Any], key: str, account: str) -> str:
    """A plain mail from the options."""
    mail = EmailMessage()
    mail["From"] = formataddr((given["from_display"] or "", address("from_address", given["from_address"])))
    mail["To"] = ", ".join(addresses("to", given["to"])) if given["to"] else account
    if given["cc"]:
        mail["Cc"] = ", ".join(addresses("cc", given["cc"]))
    mail["Subject"] = given["subject"] or ""
    mail["Date"] = formatdate()
    mail["Message-ID"] = key
    if given["in_reply_to"]:
        mail["In-Reply-To"] = message_id("in_reply_to", given["in_reply_to"])
    mail.set_content(given["body"] or "")
    return mail.as_string()


def checked(content: str, key: str) -> str:
    """A whole mail given by the user, with the Message-ID that it is known by."""
    header = email.message_from_string(content)["Message-ID"]
    if header is None:
        return f"Message-ID: {key}\n{content}"
    if header.strip() != key:
        raise InputError(f"content has the Message-ID {header.strip()}, but message_id is {key}; give the same in both")
    return content


class Message(Resource):
    """state present and absent of messages by Message-ID, and state sent of one letter."""

    OPTIONS = OPTIONS
    RULES = {"required_if": [("state", "sent", ("body",))]}
    RETURNS = "messages"

    def desired(self) -> t.List[t.Any]:
        given = self.params
        self.as_user = account_key("as_user", given["as_user"]) if given["as_user"] else None
        account = account_key("account", given["account"])
        if given["state"] == "sent":
            self.outgoing = self._outgoing(account)
            return [self.outgoing]
        if not given["message_id"]:
            raise InputError(
                "message_id is not set; give the Message-ID header of the message, such as <1234@example.com>"
            )
        keys = list(dict.fromkeys(message_id("message_id", k) for k in given["message_id"]))
        content = given["content"] is not None or given["from_address"] is not None
        if not content and any(given[o] is not None for o in COMPOSED):
            option = next(o for o in COMPOSED if given[o] is not None)
            raise InputError(
                f"{option} is set, but from_address is not; a message that is to be delivered needs its sender"
            )
        if content and len(keys) > 1:
            raise InputError(
                f"message_id has {len(keys)} values, but a message that is to be delivered has one; make a task for each"
            )
        folder = folder_path("folder", given["folder"]) if given["folder"] is not None else None
        if folder == "/":
            raise InputError("folder is '/', which holds folders only; name a folder in it, such as /Inbox")
        marks = {o: given[o] for o in ("unread", "flagged") if given[o] is not None}
        return [
            DesiredMessage(account, k, given["state"], folder, marks, given["removal"], self._content(k, account))
            for k in keys
        ]

    def _content(self, key: str, account: str) -> t.Optional[str]:
        if self.params["state"] == "absent":
            return None
        if self.params["content"] is not None:
            return checked(self.params["content"], key)
        return compose(self.params, key, account) if self.params["from_address"] is not None else None

    def _outgoing(self, account: str) -> sending.OutgoingMail:
        given = self.params
        if given["message_id"]:
            raise InputError(
                "message_id is set together with state sent, but the server chooses the Message-ID of what it sends; leave it out"
            )
        if not given["in_reply_to"] and not (given["to"] and given["subject"]):
            raise InputError(
                "in_reply_to is not set, so a new mail is meant: give to and subject, by which it is known again"
            )
        return sending.OutgoingMail(
            account,
            self.as_user,
            message_id("in_reply_to", given["in_reply_to"]) if given["in_reply_to"] else None,
            addresses("to", given["to"] or []),
            addresses("cc", given["cc"] or []),
            addresses("bcc", given["bcc"] or []),
            given["subject"],
            given["body"],
            address("from_address", given["from_address"]) if given["from_address"] else None,
            given["from_display"],
            given["identity"],
            # Lets the server know a repeated request again (6.1).
            uuid.uuid4().hex,
        )

    def mailbox(self, desired: t.Any) -> str:
        return desired.account

    def read(self, mailbox: str, desired: t.Sequence[t.Any]) -> t.List[t.Any]:
        if isinstance(desired[0], sending.OutgoingMail):
            return [sending.read(self.session, outgoing) for outgoing in desired]
        tree, answers = open_mailbox(
            self.session, mailbox, [search_request(f"{by_id(w.key)} {ANYWHERE}") for w in desired]
        )
        if answers is None:
            return [MessageCopies(tree, [])] * len(desired)
        return [
            MessageCopies(tree, [m for m in hits(a, tree) if m["message_id"] == w.key])
            for a, w in zip(answers, desired)
        ]

    def plan(self, state: t.Any, desired: t.Any) -> Plan:
        notes = []
        if state.tree.missing and self.params["state"] != "absent":
            notes.append(missing_account(desired.account, self.check_mode))
        if isinstance(desired, sending.OutgoingMail):
            plan = sending.plan(state, desired, self.check_mode)
        elif desired.state == "absent":
            plan = self._plan_absent(state, desired)
        else:
            plan = self._plan_present(state, desired)
        plan.notes = notes + plan.notes
        return plan

    @staticmethod
    def _plan_absent(state: MessageCopies, desired: DesiredMessage) -> Plan:
        copies = [m for m in state.copies if desired.removal == "delete" or not in_trash(state.tree, m["_folder"])]
        steps = [Remove(state.tree, m["id"], desired.removal) for m in copies]
        return Plan(title(state.tree, desired), copies[0] if copies else None, None, steps, desired.account)

    def _plan_present(self, state: MessageCopies, desired: DesiredMessage) -> Plan:
        tree, name = state.tree, title(state.tree, desired)
        notes: t.List[str] = []
        node = self._folder(tree, desired.folder, notes) if desired.folder else None
        path = desired.folder if node is None else node.path
        if not state.copies:
            return self._plan_delivery(state, desired, node, path, notes)
        best = sorted(
            state.copies, key=lambda m: (node is None or m["_folder"] != node.id, m["_folder"] in SIDE, int(m["id"]))
        )
        before = best[0]
        after = dict(before)
        steps: t.List[Step] = []
        if path is not None and path != before["folder"]:
            after["folder"] = path
            steps.append(Move(tree, before["id"], node.id if node else 0))
            if node is not None and in_trash(tree, node.id):
                after["unread"] = False  # the server marks as read what comes there (5.2)
        for mark, value in desired.marks.items():
            if after[mark] != value:
                after[mark] = value
                steps.append((SetUnread if mark == "unread" else SetFlagged)(tree, before["id"], value))
        return Plan(name, before, after, steps, desired.account, notes)

    def _plan_delivery(
        self,
        state: MessageCopies,
        desired: DesiredMessage,
        node: t.Optional[Node],
        path: t.Optional[str],
        notes: t.List[str],
    ) -> Plan:
        name = title(state.tree, desired)
        if desired.content is None:
            if not self.check_mode:
                raise Missing(
                    f"{name}: the mailbox has no such message; correct message_id, or give content (or from_address, subject and body) to deliver it"
                )
            notes.append(assumed(f"{name}: not there yet", "deliver it"))
        mail = email.message_from_string(desired.content or "")
        after: State = {
            "account": state.tree.account,
            "message_id": desired.key,
            "folder": path or "/Inbox",
            "subject": self.params["subject"] or str(mail["Subject"] or ""),
            "unread": desired.marks.get("unread", True),
            "flagged": desired.marks.get("flagged", False),
        }
        number = node.id if node else SYSTEM_FOLDERS["/Inbox"]
        flags = ("u" if after["unread"] else "") + ("f" if after["flagged"] else "")
        return Plan(name, None, after, [Deliver(state.tree, number, desired.content, flags)], desired.account, notes)

    def _folder(self, tree: Tree, path: str, notes: t.List[str]) -> t.Optional[Node]:
        """The desired folder; None where check mode assumes that an earlier task would create it."""
        node = tree.folder(path)
        if node is None:
            if not self.check_mode:
                raise Missing(
                    f"folder is {path}, which {tree.account} does not have; create it with the module folder first"
                )
            notes.append(assumed(f"{tree.account}: the folder {path} is not there yet"))
        return node

    def apply(self, mailbox: str, plans: t.Sequence[Plan]) -> None:
        if isinstance(plans[0].steps[0], Send):
            # What has been asked until now may make the server mistake the sender.
            note = self.session.restore_caches()
            self.notes += [note] if note else []
            for plan in plans:
                sending.send(self.session, self.outgoing, plan.steps[0])
            return
        actor = acting_as(self.session, self.as_user) if self.as_user else self.session.mailbox(mailbox)
        batch = [self._request(step) for plan in plans for step in plan.steps]
        try:
            actor.each(batch, [plan.name for plan in plans for _step in plan.steps])
        except Fault as fault:
            if self.as_user and fault.code == "service.PERM_DENIED":
                raise ZimbraError(
                    f"{fault.about}: {self.as_user} may not do that ({fault.code}: {fault.text}); share the folders with them by the module share"
                ) from fault
            raise

    def _request(self, step: Step) -> etree._Element:
        prefix = f"{step.tree.id}:" if self.as_user else ""
        if isinstance(step, Deliver):
            return MAIL(
                "AddMsgRequest",
                MAIL("m", MAIL("content", step.content), l=f"{prefix}{step.folder}", f=step.flags, noICal=True),
            )
        action = {"id": prefix + step.ident}
        if isinstance(step, Move):
            action.update(op="move", l=f"{prefix}{step.folder}")
        elif isinstance(step, SetUnread):
            action["op"] = "!read" if step.value else "read"
        elif isinstance(step, SetFlagged):
            action["op"] = "flag" if step.value else "!flag"
        else:
            action["op"] = step.removal
        return MAIL("MsgActionRequest", MAIL("action", **action))


def in_trash(tree: Tree, folder: int) -> bool:
    node = tree.by_id(folder)
    return folder == TRASH or (node is not None and node.is_below(TRASH))


def title(tree: Tree, desired: DesiredMessage) -> str:
    return f"{tree.account} message {desired.key}"
