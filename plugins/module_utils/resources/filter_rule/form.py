# Copyright (c) 2026, the teammail.zimbra contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Tests and actions of filter rules: Zimbra's elements and the dictionaries that people write (zimbra-soap-mail.md 8.3).

<headerTest header="subject" stringComparison="contains"/> is {type: header, header: subject, string_comparison: contains};
the names follow one rule, so that tests and actions which this collection never heard of are kept as well.  Names that the protocol
cuts down to letters are written out (WORDS).
"""

from __future__ import annotations

import difflib
import re
import typing as t

from ...errors import InputError
from ...soap import MAIL, name_of
from ...values import folder_path

if t.TYPE_CHECKING:
    from lxml import etree

TESTS, ACTIONS = "tests", "actions"
# What the server adds to every answer, and what says the same when it is left out.
ORDER = "index"
DEFAULTS = {("copy", "0"), ("negative", "0")}
# The tests and actions that Zimbra has (10.1.3); it drops others without a word, and a rule without tests hits all mail (recording 720).
KNOWN = {
    TESTS: tuple(
        "address address_book attachment body bulk community_connections community_content community_requests contact_ranking"
        " conversation current_day_of_week current_time date envelope facebook flagged header header_exists importance invite linkedin"
        " list me mime_header size socialcast true twitter".split()
    ),
    ACTIONS: tuple(
        "addheader deleteheader discard ereject file_into flag keep log notify rfc_compliant_notify redirect reject replaceheader reply"
        " stop tag".split()
    ),
}
# What belongs to a test; the server leaves out other attributes without a word, and rules with a size that is none cannot even be read any more.
_COMPARED = (
    "value",
    "string_comparison",
    "case_sensitive",
    "value_comparison",
    "count_comparison",
    "value_comparison_comparator",
)
OF_TEST = {
    "address": ("header", "part", *_COMPARED),
    "address_book": ("header",),
    "body": ("value", "case_sensitive"),
    "contact_ranking": ("header",),
    "conversation": ("where",),
    "current_day_of_week": ("value",),
    "current_time": ("time", "date_comparison"),
    "date": ("date", "date_comparison"),
    "envelope": ("header", "part", *_COMPARED),
    "flagged": ("flag_name",),
    "header": ("header", *_COMPARED),
    "header_exists": ("header",),
    "importance": ("importance",),
    "invite": ("method",),
    "me": ("header",),
    "mime_header": ("header", *_COMPARED[:3]),
    "size": ("size", "number_comparison"),
}
# The first of these attributes may be left out.
WITHOUT = ("conversation", "invite")
# What an action needs, else the server refuses the request.
NEEDED = {"file_into": "folder_path", "tag": "tag_name", "flag": "flag_name", "redirect": "address"}

# What the protocol calls an attribute of a test or action, and what people write.
WORDS = {
    "date": {"d": "date"},
    "importance": {"imp": "importance"},
    "notify": {"a": "address", "su": "subject"},
    "redirect": {"a": "address"},
    "size": {"s": "size"},
}
# A name in capitals does not follow the rule.
RFC_NOTIFY, RFC_NOTIFY_NAME = "rfc_compliant_notify", "actionRFCCompliantNotify"

Form = t.Dict[str, t.Any]


def snake(name: str) -> str:
    """folderPath -> folder_path; a name that begins with a capital (URL) would not come back and stays as it is."""
    if not re.match(r"^[a-z][a-zA-Z0-9]*$", name):
        return name
    return re.sub(r"([A-Z])", lambda found: "_" + found.group(1).lower(), name)


def camel(name: str) -> str:
    return re.sub(r"_([a-z])", lambda found: found.group(1).upper(), name)


def type_of(kind: str, element: etree._Element) -> str:
    """headerTest -> header, actionFileInto -> file_into."""
    name = name_of(element)
    if name == RFC_NOTIFY_NAME:
        return RFC_NOTIFY
    if kind == TESTS and name.endswith("Test"):
        return snake(name[:-4])
    if kind == ACTIONS and name.startswith("action") and name != "action":
        return snake(name[6:7].lower() + name[7:])
    return snake(name)


def element_name(kind: str, type_: str) -> str:
    if type_ == RFC_NOTIFY:
        return RFC_NOTIFY_NAME
    name = camel(type_)
    return name + "Test" if kind == TESTS else "action" + name[:1].upper() + name[1:]


def show(kind: str, element: etree._Element) -> Form:
    """One test or action as a dictionary."""
    form: Form = {"type": type_of(kind, element)}
    words = WORDS.get(form["type"], {})
    for name, value in sorted(element.attrib.items()):
        if name != ORDER and (name, value) not in DEFAULTS:
            form[words.get(str(name)) or snake(str(name))] = value
    for below in element:
        if isinstance(below.tag, str):
            form[snake(name_of(below))] = below.text or ""
    return form


def clean(option: str, kind: str, value: t.Any) -> Form:
    """A dictionary of the user, with every value as the text that Zimbra stores."""
    if (
        not isinstance(value, dict)
        or not isinstance(value.get("type"), str)
        or not re.match(r"^[A-Za-z_]+$", value["type"])
    ):
        raise InputError(f"{option} is {value!r}; give a dictionary with a type, such as {{type: header, ...}}")
    if value["type"] not in KNOWN[kind]:
        near = difflib.get_close_matches(value["type"], KNOWN[kind], 1)
        raise InputError(
            "%s.type is %s, which Zimbra does not have;%s the types are %s"
            % (option, value["type"], f" perhaps {near[0]} is meant;" if near else "", ", ".join(KNOWN[kind]))
        )
    form: Form = {}
    for name, one in sorted(value.items(), key=lambda item: item[0] != "type"):
        if isinstance(one, (dict, list, tuple)):
            raise InputError(f"{option}.{name} is {one!r}; give a text, a number, true or false")
        if one is not None:
            form[name] = ("1" if one else "0") if isinstance(one, bool) else str(one)
    needed = NEEDED.get(form["type"]) if kind == ACTIONS else None
    if needed and not form.get(needed):
        raise InputError(f"{option} of type {form['type']} has no {needed}; give it one")
    if kind == TESTS:
        _check_test(option, form)
    if "folder_path" in form:
        form["folder_path"] = folder_path(f"{option}.folder_path", form["folder_path"])
    return {name: one for name, one in form.items() if (name, one) not in DEFAULTS}


def _check_test(option: str, form: Form) -> None:
    """Raises InputError for what does not belong to a test, and for a test without what it asks for."""
    known = OF_TEST.get(form["type"], ())
    odd = [name for name in form if name not in ("type", "negative", *known)]
    if odd:
        raise InputError(
            "%s of type %s has %s, which Zimbra does not know; %s"
            % (option, form["type"], odd[0], f"it has {', '.join(known)}" if known else "leave it out")
        )
    if known and form["type"] not in WITHOUT and not form.get(known[0]):
        raise InputError(f"{option} of type {form['type']} has no {known[0]}; give it one")


def build(kind: str, form: Form) -> etree._Element:
    """The element of a dictionary; reply and notify hold their text in an element of its own."""
    name = element_name(kind, form["type"])
    inner = [MAIL("content", form["content"])] if kind == ACTIONS and "content" in form else []
    letters = {word: letter for letter, word in WORDS.get(form["type"], {}).items()}
    attributes = {
        letters.get(k) or camel(k): v for k, v in form.items() if k != "type" and not (inner and k == "content")
    }
    return MAIL(name, *inner, **attributes)


def not_stored(kind: str, sent: t.Sequence[etree._Element], stored: t.Sequence[etree._Element]) -> t.List[str]:
    """What of the tests or actions that were sent is not in what the server stored; what is off by default may be left out."""
    missing = []
    forms = [show(kind, element) for element in stored]
    for number, expected in enumerate(show(kind, element) for element in sent):
        where = f"{kind}[{number}]"
        if [f["type"] for f in forms[number : number + 1]] != [expected["type"]]:
            return [f"{where} ({expected['type']})"]
        missing += [f"{where}.{k}" for k, v in expected.items() if k not in forms[number] and v not in ("0", "")]
    return missing + ([f"{kind}[{len(sent)}]"] if len(forms) > len(sent) else [])
