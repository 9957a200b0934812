"""Attributions: who made the claim, where, in which words, and through whom it reached us."""

from dataclasses import dataclass

from tracker.domain.dates import UNDATED, FuzzyDate
from tracker.domain.records import Record

MODES = ("direct quote", "indirect", "mixed", "paraphrase")
RECORDS = ("on record", "background", "anonymous")


@dataclass(frozen=True, kw_only=True)
class Attribution(Record):
    """`actor_id` may be unknown, then `described` says who ("former staff"). The claimant is never the outlet that
    reported it: that is the source, or a hop of the relay.
    """

    claim_id: int
    actor_id: int | None = None
    described: str = ""
    source_id: int | None = None
    said: FuzzyDate = UNDATED
    mode: str = "indirect"
    record: str = "on record"
    quote: str = ""
    anchor_id: int | None = None


@dataclass(frozen=True, kw_only=True)
class Hop(Record):
    """One station of a relay, counted from the claimant towards us: an actor, a source, or only words for one."""

    attribution_id: int
    position: int
    actor_id: int | None = None
    source_id: int | None = None
    described: str = ""
