"""Claims out to other programs: protected people by pseudonym, nothing written where a protected name stands in a text.

The lossless form (JSON Lines) holds everything the case holds, protected names too: it is a copy of the case, not for
the outside, and comes back into an empty case as it was.
"""

import base64
import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from tracker.commands import confidential, redaction
from tracker.commands.dossier import refuse_design
from tracker.commands.sources import originals
from tracker.domain.actor import Actor
from tracker.domain.attribution import Attribution
from tracker.domain.case import CaseInfo
from tracker.domain.claim import KINDS as CLAIM_KINDS
from tracker.domain.claim import Claim
from tracker.domain.dates import FuzzyDate, iso
from tracker.domain.design import PROFILES, Design
from tracker.domain.newsroom import Member, Policy
from tracker.domain.records import Record
from tracker.domain.review import MARKS, STATES, UNKNOWN, VERDICTS, Verdict, coded
from tracker.domain.source import Capture, Source
from tracker.errors import Refused
from tracker.exporters.data import FORMS as DATA_FORMS
from tracker.exporters.data import ClaimRow, Export, SourceRow, When, texts
from tracker.exporters.listing import as_html, as_text
from tracker.exporters.webtimeline import web_timeline
from tracker.store import Store, captures, queries
from tracker.store.desk import Desk, Found
from tracker.store.facts import Facts
from tracker.store.rows import KINDS, SINCE, from_row, to_row
from tracker.store.store import AT_ONCE

FORMS = DATA_FORMS | {"webtimeline": web_timeline}
LOSSLESS = "claimline-lines-1"


def build(store: Store, desk: Desk, claims: Found, profile: str = "legal") -> Export:
    """The export of some claims for a profile. Raises Leak with every place where a protected name stands in free text."""
    hidden = redaction.pseudonyms(store)
    names = {actor.id: hidden.get(actor.id, actor.name) for actor in store.all(Actor)}
    chosen = claims.ids.tolist()
    ids = {source_id for facts in claims for source_id in facts.source_ids}
    cited = store.among(Source, "id", sorted(ids))
    held_back = confidential.confidential_sources(store, profile, cited)
    cited = [confidential.masked(source) if source.id in held_back else source for source in cited]
    hashes = {source_id: one.sha256 for source_id, one in originals(store).items() if source_id not in held_back}
    said: dict[int, list[Attribution]] = {}
    for attribution in store.among(Attribution, "claim_id", chosen):
        said.setdefault(attribution.claim_id, []).append(attribution)
    related: dict[int, list[tuple[str, str]]] = {}
    for claim_id, other_id, kind in queries.relations(store):
        other = desk.facts.get(other_id)
        if other is not None:
            related.setdefault(claim_id, []).append((kind, other.claim.label))
    rows = tuple(
        _claim(facts, store.verdicts[facts.claim.verdict], [names.get(a.actor_id or 0) or a.described or "unnamed" for a in said.get(facts.id, ())],
               tuple(related.get(facts.id, ())), internal=profile == "internal")
        for facts in claims
    )  # fmt: skip
    sources = tuple(
        SourceRow(
            f"S{at}", s.title, s.kind, s.authors, s.publisher, s.url, s.language, _when(s.published), s.accessed,
            hashes.get(s.id, ""),
        )
        for at, s in enumerate(cited, 1)
    )  # fmt: skip
    keys = {source.id: f"S{at}" for at, source in enumerate(cited, 1)}
    rows = tuple(_keyed(row, facts, keys) for row, facts in zip(rows, claims, strict=True))
    receipt = store.receipt()
    made = Export(store.case.name, receipt.at, receipt.head, rows, sources)
    redaction.refuse_leaks(store, [("the name of the case", store.case.name)]
                           + [(f"{row.number}", text) for row in rows for text in texts(row)]
                           + [(f"source “{row.title}”", text) for row in sources for text in texts(row)])  # fmt: skip
    return made


def _claim(
    facts: Facts, verdict: Verdict, claimants: list[str], related: tuple[tuple[str, str], ...], *, internal: bool
) -> ClaimRow:
    claim = facts.claim
    return ClaimRow(
        claim.label, claim.statement, claim.kinds, claim.verdict, verdict.label, verdict.rating, claim.review, facts.changed,
        tuple(dict.fromkeys(claimants)), _when(facts.said), _when(claim.about), _when(claim.due),
        facts.first.quote if facts.first else "", (), facts.tags, facts.supports, facts.refutes, facts.origins.count,
        claim.note if internal else "", related,
    )  # fmt: skip


def _keyed(row: ClaimRow, facts: Facts, keys: dict[int, str]) -> ClaimRow:
    return replace(row, sources=tuple(keys[source_id] for source_id in facts.source_ids if source_id in keys))


def _when(date: FuzzyDate) -> When:
    first = iso(date.earliest) if date.earliest is not None else ""
    last = iso(date.latest) if date.latest is not None else ""
    return When(date.words, date.edtf, first, last)


def written(export: Export, form: str) -> bytes:
    """The export in a form (FORMS)."""
    if form not in FORMS:
        raise Refused(f"There is no form “{form}”: there is {', '.join(FORMS)} and jsonl.")
    return FORMS[form](export)


def listing(store: Store, desk: Desk, claims: Found) -> tuple[str, str]:
    """(text, HTML) of some claims with their sources, for the clipboard. Raises Leak where a protected name stands in a
    text.
    """
    export = build(store, desk, claims)
    return as_text(export), as_html(export)


