# Copyright (c) 2026, the teammail.zimbra contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The variables of the role shared_mailbox, each judged and converted once.  Every complaint names the variable.

A name or an address that is empty counts as not given, as in a survey whose field was left blank; an empty text for a list is refused.
"""

from __future__ import annotations

import json
import re
import typing as t

from ...engine import State
from ...errors import InputError
from ...schema import check_value
from ...values import address as any_address
from ...values import collation_key, fold, folder_name, folder_path, system_id
from ..identity.reading import DEFAULT, NAME, same
from . import defaults

AGENT: t.Dict[str, t.Any] = {"address": {"type": "str", "required": True}, "folder": {"type": "str"}}
OPTIONS: t.Dict[str, t.Any] = {
    "address": {"type": "str", "required": True},
    "agents": {"type": "list", "elements": "dict", "required": True, "options": AGENT},
    "state": {"type": "str", "choices": ["present", "absent"], "default": "present"},
    "confirm_removal": {"type": "str"},
    "former_agents": {"type": "list", "elements": "dict", "default": [], "options": AGENT},
    "former_agent_mail": {"type": "raw", "default": "keep"},
    "max_removals": {"type": "int", "default": defaults.MAX_REMOVALS},
    "status": {"type": "str", "choices": ["active", "locked", "closed"]},
    "create_agents": {"type": "bool", "default": False},
    "remove_extra_access": {"type": "bool", "default": False},
    "replace_whole_mounts": {"type": "bool", "default": False},
    "aliases": {"type": "list", "elements": "str", "default": []},
    "reply_as_alias": {"type": "bool"},
    "sent_copies_read": {"type": "bool", "default": True},
    "display_name": {"type": "str"},
    "list": {"type": "str"},
    "list_display_name": {"type": "str"},
    "list_receives_mail": {"type": "bool", "default": False},
    "list_hidden": {"type": "bool", "default": True},
    "language": {"type": "str", "choices": sorted(defaults.SENT_WORDS), "default": "en"},
    "inbox_name": {"type": "str"},
    "sent_name": {"type": "str"},
    "from_display": {"type": "str"},
    "persona_name": {"type": "str"},
    "verify": {"type": "bool", "default": True},
    "instructions": {"type": "bool", "default": False},
    "unreachable_agents": {"type": "str", "choices": ["fail", "warn"], "default": "fail"},
    "all_steps": {"type": "bool", "default": False},
}
VARIABLE = "shared_mailbox_"
# Control characters; soft hyphen, zero width space, marks of direction, word joiner and the like, byte order mark.  Joiners are part of words.
UNSEEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\xad\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff]")
KEEP, TO_INBOX, TO_AGENT = "keep", "to_inbox", "to_agent"


class DesiredTeam(t.NamedTuple):
    """What the variables ask for, before the server was asked.

    agents, named_former: {address, folder}; mail: what becomes of former agents' mail; recipient: the agent who gets it.
    """

    address: str
    list: str
    agents: t.List[State]
    named_former: t.List[State]
    mail: str
    recipient: t.Optional[str]
    aliases: t.List[str]
    options: t.Mapping[str, t.Any]


def check_visible(option: str, value: t.Any) -> None:
    """Refuse what nobody sees and what cannot be sent, wherever it stands in a variable."""
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, (list, tuple)):
        for one in value:
            check_visible(option, one)
    found = UNSEEN.search(value) if isinstance(value, str) else None
    if found:
        raise InputError(
            f"{VARIABLE}{option} is {value!r}, which has the invisible character U+{ord(found.group()):04X}; remove that"
        )


def own_address(option: str, value: t.Any) -> str:
    """An address in a variable of the role."""
    return any_address(VARIABLE + option, value)


def parse_variables(options: t.Mapping[str, t.Any]) -> DesiredTeam:
    """Raises InputError; options as the argument spec has converted them."""
    # of the role's variables alone: the options hold those of the connection, too
    for option in OPTIONS:
        check_visible(option, options.get(option))
    given: State = {k: (v.strip() or None) if isinstance(v, str) else v for k, v in options.items()}
    if not given["address"]:
        raise InputError("shared_mailbox_address is empty; give the address of the mailbox")
    address = own_address("address", given["address"])
    team_list = own_address("list", given["list"]) if given.get("list") else defaults.default_list(address)
    if team_list == address:
        raise InputError(f"shared_mailbox_list is {team_list}, the address of the mailbox itself; choose another")
    aliases = list(dict.fromkeys(own_address("aliases", a) for a in filled("aliases", given.get("aliases"))))
    for other, what in ((address, "the mailbox's own address"), (team_list, "the address of the list of the agents")):
        if other in aliases:
            raise InputError(f"shared_mailbox_aliases has {other}, which is {what}; leave it out")
    mail, recipient = parse_former_agent_mail(given.get("former_agent_mail"))
    if given["max_removals"] < 0:
        raise InputError(f"shared_mailbox_max_removals is {given['max_removals']}; give 0 or more")
    confirm = given.get("confirm_removal")
    if given["state"] == "absent" and confirm and any_address("shared_mailbox_confirm_removal", confirm) != address:
        raise InputError(
            f"shared_mailbox_confirm_removal is {confirm}, but the mailbox is {address}; repeat its address to remove the account with all its mail,"
            " or leave the variable out to remove access only"
        )
    return DesiredTeam(
        address,
        team_list,
        [_person("agents", a) for a in filled("agents", given["agents"])],
        [_person("former_agents", a) for a in filled("former_agents", given.get("former_agents"))],
        mail,
        recipient,
        aliases,
        given,
    )


def filled(option: str, values: t.Any) -> t.List[t.Any]:
    """The members of a list; a blank one, which an empty text becomes, is refused."""
    if any(isinstance(v, str) and not v.strip() for v in values or []):
        raise InputError(f"{VARIABLE}{option} has an empty text; leave the variable out, or write [] for nothing")
    return list(values or [])


def _person(option: str, given: t.Mapping[str, t.Any]) -> State:
    asked = own_address(f"{option} address", given.get("address", ""))
    folder = (given.get("folder") or "").strip()
    return {
        "address": asked,
        "folder": folder_name(f"{VARIABLE}{option} folder of {asked}", folder) if folder else None,
    }


def parse_former_agent_mail(value: t.Any) -> t.Tuple[str, t.Optional[str]]:
    """shared_mailbox_former_agent_mail: what is done, and whose the mail becomes."""
    if isinstance(value, str) and value.lstrip().startswith("{"):
        # a dictionary that became a text on its way, as by -e or a survey
        try:
            value = json.loads(value)
        except ValueError:
            pass  # refused below with all other texts
    if value in (None, "", KEEP, TO_INBOX):
        return value or KEEP, None
    if isinstance(value, dict) and list(value) == [TO_AGENT] and value[TO_AGENT]:
        return TO_AGENT, any_address("shared_mailbox_former_agent_mail.to_agent", value[TO_AGENT])
    raise InputError(
        f"shared_mailbox_former_agent_mail is {value}; give keep, to_inbox, or to_agent with the address of one of shared_mailbox_agents"
    )


def effective(desired: DesiredTeam, display_name: t.Optional[str], status: t.Optional[str] = None) -> State:
    """All variables with what they default to; display_name, status: the account's own, if there is one.  Raises InputError."""
    given = desired.options
    called = given.get("display_name") or display_name or defaults.default_display_name(desired.address)
    inbox = (given.get("inbox_name") or "").strip("/") or defaults.fit(called)
    if not inbox:
        raise InputError(
            f"the mailbox is called {called!r}, which leaves no name for its folder in the agents' mailboxes; set shared_mailbox_inbox_name"
            " or another shared_mailbox_display_name"
        )
    values: State = {
        "address": desired.address,
        "list": desired.list,
        "aliases": desired.aliases,
        "own_addresses": [desired.address, *desired.aliases],
        "display_name": called,
        "list_display_name": given.get("list_display_name") or defaults.list_display_name(called),
        "inbox_name": inbox,
        "sent_name": given.get("sent_name") or defaults.sent_mount_name(inbox, given["language"]),
        "from_display": given.get("from_display") or called,
        "persona_name": given.get("persona_name") or desired.address,
    }
    for name in (
        "state",
        "create_agents",
        "replace_whole_mounts",
        "sent_copies_read",
        "list_receives_mail",
        "list_hidden",
        "language",
        "instructions",
        "unreachable_agents",
    ):
        values[name] = given[name]
    values["reply_as_alias"] = given.get("reply_as_alias")
    # an existing mailbox keeps its status, which is somebody's decision, unless the variable says otherwise
    values["status"] = given.get("status") or (None if status else "active")
    # nobody but an administrator can work in a mailbox that is not active
    values["verify"] = given["verify"] and (values["status"] or status) == "active"
    values["confirmed"] = bool(given.get("confirm_removal"))
    for option, attribute, kind in (
        ("display_name", "displayName", "A"),
        ("list_display_name", "displayName", "L"),
        ("from_display", "zimbraPrefFromDisplay", "I"),
        ("persona_name", NAME, "I"),
    ):
        check_value(VARIABLE + option, attribute, values[option], kind)
    _check_mounts(values)
    values["personas"] = personas(values)
    return values


