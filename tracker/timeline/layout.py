"""Where things stand: the rows that items keep in their lanes, and the scene of a view.

Heights and rows do not change while one zooms or pans: nothing jumps. A lane has as many rows as its items need at
the scale it was arranged for, up to a limit; what finds no room in them is drawn as density until zooming in makes
room. Only lanes on the screen are looked at, so the cost of a frame follows what is visible.
"""

from bisect import bisect_right
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from tracker.timeline.bands import Bands
from tracker.timeline.crowds import Crowds
from tracker.timeline.items import (
    APPROXIMATE,
    CHANGED,
    DIM,
    NO_HIGH,
    NO_LOW,
    OPEN_HIGH,
    OPEN_LOW,
    OVERDUE,
    PROTECTED,
    SEGMENTS,
    SINGLE,
    TINTS,
    Item,
    Items,
    Link,
    Role,
    Where,
    known_ends,
    shift,
)
from tracker.timeline.lanes import GAP, place
from tracker.timeline.scale import Scale
from tracker.timeline.scene import PAGE, Arc, Band, Box, Density, Metrics, Scene, Stop
from tracker.timeline.ticks import ticks

Measure = Callable[[str], float]
Label = Callable[[Item], tuple[str, float] | None]  # words and their width in pixels; None: not ready yet
Floats = NDArray[np.float64]

MARKS = {PROTECTED: "◈", SINGLE: "⚑", CHANGED: "≠", OVERDUE: "◷"}
MARK_WORDS = {
    PROTECTED: "protected source", SINGLE: "one origin only", CHANGED: "changed since sign-off", OVERDUE: "overdue"
}  # fmt: skip
OPEN_ROOM = 170.0  # pixels that an open end is sure to have
MANY = 2_000  # items; of more, labels come a few a frame and no lane's height is found by measuring them
_WHOLE = 120  # items; a lane with fewer is arranged as a whole, not only around the view
_LABELS_BEGIN = 68.0  # pixels into an open end, where its colour has faded enough to be read on
_CROWDED = 100  # pixels of a row for each item, fewer of which are a crowd
_BEHIND = 0.4  # opacity of a lane's density behind the first items that come out of it
_LOOKED_AT = 5_000  # items of a crowd that are looked at one by one, to leave out the long ones
_MOST_ARCS = 80


@dataclass(frozen=True, slots=True)
class _Shapes:
    """Where items lie in pixels from the left edge of the view."""

    left: Floats
    right: Floats
    fade: Floats
    dot: NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class _Packed:
    """The scale and the days for which the rows of a lane were made; `full` when all found a row."""

    px_per_day: float
    first: float
    last: float
    full: bool


