"""The SQLite connection: one driver for every platform, settings that survive a power cut, errors in words."""

import sqlite3
import sys
from pathlib import Path
from typing import cast
from urllib.parse import quote

from sqlcipher3 import dbapi2 as driver

from tracker.errors import CannotSave, CaseFileError, ClaimlineError

# sqlite-utils imports numpy where it finds it, for column types unknown here: half of the time a command takes.
_kept_out = sys.modules.setdefault("numpy", None) is None  # type: ignore[arg-type]  # None stops an import
try:
    from sqlite_utils import Database
finally:
    if _kept_out:
        del sys.modules["numpy"]

__all__ = ["Database", "DriverError", "connect", "damage", "translated", "version_of"]

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


def connect(path: Path | None, *, read_only: bool = False) -> Database:
    """Open the file (None: a store in memory). Raises CaseFileError where SQLite cannot."""
    target = ":memory:" if path is None else f"file:{quote(str(path.absolute()))}?mode={'ro' if read_only else 'rw'}"
    try:
        connection = driver.connect(target, uri=path is not None, isolation_level=None)
        for name, value in _PRAGMAS.items():
            connection.execute(f"PRAGMA {name}={value}")
            if (read_back := connection.execute(f"PRAGMA {name}").fetchone()[0]) != value:
                raise CaseFileError(f"This SQLite does not keep {name}={value} (it says {read_back}).")
    except DriverError as error:
        raise translated(error, path) from error
    return Database(cast(sqlite3.Connection, connection), execute_plugins=False)


def version_of(db: Database) -> int:
    """The format of a case's tables."""
    return int(db.execute("PRAGMA user_version").fetchone()[0])


def damage(db: Database, check: str) -> list[str]:
    """What SQLite's quick_check or integrity_check finds, a line each; nothing for a sound file."""
    found = (
        " ".join(line.replace("*** in database main ***", "").split()) for (line,) in db.execute(f"PRAGMA {check}")
    )
    return [line for line in found if line != "ok"]


def translated(error: Exception, path: Path | None) -> ClaimlineError:
    """The driver's error as a sentence for the person."""
    text, name = str(error), path.name if path else "the case"
    if "locked" in text or "busy" in text:
        return CannotSave(f"{name} is locked by another program. Close it there and try again; nothing was lost.")
    if "full" in text:
        return CannotSave(f"The disk is full, so {name} was not saved. What you typed is still here.")
    if "readonly" in text:
        return CannotSave(f"{name} cannot be written: the file or its folder is read-only.")
    if "not a database" in text or "malformed" in text or "corrupt" in text:
        return CaseFileError(f"{name} is damaged: {text}. The file was left as it is; open a backup of it.")
    if "unable to open" in text:
        return CaseFileError(f"{name} cannot be opened: {text}.")
    return CannotSave(f"{name} could not be read or saved: {text}.")
