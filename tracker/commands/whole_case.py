"""A whole case as JSON Lines: a copy with everything, protected names too, that can be imported without loss.

Not for release outside the newsroom; `data` exports claims for other programs.
"""

import base64
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from tracker.commands.dossier import validate_design
from tracker.domain.case import CaseInfo
from tracker.domain.claim import KINDS as CLAIM_KINDS
from tracker.domain.claim import Claim
from tracker.domain.design import Design
from tracker.domain.newsroom import Member, Policy
from tracker.domain.records import Record
from tracker.domain.review import MARKS, STATES, UNKNOWN, VERDICTS, Verdict, coded
from tracker.domain.source import Capture
from tracker.errors import Refused
from tracker.store import Store, captures, queries
from tracker.store.rows import KINDS, from_row, to_row
from tracker.store.store import AT_ONCE

LOSSLESS = "claimline-lines-1"


def export_jsonl(store: Store) -> Iterator[str]:
    """The whole case, a record a line: first the format, then every record by kind, then the preserved bytes."""
    yield json.dumps({"format": LOSSLESS, "case": store.case.uid})
    for kind, record in KINDS.items():
        for item in store.all(record):
            yield json.dumps({"table": kind, **to_row(item)}, ensure_ascii=False, sort_keys=True)
    hashes = sorted({capture.sha256 for capture in store.all(Capture)})
    for sha256 in hashes:
        for n, chunk in enumerate(captures.chunks(store.db, sha256)):
            yield json.dumps({"chunk": sha256, "n": n, "base64": base64.b64encode(chunk).decode()})
    yield json.dumps({"end": sum(len(store.all(record)) for record in KINDS.values()), "originals": hashes})


def is_lossless(path: Path) -> bool:
    with path.open("rb") as file:
        return LOSSLESS.encode() in file.readline(400)


def import_jsonl(store: Store, path: Path, on_progress: Callable[[int, int], None] | None = None) -> int:
    """Import a whole case, written by `export_jsonl`, into an empty one; returns how many records. Raises Refused for a case
    that is not empty.

    `on_progress` is called with (bytes read, bytes in all) and may raise to stop: then nothing is imported.
    """
    if any(store.all(KINDS[kind]) for kind in ("claim", "source", "actor", "event")):
        raise Refused("A whole case can be imported only into an empty one; this one has records already.")
    count = numbers = 0
    end: dict[str, Any] | None = None
    read, size = 0, path.stat().st_size

    def report(_: int) -> None:
        if on_progress is not None:
            on_progress(read, size)

    try:
        with path.open("r", encoding="utf-8") as file, store.step(f"Import {path.name}", on_rows=report):
            for at, line in enumerate(file, 1):
                read += len(line)
                if at % AT_ONCE == 0:
                    store.report_rows(AT_ONCE)
                try:
                    row: dict[str, Any] = json.loads(line)
                    if "format" in row:
                        continue
                    if "originals" in row:
                        end = row
                        continue
                    if "chunk" in row:
                        captures.put_chunk(store.db, str(row["chunk"]), int(row["n"]), base64.b64decode(row["base64"]))
                        continue
                    kind = str(row.pop("table"))
                    record = _record(kind, row)
                except (ValueError, KeyError, TypeError, AttributeError) as error:
                    raise Refused(f"Line {at} of {path.name} cannot be read: {error}. Nothing was imported.") from error
                _store_record(store, record)
                numbers = max(numbers, int(row["number"])) if kind == "claim" else numbers
                count += 1
            _require_whole(store, path, count, end)
            store.raise_number("claim", numbers)
    except UnicodeDecodeError as error:
        raise Refused(f"{path.name} is not UTF-8 throughout. Nothing was imported.") from error
    return count


def _record(kind: str, row: dict[str, Any]) -> Record:
    """A record of a line; raises ValueError for a value that is not valid for its kind."""
    record = from_row(KINDS[kind], row | {"version": 0})
    for name, value in row.items():
        if (
            not isinstance(value, str | int | float | None)
            or isinstance(value, bool)
            or (isinstance(value, int) and not -(2**63) <= value < 2**63)
        ):
            raise ValueError(f"{name} is not of its kind")
        if name.endswith(("_earliest", "_latest", "_anchor")) and isinstance(value, int) and abs(value) >= 2**31:
            raise ValueError(f"{name} is not a day")
    if isinstance(record, Claim) and not (
        isinstance(record.statement, str)
        and 0 < record.number < 2**31
        and isinstance(record.verdict, str)
        and 0 < len(record.verdict) <= 100
        and record.review in STATES
        and set(record.kinds) <= set(CLAIM_KINDS)
    ):
        raise ValueError("its verdict, review state, kind or number is not valid for a claim")
    if isinstance(record, Verdict) and not (
        record.mark in MARKS and record.rating in range(6) and record.code in range(UNKNOWN)
    ):
        raise ValueError("its mark, rating or code is not valid for a verdict")
    return record


def _store_record(store: Store, record: Record) -> None:
    """Store an imported record; the case keeps its id and gets the imported name; members, verdicts and rules are replaced."""
    if isinstance(record, CaseInfo):
        current = store.case
        record = CaseInfo(
            id=current.id, version=current.version, uid=current.uid, name=record.name, summary=record.summary
        )
    elif isinstance(record, Member):
        for member in store.all(Member, name=record.name):
            store.remove(member)
    elif isinstance(record, Verdict):
        for verdict in store.all(Verdict, key=record.key):
            store.remove(verdict)
    elif isinstance(record, Policy):
        for rules in store.all(Policy):
            store.remove(rules)
    store.put(record)


def _require_whole(store: Store, path: Path, count: int, end: dict[str, Any] | None) -> None:
    """Raise Refused unless the file was complete: as many records as stated, every original with its own hash."""
    if end is None or end.get("end") != count:
        raise Refused(f"{path.name} ends before the case does. Nothing was imported.")
    if odd := queries.verdicts_in_use(store).keys() - store.verdicts.keys():
        raise Refused(
            f"{path.name}: a claim has the verdict “{min(odd)}”, which the file does not define. Nothing was imported."
        )
    verdicts = sorted(store.all(Verdict), key=lambda verdict: verdict.position)
    if verdicts:
        coded(verdicts, VERDICTS)
    if len({verdict.code for verdict in verdicts}) < len(verdicts):
        raise Refused(f"{path.name}: two verdicts have the same code. Nothing was imported.")
    for design in store.all(Design):
        validate_design(design)
    for capture in store.all(Capture):
        if captures.rehash(store.db, capture.sha256) != (capture.sha256, capture.size):
            raise Refused(
                f"{path.name} does not hold the bytes of “{capture.origin}” as they were. Nothing was imported."
            )
