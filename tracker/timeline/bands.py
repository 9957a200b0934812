"""Lanes under their headings, one below the other: their order, their heights, which are folded away."""

from bisect import bisect_right
from collections.abc import Collection, Sequence
from itertools import groupby

import numpy as np
from numpy.typing import NDArray

from tracker.timeline.item import LaneName
from tracker.timeline.scene import Band, Metrics


class Bands:
    """`order` are lane keys in an order set by hand, `collapsed` keys of lanes and headings that are folded. `keys` are
    those of all lanes from top to bottom, also of those folded away.
    """

    def __init__(
        self, names: Sequence[LaneName], metrics: Metrics, order: Sequence[str] = (), collapsed: Collection[str] = ()
    ) -> None:  # fmt: skip
        self.bands: list[Band] = []
        self.height = metrics.header
        self.keys: list[str] = []
        self._names, self._metrics, self._collapsed = names, metrics, frozenset(collapsed)
        self._order = {key: at for at, key in enumerate(order)}
        self._groups: dict[str, str] = {}
        self._tops: list[float] = []
        self._top_of: dict[int, float] = {}

    def stack(self, counts: NDArray[np.int64], rows: NDArray[np.int64], row: float) -> None:
        """Compute the position of each lane that has items; `rows` of `row` pixels each."""
        names = self._names
        last = len(self._order)
        lanes = sorted(
            (lane for lane in range(len(names)) if counts[lane]),
            key=lambda lane: (self._order.get(names[lane].key, last), lane),
        )
        first_of: dict[str, int] = {}
        for lane in lanes:
            first_of.setdefault(names[lane].group, len(first_of))
        headed = len(first_of) > 1
        lanes.sort(key=lambda lane: first_of[names[lane].group])
        self.keys = [names[lane].key for lane in lanes]
        self._groups = {names[lane].key: names[lane].group for lane in lanes}
        self.bands, y = [], self._metrics.header
        for group, members in groupby(lanes, key=lambda lane: names[lane].group):
            within = list(members)
            key = f"group:{group}"
            folded = headed and group != "" and key in self._collapsed
            if headed and group:
                count = int(counts[within].sum())
                self.bands.append(
                    Band(-1, key, group, str(len(within)), y, self._metrics.heading, count, True, folded)
                )  # fmt: skip
                y += self._metrics.heading
            for lane in [] if folded else within:
                band = self._band(lane, int(counts[lane]), y, row * int(rows[lane]))
                self.bands.append(band)
                y += band.height
        self.height = y
        self._tops = [band.y for band in self.bands]
        self._top_of = {band.lane: band.y for band in self.bands if not band.heading}

    def _band(self, lane: int, count: int, y: float, rows: float) -> Band:
        name, folded = self._names[lane], self._names[lane].key in self._collapsed
        height = self._metrics.heading if folded else self._metrics.pad * 2 + rows
        return Band(lane, name.key, name.name, name.note, y, height, count, False, folded)

    def top_of(self, lane: int) -> float | None:
        """The top of a lane in pixels; None when it is folded away or empty."""
        return self._top_of.get(lane)

    def tops(self) -> NDArray[np.float64]:
        """The top of each lane in pixels, 0 for a lane that is not shown."""
        return np.array([self._top_of.get(lane, 0.0) for lane in range(len(self._names))])

    def in_view(self, top: float, height: float) -> list[Band]:
        """The bands visible in `height` pixels, scrolled down by `top`."""
        first = max(0, bisect_right(self._tops, top + self._metrics.header) - 1)
        return self.bands[first : bisect_right(self._tops, top + height)]

    def after_moving(self, key: str, before: str) -> list[str]:
        """The lane keys with one lane moved before another of its group, or to the start where `before` is the group's
        heading; "" or a lane outside the group moves it to the end. Lanes that are folded away stay in place.
        """
        group = self._group_of(key)
        within = [other for other in group if other != key]
        at = 0 if before == self._heading_of(key) else within.index(before) if before in within else len(within)
        within.insert(at, key)
        return self._with_group(group, within)

    def after_stepping(self, key: str, way: int) -> list[str]:
        """The lane keys with one lane moved a place up (-1) or down (1) in its group."""
        group = self._group_of(key)
        at = group.index(key)
        to = max(0, min(len(group) - 1, at + way))
        within = list(group)
        within[at], within[to] = within[to], within[at]
        return self._with_group(group, within)

    def _group_of(self, key: str) -> list[str]:
        group = self._groups[key]
        return [other for other in self.keys if self._groups[other] == group]

    def _heading_of(self, key: str) -> str:
        return f"group:{self._groups[key]}"

    def _with_group(self, before: list[str], after: list[str]) -> list[str]:
        """All keys, with those of one group reordered in the places of the group."""
        moved = dict(zip(before, after, strict=True))
        return [moved.get(key, key) for key in self.keys]
