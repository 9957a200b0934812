"""The rows of items in their lanes, which stay the same so that nothing jumps while zooming or panning.

A lane has as many rows as its items need at the scale it was arranged for, up to a limit; an item without room in them
has no row until zooming in makes room.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tracker.timeline.changing import shift
from tracker.timeline.item import NO_HIGH
from tracker.timeline.items import Items, Where
from tracker.timeline.labels import BESIDE, Label
from tracker.timeline.lanes import place
from tracker.timeline.scale import Scale
from tracker.timeline.scene import Metrics
from tracker.timeline.shapes import Floats, Shapes, are_short, shapes_of

MANY = 2_000  # items; of more, labels come a few a frame and no lane's height is found by measuring them
WHOLE = 120  # items; a lane with fewer is arranged as a whole, not only around the view
CROWDED = 100  # pixels of a row for each item, fewer of which are a crowd
_TIGHT = 24  # rows in all lanes, more of which are set tight


@dataclass(frozen=True, slots=True)
class _Packed:
    """The scale and the days for which the rows of a lane were made; `full` when all found a row."""

    px_per_day: float
    first: float
    last: float
    full: bool


class Rows:
    """`of` is the row of each item, -1 for none; `capacity` how many rows each lane has, `height` and `bar` how high a
    row and an item in it are.
    """

    def __init__(self, items: Items, metrics: Metrics, label: Label) -> None:
        self.height, self.bar = metrics.row, metrics.bar
        self.of = np.full(len(items), -1, np.int16)
        self.capacity: NDArray[np.int64] = np.zeros(len(items.lanes), np.int64)
        self._items, self._metrics, self._label = items, metrics, label
        self._packed: dict[int, _Packed] = {}
        self._whole = False

    def arrange(self, scale: Scale, view: float) -> None:
        """Set the number of rows of every lane for the initial scale and `view` pixels for items."""
        counts = np.diff(self._items.pointers)
        total = int(counts.sum())
        self._whole = total <= MANY
        limit = 60 if total <= 300 else 16 if total <= MANY else 10 if total <= 20_000 else 6
        if self._whole:
            self.capacity = np.full(len(counts), limit, np.int64)
            for lane in range(len(counts)):
                self._pack(lane, scale, view, scale.start, scale.day(view), whole=True)
                self.capacity[lane] = max(1, int(self.of[self._lane(lane)].max(initial=0)) + 1)
        else:
            self.capacity = np.minimum(limit, 1 + counts // 12)
        tight = int(self.capacity.sum()) > _TIGHT
        self.height = self._metrics.tight_row if tight else self._metrics.row
        self.bar = self._metrics.tight_bar if tight else self._metrics.bar

    def keep(self, items: Items, rows: "Rows") -> None:
        """Copy the rows that the same items had before."""
        if not len(items) or not len(self._items) or len(self._items) > MANY:
            return
        order = np.argsort(items.ids)
        at = np.minimum(np.searchsorted(items.ids, self._items.ids, sorter=order), len(order) - 1)
        same = items.ids[order[at]] == self._items.ids
        self.of[same] = rows.of[order[at]][same]

    def move(self, old: int, new: int, lanes: tuple[int, int]) -> None:
        """Update the rows after an item moved from the position `old` to `new`, maybe to another lane."""
        shift(self.of, old, new, int(self.of[old]))
        for lane in lanes:
            self._packed.pop(lane, None)

    def _lane(self, lane: int) -> slice:
        """The positions of a lane's items."""
        return slice(int(self._items.pointers[lane]), int(self._items.pointers[lane + 1]))

    def pack_around(self, lane: int, scale: Scale, view: float) -> None:
        """Assign rows to the lane's items in view, unless they were assigned at a similar scale."""
        first, last = scale.start, scale.day(view)
        packed = self._packed.get(lane)
        if packed is not None and packed.first <= first and last <= packed.last:
            ratio = scale.px_per_day / packed.px_per_day
            if ratio >= 0.62 and (packed.full or ratio <= 1.5):
                return
        self._pack(lane, scale, view, first, last)

    def _pack(self, lane: int, scale: Scale, view: float, first: float, last: float, *, whole: bool = False) -> None:
        here, capacity = self._lane(lane), int(self.capacity[lane])
        if whole or here.stop - here.start <= WHOLE:
            found: Where = np.arange(here.start, here.stop)
            first, last = -np.inf, np.inf
        else:
            half = (last - first) / 2
            first, last = first - half, last + half
            found, _ = self._items.between(np.array([lane]), first, last)
        if len(found) > capacity * view / CROWDED:
            found = found[are_short(self._items, found, scale, view)]
        previous = self.of[found]
        shapes = self.shapes(found, scale)
        words = shapes.right + BESIDE + self._widths(found)
        open_high = self._items.high[found] == NO_HIGH
        rights = np.where(open_high, np.maximum(shapes.right, words - shapes.right + shapes.left + 71.0), shapes.right)
        edges = np.where(open_high, rights, words)
        rows = place(shapes.left.tolist(), rights.tolist(), edges.tolist(), previous.tolist(), capacity)
        self.of[found] = rows
        self._packed[lane] = _Packed(scale.px_per_day, first, last, -1 not in rows)

    def forget(self, lane: int) -> None:
        """Items that became density get new rows when they leave it: rows computed for a closer view would cover labels."""
        if self._packed.pop(lane, None) is not None and not self._whole:
            self.of[self._lane(lane)] = -1

    def shapes(self, found: Where, scale: Scale) -> Shapes:
        """The extent of some items, at the height they are drawn."""
        return shapes_of(self._items, found, scale, self.bar)

    def _widths(self, found: Where) -> Floats:
        """The width of each label in pixels; the maximum where there are too many to measure."""
        longest = np.full(len(found), self._metrics.longest_label)
        if len(self._items) <= MANY:
            for n, at in enumerate(found.tolist()):
                label = self._label(self._items.item(at))
                if label is not None:
                    longest[n] = label[1]
        return longest
