"""Exporting claims for other programs: protected people by pseudonym, nothing where a text contains a protected name."""

from dataclasses import replace

from tracker.commands import confidential, redaction
from tracker.commands.sources import originals
from tracker.commands.whole_case import export_jsonl
from tracker.domain.actor import Actor
from tracker.domain.attribution import Attribution
from tracker.domain.dates import FuzzyDate, iso
from tracker.domain.design import PROFILES
from tracker.domain.review import Verdict
from tracker.domain.source import Source
from tracker.errors import Refused
from tracker.exporters import formats
from tracker.exporters.data.rows import ClaimRow, Export, SourceRow, When, texts
from tracker.exporters.listing import as_html, as_text
from tracker.store import Store, queries
from tracker.store.claims.facts import Facts
from tracker.store.claims.index import ClaimIndex, Selection


def build(store: Store, index: ClaimIndex, claims: Selection, profile: str = "legal") -> Export:
    """The export of some claims for a profile. Raises Leak with every place where a protected name occurs in free text."""
    hidden = redaction.pseudonyms(store)
    names = {actor.id: hidden.get(actor.id, actor.name) for actor in store.all(Actor)}
    chosen = claims.ids.tolist()
    ids = {source_id for facts in claims for source_id in facts.source_ids}
    cited = store.among(Source, "id", sorted(ids))
    held_back = confidential.confidential_sources(store, profile)
    publishers = confidential.publishers_of(cited, held_back)
    cited = [confidential.masked(source) if source.id in held_back else source for source in cited]
    hashes = {
        source_id: capture.sha256 for source_id, capture in originals(store).items() if source_id not in held_back
    }
    attributions: dict[int, list[Attribution]] = {}
    for attribution in store.among(Attribution, "claim_id", chosen):
        attributions.setdefault(attribution.claim_id, []).append(attribution)
    related: dict[int, list[tuple[str, str]]] = {}
    for claim_id, other_id, kind in queries.relations(store):
        other = index.facts.get(other_id)
        if other is not None:
            related.setdefault(claim_id, []).append((kind, other.claim.label))
    rows = tuple(
        _claim(facts, store.verdicts[facts.claim.verdict], [names.get(a.actor_id or 0) or confidential.described_claimant(a, publishers) or "unnamed" for a in attributions.get(facts.id, ())],
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
    export = Export(store.case.name, receipt.at, receipt.head, rows, sources)
    redaction.require_no_leaks(store, [("the name of the case", store.case.name)]
                           + [(f"{row.number}", text) for row in rows for text in texts(row)]
                           + [(f"source “{row.title}”", text) for row in sources for text in texts(row)])  # fmt: skip
    return export


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


def listing(store: Store, index: ClaimIndex, claims: Selection) -> tuple[str, str]:
    """(text, HTML) of some claims with their sources, for the clipboard. Raises Leak where a protected name occurs in a
    text.
    """
    export = build(store, index, claims)
    return as_text(export), as_html(export)


def content(store: Store, index: ClaimIndex, claims: Selection, form: str, profile: str | None = None) -> bytes:
    """The finished file: the claims in a format (a key of `formats.DATA`) for a profile (None: legal), or the whole case,
    which is written for the internal profile only. Raises Leak where a protected name occurs in a text or in the finished file;
    Refused for an unknown format or profile, and for a whole case with another profile.
    """
    if profile not in (None, *PROFILES):
        raise Refused(f"There is no profile “{profile}”. Choose from {', '.join(PROFILES)}.")
    chosen = formats.named(formats.DATA, form)
    if chosen is formats.WHOLE_CASE:
        if profile not in (None, "internal"):
            raise Refused(
                f"JSON Lines hold the whole case, protected names and confidential sources too, so they cannot be "
                f"written for the {profile} profile. Choose another format, or keep the copy internal."
            )
        return chosen.write(export_jsonl(store))
    finished = chosen.write(build(store, index, claims, profile or "legal"))
    redaction.require_no_names_in_file(finished, redaction.protected_names(store))
    return finished
