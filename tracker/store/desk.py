"""The desk: the facts of all claims as columns in memory, what a query finds in them, and the desk checks.

Lists and rails never ask the file while painting; a step replaces only the rows of the claims it reaches. Filters and
counts run over whole columns; the facts of single claims are read when they are shown, and kept for a while.
"""

import operator
import re
from collections import Counter, OrderedDict
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, overload

import numpy as np
from numpy.typing import NDArray

from tracker.domain.claim import KINDS
from tracker.domain.dates import read_date
from tracker.domain.query import FIELDS, Group, Part, Term, parse, terms_of
from tracker.domain.review import STATES, VERDICTS
from tracker.store import facts as packing
from tracker.store import queries, search
from tracker.store.facts import NO_HIGH, NO_LOW, Facts
from tracker.store.store import Store, Touched

Mask = NDArray[np.bool_]
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
_AT_ONCE = 400
_MOST_COMPLETIONS = 12


@dataclass(frozen=True, slots=True)
class Check:
    """A desk check: a hole in the story, found by rule."""

    key: str
    glyph: str
    label: str
    meaning: str
    holds: Callable[["Desk"], Mask]


def _flag(bit: int) -> Callable[["Desk"], Mask]:
    def holds(desk: "Desk") -> Mask:
        mask: Mask = (desk.column["flags"] & bit) > 0
        return mask

    return holds


def _due(desk: "Desk") -> Mask:
    c = desk.column
    prediction: Mask = (c["kinds"] & packing.KIND_BITS["prediction"]) > 0
    over: Mask = (c["due_high"] < desk.today) & (c["due_high"] > NO_LOW)
    return prediction & np.equal(c["verdict"], 0) & over


def _too_early(desk: "Desk") -> Mask:
    c = desk.column
    prediction: Mask = (c["kinds"] & packing.KIND_BITS["prediction"]) > 0
    early: Mask = c["said_high"] < c["about_low"]
    return early & desk.dated("said") & desk.dated("about") & ~prediction


CHECKS = (
    Check("single-origin", "⚑", "Single origin", "Everything that supports it goes back to one origin.",
          lambda desk: np.equal(desk.column["origins"], 1)),
    Check("no-evidence", "∅", "No evidence", "Nothing supports or refutes it yet.",
          lambda desk: (desk.column["supports"] == 0) & (desk.column["refutes"] == 0)),
    Check("no-attribution", "?", "Nobody said it", "No attribution says who made the claim.",
          lambda desk: (desk.column["flags"] & packing.ATTRIBUTED) == 0),
    Check("prediction-due", "◷", "Predictions due", "The time it spoke of is over and it has no verdict.", _due),
    Check("awaiting-reply", "✆", "Awaiting reply", "Somebody was asked and has not answered.", _flag(packing.WAITING)),
    Check("reply-overdue", "‼", "Reply overdue", "The deadline for an answer has passed.",
          lambda desk: desk.column["deadline"] < desk.today),
    Check("link-only", "⚠", "Link not archived", "One of its sources is kept as a link only.",
          _flag(packing.LINK_ONLY)),
    Check("changed", "≠", "Changed since sign-off", "It was edited after an editor signed it off.",
          _flag(packing.CHANGED)),
    Check("older-source", "⇤", "Source older than event", "A supporting source was published before the thing happened.",
          _flag(packing.OLDER_SOURCE)),
    Check("undated", "□", "Undated", "Neither when it was said nor what it is about has a date.",
          lambda desk: ~(desk.dated("said") | desk.dated("about"))),
    Check("own-hand", "✍", "Signed off by its author", "Who wrote it down signed it off as well.",
          _flag(packing.OWN_HAND)),
    Check("said-too-early", "⇥", "Said before it happened", "It was said before the thing it speaks of, and is no prediction.",
          _too_early),
    Check("two-readings", "⁇", "Date can be read two ways", "Day and month, or the year, have to be chosen.",
          _flag(packing.AMBIGUOUS)),
    Check("unread-date", "…", "Date not read", "A date was written in words that have no meaning yet, or two.",
          _flag(packing.UNREAD)),
)  # fmt: skip
_CHECK = {check.key: check for check in CHECKS}


