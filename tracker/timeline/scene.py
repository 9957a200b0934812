"""A Scene: everything a timeline shows, as boxes in pixels, computed before anything is painted.

The same scene feeds the widget, the SVG and the dossier. Text is measured by a function passed in.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from tracker.timeline.items import Item, Link
from tracker.timeline.lanes import pack
from tracker.timeline.scale import Scale, Tick, ticks

AGAINST = ("contradicts", "corrects")  # relations drawn in the colour of disagreement
Measure = Callable[[str], float]


@dataclass(frozen=True, slots=True)
class Metrics:
    """Sizes in pixels. `gutter` holds the lanes' names at the left, `header` the ticks."""

    gutter: float = 142.0
    header: float = 46.0
    row: float = 38.0
    bar: float = 24.0
    pad: float = 12.0
    longest_label: float = 230.0


PAGE = Metrics()
STRIP = Metrics(gutter=116.0, header=24.0, row=24.0, bar=13.0, pad=6.0, longest_label=170.0)
PRINT = Metrics(gutter=84.0, header=22.0, row=22.0, bar=11.0, pad=6.0, longest_label=120.0)


@dataclass(frozen=True, slots=True)
class Box:
    """One item. It fades over `fade_left` and `fade_right` pixels inside x…x+width; `dot` marks a single day."""

    item: Item
    x: float
    y: float
    width: float
    height: float
    fade_left: float = 0.0
    fade_right: float = 0.0
    dot: bool = False
    label: str = ""
    label_x: float = 0.0
    label_width: float = 0.0

    @property
    def middle(self) -> tuple[float, float]:
        return self.x + self.width / 2, self.y + self.height / 2


@dataclass(frozen=True, slots=True)
class Lane:
    name: str
    note: str
    y: float
    height: float
    count: int


@dataclass(frozen=True, slots=True)
class Arc:
    """A relation as a cubic curve through four points."""

    points: tuple[tuple[float, float], tuple[float, float], tuple[float, float], tuple[float, float]]
    label: str
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Scene:
    width: float
    height: float
    metrics: Metrics
    scale: Scale
    ticks: tuple[Tick, ...]
    lanes: tuple[Lane, ...]
    boxes: tuple[Box, ...]
    arcs: tuple[Arc, ...]
    today_x: float | None
    undated: tuple[Item, ...]

    def hit(self, x: float, y: float) -> Item | None:
        """The item whose box or label lies under a point of the scene."""
        for box in reversed(self.boxes):
            inside_label = box.label and box.label_x <= x <= box.label_x + box.label_width
            if box.y - 4 <= y <= box.y + box.height + 4 and (box.x - 4 <= x <= box.x + box.width + 4 or inside_label):
                return box.item
        return None

    def box_of(self, item_id: int) -> Box | None:
        return next((box for box in self.boxes if box.item.id == item_id), None)


def build(
    items: Iterable[Item], links: Iterable[Link], scale: Scale, width: float, measure: Measure,
    metrics: Metrics = PAGE, today: int | None = None,
) -> Scene:  # fmt: skip
    """Place items in lanes (in the order the lanes first appear) for a view `width` pixels wide.

    Pixel 0 of the scale is the right edge of the gutter. Undated items get no place, only a list.
    """
    everything = list(items)
    view = width - metrics.gutter
    y = metrics.header
    lanes: list[Lane] = []
    boxes: list[Box] = []
    by_lane: dict[str, list[Item]] = {}
    for item in everything:
        if item.dated:
            by_lane.setdefault(item.lane, []).append(item)
    for name, members in by_lane.items():
        placed = [_box(item, scale, view, measure, metrics) for item in members]
        placed.sort(key=lambda box: _extent(box)[0])
        rows = pack([_extent(box) for box in placed])
        height = metrics.pad * 2 + metrics.row * (max(rows, default=0) + 1)
        for box, row in zip(placed, rows, strict=True):
            top = y + metrics.pad + row * metrics.row + (metrics.row - metrics.bar) / 2
            boxes.append(_moved(box, metrics.gutter, top))
        lanes.append(Lane(name, members[0].lane_note, y, height, len(members)))
        y += height
    today_x = None if today is None else metrics.gutter + scale.x(today + 0.5)
    return Scene(
        width, y, metrics, scale, tuple(ticks(scale, view)), tuple(lanes), tuple(boxes), _arcs(boxes, links),
        today_x, tuple(item for item in everything if not item.dated),
    )  # fmt: skip


