# Copyright (c) 2026, the teammail.zimbra contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Filter rules: what is kept, what is refused, how they follow folders (zimbra-soap-mail.md 8.3)."""

from __future__ import annotations

from typing import Any

from zimbra_simulator.mailbox.mailbox import Mailbox
from zimbra_simulator.mailbox.query import parse_size
from zimbra_simulator.wire.element import E, Element
from zimbra_simulator.wire.faults import failure, invalid_request, parse_error

Rule = dict[str, Any]
INCOMING, OUTGOING = "incoming", "outgoing"
TESTS = {
    "addressBookTest", "addressTest", "attachmentTest", "bodyTest", "bulkTest", "communityRequestsTest",
    "communityContentTest", "communityConnectionsTest", "contactRankingTest", "conversationTest",
    "currentDayOfWeekTest", "currentTimeTest", "dateTest", "envelopeTest", "facebookTest", "flaggedTest",
    "headerExistsTest", "headerTest", "importanceTest", "inviteTest", "linkedinTest", "listTest", "meTest",
    "mimeHeaderTest", "sizeTest", "socialcastTest", "trueTest", "twitterTest",
}  # fmt: skip
ACTIONS = {
    "actionKeep", "actionDiscard", "actionFileInto", "actionFlag", "actionTag", "actionRedirect", "actionReply",
    "actionNotify", "actionRFCCompliantNotify", "actionStop", "actionReject", "actionEreject", "actionLog", "actionAddheader",
    "actionDeleteheader", "actionReplaceheader",
}  # fmt: skip
# the attribute that an action needs, and what its absence is called
_REQUIRED = {
    "actionFileInto": ("folderPath", "folderPath"), "actionTag": ("tagName", "tag"),
    "actionRedirect": ("a", "address"), "actionNotify": ("a", "address"), "actionFlag": ("flagName", "flag"),
}  # fmt: skip
FLAG_NAMES = ("flagged", "read", "priority", "unflagged", "unread")
COMPARISONS = ("is", "contains", "matches")


def read_rules(filter_rules: Element) -> list[Rule]:
    """The rules of a Modify request; service.INVALID_REQUEST or service.PARSE_ERROR for a bad one."""
    rules = []
    for node in filter_rules.children_named("filterRule"):
        rule = {
            "name": node.need("name"),
            "active": node.boolean("active", True),
            **_read_body(node),
        }
        if rule["active"]:
            _check_sizes(rule)
        rules.append(rule)
    return rules


def _check_sizes(rule: Rule) -> None:
    """A rule in effect whose first test is a size test without a size is refused (recording 723)."""
    for test in rule["tests"][:1]:
        if test["type"] == "sizeTest" and "s" not in test["attrs"]:
            raise parse_error("Expecting a Number")


def _read_body(node: Element) -> Rule:
    tests, actions = node.child("filterTests"), node.child("filterActions")
    condition = (tests.attr("condition") if tests is not None else None) or "allof"
    if condition.lower() not in ("allof", "anyof"):
        raise parse_error(f"Invalid Condition value: {condition}")
    nested = node.child("nestedRule")
    # what has no name that the server knows is dropped without a word (recording 720)
    known = [_read_action(a) for a in (actions.children if actions is not None else ()) if a.name in ACTIONS]
    if not known and nested is None:
        raise invalid_request("Missing action")
    return {
        "condition": condition.lower(),
        "tests": [_read_test(t) for t in (tests.children if tests is not None else ()) if t.name in TESTS],
        "actions": known,
        "nested": _read_body(nested) if nested is not None else None,
    }


def _plain(node: Element) -> dict[str, str]:
    return {name: node.attr(name) or "" for name in node.attrs if name != "index"}


