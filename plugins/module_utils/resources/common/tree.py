# Copyright (c) 2026, the teammail.zimbra contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A mailbox's folders, mountpoints and grants, read by one GetFolder without expansion (zimbra-soap-mail.md 2.3)."""

from __future__ import annotations

import typing as t

from ...actor import Actor
from ...errors import Fault, InputError, ZimbraError
from ...release import CARBONIO, EVERYWHERE, NOT_ON_CARBONIO, Release, new_folders
from ...session import Session
from ...soap import ACCOUNT, MAIL, answer_or_raise, change_token, child, children, name_of, text_of
from ...values import FIRST_USER_ID, SYSTEM_FOLDERS, collation_key, fold
from .directory import ABSENT_ACCOUNT, Missing, lookup, missing_account, no_account

if t.TYPE_CHECKING:
    from lxml import etree

    from ...soap import Answer

KINDS = {"folder": "folder", "link": "mountpoint", "search": "search"}
SYSTEM_VIEWS = {path: view for path, (_number, view) in EVERYWHERE.items() if view}
ROOT, INBOX, TRASH, JUNK, SENT = 1, 2, 3, 4, 5
# Inbox, Trash, Junk, Sent, Drafts: every mailbox has them
MAIL_FOLDERS = (2, 3, 4, 5, 6)
RECALCULATE = (
    "another folder was renamed over one, and the server has lost sight of that, though not of its mail; "
    "let the server read the mailbox anew by 'zmprov rmc %s' (RecalculateMailboxCounts), then run again"
)
# Reading a search folder or mountpoint as a folder would do harm; both are named for what they are.
WORDS = {"folder": "a folder", "mountpoint": "a mountpoint", "search": "a search folder"}


class InconsistentTree(ZimbraError):
    """The server's own memory of a mailbox's tree is wrong (zimbra-soap-mail.md 2.6)."""


class Grant(t.NamedTuple):
    """One entry of a folder's ACL; type in Zimbra's words, expiry in ms (0 = never), invalid as the server says it."""

    type: str
    id: str
    name: str
    rights: str
    expiry: int = 0
    invalid: bool = False
    password: str = ""


class Node:
    """A folder, search folder or mountpoint.  grants is None where the folder inherits."""

    def __init__(self, kind: str, number: int, name: str, parent: t.Optional[Node]) -> None:
        self.kind = kind
        self.id = number
        self.name = name
        self.parent = parent
        self.children: t.List[Node] = []
        self.stored_in = 0  # the id of the parent as the server stores it
        self.path: str = "/" if parent is None else (parent.path.rstrip("/") + "/" + name)
        self.view: t.Optional[str] = None
        self.color: t.Union[int, str] = 0
        self.messages = 0
        self.hidden = 0  # messages that an IMAP client has marked as deleted, which messages does not count
        self.unread = 0
        self.size = 0
        self.grants: t.Optional[t.List[Grant]] = None
        self.retention: t.Dict[str, t.List[str]] = {"keep": [], "purge": []}
        # of a mountpoint
        self.owner_id = ""
        self.owner = ""
        self.remote_id = 0
        self.rights: t.Optional[str] = None
        self.broken: t.Optional[bool] = None

    @property
    def is_system(self) -> bool:
        return self.id < FIRST_USER_ID

    def walk(self) -> t.Iterator[Node]:
        """Itself and everything below, parents first."""
        yield self
        for below in self.children:
            yield from below.walk()

    def is_below(self, number: int) -> bool:
        """Whether it lies in the folder of that id, at any depth."""
        return self.parent is not None and (self.parent.id == number or self.parent.is_below(number))


