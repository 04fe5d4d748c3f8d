# Copyright (c) 2026, the teammail.zimbra contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The texts of the drift report in the language that is asked for: sentences by their English text, and values as people write them."""

from __future__ import annotations

import typing as t

from ansible_collections.teammail.zimbra.plugins.plugin_utils.drift_german import GERMAN

ENGLISH = "en"
# What every language says for an English text; what a language does not know stays English.
CATALOGUES: t.Dict[str, t.Mapping[str, str]] = {ENGLISH: {}, "de": GERMAN}


def wording(english: str) -> str:
    """Marks a text of a table, which is told later, for the test that looks for its counterparts."""
    return english


# Zimbra's rights on folders (zimbra-soap-mail.md 3.1), in the order in which they are granted.
RIGHTS = {
    "r": wording("read"),
    "w": wording("mark"),
    "i": wording("add mail"),
    "d": wording("remove mail"),
    "x": wording("act on invitations"),
    "a": wording("share"),
}
# What the modules say where others read it; a folder that mail is moved to is named, too.
STATES = {"present": wording("present"), "absent": wording("absent")}
FATES = {text: text for text in (wording("moved to the trash"), wording("deleted for ever"))}
MOVED_TO = wording("moved to {folder}")


class Words:
    """Tells texts in one language."""

    def __init__(self, language: str = ENGLISH) -> None:
        self.language = language
        self._catalogue = CATALOGUES[language]

    def text(self, english: str) -> str:
        """A text with its placeholders."""
        return self._catalogue.get(english, english)

    def tell(self, english: str, **values: t.Any) -> str:
        """A text with values in place of its placeholders."""
        return self.text(english).format(**values)

    def rights(self, rights: str) -> str:
        """What somebody with these rights may do: "only read", "read, mark, add mail"."""
        words = [self.tell(word) for letter, word in RIGHTS.items() if letter in rights]
        if not words:
            return self.tell("do nothing")
        if set("rwidx") <= set(rights):
            return self.tell("do everything") if "a" in rights else self.tell("work")
        return self.tell("only read") if set(rights) & set(RIGHTS) == {"r"} else ", ".join(words)

    def value(self, value: t.Any) -> str:
        """A value of a change as people would write it."""
        if value is None or value in ("", [], {}):
            return self.tell("nothing")
        if isinstance(value, bool):
            return self.tell("yes") if value else self.tell("no")
        if isinstance(value, t.Mapping):
            if "grantee" in value:
                return self.tell(
                    "{who} may {rights}", who=value["grantee"], rights=self.rights(value.get("rights", ""))
                )
            if "path" in value:
                return ":".join(str(value[k]) for k in ("owner", "path") if value.get(k))
            return "; ".join(f"{k}: {self.value(v)}" for k, v in value.items())
        if isinstance(value, (list, tuple)):
            return ", ".join(self.value(v) for v in value)
        return str(value)

    def value_of(self, key: str, value: t.Any) -> str:
        """The same, where it is known of what property: what the modules word is told in the language of the report."""
        if key == "state" and value in STATES:
            return self.tell(STATES[value])
        return self.fate(value) if key == "messages" and value else self.value(value)

    def fate(self, said: t.Any) -> str:
        """What becomes of the mail of a folder that vanishes, as the module folder says it."""
        start, folder = MOVED_TO.partition("{")[0], str(said)
        if said in FATES:
            return self.tell(FATES[said])
        return self.tell(MOVED_TO, folder=folder[len(start) :]) if folder.startswith(start) else folder

    def both(self, texts: t.Sequence[str]) -> str:
        """ "A", "A and B", "A, B and C"."""
        if len(texts) == 1:
            return texts[0]
        return self.tell("{several} and {last}", several=", ".join(texts[:-1]), last=texts[-1])