def content(store: Store, desk: Desk, claims: Found, form: str, profile: str | None = None) -> bytes:
    """The finished file: the claims in a form for a profile (None: legal), or the whole case as "jsonl", which knows none
    but the internal one. Raises Leak where a protected name stands in a text or in the finished file; Refused for a
    profile that there is not, and for a whole case that is to go out.
    """
    if profile not in (None, *PROFILES):
        raise Refused(f"There is no profile “{profile}”. There is {', '.join(PROFILES)}.")
    if form == "jsonl":
        if profile not in (None, "internal"):
            raise Refused(
                f"JSON Lines hold the whole case, protected names and confidential sources too, so they cannot be "
                f"written for the {profile} profile. Choose another format, or keep the copy internal."
            )
        return "".join(f"{line}\n" for line in lines(store)).encode()
    finished = written(build(store, desk, claims, profile or "legal"), form)
    redaction.refuse_in_file(finished, redaction.protected_names(store))
    return finished


def lines(store: Store) -> Iterator[str]:
    """The whole case, a record a line: first the format, then every record by kind, then the preserved bytes."""
    yield json.dumps({"format": LOSSLESS, "case": store.case.uid})
    kinds = {kind: record for kind, record in KINDS.items() if SINCE.get(kind, 1) <= store.format}
    for kind, record in kinds.items():
        for one in store.all(record):
            yield json.dumps({"table": kind, **to_row(one)}, ensure_ascii=False, sort_keys=True)
    kept = sorted({capture.sha256 for capture in store.all(Capture)})
    for sha256 in kept:
        for n, chunk in enumerate(captures.chunks(store.db, sha256)):
            yield json.dumps({"chunk": sha256, "n": n, "base64": base64.b64encode(chunk).decode()})
    yield json.dumps({"end": sum(len(store.all(record)) for record in kinds.values()), "originals": kept})


def is_lossless(path: Path) -> bool:
    with path.open("rb") as file:
        return LOSSLESS.encode() in file.readline(400)


def take_lines(store: Store, path: Path, said: Callable[[int, int], None] | None = None) -> int:
    """Bring a whole case, written by `lines`, into an empty one; how many records. Refused for a case that holds any.

    `said` hears (bytes read, bytes in all) and may raise to stop: then nothing is brought in.
    """
    if any(store.all(KINDS[kind]) for kind in ("claim", "source", "actor", "event")):
        raise Refused("A whole case comes into an empty one only; this one holds records already.")
    count = numbers = 0
    end: dict[str, Any] | None = None
    read, size = 0, path.stat().st_size

    def beat(_: int) -> None:
        if said is not None:
            said(read, size)

    try:
        with path.open("r", encoding="utf-8") as file, store.step(f"Import {path.name}", beat=beat):
            for at, line in enumerate(file, 1):
                read += len(line)
                if at % AT_ONCE == 0:
                    store.tick(AT_ONCE)
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
                _take(store, record)
                numbers = max(numbers, int(row["number"])) if kind == "claim" else numbers
                count += 1
            _refuse_part(store, path, count, end)
            store.raise_number("claim", numbers)
    except UnicodeDecodeError as error:
        raise Refused(f"{path.name} is not UTF-8 throughout. Nothing was imported.") from error
    return count


def _record(kind: str, row: dict[str, Any]) -> Record:
    """A record of a line; raises ValueError for a value that no record of its kind holds."""
    record = from_row(KINDS[kind], row | {"version": 0})
    for name, value in row.items():
        if (
            not isinstance(value, str | int | float | None)
            or isinstance(value, bool)
            or (isinstance(value, int) and not -(2**63) <= value < 2**63)
        ):
            raise ValueError(f"{name} is not of its kind")
        if name.endswith(("_earliest", "_latest", "_anchor")) and isinstance(value, int) and abs(value) >= 2**31:
            raise ValueError(f"{name} is no day")
    if isinstance(record, Claim) and not (
        isinstance(record.statement, str)
        and 0 < record.number < 2**31
        and isinstance(record.verdict, str)
        and 0 < len(record.verdict) <= 100
        and record.review in STATES
        and set(record.kinds) <= set(CLAIM_KINDS)
    ):
        raise ValueError("its verdict, review state, kind or number is none that a claim has")
    if isinstance(record, Verdict) and not (
        record.mark in MARKS and record.rating in range(6) and record.code in range(UNKNOWN)
    ):
        raise ValueError("its mark, rating or code is none that a verdict has")
    return record


def _take(store: Store, record: Record) -> None:
    """Keep a record; the case stays itself and takes the name, one who is a member already becomes what the file says."""
    if isinstance(record, CaseInfo):
        kept = store.case
        record = CaseInfo(id=kept.id, version=kept.version, uid=kept.uid, name=record.name, summary=record.summary)
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


def _refuse_part(store: Store, path: Path, count: int, end: dict[str, Any] | None) -> None:
    """Raise Refused unless the file was whole: as many records as it says, every original with its own hash."""
    if end is None or end.get("end") != count:
        raise Refused(f"{path.name} ends before the case does. Nothing was imported.")
    if odd := queries.verdicts_in_use(store).keys() - store.verdicts.keys():
        raise Refused(f"{path.name}: the verdict “{min(odd)}” is none that a claim has in it. Nothing was imported.")
    kept = sorted(store.all(Verdict), key=lambda verdict: verdict.position)
    if kept:
        coded(kept, VERDICTS)
    if len({verdict.code for verdict in kept}) < len(kept):
        raise Refused(f"{path.name}: two verdicts have the same code. Nothing was imported.")
    for design in store.all(Design):
        refuse_design(design)
    for capture in store.all(Capture):
        if captures.rehash(store.db, capture.sha256) != (capture.sha256, capture.size):
            raise Refused(
                f"{path.name} does not hold the bytes of “{capture.origin}” as they were. Nothing was imported."
            )