class Tree:
    """All folders of one mailbox.

    account: its primary address, id: its id ("" for a mailbox that does not exist yet), missing: whether that is so,
    token: the mailbox's change counter when it was read.
    """

    def __init__(self, root: Node, account: str, ident: str, missing: bool = False, token: int = 0) -> None:
        self.root = root
        self.account = account
        self.id = ident
        self.missing = missing
        self.token = token
        self._paths = {fold(n.path): n for n in root.walk()}
        self._ids = {n.id: n for n in root.walk()}

    def find(self, path: str) -> t.Optional[Node]:
        """The object of a path; system folders are found by their fixed id."""
        fixed = SYSTEM_FOLDERS.get(path)
        found = self._ids.get(fixed) if fixed else None
        return found or self._paths.get(fold(path))

    def by_id(self, number: int) -> t.Optional[Node]:
        return self._ids.get(number)

    @property
    def on_carbonio(self) -> bool:
        """Whether a Carbonio made the mailbox, by its system folders."""
        return any(node.is_system and node.path in CARBONIO for node in self.nodes())

    def nodes(self) -> t.List[Node]:
        """Everything but the root, parents first."""
        return list(self.root.walk())[1:]

    def folder(self, path: str) -> t.Optional[Node]:
        """The folder of a path; raises ZimbraError where something else bears the name."""
        node = self.find(path)
        if node is not None and node.kind != "folder":
            raise ZimbraError(
                f"{self.account}: {node.path} is {describe(node)}, no folder; choose another path or remove it"
            )
        return node

    def nearest(self, path: str) -> Node:
        """The deepest folder that exists on the way to a path; raises ZimbraError where the way leads through something else."""
        node = self.root
        for part in ancestors(path):
            found = self.find(part)
            if found is None:
                break
            if found.kind != "folder":
                raise ZimbraError(
                    f"{self.account}: {path} lies below {found.path}, which is {describe(found)}; name the folder in its owner's mailbox"
                )
            node = found
        return node

    def clash(self, path: str) -> t.Optional[Node]:
        """A sibling whose name MariaDB takes for the same although Zimbra does not (zimbra-soap-mail.md 2.2)."""
        parent, name = split(path)
        folder = self.find(parent)
        key = collation_key(name)
        return next((n for n in folder.children if collation_key(n.name) == key), None) if folder else None


def describe(node: Node) -> str:
    """As in "a mountpoint of support@example.com"."""
    return WORDS[node.kind] + (f" of {node.owner or node.owner_id}" if node.kind == "mountpoint" else "")


def split(path: str) -> t.Tuple[str, str]:
    """Parent's path and own name."""
    parent, _slash, name = path.rpartition("/")
    return parent or "/", name


def ancestors(path: str) -> t.List[str]:
    """The paths above a path, nearest last, without the root."""
    parts = path.strip("/").split("/")[:-1]
    return ["/" + "/".join(parts[: n + 1]) for n in range(len(parts))]


def existing_ancestors(tree: Tree, path: str) -> t.Dict[str, int]:
    """The folders on the way to a path that exist."""
    nodes = [tree.find(p) for p in ancestors(path)]
    return dict({"/": 1}, **{fold(n.path): n.id for n in nodes if n is not None})


def local_id(text: t.Optional[str]) -> int:
    """The number in "zid:257" or "257" (1.3)."""
    number = (text or "").rpartition(":")[2]
    return int(number) if number.lstrip("-").isdigit() else 0


