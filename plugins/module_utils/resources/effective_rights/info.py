# Copyright (c) 2026, the teammail.zimbra contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What users may really do in somebody else's folders (zimbra-soap-mail.md 3.7), asked with their own rights."""

from __future__ import annotations

import typing as t

from ...actor import Actor
from ...errors import Fault, ZimbraError
from ...session import Session
from ...soap import MAIL, answer_or_raise, child, text_of
from ...values import address, fold, folder_path
from ..common.tree import requests

if t.TYPE_CHECKING:
    from lxml import etree

OPTIONS = {
    "account": {"type": "str", "required": True},
    "path": {"type": "list", "elements": "str", "required": True},
    "user": {"type": "list", "elements": "str", "required": True},
    "keep_sessions": {"type": "bool", "default": False},
    "sessions": {
        "type": "list",
        "elements": "dict",
        "default": [],
        "options": {
            "user": {"type": "str", "required": True},
            "auth_token": {"type": "str", "required": True, "no_log": True},
        },
    },
    "required_rights": {"type": "str"},
}


def folder_ids(tree: etree._Element, paths: t.Sequence[str]) -> t.Dict[str, t.Optional[str]]:
    """The mailbox's own ids of folders, by path; None for one that is not there."""
    known = {fold(f.get("absFolderPath", "")): f.get("id", "").rpartition(":")[2] for f in tree.iter("{*}folder")}
    return {path: known.get(fold(path)) for path in paths}


def get_info(session: Session, params: t.Mapping[str, t.Any]) -> t.Dict[str, t.Any]:
    """The effective rights of every user on every folder; where they cannot be asked for, the entry says why.

    sessions: of users who were asked about before, which a server may answer by what it remembers (zimbra-soap-admin.md 1.11).  These, and
    those that are kept for later, ask as a user's client does who has mounted the folders.
    """
    owner = address("account", params["account"])
    paths = list(dict.fromkeys(folder_path("path", p) for p in params["path"]))
    users = list(dict.fromkeys(address("user", u) for u in params["user"]))
    keep = bool(params.get("keep_sessions"))
    tokens = {address("sessions.user", s["user"]): s["auth_token"] for s in params.get("sessions") or []}
    who, tree = session.mailbox(owner).each(requests(), [owner, owner])
    owner_id = text_of(who, "id")
    ids = folder_ids(tree, paths)
    there = [p for p in paths if ids[p]]
    numbers = [ids[p] or "" for p in there]
    actors = {user: session.as_user(session.user(user, tokens.get(user, ""))) for user in users}

    def must_log_in(user: str) -> bool:
        if user in tokens:
            return False
        return keep or (bool(there) and not actors[user].inside(owner_id).knows(rights_requests(numbers)))

    # by one batch for all of them
    new = [user for user in users if must_log_in(user)]
    logged_in = dict(zip(new, session.users(new)))
    refused = {user: actor for user, actor in logged_in.items() if isinstance(actor, Fault)}
    actors.update({user: actor for user, actor in logged_in.items() if isinstance(actor, Actor)})

    def ask(user: str) -> t.List[t.Dict[str, t.Any]]:
        answers: t.Dict[str, t.Union[str, Fault]] = {}
        if user in refused:
            answers.update(dict.fromkeys(there, refused[user]))
        elif there:
            ask_for = rights_as_mounted if keep or user in tokens else rights_of
            answers.update(zip(there, ask_for(actors[user], owner_id, numbers)))
        return [_entry(user, owner, path, answers.get(path)) for path in paths]

    entries = [entry for some in session.parallel(ask, users) for entry in some]
    insufficient = [entry for entry in entries if set(params.get("required_rights") or "") - set(entry["rights"])]
    if insufficient:
        raise InsufficientRights(insufficient, params["required_rights"])
    result: t.Dict[str, t.Any] = {"effective_rights": entries}
    if keep:
        kept = [user for user in users if user not in refused]
        result["sessions"] = [{"user": user, "auth_token": actors[user].token} for user in kept]
    return result


class InsufficientRights(ZimbraError):
    """Somebody has fewer rights than required."""

    def __init__(self, entries: t.Sequence[t.Mapping[str, t.Any]], required: str) -> None:
        each = [
            "%s has %s instead of %s on %s of %s%s"
            % (
                e["user"],
                e["rights"] or "no rights",
                required,
                e["path"],
                e["account"],
                (e["problem"] and f" ({e['problem']})") or "",
            )
            for e in entries
        ]
        super().__init__(f"{'; '.join(each)}; look at the account's status, and at grants that a folder has of its own")


def rights_requests(folder_ids: t.Sequence[str], owner_id: str = "") -> t.List[etree._Element]:
    """GetEffectiveFolderPerms of folders, by their numbers; owner_id: where they are asked for from another mailbox."""
    return [
        MAIL("GetEffectiveFolderPermsRequest", MAIL("folder", l=f"{owner_id}:{i}" if owner_id else i))
        for i in folder_ids
    ]


def rights_of(actor: Actor, owner_id: str, folder_ids: t.Sequence[str]) -> t.List[t.Union[str, Fault]]:
    """What somebody may do in each of these folders of one mailbox, in Zimbra's letters; "" where the mailbox shares nothing with them at all.

    The mailbox is named in the context: an id of the form zid:id is not handed on to its server (zimbra-soap-admin.md 1.11).
    """
    rights: t.List[t.Union[str, Fault]] = []
    for answer in actor.inside(owner_id).batch(rights_requests(folder_ids)):
        if isinstance(answer, Fault):
            nothing_shared = answer.code == "service.PERM_DENIED" and "can not access account" in answer.text
            rights.append("" if nothing_shared else answer)
        else:
            folder = child(answer_or_raise(answer), "folder")
            rights.append("" if folder is None else folder.get("perm", ""))
    return rights


def rights_as_mounted(actor: Actor, owner_id: str, folder_ids: t.Sequence[str]) -> t.List[t.Union[str, Fault]]:
    """The same, as the mailbox's own server sees it.

    Where the mailbox is named in the context, the server that is asked answers first, which knows of its own changes at once; an id of the form
    zid:id is handed on to the mailbox's server, which goes by what it remembers (zimbra-soap-admin.md 1.11).
    """
    requests = [MAIL("GetFolderRequest", MAIL("folder", l=f"{owner_id}:{i}"), depth=0) for i in folder_ids]
    rights: t.List[t.Union[str, Fault]] = []
    for answer in actor.batch(requests):
        if isinstance(answer, Fault):
            rights.append("" if answer.code in ("service.PERM_DENIED", "mail.NO_SUCH_FOLDER") else answer)
        else:
            folder = child(answer_or_raise(answer), "folder")
            rights.append("" if folder is None else folder.get("perm", ""))
    return rights


def _entry(user: str, owner: str, path: str, rights: t.Union[str, Fault, None]) -> t.Dict[str, t.Any]:
    problem: t.Optional[str] = None
    if rights is None:
        problem = f"{owner} has no folder {path}"
    elif isinstance(rights, Fault):
        problem = f"{rights.code}: {rights.text}"
    return {
        "user": user,
        "account": owner,
        "path": path,
        # c is computed from r and i, and never part of a grant (zimbra-soap-mail.md 3.1)
        "rights": rights.replace("c", "") if isinstance(rights, str) else "",
        "problem": problem,
    }
