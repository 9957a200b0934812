"""Typed entries as records: the claim, who made it, when, and the relay through which it was reported.

Used by the window's forms, the command line, imported tables and imported packages, so that the same words become
the same records wherever they are typed.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from tracker.commands import actors, claims
from tracker.commands.claims import Via
from tracker.commands.sources import anchor_day
from tracker.domain.actor import Actor
from tracker.domain.attribution import Attribution, Hop
from tracker.domain.claim import Claim
from tracker.domain.dates import UNDATED, FuzzyDate, read_date
from tracker.domain.pattern import Pattern
from tracker.domain.review import START
from tracker.domain.source import Source
from tracker.store import Store, queries

_OPENING, _BRACKETS = ("(", "（"), "()（） "
_ARROW = Pattern(r"→|->")
_VIA = Pattern(r"via\s+", re.IGNORECASE)

# A date as typed, still to be read relative to its source, or a date already chosen.
When = FuzzyDate | str


@dataclass(frozen=True, slots=True, kw_only=True)
class SaidEntry:
    """Who said it, as typed. `claimant` is a name, or words in brackets for an unnamed claimant; `described` such words without
    brackets; `record` "" means the usual terms (`attribution.usual_record`); `relay` is "interview → Demo Wire", or its
    stations one by one.
    """

    claimant: str = ""
    described: str = ""
    source: Source | None = None
    said: When = UNDATED
    quote: str = ""
    mode: str = "indirect"
    record: str = ""
    relay: str | tuple[str, ...] = ()

    @property
    def empty(self) -> bool:
        words = self.said if isinstance(self.said, str) else self.said.words
        return not (self.claimant.strip() or self.described or self.source or self.quote or words)


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimEntry:
    """A claim as typed; relative dates are read against the source of `said_by`."""

    statement: str
    kinds: tuple[str, ...] = ()
    about: When = UNDATED
    due: When = UNDATED
    value: str = ""
    unit: str = ""
    tags: str | tuple[str, ...] = ()
    verdict: str = START
    note: str = ""
    said_by: SaidEntry = field(default_factory=SaidEntry)


def describes(typed: str) -> bool:
    """Whether these words describe a claimant, being in brackets, instead of naming one."""
    return typed.strip().startswith(_OPENING)


def name_and_words(typed: str) -> tuple[str, str]:
    """(name, "") or ("", words) of a typed claimant: text in brackets is a description, anything else is a name."""
    typed = typed.strip()
    return ("", typed.strip(_BRACKETS)) if describes(typed) else (typed, "")


def claimant_of(store: Store, typed: str) -> tuple[int | None, str]:
    """(actor id, words) of a typed claimant: a name is the actor who has it in any script, or a new person, added here."""
    name, words = name_and_words(typed)
    if not name:
        return None, words
    return (actors.find_actor(store, name) or actors.add_actor(store, name)).id, ""


def claimant_text(store: Store, attribution: Attribution) -> str:
    """The claimant in the form in which it is typed: a name, or words in brackets.

    Raises: NotFound when the actor is gone.
    """
    if attribution.actor_id is not None:
        return store.get(Actor, attribution.actor_id).name
    return f"({attribution.described})" if attribution.described else ""


def relay_of(store: Store, typed: str | Iterable[str]) -> list[Via]:
    """The stations of a relay from the claimant on: each a source's title or id, the name of an actor of the case, or words.

    In one line they are separated by arrows, optionally after “via”.
    """
    parts = _ARROW.split(typed) if isinstance(typed, str) else typed
    stations = [station.strip() for station in parts if station.strip()]
    if not stations:
        return []
    source_ids = {title: source_id for source_id, title in queries.source_titles(store).items()}
    source_ids |= {str(source_id): source_id for source_id in source_ids.values()}
    return [_station(store, source_ids, station) for station in stations]


def _station(store: Store, source_ids: dict[str, int], typed: str) -> Via:
    """One station; `known` are sources by title and by id."""
    for station in dict.fromkeys((typed, _VIA.sub("", typed, count=1) if _VIA.match(typed) else typed)):
        if station in source_ids:
            return Via(source_id=source_ids[station])
        if actor := actors.find_actor(store, station):
            return Via(actor_id=actor.id)
    return Via(described=station.strip(_BRACKETS))


def relay_text(store: Store, attribution: Attribution) -> str:
    """The stations in the form in which they are typed: "interview → 示範通訊"."""
    names = []
    for hop in sorted(store.all(Hop, attribution_id=attribution.id), key=lambda hop: hop.position):
        if hop.source_id is not None:
            names.append(store.get(Source, hop.source_id).title)
        elif hop.actor_id is not None:
            names.append(store.get(Actor, hop.actor_id).name)
        else:
            names.append(hop.described)
    return " → ".join(names)


def tags_of(typed: str | Iterable[str]) -> list[str]:
    """Tags typed with commas of either script between them, or one by one; each once, without #."""
    parts = typed.replace("，", ",").split(",") if isinstance(typed, str) else typed
    return list(dict.fromkeys(tag for part in parts if (tag := part.strip().lstrip("#").strip())))


def date_of(typed: When, anchor: int | None) -> FuzzyDate:
    """The date that words mean, relative to a day; a date already chosen is returned unchanged."""
    if isinstance(typed, FuzzyDate):
        return typed
    return read_date(typed.strip(), anchor) if typed.strip() else UNDATED


def claim_of(entry: ClaimEntry, number: int = 0) -> Claim:
    """The claim of an entry, not stored yet."""
    anchor = anchor_day(entry.said_by.source)
    return Claim(
        number=number, statement=entry.statement.strip(), kinds=entry.kinds or ("factual",), note=entry.note,
        about=date_of(entry.about, anchor), due=date_of(entry.due, anchor), value=entry.value, unit=entry.unit,
        verdict=entry.verdict,
    )  # fmt: skip


def attribution_of(entry: SaidEntry, actor_id: int | None, words: str, claim_id: int = 0) -> Attribution:
    """The attribution of an entry, not stored yet; `actor_id` and `words` are what `claimant_of` returned."""
    return Attribution(
        claim_id=claim_id, actor_id=actor_id, described=entry.described or words, mode=entry.mode, quote=entry.quote,
        source_id=entry.source.id if entry.source else None, said=date_of(entry.said, anchor_day(entry.source)),
        record=entry.record,
    )  # fmt: skip


def log(store: Store, entry: ClaimEntry, span: tuple[int, int] | None = None) -> Claim:
    """Log a claim as typed, and add actors named in it for the first time, in one step; `span` is the quote's place in the
    text of its source. Raises Refused for an invalid claim.
    """
    with store.step("Log claim"):
        said_by = entry.said_by
        attribution = None if said_by.empty else attribution_of(said_by, *claimant_of(store, said_by.claimant))
        return claims.log_claim(
            store, claim_of(entry), attribution=attribution, span=span, relay=relay_of(store, said_by.relay),
            tags=tags_of(entry.tags),
        )  # fmt: skip
