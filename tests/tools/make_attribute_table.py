# Copyright (c) 2026, the teammail.zimbra contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Makes the table of attributes out of the server's own definitions.

    PYTHONPATH=tests python -m tools.make_attribute_table PATH-OF-A-CLONE-OF-ZM-MAILBOX

All release tags of the clone from 8.8.15 on are read.  The newest says what an attribute is; the others say since which
release it exists, since the definitions' own ``since`` names releases that never came.  Written are
``attribute_table.py``, once for the modules and once for the simulator, which is installed without them, and what a class of
service has at the beginning, which the simulator alone needs.  Only facts are taken, no descriptions.
"""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

ROOT = Path(__file__).resolve().parents[2]
TABLES = [
    ROOT / folder / "attribute_table.py" for folder in ("plugins/module_utils", "simulator/zimbra_simulator/directory")
]
DEFAULTS = ROOT / "simulator/zimbra_simulator/directory/cos_defaults.txt"
FOLDER = "store/conf/attrs/"
OLDEST = (8, 8, 15)
HEAD = """\
# Copyright (c) 2026, the teammail.zimbra contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""
TYPES = {
    "boolean": "bool", "enum": "enum", "integer": "int", "long": "long", "port": "port", "duration": "duration",
    "gentime": "time", "email": "email", "emailp": "emailp", "cs_emailp": "emails", "id": "id", "regex": "regex",
    "string": "str", "cstring": "cstr", "astring": "astr", "ostring": "octets", "phone": "printable", "binary": "octets",
    "certificate": "cert",
}  # fmt: skip
LETTERS = {
    "account": "A", "calendarResource": "R", "cos": "C", "distributionList": "L", "group": "G", "domain": "D",
    "identity": "I", "mailRecipient": "ALD",
}  # fmt: skip
FLAGS = {
    "accountInherited": "h", "accountCosDomainInherited": "h", "accountInfo": "n", "domainAdminModifiable": "d",
}  # fmt: skip
# rules of the server's own code for single attributes that can be told from the value alone
CALLBACKS = {"Email": "e", "PositiveTimeInterval": "p"}
# What LDAP's own classes allow besides (RFC 4519, 4524, 2798, 2079): class letters in lower case, type and whether single.
PERSON = (
    "businessCategory description destinationIndicator facsimileTelephoneNumber internationaliSDNNumber l ou "
    "physicalDeliveryOfficeName postalAddress postalCode postOfficeBox preferredDeliveryMethod registeredAddress seeAlso "
    "st street telephoneNumber teletexTerminalIdentifier telexNumber title userPassword x121Address cn sn audio "
    "carLicense departmentNumber displayName employeeNumber employeeType givenName homePhone homePostalAddress initials "
    "jpegPhoto labeledURI mail manager mobile o pager photo roomNumber secretary uid userCertificate "
    "x500uniqueIdentifier preferredLanguage userSMIMECertificate userPKCS12"
)
ORGANIZATION = (
    "o userPassword searchGuide seeAlso businessCategory x121Address registeredAddress destinationIndicator "
    "preferredDeliveryMethod telexNumber teletexTerminalIdentifier telephoneNumber internationaliSDNNumber "
    "facsimileTelephoneNumber street postOfficeBox postalCode postalAddress physicalDeliveryOfficeName st l description "
    "dc cn"
)
GROUP = "cn memberURL businessCategory description o ou owner seeAlso dgIdentity"
# known to the directory, though none of these entries has them
NOWHERE = ["member", "objectClass"]
STANDARD = {"a": PERSON.split(), "d": ORGANIZATION.split(), "g": GROUP.split()}
SYNTAX = {
    "printable": "telephoneNumber homePhone mobile pager facsimileTelephoneNumber telexNumber destinationIndicator",
    "numeric": "x121Address internationaliSDNNumber",
    "dn": "manager secretary seeAlso owner member dgIdentity",
    "country": "c",
    "delivery": "preferredDeliveryMethod",
    "none": "teletexTerminalIdentifier searchGuide",
    "octets": "audio jpegPhoto photo userPassword userPKCS12 x500uniqueIdentifier",
    "oid": "objectClass",
    "astr": "mail dc",
}
SINGLE = "displayName preferredDeliveryMethod c company employeeNumber preferredLanguage dc dgIdentity".split()
AMAVIS_SEVERAL = "amavisWhitelistSender amavisBlacklistSender amavisForwardMethod".split()


