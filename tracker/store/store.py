"""Writing a case: every change happens inside a step; a step is saved when COMMIT has returned."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import TypeVar
from uuid import uuid4

from tracker.domain.case import CaseInfo
from tracker.domain.records import Record
from tracker.domain.review import Verdict
from tracker.errors import CannotSave, CaseFileError, ClaimlineError, Conflict, NotFound, Refused
from tracker.store import affected, history, lock, search
from tracker.store.claims import facts
from tracker.store.claims.facts import Facts
from tracker.store.connection import Database
from tracker.store.history import Change, Step, canonical
from tracker.store.reader import Reader
from tracker.store.rows import KIND_OF, KINDS, Row, from_row, to_row

R = TypeVar("R", bound=Record)
OnRows = Callable[[int], None]
AT_ONCE = 500  # rows between two reports of progress


@dataclass(frozen=True, slots=True)
class StepApplied:
    """The effects of a step; each view decides whether it has to be updated. `claims` are the ids of the claims it affects (see
    `affected`), `packed` the rows of those that exist (see `facts.rows`), `facts` the facts of the first few hundred.
    """

    step: Step
    kinds: frozenset[str]
    ids: frozenset[int]
    claims: frozenset[int]
    packed: bytes
    facts: tuple[Facts, ...]


class Store(Reader):
    """An open case that can be changed.

    `author` is the name that signs each step, a name typed in and no proof of identity. `clock` gives UTC.
    """

    def __init__(
        self, db: Database, path: Path | None, *, author: str, read_only: bool, clock: Callable[[], datetime]
    ) -> None:
        super().__init__(db, path, alone=not read_only)  # the lock keeps others from writing
        self.author = author
        self.read_only = read_only
        self.listeners: list[Callable[[StepApplied], None]] = []
        self.clock = clock
        self._changes: list[Change] | None = None
        self._affected: set[int] = set()
        self._rewritten: tuple[bytes, tuple[Facts, ...]] = (b"", ())
        self._on_rows: OnRows = _silent
        self._reporting = False
        self._inode = path.stat().st_ino if path else 0

    def close(self) -> None:
        self.db.close()
        self.listeners.clear()
        if self.path and not self.read_only:
            lock.release(self.path)

    def begin_history(self, case: CaseInfo) -> None:
        """The first step of a new case."""
        with self._step("create", "Create case"):
            self.put(case)

    @contextmanager
    def step(self, name: str, reason: str = "", on_rows: OnRows | None = None) -> Iterator[None]:
        """One named, undoable change. An exception inside rolls all of it back.

        A step inside another is part of the outer one and has its name, so that commands can be combined. `on_rows` is called
        repeatedly with the number of rows processed since the last call, also while the step is finished; it may raise to stop.

        Raises: Refused in a case that is open read-only and while another step is being written, CannotSave where the
        file cannot be written or was replaced by another one.
        """
        if self._reporting:
            raise Refused("Another change is being saved. Try again when it is done.")
        if self._changes is not None:
            with self._part(self._changes):
                yield
            return
        self._on_rows = on_rows or _silent
        try:
            with self._step("do", name, reason):
                yield
        finally:
            self._on_rows = _silent

    @contextmanager
    def _part(self, changes: list[Change]) -> Iterator[None]:
        """Inside a step: an exception rolls back this part alone, even if it is caught outside."""
        before = len(changes)
        self.db.execute("SAVEPOINT part")
        try:
            yield
        except BaseException:
            self.db.execute("ROLLBACK TO part")
            self.db.execute("RELEASE part")
            self._forget(change.kind for change in changes[before:])
            del changes[before:]
            raise
        self.db.execute("RELEASE part")

    def report_rows(self, rows: int) -> None:
        """Report to the step's `on_rows` that so many more rows were processed; no other step begins meanwhile."""
        self._reporting = True
        try:
            self._on_rows(rows)
        finally:
            self._reporting = False

    def put(self, record: R) -> R:
        """Store a record, new or changed; returns it as it is stored, with its new version.

        Raises Conflict when the row was changed or removed since it was read, so that no edit silently wins over
        another.
        """
        self._record_into()
        kind, row = KIND_OF[type(record)], to_row(record)
        if not record.version:
            if not self._insert(kind, row):
                raise Conflict(f"This {kind.replace('_', ' ')} was changed meanwhile. Nothing was overwritten.")
            return from_row(type(record), row | {"version": 1})
        current = self._row(kind, record.id)
        if current is None:
            raise Conflict(f"This {kind.replace('_', ' ')} was removed meanwhile. Nothing was saved.")
        if current["version"] != record.version:
            raise Conflict(f"This {kind.replace('_', ' ')} was changed meanwhile. Nothing was overwritten.")
        changed = {column: value for column, value in row.items() if value != current[column]}
        if changed:
            self._update(kind, record.id, current, changed)
        return from_row(type(record), row | {"version": record.version + bool(changed)})

    def add_all(self, records: Sequence[Record]) -> None:
        """Store many new records of one kind at once: the same rows and the same history as `put` for each."""
        changes = self._record_into()
        if not records:
            return
        kind = KIND_OF[type(records[0])]
        first = to_row(records[0])
        names = ", ".join(f'"{column}"' for column in first)
        marks = ", ".join("?" * len(first))
        sql = f"INSERT INTO {kind} ({names}, version) VALUES ({marks}, 1)"
        for start in range(0, len(records), AT_ONCE):
            part = [to_row(record) for record in records[start : start + AT_ONCE]]
            self.db.executemany(sql, [tuple(row.values()) for row in part])
            changes += [Change(kind, row["id"], None, canonical(row)) for row in part]
            self._forget([kind])
            self.report_rows(len(part))

    def remove(self, record: Record) -> None:
        """Remove a record; raises Conflict when it was changed since it was read, NotFound when it is gone."""
        self._record_into()
        kind = KIND_OF[type(record)]
        current = self._row(kind, record.id)
        if current is None:
            raise NotFound(f"This {kind.replace('_', ' ')} is gone already.")
        if current["version"] != record.version:
            raise Conflict(f"This {kind.replace('_', ' ')} was changed meanwhile. Nothing was removed.")
        self._delete(kind, record.id, current)

    def next_number(self, name: str, count: int = 1) -> int:
        """The next number of a series, the first of `count`; a number is never used twice, even after an undo."""
        self._record_into()
        row = self.db.execute(
            "INSERT INTO counter (name, value) VALUES (?, ?) ON CONFLICT DO UPDATE SET value = value + excluded.value "
            "RETURNING value",
            [name, count],
        ).fetchone()
        return int(row[0]) - count + 1

    def raise_number(self, name: str, least: int) -> None:
        """Make the next number of a series higher than `least`."""
        self._record_into()
        self.db.execute(
            "INSERT INTO counter (name, value) VALUES (?, ?) ON CONFLICT DO UPDATE SET value = max(value, excluded.value)",
            [name, least],
        )

    def undo(self) -> Step:
        """Undo the last step that is not undone, as a step of its own; returns the step undone.

        Raises: Refused when there is nothing to undo, and in a read-only case.
        """
        target = self.next_undo
        if target is None:
            raise Refused("There is nothing to undo.")
        with self._step("undo", f"Undo: {target.name}", target=target.n):
            for change in reversed(history.changes(self.db, target.n)):
                self._apply(change.kind, change.record_id, change.after, change.before)
        return target

    def redo(self) -> Step:
        """Redo the last undone step; returns that step.

        Raises: Refused when there is nothing to redo, and in a read-only case.
        """
        target = self.next_redo
        if target is None:
            raise Refused("There is nothing to redo.")
        with self._step("redo", f"Redo: {target.name}", target=target.n):
            for change in history.changes(self.db, target.n):
                self._apply(change.kind, change.record_id, change.before, change.after)
        return target

    @contextmanager
    def maintenance(self) -> Iterator[None]:
        """A transaction that changes no record and is no step (such as rebuilding the search index).

        Raises: Refused in a case that is open read-only.
        """
        if self.read_only:
            raise Refused("The case is open read-only. Nothing was changed.")
        try:
            self.db.execute("BEGIN IMMEDIATE")
            yield
            self.db.execute("COMMIT")
        except BaseException:
            self._roll_back()
            raise

    # One step, from BEGIN to COMMIT

    @contextmanager
    def _step(self, kind: str, name: str, reason: str = "", target: int | None = None) -> Iterator[None]:
        if self.read_only:
            raise Refused("The case is open read-only. Nothing was changed.")
        self._refuse_replaced_file()
        self.db.execute("BEGIN IMMEDIATE")
        self._changes = []
        try:
            yield
            step = self._write_step(kind, name, reason, target)
        except BaseException:
            changes, self._changes = self._changes, None
            self._roll_back(changes)
            raise
        changes, self._changes = self._changes, None
        if step is None:
            self._roll_back()
            return
        self._commit(step, changes)
        self._last = step
        applied = StepApplied(
            step,
            frozenset(c.kind for c in changes),
            frozenset(c.record_id for c in changes),
            frozenset(self._affected),
            *self._rewritten,
        )
        for listener in list(self.listeners):
            listener(applied)

    def _write_step(self, kind: str, name: str, reason: str, target: int | None) -> Step | None:
        changes = self._record_into()
        if not changes:
            return None
        n = self._last.n + 1 if self._last else 1
        undo_top, redo_top = self._tops(kind, n, target)
        step = Step(
            n, str(uuid4()), kind, name, self.author, self.clock().isoformat(timespec="milliseconds"), reason.strip(),
            target, undo_top, redo_top, self._last.hash if self._last else history.GENESIS, "",
        )  # fmt: skip
        step = replace(step, hash=history.step_hash(step, changes))
        history.append(self.db, step, changes)
        affected_ids = affected.affected_records(self.db, changes)
        search.reindex(self.db, affected_ids, self.report_rows)
        self._affected = affected_ids["claim"]
        packed, first = facts.rewrite(self, self._affected, self.report_rows)
        self._rewritten = packed, tuple(first)
        return step

    def _tops(self, kind: str, n: int, target: int | None) -> tuple[int, int]:
        """(undo_top, redo_top) after this step: the numbers of the steps that undo and redo would take next (see `history`)."""
        if kind == "undo" and target is not None:
            below = history.get(self.db, target - 1)
            return (below.undo_top if below else 0), target
        if kind == "redo" and target is not None:
            undone = history.last_undo_of(self.db, target)
            before_undo = history.get(self.db, undone.n - 1) if undone else None
            return target, before_undo.redo_top if before_undo else 0
        return (0 if kind == "create" else n), 0

    def _commit(self, step: Step, changes: list[Change]) -> None:
        try:
            self.db.execute("COMMIT")
        except ClaimlineError:
            self._roll_back(changes)
            if not self._is_in_file(step):
                raise

    def _is_in_file(self, step: Step) -> bool:
        """Whether the file contains a step; False where it cannot be read either."""
        try:
            last = history.last(self.db)
        except ClaimlineError:
            return False
        return last is not None and last.hash == step.hash

    def _roll_back(self, changes: Iterable[Change] = ()) -> None:
        """Roll back the transaction with these changes."""
        self._forget(change.kind for change in changes)
        with suppress(ClaimlineError):  # SQLite rolls back by itself when the disk fails, and at the next opening
            if self.db.in_transaction:
                self.db.execute("ROLLBACK")

    def _refuse_replaced_file(self) -> None:
        if self.path is None:
            return
        try:
            inode = self.path.stat().st_ino
        except FileNotFoundError:
            raise CannotSave(f"{self.path.name} was moved or deleted while it was open. Save a copy.") from None
        if inode != self._inode:
            raise CannotSave(f"{self.path.name} was replaced by another file while it was open. Save a copy.")

    def _record_into(self) -> list[Change]:
        if self._changes is None:
            raise RuntimeError("a change outside a step")
        return self._changes

    def _insert(self, kind: str, row: Row, version: int = 1) -> bool:
        """Store a new row; False where there is one of that id."""
        changes = self._record_into()
        names = ", ".join(f'"{column}"' for column in row)
        marks = ", ".join("?" * len(row))
        sql = f"INSERT INTO {kind} ({names}, version) VALUES ({marks}, ?) ON CONFLICT (id) DO NOTHING"
        if not self.db.execute(sql, [*row.values(), version]).count:
            return False
        changes.append(Change(kind, row["id"], None, canonical(row)))
        self._forget([kind])
        return True

    def _update(self, kind: str, record_id: int, current: Row, changed: Row) -> None:
        changes = self._record_into()
        sets = ", ".join(f'"{column}" = ?' for column in changed)
        self.db.execute(f"UPDATE {kind} SET {sets}, version = version + 1 WHERE id = ?", [*changed.values(), record_id])
        before = {column: current[column] for column in changed}
        changes.append(Change(kind, record_id, canonical(before), canonical(changed)))
        self._forget([kind])

    def _delete(self, kind: str, record_id: int, current: Row) -> None:
        changes = self._record_into()
        self.db.execute(f"DELETE FROM {kind} WHERE id = ?", [record_id])
        before = {column: value for column, value in current.items() if column != "version"}
        changes.append(Change(kind, record_id, canonical(before), None))
        self._forget([kind])

    def _forget(self, kinds: Iterable[str]) -> None:
        """Records of these kinds changed: every cached result read from them is read again."""
        for kind in set(kinds):
            self.revisions[kind] += 1
            if kind == KIND_OF[Verdict]:
                self._verdicts = None

    def _apply(self, kind: str, record_id: int, old: str | None, new: str | None) -> None:
        """Replay one row image, recorded like any other change."""
        change = Change(kind, record_id, old, new)
        if kind not in KINDS:
            raise CaseFileError(f"The history names a record of an unknown kind, {kind}.")
        current = self._row(kind, record_id)
        if new is None:
            if current is not None:
                self._delete(kind, record_id, current)
        elif current is None:
            # Not 1 again: a copy read before the row was removed must not count as up to date.
            self._insert(kind, change.new(), 1 + history.count_of(self.db, kind, record_id))
        else:
            self._update(kind, record_id, current, change.new())


def _silent(_: int) -> None:
    """The default callback: does nothing."""
