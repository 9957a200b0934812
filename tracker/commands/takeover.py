"""Two diverged copies of a case: what each side changed, and merging the other side's changes.

Copies share the beginning of their history. A record is compared field by field as it was then, as it is here
and as it is in the other copy: a change by one side is taken, the same change by both is no conflict, different changes
are a conflict that needs an answer. The value that is not used remains in the history of the merged case.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from tracker.commands.telling import kind_in_words
from tracker.commands.verdicts import settle
from tracker.domain.case import Receipt
from tracker.domain.claim import ClaimTag
from tracker.domain.newsroom import Assignment, Member, Policy
from tracker.domain.records import Record
from tracker.domain.review import Verdict
from tracker.errors import Refused
from tracker.store import Store, captures, history, past, queries
from tracker.store.integrity import chain
from tracker.store.rows import KINDS, POINTS, columns, from_row
from tracker.store.store import AT_ONCE

Row = dict[str, Any]
Key = tuple[str, int]
# Tables whose records are stored first, since records of other tables point at them.
_FIRST = ("case_info", "actor", "source", "tag", "claim", "anchor", "attribution")
_TAKE, _HEAD = "Take over the other copy", re.compile(r"its step (\d+), head ([0-9a-f]{64})")
_TOGETHER = ("words", "edtf", "earliest", "latest", "rule", "anchor", "inferred")  # the columns of a date


@dataclass(frozen=True, slots=True)
class RecordChange:
    """A record that one side added, changed or removed since the copies diverged. `fields` are those it changed."""

    kind: str
    record_id: int
    name: str
    what: str
    fields: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class MergeConflict:
    """A field that both sides changed differently; field "" where one side removed what the other changed."""

    kind: str
    record_id: int
    name: str
    field: str
    ours: Any
    theirs: Any

    def words(self) -> str:
        if not self.field:
            here, there = (
                ("removed in this copy", "changed in the other copy")
                if self.ours is None
                else ("changed in this copy", "removed in the other copy")
            )
            return f"{self.name or kind_in_words(self.kind)}: {here}, {there}"
        return f"{self.name or kind_in_words(self.kind)}, {self.field.replace('_', ' ')}: “{self.ours}” in this copy, “{self.theirs}” in the other"


@dataclass(frozen=True, slots=True)
class Comparison:
    """`common` is the last step both share; `ours` and `theirs` are the changes of each side since, `conflicts` what both changed differently."""

    common: int
    ours: tuple[RecordChange, ...]
    theirs: tuple[RecordChange, ...]
    conflicts: tuple[MergeConflict, ...]


def compare(store: Store, other: Store) -> Comparison:
    """The changes in two copies of one case since they diverged.

    Raises: Refused for two different cases.
    """
    common = fork_point(store, other)
    base, mine, yours = past.built(store.db, common), past.built(store.db), past.built(other.db)
    ours, last_merged = _changed(base, mine), _last_merged(store, other, base)
    theirs = _changed(last_merged, yours)
    conflicts = [
        conflict
        for key in theirs
        if mine.get(key) != last_merged.get(key)
        for conflict in _conflicts(other, key, last_merged.get(key), mine.get(key), yours.get(key))
    ]
    return Comparison(
        common, tuple(_record_change(store, key, base, mine) for key in ours),
        tuple(_record_change(other, key, last_merged, yours) for key in theirs), tuple(conflicts),
    )  # fmt: skip


def fork_point(store: Store, other: Store) -> int:
    """The last step that both copies share.

    Raises: Refused for two different cases, and for copies without a common beginning.
    """
    if store.case.uid != other.case.uid:
        raise Refused("These are two different cases, not two copies of one.")
    common = 0
    for ours, theirs in zip(
        history.steps(store.db, newest_first=False), history.steps(other.db, newest_first=False), strict=False
    ):
        if ours.hash != theirs.hash:
            break
        common = ours.n
    if not common:
        raise Refused("The two copies have no common history; one of them was rewritten.")
    return common


def _last_merged(store: Store, other: Store, base: dict[Key, Row]) -> dict[Key, Row]:
    """The other copy as it was when it was last merged here, else as both were when they diverged."""
    for step in history.steps(store.db):
        match = _HEAD.search(step.reason) if step.name == _TAKE else None
        there = history.get(other.db, int(match[1])) if match else None
        if match and there is not None and there.hash == match[2] and history.last_undo_of(store.db, step.n) is None:
            return past.built(other.db, there.n)
    return base


def _changed(base: Mapping[Key, Row], now: Mapping[Key, Row]) -> list[Key]:
    return [key for key in dict.fromkeys((*now, *base)) if base.get(key) != now.get(key)]


def _record_change(store: Store, key: Key, base: Mapping[Key, Row], now: Mapping[Key, Row]) -> RecordChange:
    old, new = base.get(key), now.get(key)
    name = queries.record_name(store, *key) or str(
        (new or old or {}).get("title") or (new or old or {}).get("name") or ""
    )
    if old is None or new is None:
        return RecordChange(*key, name, "removed" if new is None else "added")
    return RecordChange(*key, name, "changed", tuple(_fields(old, new)))


def _fields(old: Row, new: Row) -> list[str]:
    """The fields in which two row images differ; all columns of a date are one field."""
    return list(dict.fromkeys(_field(name) for name in new if old.get(name) != new[name]))


def _field(column: str) -> str:
    head, _, tail = column.rpartition("_")
    return head if tail in _TOGETHER and head else column


def _conflicts(other: Store, key: Key, base: Row | None, mine: Row | None, yours: Row | None) -> list[MergeConflict]:
    name = queries.record_name(other, *key)
    if mine is None and yours is None:
        return []
    if mine is None or yours is None:
        return [MergeConflict(*key, name, "", mine, yours)] if base is not None else []
    both = set(_fields(base or {}, mine)) & set(_fields(base or {}, yours)) & set(_fields(mine, yours))
    return [
        MergeConflict(*key, name, field, _field_value(mine, field), _field_value(yours, field))
        for field in sorted(both)
    ]


def _field_value(row: Row, field: str) -> Any:
    return row.get(field, row.get(f"{field}_words", ""))


def merge_copy(
    store: Store, other: Store, prefer: Mapping[tuple[str, int, str], str] | str | None = None,
    on_progress: Callable[[int, int], None] | None = None,
) -> int:  # fmt: skip
    """Merge the other copy's changes; returns how many records changed. `prefer` says for each conflict (kind, id, field)
    "ours" or "theirs", or one of them for all; without it conflicts are refused, and nothing is written.

    Two steps: theirs first, then what is preferred of ours, so that the history contains every value of both. `on_progress` is called with
    (records done, records in all) and may raise to stop: then nothing is taken over.

    Raises: Refused when a conflict has no answer, and for two different cases.
    """
    comparison = compare(store, other)
    answers = {(c.kind, c.record_id, c.field): _answer(prefer, c) for c in comparison.conflicts}
    if open_ := [c for c in comparison.conflicts if not answers[c.kind, c.record_id, c.field]]:
        raise Refused(
            f"Changed differently in both copies ({len(open_)}): {open_[0].words()}. Choose which value applies."
        )
    base, mine, yours = past.built(store.db, comparison.common), past.built(store.db), past.built(other.db)
    base = _last_merged(store, other, base)
    theirs = [key for key in _changed(base, yours) if mine.get(key) != yours.get(key)]
    if not theirs:
        return 0
    joined = {key: _joined(base.get(key), mine.get(key), yours.get(key)) for key in theirs}
    _restore_targets(joined, mine, yours)
    _restore_merged_claims(joined, mine, yours, answers)
    _restore_targets(joined, mine, yours)
    theirs = list(joined)
    theirs.sort(key=lambda key: (_FIRST.index(key[0]) if key[0] in _FIRST else len(_FIRST), key[1]))
    back = _our_values(mine, joined, answers)
    head = other.last_step
    done = 0

    def report(_: int) -> None:
        if on_progress is not None:
            on_progress(done, len(theirs))

    with store.step(_TAKE, f"{len(theirs)} records; its step {head.n}, head {head.hash}", report):
        tags = _same_tags(store, other)
        _renumber(store, joined)
        for done, key in enumerate(theirs):
            _put(store, other, key, joined[key], tags)
            if done % AT_ONCE == 0:
                store.report_rows(AT_ONCE)
        settle(store)
    if back:
        with store.step("Keep ours where both changed", f"{len(back)} records"):
            for key, row in back.items():
                _put(store, store, key, row, {})
            settle(store)
    return len(theirs)


def _answer(prefer: Mapping[tuple[str, int, str], str] | str | None, conflict: MergeConflict) -> str:
    if isinstance(prefer, str):
        return prefer
    return (prefer or {}).get((conflict.kind, conflict.record_id, conflict.field), "")


def _joined(base: Row | None, mine: Row | None, yours: Row | None) -> Row | None:
    """The record with their changes on top of ours; None where it is removed."""
    if yours is None or mine is None or base is None:
        return yours
    changed = set(_fields(base, yours))
    return mine | {name: value for name, value in yours.items() if _field(name) in changed}


def _restore_targets(joined: dict[Key, Row | None], mine: Mapping[Key, Row], yours: Mapping[Key, Row]) -> None:
    """Bring back records that one side removed but a remaining record points at: an edit on one side outweighs a removal."""
    again = True
    while again:
        again = False
        rows: dict[Key, Row | None] = {**mine, **joined}
        for key, row in list(rows.items()):
            for target in _targets(row):
                if rows.get(target) is not None:
                    continue
                row_of_target = mine.get(target) or yours.get(target)
                if row_of_target is not None and joined.get(target) is None:
                    joined[target] = row_of_target
                    again = True
                elif row_of_target is None and key in joined:
                    joined[key] = None


def _targets(row: Row | None) -> list[Key]:
    """The records that a row points at."""
    return [(kind, row[name]) for name, kind in POINTS.items() if row.get(name) is not None] if row is not None else []


def _our_values(
    mine: Mapping[Key, Row], joined: dict[Key, Row | None], answers: Mapping[tuple[str, int, str], str]
) -> dict[Key, Row | None]:
    """The records of conflicts answered "ours", as they are to be stored."""
    back: dict[Key, Row | None] = {}
    for (kind, record_id, field), answer in answers.items():
        key = (kind, record_id)
        if answer != "ours":
            continue
        ours = mine.get(key)
        if not field:
            back[key] = ours
            continue
        row = back.get(key) or joined.get(key) or ours
        if row is not None and ours is not None:
            back[key] = row | {name: value for name, value in ours.items() if _field(name) == field}
    needed = {target for key, row in {**mine, **joined}.items() if back.get(key, row) for target in _targets(row)}
    return {key: row for key, row in back.items() if row is not None or key not in needed}


def _restore_merged_claims(
    joined: dict[Key, Row | None], mine: Mapping[Key, Row], yours: Mapping[Key, Row],
    answers: Mapping[tuple[str, int, str], str],
) -> None:  # fmt: skip
    """A claim that was merged into another here, and comes back because it was changed there, gets its attributions and
    evidence back; and it is no longer recorded as merged.
    """
    fresh = {target for key, row in joined.items() if key not in mine for target in _targets(row)}
    for key, row in list(joined.items()):
        kind, claim_id = key
        chosen = answers.get((kind, claim_id, "")) != "ours" or key in fresh
        if kind != "claim" or row is None or key in mine or not chosen:
            continue
        for other, theirs in yours.items():
            if theirs.get("claim_id") == claim_id and other not in joined:
                joined[other] = (mine.get(other) or theirs) | {"claim_id": claim_id}
        for other, ours in mine.items():
            if other[0] == "merger" and ours["kind"] == "claim" and ours["gone_id"] == claim_id:
                joined[other] = None


def _same_tags(store: Store, other: Store) -> dict[int, int]:
    """Their id → our id of tags that have the same name and another id here."""
    ours, theirs = queries.tags(store), queries.tags(other)
    here = {name: tag_id for tag_id, name in ours.items()}
    return {tag_id: here[name] for tag_id, name in theirs.items() if name in here and here[name] != tag_id}


def _renumber(store: Store, joined: dict[Key, Row | None]) -> None:
    """Give a new number to incoming claims with a number that another claim has here; no other number changes."""
    holders = queries.numbers_of_claims(store)
    for (kind, record_id), row in joined.items():
        if kind == "claim" and row is not None:
            holder = holders.get(row["number"])
            if holder is not None and holder != record_id:
                row["number"] = store.next_number("claim")
            holders[row["number"]] = record_id
    store.raise_number("claim", max(holders, default=0))


def _put(store: Store, other: Store, key: Key, row: Row | None, tags: Mapping[int, int]) -> None:
    """Store or remove one record, inside a step."""
    kind, record_id = key
    current = store.find(KINDS[kind], record_id)
    if row is None:
        if current is not None:
            store.remove(current)
        return
    if kind == "tag" and record_id in tags:
        return
    if kind == "claim_tag":
        row = row | {"tag_id": tags.get(row["tag_id"], row["tag_id"])}
    twin = _same_record(store, kind, row)
    if twin is not None and twin.id != record_id:
        store.put(from_row(KINDS[kind], row | {"id": twin.id, "version": twin.version}))
        return
    if kind == "capture" and other is not store:
        captures.copy(other.db, store.db, row["sha256"])
    values = {name: row[name] for name in columns(kind) if name in row}
    store.put(from_row(KINDS[kind], values | {"version": current.version if current is not None else 0}))


def _same_record(store: Store, kind: str, row: Row) -> Record | None:
    """The record here with the same content under another id, for kinds that allow only one."""
    match kind:
        case "claim_tag":
            same = store.all(ClaimTag, claim_id=row["claim_id"], tag_id=row["tag_id"])
            return same[0] if same else None
        case "assignment":
            assignments = store.all(Assignment, claim_id=row["claim_id"])
            return assignments[0] if assignments else None
        case "member":
            members = store.all(Member, name=row["name"])
            return members[0] if members else None
        case "policy":
            rules = store.all(Policy)
            return rules[0] if rules else None
        case "verdict":
            verdicts = store.all(Verdict, key=row["key"])
            return verdicts[0] if verdicts else None
    return None


def against_receipt(store: Store, receipt: Receipt) -> str:
    """How a case compares with a receipt: "same", "continues", or "rewritten or shorter"; "another case".

    Every hash is computed again from the history, so that altered content with old hashes counts as rewritten.
    """
    if store.case.uid != receipt.case_uid:
        return "another case"
    step = history.get(store.db, receipt.step)
    if step is None or step.hash != receipt.head or chain(store):
        return "rewritten or shorter"
    return "same" if store.receipt().head == receipt.head else "continues"
