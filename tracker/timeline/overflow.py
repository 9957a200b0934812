"""Items without room to be drawn one by one, as density of their lane; cached while panning."""

from dataclasses import replace

import numpy as np

from tracker.timeline import density
from tracker.timeline.items import Items, Where, known_ends
from tracker.timeline.scale import Scale
from tracker.timeline.scene import Band, Density, Metrics

_COLUMN = 4.0  # pixels of a column of density
_BLOCK = 64  # columns beyond the view for which density is cached


class Overflow:
    """Densities of the lanes of some items."""

    def __init__(self, items: Items, metrics: Metrics) -> None:
        self._items, self._metrics = items, metrics
        self._kept: dict[int, tuple[tuple[float, float], Density]] = {}
        self._most: dict[tuple[int, int], float] = {}

    def forget(self, lane: int) -> None:
        """The items of a lane have changed."""
        self._kept.pop(lane, None)

    def strip(self, band: Band, found: Where, scale: Scale, view: float) -> Density | None:
        """Density of the items of a lane without a row, as a strip under the rows.

        Columns are anchored to the days, not to the view, so that they do not flicker while panning.
        """
        days = _COLUMN / scale.px_per_day
        first = float(np.floor(scale.start / days) * days)
        counts = density.one_by_one(self._items, found, first, days, int(view / _COLUMN) + 2)
        height = max(self._metrics.pad - 2.0, 4.0)
        return self._drawn(band, counts, first, days, height, scale) if counts.any() else None

    def whole(self, band: Band, scale: Scale, view: float) -> Density | None:
        """Density of all items of a lane, cached for a period wider than the view, for the next frames of a pan."""
        days = _COLUMN / scale.px_per_day
        block = days * _BLOCK
        begin = float(np.floor(scale.start / block) * block)
        cached = self._kept.get(band.lane)
        if cached is None or cached[0] != (scale.px_per_day, begin):
            count = int(view / _COLUMN) + 2 + _BLOCK
            counts = density.by_search(self._items, band.lane, begin, days, count)
            drawn = self._drawn(band, counts, begin, days, band.height - 6.0, scale)
            cached = self._kept[band.lane] = (scale.px_per_day, begin), drawn
        cloud = cached[1]
        y = band.y + band.height - 3.0 - cloud.height
        return replace(cloud, x=self._metrics.gutter + scale.x(cloud.first_day), y=y)

    def _drawn(
        self, band: Band, counts: density.Counts, first: float, days: float, height: float, scale: Scale
    ) -> Density:
        x = self._metrics.gutter + scale.x(first)
        most = max(self._most_of(band.lane, scale), float(counts.sum(axis=0).max()))
        return Density(x, band.y + band.height - 3.0 - height, height, _COLUMN, counts, most, band.lane, first, days)

    def _most_of(self, lane: int, scale: Scale) -> float:
        """About how full the fullest column of a lane is at this scale; the same while panning."""
        octave = int(np.floor(np.log2(scale.px_per_day)))
        if (lane, octave) not in self._most:
            begin, stop = self._items.pointers[lane], self._items.pointers[lane + 1]
            starts, _ = known_ends(self._items.low[begin:stop], self._items.high[begin:stop])
            starts = starts.astype(np.int64)
            days = _COLUMN / 2.0**octave
            slots = ((starts - starts.min()) / max(days, 1.0)).astype(np.int64)
            fullest = int(np.bincount(slots).max()) if slots.max() < 10_000_000 else 1
            self._most[lane, octave] = fullest * min(days, 1.0)
        return self._most[lane, octave]
