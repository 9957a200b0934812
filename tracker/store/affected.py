"""Which claims a change affects: those whose row, quotes, evidence, origins or names it altered."""

from collections.abc import Iterable
from typing import Any

from tracker.store.connection import Database
from tracker.store.history import Change

_AT_ONCE = 500  # ids in one statement
_DIRECT = {"attribution", "evidence", "claim_tag", "relation", "reply", "assignment", "comment"}
# The sources that are derived from the given ones, themselves included.
_DESCENDANTS = (
    "WITH RECURSIVE down (id) AS (SELECT id FROM source WHERE id IN ({0}) UNION SELECT d.source_id FROM derivation d "
    "JOIN down ON d.origin_id = down.id) "
)
_CITING = (
    "SELECT claim_id FROM attribution WHERE source_id IN down UNION SELECT claim_id FROM evidence WHERE source_id IN "
    "down UNION SELECT a.claim_id FROM attribution a JOIN hop h ON h.attribution_id = a.id WHERE h.source_id IN down"
)
_CLAIMS_OF = {
    "actor": "SELECT claim_id FROM attribution WHERE actor_id IN ({0}) UNION SELECT claim_id FROM reply WHERE actor_id "
    "IN ({0}) UNION SELECT a.claim_id FROM attribution a JOIN hop h ON h.attribution_id = a.id WHERE h.actor_id IN ({0})",
    "source": _DESCENDANTS + _CITING,
    "tag": "SELECT claim_id FROM claim_tag WHERE tag_id IN ({0})",
    "attribution": "SELECT claim_id FROM attribution WHERE id IN ({0})",
}
_OWNER = {"actor_name": ("actor_id", "actor"), "hop": ("attribution_id", "attribution"),
          "derivation": ("source_id", "source"), "capture": ("source_id", "source")}  # fmt: skip


def affected_records(db: Database, changes: Iterable[Change]) -> dict[str, set[int]]:
    """Ids of the claims, sources, actors, events, tags and attributions that the changes affect, by kind."""
    ids_by_kind: dict[str, set[int]] = {
        kind: set() for kind in ("claim", "source", "actor", "event", "tag", "attribution")
    }
    for change in changes:
        if change.kind in _DIRECT:
            ids_by_kind["claim"] |= _values(db, change, "claim_id") | _values(db, change, "other_id")
        elif change.kind in ids_by_kind:
            ids_by_kind[change.kind].add(change.record_id)
        elif owner := _OWNER.get(change.kind):
            ids_by_kind[owner[1]] |= _values(db, change, owner[0])
        elif change.kind == "verdict":
            for key in _values(db, change, "key"):
                ids_by_kind["claim"] |= {row[0] for row in db.execute("SELECT id FROM claim WHERE verdict = ?", [key])}
    for kind, sql in _CLAIMS_OF.items():
        ids = sorted(ids_by_kind[kind])
        for start in range(0, len(ids), _AT_ONCE):
            marks = ", ".join(map(str, ids[start : start + _AT_ONCE]))
            ids_by_kind["claim"] |= {row[0] for row in db.execute(sql.format(marks)) if row[0] is not None}
    return ids_by_kind


def _values(db: Database, change: Change, column: str) -> set[Any]:
    """The values of a column before and after a change, or its current value where the change did not set it."""
    if column == "other_id" and change.kind != "relation":
        return set()
    values = {row[column] for row in (change.old(), change.new()) if column in row}
    if values:
        return values
    current = db.execute(f"SELECT {column} FROM {change.kind} WHERE id = ?", [change.record_id]).fetchone()
    return {current[0]} if current else set()
