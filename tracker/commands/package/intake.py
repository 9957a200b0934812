"""Import the claims of a package into a case, in one step."""

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
    """Log the claims of a package with their sources, originals and the texts read from these, in one step; returns how
    many. Sources whose bytes are in the case already are reused. Raises Refused where the file has changed since; then
    nothing is written.

    `on_progress` is called with (records done, records in all) and may raise to stop: then nothing is written.
    """
    path, listing = package.path, package.listing
    if stamp_of(path) != package.stamp:
        raise Refused(f"{path.name} has changed since it was read. Nothing was imported.")
    with opened(path) as bag:
        done, every = 0, len(listing["sources"]) + len(listing["claims"])

        def report(_: int) -> None:
            if on_progress is not None:
                on_progress(done, every)

        with store.step(f"Take in {path.name}", on_rows=report):
            taken_sources = []
            for listed in listing["sources"]:
                taken_sources.append(_take_source(store, bag, listed, package))
                done += 1
                store.report_rows(1)
            number = store.next_number("claim", len(listing["claims"])) if listing["claims"] else 0
            for at, listed in enumerate(listing["claims"]):
                _take_claim(store, listed, taken_sources, number + at, str(listing.get("case", "")))
                done += 1
                store.report_rows(1)
    return len(listing["claims"])


def _take_source(store: Store, bag: zipfile.ZipFile, listed: dict[str, Any], package: VerifiedPackage) -> Source:
    sha256 = str(listed.get("sha256", ""))
    for capture in store.all(Capture, sha256=sha256) if sha256 else ():
        return store.get(Source, capture.source_id)
    kind, grade = str(listed.get("kind")), str(listed.get("reliability", ""))
    source = store.put(
        Source(
            title=str(listed.get("title") or "Untitled source"), kind=kind if kind in SOURCE_KINDS else "document",
            authors=str(listed.get("authors", "")), publisher=str(listed.get("publisher", "")), url=str(listed.get("url", "")),
            language=str(listed.get("language", "")), published=read_date(str(listed.get("published", ""))),
            reliability=grade if grade in "ABCDEF" and len(grade) < 2 else "", text=package.texts.get(sha256, ""),
        )
    )  # fmt: skip
    name = package.originals.get(sha256)
    if name is None:
        return source
    with bag.open(name) as stream:
        sources.put_capture(store, source, sources.Original(stream, str(listed.get("media_type", "")), Path(name).name))
    return source


def _take_claim(store: Store, listed: dict[str, Any], taken_sources: list[Source], number: int, case: str) -> None:
    kinds = tuple(kind for kind in listed["kinds"] if kind in KINDS)
    verdict = str(listed.get("verdict", ""))
    said_entries = [_said_entry(said_by, taken_sources) for said_by in listed.get("said_by", ())]
    claim = store.put(
        entry.claim_of(
            ClaimEntry(
                statement=str(listed.get("statement") or "—"), kinds=kinds, about=str(listed.get("about", "")),
                due=str(listed.get("due", "")), value=str(listed.get("value", "")), unit=str(listed.get("unit", "")),
                verdict=verdict if verdict in store.verdicts else START,
                note=f"{listed.get('number', '')} of the package of “{case}”".strip(),
                said_by=said_entries[0] if said_entries else SaidEntry(),
            ),
            number,
        )
    )  # fmt: skip
    put_tags(store, claim.id, [str(tag) for tag in listed.get("tags", ())])
    for said_by in said_entries:
        attribution = entry.attribution_of(said_by, *entry.claimant_of(store, said_by.claimant), claim.id)
        anchor = (
            sources.anchor_quote(said_by.source, said_by.quote)
            if said_by.source is not None and said_by.quote
            else None
        )
        attribution = replace(attribution, anchor_id=store.put(anchor).id if anchor is not None else None)
        store.put(claims.with_usual_record(store, attribution))
    _take_evidence(store, claim.id, listed, taken_sources)


def _take_evidence(store: Store, claim_id: int, listed: dict[str, Any], taken_sources: list[Source]) -> None:
    for item in listed.get("evidence", ()):
        source = _at(taken_sources, item.get("source"))
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


def _said_entry(listed: dict[str, Any], taken_sources: list[Source]) -> SaidEntry:
    mode, record = str(listed.get("mode")), str(listed.get("record"))
    return SaidEntry(
        claimant=str(listed.get("who", "")), described=str(listed.get("described", "")), source=_at(taken_sources, listed.get("source")),
        said=str(listed.get("said", "")), quote=str(listed.get("quote", "")), mode=mode if mode in MODES else "indirect",
        record=record if record in RECORDS else "",
    )  # fmt: skip


def _at(taken_sources: list[Source], number: object) -> Source | None:
    return taken_sources[number] if isinstance(number, int) and 0 <= number < len(taken_sources) else None
