"""The preserved bytes, in chunks under their SHA-256. They are written once and never changed.

Bytes of an undone capture stay, so that redo brings them back.
"""

import hashlib
from collections.abc import Iterator
from typing import BinaryIO

from tracker.errors import Refused
from tracker.store.connection import Database

CHUNK = 256 * 1024
LARGEST = 2**30  # bytes


def keep(db: Database, content: BinaryIO) -> tuple[str, int]:
    """Store a stream inside the open transaction; returns (SHA-256 in hex, size in bytes).

    Raises Refused beyond 1 GiB. The chunks lie under a working name until the hash is known.
    """
    digest, size, n = hashlib.sha256(), 0, 0
    while chunk := content.read(CHUNK):
        size += len(chunk)
        if size > LARGEST:
            raise Refused("The file is larger than 1 GiB, the most that one capture can hold.")
        digest.update(chunk)
        db.execute("INSERT INTO chunk (sha256, n, bytes) VALUES ('', ?, ?)", [n, chunk])
        n += 1
    sha256 = digest.hexdigest()
    if db.execute("SELECT 1 FROM chunk WHERE sha256 = ?", [sha256]).fetchone():
        db.execute("DELETE FROM chunk WHERE sha256 = ''")
    else:
        db.execute("UPDATE chunk SET sha256 = ? WHERE sha256 = ''", [sha256])
    return sha256, size


def chunks(db: Database, sha256: str) -> Iterator[bytes]:
    for (number,) in db.execute("SELECT n FROM chunk WHERE sha256 = ? ORDER BY n", [sha256]).fetchall():
        yield db.execute("SELECT bytes FROM chunk WHERE sha256 = ? AND n = ?", [sha256, number]).fetchone()[0]


def rehash(db: Database, sha256: str) -> tuple[str, int]:
    """What the kept bytes hash to now, and their size."""
    digest, size = hashlib.sha256(), 0
    for chunk in chunks(db, sha256):
        digest.update(chunk)
        size += len(chunk)
    return digest.hexdigest(), size
