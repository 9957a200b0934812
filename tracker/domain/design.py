"""How a dossier is to look: for whom, in which language and order, without which parts. Kept under a name in the case."""

from dataclasses import dataclass

from tracker.domain.records import Record

# For whom, and what each profile lets out beside what every dossier holds.
PROFILES = {
    "internal": "everything but protected names",
    "legal": "no internal notes",
    "public": "no internal notes, no names of colleagues, no reasons of the review",
}
# How the claims follow each other, and what they are put together by.
ORDERS = {
    "number": "by number",
    "said": "by when they were said, year by year",
    "claimant": "by claimant",
    "verdict": "by verdict",
    "hand": "by hand",
}
# What a dossier can do without; quotes, evidence, origins and sources are what it is for.
PARTS = {
    "picture": "the timeline",
    "table": "the table of claims",
    "related": "related claims",
    "replies": "the right of reply",
    "review": "the review",
}


@dataclass(frozen=True, kw_only=True)
class Design(Record):
    """`query` finds its claims; `numbers` ("C-003") put first what is ordered by hand; `without` are keys of `PARTS`."""

    name: str = ""
    profile: str = "legal"
    language: str = "en"
    order: str = "number"
    without: tuple[str, ...] = ()
    query: str = ""
    numbers: tuple[str, ...] = ()
