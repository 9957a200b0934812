"""The case as of an earlier step: built from its history, as a read-only store in memory."""

import json
from bisect import bisect_right
from typing import Any

from tracker.domain.review import VERDICTS, Verdict, Verdicts
from tracker.errors import Refused
from tracker.store import history, migrations, search
from tracker.store.claims import facts
from tracker.store.connection import Database, connect
from tracker.store.rows import columns, from_row
from tracker.store.store import Store


def built(db: Database, step: int | None = None) -> dict[tuple[str, int], dict[str, Any]]:
    """The rows that the history builds, by kind and id, up to a step (None: all of it).

    Raises ValueError for a change that is not a JSON object.
    """
    rows: dict[tuple[str, int], dict[str, Any]] = {}
    limit = "" if step is None else f" WHERE step <= {int(step)}"
    for kind, record_id, before, after in db.execute(
        f"SELECT kind, record_id, before, after FROM change{limit} ORDER BY step, seq"
    ):
        if after is None:
            rows.pop((kind, record_id), None)
        elif before is None:
            rows[kind, record_id] = dict(json.loads(after))
        else:
            rows.setdefault((kind, record_id), {}).update(json.loads(after))
    return rows


class VerdictSetsByStep:
    """The verdicts of a case as they were after each of its steps."""

    def __init__(self, db: Database) -> None:
        self._steps: list[int] = []
        self._sets: list[Verdicts] = []
        rows: dict[int, dict[str, Any]] = {}
        sql = "SELECT step, record_id, before, after FROM change WHERE kind = 'verdict' ORDER BY step, seq"
        for step, record_id, before, after in db.execute(sql).fetchall():
            if after is None:
                rows.pop(record_id, None)
            else:
                rows[record_id] = (rows.get(record_id, {}) if before is not None else {}) | json.loads(after)
            stored = [from_row(Verdict, row | {"version": 1}) for row in rows.values()]
            stored.sort(key=lambda verdict: verdict.position)
            verdicts = Verdicts((verdict.key, verdict) for verdict in stored) or VERDICTS
            if self._steps and self._steps[-1] == step:
                self._sets[-1] = verdicts
            else:
                self._steps.append(step)
                self._sets.append(verdicts)

    def at(self, step: int) -> Verdicts:
        """The set after a step."""
        count = bisect_right(self._steps, step)
        return self._sets[count - 1] if count else VERDICTS


def as_of(store: Store, step: int) -> Store:
    """The case after that step. Raises Refused for a step that does not exist. Preserved bytes are not copied."""
    last = history.last(store.db)
    if last is None or not 1 <= step <= last.n:
        raise Refused(f"The case has no step {step}; its last one is {last.n if last else 0}.")
    db = connect(None)
    migrations.create(db)
    db.execute("PRAGMA foreign_keys=0")
    db.execute("BEGIN")
    for (kind, _), row in built(store.db, step).items():
        names = [name for name in columns(kind) if name in row]
        marks, quoted = ", ".join("?" * len(names)), ", ".join(f'"{name}"' for name in names)
        db.execute(f"INSERT INTO {kind} (version, {quoted}) VALUES (1, {marks})", [row[name] for name in names])
    search.rebuild(db)
    then = Store(db, None, author="", read_only=True, clock=store.clock)
    facts.rebuild(then)
    db.execute("COMMIT")
    return then
