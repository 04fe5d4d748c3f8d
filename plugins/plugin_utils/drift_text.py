# Copyright (c) 2026, the teammail.zimbra contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The deviations of a drift report in plain sentences, for people who do not administer the server."""

from __future__ import annotations

import re
import typing as t

from ansible_collections.teammail.zimbra.plugins.plugin_utils.drift_words import Words, wording

Change = t.Mapping[str, t.Any]

# What a property of an object is called; what is not named here is called by its option.
CALLED = {
    "account": {
        "display_name": wording("name"),
        "status": wording("status"),
        "aliases": wording("aliases"),
        "attributes": wording("attributes"),
        "forwarding_addresses": wording("forwarding addresses"),
    },
    "team_list": {"display_name": wording("name"), "name": wording("address")},
    "mountpoints": {"name": wording("name"), "color": wording("colour"), "view": wording("kind of view")},
    "personas": {
        "from_display": wording("sender's name"),
        "from_address": wording("sender's address"),
        "from_type": wording("kind of sender"),
        "name": wording("name"),
        "reply_to_address": wording("address for answers"),
    },
}
SWITCHES = {
    "receives_mail": (
        wording("The list {name} accepts mail, which it should not."),
        wording("The list {name} does not accept mail, which it should."),
    ),
    "hide_from_address_list": (
        wording("The list {name} is hidden from the address list, which it should not be."),
        wording("The list {name} is shown in the address list, which it should not be."),
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
    "owner": wording("the mailbox's own Sent folder"),
    "sender": wording("the Sent folder of whoever wrote it"),
    "both": wording("both Sent folders"),
    "none": wording("no folder at all"),
}
SAVE_TARGET = "zimbraPrefDelegatedSendSaveTarget"


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

    def __init__(self, mailbox: str, names: t.Mapping[str, str], words: t.Optional[Words] = None) -> None:
        self.mailbox = mailbox
        self.names = names
        self.words = words or Words()
        self.tell = self.words.tell

    def who(self, address: t.Any) -> str:
        return self.names.get(str(address)) or str(address)

    def all_of(self, addresses: t.Sequence[t.Any]) -> str:
        return self.words.both([self.who(a) for a in addresses])

    def grantee(self, grant: t.Mapping[str, t.Any]) -> str:
        """Whom a share is for."""
        who = self.who(grant["grantee"])
        return self.tell("the list {name}", name=who) if grant.get("type") == "group" else who

    def may(self, grant: t.Mapping[str, t.Any]) -> str:
        return self.words.rights(grant.get("rights", ""))

    def say(self, change: Change) -> str:
        holder, part = split_object(change["object"])
        kind = kind_of(change["step"])
        words = t.cast(t.Optional[t.Callable[..., t.Optional[str]]], getattr(self, "_" + kind, None))
        said = words(change, holder, part) if words else None
        return said or self._plain(change, holder, part)

    def _plain(self, change: Change, holder: str, part: str) -> str:
        key, who = change["key"], self.who(holder)
        thing = self.tell("{part} of {who}", part=part, who=who) if part else who
        if key == "state" and change["after"] == "present":
            return self.tell("{thing} is missing.", thing=thing)
        if key == "state":
            return self.tell("{thing} is still there, though it should not be.", thing=thing)
        called = CALLED.get(kind_of(change["step"]), {}).get(key)
        return self.tell(
            "The {called} of {thing} is {before}, but should be {after}.",
            called=self.tell(called) if called else key.replace("_", " "),
            thing=thing,
            before=self.words.value(change["before"]),
            after=self.words.value(change["after"]),
        )

    def _agents(self, change: Change, holder: str, part: str) -> t.Optional[str]:
        if change["after"] != "present":
            return None
        return self.tell("{who} is an agent, but has no account.", who=self.who(holder))

    def _account(self, change: Change, holder: str, part: str) -> t.Optional[str]:
        key, before, after = change["key"], change["before"], change["after"]
        if key == "state" and after == "present":
            return self.tell("The mailbox does not exist.")
        if key == "state":
            return self.tell("The mailbox is still there, though it should not be.")
        if key == "status":
            return self.tell(
                "The mailbox is {before} instead of {after}, so that nobody can work with it.",
                before=before,
                after=after,
            )
        if key == "attributes" and list(after) == [SAVE_TARGET]:
            saved = (before.get(SAVE_TARGET) or ["sender"])[0], after[SAVE_TARGET][0]
            was, should = (self.tell(SAVED_IN[s]) if s in SAVED_IN else s for s in saved)
            return self.tell("Copies of the replies are kept in {before} instead of {after}.", before=was, after=should)
        return None

    def _folders(self, change: Change, holder: str, part: str) -> t.Optional[str]:
        key, before, after, folder = change["key"], change["before"], change["after"], part.strip("/")
        if key == "path":
            was, should = (str(path).strip("/") for path in (before, after))
            if was.startswith("Trash/"):
                return self.tell(
                    "The folder {after} lies in the trash with its mail, as {before}.", before=was, after=should
                )
            return self.tell("The folder {before} should be called {after}.", before=was, after=should)
        if key == "messages":
            return self.tell("What the folder {folder} holds is {after}.", folder=folder, after=self.words.fate(after))
        if key != "state":
            return None
        if after == "present":
            return self.tell("The folder {folder} is missing.", folder=folder)
        return self.tell("The folder {folder} is still there, though nobody works in it any more.", folder=folder)

    def _team_list(self, change: Change, holder: str, part: str) -> t.Optional[str]:
        key, before, after = change["key"], change["before"], change["after"]
        if key == "state" and after == "present":
            return self.tell("The list {name} does not exist.", name=holder)
        if key == "state":
            return self.tell("The list {name} is still there, though it should not be.", name=holder)
        if key == "members":
            return " ".join(self._members(holder, before, after))
        return self.tell(SWITCHES[key][0 if before else 1], name=holder) if key in SWITCHES else None

    def _members(self, name: str, before: t.Sequence[str], after: t.Sequence[str]) -> t.Iterator[str]:
        if after:
            who = self.all_of(after)
            if len(after) == 1:
                yield self.tell("{who} is missing from the list {name}.", who=who, name=name)
            else:
                yield self.tell("{who} are missing from the list {name}.", who=who, name=name)
        if before:
            who = self.all_of(before)
            if len(before) == 1:
                yield self.tell("{who} is on the list {name} without being an agent.", who=who, name=name)
            else:
                yield self.tell("{who} are on the list {name} without being an agent.", who=who, name=name)

    def _shares(self, change: Change, holder: str, part: str) -> t.Optional[str]:
        folder = part.strip("/")
        if change["key"] == "inherits":
            if change["after"]:
                return self.tell(
                    "The folder {folder} does not follow the shares of the folder above it any more.", folder=folder
                )
            return self.tell("The folder {folder} has no shares of its own.", folder=folder)
        if change["key"] != "grants":
            return None
        return " ".join(self._grants(folder, change["before"], change["after"]))

    def _grants(
        self, folder: str, before: t.Sequence[t.Mapping[str, t.Any]], after: t.Sequence[t.Mapping[str, t.Any]]
    ) -> t.Iterator[str]:
        was = {g["grantee"]: g for g in before}
        for grant in after:
            who, old = self.grantee(grant), was.pop(grant["grantee"], None)
            if old is None:
                yield self.tell("The folder {folder} is not shared with {who}.", folder=folder, who=who)
            elif old.get("rights") != grant.get("rights"):
                yield self.tell(
                    "In the folder {folder}, {who} may {before}, but should be able to {after}.",
                    folder=folder,
                    who=who,
                    before=self.may(old),
                    after=self.may(grant),
                )
            else:
                yield self.tell(
                    "The share of the folder {folder} with {who} is not as it should be.", folder=folder, who=who
                )
        if was:
            owns = [self.tell("{who} may {rights}", who=self.grantee(g), rights=self.may(g)) for g in was.values()]
            yield self.tell(
                "The folder {folder} has shares that it should not have: {shares}.",
                folder=folder,
                shares="; ".join(owns),
            )

    def _mountpoints(self, change: Change, holder: str, part: str) -> t.Optional[str]:
        who, folder = self.who(holder), part.strip("/")
        if change["key"] != "state":
            return None
        if change["after"] == "present":
            return self.tell(
                "{who} does not have the shared folder {folder} among the own folders.", who=who, folder=folder
            )
        return self.tell("{who} still has the shared folder {folder} among the own folders.", who=who, folder=folder)

    def _send_right(self, change: Change, holder: str, part: str) -> t.Optional[str]:
        if change["key"] != "grantees":
            return None
        said = []
        if change["after"]:
            who = self.all_of(change["after"])
            said.append(self.tell("{who} may not send as {mailbox}.", who=who, mailbox=self.mailbox))
        if change["before"]:
            who = self.all_of(change["before"])
            said.append(self.tell("{who} may send as {mailbox}, but should not.", who=who, mailbox=self.mailbox))
        return " ".join(said)

    def _personas(self, change: Change, holder: str, part: str) -> t.Optional[str]:
        key, who = change["key"], self.who(holder)
        before, after = (self.words.value(change[k]) for k in ("before", "after"))
        if key == "state" and after == "present":
            return self.tell("{who} has no persona with which to reply as {mailbox}.", who=who, mailbox=self.mailbox)
        if key == "state":
            return self.tell(
                "{who} still has the persona with which to reply as {mailbox}.", who=who, mailbox=self.mailbox
            )
        if key == "from_address":
            return self.tell(
                "Replies of {who} go out from {before} instead of {after}.", who=who, before=before, after=after
            )
        if key == "from_display":
            return self.tell(
                "Replies of {who} bear the name {before} instead of {after}.", who=who, before=before, after=after
            )
        if key in ("when_in_folders", "when_sent_to", "when_in_folders_enabled", "when_sent_to_enabled"):
            return self.tell(
                "The persona of {who} is not chosen by itself for all of the shared mail, so some replies may go out from the own address.",
                who=who,
            )
        return None

    def _sent_copies(self, change: Change, holder: str, part: str) -> t.Optional[str]:
        return self.tell("The filter rule that marks the copies of replies as read is not as it should be.")

    def _access(self, change: Change, holder: str, part: str) -> t.Optional[str]:
        may = [
            self.tell("{folder} (may {rights})", folder=path.strip("/"), rights=self.words.rights(rights))
            for path, rights in change["before"].items()
        ]
        return self.tell(
            "{who} cannot work in the folders of the mailbox as needed: {folders}.",
            who=self.who(part),
            folders=", ".join(may),
        )


def drift_text(
    change: Change,
    mailbox: str,
    names: t.Optional[t.Mapping[str, str]] = None,
    words: t.Optional[Words] = None,
) -> str:
    """One change of the role shared_mailbox as sentences that say what is wrong.

    change: {step, object, key, before, after}; names: address -> what people call them; words: in which language, by default English.
    """
    return Speaker(mailbox, names or {}, words).say(change)
