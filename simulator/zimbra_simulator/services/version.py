# Copyright (c) 2026, the teammail.zimbra contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What the server says about its release."""

from __future__ import annotations

from zimbra_simulator.directory.world import World
from zimbra_simulator.wire.element import E, Element

_RELEASES = {
    "10.1": ("10.1.3", "GA_4200", "20241009060000"),
    "9.0": ("9.0.0", "GA_4178", "20220627060000"),
    "8.8.15": ("8.8.15", "GA_3869", "20190918004220"),
}


def release(world: World) -> str:
    """Such as 10.1.3."""
    return _RELEASES[world.options.version][0]


def info(world: World) -> Element:
    """The ``<info>`` element of GetVersionInfo."""
    number, build, date = _RELEASES[world.options.version]
    major, minor, micro = number.split(".")
    return E(
        "info", type="FOSS", version=f"{number}_{build}", release=f"{build}.UBUNTU22.64", buildDate=date,
        host="mail.simulator.test", majorversion=major, minorversion=minor, microversion=micro, platform="UBUNTU22_64",
    )  # fmt: skip
