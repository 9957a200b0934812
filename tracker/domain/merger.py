"""Mergers: what was one record under two entries, and under which name the second one is still asked for."""

from dataclasses import dataclass

from tracker.domain.records import Record


@dataclass(frozen=True, kw_only=True)
class Merger(Record):
    """`gone_id` was merged into `kept_id`; `kind` is claim, actor or source, `gone_name` what it was called (C-002)."""

    kind: str
    kept_id: int
    gone_id: int
    gone_name: str
