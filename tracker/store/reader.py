"""Reading a case: its records, its verdicts, its effective step."""

from collections import Counter
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import Any, Self, TypeVar

from tracker.domain.case import CaseInfo, Receipt
from tracker.domain.records import Record
from tracker.domain.review import VERDICTS, Verdict, Verdicts
from tracker.errors import CaseFileError, NotFound
from tracker.store import history
from tracker.store.connection import Database
from tracker.store.history import Step
from tracker.store.rows import KIND_OF, Row, columns, from_row

R = TypeVar("R", bound=Record)
T = TypeVar("T")
_AT_ONCE = 500  # ids in one statement


class Reader:
    """A case that is read; `path` is None for one in memory. `revisions` counts the changes of records of each
    kind through this object.
    """

    def __init__(self, db: Database, path: Path | None, *, alone: bool = False) -> None:
        """`alone`: nobody else changes the case meanwhile, so that results can be cached."""
        self.db = db
        self.path = path
        self.revisions: Counter[str] = Counter()
        self._alone = alone
        self._answers: dict[Callable[..., Any], tuple[list[int], Any]] = {}
        self._verdicts: Verdicts | None = None
        self._last: Step | None = history.last(db)

    @property
    def verdicts(self) -> Verdicts:
        """The verdicts of this case, in their order; Claimline's own set where the case has none."""
        if self._verdicts is None:
            stored = sorted(self.all(Verdict), key=lambda verdict: verdict.position)
            self._verdicts = Verdicts((verdict.key, verdict) for verdict in stored) or VERDICTS
        return self._verdicts

    @property
    def case(self) -> CaseInfo:
        return _case(self)

    def cached(self, read: Callable[[Self], T], kinds: tuple[str, ...]) -> T:
        """The result of a function that reads records of these kinds alone, cached (see `cached_until_changed`)."""
        if not self._alone:
            return read(self)
        revisions = [self.revisions[kind] for kind in kinds]
        cached = self._answers.get(read)
        if cached is None or cached[0] != revisions:
            cached = self._answers[read] = (revisions, read(self))
        result: T = cached[1]
        return result

    def get(self, record: type[R], record_id: int) -> R:
        """The record with that id; raises NotFound."""
        result = self.find(record, record_id)
        if result is None:
            raise NotFound(f"There is no {KIND_OF[record].replace('_', ' ')} with the id {record_id}.")
        return result

    def find(self, record: type[R], record_id: int | None) -> R | None:
        row = None if record_id is None else self._row(KIND_OF[record], record_id)
        return from_row(record, row) if row else None

    def all(self, record: type[R], **where: Any) -> list[R]:
        """Every record of a kind with the given values in its columns, in the order of their creation."""
        sql = f"SELECT * FROM {KIND_OF[record]}"
        unknown = where.keys() - set(columns(KIND_OF[record]))
        if unknown:
            raise ValueError(f"no such columns: {unknown}")
        if where:
            sql += " WHERE " + " AND ".join(f'"{column}" = ?' for column in where)
        return [from_row(record, row) for row in self._rows(f"{sql} ORDER BY id", list(where.values()))]

    def among(self, record: type[R], column: str, ids: list[int]) -> list[R]:
        """The records with one of the ids in a column, in the order of their creation."""
        if column not in columns(KIND_OF[record]):
            raise ValueError(f"no such column: {column}")
        records: list[R] = []
        for start in range(0, len(ids), _AT_ONCE):
            part = ids[start : start + _AT_ONCE]
            marks = ", ".join("?" * len(part))
            rows = self._rows(f'SELECT * FROM {KIND_OF[record]} WHERE "{column}" IN ({marks}) ORDER BY id', part)
            records += [from_row(record, row) for row in rows]
        return records

    def _rows(self, sql: str, parameters: list[Any]) -> list[Row]:
        result = self.db.execute(sql, parameters)
        names = result.names
        return [dict(zip(names, row, strict=True)) for row in result.fetchall()]

    def _row(self, kind: str, record_id: int) -> Row | None:
        rows = self._rows(f"SELECT * FROM {kind} WHERE id = ?", [record_id])
        return rows[0] if rows else None

    @property
    def last_step(self) -> Step:
        """The last step of the history.

        Raises: CaseFileError where there is none.
        """
        if self._last is None:
            raise CaseFileError("The case has no history.")
        return self._last

    @property
    def next_undo(self) -> Step | None:
        last = self._last
        if last is None or not last.undo_top:
            return None
        return last if last.undo_top == last.n else history.get(self.db, last.undo_top)

    @property
    def next_redo(self) -> Step | None:
        return history.get(self.db, self._last.redo_top) if self._last and self._last.redo_top else None

    def effective_step(self) -> Step:
        """The effective step of the case: the last one that is not undone."""
        return self.next_undo or history.get(self.db, 1) or self.last_step

    def receipt(self) -> Receipt:
        """A receipt of the content: undoing and redoing leaves it the same."""
        step = self.effective_step()
        return Receipt(self.case.uid, step.n, step.hash, step.at)


def cached_until_changed(*kinds: str) -> Callable[[Callable[[Reader], T]], Callable[[Reader], T]]:
    """Cache a function of a whole case that reads records of these kinds (names of tables) alone. Where nobody else can
    change the case it is called again only after such a record changed; callers must not modify the result.
    """

    def decorate(read: Callable[[Reader], T]) -> Callable[[Reader], T]:
        @wraps(read)
        def cached(store: Reader) -> T:
            return store.cached(read, kinds)

        return cached

    return decorate


@cached_until_changed("case_info")
def _case(store: Reader) -> CaseInfo:
    return store.all(CaseInfo)[0]
