"""The design of a dossier: profile, language, order and parts. It is stored under a name in the case."""

from dataclasses import dataclass

from tracker.domain.records import Record

# The profiles, and what each includes or leaves out.
PROFILES = {
    "internal": "everything but protected names",
    "legal": "no internal notes",
    "public": "no internal notes, no names of colleagues, no reasons of the review",
}
# The order of the claims, and how they are grouped.
ORDERS = {
    "number": "by number",
    "said": "by when they were said, year by year",
    "claimant": "by claimant",
    "verdict": "by verdict",
    "hand": "by hand",
}
# Parts that can be left out; quotes, evidence, origins and sources are always included.
PARTS = {
    "picture": "the timeline",
    "table": "the table of claims",
    "related": "related claims",
    "replies": "the right of reply",
    "review": "the review",
}


@dataclass(frozen=True, kw_only=True)
class Design(Record):
    """`query` selects its claims; `numbers` ("C-003") are claims chosen and ordered by hand; `without` are keys of `PARTS`."""

    name: str = ""
    profile: str = "legal"
    language: str = "en"
    order: str = "number"
    without: tuple[str, ...] = ()
    query: str = ""
    numbers: tuple[str, ...] = ()
