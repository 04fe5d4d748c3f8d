# Copyright (c) 2026, the teammail.zimbra contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The search language: text to a tree of terms (zimbra-soap-mail.md 5.1)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from zimbra_simulator.mailbox import dates
from zimbra_simulator.wire.faults import Fault, failure

# after these a word is never an operator: subject:not looks for "not"
TEXT_FIELDS = (
    "content", "subject", "msgid", "envto", "envfrom", "contact", "to", "from", "cc", "tofrom", "tocc", "fromcc",
    "tofromcc", "in", "under", "filename", "tag", "message", "my", "author", "title", "keywords", "company",
    "metadata",
)  # fmt: skip
DATE_FIELDS = (
    "date", "mdate", "day", "week", "month", "year", "after", "before", "appt-start", "appt-end", "conv-start",
    "conv-end",
)  # fmt: skip
OTHER_FIELDS = (
    "size", "bigger", "larger", "smaller", "conv", "conv-count", "conv-minm", "conv-maxm", "modseq", "priority",
    "is", "inid", "underid", "has", "type", "attachment", "item",
)  # fmt: skip
FOLDER_FIELDS = ("in", "under", "inid", "underid")
_WORD = r'(?:[^{}\s:+\-"()]|\\")(?:[^{}\s:"()]|\\")*'
_TOKEN = re.compile(
    r'(?P<paren>[()])|(?P<quoted>"(?:\\"|[^"\n])*")|(?P<braced>\{[^}]+\})'
    rf"|(?P<field>(?:#{_WORD}|field(?:\[{_WORD}\])?|[A-Za-z]+(?:-[A-Za-z]+)?):)"
    rf"|(?P<sign>[+\-])|(?P<word>{_WORD}|!)"
)
_CONJUNCTIONS = {"and": "and", "&&": "and", "or": "or", "||": "or"}
# what the parser's own message lists as possible: in a value, in the brackets of one, after a negation, after and/or, elsewhere
_VALUE = ('"("', "<TERM>", "<QUOTED_TERM>")
_VALUES = ('"("', "<NOT>", '"+"', '"-"', "<TERM>", "<QUOTED_TERM>")
_FIELDS = tuple(
    f'"{name}:"' if name.islower() else f"<{name}>"
    for name in (
        *TEXT_FIELDS, "FIELD", *DATE_FIELDS, "size", "BIGGER", "smaller", *OTHER_FIELDS[4:9],
        "priority", "is", "inid", "underid", "has", "type", "attachment", "item",
    )
)  # fmt: skip
_DATE_VALUE = ('"("', '"+"', '"-"', "<TERM>", "<QUOTED_TERM>")
_NEGATED = (*_VALUE, *_FIELDS)
_JOINED = (*_VALUES, *_FIELDS)
_CLAUSE = (*_JOINED, '"sortby:"', '"sort:"')
_OPERATORS = {"and": "<AND>", "&&": "<AND>", "or": "<OR>", "||": "<OR>", "not": "<NOT>", "!": "<NOT>"}
_SORTS = (
    "none", "taskDueAsc", "taskDueDesc", "recentlyViewed",
    *(key + way for key in ("date", "subj", "name", "rcpt", "size", "attach", "flag", "priority", "id", "read")
      for way in ("Asc", "Desc")),
)  # fmt: skip
IS_WORDS = (
    "unread", "read", "flagged", "unflagged", "replied", "unreplied", "forwarded", "unforwarded", "sent", "received",
    "draft", "solo", "invite", "tome", "fromme", "ccme", "tofromme", "fromccme", "toccme", "tofromccme",
    "anywhere", "local", "remote",
)  # fmt: skip


@dataclass(frozen=True)
class Term:
    """One condition; field ``content`` when none was given, ``#name`` for a header."""

    field: str
    value: str
    quoted: bool = False
    span: dates.Range | None = None  # of a date


@dataclass(frozen=True)
class Not:
    part: Node


@dataclass(frozen=True)
class And:
    parts: tuple[Node, ...]


@dataclass(frozen=True)
class Or:
    parts: tuple[Node, ...]


Node = Term | Not | And | Or


@dataclass(frozen=True)
class Query:
    """A parsed query; ``sort`` is what a sort: clause in it says."""

    root: Node
    sort: str | None = None


@dataclass(frozen=True)
class _Token:
    kind: str
    text: str
    column: int


def terms(node: Node) -> Iterator[Term]:
    """All conditions of a tree."""
    if isinstance(node, Term):
        yield node
    elif isinstance(node, Not):
        yield from terms(node.part)
    else:
        for part in node.parts:
            yield from terms(part)


