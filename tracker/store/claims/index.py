"""All claims of a case in memory, and the claims among them that match a query.

Lists and rails never ask the file while painting; a step replaces only the rows of the claims it affects. Filters and
counts run over whole columns; the facts of single claims are read when they are shown, and cached for a while.
"""

from collections import Counter, OrderedDict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, overload

import numpy as np
from numpy.typing import NDArray

from tracker.domain.query import EVERYTHING, Query
from tracker.domain.review import STATE_CODES
from tracker.store import queries, search
from tracker.store.claims import facts
from tracker.store.claims.checks import CHECKS
from tracker.store.claims.columns import Arrays, Columns, Ids, Mask, Positions
from tracker.store.claims.facts import Facts
from tracker.store.claims.filter import Filter
from tracker.store.claims.packed import NO_HIGH, NO_LOW
from tracker.store.reader import Reader
from tracker.store.store import StepApplied, Store

if TYPE_CHECKING:
    from tracker.store.claims.duplicates import Similarities

_CACHED = 4_000  # facts of single claims
_AT_ONCE = 400


class ClaimIndex:
    """The claims by number. `facts` reads those of single claims; `today` is a day number."""

    def __init__(self, store: Store, today: int) -> None:
        self.store = store
        self.columns = Columns(today)
        self.filter = Filter(store, self.columns)
        self.facts = FactsCache(self)
        self.reload()

    def __len__(self) -> int:
        return len(self.columns)

    @property
    def today(self) -> int:
        return self.columns.today

    @property
    def similarities(self) -> "Similarities | None":
        """The possible duplicates, None before the first search for them."""
        return self.filter.similarities

    def reload(self) -> None:
        self.facts.forget()
        self.columns.take(facts.rows(self.store))
        self.filter.follow()

    def forget(self) -> None:
        """Clear the cached masks of terms; they are computed again when asked for."""
        self.filter.forget_terms()

    def with_store(self, store: Store) -> "ClaimIndex":
        """The same columns with another connection to the case, for use in a thread."""
        other = ClaimIndex.__new__(ClaimIndex)
        other.store, other.filter = store, self.filter.with_store(store)
        other.columns, other.facts = other.filter.columns, FactsCache(other)
        return other

    def adopt_cache(self, other: "ClaimIndex") -> None:
        """Adopt the cached masks of an index made by `with_store`, unless the claims have changed since."""
        self.filter.adopt_cache(other.filter)

    def follow(self, applied: StepApplied) -> None:
        """Bring the facts up to a step."""
        self.facts.forget(applied.claims)
        self.facts.add(applied.facts)
        self.columns.follow(applied.claims, applied.packed)
        self.filter.follow()

    def position(self, claim_id: int) -> int:
        """The place of a claim in the columns, -1 when there is none."""
        return self.columns.position(claim_id)

    def positions(self, ids: Ids) -> Positions:
        """The places of those claims that exist, in the order of the ids."""
        return self.columns.positions(ids)

    def select(self, query: Query = EVERYTHING) -> "Selection":
        """The claims that match a query, by number."""
        return Selection(self, np.flatnonzero(self.mask(query)))

    def mask(self, query: Query) -> Mask:
        """Which claims match a query."""
        return self.filter.mask(query)

    def among(self, ids: Collection[int]) -> "Selection":
        """Those claims that exist, by number."""
        return Selection(self, np.flatnonzero(self.columns.among(ids)))

    def numbered(self, labels: Collection[str]) -> "Selection":
        """The claims of those numbers (C-005)."""
        numbers = [
            int(label[2:]) for label in labels if label[:2] == "C-" and label[2:].isdecimal() and len(label) < 12
        ]
        return Selection(self, np.flatnonzero(np.isin(self.columns["number"], np.array(numbers, np.int64))))

    def made_by(self, actor_id: int) -> "Selection":
        """The claims an actor made, by number."""
        return self.among(queries.claims_of(self.store, actor_id))

    def counts(self, query: Query = EVERYTHING) -> tuple[Counter[str], Counter[str], Counter[str]]:
        """(verdicts, review states, checks) of the claims that match a query; verdicts and states ignore the query's own
        condition on them, so that each count is what choosing that value would add.
        """
        codes = {verdict.code: verdict.key for verdict in self.store.verdicts.values()}
        states = {code: state for state, code in STATE_CODES.items()}
        mask = self.mask(query)
        computed = [check for check in CHECKS if self.similarities is not None or not check.slow]
        return (
            _tally(codes, self.columns["verdict"][self.mask(query.without("verdict"))]),
            _tally(states, self.columns["review"][self.mask(query.without("review"))]),
            Counter({check.key: int(np.count_nonzero(check.matches(self.columns) & mask)) for check in computed}),
        )

    def find_similarities(self) -> "Similarities":
        """The possible duplicates; computed now unless known. They may be from before the last step."""
        return self.filter.find_similarities()

    def take_similarities(self, similarities: "Similarities") -> None:
        """Adopt the result of a search for duplicates made in a thread."""
        self.filter.take_similarities(similarities)


_DATES = ("said", "about", "due")
_NAMED: dict[str, tuple[str, Callable[[Reader], dict[int, str]]]] = {
    "tag": ("tag", queries.tags), "source": ("source", queries.source_titles),
}  # fmt: skip


def _ranks(values: NDArray[np.int64], names: dict[int, str]) -> NDArray[np.int64]:
    """Each value's place in the alphabet of their names."""
    distinct, which = np.unique(values, return_inverse=True)
    words = [search.fold(names.get(value, "")) for value in distinct.tolist()]
    ranks = np.empty(len(words), np.int64)
    ranks[sorted(range(len(words)), key=words.__getitem__)] = np.arange(len(words))
    return ranks[which.reshape(-1)]