class Desk:
    """Columns of facts in the order of the claims' numbers. `facts` reads those of single claims."""

    def __init__(self, store: Store, today: int) -> None:
        self.store = store
        self.today: int = today
        self.column: Columns = {}
        self.facts = Book(self)
        self.reload()

    def __len__(self) -> int:
        return len(self.column["id"])

    def reload(self) -> None:
        self.facts.forget()
        self._take(np.frombuffer(packing.packed(self.store), ROW))

    def _take(self, rows: NDArray[np.void]) -> None:
        if (np.diff(rows["number"]) < 0).any():
            rows = rows[np.argsort(rows["number"], kind="stable")]
        self.column = {name: np.ascontiguousarray(rows[name]) for name in ROW.names or ()}
        ids = self.column["id"]
        self._by_id = None if (np.diff(ids) > 0).all() else np.argsort(ids)

    def follow(self, touched: Touched) -> None:
        """Bring the facts up to a step."""
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

    def select(self, query: str) -> "Found":
        """The claims a query finds, by number."""
        mask = np.ones(len(self), np.bool_)
        for part in parse(query):
            held = self._holds(part)
            if held is not None:
                mask &= held
        return Found(self, np.flatnonzero(mask))

    def completions(self, typed: str) -> list[str]:
        """Whole terms that begin as the term being typed does: fields, and the values of a field."""
        name, colon, value = typed.partition(":")
        name, minus = name.lstrip("-").lower(), "-" if typed.startswith("-") else ""
        if not colon:
            return [f"{minus}{field}:" for field in FIELDS if name and field.startswith(name)]
        if name not in FIELDS:
            return []
        wanted = search.fold(value.strip('"'))
        values = [known for known in self._values(name) if wanted in search.fold(known)]
        values.sort(key=lambda known: not search.fold(known).startswith(wanted))
        return [minus + Term(name, (known,)).text() for known in values[:_MOST_COMPLETIONS]]

    def _values(self, field: str) -> Iterable[str]:
        """What a field can be, as far as there is a list of it."""
        match field:
            case "verdict":
                return VERDICTS
            case "review":
                return [state.replace(" ", "-") for state in STATES]
            case "kind":
                return KINDS
            case "check":
                return _CHECK
            case "has":
                return ("evidence", "capture", "quote", "note", "due", "reply", "tag", "attribution")
            case "tag":
                return queries.names_of_tags(self.store)
            case "by":
                return [
                    *(line.name for line in queries.actor_lines(self.store)),
                    *queries.described_claimants(self.store),
                ]
            case "source":
                return queries.source_titles(self.store).values()
        return ()

    def doubts(self, query: str) -> list[str]:
        """What a query says that has no meaning here, a sentence each."""
        return [
            doubt for term in terms_of(parse(query)) for value in term.values if (doubt := self._doubt(term, value))
        ]

    def _doubt(self, term: Term, value: str) -> str:
        plain = search.fold(value).replace("-", " ").replace("_", " ").strip()
        name = re.match(r"([A-Za-z]+):", value)
        known: dict[str, list[str]] = {
            "verdict": list(VERDICTS), "review": list(STATES), "kind": list(KINDS),
            "check": [key.replace("-", " ") for key in _CHECK],
        }  # fmt: skip
        match term.field:
            case "" if name is not None and not value.lower().startswith("http"):
                return f"“{name[0]}” is no field; “{value}” is searched as words."
            case "verdict" | "review" if not any(key.startswith(plain) for key in known[term.field]):
                return f"“{value}” is no {term.field}: there is {', '.join(known[term.field])}."
            case "kind" | "check" if plain not in known[term.field]:
                return f"“{value}” is no {term.field}: there is {', '.join(known[term.field])}."
            case "said" | "about" | "due" | "published" if not self._understood(value):
                return f"“{value}” is no date that can be read."
            case "origins" | "evidence" if not re.fullmatch(r"([<>]=?)?\d{1,9}", value):
                return f"“{value}” is no number."
        return ""

    def _understood(self, value: str) -> bool:
        words = re.sub(r"^[<>]=?", "", value)
        return any(read_date(part, self.today).dated for part in words.split("..") if part)

    def among(self, ids: Collection[int]) -> "Found":
        """Those claims that are there, by number."""
        return Found(self, np.flatnonzero(self._among(ids)))

    def made_by(self, actor_id: int) -> "Found":
        """The claims an actor made, by number."""
        return self.among(queries.claims_of(self.store, actor_id))

    def counts(self, found: "Found | None" = None) -> tuple[Counter[str], Counter[str], Counter[str]]:
        """(verdicts, review states, checks) of some claims, or of all."""
        at = slice(None) if found is None else found.at
        verdicts = _tally(VERDICTS, self.column["verdict"][at])
        states = _tally(STATES, self.column["review"][at])
        checks = Counter({check.key: int(np.count_nonzero(check.holds(self)[at])) for check in CHECKS})
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
        mask = np.zeros(len(self), np.bool_)
        for value in part.values:
            mask |= self._test(part.field, value) if part.field else self._saying(value)
        return ~mask if part.negated else mask

    def _among(self, ids: Ids) -> Mask:
        mask = np.zeros(len(self), np.bool_)
        mask[self.positions(ids)] = True
        return mask

    def _saying(self, words: str) -> Mask:
        """The claims that hold the words (with a space between them: as a phrase), or have that number."""
        found = search.found_text(self.store.db, "claim", words, phrase=" " in words)
        mask = self._among(np.fromstring(found, np.int64, sep=",") if found else ())
        if number := re.fullmatch(r"[Cc]-(\d{1,9})", words):
            mask |= self.column["number"] == int(number[1])
        return mask

    def _test(self, field: str, value: str) -> Mask:
        folded = search.fold(value).strip()
        plain = folded.replace("-", " ").replace("_", " ").strip()
        c, nothing = self.column, np.zeros(len(self), np.bool_)
        match field:
            case "verdict" | "review":
                names = VERDICTS if field == "verdict" else STATES
                codes = [code for code, key in enumerate(names) if plain and key.startswith(plain)]
                return np.isin(c[field], codes)
            case "kind":
                return (c["kinds"] & packing.KIND_BITS[plain]) > 0 if plain in KINDS else nothing
            case "tag":
                return self._among(queries.claims_tagged(self.store, folded.lstrip("#")))
            case "number":
                digits = plain.removeprefix("c ").lstrip("0")
                return c["number"] == int(digits) if digits.isdecimal() and len(digits) < 10 else nothing
            case "by":
                actors = search.find(self.store.db, "actor", value)
                return self._among(queries.claims_by(self.store, folded, actors))
            case "source":
                return self._among(queries.claims_read_in(self.store, queries.sources_called(self.store, value)))
            case "has":
                return self._has(plain)
            case "check":
                check = _CHECK.get(plain.replace(" ", "-"))
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


