# Copyright (c) 2026, the teammail.zimbra contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What users write into options, checked and brought into one form.  Every complaint names option, value and remedy."""

from __future__ import annotations

import re
import typing as t
import unicodedata

from .errors import InputError
from .idn import ascii_host
from .release import EVERYWHERE

ADDRESS = re.compile(r"^[^@\s<>()\[\],;:\\\"]+@([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)*[a-z0-9]([a-z0-9-]*[a-z0-9])?$")
# zimbra-soap-mail.md 2.1: English path -> id, whatever language the user's client speaks
# of the folders that every server has; further ones show in a mailbox's tree
SYSTEM_FOLDERS = dict({"/": 1}, **{path: number for path, (number, _view) in EVERYWHERE.items()})
SYSTEM_PATHS = {number: path for path, number in SYSTEM_FOLDERS.items()}
FIRST_USER_ID = 256
# The id of an account, list, domain ...
UUID = re.compile(r"^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$", re.I)
# What no request can hold.
NOT_IN_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def address(option: str, value: t.Any) -> str:
    """An e-mail address in the form the server stores: lower case, host in ASCII (zimbra-soap-admin.md 4.3).

    Before the @ the server takes ASCII alone, for accounts, aliases and lists alike (conformance scenario 17).
    """
    text = str(value).strip().lower()
    local, at, host = text.rpartition("@")
    if at and not (local.isascii() and text.isprintable()):
        raise InputError(
            f"{option} is {value!r}, which has characters that Zimbra takes in no address; write it with ASCII letters"
        )
    try:
        host = ascii_host(host)
    except UnicodeError:
        at = ""
    if not at or not ADDRESS.match(f"{local}@{host}"):
        raise InputError(f"{option} is {value!r}, which is no e-mail address; write it as name@example.com")
    return f"{local}@{host}"


def addresses(option: str, values: t.Iterable[t.Any]) -> t.List[str]:
    """Several addresses, in the given order and each once."""
    return list(dict.fromkeys(address(option, v) for v in values))


def account_key(option: str, value: t.Any) -> str:
    """An address, or an account's id as it is."""
    text = str(value).strip()
    return text.lower() if UUID.match(text) else address(option, value)


class ListValue(t.NamedTuple):
    """What is desired of a list: ``set`` replaces it, or ``add`` and ``remove`` name single members.  None for set = not given."""

    add: t.List[t.Any]
    remove: t.List[t.Any]
    set: t.Optional[t.List[t.Any]]

    def included(self) -> t.List[t.Any]:
        """The members that are to be in the list."""
        return [*(self.set or []), *self.add]

    def names(self) -> t.List[t.Any]:
        """All members that are mentioned."""
        return self.included() + list(self.remove)

    def result(
        self, present: t.Iterable[t.Any], key: t.Callable[[t.Any], t.Any] = lambda member: member
    ) -> t.List[t.Any]:
        """The list that is to come about, of a present one; members are the same when their keys are."""
        if self.set is not None:
            return list({key(m): m for m in self.set}.values())
        gone = {key(m) for m in self.remove}
        kept = {key(m): m for m in present if key(m) not in gone}
        for member in self.add:
            kept[key(member)] = member
        return list(kept.values())


