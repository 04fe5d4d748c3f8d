# Copyright (c) 2026, the teammail.zimbra contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
name: export_hosts
short_description: (internal) Make inventory files for existing shared mailboxes
version_added: 0.1.0
author:
  - The teammail.zimbra contributors (@teammail)
description:
  - Turns what M(teammail.zimbra.shared_mailbox_info) found into inventory files, one for each mailbox.
  - The findings about a mailbox are comments above its variables, with what the role would do about them. More than ten of a kind are one comment.
  - Texts from the server that Ansible would take for templates are marked with C(!unsafe).
  - Internal to this collection; it may change in any release.
options:
  _input:
    description: The mailboxes that M(teammail.zimbra.shared_mailbox_info) returned.
    type: list
    elements: dict
    required: true
  group:
    description: The group that the hosts belong to.
    type: str
    default: shared_mailboxes
"""

EXAMPLES = r"""
- name: Show the file that describes the first mailbox
  ansible.builtin.debug:
    msg: "{{ (found.shared_mailboxes | teammail.zimbra.export_hosts)[0].content }}"
"""

RETURN = r"""
_value:
  description: The files, each with C(host), C(address), C(name) of the file, its C(content), and C(findings) in sentences.
  type: list
  elements: dict
"""

import re
import typing as t

import yaml

from ansible_collections.teammail.zimbra.plugins.plugin_utils.make_unsafe import make_unsafe

# More findings of a kind than so many are counted.
MANY = 10


class Literal(str):
    """A text that Ansible must not take for a template."""


class Dumper(yaml.SafeDumper):
    """Writes YAML as people do: lists indented below their key, nothing folded."""

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
        return super().increase_indent(flow, False)


Dumper.add_representer(Literal, lambda dumper, text: dumper.represent_scalar("!unsafe", str(text), style='"'))


def plain(value: t.Any) -> t.Any:
    """Ordinary types, whatever kinds of text Ansible handed over, with texts that look like templates marked."""
    if isinstance(value, t.Mapping):
        return {plain(k): plain(v) for k, v in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(v) for v in value]
    if isinstance(value, str):
        text = "".join(value)
        return Literal(text) if re.search(r"\{[{%#]", text) else text
    return value


def one_line(text: str) -> str:
    """A text that cannot leave its comment: no kind of line break, no control characters."""
    return "".join(c if c.isprintable() else "?" for c in " ".join(text.split()))


def sentences_of(findings: t.Sequence[t.Mapping[str, t.Any]]) -> t.List[str]:
    """A sentence for each finding; many of one kind, with which the role does the same, are one sentence with an example."""
    alike: t.Dict[t.Tuple[str, str], t.List[t.Mapping[str, t.Any]]] = {}
    for finding in findings:
        alike.setdefault((finding["kind"], finding["role"]), []).append(finding)
    told = []
    for (kind, role), group in alike.items():
        few = group if len(group) <= MANY else group[:1]
        told += [
            one_line(
                "%s (%s%s): %s. The role %s."
                % (
                    one["object"],
                    kind,
                    "" if few is group else ", and %d more of the kind" % (len(group) - 1),
                    one["found"],
                    role,
                )
            )
            for one in few
        ]
    return told


def export_hosts(
    mailboxes: t.Sequence[t.Mapping[str, t.Any]], group: str = "shared_mailboxes"
) -> t.List[t.Dict[str, t.Any]]:
    """One inventory file for each mailbox: {host, name, content, findings}."""
    files = []
    for mailbox in mailboxes:
        sentences = sentences_of(mailbox["findings"])
        tree = plain({"all": {"children": {group: {"hosts": {mailbox["host"]: mailbox["variables"]}}}}})
        head = ["---", "# " + one_line("The shared mailbox %s as it was found on the server." % mailbox["address"])]
        if sentences:
            head += ["#", "# Findings, and what the role does about them:"] + [
                "# - " + sentence for sentence in sentences
            ]
        body = yaml.dump(tree, Dumper=Dumper, sort_keys=False, allow_unicode=True, width=4096, default_flow_style=False)
        files.append(
            {
                "host": mailbox["host"],
                "address": mailbox["address"],
                "name": "%s.yml" % mailbox["host"],
                "content": "\n".join([*head, body]),
                "findings": sentences,
            }
        )
    return make_unsafe(files)


class FilterModule:
    """Registers the filter."""

    def filters(self) -> t.Dict[str, t.Callable[..., t.Any]]:
        return {"export_hosts": export_hosts}
