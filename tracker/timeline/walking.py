"""The next or previous item in the order of first days, for the arrow keys."""

import numpy as np

from tracker.timeline.item import NO_HIGH, NO_LOW
from tracker.timeline.items import Days, Items, known_ends


def starts(items: Items, shown: list[bool]) -> Days:
    """The first days of all items; of those in lanes that are not `shown` (one for each lane) NO_HIGH."""
    first = known_ends(items.low, items.high)[0]
    lanes = np.array(shown, np.bool_)
    return first if lanes.all() else np.where(lanes[items.lane], first, NO_HIGH)


def outermost(days: Days, way: int) -> int:
    """The position of the first (`way` -1) or last (1) item in time, -1 for none."""
    inside = (days > NO_LOW) & (days < NO_HIGH)
    if not inside.any():
        return -1
    if way < 0:
        return int(np.argmin(days))
    return len(days) - 1 - int(np.argmax(np.where(inside, days, NO_LOW)[::-1]))


def beside(days: Days, at: int, here: int, way: int) -> int:
    """The position of the item that begins next after (`way` 1) or before (-1) the one at `at`, which begins on the day
    `here`; those of one day in their order. `at` itself where there is none.
    """
    places = np.flatnonzero(days == here)
    same = places[places > at] if way > 0 else places[places < at][::-1]
    if len(same):
        return int(same[0])
    if way > 0:
        later = np.where(days > here, days, NO_HIGH)
        return int(np.argmin(later)) if later.min(initial=NO_HIGH) < NO_HIGH else at
    earlier = np.where(days < here, days, NO_LOW)
    return len(days) - 1 - int(np.argmax(earlier[::-1])) if earlier.max(initial=NO_LOW) > NO_LOW else at
