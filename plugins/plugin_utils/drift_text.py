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
    "extra_forwarding": "account",
    "alias_personas": "personas",
    "other_personas": "personas",
    "former_personas": "personas",
    "former_mountpoints": "mountpoints",
    "offboarding": "team_list",
}
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
            return "%s may %s" % (value["grantee"], rights_in_words(value.get("rights", "")))
        if "path" in value:
            return ":".join(str(value[k]) for k in ("owner", "path") if value.get(k))
        return "; ".join("%s: %s" % (k, value_in_words(v)) for k, v in value.items())
    if isinstance(value, (list, tuple)):
        return ", ".join(value_in_words(v) for v in value)
    return str(value)


def grantee_in_words(grant: t.Mapping[str, t.Any], names: t.Mapping[str, str]) -> str:
    """Whom a share is for."""
    who = names.get(str(grant["grantee"])) or str(grant["grantee"])
    return "the list %s" % who if grant.get("type") == "group" else who


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
        return people[0] if len(people) == 1 else "%s and %s" % (", ".join(people[:-1]), people[-1])

    def say(self, change: Change) -> str:
        holder, part = split_object(change["object"])
        kind = kind_of(change["step"])
        words = t.cast(t.Optional[t.Callable[..., t.Optional[str]]], getattr(self, "_" + kind, None))
        said = words(change, holder, part) if words else None
        return said or self._plain(change, holder, part)

    def _plain(self, change: Change, holder: str, part: str) -> str:
        key, before, after = change["key"], change["before"], change["after"]
        thing = "%s of %s" % (part, self.who(holder)) if part else self.who(holder)
        if key == "state":
            return (
                "%s is missing." % thing
                if after == "present"
                else "%s is still there, though it should not be." % thing
            )
        called = CALLED.get(kind_of(change["step"]), {}).get(key, key.replace("_", " "))
        return "The %s of %s is %s, but should be %s." % (called, thing, value_in_words(before), value_in_words(after))

    def _agents(self, change: Change, holder: str, part: str) -> t.Optional[str]:
        return "%s is an agent, but has no account." % self.who(holder) if change["after"] == "present" else None

    def _account(self, change: Change, holder: str, part: str) -> t.Optional[str]:
        key, before, after = change["key"], change["before"], change["after"]
        if key == "state":
            return (
                "The mailbox does not exist."
                if after == "present"
                else "The mailbox is still there, though it should not be."
            )
        if key == "status":
            return "The mailbox is %s instead of %s, so that nobody can work with it." % (before, after)
        if key == "attributes" and list(after) == [SAVE_TARGET]:
            saved = (before.get(SAVE_TARGET) or ["sender"])[0], after[SAVE_TARGET][0]
            return "Copies of the replies are kept in %s instead of %s." % tuple(SAVED_IN.get(s, s) for s in saved)
        return None

    def _folders(self, change: Change, holder: str, part: str) -> t.Optional[str]:
        if change["key"] == "path" and str(change["before"]).startswith("/Trash/"):
            was, should = (str(change[k]).strip("/") for k in ("before", "after"))
            return "The folder %s lies in the trash with its mail, as %s." % (should, was)
        if change["key"] == "path":
            return "The folder %s should be called %s." % tuple(str(change[k]).strip("/") for k in ("before", "after"))
        if change["key"] != "state":
            return None
        if change["after"] == "present":
            return "The folder %s is missing." % part.strip("/")
        return "The folder %s is still there, though nobody works in it any more." % part.strip("/")

    def _team_list(self, change: Change, holder: str, part: str) -> t.Optional[str]:
        key, before, after = change["key"], change["before"], change["after"]
        if key == "state":
            return (
                "The list %s does not exist." % holder
                if after == "present"
                else "The list %s is still there, though it should not be." % holder
            )
        if key == "members":
            said = []
            if after:
                said.append(
                    "%s %s missing from the list %s." % (self.all_of(after), "is" if len(after) == 1 else "are", holder)
                )
            if before:
                said.append(
                    "%s %s on the list %s without being an agent."
                    % (self.all_of(before), "is" if len(before) == 1 else "are", holder)
                )
            return " ".join(said)
        return SWITCHES[key][0 if before else 1] % holder if key in SWITCHES else None

    def _shares(self, change: Change, holder: str, part: str) -> t.Optional[str]:
        folder, before, after = part.strip("/"), change["before"], change["after"]
        if change["key"] == "inherits":
            if after:
                return "The folder %s does not follow the shares of the folder above it any more." % folder
            return "The folder %s has no shares of its own." % folder
        if change["key"] != "grants":
            return None
        was = {g["grantee"]: g for g in before}
        said = []
        for grant in after:
            who, old = grantee_in_words(grant, self.names), was.pop(grant["grantee"], None)
            if old is None:
                said.append("The folder %s is not shared with %s." % (folder, who))
            elif old.get("rights") != grant.get("rights"):
                may, should = (rights_in_words(g.get("rights", "")) for g in (old, grant))
                said.append("In the folder %s, %s may %s, but should be able to %s." % (folder, who, may, should))
            else:
                said.append("The share of the folder %s with %s is not as it should be." % (folder, who))
        if was:
            owns = "; ".join(
                "%s may %s" % (grantee_in_words(g, self.names), rights_in_words(g.get("rights", "")))
                for g in was.values()
            )
            said.append("The folder %s has shares that it should not have: %s." % (folder, owns))
        return " ".join(said)

    def _mountpoints(self, change: Change, holder: str, part: str) -> t.Optional[str]:
        if change["key"] != "state":
            return None
        if change["after"] == "present":
            return "%s does not have the shared folder %s among the own folders." % (self.who(holder), part.strip("/"))
        return "%s still has the shared folder %s among the own folders." % (self.who(holder), part.strip("/"))

    def _send_right(self, change: Change, holder: str, part: str) -> t.Optional[str]:
        if change["key"] != "grantees":
            return None
        said = []
        if change["after"]:
            said.append("%s may not send as %s." % (self.all_of(change["after"]), self.mailbox))
        if change["before"]:
            said.append("%s may send as %s, but should not." % (self.all_of(change["before"]), self.mailbox))
        return " ".join(said)

    def _personas(self, change: Change, holder: str, part: str) -> t.Optional[str]:
        key, before, after = change["key"], change["before"], change["after"]
        who = self.who(holder)
        if key == "state":
            if after == "present":
                return "%s has no persona with which to reply as %s." % (who, self.mailbox)
            return "%s still has the persona with which to reply as %s." % (who, self.mailbox)
        if key == "from_address":
            return "Replies of %s go out from %s instead of %s." % (who, value_in_words(before), value_in_words(after))
        if key == "from_display":
            return "Replies of %s bear the name %s instead of %s." % (
                who,
                value_in_words(before),
                value_in_words(after),
            )
        if key in ("when_in_folders", "when_sent_to", "when_in_folders_enabled", "when_sent_to_enabled"):
            return (
                "The persona of %s is not chosen by itself for all of the shared mail, so some replies may go out from the own address."
                % who
            )
        return None

    def _sent_copies(self, change: Change, holder: str, part: str) -> t.Optional[str]:
        return "The filter rule that marks the copies of replies as read is not as it should be."

    def _access(self, change: Change, holder: str, part: str) -> t.Optional[str]:
        may = ["%s (may %s)" % (path.strip("/"), rights_in_words(rights)) for path, rights in change["before"].items()]
        return "%s cannot work in the folders of the mailbox as needed: %s." % (self.who(part), ", ".join(may))


def drift_text(change: Change, mailbox: str, names: t.Optional[t.Mapping[str, str]] = None) -> str:
    """One change of the role shared_mailbox as sentences that say what is wrong.

    change: {step, object, key, before, after}; names: address -> what people call them.
    """
    return Speaker(mailbox, names or {}).say(change)
