# Copyright (c) 2026, the teammail.zimbra contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The search language: text to a tree of terms (zimbra-soap-mail.md 5.1)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from simulator.wire.faults import Fault

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
_TERM_EXPECTED = ('"("', "<NOT>", '"+"', '"-"', "<TERM>", "<QUOTED_TERM>")


@dataclass(frozen=True)
class Term:
    """One condition; field ``content`` when none was given, ``#name`` for a header."""

    field: str
    value: str
    quoted: bool = False


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
    def __init__(self, text: str) -> None:
        self.text = text
        self.tokens = list(self._scan())
        self.at = 0
        self.sort: str | None = None

    def _scan(self) -> Iterator[_Token]:
        position = 0
        while True:
            while position < len(self.text) and self.text[position] in " \t\r\n":
                position += 1
            if position >= len(self.text):
                return
            match = _TOKEN.match(self.text, position)
            if match is None or (match.lastgroup == "field" and not _known(match.group())):
                bad = self.text[position]
                raise self._fault(f'Lexical error at line 1, column {position + 1}.  Encountered: "{bad}"', None)
            yield _Token(match.lastgroup or "", match.group(), position + 1)
            position = match.end()

    def _fault(self, message: str, token: _Token | None) -> Fault:
        column = token.column if token else len(self.text)
        return Fault(
            "mail.QUERY_PARSE_ERROR",
            f"Couldn't parse query: {self.text}",
            args=(
                ("colNo", "NUM", str(column)),
                ("curTok", "STR", token.text if token else self.text[-1:]),
                ("parserErr", "STR", message),
            ),
        )

    def _unexpected(self, expected: tuple[str, ...]) -> Fault:
        token = self.peek()
        if token is None:
            found, column = "<EOF>", len(self.text)
            last = self.tokens[-1] if self.tokens else None
        else:
            found, column, last = token.text, token.column, token
        wanted = "".join(f"    {one} ...\n" for one in expected)
        message = f'Encountered "{found}" at line 1, column {column}.\nWas expecting one of:\n{wanted}    '
        return self._fault(message, last)

    def peek(self) -> _Token | None:
        return self.tokens[self.at] if self.at < len(self.tokens) else None

    def take(self) -> _Token:
        token = self.tokens[self.at]
        self.at += 1
        return token

    def parse(self) -> Node:
        root = self.alternatives()
        if self.peek() is not None:
            raise self._unexpected(('"\\r"', "<EOF>"))
        return root

    def alternatives(self) -> Node:
        """Clauses; what stands side by side is joined by and, which binds tighter than or."""
        groups: list[list[Node]] = [[]]
        while True:
            clause = self.clause()
            if clause is not None:
                groups[-1].append(clause)
            token = self.peek()
            if token is None or token.text == ")":
                break
            conjunction = _CONJUNCTIONS.get(token.text.lower()) if token.kind == "word" else None
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

    def clause(self) -> Node | None:
        negative = self.negated()
        token = self.peek()
        if token is None or token.text == ")":
            raise self._unexpected(_TERM_EXPECTED)
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
                return None
            node = self.value(_plain_field(name))
        else:
            node = Term("content", *self.literal())
        return Not(node) if negative else node

    def close(self) -> None:
        token = self.peek()
        if token is None or token.text != ")":
            raise self._unexpected(('")"',))
        self.take()

    def word(self) -> str:
        return self.literal()[0]

    def literal(self) -> tuple[str, bool]:
        token = self.peek()
        if token is None or token.kind not in ("word", "quoted", "braced"):
            raise self._unexpected(_TERM_EXPECTED)
        self.take()
        if token.kind == "quoted":
            return token.text[1:-1].replace('\\"', '"'), True
        return token.text, False

    def value(self, field: str) -> Node:
        """The value of a field: a word, or several in brackets joined by and, or, not."""
        token = self.peek()
        if token is not None and token.text == "(":
            self.take()
            return self.values(field)
        if token is not None and token.kind == "sign" and field in DATE_FIELDS:
            self.take()
            return Term(field, token.text + self.word())
        return Term(field, *self.literal())

    def values(self, field: str) -> Node:
        groups: list[list[Node]] = [[]]
        while True:
            negative = self.negated()
            node = self.value(field)
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


def parse(text: str) -> Query:
    """A query; mail.QUERY_PARSE_ERROR with column and token when it cannot be read."""
    parser = _Parser(text)
    root = parser.parse()
    return Query(root, parser.sort)
