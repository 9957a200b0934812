"""The facts of all claims as arrays, in the order of the claims' numbers."""

from collections.abc import Collection, Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tracker.store.claims.packed import NO_HIGH, row_type

Mask = NDArray[np.bool_]
Positions = NDArray[np.intp]
Arrays = dict[str, NDArray[Any]]
Ids = Collection[int] | NDArray[np.int64]


def ids_of(text: str) -> NDArray[np.int64]:
    """The ids of a text with commas."""
    return np.fromstring(text, np.int64, sep=",") if text else np.empty(0, np.int64)


class Columns:
    """An array for each packed field. `today` is a day number; `suspicious` the the ids of claims with a suspected problem, by
    the kind of problem (see `duplicates`): claims, actors, naming, altered.
    """

    def __init__(self, today: int, packed: bytes = b"") -> None:
        self.today = today
        self.arrays: Arrays = {}
        self.suspicious: Mapping[str, Ids] = {}
        self._by_id: Positions | None = None
        self.take(packed)

    def __len__(self) -> int:
        return len(self.arrays["id"])

    def __getitem__(self, name: str) -> NDArray[Any]:
        return self.arrays[name]

    def take(self, packed: bytes) -> None:
        """Replace the rows."""
        self._set_rows(np.frombuffer(packed, row_type()))

    def shared(self) -> "Columns":
        """The same arrays as they are, for another thread."""
        other = Columns.__new__(Columns)
        other.today, other.arrays, other.suspicious = self.today, dict(self.arrays), self.suspicious
        other._by_id = self._by_id
        return other

    def _set_rows(self, rows: NDArray[np.void]) -> None:
        if (np.diff(rows["number"]) < 0).any():
            rows = rows[np.argsort(rows["number"], kind="stable")]
        self.arrays = {name: rows[name].copy() for name in row_type().names or ()}  # `rows` may be read-only
        ids = self["id"]
        self._by_id = None if (np.diff(ids) > 0).all() else np.argsort(ids)

    def follow(self, claims: Collection[int], packed: bytes) -> None:
        """Bring the rows of some claims up to date; those without a packed row were removed."""
        fresh = np.frombuffer(packed, row_type())
        present = {int(row["id"]) for row in fresh}
        removed = [at for claim_id in claims if claim_id not in present and (at := self.position(claim_id)) >= 0]
        new = [row for row in fresh if self.position(int(row["id"])) < 0]
        if removed or new:
            rows = np.zeros(len(self), row_type())
            for name, values in self.arrays.items():
                rows[name] = values
            rows = np.delete(rows, removed)
            self._set_rows(np.concatenate([rows, np.array(new, row_type())]) if new else rows)
        for row in fresh:
            at = self.position(int(row["id"]))
            for name, values in self.arrays.items():
                values[at] = row[name]

    def position(self, claim_id: int) -> int:
        """The place of a claim in the arrays, -1 when there is none."""
        places = self.positions([claim_id])
        return int(places[0]) if len(places) else -1

    def positions(self, ids: Ids) -> Positions:
        """The places of those claims that exist, in the order of the ids."""
        all_ids = self["id"]
        if not len(all_ids) or not len(ids):
            return np.empty(0, np.intp)
        wanted = ids if isinstance(ids, np.ndarray) else np.fromiter(ids, np.int64, len(ids))
        at = np.minimum(np.searchsorted(all_ids, wanted, sorter=self._by_id), len(all_ids) - 1)
        places = at if self._by_id is None else self._by_id[at]
        existing: Positions = places[all_ids[places] == wanted]
        return existing

    def none(self) -> Mask:
        return np.zeros(len(self), np.bool_)

    def among(self, ids: Ids) -> Mask:
        """Where those claims are."""
        mask = self.none()
        mask[self.positions(ids)] = True
        return mask

    def numbered(self, numbers: NDArray[np.int64]) -> Mask:
        """Where the claims of those numbers are."""
        all_numbers = self["number"]
        last = int(all_numbers.max(initial=0))
        if last > 8 * len(all_numbers) + 1_000:  # numbers far apart
            far: Mask = np.isin(all_numbers, numbers)
            return far
        wanted = np.zeros(last + 1, np.bool_)
        wanted[numbers[numbers <= last]] = True
        mask: Mask = wanted[all_numbers]
        return mask

    def flagged(self, flag: int) -> Mask:
        mask: Mask = (self["flags"] & flag) > 0
        return mask

    def dated(self, date: str) -> Mask:
        """Which claims have a date of that name (said, about, due, published)."""
        mask: Mask = self[f"{date}_low"] != NO_HIGH
        return mask

    def suspicious_claims(self, what: str) -> Mask:
        """Which claims look wrong in that way, as far as that was searched for."""
        return self.among(self.suspicious.get(what, ()))
