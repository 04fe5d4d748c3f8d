# Copyright (c) 2026, the teammail.zimbra contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
name: shared_mailboxes
short_description: Shared mailboxes of a Zimbra server as hosts
version_added: 0.1.0
author:
  - The teammail.zimbra contributors (@teammail)
description:
  - Every shared mailbox that is found on the server becomes a host, with the variables that the role P(teammail.zimbra.shared_mailbox#role) takes.
  - A mailbox is found by its Inbox being shared with a list, or by being named in O(address).
  - The server's texts, such as display names, are data; what somebody writes into them is never evaluated as a template.
  - The file must be called C(shared_mailboxes.yml) or C(shared_mailboxes.yaml), or end in C(.shared_mailboxes.yml) or C(.shared_mailboxes.yaml).
options:
  plugin:
    description: The name of this plugin, so that other plugins leave the file alone.
    type: str
    required: true
    choices:
      - teammail.zimbra.shared_mailboxes
  address:
    description: Addresses of the mailboxes. Without them the plugin searches for shared mailboxes.
    type: list
    elements: str
  domain:
    description: Search this domain only.
    type: str
  filter:
    description: An LDAP filter that accounts must match in addition.
    type: str
  group:
    description: The group that all hosts belong to.
    type: str
    default: shared_mailboxes
  host_name:
    description: The names of the hosts.
    type: str
    default: local_part
    choices:
      local_part: The local part of the address, or the whole address where two hosts would have the same name.
      address: The whole address.
  url:
    env:
      - name: ZIMBRA_URL
  username:
    env:
      - name: ZIMBRA_USERNAME
  password:
    env:
      - name: ZIMBRA_PASSWORD
  auth_token:
    env:
      - name: ZIMBRA_AUTH_TOKEN
  allow_plain_http:
    env:
      - name: ZIMBRA_ALLOW_PLAIN_HTTP
  validate_certs:
    env:
      - name: ZIMBRA_VALIDATE_CERTS
  ca_path:
    env:
      - name: ZIMBRA_CA_PATH
  timeout:
    env:
      - name: ZIMBRA_TIMEOUT
  retries:
    env:
      - name: ZIMBRA_RETRIES
notes:
  - The options of the connection may be templates, for example with a lookup of the password.
  - In addition to the role's variables, a host has C(zimbra_account_id), C(zimbra_display_name) and C(zimbra_findings),
    a list of what is not as the role would have it, see RV(teammail.zimbra.shared_mailbox_info#module:shared_mailboxes[].findings).
  - A mailbox that cannot be read is left out with a warning; the inventory fails if none of O(address) can be read.
seealso:
  - module: teammail.zimbra.shared_mailbox_info
extends_documentation_fragment:
  - teammail.zimbra.connection
  - ansible.builtin.constructed
  - ansible.builtin.inventory_cache
"""

EXAMPLES = r"""
---
# support.shared_mailboxes.yml; the connection comes from ZIMBRA_URL, ZIMBRA_USERNAME and ZIMBRA_PASSWORD
plugin: teammail.zimbra.shared_mailboxes

---
# All mailboxes of a domain, with groups by language and by whether they need attention
plugin: teammail.zimbra.shared_mailboxes
url: https://mail.example.com:7071/service/admin/soap
username: admin@example.com
password: "{{ lookup('ansible.builtin.file', '/run/secrets/zimbra') }}"
domain: example.com
groups:
  needs_attention: zimbra_findings | length > 0
keyed_groups:
  - prefix: language
    key: shared_mailbox_language | default('en')
compose:
  mailbox_team_size: shared_mailbox_agents | length
cache: true
cache_plugin: ansible.builtin.jsonfile
cache_connection: ~/.cache/ansible/shared_mailboxes
"""

import os
import stat
import typing as t

from ansible.errors import AnsibleParserError
from ansible.inventory.data import InventoryData
from ansible.plugins.inventory import BaseInventoryPlugin, Cacheable, Constructable

from ansible_collections.teammail.zimbra.plugins.module_utils.discovery.info import get_info
from ansible_collections.teammail.zimbra.plugins.module_utils.engine import NOTES
from ansible_collections.teammail.zimbra.plugins.module_utils.errors import ZimbraError
from ansible_collections.teammail.zimbra.plugins.module_utils.options import CONNECTION
from ansible_collections.teammail.zimbra.plugins.module_utils.session import open_session
from ansible_collections.teammail.zimbra.plugins.module_utils.soap import LXML_ERR
from ansible_collections.teammail.zimbra.plugins.module_utils.transport import REQUESTS_ERR
from ansible_collections.teammail.zimbra.plugins.plugin_utils.make_unsafe import make_unsafe

ENDINGS = tuple("shared_mailboxes." + ending for ending in ("yml", "yaml"))
CHOICE = ("address", "domain", "filter")


class InventoryModule(BaseInventoryPlugin, Constructable, Cacheable):
    """Existing shared mailboxes as hosts."""

    NAME = "teammail.zimbra.shared_mailboxes"

    def verify_file(self, path: str) -> bool:
        """Whether the file is meant for this plugin."""
        name = path.rpartition("/")[2]
        return super().verify_file(path) and (
            name in ENDINGS or name.endswith(tuple("." + ending for ending in ENDINGS))
        )

    def parse(self, inventory: InventoryData, loader: t.Any, path: str, cache: bool = True) -> None:
        """Read the configuration, ask the server or the cache, and fill the inventory.  Raises AnsibleParserError."""
        super().parse(inventory, loader, path, cache)
        config = self._read_config_data(path)
        for library, error in (("requests", REQUESTS_ERR), ("lxml", LXML_ERR)):
            if error:
                raise AnsibleParserError(
                    f"{self.NAME} needs the Python library {library}, which cannot be imported: {error.splitlines()[-1]}"
                )
        if self.get_option("address") is not None and (self.get_option("domain") or self.get_option("filter")):
            raise AnsibleParserError(
                f"{path}: address goes together with neither domain nor filter; name the mailboxes or have them searched"
            )
        found = self._found(config, path, cache)
        for note in found.get(NOTES, ()):
            self.display.warning(f"{path}: {note}")
        for entry in found["unreadable"]:
            self.display.warning(f"{entry['address']} is left out: {entry['reason']}")
        if found["unreadable"] and not found["shared_mailboxes"] and self.get_option("address"):
            raise AnsibleParserError(f"{path}: none of the mailboxes could be read")
        for mailbox in found["shared_mailboxes"]:
            self._add(inventory, mailbox)

    def _found(self, config: t.Mapping[str, t.Any], path: str, cache: bool) -> t.Dict[str, t.Any]:
        """What the cache holds, where it may be used and holds it; else what the server says."""
        key = self.get_cache_key(path)
        caching = self.get_option("cache")
        if caching:
            self._check_cache()
        if caching and cache:
            try:
                return t.cast(t.Dict[str, t.Any], self._cache[key])
            except KeyError:
                pass  # expired, or never filled
        found = self._ask(config)
        if caching:
            self._cache[key] = found
        return found

    def _check_cache(self) -> None:
        """Raises AnsibleParserError where somebody else could put a file into the cache, and so name people who get access to a mailbox."""
        plugin = getattr(self._cache, "_plugin", None)
        folder = getattr(plugin, "_cache_dir", None)
        if not folder or not os.path.isdir(folder):
            return  # in memory, or in a service with a protection of its own
        for place in [folder, *(os.path.join(folder, name) for name in os.listdir(folder))]:
            about = os.stat(place)
            if about.st_uid != os.geteuid() or about.st_mode & (stat.S_IWGRP | stat.S_IWOTH):
                raise AnsibleParserError(
                    f"cache_connection is {folder}, where {place} belongs to, or can be written by, somebody else, who could make themselves an agent;"
                    " name a folder that only you can write to, such as ~/.cache/ansible/shared_mailboxes"
                )

    def _ask(self, config: t.Mapping[str, t.Any]) -> t.Dict[str, t.Any]:
        connection = {name: self._value(config, name) for name in CONNECTION}
        try:
            session = open_session(connection)
            try:
                return get_info(session, {name: self.get_option(name) for name in CHOICE})
            finally:
                note = session.restore_caches()
                if note:
                    self.display.warning(note)
                session.client.close()
        except ZimbraError as err:
            raise AnsibleParserError(f"{self.NAME}: {err}") from err

    def _value(self, config: t.Mapping[str, t.Any], name: str) -> t.Any:
        """An option of the connection; a template in the file is evaluated, what comes from the environment is taken as it is."""
        if isinstance(config.get(name), str) and self.templar.is_template(config[name]):
            self.set_option(name, self.templar.template(config[name]))
        return self.get_option(name)

    def _add(self, inventory: InventoryData, mailbox: t.Mapping[str, t.Any]) -> None:
        def known() -> t.Dict[str, t.Any]:
            added = inventory.get_host(host)
            return {} if added is None else added.get_vars()

        group = inventory.add_group(self.get_option("group"))
        name = mailbox["host"] if self.get_option("host_name") == "local_part" else mailbox["address"]
        host = inventory.add_host(name, group=group)
        variables = dict(
            mailbox["variables"],
            zimbra_account_id=mailbox["id"],
            zimbra_display_name=mailbox["display_name"],
            zimbra_findings=mailbox["findings"],
        )
        for key, value in variables.items():
            inventory.set_variable(host, key, make_unsafe(value))
        strict = self.get_option("strict")
        self._set_composite_vars(self.get_option("compose"), known(), host, strict=strict)
        self._add_host_to_composed_groups(self.get_option("groups"), known(), host, strict=strict)
        self._add_host_to_keyed_groups(self.get_option("keyed_groups"), known(), host, strict=strict)
