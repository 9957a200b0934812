"""Events: things that happened; they need no verdict."""

from dataclasses import dataclass

from tracker.domain.dates import UNDATED, FuzzyDate
from tracker.domain.records import Record


@dataclass(frozen=True, kw_only=True)
class Event(Record):
    title: str
    when: FuzzyDate = UNDATED
    actor_id: int | None = None
    source_id: int | None = None
    anchor_id: int | None = None
    note: str = ""