def list_value(
    option: str, value: t.Any, clean: t.Callable[[str, t.Any], t.Any] = lambda _option, member: member
) -> t.Optional[ListValue]:
    """The value of an option that takes a list or {add, remove, set}; None where the option is not set."""
    if value is None:
        return None
    if isinstance(value, (str, int)):
        value = [v for v in str(value).split(",") if v.strip()]
        if not value:
            # A survey's field that was left blank must never empty a list.
            raise InputError(
                f"{option} is an empty text; leave it out to change nothing, or write [] to empty the list"
            )
    if isinstance(value, (list, tuple)):
        value = {"set": list(value)}
    if not isinstance(value, dict) or not value or set(value) - {"add", "remove", "set"}:
        raise InputError(f"{option} is {value!r}; give a list, or a dictionary of add, remove and set")
    parts: t.Dict[str, t.Optional[t.List[t.Any]]] = {}
    for part in ("add", "remove", "set"):
        members = value.get(part)
        if members is not None and not isinstance(members, (list, tuple)):
            members = [members]
        parts[part] = None if members is None else [clean(f"{option}.{part}", m) for m in members]
    if parts["set"] is not None and (parts["add"] or parts["remove"]):
        raise InputError(f"{option} has set together with add or remove; use either set or the other two")
    both = [m for m in parts["add"] or [] if m in (parts["remove"] or [])]
    if both:
        raise InputError(f"{option} would both add and remove {', '.join(map(str, both))}; name it once")
    return ListValue(parts["add"] or [], parts["remove"] or [], parts["set"])


def folder_name(option: str, value: t.Any) -> str:
    """A folder's name as the server would store it: NFC, trailing blanks gone (zimbra-soap-mail.md 2.2)."""
    name = unicodedata.normalize("NFC", str(value)).rstrip("".join(map(chr, range(0x21))))
    bad = re.search('[/:"\x00-\x1f\ud800-\udfff\ufffe\uffff]', name)
    if bad:
        raise InputError(
            f"{option} is {value!r}, which holds {bad.group()!r}; a folder's name may have no / : \" and no control characters"
        )
    if name in ("", ".", "..") or len(name.encode("utf-16-le")) > 510:
        raise InputError(f"{option} is {value!r}; a folder's name has 1 to 255 characters and is neither . nor ..")
    if any(ord(c) > 0xFFFF for c in name):
        raise InputError(
            f"{option} is {value!r}; Zimbra's database cannot store characters such as emoji in folder names, leave them out"
        )
    return name


def folder_path(option: str, value: t.Any) -> str:
    """An absolute folder path, with system folders spelt as the server does."""
    text = str(value).strip()
    if not text.startswith("/"):
        raise InputError(f"{option} is {value!r}, which is no absolute path; begin it with /, as in /Inbox/Meier")
    names = [folder_name(option, part) for part in text.split("/") if part]
    path = "/" + "/".join(names)
    for system in SYSTEM_FOLDERS:
        if same_name(path, system):
            return system
        if system != "/" and same_name(path[: len(system) + 1], system + "/"):
            return system + path[len(system) :]
    return path


def fold(name: str) -> str:
    """Two folder names are the same to the server when this is (case is ignored; NFC is sent always)."""
    return unicodedata.normalize("NFC", name).lower()


def same_name(one: str, other: str) -> bool:
    return fold(one) == fold(other)


def collation_key(name: str) -> str:
    """Two siblings collide in MariaDB when this is the same: it ignores accents and takes ß for s (zimbra-soap-mail.md 2.2)."""
    plain = "".join(c for c in unicodedata.normalize("NFD", fold(name)) if not unicodedata.combining(c))
    return plain.replace("ß", "s")


def system_id(path: str) -> t.Optional[int]:
    """The fixed id of a system folder that every server has, None for any other folder."""
    return SYSTEM_FOLDERS.get(path)


def color_value(option: str, value: t.Any) -> t.Union[int, str, None]:
    """A colour: one of Zimbra's numbers, or #rrggbb."""
    if value is None:
        return None
    text = str(value).strip().lower()
    if re.match(r"^#[0-9a-f]{6}$", text):
        return text
    if text.isdigit() and int(text) < 128:
        return int(text)
    raise InputError(f"{option} is {value!r}; give a number from 0 to 127, or a colour as #rrggbb")


def color_attributes(color: t.Union[int, str, None]) -> t.Dict[str, t.Any]:
    """A colour as the attribute that requests bear."""
    if color is None:
        return {}
    return {"rgb": color} if isinstance(color, str) else {"color": color}
