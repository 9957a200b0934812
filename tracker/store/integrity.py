"""Checks whether a case is intact: its file, its history against its tables, its captures, its anchors, its index."""

from dataclasses import dataclass
from typing import Any

from tracker.domain.anchor import Anchor, place
from tracker.domain.source import Capture, Source
from tracker.errors import ClaimlineError
from tracker.store import captures, history, past, search
from tracker.store.claims import facts
from tracker.store.connection import DriverError, damage
from tracker.store.rows import ADDED, KINDS, columns
from tracker.store.store import Store


@dataclass(frozen=True, slots=True)
class Finding:
    """One problem found. `severity` is error (the case was altered or damaged) or warning (to be looked at)."""

    code: str
    severity: str
    message: str
    kind: str = ""
    record_id: int | None = None
    step: int | None = None

    def as_json(self) -> dict[str, Any]:
        record_id = None if self.record_id is None else str(self.record_id)
        return {
            "code": self.code, "severity": self.severity, "message": self.message, "kind": self.kind or None,
            "id": record_id, "step": self.step,
        }  # fmt: skip


def check(store: Store) -> list[Finding]:
    """Every problem of the case as a finding; an empty list if there is none. Writes nothing."""
    try:
        findings = _file(store)
        if not findings:
            altered = _replay(store)
            findings = [*chain(store), *altered, *_captures(store), *_anchors(store), *_index(store)]
            findings += [] if altered else _facts(store)
    except (DriverError, ClaimlineError) as error:
        findings = [Finding("file", "error", f"The case file cannot be read to the end: {error}.")]
    return findings


def _file(store: Store) -> list[Finding]:
    lines = damage(store.db, "integrity_check")
    findings = [Finding("file", "error", f"The case file is damaged: {line}.") for line in lines]
    for table, rowid, parent, _ in store.db.execute("PRAGMA foreign_key_check").fetchall():
        findings.append(
            Finding(
                "reference", "error", f"A record ({table}) points at another ({parent}) that is gone.", table, rowid
            )
        )
    return findings


def chain(store: Store) -> list[Finding]:
    """Steps that are missing, do not continue the previous one or were altered after they were made."""
    findings, prev, expected = [], history.GENESIS, 1
    for step in history.steps(store.db, newest_first=False):
        if step.n != expected:
            findings.append(Finding("chain", "error", f"Step {expected} of the history is missing.", step=expected))
        if step.prev != prev:
            findings.append(
                Finding("chain", "error", f"Step {step.n} does not continue the step before it.", step=step.n)
            )
        if step.hash != history.step_hash(step, history.changes(store.db, step.n)):
            findings.append(
                Finding("chain", "error", f"Step {step.n} (“{step.name}”) was altered after it was made.", step=step.n)
            )
        prev, expected = step.hash, step.n + 1
    return findings


def _replay(store: Store) -> list[Finding]:
    """Differences between the tables and what the history builds."""
    try:
        built = past.built(store.db)
    except (ValueError, TypeError):
        return [Finding("table", "error", "The history holds a change that cannot be read, so it cannot be replayed.")]
    findings, tables = [], store.db.tables
    for kind in KINDS:
        added, names = ADDED.get(kind, {}), columns(kind)
        selected = ", ".join(f'"{name}"' for name in names)
        for row in tables.table(kind).rows_where(select=selected):
            image = built.pop((kind, row["id"]), None)
            if image is None:
                findings.append(
                    Finding("table", "error", f"A record ({kind}) has no step in the history.", kind, row["id"])
                )
            elif odd := sorted(name for name in names if image.get(name, added.get(name)) != row[name]):
                findings.append(
                    Finding(
                        "table",
                        "error",
                        f"A record ({kind}) differs from its history in {', '.join(odd)}.",
                        kind,
                        row["id"],
                    )
                )
    for kind, record_id in built:
        findings.append(Finding("table", "error", f"A record ({kind}) of the history is missing.", kind, record_id))
    return findings


def _captures(store: Store) -> list[Finding]:
    findings, hashes = [], {}
    for capture in store.all(Capture):
        if capture.sha256 not in hashes:
            hashes[capture.sha256] = captures.rehash(store.db, capture.sha256)
        if hashes[capture.sha256] != (capture.sha256, capture.size):
            title = store.get(Source, capture.source_id).title
            message = f"The preserved bytes of “{title}” are not those that were captured ({capture.sha256[:12]}…)."
            findings.append(Finding("capture", "error", message, "capture", capture.id))
    return findings


def _anchors(store: Store) -> list[Finding]:
    findings = []
    texts = {source.id: source for source in store.all(Source)}
    for anchor in store.all(Anchor):
        state = place(anchor, texts[anchor.source_id].text).state
        if state in ("lost", "ambiguous"):
            title = texts[anchor.source_id].title
            message = f"The quote “{anchor.exact[:40]}” is {state} in the text of “{title}”."
            findings.append(Finding("anchor", "warning", message, "anchor", anchor.id))
    return findings


def _index(store: Store) -> list[Finding]:
    findings = []
    for kind in ("claim", "source", "actor", "event"):
        row = "number" if kind == "claim" else "id"
        expected, indexed = (
            {entry[column] for entry in store.db.tables.table(table).rows_where(select=column)}
            for table, column in ((kind, row), (f"{kind}_words", "rowid"))
        )
        if expected != indexed:
            message = f"The search index of {kind}s is out of date; “claimline check --repair” rebuilds it."
            findings.append(Finding("index", "error", message, kind))
    return findings


def _facts(store: Store) -> list[Finding]:
    """A finding where the packed facts differ from those read from the tables."""
    stored = dict(store.db.execute("SELECT id, packed FROM claim_facts").fetchall())
    expected = {claim_facts.id: facts.pack(claim_facts, store.verdicts) for claim_facts in facts.read(store, None)}
    if stored == expected:
        return []
    message = "The data for lists is out of date; “claimline check --repair” rebuilds it."
    return [Finding("index", "error", message, "claim")]


def repair_index(store: Store) -> None:
    """Rebuild the search index and the packed facts in one transaction; the history is not touched."""
    with store.maintenance():
        search.rebuild(store.db)
        facts.rebuild(store)
