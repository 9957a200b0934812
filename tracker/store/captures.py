"""The preserved bytes, stored in chunks under their SHA-256. They are written once and never changed.

The bytes of an undone capture stay, so that redo can use them.
"""

import hashlib
from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import IO

from tracker.domain.limits import LARGEST_KEPT
from tracker.errors import CannotSave, ClaimlineError, Refused
from tracker.store.connection import Database, connect

CHUNK = 256 * 1024
_AT_ONCE = 32  # chunks in one transaction of a large file


def store_stream(db: Database, content: IO[bytes]) -> tuple[str, int]:
    """Store a stream inside the open transaction; returns (SHA-256 in hex, size in bytes).

    Raises Refused beyond 1 GiB. The chunks are stored under an empty hash until it is known.
    """
    digest, size, n = hashlib.sha256(), 0, 0
    while chunk := content.read(CHUNK):
        size += len(chunk)
        if size > LARGEST_KEPT:
            raise Refused("The file is larger than 1 GiB, the most that one capture can hold.")
        digest.update(chunk)
        db.execute("INSERT INTO chunk (sha256, n, bytes) VALUES ('', ?, ?)", [n, chunk])
        n += 1
    sha256 = digest.hexdigest()
    if rehash(db, sha256) == (sha256, size):
        db.execute("DELETE FROM chunk WHERE sha256 = ''")
    else:  # chunks under that hash may be left from an interrupted attempt
        db.execute("DELETE FROM chunk WHERE sha256 = ?", [sha256])
        db.execute("UPDATE chunk SET sha256 = ? WHERE sha256 = ''", [sha256])
    return sha256, size


def store_file(path: Path, file: Path, on_progress: Callable[[int, int], None] | None = None) -> tuple[str, int]:
    """Store a file beside an open case, through a connection of its own, a few chunks at a time, so that the window
    keeps responding; returns (SHA-256 in hex, size in bytes). `on_progress` is called with (bytes done, bytes in all) and may raise to stop.

    The chunks belong to no capture yet; those of an interrupted attempt are removed again. Raises Refused for
    a file that is too large or cannot be read, CannotSave where the disk prevents it.
    """
    try:
        sha256, size = _hash_of(file)
        db = connect(path)
        try:
            if rehash(db, sha256) != (sha256, size):
                try:
                    _store_chunks(db, file, sha256, size, on_progress)
                except BaseException:
                    _remove_chunks(db, sha256)
                    raise
        finally:
            db.close()
    except OSError as error:
        raise Refused(f"{file.name} cannot be read: {error.strerror}. Nothing was added.") from error
    return sha256, size


def _hash_of(file: Path) -> tuple[str, int]:
    digest, size = hashlib.sha256(), 0
    with file.open("rb") as stream:
        while chunk := stream.read(CHUNK):
            digest.update(chunk)
            size += len(chunk)
    if size > LARGEST_KEPT:
        raise Refused("The file is larger than 1 GiB, the most that one capture can hold.")
    return digest.hexdigest(), size


def _store_chunks(
    db: Database, file: Path, sha256: str, size: int, on_progress: Callable[[int, int], None] | None
) -> None:
    with file.open("rb") as stream:
        for n, chunk in enumerate(iter(partial(stream.read, CHUNK), b"")):
            if n % _AT_ONCE == 0:
                if db.in_transaction:
                    db.execute("COMMIT")
                if on_progress is not None:
                    on_progress(n * CHUNK, size)
                db.execute("BEGIN IMMEDIATE")
            db.execute("INSERT OR REPLACE INTO chunk (sha256, n, bytes) VALUES (?, ?, ?)", [sha256, n, chunk])
    if db.in_transaction:
        db.execute("COMMIT")
    if rehash(db, sha256) != (sha256, size):
        raise CannotSave(f"{file.name} changed while it was read. Nothing was added.")


def _remove_chunks(db: Database, sha256: str) -> None:
    """Remove chunks that belong to no capture; if that fails too, the next attempt reuses them."""
    with suppress(ClaimlineError):
        if db.in_transaction:
            db.execute("ROLLBACK")
        if not db.execute("SELECT 1 FROM capture WHERE sha256 = ?", [sha256]).fetchone():
            db.execute("DELETE FROM chunk WHERE sha256 = ?", [sha256])


def chunks(db: Database, sha256: str) -> Iterator[bytes]:
    """The preserved bytes, a chunk at a time.

    No statement stays open between them, since another process that writes would have to wait for it.
    """
    after = -1
    while rows := db.execute(
        "SELECT n, bytes FROM chunk WHERE sha256 = ? AND n > ? ORDER BY n LIMIT 1", [sha256, after]
    ).fetchall():
        after, chunk = rows[0]
        yield chunk


def rehash(db: Database, sha256: str) -> tuple[str, int]:
    """The current SHA-256 and size of the bytes stored under a hash."""
    digest, size = hashlib.sha256(), 0
    for chunk in chunks(db, sha256):
        digest.update(chunk)
        size += len(chunk)
    return digest.hexdigest(), size


def rehash_all(db: Database, on_progress: Callable[[int], None] | None = None) -> dict[str, tuple[str, int]]:
    """The current SHA-256 and size of all stored bytes, by the SHA-256 they are stored under, in one pass over the file.

    `on_progress` is called with the number of hashes done.
    """
    hashes: dict[str, tuple[str, int]] = {}
    name, digest, size = "", hashlib.sha256(), 0
    for sha256, chunk in _every_chunk(db):
        if sha256 != name:
            if name:
                hashes[name] = (digest.hexdigest(), size)
            if on_progress is not None:
                on_progress(len(hashes))
            name, digest, size = sha256, hashlib.sha256(), 0
        digest.update(chunk)
        size += len(chunk)
    if name:
        hashes[name] = (digest.hexdigest(), size)
    return hashes


def _every_chunk(db: Database) -> Iterator[tuple[str, bytes]]:
    """(SHA-256 it is stored under, chunk) in the order of the file, a few read in one statement, for the reason in `chunks`."""
    sql = "SELECT sha256, n, bytes FROM chunk WHERE (sha256, n) > (?, ?) ORDER BY sha256, n LIMIT ?"
    name, n = "", -1
    while rows := db.execute(sql, [name, n, _AT_ONCE]).fetchall():
        for name, n, chunk in rows:  # noqa: B007 the last ones are where the next statement starts
            yield name, chunk


def all_captures(db: Database) -> list[tuple[int, str, int]]:
    """(capture id, SHA-256, size) of every capture, in the order they were made."""
    return db.execute("SELECT id, sha256, size FROM capture ORDER BY id").fetchall()


def copy(source: Database, target: Database, sha256: str) -> None:
    """Copy the bytes of a capture into another case, inside its transaction."""
    if rehash(target, sha256)[0] == sha256:
        return
    target.execute("DELETE FROM chunk WHERE sha256 = ?", [sha256])
    for n, chunk in enumerate(chunks(source, sha256)):
        target.execute("INSERT INTO chunk (sha256, n, bytes) VALUES (?, ?, ?)", [sha256, n, chunk])


def put_chunk(db: Database, sha256: str, n: int, chunk: bytes) -> None:
    """Store one chunk of preserved bytes from an exported whole case."""
    db.execute("INSERT OR IGNORE INTO chunk (sha256, n, bytes) VALUES (?, ?, ?)", [sha256, n, chunk])