class Layout:
    """Lanes and rows of some items. `order` holds lane keys a person put in place, `collapsed` keys of lanes and
    headings that are folded; `label` gives an item's words, cut to `metrics.longest_label`.
    """

    def __init__(
        self, items: Items, label: Label, metrics: Metrics = PAGE, *, order: Sequence[str] = (), collapsed: Collection[str] = (),
    ) -> None:  # fmt: skip
        self.items, self.metrics = items, metrics
        self.lanes = Bands(items.lanes, metrics, order, collapsed)
        self.row, self.bar = metrics.row, metrics.bar
        self._crowds = Crowds(items, metrics)
        self._label = label
        self._rows = np.full(len(items), -1, np.int16)
        self._open: Where = np.flatnonzero(items.flags & (OPEN_LOW | OPEN_HIGH))
        self._packed: dict[int, _Packed] = {}
        self._capacity = np.zeros(len(items.lanes), np.int64)
        self._known = -1
        self._arranged_whole = False

    # Lanes

    def arrange(self, scale: Scale, width: float) -> None:
        """Give every lane its height, for the scale the picture begins with, `width` pixels wide."""
        counts = np.diff(self.items.pointers)
        total = int(counts.sum())
        self._arranged_whole = total <= MANY
        limit = 60 if total <= 300 else 16 if total <= MANY else 10 if total <= 20_000 else 6
        if total > MANY:
            self._capacity = np.minimum(limit, 1 + counts // 12)
        else:
            self._capacity = np.full(len(counts), limit, np.int64)
            view = max(1.0, width - self.metrics.gutter)
            for lane in range(len(counts)):
                self._pack(lane, scale, view, scale.start, scale.day(view), whole=True)
                rows = self._rows[self.items.pointers[lane] : self.items.pointers[lane + 1]]
                self._capacity[lane] = max(1, int(rows.max(initial=0)) + 1)
        tight = int(self._capacity.sum()) > 24
        self.row = self.metrics.tight_row if tight else self.metrics.row
        self.bar = self.metrics.tight_bar if tight else self.metrics.bar
        self.lanes.stack(counts, self._capacity, self.row)

    def keep_rows(self, before: "Layout") -> None:
        """Take over the rows that the same items had in an earlier layout."""
        if not len(before.items) or not len(self.items) or len(self.items) > MANY:
            return
        order = np.argsort(before.items.ids)
        at = np.minimum(np.searchsorted(before.items.ids, self.items.ids, sorter=order), len(order) - 1)
        same = before.items.ids[order[at]] == self.items.ids
        self._rows[same] = before._rows[order[at]][same]

    def y_of(self, at: int) -> float | None:
        """Where an item stands; None when its lane is folded away."""
        top = self.lanes.top_of(int(self.items.lane[at]))
        return None if top is None else top + self.metrics.pad + max(0, int(self._rows[at])) * self.row

    def replace(self, item: Item) -> bool:
        """Take over a changed item in place; False when it needs all to be laid out anew."""
        old_lane = int(self.items.lane[self.items.find(item.id)]) if len(self.items) else 0
        moved = self.items.replace(item)
        if moved is None:
            return False
        old, new = moved
        row = int(self._rows[old])
        shift(self._rows, old, new, row)
        self._open = np.flatnonzero(self.items.flags & (OPEN_LOW | OPEN_HIGH))
        for lane in (old_lane, item.lane):
            self._packed.pop(lane, None)
            self._crowds.forget(lane)
        return True

    # The scene

    def scene(
        self, scale: Scale, width: float, top: float = 0.0, height: float = 1e9, *, today: int | None = None,
        selected: int | None = None, trail: Sequence[Stop] = (), language: str = "en",
    ) -> Scene:  # fmt: skip
        """What is to be seen in `width` x `height` pixels, scrolled down by `top`. Pixel 0 of the scale is the right
        edge of the gutter; a box's y counts from the top of everything, not of the view.
        """
        m, view = self.metrics, max(1.0, width - self.metrics.gutter)
        bands = self.lanes.in_view(top, height)
        open_lanes = [band for band in bands if not band.heading]
        boxes: list[Box] = []
        clouds: list[Density] = []
        where: dict[int, int] = {}
        pending = False
        if open_lanes:
            boxes, clouds, where, pending = self._fill(open_lanes, scale, view)
        chosen = self._at(selected)
        if chosen >= 0 and chosen not in where and int(self.items.lane[chosen]) in {b.lane for b in open_lanes}:
            boxes.append(self._stand_in(chosen, scale, view))
            where[chosen] = len(boxes) - 1
        today_x = None if today is None else m.gutter + scale.x(today + 0.5)
        return Scene(
            width, self.lanes.height, m, scale, tuple(ticks(scale, view, language)),
            tuple(self._with_roles(band, scale, view) for band in bands), tuple(boxes), tuple(clouds),
            tuple(self._arcs(boxes, where, scale, chosen)), self._trail(chosen, where, boxes, trail, scale),
            today_x, pending,
        )  # fmt: skip

    def _at(self, item_id: int | None) -> int:
        """The position of an item, remembered for the next frame."""
        known = self._known
        if item_id is None or not (0 <= known < len(self.items) and self.items.ids[known] == item_id):
            self._known = self.items.find(item_id)
        return self._known

    def _fill(
        self, bands: list[Band], scale: Scale, view: float
    ) -> tuple[list[Box], list[Density], dict[int, int], bool]:
        room = self.metrics.longest_label + OPEN_ROOM + 60.0
        first, last = scale.day(-room), scale.day(view + OPEN_ROOM + 60.0)
        lanes = np.array([band.lane for band in bands], np.intp)
        crowd = self.items.count_between(lanes, scale.start, scale.day(view))
        limits = np.maximum(24, self._capacity[lanes] * view / _CROWDED)
        looked_at: dict[int, Where] = {}
        for n in np.flatnonzero((crowd > limits) & (crowd <= _LOOKED_AT)).tolist():
            found, _ = self.items.between(lanes[n : n + 1], first, last)
            looked_at[bands[n].lane] = found
            crowd[n] = self._short_in_view(found, scale, view)
        resolved = np.array([not band.collapsed for band in bands]) & (crowd <= limits)
        boxes: list[Box] = []
        clouds: list[Density] = []
        where: dict[int, int] = {}
        pending = False
        for band in [band for band, one_by_one in zip(bands, resolved, strict=True) if one_by_one]:
            self._pack_around(band.lane, scale, view)
        if resolved.any():
            near, sizes = self._near(lanes[resolved], first, last, looked_at)
            boxes, where, left_over, pending = self._boxes(near, scale, view)
            sizes_at = np.concatenate(([0], np.cumsum(sizes)))
            for n, lane in enumerate(np.flatnonzero(resolved)):
                here = left_over[(left_over >= sizes_at[n]) & (left_over < sizes_at[n + 1])]
                if len(here):
                    cloud = self._crowds.strip(bands[lane], near[here], scale, view)
                    clouds += [cloud] if cloud else []
        for n, band in enumerate(bands):
            fading = crowd[n] * 2 / limits[n] - 1
            if resolved[n] and fading <= 0:
                continue
            if not resolved[n]:
                self._forget_rows(band.lane)
            crowded = self._crowds.whole(band, scale, view)
            if crowded is not None:
                clouds.append(replace(crowded, opacity=_BEHIND * fading) if resolved[n] else crowded)
        return boxes, clouds, where, pending

    def _near(
        self, lanes: NDArray[np.intp], first: float, last: float, known: dict[int, Where]
    ) -> tuple[Where, NDArray[np.int64]]:  # fmt: skip
        """Items around the view, lane by lane: all of a small lane, since an open end may reach far; of a large one
        those near (`known` where they were looked for already), and those with a row whose open end comes from outside.
        """
        pointers = self.items.pointers
        parts = []
        for lane in lanes.tolist():
            if pointers[lane + 1] - pointers[lane] <= _WHOLE:
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
        """Items of a lane that are open towards the view from where it does not look, as far as they have rows."""
        bounds = np.searchsorted(self._open, [self.items.pointers[lane], self.items.pointers[lane + 1]])
        found = self._open[bounds[0] : bounds[1]]
        found = found[self._rows[found] >= 0]
        low, high = self.items.low[found], self.items.high[found]
        reaching: Where = found[((high == NO_HIGH) & (low < first)) | ((low == NO_LOW) & (high > last))]
        return reaching

    # Rows

    def _pack_around(self, lane: int, scale: Scale, view: float) -> None:
        """See to it that the lane's items in view have had their chance of a row."""
        first, last = scale.start, scale.day(view)
        packed = self._packed.get(lane)
        if packed is not None and packed.first <= first and last <= packed.last:
            ratio = scale.px_per_day / packed.px_per_day
            if ratio >= 0.62 and (packed.full or ratio <= 1.5):
                return
        self._pack(lane, scale, view, first, last)

    def _pack(self, lane: int, scale: Scale, view: float, first: float, last: float, *, whole: bool = False) -> None:
        begin, stop = int(self.items.pointers[lane]), int(self.items.pointers[lane + 1])
        if whole or stop - begin <= _WHOLE:
            found: Where = np.arange(begin, stop)
            first, last = -np.inf, np.inf
        else:
            half = (last - first) / 2
            first, last = first - half, last + half
            found, _ = self.items.between(np.array([lane]), first, last)
        if len(found) > int(self._capacity[lane]) * view / _CROWDED:
            found = found[self._short(found, scale, view)]
        kept = self._rows[found]
        shapes = self._shapes(found, scale)
        words = shapes.right + 7.0 + self._widths(found)
        open_high = self.items.high[found] == NO_HIGH
        rights = np.where(open_high, np.maximum(shapes.right, words - shapes.right + shapes.left + 71.0), shapes.right)
        edges = np.where(open_high, rights, words)
        rows = place(
            shapes.left.tolist(), rights.tolist(), edges.tolist(), kept.tolist(), int(self._capacity[lane])
        )  # fmt: skip
        self._rows[found] = rows
        self._packed[lane] = _Packed(scale.px_per_day, first, last, -1 not in rows)

    def _short(self, found: Where, scale: Scale, view: float) -> NDArray[np.bool_]:
        """Which items end within reach of a view of this scale; in a crowd the others are left to its density."""
        start, end = known_ends(self.items.low[found], self.items.high[found])
        return (end - start) * scale.px_per_day <= 2 * view

    def _short_in_view(self, found: Where, scale: Scale, view: float) -> int:
        """How many of some items are short and touch the view."""
        start, end = known_ends(self.items.low[found], self.items.high[found])
        inside = (end >= scale.start - 1) & (start <= scale.day(view))
        return int(np.count_nonzero(inside & self._short(found, scale, view)))

    def _forget_rows(self, lane: int) -> None:
        """What becomes density is given rows anew when it comes out of it: those of a nearer view would hide labels."""
        if self._packed.pop(lane, None) is not None and not self._arranged_whole:
            self._rows[self.items.pointers[lane] : self.items.pointers[lane + 1]] = -1

    def _widths(self, found: Where) -> Floats:
        """Pixels for each label; the longest allowed where there are too many to ask."""
        longest = np.full(len(found), self.metrics.longest_label)
        if len(self.items) <= MANY:
            for n, at in enumerate(found.tolist()):
                label = self._label(self.items.item(at))
                if label is not None:
                    longest[n] = label[1]
        return longest

    def _shapes(self, found: Where, scale: Scale) -> _Shapes:
        """Left and right ends, before an open end is led on to the edge."""
        low, high = self.items.low[found], self.items.high[found]
        open_low, open_high = low == NO_LOW, high == NO_HIGH
        days, start = scale.px_per_day, scale.start
        left = (np.where(open_low, high + 1, low) - start) * days
        right = (np.where(open_high, low, high.astype(np.int64) + 1) - start) * days
        left = np.where(open_low, right - OPEN_ROOM, left)
        right = np.where(open_high, left + OPEN_ROOM, right)
        dot = (low == high) & (right - left <= self.bar)
        middle = (left + right) / 2
        least = np.where(dot, self.bar * 0.36, 2.5)
        small = dot | (right - left < 5.0)
        left, right = np.where(small, middle - least, left), np.where(small, middle + least, right)
        vague = (self.items.flags[found] & APPROXIMATE) > 0
        reach = np.where(vague, np.clip((right - left) * 0.25, 6.0, 40.0), 0.0)
        left = np.where(vague & ~open_low, left - reach, left)
        right = np.where(vague & ~open_high, right + reach, right)
        fade = np.where(vague, np.where(open_low | open_high, reach, (right - left) * 0.4), 0.0)
        return _Shapes(left, right, fade, dot & ~vague)

    # Boxes

    def _boxes(self, near: Where, scale: Scale, view: float) -> tuple[list[Box], dict[int, int], Where, bool]:
        """(boxes, position -> its box, indices in `near` of what has no row but is in view, labels missing)."""
        shapes, rows = self._shapes(near, scale), self._rows[near]
        lost = np.flatnonzero((rows < 0) & (shapes.right > -OPEN_ROOM) & (shapes.left < view + OPEN_ROOM))
        order = np.lexsort((shapes.left, rows, self.items.lane[near]))
        order = order[rows[order] >= 0]
        at, left, right = near[order], shapes.left[order], shapes.right[order]
        places = self.items.lane[at].astype(np.int64) * 1000 + rows[order]
        beside = places[1:] == places[:-1]
        behind = np.full(len(order), np.inf)
        behind[:-1] = np.where(beside, left[1:], np.inf)
        tops = (
            self.lanes.tops()[self.items.lane[at]]
            + rows[order] * self.row
            + self.metrics.pad
            + (self.row - self.bar) / 2
        )
        dims = self.items.segment[at] % SEGMENTS == DIM
        boxes: list[Box] = []
        where: dict[int, int] = {}
        pending, before, before_place = False, -np.inf, -1
        gutter, bar, unseen = self.metrics.gutter, self.bar, -7.0 - self.metrics.longest_label
        for position, place_at, known_x, known_end, room, y, fade, dot, dim, item in zip(
            at.tolist(), places.tolist(), left.tolist(), right.tolist(), behind.tolist(), tops.tolist(),
            shapes.fade[order].tolist(), shapes.dot[order].tolist(), dims.tolist(), self.items.items(at), strict=True,
        ):  # fmt: skip
            if place_at != before_place:
                before, before_place = -np.inf, place_at
            x, end = known_x, known_end
            if item.high is None:
                end = max(end, min(view, room - GAP))
            elif item.low is None:
                x = min(x, max(0.0, before + GAP))
            if x > view or end < unseen:
                before = end
                continue
            label, label_x, wide = self._words(item, x, end, fade, before, room, view)
            pending = pending or wide < 0
            before = max(end, label_x + wide) if label else end
            if end > 0 or before > 0:
                where[position] = len(boxes)
                boxes.append(
                    Box(item, x + gutter, y, end - x, bar, fade, fade, dot, label, label_x + gutter, wide, dim)
                )  # fmt: skip
        return boxes, where, lost, pending

    def _words(
        self, item: Item, x: float, end: float, fade: float, before: float, room: float, view: float
    ) -> tuple[str, float, float]:
        """(label, its left end, its width) where there is room: behind the box, before it where the view ends, inside
        it where it runs out of the view or stays open. ("", 0, -1) when the words are still to come.

        `before` and `room` are where the things beside it in its row end and begin; no words stand on the `fade`.
        """
        if item.high is None:
            at = max(x + _LABELS_BEGIN, 7.0)
            most = min(end, view) if room == np.inf else room
        elif end > view - 20.0 and end - x - 2 * fade > 40.0:
            at, most = max(x + 8.0 + fade, 7.0), min(end - fade, room)
        else:
            at, most = end + 7.0, room
        if most - at < 30.0 and room != np.inf:
            return "", 0.0, 0.0
        found = self._label(item)
        if found is None:
            return "", 0.0, -1.0
        words, wide = found
        if at == end + 7.0 and at + wide > view and x - 7.0 - wide > max(0.0, before + GAP):
            at = x - 7.0 - wide
        elif at == end + 7.0 and at + wide > view and end - max(x, 0.0) - 2 * fade > wide + 16.0:
            at = max(x + 8.0 + fade, 7.0)
        elif at + wide > most and room != np.inf:
            return "", 0.0, 0.0
        return words, at, wide

    def _stand_in(self, at: int, scale: Scale, view: float) -> Box:
        """The selected item where it would be lost in density: in the first row, whatever lies beneath."""
        here = np.array([at])
        shapes = self._shapes(here, scale)
        m, x = self.metrics, float(shapes.left[0])
        y = (self.lanes.top_of(int(self.items.lane[at])) or 0.0) + (self.row - self.bar) / 2 + min(m.pad, 4.0)
        item, end, fade = self.items.item(at), float(shapes.right[0]), float(shapes.fade[0])
        label, label_x, wide = self._words(item, x, end, fade, np.inf, np.inf, view)
        dot = bool(shapes.dot[0])
        return Box(item, x + m.gutter, y, end - x, self.bar, fade, fade, dot, label, label_x + m.gutter, wide)

    # Roles, arcs, the dates of the selected claim

    def _with_roles(self, band: Band, scale: Scale, view: float) -> Band:
        if band.heading or band.collapsed or not self.items.lanes[band.lane].roles:
            return band
        drawn = (self._role(role, scale, view) for role in self.items.lanes[band.lane].roles)
        return replace(band, roles=tuple(role for role in drawn if role is not None))

    def _role(self, role: Role, scale: Scale, view: float) -> tuple[float, float, str, bool] | None:
        left = 0.0 if role.low is None else max(0.0, scale.x(role.low))
        right = view if role.high is None else min(view, scale.x(role.high + 1))
        if right <= left or (role.low is None and role.high is None):
            return None
        fades = role.approximate or role.low is None or role.high is None
        return self.metrics.gutter + left, right - left, role.title, fades

    def _arcs(self, boxes: list[Box], where: dict[int, int], scale: Scale, chosen: int) -> Iterable[Arc]:
        """Arcs with an end among the boxes, those of the selected item first; the other end may lie outside the view,
        but not in a lane that is folded away.
        """
        if not self.items.links or not boxes:
            return
        seen = np.zeros(len(self.items), np.bool_)
        seen[list(where)] = True
        found = np.flatnonzero(seen[self.items.first] | seen[self.items.last])
        mine = (self.items.first[found] == chosen) | (self.items.last[found] == chosen)
        found = np.concatenate((found[mine], found[~mine]))[:_MOST_ARCS]
        ends = np.concatenate((self.items.first[found], self.items.last[found]))
        shapes = self._shapes(ends, scale)
        middles = (self.metrics.gutter + (shapes.left + shapes.right) / 2).tolist()
        points = []
        for at, x in zip(ends.tolist(), middles, strict=True):
            y = self.y_of(at)
            if at in where:
                points.append(boxes[where[at]].middle)
            else:
                points.append((x, -1.0 if y is None else y + self.row / 2))
        for n, link in enumerate(found.tolist()):
            (x1, y1), (x2, y2) = points[n], points[n + len(found)]
            if y1 >= 0 and y2 >= 0:
                yield _arc(self.items.links[link], (x1, y1, self.bar / 2), (x2, y2, self.bar / 2))

    def _trail(
        self, chosen: int, where: dict[int, int], boxes: list[Box], trail: Sequence[Stop], scale: Scale
    ) -> tuple[tuple[float, float, str], ...]:
        if chosen not in where or len(trail) < 2:
            return ()
        box = boxes[where[chosen]]
        y = box.y + box.height + 4.0
        stops = []
        for stop in trail:
            low = stop.low if stop.low is not None else stop.high
            high = stop.high if stop.high is not None else stop.low
            if low is not None and high is not None:
                stops.append((self.metrics.gutter + scale.x((low + high + 1) / 2), y, stop.name))
        return tuple(sorted(stops)) if len(stops) > 1 else ()


def words_of(item: Item, statement: str, note: str, measure: Measure, most: float) -> tuple[str, float]:
    """The label of an item, cut to `most` pixels: its glyph with a mark for each thing to know about it, words, note."""
    signs = TINTS[item.tint].glyph + "".join(mark for flag, mark in MARKS.items() if item.flags & flag)
    tail = f" · {note}" if note else ""
    text = f"{signs} {statement}{tail}".strip()
    wide = measure(text)
    if wide <= most:
        return text, wide
    room = most - measure(f"{signs} …{tail}")
    keep = max(1, bisect_right(range(1, len(statement)), room, key=lambda n: measure(statement[:n])))
    while keep > 1 and measure(f"{signs} {statement[:keep].rstrip()}…{tail}") > most:
        keep -= 1
    text = f"{signs} {statement[:keep].rstrip()}…{tail}"
    return text, measure(text)


def _arc(link: Link, first: tuple[float, float, float], last: tuple[float, float, float]) -> Arc:
    (x1, y1, half1), (x2, y2, half2) = first, last
    bend = max(30.0, abs(x2 - x1) * 0.35)
    y1 += half1 if y2 >= y1 else -half1
    y2 += half2 if y1 > y2 else -half2
    away = 1 if x2 >= x1 else -1
    points = ((x1, y1), (x1 + bend * away, y1), (x2 - bend * away, y2), (x2, y2))
    return Arc(points, link.label, link.first, link.last)
