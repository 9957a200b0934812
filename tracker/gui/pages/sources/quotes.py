"""The places of quotes in a source's text; each anchor is located once."""

from collections.abc import Mapping
from dataclasses import dataclass

from tracker.domain.anchor import Anchor, Place, locator, place
from tracker.domain.attribution import Attribution
from tracker.domain.evidence import Evidence
from tracker.domain.source import Source
from tracker.i18n import tr
from tracker.store import Store


@dataclass(frozen=True, slots=True)
class Quotes:
    """The claims attributed in a source or supported by it.

    `found`: (start, end, claim id) of their quotes that are found in its text, in reading order; `claims`: their ids in that
    order, then those with quotes that are not found. `places`: the place of the first quote of a claim, by its id. `spans`:
    (start, end) of every anchor that is found, a claim's or not. `logged`: how many claims are attributed in the source.
    """

    found: tuple[tuple[int, int, int], ...]
    claims: tuple[int, ...]
    places: Mapping[int, Place]
    spans: tuple[tuple[int, int], ...]
    logged: int


def read_quotes(store: Store, source: Source) -> Quotes:
    """Find the words of every claim of a source in its text as it is now."""
    places = {anchor.id: place(anchor, source.text) for anchor in store.all(Anchor, source_id=source.id)}
    attributions = store.all(Attribution, source_id=source.id)
    holders: list[Attribution | Evidence] = [*attributions, *store.all(Evidence, source_id=source.id)]
    quoted = [(holder.claim_id, places[anchor]) for holder in holders if (anchor := holder.anchor_id or 0) in places]
    found = [(at.start, at.end, claim_id) for claim_id, at in quoted if at.state in ("exact", "moved")]
    found.sort(key=lambda quote: (quote[0], -quote[1]))
    claims = dict.fromkeys([claim_id for _, _, claim_id in found] + [holder.claim_id for holder in holders])
    first = dict(reversed(quoted))
    spans = tuple((at.start, at.end) for at in places.values() if at.state in ("exact", "moved"))
    return Quotes(
        tuple(found), tuple(claims), first, spans, len({attribution.claim_id for attribution in attributions})
    )


def where(found: Place, text: str) -> str:
    """The place of a quote in a text and how surely it was located, as shown on a card."""
    if found.state == "lost":
        return tr("¶ quote not found in this text")
    if found.state == "ambiguous":
        return tr("¶ quote may have moved")
    moved = tr(", found again by {n} % of its context", n=round(found.confidence * 100))
    words, values = locator(text, found.start)
    return tr(words, **values) + (moved if found.confidence < 1 else "")