def node_of(element: etree._Element, parent: t.Optional[Node]) -> Node:
    """A <folder>, <link> or <search> with all below; what a mountpoint leads to is left out."""
    node = Node(KINDS[name_of(element)], local_id(element.get("id")), element.get("name", ""), parent)
    node.stored_in = local_id(element.get("l"))
    node.view = element.get("view")
    node.color = (element.get("rgb") or "").lower() or int(element.get("color", 0))
    node.messages, node.unread, node.size = (int(element.get(a, 0)) for a in ("n", "u", "s"))
    node.hidden = max(0, int(element.get("i4n", 0)) - node.messages)
    acl = child(element, "acl")
    if acl is not None or "i" in element.get("f", ""):
        node.grants = [] if acl is None else [grant_of(g) for g in children(acl, "grant")]
    policy = child(element, "retentionPolicy")
    for part in ("keep", "purge"):
        holder = None if policy is None else child(policy, part)
        node.retention[part] = [] if holder is None else [policy_of(p) for p in children(holder, "policy")]
    if node.kind == "mountpoint":
        node.owner_id, node.owner = element.get("zid", ""), element.get("owner", "")
        node.remote_id = local_id(element.get("rid"))
        node.rights, node.broken = element.get("perm"), element.get("broken") in ("1", "true")
        return node
    node.children = [node_of(e, node) for e in element if isinstance(e.tag, str) and name_of(e) in KINDS]
    return node


def grant_of(element: etree._Element) -> Grant:
    return Grant(
        element.get("gt", ""),
        element.get("zid", ""),
        element.get("d", ""),
        element.get("perm", ""),
        int(element.get("expiry", 0) or 0),
        element.get("invalid") in ("1", "true"),
        element.get("pw", ""),
    )


def policy_of(element: etree._Element) -> str:
    """A retention policy as the option writes it: the lifetime, or system:ID."""
    return f"system:{element.get('id', '')}" if element.get("type") == "system" else element.get("lifetime", "")


def new_mailbox(account: str, release: t.Optional[Release] = None) -> Tree:
    """What a mailbox holds when it is made on a server of that release (the newest Zimbra where it is not known): the system folders."""
    root = Node("folder", 1, "", None)
    for path, (number, view) in new_folders(release or Release()).items():
        node = Node("folder", number, path[1:], root)
        node.view = view
        root.children.append(node)
    return Tree(root, account, "", missing=True)


def tree_of(answer: etree._Element, account: str, ident: str, partly: bool = False) -> Tree:
    """The tree of a mailbox; raises Astray where that is not as it is stored.

    partly: as somebody sees it with whom only some folders are shared.
    """
    root = child(answer, "folder")
    if root is None:
        raise ZimbraError(f"{account}: the server answers GetFolder without a folder")
    tree = Tree(node_of(root, None), account, ident, token=change_token(answer))
    wrong = inconsistencies(tree, partly)
    if wrong:
        raise InconsistentTree("%s: %s; %s" % (account, "; ".join(wrong), RECALCULATE % account))
    return tree


def refuse_view(tree: Tree, option: str, view: t.Optional[str]) -> None:
    """Carbonio makes a folder or link of such a view without any, so no run would ever find it done (admin 13)."""
    if view in NOT_ON_CARBONIO and tree.on_carbonio:
        raise InputError(
            f"{option} is {view}, but {tree.account} is on a Carbonio server, which has no such folders; leave view out"
        )


def inconsistencies(tree: Tree, partly: bool = False) -> t.List[str]:
    """Inconsistencies of the tree that the server shows: a rename over a sibling made it lose that one (2.6)."""
    found = []
    seen: t.Set[int] = set()
    for node in tree.nodes():
        if node.id in seen or (node.parent is not None and node.stored_in not in (0, node.parent.id)):
            found.append(f"the server shows {node.path} twice or in a wrong place")
        seen.add(node.id)
    expected = {} if partly else SYSTEM_FOLDERS
    lost = [path for path, number in expected.items() if number in MAIL_FOLDERS and tree.by_id(number) is None]
    return list(dict.fromkeys(found)) + [f"the system folder {path} is not shown" for path in lost]


def folder_request(tr: t.Optional[bool] = None) -> etree._Element:
    """The whole tree; tr: with what the mountpoints lead to (2.3, 4.3)."""
    return MAIL("GetFolderRequest", tr=tr)


def requests() -> t.List[etree._Element]:
    """The batch that reads one mailbox."""
    return [ACCOUNT("GetInfoRequest", sections="mbox"), folder_request()]


