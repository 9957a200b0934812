"""Density: the expected number of items in columns of equal width, per colour.

Each item counts 1, whatever its bounds: one that may be on any day of a year adds 1/365 to each day. So no column
counts more than is certain, and all columns together count each item once.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tracker.timeline.item import SEGMENTS
from tracker.timeline.items import Items, Where, known_ends

Counts = NDArray[np.float64]  # SEGMENTS x columns


def one_by_one(items: Items, found: Where, first: float, step: float, count: int) -> Counts:
    """Some items in `count` columns of `step` days from the day `first`, spread evenly over the columns they touch."""
    start, end = known_ends(items.low[found], items.high[found])
    begun = np.floor((start - first) / step)
    over = np.maximum(np.ceil((end + 1 - first) / step), begun + 1)
    share = 1.0 / (over - begun)
    colour = (items.segment[found] % SEGMENTS).astype(np.int64)
    wide = count + 1
    inside = (begun < count) & (over > 0)
    left = np.maximum(begun[inside], 0).astype(np.int64) + colour[inside] * wide
    right = np.minimum(over[inside], count).astype(np.int64) + colour[inside] * wide
    changes = np.bincount(left, share[inside], SEGMENTS * wide) - np.bincount(right, share[inside], SEGMENTS * wide)
    counts: Counts = np.maximum(np.cumsum(changes.reshape(SEGMENTS, wide), axis=1)[:, :count], 0.0)
    counts[counts < 1e-9] = 0.0  # what adding and taking away leaves behind
    return counts


def by_search(items: Items, lane: int, first: float, step: float, count: int) -> Counts:
    """The density of all items of a lane, by binary search in the sorted keys: the cost does not grow with their number.

    F(x) is the expected number of items before the day x: the sum of w (x - start) over the items that have begun, minus
    that of w (x - end) over those that have ended, where w is 1 / (number of days an item may be on). Both sums come
    from running sums of w and of w times the day.
    """
    edges = first + np.arange(count + 1) * step - items.base
    offsets = (lane * SEGMENTS + np.arange(SEGMENTS + 1, dtype=np.int64)) * items.width
    within = np.clip(edges, 0.0, items.width - 1)
    zero = np.searchsorted(items.keys, offsets)
    present = np.flatnonzero(np.diff(zero))
    here, zero = offsets[present, None], zero[present, None]
    before = np.zeros((SEGMENTS, count + 1))
    for keys, whole_days, weights, moments, sign in (
        (items.keys, np.ceil(within), items.begun_weights, items.begun_moments, 1.0),
        (items.ends, np.floor(within), items.ended_weights, items.ended_moments, -1.0),
    ):
        at = np.searchsorted(keys, whole_days.astype(np.int64)[None, :] + here)
        before[present] += sign * (edges[None, :] * (weights[at] - weights[zero]) - (moments[at] - moments[zero]))
    counts: Counts = np.maximum(np.diff(before, axis=1), 0.0)
    counts[counts < 1e-7] = 0.0  # what the rounding of large sums leaves behind
    return counts


@dataclass(frozen=True, slots=True)
class Sums:
    """All of time in FINE equal parts of `span` (days)."""

    span: tuple[float, float]
    counts: Counts


FINE = 1_440
_LEAST = 0.1  # of the full height: what there is can be seen


def sums(items: Items) -> Sums:
    """The density over the whole period; about 40 ms for a million items, safe in any thread."""
    return Sums(items.whole, bars(items, *items.whole, FINE))


def bars(items: Items, first: float, last: float, count: int) -> Counts:
    """SEGMENTS x count: the items whose middle falls into each of `count` equal parts of first…last (days)."""
    start, end = known_ends(items.low, items.high)
    step = (last - first) / count if last > first else 1.0
    slot = (((start.astype(np.float64) + end + 1) / 2 - first) / step).astype(np.int64)
    inside = (slot >= 0) & (slot < count)
    colour = items.segment % SEGMENTS
    found = np.bincount(colour[inside].astype(np.int64) * count + slot[inside], minlength=SEGMENTS * count)
    return found.reshape(SEGMENTS, count).astype(np.float64)


def coarser(counts: Counts, columns: int) -> Counts:
    """The same counts in fewer columns."""
    fine = counts.shape[1]
    columns = min(columns, fine)
    edges = (np.arange(columns) * fine) // columns
    return np.add.reduceat(counts, edges, axis=1)


def heights(counts: Counts, most: float) -> NDArray[np.float64]:
    """Upper edges 0…1 of each colour in each column, stacked; a full column (`most` items) is 1 high.

    Heights grow with the square root, so that one item is still visible beside a hundred; colours share it in proportion.
    """
    total = counts.sum(axis=0)
    high = np.where(total > 0, np.maximum(np.sqrt(total / max(most, 1e-9)), _LEAST), 0.0)
    share = np.cumsum(counts, axis=0) / np.where(total > 0, total, 1.0)
    tops: NDArray[np.float64] = np.minimum(high, 1.0) * share
    return tops
