"""The case as it was: what its history builds up to a step, as a store in memory that nothing can be written to."""

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

    Raises ValueError for a change that is no JSON object.
    """
    found: dict[tuple[str, int], dict[str, Any]] = {}
    limit = "" if step is None else f" WHERE step <= {int(step)}"
    for kind, record_id, before, after in db.execute(
        f"SELECT kind, record_id, before, after FROM change{limit} ORDER BY step, seq"
    ):
        if after is None:
            found.pop((kind, record_id), None)
        elif before is None:
            found[kind, record_id] = dict(json.loads(after))
        else:
            found.setdefault((kind, record_id), {}).update(json.loads(after))
    return found


class VerdictSetsByStep:
    """What the verdicts of a case were called after each of its steps."""

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
            kept = [from_row(Verdict, row | {"version": 1}) for row in rows.values()]
            kept.sort(key=lambda verdict: verdict.position)
            known = Verdicts((verdict.key, verdict) for verdict in kept) or VERDICTS
            if self._steps and self._steps[-1] == step:
                self._sets[-1] = known
            else:
                self._steps.append(step)
                self._sets.append(known)

    def at(self, step: int) -> Verdicts:
        """The set after a step."""
        found = bisect_right(self._steps, step)
        return self._sets[found - 1] if found else VERDICTS


def as_of(store: Store, step: int) -> Store:
    """The case after that step. Refused for a step it has not made. Preserved bytes stay where they are."""
    last = history.last(store.db)
    if last is None or not 1 <= step <= last.n:
        raise Refused(f"The case has no step {step}; its last one is {last.n if last else 0}.")
    db = connect(None)
    migrations.create(db)
    db.execute("PRAGMA foreign_keys=0")
    db.execute("BEGIN")
    for (kind, _), row in built(store.db, step).items():
        names = [name for name in columns(kind) if name in row]
        marks, shown = ", ".join("?" * len(names)), ", ".join(f'"{name}"' for name in names)
        db.execute(f"INSERT INTO {kind} (version, {shown}) VALUES (1, {marks})", [row[name] for name in names])
    search.rebuild(db)
    then = Store(db, None, author="", read_only=True, clock=store.clock)
    facts.rebuild(then)
    db.execute("COMMIT")
    return then
