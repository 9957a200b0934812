"""Right of reply: who was asked, how, when, the deadline, and the answer."""

from dataclasses import dataclass

from tracker.domain.dates import UNDATED, FuzzyDate
from tracker.domain.records import Record

OUTCOMES = ("waiting", "answered", "declined", "no answer")


@dataclass(frozen=True, kw_only=True)
class Reply(Record):
    """A request for comment on one claim. `answer_claim_id` is set where the answer became a claim of its own."""

    claim_id: int
    actor_id: int | None = None
    described: str = ""
    channel: str = ""
    question: str = ""
    asked: FuzzyDate = UNDATED
    deadline: FuzzyDate = UNDATED
    outcome: str = "waiting"
    answer: str = ""
    answered: FuzzyDate = UNDATED
    answer_claim_id: int | None = None

    def overdue(self, today: int) -> bool:
        """Whether the deadline (its last day) is before today with no answer."""
        return self.outcome == "waiting" and self.deadline.latest is not None and self.deadline.latest < today
