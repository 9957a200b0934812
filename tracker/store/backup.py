"""Verified copies of the case, beside it, within a budget.

A backup gets its final name only after it was opened, checked and found to end in the same step.
"""

import os
from contextlib import suppress
from pathlib import Path

from tracker.errors import CannotSave
from tracker.store import history
from tracker.store.connection import connect
from tracker.store.store import Store

KEPT = 12
BUDGET = 4 * 2**30  # bytes of all backups of a case together


def folder(case: Path) -> Path:
    return case.with_name(f"{case.stem}.backups")


def back_up(store: Store) -> Path | None:
    """Copy the current case; None when its last step is backed up already.

    Raises CannotSave in words; the case itself is never touched.
    """
    if store.path is None:
        return None
    last = store.last_step
    target = folder(store.path) / f"{store.path.stem}-{last.n:07d}-{last.hash[:8]}.claims"
    if target.exists():
        return None
    working = target.with_suffix(".unfinished")
    try:
        target.parent.mkdir(exist_ok=True)
        working.unlink(missing_ok=True)
        working.touch()
        _copy(store, working)
        _verify(working, last)
        with working.open("rb+") as file:
            os.fsync(file.fileno())
        working.replace(target)
    except OSError as error:
        raise CannotSave(f"The backup could not be written: {error.strerror}. The case itself is saved.") from error
    finally:
        with suppress(OSError):
            working.unlink(missing_ok=True)
    _thin(target.parent)
    return target


def _copy(store: Store, target: Path) -> None:
    copy = connect(target)
    try:
        store.db.copy_to(copy)
    finally:
        copy.close()


def _verify(path: Path, last: history.Step) -> None:
    copy = connect(path, read_only=True)
    try:
        last_copied = history.last(copy)
        if (
            copy.execute("PRAGMA quick_check(1)").fetchone()[0] != "ok"
            or last_copied is None
            or last_copied.hash != last.hash
        ):
            raise CannotSave("The backup was incomplete and was deleted. The case itself is saved.")
    finally:
        copy.close()


def _thin(backups: Path) -> None:
    """Delete the oldest backups, by step and not by clock, beyond the number or the budget; the newest always stays."""
    newest_first = sorted(backups.glob("*.claims"), reverse=True)
    total = 0
    for at, path in enumerate(newest_first):
        total += path.stat().st_size
        if at and (at >= KEPT or total > BUDGET):
            path.unlink()