def _tally(names: Mapping[int, str], codes: NDArray[Any]) -> Counter[str]:
    counts = np.bincount(codes, minlength=256).tolist()
    return Counter({name: counts[code] for code, name in names.items() if counts[code]})


class Selection(Sequence[Facts]):
    """Claims that match a query, by number: `at` are their places in the columns at the time of the search."""

    def __init__(self, index: ClaimIndex, at: Positions, column: Arrays | None = None) -> None:
        self.claim_index, self.at, self.column = index, at, index.columns.arrays if column is None else column
        self.ids: NDArray[np.int64] = self.column["id"][at].astype(np.int64)

    def __len__(self) -> int:
        return len(self.ids)

    @overload
    def __getitem__(self, index: int) -> Facts: ...

    @overload
    def __getitem__(self, index: slice) -> "Selection": ...

    def __getitem__(self, index: int | slice) -> "Facts | Selection":
        if isinstance(index, slice):
            return Selection(self.claim_index, self.at[index], self.column)
        return self.claim_index.facts[int(self.ids[index])]

    def __iter__(self) -> Iterator[Facts]:
        for start in range(0, len(self), _AT_ONCE):
            yield from self.claim_index.facts.several(self.ids[start : start + _AT_ONCE].tolist())

    def holds(self, claim_id: int) -> bool:
        return bool((self.ids == claim_id).any())

    def ordered(self, by: str = "number", *, downwards: bool = False) -> "Selection":
        """The same claims in another order: by number, review, verdict, kinds, claimant, tag, source, said, about, due,
        origins or evidence; equal ones by number, the undated and nameless last.
        """
        at = np.sort(self.at)
        if by != "number" or downwards:
            keys = self._keys(by, at)
            keys = keys.max(initial=0) - keys if downwards else keys
            if by in _DATES:
                keys = np.where(self.column[f"{by}_low"][at] == NO_HIGH, np.iinfo(np.int64).max, keys)
            elif by in _NAMED:
                keys = np.where(self.column[_NAMED[by][0]][at] == 0, np.iinfo(np.int64).max, keys)
            if by == "claimant":
                nobody = (self.column["actor"][at] == 0) & (self.column["described"][at] == 0)
                keys = np.where(nobody, np.iinfo(np.int64).max, keys)
            at = at[np.argsort(keys, kind="stable")]
        return Selection(self.claim_index, at, self.column)

    def _keys(self, by: str, at: Positions) -> NDArray[np.int64]:
        """Numbers that order claims."""
        c = self.column
        if by == "evidence":
            return (c["supports"][at].astype(np.int64) << 17) + (c["refutes"][at].astype(np.int64) << 1)
        if by in _DATES:
            low = c[f"{by}_low"][at].astype(np.int64)
            return np.where(low == NO_LOW, c[f"{by}_high"][at], low).astype(np.int64)
        if by == "claimant":
            people = np.where(c["actor"][at] != 0, c["actor"][at], -c["described"][at])
            return _ranks(people, queries.claimant_names(self.claim_index.store))
        if by in _NAMED:
            column, names = _NAMED[by]
            return _ranks(c[column][at], names(self.claim_index.store))
        if by == "verdict":
            places = np.full(256, 256)
            for verdict in self.claim_index.store.verdicts.values():
                places[verdict.code] = verdict.position
            return places[c[by][at]].astype(np.int64)
        return c[by][at].astype(np.int64)

    def sum(self, column: str) -> int:
        """The sum of a column over the claims found."""
        return int(self.column[column][self.at].sum(dtype=np.int64))


class FactsCache:
    """The facts of single claims, read when asked for; the last few thousand are cached."""

    def __init__(self, index: ClaimIndex) -> None:
        self._index = index
        self._cached: OrderedDict[int, Facts] = OrderedDict()

    def __len__(self) -> int:
        return len(self._index)

    def __contains__(self, claim_id: object) -> bool:
        return isinstance(claim_id, int) and self._index.position(claim_id) >= 0

    def __getitem__(self, claim_id: int) -> Facts:
        result = self.get(claim_id)
        if result is None:
            raise KeyError(claim_id)
        return result

    def get(self, claim_id: int) -> Facts | None:
        cached = self._cached.get(claim_id)
        if cached is not None:
            return cached
        fresh = self.several([claim_id])
        return fresh[0] if fresh else None

    def several(self, ids: Sequence[int]) -> list[Facts]:
        """The facts of those claims that exist, in the order of the ids."""
        missing = [claim_id for claim_id in ids if claim_id not in self._cached]
        if missing:
            self._cached.update((item.id, item) for item in facts.read(self._index.store, missing))
        result = [self._cached[claim_id] for claim_id in ids if claim_id in self._cached]
        self._leave_out_the_oldest()
        return result

    def values(self) -> Iterator[Facts]:
        """The facts of every claim, by number."""
        return iter(Selection(self._index, np.arange(len(self._index))))

    def add(self, fresh: Iterable[Facts]) -> None:
        """Cache facts that were just read."""
        self._cached.update((item.id, item) for item in fresh)
        self._leave_out_the_oldest()

    def _leave_out_the_oldest(self) -> None:
        while len(self._cached) > _CACHED:
            self._cached.popitem(last=False)

    def forget(self, ids: Collection[int] | None = None) -> None:
        for claim_id in list(self._cached) if ids is None else ids:
            self._cached.pop(claim_id, None)
