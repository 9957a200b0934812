"""The dates of a claim: all of them, its placement date on the timeline, and how to change it."""

from dataclasses import replace

from tracker.domain.attribution import Attribution
from tracker.domain.claim import Claim
from tracker.domain.dates import FuzzyDate, parse_iso
from tracker.domain.event import Event
from tracker.domain.review import START
from tracker.domain.source import Capture, Source
from tracker.errors import Refused
from tracker.store import Store
from tracker.store.claims.facts import Facts
from tracker.store.claims.index import ClaimIndex
from tracker.timeline.scene import Stop

_STEPS = {"said": "Change when it was said", "about": "Change what it is about", "due": "Change when it is due",
          "published": "Change when it was published"}  # fmt: skip


def placement_date(facts: Facts, place: str) -> tuple[str, FuzzyDate]:
    """(name, date) by which a claim is placed on the timeline. A prediction is placed at its due date, not where it was said."""
    claim = facts.claim
    if "prediction" in claim.kinds and place != "published":
        for name, date in (("about", claim.about), ("due", claim.due)):
            if date.dated:
                return name, date
    return place, {"said": facts.said, "about": claim.about, "published": facts.published}[place]


def dates_of(store: Store, facts: Facts) -> list[Stop]:
    """All the dates of a claim: about, said, due, published, captured, signed off."""
    claim = facts.claim
    stops = [
        Stop(name, date.earliest, date.latest)
        for name, date in (
            ("about", claim.about), ("said", facts.said), ("due", claim.due), ("published", facts.published)
        )
        if date.dated
    ]  # fmt: skip
    source = facts.first.source_id if facts.first else None
    captured = [capture.captured[:10] for capture in store.all(Capture, source_id=source)] if source else []
    days = [("captured", day) for day in captured[:1]] + [("signed off", claim.signed_at[:10])]
    return stops + [Stop(name, parse_iso(day), parse_iso(day)) for name, day in days if day]


def is_overdue(facts: Facts, today: int) -> bool:
    """Whether the claim was due before `today` (a day number) and has no verdict."""
    due = facts.claim.due
    return due.latest is not None and due.latest < today and facts.claim.verdict == START


def moved_together(index: ClaimIndex, facts: Facts, place: str) -> int:
    """How many claims are placed by the same date of one source, and move when that is changed; 0 where the date is the
    claim's own.
    """
    if facts.first is None or placement_date(facts, place)[0] != "published":
        return 0
    return int((index.columns["source"] == facts.first.source_id).sum())


def redate_claim(store: Store, facts: Facts, place: str, date: FuzzyDate) -> None:
    """Change the placement date of a claim, in one step. Raises Refused where the claim has no record with that date."""
    name, _ = placement_date(facts, place)
    with store.step(_STEPS[name]):
        if name in ("about", "due"):
            claim = store.get(Claim, facts.id)
            store.put(replace(claim, about=date) if name == "about" else replace(claim, due=date))
            return
        if facts.first is None:
            raise Refused("No claimant is named, so there is no date to change. Add an attribution.")
        if name == "said":
            store.put(replace(store.get(Attribution, facts.first.id), said=date))
        elif facts.first.source_id is None:
            raise Refused("The claim has no source whose date could be changed.")
        else:
            store.put(replace(store.get(Source, facts.first.source_id), published=date))


def redate_event(store: Store, event_id: int, date: FuzzyDate) -> None:
    with store.step("Change when it happened"):
        store.put(replace(store.get(Event, event_id), when=date))
