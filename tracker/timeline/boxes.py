"""Items as boxes: each in its row, open ends extended to the edge, labels where there is room."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tracker.timeline import labels
from tracker.timeline.item import DIM, SEGMENTS
from tracker.timeline.items import Items, Where
from tracker.timeline.labels import BESIDE, Label
from tracker.timeline.lanes import GAP
from tracker.timeline.rows import Rows
from tracker.timeline.scale import Scale
from tracker.timeline.scene import Box, Metrics
from tracker.timeline.shapes import OPEN_ROOM, Floats, Shapes


@dataclass(frozen=True, slots=True)
class Drawn:
    """Boxes; the box of each position that has one; indices, among the items to draw, of those without a row but in view;
    whether labels are missing.
    """

    boxes: list[Box]
    where: dict[int, int]
    lost: Where
    pending: bool


def nothing() -> Drawn:
    return Drawn([], {}, np.empty(0, np.intp), pending=False)


def boxes_of(
    items: Items, rows: Rows, near: Where, tops: Floats, scale: Scale, view: float, metrics: Metrics, label: Label
) -> Drawn:
    """Boxes of the items at the positions `near` that have rows and are in a view so wide; `tops` are those of lanes."""
    shapes, row_of = rows.shapes(near, scale), rows.of[near]
    lost = np.flatnonzero((row_of < 0) & (shapes.right > -OPEN_ROOM) & (shapes.left < view + OPEN_ROOM))
    order = np.lexsort((shapes.left, row_of, items.lane[near]))
    order = order[row_of[order] >= 0]
    at = near[order]
    tall = items.lane[at].astype(np.int64) * 1000 + row_of[order]
    ys = tops[items.lane[at]] + row_of[order] * rows.height + metrics.pad + (rows.height - rows.bar) / 2
    boxes: list[Box] = []
    where: dict[int, int] = {}
    pending, before, before_place = False, -np.inf, -1
    gutter, bar, unseen = metrics.gutter, rows.bar, -BESIDE - metrics.longest_label
    for position, place, known_x, known_end, room, y, fade, dot, dim, item in zip(
        at.tolist(), tall.tolist(), shapes.left[order].tolist(), shapes.right[order].tolist(),
        _behind(tall, shapes.left[order]).tolist(), ys.tolist(), shapes.fade[order].tolist(), shapes.dot[order].tolist(),
        (items.segment[at] % SEGMENTS == DIM).tolist(), items.items(at), strict=True,
    ):  # fmt: skip
        if place != before_place:
            before, before_place = -np.inf, place
        x, end = known_x, known_end
        if item.high is None:
            end = max(end, min(view, room - GAP))
        elif item.low is None:
            x = min(x, max(0.0, before + GAP))
        if x > view or end < unseen:
            before = end
            continue
        words, words_x, wide = labels.placed(item, label, x, end, fade, before, room, view)
        pending = pending or wide < 0
        before = max(end, words_x + wide) if words else end
        if end > 0 or before > 0:
            where[position] = len(boxes)
            boxes.append(Box(item, x + gutter, y, end - x, bar, fade, fade, dot, words, words_x + gutter, wide, dim))
    return Drawn(boxes, where, lost, pending)


def _behind(places: NDArray[np.int64], left: Floats) -> Floats:
    """For each item the start of the next item in the same row; inf for the last of a row."""
    behind = np.full(len(places), np.inf)
    behind[:-1] = np.where(places[1:] == places[:-1], left[1:], np.inf)
    return behind


def stand_in(
    items: Items, rows: Rows, at: int, top: float, scale: Scale, view: float, metrics: Metrics, label: Label
) -> Box:
    """The box of an item that would be invisible in the density of its lane: in the first row, over anything else there."""
    shapes: Shapes = rows.shapes(np.array([at]), scale)
    item, x, end, fade = items.item(at), float(shapes.left[0]), float(shapes.right[0]), float(shapes.fade[0])
    y = top + (rows.height - rows.bar) / 2 + min(metrics.pad, 4.0)
    words, words_x, wide = labels.placed(item, label, x, end, fade, np.inf, np.inf, view)
    return Box(
        item, x + metrics.gutter, y, end - x, rows.bar, fade, fade, bool(shapes.dot[0]), words,
        words_x + metrics.gutter, wide,
    )  # fmt: skip
