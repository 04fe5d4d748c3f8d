# Copyright (c) 2026, the teammail.zimbra contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The tree that requests and answers are made of, whatever form they have on the line."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from zimbra_simulator.wire.faults import invalid_request, missing

_TRUE = {"1", "true"}
_FALSE = {"0", "false"}


class Element:
    """A named node with attributes, children and text.

    Values of attributes may be str, int or bool: JSON answers keep the type, XML answers show 1 and 0.
    Three flags steer the JSON form of a child (zimbra-soap-admin.md 1.2): ``unique`` is shown as an object instead
    of a list, ``plain`` as a bare value under its name, ``pair`` (``<a name="x">v</a>``) as an entry of ``_attrs``.
    ``from_json`` is set where a request came as JSON.
    """

    __slots__ = ("attrs", "children", "from_json", "name", "ns", "pair", "plain", "text", "unique")

    def __init__(self, name: str, ns: str | None = None, attrs: dict[str, Any] | None = None, text: Any = "") -> None:
        self.name = name
        self.ns = ns
        self.attrs: dict[str, Any] = {}
        self.children: list[Element] = []
        self.text = text
        self.unique = self.plain = self.pair = self.from_json = False
        self.set(attrs or {})

    def __repr__(self) -> str:
        return f"<{self.name} {self.attrs} {len(self.children)} children>"

    # ------------------------------------------------------------- building

    def set(self, attrs: dict[str, Any] | None = None, **more: Any) -> Element:
        """Set attributes; None leaves one out. Returns the element itself."""
        for name, value in {**(attrs or {}), **more}.items():
            if value is None:
                self.attrs.pop(name, None)
            else:
                self.attrs[name] = value
        return self

    def add(self, child: Element) -> Element:
        """Append a child and return the child."""
        self.children.append(child)
        return child

    def add_text(self, name: str, value: Any) -> Element:
        """``<name>value</name>`` that JSON shows as a bare value."""
        child = self.add(Element(name, text=value))
        child.plain = True
        return child

    def add_unique(self, name: str, /, **attrs: Any) -> Element:
        """A child that exists at most once: JSON shows an object."""
        child = self.add(E(name, **attrs))
        child.unique = True
        return child

    def add_pair(self, tag: str, key: str, value: str, *, key_name: str = "name") -> Element:
        """``<tag name="key">value</tag>``, in JSON an entry of ``_attrs``."""
        child = self.add(Element(tag, attrs={key_name: key}, text=value))
        child.pair = True
        return child

    # -------------------------------------------------------------- reading

    def child(self, name: str) -> Element | None:
        return next((c for c in self.children if c.name == name), None)

    def children_named(self, name: str) -> Iterator[Element]:
        return (c for c in self.children if c.name == name)

    def values(self, tag: str) -> Iterator[tuple[str, str]]:
        """``<tag name="key">value</tag>`` as key and value. A JSON request has them in ``_attrs`` alone (1.2, recording 700)."""
        for child in self.children:
            if child.pair if self.from_json else child.name == tag and child.attrs.get("name"):
                yield child.attrs["name"], child.text

    def attr(self, name: str, default: str | None = None) -> str | None:
        """An attribute, or else the text of a child of that name (zimbra-soap-admin.md 1.2)."""
        value = self.attrs.get(name)
        if value is None:
            child = self.child(name)
            value = child.text if child is not None else None
        if value is None:
            return default
        return ("1" if value else "0") if isinstance(value, bool) else str(value)

    def need(self, name: str) -> str:
        """Like attr(); service.INVALID_REQUEST when it is not there."""
        value = self.attr(name)
        if value is None:
            raise missing(name)
        return value

    def need_child(self, name: str) -> Element:
        """A child; service.INVALID_REQUEST when it is not there."""
        child = self.child(name)
        if child is None:
            raise invalid_request(f"missing required element: {name}")
        return child

    def boolean(self, name: str, default: bool = False) -> bool:
        """A 0/1/true/false attribute; an unreadable one counts as false (zimbra-soap-admin.md 1.4)."""
        value = self.attr(name)
        if value is None:
            return default
        return value.strip().lower() in _TRUE

    def strict_boolean(self, name: str, default: bool = False) -> bool:
        """A 0/1/true/false attribute; service.INVALID_REQUEST for anything else."""
        value = self.attr(name)
        if value is None:
            return default
        if value.strip().lower() not in _TRUE | _FALSE:
            raise invalid_request(f"invalid boolean value '{value}' for attribute: {name}")
        return value.strip().lower() in _TRUE

    def integer(self, name: str, default: int = 0) -> int:
        """A decimal attribute; service.INVALID_REQUEST for anything else."""
        value = self.attr(name)
        if value is None:
            return default
        if not re.fullmatch(r"[+-]?[0-9]{1,19}", value.strip()):
            raise invalid_request(f"invalid long value '{value}' for attribute: {name}")
        return int(value)


def E(name: str, attrs: dict[str, Any] | None = None, /, **more: Any) -> Element:  # noqa: N802
    """An element in the namespace of its parent. ``text=`` sets its text; None leaves an attribute out."""
    text = more.pop("text", "")
    return Element(name, attrs={**(attrs or {}), **more}, text=text)


def response_to(request: Element) -> Element:
    """The empty answer to a request: FooRequest becomes FooResponse in the same namespace."""
    return Element(re.sub("Request$", "Response", request.name), request.ns)


def show(value: Any) -> str:
    """A value as XML shows it."""
    if isinstance(value, bool):
        return "1" if value else "0"
    return str(value)
