"""The case: one story, one file."""

from dataclasses import dataclass

from tracker.domain.records import Record


@dataclass(frozen=True, kw_only=True)
class CaseInfo(Record):
    """The one row that names the story. `uid` is the same in every copy and part of every receipt."""

    uid: str
    name: str
    summary: str = ""


@dataclass(frozen=True, kw_only=True)
class Tag(Record):
    name: str


@dataclass(frozen=True, kw_only=True)
class SavedSearch(Record):
    name: str
    query: str
    position: int = 0


@dataclass(frozen=True, slots=True)
class Receipt:
    """Case, step and that step's hash; with it one can check later whether the case still continues from that step."""

    case_uid: str
    step: int
    head: str
    at: str
