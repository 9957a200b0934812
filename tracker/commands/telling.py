"""The history of a case in words: who changed what, from what to what, and why; filtered, exported, restored."""

import csv
import io
import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from tracker.domain.claim import Claim
from tracker.domain.records import Record
from tracker.domain.review import Verdicts
from tracker.errors import NotFound, Refused
from tracker.exporters.data.table import escape_formula
from tracker.store import Store, history, past, queries
from tracker.store.history import Change, Step
from tracker.store.rows import KINDS, POINTS, from_row

_LONGEST = 160  # characters of a value that is shown
_QUIET = (
    "_rule",
    "_anchor",
    "_inferred",
    "_earliest",
    "_latest",
    "_edtf",
    "text_sha256",
    "signed_hash",
    "signed_at",
    "position",
    "code",
)
# The fields that a sign-off covers, by kind of record.
_SIGNED = {
    "claim": ("statement", "kinds", "about_words", "due_words", "as_of_words", "value", "unit", "verdict"),
    "attribution": ("described", "said_words", "mode", "record", "quote"),
    "evidence": ("stance", "shows", "credibility"),
    "hop": ("described",),
    "verdict": ("label",),
}
_INNER = ("anchor", "custody")  # shown only when asked for by kind
_NAMES = {"claim_tag": "tag", "hop": "relay", "actor_name": "other name", "saved_search": "saved search",
          "case_info": "case", "reply": "reply request"}  # fmt: skip


@dataclass(frozen=True, slots=True)
class HistoryEntry:
    """One change in words. `record` names the changed record (C-005, a title, a name), `kind` its kind."""

    step: int
    at: str
    by: str
    name: str
    reason: str
    kind: str
    record_id: int
    record: str
    what: str


def feed(
    store: Store, *, by: str = "", record: str = "", kind: str = "", since: str = "", until: str = "",
    newest: bool = True, most: int | None = None,
) -> Iterator[HistoryEntry]:  # fmt: skip
    """The changes of a case that match every filter given. Times are UTC, ISO 8601."""
    names: dict[tuple[str, int], str] = {}
    verdict_sets, given = past.VerdictSetsByStep(store.db), 0
    for step in history.each_step(store.db, newest_first=newest):
        outside = (since and step.at < since) or (until and step.at[: len(until)] > until)
        if outside or by.lower() not in step.author.lower():
            continue
        for change in history.each_change(store.db, step.n, kind):
            if not kind and change.kind in _INNER:
                continue
            entry = _entry(store, step, change, names, verdict_sets)
            if record.lower() not in entry.record.lower():
                continue
            yield entry
            given += 1
            if most is not None and given >= most:
                return


def _entry(
    store: Store, step: Step, change: Change, names: dict[tuple[str, int], str], verdict_sets: past.VerdictSetsByStep
) -> HistoryEntry:
    return HistoryEntry(
        step.n, step.at, step.author, step.name, step.reason, change.kind, change.record_id,
        _record(store, change, names), words(change, verdict_sets, step.n),
    )  # fmt: skip


def kind_in_words(kind: str) -> str:
    """A kind of record in words."""
    return _NAMES.get(kind, kind.replace("_", " "))


def words(change: Change, verdict_sets: past.VerdictSetsByStep, step: int) -> str:
    """A change of a step in words; verdicts by their labels at that time."""
    name = kind_in_words(change.kind)
    old, new = change.old(), change.new()
    if change.before is None:
        described_by = ("statement", "title", "label", "name", "text", "shows", "quote", "query")
        text = next((str(new[key]) for key in described_by if new.get(key)), "")
        return f"{name} added" + (f": {_short(text)}" if text else "")
    if change.after is None:
        return f"{name} removed"
    parts = [
        f"{key.removesuffix('_words').replace('_', ' ')} {_value(key, old.get(key), verdict_sets.at(step - 1))} → {_value(key, new[key], verdict_sets.at(step))}"
        for key in new
        if not key.endswith(_QUIET)
    ]
    return "; ".join(parts) or f"{name} changed"


@dataclass(frozen=True, slots=True)
class FieldChange:
    """A field of a claim at sign-off and now; "" where it did not exist or was removed."""

    what: str
    before: str
    now: str


