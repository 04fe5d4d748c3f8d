# Copyright (c) 2026, the teammail.zimbra contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The deviations of a drift report in plain sentences, for people who do not administer the server."""

from __future__ import annotations

import re
import typing as t

Change = t.Mapping[str, t.Any]

# Zimbra's rights on folders (zimbra-soap-mail.md 3.1), in the order in which they are granted.
RIGHTS = {"r": "read", "w": "mark", "i": "add mail", "d": "remove mail", "x": "act on invitations", "a": "share"}
# What a property of an object is called; what is not named here is called by its option.
CALLED = {
    "account": {"display_name": "name", "status": "status"},
    "team_list": {"display_name": "name"},
    "mountpoints": {"name": "name", "color": "colour", "view": "kind of view"},
    "personas": {
        "from_display": "sender's name",
        "from_address": "sender's address",
        "name": "name",
        "reply_to_address": "address for answers",
    },
}
SWITCHES = {
    "receives_mail": (
        "The list %s accepts mail, which it should not.",
        "The list %s does not accept mail, which it should.",
    ),
    "hide_from_address_list": (
        "The list %s is hidden from the address list, which it should not be.",
        "The list %s is shown in the address list, which it should not be.",
    ),
}
# Steps whose changes read like those of another one.
SPOKEN_AS = {
    "inheritance": "shares",
    "folders_handed_on": "folders",
    "former_folders": "folders",
    "former_shares": "shares",
    "former_send_right": "send_right",
    "extra_shares": "shares",
    "extra_rights": "send_right",
    "extra_family": "account",
    "extra_forwarding": "account",
    "alias_personas": "personas",
    "other_personas": "personas",
    "former_personas": "personas",
    "former_mountpoints": "mountpoints",
    "whole_mounts": "mountpoints",
    "offboarding": "team_list",
}
# What the role writes down for itself is no part of the mailbox.
UNSEEN = ("memory", "memory_first")
SAVED_IN = {
    "owner": "the mailbox's own Sent folder",
    "sender": "the Sent folder of whoever wrote it",
    "both": "both Sent folders",
    "none": "no folder at all",
}
SAVE_TARGET = "zimbraPrefDelegatedSendSaveTarget"


def rights_in_words(rights: str) -> str:
    """What somebody with these rights may do: "only read", "read, mark, add mail"."""
    words = [word for letter, word in RIGHTS.items() if letter in rights]
    if not words:
        return "do nothing"
    if set("rwidx") <= set(rights):
        return "do everything" if "a" in rights else "work"
    return "only read" if words == ["read"] else ", ".join(words)


def value_in_words(value: t.Any) -> str:
    """A value of a change as people would write it."""
    if value is None or value in ("", [], {}):
        return "nothing"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, t.Mapping):
        if "grantee" in value:
            return f"{value['grantee']} may {rights_in_words(value.get('rights', ''))}"
        if "path" in value:
            return ":".join(str(value[k]) for k in ("owner", "path") if value.get(k))
        return "; ".join(f"{k}: {value_in_words(v)}" for k, v in value.items())
    if isinstance(value, (list, tuple)):
        return ", ".join(value_in_words(v) for v in value)
    return str(value)


def grantee_in_words(grant: t.Mapping[str, t.Any], names: t.Mapping[str, str]) -> str:
    """Whom a share is for."""
    who = names.get(str(grant["grantee"])) or str(grant["grantee"])
    return f"the list {who}" if grant.get("type") == "group" else who


def names_of(agents: t.Sequence[t.Mapping[str, t.Any]]) -> t.Dict[str, str]:
    """What people are called: by their display names, as far as no two bear the same."""
    shown = [a.get("display_name") for a in agents]
    return {
        a["address"]: a["display_name"] for a in agents if a.get("display_name") and shown.count(a["display_name"]) == 1
    }


def split_object(text: str) -> t.Tuple[str, str]:
    """The mailbox or list that a change is in, and what of it: "a@b.c:/Inbox" -> ("a@b.c", "/Inbox")."""
    found = re.match(r"(?s)([^\s:]+)[\s:]+(.*)", text)
    return (found.group(1), found.group(2)) if found else (text, "")


def kind_of(step: str) -> str:
    """Which words a part of the role shares with others."""
    return SPOKEN_AS.get(step, step)


