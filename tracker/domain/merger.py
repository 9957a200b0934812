"""Mergers: which record was merged into which, so that the old name still finds it."""

from dataclasses import dataclass

from tracker.domain.records import Record


@dataclass(frozen=True, kw_only=True)
class Merger(Record):
    """`gone_id` was merged into `kept_id`; `kind` is claim, actor or source, `gone_name` its name then (C-002)."""

    kind: str
    kept_id: int
    gone_id: int
    gone_name: str