def since_signed(store: Store, claim: Claim) -> list[FieldChange]:
    """Fields of a claim and its records changed since sign-off; without those that were changed
    back.
    """
    verdict_sets, renamed = past.VerdictSetsByStep(store.db), store.verdicts[claim.verdict].id
    changes = history.of_claim(store.db, claim.id)
    changes += [entry for entry in history.of_kind(store.db, "verdict") if entry[1].record_id == renamed]
    values: dict[tuple[str, int, str], tuple[str, str]] = {}
    for step, change in sorted(changes, key=lambda entry: entry[0].n):
        if step.at[:19] <= claim.signed_at[:19]:
            continue
        old, new = change.old(), change.new()
        for field in _SIGNED.get(change.kind, ()):
            if field in old or field in new:
                before = _whole(field, old.get(field), verdict_sets.at(step.n - 1))
                now = _whole(field, new.get(field), verdict_sets.at(step.n))
                key = (change.kind, change.record_id, field.removesuffix("_words").replace("_", " "))
                values[key] = (values[key][0] if key in values else before, now)
    return [
        FieldChange(name if kind == "claim" else f"{kind_in_words(kind)}: {name}", before, now)
        for (kind, _, name), (before, now) in values.items()
        if before != now
    ]


def _whole(field: str, value: Any, verdicts: Verdicts) -> str:
    """A value in words, not shortened; "" for none."""
    if value in ("", None):
        return ""
    if field == "kinds":
        return ", ".join(json.loads(value))
    return verdicts[value].label if field == "verdict" else str(value)


def _value(key: str, value: Any, verdicts: Verdicts) -> str:
    if key == "verdict":
        return verdicts[value].label if value else "—"
    return "—" if value in ("", None) else _short(str(value))


def _short(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"


def _record(store: Store, change: Change, names: dict[tuple[str, int], str]) -> str:
    """The name of the changed record, or of the claim it belongs to."""
    values = change.old() | change.new()
    owner = values.get("claim_id")
    if owner is None and change.kind not in ("claim", "source", "actor", "event"):
        owner = queries.claim_of(store, change.kind, change.record_id)
    key = ("claim", int(owner)) if owner else (change.kind, change.record_id)
    if key not in names:
        called = queries.record_name(store, *key) or str(
            values.get("title") or values.get("name") or values.get("label") or ""
        )
        names[key] = called or (f"C-{values['number']:03d}" if "number" in values else "")
    return names[key]


def written(entries: Iterator[HistoryEntry], form: str) -> str:
    """The feed as text, csv or jsonl.

    Raises: Refused for another form.
    """
    if form == "jsonl":
        return "".join(json.dumps(_row(entry), ensure_ascii=False) + "\n" for entry in entries)
    if form == "csv":
        target = io.StringIO()
        writer = csv.writer(target)
        writer.writerow(["step", "at", "by", "step name", "reason", "kind", "record", "change"])
        for entry in entries:
            cells = (entry.step, entry.at, entry.by, entry.name, entry.reason, entry.kind, entry.record, entry.what)
            writer.writerow([escape_formula(str(value)) for value in cells])
        return target.getvalue()
    if form != "text":
        raise Refused(f"The history is written as text, csv or jsonl, not “{form}”.")
    return "".join(line(entry) + "\n" for entry in entries)


def line(entry: HistoryEntry) -> str:
    """One change as a line to read."""
    reason = f" — “{entry.reason}”" if entry.reason else ""
    record = f"{entry.record}: " if entry.record else ""
    return f"{entry.at[:16].replace('T', ' ')}  {entry.by}  {entry.name}  {record}{entry.what}{reason}"


def _row(entry: HistoryEntry) -> dict[str, Any]:
    return {"step": entry.step, "at": entry.at, "by": entry.by, "name": entry.name, "reason": entry.reason, "kind": entry.kind,
            "id": str(entry.record_id), "record": entry.record, "change": entry.what}  # fmt: skip


def restore(store: Store, kind: str, record_id: int, step: int) -> Record:
    """Restore a record as it was after an earlier step, as a new step; records that refer to it stay.

    A sign-off is not restored: a claim that is not signed off now is restored as a draft.

    Raises: NotFound when there is no such record or step, or when a record it belongs to is gone.
    """
    if kind not in KINDS:
        raise NotFound(f"There is no kind of record “{kind}”.")
    if not 1 <= step <= store.last_step.n:
        raise NotFound(f"There is no step {step}; the last one is {store.last_step.n}.")
    image = past.built(store.db, step).get((kind, record_id))
    if image is None:
        raise NotFound(f"There was no such {kind} after step {step}.")
    name = queries.record_name(store, kind, record_id) or kind
    current = store.find(KINDS[kind], record_id)
    for column, target in POINTS.items():
        if image.get(column) is not None and store.find(KINDS[target], image[column]) is None:
            raise NotFound(f"The {target} it belongs to is gone; restore that first.")
    record = from_row(KINDS[kind], image | {"version": current.version if current is not None else 0})
    if isinstance(record, Claim) and record.review == "signed off":
        if isinstance(current, Claim) and current.review == "signed off":
            record = replace(
                record, signed_at=current.signed_at, signed_by=current.signed_by, signed_hash=current.signed_hash
            )
        else:
            record = replace(record, review="draft", signed_at="", signed_by="", signed_hash="")
    with store.step(f"Restore {name} as of step {step}"):
        return store.put(record)
