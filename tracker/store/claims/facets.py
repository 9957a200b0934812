"""Facets: how a query's claims spread over kinds, people, tags, sources and years, each with its exact count.

The counts of a facet ignore the query's own condition on it, so that they show what adding another value would give.
"""

from dataclasses import dataclass

import numpy as np

from tracker.domain.claim import KINDS
from tracker.domain.dates import civil, day_number
from tracker.domain.dates.calendar import year_text
from tracker.domain.query import Query, Term
from tracker.store import queries
from tracker.store.claims.columns import Mask, ids_of
from tracker.store.claims.index import ClaimIndex
from tracker.store.claims.packed import KIND_BITS, NO_HIGH, NO_LOW
from tracker.store.reader import Reader, cached_until_changed
from tracker.store.search import fold

FIELDS = ("kind", "by", "tag", "source", "said")
_MOST = 8  # values of a facet, the most frequent ones


@dataclass(frozen=True, slots=True)
class Facet:
    """One value of a field, as it would be searched for, with the number of claims that have it."""

    field: str
    value: str
    label: str
    count: int

    @property
    def term(self) -> str:
        return Term(self.field, (self.value,)).text()


class Links:
    """Which claims are joined to which records of a kind, as pairs: `names` are those of the records, by code."""

    def __init__(self, pairs: tuple[str, str], names: dict[int, str]) -> None:
        self.claims, others = (ids_of(ids) for ids in pairs)
        distinct, codes = np.unique(others, return_inverse=True)
        labels = [" ".join(names.get(record_id, "").replace('"', " ").split()) for record_id in distinct.tolist()]
        keys = {
            fold(name): name for name in reversed(labels)
        }  # names that a search does not distinguish are counted as one
        place = {key: at for at, key in enumerate(keys)}
        self.names = list(keys.values())
        self.codes = np.array([place[fold(name)] for name in labels], np.int64)[codes]
        if len(keys) < len(labels):
            _, once = np.unique(np.stack([self.claims, self.codes]), axis=1, return_index=True)
            self.claims, self.codes = self.claims[once], self.codes[once]

    def counted(self, index: ClaimIndex, mask: Mask) -> list[tuple[str, int]]:
        """(name, claims) of the records that the claims of a mask are joined to, the most frequent first."""
        at = index.columns.positions(self.claims)
        if len(at) != len(self.claims):  # read at another step than the index; the next count is complete again
            return []
        counts = np.bincount(self.codes[mask[at]], minlength=len(self.names))
        order = np.argsort(-counts, kind="stable")[: 4 * _MOST].tolist()
        return [(self.names[n], int(counts[n])) for n in order if counts[n] and self.names[n]]


def links(store: Reader) -> dict[str, Links]:
    """The links of the claims of a case to people, tags and sources."""
    return {"by": _people(store), "tag": _tags(store), "source": _sources(store)}


@cached_until_changed("attribution", "actor")
def _people(store: Reader) -> Links:
    return Links(queries.joined_claims(store, "actor"), {line.id: line.name for line in queries.actor_lines(store)})


@cached_until_changed("claim_tag", "tag")
def _tags(store: Reader) -> Links:
    return Links(queries.joined_claims(store, "tag"), queries.tags(store))


@cached_until_changed("attribution", "evidence", "source")
def _sources(store: Reader) -> Links:
    return Links(queries.joined_claims(store, "source"), queries.source_titles(store))


def facets(index: ClaimIndex, query: Query, joined: dict[str, Links]) -> dict[str, list[Facet]]:
    """The values of each field for the claims that match a query; the values in the query always come first."""
    result: dict[str, list[Facet]] = {}
    for field in FIELDS:
        mask = index.mask(query.without(field))
        match field:
            case "kind":
                bits = index.columns["kinds"][mask]
                counted = [(kind, int(np.count_nonzero(bits & KIND_BITS[kind]))) for kind in KINDS]
                counted = sorted(((kind, n) for kind, n in counted if n), key=lambda entry: -entry[1])
            case "said":
                counted = _years(index, mask)
            case _:
                counted = joined[field].counted(index, mask)
        counts = dict(counted)
        for value in query.values(field):
            if value not in counts:
                counts[value] = int(np.count_nonzero(mask & index.mask(Query.of(Term(field, (value,))))))
        result[field] = _shown(field, counts, query.values(field))
    return result


def _shown(field: str, counts: dict[str, int], queried: tuple[str, ...]) -> list[Facet]:
    names = [*queried, *(name for name in counts if name not in queried)][: max(_MOST, len(queried))]
    return [Facet(field, name, name, counts[name]) for name in names]


def _years(index: ClaimIndex, mask: Mask) -> list[tuple[str, int]]:
    """(year, number of claims with a date said in it), the latest first; dates open at an end reach the first or last
    year that any of the claims names.
    """
    c = index.columns
    dated = mask & index.columns.dated("said")
    low, high = c["said_low"][dated], c["said_high"][dated]
    bounds = np.concatenate([low[low != NO_LOW], high[high != NO_HIGH]])
    if not len(bounds):
        return []
    first, last = civil(int(bounds.min()))[0], civil(int(bounds.max()))[0]
    starts = np.array([day_number(year, 1, 1) for year in range(first, last + 1)], np.int32)
    begins = np.maximum(np.searchsorted(starts, low, "right") - 1, 0)
    ends = np.searchsorted(starts, high, "right") - 1
    changes = np.bincount(begins, minlength=len(starts) + 1)
    changes = changes - np.bincount(ends + 1, minlength=len(starts) + 1)
    counts = np.cumsum(changes)[: len(starts)].tolist()
    return [(year_text(first + n), counts[n]) for n in reversed(range(len(starts))) if counts[n]]