def _known(field: str) -> bool:
    name = field[:-1].lower()
    known = (*TEXT_FIELDS, *DATE_FIELDS, *OTHER_FIELDS, "sort", "sortby")
    return name.startswith(("#", "field")) or name in known


class _Parser:
    def __init__(self, text: str, clock: dates.Clock) -> None:
        self.text = text
        self.clock = clock
        self.tokens = list(self._scan())
        self.at = 0
        self.sort: str | None = None

    def _scan(self) -> Iterator[_Token]:
        position = 0
        while True:
            while position < len(self.text) and self.text[position] in " \t\r":
                position += 1
            if position >= len(self.text):
                return
            match = _TOKEN.match(self.text, position)
            if match is None:
                raise self._lexical(position)
            if match.lastgroup == "field" and not _known(match.group()):
                raise self._lexical(match.end() - 1)  # an unknown word is a term, which no colon follows
            yield _Token(match.lastgroup or "", match.group(), position + 1)
            position = match.end()

    def _lexical(self, position: int) -> Fault:
        """What the scanner says of a character that begins nothing."""
        character, last = self.text[position], position + 1 == len(self.text)
        if character == '"':
            shown = self.text[position:].replace('"', '\\"')
            column, found = len(self.text) + 1, f'<EOF> after : "{shown}"'
        elif last:
            column, found = position + 2, '<EOF> after : ""'
        else:
            shown = {"\n": "\\n"}.get(character, character)
            column, found = position + 1, f'"{shown}" ({ord(character)}), after : ""'
        return self._fault(f"Lexical error at line 1, column {column}.  Encountered: {found}", -1, "")

    def _fault(self, message: str, column: int, token: str) -> Fault:
        return Fault(
            "mail.QUERY_PARSE_ERROR",
            f"Couldn't parse query: {self.text}",
            args=(("colNo", "NUM", str(column)), ("curTok", "STR", token), ("parserErr", "STR", message)),
        )

    def _unexpected(self, expected: tuple[str, ...]) -> Fault:
        token = self.peek()
        if token is None:
            found, column = "<EOF>", len(self.text)
        else:
            kinds = {"quoted": "<QUOTED_TERM>", "braced": "<BRACED_TERM>", "word": "<TERM>"}
            kind = _OPERATORS.get(token.text.lower()) or kinds.get(token.kind) or f'"{token.text.lower()}"'
            found, column = f' {kind} "{token.text} "', token.column
        wanted = "".join(f"    {one} ...\n" for one in expected)
        message = f'Encountered "{found}" at line 1, column {column}.\nWas expecting one of:\n{wanted}    '
        taken = self.tokens[self.at - 1] if self.at else None
        return self._fault(message, taken.column if taken else 0, taken.text if taken else "")

    def peek(self) -> _Token | None:
        return self.tokens[self.at] if self.at < len(self.tokens) else None

    def take(self) -> _Token:
        token = self.tokens[self.at]
        self.at += 1
        return token

    def parse(self) -> Node:
        return self.alternatives()  # whatever stands behind a surplus ")" does not count

    def alternatives(self) -> Node:
        """Clauses; what stands side by side is joined by and, which binds tighter than or."""
        groups: list[list[Node]] = [[]]
        expected = _CLAUSE
        while True:
            clause = self.clause(expected)
            if clause is not None:
                groups[-1].append(clause)
            token = self.peek()
            if token is None or token.text == ")":
                break
            conjunction = _CONJUNCTIONS.get(token.text.lower()) if token.kind == "word" else None
            expected = _JOINED if conjunction else _CLAUSE
            if conjunction:
                self.take()
                if conjunction == "or":
                    groups.append([])
        branches = [group[0] if len(group) == 1 else And(tuple(group)) for group in groups]
        return branches[0] if len(branches) == 1 else Or(tuple(branches))

    def negated(self) -> bool:
        token = self.peek()
        if token is not None and (
            token.kind == "sign" or (token.kind == "word" and token.text.lower() in ("not", "!"))
        ):
            self.take()
            return token.text != "+"
        return False

    def clause(self, expected: tuple[str, ...]) -> Node | None:
        began = self.at
        negative = self.negated()
        token = self.peek()
        if token is None or token.text == ")" or (token.kind == "word" and token.text.lower() in _CONJUNCTIONS):
            raise self._unexpected(_NEGATED if self.at > began else expected)
        if token.text == "(":
            self.take()
            node = self.alternatives()
            self.close()
        elif token.kind == "field":
            self.take()
            name = token.text[:-1]
            name = name if name.startswith("#") else name.lower()
            if name in ("sort", "sortby"):
                self.sort = self.word()
                if self.sort.lower() not in (word.lower() for word in _SORTS):
                    raise Fault("service.PARSE_ERROR", "parse error: INVALID_SORTBY: null")
                return None
            node = self.value(_plain_field(name))
        else:
            node = Term("content", *self.literal(_NEGATED if self.at > began else expected, ("word", "quoted")))
        return Not(node) if negative else node

    def close(self) -> None:
        token = self.peek()
        if token is None or token.text != ")":
            raise self._unexpected((*_CLAUSE[:1], '")"', "<AND>", "<OR>", *_CLAUSE[1:]))
        self.take()

    def word(self) -> str:
        return self.literal()[0]

    def literal(
        self, expected: tuple[str, ...] = _VALUE, kinds: tuple[str, ...] = ("word", "quoted", "braced")
    ) -> tuple[str, bool]:
        token = self.peek()
        if token is None or token.kind not in kinds:
            raise self._unexpected(expected)
        self.take()
        if token.kind == "quoted":
            return token.text[1:-1].replace('\\"', '"'), True
        return token.text, False

    def value(self, field: str, expected: tuple[str, ...] = _VALUE) -> Node:
        """The value of a field: a word, or several in brackets joined by and, or, not."""
        token = self.peek()
        if token is not None and token.text == "(":
            self.take()
            return self.values(field)
        if token is not None and token.kind == "sign" and field in DATE_FIELDS:
            self.take()
            return self._judged(Term(field, token.text + self.word()), token)
        if field in DATE_FIELDS and expected == _VALUE:
            expected = _DATE_VALUE
        text, quoted = self.literal(expected)
        return self._judged(Term(field, text, quoted), self.tokens[self.at - 1])

    def _judged(self, term: Term, token: _Token) -> Term:
        """The term, its date read; a fault for a value that the field does not take."""
        field, value = term.field, term.value
        try:
            if field in DATE_FIELDS:
                return replace(term, span=dates.moments(field, value, self.clock))
            if field in ("size", "bigger", "smaller"):
                parse_size(value)
        except OverflowError as exc:
            raise failure(f'java.lang.NumberFormatException: For input string: "{exc}"') from exc
        except IndexError as exc:
            raise failure("java.lang.StringIndexOutOfBoundsException: index 0, length 0") from exc
        except ValueError as exc:
            word = "INVALID_DATE" if field in DATE_FIELDS else "INVALID_SIZE"
            raise self._fault(word, token.column, token.text) from exc
        if field == "is" and value.lower() not in IS_WORDS:
            raise self._fault("UNKNOWN_TEXT_AFTER_IS", token.column, token.text)
        if field == "priority" and value.lower() not in ("high", "low"):
            raise self._fault("INVALID_PRIORITY", token.column, token.text)
        return term

    def values(self, field: str) -> Node:
        groups: list[list[Node]] = [[]]
        while True:
            began = self.at
            negative = self.negated()
            node = self.value(field, _VALUE if self.at > began else _VALUES)
            groups[-1].append(Not(node) if negative else node)
            token = self.peek()
            if token is None or token.text == ")":
                break
            conjunction = _CONJUNCTIONS.get(token.text.lower()) if token.kind == "word" else None
            if conjunction:
                self.take()
                if conjunction == "or":
                    groups.append([])
        self.close()
        branches = [group[0] if len(group) == 1 else And(tuple(group)) for group in groups]
        return branches[0] if len(branches) == 1 else Or(tuple(branches))


