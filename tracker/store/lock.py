"""One writer at a time: a small file beside the case that says who has it open."""

import getpass
import json
import os
import socket
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

from tracker.errors import CaseFileError


@dataclass(frozen=True, slots=True)
class Holder:
    user: str
    host: str
    pid: int
    since: str

    def words(self) -> str:
        return f"{self.user} on {self.host} (process {self.pid}, since {self.since})"


def _file(case: Path) -> Path:
    return case.with_name(case.name + ".lock")


def holder(case: Path) -> Holder | None:
    """Who holds the case, or None. An unreadable lock counts as held by somebody unknown."""
    try:
        kept = json.loads(_file(case).read_text("utf-8"))
        return Holder(str(kept["user"]), str(kept["host"]), int(kept["pid"]), str(kept["since"]))
    except FileNotFoundError:
        return None
    except (OSError, ValueError, TypeError, LookupError):
        return Holder("somebody", "an unknown computer", 0, "?")


def take(case: Path) -> Holder | None:
    """Take the lock; None means it is ours, else whoever has it. Raises CaseFileError where none can be made.

    A lock left by a dead process of this computer is taken over; one from another computer never is.
    """
    mine = Holder(_login_name(), socket.gethostname(), os.getpid(), datetime.now(UTC).isoformat(timespec="minutes"))
    for _ in range(2):
        try:
            handle = os.open(_file(case), os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
        except FileExistsError:
            other = holder(case)
            if other is not None and (other.host != mine.host or _alive(other.pid)):
                return other
            _file(case).unlink(missing_ok=True)
        except OSError as error:
            raise CaseFileError(
                f"{case.name} cannot be opened for writing, its folder takes no lock file ({error.strerror}). "
                "Open it read-only."
            ) from error
        else:
            with os.fdopen(handle, "w", encoding="utf-8") as file:
                json.dump(asdict(mine), file)
            return None
    return holder(case)


def release(case: Path) -> None:
    """Give the lock back if it is ours."""
    other = holder(case)
    if other is not None and other.pid == os.getpid() and other.host == socket.gethostname():
        _file(case).unlink(missing_ok=True)


def _alive(pid: int) -> bool:
    if os.name == "nt":  # there, signal 0 would interrupt the process it asks about
        return True
    try:
        os.kill(pid, 0)
    except (ProcessLookupError, OverflowError):
        return False
    except OSError:
        return True
    return True


def _login_name() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError):
        return "somebody"
