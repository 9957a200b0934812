"""Take the claims of a package into a case, in one step."""

import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

from tracker.commands import claims, entry, sources
from tracker.commands.cases import put_tags
from tracker.commands.entry import ClaimEntry, SaidEntry
from tracker.commands.package.reading import VerifiedPackage, stamp_of
from tracker.commands.package.verifying import opened
from tracker.domain.attribution import MODES, RECORDS
from tracker.domain.claim import KINDS
from tracker.domain.dates import read_date
from tracker.domain.evidence import STANCES, Evidence
from tracker.domain.review import START
from tracker.domain.source import KINDS as SOURCE_KINDS
from tracker.domain.source import Capture, Source
from tracker.errors import Refused
from tracker.store import Store


def import_package(
    store: Store, package: VerifiedPackage, on_progress: Callable[[int, int], None] | None = None
) -> int:
    """Log the claims of a package with their sources, originals and the texts read from these, in one step; how many.
    Refused, and nothing is written, where the file has changed since. Sources whose bytes the case holds already are used
    again.

    `on_progress` is called with (records done, records in all) and may raise to stop: then nothing is written.
    """
    path, told = package.path, package.told
    if stamp_of(path) != package.stamp:
        raise Refused(f"{path.name} has changed since it was read. Nothing was imported.")
    with opened(path) as bag:
        done, every = 0, len(told["sources"]) + len(told["claims"])

        def report(_: int) -> None:
            if on_progress is not None:
                on_progress(done, every)

        with store.step(f"Take in {path.name}", on_rows=report):
            kept = []
            for one in told["sources"]:
                kept.append(_take_source(store, bag, one, package))
                done += 1
                store.report_rows(1)
            number = store.next_number("claim", len(told["claims"])) if told["claims"] else 0
            for at, one in enumerate(told["claims"]):
                _take_claim(store, one, kept, number + at, str(told.get("case", "")))
                done += 1
                store.report_rows(1)
    return len(told["claims"])


def _take_source(store: Store, bag: zipfile.ZipFile, told: dict[str, Any], package: VerifiedPackage) -> Source:
    sha256 = str(told.get("sha256", ""))
    for capture in store.all(Capture, sha256=sha256) if sha256 else ():
        return store.get(Source, capture.source_id)
    kind, grade = str(told.get("kind")), str(told.get("reliability", ""))
    source = store.put(
        Source(
            title=str(told.get("title") or "Untitled source"), kind=kind if kind in SOURCE_KINDS else "document",
            authors=str(told.get("authors", "")), publisher=str(told.get("publisher", "")), url=str(told.get("url", "")),
            language=str(told.get("language", "")), published=read_date(str(told.get("published", ""))),
            reliability=grade if grade in "ABCDEF" and len(grade) < 2 else "", text=package.texts.get(sha256, ""),
        )
    )  # fmt: skip
    name = package.originals.get(sha256)
    if name is None:
        return source
    with bag.open(name) as stream:
        sources.put_capture(store, source, sources.Original(stream, str(told.get("media_type", "")), Path(name).name))
    return source


def _take_claim(store: Store, told: dict[str, Any], kept: list[Source], number: int, case: str) -> None:
    kinds = tuple(kind for kind in told["kinds"] if kind in KINDS)
    verdict = str(told.get("verdict", ""))
    said = [_said(one, kept) for one in told.get("said_by", ())]
    claim = store.put(
        entry.claim_of(
            ClaimEntry(
                statement=str(told.get("statement") or "—"), kinds=kinds, about=str(told.get("about", "")),
                due=str(told.get("due", "")), value=str(told.get("value", "")), unit=str(told.get("unit", "")),
                verdict=verdict if verdict in store.verdicts else START,
                note=f"{told.get('number', '')} of the package of “{case}”".strip(),
                said_by=said[0] if said else SaidEntry(),
            ),
            number,
        )
    )  # fmt: skip
    put_tags(store, claim.id, [str(tag) for tag in told.get("tags", ())])
    for one in said:
        made = entry.attribution_of(one, *entry.claimant_of(store, one.claimant), claim.id)
        anchor = sources.anchor_quote(one.source, one.quote) if one.source is not None and one.quote else None
        made = replace(made, anchor_id=store.put(anchor).id if anchor is not None else None)
        store.put(claims.with_usual_record(store, made))
    _take_evidence(store, claim.id, told, kept)


def _take_evidence(store: Store, claim_id: int, told: dict[str, Any], kept: list[Source]) -> None:
    for item in told.get("evidence", ()):
        source = _at(kept, item.get("source"))
        stance = str(item.get("stance"))
        if source is not None:
            anchor = sources.anchor_quote(source, str(item.get("quote", ""))) if item.get("quote") else None
            grade = item.get("credibility")
            store.put(
                Evidence(
                    claim_id=claim_id, source_id=source.id, stance=stance if stance in STANCES else "context",
                    shows=str(item.get("shows", "")), credibility=grade if grade in range(1, 7) else None,
                    anchor_id=store.put(anchor).id if anchor is not None else None,
                )
            )  # fmt: skip


def _said(told: dict[str, Any], kept: list[Source]) -> SaidEntry:
    mode, record = str(told.get("mode")), str(told.get("record"))
    return SaidEntry(
        claimant=str(told.get("who", "")), described=str(told.get("described", "")), source=_at(kept, told.get("source")),
        said=str(told.get("said", "")), quote=str(told.get("quote", "")), mode=mode if mode in MODES else "indirect",
        record=record if record in RECORDS else "",
    )  # fmt: skip


def _at(kept: list[Source], number: object) -> Source | None:
    return kept[number] if isinstance(number, int) and 0 <= number < len(kept) else None
