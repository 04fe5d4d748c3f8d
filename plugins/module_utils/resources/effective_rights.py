# Copyright (c) 2026, the teammail.zimbra contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What users may really do in somebody else's folders (zimbra-soap-mail.md 3.7), asked with their own rights."""

from __future__ import annotations

import typing as t

from ..session import Actor, Session
from ..soap import ADMIN, MAIL, Fault, answered, child
from ..values import address, fold, folder_path

if t.TYPE_CHECKING:
    from lxml import etree


def folder_ids(tree: etree._Element, paths: t.Sequence[str]) -> t.Dict[str, t.Optional[str]]:
    """The mailbox's own ids of folders, by path; None for one that is not there."""
    known = {fold(f.get("absFolderPath", "")): f.get("id", "").rpartition(":")[2] for f in tree.iter("{*}folder")}
    return {path: known.get(fold(path)) for path in paths}


def inform(session: Session, params: t.Mapping[str, t.Any]) -> t.Dict[str, t.Any]:
    """The effective rights of every user on every folder; what cannot be asked of one is told in its entry.

    sessions: of users who were asked about before, which a server may answer by what it remembers (zimbra-soap-admin.md 1.11).  These, and
    those that are kept for later, ask as a user's client does who has mounted the folders.
    """
    owner = address("account", params["account"])
    paths = list(dict.fromkeys(folder_path("path", p) for p in params["path"]))
    users = list(dict.fromkeys(address("user", u) for u in params["user"]))
    tokens = {address("sessions.user", s["user"]): s["auth_token"] for s in params.get("sessions") or []}
    account = child(
        session.admin.call(
            ADMIN("GetAccountRequest", ADMIN("account", owner, by="name"), applyCos=False, attrs="zimbraId"), owner
        ),
        "account",
    )
    owner_id = "" if account is None else account.get("id", "")
    ids = folder_ids(session.mailbox(owner_id).call(MAIL("GetFolderRequest"), owner), paths)

    def ask(pair: t.Tuple[str, t.Union[Actor, Fault]]) -> t.List[t.Dict[str, t.Any]]:
        user, actor = pair
        there = [p for p in paths if ids[p]]
        if isinstance(actor, Fault):
            answers: t.Dict[str, t.Union[str, Fault]] = dict.fromkeys(there, actor)
        else:
            ask_for = rights_as_mounted if params.get("keep_sessions") or user in tokens else rights_of
            answers = dict(zip(there, ask_for(actor, owner_id, [ids[p] or "" for p in there])))
        return [_entry(user, owner, path, answers.get(path)) for path in paths]

    actors: t.Dict[str, t.Union[Actor, Fault]] = {u: Actor(session, token=tokens[u]) for u in users if u in tokens}
    new = [u for u in users if u not in tokens]
    actors.update(zip(new, session.users(new)))
    entries = session.parallel(ask, [(user, actors[user]) for user in users])
    result: t.Dict[str, t.Any] = {"effective_rights": [entry for some in entries for entry in some]}
    if params.get("keep_sessions"):
        kept = [(user, actor) for user, actor in actors.items() if isinstance(actor, Actor)]
        result["sessions"] = [{"user": user, "auth_token": actor.token} for user, actor in kept]
    return result


def rights_of(actor: Actor, owner_id: str, folder_ids: t.Sequence[str]) -> t.List[t.Union[str, Fault]]:
    """What somebody may do in each of these folders of one mailbox, in Zimbra's letters; "" where the mailbox shares nothing with them at all.

    The mailbox is named in the context: an id of the form zid:id is not handed on to its server (zimbra-soap-admin.md 1.11).
    """
    requests = [MAIL("GetEffectiveFolderPermsRequest", MAIL("folder", l=i)) for i in folder_ids]
    rights: t.List[t.Union[str, Fault]] = []
    for answer in actor.inside(owner_id).batch(requests):
        if isinstance(answer, Fault):
            nothing_shared = answer.code == "service.PERM_DENIED" and "can not access account" in answer.text
            rights.append("" if nothing_shared else answer)
        else:
            folder = child(answered(answer), "folder")
            rights.append("" if folder is None else folder.get("perm", ""))
    return rights


def rights_as_mounted(actor: Actor, owner_id: str, folder_ids: t.Sequence[str]) -> t.List[t.Union[str, Fault]]:
    """The same, as the mailbox's own server sees it.

    Where the mailbox is named in the context, the server that is asked looks first, which knows of its own changes at once; an id of the form
    zid:id is handed on to the mailbox's server, which goes by what it remembers (zimbra-soap-admin.md 1.11).
    """
    requests = [MAIL("GetFolderRequest", MAIL("folder", l="%s:%s" % (owner_id, i)), depth=0) for i in folder_ids]
    rights: t.List[t.Union[str, Fault]] = []
    for answer in actor.batch(requests):
        if isinstance(answer, Fault):
            rights.append("" if answer.code in ("service.PERM_DENIED", "mail.NO_SUCH_FOLDER") else answer)
        else:
            folder = child(answered(answer), "folder")
            rights.append("" if folder is None else folder.get("perm", ""))
    return rights


def _entry(user: str, owner: str, path: str, rights: t.Union[str, Fault, None]) -> t.Dict[str, t.Any]:
    problem: t.Optional[str] = None
    if rights is None:
        problem = "%s has no folder %s" % (owner, path)
    elif isinstance(rights, Fault):
        problem = "%s: %s" % (rights.code, rights.text)
    return {
        "user": user,
        "account": owner,
        "path": path,
        # c is computed from r and i, and never part of a grant (zimbra-soap-mail.md 3.1)
        "rights": rights.replace("c", "") if isinstance(rights, str) else "",
        "problem": problem,
    }
