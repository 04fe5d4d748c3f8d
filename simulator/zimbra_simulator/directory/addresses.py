# Copyright (c) 2026, the teammail.zimbra contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""How e-mail addresses are written, compared and checked."""

from __future__ import annotations

import re

_LOCAL = re.compile(r"[^\s@<>()\[\],;:\\\"]+|\"[^\"]+\"")
_DOMAIN = re.compile(r"[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?(\.[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?)*", re.I)


def ascii_host(host: str) -> str:
    """A host name in the form that DNS knows; left as it is when it cannot be had."""
    try:
        return host.encode("idna").decode("ascii") if not host.isascii() else host
    except UnicodeError:
        return host


def shown(address: str) -> str:
    """An address, or a host, as the server shows it: the host in Unicode (recording 721)."""
    local, at, host = address.rpartition("@")
    labels = []
    for label in host.split("."):
        try:
            labels.append(label.encode("ascii").decode("idna") if label.startswith("xn--") else label)
        except UnicodeError:
            labels.append(label)
    return local + at + ".".join(labels)


def canonical(address: str) -> str:
    """Lower case, host in ASCII: the form that the directory keeps and compares."""
    local, at, host = address.strip().lower().rpartition("@")
    return local + at + ascii_host(host)


def domain_of(address: str) -> str:
    return canonical(address).rpartition("@")[2]


def is_address(text: str) -> bool:
    """Whether text is one plain address."""
    local, at, host = text.rpartition("@")
    return bool(at and _LOCAL.fullmatch(local) and _DOMAIN.fullmatch(ascii_host(host)))


def is_domain(text: str) -> bool:
    return bool(_DOMAIN.fullmatch(ascii_host(text)))
