"""The extent of items in pixels, at a scale: bars, dots, faded ends."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tracker.timeline.item import APPROXIMATE, NO_HIGH, NO_LOW
from tracker.timeline.items import Items, Where, known_ends
from tracker.timeline.scale import Scale

Floats = NDArray[np.float64]
OPEN_ROOM = 170.0  # pixels that an open end is sure to have


@dataclass(frozen=True, slots=True)
class Shapes:
    """The positions of items in pixels from the left edge of the view, one entry for each."""

    left: Floats
    right: Floats
    fade: Floats
    dot: NDArray[np.bool_]


def shapes_of(items: Items, found: Where, scale: Scale, bar: float) -> Shapes:
    """Left and right ends of some items, `bar` pixels high, before an open end is extended to the edge."""
    low, high = items.low[found], items.high[found]
    open_low, open_high = low == NO_LOW, high == NO_HIGH
    days, start = scale.px_per_day, scale.start
    left = (np.where(open_low, high + 1, low) - start) * days
    right = (np.where(open_high, low, high.astype(np.int64) + 1) - start) * days
    left = np.where(open_low, right - OPEN_ROOM, left)
    right = np.where(open_high, left + OPEN_ROOM, right)
    dot = (low == high) & (right - left <= bar)
    middle = (left + right) / 2
    least = np.where(dot, bar * 0.36, 2.5)
    small = dot | (right - left < 5.0)
    left, right = np.where(small, middle - least, left), np.where(small, middle + least, right)
    vague = (items.flags[found] & APPROXIMATE) > 0
    reach = np.where(vague, np.clip((right - left) * 0.25, 6.0, 40.0), 0.0)
    left = np.where(vague & ~open_low, left - reach, left)
    right = np.where(vague & ~open_high, right + reach, right)
    fade = np.where(vague, np.where(open_low | open_high, reach, (right - left) * 0.4), 0.0)
    return Shapes(left, right, fade, dot & ~vague)


def are_short(items: Items, found: Where, scale: Scale, view: float) -> NDArray[np.bool_]:
    """Which items end within reach of a view of this scale; in a crowded lane the others are drawn as density."""
    start, end = known_ends(items.low[found], items.high[found])
    return (end - start) * scale.px_per_day <= 2 * view


def count_short(items: Items, found: Where, scale: Scale, view: float) -> int:
    """How many of some items are short and overlap the view."""
    start, end = known_ends(items.low[found], items.high[found])
    inside = (end >= scale.start - 1) & (start <= scale.day(view))
    return int(np.count_nonzero(inside & are_short(items, found, scale, view)))