def load(session: Session, account: str, user: t.Optional[Actor] = None) -> t.Optional[Tree]:
    """The tree of a mailbox with its primary address and id, by one request; None where the account does not exist.

    user: an actor with the account's own rights, who follows the mountpoints, so that broken ones show (4.3).
    """
    actor = user or session.mailbox(account)
    who, folders = actor.batch([requests()[0], folder_request(tr=True if user else None)])
    for answer in (folders, who):
        if isinstance(answer, Fault) and absent(session, account, answer):
            return None
    whole, person = answer_or_raise(folders, account), answer_or_raise(who, account)
    return tree_of(whole, text_of(person, "name"), text_of(person, "id"))


def absent(session: Session, account: str, fault: Fault) -> bool:
    """Whether a fault means that the account does not exist; a delegated administrator gets PERM_DENIED, so the name is looked up (admin 9)."""
    if fault.code == ABSENT_ACCOUNT:
        return True
    return (
        fault.code == "service.PERM_DENIED"
        and "can not access account" in fault.text
        and lookup(session, [account])[account] is None
    )


def load_existing(session: Session, account: str) -> Tree:
    """The tree of a mailbox; raises Missing where the account does not exist."""
    tree = load(session, account)
    if tree is None:
        raise Missing(no_account(account))
    return tree


def load_or_new(session: Session, account: str, check_mode: bool, notes: t.List[str]) -> Tree:
    """The tree; in check mode that of a mailbox which an earlier task would make.  Raises Missing otherwise."""
    tree = load(session, account)
    if tree is not None:
        return tree
    notes.append(missing_account(account, check_mode))
    return new_mailbox(account, session.release())


def create_missing(
    session: Session, account: str, paths: t.Sequence[t.Tuple[str, t.Mapping[str, t.Any]]], known: t.Mapping[str, int]
) -> t.Dict[str, int]:
    """Create folders that lie below known ones, level by level, one batch each; returns folded path -> id of all.

    paths: (path, attributes for CreateFolder); missing parents take the view.  ``fie`` makes it safe to repeat (2.4).
    """
    ids = dict(known)
    desired: t.Dict[str, t.Tuple[str, t.Dict[str, t.Any]]] = {}
    for path, attributes in paths:
        for above in ancestors(path):
            desired.setdefault(fold(above), (above, {"view": attributes.get("view")}))
        desired[fold(path)] = (path, dict(attributes))
    actor = session.mailbox(account)
    todo = {key: value for key, value in desired.items() if key not in ids}
    while todo:
        level = min(path.count("/") for path, _attributes in todo.values())
        now = {key: value for key, value in todo.items() if value[0].count("/") == level}
        requests = []
        for path, attributes in now.values():
            parent, name = split(path)
            requests.append(
                MAIL("CreateFolderRequest", MAIL("folder", name=name, l=ids[fold(parent)], fie=1, **attributes))
            )
        answers = actor.each(requests, [f"{account}: {path}" for path, _attributes in now.values()])
        for (key, (path, _attributes)), answer in zip(now.items(), answers):
            ids[key] = created_id(answer, f"{account}: {path}")
            del todo[key]
    return ids


def created_id(answer: etree._Element, about: str) -> int:
    """The id in an answer to CreateFolder, which with ``fie`` may be of something else that bears the name (2.4)."""
    folder = child(answer, "folder")
    if folder is None:
        raise ZimbraError(f"{about}: the name belongs to something that is no folder; run again to see what it is")
    return local_id(folder.get("id"))


def faults(
    answers: t.Sequence[t.Optional[Answer]], about: t.Sequence[str], tolerated: t.Container[str] = ()
) -> t.List[ZimbraError]:
    """The refusals of a batch, each saying what it is about."""
    found: t.List[ZimbraError] = []
    for answer, object_ in zip(answers, about):
        if isinstance(answer, Fault) and answer.code not in tolerated:
            answer.about = object_
            found.append(answer)
    return found
