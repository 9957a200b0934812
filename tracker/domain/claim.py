"""Claims: assertions that can be checked."""

from dataclasses import dataclass

from tracker.domain.dates import UNDATED, FuzzyDate
from tracker.domain.records import Record

KINDS = ("factual", "number", "quote", "prediction", "opinion", "rumour", "denial")


@dataclass(frozen=True, kw_only=True)
class Claim(Record):
    """One assertion. `about` is when the thing asserted happens, `due` when a prediction can be judged; `value`,
    `unit` and `as_of` belong to numbers; `signed_*` record what an editor signed off (`review.content_hash`).
    """

    number: int
    statement: str
    kinds: tuple[str, ...] = ("factual",)
    about: FuzzyDate = UNDATED
    due: FuzzyDate = UNDATED
    value: str = ""
    unit: str = ""
    as_of: FuzzyDate = UNDATED
    verdict: str = "unverified"
    review: str = "draft"
    note: str = ""
    signed_hash: str = ""
    signed_by: str = ""
    signed_at: str = ""

    @property
    def label(self) -> str:
        return f"C-{self.number:03d}"


@dataclass(frozen=True, kw_only=True)
class ClaimTag(Record):
    claim_id: int
    tag_id: int