def release(tag: str) -> tuple[int, ...] | None:
    """8.8.15.p46 -> (8, 8, 15, 46); None for a tag that is no release."""
    found = re.fullmatch(r"(\d+)\.(\d+)\.(\d+)(?:-GA|\.p(\d+)(?:\.\d+)?)?", tag)
    return tuple(int(part or 0) for part in found.groups()) if found else None


class Clone:
    """A clone of zm-mailbox, bare or not."""

    def __init__(self, path: Path) -> None:
        self.git = ["git", "-C", str(path)]

    def _run(self, *arguments: str) -> bytes:
        return subprocess.run([*self.git, *arguments], check=True, capture_output=True).stdout  # noqa: S603

    def tags(self) -> list[str]:
        """Release tags from the oldest that is supported on, in their order."""
        known = {tag: release(tag) for tag in self._run("tag").decode().split()}
        return [t for _r, t in sorted((r, t) for t, r in known.items() if r and r[:3] >= OLDEST)]

    def definitions(self, tag: str) -> dict[str, ElementTree.Element]:
        found: dict[str, ElementTree.Element] = {}
        for file in ("zimbra-attrs.xml", "amavisd-new-attrs.xml"):
            text = self._run("show", f"refs/tags/{tag}:{FOLDER}{file}")
            found.update((e.get("name", ""), e) for e in ElementTree.fromstring(text).iter("attr"))  # noqa: S314
        return found


def kind_of(name: str, new: ElementTree.Element | None, older: list[ElementTree.Element]) -> str:
    """The type with its limits; values that only older releases know stand behind a semicolon."""
    special = next((syntax for syntax, names in SYNTAX.items() if name in names.split()), None)
    if special or new is None:
        return special or "str"
    kind = TYPES[new.get("type", "")]
    low, high, value = new.get("min", ""), new.get("max", ""), new.get("value", "")
    if kind == "enum":
        values = value.split(",")
        gone = sorted({v for e in older for v in e.get("value", "").split(",")} - set(values))
        return "enum:" + ",".join(values) + (";" + ",".join(gone) if gone else "")
    if kind == "regex":
        return "regex:" + value
    if kind in ("int", "long", "duration") and (low or high):
        return f"{kind}:{low}" + (f":{high}" if high else "")
    if kind not in ("int", "long", "duration", "bool", "port", "time", "id") and high:
        return f"{kind}:{high}"
    return kind


def classes_of(name: str, new: ElementTree.Element | None) -> str:
    letters = {
        letter
        for asked in ("requiredIn", "optionalIn")
        for word in (new.get(asked) or "" if new is not None else "").split(",")
        for letter in LETTERS.get(word, "")
    }
    letters |= {letter for letter, names in STANDARD.items() if name in names and letter.upper() not in letters}
    if name.startswith("amavis"):
        letters |= {"a", "d"}
    return "".join(sorted(letters)) or "-"


def flags_of(name: str, new: ElementTree.Element | None) -> str:
    """m several values, i immutable, x deprecated, l unknown to Zimbra, k judged by code; the others as in FLAGS and CALLBACKS."""
    if new is None:
        return "l" + ("" if name in SINGLE else "m")
    flags = {FLAGS.get(word, "") for word in (new.get("flags") or "").split(",")}
    single = name in SINGLE or (name.startswith("amavis") and name not in AMAVIS_SEVERAL)
    if new.get("cardinality") == "multi" or (not new.get("cardinality") and not single):
        flags.add("m")
    if new.get("immutable") == "1":
        flags.add("i")
    if new.get("deprecatedSince"):
        flags.add("x")
    if new.get("callback"):
        flags.update("k", CALLBACKS.get(new.get("callback", ""), ""))
    return "".join(sorted(flags)) or "-"


