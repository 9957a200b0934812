"""The layout of a timeline: the scene of a view of some items.

Heights and rows do not change while zooming or panning: nothing jumps. Items without room in the rows of their lane are
drawn as density until zooming in makes room. Only lanes on the screen are computed, so the cost of a frame depends on
what is visible.
"""

from collections.abc import Collection, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from tracker.timeline import beside, boxes, changing
from tracker.timeline.bands import Bands
from tracker.timeline.boxes import Drawn
from tracker.timeline.item import NO_HIGH, NO_LOW, OPEN_HIGH, OPEN_LOW, Item
from tracker.timeline.items import Items, Where
from tracker.timeline.labels import Label
from tracker.timeline.overflow import Overflow
from tracker.timeline.rows import CROWDED, WHOLE, Rows
from tracker.timeline.scale import Scale
from tracker.timeline.scene import PAGE, Band, Density, Metrics, Scene, Stop
from tracker.timeline.shapes import OPEN_ROOM, count_short
from tracker.timeline.ticks import ticks

_BEHIND = 0.4  # opacity of a lane's density behind the first items drawn one by one
_LOOKED_AT = 5_000  # items of a crowded lane that are counted one by one, to leave out the long ones


class Layout:
    """Lanes and rows of some items. `order` are lane keys in an order set by hand, `collapsed` keys of lanes and
    headings that are folded; `label` returns an item's text, cut to `metrics.longest_label`.
    """

    def __init__(
        self, items: Items, label: Label, metrics: Metrics = PAGE, *, order: Sequence[str] = (), collapsed: Collection[str] = (),
    ) -> None:  # fmt: skip
        self.items, self.metrics = items, metrics
        self.lanes = Bands(items.lanes, metrics, order, collapsed)
        self._rows = Rows(items, metrics, label)
        self._overflow = Overflow(items, metrics)
        self._label = label
        self._open = _open(items)
        self._known = -1

    def arrange(self, scale: Scale, width: float) -> None:
        """Set the height of every lane for the initial scale, `width` pixels wide."""
        self._rows.arrange(scale, self._view(width))
        self.lanes.stack(np.diff(self.items.pointers), self._rows.capacity, self._rows.height)

    def keep_rows(self, before: "Layout") -> None:
        """Copy the rows that the same items had in an earlier layout."""
        self._rows.keep(before.items, before._rows)

    def y_of(self, at: int) -> float | None:
        """The y of an item in pixels; None when its lane is folded away."""
        top = self.lanes.top_of(int(self.items.lane[at]))
        if top is None:
            return None
        return top + self.metrics.pad + max(0, int(self._rows.of[at])) * self._rows.height

    def replace(self, item: Item) -> bool:
        """Replace a changed item in place; False when everything needs a new layout."""
        old_lane = int(self.items.lane[self.items.find(item.id)]) if len(self.items) else 0
        moved = changing.replace(self.items, item)
        if moved is None:
            return False
        self._rows.move(*moved, (old_lane, item.lane))
        self._open = _open(self.items)
        for lane in (old_lane, item.lane):
            self._overflow.forget(lane)
        return True

    # The scene

    def scene(
        self, scale: Scale, width: float, top: float = 0.0, height: float = 1e9, *, today: int | None = None,
        selected: int | None = None, trail: Sequence[Stop] = (), language: str = "en",
    ) -> Scene:  # fmt: skip
        """The scene of `width` x `height` pixels, scrolled down by `top`. Pixel 0 of the scale is the right
        edge of the gutter; a box's y counts from the top of everything, not of the view.
        """
        gutter, view = self.metrics.gutter, self._view(width)
        bands = self.lanes.in_view(top, height)
        drawn, clouds = self._fill([band for band in bands if not band.heading], scale, view)
        chosen = self._at(selected)
        self._bring_out(chosen, drawn, bands, scale, view)
        dates: tuple[tuple[float, float, str], ...] = ()
        if chosen in drawn.where and len(trail) > 1:
            dates = beside.trail(drawn.boxes[drawn.where[chosen]], trail, scale, self.metrics)
        arcs = beside.arcs(self.items, self._rows, drawn.boxes, drawn.where, self.y_of, scale, chosen, gutter)
        return Scene(
            width, self.lanes.height, self.metrics, scale, tuple(ticks(scale, view, language)),
            tuple(beside.with_roles(band, self.items.lanes, scale, view, gutter) for band in bands),
            tuple(drawn.boxes), tuple(clouds), tuple(arcs), dates,
            None if today is None else gutter + scale.x(today + 0.5), drawn.pending,
        )  # fmt: skip

    def _view(self, width: float) -> float:
        """Pixels for items."""
        return max(1.0, width - self.metrics.gutter)

    def _at(self, item_id: int | None) -> int:
        """The position of an item, remembered for the next frame."""
        known = self._known
        if item_id is None or not (0 <= known < len(self.items) and self.items.ids[known] == item_id):
            self._known = self.items.find(item_id)
        return self._known

    def _bring_out(self, chosen: int, drawn: Drawn, bands: Sequence[Band], scale: Scale, view: float) -> None:
        """Add a box for the selected item where its lane is in view and it has none."""
        if chosen < 0 or chosen in drawn.where:
            return
        lane = int(self.items.lane[chosen])
        if any(band.lane == lane and not band.heading for band in bands):
            top = self.lanes.top_of(lane) or 0.0
            drawn.where[chosen] = len(drawn.boxes)
            drawn.boxes.append(
                boxes.stand_in(self.items, self._rows, chosen, top, scale, view, self.metrics, self._label)
            )

    def _fill(self, bands: Sequence[Band], scale: Scale, view: float) -> tuple[Drawn, list[Density]]:
        """The boxes of the lanes in view that have room for them, the density of the others and of the items without a row."""
        if not bands:
            return boxes.nothing(), []
        room = self.metrics.longest_label + OPEN_ROOM + 60.0
        first, last = scale.day(-room), scale.day(view + OPEN_ROOM + 60.0)
        lanes = np.array([band.lane for band in bands], np.intp)
        fill, looked_at = self._how_full(lanes, (first, last), scale, view)
        resolved = np.array([not band.collapsed for band in bands]) & (fill <= 1.0)
        one_by_one = [band for band, is_resolved in zip(bands, resolved, strict=True) if is_resolved]
        for band in one_by_one:
            self._rows.pack_around(band.lane, scale, view)
        drawn, clouds = boxes.nothing(), []
        if one_by_one:
            near, sizes = self._near(lanes[resolved], first, last, looked_at)
            drawn = boxes.boxes_of(
                self.items, self._rows, near, self.lanes.tops(), scale, view, self.metrics, self._label
            )
            clouds = self._strips(one_by_one, near, sizes, drawn.lost, scale, view)
        for band, is_resolved, full in zip(bands, resolved.tolist(), fill.tolist(), strict=True):
            clouds += self._cloud(band, full, scale, view, behind=is_resolved)
        return drawn, clouds

    def _how_full(
        self, lanes: NDArray[np.intp], days: tuple[float, float], scale: Scale, view: float
    ) -> tuple[NDArray[np.float64], dict[int, Where]]:
        """How many items each lane has in view, divided by the number it has room for; and the items of the lanes that were
        counted one by one, because long ones do not count there.
        """
        crowd = self.items.count_between(lanes, scale.start, scale.day(view))
        limits = np.maximum(24, self._rows.capacity[lanes] * view / CROWDED)
        looked_at: dict[int, Where] = {}
        for n in np.flatnonzero((crowd > limits) & (crowd <= _LOOKED_AT)).tolist():
            found, _ = self.items.between(lanes[n : n + 1], *days)
            looked_at[int(lanes[n])] = found
            crowd[n] = count_short(self.items, found, scale, view)
        return crowd / limits, looked_at

    def _strips(
        self, bands: Sequence[Band], near: Where, sizes: NDArray[np.int64], lost: Where, scale: Scale, view: float
    ) -> list[Density]:
        """Density of the items without a row, lane by lane; `sizes` are those of the lanes' parts of `near`."""
        ends = np.concatenate(([0], np.cumsum(sizes)))
        strips = []
        for n, band in enumerate(bands):
            here = lost[(lost >= ends[n]) & (lost < ends[n + 1])]
            strips += [self._overflow.strip(band, near[here], scale, view)] if len(here) else []
        return [strip for strip in strips if strip is not None]

    def _cloud(self, band: Band, full: float, scale: Scale, view: float, *, behind: bool) -> list[Density]:
        """The density of a lane, fading `behind` the items drawn one by one."""
        fading = full * 2 - 1
        if behind and fading <= 0:
            return []
        if not behind:
            self._rows.forget(band.lane)
        cloud = self._overflow.whole(band, scale, view)
        if cloud is None:
            return []
        return [replace(cloud, opacity=_BEHIND * fading) if behind else cloud]

    def _near(
        self, lanes: NDArray[np.intp], first: float, last: float, known: dict[int, Where]
    ) -> tuple[Where, NDArray[np.int64]]:  # fmt: skip
        """Items around the view, lane by lane: all of a small lane, since an open end may reach far; of a large one
        those near (`known` where they were found already), and those with a row whose open end comes from outside.
        """
        pointers = self.items.pointers
        parts = []
        for lane in lanes.tolist():
            if pointers[lane + 1] - pointers[lane] <= WHOLE:
                parts.append(np.arange(pointers[lane], pointers[lane + 1]))
                continue
            near = known[lane] if lane in known else self.items.between(np.array([lane]), first, last)[0]
            reaching = self._reaching(lane, first, last)
            if len(reaching) and len(near):
                at = np.minimum(np.searchsorted(near, reaching), len(near) - 1)
                reaching = reaching[near[at] != reaching]
            parts.append(np.concatenate([near, reaching]))
        return np.concatenate(parts), np.array([len(part) for part in parts], np.int64)

    def _reaching(self, lane: int, first: float, last: float) -> Where:
        """Items of a lane outside the view with an open end that reaches into it, if they have rows."""
        bounds = np.searchsorted(self._open, [self.items.pointers[lane], self.items.pointers[lane + 1]])
        found = self._open[bounds[0] : bounds[1]]
        found = found[self._rows.of[found] >= 0]
        low, high = self.items.low[found], self.items.high[found]
        reaching: Where = found[((high == NO_HIGH) & (low < first)) | ((low == NO_LOW) & (high > last))]
        return reaching


def _open(items: Items) -> Where:
    """The positions of the items with an open end."""
    return np.flatnonzero(items.flags & (OPEN_LOW | OPEN_HIGH))
