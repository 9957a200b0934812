"""Faults of the disk and of other programs are sentences wherever a statement runs; a wrong statement is a bug."""

import os
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from tests.newsroom import logged, new_case
from tracker.domain.claim import Claim
from tracker.errors import CannotSave, CaseFileError, ClaimlineError, Stopped
from tracker.store import captures, history, open_case
from tracker.store.connection import DriverError, connect, sentence


@pytest.fixture
def case(tmp_path: Path) -> Path:
    path = tmp_path / "story.claims"
    store = new_case(path)
    for n in range(200):
        logged(store, f"Claim {n} of the harbour")
    store.close()
    return path


def failing(code: int) -> DriverError:
    error = DriverError("words of the driver, perhaps disk full, locked, interrupted")
    error.sqlite_errorcode = code
    return error


@pytest.mark.parametrize(
    ("code", "kind", "words"),
    [
        (sqlite3.SQLITE_BUSY, CannotSave, "locked by another program"),
        (sqlite3.SQLITE_BUSY_SNAPSHOT, CannotSave, "locked by another program"),
        (sqlite3.SQLITE_LOCKED, CannotSave, "locked by another program"),
        (sqlite3.SQLITE_FULL, CannotSave, "disk is full"),
        (sqlite3.SQLITE_READONLY, CannotSave, "read-only"),
        (sqlite3.SQLITE_READONLY_DBMOVED, CannotSave, "read-only"),
        (sqlite3.SQLITE_CORRUPT, CaseFileError, "damaged"),
        (sqlite3.SQLITE_NOTADB, CaseFileError, "damaged"),
        (sqlite3.SQLITE_CANTOPEN, CaseFileError, "cannot be opened"),
        (sqlite3.SQLITE_IOERR, CannotSave, "disk reports an error"),
        (sqlite3.SQLITE_IOERR_FSYNC, CannotSave, "disk reports an error"),
        (sqlite3.SQLITE_INTERRUPT, Stopped, "stopped"),
        (sqlite3.SQLITE_CONSTRAINT, CannotSave, "could not be read or saved"),
    ],
)
def test_what_happened_is_told_by_the_code_and_not_by_the_words(
    code: int, kind: type[ClaimlineError], words: str
) -> None:
    text = sentence(failing(code), "story.claims")
    assert type(text) is kind
    assert words in str(text)


@pytest.mark.parametrize("code", [sqlite3.SQLITE_ERROR, sqlite3.SQLITE_MISUSE, sqlite3.SQLITE_RANGE])
def test_a_statement_that_is_wrong_is_a_bug(code: int) -> None:
    assert sentence(failing(code), "story.claims") is None


def test_a_wrong_statement_is_not_excused(case: Path) -> None:
    db = connect(case)
    with pytest.raises(DriverError):
        db.execute("SELECT nothing FROM nowhere")
    db.close()


def torn(case: Path) -> None:
    """Tear every page behind the first few, as a bad disk does, under an open case."""
    with case.open("r+b") as file:
        size = file.seek(0, os.SEEK_END)
        for at in range(8 * 4096, size, 4096):
            file.seek(at)
            file.write(b"\xff" * 4096)
        file.seek(24)  # the counter of changes: what was read before is not trusted any more
        file.write(b"\x7f\x00\x00\x01")


def test_a_read_of_a_torn_file_is_a_sentence(case: Path) -> None:
    store = open_case(case, author="", read_only=True)
    torn(case)
    with pytest.raises(ClaimlineError, match=r"damaged|disk reports"):
        store.all(Claim)
    with pytest.raises(ClaimlineError, match=r"damaged|disk reports"):
        list(store.db.execute("SELECT * FROM claim"))
    store.close()


def test_a_statement_that_is_stopped_says_so(case: Path) -> None:
    db = connect(case)
    rows = iter(db.execute("WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT x FROM n"))
    next(rows)
    db.interrupt()
    with pytest.raises(Stopped):
        for _ in rows:
            pass
    db.close()


def test_a_commit_that_fails_and_cannot_be_looked_at_is_a_sentence(case: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store = open_case(case, author="Reporter")
    execute = type(store.db).execute

    def broken(db: object, sql: str, parameters: object = ()) -> object:
        if sql == "COMMIT":
            raise CannotSave("The disk reports an error.")
        return execute(db, sql, parameters)  # type: ignore[arg-type]

    def unreadable(_: object) -> None:
        raise CannotSave("It cannot be read either.")

    with monkeypatch.context() as disk:
        disk.setattr(type(store.db), "execute", broken)
        disk.setattr(history, "last", unreadable)
        with pytest.raises(CannotSave, match="The disk reports an error"):
            logged(store, "One more")
    assert len(store.all(Claim)) == 200
    logged(store, "One more")
    store.close()


def test_a_large_file_that_finds_no_room_is_a_sentence(case: Path, tmp_path: Path) -> None:
    """The process limit on file size simulates a full disk; it needs a separate process."""
    large = tmp_path / "large.bin"
    large.write_bytes(os.urandom(3 * 2**20))
    before = captures_of(case)
    program = (
        "import resource, signal, sys; from pathlib import Path\n"
        "from tracker.errors import CannotSave; from tracker.store import captures\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "limit = Path(sys.argv[1]).stat().st_size + 2**20\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))\n"
        "try:\n    captures.store_file(Path(sys.argv[1]), Path(sys.argv[2]))\n"
        "except CannotSave as error:\n    print(error)"
    )
    ran = subprocess.run(
        [sys.executable, "-c", program, str(case), str(large)], capture_output=True, text=True, check=True
    )
    assert "disk" in ran.stdout
    assert captures_of(case) == before


def captures_of(case: Path) -> list[object]:
    db = connect(case, read_only=True)
    found = db.execute("SELECT sha256, count(*) FROM chunk GROUP BY 1").fetchall()
    db.close()
    return found


def test_a_file_that_cannot_be_read_is_a_sentence(case: Path, tmp_path: Path) -> None:
    with pytest.raises(ClaimlineError, match="cannot be read"):
        captures.store_file(case, tmp_path / "gone.pdf")


def test_reading_asks_for_no_format(case: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The format was looked at when the case was opened."""
    store = open_case(case, author="Reporter")
    statements: list[str] = []
    execute = type(store.db).execute

    def heard(db: object, sql: str, parameters: object = ()) -> object:
        statements.append(sql)
        return execute(db, sql, parameters)  # type: ignore[arg-type]

    monkeypatch.setattr(type(store.db), "execute", heard)
    claim = logged(store, "One more")
    history.of_claim(store.db, claim.id)
    assert store.verdicts
    assert statements
    assert not [sql for sql in statements if "user_version" in sql]
    store.close()