def _plain_field(name: str) -> str:
    """One word for fields with two spellings."""
    header = re.fullmatch(r"field\[(.+)\]", name)
    if header:
        return "#" + header.group(1)
    return {"larger": "bigger", "message": "content", "envfrom": "from", "envto": "to"}.get(name, name)


def parse_size(text: str) -> tuple[str, int]:
    """(comparison or "", bytes) of a size like 10, >10kb, <=1MB. ValueError for what is none, IndexError for nothing at all."""
    sign = text[0] if text[0] in "<>" else ""
    text = text[len(sign) :]
    equal = text[0] == "="
    text = text[equal:]
    unit = text[-1].lower()
    if unit == "b":
        text = text[:-1]
        unit = text[-1].lower()
    factor = {"k": 1024, "m": 1024**2, "g": 1024**3}.get(unit, 1)
    text = (text[:-1] if factor > 1 else text).strip()
    if not re.fullmatch("[+-]?[0-9]+", text):
        raise ValueError(text)
    return sign, int(text) * factor + {"<": 1, ">": -1}.get(sign, 0) * equal


def parse(text: str, clock: dates.Clock | None = None) -> Query:
    """A query; mail.QUERY_PARSE_ERROR with column and token when it cannot be read."""
    parser = _Parser(text, clock or dates.Clock())
    if not text:
        raise parser._fault("Empty query string not allowed", 0, "")
    root = parser.parse()
    return Query(root, parser.sort)
