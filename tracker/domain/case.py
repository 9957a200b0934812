"""The case: one story, one file."""

from dataclasses import dataclass

from tracker.domain.records import Record


@dataclass(frozen=True, kw_only=True)
class CaseInfo(Record):
    """The one row that names the story. `uid` stays with every copy and stands in every receipt."""

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
    """Who holds one can tell later whether the case still continues from it: case, step and that step's hash."""

    case_uid: str
    step: int
    head: str
    at: str
