"""Steps and their changes, used for undo, for the audit trail and to refresh the views.

Append-only and hash-chained: hash = SHA-256(format, previous hash, canonical JSON of the step with its changes).
With an earlier receipt it can be detected that the history before it was altered; without one it cannot.

Undo is linear. Each step stores `undo_top`, the step that an undo would undo next (0: none), and `redo_top`. The content
of a case is decided by `undo_top` alone: after undo and redo of everything the content is that of the same step again.
"""

import hashlib
import json
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any

from tracker.domain.review import SIGNED_OFF
from tracker.store.connection import Database

FORMAT = "claimline-history-1"
GENESIS = "0" * 64
_AT_ONCE = 500  # rows read or written in one statement


@dataclass(frozen=True, slots=True)
class Change:
    """One row before and after, as canonical JSON; an update contains only the columns it changed."""

    kind: str
    record_id: int
    before: str | None
    after: str | None

    def old(self) -> dict[str, Any]:
        return _object(self.before)

    def new(self) -> dict[str, Any]:
        return _object(self.after)


@dataclass(frozen=True, slots=True)
class Step:
    """One named change of the case. `kind` is create, do, undo or redo; `target` the step undone or redone; `at` UTC."""

    n: int
    uid: str
    kind: str
    name: str
    author: str
    at: str
    reason: str
    target: int | None
    undo_top: int
    redo_top: int
    prev: str
    hash: str


def _object(text: str | None) -> dict[str, Any]:
    value: dict[str, Any] = json.loads(text) if text else {}
    return value


_COLUMNS = "n, uid, kind, name, author, at, reason, target, undo_top, redo_top, prev, hash"
_STEP = ", ".join(f"s.{column}" for column in _COLUMNS.split(", "))


