"""Creating case files, opening them for one writer or for readers, and upgrading them to the newest format."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

from tracker.domain.case import CaseInfo
from tracker.errors import CannotSave, CaseFileError, Refused
from tracker.store import lock, migrations, search
from tracker.store.claims import facts
from tracker.store.connection import Database, DriverError, connect, damage, version_of
from tracker.store.reader import Reader
from tracker.store.store import Store

_QUICK_CHECK_BELOW = 64 * 2**20  # bytes; a larger file is checked by "claimline check"


def create_case(path: Path | None, name: str, *, author: str, clock: Callable[[], datetime] | None = None) -> Store:
    """A new case file (None: in memory). Raises Refused where a file of that name exists, CannotSave where it cannot be
    created, CaseInUse where another process has locked the name.
    """
    clock = clock or _now
    if path is None:
        return _create(None, name, author=author, clock=clock)
    try:
        path.touch(exist_ok=False)
    except FileExistsError:
        raise Refused(f"{path} exists already. Choose another name; nothing was overwritten.") from None
    except (OSError, ValueError) as error:
        raise CannotSave(f"{path} cannot be made: {getattr(error, 'strerror', error)}.") from error
    try:
        lock.take(path)
    except BaseException:
        path.unlink()
        raise
    try:
        return _create(path, name, author=author, clock=clock)
    except BaseException:
        path.unlink(missing_ok=True)
        lock.release(path)
        raise


def _create(path: Path | None, name: str, *, author: str, clock: Callable[[], datetime]) -> Store:
    db = connect(path)
    try:
        db.execute("BEGIN IMMEDIATE")
        migrations.create(db)
        db.execute("COMMIT")
        store = Store(db, path, author=author, read_only=False, clock=clock)
        store.begin_history(CaseInfo(uid=str(uuid4()), name=name))
    except BaseException:
        db.close()
        raise
    return store


def open_case(
    path: Path, *, author: str, read_only: bool = False, clock: Callable[[], datetime] | None = None
) -> Store:
    """Open a case. A file that is not an intact case is left unchanged. A case of an older format is upgraded: the file
    itself, or a copy in memory where it is opened read-only.

    Raises CaseInUse where it is open elsewhere for writing, else CaseFileError or CannotSave in words.
    """
    migrations.inspect_header(path)
    if not read_only:
        lock.take(path)
    try:
        return _open(path, author=author, read_only=read_only, clock=clock or _now)
    except BaseException:
        if not read_only:
            lock.release(path)
        raise


@contextmanager
def reading_case(path: Path) -> Iterator[Store]:
    """A case opened read-only through its own connection, for a worker. Raises what `open_case` does."""
    store = open_case(path, author="", read_only=True)
    try:
        yield store
    finally:
        store.close()


def _open(path: Path, *, author: str, read_only: bool, clock: Callable[[], datetime]) -> Store:
    db = connect(path, read_only=read_only)
    try:
        migrations.compare_shape(db, path.name)
        if path.stat().st_size < _QUICK_CHECK_BELOW and (damages := damage(db, "quick_check(1)")):
            raise CaseFileError(f"{path.name} is damaged: {damages[0]}. It was left as it is; open a backup of it.")
        if not Reader(db, path).all(CaseInfo):
            raise CaseFileError(f"{path.name} is damaged: it does not say which case it is.")
        if version_of(db) < migrations.VERSION:
            if read_only:
                db = _upgraded_copy(db)
            else:
                _save_old_file(db, path)
                _upgrade(db)
        return Store(db, path, author=author, read_only=read_only, clock=clock)
    except DriverError as error:
        db.close()
        raise CaseFileError(f"{path.name} is damaged: {error}. It was left as it is; open a backup of it.") from error
    except OSError as error:
        db.close()
        raise CaseFileError(f"{path.name} cannot be read: {error.strerror}.") from error
    except BaseException:
        db.close()
        raise


def _upgrade(db: Database) -> None:
    """Upgrade a case of an older format, in one transaction."""
    db.execute("BEGIN IMMEDIATE")
    try:
        migrations.upgrade(db)
        search.rebuild(db)
        facts.rebuild(Reader(db, None))
        db.execute("COMMIT")
    except BaseException:
        with suppress(DriverError, CannotSave, CaseFileError):
            db.execute("ROLLBACK")
        raise


def _upgraded_copy(old: Database) -> Database:
    """An upgraded copy of a case of an older format, in memory; the old connection is closed."""
    copy = connect(None)
    try:
        old.copy_to(copy)
        _upgrade(copy)
    except BaseException:
        copy.close()
        raise
    old.close()
    return copy


def _save_old_file(db: Database, path: Path) -> None:
    """Save a copy of a case beside it before its format changes; the copy gets its final name after it was checked."""
    target = path.with_name(f"{path.stem}.format-{version_of(db)}.claims")
    if target.exists():
        return
    working = target.with_suffix(".unfinished")
    try:
        working.unlink(missing_ok=True)
        working.touch()
        copy = connect(working)
        try:
            db.copy_to(copy)
            damages = damage(copy, "quick_check(1)")
        finally:
            copy.close()
        if damages:
            raise CannotSave(f"The copy before the change of format is damaged: {damages[0]}. Nothing was changed.")
        working.replace(target)
    except OSError as error:
        raise CannotSave(
            f"The copy before the change of format cannot be written: {error.strerror}. Nothing was changed."
        ) from error
    finally:
        with suppress(OSError):
            working.unlink(missing_ok=True)


def _now() -> datetime:
    return datetime.now(UTC)