def rows(by_tag: dict[str, dict[str, ElementTree.Element]]) -> tuple[list[str], list[str]]:
    """The lines of the table, and the names that belong to other entries alone."""
    *older, newest = by_tag
    every = set(by_tag[newest]).union(NOWHERE, *STANDARD.values())
    gone = sorted({name for tag in older for name in by_tag[tag]} - every)
    if gone:
        raise SystemExit(f"attributes that {newest} no longer has, which the table cannot say yet: {', '.join(gone)}")
    lines, others = [], []
    for name in sorted(every):
        new = by_tag[newest].get(name)
        classes = classes_of(name, new)
        if classes == "-" and name not in NOWHERE:
            others.append(name)
            continue
        first = next((release(tag) for tag in by_tag if name in by_tag[tag]), None) if new is not None else None
        since = " " + ".".join(map(str, first[:3])) if first and first[:3] > OLDEST else ""
        before = [by_tag[tag][name] for tag in older if name in by_tag[tag]]
        lines.append(f"{name} {kind_of(name, new, before)} {flags_of(name, new)} {classes}{since}")
    return lines, others


DEFAULTS_TEXT = """\
# What the default class of service has on a fresh server, a value a line.  Made by tests/tools/make_attribute_table.py.
"""
TABLE_TEXT = '''"""The attributes of accounts, lists, domains and classes of service, one a line.  Made by
tests/tools/make_attribute_table.py of the server's own definitions (%(oldest)s to %(newest)s); never changed by hand.

name, type, flags, classes and, where it is newer than %(oldest)s, the release that has it first.
Types: bool, enum:a,b;c (c in older releases alone), int[:min[:max]], long, port, duration[:min[:max]], time, email, emailp,
emails (a comma list), id, regex:R, cert; text of at most so many characters: str[:max], cstr (case counts), astr (ASCII),
octets; and LDAP's own: printable, numeric, dn, country, delivery, oid, none (nothing is accepted).
Flags: m several values, i immutable, x deprecated, h inherited from the class of service, n told by GetInfo,
d a domain's administrator may change it, l known to the directory but not to Zimbra, k the server's code judges it besides:
e it must be an address, p it must be more than zero; - none.
Classes: A account, R calendar resource besides, C class of service, L static list, G dynamic group, D domain, I identity;
in lower case where only the directory allows it.  OTHERS are the names that belong to entries of other kinds, such as servers.
"""

from __future__ import annotations

NEWEST = (%(tuple)s)
TABLE = """
'''


def folded(text: str, separator: str, end: str) -> str:
    """A long line broken behind separators; ``end`` is what stands at a break."""
    out, line = [], ""
    for part in re.findall(f".*?{separator}|.+$", text):
        if line and len(line) + len(part) > 118:
            out.append(line)
            line = ""
        line += part
    return end.join(part.rstrip() for part in [*out, line])


def main() -> None:
    if len(sys.argv) != 2:
        raise SystemExit(__doc__)
    clone = Clone(Path(sys.argv[1]))
    by_tag = {tag: clone.definitions(tag) for tag in clone.tags()}
    newest = list(by_tag)[-1]
    words = {
        "oldest": ".".join(map(str, OLDEST)),
        "newest": newest,
        "tuple": ", ".join(map(str, (release(newest) or ())[:3])),
    }
    lines, others = rows(by_tag)
    body = "\n".join(folded(line.replace("\\", "\\\\"), ",", "\\\n") for line in lines)
    names = folded(" ".join(others), " ", "\n")
    for table in TABLES:
        table.write_text(f'{HEAD}{TABLE_TEXT % words}{body}\n"""\nOTHERS = """\n{names}\n"""\n', encoding="utf-8")
    defaults = sorted(
        (name, value.text or "")
        for name, element in by_tag[newest].items()
        for value in element.iter("defaultCOSValue")
    )
    pairs = "".join(f"{name} {value}\n".replace("\n", "\\n", value.count("\n")) for name, value in defaults)
    DEFAULTS.write_text(HEAD + DEFAULTS_TEXT + pairs, encoding="utf-8")
    print(f"{', '.join(str(path.relative_to(ROOT)) for path in (*TABLES, DEFAULTS))}: {newest}")


if __name__ == "__main__":
    main()
