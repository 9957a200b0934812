"""Completions of a query being typed, and warnings about what in it has no meaning."""

import re
from collections.abc import Iterable

from tracker.domain.claim import KINDS
from tracker.domain.dates import read_date
from tracker.domain.query import FIELDS, Query, Term
from tracker.domain.review import STATES
from tracker.store import queries, search
from tracker.store.claims.checks import CHECK
from tracker.store.claims.filter import HAS
from tracker.store.claims.index import ClaimIndex

_MOST_COMPLETIONS = 12


def completions(index: ClaimIndex, typed: str) -> list[str]:
    """Whole terms that begin as the term being typed does: fields, and the values of a field."""
    name, colon, value = typed.partition(":")
    name, minus = name.lstrip("-").lower(), "-" if typed.startswith("-") else ""
    if not colon:
        return [f"{minus}{field}:" for field in FIELDS if name and field.startswith(name)]
    if name not in FIELDS:
        return []
    beginning = search.fold(value.strip('"'))
    values = [candidate for candidate in _values(index, name) if beginning in search.fold(candidate)]
    values.sort(key=lambda candidate: not search.fold(candidate).startswith(beginning))
    return [minus + Term(name, (candidate,)).text() for candidate in values[:_MOST_COMPLETIONS]]


def _values(index: ClaimIndex, field: str) -> Iterable[str]:
    """The values of a field, where there is a list of them."""
    match field:
        case "verdict":
            return index.store.verdicts
        case "review":
            return [state.replace(" ", "-") for state in STATES]
        case "kind":
            return KINDS
        case "check":
            return CHECK
        case "has":
            return HAS
        case "tag":
            return queries.names_of_tags(index.store)
        case "by":
            return [
                *(line.name for line in queries.actor_lines(index.store)),
                *queries.described_claimants(index.store),
            ]
        case "assignee" | "calls":
            return queries.assignees(index.store)
        case "source":
            return queries.source_titles(index.store).values()
    return ()


def query_warnings(index: ClaimIndex, query: Query) -> list[str]:
    """Warnings about what has no meaning in a query, a sentence each."""
    return [doubt for term in query.terms() for value in term.values if (doubt := _warning(index, term, value))]


def _warning(index: ClaimIndex, term: Term, value: str) -> str:
    plain = search.fold(value).replace("-", " ").replace("_", " ").strip()
    name = re.match(r"([A-Za-z]+):", value)
    values: dict[str, list[str]] = {
        "verdict": list(index.store.verdicts), "review": list(STATES), "kind": list(KINDS), "check": list(CHECK),
    }  # fmt: skip
    plain_values = [key.replace("-", " ") for key in values.get(term.field, ())]
    match term.field:
        case "" if name is not None and not value.lower().startswith("http"):
            return f"“{name[0]}” is not a field; “{value}” is searched as words."
        case "verdict" if not index.store.verdicts.matching(value, search.fold):
            return f"“{value}” is not a verdict: choose from {', '.join(values['verdict'])}."
        case "review" if not any(name.startswith(plain) for name in plain_values):
            return f"“{value}” is not a value of {term.field}: choose from {', '.join(values[term.field])}."
        case "kind" | "check" if plain not in plain_values:
            return f"“{value}” is not a value of {term.field}: choose from {', '.join(values[term.field])}."
        case "said" | "about" | "due" | "published" if not _understood(index, value):
            return f"“{value}” cannot be read as a date."
        case "origins" | "evidence" if not re.fullmatch(r"([<>]=?)?\d{1,9}", value):
            return f"“{value}” is not a number."
    return ""


def _understood(index: ClaimIndex, value: str) -> bool:
    words = re.sub(r"^[<>]=?", "", value)
    return any(read_date(part, index.today).dated for part in words.split("..") if part)