def canonical(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def step_hash(step: Step, changes: list[Change]) -> str:
    """The hash of a step; its own `hash` field is not read."""
    content = [step.n, step.uid, step.kind, step.name, step.author, step.at, step.reason, step.target, step.undo_top]
    content += [step.redo_top, [[c.kind, c.record_id, c.before, c.after] for c in changes]]
    return hashlib.sha256(f"{FORMAT}\n{step.prev}\n{canonical(content)}".encode()).hexdigest()


def append(db: Database, step: Step, changes: list[Change]) -> None:
    db.execute(f"INSERT INTO step ({_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", [
        step.n, step.uid, step.kind, step.name, step.author, step.at, step.reason, step.target, step.undo_top,
        step.redo_top, step.prev, step.hash,
    ])  # fmt: skip
    for start in range(0, len(changes), _AT_ONCE):
        part = changes[start : start + _AT_ONCE]
        rows = ", ".join(["(?, ?, ?, ?, ?, ?)"] * len(part))
        values = [(step.n, seq, c.kind, c.record_id, c.before, c.after) for seq, c in enumerate(part, start)]
        db.execute(
            f"INSERT INTO change (step, seq, kind, record_id, before, after) VALUES {rows}", list(chain(*values))
        )


def get(db: Database, n: int) -> Step | None:
    row = db.execute(f"SELECT {_COLUMNS} FROM step WHERE n = ?", [n]).fetchone()
    return Step(*row) if row else None


def last(db: Database) -> Step | None:
    row = db.execute(f"SELECT {_COLUMNS} FROM step ORDER BY n DESC LIMIT 1").fetchone()
    return Step(*row) if row else None


def steps(db: Database, limit: int = -1, *, newest_first: bool = True) -> list[Step]:
    order = "DESC" if newest_first else "ASC"
    return [Step(*row) for row in db.execute(f"SELECT {_COLUMNS} FROM step ORDER BY n {order} LIMIT ?", [limit])]


def by_day(db: Database, since: str) -> dict[str, int]:
    """How many steps were made on each day (ISO 8601, UTC) from one on."""
    sql = "SELECT substr(at, 1, 10), count(*) FROM step WHERE at >= ? GROUP BY 1"
    return {str(day): int(count) for day, count in db.execute(sql, [since])}


def verdicts_by_day(
    db: Database, known: Sequence[tuple[str, Counter[str]]] = (), after: int = 0, upto: int = 2**62
) -> list[tuple[str, Counter[str]]]:
    """How many claims had each verdict at the end of each day (ISO 8601, UTC) on which that changed, oldest first; `known`
    is the result of an earlier call for the steps up to `after`; steps beyond `upto` are left out.

    Read a thousand claims at a time, so that another process that saves waits no longer than that takes.
    """
    sums: dict[str, Counter[str]] = {}
    low, last = 0, False
    while not last:
        row = db.execute(
            "SELECT record_id FROM change WHERE kind = 'claim' AND record_id > ? ORDER BY record_id LIMIT 1 OFFSET 999",
            [low],
        ).fetchone()
        high, last = (2**63 - 1, True) if row is None or after else (row[0], False)
        where = "c.step > ?" if after else "c.record_id > ? AND c.record_id <= ?"
        for image, sign in (("after", 1), ("before", -1)):
            sql = (
                f"SELECT substr(s.at, 1, 10), json_extract(c.{image}, '$.verdict') AS verdict, count(*) FROM change c JOIN "
                f"step s ON s.n = c.step WHERE c.kind = 'claim' AND {where} AND c.step <= ? AND verdict IS NOT NULL GROUP BY 1, 2"
            )
            for day, verdict, count in db.execute(sql, [after, upto] if after else [low, high, upto]).fetchall():
                sums.setdefault(day, Counter())[verdict] += sign * count
        low = high
    current = Counter(known[-1][1]) if known else Counter()
    days = dict(known)
    for day in sorted(sums):
        current.update(sums[day])
        days[day] = Counter({key: count for key, count in current.items() if count})
    return list(days.items())


def by_others(db: Database, since: str, author: str, limit: int) -> tuple[int, list[Step]]:
    """(how many steps others made after a moment, the latest of them)."""
    where = "FROM step WHERE at > ? AND author <> ?"
    count = int(db.execute(f"SELECT count(*) {where}", [since, author]).fetchone()[0])
    rows = db.execute(f"SELECT {_COLUMNS} {where} ORDER BY n DESC LIMIT ?", [since, author, limit])
    return count, [Step(*row) for row in rows]


def changes(db: Database, n: int) -> list[Change]:
    rows = db.execute("SELECT kind, record_id, before, after FROM change WHERE step = ? ORDER BY seq", [n])
    return [Change(*row) for row in rows]


def each_step(db: Database, *, newest_first: bool) -> Iterator[Step]:
    """Every step, read a few at a time, so that the first ones are available before all are read."""
    last, turn, sign = (2**62, "DESC", "<") if newest_first else (0, "ASC", ">")
    sql = f"SELECT {_COLUMNS} FROM step WHERE n {sign} ? ORDER BY n {turn} LIMIT {_AT_ONCE}"
    while rows := db.execute(sql, [last]).fetchall():
        yield from (Step(*row) for row in rows)
        last = rows[-1][0]


def each_change(db: Database, n: int, kind: str = "") -> Iterator[Change]:
    """The changes of a step, of one kind where it is named, a few read at a time."""
    after = -1
    sql = (
        "SELECT kind, record_id, before, after, seq FROM change WHERE step = ? AND seq > ? AND (? = '' OR kind = ?) "
        f"ORDER BY seq LIMIT {_AT_ONCE}"
    )
    while rows := db.execute(sql, [n, after, kind, kind]).fetchall():
        yield from (Change(*row[:4]) for row in rows)
        after = rows[-1][4]


def count_of(db: Database, kind: str, record_id: int) -> int:
    """How many changes of one record the history contains."""
    sql = "SELECT count(*) FROM change WHERE kind = ? AND record_id = ?"
    return int(db.execute(sql, [kind, record_id]).fetchone()[0])


def writers_of_signed(db: Database, ids: Collection[int] | None) -> dict[int, str]:
    """Who wrote each claim that is signed off; None for all of them."""
    sql = (
        "SELECT c.record_id, s.author FROM claim k JOIN change c ON c.kind = 'claim' AND c.record_id = k.id AND c.before "
        f"IS NULL JOIN step s ON s.n = c.step WHERE k.review = '{SIGNED_OFF}'"
    )
    if ids is None:
        return dict(db.execute(f"{sql} ORDER BY c.step DESC").fetchall())
    writers: dict[int, str] = {}
    ordered = sorted(ids)
    for start in range(0, len(ordered), 500):
        part = ordered[start : start + 500]
        marks = ", ".join("?" * len(part))
        writers |= dict(db.execute(f"{sql} AND k.id IN ({marks}) ORDER BY c.step DESC", part).fetchall())
    return writers


def last_undo_of(db: Database, n: int) -> Step | None:
    row = db.execute(
        f"SELECT {_COLUMNS} FROM step WHERE target = ? AND kind = 'undo' ORDER BY n DESC LIMIT 1", [n]
    ).fetchone()
    return Step(*row) if row else None


_OF_CLAIM = ("attribution", "evidence", "relation", "reply", "claim_tag", "comment", "assignment")


def of_claim(db: Database, claim_id: int) -> list[tuple[Step, Change]]:
    """The steps that changed a claim or anything that belongs to it, oldest first; including records
    removed since, and claims merged into it.
    """
    present = [f"SELECT '{kind}', id FROM {kind} WHERE claim_id IN (SELECT id FROM same)" for kind in _OF_CLAIM]
    removed = f"""
        SELECT kind, record_id FROM change INDEXED BY change_removed
        WHERE after IS NULL AND kind IN ({", ".join("?" * len(_OF_CLAIM))})
        AND json_extract(before, '$.claim_id') IN (SELECT id FROM same)
    """
    sql = f"""
        WITH RECURSIVE same(id) AS (
            SELECT ? UNION SELECT gone_id FROM merger JOIN same ON kept_id = same.id WHERE kind = 'claim'
        ),
        part(kind, id) AS ({" UNION ".join(["SELECT 'claim', id FROM same", *present, removed])})
        SELECT {_STEP}, c.kind, c.record_id, c.before, c.after
        FROM part CROSS JOIN change c ON c.kind = part.kind AND c.record_id = part.id JOIN step s ON s.n = c.step
        ORDER BY s.n, c.seq
    """
    return [(Step(*row[:12]), Change(*row[12:])) for row in db.execute(sql, [claim_id, *_OF_CLAIM])]


def of_kind(db: Database, kind: str) -> list[tuple[Step, Change]]:
    """The steps that changed records of a kind, oldest first."""
    rows = db.execute("SELECT DISTINCT step FROM change WHERE kind = ? ORDER BY step", [kind]).fetchall()
    steps = [step for (n,) in rows if (step := get(db, n)) is not None]
    return [(step, change) for step in steps for change in each_change(db, step.n, kind)]


def of_record(db: Database, kind: str, record_id: int, *, effective: bool = False) -> list[tuple[Step, Change]]:
    """The steps that changed one record, oldest first; `effective` leaves out undone steps and the undo steps themselves."""
    sql = (
        f"SELECT {_STEP}, c.kind, c.record_id, c.before, c.after FROM change c JOIN step s ON s.n = c.step "
        "WHERE c.kind = ? AND c.record_id = ?"
    )
    if effective:
        sql += (
            " AND s.kind IN ('do', 'create') AND coalesce((SELECT t.kind FROM step t WHERE t.target = s.n "
            "ORDER BY t.n DESC LIMIT 1), 'redo') = 'redo'"
        )
    rows = db.execute(f"{sql} ORDER BY c.step, c.seq", [kind, record_id])
    return [(Step(*row[:12]), Change(*row[12:])) for row in rows]
