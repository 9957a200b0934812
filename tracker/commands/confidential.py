"""Which sources are confidential: what a protected person said or supplied is not released.

The one rule for dossier, package, data and pictures. Of a confidential source the legal and public profiles release
that it exists, its kind, and the words of a claim that were taken from it, under the pseudonym; never its title, text,
address, preserved bytes, or their hash, size and time.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace

from tracker.commands import redaction
from tracker.domain.attribution import Attribution, Hop
from tracker.domain.dates import UNDATED
from tracker.domain.event import Event
from tracker.domain.evidence import Evidence
from tracker.domain.merger import Merger
from tracker.domain.source import Capture, Derivation, Source
from tracker.store import Store

NAME = "Confidential source"
_STATEMENT_KINDS = ("testimony", "interview")  # kinds of source with statements made to the newsroom
_PUBLISHED_KINDS = ("article", "post")  # what anybody can read


def confidential_sources(store: Store, profile: str) -> frozenset[int]:
    """The ids of the sources that a profile holds back; the internal one holds back none.

    Confidential are: a source in which a protected person is the claimant, a station of a relay or the person of an event;
    testimony and interviews cited for such a claim; a source whose authors, title, publisher, address or file name contain
    a protected name; the origins of these; what is derived from them and was not published; every source with the same
    preserved bytes; and the ids of sources that were merged into one of these.
    """
    protected = sorted(redaction.pseudonyms(store)) if profile != "internal" else []
    if not protected:
        return frozenset()
    captures = store.all(Capture)
    source_ids = _protected_speakers(store, protected) | _naming_protected(store, store.all(Source), captures)
    return frozenset(_with_merged(store, _with_related(store, source_ids, captures)))


def masked(source: Source, title: str = NAME) -> Source:
    """A confidential source as it may be shown: its id, its kind and a neutral title."""
    return replace(
        source, title=title, authors="", publisher="", url="", language="", published=UNDATED, accessed="",
        reliability="", text="", note="",
    )  # fmt: skip


def publishers_of(sources: Iterable[Source], held_back: Collection[int]) -> dict[int, str]:
    """The publishers of the confidential sources among some sources, not masked yet, by source id."""
    return {source.id: source.publisher for source in sources if source.id in held_back and source.publisher}


def described_claimant(attribution: Attribution, publishers: Mapping[int, str]) -> str:
    """The words for a claimant without a name; "" where they are the publisher of the confidential source (`publishers_of`),
    which would tell what source it is.
    """
    hidden = publishers.get(attribution.source_id or 0)
    return "" if attribution.described == hidden else attribution.described


def _protected_speakers(store: Store, protected: list[int]) -> set[int]:
    """The sources in which one of the protected actors says something, passes it on or takes part in an event, and the
    testimony and interviews for such claims.
    """
    passed_on = [hop.attribution_id for hop in store.among(Hop, "actor_id", protected)]
    attributions = store.among(Attribution, "actor_id", protected) + store.among(Attribution, "id", passed_on)
    stations = store.among(Hop, "attribution_id", sorted({attribution.id for attribution in attributions}))
    source_ids = {attribution.source_id for attribution in attributions} | {hop.source_id for hop in stations}
    source_ids |= {event.source_id for event in store.among(Event, "actor_id", protected)}
    claims = sorted({attribution.claim_id for attribution in attributions})
    cited_for_claims = {attribution.source_id for attribution in store.among(Attribution, "claim_id", claims)}
    cited_for_claims |= {item.source_id for item in store.among(Evidence, "claim_id", claims)}
    return _without_none(source_ids) | _of_kind(store, _without_none(cited_for_claims), _STATEMENT_KINDS)


def _without_none(ids: Iterable[int | None]) -> set[int]:
    return {source_id for source_id in ids if source_id is not None}


def _naming_protected(store: Store, sources: Iterable[Source], captures: Iterable[Capture]) -> set[int]:
    """The sources whose authors, title, publisher, address or file name contain a protected name."""
    names = redaction.protected_names(store)
    texts = [(s.id, f"{s.title}\n{s.authors}\n{s.publisher}\n{s.url}") for s in sources]
    texts += [(c.source_id, f"{c.origin}\n{c.url}\n{c.final_url}") for c in captures]
    return {source_id for source_id, text in texts if redaction.find_protected_name(text, names)}


def _with_related(store: Store, source_ids: set[int], captures: Iterable[Capture]) -> set[int]:
    """These sources, their origins, what is derived from them and was not published, and sources with the same bytes."""
    links = store.all(Derivation)
    bytes_of: dict[int, set[str]] = {}
    for capture in captures:
        bytes_of.setdefault(capture.source_id, set()).add(capture.sha256)
    while True:
        copied = {sha256 for source_id in source_ids for sha256 in bytes_of.get(source_id, ())}
        more = {source_id for source_id, hashes in bytes_of.items() if hashes & copied}
        more |= {link.origin_id for link in links if link.source_id in source_ids}
        derived = {link.source_id for link in links if link.origin_id in source_ids}
        more |= derived - _of_kind(store, derived, _PUBLISHED_KINDS)
        if more <= source_ids:
            return source_ids
        source_ids = source_ids | more


def _with_merged(store: Store, source_ids: set[int]) -> set[int]:
    """These ids and those of sources merged into them, by which an earlier state of the case knows them."""
    mergers = store.all(Merger, kind="source")
    while more := {merger.gone_id for merger in mergers if merger.kept_id in source_ids} - source_ids:
        source_ids = source_ids | more
    return source_ids


def _of_kind(store: Store, ids: Collection[int], kinds: Collection[str]) -> set[int]:
    return {source.id for source in store.among(Source, "id", sorted(ids)) if source.kind in kinds}
