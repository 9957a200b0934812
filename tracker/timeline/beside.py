"""What is drawn beside the items: roles of actors in their lanes, arcs of relations, the dates of the selected claim."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

import numpy as np

from tracker.timeline.item import LaneName, LaneRole, Link
from tracker.timeline.items import Items
from tracker.timeline.rows import Rows
from tracker.timeline.scale import Scale
from tracker.timeline.scene import Arc, Band, Box, Metrics, Stop

_MOST_ARCS = 80


def with_roles(band: Band, lanes: Sequence[LaneName], scale: Scale, view: float, gutter: float) -> Band:
    """A lane with the roles of its actor, as far as they are in view."""
    if band.heading or band.collapsed or not lanes[band.lane].roles:
        return band
    drawn = (_role(role, scale, view, gutter) for role in lanes[band.lane].roles)
    return replace(band, roles=tuple(role for role in drawn if role is not None))


def _role(role: LaneRole, scale: Scale, view: float, gutter: float) -> tuple[float, float, str, bool] | None:
    left = 0.0 if role.low is None else max(0.0, scale.x(role.low))
    right = view if role.high is None else min(view, scale.x(role.high + 1))
    if right <= left or (role.low is None and role.high is None):
        return None
    fades = role.approximate or role.low is None or role.high is None
    return gutter + left, right - left, role.title, fades


def arcs(
    items: Items, rows: Rows, boxes: Sequence[Box], where: dict[int, int], y_of: Callable[[int], float | None],
    scale: Scale, chosen: int, gutter: float,
) -> Iterable[Arc]:  # fmt: skip
    """Arcs with an end among the boxes, those of the item at `chosen` first; the other end may be outside the view, but
    not in a lane that is folded away (`y_of` gives None).
    """
    if not items.links or not boxes:
        return
    seen = np.zeros(len(items), np.bool_)
    seen[list(where)] = True
    found = np.flatnonzero(seen[items.first] | seen[items.last])
    mine = (items.first[found] == chosen) | (items.last[found] == chosen)
    found = np.concatenate((found[mine], found[~mine]))[:_MOST_ARCS]
    ends = np.concatenate((items.first[found], items.last[found]))
    shapes = rows.shapes(ends, scale)
    middles = (gutter + (shapes.left + shapes.right) / 2).tolist()
    points = []
    for at, x in zip(ends.tolist(), middles, strict=True):
        y = y_of(at)
        if at in where:
            points.append(boxes[where[at]].middle)
        else:
            points.append((x, -1.0 if y is None else y + rows.height / 2))
    for n, link in enumerate(found.tolist()):
        (x1, y1), (x2, y2) = points[n], points[n + len(found)]
        if y1 >= 0 and y2 >= 0:
            yield _arc(items.links[link], (x1, y1, rows.bar / 2), (x2, y2, rows.bar / 2))


def _arc(link: Link, first: tuple[float, float, float], last: tuple[float, float, float]) -> Arc:
    """A curve between two items, each given by its middle and half its height."""
    (x1, y1, half1), (x2, y2, half2) = first, last
    bend = max(30.0, abs(x2 - x1) * 0.35)
    y1 += half1 if y2 >= y1 else -half1
    y2 += half2 if y1 > y2 else -half2
    away = 1 if x2 >= x1 else -1
    points = ((x1, y1), (x1 + bend * away, y1), (x2 - bend * away, y2), (x2, y2))
    return Arc(points, link.label, link.first, link.last)


def trail(box: Box, dates: Sequence[Stop], scale: Scale, metrics: Metrics) -> tuple[tuple[float, float, str], ...]:
    """(x, y, name) of the dates of a claim beneath its box; none where there are fewer than two."""
    y = box.y + box.height + 4.0
    stops = []
    for stop in dates:
        low = stop.low if stop.low is not None else stop.high
        high = stop.high if stop.high is not None else stop.low
        if low is not None and high is not None:
            stops.append((metrics.gutter + scale.x((low + high + 1) / 2), y, stop.name))
    return tuple(sorted(stops)) if len(stops) > 1 else ()
