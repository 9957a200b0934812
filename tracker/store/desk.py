"""The desk: the facts of all claims as columns in memory, and what a query finds in them.

Lists and rails never ask the file while painting; a step replaces only the rows of the claims it reaches. Filters and
counts run over whole columns; the facts of single claims are read when they are shown, and kept for a while.
"""

import operator
import re
from collections import Counter, OrderedDict
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from typing import Any, overload

import numpy as np
from numpy.typing import NDArray

from tracker.domain.claim import KINDS
from tracker.domain.dates import read_date
from tracker.domain.query import EVERYTHING, Group, Part, Query, Term
from tracker.domain.review import STATES
from tracker.store import facts as packing
from tracker.store import queries, search
from tracker.store.checks import CHECK, CHECKS, Mask
from tracker.store.facts import NO_HIGH, NO_LOW, Facts
from tracker.store.store import Store, Touched
from tracker.store.suspects import Suspects, suspects

Positions = NDArray[np.intp]
Columns = dict[str, NDArray[Any]]
Ids = Collection[int] | NDArray[np.int64]

# The row that `facts.pack` writes.
ROW = np.dtype(
    [("id", "<i8"), ("number", "<i4"), ("verdict", "u1"), ("review", "u1"), ("kinds", "<u2")]
    + [(f"{date}_{end}", "<i4") for date in ("said", "about", "due", "published") for end in ("low", "high")]
    + [(f"{date}_flags", "u1") for date in ("said", "about", "due", "published")]
    + [("actor", "<i8"), ("described", "<i8"), ("source", "<i8"), ("tag", "<i8")]
    + [("supports", "<u2"), ("refutes", "<u2"), ("context", "<u2"), ("origins", "<u2")]
    + [("deadline", "<i4"), ("flags", "<u4")]
)
_KEPT = 4_000  # facts of single claims
_KEPT_TERMS = 48  # a byte for each claim
_AT_ONCE = 400