def _tally(names: Iterable[str], codes: NDArray[Any]) -> Counter[str]:
    counts = np.bincount(codes).tolist()
    return Counter({name: count for name, count in zip(names, counts, strict=False) if count})


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
        """The same claims in another order: by number, review, verdict, claimant, said or evidence; equal
        ones by number, the undated last.
        """
        at = np.sort(self.at)
        if by != "number" or downwards:
            keys = self._keys(by, at)
            keys = keys.max(initial=0) - keys if downwards else keys
            if by == "said":
                keys = np.where(self.column["said_low"][at] == NO_HIGH, np.iinfo(np.int64).max, keys)
            at = at[np.argsort(keys, kind="stable")]
        return Found(self.desk, at, self.column)

    def _keys(self, by: str, at: Positions) -> NDArray[np.int64]:
        """Numbers that order claims."""
        c = self.column
        if by == "evidence":
            return (c["supports"][at].astype(np.int64) << 17) + (c["refutes"][at].astype(np.int64) << 1)
        if by == "said":
            low = c["said_low"][at].astype(np.int64)
            return np.where(low == NO_LOW, c["said_high"][at], low).astype(np.int64)
        if by == "claimant":
            people = np.where(c["actor"][at] != 0, c["actor"][at], -c["described"][at])
            values, which = np.unique(people, return_inverse=True)
            names = queries.claimant_names(self.desk.store)
            words = [search.fold(names.get(value, "")) for value in values.tolist()]
            ranks = np.empty(len(words), np.int64)
            ranks[sorted(range(len(words)), key=words.__getitem__)] = np.arange(len(words))
            return ranks[which.reshape(-1)]
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
            for facts in packing.read(self._desk.store, missing, self._desk.today):
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