def _read_test(node: Element) -> dict[str, Any]:
    attrs = _plain(node)
    if node.name in ("headerTest", "addressTest", "mimeHeaderTest"):
        for name in ("header", "value"):
            if name not in attrs:
                raise invalid_request(f"missing required attribute: {name}")
        comparison = attrs.get("stringComparison", "is")
        if comparison.lower() not in COMPARISONS and "valueComparison" not in attrs:
            raise parse_error(f"Invalid StringComparison value: {comparison}")
    if node.name == "sizeTest" and "s" in attrs:
        try:
            parse_size(attrs["s"])
        except (ValueError, IndexError):
            raise invalid_request(f"Invalid size: {attrs['s']}") from None
    return {"type": node.name, "attrs": attrs}


def _read_action(node: Element) -> dict[str, Any]:
    attrs = _plain(node)
    required = _REQUIRED.get(node.name)
    if required and not attrs.get(required[0], ""):
        raise invalid_request(f"Missing {required[1]}")
    if node.name == "actionReply" and not (node.attr("content") or ""):
        raise invalid_request("Missing reply content")
    if node.name == "actionFlag" and attrs["flagName"] not in FLAG_NAMES:
        raise failure(f"No enum constant {attrs['flagName']}")
    if node.name == "actionFileInto":
        attrs["copy"] = "1" if node.boolean("copy") else "0"
    content = node.child("content")
    return {"type": node.name, "attrs": attrs, "content": content.text if content is not None else None}


def encode_rules(rules: list[Rule]) -> Element:
    """The ``<filterRules>`` of a Get answer: tests and actions are numbered.

    service.INVALID_REQUEST where a rule has a size test without a size (recording 723).
    """
    if any(t["type"] == "sizeTest" and "s" not in t["attrs"] for rule in rules for t in rule["tests"]):
        raise invalid_request("Invalid size value null")
    out = E("filterRules")
    for rule in rules:
        node = out.add(E("filterRule", name=rule["name"], active=bool(rule["active"])))
        _encode_body(node, rule)
    return out


def _encode_body(node: Element, rule: Rule) -> None:
    # without tests there is no condition in what is stored
    tests = node.add_unique("filterTests", condition=rule["condition"] if rule["tests"] else None)
    for index, test in enumerate(rule["tests"]):
        tests.add(E(test["type"], test["attrs"], index=index))
    if rule["actions"]:
        actions = node.add_unique("filterActions")
        for index, action in enumerate(rule["actions"]):
            one = actions.add(E(action["type"], action["attrs"], index=index))
            if action["content"] is not None:
                one.add_text("content", action["content"])
    if rule["nested"]:
        _encode_body(node.add_unique("nestedRule"), rule["nested"])


def set_rules(box: Mailbox, direction: str, rules: list[Rule]) -> None:
    """Replace the whole list."""
    box.rules[direction] = rules
    box.world.touch(box)


def _bodies(rule: Rule) -> list[Rule]:
    return [rule, *(_bodies(rule["nested"]) if rule["nested"] else [])]


def _targets(rule: Rule) -> list[dict[str, Any]]:
    """All fileInto actions of a rule, nested ones included."""
    return [a for body in _bodies(rule) for a in body["actions"] if a["type"] == "actionFileInto"]


def _below(path: str, folder: str) -> bool:
    path = "/" + path.strip("/").lower()
    folder = folder.lower()
    return path == folder or path.startswith(folder + "/")


def folder_moved(box: Mailbox, old: str, new: str) -> None:
    """Rewrite the paths of rules that point at a folder (or below it) that was renamed or moved."""
    for rules in box.rules.values():
        for rule in rules:
            for action in _targets(rule):
                path = "/" + action["attrs"]["folderPath"].strip("/")
                if _below(path, old):
                    action["attrs"]["folderPath"] = new + path[len(old) :]
                    box.world.touch(box)


def folder_gone(box: Mailbox, path: str) -> None:
    """Disable the rules that point at a folder (or below it) that was deleted or put into the Trash."""
    for rules in box.rules.values():
        for rule in rules:
            if any(_below(action["attrs"]["folderPath"], path) for action in _targets(rule)):
                rule["active"] = False
                box.world.touch(box)