def _check_mounts(values: State) -> None:
    for option in ("inbox_name", "sent_name"):
        text = values[option]
        path = folder_path(VARIABLE + option, text if text.startswith("/") else "/" + text)
        if system_id(path):
            raise InputError(
                f"{VARIABLE}{option} is {values[option]}, the name of a folder that every mailbox has; choose another name"
            )
        values[option] = path.lstrip("/")
    if fold(values["inbox_name"]) == fold(values["sent_name"]):
        raise InputError(
            "shared_mailbox_inbox_name and shared_mailbox_sent_name are both %s; the two folders lie side by side, give them two names"
            % values["inbox_name"]
        )
    for inner, outer in (("inbox_name", "sent_name"), ("sent_name", "inbox_name")):
        if fold(values[inner]).startswith(fold(values[outer]) + "/"):
            raise InputError(
                f"{VARIABLE}{inner} is {values[inner]}, a place below {VARIABLE}{outer} ({values[outer]}), which is a folder of another mailbox;"
                " let both lie side by side"
            )


def personas(values: t.Mapping[str, t.Any]) -> t.List[State]:
    """The personas of each agent, the one for the mailbox's own address first."""
    main = values["persona_name"]
    if same(main, DEFAULT):
        raise InputError(
            f"shared_mailbox_persona_name is {main}, the persona that everybody's own mail goes out with; choose another name"
        )
    own = values["own_addresses"]
    as_alias = own[1:] if values["reply_as_alias"] else []
    if any(same(main, alias) for alias in as_alias):
        raise InputError(f"shared_mailbox_persona_name is {main}, as is the persona of that alias; choose another name")
    sent_to = own[:1] if as_alias else own
    return [{"name": main, "from_address": own[0], "when_sent_to": sent_to}] + [
        {"name": alias, "from_address": alias, "when_sent_to": [alias]} for alias in as_alias
    ]


def check_unique(agents: t.Sequence[t.Mapping[str, t.Any]]) -> t.List[str]:
    """Sentences on agents who are one account, or whose folders the server could not tell apart (zimbra-soap-mail.md 2.2)."""
    by_name: t.Dict[str, t.Mapping[str, t.Any]] = {}
    by_folder: t.Dict[str, t.Mapping[str, t.Any]] = {}
    problems = []
    for agent in agents:
        name, key = agent["address"], collation_key(agent["folder"])
        if name in by_name:
            problems.append(
                "shared_mailbox_agents names the account %s twice, as %s and %s; name it once"
                % (name, by_name[name]["given_address"], agent["given_address"])
            )
        elif key in by_folder:
            other = by_folder[key]
            problems.append(
                "the folders of %s (%s) and %s (%s) would have names that Zimbra takes for the same;"
                " give one of them another folder in shared_mailbox_agents"
                % (other["address"], other["folder"], name, agent["folder"])
            )
        by_name.setdefault(name, agent)
        by_folder.setdefault(key, agent)
    return problems
