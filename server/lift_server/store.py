"""Results and replies of servers by content hash, on disk, shared by every Lift process of the user. It is a cache:
losing it loses no work.

SQLite in WAL mode without a flush per write: a crash or a power cut may cost the last results, never the file. A call
takes less than a millisecond, one in hundreds a few for SQLite's own upkeep, and a contended one LOCK_SECONDS at most.
Calls are made on the event loop, from one thread.
"""

import hashlib
import json
import os
import sqlite3
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Literal, TypeVar

from pydantic import BaseModel, ValidationError

from lift_server import __version__
from lift_server.lifted import Lifted

FILE_NAME = "results-1.sqlite3"
"""The number is that of the tables: a Lift with other tables uses another file."""

LOCK_SECONDS = 0.25
MAX_INSERTED = 50_000
"""How many hashes of inserted functions are kept, about 100 bytes each."""

_TABLES = """
CREATE TABLE IF NOT EXISTS results
    (key TEXT PRIMARY KEY, value BLOB NOT NULL, size INTEGER NOT NULL, used INTEGER NOT NULL);
CREATE INDEX IF NOT EXISTS results_by_use ON results (used, size);
CREATE TABLE IF NOT EXISTS replies
    (key TEXT PRIMARY KEY, value BLOB NOT NULL, size INTEGER NOT NULL, used INTEGER NOT NULL);
CREATE INDEX IF NOT EXISTS replies_by_use ON replies (used, size);
CREATE TABLE IF NOT EXISTS inserted (number INTEGER PRIMARY KEY, hash TEXT UNIQUE NOT NULL);
"""
_NOT_A_STORE = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_ERROR)
_CONTENDED = (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)
_T = TypeVar("_T")
_Table = Literal["results", "replies"]
_TABLE_NAMES: tuple[_Table, ...] = ("results", "replies")


def result_key(parts: Mapping[str, object]) -> str:
    """The key of a result: a hash of everything that it depends on, this version of Lift included.

    `parts` are JSON values or pydantic models, such as the spec's source and IR, engine versions, settings that matter.
    """
    text = json.dumps({"lift": __version__, "parts": parts}, sort_keys=True, separators=(",", ":"), default=_as_json)
    return hashlib.sha256(text.encode()).hexdigest()


def _as_json(value: object) -> object:
    if isinstance(value, BaseModel):
        return value.model_dump(mode="json")
    raise TypeError(f"{type(value).__name__} cannot be part of a key")


def default_folder() -> Path:
    """The user's cache folder for Lift."""
    from platformdirs import user_cache_path

    return user_cache_path("lift", appauthor=False)