class Desk:
    """Columns of facts in the order of the claims' numbers. `facts` reads those of single claims."""

    def __init__(self, store: Store, today: int) -> None:
        self.store = store
        self.today: int = today
        self.column: Columns = {}
        self._held: dict[Term, Mask] = {}  # where each of the last terms holds, until the next step
        self._claimants: list[tuple[int | None, str, str]] | None = None  # read when asked for, until the next step
        self._titles: list[tuple[int, str, str]] | None = None
        self.suspects: Suspects | None = None
        self.facts = Book(self)
        self.reload()

    def __len__(self) -> int:
        return len(self.column["id"])

    def reload(self) -> None:
        self.facts.forget()
        self._take(np.frombuffer(packing.packed(self.store), ROW))

    def forget(self) -> None:
        """Forget where terms hold; they are looked for anew."""
        self._held.clear()

    def through(self, store: Store) -> "Desk":
        """The same columns as they stand, asked through another connection to the case (for a thread)."""
        other = Desk.__new__(Desk)
        other.store, other.today, other.column, other._by_id = store, self.today, dict(self.column), self._by_id
        other._held, other.facts = dict(self._held), Book(other)
        other._claimants, other._titles, other.suspects = self._claimants, self._titles, self.suspects
        return other

    def learn(self, other: "Desk") -> None:
        """Take over where terms hold from a desk made by `through`, unless the claims have changed since."""
        if other.column["id"] is self.column["id"]:
            self._held |= other._held
            self._claimants, self._titles = other._claimants, other._titles
            self.suspects = self.suspects or other.suspects

    def _take(self, rows: NDArray[np.void]) -> None:
        self._held.clear()
        if (np.diff(rows["number"]) < 0).any():
            rows = rows[np.argsort(rows["number"], kind="stable")]
        self.column = {name: np.ascontiguousarray(rows[name]) for name in ROW.names or ()}
        ids = self.column["id"]
        self._by_id = None if (np.diff(ids) > 0).all() else np.argsort(ids)

    def follow(self, touched: Touched) -> None:
        """Bring the facts up to a step."""
        self._held.clear()
        self._claimants = self._titles = None
        self.facts.forget(touched.claims)
        fresh = np.frombuffer(packing.packed(self.store, touched.claims), ROW)
        kept = {int(row["id"]) for row in fresh}
        gone = [claim_id for claim_id in touched.claims if claim_id not in kept and claim_id in self.facts]
        new = [row for row in fresh if int(row["id"]) not in self.facts]
        if gone or new:
            rows = np.zeros(len(self), ROW)
            for name, values in self.column.items():
                rows[name] = values
            rows = np.delete(rows, [self.position(claim_id) for claim_id in gone])
            self._take(np.concatenate([rows, np.array(new, ROW)]) if new else rows)
        for row in fresh:
            at = self.position(int(row["id"]))
            for name, values in self.column.items():
                values[at] = row[name]

    def position(self, claim_id: int) -> int:
        """The place of a claim in the columns, -1 when there is none."""
        found = self.positions([claim_id])
        return int(found[0]) if len(found) else -1

    def positions(self, ids: Ids) -> Positions:
        """The places of those claims that are there, in the order of the ids."""
        kept = self.column["id"]
        if not len(kept) or not len(ids):
            return np.empty(0, np.intp)
        asked = ids if isinstance(ids, np.ndarray) else np.fromiter(ids, np.int64, len(ids))
        at = np.minimum(np.searchsorted(kept, asked, sorter=self._by_id), len(kept) - 1)
        places = at if self._by_id is None else self._by_id[at]
        there: Positions = places[kept[places] == asked]
        return there

    def dated(self, date: str) -> Mask:
        """Which claims have a date of that name (said, about, due, published)."""
        mask: Mask = self.column[f"{date}_low"] != NO_HIGH
        return mask

    def select(self, query: Query = EVERYTHING) -> "Found":
        """The claims a query finds, by number."""
        return Found(self, np.flatnonzero(self.mask(query)))

    def mask(self, query: Query) -> Mask:
        """Where a query holds."""
        mask = np.ones(len(self), np.bool_)
        for part in query.parts:
            held = self._holds(part)
            if held is not None:
                mask &= held
        return mask

    def among(self, ids: Collection[int]) -> "Found":
        """Those claims that are there, by number."""
        return Found(self, np.flatnonzero(self._among(ids)))

    def numbered(self, labels: Collection[str]) -> "Found":
        """The claims of those numbers (C-005)."""
        wanted = [int(label[2:]) for label in labels if label[:2] == "C-" and label[2:].isdecimal() and len(label) < 12]
        return Found(self, np.flatnonzero(np.isin(self.column["number"], np.array(wanted, np.int64))))

    def made_by(self, actor_id: int) -> "Found":
        """The claims an actor made, by number."""
        return self.among(queries.claims_of(self.store, actor_id))

    def counts(self, query: Query = EVERYTHING) -> tuple[Counter[str], Counter[str], Counter[str]]:
        """(verdicts, review states, checks) of the claims a query finds; verdicts and states leave out what the query
        asks of them, so that each says how many claims it would add.
        """
        codes = {verdict.code: verdict.key for verdict in self.store.verdicts.values()}
        verdicts = _tally(codes, self.column["verdict"][self.mask(query.without("verdict"))])
        states = _tally(dict(enumerate(STATES)), self.column["review"][self.mask(query.without("review"))])
        mask = self.mask(query)
        known = [check for check in CHECKS if self.suspects is not None or not check.slow]
        checks = Counter({check.key: int(np.count_nonzero(check.holds(self) & mask)) for check in known})
        return verdicts, states, checks

    def _holds(self, part: Part) -> Mask | None:
        """Where a part of a query holds; None for a lone sign, perhaps still being typed."""
        if isinstance(part, Group):
            held = [mask for inner in part.parts if (mask := self._holds(inner)) is not None]
            if not held:
                return None
            combine = np.logical_and if part.operator == "AND" else np.logical_or
            mask = np.asarray(combine.reduce(held), np.bool_)
            return ~mask if part.negated else mask
        if not part.field and not any(map(search.match_expression, part.values)):
            return None
        if part not in self._held:
            mask = np.zeros(len(self), np.bool_)
            for value in part.values:
                mask |= self._test(part.field, value) if part.field else self._saying(value)
            self._held[part] = ~mask if part.negated else mask
            while len(self._held) > _KEPT_TERMS:
                self._held.pop(next(iter(self._held)))
        return self._held[part]

    def _among(self, ids: Ids) -> Mask:
        mask = np.zeros(len(self), np.bool_)
        mask[self.positions(ids)] = True
        return mask

    def _saying(self, words: str) -> Mask:
        """The claims that hold the words (with a space between them: as a phrase), or have that number.

        Words that no claim of the case holds are looked for in the full texts of the sources they were read in.
        """
        mask = self._told(search.found_claims(self.store.db, words, phrase=" " in words))
        if not mask.any():
            mask = self._read_where(words)
        if number := re.fullmatch(r"[Cc]-(\d{1,9})", words):
            mask |= self.column["number"] == int(number[1])
        return mask

    def _read_where(self, words: str) -> Mask:
        """The claims read in, or supported by, a source whose text holds the words."""
        sources = search.find(self.store.db, "source", words, phrase=" " in words)
        return self._among(_ids(queries.claims_read_in(self.store, sources)))

    def suspect(self) -> Suspects:
        """What looks like the same twice; found now unless it was found before. It may come from before the last step."""
        if self.suspects is None:
            self.suspects = suspects(self.store, every_capture=True)
        return self.suspects

    def take_suspects(self, found: Suspects) -> None:
        """Take over what was found in a thread."""
        self.suspects = found
        self.forget()

    def suspected(self, what: str) -> Mask:
        """The claims in which something of that kind is suspicious: claims, actors, naming or altered."""
        found = self.suspect()
        match what:
            case "claims":
                return self._among({claim_id for pair in found.claims for claim_id in (pair.first, pair.second)})
            case "actors":
                alike = {actor_id for pair in found.actors for actor_id in (pair.first, pair.second)}
                return self._among(_ids(queries.claims_by(self.store, alike)))
            case "altered":
                return self._among(_ids(queries.claims_read_in(self.store, found.altered)))
        return self._among(found.naming)

    def _made_by(self, value: str, folded: str) -> Mask:
        """The claims of the actor with just that name; where none has it, of all whose name or description holds it."""
        if self._claimants is None:
            self._claimants = queries.claimants(self.store)
        exact = [actor for actor, _, name in self._claimants if actor is not None and name == folded]
        if exact:
            return self._among(_ids(queries.claims_by(self.store, exact)))
        near = [(actor, words) for actor, words, name in self._claimants if folded in name]
        actors = {actor for actor, _ in near if actor is not None} | set(search.find(self.store.db, "actor", value))
        described = [words for actor, words in near if actor is None]
        return self._among(_ids(queries.claims_by(self.store, actors, described)))

    def _called(self, folded: str) -> list[int]:
        """The sources with just that title; where none has it, those whose title, publisher or address holds it."""
        if self._titles is None:
            self._titles = queries.titles(self.store)
        exact = [source_id for source_id, title, _ in self._titles if title == folded]
        return exact or [source_id for source_id, title, rest in self._titles if folded in f"{title} {rest}"]

    def _told(self, found: str) -> Mask:
        """The claims of an answer of the index."""
        told = _ids(found)
        if not search.numbered(self.store.db):
            return self._among(told)
        numbers = self.column["number"]
        last = int(numbers.max(initial=0))
        if last > 8 * len(numbers) + 1_000:  # numbers far apart
            return np.isin(numbers, told)
        held = np.zeros(last + 1, np.bool_)
        held[told[told <= last]] = True
        return held[numbers]

    def _test(self, field: str, value: str) -> Mask:
        folded = queries.called(value)
        plain = folded.replace("-", " ").replace("_", " ").strip()
        c, nothing = self.column, np.zeros(len(self), np.bool_)
        match field:
            case "verdict" | "review":
                if field == "verdict":
                    codes = [verdict.code for verdict in self.store.verdicts.meant(value, search.fold)]
                else:
                    codes = [code for code, name in enumerate(STATES) if plain and name.startswith(plain)]
                return np.isin(c[field], codes)
            case "kind":
                return (c["kinds"] & packing.KIND_BITS[plain]) > 0 if plain in KINDS else nothing
            case "tag":
                return self._among(_ids(queries.claims_tagged(self.store, folded.lstrip("#"))))
            case "number":
                digits = plain.removeprefix("c ").lstrip("0")
                return c["number"] == int(digits) if digits.isdecimal() and len(digits) < 10 else nothing
            case "by":
                return self._made_by(value, folded)
            case "source":
                return self._among(_ids(queries.claims_read_in(self.store, self._called(folded))))
            case "has":
                return self._has(plain)
            case "assignee":
                return self._among(_ids(queries.claims_assigned(self.store, folded)))
            case "calls":
                return self._among(_ids(queries.claims_calling(self.store, folded)))
            case "text":
                return self._read_where(value)
            case "check":
                check = CHECK.get(plain.replace(" ", "-"))
                return nothing if check is None else check.holds(self)
            case "origins" | "evidence":
                return self._number(field, value)
        return self._dates(field if field in ("said", "about", "due") else "published", value)

    def _has(self, what: str) -> Mask:
        c = self.column
        flags = {
            "capture": packing.PRESERVED, "quote": packing.QUOTED, "note": packing.NOTED, "reply": packing.WAITING,
            "tag": packing.TAGGED, "attribution": packing.ATTRIBUTED,
        }  # fmt: skip
        for name in (what.rstrip("s"), what):
            if name == "evidence":
                return (c["supports"] > 0) | (c["refutes"] > 0) | (c["context"] > 0)
            if name == "due":
                return self.dated("due")
            if name == "comment":
                return self._among(_ids(queries.claims_commented(self.store)))
            if name in flags:
                mask: Mask = (c["flags"] & flags[name]) > 0
                return mask
        return np.zeros(len(self), np.bool_)

    def _number(self, field: str, value: str) -> Mask:
        match = re.fullmatch(r"([<>]=?)?(\d{1,9})", value)
        if match is None:
            return np.zeros(len(self), np.bool_)
        compare = {"<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge}.get(
            match[1] or "", operator.eq
        )
        c = self.column
        if field == "origins":
            counts = c["origins"].astype(np.int64)
        else:
            counts = c["supports"].astype(np.int64) + c["refutes"] + c["context"]
        mask: Mask = compare(counts, int(match[2]))
        return mask

    def _dates(self, date: str, value: str) -> Mask:
        compare, words = re.match(r"([<>]=?)?(.*)", value, re.DOTALL).groups()  # type: ignore[union-attr]
        first, dots, last = words.partition("..")
        if dots:
            low, high = read_date(first, self.today).earliest, read_date(last, self.today).latest
        else:
            asked = read_date(words, self.today)
            low, high = asked.earliest, asked.latest
        if compare:
            limit = low if compare in ("<", ">=") else high
            if limit is None:
                return np.zeros(len(self), np.bool_)
            low, high = (None, limit - (compare == "<")) if compare[0] == "<" else (limit + (compare == ">"), None)
        if low is None and high is None:
            return np.zeros(len(self), np.bool_)
        begins, ends = self.column[f"{date}_low"], self.column[f"{date}_high"]
        mask = self.dated(date)
        if high is not None:
            mask = mask & (begins <= high)
        if low is not None:
            mask = mask & (ends >= low)
        return mask


