"""Attributions: who made the claim, where, in which words, and through which relay."""

from dataclasses import dataclass

from tracker.domain.dates import UNDATED, FuzzyDate
from tracker.domain.records import Record

MODES = ("direct quote", "indirect", "mixed", "paraphrase")
RECORDS = ("on record", "background", "anonymous", "unknown")


def usual_record(*, named: bool, protected: bool, rumour: bool, publisher: bool) -> str:
    """The terms of an attribution where none were chosen: on record only for a named speaker, or for an outlet
    that makes the claim itself (`publisher`); a protected person is anonymous; a rumour, a leak and somebody who is
    only described are unknown. Newsroom practice: "on record" means that a name may be printed beside the words.
    """
    if protected:
        return "anonymous"
    return "on record" if (named or publisher) and not rumour else "unknown"


def shown_record(record: str) -> str:
    """The terms in words that can follow "direct quote, "."""
    return "terms not known" if record == "unknown" else record


@dataclass(frozen=True, kw_only=True)
class Attribution(Record):
    """`actor_id` may be unknown, then `described` says who ("former staff"). The claimant is never the outlet that
    reported it: that is the source, or a hop of the relay. `record` is one of RECORDS; "" until it is stored: then
    `usual_record` decides.
    """

    claim_id: int
    actor_id: int | None = None
    described: str = ""
    source_id: int | None = None
    said: FuzzyDate = UNDATED
    mode: str = "indirect"
    record: str = ""
    quote: str = ""
    anchor_id: int | None = None


@dataclass(frozen=True, kw_only=True)
class Hop(Record):
    """One station of a relay, counted from the claimant to the newsroom: an actor, a source, or a description."""

    attribution_id: int
    position: int
    actor_id: int | None = None
    source_id: int | None = None
    described: str = ""