class Store:
    """Results and replies on disk, opened by the first call. When the disk does not allow it, nothing is stored.

    `note` is for people: why nothing is stored, or that a damaged file was moved aside. Empty when all is well.
    """

    def __init__(self, folder: Path | None = None, *, megabytes: int = 64) -> None:
        self.path = (folder or default_folder()) / FILE_NAME
        self.note = ""
        self._limit = megabytes * 1_000_000
        self._opened: sqlite3.Connection | None = None
        self._is_usable = True

    def get(self, key: str) -> Lifted | None:
        """The result stored under `key`; None when there is none, or one that this version of Lift cannot read."""

        value = self._find("results", key)
        if value is None:
            return None
        try:
            return Lifted.model_validate_json(value)
        except ValidationError:
            return None

    def put(self, key: str, lifted: Lifted) -> None:
        """Store a result; the least recently used ones go when the limit is reached."""
        # A lone surrogate in the author's text has no UTF-8 form.
        with suppress(ValueError):
            self._write("results", key, lifted.model_dump_json().encode())

    def get_reply(self, key: str) -> str | None:
        """The reply that a server once gave to the request with this hash."""
        value = self._find("replies", key)
        return None if value is None else value.decode(errors="replace")

    def put_reply(self, key: str, reply: str) -> None:
        """Store a reply; replies have the same limit as results, and their own."""
        with suppress(UnicodeEncodeError):
            self._write("replies", key, reply.encode())

    def _find(self, table: _Table, key: str) -> bytes | None:
        def find(connection: sqlite3.Connection) -> bytes | None:
            row = connection.execute(f"SELECT value FROM {table} WHERE key = ?", (key,)).fetchone()
            return None if row is None else bytes(row[0])

        def touch(connection: sqlite3.Connection) -> None:
            connection.execute(f"UPDATE {table} SET used = (SELECT MAX(used) FROM {table}) + 1 WHERE key = ?", (key,))

        value = self._use(find, None)
        if value is not None:
            self._use(touch, None)
        return value

    def _write(self, table: _Table, key: str, value: bytes) -> None:
        size = len(value) + len(key)
        if size > self._limit:
            return

        def write(connection: sqlite3.Connection) -> None:
            connection.execute(
                f"INSERT OR REPLACE INTO {table} VALUES (?, ?, ?, (SELECT IFNULL(MAX(used), 0) + 1 FROM {table}))",
                (key, value, size),
            )
            (total,) = connection.execute(f"SELECT SUM(size) FROM {table}").fetchone()
            if total > self._limit:
                connection.execute(
                    f"DELETE FROM {table} WHERE key IN (SELECT key FROM "
                    f"(SELECT key, SUM(size) OVER (ORDER BY used DESC) AS total FROM {table}) WHERE total > ?)",
                    (self._limit,),
                )

        self._use(write, None)

    def contents(self) -> dict[str, tuple[int, int]]:
        """How many `results` and `replies` are kept, and their bytes."""

        def count(connection: sqlite3.Connection) -> dict[str, tuple[int, int]]:
            query = "SELECT COUNT(*), IFNULL(SUM(size), 0) FROM"
            return {table: connection.execute(f"{query} {table}").fetchone() for table in _TABLE_NAMES}

        return self._use(count, dict.fromkeys(_TABLE_NAMES, (0, 0)))

    def clear(self) -> None:
        """Forget every result and reply. Which functions Lift wrote stays known: those are no cache."""

        def delete(connection: sqlite3.Connection) -> None:
            for table in _TABLE_NAMES:
                connection.execute(f"DELETE FROM {table}")

        self._use(delete, None)
        # Outside of the transaction that deletes. While another process reads, the file keeps its size.
        self._use(lambda connection: connection.execute("VACUUM"), None)

    def remove(self, key: str) -> None:
        """Forget the result stored under `key`."""

        def delete(connection: sqlite3.Connection) -> None:
            connection.execute("DELETE FROM results WHERE key = ?", (key,))

        self._use(delete, None)

    def remember_inserted(self, body_hash: str) -> None:
        """Note that Lift wrote the function with this hash (`target.normalised_body_hash`)."""

        def write(connection: sqlite3.Connection) -> None:
            connection.execute("INSERT OR REPLACE INTO inserted (hash) VALUES (?)", (body_hash,))
            connection.execute(
                "DELETE FROM inserted WHERE number <= (SELECT MAX(number) - ? FROM inserted)", (MAX_INSERTED,)
            )

        self._use(write, None)

    def is_ours(self, body_hash: str) -> bool:
        """Whether Lift wrote the function with this hash. A lost store says no: the author is asked again."""

        def find(connection: sqlite3.Connection) -> bool:
            return connection.execute("SELECT 1 FROM inserted WHERE hash = ?", (body_hash,)).fetchone() is not None

        return self._use(find, False)

    def close(self) -> None:
        """Close the file; a later call opens it again."""
        connection, self._opened = self._opened, None
        if connection is not None:
            with suppress(sqlite3.Error):
                connection.close()

    def _use(self, action: Callable[[sqlite3.Connection], _T], otherwise: _T) -> _T:
        """What `action` returns; `otherwise` when the store cannot be used, now or at all."""
        if not self._is_usable:
            return otherwise
        try:
            return self._run(action)
        except (sqlite3.Error, OSError) as error:
            code = _code(error)
            if code in _CONTENDED:
                return otherwise
            if code not in _NOT_A_STORE or self.note:
                return self._give_up(error, otherwise)
        try:
            self._move_aside()
            return self._run(action)
        except (sqlite3.Error, OSError) as error:
            return self._give_up(error, otherwise)

    def _run(self, action: Callable[[sqlite3.Connection], _T]) -> _T:
        self._opened = connection = self._opened or self._open()
        # The context commits the transaction that the first change began, or rolls it back.
        with connection:
            return action(connection)

    def _open(self) -> sqlite3.Connection:
        self.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        connection = sqlite3.connect(self.path, timeout=LOCK_SECONDS, isolation_level="IMMEDIATE")
        try:
            connection.execute("PRAGMA journal_mode = WAL")
            connection.execute("PRAGMA synchronous = NORMAL")
            connection.executescript(_TABLES)
        except sqlite3.Error:
            connection.close()
            raise
        return connection

    def _move_aside(self) -> None:
        self.close()
        damaged = self.path.with_name(f"{self.path.name}.damaged")
        # A log beside it stays: SQLite drops the log of a file that is not there, and another process may use it.
        os.replace(self.path, damaged)
        self.note = f"the store of results was damaged and is now {damaged}; a new one was begun"

    def _give_up(self, error: Exception, otherwise: _T) -> _T:
        self.close()
        self._is_usable = False
        self.note = f"results are not kept: {self.path} cannot be used ({error}); set another folder with `store_path`"
        return otherwise


def _code(error: Exception) -> int:
    """SQLite's primary result code; 0 for other errors."""
    return int(getattr(error, "sqlite_errorcode", 0)) & 0xFF
