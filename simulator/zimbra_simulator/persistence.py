# Copyright (c) 2026, the teammail.zimbra contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What survives: entities as rows of one SQLite table, written in one transaction per request."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from typing import Any, Protocol


class Entity(Protocol):
    """Anything that is kept. The three row_ attributes are its key; ``to_row`` gives its JSON-able state.

    An entity that also holds bytes has a ``row_blob()`` besides.
    """

    @property
    def row_kind(self) -> str: ...

    @property
    def row_owner(self) -> str: ...

    @property
    def row_key(self) -> str: ...

    def to_row(self) -> dict[str, Any]: ...


Key = tuple[str, str, str]


def key_of(entity: Entity) -> Key:
    return (entity.row_kind, entity.row_owner, entity.row_key)


class NullStore:
    """Keeps nothing: the simulator without --data."""

    def load(self, kind: str, owner: str | None = None) -> Iterator[tuple[str, dict[str, Any]]]:
        """(key, state) of every entity of a kind, of one owner or of all."""
        return iter(())

    def blob(self, kind: str, owner: str, key: str) -> bytes | None:
        """The bytes of one entity."""
        return None

    def has_owner(self, owner: str) -> bool:
        """Whether anything is kept for an owner."""
        return False

    def commit(self, dirty: dict[Key, Entity], gone: set[Key], gone_owners: set[str]) -> None:
        """Write changed entities and remove deleted ones, all or nothing."""

    def close(self) -> None:
        """Let go of the file."""


class SqliteStore(NullStore):
    """One table in one file. A kill at any moment leaves the state after the last commit (write-ahead log)."""

    def __init__(self, path: str) -> None:
        self._db = sqlite3.connect(path, check_same_thread=False, isolation_level=None)
        self._db.execute("PRAGMA journal_mode=WAL")
        self._db.execute("PRAGMA synchronous=NORMAL")
        self._db.execute(
            "CREATE TABLE IF NOT EXISTS entity (owner TEXT NOT NULL, kind TEXT NOT NULL, key TEXT NOT NULL,"
            " state TEXT NOT NULL, bytes BLOB, PRIMARY KEY (owner, kind, key)) WITHOUT ROWID"
        )

    def load(self, kind: str, owner: str | None = None) -> Iterator[tuple[str, dict[str, Any]]]:
        if owner is None:
            rows = self._db.execute("SELECT key, state FROM entity WHERE kind=?", (kind,))
        else:
            rows = self._db.execute("SELECT key, state FROM entity WHERE owner=? AND kind=?", (owner, kind))
        for key, state in rows.fetchall():
            yield key, json.loads(state)

    def blob(self, kind: str, owner: str, key: str) -> bytes | None:
        row = self._db.execute(
            "SELECT bytes FROM entity WHERE owner=? AND kind=? AND key=?", (owner, kind, key)
        ).fetchone()
        return None if row is None or row[0] is None else bytes(row[0])

    def has_owner(self, owner: str) -> bool:
        return self._db.execute("SELECT 1 FROM entity WHERE owner=? LIMIT 1", (owner,)).fetchone() is not None

    def commit(self, dirty: dict[Key, Entity], gone: set[Key], gone_owners: set[str]) -> None:
        rows = []
        for (kind, owner, key), entity in dirty.items():
            blob = getattr(entity, "row_blob", None)
            state = json.dumps(entity.to_row(), ensure_ascii=False, separators=(",", ":"))
            rows.append((owner, kind, key, state, blob() if blob else None))
        self._db.execute("BEGIN IMMEDIATE")
        try:
            self._db.executemany("DELETE FROM entity WHERE owner=?", [(owner,) for owner in gone_owners])
            self._db.executemany(
                "DELETE FROM entity WHERE owner=? AND kind=? AND key=?",
                [(owner, kind, key) for kind, owner, key in gone],
            )
            # bytes are written once: an entity that has let go of them keeps what is stored
            self._db.executemany(
                "INSERT INTO entity (owner, kind, key, state, bytes) VALUES (?,?,?,?,?) ON CONFLICT (owner, kind, key)"
                " DO UPDATE SET state=excluded.state, bytes=COALESCE(excluded.bytes, bytes)",
                rows,
            )
        except BaseException:
            self._db.execute("ROLLBACK")
            raise
        self._db.execute("COMMIT")

    def close(self) -> None:
        self._db.close()
