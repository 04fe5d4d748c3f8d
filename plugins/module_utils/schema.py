# Copyright (c) 2026, the teammail.zimbra contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What the server would refuse to store in an attribute, refused before anything is written (zimbra-soap-admin.md 8).

The facts are in attribute_table; what the table does not know is never refused, only warned of.
"""

from __future__ import annotations

import re
import typing as t
import unicodedata
from datetime import datetime
from functools import lru_cache

from .attribute_table import NEWEST, OTHERS, TABLE
from .errors import InputError
from .options import SECRET_ATTRIBUTES
from .values import UUID

if t.TYPE_CHECKING:
    from .session import Session

KINDS = {"A": "an account", "L": "a distribution list", "G": "a dynamic list", "I": "a persona", "D": "a domain"}
HOLDERS = {
    "A": "accounts", "R": "calendar resources", "C": "classes of service", "L": "distribution lists", "G": "dynamic lists",
    "D": "domains", "I": "personas",
}  # fmt: skip
VALUE = "account.INVALID_ATTR_VALUE"
SYNTAX = "value #0 invalid per syntax"
LIMITS = {"int": 2**31, "long": 2**63}
DURATION = re.compile(r"^[0-9]+([hmsd]|ms)?$")
TIME = re.compile(r"^(\d{14})(\.\d{1,3})?[zZ]$", re.ASCII)
# LDAP's own rules, which the directory applies after Zimbra's (zimbra-soap-admin.md 8)
LDAP = {
    "int": re.compile(r"^(0|-?[1-9][0-9]*)$"),
    "printable": re.compile(r"^[A-Za-z0-9 '()+,\-.=/:?$]+$"),
    "numeric": re.compile(r"^[0-9 ]+$"),
    "country": re.compile(r"^[A-Za-z]{2}$"),
    "dn": re.compile(r"^[A-Za-z0-9.\-]+ *=.*$"),
    "cert": re.compile(r"^MI[A-Za-z0-9+/=\s]+$"),
    "delivery": re.compile(r"^(any|mhs|physical|telex|teletex|g3fax|g4fax|ia5|videotex|telephone)( *\$ *[a-z0-9]+)*$"),
    "none": re.compile(r"^\b\B$"),
}
LDAP.update(dict.fromkeys(("long", "port"), LDAP["int"]))
REMEDIES = {
    "printable": "use plain letters, digits, blanks and + - ( ) / . , : only",
    "numeric": "use digits and blanks only",
    "country": "give a country's two letters",
    "cert": "give a certificate in DER form, in base64",
    "dn": "give a distinguished name, such as uid=meier,ou=people,dc=example,dc=com",
    "delivery": "use the words of RFC 4517, such as mhs",
    "none": "leave it out, the directory takes no value for it",
}
REMEDIES.update(dict.fromkeys(("int", "long", "port"), "write the number without + and leading zeros"))
ASCII_ONLY = ("astr", "email", "emailp", "emails")


class Attribute(t.NamedTuple):
    """One line of the table; limits is what stands behind the colon of the type, since the first release that has it."""

    name: str
    type: str
    limits: str
    flags: str
    classes: str
    since: t.Optional[t.Tuple[int, ...]]


class Objection(t.NamedTuple):
    """Why the server would refuse a value: its code and words, and what to do instead."""

    code: str
    text: str
    remedy: str


@lru_cache(maxsize=None)
def _lines() -> t.Dict[str, str]:
    return {line.partition(" ")[0].lower(): line for line in TABLE.splitlines() if line}


@lru_cache(maxsize=None)
def _others() -> t.Dict[str, str]:
    return {name.lower(): name for name in OTHERS.split()}


def lookup(name: str) -> t.Optional[Attribute]:
    """An attribute by its name in any letter case; one of other entries has no class."""
    line = _lines().get(name.lower())
    if line is None:
        other = _others().get(name.lower())
        return Attribute(other, "str", "", "m", "", None) if other else None
    right, kind, flags, classes, *newer = line.split(" ")
    base, _colon, limits = kind.partition(":")
    since = tuple(int(part) for part in newer[0].split(".")) if newer else None
    return Attribute(right, base, limits, flags, classes.strip("-"), since)


def canonical_names(option: str, given: t.Mapping[str, t.Any]) -> t.Dict[str, t.Any]:
    """The attributes with names as the schema spells them and truth values as Zimbra writes them; a secret is refused."""
    out: t.Dict[str, t.Any] = {}
    for name, value in given.items():
        if name.lower() in SECRET_ATTRIBUTES:
            remedy = "use account_password" if name.lower() == "userpassword" else "set it with the server's own tools"
            raise InputError(f"{option}.{name} would stand legibly in results and diffs; {remedy}")
        known = lookup(name)
        right = known.name if known else name
        if right in out:
            raise InputError(
                f"{option} names {right} twice, in different letter case, which the server ignores; name it once"
            )
        out[right] = _truth(value) if known and known.type == "bool" else value
    return out


def _truth(value: t.Any) -> t.Any:
    """A true or false that became a text on its way, such as by -e or a survey."""
    return value.upper() if isinstance(value, str) and value.lower() in ("true", "false") else value


def check_release(session: Session, option: str, names: t.Iterable[str]) -> None:
    """Refuse what the server of this run is too old for; it is asked only where the oldest that is supported lacks one."""
    newer = [known for known in map(lookup, names) if known is not None and known.since]
    if not newer:
        return
    release = session.release()
    for known in newer:
        if known.since and release.is_older(known.since):
            raise InputError(
                "%s.%s exists since Zimbra %s, and this server is %s; leave it out, or update the server first"
                % (option, known.name, ".".join(map(str, known.since)), ".".join(map(str, release.version)))
            )


def check_values(
    option: str, desired: t.Mapping[str, t.Sequence[str]], kind: str, creating: bool = False, about: str = ""
) -> t.List[str]:
    """Refuse what the server would refuse, with its code; sentences about what the table does not know come back.

    desired: values by attribute, an empty list clears one; kind: the class's letter; about: the object, for the sentence.
    """
    notes = []
    for name, values in desired.items():
        known = lookup(name)
        if known is None:
            notes.append(
                "%s.%s is not in the table of attributes (Zimbra %s), so what it takes was not checked; the server judges it"
                % (option, name, ".".join(map(str, NEWEST)))
            )
            continue
        found = objection(known, values, kind, creating)
        if found is not None:
            shown = values[0] if len(values) == 1 else list(values)
            raise InputError(
                "%s%s.%s is %s, which the server refuses (%s: %s); %s"
                % (
                    f"{about}: " if about else "",
                    option,
                    known.name,
                    _short(shown),
                    found.code,
                    found.text,
                    found.remedy,
                )
            )
    return notes


def check_value(option: str, name: str, value: t.Optional[str], kind: str = "A") -> None:
    """The same for an option that lands in an attribute of its own."""
    known = lookup(name)
    found = objection(known, [value], kind, False) if known and value else None
    if found is not None:
        raise InputError(
            f"{option} is {_short(value)}, which the server refuses ({found.code}: {found.text}); {found.remedy}"
        )


def _short(value: t.Any) -> str:
    text = repr(value)
    return text if len(text) <= 200 else f"{text[:60]} ... ({len(value)} characters)"


def objection(known: Attribute, values: t.Sequence[str], kind: str, creating: bool = False) -> t.Optional[Objection]:
    """The first thing that the server finds wrong, in its order: Zimbra's own checks, then the directory's."""
    if "i" in known.flags:
        return Objection("service.INVALID_REQUEST", f"{known.name} is immutable", "leave it out")
    for value in values:
        found = _value(known, value)
        if found is not None:
            return found
    if not values:
        return None
    prefix = "ldap." if creating else "account."
    if len(values) > 1 and "m" not in known.flags:
        text = f"{known.name}: multiple values provided"
        return Objection(prefix + "INVALID_ATTR_VALUE", text, "give one value")
    for value in values:
        remedy = _directory(known, value)
        if remedy:
            return Objection(prefix + "INVALID_ATTR_VALUE", f"{known.name}: {SYNTAX}", remedy)
    keys = [same(known, value) for value in values]
    twice = next((value for value, key in zip(values, keys) if keys.count(key) > 1), None)
    if twice is not None:
        code = "ldap.LDAP_ERROR" if creating else "service.FAILURE"
        return Objection(code, f"{known.name}: value provided more than once", f"give {twice!r} once")
    if kind not in known.classes.upper():
        code = "ldap.OBJECT_CLASS_VIOLATION" if creating else "service.FAILURE"
        text = f"object class violation: attribute '{known.name}' not allowed"
        if kind == "I":
            code, text = "service.INVALID_REQUEST", f"unable to modify attr: {known.name}"
        holders = " and ".join(HOLDERS[letter] for letter in known.classes.upper()) or "other entries"
        return Objection(code, text, f"{KINDS[kind]} cannot have it, it belongs to {holders}")
    return None


def same(known: Attribute, value: str) -> str:
    """Two values are one to the directory when this is the same (letter case and runs of blanks, mostly)."""
    if known.type in ("octets", "cert"):
        return value
    text = " ".join(unicodedata.normalize("NFKC", value).split())
    if known.type == "printable":
        text = re.sub("[ -]", "", text)
    return text if known.type == "cstr" else text.lower()


def _value(known: Attribute, value: str) -> t.Optional[Objection]:
    """What Zimbra itself finds wrong with one value."""
    found = CHECKS.get(known.type, _text)(known, value)
    if found is None and "e" in known.flags:
        found = _address(known, value)
    if found is not None:
        return Objection(VALUE, *found)
    if known.type == "duration" and int(re.sub(r"\D", "", value)) >= LIMITS["long"]:
        return Objection("service.FAILURE", f"{known.name}: a number of more than 64 bits", "give a smaller one")
    if "p" in known.flags and not int(re.sub(r"\D", "", value)):
        text = f"cannot set {known.name} less than or equal to 0"
        return Objection("service.INVALID_REQUEST", text, "give a duration of one second or more")
    return None


Problem = t.Optional[t.Tuple[str, str]]


def _bool(known: Attribute, value: str) -> Problem:
    right = value in ("TRUE", "FALSE")
    return None if right else (f"{known.name} must be TRUE or FALSE", "give true or false")


def _enum(known: Attribute, value: str) -> Problem:
    newest, _semicolon, older = known.limits.partition(";")
    if value in newest.split(",") + older.split(","):
        return None
    return f"{known.name} must be one of: {newest}", "give one of these, in this letter case"


def _number(known: Attribute, value: str) -> Problem:
    low, _colon, high = known.limits.partition(":")
    end = LIMITS[known.type]
    # more digits than these are never a number of the server's
    number = int(value) if re.match(r"^[+-]?\d{1,25}$", value) else None
    if number is None or not -end <= number < end:
        word = "integer" if known.type == "int" else "long"
        return f"{known.name} must be a valid {word}: {value}", "give a whole number"
    if low and number < int(low):
        text = f"{known.name} value({number}) smaller than minimum allowed: {low}"
        return text, f"give {low} or more"
    if high and number > int(high):
        return f"{known.name} value({number}) larger than max allowed: {high}", f"give {high} or less"
    return None


def _port(known: Attribute, value: str) -> Problem:
    right = re.match(r"^\+?\d{1,9}$", value) and int(value) <= 65535
    return None if right else (f"{known.name} must be a valid port: {value}", "give 0 to 65535")


def _duration(known: Attribute, value: str) -> Problem:
    if DURATION.match(value):
        return None
    return f"{known.name} Must be in valid duration format", "give a number with one of d, h, m, s, ms, such as 30d"


def _time(known: Attribute, value: str) -> Problem:
    if TIME.match(value):
        return None
    return f"{known.name} must be a valid generalized time", "write it as 20261224080000Z, in UTC"


def _id(known: Attribute, value: str) -> Problem:
    # zimbraCOSId and its like take names nowhere, but answer with a code of their own
    return None if UUID.match(value) else (f"{known.name} must be a valid id", "give the id of the object")


def _address(known: Attribute, value: str) -> Problem:
    remedy = "write addresses as name@example.com"
    # the server's first step joins the parts of a list anew, with a comma and a blank
    parts = ", ".join(part.strip() for part in value.rstrip(",").split(",")).split(",")
    if known.type != "emails":
        parts = [value]
    bad = next((part for part in parts if "@" not in part), None)
    if bad is not None:
        return f"address '{bad}' does not include domain", remedy
    if known.type not in ("emails", "emailp") and re.match(r"^[^<>]+<[^<>]*>\s*$", value):
        return f"invalid email address: {value}", remedy + ", without a display name"
    bad = next((part for part in parts if re.match(r"^[^<\"]*[,;][^<\"]*$", part)), None)
    if bad is not None:
        return f"invalid email address: {bad}", remedy
    return _text(known, value)


def _text(known: Attribute, value: str) -> Problem:
    size = len(value.encode("utf-16-le", "surrogatepass")) // 2
    if not known.limits.isdigit() or size <= int(known.limits):
        return None
    text = f"{known.name} value length({size}) larger than max allowed: {known.limits}"
    return text, f"shorten it to {known.limits} characters"


def _regex(known: Attribute, value: str) -> Problem:
    if re.match(known.limits, value):
        return None
    return f"{known.name} must match the regex: {known.limits}", "write it so"


CHECKS: t.Dict[str, t.Callable[[Attribute, str], Problem]] = {
    "bool": _bool, "enum": _enum, "int": _number, "long": _number, "port": _port, "duration": _duration, "time": _time,
    "id": _id, "email": _address, "emailp": _address, "emails": _address, "regex": _regex,
}  # fmt: skip


def _directory(known: Attribute, value: str) -> str:
    """What to do about a value that the directory's own syntax does not allow; "" for a good one."""
    rule = LDAP.get(known.type)
    if rule is not None and not rule.match(value):
        return REMEDIES[known.type]
    if known.type == "time" and not _on_the_calendar(value):
        return "give a day that exists, and a capital Z"
    text = value.rpartition("@")[0] or value if known.type != "astr" else value
    if known.type in ASCII_ONLY and not text.isascii():
        return "use ASCII characters only"
    return ""


def _on_the_calendar(value: str) -> bool:
    """Whether the time exists; a minute may have a 61st second."""
    digits = value[:12] + ("59" if value[12:14] == "60" else value[12:14])
    try:
        datetime.strptime(digits, "%Y%m%d%H%M%S")
    except ValueError:
        return False
    return value.endswith("Z")
