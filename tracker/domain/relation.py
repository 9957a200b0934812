"""Relations between claims. A denial is a claim of its own that contradicts another; it never changes a verdict."""

from dataclasses import dataclass

from tracker.domain.records import Record

# kind -> its name when read from the other claim
KINDS = {
    "supports": "supported by", "contradicts": "contradicted by", "repeats": "repeated by",
    "corrects": "corrected by", "part of": "has part",
}  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Relation(Record):
    claim_id: int
    other_id: int
    kind: str
    note: str = ""