_DATES = ("said", "about", "due")
_NAMED: dict[str, tuple[str, Callable[[Store], dict[int, str]]]] = {
    "tag": ("tag", queries.tags), "source": ("source", queries.source_titles),
}  # fmt: skip


def _ranks(values: NDArray[np.int64], names: dict[int, str]) -> NDArray[np.int64]:
    """Each value's place in the alphabet of their names."""
    found, which = np.unique(values, return_inverse=True)
    words = [search.fold(names.get(value, "")) for value in found.tolist()]
    ranks = np.empty(len(words), np.int64)
    ranks[sorted(range(len(words)), key=words.__getitem__)] = np.arange(len(words))
    return ranks[which.reshape(-1)]


def _ids(text: str) -> NDArray[np.int64]:
    """The ids of a text with commas."""
    return np.fromstring(text, np.int64, sep=",") if text else np.empty(0, np.int64)


def _tally(names: Mapping[int, str], codes: NDArray[Any]) -> Counter[str]:
    counts = np.bincount(codes, minlength=256).tolist()
    return Counter({name: counts[code] for code, name in names.items() if counts[code]})


class Found(Sequence[Facts]):
    """Claims that a query found, by number: `at` are their places in the columns, as the desk had them then."""

    def __init__(self, desk: Desk, at: Positions, column: Columns | None = None) -> None:
        self.desk, self.at, self.column = desk, at, desk.column if column is None else column
        self.ids: NDArray[np.int64] = self.column["id"][at].astype(np.int64)

    def __len__(self) -> int:
        return len(self.ids)

    @overload
    def __getitem__(self, index: int) -> Facts: ...

    @overload
    def __getitem__(self, index: slice) -> "Found": ...

    def __getitem__(self, index: int | slice) -> "Facts | Found":
        if isinstance(index, slice):
            return Found(self.desk, self.at[index], self.column)
        return self.desk.facts[int(self.ids[index])]

    def __iter__(self) -> Iterator[Facts]:
        for start in range(0, len(self), _AT_ONCE):
            yield from self.desk.facts.several(self.ids[start : start + _AT_ONCE].tolist())

    def holds(self, claim_id: int) -> bool:
        return bool((self.ids == claim_id).any())

    def ordered(self, by: str = "number", *, downwards: bool = False) -> "Found":
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
        return Found(self.desk, at, self.column)

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
            return _ranks(people, queries.claimant_names(self.desk.store))
        if by in _NAMED:
            column, names = _NAMED[by]
            return _ranks(c[column][at], names(self.desk.store))
        if by == "verdict":
            places = np.full(256, 256)
            for verdict in self.desk.store.verdicts.values():
                places[verdict.code] = verdict.position
            return places[c[by][at]].astype(np.int64)
        return c[by][at].astype(np.int64)

    def sum(self, column: str) -> int:
        """The sum of a column over the claims found."""
        return int(self.column[column][self.at].sum(dtype=np.int64))


