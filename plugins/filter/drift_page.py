# Copyright (c) 2026, the teammail.zimbra contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
name: drift_page
short_description: (internal) Render the drift report as one HTML page
version_added: 0.1.0
author:
  - The teammail.zimbra contributors (@teammail)
description:
  - Renders a page that needs no other file, looks the same offline, and can be read and printed by anybody.
  - Every value is escaped, and the page forbids its browser to run or load anything but its own script and style,
    since names in it come from mailboxes that many people can write to.
  - It is in the language of the report.
  - Internal to this collection; it may change in any release.
options:
  _input:
    description: The report, as the filter P(teammail.zimbra.drift#filter) makes it.
    type: dict
    required: true
  template:
    description: The page as a Jinja2 template that escapes by itself.
    type: str
    required: true
  style:
    description: Its style sheet.
    type: str
    required: true
  script:
    description: Its script.
    type: str
    required: true
"""

EXAMPLES = r"""
- name: Write the page
  ansible.builtin.copy:
    content: >-
      {{ report | teammail.zimbra.drift_page(lookup('ansible.builtin.file', 'drift.html.j2'),
                                             lookup('ansible.builtin.file', 'drift.css'),
                                             lookup('ansible.builtin.file', 'drift.js')) }}
    dest: drift.html
    mode: "0644"
"""

RETURN = r"""
_value:
  description: The page.
  type: str
"""

import base64
import hashlib
import typing as t

from jinja2 import Environment, StrictUndefined
from markupsafe import Markup, escape

from ansible_collections.teammail.zimbra.plugins.filter.drift import DRIFT, GOOD, UNKNOWN, UNREACHABLE, steps_in
from ansible_collections.teammail.zimbra.plugins.plugin_utils.drift_words import Words

# Mailboxes that somebody has to look at come first.
ORDER = (DRIFT, UNKNOWN, UNREACHABLE, GOOD)


def policy(style: str, script: str) -> str:
    """A content security policy by which a browser runs nothing but these two texts, and loads nothing at all."""

    def allowed(text: str) -> str:
        return "'sha256-%s'" % base64.b64encode(hashlib.sha256(text.encode("utf-8")).digest()).decode("ascii")

    return "default-src 'none'; style-src %s; script-src %s; base-uri 'none'; form-action 'none'" % (
        allowed(style),
        allowed(script),
    )


def drift_page(report: t.Mapping[str, t.Any], template: str, style: str, script: str) -> str:
    """The report as HTML.  Rendered by an environment of its own, since Ansible's does not escape."""
    style, script = "\n%s\n" % style.strip(), "\n%s\n" % script.strip()
    environment = Environment(
        autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True, keep_trailing_newline=True
    )
    words = Words(report["language"])
    # Ours alone is marked as safe: both texts come from files of this collection.
    return environment.from_string(template).render(
        report=report,
        details=sorted(report["details"], key=lambda one: ORDER.index(one["state"])),
        steps=steps_in(words),
        say=lambda english, **values: escape(words.text(english)).format(**values),
        value_of=words.value_of,
        style=Markup(style),  # noqa: S704
        script=Markup(script),  # noqa: S704
        policy=policy(style, script),
    )


class FilterModule:
    """Registers the filter."""

    def filters(self) -> t.Dict[str, t.Callable[..., t.Any]]:
        return {"drift_page": drift_page}
