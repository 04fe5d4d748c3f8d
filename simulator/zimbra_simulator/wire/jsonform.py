# Copyright (c) 2026, the teammail.zimbra contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The JSON form of requests and answers (zimbra-soap-admin.md 1.2, SoapJSProtocol)."""

from __future__ import annotations

import json
from typing import Any

from zimbra_simulator.wire.element import Element, show


def parse(data: bytes) -> Element:
    """A JSON envelope as an Element called Envelope; ValueError or TypeError when it is none."""
    value = json.loads(data.decode("utf-8"))
    if not isinstance(value, dict):
        raise TypeError("a JSON envelope is an object")
    return _element("Envelope", value)


def _element(name: str, value: Any) -> Element:
    out = Element(name)
    out.from_json = True
    if not isinstance(value, dict):
        out.text = _scalar(value)
        return out
    for key, inner in value.items():
        if key == "_jsns":
            out.ns = str(inner)
        elif key == "_content":
            out.text = _scalar(inner)
        elif key == "_attrs":
            _pairs(out, inner)
        elif isinstance(inner, dict):
            out.add(_element(key, inner))
        elif isinstance(inner, list):
            for one in inner:
                out.add(_element(key, one))
        elif inner is not None:
            out.attrs[key] = _scalar(inner)
    return out


def _pairs(out: Element, value: Any) -> None:
    if not isinstance(value, dict):
        raise TypeError("_attrs is an object")
    for key, inner in value.items():
        for one in inner if isinstance(inner, list) else [inner]:
            out.add_pair("_attrs", key, _scalar(one))


def _scalar(value: Any) -> str:
    return "" if value is None else ("true" if value else "false") if isinstance(value, bool) else str(value)


def render(answer: Element, context: Element | None) -> bytes:
    """The JSON envelope of an answer."""
    out: dict[str, Any] = {}
    if context is not None:
        out["Header"] = {"context": _object(context)}
    out["Body"] = {answer.name: _object(answer)}
    out["_jsns"] = "urn:zimbraSoap"
    return json.dumps(out, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")


def _object(el: Element) -> dict[str, Any]:
    out: dict[str, Any] = dict(el.attrs)
    if el.children:
        for child in el.children:
            _place(out, child)
    elif el.text != "":
        out["_content"] = el.text
    if el.ns and el.ns != "soap":
        out["_jsns"] = el.ns
    return out


def _place(out: dict[str, Any], child: Element) -> None:
    if child.plain:
        out[child.name] = child.text
    elif child.pair:
        pairs = out.setdefault("_attrs", {})
        key = show(child.attrs.get("name", child.attrs.get("n", "")))
        if key not in pairs:
            pairs[key] = child.text
        elif isinstance(pairs[key], list):
            pairs[key].append(child.text)
        else:
            pairs[key] = [pairs[key], child.text]
    elif child.unique:
        out[child.name] = _object(child)
    else:
        out.setdefault(child.name, []).append(_object(child))