class Book:
    """The facts of single claims, read when asked for; the last few thousand are kept."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._kept: OrderedDict[int, Facts] = OrderedDict()

    def __len__(self) -> int:
        return len(self._desk)

    def __contains__(self, claim_id: object) -> bool:
        return isinstance(claim_id, int) and self._desk.position(claim_id) >= 0

    def __getitem__(self, claim_id: int) -> Facts:
        found = self.get(claim_id)
        if found is None:
            raise KeyError(claim_id)
        return found

    def get(self, claim_id: int) -> Facts | None:
        kept = self._kept.get(claim_id)
        if kept is not None:
            return kept
        found = self.several([claim_id])
        return found[0] if found else None

    def several(self, ids: Sequence[int]) -> list[Facts]:
        """The facts of those claims that are there, in the order of the ids."""
        missing = [claim_id for claim_id in ids if claim_id not in self._kept]
        if missing:
            for facts in packing.read(self._desk.store, missing):
                self._kept[facts.id] = facts
        found = [self._kept[claim_id] for claim_id in ids if claim_id in self._kept]
        while len(self._kept) > _KEPT:
            self._kept.popitem(last=False)
        return found

    def values(self) -> Iterator[Facts]:
        """The facts of every claim, by number."""
        return iter(Found(self._desk, np.arange(len(self._desk))))

    def forget(self, ids: Collection[int] | None = None) -> None:
        for claim_id in list(self._kept) if ids is None else ids:
            self._kept.pop(claim_id, None)
