#!/usr/bin/python
# Copyright (c) 2026, the teammail.zimbra contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: team_info
short_description: Compare a shared mailbox and its team with the variables of the role
version_added: 0.1.0
author:
  - The teammail.zimbra contributors (@teammail)
description:
  - Takes the variables of the role P(teammail.zimbra.shared_mailbox#role) as options, without C(shared_mailbox_), converts each once to its type,
    and fills in what was not given.
  - Reads the mailbox, its list and its people. Returns who is in the team, who leaves it, which folder belongs to whom, what the role has given
    before and is to take back, and what it is to remember.
  - Fails, and names the variable, where the variables cannot be carried out. Changes nothing.
options:
  address:
    description: Address of the mailbox.
    type: str
    required: true
  agents:
    description: The people who answer its mail.
    type: list
    elements: dict
    required: true
    suboptions: &person
      address:
        description: Address of the account.
        type: str
        required: true
      folder:
        description: Name of the folder below the shared Inbox.
        type: str
  state:
    description: Whether the mailbox is to be shared.
    type: str
    choices: [present, absent]
    default: present
  confirm_removal:
    description: Address of the mailbox once more, to remove the account with its mail.
    type: str
  former_agents:
    description: People who were agents.
    type: list
    elements: dict
    default: []
    suboptions: *person
  former_agent_mail:
    description: V(keep), V(to_inbox), or a dictionary of C(to_agent) with the address of an agent.
    type: raw
    default: keep
  max_removals:
    description: How many people may lose access.
    type: int
    default: 2
  status:
    description: Status that the mailbox's account shall have; an existing one keeps its own without it.
    type: str
    choices: [active, locked, closed]
  unreachable_agents:
    description: Whether a run fails, or only warns, when an agent's own mailbox cannot be worked in.
    type: str
    choices: [fail, warn]
    default: fail
  create_agents:
    description: Whether agents may have no account yet.
    type: bool
    default: false
  remove_extra_access:
    description: Whether access that the role has not given is to be taken.
    type: bool
    default: false
  replace_whole_mounts:
    description: Whether agents' mountpoints of the mailbox as a whole are to be removed.
    type: bool
    default: false
  aliases:
    description: Further addresses of the mailbox.
    type: list
    elements: str
    default: []
  reply_as_alias:
    description: Whether mail to an alias is answered from that alias.
    type: bool
  sent_copies_read:
    description: Whether copies of replies are stored as read.
    type: bool
    default: true
  display_name:
    description: Display name of the mailbox.
    type: str
  list:
    description: Address of the list of the agents.
    type: str
  list_display_name:
    description: Display name of the list.
    type: str
  list_receives_mail:
    description: Whether mail can be sent to the list.
    type: bool
    default: false
  list_hidden:
    description: Whether the list is left out of the address list.
    type: bool
    default: true
  language:
    description: Language of the default names.
    type: str
    choices: [de, en]
    default: en
  inbox_name:
    description: What the shared Inbox is called in an agent's mailbox.
    type: str
  sent_name:
    description: What the shared Sent is called in an agent's mailbox.
    type: str
  from_display:
    description: Name beside the address in the From of replies.
    type: str
  persona_name:
    description: Name of the persona in each agent's mailbox.
    type: str
  verify:
    description: Whether the agents' rights are looked at in the end.
    type: bool
    default: true
  instructions:
    description: Whether each agent is sent a short text.
    type: bool
    default: false
  all_steps:
    description: Whether RV(parts) names the steps of a mailbox that is in order, too.
    type: bool
    default: false
  effective_rights:
    description: Whether to return what each agent may do, as far as the mailbox is in order.
    type: bool
    default: false
  team_only:
    description: Whether to return only the agents and their folders, without reading the list, even where the variables cannot be carried out.
    type: bool
    default: false
  contradictions:
    description: Sentences on other hosts that want the same, from this collection's filter C(contradictions); with one of them, the task fails.
    type: list
    elements: str
    default: []
  names:
    description: Names of variables that are set; one that is nearly a variable of the role, but none, makes the task fail.
    type: list
    elements: str
    default: []
  lists_before:
    description: Lists that belong to other mailboxes, each with the address of its mailbox.
    type: dict
    default: {}
  variables:
    description:
      - How the names of variables begin that stand for options which the task does not name, such as V(shared_mailbox_). What these are is templated
        as in a task.
      - Without it, options come from the task alone.
    type: str
  keep_reading:
    description:
      - Whether to read what the other tasks of the role would ask, too, and to return it in RV(reading), for the option O(reading) of these.
      - Ansible then shows nothing of the result, as with C(no_log).
    type: bool
    default: false
  search_domain:
    description: Whether to search the mailbox's domain for shared mailboxes, in the same request. It needs the right C(listAccount).
    type: bool
    default: false
seealso:
  - module: teammail.zimbra.team_memory
  - module: teammail.zimbra.shared_mailbox_info
extends_documentation_fragment:
  - teammail.zimbra.connection
  - teammail.zimbra.attributes.info
  - teammail.zimbra.attributes.actiongroup
"""

EXAMPLES = r"""
- name: Determine who is in the team, and who would leave it
  teammail.zimbra.team_info:
    address: support@example.com
    agents:
      - address: meier@example.com
      - address: schulze@example.com
        folder: Petra
  register: found

- name: Show who would leave
  ansible.builtin.debug:
    msg: "{{ found.former_agents | map(attribute='address') }}"
"""

RETURN = r"""
desired:
  description: The variables, converted, with their default values.
  returned: success
  type: dict
mailbox:
  description: Whether the account C(exists), its C(id) and C(status), and whether anything is C(remembered) about it.
  returned: success
  type: dict
list:
  description:
    - The list of the agents. C(current) is its present address, C(renamed_from) its former one where the list is to be renamed, and C(former) another
      list that had access before and is to lose it. C(all) are the addresses of both lists, C(grants) the same for the module
      M(teammail.zimbra.share).
  returned: success
  type: dict
team:
  description:
    - The agents, each with the primary C(address), the C(given_address) of the variables, C(id), and the C(folder) they are to have. C(folder_id) and
      C(current_path) describe the folder that they have now.
  returned: success
  type: list
  elements: dict
  sample:
    - address: meier@example.com
      given_address: meier@example.com
      kind: account
      id: 8d4f4b1e-2f6c-4d2c-9a53-0d8a6a3d7c11
      display_name: Anna Meier
      status: active
      folder: Meier
      folder_id: 261
      current_path: /Inbox/Meier
agents:
  description: The addresses of the team.
  returned: success
  type: list
  elements: str
new_agents:
  description: Addresses of agents without an account.
  returned: success
  type: list
  elements: str
joining:
  description: Addresses of agents who are not remembered yet.
  returned: success
  type: list
  elements: str
former_agents:
  description: Everybody who was an agent, is none any more, and still has access or a folder.
  returned: success
  type: list
  elements: dict
members_to_remove:
  description: The members of the list who are no agents, as the list names them.
  returned: success
  type: list
  elements: str
former_agent_accounts:
  description: Addresses of former agents who have a mailbox of their own, from which personas and mountpoints are to be removed.
  returned: success
  type: list
  elements: str
folders:
  description:
    - Options for the module M(teammail.zimbra.folder). C(paths) are the agents' folders, with their C(former_paths), C(own_grants) those of them that
      do not inherit the shares of the Inbox; C(remove) are the folders of former
      agents, C(subfolders) are new and old paths of what is below these, and C(messages) and C(messages_to) tell what becomes of their mail.
  returned: success
  type: dict
personas:
  description: Names of C(all) personas given, of C(former) ones that are to be removed, and the former name of the first one if it is to be C(renamed).
  returned: success
  type: dict
mounts:
  description: The mountpoints of each agent, with the name that they were created with.
  returned: success
  type: list
  elements: dict
memory:
  description: What M(teammail.zimbra.team_memory) is to write C(first) and C(last); null where nothing is to be written.
  returned: success
  type: dict
parts:
  description:
    - The task files of the role that this mailbox needs. C(people_change) and C(seldom) are those that most runs do without, C(all) is for the report.
    - With O(keep_reading) and without O(all_steps), these are empty where the modules of the files find in check mode that there is nothing to do.
    - C(access_ends) tells whether somebody loses access.
  returned: success
  type: dict
extra_access:
  description:
    - Access that the role has not given. Each entry has a C(kind) (V(folder), V(right), V(family), V(external_account), V(forwarding), V(rule));
      C(where) it is, C(who) has it, and all of that as a sentence in C(text).
  returned: success
  type: list
  elements: dict
  sample:
    - kind: folder
      where: /Inbox/Invoices
      who: weber@example.com
      text: weber@example.com has a grant of their own on /Inbox/Invoices
extra_access_to_remove:
  description: The part of C(extra_access) that the role is to remove, as options of the modules M(teammail.zimbra.share), M(teammail.zimbra.send_right)
    and M(teammail.zimbra.account).
  returned: success
  type: dict
notes:
  description: Sentences for the people who run the role.
  returned: success
  type: list
  elements: str
shared_in_domain:
  description: Addresses of the domain's mailboxes whose Inbox is shared with a list. Null without O(search_domain) and without the right to search.
  returned: success
  type: list
  elements: str
effective_rights:
  description:
    - What each agent may do in the Inbox, Sent and the agents' folders, as M(teammail.zimbra.effective_rights_info) returns it, where the mailbox is in
      order, and empty without O(effective_rights). Null where a step has something to do or to tell, with O(all_steps), and where the
      rights could not be read or do not suffice.
  returned: with O(keep_reading)
  type: list
  elements: dict
reading:
  description:
    - What was read, packed. It contains what the server returned about accounts and folders. Null where nothing is left to do, so that no task needs it.
  returned: with O(keep_reading)
  type: str
"""

from ansible_collections.teammail.zimbra.plugins.module_utils import engine
from ansible_collections.teammail.zimbra.plugins.module_utils.resources.team.info import OPTIONS, get_info
from ansible_collections.teammail.zimbra.plugins.module_utils.resources.team.variables import VARIABLE


def main():
    engine.run_info_module(get_info, OPTIONS, called=VARIABLE)


if __name__ == "__main__":
    main()
