"""The drafts of an import, one per row, with their problems."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class EvidenceDraft:
    """`url` or `title` names its source."""

    stance: str = "context"
    shows: str = ""
    url: str = ""
    title: str = ""


@dataclass(frozen=True, slots=True)
class ClaimDraft:
    """A claim as a row gives it; dates are words. `row` is counted from 1 as a person counts, `problems` are sentences."""

    row: int
    statement: str = ""
    kinds: tuple[str, ...] = ()
    verdict: str = ""
    claimant: str = ""
    said: str = ""
    about: str = ""
    due: str = ""
    quote: str = ""
    source_title: str = ""
    source_url: str = ""
    publisher: str = ""
    published: str = ""
    tags: tuple[str, ...] = ()
    note: str = ""
    evidence: tuple[EvidenceDraft, ...] = ()
    problems: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SourceDraft:
    row: int
    title: str = ""
    kind: str = "article"
    authors: str = ""
    publisher: str = ""
    url: str = ""
    language: str = ""
    published: str = ""
    note: str = ""
    problems: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class EventDraft:
    row: int
    title: str = ""
    when: str = ""
    note: str = ""
    problems: tuple[str, ...] = ()


Draft = ClaimDraft | SourceDraft | EventDraft
