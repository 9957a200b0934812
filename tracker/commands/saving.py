"""Writing files outside the case: completely or not at all, and never over a case."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from tracker.errors import CannotSave, Refused

_SQLITE = b"SQLite format 3\0"


@contextmanager
def atomic_file(path: Path) -> Iterator[BinaryIO]:
    """A file beside the target that replaces it once all of it is written; until then the old file stays.

    Raises Refused for a case, CannotSave where nothing can be written.
    """
    require_no_case(path)
    try:
        handle, working = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name[:60]}.")
        try:
            with os.fdopen(handle, "w+b") as file:
                yield file
                file.flush()
                os.fsync(file.fileno())
            Path(working).chmod(0o644)
            Path(working).replace(path)
        except BaseException:
            Path(working).unlink(missing_ok=True)
            raise
    except OSError as error:
        raise CannotSave(f"{path} could not be written: {error.strerror}.") from error


def save_bytes(path: Path, content: bytes) -> Path:
    """Write a whole file; returns its path.

    Raises: Refused for a case, CannotSave where nothing can be written.
    """
    with atomic_file(path) as file:
        file.write(content)
    return path


def require_no_case(path: Path) -> None:
    """Raise Refused where the target is a case, CannotSave where it is a folder."""
    if path.is_dir():
        raise CannotSave(f"{path} is a folder.")
    try:
        with path.open("rb") as file:
            is_sqlite = file.read(len(_SQLITE)) == _SQLITE
    except OSError:
        is_sqlite = False
    if is_sqlite or path.suffix.lower() == ".claims":
        raise Refused(f"{path.name} is a case or has the name of one; choose another name. Nothing was written.")
