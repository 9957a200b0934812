"""The input of every data format: claims and sources as rows of plain values."""

from collections.abc import Callable
from dataclasses import dataclass, fields
from typing import Any


@dataclass(frozen=True, slots=True)
class When:
    """A date: its words, EDTF, and the first and last day (ISO 8601, "" where it is open)."""

    words: str = ""
    edtf: str = ""
    first: str = ""
    last: str = ""


@dataclass(frozen=True, slots=True)
class SourceRow:
    key: str
    title: str
    kind: str
    authors: str
    publisher: str
    url: str
    language: str
    published: When
    accessed: str
    sha256: str


@dataclass(frozen=True, slots=True)
class ClaimRow:
    """One claim; `rating` is ClaimReview's, 1 to 5, 0 for none; `sources` are keys of `SourceRow`s, `related` pairs of relation and number."""

    number: str
    statement: str
    kinds: tuple[str, ...]
    verdict: str
    verdict_label: str
    rating: int
    review: str
    changed: bool
    claimants: tuple[str, ...]
    said: When
    about: When
    due: When
    quote: str
    sources: tuple[str, ...]
    tags: tuple[str, ...]
    supports: int
    refutes: int
    origins: int
    note: str
    related: tuple[tuple[str, str], ...]

    @property
    def state(self) -> str:
        """The state of its review; a claim edited since its sign-off is marked as changed."""
        return f"{self.review}, changed since" if self.changed else self.review

    @property
    def judged(self) -> str:
        """The verdict, followed by the state of the review unless it is signed off and unchanged since."""
        return self.verdict_label if self.state == "signed off" else f"{self.verdict_label} ({self.state})"


@dataclass(frozen=True, slots=True)
class Export:
    """`as_of` is UTC, ISO 8601; `head` the hash (hex) of the last step included."""

    case: str
    as_of: str
    head: str
    claims: tuple[ClaimRow, ...]
    sources: tuple[SourceRow, ...]


def citing(export: Export) -> Callable[[ClaimRow], list[SourceRow]]:
    """Gives the sources of a claim, in the order of the export."""
    place = {source.key: at for at, source in enumerate(export.sources)}
    return lambda claim: [export.sources[at] for at in sorted(place[key] for key in claim.sources if key in place)]


def texts(value: Any) -> list[str]:
    """Every text of an export."""
    if isinstance(value, str):
        return [value]
    if isinstance(value, tuple):
        return [text for inner in value for text in texts(inner)]
    return (
        [text for field in fields(value) for text in texts(getattr(value, field.name))]
        if hasattr(value, "__dataclass_fields__")
        else []
    )
