"""Who works on a case and by which rules: members, the rules of signing off, assignments and comments.

A name is only typed in; it does not prove who typed it.
"""

from dataclasses import dataclass

from tracker.domain.dates import UNDATED, FuzzyDate
from tracker.domain.records import Record

ROLES = ("reporter", "editor", "lawyer")


@dataclass(frozen=True, kw_only=True)
class Member(Record):
    """A member of the newsroom, by the name that signs steps."""

    name: str
    initials: str = ""
    role: str = "reporter"


@dataclass(frozen=True, kw_only=True)
class Policy(Record):
    """The sign-off rules of a case (`PRESETS`). `four_eyes`: not by the one who wrote the claim down;
    `submit_first`: only what was submitted for review; `needs_reply`: somebody was asked for a reply.
    """

    four_eyes: bool = False
    needs_reason: bool = False
    needs_attribution: bool = False
    needs_evidence: bool = False
    submit_first: bool = False
    needs_reply: bool = False


PRESETS = {
    "open": Policy(id=0),
    "careful": Policy(id=0, four_eyes=True, needs_attribution=True),
    "legal": Policy(
        id=0,
        four_eyes=True,
        needs_reason=True,
        needs_attribution=True,
        needs_evidence=True,
        submit_first=True,
    ),
}


@dataclass(frozen=True, kw_only=True)
class Assignment(Record):
    """Who works on a claim, and until when."""

    claim_id: int
    who: str
    due: FuzzyDate = UNDATED


@dataclass(frozen=True, kw_only=True)
class Comment(Record):
    """A comment on a claim, or on one attribution or piece of evidence of it. It is never part of a dossier.

    `parent_id` is the comment it answers; `at` is UTC, ISO 8601; `resolved_by` who closed the thread ("": open).
    """

    claim_id: int
    parent_id: int | None = None
    on_kind: str = "claim"
    on_id: int = 0
    text: str
    author: str
    at: str
    resolved_by: str = ""
