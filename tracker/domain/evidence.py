"""Evidence: what supports or refutes a claim, or gives it context."""

from dataclasses import dataclass

from tracker.domain.records import Record

STANCES = ("supports", "refutes", "context")
# NATO STANAG 2511 (Admiralty code).
CREDIBILITY = {
    1: "confirmed by other sources", 2: "probably true", 3: "possibly true", 4: "doubtful", 5: "improbable",
    6: "truth cannot be judged",
}  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Evidence(Record):
    """`shows` is a sentence on what the source shows; `note` is never released."""

    claim_id: int
    source_id: int
    stance: str = "supports"
    shows: str = ""
    anchor_id: int | None = None
    credibility: int | None = None
    note: str = ""
