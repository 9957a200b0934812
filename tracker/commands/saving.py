"""Files that leave the program: whole or not at all, and never on top of a case."""

import os
import tempfile
from pathlib import Path

from tracker.errors import CannotSave, Refused

_SQLITE = b"SQLite format 3\0"


def save_bytes(path: Path, content: bytes) -> Path:
    """Write beside the target, then rename: the old file stays until the new one is whole. Returns the path."""
    refuse_case(path)
    try:
        handle, working = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name[:60]}.")
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            Path(working).chmod(0o644)
            Path(working).replace(path)
        except BaseException:
            Path(working).unlink(missing_ok=True)
            raise
    except OSError as error:
        raise CannotSave(f"{path} could not be written: {error.strerror}.") from error
    return path


def refuse_case(path: Path) -> None:
    """Raise Refused where the target is a case, CannotSave where it is a folder."""
    if path.is_dir():
        raise CannotSave(f"{path} is a folder.")
    try:
        with path.open("rb") as file:
            holds = file.read(len(_SQLITE)) == _SQLITE
    except OSError:
        holds = False
    if holds or path.suffix.lower() == ".claims":
        raise Refused(f"{path.name} is a case or has the name of one; choose another name. Nothing was written.")
