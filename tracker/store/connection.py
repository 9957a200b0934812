"""The SQLite connection: one driver for every platform, settings that survive a power cut, errors in words."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from enum import IntEnum
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn
from urllib.parse import quote

from tracker.errors import CannotSave, CaseFileError, ClaimlineError, Stopped

if TYPE_CHECKING:
    import sqlite3 as driver

    import sqlite_utils
else:
    from sqlcipher3 import dbapi2 as driver

__all__ = ["Database", "DriverError", "connect", "damage", "sentence", "version_of"]

DriverError = driver.Error

# Simulated power cuts lost commits with FULL and with a write-ahead log; with EXTRA and a rollback journal none.
_PRAGMAS = {
    "busy_timeout": 5000,
    "foreign_keys": 1,
    "trusted_schema": 0,
    "cell_size_check": 1,
    "temp_store": 2,
    "secure_delete": 1,
    "synchronous": 3,
}
_AT_ONCE = 200  # rows taken from the driver at once


class _Code(IntEnum):
    """SQLite's primary result codes (sqlite.org/rescode.html) that the user can act on."""

    BUSY = 5
    LOCKED = 6
    READONLY = 8
    INTERRUPT = 9
    IOERR = 10
    CORRUPT = 11
    FULL = 13
    CANTOPEN = 14
    NOTADB = 26


_OURS = (1, 2, 21, 25)  # ERROR, INTERNAL, MISUSE, RANGE: a wrong statement, which is a bug


class Rows:
    """The rows of a statement, read on demand."""

    __slots__ = ("_cursor", "_name")

    def __init__(self, cursor: driver.Cursor, name: str) -> None:
        self._cursor, self._name = cursor, name

    @property
    def count(self) -> int:
        """How many rows the statement wrote."""
        return self._cursor.rowcount

    @property
    def names(self) -> list[str]:
        """The names of the columns."""
        return [column[0] for column in self._cursor.description]

    def fetchone(self) -> Any:
        """The next row as a tuple, None after the last."""
        try:
            return self._cursor.fetchone()
        except DriverError as error:
            _refuse(error, self._name)

    def fetchall(self) -> list[Any]:
        try:
            return self._cursor.fetchall()
        except DriverError as error:
            _refuse(error, self._name)

    def __iter__(self) -> Iterator[Any]:
        try:
            while rows := self._cursor.fetchmany(_AT_ONCE):
                yield from rows
        except DriverError as error:
            _refuse(error, self._name)


class Database:
    """A connection to one case. Errors of the disk or of another program are raised as ClaimlineError; a
    statement that SQLite does not accept is a bug and raises the driver's own error.
    """

    def __init__(self, connection: driver.Connection, name: str) -> None:
        self._connection, self._name = connection, name

    def execute(self, sql: str, parameters: Sequence[Any] = ()) -> Rows:
        try:
            return Rows(self._connection.execute(sql, parameters), self._name)
        except DriverError as error:
            _refuse(error, self._name)

    def executemany(self, sql: str, rows: Iterable[Sequence[Any]]) -> None:
        try:
            self._connection.executemany(sql, rows)
        except DriverError as error:
            _refuse(error, self._name)

    def copy_to(self, target: "Database") -> None:
        """Copy every page into another database, which has the same content afterwards."""
        try:
            self._connection.backup(target._connection)
        except DriverError as error:
            _refuse(error, target._name)

    @property
    def in_transaction(self) -> bool:
        return self._connection.in_transaction

    def interrupt(self) -> None:
        """Make a statement that runs in another thread raise Stopped."""
        self._connection.interrupt()

    @property
    def tables(self) -> "sqlite_utils.Database":
        """The same connection through sqlite-utils, for work on whole tables; errors are the driver's own."""
        import sqlite_utils  # takes longer to import than a small case to open

        return sqlite_utils.Database(self._connection)

    def trace(self, callback: Callable[[str], None] | None) -> None:
        """Call back with the text of every statement that runs from now on; None stops it."""
        self._connection.set_trace_callback(callback)

    def close(self) -> None:
        self._connection.close()


def connect(path: Path | None, *, read_only: bool = False) -> Database:
    """Open the file (None: a store in memory). Raises CaseFileError where SQLite cannot."""
    target = ":memory:" if path is None else f"file:{quote(str(path.absolute()))}?mode={'ro' if read_only else 'rw'}"
    name = path.name if path else "the case"
    try:
        connection = driver.connect(target, uri=path is not None, isolation_level=None)
        for pragma, value in _PRAGMAS.items():
            connection.execute(f"PRAGMA {pragma}={value}")
            if (read_back := connection.execute(f"PRAGMA {pragma}").fetchone()[0]) != value:
                raise CaseFileError(f"This SQLite does not keep {pragma}={value} (it says {read_back}).")
    except DriverError as error:
        _refuse(error, name)
    return Database(connection, name)


def version_of(db: Database) -> int:
    """The format of a case's tables."""
    return int(db.execute("PRAGMA user_version").fetchone()[0])


def damage(db: Database, check: str) -> list[str]:
    """The problems that SQLite's quick_check or integrity_check finds, a line each; an empty list for an intact file."""
    lines = (
        " ".join(line.replace("*** in database main ***", "").split()) for (line,) in db.execute(f"PRAGMA {check}")
    )
    return [line for line in lines if line != "ok"]


def _refuse(error: driver.Error, name: str) -> NoReturn:
    explained = sentence(error, name)
    if explained is None:
        raise error
    raise explained from error


def sentence(error: Exception, name: str) -> ClaimlineError | None:
    """The driver's error as a sentence for the user, by SQLite's result code; None for a bug."""
    code = getattr(error, "sqlite_errorcode", None)
    if code is None or code & 0xFF in _OURS:
        return None
    match code & 0xFF:
        case _Code.BUSY | _Code.LOCKED:
            return CannotSave(f"{name} is locked by another program. Close it there and try again; nothing was lost.")
        case _Code.FULL:
            return CannotSave(f"The disk is full, so {name} was not saved. What you typed is still here.")
        case _Code.READONLY:
            return CannotSave(f"{name} cannot be written: the file or its folder is read-only.")
        case _Code.INTERRUPT:
            return Stopped("It was stopped. Nothing was changed.")
        case _Code.IOERR:
            return CannotSave(f"The disk reports an error while {name} is read or written ({error}). Try again.")
        case _Code.CORRUPT | _Code.NOTADB:
            return CaseFileError(f"{name} is damaged: {error}. The file was left as it is; open a backup of it.")
        case _Code.CANTOPEN:
            return CaseFileError(f"{name} cannot be opened: {error}.")
    return CannotSave(f"{name} could not be read or saved: {error}.")
