"""One writer at a time: a small file beside the case that says who has it open.

It is written under a name of its own and linked into place, so it never exists half-written. A lock file that is
empty, incomplete or of another program counts as no lock; a process is identified by its number, its start time and the
run of the computer.
"""

import errno
import getpass
import json
import os
import socket
import stat
from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

from tracker.errors import CannotSave, CaseFileError, CaseInUse
from tracker.store import processes

try:
    import fcntl
except ImportError:  # Windows
    fcntl = None  # type: ignore[assignment]

_TURNS = 20  # attempts, as other processes may be quicker
_NO_LINKS = {errno.EPERM, errno.ENOTSUP, errno.EOPNOTSUPP, errno.ENOSYS, errno.EMLINK}


@dataclass(frozen=True, slots=True)
class Holder:
    """Who has a case open. `boot` and `started` distinguish the process from a later one of the same number; "" is unknown."""

    user: str
    host: str
    pid: int
    since: str
    boot: str = ""
    started: str = ""

    @classmethod
    def this(cls) -> "Holder":
        now = datetime.now(UTC).isoformat(timespec="minutes")
        own = processes.started(os.getpid()) or ""
        return cls(_login_name(), socket.gethostname(), os.getpid(), now, processes.boot(), own)

    def words(self) -> str:
        return f"{self.user} on {self.host} (process {self.pid}, since {self.since})"

    def is_gone(self) -> bool:
        """Whether it was a process of this computer that has ended; False for another computer, where that is unknown."""
        if self.host != socket.gethostname():
            return False
        if self.boot and (now := processes.boot()) and self.boot != now:
            return True
        started = processes.started(self.pid)
        return started is None or bool(self.started and started and self.started != started)


def file_of(case: Path) -> Path:
    """The lock file of a case; the same one through every link to the case."""
    case = Path(os.path.realpath(case))
    return case.with_name(case.name + ".lock")


def take(case: Path) -> None:
    """Take the lock. Raises CaseInUse when somebody has it, CaseFileError or CannotSave where it cannot be written.

    A lock left by a dead process of this computer is taken over; one from another computer never is.
    """
    lock = file_of(case)
    mine = lock.with_name(f".{lock.name}.{uuid4().hex[:12]}")
    try:
        with mine.open("x", encoding="utf-8") as file:
            json.dump(asdict(Holder.this()), file)
        for _ in range(_TURNS):
            if _put(mine, lock):
                return
            content = _content(lock)
            if content is None:
                continue
            other = _read(content)
            if other is not None and not other.is_gone():
                raise CaseInUse(case.name, other.words(), "" if other.host == socket.gethostname() else str(lock))
            if _replace(lock, content, mine):
                return
        raise CannotSave(f"{case.name} is being opened by someone else. Try again.")
    except OSError as error:
        if error.errno == errno.ENOSPC:
            raise CannotSave(
                f"The disk is full, so {case.name} cannot be opened for writing. Make room, or open it read-only."
            ) from error
        raise CaseFileError(
            f"{case.name} cannot be opened for writing, a lock file cannot be written in its folder ({error.strerror}). "
            "Open it read-only."
        ) from error
    finally:
        with suppress(OSError):
            mine.unlink(missing_ok=True)


def release(case: Path) -> None:
    """Release the lock if this process has it. One that cannot be removed is ignored after this process has ended."""
    lock = file_of(case)
    with suppress(OSError):
        other = _read(_content(lock) or b"")
        if other is not None and other.pid == os.getpid() and other.host == socket.gethostname():
            lock.unlink(missing_ok=True)


def _content(lock: Path) -> bytes | None:
    try:
        if not stat.S_ISREG(lock.lstat().st_mode):  # a pipe would wait for ever, a link leads elsewhere
            raise CaseFileError(
                f"{lock.name} is not a lock file that Claimline wrote. Remove it, then open the case again."
            )
        return lock.read_bytes()
    except FileNotFoundError:
        return None


def _read(content: bytes) -> Holder | None:
    """The holder in a lock file; None where the content is not valid."""
    try:
        entry = json.loads(content)
        holder = Holder(
            str(entry["user"]), str(entry["host"]), int(entry["pid"]), str(entry["since"]), str(entry.get("boot", "")),
            str(entry.get("started", "")),
        )  # fmt: skip
    except (ValueError, TypeError, LookupError, AttributeError, OverflowError, RecursionError):
        return None
    return holder if holder.pid > 0 else None


def _put(mine: Path, lock: Path) -> bool:
    """Give our file the name of the lock, atomically; False where a lock exists."""
    try:
        if fcntl is None:  # on Windows renaming never replaces a file
            mine.rename(lock)
        else:
            os.link(mine, lock)
    except FileExistsError:
        return False
    except OSError as error:
        if error.errno not in _NO_LINKS:
            raise
        try:  # a disk without links, such as a USB stick; an incomplete lock is ignored
            with lock.open("xb") as file:
                file.write(mine.read_bytes())
        except FileExistsError:
            return False
    return True


def _replace(lock: Path, content: bytes, mine: Path) -> bool:
    """Replace a lock without a living holder by our file, unless another process was quicker."""
    if fcntl is None:
        aside = mine.with_suffix(".gone")
        with suppress(FileNotFoundError):
            lock.rename(aside)
            if aside.read_bytes() == content:
                aside.unlink()
            else:
                aside.rename(lock)
        return False
    with suppress(FileNotFoundError), lock.open("rb") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        if os.path.samestat(os.fstat(file.fileno()), lock.stat()) and file.read() == content:
            mine.replace(lock)
            return True
    return False


def _login_name() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError):
        return "somebody"