def _box(item: Item, scale: Scale, view: float, measure: Measure, metrics: Metrics) -> Box:
    """The item's box with x from the gutter and no row yet. Open ends run to the edge of the view, fading; an
    approximate date fades on both sides, beyond its bounds.
    """
    left = scale.x(item.low) if item.low is not None else None
    right = scale.x(item.high + 1) if item.high is not None else None
    fade_left = fade_right = 0.0
    if left is None:
        end = right or 0.0
        left = min(0.0, end - 40.0) if end - 220.0 < 0 else end - 220.0
        fade_left = end - left
    if right is None:
        right = max(view, left + 40.0) if left + 220.0 > view else left + 220.0
        fade_right = right - left
    dot = item.low is not None and item.low == item.high and right - left <= metrics.bar
    if dot:
        middle = (left + right) / 2
        left, right = middle - metrics.bar * 0.36, middle + metrics.bar * 0.36
    elif right - left < 5.0:
        middle = (left + right) / 2
        left, right = middle - 2.5, middle + 2.5
    if item.approximate and not fade_left and not fade_right:
        reach = max(6.0, min(40.0, (right - left) * 0.25))
        left, right = left - reach, right + reach
        fade_left = fade_right = (right - left) * 0.4
        dot = False
    box = Box(item, left, 0.0, right - left, metrics.bar, fade_left, fade_right, dot)
    if right < 0 or left > view:
        return box
    text = f"{item.glyph} {item.short or item.label}".strip()
    label = text if measure(text) <= metrics.longest_label else _elided(text, measure, metrics.longest_label)
    width = measure(label)
    return replace(box, label=label, label_x=_label_x(left, right, view, width), label_width=width)


def _label_x(left: float, right: float, view: float, width: float) -> float:
    """Behind the box; before it where the view ends; inside it where the box itself runs past the view."""
    if right >= view:
        return max(left + 8.0, 7.0)
    if right + 7.0 + width > view and left - 7.0 - width > 0:
        return left - 7.0 - width
    return right + 7.0


def _elided(text: str, measure: Measure, most: float) -> str:
    keep = max(1, int(len(text) * most / max(measure(text), 1.0)))
    while keep > 1 and measure(text[:keep].rstrip() + "…") > most:
        keep -= 1
    return text[:keep].rstrip() + "…"


def _extent(box: Box) -> tuple[float, float]:
    """Left and right end of box and label together."""
    if not box.label:
        return box.x, box.x + box.width
    return min(box.x, box.label_x), max(box.x + box.width, box.label_x + box.label_width)


def _moved(box: Box, dx: float, y: float) -> Box:
    return replace(box, x=box.x + dx, y=y, label_x=box.label_x + dx)


def _arcs(boxes: list[Box], links: Iterable[Link]) -> tuple[Arc, ...]:
    places = {box.item.id: box for box in boxes}
    found: list[Arc] = []
    for link in links:
        if link.first in places and link.last in places:
            first, last = places[link.first], places[link.last]
            (x1, y1), (x2, y2) = first.middle, last.middle
            bend = max(30.0, abs(x2 - x1) * 0.35)
            y1 += first.height / 2 if y2 >= y1 else -first.height / 2
            y2 += last.height / 2 if y1 > y2 else -last.height / 2
            away = 1 if x2 >= x1 else -1
            found.append(
                Arc(((x1, y1), (x1 + bend * away, y1), (x2 - bend * away, y2), (x2, y2)), link.label, link.first,
                    link.last)
            )  # fmt: skip
    return tuple(found)