class Speaker:
    """Says what is wrong with one mailbox."""

    def __init__(self, mailbox: str, names: t.Mapping[str, str]) -> None:
        self.mailbox = mailbox
        self.names = names

    def who(self, address: t.Any) -> str:
        return self.names.get(str(address)) or str(address)

    def all_of(self, addresses: t.Sequence[t.Any]) -> str:
        people = [self.who(a) for a in addresses]
        return people[0] if len(people) == 1 else f"{', '.join(people[:-1])} and {people[-1]}"

    def say(self, change: Change) -> str:
        holder, part = split_object(change["object"])
        kind = kind_of(change["step"])
        words = t.cast(t.Optional[t.Callable[..., t.Optional[str]]], getattr(self, "_" + kind, None))
        said = words(change, holder, part) if words else None
        return said or self._plain(change, holder, part)

    def _plain(self, change: Change, holder: str, part: str) -> str:
        key, before, after = change["key"], change["before"], change["after"]
        thing = f"{part} of {self.who(holder)}" if part else self.who(holder)
        if key == "state":
            return f"{thing} is missing." if after == "present" else f"{thing} is still there, though it should not be."
        called = CALLED.get(kind_of(change["step"]), {}).get(key, key.replace("_", " "))
        return f"The {called} of {thing} is {value_in_words(before)}, but should be {value_in_words(after)}."

    def _agents(self, change: Change, holder: str, part: str) -> t.Optional[str]:
        return f"{self.who(holder)} is an agent, but has no account." if change["after"] == "present" else None

    def _account(self, change: Change, holder: str, part: str) -> t.Optional[str]:
        key, before, after = change["key"], change["before"], change["after"]
        if key == "state":
            return (
                "The mailbox does not exist."
                if after == "present"
                else "The mailbox is still there, though it should not be."
            )
        if key == "status":
            return f"The mailbox is {before} instead of {after}, so that nobody can work with it."
        if key == "attributes" and list(after) == [SAVE_TARGET]:
            saved = (before.get(SAVE_TARGET) or ["sender"])[0], after[SAVE_TARGET][0]
            return "Copies of the replies are kept in %s instead of %s." % tuple(SAVED_IN.get(s, s) for s in saved)
        return None

    def _folders(self, change: Change, holder: str, part: str) -> t.Optional[str]:
        if change["key"] == "path" and str(change["before"]).startswith("/Trash/"):
            was, should = (str(change[k]).strip("/") for k in ("before", "after"))
            return f"The folder {should} lies in the trash with its mail, as {was}."
        if change["key"] == "path":
            return "The folder %s should be called %s." % tuple(str(change[k]).strip("/") for k in ("before", "after"))
        if change["key"] == "messages":
            return f"What the folder {part.strip('/')} holds is {change['after']}."
        if change["key"] != "state":
            return None
        if change["after"] == "present":
            return f"The folder {part.strip('/')} is missing."
        return f"The folder {part.strip('/')} is still there, though nobody works in it any more."

    def _team_list(self, change: Change, holder: str, part: str) -> t.Optional[str]:
        key, before, after = change["key"], change["before"], change["after"]
        if key == "state":
            return (
                f"The list {holder} does not exist."
                if after == "present"
                else f"The list {holder} is still there, though it should not be."
            )
        if key == "members":
            said = []
            if after:
                said.append(
                    f"{self.all_of(after)} {'is' if len(after) == 1 else 'are'} missing from the list {holder}."
                )
            if before:
                said.append(
                    f"{self.all_of(before)} {'is' if len(before) == 1 else 'are'} on the list {holder} without being an agent."
                )
            return " ".join(said)
        return SWITCHES[key][0 if before else 1] % holder if key in SWITCHES else None

    def _shares(self, change: Change, holder: str, part: str) -> t.Optional[str]:
        folder, before, after = part.strip("/"), change["before"], change["after"]
        if change["key"] == "inherits":
            if after:
                return f"The folder {folder} does not follow the shares of the folder above it any more."
            return f"The folder {folder} has no shares of its own."
        if change["key"] != "grants":
            return None
        was = {g["grantee"]: g for g in before}
        said = []
        for grant in after:
            who, old = grantee_in_words(grant, self.names), was.pop(grant["grantee"], None)
            if old is None:
                said.append(f"The folder {folder} is not shared with {who}.")
            elif old.get("rights") != grant.get("rights"):
                may, should = (rights_in_words(g.get("rights", "")) for g in (old, grant))
                said.append(f"In the folder {folder}, {who} may {may}, but should be able to {should}.")
            else:
                said.append(f"The share of the folder {folder} with {who} is not as it should be.")
        if was:
            owns = "; ".join(
                f"{grantee_in_words(g, self.names)} may {rights_in_words(g.get('rights', ''))}" for g in was.values()
            )
            said.append(f"The folder {folder} has shares that it should not have: {owns}.")
        return " ".join(said)

    def _mountpoints(self, change: Change, holder: str, part: str) -> t.Optional[str]:
        if change["key"] != "state":
            return None
        if change["after"] == "present":
            return f"{self.who(holder)} does not have the shared folder {part.strip('/')} among the own folders."
        return f"{self.who(holder)} still has the shared folder {part.strip('/')} among the own folders."

    def _send_right(self, change: Change, holder: str, part: str) -> t.Optional[str]:
        if change["key"] != "grantees":
            return None
        said = []
        if change["after"]:
            said.append(f"{self.all_of(change['after'])} may not send as {self.mailbox}.")
        if change["before"]:
            said.append(f"{self.all_of(change['before'])} may send as {self.mailbox}, but should not.")
        return " ".join(said)

    def _personas(self, change: Change, holder: str, part: str) -> t.Optional[str]:
        key, before, after = change["key"], change["before"], change["after"]
        who = self.who(holder)
        if key == "state":
            if after == "present":
                return f"{who} has no persona with which to reply as {self.mailbox}."
            return f"{who} still has the persona with which to reply as {self.mailbox}."
        if key == "from_address":
            return f"Replies of {who} go out from {value_in_words(before)} instead of {value_in_words(after)}."
        if key == "from_display":
            return f"Replies of {who} bear the name {value_in_words(before)} instead of {value_in_words(after)}."
        if key in ("when_in_folders", "when_sent_to", "when_in_folders_enabled", "when_sent_to_enabled"):
            return f"The persona of {who} is not chosen by itself for all of the shared mail, so some replies may go out from the own address."
        return None

    def _sent_copies(self, change: Change, holder: str, part: str) -> t.Optional[str]:
        return "The filter rule that marks the copies of replies as read is not as it should be."

    def _access(self, change: Change, holder: str, part: str) -> t.Optional[str]:
        may = [f"{path.strip('/')} (may {rights_in_words(rights)})" for path, rights in change["before"].items()]
        return f"{self.who(part)} cannot work in the folders of the mailbox as needed: {', '.join(may)}."


def drift_text(change: Change, mailbox: str, names: t.Optional[t.Mapping[str, str]] = None) -> str:
    """One change of the role shared_mailbox as sentences that say what is wrong.

    change: {step, object, key, before, after}; names: address -> what people call them.
    """
    return Speaker(mailbox, names or {}).say(change)
