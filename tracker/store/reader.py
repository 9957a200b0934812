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
    """A case that is read; `path` is None for one in memory. `revisions` says how often records of each kind were changed
    through this object.
    """

    def __init__(self, db: Database, path: Path | None, *, alone: bool = False) -> None:
        """`alone`: nobody else changes the case meanwhile, so that answers can be kept."""
        self.db = db
        self.path = path
        self.revisions: Counter[str] = Counter()
        self._alone = alone
        self._answers: dict[Callable[..., Any], tuple[list[int], Any]] = {}
        self._verdicts: Verdicts | None = None
        self._last: Step | None = history.last(db)

    @property
    def verdicts(self) -> Verdicts:
        """The verdicts of this case, in their order; Claimline's own where it has no set of its own."""
        if self._verdicts is None:
            kept = sorted(self.all(Verdict), key=lambda verdict: verdict.position)
            self._verdicts = Verdicts((verdict.key, verdict) for verdict in kept) or VERDICTS
        return self._verdicts

    @property
    def case(self) -> CaseInfo:
        return _case(self)

    def kept(self, read: Callable[[Self], T], kinds: tuple[str, ...]) -> T:
        """What a function answers that reads records of these kinds alone (see `kept_until`)."""
        if not self._alone:
            return read(self)
        now = [self.revisions[kind] for kind in kinds]
        found = self._answers.get(read)
        if found is None or found[0] != now:
            found = self._answers[read] = (now, read(self))
        answer: T = found[1]
        return answer

    def get(self, record: type[R], record_id: int) -> R:
        """The record with that id; raises NotFound."""
        found = self.find(record, record_id)
        if found is None:
            raise NotFound(f"There is no {KIND_OF[record].replace('_', ' ')} with the id {record_id}.")
        return found

    def find(self, record: type[R], record_id: int | None) -> R | None:
        row = None if record_id is None else self._row(KIND_OF[record], record_id)
        return from_row(record, row) if row else None

    def all(self, record: type[R], **where: Any) -> list[R]:
        """Every record of a kind whose columns have the given values, in the order they were made."""
        sql = f"SELECT * FROM {KIND_OF[record]}"
        unknown = where.keys() - set(columns(KIND_OF[record]))
        if unknown:
            raise ValueError(f"no such columns: {unknown}")
        if where:
            sql += " WHERE " + " AND ".join(f'"{column}" = ?' for column in where)
        return [from_row(record, row) for row in self._rows(f"{sql} ORDER BY id", list(where.values()))]

    def among(self, record: type[R], column: str, ids: list[int]) -> list[R]:
        """The records whose column holds one of the ids, in the order they were made."""
        if column not in columns(KIND_OF[record]):
            raise ValueError(f"no such column: {column}")
        found: list[R] = []
        for start in range(0, len(ids), _AT_ONCE):
            part = ids[start : start + _AT_ONCE]
            marks = ", ".join("?" * len(part))
            rows = self._rows(f'SELECT * FROM {KIND_OF[record]} WHERE "{column}" IN ({marks}) ORDER BY id', part)
            found += [from_row(record, row) for row in rows]
        return found

    def _rows(self, sql: str, parameters: list[Any]) -> list[Row]:
        answer = self.db.execute(sql, parameters)
        names = answer.names
        return [dict(zip(names, row, strict=True)) for row in answer.fetchall()]

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


def kept_until(*kinds: str) -> Callable[[Callable[[Reader], T]], Callable[[Reader], T]]:
    """For a question about a whole case that reads records of these kinds (names of tables) alone. Where nobody else can
    change the case it is asked again only after such a record changed; whoever asks must leave the answer as it is.
    """

    def decorate(read: Callable[[Reader], T]) -> Callable[[Reader], T]:
        @wraps(read)
        def asked(store: Reader) -> T:
            return store.kept(read, kinds)

        return asked

    return decorate


@kept_until("case_info")
def _case(store: Reader) -> CaseInfo:
    return store.all(CaseInfo)[0]
