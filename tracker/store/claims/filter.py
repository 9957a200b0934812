"""Which claims match a query: masks over the columns of all claims, and lookups in the index of words."""

import operator
import re
from typing import TYPE_CHECKING

import numpy as np

from tracker.domain.claim import KINDS
from tracker.domain.dates import read_date
from tracker.domain.query import Group, Part, Query, Term
from tracker.domain.review import STATE_CODES
from tracker.store import queries, search
from tracker.store.claims import packed
from tracker.store.claims.checks import CHECK
from tracker.store.claims.columns import Columns, Mask, ids_of
from tracker.store.reader import Reader

if TYPE_CHECKING:
    from tracker.store.claims.duplicates import Similarities

HAS = ("evidence", "capture", "quote", "note", "due", "reply", "tag", "attribution", "comment")
_FLAG = {
    "capture": packed.PRESERVED, "quote": packed.QUOTED, "note": packed.NOTED, "reply": packed.WAITING,
    "tag": packed.TAGGED, "attribution": packed.ATTRIBUTED,
}  # fmt: skip
_COMPARE = {"<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge, "": operator.eq}
_CACHED_TERMS = 48  # a byte for each claim


class Filter:
    """Masks over the claims of a case. The masks of the last terms are cached until `forget_terms`."""

    def __init__(self, store: Reader, columns: Columns) -> None:
        self.store, self.columns = store, columns
        self.similarities: Similarities | None = None
        self._cached: dict[Term, Mask] = {}
        self._claimants: list[tuple[int | None, str, str]] | None = None  # read when asked for
        self._titles: list[tuple[int, str, str]] | None = None

    def with_store(self, store: Reader) -> "Filter":
        """The same filter over another connection to the case."""
        other = Filter(store, self.columns.shared())
        other.similarities, other._cached = self.similarities, dict(self._cached)
        other._claimants, other._titles = self._claimants, self._titles
        return other

    def adopt_cache(self, other: "Filter") -> None:
        """Adopt the cached masks of a filter made by `with_store`, unless the claims have changed since."""
        if other.columns["id"] is self.columns["id"]:
            self._cached |= other._cached
            self._claimants, self._titles = other._claimants, other._titles
            if self.similarities is None and other.similarities is not None:
                self.similarities, self.columns.suspicious = other.similarities, other.columns.suspicious

    def forget_terms(self) -> None:
        """Clear the cached masks of terms; they are computed again when asked for."""
        self._cached.clear()

    def follow(self) -> None:
        """Clear what was cached, since the case has changed."""
        self._cached.clear()
        self._claimants = self._titles = None
        if self.similarities is not None:
            self._mark(self.similarities)

    def find_similarities(self) -> "Similarities":
        """The possible duplicates; computed now unless known. They may be from before the last step."""
        if self.similarities is None:
            from tracker.store.claims.duplicates import find_similarities  # with rapidfuzz; most searches ask for none

            self.take_similarities(find_similarities(self.store, every_capture=True))
        assert self.similarities is not None
        return self.similarities

    def take_similarities(self, similarities: "Similarities") -> None:
        """Adopt the result of a search for duplicates, perhaps made in a thread."""
        self.similarities = similarities
        self._cached.clear()
        self._mark(similarities)

    def _mark(self, similarities: "Similarities") -> None:
        alike = {actor_id for pair in similarities.actors for actor_id in (pair.first, pair.second)}
        self.columns.suspicious = {
            "claims": {claim_id for pair in similarities.claims for claim_id in (pair.first, pair.second)},
            "actors": ids_of(queries.claims_by(self.store, alike)),
            "altered": ids_of(queries.claims_read_in(self.store, similarities.altered)),
            "naming": similarities.naming,
        }

    def mask(self, query: Query) -> Mask:
        """Which claims match a query."""
        mask = np.ones(len(self.columns), np.bool_)
        for part in query.parts:
            matching = self._part_mask(part)
            if matching is not None:
                mask &= matching
        return mask

    def _part_mask(self, part: Part) -> Mask | None:
        """Which claims match a part of a query; None for a lone sign, perhaps still being typed."""
        if isinstance(part, Group):
            masks = [mask for inner in part.parts if (mask := self._part_mask(inner)) is not None]
            if not masks:
                return None
            combine = np.logical_and if part.operator == "AND" else np.logical_or
            mask = np.asarray(combine.reduce(masks), np.bool_)
            return ~mask if part.negated else mask
        if not part.field and not any(map(search.match_expression, part.values)):
            return None
        if part not in self._cached:
            mask = self.columns.none()
            for value in part.values:
                mask |= self._test(part.field, value) if part.field else self._saying(value)
            self._cached[part] = ~mask if part.negated else mask
            while len(self._cached) > _CACHED_TERMS:
                self._cached.pop(next(iter(self._cached)))
        return self._cached[part]

    def _saying(self, words: str) -> Mask:
        """The claims that contain the words (with a space between them: as a phrase), or have that number.

        Words that no claim of the case contains are searched for in the full texts of the sources of the claims.
        """
        mask = self._numbered(search.found_claims(self.store.db, words, phrase=" " in words))
        if not mask.any():
            mask = self._read_where(words)
        if number := re.fullmatch(r"[Cc]-(\d{1,9})", words):
            mask |= self.columns["number"] == int(number[1])
        return mask

    def _read_where(self, words: str) -> Mask:
        """The claims read in, or supported by, a source with the words in its text."""
        sources = search.find(self.store.db, "source", words, phrase=" " in words)
        return self.columns.among(ids_of(queries.claims_read_in(self.store, sources)))

    def _made_by(self, value: str, folded: str) -> Mask:
        """The claims of the actor with just that name; where none has it, of all with it in their name or description."""
        if self._claimants is None:
            self._claimants = queries.claimants(self.store)
        exact = [actor for actor, _, name in self._claimants if actor is not None and name == folded]
        if exact:
            return self.columns.among(ids_of(queries.claims_by(self.store, exact)))
        near = [(actor, words) for actor, words, name in self._claimants if folded in name]
        actors = {actor for actor, _ in near if actor is not None} | set(search.find(self.store.db, "actor", value))
        described = [words for actor, words in near if actor is None]
        return self.columns.among(ids_of(queries.claims_by(self.store, actors, described)))

    def _called(self, folded: str) -> list[int]:
        """The sources with just that title; where none has it, those with it in their title, publisher or address."""
        if self._titles is None:
            self._titles = queries.titles(self.store)
        exact = [source_id for source_id, title, _ in self._titles if title == folded]
        return exact or [source_id for source_id, title, rest in self._titles if folded in f"{title} {rest}"]

    def _numbered(self, numbers: str) -> Mask:
        """The claims of a result of the search index, which gives their numbers."""
        return self.columns.numbered(ids_of(numbers))

    def _test(self, field: str, value: str) -> Mask:
        folded = queries.called(value)
        plain = folded.replace("-", " ").replace("_", " ").strip()
        c, nothing = self.columns, self.columns.none()
        match field:
            case "verdict" | "review":
                if field == "verdict":
                    codes = [verdict.code for verdict in self.store.verdicts.matching(value, search.fold)]
                else:
                    codes = [code for name, code in STATE_CODES.items() if plain and name.startswith(plain)]
                return np.isin(c[field], codes)
            case "kind":
                return (c["kinds"] & packed.KIND_BITS[plain]) > 0 if plain in KINDS else nothing
            case "tag":
                return self.columns.among(ids_of(queries.claims_tagged(self.store, folded.lstrip("#"))))
            case "number":
                digits = plain.removeprefix("c ").lstrip("0")
                return c["number"] == int(digits) if digits.isdecimal() and len(digits) < 10 else nothing
            case "by":
                return self._made_by(value, folded)
            case "source":
                return self.columns.among(ids_of(queries.claims_read_in(self.store, self._called(folded))))
            case "has":
                return self._has(plain)
            case "assignee":
                return self.columns.among(ids_of(queries.claims_assigned(self.store, folded)))
            case "calls":
                return self.columns.among(ids_of(queries.claims_calling(self.store, folded)))
            case "text":
                return self._read_where(value)
            case "check":
                check = CHECK.get(plain.replace(" ", "-"))
                if check is not None and check.slow:
                    self.find_similarities()
                return nothing if check is None else check.matches(self.columns)
            case "origins" | "evidence":
                return self._number(field, value)
        return self._dates(field if field in ("said", "about", "due") else "published", value)

    def _has(self, what: str) -> Mask:
        c = self.columns
        for name in (what.rstrip("s"), what):
            if name == "evidence":
                return (c["supports"] > 0) | (c["refutes"] > 0) | (c["context"] > 0)
            if name == "due":
                return self.columns.dated("due")
            if name == "comment":
                return self.columns.among(ids_of(queries.claims_commented(self.store)))
            if name in _FLAG:
                return c.flagged(_FLAG[name])
        return self.columns.none()

    def _number(self, field: str, value: str) -> Mask:
        match = re.fullmatch(r"([<>]=?)?(\d{1,9})", value)
        if match is None:
            return self.columns.none()
        compare = _COMPARE[match[1] or ""]
        c = self.columns
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
            low, high = read_date(first, self.columns.today).earliest, read_date(last, self.columns.today).latest
        else:
            limits = read_date(words, self.columns.today)
            low, high = limits.earliest, limits.latest
        if compare:
            limit = low if compare in ("<", ">=") else high
            if limit is None:
                return self.columns.none()
            low, high = (None, limit - (compare == "<")) if compare[0] == "<" else (limit + (compare == ">"), None)
        if low is None and high is None:
            return self.columns.none()
        begins, ends = self.columns[f"{date}_low"], self.columns[f"{date}_high"]
        mask = self.columns.dated(date)
        if high is not None:
            mask = mask & (begins <= high)
        if low is not None:
            mask = mask & (ends >= low)
        return mask
