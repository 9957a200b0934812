"""Dates put right at the timeline."""

from dataclasses import replace

from tracker.domain.attribution import Attribution
from tracker.domain.claim import Claim
from tracker.domain.dates import FuzzyDate
from tracker.domain.event import Event
from tracker.domain.source import Source
from tracker.errors import Refused
from tracker.store import Store
from tracker.store.claims.facts import Facts

_STEPS = {"said": "Change when it was said", "about": "Change what it is about", "due": "Change when it is due",
          "published": "Change when it was published"}  # fmt: skip


def standing(facts: Facts, place: str) -> tuple[str, FuzzyDate]:
    """(which date, the date) a claim stands by. A prediction stands where it falls due, not where it was uttered."""
    claim = facts.claim
    if "prediction" in claim.kinds and place != "published":
        for name, date in (("about", claim.about), ("due", claim.due)):
            if date.dated:
                return name, date
    return place, {"said": facts.said, "about": claim.about, "published": facts.published}[place]


def redate_claim(store: Store, facts: Facts, place: str, date: FuzzyDate) -> None:
    """Give the date a claim stands by another value, in one step. Refused where nothing holds such a date."""
    name, _ = standing(facts, place)
    with store.step(_STEPS[name]):
        if name in ("about", "due"):
            claim = store.get(Claim, facts.id)
            store.put(replace(claim, about=date) if name == "about" else replace(claim, due=date))
            return
        if facts.first is None:
            raise Refused("Nobody is on record as having said it, so there is no date to change. Add who said it.")
        if name == "said":
            store.put(replace(store.get(Attribution, facts.first.id), said=date))
        elif facts.first.source_id is None:
            raise Refused("The claim has no source whose date could be changed.")
        else:
            store.put(replace(store.get(Source, facts.first.source_id), published=date))


def redate_event(store: Store, event_id: int, date: FuzzyDate) -> None:
    with store.step("Change when it happened"):
        store.put(replace(store.get(Event, event_id), when=date))
